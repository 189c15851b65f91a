"""A frame shows what the first network answers, over the plane and on the test data."""

import math

import pytest
import torch
from torch import Tensor

from app.playground.live.frame import MANY_UNITS, map_side, take_frame
from app.playground.plane import BOUNDARY_SIDE, plane
from app.playground.training import Run
from tests.unit.activations.trials import NAMES
from tests.unit.playground.runs import forward_of, run_of, twin

# what a byte leaves open, and float32
HALF_A_STEP = 0.5 / 127 + 1e-5


def trained(*hidden: str, epochs: int = 2, **chosen: object) -> Run:
    run = run_of(*hidden, **chosen)
    run.train_epochs(epochs)
    return run


def grid(side: int) -> Tensor:
    """The points of a map (side, side, 2), from the top and from the left, by hand."""
    step = 12 / (BOUNDARY_SIDE - 1) * (BOUNDARY_SIDE // side)
    rows = [[(-6 + column * step, 6 - row * step) for column in range(side)] for row in range(side)]
    return torch.tensor(rows, dtype=torch.float64)


def decoded(maps: Tensor, scales: list[float]) -> Tensor:
    """What a page makes of the bytes of units."""
    return (maps.double() - 127) / 127 * torch.tensor(scales, dtype=torch.float64)[:, None, None]


def test_the_plane_goes_by_rows_from_the_top_left() -> None:
    points = plane("cpu").view(BOUNDARY_SIDE, BOUNDARY_SIDE, 2)
    torch.testing.assert_close(points.double(), grid(BOUNDARY_SIDE), rtol=0, atol=1e-5)
    assert [points[0, 0].tolist(), points[0, -1].tolist(), points[-1, 0].tolist()] == [[-6, 6], [6, 6], [-6, -6]]


@pytest.mark.parametrize("name", [*NAMES, "x*sin(x)"])
def test_the_maps_of_units_are_their_outputs(name: str) -> None:
    run = run_of(f"3:{name}", "2:tanh")
    units = take_frame(run).units
    side = map_side(run.network)
    expected = forward_of(run, grid(side).view(-1, 2)).h
    assert len(units) == 2
    for found, h in zip(units, expected[:-1], strict=True):
        values = h[0].T.view(-1, side, side)
        assert found.maps.shape == values.shape
        assert found.maps.dtype == torch.uint8
        off = (decoded(found.maps, found.scales) - values).abs().amax(dim=(1, 2))
        if name in {"binary_step", "hardmax", "sparsemax"} and found is units[1]:
            # float32 may fall on the other side of a jump
            continue
        assert (off <= torch.tensor(found.scales) * HALF_A_STEP + 1e-6).all()
        # the scale is the largest output: no bit is wasted
        sizes = values.abs().amax(dim=(1, 2)).clamp(min=1e-30)
        torch.testing.assert_close(torch.tensor(found.scales, dtype=torch.float64), sizes, rtol=1e-4, atol=1e-6)


def test_rows_run_from_high_y_to_low_and_columns_from_low_x_to_high() -> None:
    run = run_of("2:identity", init="zeros")
    run.tensors()[0]["W"][0] = torch.eye(2)
    (found,) = take_frame(run).units
    x, y = decoded(found.maps, found.scales)
    assert found.scales == pytest.approx([6, 6])
    torch.testing.assert_close(torch.stack([x, y], dim=-1), grid(32), rtol=0, atol=6 * HALF_A_STEP)
    assert [int(found.maps[0, 0, 0]), int(found.maps[1, 0, 0])] == [0, 254]


def test_a_unit_that_is_0_everywhere_is_the_middle_byte() -> None:
    (found,) = take_frame(run_of("3:relu", init="zeros")).units
    assert (found.maps == 127).all()
    assert all(scale > 0 and math.isfinite(scale) for scale in found.scales)


@pytest.mark.parametrize("units", [MANY_UNITS // 2, MANY_UNITS // 2 + 1, 64])
def test_many_units_have_coarser_maps(units: int) -> None:
    run = run_of(f"{units}:tanh", f"{units}:tanh")
    side = 32 if 2 * units <= MANY_UNITS else 16
    assert map_side(run.network) == side
    assert {tuple(found.maps.shape) for found in take_frame(run).units} == {(units, side, side)}


def test_crelu_shows_both_its_outputs() -> None:
    (found,) = take_frame(run_of("3:crelu")).units
    assert found.maps.shape == (6, 32, 32)


@pytest.mark.parametrize(
    ("data", "loss", "shades"),
    [
        ("spiral", "logistic", torch.sigmoid),
        ("spiral", "squared", lambda answer: (1 + torch.tanh(answer)) / 2),
        ("spiral", "cross_entropy", lambda answer: torch.softmax(answer, dim=1)[:, 1:]),
        ("blobs", "auto", lambda answer: torch.softmax(answer, dim=1)),
        ("ripple", "auto", lambda answer: (1 + answer.clamp(-1, 1)) / 2),
    ],
)
def test_the_boundary_is_the_probability_of_each_class(data: str, loss: str, shades: object) -> None:
    run = trained("6:tanh", data=data, loss=loss, replicas=2)
    found = take_frame(run).boundary
    assert callable(shades)
    answer = twin(run)(grid(BOUNDARY_SIDE).view(-1, 2)).detach()
    expected = shades(answer).T.view(-1, BOUNDARY_SIDE, BOUNDARY_SIDE) * 255
    assert found.shape == expected.shape
    assert found.dtype == torch.uint8
    assert float((found.double() - expected).abs().max()) <= 0.51
    if len(found) > 1:
        assert (found.double().sum(dim=0) - 255).abs().max() <= len(found) / 2


@pytest.mark.parametrize(
    ("data", "loss", "classes"),
    [("xor", "auto", 2), ("xor", "squared", 2), ("xor", "cross_entropy", 2), ("three_spirals", "auto", 3)],
)
def test_the_confusion_counts_every_test_point_once(data: str, loss: str, classes: int) -> None:
    run = trained("5:tanh", data=data, loss=loss, points=101, train_fraction=0.3, lr=0.1)
    frame = take_frame(run)
    assert frame.confusion is not None
    counts = torch.tensor(frame.confusion)
    assert counts.shape == (classes, classes)
    assert counts.sum() == len(run.data.test) == 71
    # rows are what is true
    assert torch.equal(counts.sum(dim=1), torch.bincount(run.data.test.y.long(), minlength=classes))
    assert frame.score.test_accuracy is not None
    assert float(counts.diagonal().sum()) / 71 == pytest.approx(float(frame.score.test_accuracy))


def test_a_confusion_is_read_row_by_row() -> None:
    # all answers are class 0
    run = run_of("2:tanh", samples=[[i / 10, 1, i % 3] for i in range(30)], init="zeros")
    (first, second, third) = take_frame(run).confusion or []
    assert first[1:] == second[1:] == third[1:] == [0, 0]


def test_a_regression_has_no_confusion() -> None:
    frame = take_frame(trained("4:tanh", data="plane"))
    assert frame.confusion is None
    assert frame.score.test_accuracy is None


def test_a_frame_has_the_weights_of_the_first_network_and_the_scores_of_all() -> None:
    run = trained("4:prelu", "3:aprelu", replicas=3)
    frame = take_frame(run)
    assert frame.score.test_loss is not None
    assert frame.score.train_loss.shape == frame.score.test_loss.shape == (3,)
    assert frame.score.epoch == 2
    assert [set(own) for own in frame.weights] == [{"W", "b", "alpha"}, {"W", "b", "w1", "b1", "w2", "b2"}, {"W", "b"}]
    for own, tensors in zip(frame.weights, run.tensors(), strict=True):
        assert all(torch.equal(own[name], tensor[0]) for name, tensor in tensors.items())
    assert [layer.reference is None for layer in frame.layers] == [False, False, True]


def test_a_frame_stays_as_it_was_taken() -> None:
    run = trained("4:tanh")
    frame = take_frame(run)
    before = [own["W"].clone() for own in frame.weights]
    run.train_epochs(1)
    assert all(torch.equal(own["W"], w) for own, w in zip(frame.weights, before, strict=True))


def test_a_look_changes_nothing() -> None:
    run, other = (run_of("4:gumbel_softmax", "3:rrelu", dropout=0.4, optimizer="adam") for _ in range(2))
    while run.epoch < 2:
        run.step()
        take_frame(run)
    other.train_epochs(2)
    assert torch.equal(run.parameters.vector, other.parameters.vector)


def test_no_hidden_layer_has_no_maps() -> None:
    frame = take_frame(trained(data="gaussians"))
    assert frame.units == []
    assert len(frame.weights) == len(frame.layers) == 1


@pytest.mark.parametrize("size", [1e30, 1e200])
def test_outputs_beyond_a_picture_are_cut_off(size: float) -> None:
    run = run_of("3:identity", "2:tanh", init="zeros")
    run.tensors()[0]["W"].fill_(size)
    frame = take_frame(run)
    assert all(math.isfinite(scale) for units in frame.units for scale in units.scales)
    assert frame.boundary.shape == (1, 64, 64)

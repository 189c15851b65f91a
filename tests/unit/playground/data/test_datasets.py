"""Every data set is drawn as it says, the same for the same seed, and asks of a network what its summary says."""

import math
from functools import partial
from typing import Any

import pytest
import sklearn.datasets
import torch
from hypothesis import given
from hypothesis import strategies as st
from torch import Tensor, nn

from app.playground.data.datasets import DATASETS, WALL, draw
from app.playground.data.samples import MOST_CLASSES, MOST_ROWS, Samples, own, split
from tests.unit.sentences import assert_one_sentence

NAMES = tuple(DATASETS)
TABLES = tuple(name for name, dataset in DATASETS.items() if dataset.rows is not None)
DRAWN_NAMES = tuple(name for name in NAMES if name not in TABLES)
CLASSIFIED = tuple(name for name in DRAWN_NAMES if DATASETS[name].classes is not None)
TARGETED = tuple(name for name in DRAWN_NAMES if name not in CLASSIFIED)
# what one straight line, or one for each class, is enough for: their summaries say so
STRAIGHT = ("gaussians", "blobs")

DRAWN = {
    "name": st.sampled_from(DRAWN_NAMES),
    "points": st.integers(20, 300),
    "noise": st.floats(0, 1),
    "seed": st.integers(0, 2**31 - 1),
}


def same(one: Samples, other: Samples) -> bool:
    return torch.equal(one.x, other.x) and torch.equal(one.y, other.y) and one.classes == other.classes


def classes_of(samples: Samples) -> int:
    assert samples.classes is not None
    return samples.classes


def linear_accuracy(samples: Samples) -> float:
    """The share that least squares on (1, x, y) gets right, a column for each class."""
    inputs = torch.cat((torch.ones(len(samples), 1, dtype=torch.float64), samples.x), dim=1)
    wanted = nn.functional.one_hot(samples.y, classes_of(samples)).double()
    answer = inputs @ torch.linalg.lstsq(inputs, wanted, driver="gelsd").solution
    return (answer.argmax(dim=1) == samples.y).double().mean().item()


def nearest_label(samples: Samples) -> Tensor:
    """The label of the nearest other point."""
    distances = torch.cdist(samples.x, samples.x).fill_diagonal_(torch.inf)
    return samples.y[distances.argmin(dim=1)]


def test_the_data_sets_come_in_this_order() -> None:
    assert (
        *("circle", "xor", "gaussians", "spiral", "moons", "checkerboard"),
        *("three_spirals", "blobs", "plane", "ripple"),
        *("sine", "step", "abs", "sawtooth", "sinc"),
        *("iris", "wine", "breast_cancer", "digits", "diabetes"),
    ) == NAMES
    assert {name: dataset.name for name, dataset in DATASETS.items()} == {name: name for name in NAMES}
    assert [DATASETS[name].classes for name in NAMES] == [
        *(2, 2, 2, 2, 2, 2, 3, 5, None, None),
        *(None, None, None, None, None),
        *(3, 3, 2, 10, None),
    ]


@pytest.mark.parametrize("name", NAMES)
def test_a_summary_is_one_sentence(name: str) -> None:
    assert_one_sentence(DATASETS[name].summary)
    assert len(DATASETS[name].summary) <= 110


@given(**DRAWN)
def test_points_lie_on_the_map_in_float64(name: str, points: int, noise: float, seed: int) -> None:
    samples = draw(name, points, noise, seed)
    assert samples.x.shape == (points, DATASETS[name].inputs)
    assert samples.x.dtype == torch.float64
    assert samples.x.isfinite().all()
    assert samples.x.abs().max() <= WALL
    assert samples.y.shape == (points,)
    assert len(samples) == points


@given(**DRAWN | {"name": st.sampled_from(CLASSIFIED)})
def test_the_classes_are_balanced(name: str, points: int, noise: float, seed: int) -> None:
    samples = draw(name, points, noise, seed)
    assert samples.y.dtype == torch.int64
    counts = torch.bincount(samples.y, minlength=classes_of(samples)).tolist()
    assert len(counts) == DATASETS[name].classes
    assert max(counts) - min(counts) <= 1


@given(**DRAWN | {"name": st.sampled_from(TARGETED)})
def test_targets_lie_between_minus_1_and_1(name: str, points: int, noise: float, seed: int) -> None:
    samples = draw(name, points, noise, seed)
    assert samples.y.dtype == torch.float64
    # noise moves the targets of one input, and the points of two
    assert samples.y.abs().max() <= 1 + (noise / 2 if DATASETS[name].inputs == 1 else 0)
    assert samples.classes is None


@pytest.mark.parametrize("name", DRAWN_NAMES)
def test_the_same_seed_draws_the_same_points_and_another_draws_others(name: str) -> None:
    torch.manual_seed(1)
    first = draw(name, 100, 0.3, 7)
    torch.manual_seed(2)
    assert same(first, draw(name, 100, 0.3, 7))
    assert not torch.equal(first.x, draw(name, 100, 0.3, 8).x)
    # even without noise
    assert not torch.equal(draw(name, 100, 0.0, 7).x, draw(name, 100, 0.0, 8).x)


@pytest.mark.parametrize("name", NAMES)
def test_drawing_leaves_torchs_own_generator_alone(name: str) -> None:
    torch.manual_seed(3)
    expected = torch.rand(1)
    torch.manual_seed(3)
    split(draw(name, 50, 0.5, 0), 0.5, 0)
    assert torch.equal(torch.rand(1), expected)


@pytest.mark.parametrize("name", CLASSIFIED)
def test_without_noise_neighbours_share_their_class_and_with_all_of_it_many_do_not(name: str) -> None:
    for noise, least, most in ((0.0, 0.97, 1.0), (1.0, 0.3, 0.95)):
        samples = draw(name, 500, noise, 0)
        assert least <= (nearest_label(samples) == samples.y).double().mean() <= most


@pytest.mark.parametrize("name", CLASSIFIED)
def test_no_straight_line_parts_the_classes_unless_the_summary_says_so(name: str) -> None:
    accuracy = linear_accuracy(draw(name, 1000, 0.0, 0))
    assert ("straight line" in DATASETS[name].summary and "no straight" not in DATASETS[name].summary) == (
        name in STRAIGHT
    )
    assert (accuracy > 0.95) == (name in STRAIGHT), accuracy
    if DATASETS[name].classes == 2 and name not in STRAIGHT:
        assert accuracy < 0.9


def test_the_plane_is_a_plane_and_the_ripple_has_no_part_of_one() -> None:
    for name, share in (("plane", 0.0), ("ripple", 0.9)):
        samples = draw(name, 1000, 0.0, 0)
        inputs = torch.cat((torch.ones(1000, 1, dtype=torch.float64), samples.x), dim=1)
        rest = samples.y - inputs @ torch.linalg.lstsq(inputs, samples.y[:, None], driver="gelsd").solution[:, 0]
        unexplained = (rest.square().mean() / samples.y.var()).item()
        assert unexplained == pytest.approx(share, abs=1e-12) if share == 0 else unexplained > share


def test_the_spiral_is_that_of_tensorflow_playground() -> None:
    # its classifySpiralData: r = 5i/n, t = 1.75·2π·i/n, x = r sin t, y = r cos t, the other arm half a turn on
    samples = draw("spiral", 400, 0.0, 0)
    radius = torch.linalg.vector_norm(samples.x, dim=1)
    angle = torch.atan2(samples.x[:, 0], samples.x[:, 1]) - math.pi * samples.y.double()
    turns = angle / math.tau - 1.75 * radius / 5
    torch.testing.assert_close(turns, turns.round(), rtol=0, atol=1e-12)
    assert radius.min() > 0.2
    assert 4.9 < radius.max() <= 5


def test_a_small_silu_network_learns_the_spiral() -> None:
    data = split(draw("spiral", 500, 0.0, 1), 0.5, 1)
    torch.manual_seed(1)
    first, second, last = (nn.Linear(*sizes, dtype=torch.float64) for sizes in ((2, 8), (8, 8), (8, 1)))
    net = nn.Sequential(first, nn.SiLU(), second, nn.SiLU(), last)
    for layer in (first, second, last):
        nn.init.xavier_uniform_(layer.weight)
        nn.init.zeros_(layer.bias)
    optimizer = torch.optim.Adam(net.parameters(), lr=0.02)
    accuracy = 0.0
    for _ in range(150):
        for batch in torch.randperm(len(data.train)).split(10):
            optimizer.zero_grad()
            loss = nn.functional.binary_cross_entropy_with_logits
            loss(net(data.train.x[batch])[:, 0], data.train.y[batch].double()).backward()
            optimizer.step()
        with torch.no_grad():
            accuracy = ((net(data.test.x)[:, 0] > 0) == (data.test.y == 1)).double().mean().item()
        if accuracy >= 0.95:
            break
    assert accuracy >= 0.95


@pytest.mark.parametrize("name", TABLES)
def test_a_table_is_that_of_scikit_learn(name: str) -> None:
    loaders = {"diabetes": partial(sklearn.datasets.load_diabetes, scaled=False)}
    theirs: Any = loaders.get(name, getattr(sklearn.datasets, f"load_{name}"))()
    dataset, ours = DATASETS[name], draw(name, 20, 1.0, 5)
    assert ours.x.tolist() == theirs.data.tolist()
    assert ours.y.tolist() == theirs.target.tolist()
    assert len(ours) == dataset.rows
    assert len(ours.columns) == dataset.inputs == ours.x.shape[1]
    if name in ("iris", "breast_cancer"):
        assert ours.class_names == tuple(theirs.target_names)
    if name == "breast_cancer":
        assert [column.replace("error of ", "").removesuffix(" error") for column in theirs.feature_names] == [
            column.removeprefix("error of ") for column in ours.columns
        ]


@pytest.mark.parametrize("name", [name for name in TABLES if DATASETS[name].classes])
@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.73])
def test_a_stratified_split_has_each_class_by_its_share(name: str, fraction: float) -> None:
    samples = draw(name, 20, 0.0, 0)
    halves = split(samples, fraction, 3, stratified=True)
    assert abs(len(halves.train) - fraction * len(samples)) <= 1
    counts = samples.y.bincount(minlength=classes_of(samples))
    assert (halves.train.y.bincount(minlength=len(counts)) - fraction * counts).abs().max() <= 1
    rows = sorted(torch.cat((halves.train.x, halves.test.x)).tolist())
    assert rows == sorted(samples.x.tolist())
    # and in no order of the classes
    assert halves.train.y.diff().abs().sum() > 2 * len(counts)


def test_an_unknown_name_is_a_key_error() -> None:
    with pytest.raises(KeyError):
        draw("own", 100, 0.0, 0)


@given(**DRAWN, fraction=st.floats(0.1, 0.9))
def test_a_split_parts_the_samples_and_loses_none(
    name: str, points: int, noise: float, seed: int, fraction: float
) -> None:
    samples = draw(name, points, noise, seed)
    halves = split(samples, fraction, seed)
    assert abs(len(halves.train) - fraction * points) <= 1
    assert halves.train.classes == halves.test.classes == samples.classes
    rows = torch.cat((samples.x, samples.y[:, None].double()), dim=1)
    kept = [torch.cat((half.x, half.y[:, None].double()), dim=1) for half in (halves.train, halves.test)]
    assert sorted(torch.cat(kept).tolist()) == sorted(rows.tolist())
    again = split(samples, fraction, seed)
    assert same(halves.train, again.train)
    assert same(halves.test, again.test)


def test_a_split_is_shuffled_by_its_seed() -> None:
    samples = draw("circle", 100, 0.0, 0)
    assert not torch.equal(split(samples, 0.5, 0).train.x, samples.x[:50])
    assert not torch.equal(split(samples, 0.5, 0).train.x, split(samples, 0.5, 1).train.x)


@pytest.mark.parametrize("fraction", [0.1, 0.5, 0.9])
def test_each_side_of_a_split_has_a_sample_at_least(fraction: float) -> None:
    halves = split(own([(0, 0, 0), (1, 1, 1)]), fraction, 0)
    assert len(halves.train) == len(halves.test) == 1


def test_a_share_of_one_trains_on_every_sample() -> None:
    samples = draw("circle", 100, 0.1, 3)
    halves = split(samples, 1.0, 5)
    assert len(halves.test) == 0
    assert sorted(halves.train.x.tolist()) == sorted(samples.x.tolist())


def test_classes_of_own_points_are_the_labels_that_occur() -> None:
    samples = own([(0.5, -1, 3), (2, 1e3, -1)])
    assert samples.x.tolist() == [[0.5, -1], [2, 1000]]
    assert samples.x.dtype == torch.float64
    assert samples.y.tolist() == [1, 0]
    assert samples.y.dtype == torch.int64
    assert (samples.classes, samples.class_names) == (2, ("-1", "3"))


def test_own_targets_are_learned_as_numbers() -> None:
    rows = [(0.0, 0.0, 2), (1.0, 1.0, 4)]
    assert own(rows).class_names == ("2", "4")
    targets = own(rows, "regression")
    assert (targets.classes, targets.y.tolist()) == (None, [2, 4])
    assert own([(i, i, i / 8) for i in range(MOST_CLASSES + 1)]).class_names is None
    with pytest.raises(ValueError, match=r"^The label A is not a number; a regression learns numbers\.$"):
        own([(0, 0, "A"), (1, 1, "B")], "regression")
    with pytest.raises(ValueError, match=r"There are 11 different .*; to learn the labels as numbers, set task"):
        own([(i, i, i) for i in range(MOST_CLASSES + 1)], "classification")


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([], "There are no rows; at least 2 are needed."),
        ([(0, 0, 1)], "There is only 1 row; at least 2 are needed."),
        ([(0, 0, 1)] * (MOST_ROWS + 1), "There are 10001 rows; at most 10000 are allowed."),
        ([(0, 0, 1), (1, 1, 1)], "Every row has the label 1; a network needs points of two classes at least."),
        ([(0, 0, 0), (1, float("nan"), 1)], "Row 2: y = nan is not finite."),
        ([(0, 0, 0), (-2e6, 0, 1)], "Row 2: x = -2e+06 is too far out; numbers go from −1,000,000 to 1,000,000."),
        ([(0, 0, float("inf")), (1, 1, 1)], "Row 1: the label = inf is not finite."),
        ([(0, 0, " "), (1, 1, 1)], "Row 1: the label is empty, or has letters that cannot be shown."),
        ([(0, 0, 0), (1, 1)], "The number of inputs before the label is 1 in row 2, but 2 in row 1."),
        ([(0,), (1,)], "The number of inputs before the label is 0 in row 1; it may be 1 to 64."),
        ([tuple(range(66)), (1,)], "The number of inputs before the label is 65 in row 1; it may be 1 to 64."),
        ([(0, 0, 0), (1, 1, "z" * 41)], f"Row 2: the label {'z' * 41} has 41 characters; at most 40 are allowed."),
    ],
)
def test_own_points_that_cannot_be_learned_are_refused(rows: list[tuple[float, float, float]], sentence: str) -> None:
    with pytest.raises(ValueError, match=r"row|Row") as refusal:
        own(rows)
    assert str(refusal.value) == sentence
    assert_one_sentence(sentence)

"""Each exhibit's numbers against theory: closed forms, what the papers prove, and torch written out."""

import math
from typing import Any

import numpy as np
import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.backprop import W1, W2, Lesson, propagate
from app.analysis.experiments.batches import Task, descend_in_batches
from app.analysis.experiments.collapse import collapse
from app.analysis.experiments.depth import Shape, through
from app.analysis.experiments.equal_units import follow
from app.analysis.experiments.histogram import histogram
from app.analysis.experiments.initial_weights import draw_weights, suited
from app.analysis.experiments.layer import apply_layer
from app.analysis.experiments.saturation import saturate
from app.analysis.experiments.softmax import examine
from app.analysis.experiments.zigzag import GOAL, START, descend, layer_outputs
from app.exhibits.catalogue import find
from app.initialisations import SCHEMES


def normal_cdf(x: float) -> float:
    return math.erfc(-x / math.sqrt(2)) / 2


# saturation


@pytest.mark.parametrize(("mean", "deviation"), [(0.0, 1.0), (-4.0, 1.5), (2.0, 3.0)])
def test_the_dead_share_of_relu_is_the_normal_probability_below_0(mean: float, deviation: float) -> None:
    found = saturate(read("relu"), mean, deviation, "float64", "cpu")
    assert found.dead == found.saturated == pytest.approx(normal_cdf(-mean / deviation), abs=1e-4)


def test_the_saturated_share_of_sigmoid_follows_from_where_its_slope_is_a_hundredth() -> None:
    # σ(x)(1 − σ(x)) = 0.01 at x = ± log((1 + r) / (1 − r)) with r = √(1 − 0.04)
    edge = math.log((1 + math.sqrt(0.96)) / (1 - math.sqrt(0.96)))
    found = saturate(read("sigmoid"), 0.0, 4.0, "float64", "cpu")
    assert found.saturated == pytest.approx(2 * normal_cdf(-edge / 4), abs=1e-4)
    assert found.mean == pytest.approx(0.5, abs=1e-12)


def test_relus_mean_output_is_that_of_half_a_normal_distribution() -> None:
    found = saturate(read("relu"), 0.0, 1.0, "float64", "cpu")
    assert found.mean == pytest.approx(1 / math.sqrt(2 * math.pi), abs=1e-4)
    assert found.mean_slope == pytest.approx(0.5)


def test_half_precision_leaves_gradients_that_are_exactly_0() -> None:
    assert saturate(read("sigmoid"), 0.0, 8.0, "float64", "cpu").dead == 0
    assert saturate(read("sigmoid"), 0.0, 8.0, "float16", "cpu").dead > 0.1


@pytest.mark.parametrize("values", [[3.0], [0.0, 0.0], [1e12, 1e12 + 1e-4], [math.nan, math.inf, 1.0], [-5.0, 7.0]])
def test_a_histogram_holds_every_finite_number_once(values: list[float]) -> None:
    found = histogram(torch.tensor(values, dtype=torch.float64), 10)
    assert found.shares.sum() * len(values) == pytest.approx(sum(map(math.isfinite, values)))


def test_a_histogram_of_nothing_is_empty() -> None:
    assert len(histogram(torch.tensor([math.nan]), 10).shares) == 0


# depth


def test_a_sigmoid_stack_of_seven_layers_learns_a_thousand_times_faster_at_its_end() -> None:
    for seed in range(5):
        ratio = through(read("sigmoid"), "xavier", Shape(layers=7, width=64, seed=seed), "cpu").ratio
        assert ratio is not None
        assert ratio > 1000


def test_hes_weights_keep_the_size_of_relu_signals() -> None:
    # He et al. 2015: E[x²] stays from layer to layer; one network strays, their mean factor does not
    factors: list[float] = []
    for seed in range(4):
        found = through(read("relu"), "he", Shape(layers=30, width=256, seed=seed), "cpu")
        sizes = found.spread**2 + found.mean**2
        factors += (sizes[1:] / sizes[:-1]).tolist()
    assert np.mean(factors) == pytest.approx(1, abs=0.1 / 3)


def test_selu_holds_mean_0_and_variance_1_over_a_hundred_layers() -> None:
    # Klambauer et al. 2017, theorem 1
    found = through(read("selu"), "lecun", Shape(layers=100, width=128, seed=0), "cpu")
    assert np.all(np.abs(found.spread - 1) < 0.15)
    assert np.all(np.abs(found.mean) < 0.15)


def test_the_gradients_are_those_of_the_same_network_written_with_torch() -> None:
    found = through(read("tanh"), "xavier", Shape(layers=4, width=8, seed=3), "cpu")
    generator = torch.Generator().manual_seed(3)
    x = torch.randn(32, 8, generator=generator, dtype=torch.float64)
    error = torch.randn(8, generator=generator, dtype=torch.float64) / math.sqrt(8)
    layers = [torch.nn.Linear(8, 8, bias=False, dtype=torch.float64) for _ in range(4)]
    for layer in layers:
        layer.weight.data = draw_weights("xavier", 8, 8, generator).T
        x = torch.tanh(layer(x))
    (x @ error).mean().backward()
    norms = [layer.weight.grad.norm().item() for layer in layers if layer.weight.grad is not None]
    np.testing.assert_allclose(found.gradient, norms, rtol=1e-12)


# initial weights


@pytest.mark.parametrize("scheme", ["xavier", "he", "lecun"])
def test_weights_have_the_spread_that_torch_gives_them(scheme: Any) -> None:
    inputs, outputs = 300, 500
    drawn = draw_weights(scheme, inputs, outputs, torch.Generator().manual_seed(0))
    assert drawn.std().item() == pytest.approx(SCHEMES[scheme].deviation(inputs, outputs), rel=0.01)
    by_torch = torch.empty(outputs, inputs)
    match scheme:
        case "xavier":
            torch.nn.init.xavier_normal_(by_torch)
        case "he":
            torch.nn.init.kaiming_normal_(by_torch, nonlinearity="relu")
        case _:
            torch.nn.init.kaiming_normal_(by_torch, nonlinearity="linear")
    assert by_torch.std().item() == pytest.approx(SCHEMES[scheme].deviation(inputs, outputs), rel=0.02)


def test_each_activation_has_the_weights_made_for_it() -> None:
    assert [suited(read(f)) for f in ("selu", "relu", "gelu", "tanh", "x**3")] == [
        "lecun",
        "he",
        "he",
        "xavier",
        "xavier",
    ]


@pytest.mark.parametrize("f", ["sigmoid", "tanh", "relu", "gelu"])
@pytest.mark.parametrize("init", ["zeros", "equal"])
def test_units_that_begin_equal_stay_equal(f: str, init: Any) -> None:
    found = follow(read(f), init, 0.1, 200, 0)
    assert (found.distinct_first, found.distinct) == (1, 1)
    # bit for bit, after every step
    assert np.all(found.paths == found.paths[:, :1])


def test_units_that_begin_different_stay_so_and_learn() -> None:
    found = follow(read("tanh"), "xavier", 0.1, 200, 0)
    assert (found.distinct_first, found.distinct) == (6, 6)
    assert found.loss[-1] < 0.5 * found.loss[0]


# softmax


def test_softmaxs_jacobian_is_its_closed_form_and_its_rows_sum_to_0() -> None:
    found = examine((2.0, 1.0, 0.5, -1.0), 0.7, 1, 0.0, "cpu")
    p = found.softmax
    np.testing.assert_allclose(found.jacobian, (np.diag(p) - np.outer(p, p)) / 0.7, atol=1e-15)
    np.testing.assert_allclose(found.jacobian.sum(axis=1), 0, atol=1e-15)
    assert np.all(np.diag(found.jacobian) > 0)
    assert max(found.row_sum, found.closed_form) < 1e-15


def test_cross_entropys_gradient_is_p_minus_y_and_that_of_squared_loss_goes_through_the_jacobian() -> None:
    found = examine((2.0, 1.0, 0.5, -1.0), 1.0, 2, 0.0, "cpu")
    off = found.softmax - np.eye(4)[2]
    np.testing.assert_allclose(found.cross_entropy, off, atol=1e-15)
    np.testing.assert_allclose(found.squared, found.jacobian @ off, atol=1e-15)


def test_a_shift_changes_nothing_but_breaks_the_naive_form() -> None:
    for shift in (1000.0, -1000.0):
        found = examine((2.0, 1.0, 0.5, -1.0), 1.0, 0, shift, "cpu")
        assert found.shift_error < 1e-12
        assert np.isnan(found.naive).any()
        np.testing.assert_allclose(found.stable, found.softmax, atol=1e-4)


# layer


@pytest.mark.parametrize("f", ["tanh", "relu", "gelu", "x**2", "binary_step"])
def test_a_layers_jacobian_by_autograd_is_the_chain_rule(f: str) -> None:
    generator = torch.Generator().manual_seed(1)
    weights, biases, x = (torch.randn(*shape, generator=generator).double() for shape in ((4, 3), (4,), (3,)))
    found = apply_layer(read(f), weights, biases, x)
    assert found.difference < 1e-15
    assert found.cross == 0
    np.testing.assert_allclose(found.z, (weights @ x + biases).numpy())
    np.testing.assert_allclose(found.by_weight_closed, np.outer(found.slope, x), atol=1e-15)
    np.testing.assert_allclose(found.by_bias, found.slope, atol=1e-15)


# collapse


@pytest.mark.parametrize("layers", [1, 2, 10])
def test_linear_layers_are_one_matrix_to_rounding(layers: int) -> None:
    found = collapse(read("tanh"), layers, 16, 0, "cpu")
    assert found.rounding < 1e-13
    x1, x2 = np.meshgrid(found.places, found.places)
    by_hand = found.weights[0] * x1 + found.weights[1] * x2 + found.bias
    np.testing.assert_allclose(found.linear, by_hand, atol=1e-12 * np.abs(by_hand).max())


def test_an_activation_keeps_layers_apart_and_the_identity_does_not() -> None:
    assert collapse(read("tanh"), 4, 8, 0, "cpu").parted > 0.1
    assert collapse(read("identity"), 4, 8, 0, "cpu").parted < 1e-12
    # a single layer has nothing between layers
    assert collapse(read("tanh"), 1, 8, 0, "cpu").parted < 1e-12


# zig-zag


def test_positive_inputs_never_move_two_weights_in_opposite_ways() -> None:
    outputs = layer_outputs(read("sigmoid"), 3.0, 0)
    raw, centred = descend(outputs, 0.7), descend(outputs - outputs.mean(dim=0), 0.7)
    assert raw.opposed == 0
    assert centred.opposed is not None
    assert centred.opposed > 0.2
    assert raw.steps is not None
    assert centred.steps is not None
    assert raw.steps > 2 * centred.steps
    assert raw.detour > centred.detour >= 1


def test_the_path_is_the_product_of_its_samples_steps() -> None:
    inputs = layer_outputs(read("tanh"), 1.0, 2)
    found = descend(inputs, 0.5)
    largest = (inputs**2).sum(dim=1).max()
    way = torch.tensor(START, dtype=torch.float64) - torch.tensor(GOAL, dtype=torch.float64)
    for x in inputs[: len(found.path) - 1]:
        way = (torch.eye(2, dtype=torch.float64) - 0.5 / largest * torch.outer(x, x)) @ way
    np.testing.assert_allclose(found.path[-1], (way + torch.tensor(GOAL)).numpy(), rtol=1e-10)


def test_inputs_that_are_all_0_lead_nowhere() -> None:
    found = descend(torch.zeros(10, 2, dtype=torch.float64), 1.0)
    assert (found.steps, found.opposed, found.angle, found.detour) == (None, None, None, 0)


def test_every_finding_of_zigzag_has_a_value_or_none() -> None:
    zigzag = find("zigzag")
    measured = zigzag.measure(zigzag.controls(f="x*0"), "cpu")
    assert [finding.value for finding in zigzag.findings(measured)] == [None] * 4


# backpropagation


@pytest.mark.parametrize("f", ["tanh", "relu", "gelu", "x**2", "binary_step"])
def test_backpropagation_by_hand_is_autograds_and_torchs_own_network_learns_the_same(f: str) -> None:
    found = propagate(read(f), Lesson(x=(1.0, -0.5), target=-1.0, rate=0.1, steps=5), "cpu")
    assert found.difference < 1e-14
    first, second = torch.nn.Linear(2, 3, dtype=torch.float64), torch.nn.Linear(3, 1, dtype=torch.float64)
    first.weight.data, second.weight.data = torch.tensor(W1).T.double(), torch.tensor([W2]).double()
    first.bias.data.zero_()
    second.bias.data.zero_()
    optimiser = torch.optim.SGD([*first.parameters(), *second.parameters()], lr=0.1)
    x, losses = torch.tensor([1.0, -0.5], dtype=torch.float64), list[float]()
    for _ in range(6):
        optimiser.zero_grad()
        loss = (second(read(f)(first(x))) + 1.0).square().sum() / 2
        loss.backward()
        losses.append(loss.item())
        optimiser.step()
    np.testing.assert_allclose(found.losses, losses, rtol=1e-6)


def test_the_product_that_is_spelled_out_is_the_gradient() -> None:
    found = propagate(read("tanh"), Lesson(x=(1.0, -0.5), target=-1.0, rate=0.1, steps=0), "cpu")
    z = 1.0 * W1[0][0] - 0.5 * W1[1][0]
    slope = 1 - math.tanh(z) ** 2
    assert found.by_w1[0, 0] == pytest.approx((found.output + 1.0) * W2[0] * slope * 1.0, rel=1e-12)


# batch size


def test_the_full_batchs_path_is_the_closed_form_of_gradient_descent() -> None:
    task = Task(noise=0.5, rate=0.1, epochs=12, seed=4)
    full = descend_in_batches((64,), task).runs[0]
    # w − w* shrinks by I − ηH in each step, so three differences of the path obey the same linear law
    moves = np.diff(full.path, axis=0)
    law, *_ = np.linalg.lstsq(moves[:-1], moves[1:], rcond=None)
    np.testing.assert_allclose(moves[:-1] @ law, moves[1:], atol=1e-12)
    rates = np.linalg.eigvals(law)
    assert np.all((rates.real > 0) & (rates.real < 1))


def test_smaller_batches_take_more_steps_for_the_same_work_and_rest_less() -> None:
    single, mini, full = descend_in_batches((1, 8, 64), Task(noise=1.0, rate=0.1, epochs=20, seed=0)).runs
    assert [len(run.path) - 1 for run in (single, mini, full)] == [20 * 64, 20 * 8, 20]
    assert [len(run.by_epoch) for run in (single, mini, full)] == [21] * 3
    assert single.restless is not None
    assert mini.restless is not None
    assert single.restless > mini.restless > 1
    # one step is straight
    assert full.restless == pytest.approx(1)


def test_without_noise_all_samples_agree_on_the_goal() -> None:
    found = descend_in_batches((1,), Task(noise=0.0, rate=0.1, epochs=20, seed=0))
    assert found.least < 1e-28
    np.testing.assert_allclose(found.runs[0].path[-1], (1.0, -0.5), atol=1e-9)

"""A diagnosis counts what is dead and what is saturated, and measures gradients as autograd does."""

import math

import pytest
import torch
from torch import Tensor

from app.playground.live.diagnostics import BINS, SATURATED_BELOW, LayerDiagnosis, diagnose
from app.playground.training import Run
from tests.unit.activations.trials import NAMES
from tests.unit.playground.runs import forward_of, run_of, twin, twin_loss


def diagnosis_of(run: Run) -> list[LayerDiagnosis]:
    layers, _ = diagnose(run.network, run.loss, run.parameters, run.train)
    return layers


def set_columns(run: Run, layer: int, name: str, columns: list[int], value: float) -> None:
    run.tensors()[layer][name][..., columns] = value


@pytest.mark.parametrize("activation", ["relu", "crelu", "squared_relu", "clipped_relu", "thresholded_relu"])
def test_dead_units_are_those_that_are_0_for_every_point(activation: str) -> None:
    run = run_of(f"6:{activation}", init="normal(1)")
    set_columns(run, 0, "b", [1, 4, 5], -1000.0)
    (found, output) = diagnosis_of(run)
    assert found.dead_units == [1, 4, 5]
    assert found.dead == (3 / 12 if activation == "crelu" else 0.5)
    assert (output.dead, output.dead_units, output.saturated) == (0, [], 0)


def test_a_unit_that_one_point_wakes_is_not_dead() -> None:
    run = run_of("2:relu", init="zeros")
    farthest = run.data.train.x[:, 0].max()
    run.tensors()[0]["W"][0, 0, 0] = 1.0
    for bias, dead in ((-float(farthest) - 1e-6, [0, 1]), (-float(farthest) + 1e-6, [1])):
        set_columns(run, 0, "b", [0], bias)
        set_columns(run, 0, "b", [1], -1.0)
        assert diagnosis_of(run)[0].dead_units == dead


def test_a_diagnosis_is_of_the_first_replica() -> None:
    run = run_of("3:relu", replicas=2, init="normal(1)")
    run.tensors()[0]["b"][1] = -1000.0
    assert diagnosis_of(run)[0].dead_units == []
    run.tensors()[0]["b"][0] = -1000.0
    assert diagnosis_of(run)[0].dead_units == [0, 1, 2]


def test_a_step_lets_no_gradient_through() -> None:
    (found, _) = diagnosis_of(run_of("3:binary_step"))
    assert (found.dead, found.saturated, found.gradient_norm) == (1, 1, 0)


def test_a_line_is_neither_dead_nor_saturated() -> None:
    (found, _) = diagnosis_of(run_of("3:identity"))
    assert (found.dead, found.saturated) == (0, 0)


@pytest.mark.parametrize("size", [0.1, 1.0, 30.0])
def test_the_saturated_share_of_a_sigmoid_is_that_of_its_small_slopes(size: float) -> None:
    run = run_of("5:sigmoid", init=f"normal({size})", points=400)
    z = forward_of(run, run.data.train.x).z[0]
    slope = torch.sigmoid(z) * torch.sigmoid(-z)
    expected = float((slope < SATURATED_BELOW).double().mean())
    (found, _) = diagnosis_of(run)
    assert found.saturated == pytest.approx(expected, abs=1e-12)
    assert {0.1: expected == 0, 1.0: 0 < expected < 0.5, 30.0: expected > 0.8}[size]


def test_nothing_is_said_of_the_saturation_of_units_that_depend_on_one_another() -> None:
    for activation in ("softmax", "maxout(k=2)", "glu", "crelu"):
        assert diagnosis_of(run_of(f"3:{activation}"))[0].saturated is None


@pytest.mark.parametrize("data", ["xor", "blobs", "ripple"])
def test_gradients_and_their_norms_are_those_of_torch_nn(data: str) -> None:
    run = run_of("5:tanh", "4:maxout(k=3)", "3:prelu(alpha=0.3)", data=data, replicas=2)
    run.train_epochs(1)
    model = twin(run)
    twin_loss(run, model).backward()
    norms: list[float] = []
    gradients: list[Tensor] = []
    for layer in model:
        if isinstance(layer, torch.nn.Linear):
            assert layer.weight.grad is not None
            assert layer.bias.grad is not None
            gradients.append(layer.weight.grad.T)
            norms.append(math.hypot(layer.weight.grad.norm(), layer.bias.grad.norm()))
    layers, found = diagnose(run.network, run.loss, run.parameters, run.train)
    assert [layer.gradient_norm for layer in layers] == pytest.approx(norms, rel=1e-10)
    torch.testing.assert_close(found, gradients)


def test_the_gradient_hardly_arrives_behind_six_sigmoids() -> None:
    norms = [found.gradient_norm for found in diagnosis_of(run_of(*["8:sigmoid"] * 6))]
    assert norms == sorted(norms)
    assert 0 < norms[0] < norms[-1] / 1000


@pytest.mark.parametrize("name", NAMES)
def test_a_histogram_counts_every_pre_activation(name: str) -> None:
    run = run_of(f"3:{name}", f"2:{name}")
    for found, layer in zip(diagnosis_of(run), run.network.layers, strict=True):
        assert len(found.histogram.counts) == BINS
        assert sum(found.histogram.counts) == 30 * layer.pre_activations
        assert min(found.histogram.counts) >= 0
        assert 0 <= found.dead <= 1
        assert len(found.dead_units) == round(found.dead * layer.outputs)


@pytest.mark.parametrize(("bias", "reach", "bin_"), [(0.51, 1, 30), (-0.99, 1, 0), (1.5, 2, 35), (5.9, 6, 39)])
def test_a_histogram_has_each_number_in_its_bin(bias: float, reach: float, bin_: int) -> None:
    run = run_of("3:tanh", init="zeros")
    set_columns(run, 0, "b", [0, 1, 2], bias)
    histogram = diagnosis_of(run)[0].histogram
    assert histogram.reach == reach
    assert [i for i, count in enumerate(histogram.counts) if count] == [bin_]


def test_a_histogram_reaches_as_far_as_nearly_all_numbers_and_puts_the_rest_at_its_ends() -> None:
    run = run_of("64:maxout(k=3)", init="zeros")
    set_columns(run, 0, "b", [7], 500.0)
    histogram = diagnosis_of(run)[0].histogram
    assert histogram.reach == 1
    assert histogram.counts[-1] == 30
    assert sum(histogram.counts) == 30 * 192
    # two of 192 are more than 1 %
    set_columns(run, 0, "b", [8], -500.0)
    histogram = diagnosis_of(run)[0].histogram
    assert histogram.reach == 1000
    assert histogram.counts[10] == histogram.counts[30] == 30


@pytest.mark.parametrize("value", [1e9, math.inf, -math.inf, math.nan])
def test_a_histogram_has_a_place_for_what_is_no_number(value: float) -> None:
    run = run_of("3:tanh", init="zeros")
    set_columns(run, 0, "b", [0, 1, 2], value)
    histogram = diagnosis_of(run)[0].histogram
    assert sum(histogram.counts) == 90
    assert math.isfinite(histogram.reach)


def test_what_each_unit_learns_for_itself_appears_as_its_mean() -> None:
    run = run_of("3:prelu;shared=false", lr=0.5)
    run.train_epochs(2)
    (prelu, _) = diagnosis_of(run)
    slopes = run.tensors()[0]["alpha"]
    assert slopes.shape == (1, 1, 3)
    assert prelu.learned["alpha"] == pytest.approx(float(slopes.sum() / 3), rel=1e-12)
    assert prelu.reference == f"prelu(alpha={prelu.learned['alpha']:.4g})"


def test_what_was_learned_appears() -> None:
    run = run_of("4:prelu(alpha=0.3)", "4:srelu", "4:elu(alpha=2)", lr=0.1)
    before = diagnosis_of(run)
    assert before[0].learned == {"alpha": 0.3}
    assert before[0].reference == "prelu(alpha=0.3)"
    run.train_epochs(3)
    prelu, srelu, elu, output = diagnosis_of(run)
    assert prelu.learned == {"alpha": float(run.tensors()[0]["alpha"][0])}
    assert prelu.learned["alpha"] != 0.3
    assert prelu.reference == f"prelu(alpha={prelu.learned['alpha']:.4g})"
    assert set(srelu.learned) == {"t_left", "a_left", "t_right", "a_right"}
    assert (elu.learned, elu.reference) == ({}, "elu(alpha=2)")
    assert (output.learned, output.reference) == ({}, None)


def test_a_diagnosis_leaves_the_run_as_it_is() -> None:
    run = run_of("4:rrelu", "3:prelu", dropout=0.5)
    other = run_of("4:rrelu", "3:prelu", dropout=0.5)
    before: Tensor = run.parameters.vector.clone()
    for _ in range(2):
        diagnosis_of(run)
        assert torch.equal(run.parameters.vector, before)
    run.train_epochs(1)
    other.train_epochs(1)
    assert torch.equal(run.parameters.vector, other.parameters.vector)

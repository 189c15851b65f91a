"""A layer has the shapes that its activation asks for, begins as its initialisation says, and names what it learned."""

import math
from typing import Any

import pytest
import torch
from torch import Generator, Tensor

from app.activations.reference import read
from app.initialisations import find_initialisation
from app.playground.network.layer import Layer
from app.playground.network_plan import NetworkPlan
from tests.unit.activations.trials import BY_NAME, NAMES
from tests.unit.playground.runs import run_of

# pre-activations and outputs of three units, where they are not three
WIDTHS = {
    "maxout": (9, 3),
    "glu": (6, 3),
    "reglu": (6, 3),
    "geglu": (6, 3),
    "swiglu": (6, 3),
    "crelu": (3, 6),
}
RANDOM = {"rrelu", "gumbel_softmax"}
LEARNED = {
    "prelu": {"alpha": 0.25},
    "swish": {"beta": 1.0},
    "snake": {"alpha": 1.0},
    "srelu": {"t_left": -1.0, "a_left": 0.1, "t_right": 1.0, "a_right": 0.5},
}
FAN_IN, UNITS = 300, 500


def layer_of(reference: str | None, units: int = 3, fan_in: int = 2, **chosen: Any) -> Layer:
    return Layer(fan_in=fan_in, units=units, activation=None if reference is None else read(reference), **chosen)


def drawn(init: str) -> Tensor:
    """150,000 weights."""
    layer = layer_of("tanh", UNITS, FAN_IN)
    return layer.draw(NetworkPlan(init=init).initialisation, Generator().manual_seed(3))["W"]


def stacked(layer: Layer, replicas: int = 2) -> dict[str, Tensor]:
    """The tensors of so many layers, with biases that are not 0."""
    alone = [layer.draw(find_initialisation("he_normal"), Generator().manual_seed(seed)) for seed in range(replicas)]
    tensors = {name: torch.stack([own[name] for own in alone]) for name in alone[0]}
    return tensors | {"b": torch.linspace(-1, 1, layer.pre_activations, dtype=torch.float64).repeat(replicas, 1, 1)}


def numbers(*shape: int) -> Tensor:
    return torch.randn(*shape, generator=Generator().manual_seed(1), dtype=torch.float64)


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_has_the_widths_that_its_activation_asks_for(name: str) -> None:
    layer = layer_of(name)
    assert (layer.pre_activations, layer.outputs) == WIDTHS.get(name, (3, 3))
    tensors = stacked(layer)
    z = layer.pre_activate(numbers(2, 5, 2), tensors)
    assert z.shape == (2, 5, layer.pre_activations)
    assert layer.activate(z, tensors).shape == (2, 5, layer.outputs)
    assert layer.activate(z, tensors, torch.rand_like(z)).shape == (2, 5, layer.outputs)


@pytest.mark.parametrize("name", [name for name in NAMES if name not in {"gumbel_softmax", "aprelu"}])
def test_a_layer_answers_what_its_activation_answers(name: str) -> None:
    layer = layer_of(name)
    tensors, x = stacked(layer), numbers(2, 5, 2)
    z = torch.einsum("rbi,rio->rbo", x, tensors["W"]) + tensors["b"]
    torch.testing.assert_close(layer.pre_activate(x, tensors), z)
    entry = BY_NAME[name]
    expected = entry.function(z, **{knob.name: knob.default for knob in entry.parameters})
    torch.testing.assert_close(layer.activate(z, tensors), expected, rtol=1e-12, atol=1e-12)


@pytest.mark.parametrize("k", [2, 5, 8])
def test_maxout_takes_k_numbers_for_each_unit(k: int) -> None:
    layer = layer_of(f"maxout(k={k})")
    assert (layer.pre_activations, layer.outputs) == (3 * k, 3)
    assert layer.draw(find_initialisation("zeros"), Generator())["W"].shape == (2, 3 * k)


def test_the_output_answers_its_pre_activations() -> None:
    layer = layer_of(None)
    z = numbers(2, 5, 3)
    assert layer.activate(z, stacked(layer)) is z
    assert (layer.pre_activations, layer.outputs, layer.learnable, layer.reference({})) == (3, 3, (), None)
    assert not layer.is_random
    assert not layer.is_elementwise


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_is_random_and_elementwise_as_its_activation_is(name: str) -> None:
    layer = layer_of(name)
    assert layer.is_random == (name in RANDOM)
    assert layer.is_elementwise == (BY_NAME[name].slice is None)


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_begins_with_the_parameters_that_its_reference_names(name: str) -> None:
    layer = layer_of(name)
    tensors = layer.draw(find_initialisation("he_normal"), Generator().manual_seed(1))
    assert {knob: tensors[knob].tolist() for knob in layer.learnable} == {
        knob: [[value]] for knob, value in LEARNED.get(name, {}).items()
    }
    assert all(tensor.dtype == torch.float64 and tensor.dim() == 2 for tensor in tensors.values())
    own = {"w1", "b1", "w2", "b2"} if name == "aprelu" else set()
    assert set(tensors) == {"W", "b", *layer.learnable} | own


def test_a_parameter_begins_where_the_reference_puts_it() -> None:
    assert layer_of("prelu(alpha=0.75)").draw(find_initialisation("zeros"), Generator())["alpha"].tolist() == [[0.75]]


def test_rrelu_draws_its_slope_in_training_alone() -> None:
    layer = layer_of("rrelu(lower=0.2, upper=0.6)")
    z = -numbers(1, 4000, 3).abs()
    uniform = torch.rand(z.shape, generator=Generator().manual_seed(1), dtype=torch.float64)
    slopes = layer.activate(z, stacked(layer, 1), uniform) / z
    torch.testing.assert_close(slopes, 0.2 + 0.4 * uniform)
    torch.testing.assert_close(layer.activate(z, stacked(layer, 1)), 0.4 * z)
    assert torch.equal(layer.activate(-z, stacked(layer, 1), uniform), -z)


def test_gumbel_softmax_is_noisy_in_training_alone() -> None:
    layer = layer_of("gumbel_softmax(tau=0.5)")
    z = numbers(1, 1, 3).expand(1, 20000, 3)
    uniform = torch.rand(z.shape, generator=Generator().manual_seed(1), dtype=torch.float64)
    noisy = layer.activate(z, stacked(layer, 1), uniform)
    torch.testing.assert_close(noisy.sum(dim=-1), torch.ones(1, 20000, dtype=torch.float64))
    # the largest falls on each unit as often as softmax says (Maddison 2014)
    often = torch.bincount(noisy[0].argmax(dim=-1), minlength=3) / 20000
    torch.testing.assert_close(often.double(), torch.softmax(z[0, 0], dim=-1), rtol=0, atol=0.015)
    torch.testing.assert_close(layer.activate(z, stacked(layer, 1)), torch.softmax(z / 0.5, dim=-1))


@pytest.mark.parametrize("extreme", [0.0, 1 - 2**-53])
def test_no_random_number_is_too_extreme(extreme: float) -> None:
    for name in RANDOM:
        layer = layer_of(name)
        z = numbers(1, 5, 3)
        assert layer.activate(z, stacked(layer, 1), torch.full_like(z, extreme)).isfinite().all()


@pytest.mark.parametrize(
    ("init", "deviation"),
    [
        ("xavier_uniform", math.sqrt(2 / (FAN_IN + UNITS))),
        ("xavier_normal", math.sqrt(2 / (FAN_IN + UNITS))),
        ("he_uniform", math.sqrt(2 / FAN_IN)),
        ("he_normal", math.sqrt(2 / FAN_IN)),
        ("lecun_normal", math.sqrt(1 / FAN_IN)),
        ("normal(0.5)", 0.5),
        ("normal(3)", 3.0),
    ],
)
def test_first_weights_have_the_spread_that_their_initialisation_names(init: str, deviation: float) -> None:
    weights = drawn(init)
    assert weights.shape == (FAN_IN, UNITS)
    # five standard errors
    assert abs(float(weights.mean())) < 5 * deviation / math.sqrt(weights.numel())
    assert float(weights.std()) == pytest.approx(deviation, rel=0.01)
    # the fourth moment tells a uniform distribution (9/5) from a normal one (3)
    kurtosis = float((weights**4).mean()) / deviation**4
    assert kurtosis == pytest.approx(1.8 if "uniform" in init else 3.0, rel=0.05)
    if "uniform" in init:
        assert math.sqrt(3) * deviation * 0.999 < float(weights.abs().max()) <= math.sqrt(3) * deviation


@pytest.mark.parametrize(("init", "value"), [("zeros", 0.0), ("constant(0.1)", 0.1), ("constant(-7)", -7.0)])
def test_constant_weights_are_exact(init: str, value: float) -> None:
    assert (drawn(init) == value).all()


@pytest.mark.parametrize("init", ["xavier_uniform", "he_normal", "normal(2)", "constant(3)", "zeros"])
def test_a_bias_begins_at_0(init: str) -> None:
    for reference in ("tanh", "maxout(k=4)", None):
        tensors = layer_of(reference).draw(NetworkPlan(init=init).initialisation, Generator().manual_seed(1))
        assert tensors["b"].shape[0] == 1
        assert not tensors["b"].any()


@pytest.mark.parametrize(
    ("reference", "learned", "beyond"),
    [
        ("prelu", {"alpha": -1.0}, []),
        ("prelu", {"alpha": -1.33}, ["alpha"]),
        ("prelu", {"alpha": math.inf}, ["alpha"]),
        ("srelu", {"t_left": -2.0, "a_left": -1e3, "a_right": 1e3}, ["a_left", "a_right"]),
        ("tanh", {}, []),
        (None, {}, []),
    ],
)
def test_what_a_reference_cannot_say_of_what_was_learned_is_named(
    reference: str | None, learned: dict[str, float], beyond: list[str]
) -> None:
    assert layer_of(reference).beyond(learned) == beyond


@pytest.mark.parametrize(
    ("reference", "learned", "expected"),
    [
        ("prelu", {"alpha": 0.131234}, "prelu(alpha=0.1312)"),
        ("prelu(alpha=0.7)", {"alpha": 0.25}, "prelu"),
        ("prelu", {"alpha": math.nan}, "prelu"),
        ("prelu", {"alpha": 1e9}, f"prelu(alpha={BY_NAME['prelu'].parameters[0].high:g})"),
        ("srelu", {"t_left": -2.0, "a_right": 0.75}, "srelu(t_left=-2, a_right=0.75)"),
        ("elu(alpha=1.5)", {}, "elu(alpha=1.5)"),
        ("maxout(k=2)", {}, "maxout(k=2)"),
        ("x*sigmoid(b*x)|b=2", {}, read("x*sigmoid(b*x)|b=2").reference),
    ],
)
def test_a_reference_names_what_was_learned(reference: str, learned: dict[str, float], expected: str) -> None:
    found = layer_of(reference).reference(learned)
    assert found == expected
    # what is shown can be asked for
    assert read(found).reference == expected


def test_first_biases_are_drawn_as_the_plan_says_and_shift_no_weights() -> None:
    zeros, normal, constant = (
        run_of("64:tanh", "64:aprelu", "3:tanh;use_bias=false", bias_init=init, replicas=2, seed=7)
        for init in ("zeros", "normal(0.5)", "constant(-0.25)")
    )
    for number, tensors in enumerate(zeros.tensors()):
        for name, tensor in tensors.items():
            others = normal.tensors()[number][name], constant.tensors()[number][name]
            if name != "b":
                assert all(torch.equal(tensor, other) for other in others)
                continue
            assert not tensor.any()
            assert (others[1] == -0.25).all()
            assert len(others[0].unique()) == others[0].numel()
    drawn = torch.cat([normal.tensors()[number]["b"].flatten() for number in (0, 1)])
    assert float(drawn.std()) == pytest.approx(0.5, rel=0.2)
    assert abs(float(drawn.mean())) < 0.15
    alone = run_of("64:tanh", bias_init="normal(0.5)", seed=8)
    assert torch.equal(normal.tensors()[0]["b"][1], alone.tensors()[0]["b"][0])


def test_a_layer_may_have_no_biases() -> None:
    layer = layer_of("glu", bias=None)
    tensors = layer.draw(find_initialisation("he_normal"), Generator().manual_seed(1))
    assert list(tensors) == ["W"]
    x = numbers(1, 5, 2)
    torch.testing.assert_close(layer.pre_activate(x, {"W": tensors["W"][None]}), x @ tensors["W"])
    one = layer_of("tanh", units=1, bias=None)
    weights = numbers(1, 2, 1)
    torch.testing.assert_close(one.pre_activate(x, {"W": weights}), x @ weights)

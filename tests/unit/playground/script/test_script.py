"""The script of a network computes what the network computes, for every activation there is, with nothing of ours."""

import ast
import subprocess
import sys
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch import Tensor

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.playground.script.script import torch_script
from app.playground.script.trained import ScriptLayer
from tests.unit.activations.trials import BY_NAME, NAMES, trials
from tests.unit.playground.script.running import run_as_program, run_here, trained

UNITS = 4
LEARNABLE = [name for name in NAMES if any(knob.learnable for knob in BY_NAME[name].parameters)]
DRAWN = [name for name in NAMES if BY_NAME[name].in_layer.draw is not None]

EXPRESSIONS = (
    "x",
    "x*sigmoid(b*x)|b=1.7",
    "x*tanh(softplus(x))",
    "-x**2 + (-2)**3*x",
    "x**-1.5 + 1/0*x",
    "where(x > 0, x, 0) - where(a >= 1, 1, 2) + where(1 < 2, x, x/0)|a=-3",
    "min(x, 1, 2) + max(0, -1)*x + clip(x, -1, pi)",
    "log(x) + log1p(x) + sqrt(2)*sqrt(x) + erf(x)*sign(x)",
    "elu(x, alpha=a) + a*relu(2) + leaky_relu(abs(x))|a=0.3",
    "softshrink(x, theta=0) + srelu(2*x, t_left=-2) + rrelu(sin(x) - cos(pi))",
    "exp(c) + expm1(-c)/x - tan(x) + sinh(1)*cosh(x)|c=0.5",
    # names that mean something in the script
    "x*torch + exp(math*x) - _log*log(x)*log_ + __debug__ + absolute*abs(x) + Tensor*min(x, 1)|torch=2,_log=3",
    "2**x + e*x**(1/3) + ndtr(x) - log10(x) + elu(x, 1.5) + leaky_relu(x, negative_slope=0.2)",
    "e*x + leaky_relu(x, pi/10)|e=2",
)


def numbers(*shape: int) -> Tensor:
    """Normal numbers in float64, always the same for the same shape."""
    return torch.randn(*shape, generator=torch.Generator().manual_seed(len(shape)), dtype=torch.float64)


POINTS = 2 * numbers(9, 2)


def layers_for(activation: BoundActivation, learned: Mapping[str, Tensor] | None = None) -> list[ScriptLayer]:
    """A network of one hidden layer with `activation`, and an output."""
    role = activation.activation.in_layer
    pre, outputs = UNITS * role.takes(activation.params), UNITS * role.gives
    hidden = {"W": numbers(2, pre), "b": numbers(pre)} | dict(learned or {})
    return [
        ScriptLayer(activation=activation, tensors=hidden),
        ScriptLayer(activation=None, tensors={"W": numbers(outputs, 3), "b": numbers(3)}),
    ]


def answer_of(layers: list[ScriptLayer], function: Callable[[Tensor], Tensor]) -> Tensor:
    """What the layers answer with `function` for the hidden activation."""
    (w1, b1), (w2, b2) = ([torch.as_tensor(layer.tensors[name]) for name in ("W", "b")] for layer in layers)
    return function(POINTS @ w1 + b1) @ w2 + b2


def assert_same(layers: list[ScriptLayer], function: Callable[[Tensor], Tensor]) -> None:
    expected = answer_of(layers, function)
    answer = run_here(torch_script(trained(layers)))(POINTS)
    torch.testing.assert_close(answer, expected, rtol=1e-12, atol=1e-12, equal_nan=True)


@pytest.mark.parametrize("name", NAMES)
def test_the_script_computes_every_activation(name: str) -> None:
    entry = BY_NAME[name]
    for values in trials(entry, entry.parameters):
        activation = bind(entry, values)
        own = {knob.name: activation.params[knob.name] for knob in entry.parameters}
        function = entry.in_layer.evaluation or entry.function
        assert_same(layers_for(activation), lambda z, own=own, function=function: function(z, **own))


@pytest.mark.parametrize("reference", EXPRESSIONS)
def test_the_script_computes_every_expression(reference: str) -> None:
    assert_same(layers_for(read(reference)), read(reference))


WORDS = ["if", "ｉｆ", "ｌａｍｂｄａ", "𝐢𝐧", "Ｎｏｎｅ", "match", "__debug__", "x", "ｘ", "é", "log_"]
NAMED = st.sampled_from(WORDS) | st.text(min_size=1, max_size=4)


@settings(max_examples=150)
@given(NAMED, st.sampled_from(["{}*x", "x*sigmoid({}*x)", "elu(x, alpha={})", "x+{}|{}=2", "x{}1", "x{}", "{}"]))
def test_whatever_is_accepted_makes_a_script_that_python_reads(name: str, form: str) -> None:
    try:
        activation = read(form.replace("{}", name))
    except ValueError:
        return
    ast.parse(torch_script(trained(layers_for(activation))))


@pytest.mark.parametrize("name", LEARNABLE)
def test_what_was_learned_goes_before_what_the_reference_says(name: str) -> None:
    entry = BY_NAME[name]
    fixed = {knob.name: knob.default for knob in entry.parameters}
    learned = {knob.name: knob.default + 0.1 * (i + 1) for i, knob in enumerate(entry.parameters) if knob.learnable}
    for shape in ((), (1, 1)):
        tensors = {key: torch.full(shape, value, dtype=torch.float64) for key, value in learned.items()}
        assert_same(layers_for(bind(entry, {}), tensors), lambda z: entry.function(z, **fixed | learned))


@pytest.mark.parametrize("name", LEARNABLE)
def test_each_unit_may_have_learned_its_own(name: str) -> None:
    entry = BY_NAME[name]
    fixed = {knob.name: knob.default for knob in entry.parameters}
    learned = {knob.name: knob.default + numbers(UNITS).abs() for knob in entry.parameters if knob.learnable}
    assert_same(layers_for(bind(entry, {}), learned), lambda z: entry.function(z, **fixed | learned))


@pytest.mark.parametrize("name", DRAWN)
def test_an_activations_own_network_is_in_the_script(name: str) -> None:
    activation = bind(BY_NAME[name], {})
    role = activation.activation.in_layer
    assert role.draw is not None
    assert role.with_learned is not None
    apply = role.with_learned
    learned = dict(role.draw(UNITS, activation.params, torch.Generator().manual_seed(5)))
    assert_same(layers_for(activation, learned), lambda z: apply(z, learned))


def every_activation() -> list[ScriptLayer]:
    """One network with every activation of the catalogue in a layer of its own, and two expressions."""
    layers: list[ScriptLayer] = []
    width = 2
    for activation in (*(bind(entry, {}) for entry in CATALOGUE), *map(read, EXPRESSIONS[:2])):
        role = activation.activation.in_layer
        pre = UNITS * role.takes(activation.params)
        layers.append(ScriptLayer(activation=activation, tensors={"W": numbers(width, pre), "b": numbers(pre)}))
        width = UNITS * role.gives
    return [*layers, ScriptLayer(activation=None, tensors={"W": numbers(width, 1), "b": [0.25]})]


def test_the_script_runs_on_its_own_and_answers_the_lines_that_it_reads(tmp_path: Path) -> None:
    layers = [
        ScriptLayer(activation=read("mish"), tensors={"W": numbers(2, 4).tolist(), "b": numbers(4).tolist()}),
        ScriptLayer(activation=read("x*cos(w*x)|w=2"), tensors={"W": numbers(4, 3), "b": numbers(3)}),
        ScriptLayer(activation=None, tensors={"W": numbers(3, 2), "b": numbers(2)}),
    ]
    script = torch_script(trained(layers))
    lines = "".join(f"{x!r},{y!r}\n" for x, y in POINTS.tolist())
    answers = run_as_program(script, tmp_path, lines).numbers(2)
    torch.testing.assert_close(answers, run_here(script)(POINTS), rtol=1e-15, atol=1e-15)
    assert run_as_program(script, tmp_path, "\n").numbers(2).shape == (5, 2)


def test_every_activation_fits_into_one_script_that_is_formatted(tmp_path: Path) -> None:
    script = torch_script(trained(every_activation()))
    assert "Activation(" not in script
    assert run_here(script)(POINTS).shape == (9, 1)
    path = tmp_path / "network.py"
    path.write_text(script, encoding="utf-8")
    for check in (["format", "--check"], ["check", "--select=E,F,I,W", "--ignore=E501"]):
        command = [sys.executable, "-m", "ruff", *check, "--isolated", "--line-length=120", str(path)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        assert done.returncode == 0, done.stdout + done.stderr
    assert max(map(len, script.splitlines())) <= 120


def test_imports_torch_and_pythons_own_library_alone() -> None:
    lines = torch_script(trained(every_activation())).splitlines()
    packages = {line.split()[1].partition(".")[0] for line in lines if line.startswith(("import ", "from "))}
    assert packages - sys.stdlib_module_names == {"torch"}


def test_one_expression_in_two_layers_is_written_once() -> None:
    layers = [
        ScriptLayer(activation=read(f"x*sigmoid(b*x)|b={b}"), tensors={"W": numbers(2, 2), "b": numbers(2)})
        for b in (1, 2)
    ]
    script = torch_script(
        trained([*layers, ScriptLayer(activation=None, tensors={"W": numbers(2, 1), "b": numbers(1)})])
    )
    assert script.count("def expression_") == 1
    assert "expression_1(z, b=2.0)" in script
    z = POINTS
    for layer in layers:
        assert layer.activation is not None
        z = layer.activation(z @ torch.as_tensor(layer.tensors["W"]) + torch.as_tensor(layer.tensors["b"]))
    torch.testing.assert_close(run_here(script)(POINTS), z @ numbers(2, 1) + numbers(1), rtol=1e-12, atol=1e-12)


def test_numbers_are_kept_to_the_last_digit_and_beyond_the_finite() -> None:
    weights = [[0.1, 1 / 3, 1e-300], [5e-324, -0.0, 1.7976931348623157e308]]
    layers = [ScriptLayer(activation=None, tensors={"W": weights, "b": [torch.inf, -torch.inf, torch.nan]})]
    names: dict[str, Any] = {}
    exec(torch_script(trained(layers)), names)  # noqa: S102  it is the script that is tested
    assert torch.equal(names["W_1"], torch.tensor(weights, dtype=torch.float64))
    assert str(names["b_1"].tolist()) == "[inf, -inf, nan]"


def test_a_network_without_hidden_layers_is_a_script_too() -> None:
    weights, bias = numbers(2, 1), numbers(1)
    script = torch_script(trained([ScriptLayer(activation=None, tensors={"W": weights, "b": bias})]))
    torch.testing.assert_close(run_here(script)(POINTS), POINTS @ weights + bias, rtol=1e-15, atol=1e-15)

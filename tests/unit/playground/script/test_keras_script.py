"""A Keras script is Python that builds the network; where Keras is installed, its numbers are the network's."""

import ast
from typing import Any

import pytest
import torch

from app.activations.bound import bind
from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.playground.plan import Plan
from app.playground.script.keras_script import keras_script
from app.playground.script.script import torch_script
from app.playground.script.trained import TrainedNetwork
from app.playground.script.weights import trained_network
from app.playground.training import Run
from tests.unit.playground.script.running import run_here, trained
from tests.unit.playground.script.test_onnx_model import learned_by
from tests.unit.playground.script.test_script import POINTS, UNITS, layers_for, numbers
from tests.unit.sentences import assert_one_sentence

# a network of its own, noise of its own, and one that is something else in Keras
WITHOUT = {"aprelu", "gumbel_softmax", "sparsemax"}
WRITTEN = [entry for entry in CATALOGUE if entry.name not in WITHOUT]
DATA: tuple[dict[str, object], ...] = (
    {"name": "iris"},
    {"name": "diabetes"},
    {"name": "spiral", "features": ["x", "x2", "xy", "sin_x", "r"], "standardise": "yes"},
)


def of_plan(data: dict[str, object], network: dict[str, object] | None = None) -> tuple[TrainedNetwork, Run]:
    """A network that has learned for two epochs."""
    plan = Plan.model_validate({"data": data, "network": network or {}})
    run = Run(plan)
    run.train_epochs(2)
    return trained_network(plan, [{name: part[0] for name, part in own.items()} for own in run.tensors()]), run


def names_of_calls(script: str) -> set[str]:
    """What a script calls, as it is written."""
    return {ast.unparse(node.func) for node in ast.walk(ast.parse(script)) if isinstance(node, ast.Call)}


def test_every_activation_is_python_with_the_layers_of_the_network() -> None:
    for entry in WRITTEN:
        activation = bind(entry, {})
        script = keras_script(trained(layers_for(activation, learned_by(activation))))
        assert {"keras.Input", "keras.layers.Dense", "keras.Model", "dense_2.set_weights"} <= names_of_calls(script)


@pytest.mark.parametrize(("reference", "written"), [("relu", "relu"), ("silu", "silu"), ("log_softmax", None)])
def test_an_activation_has_its_own_name_in_keras(reference: str, written: str | None) -> None:
    script = keras_script(trained(layers_for(read(reference))))
    assert (f'activation="{written}"' in script) == (written is not None)


def test_points_are_standardised_and_features_taken_by_layers() -> None:
    iris, diabetes, spiral = (keras_script(of_plan(data)[0]) for data in DATA)
    assert "keras.layers.Normalization(mean=MEAN, variance=DEVIATION ** 2)" in iris
    assert "keras.layers.Rescaling" not in iris
    assert "keras.layers.Rescaling(" in diabetes
    assert "keras.layers.Lambda(features)" in spiral


NORMALISED: dict[str, object] = {
    "hidden": [
        {"units": 4, "activation": "silu", "normalisation": "batch", "use_bias": False},
        {"units": 3, "activation": "elu", "normalisation": "layer"},
    ],
    "bias_init": "normal(1)",
}


def test_layers_without_biases_and_with_normalisation_are_layers_of_keras() -> None:
    script = keras_script(of_plan({"name": "iris"}, NORMALISED)[0])
    assert "keras.layers.Dense(4, use_bias=False)" in script
    assert "normalise_1 = keras.layers.BatchNormalization(epsilon=1e-05)" in script
    assert "normalise_1.set_weights([scale_1, shift_1, mean_1, variance_1])" in script
    assert "normalise_2.set_weights([scale_2, shift_2])" in script


@pytest.mark.parametrize("reference", ["x*tanh(x)", *sorted(WITHOUT)])
def test_what_keras_has_no_code_for_is_said(reference: str) -> None:
    activation = read(reference)
    with pytest.raises(ValueError, match=r"^Keras has no code for what .* does after training; ") as refusal:
        keras_script(trained(layers_for(activation, learned_by(activation))))
    assert_one_sentence(str(refusal.value))


def test_what_each_unit_has_learned_is_refused() -> None:
    layers = layers_for(read("prelu"), {"alpha": numbers(1, UNITS)})
    with pytest.raises(ValueError, match=r"^Keras has no code for prelu with one alpha a unit; "):
        keras_script(trained(layers))


# Keras's own, of numpy 2
@pytest.mark.filterwarnings("ignore:__array__ implementation:DeprecationWarning")
def test_keras_computes_what_the_network_computes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KERAS_BACKEND", "torch")
    keras = pytest.importorskip("keras", reason="Keras is not installed: no script for it is run")
    asked = [(trained(layers_for(bind(entry, {}), learned_by(bind(entry, {})))), POINTS) for entry in WRITTEN]
    asked += [
        (network, run.data.test.x) for network, run in (*map(of_plan, DATA), of_plan({"name": "iris"}, NORMALISED))
    ]
    for network, points in asked:
        names: dict[str, Any] = {"__name__": "builtins"}
        exec(compile(keras_script(network), "network_keras.py", "exec"), names)  # noqa: S102  it is what is tested
        single = points.to(torch.float32)
        answer = torch.tensor(keras.ops.convert_to_numpy(names["build"]()(single.numpy())).tolist()).double()
        expected = run_here(torch_script(network))(single.double())
        torch.testing.assert_close(answer, expected, rtol=1e-5, atol=1e-5)

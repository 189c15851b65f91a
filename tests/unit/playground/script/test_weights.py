"""Weights from outside are those of the plan, or are refused with a sentence that says what is wrong."""

from typing import Any

import pytest
import torch

from app.playground.plan_data import classes_of
from app.playground.script.script import torch_script
from app.playground.script.weights import script_layers
from app.playground.training import Run
from tests.unit.playground.runs import forward_of, plan_of, run_of
from tests.unit.playground.script.running import run_here, trained
from tests.unit.sentences import assert_one_sentence

PLAN = plan_of("3:prelu", "2:maxout(k=2)", data="blobs")


def weights_of(run: Run, *, flat: bool = False) -> list[dict[str, Any]]:
    """The weights of the first network of `run` in lists; a row without its outer brackets where `flat`."""
    return [
        {
            name: tensor[0, 0].tolist() if flat and tensor.shape[1] == 1 else tensor[0].tolist()
            for name, tensor in tensors.items()
        }
        for tensors in run.tensors()
    ]


@pytest.mark.parametrize("flat", [False, True])
@pytest.mark.parametrize("layers", [(), ("3:prelu", "2:maxout(k=2)"), ("2:aprelu", "1:crelu", "1:x*b|b=2")])
def test_the_weights_of_a_run_are_taken_as_they_are(layers: tuple[str, ...], flat: bool) -> None:
    run = Run(plan_of(*layers, data="three_spirals", init="normal(1)"))
    found = script_layers(run.plan, weights_of(run, flat=flat))
    assert [layer.activation for layer in found] == [layer.activation for layer in run.network.layers]
    for layer, tensors in zip(found, run.tensors(), strict=True):
        assert set(layer.tensors) == set(tensors)
        for name, tensor in tensors.items():
            assert torch.equal(torch.as_tensor(layer.tensors[name]), tensor[0])
    assert "def network" in torch_script(trained(found))


@pytest.mark.parametrize(
    ("layers", "network"),
    [
        (("4:tanh;use_bias=false", "3:prelu"), {"output_use_bias": False, "bias_init": "normal(1)"}),
        (("4:prelu;shared=false", "3:srelu;shared=false"), {}),
        (("4:tanh;normalisation=batch", "2:maxout;normalisation=layer;use_bias=false"), {"data": "blobs"}),
    ],
)
def test_the_script_of_a_run_answers_what_its_network_answers(layers: tuple[str, ...], network: dict[str, Any]) -> None:
    run = run_of(*layers, **network)
    run.train_epochs(3)
    x = run.data.test.x
    answer = run_here(torch_script(trained(script_layers(run.plan, weights_of(run)))))(x)
    torch.testing.assert_close(answer, forward_of(run, x).answer[0], rtol=1e-12, atol=1e-12)


def test_a_learned_number_may_stand_alone() -> None:
    weights = weights_of(Run(PLAN))
    weights[0]["alpha"] = 0.125
    (first, *_) = script_layers(PLAN, weights)
    assert torch.as_tensor(first.tensors["alpha"]).tolist() == [[0.125]]


@pytest.mark.parametrize(
    ("layer", "changed", "sentence"),
    [
        (0, {"W": [[1, 2, 3]]}, "W of layer 0 has the shape (1, 3), but the plan asks for (2, 3)."),
        (1, {"b": [1, 2]}, "b of layer 1 has the shape (2,), but the plan asks for (1, 4)."),
        (0, {"W": [[1, 2, 3], [4, 5]]}, "W of layer 0 is not an array: its rows differ in length."),
        (0, {"W": [1, 2, 3, 4, 5, 6]}, "W of layer 0 has the shape (6,), but the plan asks for (2, 3)."),
        (0, {"alpha": [0.1, 0.2]}, "alpha of layer 0 has the shape (2,), but the plan asks for (1, 1)."),
        (2, {"b": [[[0, 0, 0]]]}, "b of layer 2 has the shape (1, 1, 3), but the plan asks for (1, 3)."),
        (1, {"alpha": 1}, "Layer 1 of weights has W, alpha, b, but it needs W, b."),
        (2, {"b": [0, 0, 0], "c": 1}, "Layer 2 of weights has W, b, c, but it needs W, b."),
        (1, {"shift": [0] * 4}, "Layer 1 of weights has W, b, shift, but it needs W, b."),
        (0, {"beta": 1}, "Layer 0 of weights has W, alpha, b, beta, but it needs W, alpha, b."),
    ],
)
def test_weights_of_another_network_are_refused(layer: int, changed: dict[str, Any], sentence: str) -> None:
    plan = plan_of("3:prelu", "2:maxout(k=2)", data="three_spirals")
    weights = weights_of(Run(plan))
    weights[layer] |= changed
    with pytest.raises(ValueError, match=r"[Ll]ayer") as refusal:
        script_layers(plan, weights)
    assert str(refusal.value) == sentence
    assert_one_sentence(sentence)


def test_no_variance_is_below_0() -> None:
    run = run_of("2:tanh;normalisation=batch")
    weights = weights_of(run, flat=True)
    weights[0]["variance"] = [1.0, -0.5]
    with pytest.raises(ValueError, match=r"^variance of layer 0 has a number below 0, which no variance is\.$"):
        script_layers(run.plan, weights)


def test_a_layer_without_weights_is_missed() -> None:
    weights = weights_of(Run(PLAN))
    with pytest.raises(ValueError, match=r"^weights has 2 layers, but the network of the plan has 3\.$"):
        script_layers(PLAN, weights[:-1])
    weights[1].clear()
    with pytest.raises(ValueError, match=r"^Layer 1 of weights has nothing, but it needs W, b\.$"):
        script_layers(PLAN, weights)


@pytest.mark.parametrize(
    ("plan", "classes"),
    [
        (plan_of(data="xor"), 2),
        (plan_of(data="three_spirals"), 3),
        (plan_of(data="blobs"), 5),
        (plan_of(data="ripple"), None),
        (plan_of(samples=[[0, 0, 0], [1, 1, 3]]), 2),
    ],
)
def test_a_plan_tells_its_classes_without_drawing_its_points(plan: Any, classes: int | None) -> None:
    assert classes_of(plan.data) == classes == Run(plan).data.train.classes

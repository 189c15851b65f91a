"""An ONNX model computes what the network computes, for every activation, by another runtime."""

import json
from functools import partial

import numpy as np
import onnx
import onnxruntime
import pytest
import torch
from torch import Tensor, nn

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.playground.plan import Plan
from app.playground.script.onnx_model import LayerModule, exported, onnx_model
from app.playground.script.script import torch_script
from app.playground.script.trained import ScriptLayer
from app.playground.script.weights import trained_network
from app.playground.training import Run
from tests.unit.playground.script.running import run_here, trained
from tests.unit.playground.script.test_script import POINTS, UNITS, layers_for, numbers

EXPRESSIONS = ("x*sigmoid(b*x)|b=1.7", "x*tanh(softplus(x))", "where(x > 0, x, x/10) - abs(x)**2")
# float32 of numbers near 1
SINGLE = partial(torch.testing.assert_close, rtol=2e-6, atol=2e-6)


def learned_by(activation: BoundActivation) -> dict[str, Tensor]:
    """What a layer of UNITS with `activation` may have learned, not where it began."""
    entry = activation.activation
    if entry.in_layer.draw is not None:
        return dict(entry.in_layer.draw(UNITS, activation.params, torch.Generator().manual_seed(5)))
    return {knob.name: torch.tensor([[knob.default + 0.1]]) for knob in entry.parameters if knob.learnable}


def answer_of(model: bytes, points: Tensor) -> Tensor:
    """What ONNX Runtime answers, in float64."""
    options = onnxruntime.SessionOptions()
    # threads of its own wait for work by turning on the spot
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(model, options, providers=["CPUExecutionProvider"])
    (answer,) = session.run(["answer"], {"points": points.to(torch.float32).numpy()})
    assert isinstance(answer, np.ndarray)
    assert answer.dtype == np.float32
    return torch.from_numpy(answer).double()


class SideBySide(nn.Module):
    """Networks of one shape, their answers in a row: to write them one by one takes a second for each."""

    def __init__(self, networks: list[list[ScriptLayer]]) -> None:
        super().__init__()
        self.networks = nn.ModuleList(nn.Sequential(*map(LayerModule, layers)) for layers in networks)

    def forward(self, x: Tensor) -> Tensor:
        """The answers of all."""
        return torch.cat([network(x) for network in self.networks], dim=-1)


def test_every_activation_is_computed_alike() -> None:
    activations = [*(bind(entry, {}) for entry in CATALOGUE), *map(read, EXPRESSIONS)]
    networks = [layers_for(activation, learned_by(activation)) for activation in activations]
    model = exported(SideBySide(networks), inputs=2)
    answers = answer_of(model.SerializeToString(), POINTS).split(3, dim=-1)
    # as float32 has the points, so that a step is on the same side
    points = POINTS.to(torch.float32).double()
    for activation, layers, answer in zip(activations, networks, answers, strict=True):
        expected = run_here(torch_script(trained(layers)))(points)
        SINGLE(answer, expected, msg=lambda said, name=activation.reference: f"{name}: {said}")


@pytest.mark.parametrize(
    "data",
    [
        {"name": "iris"},
        {"name": "diabetes"},
        {"name": "spiral", "features": ["x2", "y2", "sin_y", "r"], "standardise": "yes"},
    ],
)
def test_points_are_taken_in_the_units_of_the_data(data: dict[str, object]) -> None:
    plan = Plan.model_validate({"data": data})
    run = Run(plan)
    run.train_epochs(2)
    network = trained_network(plan, [{name: part[0] for name, part in own.items()} for own in run.tensors()])
    content = onnx_model(network)
    # the origin is where torch.hypot has no quotient
    points = torch.cat([run.data.test.x, torch.zeros(1, len(network.columns), dtype=torch.float64)])
    expected = run_here(torch_script(network))(points.to(torch.float32).double())
    torch.testing.assert_close(answer_of(content, points), expected, rtol=1e-5, atol=1e-5)
    properties = {entry.key: json.loads(entry.value) for entry in onnx.load_from_string(content).metadata_props}
    names = network.class_names
    assert properties == {"columns": list(network.columns), "class_names": names and list(names)}
    assert b".py" not in content


def test_layers_without_biases_and_with_normalisation_are_computed_alike() -> None:
    told = ({"normalisation": "batch", "use_bias": False}, {"normalisation": "layer"}, {"shared": False})
    hidden = [{"units": 4, "activation": "prelu", **own} for own in told]
    plan = Plan.model_validate({"network": {"hidden": hidden, "output_use_bias": False, "bias_init": "normal(1)"}})
    run = Run(plan)
    run.train_epochs(2)
    network = trained_network(plan, [{name: part[0] for name, part in own.items()} for own in run.tensors()])
    points = run.data.test.x.to(torch.float32).double()
    expected = run.network.forward(points[None], run.tensors()).answer[0]
    torch.testing.assert_close(run_here(torch_script(network))(points), expected, rtol=1e-12, atol=1e-12)
    torch.testing.assert_close(answer_of(onnx_model(network), points), expected, rtol=1e-5, atol=1e-5)


def test_what_torch_cannot_express_is_said() -> None:
    layers = [
        ScriptLayer(activation=read("2**x"), tensors={"W": numbers(2, 1), "b": numbers(1)}),
        ScriptLayer(activation=None, tensors={"W": numbers(1, 1), "b": numbers(1)}),
    ]
    with pytest.raises(ValueError, match=r"^torch\.onnx makes no valid model of one of these activations; .*\.$"):
        onnx_model(trained(layers))

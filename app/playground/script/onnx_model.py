"""A trained network as an ONNX model, written by torch's own exporter."""

import gc
import json
import logging
import warnings
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from app.playground.data.features import features_of
from app.playground.network.gradient import RECORDING
from app.playground.network.layer import answer
from app.playground.network.normalisation import EPSILON
from app.playground.script.trained import ScriptLayer, TrainedNetwork

POINTS, ANSWER = "points", "answer"
"""What the input and the output of a model are called."""

_OPSET = 18

# each step that they take is no news, nor what they lack for operations of other packages
for _package in ("torch.onnx", "onnxscript", "onnx_ir"):
    logging.getLogger(_package).setLevel(logging.ERROR)
# torch's exporter says it of torch's own code
warnings.filterwarnings("ignore", r"`isinstance\(treespec, LeafSpec\)` is deprecated", FutureWarning)


def can_write_onnx() -> bool:
    """Whether the packages that torch's exporter needs are installed."""
    return find_spec("onnxscript") is not None


def onnx_model(trained: TrainedNetwork) -> bytes:
    """The content of `network.onnx`: points (n, columns) in the units of the data → (n, outputs), in float32.

    Its properties `columns` and `class_names` are lists as JSON, the latter null for a regression. It takes a second of
    computing, and other recordings wait meanwhile. Raises ValueError, with a sentence, where torch cannot express the
    network in ONNX.
    """
    import onnx  # noqa: PLC0415  an extra, which takes time to load

    model = exported(_Module(trained), len(trained.columns))
    del model.metadata_props[:]
    properties = {"columns": list(trained.columns), "class_names": trained.class_names}
    onnx.helper.set_model_props(model, {name: json.dumps(value) for name, value in properties.items()})
    return model.SerializeToString()


def exported(module: nn.Module, inputs: int) -> Any:  # noqa: ANN401  an onnx.ModelProto, which only the extra knows
    """`module`, which takes (n, inputs), as a checked model of ONNX in float32. Raises as `onnx_model` does."""
    import onnx  # noqa: PLC0415

    points = torch.zeros(2, inputs)
    with RECORDING, torch.inference_mode(mode=False):
        try:
            program = torch.onnx.export(
                module.to(torch.float32).eval(),
                (points,),
                dynamo=True,
                verbose=False,
                opset_version=_OPSET,
                input_names=[POINTS],
                output_names=[ANSWER],
                dynamic_shapes=({0: torch.export.Dim("n")},),
                custom_translation_table={torch.ops.aten.hypot.default: _hypot},
            )
            if program is None:
                raise RuntimeError("torch.onnx has written nothing")
            model = program.model_proto
            onnx.checker.check_model(model, full_check=True)
        except (
            torch.onnx.errors.OnnxExporterError,
            onnx.checker.ValidationError,
            onnx.shape_inference.InferenceError,
        ) as error:
            raise ValueError(
                "torch.onnx makes no valid model of one of these activations; choose the torch script."
            ) from error
    _keep_tables()
    for part in _parts(model):
        # they say where the program stands on this machine
        del part.metadata_props[:]
    return model


@cache
def _keep_tables() -> None:
    """Keep what the exporter has loaded out of the garbage collector's sight, for as long as the process lives.

    To look through its tables anew with every second export takes 65 ms, in which nobody else is served.
    """
    gc.collect()
    gc.freeze()


def _parts(model: Any) -> Iterator[Any]:  # noqa: ANN401
    """Everything in `model` that the exporter leaves remarks on."""
    for graph in (model.graph, *model.functions):
        yield from (graph, *graph.node, *graph.value_info)
    yield from (*model.graph.input, *model.graph.output, *model.graph.initializer)


def _hypot(self: Any, other: Any) -> Any:  # noqa: ANN401  values of a graph; torch calls its arguments so
    """torch.hypot, for which torch's exporter has no translation: the larger one times √(1 + (smaller / larger)²)."""
    from onnxscript import opset18 as op  # noqa: PLC0415

    first, second = op.Abs(self), op.Abs(other)
    larger, smaller = op.Max(first, second), op.Min(first, second)
    zero = op.Sub(larger, larger)
    share = op.Div(smaller, op.Where(op.Greater(larger, zero), larger, op.Exp(zero)))
    return op.Mul(larger, op.Sqrt(op.Add(op.Exp(zero), op.Mul(share, share))))


class _Module(nn.Module):
    """A trained network as a module: (n, columns) → (n, outputs)."""

    def __init__(self, trained: TrainedNetwork) -> None:
        super().__init__()
        scaling = trained.scaling
        self._features = scaling.features
        self._target = (scaling.middle, scaling.half) if scaling.changes_targets else None
        self._is_standardised = scaling.is_standardised
        self.register_buffer("mean", scaling.mean.clone())
        self.register_buffer("deviation", scaling.deviation.clone())
        self.layers = nn.ModuleList(LayerModule(layer) for layer in trained.layers)

    def forward(self, x: Tensor) -> Tensor:
        """The output for points in the units of the data."""
        if self._features is not None:
            x = features_of(x, self._features)
        if self._is_standardised:
            x = (x - self.get_buffer("mean")) / self.get_buffer("deviation")
        for layer in self.layers:
            x = layer(x)
        return x if self._target is None else self._target[0] + self._target[1] * x


class LayerModule(nn.Module):
    """A layer as it is after training: (n, in) → (n, outputs)."""

    def __init__(self, layer: ScriptLayer) -> None:
        super().__init__()
        self._activation = layer.activation
        self._learned = tuple(layer.learned)
        self._normalisation = tuple(layer.normalisation)
        self._has_bias = layer.bias is not None
        biases = () if layer.bias is None else (("b", layer.bias),)
        for name, tensor in {"W": layer.weights, **dict(biases), **layer.normalisation, **layer.learned}.items():
            self.register_buffer(name, tensor.clone())

    def forward(self, x: Tensor) -> Tensor:
        """What the layer answers."""
        z = x @ self.get_buffer("W")
        if self._has_bias:
            z = z + self.get_buffer("b")
        if self._normalisation:
            z = self._normalised(z)
        if self._activation is None:
            return z
        return answer(self._activation, z, {name: self.get_buffer(name) for name in self._learned})

    def _normalised(self, z: Tensor) -> Tensor:
        """The sums normalised over the layer, or by the running means of batches."""
        scale, shift = self.get_buffer("scale"), self.get_buffer("shift")
        if "mean" in self._normalisation:
            mean, variance = self.get_buffer("mean"), self.get_buffer("variance")
            return F.batch_norm(z, mean, variance, scale, shift, eps=EPSILON)
        return F.layer_norm(z, scale.shape, scale, shift, eps=EPSILON)

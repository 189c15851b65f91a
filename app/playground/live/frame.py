"""A frame: what a training run shows at one moment, measured from the run; the first replica stands for all."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.playground.data.features import COORDINATES, FEATURES, features_of
from app.playground.live.diagnostics import LayerDiagnosis, diagnose
from app.playground.network.network import ForwardPass, Network
from app.playground.plane import BOUNDARY_SIDE, Plane, plane
from app.playground.scoring import Score
from app.playground.training import Run

MANY_UNITS = 96
_MIDDLE = 127


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitMaps:
    """What numbers are over the plane: bytes (n, rows, columns), and for each the size that byte 254 stands for.

    A value is (byte − 127) / 127 · scale. Rows run from the top to the bottom of the plane.
    """

    maps: Tensor
    scales: list[float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Curves:
    """What a network of one input answers along its line, (shades, 256), and each output of a hidden layer, (n, 256).

    Of a regression it is the target in the units of the data, else the probability of each class, or of class 1.
    """

    answer: Tensor
    layers: list[Tensor]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """A moment of a run.

    `boundary` is the answer over the plane in bytes, (shades, rows, columns), one row for a line, of which `curves`
    has the numbers; `answers` has the class or the target, in the units of the data, that it gives each of the points
    that it is judged by, (N,), and `confusion` counts them by class and answer. Each of `weights` has every tensor of a
    layer of the first replica, and each of `gradients` the gradient of its mean training loss by the weights W of a
    layer.
    """

    score: Score
    boundary: Tensor
    curves: Curves | None
    units: list[UnitMaps]
    weights: list[dict[str, Tensor]]
    gradients: list[Tensor]
    layers: list[LayerDiagnosis]
    answers: Tensor
    confusion: list[list[int]] | None


def take_frame(run: Run, over: Plane | None = None) -> Frame:
    """What `run` shows now, over a plane that is usually that of its data."""
    first = run.parameters.first_network()
    boundary, units, curves = _maps(run, first, over or run.plane)
    answers = _answers(run, first)
    layers, gradients = diagnose(run.network, run.loss, run.parameters, run.train)
    return Frame(
        score=run.score(),
        boundary=boundary,
        curves=curves,
        units=units,
        # copies, as the run goes on in the same memory
        weights=[{name: tensor[0].clone() for name, tensor in tensors.items()} for tensors in first],
        gradients=gradients,
        layers=layers,
        answers=answers,
        confusion=_confusion(run, answers),
    )


def input_maps(run: Run, over: Plane | None = None) -> UnitMaps:
    """What the inputs of a network are over a plane, usually that of its data, as it takes them."""
    shape = (over or run.plane).shape(BOUNDARY_SIDE)
    points = run.map_points(BOUNDARY_SIDE, within=over)[0].view(*shape, -1)
    return _every(run.network, points)


def feature_maps(run: Run) -> UnitMaps | None:
    """What each feature is over the plane of the data, in its own units; None where points have no two coordinates."""
    if len(run.data.train.columns) != len(COORDINATES):
        return None
    points = plane("cpu", BOUNDARY_SIDE, torch.float64, run.plane).view(*run.plane.shape(BOUNDARY_SIDE), -1)
    return _every(run.network, features_of(points, tuple(FEATURES)))


def map_side(network: Network) -> int:
    """Points along each side of a unit's map."""
    outputs = sum(layer.outputs for layer in network.hidden)
    return BOUNDARY_SIDE // (2 if outputs <= MANY_UNITS else 4)


def _maps(run: Run, first: Sequence[dict[str, Tensor]], over: Plane) -> tuple[Tensor, list[UnitMaps], Curves | None]:
    # float32: a picture shows no more, and takes half the time
    tensors = [{name: tensor.float() for name, tensor in own.items()} for own in first]
    with torch.inference_mode():
        forward = run.network.forward(run.map_points(BOUNDARY_SIDE, within=over), tensors)
        shade = run.loss.shade(forward.answer[0])  # (rows·columns, shades)
        boundary = (shade.nan_to_num(0.5) * 255).round().to(torch.uint8)
        shape = over.shape(BOUNDARY_SIDE)
        units = [_every(run.network, h[0].view(*shape, -1)) for h in forward.h[:-1]]
        curves = _curves(run, forward, shade) if over.is_line else None
        return boundary.T.reshape(-1, *shape), units, curves


def _every(network: Network, values: Tensor) -> UnitMaps:
    """Maps of those values (rows, columns, n) that a unit's map has of the map of answers."""
    stride = BOUNDARY_SIDE // map_side(network)
    return _unit_maps(values[::stride, ::stride])


def _unit_maps(h: Tensor) -> UnitMaps:
    """The outputs of a layer over the plane, (rows, columns, n), as bytes."""
    values = h.permute(2, 0, 1).nan_to_num(0.0)
    scales = values.abs().amax(dim=(1, 2)).clamp(min=torch.finfo(values.dtype).tiny, max=1e30)
    quantised = values / scales[:, None, None] * _MIDDLE + _MIDDLE
    return UnitMaps(maps=quantised.round().clamp(0, 254).to(torch.uint8).contiguous(), scales=scales.tolist())


def _curves(run: Run, forward: ForwardPass, shade: Tensor) -> Curves:
    """The numbers along the line of one input."""
    scaling = run.scaling
    answer = scaling.middle + scaling.half * forward.answer[0] if run.loss.classes is None else shade
    return Curves(answer=answer.T.contiguous(), layers=[h[0].T.contiguous() for h in forward.h[:-1]])


def _answers(run: Run, first: Sequence[dict[str, Tensor]]) -> Tensor:
    """The class, or the target in the units of the data, that each of the points gets that judge the run, (N,)."""
    with torch.inference_mode():
        answer = run.network.forward(run.judged_by.x[None], first).answer[0]
    if run.loss.classes is None:
        return run.scaling.middle + run.scaling.half * answer[:, 0]
    return run.loss.decide(answer)


def _confusion(run: Run, decided: Tensor) -> list[list[int]] | None:
    classes = run.loss.classes
    if classes is None:
        return None
    pairs = run.judged_by.y.long() * classes + decided
    return torch.bincount(pairs, minlength=classes**2).view(classes, classes).tolist()

"""A frame: what a training run shows at one moment, measured from the run; the first replica stands for all."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.playground.live.diagnostics import LayerDiagnosis, diagnose
from app.playground.network.network import Network
from app.playground.plane import BOUNDARY_SIDE
from app.playground.scoring import Score
from app.playground.training import Run

MANY_UNITS = 96
_MIDDLE = 127


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class UnitMaps:
    """What each output of a layer answers over the plane: bytes (n, side, side), and the size that byte 254 stands for.

    A value is (byte − 127) / 127 · scale. Rows run from the top to the bottom of the plane.
    """

    maps: Tensor
    scales: list[float]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Frame:
    """A moment of a run.

    `boundary` is the answer over the plane in bytes, (shades, 64, 64); `confusion` counts the points
    that a network is judged by, by class and answer. Each of `weights` has every tensor of a layer of the first
    replica, and each of `gradients` the gradient of its mean training loss by the weights W of a layer.
    """

    score: Score
    boundary: Tensor
    units: list[UnitMaps]
    weights: list[dict[str, Tensor]]
    gradients: list[Tensor]
    layers: list[LayerDiagnosis]
    confusion: list[list[int]] | None


def take_frame(run: Run) -> Frame:
    """What `run` shows now."""
    first = run.parameters.first_network()
    boundary, units = _maps(run, first)
    layers, gradients = diagnose(run.network, run.loss, run.parameters, run.train)
    return Frame(
        score=run.score(),
        boundary=boundary,
        units=units,
        # copies, as the run goes on in the same memory
        weights=[{name: tensor[0].clone() for name, tensor in tensors.items()} for tensors in first],
        gradients=gradients,
        layers=layers,
        confusion=_confusion(run, first),
    )


def map_side(network: Network) -> int:
    """Points along each side of a unit's map."""
    outputs = sum(layer.outputs for layer in network.hidden)
    return BOUNDARY_SIDE // (2 if outputs <= MANY_UNITS else 4)


def _maps(run: Run, first: Sequence[dict[str, Tensor]]) -> tuple[Tensor, list[UnitMaps]]:
    # float32: a picture shows no more, and takes half the time
    tensors = [{name: tensor.float() for name, tensor in own.items()} for own in first]
    with torch.inference_mode():
        forward = run.network.forward(run.map_points(BOUNDARY_SIDE), tensors)
        shade = run.loss.shade(forward.answer[0])  # (side·side, shades)
        boundary = (shade.nan_to_num(0.5) * 255).round().to(torch.uint8)
        boundary = boundary.T.reshape(-1, BOUNDARY_SIDE, BOUNDARY_SIDE)
        stride = BOUNDARY_SIDE // map_side(run.network)
        return boundary, [_unit_maps(h[0], stride) for h in forward.h[:-1]]


def _unit_maps(h: Tensor, stride: int) -> UnitMaps:
    """The outputs of a layer over the plane, (side·side, n), as bytes."""
    values = h.view(BOUNDARY_SIDE, BOUNDARY_SIDE, -1)[::stride, ::stride].permute(2, 0, 1).nan_to_num(0.0)
    scales = values.abs().amax(dim=(1, 2)).clamp(min=torch.finfo(values.dtype).tiny, max=1e30)
    quantised = values / scales[:, None, None] * _MIDDLE + _MIDDLE
    return UnitMaps(maps=quantised.round().clamp(0, 254).to(torch.uint8).contiguous(), scales=scales.tolist())


def _confusion(run: Run, first: Sequence[dict[str, Tensor]]) -> list[list[int]] | None:
    classes = run.loss.classes
    if classes is None:
        return None
    with torch.inference_mode():
        decided = run.loss.decide(run.network.forward(run.judged_by.x[None], first).answer)[0]
        pairs = run.judged_by.y.long() * classes + decided
        return torch.bincount(pairs, minlength=classes**2).view(classes, classes).tolist()

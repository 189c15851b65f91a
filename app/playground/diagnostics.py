"""What happens inside a network at one moment: gradients, dead and saturated units, pre-activations."""

import math
from collections.abc import Mapping
from dataclasses import dataclass

import torch
from torch import Tensor

from app.playground.layer import Layer
from app.playground.losses import Loss
from app.playground.network import Network, Parameters
from app.playground.samples import Samples

SATURATED_BELOW = 0.01
"""Where the gradient of an activation is smaller than this, it counts as saturated."""

BINS = 40
_REACHES = (1.0, 2.0, 3.0, 6.0, 12.0, 25.0, 50.0, 100.0, 1e3, 1e4, 1e6)
_INSIDE = 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class Histogram:
    """How often pre-activations fall into each of 40 bins over −reach…reach, the outer ones with what lies beyond."""

    reach: float
    counts: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerDiagnosis:
    """One layer of the first replica, over all training points.

    `gradient_norm` is that of its weights and biases. `dead` is the share of its outputs that let no gradient through
    for any point, and `dead_units` are their numbers; `saturated` is the share of slopes below 0.01 in size, None where
    units depend on one another. `learned` has the activation's learned numbers by name.
    """

    reference: str | None
    gradient_norm: float
    dead: float
    dead_units: list[int]
    saturated: float | None
    histogram: Histogram
    learned: Mapping[str, float]


def diagnose(network: Network, loss: Loss, parameters: Parameters, samples: Samples) -> list[LayerDiagnosis]:
    """A diagnosis of each layer of the first replica, the output last."""
    leaves = [tensor[:1].detach().requires_grad_() for tensor in parameters.split()]
    tensors = parameters.by_layer(leaves)
    with torch.enable_grad():
        activity = network.forward(samples.x[None], tensors)
        cost = loss.of(activity.answer, samples.y[None]).mean()
    slopes = torch.autograd.grad(cost, leaves, allow_unused=True)
    by_layer = parameters.by_layer(
        [torch.zeros_like(leaf) if s is None else s for leaf, s in zip(leaves, slopes, strict=True)]
    )
    return [
        _diagnose_layer(layer, tensors[number], by_layer[number], activity.z[number].detach())
        for number, layer in enumerate(network.layers)
    ]


def _diagnose_layer(
    layer: Layer, tensors: Mapping[str, Tensor], slopes: Mapping[str, Tensor], z: Tensor
) -> LayerDiagnosis:
    dead, saturated = _passing(layer, {name: tensor.detach() for name, tensor in tensors.items()}, z)
    learned = {name: float(tensors[name].item()) for name in layer.learnable}
    return LayerDiagnosis(
        reference=layer.reference(learned),
        gradient_norm=float(torch.sqrt(slopes["W"].square().sum() + slopes["b"].square().sum())),
        dead=float(dead.double().mean()),
        dead_units=dead.nonzero().flatten().tolist(),
        saturated=saturated,
        histogram=_histogram(z),
        learned=learned,
    )


def _passing(layer: Layer, tensors: Mapping[str, Tensor], z: Tensor) -> tuple[Tensor, float | None]:
    """Which outputs are dead, and the share of slopes that are saturated."""
    if layer.activation is None:
        return torch.zeros(layer.outputs, dtype=torch.bool), 0.0
    if not layer.is_elementwise:
        h = layer.activate(z, tensors)
        return (h.amax(dim=1) == h.amin(dim=1))[0].cpu(), None
    z = z.clone().requires_grad_()
    with torch.enable_grad():
        h = layer.activate(z, tensors)
    # a function without a slope, as a step has none, gives no graph to differentiate
    slope = torch.autograd.grad(h.sum(), z)[0] if h.requires_grad else torch.zeros_like(z)
    return (slope == 0).all(dim=1)[0].cpu(), float((slope.abs() < SATURATED_BELOW).double().mean())


def _histogram(z: Tensor) -> Histogram:
    values = z.flatten().cpu().nan_to_num(0.0)
    far = float(values.abs().kthvalue(math.ceil(_INSIDE * len(values))).values)
    reach = next((reach for reach in _REACHES if reach >= far), _REACHES[-1])
    counts = torch.histc(values.clamp(-reach, reach), bins=BINS, min=-reach, max=reach)
    return Histogram(reach=reach, counts=[int(count) for count in counts.tolist()])

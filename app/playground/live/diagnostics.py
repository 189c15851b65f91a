"""What happens inside a network at one moment: gradients, dead and saturated units, pre-activations."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import torch
from torch import Tensor

from app.playground.data.samples import Samples
from app.playground.losses import Loss
from app.playground.network.layer import NOTHING as AS_IT_IS
from app.playground.network.layer import Layer, Tensors
from app.playground.network.network import NOTHING, ForwardPass, Knob, Network, Parameters

SATURATED_BELOW = 0.01
"""Where the gradient of an activation is smaller than this, it counts as saturated."""

BINS = 40
_REACHES = (1.0, 2.0, 3.0, 6.0, 12.0, 25.0, 50.0, 100.0, 1e3, 1e4, 1e6)
_INSIDE = 0.99


@dataclass(frozen=True, slots=True, kw_only=True)
class PreActivationCounts:
    """How often pre-activations fall into each of 40 bins over −reach…reach, the outer ones with what lies beyond."""

    reach: float
    counts: list[int]


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerDiagnosis:
    """One layer of the first replica, over all training points.

    `gradient_norm` is that of its weights and biases. `dead` is the share of its outputs that let no gradient through
    for any point, and `dead_units` are their numbers; `saturated` is the share of slopes below 0.01 in size, None where
    units depend on one another. `learned` has the activation's learned numbers by name, of those that each unit has for
    itself their mean, and `beyond` the names of those that `reference` cannot say: it has the end of their range.
    """

    reference: str | None
    gradient_norm: float
    dead: float
    dead_units: list[int]
    saturated: float | None
    histogram: PreActivationCounts
    learned: Mapping[str, float]
    beyond: list[str]


def diagnose(
    network: Network, loss: Loss, parameters: Parameters, samples: Samples
) -> tuple[list[LayerDiagnosis], list[Tensor]]:
    """A diagnosis of each layer of the first replica, the output last, and the gradient by each of its weights.

    It is of the network as it answers, batches normalised by running means. A gradient is that of the mean loss over
    `samples`, (inputs, pre-activations).
    """
    first = parameters.first_network()
    forward, slopes = _differentiate(network, loss, first, samples)
    layers = [
        _diagnose_layer(layer, first[number], slopes[number], forward.z[number].detach())
        for number, layer in enumerate(network.layers)
    ]
    return layers, [own["W"][0] for own in slopes]


def gradient_norms(
    network: Network, loss: Loss, tensors: Sequence[Tensors], samples: Samples, knobs: Mapping[Knob, Tensor] = NOTHING
) -> Tensor:
    """The norm of the gradient of each layer's weights and biases, for R networks at once: (layers, R).

    `knobs` have the values (R, 1, 1) of parameters for which the plan's do not count.
    """
    _, slopes = _differentiate(network, loss, tensors, samples, knobs)
    return torch.stack([_norms(own) for own in slopes])


def dead_shares(
    network: Network, tensors: Sequence[Tensors], samples: Samples, knobs: Mapping[Knob, Tensor] = NOTHING
) -> Tensor:
    """The share of hidden outputs that let no gradient through for any of `samples`, for R networks at once: (R,).

    `knobs` have the values (R, 1, 1) of parameters for which the plan's do not count.
    """
    with torch.no_grad():
        z = network.forward(samples.x.expand(len(tensors[0]["W"]), -1, -1), tensors, knobs=knobs).z
    dead = [
        dead_outputs(layer, own, z[number], {knob.name: knobs[knob] for knob in knobs if knob.layer == number})
        for number, (layer, own) in enumerate(zip(network.hidden, tensors, strict=False))
    ]
    return torch.cat(dead, dim=1).double().mean(dim=1)


def _differentiate(
    network: Network, loss: Loss, tensors: Sequence[Tensors], samples: Samples, knobs: Mapping[Knob, Tensor] = NOTHING
) -> tuple[ForwardPass, list[dict[str, Tensor]]]:
    """What R networks do with `samples`, and the gradient of each network's mean loss by layer and name."""
    leaves = [{name: tensor.detach().requires_grad_() for name, tensor in own.items()} for own in tensors]
    flat = [leaf for own in leaves for leaf in own.values()]
    replicas = len(flat[0])
    with torch.enable_grad():
        forward = network.forward(samples.x.expand(replicas, -1, -1), leaves, knobs=knobs)
        cost = loss.of(forward.answer, samples.y.expand(replicas, -1)).mean(dim=-1).sum()
    slopes = iter(torch.autograd.grad(cost, flat, allow_unused=True, materialize_grads=True))
    return forward, [{name: next(slopes) for name in own} for own in leaves]


def _norms(slopes: Tensors) -> Tensor:
    """The norm over W and b, for each network: (R,)."""
    return torch.stack([slopes[name].square().sum(dim=(1, 2)) for name in ("W", "b") if name in slopes]).sum(0).sqrt()


def _diagnose_layer(layer: Layer, tensors: Tensors, slopes: Tensors, z: Tensor) -> LayerDiagnosis:
    dead = dead_outputs(layer, tensors, z)[0]
    learned = {name: float(tensors[name].mean()) for name in layer.learnable}
    return LayerDiagnosis(
        reference=layer.reference(learned),
        gradient_norm=float(_norms(slopes)),
        dead=float(dead.double().mean()),
        dead_units=dead.nonzero().flatten().tolist(),
        saturated=_saturated(layer, tensors, z),
        histogram=_counts(z),
        learned=learned,
        beyond=layer.beyond(learned),
    )


def dead_outputs(layer: Layer, tensors: Tensors, z: Tensor, knobs: Tensors = AS_IT_IS) -> Tensor:
    """Which outputs let no gradient through for any of the pre-activations z (R, B, n): (R, outputs)."""
    if layer.activation is None:
        return torch.zeros(len(z), layer.outputs, dtype=torch.bool)
    if layer.is_elementwise:
        return (_slopes_at(layer, tensors, z, knobs) == 0).all(dim=1)
    h = layer.activate(z, tensors, knobs=knobs)
    return h.amax(dim=1) == h.amin(dim=1)


def _saturated(layer: Layer, tensors: Tensors, z: Tensor) -> float | None:
    """The share of slopes that are saturated, None where units depend on one another."""
    if layer.activation is None:
        return 0.0
    if not layer.is_elementwise:
        return None
    return float((_slopes_at(layer, tensors, z).abs() < SATURATED_BELOW).double().mean())


def _slopes_at(layer: Layer, tensors: Tensors, z: Tensor, knobs: Tensors = AS_IT_IS) -> Tensor:
    """f′ at each of z, in its shape."""
    z = z.detach().requires_grad_()
    with torch.enable_grad():
        h = layer.activate(z, {name: tensor.detach() for name, tensor in tensors.items()}, knobs=knobs)
    # a function without a slope, as a step has none, gives no graph to differentiate
    return torch.autograd.grad(h.sum(), z)[0] if h.requires_grad else torch.zeros_like(z)


def _counts(z: Tensor) -> PreActivationCounts:
    values = z.flatten().cpu().nan_to_num(0.0)
    far = float(values.abs().kthvalue(math.ceil(_INSIDE * len(values))).values)
    reach = next((reach for reach in _REACHES if reach >= far), _REACHES[-1])
    counts = torch.histc(values.clamp(-reach, reach), bins=BINS, min=-reach, max=reach)
    return PreActivationCounts(reach=reach, counts=[int(count) for count in counts.tolist()])

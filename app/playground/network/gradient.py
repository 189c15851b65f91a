"""The gradient of a batch by autograd, recorded once: replaying it costs a third of differentiating anew."""

from collections.abc import Callable, Mapping, Sequence
from threading import Lock
from typing import TypeAlias

import torch
from torch import Tensor
from torch.fx.experimental.proxy_tensor import make_fx

from app.playground.losses import Loss
from app.playground.network.network import NOTHING, Chance, Knob, Network, Parameters
from app.playground.network.normalisation import RUNNING
from app.playground.torch_private import interpreted

RECORDING = Lock()
"""Held while operations are recorded: torch patches what all threads share."""

Gradient: TypeAlias = Callable[..., Tensor]
"""From x (R, B, 2), y (R, B), uniform, the share to drop, the penalty on activity, and every tensor: the gradient of
the mean loss with that penalty, flat; where the layout has a running mean, what the batch adds to it."""


class Gradients:
    """The gradient of stacked networks for batches of any size; recorded for each size when that is first met.

    Unless it `records`, each batch is differentiated anew. `knobs` have the values (R, 1, 1) of parameters for which
    the plan's do not count.
    """

    def __init__(
        self,
        network: Network,
        loss: Loss,
        parameters: Parameters,
        knobs: Mapping[Knob, Tensor] = NOTHING,
        *,
        records: bool,
    ) -> None:
        self._network = network
        self._loss = loss
        self._parameters = parameters
        self._knobs = tuple(knobs)
        self._tensors = [*knobs.values(), *parameters.split()]
        self._records = records
        self._known: dict[tuple[int, int, bool], Gradient] = {}

    def record(self) -> None:
        """Record from now on."""
        if not self._records:
            self._records = True
            self._known.clear()

    def at(self, batch: tuple[Tensor, Tensor, Tensor], drop: Tensor, penalty: Tensor, *, is_penalised: bool) -> Tensor:
        """The gradient of the mean loss of `batch`, with the penalty on activity if there is one, flat."""
        arguments = (*batch, drop, penalty, *self._tensors)
        _, samples, chances = batch[2].shape
        key = samples, chances, is_penalised
        gradient = self._known.get(key)
        if gradient is None:
            plain = differentiator(
                self._network,
                self._loss,
                self._parameters,
                is_random=chances > 0,
                is_penalised=is_penalised,
                knobs=self._knobs,
            )
            if not self._records:
                gradient = plain
            elif RECORDING.acquire(blocking=False):
                try:
                    gradient = record(plain, arguments)
                finally:
                    RECORDING.release()
            else:
                # another thread records, which can take as long as many batches: this one is differentiated anew
                return plain(*arguments)
            self._known[key] = gradient
        return gradient(*arguments)


def differentiator(  # noqa: PLR0913  what is differentiated, and what it looks at
    network: Network,
    loss: Loss,
    layout: Parameters,
    *,
    is_random: bool,
    is_penalised: bool,
    knobs: Sequence[Knob] = (),
) -> Gradient:
    """A function that differentiates the loss of a batch, in the layout of the parameters' vector.

    It looks at the random numbers, and at the penalty on activity, where it is told that there are any. The values of
    `knobs`, if there are any, stand before the tensors.
    """

    def gradient(x: Tensor, y: Tensor, uniform: Tensor, drop: Tensor, penalty: Tensor, *tensors: Tensor) -> Tensor:
        values = dict(zip(knobs, tensors, strict=False))
        with torch.inference_mode(mode=False), torch.enable_grad():
            leaves = [tensor.detach().requires_grad_() for tensor in tensors[len(knobs) :]]
            chance = Chance(uniform, drop) if is_random else None
            activity = network.forward(x, layout.by_layer(leaves), chance, values, in_training=True)
            costs = loss.of(activity.answer, y)
            if is_penalised:
                costs = costs + penalty * activity.size.unsqueeze(-1)
            # in the shape of y, not of the costs, which then need not be computed
            mean = torch.full_like(y, 1 / y.shape[-1])
            found = torch.autograd.grad(costs, leaves, mean, allow_unused=True)
        slopes = [torch.zeros_like(leaf) if slope is None else slope for slope, leaf in zip(found, leaves, strict=True)]
        for place, slot in enumerate(layout.slots):
            if slot.name in RUNNING:
                slopes[place] = activity.statistics[slot.layer][slot.name].detach()
        return torch.cat([slope.reshape(-1) for slope in slopes])

    return gradient


def record(gradient: Gradient, arguments: Sequence[Tensor]) -> Gradient:
    """`gradient` as a list of operations for arguments of these shapes, or itself where it cannot be recorded.

    What autograd does for the first arguments is noted down and replayed for others: the same operations in the same
    order, and the same numbers to the last bit. A function that looks at values to decide what to do has no such list.
    """
    try:
        with torch.inference_mode(mode=False):
            # tensors without numbers: with numbers, torch makes a mode for such tensors anew at each operation
            recorded = make_fx(gradient, tracing_mode="fake")(*arguments)
    except RuntimeError:  # torch's word for control flow that depends on data
        return gradient
    for node in list(recorded.graph.nodes):
        # outside autograd a detached tensor is the tensor
        if node.target is torch.ops.aten.detach.default:
            node.replace_all_uses_with(node.args[0])
            recorded.graph.erase_node(node)
    recorded.graph.eliminate_dead_code()
    recorded.recompile()
    return interpreted(recorded, arguments)

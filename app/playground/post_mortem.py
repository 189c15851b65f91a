"""A post-mortem: a run goes back to where it last was well, and takes its steps once more, with open eyes."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Self

from torch import Tensor
from torch.optim import Optimizer

from app.playground.batches import Batch
from app.playground.divergence import Quantity, find_divergence, find_weights
from app.playground.losses import Loss
from app.playground.network.network import Chance, Knob, Network, Parameters


@dataclass(frozen=True, slots=True, eq=False)
class Standing:
    """Where a run stood: its parameters, what its optimizer remembered of them, and the number of its next batch."""

    vector: Tensor
    memory: dict[str, Any]
    batch: int

    @classmethod
    def of(cls, vector: Tensor, optimizer: Optimizer, batch: int) -> Self:
        """A copy of what there is now; `vector` is the one tensor of `optimizer`."""
        memory = {
            name: value.clone() if isinstance(value, Tensor) else value
            for own in optimizer.state.values()
            for name, value in own.items()
        }
        return cls(vector.clone(), memory, batch)

    def restore(self, vector: Tensor, optimizer: Optimizer) -> None:
        """Put both back to what they were, once: the optimizer goes on with the copies."""
        vector.copy_(self.vector)
        optimizer.state[vector] = self.memory


def find_cause(  # noqa: PLR0913  each its own thing
    network: Network,
    loss: Loss,
    parameters: Parameters,
    *,
    batches: Iterable[Batch],
    drop: Tensor,
    knobs: Mapping[Knob, Tensor],
    learn: Callable[[Tensor, Tensor, Tensor], None],
) -> tuple[int, Quantity]:
    """The layer and the quantity that is not finite first when the networks `learn` from `batches` again.

    `drop` is the share of hidden outputs that is dropped; `knobs` have the values (R, 1, 1) of parameters for which the
    plan's do not count. The batches once led to weights that are not finite.
    """
    for x, y, uniform in batches:
        chance = Chance(uniform, drop) if uniform.shape[2] else None
        found = find_divergence(network, loss, parameters, (x, y), chance, knobs)
        if found is not None:
            return found
        learn(x, y, uniform)
    # the last step itself went too far
    return find_weights(parameters.by_layer(parameters.split())) or len(network.layers), "weights"

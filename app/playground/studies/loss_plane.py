"""The loss round a trained network: over the plane of two random directions in the space of its weights."""

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from app.playground.scoring import score_on
from app.playground.training import Run

SIDE = 17
REACH = 0.5
"""How far the plane goes: at 1 a unit's weights have moved by as much as they are long."""
WAYS = 24
"""Ways that are gone from the middle to its edge, evenly turned."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LossPlane:
    """The mean loss on the training data at each of `places` along both directions, the second up the rows.

    `loss` is (17, 17), at its middle that of the network itself; `edge` (24,) is the loss of networks at distance 1.
    """

    places: Tensor
    loss: Tensor
    edge: Tensor


def draw_directions(run: Run, seed: int) -> list[tuple[Tensor, Tensor]]:
    """Two random directions for each tensor of the first network of `run`, (1, *shape)."""
    generator = Generator().manual_seed(seed)

    def noise(slot: tuple[int, ...]) -> Tensor:
        return torch.randn(1, *slot, generator=generator, dtype=torch.float64).to(run.device)

    return [(noise(slot.shape), noise(slot.shape)) for slot in run.parameters.slots]


def loss_plane(run: Run, directions: Sequence[tuple[Tensor, Tensor]]) -> LossPlane:
    """The loss round the first network of `run` as it stands, along filter-normalised `directions`.

    Li et al. 2018 (arXiv:1712.09913): of each direction, what goes into a unit is as long as the unit's weights are;
    biases, and what activations learn, stay. Without it a network whose weights are larger would seem to be flatter.
    """
    places = torch.linspace(-REACH, REACH, SIDE, dtype=torch.float64, device=run.device)
    up, along = torch.meshgrid(places, places, indexing="ij")
    turn = torch.arange(WAYS, dtype=torch.float64, device=run.device) * (2 * torch.pi / WAYS)
    around = REACH * torch.stack((turn.cos(), turn.sin()), dim=-1)
    moved = torch.cat((torch.stack((along, up), dim=-1).view(-1, 2), around))
    loss = _losses(run, directions, moved)
    return LossPlane(places=places, loss=loss[: SIDE * SIDE].view(SIDE, SIDE), edge=loss[SIDE * SIDE :])


def _losses(run: Run, directions: Sequence[tuple[Tensor, Tensor]], moved: Tensor) -> Tensor:
    """The loss of networks `moved` (n, 2) so far along both directions: (n,)."""
    parameters = run.parameters
    tensors: list[Tensor] = []
    for slot, whole, pair in zip(parameters.slots, parameters.split(), directions, strict=True):
        own = whole[:1]
        if slot.name == "W":
            first, second = (_as_long_as(own, direction) for direction in pair)
            tensors.append(own + moved[:, :1, None] * first + moved[:, 1:, None] * second)
        else:
            tensors.append(own.expand(len(moved), -1, -1))
    return score_on(run.train, run.network, run.loss, parameters.by_layer(tensors))[0]


def _as_long_as(weights: Tensor, direction: Tensor) -> Tensor:
    """`direction` with each column as long as that of `weights`: what goes into one unit, (1, inputs, units)."""
    return direction * (weights.norm(dim=1, keepdim=True) / direction.norm(dim=1, keepdim=True))

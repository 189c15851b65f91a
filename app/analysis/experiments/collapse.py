"""Linear layers multiply into one; an activation between them keeps them apart."""

import itertools
from dataclasses import dataclass

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.experiments.initial_weights import draw_weights
from app.analysis.experiments.square import SIDE, along, square
from app.analysis.points import Points, float64

REACH = 3.0
MIDDLE = SIDE // 2
ROUNDING = 1e-12
# what ten layers and the search for the plane may add up to, relative to the outputs
STRAIGHT = 1e-10
ROUNDS = 300
CLOSE = 1e-3
GAIN = 1.4
"""What Xavier's weights are multiplied with, so that ten layers still bend visibly."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Collapse:
    """The outputs of a network with two inputs and one output, over the square [−3, 3]².

    `linear` is the network with no activation, `product` the one matrix and bias that its layers multiply to, and
    `bent` the network with f between its layers; each is (41, 41), x₂ along the rows. `weights` and `bias` are those of
    the product. `rounding` is the largest difference of linear and product relative to the product's size. `parted` is
    how far bent is, somewhere on the square, from whichever affine map: a bound from below, right to a thousandth; NaN
    where bent is not finite. `size` is the largest |bent|.
    """

    places: Points
    linear: Points
    product: Points
    bent: Points
    weights: Points
    bias: float
    rounding: float
    parted: float
    size: float

    @property
    def is_straight(self) -> bool:
        """Whether bent is affine to rounding."""
        return self.parted <= STRAIGHT * self.size


def collapse(f: BoundActivation, layers: int, width: int, seed: int, device: str) -> Collapse:
    """Build `layers` layers from two inputs over `width` units to one output, and evaluate it in three ways."""
    generator = torch.Generator().manual_seed(seed)
    sizes = [2, *[width] * (layers - 1), 1]
    network = [
        (
            GAIN * draw_weights("xavier", rows, columns, generator).to(device),
            0.5 * torch.randn(columns, generator=generator, dtype=torch.float64).to(device),
        )
        for rows, columns in itertools.pairwise(sizes)
    ]
    x = square(REACH, device).view(-1, 2)
    linear, bent = x, x
    matrix, offset = torch.eye(2, dtype=torch.float64, device=device), torch.zeros_like(x[0])
    for number, (weight, bias) in enumerate(network, start=1):
        linear, bent = linear @ weight + bias, bent @ weight + bias
        matrix, offset = matrix @ weight, offset @ weight + bias
        bent = f(bent) if number < layers else bent
    product = x @ matrix + offset
    return Collapse(
        places=float64(along(REACH)),
        linear=float64(linear.reshape(SIDE, SIDE)),
        product=float64(product.reshape(SIDE, SIDE)),
        bent=float64(bent.reshape(SIDE, SIDE)),
        weights=float64(matrix.flatten()),
        bias=offset.item(),
        rounding=((linear - product).abs().max() / product.abs().max()).item(),
        parted=_distance_from_affine(x, bent),
        size=bent.abs().max().item(),
    )


def _distance_from_affine(x: Tensor, y: Tensor) -> float:
    """The least that any affine function of x (p, 2) differs from y (p, 1) where it differs most.

    By Lawson's weights: under any weights of sum 1, the root of the least mean square is no more than that, and it
    rises to it as weight moves to where the difference is large.
    """
    size = y.abs().max().item()
    if not 0 < size < float("inf"):
        return 0.0 if size == 0 else float("nan")
    columns, goal = torch.cat((x, torch.ones_like(x[:, :1])), dim=1), y / size
    weights, best = torch.full_like(goal, 1 / len(goal)), 0.0
    for _ in range(ROUNDS):
        weighted = columns * weights
        # a trace of a ridge, as the weights may come to lie on a line
        ridge = ROUNDING * torch.eye(3, dtype=x.dtype, device=x.device)
        off = (goal - columns @ torch.linalg.solve(weighted.T @ columns + ridge, weighted.T @ goal)).abs()
        best = max(best, (weights * off**2).sum().sqrt().item())
        if best >= (1 - CLOSE) * off.max().item() or off.max().item() <= ROUNDING:
            break
        weights = weights * off / (weights * off).sum()
    return best * size

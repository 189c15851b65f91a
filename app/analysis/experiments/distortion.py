"""Distortion: what a map of the plane does to short steps and small areas, place by place."""

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from app.analysis.points import Points, float64


@dataclass(frozen=True, slots=True, kw_only=True)
class Distortion:
    """What a map does at each of p places, by its Jacobian there, (p,).

    `most` and `least` are by how much a short step is stretched, in the direction in which that is most and least: the
    singular values. `area` is by how much a small area is, their product; of a map to the plane it is the determinant,
    below 0 where the map turns the plane over (`has_sides`).
    """

    most: Points
    least: Points
    area: Points
    has_sides: bool


def distort(layer: Callable[[Tensor], Tensor], x: Tensor) -> Distortion:
    """The distortion of `layer`, which maps points (p, 2) one by one to (p, h), at the places `x` (p, 2)."""
    jacobian = _jacobian(layer, x)
    first, second = jacobian.unbind(dim=2)
    # all pairs of outputs: the squares of their determinants add up to that of the area (Cauchy and Binet)
    rows, columns = torch.triu_indices(jacobian.shape[1], jacobian.shape[1], offset=1)
    minors = first[:, rows] * second[:, columns] - first[:, columns] * second[:, rows]
    has_sides = jacobian.shape[1] == 2
    area = minors[:, 0] if has_sides else minors.square().sum(dim=1).sqrt()
    a, b, d = (first * first).sum(dim=1), (first * second).sum(dim=1), (second * second).sum(dim=1)
    most = ((a + d + torch.hypot(a - d, 2 * b)) / 2).sqrt()
    least = (area.abs() / most).where(most > 0, most)
    return Distortion(most=float64(most), least=float64(least), area=float64(area), has_sides=has_sides)


def _jacobian(layer: Callable[[Tensor], Tensor], x: Tensor) -> Tensor:
    """∂h/∂x at each place, (p, h, 2): each answer depends on its own place alone."""
    x = x.detach().requires_grad_()
    h = layer(x)
    if not h.requires_grad:
        return torch.zeros(*h.shape, 2, dtype=x.dtype, device=x.device)
    columns = (
        torch.autograd.grad(each.sum(), x, retain_graph=True, allow_unused=True, materialize_grads=True)[0]
        for each in h.unbind(dim=1)
    )
    return torch.stack(list(columns), dim=1)

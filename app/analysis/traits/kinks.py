"""The kinks that traits are measured between: those that an entry declares, or those found in an expression."""

from typing import NamedTuple

import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.breaks import find_breaks
from app.analysis.traits.grid import AXIS, NEAR
from app.analysis.traits.jumps import jumps_at

# nearer to 0 a difference such as 1 − cos x has no digits
NEAREST = 1 / 128
# of tan's poles, those within 100
MOST = 64
SEARCHED = AXIS[(AXIS == 0) | (AXIS.abs() >= NEAREST)]

WHOLE = (AXIS[0].item(), AXIS[-1].item())


class Kinks(NamedTuple):
    """k kinks, ascending, whether f, f′ and f″ jump or have a pole or a hole there, and between which x all are."""

    x: Tensor  # (k,)
    jumps: Tensor  # (3, k)
    searched: tuple[float, float]
    ends: Tensor = SEARCHED[:0]  # (e,) where an expression begins or ends to have values


def declared_kinks(f: BoundActivation) -> Kinks:
    """The kinks of an entry."""
    x = spread_out(torch.tensor(f.kinks, dtype=torch.float64))
    return Kinks(x, jumps_at(f, x), WHOLE)


def find_kinks(f: BoundActivation) -> Kinks | None:
    """The kinks of an expression between its ends; None if `f` is none.

    To be found, two must be 1/64 apart within ±20, ¼ within ±128, and a tenth of their size beyond; of more than 64
    those nearest to 0 are.
    """
    if f.activation.family != "expression":
        return None
    found = find_breaks(f, SEARCHED, MOST)
    if found is None:
        return Kinks(SEARCHED[:0], torch.zeros(3, 0, dtype=torch.bool), WHOLE)
    within = found.among(~found.one_sided)
    apart = torch.isin(within.x, spread_out(within.x))
    reach = within.x.abs().max().item() if len(found.x) == MOST and len(within.x) else WHOLE[1]
    return Kinks(within.x[apart], within.jumps[apart].T, (-reach, reach), found.x[found.one_sided])


def spread_out(kinks: Tensor) -> Tensor:
    """`kinks` in ascending order; of those too close together for a point in between, only the roundest number."""
    groups: list[list[float]] = []
    for kink in kinks.unique().tolist():
        if groups and kink - groups[-1][0] <= 8 * NEAR * max(1.0, abs(kink)):
            groups[-1].append(kink)
        else:
            groups.append([kink])
    return torch.tensor([min(group, key=lambda kink: len(repr(kink))) for group in groups], dtype=kinks.dtype)

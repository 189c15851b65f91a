"""Whether f, f′ or f″ jumps at given points, and how smooth that leaves f."""

from typing import Literal

import torch
from torch import Tensor

from app.analysis.traits.grid import Function, jet, near

# a gap of no more than this, relative to the values beside it where they exceed 1, is rounding
SMALLEST_JUMP = 1e-9
# in units of the distance at which one-sided limits are taken
OFFSETS = (-4.0, -2.0, -1.0, 1.0, 2.0, 4.0)


def jumps_at(f: Function, kinks: Tensor) -> Tensor:
    """Whether f, f′ and f″ (0, 1, 2) jump or grow without bound at each kink: (k,) → (3, k)."""
    sides = jet(f, kinks[:, None] + near(kinks)[:, None] * torch.tensor(OFFSETS, dtype=kinks.dtype))  # (3, k, 6)
    rounding = SMALLEST_JUMP * sides.abs().amax(dim=2).clamp(min=1.0)
    steps = sides.diff(dim=2).abs()  # the middle one leads across the kink
    beside = steps[..., [1, 3]].amax(dim=2)
    # the middle step spans twice as far as those beside it: of a smooth curve it is twice as high, of √|x| 5 times
    leaps = steps[..., 2] > 16 * beside + rounding
    # nearer steps are half as long: of a smooth curve they are half as high, of a pole they are higher
    grows = (beside > 0.9 * steps[..., [0, 4]].amax(dim=2)) & (beside > rounding)
    # f may have a value of its own there; where it has none, its sides may still meet
    away = (f(kinks)[:, None] - sides[0][:, [2, 3]]).abs().amax(dim=1)
    leaps[0] |= away > 16 * beside[0] + rounding[0]
    # beyond the largest number there is overflow, but no jump
    return (leaps | grows) & sides.isfinite().all(dim=2)


def smoothness(jumps: Tensor) -> Literal["jump", "C0", "C1", "C2"]:
    """The class of a function whose orders jump as in `jumps` (3, k); C2 stands for C2 or better."""
    worst = jumps.any(dim=1).tolist()
    if worst[0]:
        return "jump"
    if worst[1]:
        return "C0"
    return "C1" if worst[2] else "C2"

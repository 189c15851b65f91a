"""Lines whose maximum learns a function: 2 to 8 of them at once, by gradient descent on the squared error."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Self

import numpy as np
import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.analysis.derivatives import differentiate
from app.analysis.experiments.least_squares import least_squares
from app.analysis.points import Points, float64

PIECES = tuple(range(2, 9))
MOST = PIECES[-1]
POINTS = 240
STEPS = 1200
"""Steps of the descent."""
SHOWN_EVERY = 30
RATE = 0.3
# Adam with an ε as large as the gradients is gradient descent whose steps are bounded: all pieces of a bowl deepen at
# one pace. Equal steps for all, which a small ε makes, let the neighbours of a piece overtop it
DAMPING = 1.0
FLATTEST_BOWL = 0.5
REVIVED_UNTIL = 0.8
ROUNDING = 1e-9


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Target:
    """A function at the middles of 240 equal parts of [−reach, reach]; `known` is where it is finite.

    `mean` and `spread` are those of its known values; the spread of a constant counts as 1.
    """

    reach: float
    x: Tensor  # (n,)
    value: Tensor  # (n,), 0 where not known
    slope: Tensor  # (n,)
    known: Tensor  # (n,)
    mean: float
    spread: float
    is_constant: bool
    is_convex: bool
    best: float | None
    """c, where c/k² is the least RMS error of k lines for large k, over the spread; None unless f is convex, curved."""
    tangents: Points
    """The RMS error over the spread of the largest of k tangents, for each k: (7,); NaN unless f is convex, curved."""

    @classmethod
    def of(cls, f: BoundActivation, reach: float) -> Self:
        """Sample `f` and its derivatives, in float64 on the CPU, where so few numbers are quickest."""
        x = reach * ((torch.arange(POINTS, dtype=torch.float64) + 0.5) * 2 / POINTS - 1)
        value, slope, second = differentiate(f, x)
        known = value.isfinite()
        value = value.where(known, 0.0)
        mean, deviation = _moments(value[known])
        spread = deviation or 1.0
        slope, second = (torch.full_like(x, math.nan) if order is None else order for order in (slope, second))
        is_convex = _is_convex(x[known], value[known])
        best = _best(second[known] / spread, 2 * reach / POINTS) if is_convex else None
        own = x[known], value[known], slope[known], second[known]
        return cls(
            reach=reach,
            x=x,
            value=value,
            slope=slope.where(known, math.nan),
            known=known,
            mean=mean,
            spread=spread,
            is_constant=deviation == 0,
            is_convex=is_convex,
            best=best,
            tangents=np.full(len(PIECES), np.nan) if best is None else _by_tangents(*own) / spread,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class Fit:
    """The lines after some steps, for k = 2, 3 … 8 from the first row to the last.

    `slopes` and `offsets` are (7, 8), NaN beyond the k-th; `errors` (7,) is the RMS error over the spread of the
    function, `history` (7, m) the same after each of `steps` (m,). Errors are NaN where the function is nowhere finite.
    """

    slopes: Points
    offsets: Points
    errors: Points
    steps: Points
    history: Points


def fit(target: Target) -> Iterator[Fit]:
    """The lines as they begin, and after every 30 of 1,200 steps."""
    lines = _Lines(target)
    history = [lines.errors()]
    yield lines.fit(history)
    for step in range(SHOWN_EVERY, STEPS + 1, SHOWN_EVERY):
        for _ in range(SHOWN_EVERY):
            lines.learn()
        if step < REVIVED_UNTIL * STEPS:
            lines.revive()
        history.append(lines.errors())
        yield lines.fit(history)


def exponent(errors: Points, least: float) -> float | None:
    """The p of errors ∝ kᵖ, by least squares over the k whose error is above `least`; None if these are under three."""
    above = errors > least
    if above.sum() < 3:
        return None
    x = [math.log(k) for k, counts in zip(PIECES, above, strict=True) if counts]
    y = [math.log(error) for error in errors[above].tolist()]
    # sums in one order: a solver's last digit depends on where its numbers lie in memory
    middle, height = math.fsum(x) / len(x), math.fsum(y) / len(y)
    rise = math.fsum((a - middle) * (b - height) for a, b in zip(x, y, strict=True))
    return rise / math.fsum((a - middle) ** 2 for a in x)


def largest(slopes: Points, offsets: Points, x: Points) -> tuple[Points, Points]:
    """The largest of the lines (k,) at each x (n,), and the slope of the one that it is."""
    lines = np.outer(slopes, x) + offsets[:, None]
    return lines.max(axis=0), slopes[lines.argmax(axis=0)]


class _Lines:
    """All lines, in u = x / reach from −1 to 1 and t = (f − mean) / spread, each around the place where it began.

    The i-th of k begins as a tangent, in the middle of the i-th of k equal parts, of a bowl half as deep as the
    parabola that fits best, or of a shallow one, so that every piece is the largest somewhere. A line's slope is per
    width of its part: then its two parameters learn equally fast.
    """

    def __init__(self, target: Target) -> None:
        self.target = target
        self.u = target.x / target.reach
        self.t = ((target.value - target.mean) / target.spread).where(target.known, 0.0)
        self.weights = target.known.double() / max(int(target.known.sum()), 1)
        count = torch.tensor(PIECES, dtype=torch.float64)  # (K,)
        number = torch.arange(MOST, dtype=torch.float64)[:, None]
        exists = number < count
        self.places = torch.where(exists, (2 * number + 1) / count - 1, 0.0)[:, :, None]  # (8, K, 1)
        self.widths = (2 / count / math.sqrt(12))[:, None]  # (K, 1)
        self.missing = torch.where(exists, 0.0, -math.inf).double()[:, :, None]
        self.off = (self.u - self.places) / self.widths  # (8, K, n)
        a, b, c = self._bowl()
        self.slopes = ((b + c * self.places) * self.widths).requires_grad_()
        self.heights = (a + b * self.places + c * self.places**2 / 2).requires_grad_()
        # the gradient of a piece is that of its k-th part of the points
        self.shares = count / 2
        self.optimiser = torch.optim.Adam([self.slopes, self.heights], lr=RATE, betas=(0.95, 0.99), eps=DAMPING)
        self.schedule = torch.optim.lr_scheduler.CosineAnnealingLR(self.optimiser, STEPS)

    def _bowl(self) -> tuple[float, float, float]:
        """a, b and c of the first bowl, a + bu + cu²/2."""
        powers = torch.stack((torch.ones_like(self.u), self.u, self.u**2 / 2), dim=1) * self.weights[:, None]
        parabola = least_squares(powers, self.weights * self.t)
        c = max(parabola[2].item() / 2, FLATTEST_BOWL)
        rest = self.weights * (self.t - c * self.u**2 / 2)
        a, b = least_squares(powers[:, :2], rest).tolist()
        return a, b, c

    def learn(self) -> None:
        """One step of descent on the mean squared error; the largest line of each point gets its gradient."""
        self.optimiser.zero_grad()
        (self._squares(self._all().amax(dim=0)) * self.shares).sum().backward()
        self.optimiser.step()
        self.schedule.step()

    def _all(self) -> Tensor:
        """Every line at every point: (8, K, n)."""
        return self.slopes * self.off + self.heights + self.missing

    def _squares(self, t: Tensor) -> Tensor:
        """The mean squared error of `t` (…, n): (…)."""
        return (t - self.t) ** 2 @ self.weights

    @torch.no_grad()
    def revive(self) -> None:
        """Give each k one of the pieces back that are nowhere the largest, as those get no gradient.

        It goes where the lines fall furthest below the function, with the mean slope of its neighbours there, if that
        makes the error smaller.
        """
        active = self._all().max(dim=0)
        for row, k in enumerate(PIECES):
            lost = set(range(k)).difference(active.indices[row].tolist())
            if lost:
                self._place(min(lost), row, active.values[row], active.indices[row])

    def _place(self, piece: int, row: int, envelope: Tensor, active: Tensor) -> None:
        below = (self.t - envelope) * self.weights
        # the first of equals, which rounding must not choose between
        at = int((below >= below.max() - ROUNDING).nonzero()[0])
        beside = active[[max(at - 1, 0), min(at + 1, len(active) - 1)]]
        slope = (self.slopes[beside, row, 0] / self.widths[row]).mean()
        raised = torch.maximum(envelope, self.t[at] + slope * (self.u - self.u[at]))
        if self._squares(raised) < self._squares(envelope):
            self.slopes[piece, row] = slope * self.widths[row]
            self.heights[piece, row] = self.t[at] + slope * (self.places[piece, row] - self.u[at])

    @torch.no_grad()
    def errors(self) -> Tensor:
        """The RMS error for each k: (K,); NaN where nothing is known."""
        errors = self._squares(self._all().amax(dim=0)).sqrt()
        return errors if self.target.known.any() else errors * math.nan

    def fit(self, history: list[Tensor]) -> Fit:
        """What the lines are by now, in the units of the function."""
        slopes = self.slopes / self.widths
        offsets = self.heights - slopes * self.places
        scale = self.target.spread + torch.where(self.missing == 0, 0.0, math.nan).double()
        return Fit(
            slopes=float64((slopes * scale / self.target.reach)[:, :, 0].T),
            offsets=float64((offsets * scale + self.target.mean)[:, :, 0].T),
            errors=float64(history[-1]),
            steps=np.arange(float(len(history))) * SHOWN_EVERY,
            history=float64(torch.stack(history, dim=1)),
        )


def _moments(values: Tensor) -> tuple[float, float]:
    """Mean and standard deviation, which squares of large numbers do not overflow; that of a constant is exactly 0."""
    if not len(values):
        return 0.0, 0.0
    size = values.abs().max().item() or 1.0
    mean = (values / size).mean()
    spread = ((values / size - mean) ** 2).mean().sqrt().item()
    return mean.item() * size, spread * size if spread > ROUNDING else 0.0


def _is_convex(x: Tensor, value: Tensor) -> bool:
    """Whether no chord between neighbours is steeper than the next."""
    chords = value.diff() / x.diff()
    return bool((chords.diff() >= -ROUNDING * chords.abs().max()).all()) if len(chords) else True


def _by_tangents(x: Tensor, value: Tensor, slope: Tensor, second: Tensor) -> Points:
    """The RMS error of the largest of k tangents of a convex function, for each k: (7,).

    They touch in the middles of k parts of equal ∫ f″^(2/5) dx, as the best lines do.
    """
    share = (second.clamp(min=0.0) ** 0.4).cumsum(dim=0)
    errors: list[float] = []
    for k in PIECES:
        at = torch.searchsorted(share, (torch.arange(k, dtype=x.dtype) + 0.5) / k * share[-1]).clamp(max=len(x) - 1)
        lines = value[at] + slope[at] * (x[:, None] - x[at])  # (n, k)
        errors.append((lines.amax(dim=1) - value).square().mean().sqrt().item())
    return np.array(errors)


def _best(second: Tensor, width: float) -> float | None:
    """c of the least RMS error c/k² for a function with `second` = f″ ≥ 0 at points `width` apart; None if it is 0.

    A line over a short part h leaves f″²h⁵/720 of squared error; parts of equal error, h ∝ f″^(−2/5), leave
    (∫ f″^(2/5) dx)⁵ / 720 k⁴ of all.
    """
    length = width * len(second)
    curved = (second.clamp(min=0.0) ** 0.4).sum().item() * width
    best = curved**2.5 / math.sqrt(720 * length) if length else 0.0
    return best if 0 < best < math.inf else None

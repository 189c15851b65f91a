"""What the y axis of a panel of curves spans: all that is drawn, unless a few values would flatten the rest."""

import math

import numpy as np

from app.analysis.curves import Curves
from app.analysis.points import Points

Range = tuple[float, float]
"""Both ends of an axis."""

# Values that are nearer to a pole than this, in widths of the window and of the space between two poles, may leave the
# panel: 1/x is then drawn up to some 4 of a window of 12.
NEAR_POLE, NEIGHBOURS = 0.02, 0.125
# A curve that spans so many times what the others do would flatten them, and may leave the panel; they have their own
# range and as much again on either side.
FLATTENS = 25.0
# A curve that spans so many times what the middle four fifths of it do, and more than 1, is flat but for its outermost
# values, which may leave the panel: exp(exp(x)) from −6 to 6 ends at 1e175.
EXPLODES, BEYOND = 1e4, 1.5
MIDDLE = (10, 90)
# in spans: so far from 0 a range of one span has six digits
FARTHEST = 1e9
# where Plotly's numbers end
LARGEST = 1e300
# a logarithmic axis reaches so many powers of ten up and down: beyond, 1 is lost beside a number, or it beside 1
MOST_POWERS = 16


def linear_range(curves: Curves, order: int) -> Range | None:
    """The range of f, f′ or f″ of all curves; None where there is nothing finite to span.

    The ends are round numbers, so that the axis stands still while a slider moves: a reader sees the curve change and
    not the scale, and a redraw has no new labels to write.
    """
    each = [values for values in map(_without_extremes, _spanned(curves, order)) if values.size]
    if not each:
        return None
    low, high = _together([(float(values.min()), float(values.max())) for values in each])
    span = high - low or max(abs(high), 1.0)
    step = _round_step(span / 16)
    margin = 0.03 * span
    return math.floor((low - margin) / step) * step, math.ceil((high + margin) / step) * step


def logarithmic_range(curves: Curves, order: int) -> Range | None:
    """The range of the absolute values as exponents of ten; None where none is above 0."""
    values = np.abs(np.concatenate(_spanned(curves, order)))
    powers = np.log10(values[np.isfinite(values) & (values > 0)])
    if not powers.size:
        return None
    near = powers[np.abs(powers) <= MOST_POWERS]
    shown = near if near.size else powers
    low = math.floor(float(shown.min()))
    return float(low), float(max(math.ceil(float(shown.max())), low + 1))


def ends_given(automatic: Range | None, bottom: float | None, top: float | None) -> Range | None:
    """The range with the ends that a reader has given; one that is given beyond the other moves it away."""
    if bottom is None and top is None:
        return automatic
    low, high = automatic or (0.0, 1.0)
    span = high - low
    low = bottom if bottom is not None else low if top is None or low < top else top - span
    high = top if top is not None else high if high > low else low + span
    return low, high


def equal_range(automatic: Range | None, bottom: float | None, top: float | None, span: float) -> Range:
    """A range of `span`: from `bottom`, or to `top`; or where the automatic one lies, as near to 0 as that one is.

    About 0 where that is so far off that numbers have no digits left for the span.
    """
    low, high = automatic or (0.0, 0.0)
    if bottom is not None:
        low = bottom
    elif top is not None:
        low = top - span
    elif high - low <= span:
        low = (low + high - span) / 2
    else:
        low = min(max(-span / 2, low), high - span)
    if abs(low) > FARTHEST * span:
        low = -span / 2
    return low, low + span


def _spanned(curves: Curves, order: int) -> list[Points]:
    """The values of each curve that count, with both sides of its kinks."""
    every: list[Points] = []
    for curve in curves.curves:
        values = curve.orders[order]
        if values is not None:
            sides = [side for kink in curve.kinks for side in kink.sides[order] or ()]
            every.append(np.concatenate([_away_from_poles(curves.x, values, curve.poles[order]), sides]))
    return every


def _together(ranges: list[Range]) -> Range:
    """The range of all curves but those that would flatten the others."""
    spans = sorted(high - low for low, high in ranges if high > low)
    most = FLATTENS * spans[(len(spans) - 1) // 2] if spans else 0.0
    shown = [(low, high) for low, high in ranges if high - low <= most or not spans]
    low, high = min(low for low, _ in shown), max(high for _, high in shown)
    if len(shown) == len(ranges):
        return low, high
    beyond = high - low
    lowest, highest = min(low for low, _ in ranges), max(high for _, high in ranges)
    return max(lowest, low - beyond), min(highest, high + beyond)


def _away_from_poles(x: Points, y: Points, poles: Points) -> Points:
    """The values that set a range: all but those next to a pole, unless there are no others."""
    if not len(poles):
        return y
    room = np.diff(poles, prepend=-np.inf, append=np.inf)
    clear = np.minimum(NEAR_POLE * np.ptp(x), NEIGHBOURS * np.minimum(room[:-1], room[1:]))
    away = (np.abs(x[:, None] - poles) > clear).all(axis=1) & np.isfinite(y)
    return y[away] if away.any() else y


def _without_extremes(values: Points) -> Points:
    """The finite ones of `values`, without those that the rest would be flat beside."""
    values = values[np.abs(values) < LARGEST]
    while values.size:
        low, high = np.percentile(values, MIDDLE).tolist()
        width = max(high - low, 1.0)
        if np.ptp(values) <= EXPLODES * width:
            break
        values = values[(values >= low - BEYOND * width) & (values <= high + BEYOND * width)]
    return values


def _round_step(size: float) -> float:
    """The smallest of 1, 2 and 5 times a power of ten that is not below `size`."""
    power = 10.0 ** math.floor(math.log10(size))
    return next((digit * power for digit in (1, 2, 5) if digit * power >= size), 10 * power)

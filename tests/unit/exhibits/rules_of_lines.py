"""What the findings of maxout must say; a sentence that no rule knows is false."""

from typing import Any

import numpy as np

from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads, value_of

PIECES = np.arange(2, 9)
LEAST = 1e-6


def lines(m: Any, finding: Finding, controls: Any) -> bool:
    """Each number counted again from the heights of the lines at their ends."""
    known = np.isfinite(m.value)
    across = (m.x + 3) / 6
    heights = np.array([a + (b - a) * across for a, b in zip(controls.left, controls.right, strict=True)])
    off = heights.max(axis=0)[known] - m.value[known]
    spread = m.value[known].std() if known.any() else 0.0
    # that of a constant is rounding alone
    spread = spread if known.any() and spread > 1e-9 * np.abs(m.value[known]).max() else 1.0
    if finding.name == "RMS error of the largest line":
        if not known.any():
            return finding.value is None and reads(finding, "f is nowhere a number in this window.")
        return is_close(finding, 100 * np.sqrt(((off / spread) ** 2).mean())) and reads(
            finding, "of what f spreads by: 0 is f itself."
        )
    if finding.name == "lines that count":
        largest = {int(place) for place in heights.argmax(axis=0)}
        return is_close(finding, len(largest)) and reads(
            finding, "of # are the largest somewhere; what never is changes nothing.", 3
        )
    above = 100 * (off > spread / 1000).mean() if known.any() else 0.0
    return (
        finding.name == "too high"
        and is_close(finding, above)
        and reads(finding, "of the places where f is a number have the largest line above it.")
    )


def maxout(m: Any, finding: Finding, controls: Any) -> bool:
    """Errors of the lines themselves, the law that these follow, and what two tangents can do."""
    if finding.name == f"RMS error of {controls.k} pieces":
        error = m.fit.errors[controls.k - 2]
        return is_close(finding, 100 * error) and _leaves(m, controls.k, error) and _is_of_spread(m, finding)
    if finding.name == "exponent p of error ∝ kᵖ":
        return _follows(m, finding)
    if finding.name == "the tangents at both ends: largest distance of their maximum from f":
        return _are_two(m, finding)
    shares = {f"derivative of {name} where these two meet": name for name in ("max(dim)", "amax")}
    return finding.name in shares and _is_shared(m, finding, shares[finding.name])


def _is_of_spread(m: Any, finding: Finding) -> bool:
    known = m.value[np.isfinite(m.value)]
    if not known.size or known.std() <= 1e-9 * np.abs(known).max():
        return reads(finding, "of #, as f has no spread over the window.", 1)
    return reads(finding, "of the spread of f over the window, its standard deviation.")


def _leaves(m: Any, k: int, error: float) -> bool:
    """Whether the lines are that far from f where it is known."""
    known = np.isfinite(m.value)
    if not known.any():
        return bool(np.isnan(error))
    spread = m.value[known].std()
    spread = spread if spread > 1e-9 * np.abs(m.value[known]).max() else 1.0
    lines = np.outer(m.fit.slopes[k - 2, :k], m.x) + m.fit.offsets[k - 2, :k, None]
    off = (lines.max(axis=0) - m.value)[known]
    return bool(np.isclose(np.sqrt((off**2).mean()) / spread, error, rtol=0.05, atol=1e-5))


def _follows(m: Any, finding: Finding) -> bool:
    errors, further = m.fit.errors, m.fit.errors > m.tangents
    fair = errors > LEAST
    if not np.isfinite(errors).any():
        return finding.value is None and reads(finding, "f is nowhere a number in this window.")
    if further.any():
        row = np.flatnonzero(further)[-1]
        words = (
            "The descent has not come as close as lines can, so that there is no law to read: at k = # it leaves # %, "
            "and # tangents of f alone leave # %."
        )
        numbers = PIECES[row], 100 * errors[row], PIECES[row], 100 * m.tangents[row]
        return finding.value is None and reads(finding, words, *numbers)
    if fair.sum() < 3:
        words = "Fewer than three of the errors are above a millionth: there is no law to read."
        return finding.value is None and reads(finding, words)
    law = np.polyfit(np.log(PIECES[fair]), np.log(errors[fair]), 1)[0]
    if not is_close(finding, law, 1e-9):
        return False
    if not m.is_convex:
        words = "f is not convex, and a maximum of lines always is: from some k on, more pieces no longer help."
        return reads(finding, words)
    return reads(
        finding, "Twice the pieces leave # of the error; where f″ > #, theory says ¼.", float(f"{2**law:.2g}"), 0
    )


def _are_two(m: Any, finding: Finding) -> bool:
    if m.two is None:
        return finding.value is None and reads(finding, "f has no tangent at one end.")
    known = np.isfinite(m.value)
    lines = np.outer(m.two.slopes, m.x[known]) + np.array(m.two.offsets)[:, None]
    apart = np.abs(lines.max(axis=0) - m.value[known]).max()
    if apart <= 1e-9 * max(1.0, np.abs(lines).max()):
        return value_of(finding) <= 1e-9 * max(1.0, np.abs(lines).max()) and reads(
            finding, "Over this window two pieces are f, exactly."
        )
    return is_close(finding, apart, 0.01 * apart) and reads(finding, "f is not the maximum of two lines.")


def _is_shared(m: Any, finding: Finding, name: str) -> bool:
    """Whether max(dim) gives the gradient to the first of equals, and amax half to each."""
    left, right = m.two.slopes
    if name == "max(dim)":
        words = "torch gives all of it to the first of equals, here the left line."
        return finding.value == left and reads(finding, words)
    words = "torch splits it evenly: the mean of # and #."
    return is_close(finding, (left + right) / 2) and reads(finding, words, left, right)

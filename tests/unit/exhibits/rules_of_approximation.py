"""What the findings of approximation must say; a sentence that no rule knows is false."""

from typing import Any

import numpy as np

from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads

NOWHERE = "The function is nowhere a number between −1 and 1."
N = np.array([4, 8, 16, 32, 64, 128])


def approximation(m: Any, finding: Finding, controls: Any) -> bool:
    """The law of the errors, and errors by the sums themselves."""
    first = m.approximated[0]
    match finding.key:
        case "law":
            return finding.name == f"exponent p of error ∝ nᵖ, {controls.f[0]}" and _follows(finding, first.fit.errors)
        case "directions":
            words = "of # are no sum of a constant and those before them, to nine digits; the others add nothing."
            is_it = finding.name == f"units of {controls.f[0]} that count" and finding.value == first.fit.directions
            return is_it and reads(finding, words, 128)
        case "error1" | "error2" | "error3":
            place = int(finding.key[-1]) - 1
            is_it = finding.name == f"left by {controls.units} × {controls.f[place]}"
            return is_it and _leaves(m.target, m.approximated[place].fit, finding, controls.units)
    return False


def _follows(finding: Finding, errors: Any) -> bool:
    if not np.isfinite(errors).any():
        return finding.value is None and reads(finding, NOWHERE)
    fair = N[errors[N] > 1e-7]
    if len(fair) < 4:
        words = "Fewer than four of the errors of 4, 8, …, 128 units are above 10⁻⁷ of the spread: no law is read."
        return finding.value is None and finding.says == words
    law = np.polynomial.Polynomial.fit(np.log(fair), np.log(errors[fair]), 1).convert().coef
    slope = law[1] if len(law) > 1 else 0.0
    words = "is nearest to the errors of #, #, …, # units: twice as many have # times the error."
    return is_close(finding, slope, 1e-9) and reads(finding, words, 4, 8, 128, float(f"{2**slope:.2g}"))


def _leaves(target: Any, fit: Any, finding: Finding, units: int) -> bool:
    """Whether the sum that is drawn is that far from the goal."""
    if not target.known.any():
        return finding.value is None and reads(finding, NOWHERE)
    y = target.y[target.known]
    has_spread = y.std() > 1e-9 * np.abs(y).max()
    spread = y.std() if has_spread else 1.0
    error = np.sqrt(((fit.answer[target.known] - y) ** 2).mean()) / spread
    words, numbers = "of the goal's spread over the window, root mean square, with the best weights of the output.", ()
    if not has_spread:
        words = "of #, as the goal has no spread, root mean square, with the best weights of the output."
        numbers = (1,)
    near = np.isclose(error, fit.errors[units], rtol=1e-6, atol=1e-9)
    return bool(near) and is_close(finding, 100 * fit.errors[units]) and reads(finding, words, *numbers)

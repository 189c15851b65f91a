"""How numbers become a verdict; it knows no statement."""

from torch import Tensor

from app.analysis.claims.claim import Judgement

ROUNDING = 1e-12
"""In float64, numbers of ordinary size that differ by no more are the same."""


def truth(*, holds: bool) -> Judgement:
    """The judgement on what either holds or does not."""
    return Judgement("true" if holds else "false")


def within(low: float, high: float, least: float, largest: float) -> Judgement:
    """The judgement on "it lies in [low, high]", for a quantity between `least` and `largest`, its own bounds."""
    if least < low - ROUNDING or largest > high + ROUNDING:
        return Judgement("false")
    is_tight = least <= low + ROUNDING and largest >= high - ROUNDING
    return Judgement("true" if is_tight else "misleading")


def conditional(holds: Tensor, condition: Tensor, words: str) -> Judgement:
    """The judgement on a statement that was tried in n cases, with the words of its condition where it needs one.

    It `holds` (n,) in some of them, and the `condition` (n,) is met in some. If it holds exactly where the condition is
    met, it is "true if"; if elsewhere, a condition that does not describe the cases saves nothing.
    """
    if holds.all():
        return Judgement("true")
    if holds.any() and bool((holds == condition).all()):
        return Judgement("true if", words)
    return Judgement("false")

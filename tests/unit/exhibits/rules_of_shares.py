"""What the findings of saturation, cost and claims must say; a sentence that no rule knows is false."""

from collections import Counter
from functools import lru_cache
from statistics import NormalDist
from typing import Any

import numpy as np
import torch

from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.analysis.claims.catalogue import find
from app.analysis.points import Points
from app.analysis.precision import DTYPES
from app.exhibits.finding import Finding
from tests.unit.analysis.claims.test_claims import NUMBERS, VERDICTS
from tests.unit.exhibits.readings import is_close, reads

SAMPLES = 20_000


def saturation(_: Any, finding: Finding, controls: Any) -> bool:
    """Shares and means of what autograd finds at the quantiles."""
    outputs, slopes = _pushed(controls)
    match finding.name:
        case "saturated":
            share, words = 100 * (slopes < 0.01).mean(), "of the inputs lie where |f′| < #: they hardly learn."
            return is_close(finding, share) and reads(finding, words, 0.01)
        case "dead":
            share, words = 100 * (slopes == 0).mean(), "meet a gradient of exactly #: they do not learn at all."
            return is_close(finding, share) and reads(finding, words, 0)
        case "mean |f′|":
            return is_close(finding, _mean(slopes)) and _passes(finding, slopes)
        case "mean output":
            return is_close(finding, _mean(outputs)) and _answers(finding, outputs)
    return False


@lru_cache(maxsize=1)
def _pushed(controls: Any) -> tuple[Points, Points]:
    """The outputs and |f′| at evenly spaced quantiles, in the dtype of the controls."""
    normal = NormalDist(controls.mean, controls.spread)
    z = torch.tensor([normal.inv_cdf((number + 0.5) / SAMPLES) for number in range(SAMPLES)], dtype=torch.float64)
    z = z.to(DTYPES[controls.dtype]).requires_grad_()
    value = read(controls.f)(z)
    slope = torch.autograd.grad(value.sum(), z)[0] if value.requires_grad else torch.zeros_like(z)
    return value.detach().double().numpy(), slope.double().abs().numpy()


def _mean(numbers: Points) -> float:
    """The mean of those that are finite; not finite where there is none."""
    known = numbers[np.isfinite(numbers)]
    with np.errstate(all="ignore"):
        return float(known.mean()) if len(known) else float("nan")


def _passes(finding: Finding, slopes: Points) -> bool:
    known = np.isfinite(slopes).mean()
    words = "is by what the activation multiplies a gradient, on average"
    if known == 0:
        return reads(finding, "No slope is a number.")
    if not np.isfinite(_mean(slopes)):
        return reads(finding, "The slopes are too large for a mean.")
    if known == 1:
        return reads(finding, f"{words}.")
    return reads(finding, f"{words}, over the # % of inputs whose slope is a number.", 100 * known)


def _answers(finding: Finding, outputs: Points) -> bool:
    known, mean = np.isfinite(outputs).mean(), _mean(outputs)
    with np.errstate(all="ignore"):
        spread = np.sqrt(_mean((outputs - mean) ** 2))
    start, end = (
        "The outputs spread by # around it",
        "; the farther it is from # beside that, the more the next layer's",
    )
    end += " weights zig-zag."
    if known == 0:
        return reads(finding, "No output is a number.")
    if not np.isfinite(mean):
        return reads(finding, "The outputs are too large for a mean.")
    if not np.isfinite(spread):
        return reads(finding, "The outputs are too far from each other for a spread.")
    if known == 1:
        return reads(finding, start + end, spread, 0)
    return reads(finding, f"{start}, over the # % of inputs whose output is a number{end}", spread, 100 * known, 0)


def cost(m: Any, finding: Finding, controls: Any) -> bool:
    """The seconds and bytes of the entries, put in order anew."""
    relu, *_ = m.costs
    known = {each.name: each.seconds_forward + each.seconds_backward for each in m.costs if each.seconds_forward}
    unit = known.get("relu", float("nan"))
    ordered = [seconds / unit for seconds in sorted(known.values())]
    match finding.name.split(": "):
        case ["ReLU, forward and back"]:
            parts = [1e9 * (each or float("nan")) for each in (relu.seconds_forward, relu.seconds_backward)]
            words = "for each of # numbers: # ns forward, # ns back. What is timed is torch's spelling of each, here "
            told = reads(finding, f"{words}F.relu(x).", 2**controls.power, *parts)
            return told and is_close(finding, sum(parts))
        case ["ReLU keeps"]:
            # its output, in the dtype that was asked for
            size = torch.finfo(DTYPES[controls.dtype]).bits / 8
            words = "of each number for the way back, which is its output."
            return finding.value == size == relu.bytes_kept and reads(finding, words)
        case ["dearest", name]:
            is_it = is_close(finding, max(ordered)) and known.get(name) == max(known.values())
            words = "takes the most of the # that are timed; its code stands at its dots."
            return is_it and reads(finding, words, len(known))
        case ["median of those"]:
            middle = float(np.median(ordered))
            below = sum(seconds < middle for seconds in ordered)
            return is_close(finding, middle) and reads(finding, "# of them take less.", below)
        case ["most memory", name]:
            kept = {each.name: each.bytes_kept for each in m.costs}
            largest = finding.value == max(kept.values()) == kept.get(name) and len(kept) == len(CATALOGUE)
            words = "kept of each number for the way back; ReLU keeps #."
            return largest and reads(finding, words, kept["relu"])
    return False


def claims(m: Any, finding: Finding, controls: Any) -> bool:
    """Verdicts as theory gives them, and how many there are of each."""
    count = Counter(VERDICTS.values())
    match finding.name:
        case "true as they stand":
            words = "statements hold as they stand; # more do, but mislead: a tighter fact is true."
            return finding.value == count["true"] and reads(finding, words, count["misleading"])
        case "false":
            return finding.value == count["false"] and reads(finding, "statements fail.")
        case "true under a condition":
            words = "statements hold where their condition is met, and fail where it is not."
            return finding.value == count["true if"] and reads(finding, words)
    return _is_ruling(m, finding, controls.claim)


def _is_ruling(m: Any, finding: Finding, slug: str) -> bool:
    """Whether this is the ruling on the claim that was asked for, with theory's verdict, and its number where known."""
    own = m.chosen
    expected = NUMBERS.get(slug, own.value)
    is_expected = is_close(finding, expected, 1e-3 * abs(expected)) and finding.value == own.value
    is_asked = own.slug == slug and own.statement == find(slug).statement
    name = f"“{own.statement}” is {VERDICTS[slug]} {own.condition}".strip()
    return is_expected and is_asked and finding.name == name and finding.says == own.says

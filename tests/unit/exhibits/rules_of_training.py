"""What the findings of overfitting and learned slopes must say; a sentence that no rule knows is false."""

from typing import Any

import numpy as np

from app.activations.reference import read
from app.analysis.points import Points
from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads, value_of

LOST = "It has left the range of numbers."


def overfitting(m: Any, finding: Finding, controls: Any) -> bool:
    """Losses, counts and comparisons, from the courses alone."""
    unaided, *others = m.courses
    match finding.name:
        case "no remedy: train loss":
            words = "# numbers are fitted to # points."
            fitted = reads(finding, words, _parameters(controls, m.parameters), controls.points)
            return fitted and len(m.train) == controls.points and is_close(finding, unaided.train_loss[-1])
        case "no remedy: test loss":
            return is_close(finding, unaided.test_loss[-1]) and _has_risen(finding, unaided)
        case "early stop":
            return _stops(m, finding)
    ends = {f"{course.name}: test loss": course.test_loss[-1] for course in others}
    return finding.name in ends and _compares(finding, ends, unaided.test_loss[-1])


def _parameters(controls: Any, counted: int) -> int:
    """How many numbers two layers and an output learn, where the activation learns none and works on each alone."""
    entry, n = getattr(read(controls.f), "activation", None), controls.units
    is_plain = entry is None or (entry.kind == "elementwise" and not any(knob.learnable for knob in entry.parameters))
    return (2 * n + n) + (n * n + n) + (n + 1) if is_plain else counted


def _has_risen(finding: Finding, unaided: Any) -> bool:
    """Whether the sentence says by how much the loss has risen since it was least."""
    losses, last = unaided.test_loss, unaided.test_loss[-1]
    if not np.isfinite(last):
        return reads(finding, LOST)
    least, at = np.nanmin(losses), unaided.epoch[np.nanargmin(losses)]
    if last <= least:
        return reads(finding, "It has not been smaller yet: nothing says that this network overfits.")
    if least == 0:
        return reads(finding, "It was least, #, at epoch #; it is now #.", 0, at, last)
    return reads(finding, "It was least, #, at epoch #; it is now # times that.", least, at, last / least)


def _compares(finding: Finding, ends: dict[str, float], unaided: float) -> bool:
    """Whether the best remedy is the one that is named, and as many are better than none as is said."""
    known = [loss for loss in ends.values() if np.isfinite(loss)]
    if not known:
        return finding.value is None and reads(
            finding, "It has left the range of numbers, as with the other three remedies."
        )
    if not value_of(finding) == min(known) == ends[finding.name]:
        return False
    if not np.isfinite(unaided):
        words = "The least of the four; # of # remedies have kept in the range of numbers, no remedy has not."
        return reads(finding, words, len(known), 4)
    words = "The least of the four; # of # remedies have a lower test loss than no remedy."
    return reads(finding, words, sum(loss < unaided for loss in known), 4)


def _stops(m: Any, finding: Finding) -> bool:
    """Whether the epoch is that of the least test loss, and each share of right answers is the one it is called."""
    words = "Right on new points there: # %; now # %, with # # %. In practice a third set of points says when to stop."
    unaided, best = m.courses[0], m.courses[m.best]
    losses = unaided.test_loss
    at = int(np.nanargmin(losses)) if np.isfinite(losses).any() else None
    shares = [100 * unaided.accuracy[at] if at is not None else None]
    shares += [100 * course.accuracy[-1] for course in (unaided, best)]
    is_least = is_close(finding, None if at is None else unaided.epoch[at])
    return is_least and reads(finding, words.replace("with #", f"with {best.name}"), *shares)


def learned_slopes(m: Any, finding: Finding, controls: Any) -> bool:
    """Slopes as they were learned, and shares that the histograms allow."""
    ends = {"only": m.layers[0]} if controls.layers == 1 else {"first": m.layers[0], "last": m.layers[-1]}
    alphas = {f"PReLU's α, {name} layer": layer.alpha[-1] for name, layer in ends.items()}
    match finding.name:
        case "APReLU's slopes near PReLU's":
            share, spread = (100 * np.mean([layer.near for layer in m.layers]), np.mean([x.spread for x in m.layers]))
            possible = all(map(_can_be_near, m.layers)) and all(map(_can_spread, m.layers))
            return possible and is_close(finding, share) and _or_lost(finding, spread)
        case "PReLU: right on new points" | "APReLU: right on new points" as name:
            which = int(name.startswith("A"))
            words = "is the mean of # networks, each with other weights at first."
            possible = _includes_the_first(m.accuracies[which], m.courses[which])
            return possible and is_close(finding, 100 * m.accuracies[which]) and reads(finding, words, 4)
    return finding.name in alphas and _has_learned(finding, alphas[finding.name])


def _has_learned(finding: Finding, alpha: float) -> bool:
    """Whether the sentence is that of a slope below 0, from 0 to 1, or above."""
    if not np.isfinite(alpha):
        return finding.value is None and reads(finding, LOST)
    if alpha == 0.25:
        words = "There it began, and there it is."
        return finding.value == alpha and reads(finding, words)
    words = (
        "Below #: negative inputs come out positive, as with |x|."
        if alpha < 0
        else "Above #: negative inputs are stretched."
        if alpha > 1
        else "A leaky ReLU, whose leak was learned."
    )
    bound = [0] if alpha < 0 else [1] if alpha > 1 else []
    return finding.value == alpha and reads(finding, f"From #. {words}", 0.25, *bound)


def _or_lost(finding: Finding, spread: float) -> bool:
    if finding.value is None or not np.isfinite(spread):
        return reads(finding, "A slope has left the range of numbers.")
    words = (
        "lie within # of PReLU's α of their layer, in one network; from sample to sample a unit's slope has a standard "
        "deviation of #."
    )
    return reads(finding, words, 0.1, spread)


def _can_be_near(layer: Any) -> bool:
    """Whether the histogram's bins, counted whole or not at all, allow the share within 0.1 of PReLU's slope."""
    if not np.isfinite(layer.near):
        return not np.isfinite(layer.alpha[-1]) or layer.adapted.shares.sum() < 1 - 1e-9
    apart, half = np.abs(layer.adapted.middles - layer.alpha[-1]), layer.adapted.width / 2
    inside, touched = (layer.adapted.shares[apart <= 0.1 + room].sum() for room in (-half - 1e-6, half + 1e-6))
    return bool(inside - 1e-9 <= layer.near <= touched + 1e-9)


def _can_spread(layer: Any) -> bool:
    """Whether the units' slopes spread no more than all slopes together."""
    if not np.isfinite(layer.spread):
        return bool(layer.adapted.shares.sum() < 1 - 1e-9)
    return bool(
        0 <= layer.spread <= 1.01 * _deviation(layer.adapted.middles, layer.adapted.shares) + layer.adapted.width
    )


def _deviation(middles: Points, shares: Points) -> float:
    return float(np.sqrt(np.average((middles - np.average(middles, weights=shares)) ** 2, weights=shares)))


def _includes_the_first(share: float, course: Any) -> bool:
    """Whether a mean over four networks can be `share`, as the first of them has that of its course."""
    first = course.accuracy[-1]
    return bool(first / 4 - 1e-9 <= share <= (first + 3) / 4 + 1e-9) or not np.isfinite(first)

"""What the findings of landscape must say; a sentence that no rule knows is false."""

import math
from typing import Any

import numpy as np

from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads

GUESSING = math.log(2)


def landscape(m: Any, finding: Finding, controls: Any) -> bool:
    """Roughness from the outputs themselves, losses from the plane."""
    match finding.key:
        case "corners":
            words = "Times that one of # units passes a corner of its activation."
            told = reads(finding, words, controls.layers * controls.units)
            return told and finding.value == len(m.random.corners) and finding.name == "corners met on the line"
        case "sharpness":
            return finding.name == "bending in the sharpest 1 %" and _bends(m.random, finding)
        case "spread":
            return finding.name == "spread of the outputs" and _spreads(m.random, finding)
        case "centre":
            middle = m.loss[len(m.places) // 2, len(m.places) // 2]
            words, numbers = "of the network after # epochs; guessing has #.", (m.epoch, GUESSING)
            if not np.isfinite(middle):
                words, numbers = "The weights have left the range of numbers.", ()
            told = reads(finding, words, *numbers)
            return told and is_close(finding, middle) and finding.name == "loss in the middle"
        case "edge":
            return finding.name == "loss at distance ½" and _is_around(m, finding)
    return False


def _bends(random: Any, finding: Finding) -> bool:
    """The largest hundredth of the second differences over all of them."""
    with np.errstate(all="ignore"):
        bends = np.abs(np.diff(random.along, 2))
    bends = np.sort(bends[np.isfinite(bends)])
    if finding.value is None:
        straight = "There is none to be told: the output is straight there, no number, or too large."
        size = np.abs(random.along[np.isfinite(random.along)]).max(initial=0.0)
        return reads(finding, straight) and not 1e-9 * size < bends.sum() < np.inf
    words = "of all bending along the line: near # % the output bends in corners, near # % evenly."
    share = bends[-max(round(len(bends) / 100), 1) :].sum() / bends.sum()
    return is_close(finding, 100 * share, 1e-6) and reads(finding, words, 100, 1)


def _spreads(random: Any, finding: Finding) -> bool:
    known = random.output[np.isfinite(random.output)]
    with np.errstate(all="ignore"):
        spread = known.std() if known.size else np.nan
    if finding.value is None:
        return not np.isfinite(spread) and reads(finding, "No output is a number, or they are too large.")
    words = "is their standard deviation over the plane: how high its hills are."
    return is_close(finding, spread, 1e-9 * spread) and reads(finding, words)


def _is_around(m: Any, finding: Finding) -> bool:
    """The mean, as it was measured, beside guessing; in a plane it lies between the least and the largest there."""
    if not np.isfinite(m.edge):
        return finding.value is None and reads(finding, "Some of these losses are no numbers, or too large for a mean.")
    way = "worse" if m.edge > GUESSING else "no worse"
    words = f"is the mean where weights have moved by half their length: {way} than guessing."
    return is_close(finding, m.edge) and m.edge >= 0 and reads(finding, words)

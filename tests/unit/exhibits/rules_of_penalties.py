"""What the findings of penalties must say; a sentence that no rule knows is false."""

from typing import Any

import numpy as np

from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads

NAMES = {
    "none": "no penalty",
    "l1": "L1, weights",
    "l2": "L2, weights",
    "activity_l1": "L1, outputs",
    "activity_l2": "L2, outputs",
}
LOST = "A number of this network has left the range of numbers."
ALMOST = 0.01


def penalties(m: Any, finding: Finding, controls: Any) -> bool:
    """Losses from the courses, shares of weights from their sizes, those of outputs within what the means allow."""
    own = next(network for network in m.networks if network.key == finding.key)
    if finding.name != NAMES[finding.key] or m.counted != controls.counted:
        return False
    value = own.losses[-1] if m.counted == "loss" else 100 * getattr(own, m.counted)
    if not np.isfinite(value):
        return finding.value is None and reads(finding, LOST)
    return is_close(finding, value) and _is_counted(m, own, finding, controls)


def _is_counted(m: Any, own: Any, finding: Finding, controls: Any) -> bool:
    few = ALMOST
    match m.counted:
        case "loss":
            words = "after # epochs; # % of the new points are right."
            return reads(finding, words, m.epoch[-1], 100 * own.accuracy) and m.epoch[-1] <= controls.epochs
        case "weights":
            words = "of # weights are no larger than #; the mean of all sizes is #."
            counted = np.isclose((own.sizes <= few).mean(), own.weights)
            return bool(counted) and reads(finding, words, len(own.sizes), few, own.sizes.mean())
        case "outputs":
            words = "of the hidden outputs are no larger than #; the mean of all sizes is #."
            return _can_be_small(own) and reads(finding, words, few, own.activity.mean())
        case "units":
            words = "of # hidden units answer no more than # to any new point."
            # a unit all of whose outputs are small has a small mean
            possible = own.units <= (own.activity <= few).mean() + 1e-9
            return bool(possible) and reads(finding, words, len(own.activity), few)
    return False


def _can_be_small(own: Any) -> bool:
    """Whether the means of the units allow the share: what is not small has them at least as large as their parts."""
    return bool((1 - own.outputs) * ALMOST <= own.activity.mean() + 1e-9 and own.units <= own.outputs + 1e-9)

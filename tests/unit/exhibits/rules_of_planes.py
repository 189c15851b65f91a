"""What the findings of exhibits about networks of one hidden layer must say; a sentence that no rule knows is false."""

from functools import cache
from typing import Any

import numpy as np

from app.analysis.points import Points
from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads

LOST = "It has left the range of numbers."
NETWORKS = 8


def cuts(m: Any, finding: Finding, controls: Any) -> bool:
    """The best line by another search, and shares from those of all networks."""
    count, own = len(m.points), m.right[controls.units - 1]
    match finding.name:
        case "best straight line":
            words = "of the # points are right with the best of all straight lines."
            return is_close(finding, 100 * best_share(m.points)) and reads(finding, words, count)
        case "this network: right":
            if np.isnan(own[0]):
                return finding.value is None and reads(finding, LOST)
            words = "of the # points, with # numbers that are learned."
            return is_close(finding, 100 * own[0]) and reads(finding, words, count, m.parameters)
        case "networks of this size that get all right":
            words = "of # that differ in their first weights alone; their mean is # %."
            mean = 100 * np.nanmean(own) if np.isfinite(own).any() else None
            return is_close(finding, (own == 1).sum()) and reads(finding, words, NETWORKS, mean)
        case "fewest units that get all right":
            return _is_fewest(m, finding)
    return False


def _is_fewest(m: Any, finding: Finding) -> bool:
    solved = (m.right == 1).sum(axis=1)
    if not solved.any():
        words = "No network of # to # units gets all right, of # of each size at epoch #."
        return finding.value is None and reads(finding, words, 1, len(solved), NETWORKS, m.epoch)
    fewest = int((solved > 0).argmax()) + 1
    words = "With so many, # of # networks get every point right at epoch #."
    return is_close(finding, fewest) and reads(finding, words, solved[fewest - 1], NETWORKS, m.epoch)


def best_share(points: Points) -> float:
    """The largest share that a line gets right, of every threshold along every direction.

    Directions count as one until two points change places along them.
    """
    return _best_share(points.tobytes())


@cache
def _best_share(rows: bytes) -> float:
    points = np.frombuffer(rows).reshape(-1, 3)
    x, signs = points[:, :2], 2 * points[:, 2] - 1
    first, second = np.triu_indices(len(x), 1)
    turning = np.sort(np.arctan2(*(x[second] - x[first]).T[::-1]) % np.pi)
    angles = (turning + np.append(turning[1:], turning[0] + np.pi)) / 2 + np.pi / 2
    order = np.argsort(x @ np.stack((np.cos(angles), np.sin(angles))), axis=0)
    below = np.cumsum(signs[order], axis=0)
    ones = (signs > 0).sum()
    # right with those above a threshold of class 1, or of class 0
    above = np.concatenate((ones - below, ones - np.zeros_like(below[:1])))
    return float(np.maximum(above, len(x) - above).max() / len(x))

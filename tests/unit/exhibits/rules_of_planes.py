"""What the findings of exhibits about networks of one hidden layer must say; a sentence that no rule knows is false."""

from functools import cache
from typing import Any

import numpy as np

from app.analysis.points import Points
from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads

LOST = "It has left the range of numbers."
NO_SLOPE = "Some slopes are not finite."
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


def warp(m: Any, finding: Finding, _: Any) -> bool:
    """Shares of points from what the layer answers, and of places from the map of areas."""
    match finding.name:
        case "before: best straight line":
            words = "of the # points are right with the best of all straight lines."
            return is_close(finding, 100 * best_share(m.points)) and reads(finding, words, len(m.points))
        case "after: the output's straight cut":
            return _is_after(m, finding)
        case "plane that lies upside down":
            return m.has_sides and _is_folded(m, finding)
        case "plane squeezed flat":
            share = 100 * (np.abs(m.area) < 0.01).mean()
            return _is_of_slopes(finding, m.area, share, "keeps less than # % of its area.", 1)
        case "most a short step is stretched":
            words = "times; the least is #: the Jacobian's largest and smallest singular value on the map."
            # no area grows by more than both ways together
            is_bounded = not np.abs(m.area).max() > m.most**2 * (1 + 1e-9)
            return is_bounded and _is_of_slopes(finding, [m.most, m.least], m.most, words, m.least)
    return False


def _is_after(m: Any, finding: Finding) -> bool:
    if np.isnan(m.right[-1]):
        return finding.value is None and reads(finding, LOST)
    share = 100 * ((m.hidden @ m.cut + m.offset > 0) == m.points[:, 2]).mean()
    return is_close(finding, share) and reads(finding, "of the # points are right at epoch #.", len(m.points), m.epoch)


def _is_of_slopes(finding: Finding, slopes: Any, value: float, words: str, *numbers: float) -> bool:
    """Whether the finding is `value` and its `words`, or has none as not all `slopes` are finite."""
    if not np.isfinite(slopes).all():
        return finding.value is None and reads(finding, NO_SLOPE)
    return is_close(finding, value) and reads(finding, words, *numbers)


def _is_folded(m: Any, finding: Finding) -> bool:
    above, below = 100 * (m.area > 0).mean(), 100 * (m.area < 0).mean()
    words = (
        "The Jacobian's determinant is above # on # % of the plane and below # on # %: the smaller share lies upside "
        "down."
    )
    return _is_of_slopes(finding, m.area, min(above, below), words, 0, above, 0, below)


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

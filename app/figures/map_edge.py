"""The edge of what learned in a map: where pixels that learned meet others that did not."""

import numpy as np
from numpy.typing import NDArray

from app.analysis.points import Points


def edge_of(learned: NDArray[np.bool_], known: NDArray[np.bool_]) -> Points:
    """The sides of which it is made, (n, 2, 2): (x, y) of both ends of each, where pixel 0 goes from −½ to ½."""
    upright = (learned[:, 1:] != learned[:, :-1]) & known[:, 1:] & known[:, :-1]
    level = (learned[1:] != learned[:-1]) & known[1:] & known[:-1]
    parts = ((upright, ((0.5, -0.5), (0.5, 0.5))), (level, ((-0.5, 0.5), (0.5, 0.5))))
    # rows come first, and x before y
    sides = [np.argwhere(found)[:, None, ::-1] + np.array(ends) for found, ends in parts]
    return np.concatenate(sides, dtype=np.float64)

"""Space on a flat panel: points and a cube, turned about the upright axis and seen from a little above."""

import numpy as np

from app.analysis.points import Points

TILT = np.deg2rad(22)


def flat(points: Points, angle: float) -> Points:
    """Where points (n, 3) stand in the picture, (n, 2), turned by `angle` degrees about the third axis."""
    way = np.deg2rad(angle)
    across = points[:, 0] * np.cos(way) - points[:, 1] * np.sin(way)
    deep = points[:, 0] * np.sin(way) + points[:, 1] * np.cos(way)
    return np.column_stack((across, points[:, 2] * np.cos(TILT) + deep * np.sin(TILT)))


def cube(reach: float) -> Points:
    """The edges of [−reach, reach]³ as one path with gaps, (36, 3)."""
    corners = np.array([[x, y, z] for x in (-1, 1) for y in (-1, 1) for z in (-1, 1)], dtype=np.float64)
    pairs = [(a, b) for a in range(8) for b in range(a + 1, 8) if np.abs(corners[a] - corners[b]).sum() == 2]
    gap = np.full(3, np.nan)
    return np.array([point for a, b in pairs for point in (reach * corners[a], reach * corners[b], gap)])


def section(weights: Points, bias: float, reach: float) -> Points:
    """The outline, closed, in which the plane w·x + b = 0 cuts [−reach, reach]³: (n, 3), or none (0, 3)."""
    size = float(weights @ weights)
    if not (np.isfinite(size) and np.isfinite(bias)) or size == 0:
        return np.empty((0, 3))
    ends = cube(reach).reshape(12, 3, 3)[:, :2]
    sums = ends @ weights + bias
    cut = np.sign(sums[:, 0]) * np.sign(sums[:, 1]) < 0
    share = sums[cut, 0] / (sums[cut, 0] - sums[cut, 1])
    met = ends[cut, 0] + share[:, None] * (ends[cut, 1] - ends[cut, 0])
    if len(met) < 3:
        return np.empty((0, 3))
    # in order of their angle about the middle, within the plane
    out = met - met.mean(axis=0)
    other = np.cross(weights, out[0])
    order = np.argsort(np.arctan2(out @ other / np.sqrt(size), out @ out[0]))
    return met[np.append(order, order[0])]

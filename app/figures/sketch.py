"""A sketch of a curve: one small SVG path, for a gallery card."""

import math
from typing import TypeAlias

import numpy as np

from app.activations.bound import BoundActivation
from app.analysis.curves import Curve, Window, sample
from app.analysis.points import Points

WIDTH, HEIGHT = 96, 56
LOW, HIGH = -4.0, 4.0
POINTS = 49
BOTTOM, TOP = -1.6, 2.6
# half the length of a tangent, in the frame's units
HALF_TANGENT = 15.0

Spot: TypeAlias = tuple[float, float]
"""A place in the frame, from its left and its top."""


def sketch(activation: BoundActivation) -> tuple[str, str]:
    """The SVG path data of f and of f′ over [−4, 4], in a frame of 96 × 56 that every card shares."""
    curves = sample([activation], Window(low=LOW, high=HIGH, points=POINTS), order=1)
    (curve,) = curves.curves
    return _path(curves.x, curve, 0), _path(curves.x, curve, 1)


def place(x: float, y: float) -> Spot:
    """Where x and y stand in the frame."""
    return (x - LOW) / (HIGH - LOW) * WIDTH, (TOP - y) / (TOP - BOTTOM) * HEIGHT


def tangent(x: float, y: float, slope: float) -> tuple[Spot, Spot]:
    """The ends of a piece of the line with this slope through x and y, as long whatever the slope."""
    across, down = place(x, y)
    run, rise = WIDTH / (HIGH - LOW), -slope * HEIGHT / (TOP - BOTTOM)
    share = HALF_TANGENT / math.hypot(run, rise)
    return (across - share * run, down - share * rise), (across + share * run, down + share * rise)


def _path(x: Points, curve: Curve, order: int) -> str:
    y = curve.orders[order]
    if y is None:
        return ""
    across = (x - LOW) / (HIGH - LOW) * WIDTH
    down = (TOP - np.clip(y, BOTTOM - 1, TOP + 1)) / (TOP - BOTTOM) * HEIGHT
    breaks = {kink.at for kink in curve.kinks if kink.jumps[order]}
    pen = "M"
    steps: list[str] = []
    for at, px, py in zip(x.tolist(), across.tolist(), down.tolist(), strict=True):
        if at in breaks or math.isnan(py):
            pen = "M"
            continue
        steps.append(f"{pen}{px:.1f} {py:.1f}")
        pen = "L"
    return "".join(steps)

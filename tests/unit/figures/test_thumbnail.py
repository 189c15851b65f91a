"""Thumbnails: lines of many points keep their gaps, and what is faint stays faint."""

import numpy as np

from app.figures.panels import Panel, line, panels_figure
from app.figures.thumbnail import LONGEST, thumbnail


def test_a_line_of_many_points_has_as_many_parts_as_it_has_gaps_and_one() -> None:
    x = np.arange(4.0 * LONGEST)
    y = np.sin(x / 50)
    gaps = np.array([7, 101, 102, 999, 1503])
    y[gaps] = np.nan
    (stroke,) = thumbnail(panels_figure(((Panel(title="", traces=[line(x, y, "", 0)]),),)))
    # two that follow each other are one
    assert stroke.path.count("M") == len(gaps)
    assert stroke.path.count("L") < 1.1 * LONGEST


def test_faint_dots_stay_faint() -> None:
    dots = line(np.arange(5.0), np.arange(5.0), "", 0, mode="markers", marker={"opacity": 0.25})
    (stroke,) = thumbnail(panels_figure(((Panel(title="", traces=[dots]),),)))
    assert stroke.filled
    assert stroke.opacity == 0.25

"""A still draws what its figure says: points where the data lie, gaps where a number is missing, ticks as Plotly's."""

import re
from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.activations.reference import read
from app.analysis.curves import Window, sample
from app.analysis.points import Points
from app.figures.curves import curves_figure
from app.figures.panels import Panel, Trace, bars, heatmap, line, logarithmic, panels_figure
from app.figures.plotly import numbers
from app.figures.still.cells import MOST_CELLS
from app.figures.still.still import Still, StillPanel, still
from app.figures.still.strokes import FRAME
from app.figures.still.ticks import linear_ticks
from tests.unit.activations.trials import NAMES

# a fifth of a pixel of 250, six times at worst, and half a unit of rounding
NEAR = 50
FINITE = st.floats(-1e6, 1e6)


def panel_of(*traces: Trace, **axes: object) -> StillPanel:
    (panel,) = still(panels_figure(((Panel(title="p", traces=traces, **axes),),))).panels  # type: ignore[arg-type]
    return panel


def stretches(path: str) -> Iterator[Points]:
    """The points (n, 2) of each polyline of a path."""
    for part in path.split("M")[1:]:
        start, _, steps = part.partition("l")
        moves = np.array([start.split(), *np.reshape(steps.split(), (-1, 2))], dtype=float)
        yield np.cumsum(moves, axis=0)


def heights_at(path: str, x: Points) -> Points:
    """The height of a path's lines above the bottom of the frame at x, NaN in a gap."""
    heights = np.full(len(x), np.nan)
    for stretch in stretches(path):
        own = (x >= stretch[0, 0]) & (x <= stretch[-1, 0])
        heights[own] = FRAME - np.interp(x[own], stretch[:, 0], stretch[:, 1])
    return heights


@pytest.mark.parametrize("name", [*NAMES, "1/x", "where(x<0,tanh(x),exp(x))", "log(x)"])
def test_the_lines_of_curves_go_through_their_points(name: str) -> None:
    figure = curves_figure(sample([read(name)], Window(low=-6, high=6, points=401)), [name], ["value", "derivative"])
    for panel, axis in zip(still(figure, has_titles=False).panels, ("y", "y2"), strict=True):
        (trace,) = (trace for trace in figure["data"] if trace["mode"] == "lines" and trace["yaxis"] == axis)
        low, high = figure["layout"][axis.replace("y", "yaxis")]["range"]
        x, y = ((numbers(trace["x"]) + 6) / 12 * FRAME, (numbers(trace["y"]) - low) / (high - low) * FRAME)
        is_within = np.isfinite(y) & (np.abs(y) < 2 * FRAME)
        drawn = heights_at(panel.strokes[0].path, np.rint(x))
        # both sides of a jump have one x, within rounding
        steep = np.abs(np.gradient(np.nan_to_num(y))) > NEAR
        assert (np.abs(drawn - y)[is_within & ~steep] <= NEAR).all()
        assert panel.strokes[0].width == 2.5
        assert len(panel.strokes[0].path) < 4000


@given(st.lists(st.one_of(FINITE, st.sampled_from([np.nan, np.inf, -np.inf])), min_size=2, max_size=40))
def test_the_pen_is_lifted_wherever_a_number_is_missing(values: list[float]) -> None:
    y = np.array(values)
    panel = panel_of(line(np.arange(float(len(y))), y, "n", 0), y={"range": [-1e6, 1e6]})
    finite = "".join("x" if known else " " for known in np.isfinite(y))
    runs = [len(run) for run in finite.split() if len(run) > 1]
    drawn = [len(stretch) for stroke in panel.strokes for stretch in stretches(stroke.path)]
    assert len(drawn) == len(runs)
    assert all(2 <= points <= run for points, run in zip(drawn, runs, strict=True))


def test_bars_reach_from_zero_to_their_numbers() -> None:
    panel = panel_of(bars(["a", "b", "c"], np.array([1.0, np.nan, -1.0]), "n", 0), y={"range": [-2, 2]})
    (stroke,) = panel.strokes
    rectangles = [list(map(int, re.findall(r"\d+", part))) for part in stroke.path.split("M")[1:]]
    # a third of the panel each; up is less
    assert rectangles == [[0, 5000, 3333, 2500, 0], [6667, 5000, 10000, 7500, 6667]]
    assert not stroke.width


def test_a_map_has_the_sign_of_its_cells_and_no_more_of_them_than_are_seen() -> None:
    side = 3 * MOST_CELLS
    z = np.add.outer(np.linspace(-1, 1, side), np.zeros(side))
    strokes = panel_of(heatmap(z)).strokes
    below = [stroke for stroke in strokes if "D55E00" in stroke.ink]
    above = [stroke for stroke in strokes if "0072B2" in stroke.ink]
    assert len(below) == len(above) == 10
    # the first row is at the bottom, and a row of one colour is one rectangle
    tops = [int(re.findall(r"\d+", stroke.path)[1]) for stroke in above]
    assert all(top <= FRAME / 2 for top in tops)
    assert sum(stroke.path.count("M") for stroke in strokes) <= 2 * MOST_CELLS
    assert max(stroke.opacity for stroke in strokes) == 1


def test_a_logarithmic_axis_has_powers_and_leaves_out_what_has_none() -> None:
    y = np.array([1e-3, 0.0, -1.0, 10.0, 1.0])
    panel = panel_of(line(np.arange(5.0), y, "n", 0, mode="lines+markers"), y=logarithmic("size", y[y > 0]))
    ticks = {label.text: label.y for label in panel.labels if label.kind == "tick" and label.anchor == "end"}
    assert ticks == {"10⁻³": 100, "10⁻²": 75, "10⁻¹": 50, "1": 25, "10": 0}
    (course, dots) = panel.strokes
    assert [len(stretch) for stretch in stretches(course.path)] == [2]
    assert dots.path.count("h0") == 3


@given(FINITE, st.floats(1e-6, 1e6), st.integers(2, 10))
def test_ticks_are_round_within_the_axis_and_not_more_than_asked(low: float, span: float, most: int) -> None:
    ticks = list(linear_ticks(low, low + span, {"nticks": most}))
    room = 1e-6 * max(span, abs(low))
    assert all(low - room <= tick.at <= low + span + room for tick in ticks)
    assert len(ticks) <= most + 1
    assert len({tick.text for tick in ticks}) == len(ticks) or span < 1e-3 * abs(low)
    for tick in ticks:
        assert re.fullmatch(r"−?\d+(\.\d+)?(×10⁻?[⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", tick.text)


@pytest.mark.parametrize(
    ("low", "high", "spec", "texts"),
    [
        (0, 1, {"nticks": 5}, ["0", "0.5", "1"]),
        (-6, 6, {"nticks": 8}, ["−6", "−4", "−2", "0", "2", "4", "6"]),
        (0, 0.08, {"nticks": 5, "tickformat": ".0%"}, ["0%", "2%", "4%", "6%", "8%"]),
        (0, 30000, {"nticks": 5}, ["0", "1×10⁴", "2×10⁴", "3×10⁴"]),
        (-0.00004, 0.00004, {"nticks": 5}, ["−4×10⁻⁵", "−2×10⁻⁵", "0", "2×10⁻⁵", "4×10⁻⁵"]),
        (0, 3, {"nticks": 5, "dtick": 2}, ["0", "2"]),
    ],
)
def test_ticks_are_written_as_people_write_them(
    low: float, high: float, spec: dict[str, object], texts: list[str]
) -> None:
    assert [tick.text for tick in linear_ticks(low, high, spec)] == texts


def test_what_is_written_is_plain_text() -> None:
    hostile = 'where(x<0,"&",x)</text>'
    trace = line(np.arange(2.0), np.arange(2.0), "&lt;i&gt;", 0)
    picture: Still = still(panels_figure(((Panel(title=hostile.replace("</text>", ""), traces=[trace]),),)))
    assert picture.panels[0].title == 'where(x<0,"&",x)'
    assert picture.legend[0].name == "<i>"

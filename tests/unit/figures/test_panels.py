"""Figures of several panels: where each stands, on which axes its traces lie, and the small picture of one of them."""

import numpy as np
import plotly.graph_objects as go
import pytest

from app.figures.panels import Panel, bars, heatmap, line, logarithmic, panels_figure
from app.figures.still.still import still
from app.figures.thumbnail import HEIGHT, WIDTH, thumbnail

X = np.array([0.0, 1.0, 2.0])
Y = np.array([1.0, np.nan, 4.0])


def panel(title: str, *, is_cover: bool = False) -> Panel:
    return Panel(title=title, traces=[line(X, Y, title, 0)], is_cover=is_cover)


def test_each_trace_lies_on_the_axes_of_its_panel() -> None:
    figure = panels_figure(((panel("a"), panel("b")), (panel("c"),)))
    assert [(trace["xaxis"], trace["yaxis"]) for trace in figure["data"]] == [("x", "y"), ("x2", "y2"), ("x3", "y3")]
    assert [note["text"] for note in figure["layout"]["annotations"]] == ["<b>a</b>", "<b>b</b>", "<b>c</b>"]
    go.Figure(figure)


def test_panels_do_not_overlap_and_fill_the_frame() -> None:
    layout = panels_figure(((panel("a"), panel("b")), (panel("c"),)))["layout"]
    a, b, c = ((layout[f"xaxis{n}"]["domain"], layout[f"yaxis{n}"]["domain"]) for n in ("", "2", "3"))
    assert a[0][0] == c[0][0] == 0
    assert b[0][1] == c[0][1] == pytest.approx(1)
    assert a[0][1] < b[0][0]
    assert a[1] == b[1]
    assert a[1][1] == 1
    assert c[1][0] == pytest.approx(0)
    assert c[1][1] < a[1][0]


def test_a_row_is_as_tall_as_asked_and_so_is_a_panel_alone_on_a_narrow_page() -> None:
    panels = ((panel("a"), panel("b")),)
    usual = panels_figure(panels)["layout"]["meta"]
    tall = panels_figure(panels, height=700, narrow=600)["layout"]["meta"]
    assert (usual["height"], usual["narrow"]) == (400, 280)
    assert (tall["height"], tall["narrow"]) == (700, 600)


def test_bars_that_lie_are_stood_up_in_the_small_picture() -> None:
    standing = bars(["a", "b"], np.array([1.0, 2.0]), "n", 0)
    lying = standing | {"x": standing["y"], "y": standing["x"], "orientation": "h"}
    upright, turned = (thumbnail(panels_figure(((Panel(title="p", traces=[trace]),),))) for trace in (standing, lying))
    assert upright == turned


@pytest.mark.parametrize(
    ("values", "ends"), [([0.2, 0.9], [-1, 0]), ([1.0, 1.0], [0, 1]), ([1e-20, 3.0], [-20, 1]), ([np.nan, 0.0], [0, 1])]
)
def test_a_logarithmic_axis_runs_from_one_power_of_ten_to_another(values: list[float], ends: list[int]) -> None:
    axis = logarithmic("size", np.array(values))
    assert axis["range"] == ends
    assert (ends[1] - ends[0]) / axis["dtick"] <= 5


def test_a_bar_without_a_height_is_named_where_it_would_stand() -> None:
    names = ("a", "b")
    traces = [bars(names, np.array([np.nan, 2.0]), "first", 0), bars(names, np.array([1.0, -np.inf]), "second", 1)]
    figure = panels_figure(([Panel(title="p", traces=traces)],), barmode="group", bargap=0.5)
    # names are a distance of 1 apart, of which both bars have a half
    notes = [(note["text"], note["x"]) for note in figure["layout"]["annotations"][1:]]
    assert notes == [("NaN", -0.125), ("−∞", 1.125)]
    (drawn,) = still(figure).panels
    assert [label.text for label in drawn.labels if label.kind == "mark"] == ["NaN", "−∞"]
    alone = panels_figure(([Panel(title="p", traces=[bars(X, Y, "y", 0)])],))["layout"]
    assert [(note["text"], note["x"]) for note in alone["annotations"][1:]] == [("NaN", 1.0)]
    assert alone["meta"]["panels"] == 1
    go.Figure(figure)


def test_the_small_picture_is_of_the_cover() -> None:
    (stroke,) = thumbnail(panels_figure(((panel("a"), panel("b", is_cover=True)),)))
    # a gap where there is no number
    assert stroke.path.count("M") == 2
    assert not stroke.filled


def test_bars_and_cells_stay_within_the_small_picture() -> None:
    for trace in (bars(["a", "b"], np.array([-1.0, 2.0]), "n", 0), heatmap(np.array([[1.0, -2.0], [0.0, 3.0]]))):
        strokes = thumbnail(panels_figure(((Panel(title="p", traces=[trace]),),)))
        assert strokes
        for stroke in strokes:
            starts = [part.partition("h")[0].split() for part in stroke.path.split("M")[1:]]
            assert all(0 <= float(x) <= WIDTH and 0 <= float(y) <= HEIGHT for x, y in starts)

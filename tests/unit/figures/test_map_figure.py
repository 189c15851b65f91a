"""A map as a figure of Plotly: its numbers, its colours, its marks, and panels on the same axes."""

from typing import Any

import numpy as np
import plotly.graph_objects as go
import pytest

from app.figures.drawn_map import DrawnAxis, DrawnMap
from app.figures.map_figure import map_figure
from app.figures.map_scale import scale_of
from app.figures.plotly import numbers

NAN = float("nan")
LR = DrawnAxis(title="Learning rate", values=(0.01, 0.1, 1.0, 10.0), is_log=True, is_whole=False)
ALPHA = DrawnAxis(title="α", values=(0.0, 0.5, 1.0), is_log=False, is_whole=False)
# two that diverged side by side and one apart, one without a value, one that is not known
VALUES = [[0.001, 0.01, NAN, NAN], [0.0, 0.02, 0.3, NAN], [0.5, NAN, 2.0, NAN]]
DIVERGED = [[0, 0, 1, 1], [0, 0, 0, 1], [0, 0, 0, 0]]
KNOWN = [[1, 1, 1, 1], [1, 1, 1, 1], [1, 1, 1, 0]]
LEARNED = [[1, 1, 0, 0], [1, 0, 0, 0], [0, 0, 0, 0]]

# what the part of Plotly that the pages load can draw
CARTESIAN = {"heatmap", "scatter"}


def drawn(*names: str, measure: str = "final_loss", values: Any = VALUES, title: str = "loss") -> DrawnMap:
    """The same map for each name."""

    def repeated(rows: Any, kind: type) -> Any:
        return np.array([rows] * len(names), dtype=kind)

    return DrawnMap(
        names=names,
        x=LR,
        y=ALPHA,
        measure=measure,
        title=title,
        aim="90 %",
        values=repeated(values, float),
        learned=repeated(LEARNED, bool),
        diverged=repeated(DIVERGED, bool),
        known=repeated(KNOWN, bool),
    )


def traces(figure: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace["type"] == kind]


def named(figure: dict[str, Any], name: str) -> list[dict[str, Any]]:
    return [trace for trace in figure["data"] if trace.get("name", "").startswith(name)]


def test_is_a_figure_that_the_pages_could_draw() -> None:
    for measure in ("final_loss", "accuracy", "gradient_ratio"):
        figure = map_figure(drawn("tanh", "where(x<0, x, 2*x)", measure=measure))
        assert len(go.Figure(figure).to_plotly_json()["data"]) == len(figure["data"])
        assert {trace["type"] for trace in figure["data"]} <= CARTESIAN
        assert "where(x&lt;0, x, 2*x)" in figure["layout"]["annotations"][1]["text"]


def test_each_pixel_stands_at_its_values_with_what_was_measured() -> None:
    pixels, gaps = traces(map_figure(drawn("tanh")), "heatmap")
    for trace in (pixels, gaps):
        assert numbers(trace["x"]).tolist() == [*LR.values]
        assert numbers(trace["y"]).tolist() == [*ALPHA.values]
    np.testing.assert_array_equal(numbers(pixels["customdata"]), VALUES)
    # logarithms, and 0 with the least that has one
    expected = np.log10([[0.001, 0.01, NAN, NAN], [0.001, 0.02, 0.3, NAN], [0.5, NAN, 2.0, NAN]])
    np.testing.assert_allclose(numbers(pixels["z"]), expected)
    assert pixels["text"][0][:2] == ["learned", "learned"]
    assert pixels["text"][2][0] == "stuck"
    np.testing.assert_array_equal(np.isnan(numbers(gaps["z"])), np.isfinite(VALUES))
    assert [gaps["text"][row][column] for row, column in ((0, 2), (2, 1), (2, 3))] == [
        "diverged",
        "no value",
        "not trained yet",
    ]
    assert "Learning rate: %{x" in pixels["hovertemplate"]
    assert "α: %{y" in gaps["hovertemplate"]


def test_values_on_a_linear_scale_stand_as_they_are() -> None:
    accuracies = np.where(np.isfinite(VALUES), 0.75, NAN)
    figure = map_figure(drawn("tanh", measure="accuracy", values=accuracies))
    pixels, _ = traces(figure, "heatmap")
    np.testing.assert_array_equal(numbers(pixels["z"]), accuracies)
    assert "customdata" not in pixels
    colours = figure["layout"]["coloraxis"]
    assert (colours["cmin"], colours["cmax"]) == (0.75, 1)
    assert colours["colorbar"]["ticktext"] == ["75 %", "87.5 %", "100 %"]


@pytest.mark.parametrize("measure", ["final_loss", "accuracy", "gradient_ratio"])
def test_a_value_has_the_colour_that_it_has_on_the_page_and_in_a_png(measure: str) -> None:
    made = drawn("tanh", measure=measure, title="told")
    axis = map_figure(made)["layout"]["coloraxis"]
    scale = scale_of(measure, made.values)
    assert scale is not None
    values = np.geomspace(scale.low, scale.high, 500) if scale.is_log else np.linspace(scale.low, scale.high, 500)
    places = np.log10(values) if scale.is_log else values
    shares = (places - axis["cmin"]) / (axis["cmax"] - axis["cmin"])
    # as Plotly mixes them
    at = [stop for stop, _ in axis["colorscale"]]
    stops = np.array([colour[4:-1].split(", ") for _, colour in axis["colorscale"]], dtype=float)
    mixed = np.stack([np.interp(shares, at, part) for part in stops.T], axis=-1)
    assert np.abs(mixed - 255 * scale.colours(scale.share(values))).max() < 1
    assert axis["colorbar"]["title"]["text"] == "told"


def test_values_that_are_all_alike_have_the_colour_in_the_middle() -> None:
    axis = map_figure(drawn("tanh", values=np.full((3, 4), 1e20)))["layout"]["coloraxis"]
    assert axis["cmin"] < 1e20 < axis["cmax"]
    assert axis["cmin"] + axis["cmax"] == 2e20
    assert axis["colorbar"]["ticktext"] == ["1\u00a0×\u00a010²⁰"]


def test_where_nothing_has_a_value_there_are_marks_alone() -> None:
    figure = map_figure(drawn("tanh", values=np.full((3, 4), NAN)))
    go.Figure(figure)
    assert "coloraxis" not in figure["layout"]
    assert len(traces(figure, "heatmap")) == 1


def test_marks_lie_on_the_pixels_that_they_mark_and_nowhere_else() -> None:
    figure = map_figure(drawn("tanh"))
    blank = [[0, 0, 0, 0], [0, 0, 0, 0], [0, 1, 0, 0]]
    for name, expected in (("diverged", DIVERGED), ("no value", blank)):
        (mark,) = named(figure, name)
        x, y = (numbers(mark[axis]).reshape(-1, 5) for axis in "xy")
        assert np.isnan(x[:, 4]).all()
        held = [
            [sum(left < lr < right and low < alpha < high for left, right, low, high in zip(
                x[:, 0], x[:, 1], y[:, 0], y[:, 2], strict=True)) for lr in LR.values]
            for alpha in ALPHA.values
        ]  # fmt: skip
        assert held == expected


def test_the_line_goes_between_what_learned_and_what_did_not() -> None:
    halo, edge = named(map_figure(drawn("tanh")), "edge")
    assert edge["name"] == "edge of what reached 90 %"
    assert (halo["showlegend"], edge["showlegend"]) == (False, True)
    x, y = (numbers(edge[axis]).reshape(-1, 3) for axis in "xy")
    assert np.isnan(x[:, 2]).all()
    root = 10**0.5
    sides = {tuple(np.round([*x[i, :2], *y[i, :2]], 9).tolist()) for i in range(len(x))}
    assert sides == {
        tuple(np.round(side, 9).tolist())
        for side in (
            # (x, x, y, y): to the right of those that learned, and above them
            (root / 10, root / 10, -0.25, 0.25),
            (root / 100, root / 100, 0.25, 0.75),
            (root / 100, root / 10, 0.25, 0.25),
            (root / 1000, root / 100, 0.75, 0.75),
        )
    }


def test_panels_are_on_the_same_axes_and_the_legend_names_each_mark_once() -> None:
    figure = map_figure(drawn("tanh", "relu", "elu", "silu"))
    layout = figure["layout"]
    for letter, ends in (("x", [-2.5, 1.5]), ("y", [-0.25, 1.25])):
        axes = {name: axis for name, axis in layout.items() if name.startswith(f"{letter}axis")}
        assert len(axes) == 4
        for name, axis in axes.items():
            assert axis["range"] == pytest.approx(ends)
            assert axis.get("matches") == (None if name == f"{letter}axis" else letter)
            assert axis.get("type") == ("log" if letter == "x" else None)
        # two and two, all of one size
        assert len({round(axis["domain"][1] - axis["domain"][0], 9) for axis in axes.values()}) == 1
    legend = [trace["name"] for trace in figure["data"] if trace["showlegend"]]
    assert legend == ["diverged", "no value", "edge of what reached 90 %"]

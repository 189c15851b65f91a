"""A figure of curves is valid Plotly: a panel for each quantity, a gap at each jump, markers on both its sides."""

import base64
import itertools
import math
from typing import Any

import numpy as np
import orjson
import plotly.graph_objects as go
import plotly.io
import pytest

from app.activations.bound import bind
from app.activations.reference import read
from app.analysis.curves import Curves, Window, sample
from app.analysis.points import Points
from app.analysis.precision import DTYPES, DtypeName
from app.figures.curves import PANELS, curves_figure
from app.figures.plotly import PALETTE, colour, dash, typed_array
from tests.unit.activations.trials import BY_NAME, NAMES, trials

WINDOW = Window(low=-4, high=4, points=33)
Figure = dict[str, Any]
Trace = dict[str, Any]


def figure_of(
    *references: str,
    where: Window | list[float] = WINDOW,
    show: tuple[str, ...] = tuple(PANELS),
    dtype: DtypeName = "float64",
) -> Figure:
    curves = sample([read(reference) for reference in references], where, dtype=dtype)
    return curves_figure(curves, references, show)


def array(values: dict[str, str] | list[float]) -> Points:
    """What Plotly reads from a typed array, or from a list."""
    if isinstance(values, dict):
        return np.frombuffer(base64.b64decode(values["bdata"]), dtype=values["dtype"])
    return np.array(values)


def name_of(panel: int) -> str:
    return "y" if panel == 0 else f"y{panel + 1}"


def lines(figure: Figure, panel: int = 0) -> list[Trace]:
    axis = name_of(panel)
    return [trace for trace in figure["data"] if trace["mode"] == "lines" and trace["yaxis"] == axis]


def markers(figure: Figure, symbol: str, panel: int = 0) -> list[tuple[float, float]]:
    axis = name_of(panel)
    return [
        (x, y)
        for trace in figure["data"]
        if trace["mode"] == "markers" and trace["yaxis"] == axis
        for x, y, drawn_as in zip(trace["x"], trace["y"], trace["marker"]["symbol"], strict=True)
        if drawn_as == symbol
    ]


def opened(figure: Figure, panel: int = 0) -> list[tuple[float, float]]:
    return markers(figure, "circle-open", panel)


def closed(figure: Figure, panel: int = 0) -> list[tuple[float, float]]:
    return markers(figure, "circle", panel)


def drawn(curves: Curves, name: str) -> Figure:
    return curves_figure(curves, [name], tuple(PANELS))


@pytest.mark.parametrize("name", NAMES)
def test_every_figure_is_valid_plotly(name: str) -> None:
    for params in trials(BY_NAME[name])[:5]:
        figure = drawn(sample([bind(BY_NAME[name], params)], WINDOW), name)
        assert go.Figure(figure).to_plotly_json()["data"]
        served = orjson.dumps(figure).decode()
        assert plotly.io.from_json(served).to_plotly_json() == go.Figure(figure).to_plotly_json()


@pytest.mark.parametrize("dtype", DTYPES)
def test_many_curves_in_any_dtype_are_valid_plotly(dtype: DtypeName) -> None:
    figure = figure_of("elu", "hardshrink", "log(x)", "1/x", *NAMES[:12], dtype=dtype)
    assert len(go.Figure(figure).to_plotly_json()["data"]) == len(figure["data"])


def test_has_a_panel_for_each_quantity_over_one_x_axis() -> None:
    figure = figure_of("gelu", "silu")
    axes = [axis for axis in figure["layout"] if axis.startswith("yaxis")]
    assert axes == ["yaxis", "yaxis2", "yaxis3"]
    assert {trace["xaxis"] for trace in figure["data"]} == {"x"}
    assert [axis for axis in figure["layout"] if axis.startswith("xaxis")] == ["xaxis"]
    assert figure["layout"]["xaxis"]["anchor"] == "y3"
    for panel in range(3):
        assert [trace["name"] for trace in lines(figure, panel)] == ["gelu", "silu"]


@pytest.mark.parametrize("shown", [("value",), ("derivative",), ("value", "second_derivative"), tuple(PANELS)])
def test_draws_only_the_panels_that_are_shown(shown: tuple[str, ...]) -> None:
    curves = sample([read("gelu")], WINDOW)
    figure = curves_figure(curves, ["gelu"], shown)
    assert len(lines(figure)) == 1
    assert sum(axis.startswith("yaxis") for axis in figure["layout"]) == len(shown)
    for panel, name in enumerate(shown):
        expected = curves.curves[0].orders[list(PANELS).index(name)]
        assert expected is not None
        np.testing.assert_array_equal(array(lines(figure, panel)[0]["y"]), expected)


def test_the_panels_stack_from_the_top_and_do_not_overlap() -> None:
    for shown in (("value",), ("value", "derivative"), tuple(PANELS)):
        layout = figure_of("gelu", show=shown)["layout"]
        domains = [layout["yaxis" if i == 0 else f"yaxis{i + 1}"]["domain"] for i in range(len(shown))]
        assert domains[0][1] == 1
        assert domains[-1][0] == pytest.approx(0, abs=1e-12)
        assert all(0 <= low < high <= 1 for low, high in domains)
        assert all(upper[0] > lower[1] for upper, lower in itertools.pairwise(domains))


def test_each_curve_has_one_colour_in_all_panels_and_one_entry_in_the_legend() -> None:
    figure = figure_of("hardshrink", "relu", "gelu")
    for index, name in enumerate(("hardshrink", "relu", "gelu")):
        own = [trace for trace in figure["data"] if trace["legendgroup"] == f"curve{index}"]
        assert {(trace.get("line") or trace["marker"])["color"] for trace in own} == {colour(index)}
        assert [trace["name"] for trace in own if trace["showlegend"]] == [name]


def test_a_line_carries_the_curve_as_it_was_sampled() -> None:
    curves = sample([read("gelu")], WINDOW)
    (line,) = lines(curves_figure(curves, ["gelu"], ["value"]))
    np.testing.assert_array_equal(array(line["x"]), curves.x)
    np.testing.assert_array_equal(array(line["y"]), curves.curves[0].orders[0])


@pytest.mark.parametrize(
    ("reference", "gaps"),
    [
        ("sigmoid", ([], [], [])),
        ("relu", ([], [0], [])),
        ("elu", ([], [], [0])),
        ("selu", ([], [0], [0])),
        ("hardshrink", ([-0.5, 0.5], [-0.5, 0.5], [])),
        ("thresholded_relu", ([1], [1], [])),
        ("hard_swish", ([], [-3, 3], [-3, 3])),
        ("isrlu", ([], [], [])),
    ],
)
def test_the_pen_is_lifted_exactly_where_a_quantity_jumps(reference: str, gaps: tuple[list[float], ...]) -> None:
    figure = figure_of(reference)
    for panel, expected in enumerate(gaps):
        (line,) = lines(figure, panel)
        assert array(line["x"])[np.isnan(array(line["y"]))].tolist() == expected


def test_a_line_reaches_both_sides_of_a_gap() -> None:
    (line,) = lines(figure_of("binary_step"))
    x, y = array(line["x"]), array(line["y"])
    gap = int(np.flatnonzero(np.isnan(y))[0])
    assert x[gap] == 0
    assert (y[gap - 1], y[gap + 1]) == (0, 1)
    assert x[gap + 1] - x[gap - 1] < 1e-12


# a closed marker where torch puts the value, an open one at each side that it leaves
@pytest.mark.parametrize(
    ("reference", "panel", "filled", "hollow"),
    [
        ("relu", 1, [(0, 0)], [(0, 1)]),
        ("leaky_relu(alpha=0.2)", 1, [(0, 0.2)], [(0, 1)]),
        ("abs", 1, [(0, 0)], [(0, -1), (0, 1)]),
        ("binary_step", 0, [(0, 1)], [(0, 0)]),
        ("thresholded_relu(theta=2)", 0, [(2, 0)], [(2, 2)]),
        ("hardshrink", 0, [(-0.5, 0), (0.5, 0)], [(-0.5, -0.5), (0.5, 0.5)]),
        ("hard_swish", 1, [(-3, 0), (3, 1)], [(-3, -0.5), (3, 1.5)]),
        ("softsign", 2, [(0, 0)], [(0, 2), (0, -2)]),
        ("sigmoid", 0, [], []),
        ("isrlu", 2, [], []),
    ],
)
def test_a_jump_has_a_closed_and_an_open_end(
    reference: str, panel: int, filled: list[tuple[float, float]], hollow: list[tuple[float, float]]
) -> None:
    figure = figure_of(reference)
    np.testing.assert_allclose(np.array(closed(figure, panel)), np.array(filled), atol=1e-12)
    np.testing.assert_allclose(np.array(opened(figure, panel)), np.array(hollow), atol=1e-12)


BROKEN = [
    ("tan(x)", [-math.pi / 2, math.pi / 2]),
    ("1/(x-0.3003)", [0.3003]),
    ("1/(x-1)**2", [1]),
    ("1/(1-cos(x))", [0]),
    ("log(abs(x-0.7))", [0.7]),
    ("exp(-1/x)", [0]),
    ("where(x>0,1,-1)", [0]),
    ("where(x<.0013,0,1)", [0.0013]),
    ("sign(x-1)+tanh(x)", [1]),
    ("hardshrink(x-1,theta=t)|t=0.3", [0.7, 1.3]),
    ("x/abs(x)", [0]),
    ("(x-1)/(x-1)", [1]),
    ("where(x==0,5,x)", [0]),
]


@pytest.mark.parametrize(("expression", "breaks"), BROKEN)
@pytest.mark.parametrize("points", [33, 50, 401])
def test_the_pen_is_lifted_where_an_expression_breaks(expression: str, breaks: list[float], points: int) -> None:
    (line,) = lines(figure_of(expression, where=Window(low=-4, high=4, points=points)))
    gaps = array(line["x"])[~np.isfinite(array(line["y"]))]
    np.testing.assert_allclose(gaps, breaks, rtol=1e-15)


@pytest.mark.parametrize("expression", ["gelu(x)*sin(x)", "x/(1+x**2)", "max(x,x)", "where(x>0,x,x)", "tanh(9*x)"])
def test_the_pen_is_never_lifted_where_an_expression_is_smooth(expression: str) -> None:
    for panel in range(3):
        (line,) = lines(figure_of(expression), panel)
        assert np.isfinite(array(line["y"])).all()


@pytest.mark.parametrize(
    ("expression", "panel", "filled", "hollow"),
    [
        ("where(x>0,1,-1)", 0, [(0, -1)], [(0, 1)]),
        ("(x-1)/(x-1)", 0, [], [(1, 1), (1, 1)]),
        ("where(x==0,5,x)", 0, [(0, 5)], [(0, 0), (0, 0)]),
        ("exp(-1/x)", 0, [(0, 0)], []),
        ("1/x", 0, [], []),
        ("max(x-1,0)", 1, [(1, 0.5)], [(1, 0), (1, 1)]),
        ("sqrt(abs(x))", 1, [], []),
    ],
)
def test_a_break_of_an_expression_has_dots_where_it_has_ends(
    expression: str, panel: int, filled: list[tuple[float, float]], hollow: list[tuple[float, float]]
) -> None:
    figure = figure_of(expression)
    np.testing.assert_allclose(np.reshape(closed(figure, panel), (-1, 2)), np.reshape(filled, (-1, 2)), atol=1e-12)
    np.testing.assert_allclose(np.reshape(opened(figure, panel), (-1, 2)), np.reshape(hollow, (-1, 2)), atol=1e-12)


@pytest.mark.parametrize("low", [-6.0, 0.0, -1.5707])
@pytest.mark.parametrize(
    ("expression", "highest"), [("tan(x)", 20), ("1/x", 20), ("1/(x-0.3003)", 20), ("1/sin(x)", 20), ("log(abs(x))", 3)]
)
def test_a_pole_does_not_set_the_range(expression: str, highest: float, low: float) -> None:
    span = [
        figure_of(expression, where=Window(low=low, high=6, points=n))["layout"]["yaxis"]["range"] for n in (60, 801)
    ]
    assert np.abs(span).max() <= highest


def test_values_that_are_not_finite_are_gaps_too() -> None:
    (line,) = lines(figure_of("log(x)", where=Window(low=-1, high=1, points=5)))
    # −inf at 0 is no number that a pen can reach: Plotly leaves out whatever is not finite
    assert np.isfinite(array(line["y"])).tolist() == [False, False, False, True, True]


@pytest.mark.parametrize("reference", ["hardshrink", "binary_step", "thresholded_relu(theta=0.1)"])
@pytest.mark.parametrize("x", [[-1.0, -0.25, 0.6, 2.0], [2.0, 0.6, -1.0, -0.25], [0.0, 0.1], [3.0]])
@pytest.mark.parametrize("dtype", DTYPES)
def test_an_x_asked_for_keeps_its_value(reference: str, x: list[float], dtype: DtypeName) -> None:
    curves = sample([read(reference)], x, dtype=dtype)
    figure = curves_figure(curves, [reference], ["value"])
    expected = curves.curves[0].orders[0]
    assert expected is not None
    (line,) = lines(figure)
    shown = [(a, b) for a, b in zip(array(line["x"]), array(line["y"]), strict=True) if not np.isnan(b)]
    shown += closed(figure)
    for point, y in zip(curves.x, expected, strict=True):
        assert any(abs(a - point) <= 1e-2 and b == y for a, b in shown), (point, y, shown)


@pytest.mark.parametrize("dtype", DTYPES)
def test_a_jump_is_a_gap_in_every_dtype(dtype: DtypeName) -> None:
    # 0.3 is no number of any of the formats: the kink is rounded to one side
    figure = figure_of("hardshrink(theta=0.3)", dtype=dtype)
    (line,) = lines(figure)
    assert np.isnan(array(line["y"])).sum() == 2
    x, y = array(line["x"]), array(line["y"])
    for i in np.flatnonzero(np.isnan(y)):
        assert abs(y[i - 1] - y[i + 1]) == pytest.approx(0.3, abs=0.05)
        assert abs(abs(x[i]) - 0.3) < 0.05


def test_typed_arrays_carry_every_number() -> None:
    numbers = np.array([0.1, -1e300, 5e-324, np.nan, np.inf, -np.inf, -0.0])
    np.testing.assert_array_equal(array(typed_array(numbers)), numbers)


def test_a_typed_array_of_every_second_number_is_those_numbers() -> None:
    every_second = np.arange(10.0)[::2]
    np.testing.assert_array_equal(array(typed_array(every_second)), every_second)


def test_eight_curves_differ_in_colour_and_sixteen_are_told_apart() -> None:
    assert len(set(PALETTE)) == 8
    assert len({(colour(i), dash(i)) for i in range(8)}) == 8
    assert [dash(i) for i in range(8)] == ["solid"] * 4 + ["dash"] * 4
    assert [colour(i) for i in range(8, 16)] == list(PALETTE)


@pytest.mark.parametrize("name", NAMES)
def test_the_y_axis_holds_all_that_is_drawn_and_little_more(name: str) -> None:
    for params in trials(BY_NAME[name])[:5]:
        figure = drawn(sample([bind(BY_NAME[name], params)], WINDOW), name)
        for panel, axis in enumerate(("yaxis", "yaxis2", "yaxis3")):
            y = np.concatenate([array(trace["y"]) for trace in figure["data"] if trace["yaxis"] == name_of(panel)])
            low, high = figure["layout"][axis]["range"]
            assert low < np.nanmin(y)
            assert np.nanmax(y) < high
            assert high - low <= 1.5 * max(np.ptp(y[np.isfinite(y)]), 1e-9) or np.ptp(y[np.isfinite(y)]) == 0


def test_the_y_axis_stands_still_while_a_slider_moves() -> None:
    ranges = [figure_of(f"elu(alpha={1 + step / 100})")["layout"]["yaxis"]["range"] for step in range(30)]
    assert len(set(ranges)) <= 3


@pytest.mark.parametrize("expression", ["log(-abs(x)-1)", "x*0+5", "1/x", "exp(x**8)", "x*1e-300"])
def test_the_y_axis_takes_any_numbers(expression: str) -> None:
    for axis, style in figure_of(expression)["layout"].items():
        if axis.startswith("yaxis") and style["range"] is not None:
            low, high = style["range"]
            assert np.isfinite([low, high]).all()
            assert low < high

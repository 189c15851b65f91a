"""What a y axis spans: everything, but for what would flatten the rest; or what a reader asks for."""

import math

import numpy as np
import plotly.graph_objects as go
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.activations.reference import read
from app.analysis.curves import Window, sample
from app.figures.curves import Heights, curves_figure
from app.figures.ranges import ends_given, equal_range, linear_range, logarithmic_range
from tests.unit.activations.trials import NAMES
from tests.unit.figures.test_curves import array, lines, markers

WINDOW = Window(low=-6, high=6, points=401)
SEVEN = ("relu", "sigmoid", "tanh", "gelu", "elu", "silu", "softsign")


def range_of(*references: str, order: int = 0, where: Window = WINDOW) -> tuple[float, float]:
    found = linear_range(sample([read(reference) for reference in references], where), order)
    assert found is not None
    return found


def test_one_curve_that_explodes_does_not_flatten_seven() -> None:
    low, high = range_of(*SEVEN)
    for explosive in ("exp(exp(x))", "exponential", "x^5", "sinh(x)"):
        bottom, top = range_of(*SEVEN, explosive)
        assert bottom <= low < high <= top
        assert top - bottom <= 4 * (high - low)


def test_nor_itself_when_it_is_alone() -> None:
    low, high = range_of("exp(exp(x))")
    assert low < 1
    assert 10 < high < 1e5


@pytest.mark.parametrize("reference", ["exponential", "x^3", "gaussian", "tanh(100*x)", "binary_step", "x^9"])
def test_what_is_only_large_or_narrow_is_shown_whole(reference: str) -> None:
    y = sample([read(reference)], WINDOW, order=1).curves[0].orders
    for order in (0, 1):
        values = y[order]
        assert values is not None
        low, high = range_of(reference, order=order)
        assert low < values.min()
        assert values.max() < high


@given(names=st.lists(st.sampled_from(NAMES), min_size=1, max_size=8), order=st.integers(0, 2))
def test_some_curve_is_always_whole_in_sight(names: list[str], order: int) -> None:
    curves = sample([read(name) for name in names], WINDOW)
    found = linear_range(curves, order)
    assert found is not None
    spans = [(np.nanmin(y), np.nanmax(y)) for curve in curves.curves if (y := curve.orders[order]) is not None]
    assert any(found[0] <= low and high <= found[1] for low, high in spans)


def test_the_largest_numbers_have_a_range() -> None:
    low, high = range_of("1000000*sinh(x)*1000000", where=Window(low=-700, high=700, points=401))
    assert math.isfinite(low)
    assert math.isfinite(high)


def test_a_curve_that_leaves_a_panel_is_marked_where_it_does() -> None:
    curves = sample([read("relu"), read("x^5")], WINDOW)
    figure = curves_figure(curves, ["relu", "x^5"], ["value"])
    low, high = figure["layout"]["yaxis"]["range"]
    (up,), (down,) = markers(figure, "triangle-up"), markers(figure, "triangle-down")
    step = 12 / 400
    assert up[0] ** 5 <= high < (up[0] + step) ** 5
    assert down[0] ** 5 >= low > (down[0] - step) ** 5
    assert low < down[1] < up[1] < high
    assert go.Figure(figure)


def test_a_reader_may_give_either_end() -> None:
    assert ends_given((-1, 3), None, None) == (-1, 3)
    assert ends_given((-1, 3), 0.5, None) == (0.5, 3)
    assert ends_given((-1, 3), None, 2) == (-1, 2)
    assert ends_given(None, 1, 2) == (1, 2)
    # beyond the other end, which goes away
    assert ends_given((-1, 3), 5, None) == (5, 9)
    assert ends_given((-1, 3), None, -2) == (-6, -2)


@pytest.mark.parametrize("name", NAMES)
def test_a_logarithmic_gradient_holds_all_but_0_which_has_a_mark(name: str) -> None:
    curves = sample([read(name)], WINDOW, order=1)
    figure = curves_figure(curves, [name], ["derivative"], Heights(is_logarithmic=True))
    slopes = curves.curves[0].orders[1]
    assert slopes is not None
    line, *bars = lines(figure)
    drawn = array(line["y"])
    assert (drawn[np.isfinite(drawn)] > 0).all()
    gaps = {kink.at for kink in curves.curves[0].kinks if kink.jumps[1]}
    flat = {x for x in curves.x[slopes == 0].tolist() if x not in gaps}
    barred = {x for bar in bars for x in array(bar["x"])[np.isfinite(array(bar["y"]))].tolist()}
    assert barred | {x for x, _ in markers(figure, "square")} == flat
    assert go.Figure(figure)


def test_a_logarithmic_axis_ends_at_powers_of_ten_and_reaches_16_of_them() -> None:
    assert logarithmic_range(sample([read("sigmoid")], WINDOW), 1) == (-3, 0)
    assert logarithmic_range(sample([read("identity")], WINDOW), 1) == (0, 1)
    assert logarithmic_range(sample([read("gaussian")], Window(low=-20, high=20, points=401)), 1) == (-16, 0)
    low, high = logarithmic_range(sample([read("gaussian"), read("exp(exp(x))")], WINDOW), 1) or (0, 0)
    assert -16 <= low < 0
    assert 15 <= high <= 16
    assert logarithmic_range(sample([read("binary_step")], WINDOW), 1) is None


ENDS = st.floats(-1e6, 1e6)


@given(ENDS, ENDS, st.floats(1e-3, 1e6))
def test_an_equal_range_has_its_span_and_lies_where_the_curves_do(one: float, other: float, span: float) -> None:
    low, high = min(one, other), max(one, other)
    bottom, top = equal_range((low, high), None, None, span)
    assert top - bottom == pytest.approx(span)
    if max(abs(low), abs(high - span)) > 1e9 * span:
        return
    room = 1e-9 * (abs(low) + abs(high) + span)
    if high - low > span:
        # within what there is, and at 0 where that has it in its middle
        assert low - room <= bottom < top <= high + room
        assert low > -span / 2 or high < span / 2 or bottom == pytest.approx(-span / 2)
    else:
        assert bottom - room <= low <= high <= top + room
    assert equal_range((low, high), one, other, span)[0] == (one if abs(one) <= 1e9 * span else -span / 2)
    assert equal_range((low, high), None, other, span)[1] == pytest.approx(other, abs=room)
    assert equal_range(None, None, None, span) == (-span / 2, span / 2)


@pytest.mark.parametrize("show", [["value"], ["value", "derivative"], ["value", "derivative", "second_derivative"]])
@given(st.sampled_from(NAMES), st.floats(-1e3, 1e3), st.floats(1e-2, 1e4))
def test_a_slope_of_1_rises_at_45_degrees_in_an_equal_panel(
    show: list[str], name: str, low: float, width: float
) -> None:
    curves = sample([read(name)], Window(low=low, high=low + width, points=11))
    layout = curves_figure(curves, [name], show, Heights(is_equal=True))["layout"]
    assert go.Layout(layout)
    down, up = layout["yaxis"]["domain"]
    # lengths of a unit, in widths of the plot
    of_x = 1 / (layout["xaxis"]["range"][1] - layout["xaxis"]["range"][0])
    of_f = layout["meta"]["ratio"] * (up - down) / (layout["yaxis"]["range"][1] - layout["yaxis"]["range"][0])
    assert of_f == pytest.approx(of_x, rel=1e-5)


def test_without_f_or_a_window_nothing_is_equal() -> None:
    for where, show in ((WINDOW, ["derivative"]), ([2.0], ["value"])):
        curves = sample([read("tanh")], where)
        assert "meta" not in curves_figure(curves, ["tanh"], show, Heights(is_equal=True))["layout"]

"""The picture of a network: every unit within it and beside the others, every line from one unit to another."""

import re

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.figures.input_column import DrawnInputs
from app.figures.network import DrawnLayer, network_picture


@given(
    st.integers(1, 64),
    st.lists(st.integers(1, 40), min_size=1, max_size=4),
    st.sampled_from([364.0, 622.0]),
    st.integers(0, 2**32 - 1),
)
def test_units_lie_beside_each_other_and_lines_end_at_them(
    inputs: int, counts: list[int], room: float, seed: int
) -> None:
    draw = np.random.default_rng(seed)
    shapes = zip([inputs, *counts], counts, strict=False)
    weights = [draw.standard_normal(shape) for shape in shapes]
    layers = [DrawnLayer(title="", weights=own, curve=draw.random(5)) for own in weights]
    picture = network_picture(layers, DrawnInputs([f"input number {number}" for number in range(inputs)]), room)
    assert picture.width >= room
    assert len(picture.units) == inputs + sum(counts)
    assert all(0 <= x <= picture.width - size and 90 <= y <= picture.height - size for x, y, size in picture.units)
    squares = np.array(picture.units)
    corners, sizes = squares[:, :2], squares[:, 2]
    middles = corners + sizes[:, None] / 2
    apart = np.abs(middles[:, None] - middles).max(axis=2) - (sizes[:, None] + sizes) / 2
    # a corner is rounded to a tenth
    assert apart[~np.eye(len(apart), dtype=bool)].min() >= -0.1 - 1e-9
    # written names are cut, so that they stand left of the inputs and within the picture
    assert len(picture.names) == (inputs if inputs <= 12 else 0)
    assert all(len(name) <= 12 and x - 7 * len(name) >= 0 for x, _, name in picture.names)
    found = [re.findall(r"M(\d+) (\d+)C\S+ \S+ \S+ \S+ (\d+) (\d+)", lines.path) for lines in picture.lines]
    ends = np.array([each for lines in found for each in lines], dtype=float)
    left = np.column_stack((corners[:, 0], middles[:, 1]))
    right = left + np.column_stack((sizes, np.zeros_like(sizes)))
    if inputs > 12:
        # from the edge of the block
        right[:inputs, 0] = right[:inputs, 0].max()
    for places, sides in ((ends[:, :2], right), (ends[:, 2:], left)):
        # each is at the side of a unit, to the pixel
        assert (np.abs(places[:, None] - sides).max(axis=2).min(axis=1) <= 1).all()
    # the strongest weight of each layer is the widest line
    assert max(lines.width for lines in picture.lines) == 4.5
    assert len(picture.curves) == len(counts)


def test_the_default_network_stands_where_the_page_draws_it() -> None:
    # what static/js/playground/graph-layout.js says of layOut(["x", "y"], [4, 2, 1], 622, 344)
    layers = [DrawnLayer(title="", weights=np.ones(shape), curve=None) for shape in ((2, 4), (4, 2), (2, 1))]
    picture = network_picture(layers, DrawnInputs(["x", "y"]), 622.0)
    assert (picture.width, picture.height) == (622, 344)
    places = [(x, y) for x, y, _ in picture.units]
    assert places[:2] == [(42, 157.8), (42, 219.2)]
    assert places[2:6] == [(211, 96.2), (211, 157.8), (211, 219.2), (211, 280.8)]
    assert places[6:] == [(380, 157.8), (380, 219.2), (549, 188.5)]


def test_features_that_are_not_taken_stand_among_the_inputs() -> None:
    layers = [DrawnLayer(title="", weights=np.ones(shape), curve=None) for shape in ((2, 4), (4, 1))]
    features = {"x": None, "y": 1, "x²": None, "xy": 0}
    picture = network_picture(layers, DrawnInputs(["xy", "y"], features), 364.0)
    assert [name for *_, name in picture.offered] == ["x", "x²"]
    assert [name for *_, name in picture.names] == ["xy", "y"]
    first, second = (y for _, y, _ in picture.units[:2])
    heights = [picture.offered[0][1], second, picture.offered[1][1], first]
    assert np.diff(heights) == pytest.approx(61.5, abs=0.11)


def test_a_curve_has_gaps_and_0_in_its_range() -> None:
    curve = np.array([1.0, np.nan, 2.0, np.inf, 1.0])
    (path,) = network_picture(
        [DrawnLayer(title="", weights=np.ones((2, 1)), curve=curve)], DrawnInputs(["x", "y"]), 622.0
    ).curves
    assert path.count("M") == 3
    heights = [float(y) for y in re.findall(r" (\S+?)(?=[ML]|$)", path)]
    # 2 is highest, and 0 would lie below
    assert min(heights) == heights[1]
    assert 30 < min(heights) < max(heights) < 80 - 10

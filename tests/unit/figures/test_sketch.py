"""A sketch is two small SVG paths in one frame: f and f′, with a gap where they jump."""

import re

import pytest

from app.activations.bound import bind
from app.activations.reference import read
from app.figures.sketch import HEIGHT, WIDTH, sketch
from tests.unit.activations.trials import BY_NAME, NAMES, bound_trials

PATH = re.compile(r"(?:[ML]-?\d+\.\d -?\d+\.\d)+")
POINT = re.compile(r"([ML])(-?\d+\.\d) (-?\d+\.\d)")


def pieces(path: str) -> list[list[tuple[float, float]]]:
    """The strokes of a path, each a list of points."""
    strokes: list[list[tuple[float, float]]] = []
    for pen, x, y in POINT.findall(path):
        if pen == "M":
            strokes.append([])
        strokes[-1].append((float(x), float(y)))
    return strokes


@pytest.mark.parametrize("name", NAMES)
def test_both_paths_are_drawn_in_the_frame_from_left_to_right(name: str) -> None:
    for path in sketch(bind(BY_NAME[name], {})):
        assert PATH.fullmatch(path)
        points = [point for stroke in pieces(path) for point in stroke]
        across = [x for x, _ in points]
        assert across == sorted(across)
        assert (across[0], across[-1]) == (0, WIDTH)
        # beyond the frame by a quarter of its height at most, where the card cuts it off
        assert all(-HEIGHT / 4 <= y <= HEIGHT * 5 / 4 for _, y in points)


@pytest.mark.parametrize("name", NAMES)
def test_a_sketch_is_small_whatever_the_parameters(name: str) -> None:
    for activation in bound_trials(BY_NAME[name])[:5]:
        for path in sketch(activation):
            assert not path or PATH.fullmatch(path)
            assert len(path) < 1000


@pytest.mark.parametrize(
    ("reference", "value", "derivative"),
    [
        ("sigmoid", 1, 1),
        ("relu", 1, 2),
        ("binary_step", 2, 1),
        ("hardshrink", 3, 3),
        ("hard_swish", 1, 3),
        ("celu(alpha=0.5)", 1, 1),
        ("log(x)", 1, 1),
    ],
)
def test_has_a_stroke_for_each_piece_between_jumps(reference: str, value: int, derivative: int) -> None:
    assert [len(pieces(path)) for path in sketch(read(reference))] == [value, derivative]


def test_a_curve_without_values_has_an_empty_path() -> None:
    assert sketch(read("log(-1+0*x)")) == ("", "")


def test_up_is_up() -> None:
    (stroke,) = pieces(sketch(read("sigmoid"))[0])
    heights = [y for _, y in stroke]
    assert heights == sorted(heights, reverse=True)

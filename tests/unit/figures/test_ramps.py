"""The colours of maps: those of the style sheet, steps that look equal, and where values stand between the ends."""

import re

import numpy as np
import pytest

from app.figures.map_scale import MapScale, scale_of
from app.figures.ramps import HIGH, LOW, MIDDLE, diverging, sequential
from tests.unit.figures.test_palette import STYLES, XYZ

SHARES = np.linspace(0, 1, 256)


def lightness(colours: np.ndarray) -> np.ndarray:
    """CIE L* of sRGB, (n, 3)."""
    linear = np.where(colours <= 0.04045, colours / 12.92, ((colours + 0.055) / 1.055) ** 2.4)
    return 116 * np.cbrt(linear @ XYZ[1]) - 16


def test_the_diverging_scale_has_the_colours_of_the_style_sheet() -> None:
    named = {"map-low": LOW, "middle": MIDDLE, "map-high": HIGH}
    for name, parts in named.items():
        first = re.search(rf"--{name}: (#[0-9a-f]{{6}});", STYLES)
        assert first is not None
        assert first[1] == "#{:02x}{:02x}{:02x}".format(*parts)
    ends = np.rint(255 * diverging(np.array([0.0, 0.5, 1.0])))
    np.testing.assert_array_equal(ends, [LOW, MIDDLE, HIGH])


def test_the_sequential_scale_is_read_by_lightness_alone() -> None:
    steps = np.diff(lightness(sequential(SHARES)))
    assert steps.min() > 0
    assert steps.max() < 2 * steps.mean()


def test_both_sides_of_a_diverging_scale_darken_away_from_its_middle() -> None:
    steps = np.diff(lightness(diverging(SHARES)))
    assert (steps[:127] > 0).all()
    assert (steps[128:] < 0).all()


NAN = float("nan")
SCALES: list[tuple[str, list[float], MapScale | None]] = [
    ("final_loss", [NAN, NAN], None),
    ("final_loss", [0.5, NAN, 1.0], MapScale(kind="sequential", is_log=False, low=0.5, high=1.0)),
    ("final_loss", [0.0, 1e-6, 1.0], MapScale(kind="sequential", is_log=True, low=1e-6, high=1.0)),
    ("test_loss", [0.0, 0.0], MapScale(kind="sequential", is_log=False, low=0.0, high=0.0)),
    ("accuracy", [0.5, 0.9], MapScale(kind="sequential", is_log=False, low=0.5, high=1.0)),
    ("dead", [0.1, 0.2], MapScale(kind="sequential", is_log=False, low=0.0, high=0.2)),
    ("epochs", [3.0, 40.0], MapScale(kind="sequential", is_log=False, low=0.0, high=40.0)),
    ("gradient_ratio", [0.0, 0.01, 5.0], MapScale(kind="diverging", is_log=True, low=0.01, high=100.0)),
    ("gradient_ratio", [1.0], MapScale(kind="diverging", is_log=True, low=10**-0.1, high=10**0.1)),
]


@pytest.mark.parametrize(("measure", "values", "expected"), SCALES, ids=range(len(SCALES)))
def test_a_scale_holds_all_values_between_its_ends(
    measure: str, values: list[float], expected: MapScale | None
) -> None:
    found = scale_of(measure, np.array(values))
    assert (found is None) == (expected is None)
    if found is None or expected is None:
        return
    assert (found.kind, found.is_log) == (expected.kind, expected.is_log)
    assert (found.low, found.high) == pytest.approx((expected.low, expected.high))
    shares = found.share(np.array([found.low, found.high, 0.0]))
    assert shares.tolist()[:2] == ([0.5, 0.5] if found.low == found.high else [0.0, 1.0])
    assert 0 <= shares[2] <= 1

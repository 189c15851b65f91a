"""The colours of curves can be seen on a panel, light or dark, and told apart, by colour-blind readers too."""

import re
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from app.analysis.points import Points
from app.figures.panels import SIGNED
from app.figures.plotly import INK, PALETTE, colour, dash
from app.figures.still.strokes import page_colour

STYLES = (Path(__file__).parents[3] / "static/css/base.css").read_text("utf-8")
LEAST_CONTRAST = 3.0  # WCAG 1.4.11
# a difference of 2 can be seen beside each other, one of 10 at a glance
LEAST_DIFFERENCE = 15.0
LEAST_SEEN = 10.0
CLASSES = 10

# Machado, Oliveira & Fernandes (2009): what remains of linear red, green and blue where one kind of cone is missing
SEEN = {
    "all cones": ((1.0, 0.0, 0.0), (0.0, 1.0, 0.0), (0.0, 0.0, 1.0)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.01182, 0.04294, 0.968881)),
    "tritanopia": ((1.255528, -0.076749, -0.178779), (-0.078411, 0.930809, 0.147602), (0.004733, 0.691367, 0.3039)),
}
XYZ = np.array(((0.4124564, 0.3575761, 0.1804375), (0.2126729, 0.7151522, 0.072175), (0.0193339, 0.119192, 0.9503041)))
WHITE = np.array((0.95047, 1.0, 1.08883))


def theme(name: str) -> dict[str, str]:
    """The custom properties of the light or the dark theme that are plain colours."""
    light, dark, classes = re.findall(r"--(?:curve|class)-0:.*?\}", STYLES, re.DOTALL)
    own = re.findall(r"--([\w-]+): (#[0-9a-f]{6});", light if name == "light" else dark)
    shared = re.findall(r"--(class-\d): (?:var\(--([\w-]+)\)|(#[0-9a-f]{6}));", classes)
    colours = dict(own)
    # what the dark theme has of its own counts more
    return {each: plain or colours[of] for each, of, plain in shared} | colours


def linear(hexadecimal: str) -> Points:
    """Red, green and blue as amounts of light."""
    parts = np.array([int(hexadecimal[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """WCAG 2's."""
    dark, light = sorted(float(linear(each) @ XYZ[1]) for each in (one, other))
    return (light + 0.05) / (dark + 0.05)


def difference(one: str, other: str, eye: str) -> float:
    """CIE 1976's, as an eye sees both."""
    lab = []
    for each in (one, other):
        x, y, z = np.cbrt(XYZ @ np.clip(np.array(SEEN[eye]) @ linear(each), 0, 1) / WHITE)
        lab.append(np.array((116 * y - 16, 500 * (x - y), 200 * (y - z))))
    return float(np.linalg.norm(lab[0] - lab[1]))


@pytest.mark.parametrize("name", ["light", "dark"])
def test_every_curve_stands_out_from_the_panel_and_from_those_of_its_stroke(name: str) -> None:
    colours = theme(name)
    curves = [colours[f"curve-{index}"] for index in range(8)]
    assert min(contrast(curve, colours["panel"]) for curve in curves) >= LEAST_CONTRAST
    for one, other in combinations(range(8), 2):
        if dash(one) == dash(other):
            assert min(difference(curves[one], curves[other], eye) for eye in SEEN) >= LEAST_DIFFERENCE, (one, other)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_the_dots_of_every_class_stand_out_from_the_panel_and_from_each_other(name: str) -> None:
    colours = theme(name)
    classes = [colours[f"class-{number}"] for number in range(CLASSES)]
    assert min(contrast(each, colours["panel"]) for each in classes) >= LEAST_CONTRAST
    for one, other in combinations(classes, 2):
        assert difference(one, other, "all cones") >= 2 * LEAST_DIFFERENCE, (one, other)
        # of ten, no eye that lacks a kind of cone takes two for one
        assert min(difference(one, other, eye) for eye in SEEN) >= LEAST_SEEN, (one, other)


@pytest.mark.parametrize("name", ["light", "dark"])
def test_a_map_says_the_sign_by_colour_and_zero_by_the_panel(name: str) -> None:
    colours = theme(name)
    low, middle, high = colours["map-low"], colours["middle"], colours["map-high"]
    assert min(difference(low, high, eye) for eye in SEEN) >= 50
    # no glare: 0 looks like nothing
    assert contrast(middle, colours["panel"]) <= 1.15
    assert min(contrast(end, middle) for end in (low, high)) >= LEAST_CONTRAST


def test_figures_are_drawn_in_the_light_colours_that_pages_know() -> None:
    light = theme("light")
    assert [light[f"curve-{index}"] for index in range(8)] == [each.lower() for each in PALETTE]
    assert [each.lower() for _, each in SIGNED] == [light["map-low"], light["middle"], light["map-high"]]
    assert [light["map-low"], light["map-high"]] == [light["curve-1"], light["curve-0"]]
    assert light["axis"] == INK
    assert page_colour(colour(3)) == f"var(--curve-3, {colour(3)})"
    assert page_colour("#123456") == "#123456"

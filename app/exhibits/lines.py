"""Lines by hand: three lines to drag, whose maximum is to follow a function."""

from collections.abc import Iterator
from typing import Annotated, Any, TypeAlias

import numpy as np
from pydantic import BeforeValidator, Field

from app.activations.reference import read
from app.analysis.experiments.hand_lines import HandLines, lay
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Cell
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Step
from app.fields import AtMost, Reference, split_commas
from app.figures.panels import Figure, Handle, Panel, line, panels_figure, titled

LINES = 3
REACH = 3.0
# what is seen of heights, with room for functions that climb to the square of the reach
HIGHEST = 10.5
# each line has the colour of the ends that drag it
COLOURS = (6, 4, 3)
F, LARGEST = 0, 1

Heights: TypeAlias = Annotated[tuple[Cell, ...], AtMost(LINES, fewest=LINES), BeforeValidator(split_commas)]


def _heights(symbol: str) -> dict[str, Any]:
    return {"x-shape": [1, LINES], "x-columns": LINES, "x-symbol": symbol}


class LinesControls(Controls):
    """What is to be followed, and the lines by their heights at both ends of the window."""

    f: Annotated[Reference, Field(description="function to follow")] = "x**2"
    left: Annotated[Heights, Field(description="heights at x = −3", json_schema_extra=_heights("l"))] = (
        8.0,
        -1.0,
        -4.0,
    )
    right: Annotated[Heights, Field(description="heights at x = 3", json_schema_extra=_heights("r"))] = (
        -4.0,
        -1.0,
        8.0,
    )


def measure(controls: LinesControls, _: str) -> HandLines:
    """Lay the lines."""
    return lay(read(controls.f), np.array(controls.left), np.array(controls.right), REACH)


def draw(measured: HandLines) -> Figure:
    """The function and the lines, whose ends can be dragged, and what the largest of them misses."""
    lines = [
        line(measured.x, each, f"line {number}", colour, opacity=0.6)
        for number, (each, colour) in enumerate(zip(measured.lines, COLOURS, strict=True), start=1)
    ]
    x = {"range": [-REACH, REACH]}
    return panels_figure(
        (
            (
                Panel(
                    title="Drag the ends of the lines",
                    caption="At each x the highest of the three lines counts: their maximum is drawn over them.",
                    traces=[
                        *lines,
                        line(measured.x, measured.value, "f", F),
                        line(measured.x, measured.largest, "the largest", LARGEST),
                    ],
                    x=titled("x", **x),
                    y={"range": [-HIGHEST, HIGHEST]},
                    handles=list(_handles(measured)),
                    is_cover=True,
                ),
                Panel(
                    title="The largest line less f",
                    caption="What is missed: above 0 the lines are too high, below 0 too low.",
                    traces=[line(measured.x, measured.largest - measured.value, "missed", 2)],
                    x=titled("x", **x),
                ),
            ),
        )
    )


def _handles(measured: HandLines) -> Iterator[Handle]:
    """The ends of each line, a little within the window, where a finger finds both."""
    for cell, heights in enumerate(measured.lines):
        # the heights at the ends themselves, half a step beyond the first and the last point
        step = (heights[1] - heights[0]) / 2
        yield Handle(control="left", cell=cell, x=-REACH, y=float(heights[0] - step))
        yield Handle(control="right", cell=cell, x=REACH, y=float(heights[-1] + step))


def findings(measured: HandLines) -> Iterator[Finding]:
    """How well the largest line follows."""
    error = measured.error
    yield Finding(
        key="error",
        name="RMS error of the largest line",
        value=None if error is None else 100 * error,
        unit="%",
        says="f is nowhere a number in this window." if error is None else "of what f spreads by: 0 is f itself.",
    )
    yield Finding(
        key="counts",
        name="lines that count",
        value=float(measured.counts),
        says=f"of {LINES} are the largest somewhere; what never is changes nothing.",
    )
    yield Finding(
        key="above",
        name="too high",
        value=100 * measured.above,
        unit="%",
        says="of the places where f is a number have the largest line above it.",
    )


LINES_EXHIBIT = Exhibit(
    slug="lines",
    title="Lines by hand",
    asks="How well can you follow a curve with three lines?",
    idea="The largest of some lines bends upward only: it follows a valley as closely as you like, and no hill.",
    minutes=4,
    steps=(
        Step(
            asks="Two lines lie along the arms of |x|, and one level at 0. How far off is their maximum?",
            settings={"f": "abs", "left": "3,-3,0", "right": "-3,3,0"},
            prediction=Between(
                of="error",
                choices=("Less than 1 %: it is |x| itself", "From 1 to 20 %", "20 % or more"),
                cuts=(1.0, 20.0),
            ),
            because="|x| is the larger of −x and x. The level line reaches it in its corner alone.",
        ),
        Step(
            asks="A line lies along each part of a sine, one level at its crest. How far off is their maximum?",
            settings={"f": "sine", "left": "-0.14,1,-3", "right": "-6,1,3"},
            prediction=Between(
                of="error", choices=("Less than 10 %", "From 10 to 50 %", "50 % or more"), cuts=(10.0, 50.0)
            ),
            because="A crest bends downward. The line on top of it is the largest over two thirds of the window.",
        ),
        Step(
            asks="Three lines touch x². Over how much of the window is their maximum above it?",
            settings={"f": "x**2", "left": "8,0,-16", "right": "-16,0,8"},
            prediction=Between(
                of="above", choices=("None of it", "Less than half", "Half of it or more"), cuts=(0.1, 50.0)
            ),
            because="A curve that bends upward lies above its tangents: their maximum comes near from below.",
        ),
    ),
    leads=(Lead("maxout", "Lines that learn to follow"), Lead("collapse", "Lines without a maximum")),
    controls=LinesControls,
    measure=measure,
    draw=draw,
    findings=findings,
)

"""Maxout: the largest of k lines learns a convex function, the closer the more lines there are."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.maxout import PIECES, STEPS, Fit, Target, exponent, fit, largest
from app.analysis.experiments.two_pieces import TwoPieces, two_pieces
from app.analysis.points import Points, float64
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, finish
from app.exhibits.fields import Real, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Step
from app.fields import Reference
from app.figures.panels import Figure, Panel, Trace, line, logarithmic, panels_figure, titled
from app.figures.plotly import colour
from app.text import number

# errors below a millionth of the spread are drawn as one: the descent has arrived
LEAST = 1e-6
GREY = 6
THIN = {"line": {"color": colour(GREY), "width": 1.5}, "opacity": 0.5}


class MaxoutControls(Controls):
    """What the lines learn, over which window, and how many are shown."""

    f: Annotated[Reference, Field(description="function to learn")] = "x**2"
    k: Annotated[int, Field(ge=PIECES[0], le=PIECES[-1], description="pieces", json_schema_extra=slider("k", 1))] = 4
    reach: Annotated[
        Real, Field(ge=0.5, le=10, description="window from −r to r", json_schema_extra=slider("r", 0.5))
    ] = 3.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The function at the points x, the lines of every k, and two pieces built from the ends.

    `best` is c, where theory has the least RMS error c/k² for large k, over the function's spread; None unless it is
    convex and curved. `tangents` has the errors of the largest of k tangents, for each k, NaN unless f is such.
    Errors are over 1 where the function `is_constant`. `exponent` is the p of errors ∝ kᵖ as measured, None where too
    few errors are left.
    """

    k: int
    x: Points
    value: Points
    slope: Points
    is_constant: bool
    is_convex: bool
    best: float | None
    tangents: Points
    fit: Fit
    exponent: float | None
    two: TwoPieces | None


def stages(controls: MaxoutControls, _: str) -> Iterator[Stage[Measured]]:
    """Let the lines learn; so few numbers are quickest on the CPU."""
    f = read(controls.f)
    target = Target.of(f, controls.reach)
    x, value, slope = (float64(points) for points in (target.x, target.value, target.slope))
    two = two_pieces(f, target.x[target.known])

    def known(found: Fit) -> Measured:
        return Measured(
            k=controls.k,
            x=x,
            value=np.where(target.known.numpy(), value, np.nan),
            slope=slope,
            is_constant=target.is_constant,
            is_convex=target.is_convex,
            best=target.best,
            tangents=target.tangents,
            fit=found,
            exponent=exponent(found.errors, LEAST),
            two=two,
        )

    for found in fit(target):
        yield Stage(float(found.steps[-1]) / STEPS, partial(known, found))


def measure(controls: MaxoutControls, device: str) -> Measured:
    """What the lines are when they have learned."""
    return finish(stages(controls, device))


def draw(measured: Measured) -> Figure:
    """The function and its lines, the slopes of both, the error by k, and how it fell."""
    return panels_figure(((_lines(measured), _slopes(measured)), (_errors(measured), _learning(measured))))


def _own(measured: Measured) -> tuple[Points, Points]:
    """Slopes and offsets of the k lines that are shown."""
    row = PIECES.index(measured.k)
    return measured.fit.slopes[row, : measured.k], measured.fit.offsets[row, : measured.k]


def _lines(measured: Measured) -> Panel:
    slopes, offsets = _own(measured)
    envelope, _ = largest(slopes, offsets, measured.x)
    ends = np.array([measured.x[0], measured.x[-1], np.nan])
    pieces = np.outer(slopes, ends) + offsets[:, None]
    return Panel(
        title=f"f and the largest of {measured.k} lines",
        caption="At each x the highest of the thin lines counts: together they can bend upward, never downward.",
        is_cover=True,
        traces=[
            line(np.tile(ends, measured.k), pieces.ravel(), "each line", GREY, showlegend=False, **THIN),
            line(measured.x, measured.value, "f", 0),
            line(measured.x, envelope, "largest line", 1),
        ],
        x=titled("x"),
        y={"range": _range(measured.value)},
    )


def _range(values: Points) -> list[float]:
    """An axis for the function, which stays while lines learn, some of which leave it far behind."""
    values = values[np.isfinite(values)]
    low, high = (float(values.min()), float(values.max())) if len(values) else (0.0, 1.0)
    room = 0.15 * (high - low) or 1.0
    return [low - room, high + room]


def _slopes(measured: Measured) -> Panel:
    _, active = largest(*_own(measured), measured.x)
    return Panel(
        title="f′ and the slope of that line",
        caption="The lines give f′ in steps, each higher than the one before: from left to right they cannot go down.",
        traces=[
            line(measured.x, measured.slope, "f′", 0, showlegend=False),
            line(measured.x, active, "slope", 1, showlegend=False),
        ],
        x=titled("x"),
        y={"range": _range(measured.slope)},
    )


def _errors(measured: Measured) -> Panel:
    k = np.array(PIECES, dtype=np.float64)
    errors = np.maximum(measured.fit.errors, LEAST)
    traces: list[Trace] = [line(k, errors, "error", 2, mode="lines+markers", showlegend=False)]
    if measured.best is not None:
        traces.append(line(k, measured.best / k**2, "best for large k, ∝ k⁻²", GREY))
    ticks = {"tickvals": list(PIECES), "ticktext": [str(pieces) for pieces in PIECES]}
    return Panel(
        title="RMS error by k, over f's spread",
        caption="What is left when there are k lines: where this falls no further, more lines are of no use.",
        traces=traces,
        x=titled("pieces k", type="log", range=np.log10([1.9, 8.4]).tolist(), **ticks),
        y=_scale(measured),
    )


def _scale(measured: Measured) -> dict[str, Any]:
    """An axis for errors, as far down as lines can come where that is known, so that it stays while they learn."""
    ends = np.ones(1)
    if measured.two is not None and measured.two.is_exact:
        ends = np.array([LEAST, 1])
    elif measured.best is not None:
        ends = np.array([*np.maximum(measured.best / np.square([PIECES[0], PIECES[-1]]), LEAST), 1])
    return logarithmic("error", np.maximum(measured.fit.history, LEAST), ends)


def _learning(measured: Measured) -> Panel:
    history = np.maximum(measured.fit.history, LEAST)
    own = PIECES.index(measured.k)
    # one point alone makes no line
    mode = "lines" if len(measured.fit.steps) > 1 else "markers"
    others = [
        line(measured.fit.steps, errors, f"k = {k}", GREY, showlegend=False, **THIN)
        for k, errors in zip(PIECES, history, strict=True)
        if k != measured.k
    ]
    return Panel(
        title="The same while they learn",
        caption="Step by step, with the other numbers of lines in grey.",
        traces=[*others, line(measured.fit.steps, history[own], f"error, k = {measured.k}", 2, mode=mode)],
        x=titled("steps", range=[0, STEPS]),
        y=_scale(measured),
    )


def findings(measured: Measured) -> Iterator[Finding]:
    """How close the lines come, by which law, what two of them can do, and whose gradient a tie gets."""
    error = float(measured.fit.errors[PIECES.index(measured.k)])
    yield Finding(
        key="error",
        name=f"RMS error of {measured.k} pieces",
        value=100 * error if np.isfinite(error) else None,
        unit="%",
        says="of 1, as f has no spread over the window."
        if measured.is_constant
        else "of the spread of f over the window, its standard deviation.",
    )
    exponent = None if _stuck(measured) else measured.exponent
    yield Finding(key="exponent", name="exponent p of error ∝ kᵖ", value=exponent, says=_law(measured))
    yield Finding(
        key="two",
        name="the tangents at both ends: largest distance of their maximum from f",
        value=None if measured.two is None else measured.two.difference,
        says=_two(measured.two),
    )
    two = measured.two
    if two is None or two.tie is None:
        return
    for name, found in (("max(dim)", two.tie.by_max), ("amax", two.tie.by_amax)):
        yield Finding(name=f"derivative of {name} where these two meet", value=found, says=_rule(found, *two.slopes))


def _stuck(measured: Measured) -> list[int]:
    """The k whose lines are further from f than k tangents of it: the descent has not come as close as lines can."""
    further = measured.fit.errors > measured.tangents
    return [k for k, is_further in zip(PIECES, further.tolist(), strict=True) if is_further]


def _law(measured: Measured) -> str:
    if stuck := _stuck(measured):
        row = PIECES.index(stuck[-1])
        left, tangents = (number(100 * float(errors[row]), 3) for errors in (measured.fit.errors, measured.tangents))
        return (
            f"The descent has not come as close as lines can, so that there is no law to read: at k = {stuck[-1]} it "
            f"leaves {left} %, and {stuck[-1]} tangents of f alone leave {tangents} %."
        )
    if not np.isfinite(measured.fit.errors).any():
        return "f is nowhere a number in this window."
    if measured.exponent is None:
        return "Fewer than three of the errors are above a millionth: there is no law to read."
    if not measured.is_convex:
        return "f is not convex, and a maximum of lines always is: from some k on, more pieces no longer help."
    return f"Twice the pieces leave {number(2**measured.exponent, 2)} of the error; where f″ > 0, theory says ¼."


def _two(two: TwoPieces | None) -> str:
    if two is None:
        return "f has no tangent at one end."
    return "Over this window two pieces are f, exactly." if two.is_exact else "f is not the maximum of two lines."


def _rule(found: float, left: float, right: float) -> str:
    """By which rule torch has `found` a derivative where lines of these slopes are equal."""
    if found == left:
        return "torch gives all of it to the first of equals, here the left line."
    if found == (left + right) / 2:
        return f"torch splits it evenly: the mean of {number(left)} and {number(right)}."
    return f"The slopes are {number(left)} and {number(right)}."


MAXOUT = Exhibit(
    slug="maxout",
    title="Maxout",
    asks="What can the largest of a few lines learn?",
    idea="The largest of k lines follows a convex function, and no other; twice as many leave a quarter of the error.",
    minutes=6,
    steps=(
        Step(
            asks="Two lines learn |x|, which has a corner. How large is the error that they leave?",
            settings={"f": "abs", "k": "2"},
            prediction=Between(
                of="error", choices=("Less than 0.1 %", "From 0.1 to 10 %", "10 % or more"), cuts=(0.1, 10)
            ),
            because="|x| is the larger of x and −x: two lines, and no more. ReLU and leaky ReLU are such maxima too.",
        ),
        Step(
            asks="Two lines leave x² a quarter of its spread. How much of it do eight lines leave?",
            settings={"f": "x**2", "k": "8"},
            prediction=Between(of="error", choices=("Less than 3 %", "From 3 to 10 %", "10 % or more"), cuts=(3, 10)),
            because="With four times the lines each has a quarter of the way, over which the curve leaves it by a "
            "sixteenth: the error falls with the square of their number.",
        ),
        Step(
            asks="Eight lines learn a sine, which bends both ways. How much of its spread do they leave?",
            settings={"f": "sine", "k": "8", "reach": "3"},
            prediction=Between(of="error", choices=("Less than 3 %", "From 3 to 10 %", "10 % or more"), cuts=(3, 10)),
            because="The largest of some lines can only bend upward: where a sine bends downward, one straight line is "
            "all that they have.",
        ),
    ),
    leads=(
        Lead("cost", "What each activation costs"),
        Lead("collapse", "Lines without a maximum"),
    ),
    controls=MaxoutControls,
    measure=measure,
    draw=draw,
    findings=findings,
    stages=stages,
)

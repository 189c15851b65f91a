"""Approximation: n units come as near to a function as one likes, unless they answer by a polynomial."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, TypeAlias

import numpy as np
import torch
from pydantic import BeforeValidator, Field

from app.activations.reference import read
from app.analysis.experiments.approximation import MOST, REACH, Fit, Target, approximate, exponent, placed
from app.analysis.points import Points, float64
from app.exhibits.courses import finite
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Real, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Step, Which
from app.fields import AtMost, Reference, as_list
from app.figures.panels import Figure, Panel, Trace, line, panels_figure, titled, without_extremes
from app.figures.plotly import INK, colour, typed_array
from app.text import number

MOST_COMPARED = 3
SHOWN_UNITS = 8
ERRORS = [-8, 0.5]
WIDE = 2.0
# what Plotly still draws
LARGEST = 1e100
NOWHERE = "The function is nowhere a number between −1 and 1."

Compared: TypeAlias = Annotated[tuple[Reference, ...], AtMost(MOST_COMPARED, fewest=1), BeforeValidator(as_list)]
"""One to three references."""


class ApproximationControls(Controls):
    """Which units, and what they are to come near to."""

    f: Annotated[Compared, Field(description="activations")] = ("silu", "softsign")
    target: Annotated[Reference, Field(description="function to come near to")] = "sin(4*x)"
    units: Annotated[int, Field(ge=1, le=MOST, description="units", json_schema_extra=slider("n", 1))] = 8
    steepness: Annotated[
        Real, Field(ge=1, le=30, description="steepness of the units", json_schema_extra=slider("s", 0.5))
    ] = 8.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Approximated:
    """What units of `f` come to, the exponent of the law of their errors, and what the first 8 answer, (401, 8)."""

    f: str
    fit: Fit
    exponent: float | None
    first: Points


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The target, and what each activation makes of it with `units` units."""

    target: Target
    units: int
    approximated: tuple[Approximated, ...]


def measure(controls: ApproximationControls, _: str) -> Measured:
    """Least squares for every number of units; sums so small are quickest on the CPU."""
    target = Target.of(read(controls.target))
    return Measured(
        target=target,
        units=controls.units,
        approximated=tuple(_approximated(f, controls, target) for f in controls.f),
    )


def _approximated(f: str, controls: ApproximationControls, target: Target) -> Approximated:
    fit = approximate(read(f), controls.steepness, target, controls.units)
    shown = placed(torch.from_numpy(target.x), read(f), controls.steepness, min(controls.units, SHOWN_UNITS))
    return Approximated(f=f, fit=fit, exponent=exponent(fit.errors), first=float64(shown))


def draw(measured: Measured) -> Figure:
    """The nearest sums and what they leave; the errors of every number of units, and the first units themselves."""
    y = np.where(measured.target.known, measured.target.y, np.nan)
    return panels_figure(((_sums(measured, y), _left(measured)), (_first(measured), _missed(measured, y))))


def _sums(measured: Measured, y: Points) -> Panel:
    x = measured.target.x
    goal = line(x, y, "goal", 6, line={"color": INK, "width": 1.5, "dash": "dot"})
    return Panel(
        title=f"The nearest sums, n = {measured.units}",
        caption="Dotted is the goal; each line is the nearest sum of a constant and n units of one kind.",
        traces=[*(line(x, each.fit.answer, each.f, index) for index, each in enumerate(measured.approximated)), goal],
        x=WINDOW,
        y=titled("y", range=_around(y)),
        is_cover=True,
    )


def _left(measured: Measured) -> Panel:
    return Panel(
        title="What is left, by number of units",
        caption="A straight line here is a law, error ∝ nᵖ; a level one comes no nearer with more units. The dots are "
        "at n.",
        traces=list(_laws(measured)),
        x=titled("units n", type="log", range=[0, np.log10(MOST)], tickvals=_POWERS, ticktext=_NAMES),
        y=titled("error / spread", type="log", range=ERRORS, dtick=2),
    )


def _first(measured: Measured) -> Panel:
    return Panel(
        title=f"The first units of {measured.approximated[0].f}",
        caption="Places and steepnesses are given, in the gaps that others left; only how much of each is taken is "
        "fitted.",
        traces=list(_units(measured)),
        x=WINDOW,
        y=titled("f(sₖ(x − xₖ))"),
    )


def _missed(measured: Measured, y: Points) -> Panel:
    return Panel(
        title="Sum less goal",
        caption="Where a line is 0 the sum meets the goal; a corner stands where a unit has one.",
        traces=[
            line(measured.target.x, each.fit.answer - y, each.f, index, showlegend=False)
            for index, each in enumerate(measured.approximated)
        ],
        x=WINDOW,
        y=titled("difference"),
    )


WINDOW = titled("x", range=[-REACH, REACH])
_POWERS = [2**power for power in range(8)]
_NAMES = [str(power) for power in _POWERS]


def _around(y: Points) -> list[float]:
    """The range of the goal, with half of it on both sides; sums may go farther."""
    known = y[np.isfinite(y)]
    low, high = (float(known.min()), float(known.max())) if known.size else (0.0, 0.0)
    room = (high - low) / WIDE or 1.0
    return [low - room, high + room]


def _laws(measured: Measured) -> Iterator[Trace]:
    """The errors of 1 to 128 units, and a dot at the number that is shown."""
    n = np.arange(1.0, MOST + 1)
    for index, each in enumerate(measured.approximated):
        errors = without_extremes(each.fit.errors[1:])
        yield line(n, errors, each.f, index, showlegend=False)
        place = slice(measured.units - 1, measured.units)
        yield {
            "type": "scatter",
            "mode": "markers",
            "name": each.f,
            "showlegend": False,
            "marker": {"color": colour(index), "size": 10},
            "x": typed_array(n[place]),
            "y": typed_array(errors[place]),
        }


def _units(measured: Measured) -> Iterator[Trace]:
    """The first units of the first activation."""
    first = measured.approximated[0]
    for place, unit in enumerate(first.first.T, start=1):
        style = {"color": colour(0), "width": 1.5}
        yield line(
            measured.target.x,
            np.where(np.abs(unit) < LARGEST, unit, np.nan),
            f"unit {place}",
            0,
            line=style,
            showlegend=False,
        )


def findings(measured: Measured) -> Iterator[Finding]:
    """What is left by each activation, by which law it falls, and how many of the units count."""
    first = measured.approximated[0]
    yield Finding(
        key="law",
        name=f"exponent p of error ∝ nᵖ, {first.f}",
        value=first.exponent,
        says=_law(first),
    )
    yield Finding(
        key="directions",
        name=f"units of {first.f} that count",
        value=first.fit.directions,
        says=f"of {MOST} are no sum of a constant and those before them, to nine digits; the others add nothing.",
    )
    for place, each in enumerate(measured.approximated, start=1):
        error = finite(each.fit.errors[measured.units])
        yield Finding(
            key=f"error{place}",
            name=f"left by {measured.units} × {each.f}",
            value=None if error is None else 100 * error,
            unit="%",
            says=NOWHERE if error is None else _error(measured.target),
        )


def _law(first: Approximated) -> str:
    """What twice the units leave."""
    if not np.isfinite(first.fit.errors).any():
        return NOWHERE
    if first.exponent is None:
        return "Fewer than four of the errors of 4, 8, …, 128 units are above 10⁻⁷ of the spread: no law is read."
    times = number(2**first.exponent, 2)
    return f"is nearest to the errors of 4, 8, …, 128 units: twice as many have {times} times the error."


def _error(target: Target) -> str:
    """What an error is a share of."""
    if target.has_spread:
        return "of the goal's spread over the window, root mean square, with the best weights of the output."
    return "of 1, as the goal has no spread, root mean square, with the best weights of the output."


APPROXIMATION = Exhibit(
    slug="approximation",
    title="Universal approximation",
    asks="Can a layer of units become any function?",
    idea="Enough units come as near to any continuous function as one likes, unless they answer by a polynomial.",
    minutes=6,
    steps=(
        Step(
            asks="ReLUs come near to a wave, a sum of straight pieces. How much of their error do twice as many leave?",
            settings={"f": ["relu"], "target": "sin(4*x)", "steepness": "8"},
            prediction=Between(
                of="law",
                choices=("An eighth, or less", "A quarter", "A half", "Nearly all of it"),
                cuts=(-2.5, -1.5, -0.5),
            ),
            because="A straight piece that is half as long misses a curve by a quarter: the error of a chord goes with "
            "the square of its length.",
        ),
        Step(
            asks="Units that answer x² bend everywhere, as a wave does. How much of the wave do 64 of them leave?",
            settings={"f": ["x**2"], "target": "sin(4*x)", "units": "64", "steepness": "8"},
            prediction=Between(
                of="error1",
                choices=("Less than 0.1 %", "0.1 to 10 %", "More than 10 %, however many units"),
                cuts=(0.1, 10),
            ),
            because="Each unit is a parabola, and a sum of parabolas is one parabola. Polynomials of one degree never "
            "leave it; any other continuous activation can come near to every function (Leshno et al. 1993).",
        ),
        Step(
            asks="64 units each, of ReLU and of tanh. Which come nearer to the wave?",
            settings={"f": ["relu", "tanh"], "target": "sin(4*x)", "units": "64", "steepness": "8"},
            prediction=Which(
                of={"error1": "ReLUs: their corners are free", "error2": "tanh: it is smooth, as the wave is"},
                is_largest=False,
            ),
            because="On a smooth goal the errors of smooth units fall faster than any power of n, those of ReLUs by "
            "n⁻² alone.",
        ),
        Step(
            asks="The goal is |x| now, which has a corner at 0. Which of the two come nearer?",
            settings={"f": ["relu", "tanh"], "target": "abs(x)", "units": "64", "steepness": "8"},
            prediction=Which(
                of={"error1": "ReLUs", "error2": "tanh, as before"},
                is_largest=False,
            ),
            because="One unit has its corner at 0, and two ReLUs with a constant are |x| exactly. Smooth units can "
            "only come near to a corner.",
        ),
    ),
    leads=(
        Lead("maxout", "Another sum: the largest of k lines"),
        Lead("collapse", "What remains of layers without an activation"),
    ),
    controls=ApproximationControls,
    measure=measure,
    draw=draw,
    findings=findings,
)

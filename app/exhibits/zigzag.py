"""Zig-zag: why a layer whose inputs have one sign learns on a detour."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.square import along
from app.analysis.experiments.zigzag import GOAL, REACH, START, STEPS, Descent, descend, layer_outputs
from app.analysis.points import float64
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Estimate, Step
from app.fields import Reference
from app.figures.panels import Figure, Panel, Trace, contours, line, panels_figure, titled
from app.figures.plotly import colour
from app.text import number


class ZigzagControls(Controls):
    """Which activation the inputs come from, and how fast is learned."""

    f: Annotated[Reference, Field(description="activation of the layer before")] = "sigmoid"
    spread: Annotated[
        Real, Field(ge=0.1, le=10, description="spread of its inputs", json_schema_extra=slider("σ", 0.1))
    ] = 3.0
    rate: Annotated[Real, Field(ge=0.05, le=1.9, description="learning rate", json_schema_extra=slider("η", 0.05))] = (
        0.7
    )
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The descent with the outputs as they are, and with their mean taken off; `mean` is that mean, of both units."""

    mean: float
    raw: Descent
    centred: Descent


def measure(controls: ZigzagControls, _: str) -> Measured:
    """Learn the same two weights twice; so few numbers are quickest on the CPU."""
    inputs = layer_outputs(read(controls.f), controls.spread, controls.seed)
    centred = inputs - inputs.mean(dim=0)
    return Measured(
        mean=inputs.mean().item(), raw=descend(inputs, controls.rate), centred=descend(centred, controls.rate)
    )


def draw(measured: Measured) -> Figure:
    """Both paths over the contours of their losses."""
    return panels_figure(
        (
            (
                _panel(
                    f"Outputs as they are: {_steps(measured.raw)}",
                    "Each dot is a step from the ring toward the star: where both inputs have one sign, it goes up or "
                    "down in both weights.",
                    measured.raw,
                    1,
                ),
                _panel(
                    f"Minus their mean: {_steps(measured.centred)}",
                    "The same inputs around 0: where their signs differ, a step can go straight toward the star.",
                    measured.centred,
                    0,
                ),
            ),
        )
    )


def _panel(title: str, caption: str, descent: Descent, index: int) -> Panel:
    plane = {"range": [-REACH, REACH], "nticks": 5}
    return Panel(
        title=title,
        caption=caption,
        traces=[
            contours(float64(along(REACH)), descent.loss),
            line(descent.path[:, 0], descent.path[:, 1], "path", index, mode="lines+markers", showlegend=False)
            | {"marker": {"size": 4, "color": colour(index)}, "line": {"width": 1.5, "color": colour(index)}},
            _ends(),
        ],
        x=titled("first weight", **plane),
        y=titled("second weight", **plane),
    )


def _ends() -> Trace:
    return {
        "type": "scatter",
        "mode": "markers",
        "showlegend": False,
        "hoverinfo": "skip",
        "x": [START[0], GOAL[0]],
        "y": [START[1], GOAL[1]],
        "marker": {"symbol": ["circle-open", "star"], "size": [12, 16], "color": colour(2), "line": {"width": 2}},
    }


def _steps(descent: Descent) -> str:
    return f"not there in {STEPS} steps" if descent.steps is None else f"{descent.steps} steps"


def findings(measured: Measured) -> Iterator[Finding]:
    """How much of a detour the sign of the inputs makes."""
    both = (("raw", "as they are", measured.raw), ("centred", "minus their mean", measured.centred))
    for key, name, descent in both:
        yield Finding(
            key=f"{key}_opposed",
            name=f"{name}: steps up in one weight, down in the other",
            value=None if descent.opposed is None else 100 * descent.opposed,
            unit="%",
            says="Only such a step can go straight toward the goal.",
        )
        yield Finding(
            key=f"{key}_angle",
            name=f"{name}: angle off the straight way",
            value=descent.angle,
            unit="°",
            says=_detour(descent),
        )


def _detour(descent: Descent) -> str:
    """How long the path is."""
    if descent.angle is None:
        return "No step moves a weight: each input is 0."
    return f"on average; the path is {number(descent.detour, 3)} times the straight way."


SHARES = ("Less than 10 %", "From 10 to 90 %", "90 % or more")
CUTS = (10, 90)
"""What a share of steps may be, in percent."""


ZIGZAG = Exhibit(
    slug="zigzag",
    title="Zig-zag",
    asks="Why should outputs lie around 0?",
    idea="If all inputs are positive, a unit's weights rise or fall together, and the way to the goal is a zig-zag.",
    minutes=4,
    steps=(
        Step(
            asks="tanh answers as often below 0 as above. In how many steps can one weight rise while the other falls?",
            settings={"f": "tanh"},
            prediction=Between(of="raw_opposed", choices=SHARES, cuts=CUTS),
            because="A step moves each weight by a multiple of its input: one rises and one falls where the inputs "
            "differ in sign, and with tanh every second pair does.",
        ),
        Step(
            asks="ReLU answers 0 to half of its inputs. In how many steps can one weight rise while the other falls?",
            settings={"f": "relu"},
            prediction=Between(of="raw_opposed", choices=SHARES, cuts=CUTS),
            because="An input of 0 leaves its weight where it is, and none is below 0: no step moves both weights "
            "apart.",
        ),
        Step(
            asks="A sigmoid's outputs are all near ½. How far do steps miss the straight way, on average?",
            settings={"f": "sigmoid", "spread": "0.1"},
            prediction=Estimate(of="raw_angle", low=0, high=90, step=1, unit="°"),
            because="Inputs that are nearly equal move both weights by the same, and the way asks one to rise as the "
            "other falls: each step goes nearly across it.",
        ),
    ),
    leads=(
        Lead("saturation", "Which activations have outputs around 0"),
        Lead("batch_size", "Steps that see more samples"),
    ),
    controls=ZigzagControls,
    measure=measure,
    draw=draw,
    findings=findings,
)

"""Initialisation: where the weights begin decides whether signals live, and whether units can ever differ."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from app.activations.gain import Gain, curve_gain
from app.activations.reference import read
from app.analysis.experiments.depth import Shape, through
from app.analysis.experiments.equal_units import UNITS, EqualUnits, follow
from app.analysis.experiments.initial_weights import INITIAL_WEIGHTS, MATCHED, spelled
from app.analysis.points import Points
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import layers_of, matched_where_possible
from app.exhibits.step import Between, Step
from app.fields import OneOf, Reference
from app.figures.panels import Figure, Panel, Trace, line, logarithmic, panels_figure, titled, without_extremes
from app.figures.plotly import colour, typed_array
from app.playground.plan import Plan
from app.text import number

BESIDE = ("xavier", "he")
"""What the chosen weights are compared with; between layers of one width LeCun's are Xavier's."""
WIDTH = 64
CHOSEN = 0


class InitialisationControls(Controls):
    """How the weights are drawn, for which network, and how long it learns."""

    f: Annotated[Reference, Field(description="activation")] = "tanh"
    init: Annotated[str, OneOf(INITIAL_WEIGHTS), Field(description="initial weights")] = "xavier"
    sigma: Annotated[
        Real, Field(ge=0.01, le=2, description="spread of the normal weights", json_schema_extra=slider("σ", 0.01))
    ] = 0.05
    layers: Annotated[int, Field(ge=1, le=50, description="layers", json_schema_extra=slider("L", 1))] = 15
    steps: Annotated[int, Field(ge=0, le=200, description="training steps", json_schema_extra=slider("t", 1))] = 60
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The spread of the activations by layer, for the chosen weights and for those of BESIDE; and the training.

    `gain` is that of the activation's curve.
    """

    init: str
    gain: Gain
    layer: Points
    spread: Points
    usual: tuple[Points, ...]
    training: EqualUnits


def measure(controls: InitialisationControls, device: str) -> Measured:
    """Send signals through layers of 64 units, and train a network of six."""
    f = read(controls.f)
    shape = Shape(layers=controls.layers, width=WIDTH, seed=controls.seed)
    return Measured(
        init=controls.init,
        gain=curve_gain(f),
        layer=np.arange(1.0, controls.layers + 1),
        spread=through(f, controls.init, shape, device, controls.sigma).spread,
        usual=tuple(through(f, init, shape, device).spread for init in BESIDE),
        training=follow(f, controls.init, controls.sigma, controls.steps, controls.seed),
    )


def draw(measured: Measured) -> Figure:
    """The two weights of each unit as they learn, the loss, and the spread of signals through a deep network."""
    paths = measured.training.paths
    steps = np.arange(float(len(paths)))
    spreads = [
        line(measured.layer, without_extremes(usual), name, index)
        | {"opacity": 0.75, "line": {"width": 1.5, "color": colour(index)}}
        for index, (name, usual) in enumerate(zip(BESIDE, measured.usual, strict=True), start=1)
    ]
    chosen = line(measured.layer, without_extremes(measured.spread), f"chosen: {measured.init}", CHOSEN)
    return panels_figure(
        (
            (
                Panel(
                    title=f"Six units learn: {_count(measured.training.distinct)}",
                    caption="Each ring is a unit where it is now, and its line the way there: rings around one place "
                    "are units that are the same.",
                    traces=[trace for unit in range(paths.shape[1]) for trace in _path(paths[:, unit], unit)],
                    x=titled("first weight"),
                    y=titled("second weight"),
                ),
                Panel(
                    title="Loss of these units",
                    caption="What the six together still miss: a line that stays level learns nothing.",
                    traces=[line(steps, measured.training.loss, "loss", CHOSEN, showlegend=False)],
                    x=titled("training step"),
                    y=titled("loss", rangemode="tozero"),
                ),
            ),
            (
                Panel(
                    is_cover=True,
                    title="Spread of the activations in a deep network",
                    caption="Where a line falls, signals die out from layer to layer; where it rises, they explode.",
                    traces=[*spreads, chosen],
                    x=titled("layer"),
                    y=logarithmic("standard deviation", *map(without_extremes, (measured.spread, *measured.usual))),
                ),
            ),
        )
    )


def _count(distinct: int | None) -> str:
    if distinct is None:
        return "diverged"
    return "all stay the same" if distinct == 1 else f"{distinct} go ways of their own"


def _path(path: Points, unit: int) -> Iterator[Trace]:
    """The way of one unit, and where it ends."""
    name = f"unit {unit + 1}"
    yield line(path[:, 0], path[:, 1], name, CHOSEN, showlegend=False, line={"color": colour(CHOSEN), "width": 1.5})
    end = {"x": typed_array(path[-1:, 0]), "y": typed_array(path[-1:, 1])}
    ring = {"symbol": "circle-open", "color": colour(CHOSEN), "size": 26 - 4 * unit, "line": {"width": 1}}
    yield {"type": "scatter", "mode": "markers", "name": name, "showlegend": False, "marker": ring, **end}


def findings(measured: Measured) -> Iterator[Finding]:
    """How many units there are in truth, and how much of the signal is left."""
    training = measured.training
    yield Finding(
        key="units",
        name="different units after training",
        value=training.distinct,
        says=_units(training),
    )
    first, last = float(training.loss[0]), float(training.loss[-1])
    left = 100 * last / first if first and np.isfinite(first) else float("nan")
    yield Finding(
        key="left",
        name="loss that is left",
        value=left if np.isfinite(left) else None,
        unit="%",
        says=f"It was {number(first, 3)} at the start, and is {number(last, 3)} after {len(training.loss) - 1} steps.",
    )
    spread = float(measured.spread[-1])
    yield Finding(
        key="spread",
        name="spread in the last layer",
        value=spread if np.isfinite(spread) else None,
        says=f"is that of signals that began with 1. {_matched(measured.gain)}",
    )


def _units(training: EqualUnits) -> str:
    """What has become of the units."""
    if training.distinct is None:
        return "There are none to tell apart: the training diverged, and weights have left the range of numbers."
    if training.distinct_first == UNITS:
        return f"of {UNITS} units, which all began with weights of their own."
    return (
        f"of {UNITS} units; at the start it was {training.distinct_first}. "
        "Units that begin equal get equal gradients, for ever."
    )


def _matched(gain: Gain) -> str:
    if gain.value is None:
        return f"This activation has no gain to match weights by. {gain.reason}"
    return f"Weights that match this activation have its gain, {number(gain.value)}, over √inputs for their spread."


def idle(controls: InitialisationControls) -> frozenset[str]:
    """Only normal weights have a spread to choose."""
    return frozenset() if controls.init == "normal" else frozenset({"sigma"})


def plan(controls: InitialisationControls) -> Plan:
    """Six units with such weights."""
    if controls.init == MATCHED:
        return layers_of(controls.f, layers=1, units=UNITS, init=matched_where_possible(controls.f, UNITS))
    return layers_of(controls.f, layers=1, units=UNITS, init=spelled(controls.init, controls.sigma))


INITIALISATION = Exhibit(
    slug="initialisation",
    title="Initial weights",
    asks="Where should weights begin?",
    idea="Units that begin equal stay equal for ever; weights drawn too small or too large silence a deep network.",
    minutes=6,
    steps=(
        Step(
            asks="All weights begin with the same value. How many of six units are different after 200 steps?",
            settings={"f": "tanh", "init": "equal", "steps": "200"},
            prediction=Between(
                of="units", choices=("One: they are all the same", "Some of them", "All six"), cuts=(2, UNITS)
            ),
            because="Units that begin equal answer the same and get equal gradients, so that each step keeps them "
            "equal.",
        ),
        Step(
            asks="All weights begin with 0, and tanh of 0 is 0. How much of the loss is left after 200 steps?",
            settings={"f": "tanh", "init": "zeros", "steps": "200"},
            prediction=Between(of="left", choices=("Less than 10 %", "From 10 to 80 %", "80 % or more"), cuts=(10, 80)),
            because="Behind a unit is a weight of 0, so that it hears of no error, and it answers 0, so that this "
            "weight hears of none either: the last bias alone can move.",
        ),
        Step(
            asks="64 weights of spread 0.05 meet in each unit of tanh. What spread do signals have after fifteen "
            "layers?",
            settings={"f": "tanh", "init": "normal", "sigma": "0.05", "layers": "15"},
            prediction=Between(
                of="spread", choices=("Less than 0.001", "From 0.001 to 0.1", "0.1 or more"), cuts=(0.001, 0.1)
            ),
            because="A sum of 64 such products has √64 · 0.05 = 0.4 of the spread that came in, and tanh only shrinks "
            "it: fifteen layers leave its fifteenth power.",
        ),
        Step(
            asks="64 weights of spread 1 stretch a signal eightfold. What spread do signals have after fifteen layers "
            "of tanh?",
            settings={"f": "tanh", "init": "normal", "sigma": "1", "layers": "15"},
            prediction=Between(of="spread", choices=("Less than 0.1", "From 0.1 to 2", "2 or more"), cuts=(0.1, 2)),
            because="tanh answers no more than ±1, however much comes in: nothing explodes, but nearly all outputs lie "
            "at these ends, where its slope is almost 0.",
        ),
    ),
    leads=(Lead("depth", "The gradients of such networks"), Lead("saturation", "What too large weights do")),
    controls=InitialisationControls,
    measure=measure,
    draw=draw,
    findings=findings,
    idle=idle,
    plan=plan,
)

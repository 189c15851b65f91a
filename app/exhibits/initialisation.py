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
from app.exhibits.exhibit import Controls, Exhibit, Lead, Trial
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import layers_of, matched_where_possible
from app.fields import OneOf, Reference
from app.figures.panels import Figure, Panel, Trace, line, logarithmic, panels_figure, titled, without_extremes
from app.figures.plotly import colour, typed_array
from app.playground.plan import Plan
from app.text import number

BESIDE = ("xavier", "he")
"""What the chosen weights are compared with; between layers of one width LeCun's are Xavier's."""
WIDTH = 64


class InitialisationControls(Controls):
    """How the weights are drawn, for which network, and how long it learns."""

    f: Annotated[Reference, Field(description="activation")] = "tanh"
    init: Annotated[str, OneOf(INITIAL_WEIGHTS), Field(description="initial weights")] = "equal"
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
    chosen = line(measured.layer, without_extremes(measured.spread), f"chosen: {measured.init}", 0)
    return panels_figure(
        (
            (
                Panel(
                    title=f"Six units learn: {_count(measured.training.distinct)}",
                    traces=[trace for unit in range(paths.shape[1]) for trace in _path(paths[:, unit], unit)],
                    x=titled("first weight"),
                    y=titled("second weight"),
                ),
                Panel(
                    title="Loss of these units",
                    traces=[line(steps, measured.training.loss, "loss", 0, showlegend=False)],
                    x=titled("training step"),
                    y=titled("loss", rangemode="tozero"),
                ),
            ),
            (
                Panel(
                    is_cover=True,
                    title="Spread of the activations in a deep network",
                    traces=[chosen, *spreads],
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
    yield line(path[:, 0], path[:, 1], f"unit {unit + 1}", unit, showlegend=False)
    end = {"x": typed_array(path[-1:, 0]), "y": typed_array(path[-1:, 1])}
    yield {
        "type": "scatter",
        "mode": "markers",
        "name": f"unit {unit + 1}",
        "showlegend": False,
        "marker": {"color": colour(unit), "size": 16 - 2 * unit, "line": {"width": 1, "color": "#ffffff"}},
        **end,
    }


def findings(measured: Measured) -> Iterator[Finding]:
    """How many units there are in truth, and how much of the signal is left."""
    training = measured.training
    yield Finding(
        name="different units after training",
        value=training.distinct,
        says=_units(training),
    )
    first, last = training.loss[0], float(training.loss[-1])
    yield Finding(
        name="loss",
        value=last if np.isfinite(last) else None,
        says=f"It was {number(first, 3)} at the start, and is {number(last, 3)} after {len(training.loss) - 1} steps.",
    )
    spread = float(measured.spread[-1])
    yield Finding(
        name="spread in the last layer",
        value=spread if np.isfinite(spread) else None,
        says=f"is that of signals that began with 1. {_matched(measured.gain)}",
    )


def _units(training: EqualUnits) -> str:
    """What has become of the units."""
    if training.distinct is None:
        return "There are none to tell apart: the training diverged, and weights have left the range of numbers."
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
    idea="Units that begin equal stay equal for ever; weights drawn too small or too large silence a deep network.",
    trials=(
        Trial("Random weights: the units part", {"init": "xavier"}),
        Trial("All zero: nothing moves", {"init": "zeros"}),
        Trial("Too small: the signal dies", {"init": "normal", "sigma": "0.05"}),
        Trial("Too large: tanh saturates", {"init": "normal", "sigma": "1"}),
        Trial("ReLU needs He's", {"f": "relu", "init": "he", "layers": "40"}),
        Trial("Weights matched to |x|, whose gain is 1", {"f": "abs", "init": "matched", "layers": "50"}),
    ),
    leads=(Lead("depth", "The gradients of such networks"), Lead("saturation", "What too large weights do")),
    controls=InitialisationControls,
    measure=measure,
    draw=draw,
    findings=findings,
    idle=idle,
    plan=plan,
)

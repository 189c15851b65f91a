"""Penalties: what presses on weights and what on outputs, by their size or by its square, and what each makes 0."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from app.analysis.points import Points, float64
from app.exhibits.courses import finite
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, finish
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.penalised import COLOURS, NAMES, NONE, SYMBOLS, Penalty, penalties_of, penalty_lines
from app.exhibits.plans import matched_where_possible
from app.exhibits.step import Between, Step, Which
from app.fields import Reference
from app.figures.panels import Figure, Panel, Trace, bars, level, panels_figure, titled
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.playground.studies.penalties import ALMOST, Penalised, Strengths
from app.text import number, percent

POINTS = 200
NOISE = 0.5
RATE = 0.02
SIZES = [-4, 1]
LOSSES = [-3, 1]
LOST = "A number of this network has left the range of numbers."

Counted = Literal["loss", "weights", "outputs", "units"]


class PenaltiesControls(Controls):
    """Which network learns, how strong each penalty is, and what is counted of it."""

    f: Annotated[Reference, Field(description="activation")] = "silu"
    counted: Annotated[Counted, Field(description="compared: the loss, or how many are almost 0")] = "loss"
    layers: Annotated[int, Field(ge=1, le=4, description="hidden layers", json_schema_extra=slider("L", 1))] = 2
    units: Annotated[int, Field(ge=2, le=32, description="units a layer", json_schema_extra=slider("n", 1))] = 16
    l1: Annotated[
        Real, Field(ge=0, le=0.05, description="L1 penalty on the weights", json_schema_extra=slider("λ₁", 0.001))
    ] = 0.002
    l2: Annotated[
        Real, Field(ge=0, le=0.2, description="L2 penalty on the weights", json_schema_extra=slider("λ₂", 0.005))
    ] = 0.01
    activity_l1: Annotated[
        Real, Field(ge=0, le=2, description="L1 penalty on the outputs", json_schema_extra=slider("α₁", 0.05))
    ] = 0.2
    activity_l2: Annotated[
        Real, Field(ge=0, le=2, description="L2 penalty on the outputs", json_schema_extra=slider("α₂", 0.05))
    ] = 0.2
    epochs: Annotated[int, Field(ge=10, le=1000, description="epochs", json_schema_extra=slider("E", 10))] = 60
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The five networks by their penalties, the epochs of their losses and the last, and what is compared."""

    epoch: Points
    epochs: int
    counted: Counted
    networks: tuple[Penalty, ...]


def plan(controls: PenaltiesControls) -> Plan:
    """The network without a penalty."""
    layer = HiddenLayer(units=controls.units, activation=controls.f)
    return Plan(
        data=DataPlan(name="moons", points=POINTS, noise=NOISE, seed=controls.seed),
        network=NetworkPlan(hidden=(layer,) * controls.layers, init=matched_where_possible(controls.f, controls.units)),
        training=TrainingPlan(optimizer="adam", lr=RATE, batch_size="all"),
        seed=controls.seed,
    )


def stages(controls: PenaltiesControls, _: str) -> Iterator[Stage[Measured]]:
    """Train all five at once; networks so small are quickest on the CPU."""
    strengths = {key: getattr(controls, key) for key in NAMES if key != NONE}
    penalised = Penalised(plan(controls), Strengths.alone(**strengths))
    epochs: list[int] = []
    losses: list[Points] = []
    for epoch in penalised.learn(controls.epochs):
        epochs.append(epoch)
        losses.append(float64(penalised.test_loss()))
        yield Stage(
            epoch / controls.epochs, lambda: _measured(controls, epochs, penalties_of(losses, penalised.found()))
        )


def measure(controls: PenaltiesControls, device: str) -> Measured:
    """What is known at the end of the training."""
    return finish(stages(controls, device))


def arrange(measured: Measured, controls: PenaltiesControls) -> Measured:
    """The same with something else compared."""
    return replace(measured, counted=controls.counted)


def _measured(controls: PenaltiesControls, epochs: list[int], networks: tuple[Penalty, ...]) -> Measured:
    return Measured(
        epoch=np.array(epochs, dtype=np.float64),
        epochs=controls.epochs,
        counted=controls.counted,
        networks=networks,
    )


def value_of(network: Penalty, counted: Counted) -> float:
    """What is compared: the loss of now, or a share."""
    return float(network.losses[-1]) if counted == "loss" else float(getattr(network, counted))


_TITLES: Mapping[Counted, str] = {
    "loss": "Loss on new points, now",
    "weights": "Weights that are almost 0",
    "outputs": "Outputs that are almost 0",
    "units": "Units that are silent",
}
"""What is compared, as the title of its panel."""


def draw(measured: Measured) -> Figure:
    """The losses by epoch, what is compared, and the sizes of all weights and of all units' outputs."""
    return panels_figure(
        (
            (
                Panel(
                    title=_TITLES[measured.counted],
                    caption=f"A bar for each penalty. Almost 0 is no more than {ALMOST:g}; a silent unit answers no "
                    "more to any new point.",
                    traces=[
                        bars([SYMBOLS[own.key]], np.array([value_of(own, measured.counted)]), own.title, index)
                        for own, index in zip(measured.networks, COLOURS, strict=True)
                    ],
                    y=titled("loss", rangemode="tozero")
                    if measured.counted == "loss"
                    else titled("share", range=[0, 1], tickformat=".0%"),
                ),
                Panel(
                    title="Loss on new points",
                    caption="All five begin with the same weights; a line that turns up is learning by heart.",
                    traces=penalty_lines(measured.networks, measured.epoch, "losses"),
                    x=titled("epoch", range=[0, measured.epochs]),
                    y=titled("test loss", type="log", range=LOSSES, dtick=1),
                ),
            ),
            (
                Panel(
                    title="All weights, the largest first",
                    caption="Below the dotted line a weight counts as 0. A line that drops early has few left.",
                    traces=_sorted(measured, "sizes"),
                    x=titled("share of the weights", range=[0, 1], tickformat=".0%"),
                    y=titled("size |w|", type="log", range=SIZES, dtick=1),
                ),
                Panel(
                    title="All hidden units, the busiest first",
                    caption="The mean size of what each answers. A line that drops early, or ends, has few that speak.",
                    traces=_sorted(measured, "activity"),
                    x=titled("share of the units", range=[0, 1], tickformat=".0%"),
                    y=titled("mean |h|", type="log", range=SIZES, dtick=1),
                    is_cover=True,
                ),
            ),
        ),
        bargap=0.3,
    )


def _sorted(measured: Measured, values: str) -> list[Trace]:
    """What falls, over the share that is at least as large, and the size that counts as 0."""
    count = len(getattr(measured.networks[0], values))
    edge = level(np.array([0.0, 1.0]), ALMOST, "almost 0")
    return [*penalty_lines(measured.networks, np.arange(1.0, count + 1) / count, values), edge]


def findings(measured: Measured) -> Iterator[Finding]:
    """What is compared, of each network."""
    for own in measured.networks:
        value = finite(value_of(own, measured.counted))
        is_share = value is not None and measured.counted != "loss"
        yield Finding(
            key=own.key,
            name="no penalty" if own.key == NONE else NAMES[own.key],
            value=100 * value if value is not None and is_share else value,
            unit="" if measured.counted == "loss" else "%",
            says=LOST if value is None else _says(own, measured),
        )


def _says(own: Penalty, measured: Measured) -> str:
    """What the number counts, and one that belongs to it."""
    match measured.counted:
        case "loss":
            return f"after {int(measured.epoch[-1])} epochs; {percent(own.accuracy)} of the new points are right."
        case "weights":
            size = number(float(own.sizes.mean()), 3)
            return f"of {len(own.sizes)} weights are no larger than {ALMOST:g}; the mean of all sizes is {size}."
        case "outputs":
            size = number(float(own.activity.mean()), 3)
            return f"of the hidden outputs are no larger than {ALMOST:g}; the mean of all sizes is {size}."
        case "units":
            return f"of {len(own.activity)} hidden units answer no more than {ALMOST:g} to any new point."


_USUAL = {"l1": "0.002", "l2": "0.01", "activity_l1": "0.2", "activity_l2": "0.2", "epochs": "400"}

PENALTIES = Exhibit(
    slug="penalties",
    title="Penalties",
    asks="Which penalty silences units, which shrinks weights?",
    idea="A penalty on sizes makes much of what it presses on almost 0, one on squares all of it smaller.",
    minutes=6,
    steps=(
        Step(
            asks="Networks of ReLUs learn with one penalty each. Which has most outputs at almost 0?",
            settings={"f": "relu", "counted": "outputs"} | _USUAL,
            prediction=Which(
                of={
                    "l1": "L1 on the weights: without weights no outputs",
                    "l2": "L2 on the weights: all weights are small",
                    "activity_l1": "L1 on the outputs",
                    "activity_l2": "L2 on the outputs: large ones cost most",
                }
            ),
            because="A penalty on sizes pulls as hard at a small output as at a large one, and a ReLU that is pushed "
            "below 0 answers exactly 0. A square hardly pulls at what is small, and small weights still make outputs.",
        ),
        Step(
            asks="And which of them has most weights at almost 0?",
            settings={"f": "relu", "counted": "weights"} | _USUAL,
            prediction=Which(
                of={
                    "l1": "L1 on the weights",
                    "l2": "L2 on the weights, known as weight decay",
                    "activity_l1": "L1 on the outputs: silent units need no weights",
                    "activity_l2": "L2 on the outputs",
                }
            ),
            because="L1 pulls at each weight with the same force until it is 0; the force of L2 fades as the weight "
            "does. A silent unit keeps the weights that it had: nothing tells it to drop them.",
        ),
        Step(
            asks="The units answer tanh now, which is 0 at 0 alone. How many outputs does L1 on the outputs bring to "
            "almost 0?",
            settings={"f": "tanh", "counted": "outputs"} | _USUAL,
            prediction=Between(
                of="activity_l1",
                choices=("Under 10 %: none can stay there", "10 to 70 %", "Over 70 %, as with ReLU"),
                cuts=(10, 70),
            ),
            because="ReLU is 0 wherever it meets less than 0, and learning can leave it there. tanh is 0 at one point "
            "alone: to stay near it, all that a unit meets has to cancel.",
        ),
    ),
    leads=(
        Lead("overfitting", "What penalties are for"),
        Lead("learned_slopes", "What else a unit can learn"),
    ),
    controls=PenaltiesControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
    stages=stages,
    arranging=frozenset({"counted"}),
    arrange=arrange,
)

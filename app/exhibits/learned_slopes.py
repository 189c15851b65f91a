"""Learned slopes: PReLU learns one slope for all inputs of a layer, APReLU one for each sample and unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
import torch
from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.histogram import Histogram, histogram
from app.analysis.points import Points, float64
from app.exhibits.courses import Course, course_lines, courses_of, finite, loss_axis, losses_of
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, Trial, finish
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.figures.panels import Figure, Panel, Trace, line, panels_figure, titled
from app.figures.plotly import INK, colour
from app.figures.rays import bend, rays
from app.playground.plan import DataPlan, HiddenLayer, NetworkPlan, Plan, TrainingPlan
from app.playground.studies.comparison import Version, train_side_by_side
from app.playground.studies.learned_slopes import Adapted, adapted_slopes, learned_alphas
from app.text import percent

START = read("prelu").params["alpha"]
COLOURS = (0, 1)
LAYER_COLOURS = (2, 3, 4, 6)

REPLICAS = 4
"""Networks of each kind, as one alone may be lucky; the first is drawn."""

NEAR = 0.1
BINS = 25
LOST_SLOPES = "A slope has left the range of numbers."
RAYS = 80
"""Samples and units whose responses are drawn, at most."""


class LearnedSlopesControls(Controls):
    """Which networks learn what."""

    data: Annotated[Literal["circle", "xor", "moons", "spiral"], Field(description="data")] = "spiral"
    layers: Annotated[int, Field(ge=1, le=4, description="hidden layers", json_schema_extra=slider("L", 1))] = 2
    units: Annotated[int, Field(ge=2, le=16, description="units a layer", json_schema_extra=slider("n", 1))] = 8
    epochs: Annotated[int, Field(ge=10, le=1000, description="epochs", json_schema_extra=slider("E", 10))] = 300
    rate: Annotated[
        Real, Field(ge=0.001, le=0.2, description="learning rate", json_schema_extra=slider("η", 0.001))
    ] = 0.02
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class LayerSlopes:
    """The slopes of one hidden layer.

    `alpha` is PReLU's at each score, `adapted` the distribution of APReLU's over test samples and units. `near` is the
    share of these within 0.1 of PReLU's, `spread` their standard deviation over the samples, the mean over the units;
    NaN where a slope has left the range of numbers.
    """

    alpha: Points
    adapted: Histogram
    near: float
    spread: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """Both courses, PReLU's first, the share of right answers of all networks of each, and the slopes of each layer.

    `z` and `y` are negative pre-activations of APReLU's first layer and what it answers, of some samples and units.
    """

    courses: tuple[Course, ...]
    accuracies: tuple[float, ...]
    layers: tuple[LayerSlopes, ...]
    z: Points
    y: Points


def plan(controls: LearnedSlopesControls) -> Plan:
    """The network of PReLU."""
    layer = HiddenLayer(units=controls.units, activation="prelu")
    return Plan(
        data=DataPlan(name=controls.data, noise=0.0),
        network=NetworkPlan(hidden=(layer,) * controls.layers, init="he_normal"),
        training=TrainingPlan(optimizer="adam", lr=controls.rate, batch_size="all"),
        seed=controls.seed,
    )


def stages(controls: LearnedSlopesControls, _: str) -> Iterator[Stage[Measured]]:
    """Train both kinds side by side; networks so small are quickest on the CPU."""
    prelu, aprelu = (Version(_with(plan(controls), activation)) for activation in ("prelu", "aprelu"))
    for done in train_side_by_side([prelu, aprelu], controls.epochs):
        yield Stage(done, lambda: _found(prelu, aprelu))


def measure(controls: LearnedSlopesControls, device: str) -> Measured:
    """What is known at the end of the training."""
    return finish(stages(controls, device))


def _with(usual: Plan, activation: str) -> Plan:
    """Several networks of the shape of `usual`, with another activation."""
    layers = tuple(HiddenLayer(units=layer.units, activation=activation) for layer in usual.network.hidden)
    network = usual.network.model_copy(update={"hidden": layers})
    return usual.model_copy(update={"network": network, "replicas": REPLICAS})


def _found(prelu: Version, aprelu: Version) -> Measured:
    alphas = float64(torch.stack([learned_alphas(prelu.run, vector) for vector in prelu.vectors]))
    adapted = adapted_slopes(aprelu.run)
    z, y = _responses(adapted[0])
    return Measured(
        courses=courses_of({"PReLU": prelu, "APReLU": aprelu}),
        accuracies=(_accuracy(prelu), _accuracy(aprelu)),
        layers=tuple(_slopes(alpha, own) for alpha, own in zip(alphas.T, adapted, strict=True)),
        z=z,
        y=y,
    )


def _accuracy(version: Version) -> float:
    """The mean over the networks of the share of right answers."""
    accuracy = version.scores[-1].test_accuracy
    return float("nan") if accuracy is None else float(accuracy.mean())


def _slopes(alpha: Points, adapted: Adapted) -> LayerSlopes:
    apart = (adapted.slope - alpha[-1]).abs()
    return LayerSlopes(
        alpha=np.ascontiguousarray(alpha),
        adapted=histogram(adapted.slope, BINS, low=0.0, high=1.0),
        near=float((apart <= NEAR).double().mean()) if apart.isfinite().all() else float("nan"),
        spread=float(adapted.slope.std(dim=0).mean()),
    )


def _responses(adapted: Adapted) -> tuple[Points, Points]:
    """Some of the negative pre-activations, evenly picked, and what they become."""
    below = (adapted.z < 0) & adapted.h.isfinite()
    z, y = adapted.z[below], adapted.h[below]
    picked = torch.linspace(0, len(z) - 1, min(RAYS, len(z))).round().long()
    return float64(z[picked]), float64(y[picked])


def draw(measured: Measured) -> Figure:
    """PReLU's slopes by epoch, both losses, APReLU's slopes beside PReLU's, and how both answer below 0."""
    losses = losses_of(measured.courses, "test")
    shares = titled("share", rangemode="tozero", tickformat=".0%")
    return panels_figure(
        (
            (
                Panel(
                    title="PReLU: one slope a layer", traces=list(_alphas(measured)), x=titled("epoch"), y=titled("α")
                ),
                Panel(
                    title="Loss on new points",
                    traces=course_lines(measured.courses, losses, COLOURS, showlegend=True),
                    x=titled("epoch"),
                    y=loss_axis("test loss", losses),
                ),
            ),
            (
                Panel(
                    title="APReLU: a slope for each input",
                    traces=list(_distributions(measured)),
                    x=titled("slope; dashed: PReLU's", range=_span([layer.alpha[-1] for layer in measured.layers])),
                    y=shares,
                ),
                Panel(
                    title="What the first layer answers",
                    traces=list(_bends(measured)),
                    x=titled("z"),
                    y=titled("y"),
                ),
            ),
        )
    )


def _span(alphas: list[float]) -> list[float]:
    """From 0 to 1, and as far as `alphas` lie beyond."""
    known = [float(alpha) for alpha in alphas if np.isfinite(alpha)]
    return [min(0.0, *known) - 0.05, max(1.0, *known) + 0.05] if known else [0.0, 1.0]


def _alphas(measured: Measured) -> Iterator[Trace]:
    """A line for each layer, and where they began."""
    epoch = measured.courses[0].epoch
    for number, (layer, index) in enumerate(zip(measured.layers, LAYER_COLOURS, strict=False), start=1):
        yield line(epoch, layer.alpha, f"layer {number}", index, line=_stroke(index))
    start = {"color": INK, "width": 1.5, "dash": "dash"}
    yield line(epoch[[0, -1]], np.full(2, START), f"start, {START:g}", 0, line=start)


def _distributions(measured: Measured) -> Iterator[Trace]:
    """The outline of each layer's distribution, and PReLU's slope as a dashed line of its height."""
    for number, (layer, index) in enumerate(zip(measured.layers, LAYER_COLOURS, strict=False), start=1):
        middles, shares = layer.adapted.middles, layer.adapted.shares
        outline = _stroke(index) | {"shape": "hvh"}
        yield line(middles, shares, f"APReLU, layer {number}", index, line=outline, showlegend=False)
        top = shares.max(initial=0.0)
        place = np.array([layer.alpha[-1], layer.alpha[-1]]), np.array([0.0, top])
        dashed = _stroke(index) | {"dash": "dash"}
        yield line(*place, f"PReLU, layer {number}", index, line=dashed, showlegend=False)


def _bends(measured: Measured) -> Iterator[Trace]:
    """PReLU's one bend before APReLU's answers."""
    prelu, aprelu = COLOURS
    yield from rays(measured.z, measured.y, "APReLU", aprelu)
    yield bend(float(measured.layers[0].alpha[-1]), float(-measured.z.min(initial=-1.0)), "PReLU", prelu)


def _stroke(index: int) -> dict[str, object]:
    return {"color": colour(index), "width": 2.5}


def findings(measured: Measured) -> Iterator[Finding]:
    """Where PReLU's slopes have come, how far APReLU's lie around them, and what that is worth."""
    ends = {"first": measured.layers[0], "last": measured.layers[-1]}
    for name, layer in ends.items() if len(measured.layers) > 1 else [("only", measured.layers[0])]:
        alpha = float(layer.alpha[-1])
        yield Finding(name=f"PReLU's α, {name} layer", value=finite(alpha), says=_verdict(alpha))
    near = finite(100 * float(np.mean([layer.near for layer in measured.layers])))
    spread = finite(float(np.mean([layer.spread for layer in measured.layers])))
    near_says = f"lie within {NEAR:g} of PReLU's α of their layer, over the test samples and units of one network."
    spread_says = "Standard deviation over the samples, the mean over units and layers; PReLU's is 0."
    yield Finding(
        name="APReLU's slopes near PReLU's", value=near, unit="%", says=LOST_SLOPES if near is None else near_says
    )
    yield Finding(name="spread of APReLU's slopes", value=spread, says=LOST_SLOPES if spread is None else spread_says)
    prelu, aprelu = measured.accuracies
    yield Finding(
        name="PReLU: right on new points",
        value=finite(100 * prelu),
        unit="%",
        says=f"APReLU: {percent(aprelu)}. Means of {REPLICAS} networks each.",
    )


def _verdict(alpha: float) -> str:
    """What a unit with this slope does below 0."""
    if not np.isfinite(alpha):
        return "It has left the range of numbers."
    if alpha == START:
        return "There it began, and there it is."
    if alpha < 0:
        return f"From {START:g}. Below 0: negative inputs come out positive, as with |x|."
    if alpha > 1:
        return f"From {START:g}. Above 1: negative inputs are stretched."
    return f"From {START:g}. A leaky ReLU, whose leak was learned."


LEARNED_SLOPES = Exhibit(
    slug="learned_slopes",
    title="Learned slopes",
    idea="PReLU learns one slope for all negative inputs of a layer; APReLU finds another for each sample and unit.",
    trials=(
        Trial("One layer: how far does its slope go?", {"layers": "1"}),
        Trial("Four layers: each finds its own slope", {"layers": "4"}),
        Trial("An easier task, which both kinds solve", {"data": "moons"}),
        Trial("Large steps", {"rate": "0.1"}),
        Trial("Ten epochs: the slopes have just set out", {"epochs": "10"}),
    ),
    leads=(Lead("overfitting", "More to learn can be too much"), Lead("saturation", "Why a slope below 0 matters")),
    controls=LearnedSlopesControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
    stages=stages,
)

"""Learned slopes: PReLU learns one slope for all inputs of a layer, APReLU one for each sample and unit."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal

import numpy as np
import torch
from pydantic import Field

from app.activations.reference import read
from app.analysis.points import Points, float64
from app.exhibits.courses import (
    Course,
    course_lines,
    courses_of,
    epoch_axis,
    finite,
    loss_axis,
    losses_of,
    spanned,
)
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, finish
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.slopes import NEAR, LayerSlopes, responses, slopes_of
from app.exhibits.step import Between, Step
from app.figures.panels import Figure, Panel, Trace, line, panels_figure, titled
from app.figures.plotly import INK, colour
from app.figures.rays import bend, rays
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.playground.studies.comparison import Version, train_side_by_side
from app.playground.studies.learned_slopes import adapted_slopes, learned_alphas
from app.text import number

START = read("prelu").params["alpha"]
COLOURS = (0, 1)
LAYER_COLOURS = (2, 3, 4, 6)

REPLICAS = 4
"""Networks of each kind, as one alone may be lucky; the first is drawn."""

# where they mostly lie
SLOPES = (-1.25, 1.1)


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
class Measured:
    """Both courses, PReLU's first, the share of right answers of all networks of each, and the slopes of each layer.

    `epochs` is how long they learn. `z` and `y` are negative pre-activations of APReLU's first layer and what it
    answers, of some samples and units.
    """

    epochs: int
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
        yield Stage(done, lambda: _found(prelu, aprelu, controls.epochs))


def measure(controls: LearnedSlopesControls, device: str) -> Measured:
    """What is known at the end of the training."""
    return finish(stages(controls, device))


def _with(usual: Plan, activation: str) -> Plan:
    """Several networks of the shape of `usual`, with another activation."""
    layers = tuple(HiddenLayer(units=layer.units, activation=activation) for layer in usual.network.hidden)
    network = usual.network.model_copy(update={"hidden": layers})
    return usual.model_copy(update={"network": network, "replicas": REPLICAS})


def _found(prelu: Version, aprelu: Version, epochs: int) -> Measured:
    alphas = float64(torch.stack([learned_alphas(prelu.run, vector) for vector in prelu.vectors]))
    adapted = adapted_slopes(aprelu.run)
    z, y = responses(adapted[0])
    return Measured(
        epochs=epochs,
        courses=courses_of({"PReLU": prelu, "APReLU": aprelu}),
        accuracies=(_accuracy(prelu), _accuracy(aprelu)),
        layers=tuple(slopes_of(alpha, own) for alpha, own in zip(alphas.T, adapted, strict=True)),
        z=z,
        y=y,
    )


def _accuracy(version: Version) -> float:
    """The mean over the networks of the share of right answers."""
    accuracy = version.scores[-1].test_accuracy
    return float("nan") if accuracy is None else float(accuracy.mean())


def draw(measured: Measured) -> Figure:
    """PReLU's slopes by epoch, both losses, APReLU's slopes beside PReLU's, and how both answer below 0."""
    losses = losses_of(measured.courses, "test")
    slopes = spanned(*SLOPES, *(layer.alpha for layer in measured.layers))
    shares = titled("share", range=spanned(0, 0.4, *(layer.adapted.shares for layer in measured.layers)))
    return panels_figure(
        (
            (
                Panel(
                    title="PReLU: one slope a layer",
                    caption="Each layer's slope sets out from the dashed line; below 0 it turns negative inputs over.",
                    traces=list(_alphas(measured)),
                    x=epoch_axis(measured.epochs),
                    y=titled("α", range=slopes),
                ),
                Panel(
                    title="Loss on new points",
                    caption="Both kinds of network on points that they have not seen: lower is better.",
                    traces=course_lines(measured.courses, losses, COLOURS, showlegend=True),
                    x=epoch_axis(measured.epochs),
                    y=loss_axis("test loss", losses),
                ),
            ),
            (
                Panel(
                    title="APReLU: a slope for each input",
                    caption="How often each slope occurs, a line for each layer; dashed, PReLU's one slope there.",
                    traces=list(_distributions(measured)),
                    x=titled("slope; dashed: PReLU's", range=slopes),
                    y=shares | {"tickformat": ".0%"},
                ),
                Panel(
                    title="What the first layer answers",
                    caption="Each thin line is one input and its own slope below 0; PReLU bends all by the same.",
                    traces=list(_bends(measured)),
                    x=titled("z"),
                    y=titled("y"),
                ),
            ),
        )
    )


def _alphas(measured: Measured) -> Iterator[Trace]:
    """A line for each layer, and where they began."""
    epoch = measured.courses[0].epoch
    for place, (layer, index) in enumerate(zip(measured.layers, LAYER_COLOURS, strict=False), start=1):
        yield line(epoch, layer.alpha, f"layer {place}", index, line=_stroke(index))
    start = {"color": INK, "width": 1.5, "dash": "dash"}
    yield line(epoch[[0, -1]], np.full(2, START), f"start, {START:g}", 0, line=start)


def _distributions(measured: Measured) -> Iterator[Trace]:
    """The outline of each layer's distribution, and PReLU's slope as a dashed line of its height."""
    for place, (layer, index) in enumerate(zip(measured.layers, LAYER_COLOURS, strict=False), start=1):
        middles, shares = layer.adapted.middles, layer.adapted.shares
        outline = _stroke(index) | {"shape": "hvh"}
        yield line(middles, shares, f"APReLU, layer {place}", index, line=outline, showlegend=False)
        top = shares.max(initial=0.0)
        ends = np.array([layer.alpha[-1], layer.alpha[-1]]), np.array([0.0, top])
        dashed = _stroke(index) | {"dash": "dash"}
        yield line(*ends, f"PReLU, layer {place}", index, line=dashed, showlegend=False)


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
        alpha, key = float(layer.alpha[-1]), "last" if name == "last" else "first"
        yield Finding(key=key, name=f"PReLU's α, {name} layer", value=finite(alpha), says=_verdict(alpha))
    near = finite(100 * float(np.mean([layer.near for layer in measured.layers])))
    yield Finding(key="near", name="APReLU's slopes near PReLU's", value=near, unit="%", says=_near(measured, near))
    for key, name, accuracy in zip(("prelu", "aprelu"), ("PReLU", "APReLU"), measured.accuracies, strict=True):
        yield Finding(
            key=key,
            name=f"{name}: right on new points",
            value=finite(100 * accuracy),
            unit="%",
            says=f"is the mean of {REPLICAS} networks, each with other weights at first.",
        )


def _near(measured: Measured, near: float | None) -> str:
    spread = float(np.mean([layer.spread for layer in measured.layers]))
    if near is None or not np.isfinite(spread):
        return "A slope has left the range of numbers."
    return (
        f"lie within {NEAR:g} of PReLU's α of their layer, in one network; from sample to sample a unit's slope has a "
        f"standard deviation of {number(spread, 3)}."
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


ONE_LAYER = {"layers": "1", "units": "8", "epochs": "300", "rate": "0.02"}

LEARNED_SLOPES = Exhibit(
    slug="learned_slopes",
    title="Learned slopes",
    asks="What does a network make of a slope that it may choose?",
    idea="PReLU learns one slope for all negative inputs of a layer; APReLU finds another for each sample and unit.",
    minutes=6,
    steps=(
        Step(
            asks="One layer learns XOR, two opposite corners against the other two. Where does PReLU's slope go from "
            "¼?",
            settings={"data": "xor", **ONE_LAYER},
            prediction=Between(of="first", choices=("Below 0", "From 0 to 0.25", "0.25 or more"), cuts=(0, START)),
            because="Below 0 a unit is a valley, high on both sides of a line, and XOR is one valley against another: "
            "|x₁ + x₂| and |x₁ − x₂|.",
        ),
        Step(
            asks="APReLU's slopes come out of a sigmoid. In the same task, how many are within 0.1 of PReLU's?",
            settings={"data": "xor", **ONE_LAYER},
            prediction=Between(of="near", choices=("Less than 10 %", "From 10 to 50 %", "50 % or more"), cuts=(10, 50)),
            because="A sigmoid answers from 0 to 1: where PReLU's slope has gone far below 0, none of APReLU's can "
            "follow.",
        ),
        Step(
            asks="One layer of eight PReLUs, two spirals. How often is it right on new points when it has learned?",
            settings={"data": "spiral", **ONE_LAYER},
            prediction=Between(
                of="prelu", choices=("Less than 70 %", "From 70 to 90 %", "90 % or more"), cuts=(70, 90)
            ),
            because="Whatever their slope, eight units make eight straight creases in the plane, and spirals that wind "
            "round each other need more.",
        ),
    ),
    leads=(Lead("overfitting", "More to learn can be too much"), Lead("saturation", "Why a slope below 0 matters")),
    controls=LearnedSlopesControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
    stages=stages,
)

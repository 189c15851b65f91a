"""Depth: how activations and gradients grow or vanish from layer to layer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from app.activations.gain import Gain, curve_gain
from app.activations.reference import read
from app.analysis.experiments.depth import ALIKE, Depth, Shape, through_in_steps
from app.analysis.experiments.initial_weights import MATCHED
from app.analysis.points import Points
from app.exhibits.exhibit import Controls, Exhibit, Lead, put_together
from app.exhibits.fields import ReferencesControl, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import layers_of
from app.exhibits.step import Between, Step
from app.fields import OneOf
from app.figures.panels import Figure, Panel, Trace, line, logarithmic, panels_figure, titled, without_extremes
from app.initialisations import SCHEMES
from app.playground.plan import Plan
from app.text import number

FEW = 10
# a gradient of ordinary size lies between them: one layer of 64 units has some 1
SMALL, LARGE = 1e-3, 1e3


class DepthControls(Controls):
    """Which networks, how deep and how wide, and where their weights begin."""

    f: Annotated[ReferencesControl, Field(description="activations")] = ("sigmoid", "tanh", "relu", "selu")
    init: Annotated[
        str, OneOf((MATCHED, *SCHEMES)), Field(description="initial weights; matched: by each activation's gain")
    ] = MATCHED
    layers: Annotated[int, Field(ge=1, le=100, description="layers", json_schema_extra=slider("L", 1))] = 10
    width: Annotated[int, Field(ge=2, le=128, description="units a layer", json_schema_extra=slider("n", 1))] = 64
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One network: its activation, how its weights began, its gain, and what was found.

    `is_slice` says that the activation works across units, and each unit has its slice here.
    """

    f: str
    init: str
    gain: Gain
    is_slice: bool
    found: Depth


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The networks, and the number of each layer."""

    layer: Points
    stacks: tuple[Stack, ...]


def measure(controls: DepthControls, device: str) -> Measured:
    """Send the same samples through each network."""
    return put_together(parts(controls, device))


def parts(controls: DepthControls, device: str) -> Iterator[Measured | None]:
    """The same, layer by layer."""
    shape = Shape(layers=controls.layers, width=controls.width, seed=controls.seed)
    stacks: list[Stack] = []
    for text in controls.f:
        f = read(text)
        is_slice = f.activation.kind == "across_units"
        for found in through_in_steps(f, controls.init, shape, device):
            if found is not None:
                stacks.append(Stack(f=text, init=controls.init, gain=curve_gain(f), is_slice=is_slice, found=found))
            yield None
    yield Measured(layer=np.arange(1.0, controls.layers + 1), stacks=tuple(stacks))


def draw(measured: Measured) -> Figure:
    """The spread of the activations, and the size of the gradients, by layer on logarithmic axes."""
    count = float(measured.layer[-1])
    across = {"range": [min(0.9, 1 - 0.02 * count), count * 1.02], "tickformat": "d"}
    spreads = [without_extremes(stack.found.spread) for stack in measured.stacks]
    gradients = [without_extremes(stack.found.gradient) for stack in measured.stacks]
    return panels_figure(
        (
            (
                Panel(
                    title="Forward: spread of the activations →",
                    caption="Where a line falls, signals die out from layer to layer; where it rises, they explode.",
                    traces=_lines(measured, spreads, showlegend=True),
                    x=titled("layer", **across),
                    y=logarithmic("standard deviation", *spreads),
                ),
                Panel(
                    title="← Backward: size of the gradients",
                    caption="Read it from the right, where the loss is: the lower a line on the left, the less the "
                    "first layers learn.",
                    is_cover=True,
                    traces=_lines(measured, gradients, showlegend=False),
                    x=titled("layer", **across),
                    y=logarithmic("norm of ∂L/∂W", *gradients),
                ),
            ),
        )
    )


def _lines(measured: Measured, quantities: list[Points], *, showlegend: bool) -> list[Trace]:
    """A line for each network; where there are few layers with markers, as one alone makes no line."""
    mode = "lines+markers" if len(measured.layer) <= FEW else "lines"
    return [
        line(measured.layer, quantity, f"{stack.f}, {stack.init}", index, mode=mode, showlegend=showlegend)
        for index, (stack, quantity) in enumerate(zip(measured.stacks, quantities, strict=True))
    ]


def findings(measured: Measured) -> Iterator[Finding]:
    """How unequally the layers of each network learn."""
    for place, stack in enumerate(measured.stacks, start=1):
        yield Finding(
            key=f"ratio_{place}",
            name=f"{stack.f}: last / first gradient",
            value=stack.found.ratio,
            says=" ".join((_verdict(stack.found.gradient), *_remarks(stack))),
        )


def _verdict(gradient: Points) -> str:
    """What the norms by layer (layers,) say: first whether there is a gradient, then how large it is."""
    layers, unknown, none = len(gradient), int((~np.isfinite(gradient)).sum()), int((gradient == 0).sum())
    if unknown:
        return f"The gradient is not a finite number in {unknown} of {layers} layers."
    if none:
        return f"The gradient is exactly 0 in {none} of {layers} layers: they do not learn."
    least, largest = _short(gradient.min()), _short(gradient.max())
    if gradient.max() < SMALL:
        return f"The gradient is below {SMALL:g} in every layer, from {least} to {largest}: hardly any learns."
    if gradient.min() > LARGE:
        return f"The gradient is above {LARGE:g} in every layer, from {least} to {largest}: it has exploded in all."
    return _comparison(gradient)


def _comparison(gradient: Points) -> str:
    """How the norms by layer compare, which are finite and above 0."""
    least, largest, first, last = (_short(each) for each in (gradient.min(), gradient.max(), gradient[0], gradient[-1]))
    if gradient[-1] > ALIKE * gradient[0]:
        if gradient[0] < SMALL:
            return (
                f"The gradient shrinks on its way back, from {last} in the last layer to {first} in the first: the "
                "first layer hardly learns."
            )
        return f"The gradient shrinks on its way back, from {last} in the last layer to {first} in the first."
    if gradient[0] > ALIKE * gradient[-1]:
        return f"The gradient grows on its way back, from {last} in the last layer to {first} in the first."
    if gradient.max() > ALIKE * gradient.min():
        return f"First and last layer are within {ALIKE:g} times, but all layers range from {least} to {largest}."
    return f"All layers learn within {ALIKE:g} times the same pace: gradients from {least} to {largest}."


def _remarks(stack: Stack) -> Iterator[str]:
    """How the weights began, and what stands for an activation across units."""
    if stack.init != MATCHED:
        yield f"Weights: {stack.init}."
    elif stack.gain.value is None:
        yield f"Weights: matched with gain 1, as the activation has none. {stack.gain.reason}"
    else:
        yield f"Weights: matched, gain {number(stack.gain.value)}."
    if stack.is_slice:
        yield "Each unit here has the activation's slice, and no other unit has a say in it."


def _short(size: float) -> str:
    return number(float(size), 3)


def plan(controls: DepthControls) -> Plan:
    """The first of the networks."""
    return layers_of(controls.f[0], layers=controls.layers, units=controls.width)


DEPTH = Exhibit(
    slug="depth",
    title="Depth",
    asks="Why do gradients vanish or explode in deep networks?",
    idea="Each layer multiplies the gradient by f′ and by its weights: below 1 it vanishes, above 1 it explodes.",
    minutes=5,
    steps=(
        Step(
            asks="Over thirty layers of sigmoids, how many times smaller is the first layer's gradient than the "
            "last's?",
            settings={"f": ["sigmoid"], "init": MATCHED, "layers": "30", "width": "64"},
            prediction=Between(
                of="ratio_1",
                choices=("Less than a thousand times", "A thousand to a billion times", "A billion times or more"),
                cuts=(1e3, 1e9),
            ),
            because="Each layer multiplies the gradient by its weights and by f′, which is ¼ at most: whatever share "
            "one leaves, thirty leave its thirtieth power.",
        ),
        Step(
            asks="Xavier's weights let signals of ReLU fade over 60 layers. Where are gradients smallest by far?",
            settings={"f": ["relu"], "init": "xavier", "layers": "60", "width": "64"},
            prediction=Between(
                of="ratio_1",
                choices=("In the last layers", "Nowhere: they are small everywhere alike", "In the first layers"),
                cuts=(1 / ALIKE, ALIKE),
            ),
            because="A layer's gradient is the signal that comes in times the gradient that comes back: what the way "
            "forward has not yet taken from it, the way back has.",
        ),
        Step(
            asks="He's weights are made for ReLU. Which end of 60 layers of tanh gets the larger gradient with them?",
            settings={"f": ["tanh"], "init": "he", "layers": "60", "width": "64"},
            prediction=Between(of="ratio_1", choices=("The first", "The last"), cuts=(1,)),
            because="tanh holds the signals within ±1, so that forward nothing explodes; on its way back the gradient "
            "gains more from such weights than tanh's slopes take from it.",
        ),
    ),
    leads=(
        Lead("initialisation", "Where the weights begin"),
        Lead("saturation", "Why a sigmoid's slope is small"),
        Lead("landscape", "What deep networks answer over a plane"),
    ),
    controls=DepthControls,
    measure=measure,
    parts=parts,
    draw=draw,
    findings=findings,
    plan=plan,
)

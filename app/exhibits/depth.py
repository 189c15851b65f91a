"""Depth: how activations and gradients grow or vanish from layer to layer."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.depth import Depth, Shape, through
from app.analysis.experiments.initial_weights import suited
from app.analysis.points import Points
from app.exhibits.exhibit import Controls, Exhibit, Finding, Lead, Trial
from app.exhibits.fields import ReferencesControl, SeedControl, slider
from app.exhibits.plans import layers_of
from app.fields import OneOf
from app.figures.panels import Figure, Panel, Trace, line, logarithmic, panels_figure, titled, without_extremes
from app.initialisations import SCHEMES
from app.playground.plan import Plan

FEW = 10
# beyond it one end of the network hardly learns while the other does
UNEQUAL = 30


class DepthControls(Controls):
    """Which networks, how deep and how wide, and where their weights begin."""

    f: Annotated[ReferencesControl, Field(description="activations")] = ("sigmoid", "tanh", "relu", "selu")
    init: Annotated[str, OneOf(("suited", *SCHEMES)), Field(description="initial weights; suited: each its own")] = (
        "suited"
    )
    layers: Annotated[int, Field(ge=1, le=100, description="layers", json_schema_extra=slider("L", 1))] = 30
    width: Annotated[int, Field(ge=2, le=128, description="units a layer", json_schema_extra=slider("n", 1))] = 64
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Stack:
    """One network: its activation, how its weights began, and what was found."""

    f: str
    init: str
    found: Depth


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The networks, and the number of each layer."""

    layer: Points
    stacks: tuple[Stack, ...]


def measure(controls: DepthControls, device: str) -> Measured:
    """Send the same samples through each network."""
    shape = Shape(layers=controls.layers, width=controls.width, seed=controls.seed)
    stacks: list[Stack] = []
    for text in controls.f:
        f = read(text)
        init = suited(f) if controls.init == "suited" else controls.init
        found = through(f, init, shape, device)
        stacks.append(Stack(f=text, init=init, found=found))
    return Measured(layer=np.arange(1.0, controls.layers + 1), stacks=tuple(stacks))


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
                    traces=_lines(measured, spreads, showlegend=True),
                    x=titled("layer", **across),
                    y=logarithmic("standard deviation", *spreads),
                ),
                Panel(
                    title="← Backward: size of the gradients",
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
    for stack in measured.stacks:
        yield Finding(
            name=f"{stack.f}: last / first gradient",
            value=stack.found.ratio,
            says=f"{_verdict(stack.found.ratio)} Weights: {stack.init}.",
        )


def _verdict(ratio: float | None) -> str:
    if ratio is None:
        return "Nothing finite is left to compare."
    if ratio > UNEQUAL:
        return "The gradient vanishes: the first layers hardly learn."
    return (
        "The gradient explodes toward the first layers." if ratio < 1 / UNEQUAL else "All layers learn at a like pace."
    )


def plan(controls: DepthControls) -> Plan:
    """The first of the networks."""
    return layers_of(controls.f[0], layers=controls.layers, units=controls.width)


DEPTH = Exhibit(
    slug="depth",
    title="Depth",
    idea="Each layer multiplies the gradient by f′ and by its weights: below 1 it vanishes, above 1 it explodes.",
    trials=(
        Trial("Sigmoid against ReLU", {"f": ["sigmoid", "relu"]}),
        Trial("ReLU with Xavier's weights fades", {"f": ["relu"], "init": "xavier", "layers": "60"}),
        Trial("tanh with He's weights", {"f": ["tanh"], "init": "he", "layers": "60"}),
        Trial("SELU normalises itself, over 100 layers", {"f": ["selu", "elu"], "init": "lecun", "layers": "100"}),
    ),
    leads=(
        Lead("initialisation", "Where the weights begin"),
        Lead("saturation", "Why a sigmoid's slope is small"),
    ),
    controls=DepthControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
)

"""One layer: every number on the way from x to y, and the Jacobians that backpropagation multiplies."""

from collections.abc import Iterator
from typing import Annotated, Any, TypeAlias

import numpy as np
import torch
from pydantic import BeforeValidator, Field

from app.activations.reference import read
from app.analysis.experiments.layer import Layer, apply_layer
from app.analysis.points import Points
from app.analysis.traits.slopes import SATURATED
from app.exhibits.courses import finite
from app.exhibits.exhibit import Controls, Exhibit, Lead, Trial
from app.exhibits.fields import Cell, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import layers_of
from app.fields import AtMost, Reference, split_commas
from app.figures.panels import Figure, Panel, bars, heatmap, inscribed, panels_figure
from app.playground.plan import Plan

MOST = 5
SUBSCRIPTS = "₁₂₃₄₅"

WEIGHTS = (
    *(0.8, -0.5, 0.3, 1.0, -0.2),
    *(-1.2, 0.6, 0.9, -0.7, 0.4),
    *(0.5, 1.5, -1.0, 0.2, 0.8),
    *(-0.3, 0.7, 0.1, -0.9, 1.1),
    *(1.4, -0.8, 0.6, 0.5, -0.6),
)


Vector: TypeAlias = Annotated[tuple[Cell, ...], AtMost(MOST, fewest=MOST), BeforeValidator(split_commas)]
Matrix: TypeAlias = Annotated[tuple[Cell, ...], AtMost(MOST * MOST, fewest=MOST * MOST), BeforeValidator(split_commas)]


def _cells(*, shape: tuple[str | int, str | int], columns: int, symbol: str) -> dict[str, Any]:
    return {"x-shape": list(shape), "x-columns": columns, "x-symbol": symbol}


class LayerControls(Controls):
    """A layer's size, its activation and every number that goes in."""

    f: Annotated[Reference, Field(description="activation")] = "tanh"
    inputs: Annotated[int, Field(ge=1, le=MOST, description="inputs", json_schema_extra=slider("n", 1))] = 3
    units: Annotated[int, Field(ge=1, le=MOST, description="units", json_schema_extra=slider("m", 1))] = 3
    x: Annotated[
        Vector,
        Field(
            description="the input",
            json_schema_extra=_cells(shape=(1, "inputs"), columns=MOST, symbol="x"),
        ),
    ] = (1.0, -0.5, 0.5, 1.5, -1.0)
    weights: Annotated[
        Matrix,
        Field(
            description="weights, a row for each unit",
            json_schema_extra=_cells(shape=("units", "inputs"), columns=MOST, symbol="W"),
        ),
    ] = WEIGHTS
    biases: Annotated[
        Vector,
        Field(
            description="biases",
            json_schema_extra=_cells(shape=(1, "units"), columns=MOST, symbol="b"),
        ),
    ] = (0.1, -0.3, 0.5, 0.0, 0.2)


def measure(controls: LayerControls, device: str) -> Layer:
    """Apply the layer that the first rows and columns of the numbers make."""
    units, inputs = controls.units, controls.inputs
    weights, biases, x = (
        torch.tensor(cells, dtype=torch.float64, device=device)
        for cells in (controls.weights, controls.biases, controls.x)
    )
    return apply_layer(read(controls.f), weights.reshape(MOST, MOST)[:units, :inputs], biases[:units], x[:inputs])


def draw(measured: Layer) -> Figure:
    """The units' numbers above, the Jacobian in both ways below."""
    inputs = _names("x", len(measured.x))
    units = _names("", len(measured.z))
    autograd = np.column_stack((measured.by_weight, measured.by_bias))
    closed = np.column_stack((measured.by_weight_closed, measured.slope))
    with_bias = [*inputs, "b"]
    return panels_figure(
        (
            (
                Panel(
                    title="W and b",
                    traces=[_table(np.column_stack((measured.weights, measured.biases)), with_bias, units)],
                    y={"autorange": "reversed"},
                ),
                Panel(
                    title="Each unit: z, y = f(z) and f′(z)",
                    traces=[
                        bars(units, measured.z, "z = Wx + b", 6),
                        bars(units, measured.y, "y = f(z)", 0),
                        bars(units, measured.slope, "f′(z)", 1),
                    ],
                ),
            ),
            (
                Panel(
                    title="∂y/∂W and ∂y/∂b by autograd",
                    traces=[_table(autograd, with_bias, units)],
                    y={"autorange": "reversed"},
                ),
                Panel(
                    title="f′(zᵢ)·xⱼ and f′(zᵢ)",
                    traces=[_table(closed, with_bias, units)],
                    y={"autorange": "reversed"},
                ),
            ),
        ),
        barmode="group",
        bargap=0.25,
    )


def _names(letter: str, count: int) -> list[str]:
    prefix = letter or "unit "
    return [f"{prefix}{SUBSCRIPTS[i] if letter else i + 1}" for i in range(count)]


def _table(numbers: Points, columns: list[str], rows: list[str]) -> dict[str, Any]:
    return heatmap(numbers, x=columns, y=rows, hoverinfo="x+y+z", **inscribed(numbers))


def findings(measured: Layer) -> Iterator[Finding]:
    """That the two ways agree, and what the Jacobian leaves out."""
    yield Finding(
        name="largest difference",
        value=finite(measured.difference),
        says="between autograd and the chain rule written out.",
    )
    yield Finding(name="∂yᵢ/∂Wₖⱼ with k ≠ i", value=finite(measured.cross), says=_alone(measured))
    slopes = np.abs(measured.slope)
    yield Finding(name="smallest |f′(z)|", value=finite(float(slopes.min())), says=_saturated(slopes))


def _alone(measured: Layer) -> str:
    """Why no unit has a derivative by another's weights."""
    if finite(measured.cross) is None:
        return (
            "No number, as autograd multiplies 0 by a slope that is not finite; "
            "a unit depends on its own row of W alone."
        )
    if measured.slice_rule is not None:
        return (
            "is the largest, as each unit here has the activation's slice and no other unit's pre-activation. "
            f"The slice: {measured.slice_rule}"
        )
    return "is the largest: a unit depends on its own row of W alone."


def _saturated(slopes: Points) -> str:
    """What the slopes of the units scale."""
    if not np.isfinite(slopes).all():
        return "Some unit has no finite slope, and its row no finite gradient."
    few = int((slopes < SATURATED).sum())
    if few:
        return f"It scales a whole row: {few} of {len(slopes)} units have one below {SATURATED:g}, and hardly learn."
    return f"It scales a whole row: none of {len(slopes)} units has one below {SATURATED:g}."


def plan(controls: LayerControls) -> Plan:
    """A network with one such layer."""
    return layers_of(controls.f, layers=1, units=controls.units)


LAYER = Exhibit(
    slug="layer",
    title="One layer",
    idea="A weight's gradient is the slope of its unit times its own input: ∂yᵢ/∂Wᵢⱼ = f′(zᵢ)·xⱼ.",
    trials=(
        Trial("One unit, one input", {"inputs": "1", "units": "1"}),
        Trial("ReLU: a row of zeros for each silent unit", {"f": "relu"}),
        Trial("Large inputs saturate a row", {"f": "sigmoid", "x": "8,-8,8,0,0"}),
        Trial("An input of 0 gets no gradient", {"x": "1,0,0.5,1.5,-1"}),
    ),
    leads=(
        Lead("backprop", "A network of such layers, number by number"),
        Lead("saturation", "Where f′ is small"),
    ),
    controls=LayerControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
)

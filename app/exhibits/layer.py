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
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Cell, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import layers_of
from app.exhibits.step import Between, Estimate, Step
from app.fields import AtMost, Reference, split_commas
from app.figures.panels import Figure, Panel, bars, heatmap, inscribed, panels_figure
from app.playground.plan import Plan

MOST = 5
# of the numbers of a unit, beside the two colours that tell signs in a map
Z, ANSWER, SLOPE = 6, 4, 2
SUBSCRIPTS = "₁₂₃₄₅"

WEIGHTS = (
    *(0.8, -1.2, 0.5, -0.3, 1.4),
    *(-0.5, 0.6, 1.5, 0.7, -0.8),
    *(0.3, 0.9, -1.0, 0.1, 0.6),
    *(1.0, -0.7, 0.2, -0.9, 0.5),
    *(-0.2, 0.4, 0.8, 1.1, -0.6),
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
            description="weights, a column for each unit",
            json_schema_extra=_cells(shape=("inputs", "units"), columns=MOST, symbol="W"),
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
    return apply_layer(read(controls.f), weights.reshape(MOST, MOST)[:inputs, :units], biases[:units], x[:inputs])


def draw(measured: Layer) -> Figure:
    """The units' numbers above, the Jacobian in both ways below."""
    inputs = _names("x", len(measured.x))
    units = _names("", len(measured.z))
    autograd = np.vstack((measured.by_weight, measured.by_bias))
    closed = np.vstack((measured.by_weight_closed, measured.slope))
    with_bias = [*inputs, "b"]
    return panels_figure(
        (
            (
                Panel(
                    title="W, and b below",
                    caption="A column for each unit: a weight for every input, and a bias; in books that write "
                    "Wx + b, it is a row. Blue is above 0, orange below.",
                    traces=[_table(np.vstack((measured.weights, measured.biases)), units, with_bias)],
                    y={"autorange": "reversed"},
                ),
                Panel(
                    title="Each unit: z, y = f(z) and f′(z)",
                    caption="Compare f′(z) of a unit with its column below: it is what multiplies the whole column.",
                    traces=[
                        bars(units, measured.z, "z = xW + b", Z),
                        bars(units, measured.y, "y = f(z)", ANSWER),
                        bars(units, measured.slope, "f′(z)", SLOPE),
                    ],
                ),
            ),
            (
                Panel(
                    title="∂y/∂W and ∂y/∂b by autograd",
                    caption="How far the answer of each unit moves with each of its own weights, and with its bias.",
                    traces=[_table(autograd, units, with_bias)],
                    y={"autorange": "reversed"},
                ),
                Panel(
                    title="f′(zⱼ)·xᵢ and f′(zⱼ)",
                    caption="The same by hand: in each column the inputs x, multiplied by one slope, and that slope.",
                    traces=[_table(closed, units, with_bias)],
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
    """How many gradients there are, that the two ways agree, and what the Jacobian leaves out."""
    inputs, units = measured.weights.shape
    yield Finding(
        key="count",
        name="weights and biases",
        value=float(units * inputs + units),
        says=f"{inputs} · {units} weights, and {units} biases." if units > 1 else f"{inputs} · 1 weights, and a bias.",
    )
    yield Finding(
        key="heard",
        name="weights with a gradient that is not 0",
        value=float(np.count_nonzero(measured.by_weight)),
        says=f"of {units * inputs}. Where the slope of the unit is 0, or the input, so is their product.",
    )
    yield Finding(
        key="difference",
        name="largest difference",
        value=finite(measured.difference),
        says="between autograd and the chain rule written out.",
    )
    yield Finding(key="cross", name="∂yⱼ/∂Wᵢₖ with k ≠ j", value=finite(measured.cross), says=_alone(measured))
    slopes = np.abs(measured.slope)
    yield Finding(key="slope", name="smallest |f′(z)|", value=finite(float(slopes.min())), says=_saturated(slopes))


def _alone(measured: Layer) -> str:
    """Why no unit has a derivative by another's weights."""
    if finite(measured.cross) is None:
        return (
            "No number, as autograd multiplies 0 by a slope that is not finite; "
            "a unit depends on its own column of W alone."
        )
    if measured.slice_rule is not None:
        return (
            "is the largest, as each unit here has the activation's slice and no other unit's pre-activation. "
            f"The slice: {measured.slice_rule}"
        )
    return "is the largest: a unit depends on its own column of W alone."


def _saturated(slopes: Points) -> str:
    """What the slopes of the units scale."""
    if not np.isfinite(slopes).all():
        return "Some unit has no finite slope, and its column no finite gradient."
    few = int((slopes < SATURATED).sum())
    if few:
        return f"It scales a whole column: {few} of {len(slopes)} units have one below {SATURATED:g}, and hardly learn."
    return f"It scales a whole column: none of {len(slopes)} units has one below {SATURATED:g}."


def plan(controls: LayerControls) -> Plan:
    """A network with one such layer."""
    return layers_of(controls.f, layers=1, units=controls.units)


def _asked_at(**others: str) -> dict[str, str]:
    """The settings of a question: all but `others` as at first."""
    usual = LayerControls()
    cells = {name: ",".join(map(str, getattr(usual, name))) for name in ("x", "weights", "biases")}
    return {"f": usual.f, "inputs": str(usual.inputs), "units": str(usual.units)} | cells | others


STEPS = (
    Step(
        asks="A layer has 4 inputs and 3 units. How many weights and biases can it learn?",
        settings={"inputs": "4", "units": "3"},
        prediction=Estimate(of="count", low=0, high=30, step=1, within=0.01),
        because="Each unit has a weight for every input, and a bias of its own.",
    ),
    Step(
        asks="Of 3 ReLU units two have z below 0. How many of the 9 weights have a gradient that is not 0?",
        settings=_asked_at(f="relu"),
        prediction=Estimate(of="heard", low=0, high=9, step=1, within=0.01),
        because="Below 0 the slope of ReLU is 0, and it multiplies the whole column of a unit: one column is left, "
        "and none of the inputs is 0.",
    ),
    Step(
        asks="The units are tanh, and the second of 3 inputs is 0. How many of the 9 weights have a gradient now?",
        settings=_asked_at(x="1,0,0.5,1.5,-1"),
        prediction=Estimate(of="heard", low=0, high=9, step=1, within=0.01),
        because="A weight's gradient has its own input as a factor: an input of 0 leaves its whole row without one, "
        "in every unit.",
    ),
    Step(
        asks="Inputs of 8, −4 and 4 meet sigmoids. How large is the smallest slope by which a column is multiplied?",
        settings=_asked_at(f="sigmoid", x="8,-4,4,1.5,-1"),
        prediction=Between(
            of="slope",
            choices=("Below 0.001", "From 0.001 to 0.1", "0.1 or more"),
            cuts=(0.001, 0.1),
        ),
        because="Large inputs make a large z, and there a sigmoid is flat: the column hears hardly anything, "
        "however large the inputs by which the slope is multiplied.",
    ),
)

LAYER = Exhibit(
    slug="layer",
    title="One layer",
    asks="Which weights of a layer hear of an error?",
    idea="A weight's gradient is the slope of its unit times its own input: ∂yⱼ/∂Wᵢⱼ = f′(zⱼ)·xᵢ.",
    leads=(
        Lead("backprop", "A network of such layers, number by number"),
        Lead("saturation", "Where f′ is small"),
    ),
    minutes=5,
    steps=STEPS,
    controls=LayerControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
)

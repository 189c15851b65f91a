"""Backpropagation: a network 2-3-1 with its numbers on nodes and edges, forward and backward."""

import math
from collections.abc import Iterator
from typing import Annotated, Any

import numpy as np
from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.backprop import INPUTS, UNITS, Backprop, Lesson, propagate
from app.analysis.points import Points
from app.exhibits.courses import finite
from app.exhibits.exhibit import Controls, Exhibit, Lead, Trial
from app.exhibits.fields import Real, slider
from app.exhibits.finding import Finding
from app.fields import Reference
from app.figures.panels import Figure, Panel, Trace, line, panels_figure, titled
from app.figures.plotly import INK, colour, typed_array
from app.playground.plan import DataPlan, HiddenLayer, NetworkPlan, Plan, TrainingPlan
from app.text import number

# where the nodes stand: inputs, hidden units, output
PLACES = (
    *((0.0, 1.5), (0.0, 0.5)),
    *((1.0, 2.0), (1.0, 1.0), (1.0, 0.0)),
    (2.0, 1.0),
)
HIDDEN, OUTPUT = INPUTS, INPUTS + UNITS
# the edges between the first two columns all cross halfway; at a quarter their labels are evenly apart
FIRST_LABELS, SECOND_LABELS = 0.25, 0.5
# the smallest that the playground takes
LEAST_RATE = 1e-6
BESIDE_NODES = [*["middle left"] * INPUTS, "top center", *["bottom center"] * (UNITS - 1), "middle right"]


class BackpropControls(Controls):
    """What goes in, what is wanted, and how many steps are taken toward it."""

    f: Annotated[Reference, Field(description="activation")] = "tanh"
    x1: Annotated[Real, Field(ge=-5, le=5, description="first input", json_schema_extra=slider("x₁", 0.1))] = 1.0
    x2: Annotated[Real, Field(ge=-5, le=5, description="second input", json_schema_extra=slider("x₂", 0.1))] = -0.5
    target: Annotated[Real, Field(ge=-5, le=5, description="wanted output", json_schema_extra=slider("y", 0.1))] = -1.0
    rate: Annotated[Real, Field(ge=0, le=2, description="learning rate", json_schema_extra=slider("η", 0.01))] = 0.1
    steps: Annotated[int, Field(ge=0, le=50, description="steps taken", json_schema_extra=slider("t", 1))] = 0


def measure(controls: BackpropControls, device: str) -> Backprop:
    """Take the steps, and look at the pass that follows."""
    lesson = Lesson(x=(controls.x1, controls.x2), target=controls.target, rate=controls.rate, steps=controls.steps)
    return propagate(read(controls.f), lesson, device)


def draw(measured: Backprop) -> Figure:
    """The network twice, with the numbers of either pass, above the loss by step."""
    forward = [*_named("x", measured.x), *_named("a", measured.a), f"ŷ {_short(measured.output)}"]
    backward = [*("x₁", "x₂"), *(f"∂z {_short(value)}" for value in measured.by_z), f"∂ŷ {_short(measured.by_output)}"]
    steps = np.arange(float(len(measured.losses)))
    return panels_figure(
        (
            (_network("Forward →  weights and answers", forward, measured.w1, measured.w2),),
            (_network("← Backward  ∂L by each weight and unit", backward, measured.by_w1, measured.by_w2),),
            (
                Panel(
                    title="Loss L = ½(ŷ − y)² by step",
                    traces=[line(steps, measured.losses, "loss", 0, mode="lines+markers", showlegend=False)],
                    x=titled("step", range=[-0.5, max(len(steps) - 0.5, 1.5)], dtick=1 + len(steps) // 10),
                    y=titled("L", rangemode="tozero"),
                ),
            ),
        )
    )


def _network(title: str, nodes: list[str], first: Points, second: Points) -> Panel:
    """The nodes with their labels, and the edges with the numbers of W₁ and w₂."""
    edges = [
        *((i, HIDDEN + j, float(first[i, j])) for i in range(INPUTS) for j in range(UNITS)),
        *((HIDDEN + j, OUTPUT, float(second[j])) for j in range(UNITS)),
    ]
    hidden = {"visible": False, "fixedrange": True}
    return Panel(
        title=title,
        traces=[*(_edge(edge) for edge in edges), _edge_labels(edges), _nodes(nodes)],
        x={"range": [-0.6, 2.6], **hidden},
        y={"range": [-0.4, 2.4], **hidden},
    )


def _edge(edge: tuple[int, int, float]) -> Trace:
    """A line as thick as its number is large, blue above 0 and orange below."""
    start, end, value = edge
    width = 1 + 2.5 * math.tanh(abs(value)) if math.isfinite(value) else 1
    return {
        "type": "scatter",
        "mode": "lines",
        "showlegend": False,
        "hoverinfo": "skip",
        "x": [PLACES[start][0], PLACES[end][0]],
        "y": [PLACES[start][1], PLACES[end][1]],
        "line": {"width": width, "color": colour(0 if value > 0 else 1) if value else INK},
    }


def _edge_labels(edges: list[tuple[int, int, float]]) -> Trace:
    starts = np.array([PLACES[start] for start, _, _ in edges])
    ends = np.array([PLACES[end] for _, end, _ in edges])
    along = np.array([FIRST_LABELS if start < HIDDEN else SECOND_LABELS for start, _, _ in edges])[:, None]
    return _labels(starts + along * (ends - starts), [_short(value) for _, _, value in edges], "top center")


def _nodes(labels: list[str]) -> Trace:
    marker: dict[str, Any] = {"size": 16, "color": colour(2)}
    return _labels(np.array(PLACES), labels, BESIDE_NODES) | {"mode": "markers+text", "marker": marker}


def _labels(places: Points, labels: list[str], position: str | list[str]) -> Trace:
    return {
        "type": "scatter",
        "mode": "text",
        "showlegend": False,
        "hoverinfo": "skip",
        "x": typed_array(np.ascontiguousarray(places[:, 0])),
        "y": typed_array(np.ascontiguousarray(places[:, 1])),
        "text": labels,
        "textposition": position,
        "cliponaxis": False,
    }


def _named(letter: str, values: Points) -> list[str]:
    return [f"{letter}{'₁₂₃'[i]} {_short(value)}" for i, value in enumerate(values.tolist())]


def _short(value: float) -> str:
    return number(value, 3)


def findings(measured: Backprop) -> Iterator[Finding]:
    """The chain rule for one weight in numbers, and that it is what autograd says."""
    factors = (measured.by_output, measured.w2[0], measured.slope[0], measured.x[0])
    written = " × ".join(f"({_short(factor)})" if factor < 0 else _short(factor) for factor in factors)
    yield Finding(
        name="∂L/∂W₁₁, from x₁ to the first unit",
        value=finite(float(measured.by_w1[0, 0])),
        says=f"= ∂ŷ × w₂₁ × f′(z₁) × x₁ = {written}.",
    )
    yield Finding(
        name="L", value=finite(measured.loss), says=f"from {_short(measured.losses[0])} before the first step."
    )
    yield Finding(
        name="largest difference from autograd",
        value=finite(measured.difference),
        says=_agreement(measured.difference),
    )


def _agreement(difference: float) -> str:
    """Whether the two ways can be compared."""
    if finite(difference) is None:
        return "Some are no finite numbers, so that they cannot be compared."
    return "over all weights and biases: backpropagation is the chain rule, no more."


def plan(controls: BackpropControls) -> Plan:
    """A network of this shape, which learns a sample a step."""
    return Plan(
        data=DataPlan(name="plane"),
        network=NetworkPlan(hidden=(HiddenLayer(units=UNITS, activation=controls.f),)),
        training=TrainingPlan(lr=max(controls.rate, LEAST_RATE), batch_size=1),
    )


BACKPROP = Exhibit(
    slug="backprop",
    title="Backpropagation",
    idea="A weight's gradient is a product along the way back: the error, each weight, each slope, and its input.",
    trials=(
        Trial("One step", {"steps": "1"}),
        Trial("Twenty steps", {"steps": "20"}),
        Trial("Too large a rate: it overshoots", {"f": "identity", "rate": "0.4", "steps": "12"}),
        Trial("ReLU: a silent unit passes nothing back", {"f": "relu"}),
        Trial("A saturated unit: hardly anything comes back to it", {"x1": "5", "x2": "5"}),
    ),
    leads=(Lead("layer", "One layer as matrices"), Lead("depth", "The same product through a hundred layers")),
    controls=BackpropControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
)

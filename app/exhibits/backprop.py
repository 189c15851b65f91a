"""Backpropagation: a network 2-3-1 with its numbers on nodes and edges, forward and backward."""

from collections.abc import Iterator
from typing import Annotated, Any, Literal, TypeAlias, get_args

import numpy as np
from pydantic import BeforeValidator, Field

from app.activations.reference import read
from app.analysis.experiments.backprop import UNITS, WEIGHTS, Backprop, Lesson, propagate
from app.analysis.points import Points
from app.exhibits.chain import KEYS, MOST_STEPS, SYMBOLS, Chain, Phase, chain_of, factors_of
from app.exhibits.courses import finite
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Cell, Real, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Estimate, Step
from app.fields import AtMost, Reference, split_commas
from app.figures.panels import Figure, Panel, line, panels_figure, titled
from app.figures.plotly import colour
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.text import listed, number

# the smallest that the playground takes
LEAST_RATE = 1e-6
# beyond these no axis of a figure has a place
LARGEST = 1e300
# what goes forward, what comes back, and what a step has made of it
FORWARD, BACK, AFTER = 0, 1, 2

FIRST = (
    *(0.8, -0.6, 0.3),
    *(0.4, 0.9, -0.7),
    *(0.0, 0.0, 0.0),
    *(1.0, -0.8, 0.6),
    0.0,
)

Watched = Literal["W11", "W12", "W13", "W21", "W22", "W23", "b1", "b2", "b3", "v1", "v2", "v3", "c"]
Numbers: TypeAlias = Annotated[tuple[Cell, ...], AtMost(WEIGHTS, fewest=WEIGHTS), BeforeValidator(split_commas)]


class BackpropControls(Controls):
    """What goes in, what is wanted, the first weights, how many steps are taken, and what is looked at."""

    f: Annotated[Reference, Field(description="activation")] = "tanh"
    x1: Annotated[Real, Field(ge=-5, le=5, description="first input", json_schema_extra=slider("x₁", 0.1))] = 1.0
    x2: Annotated[Real, Field(ge=-5, le=5, description="second input", json_schema_extra=slider("x₂", 0.1))] = -0.5
    target: Annotated[Real, Field(ge=-5, le=5, description="wanted output", json_schema_extra=slider("y", 0.1))] = -1.0
    phase: Annotated[
        int, Field(ge=1, le=len(Phase), description="phase of the pass", json_schema_extra=slider("", 1))
    ] = Phase.BY_W.value
    rate: Annotated[Real, Field(ge=0, le=2, description="learning rate", json_schema_extra=slider("η", 0.01))] = 0.1
    steps: Annotated[int, Field(ge=0, le=MOST_STEPS, description="steps taken", json_schema_extra=slider("t", 1))] = 0
    watched: Annotated[Watched, Field(description="watched weight", json_schema_extra={"x-texts": SYMBOLS})] = "W11"
    weights: Annotated[
        Numbers,
        Field(
            description="first weights: two rows of W, then b, v and c",
            json_schema_extra={"x-shape": [-(-WEIGHTS // UNITS), UNITS], "x-columns": UNITS, "x-symbol": ""},
        ),
    ] = FIRST


if get_args(Watched) != KEYS:
    raise TypeError(f"The weights that can be watched are {', '.join(KEYS)}.")


def measure(controls: BackpropControls, device: str) -> Backprop:
    """Take the steps, and look at the pass that follows."""
    lesson = Lesson(
        x=(controls.x1, controls.x2),
        target=controls.target,
        weights=controls.weights,
        rate=controls.rate,
        steps=controls.steps,
        watched=KEYS.index(controls.watched),
    )
    return propagate(read(controls.f), lesson, device)


def view(controls: BackpropControls, measured: Backprop) -> Chain:
    """The network in its phase."""
    return chain_of(read(controls.f), measured, controls.phase)


def draw(measured: Backprop) -> Figure:
    """The loss over the watched weight with its tangent, and the loss by step."""
    return panels_figure(((_slope_panel(measured), _descent_panel(measured)),), height=320)


def _slope_panel(measured: Backprop) -> Panel:
    symbol = SYMBOLS[KEYS[measured.watched]]
    now, after = measured.weights[measured.watched], measured.after[measured.watched]
    slope, swept = measured.gradient[measured.watched], _drawable(measured.swept)
    half = (measured.reach[-1] - measured.reach[0]) / 5
    run = np.array([now - half, now, now + half])
    moved = np.array([now, after])
    dot = {"mode": "markers", "marker": {"size": 11, "color": colour(FORWARD)}, "showlegend": False}
    return Panel(
        title=f"Loss as {symbol} alone moves",
        caption="The orange line has the slope that the chain rule gives: where f has no kink, it is the tangent.",
        traces=[
            line(measured.reach, swept, "loss L", FORWARD),
            line(run, _drawable(measured.loss + slope * (run - now)), f"slope ∂L/∂{symbol}", BACK, hoverinfo="skip"),
            line(moved, np.zeros(2), f"{symbol} in the next step", AFTER, mode="lines+markers"),
            line(np.array([now]), _drawable(np.array([measured.loss])), "now", FORWARD, **dot),
        ],
        x=titled(symbol, range=[measured.reach[0], measured.reach[-1]]),
        y=titled("L", range=_heights(np.append(swept, measured.loss))),
        is_cover=True,
    )


def _descent_panel(measured: Backprop) -> Panel:
    losses = _drawable(measured.losses)
    return Panel(
        title="Loss by step",
        caption="Each time that forward, backward and the step are repeated, one more dot stands here.",
        traces=[line(np.arange(float(len(losses))), losses, "loss L", FORWARD, mode="lines+markers", showlegend=False)],
        x=titled("steps taken", range=[-1, MOST_STEPS + 1]),
        y=titled("L", range=_heights(losses)),
    )


def _drawable(values: Points) -> Points:
    """`values` with a gap where an axis has no place for them."""
    return np.where(np.abs(values) < LARGEST, values, np.nan)


def _heights(values: Points) -> list[float]:
    """An axis from a little below 0 to a little above the largest of `values` that has a place on one."""
    largest = float(np.nanmax(_drawable(values), initial=0.0)) or 1.0
    return [-0.06 * largest, 1.08 * largest]


def _short(value: float) -> str:
    return number(value, 3)


def findings(measured: Backprop) -> Iterator[Finding]:
    """The chain rule for one weight in numbers, what a step makes of the loss, and what autograd says."""
    place = measured.watched
    yield Finding(
        key="gradient",
        name=f"∂L/∂{SYMBOLS[KEYS[place]]}, gradient of the watched weight",
        value=finite(float(measured.gradient[place])),
        says=f"{_product(measured)} Autograd says {_short(float(measured.autograd[place]))}.",
    )
    yield Finding(
        key="loss",
        name="loss L",
        value=finite(measured.loss),
        says=_descent(measured),
    )
    yield Finding(
        key="change",
        name="change of L in the next step",
        value=finite(measured.loss_after - measured.loss),
        says=f"With the rate {_short(measured.rate)} it goes from {_short(measured.loss)} "
        f"to {_short(measured.loss_after)}.",
    )
    yield Finding(
        key="difference",
        name="largest difference from autograd",
        value=finite(measured.difference),
        says=_agreement(measured),
    )


def _product(measured: Backprop) -> str:
    """The product that the gradient of the watched weight is."""
    factors = list(factors_of(measured, measured.watched))
    symbols = " × ".join(factor.symbol for factor in factors)
    values = " × ".join(_in_product(factor.value) for factor in factors)
    return f"It is {symbols} = {values}."


def _descent(measured: Backprop) -> str:
    """How far the loss has come."""
    steps = len(measured.losses) - 1
    if not steps:
        return "No step is taken yet."
    return f"It was {_short(measured.losses[0])} before the first step; steps taken: {steps}."


def _in_product(value: float) -> str:
    return f"({_short(value)})" if value < 0 else _short(value)


def _agreement(measured: Backprop) -> str:
    """Whether the two ways can be compared, and whether there is a derivative at all."""
    if finite(measured.difference) is None:
        return "Some are no finite numbers, so that they cannot be compared."
    if measured.jumps:
        return (
            f"Both say nothing of the jumps of f, at z = {listed([_short(z) for z in measured.jumps])}: a slope cannot."
        )
    if measured.at_kinks:
        places = listed([f"z{'₁₂₃'[unit]}" for unit in measured.at_kinks])
        slopes = listed([_short(float(measured.slope[unit])) for unit in measured.at_kinks])
        return f"At a kink there is no derivative: for {places} both ways take the slope that torch names, {slopes}."
    return "Over all 13 weights and biases: backpropagation is the chain rule, no more."


def plan(controls: BackpropControls) -> Plan:
    """A network of this shape, which learns a sample a step."""
    return Plan(
        data=DataPlan(name="plane"),
        network=NetworkPlan(hidden=(HiddenLayer(units=UNITS, activation=controls.f),)),
        training=TrainingPlan(lr=max(controls.rate, LEAST_RATE), batch_size=1),
    )


def _asked_at(**others: str) -> dict[str, Any]:
    """The settings of a question: all but `others` as at first."""
    usual = BackpropControls()
    fixed = {name: str(getattr(usual, name)) for name in BackpropControls.model_fields}
    return fixed | {"weights": ",".join(map(str, FIRST))} | others


STEPS = (
    Step(
        asks="The error ŷ − y is 1, v₁ is 0.5, x₁ is 2, and f is the identity. What is ∂L/∂W₁₁?",
        settings=_asked_at(f="identity", x1="2", x2="0", target="0", weights="1,0,0,0,0,0,0,0,0,0.5,0,0,0"),
        prediction=Estimate(of="gradient", low=-4, high=4, step=0.1, within=0.03),
        because="The way back multiplies: the error, the weight v₁, the slope of f, which is 1 here, and the input.",
    ),
    Step(
        asks="The loss is not 0, and z₂ is below 0, where ReLU answers 0. Which way does a step move W₁₂?",
        settings=_asked_at(f="relu", watched="W12"),
        prediction=Between(
            of="gradient",
            choices=("Up: its gradient is negative", "Nowhere: its gradient is 0", "Down: its gradient is positive"),
            cuts=(0.0, np.nextafter(0.0, 1.0).item()),
        ),
        because="Below 0 the slope of ReLU is 0, and one factor of 0 makes the product 0, however large the error.",
    ),
    Step(
        asks="Both inputs grow to 5, so that z₁ is 6, and f is tanh. How large is the gradient of W₁₁ now?",
        settings=_asked_at(x1="5", x2="5"),
        prediction=Between(
            of="gradient",
            choices=("Below 0.01", "From 0.01 to 1", "1 or more: it grows with the input"),
            cuts=(0.01, 1.0),
        ),
        because="The input is a factor, but so is the slope of tanh: at 6 it is about 0.00002, the unit is saturated.",
    ),
    Step(
        asks="Each weight goes against its own gradient. With a learning rate of 1, what does one step do to the loss?",
        settings=_asked_at(f="identity", rate="1"),
        prediction=Between(
            of="change",
            choices=("It falls", "It rises"),
            cuts=(0.0,),
        ),
        because="A gradient tells the slope at one place. A step that is too long for the curve goes past the lowest "
        "point, and up on the other side.",
    ),
)

BACKPROP = Exhibit(
    slug="backprop",
    title="Backpropagation",
    asks="How does a weight learn what it did to the error?",
    idea="A weight's gradient is a product along the way back: the error, each weight, each slope, and its input.",
    minutes=8,
    steps=STEPS,
    leads=(Lead("layer", "One layer as matrices"), Lead("depth", "The same product through a hundred layers")),
    controls=BackpropControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
    arranging=frozenset({"phase"}),
    above="backprop",
    view=view,
)

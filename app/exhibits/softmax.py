"""Softmax: from logits to probabilities, its Jacobian, and what two losses make of it."""

from collections.abc import Iterator
from typing import Annotated, TypeAlias

import numpy as np
from pydantic import Field

from app.analysis.experiments.softmax import Softmax, examine
from app.analysis.points import Points
from app.exhibits.exhibit import Controls, Exhibit
from app.exhibits.fields import Real, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Estimate, Step
from app.figures.panels import Figure, Handle, Panel, Trace, bars, heatmap, inscribed, panels_figure
from app.playground.network_plan import NetworkPlan
from app.playground.plan import DataPlan, Plan
from app.text import number

NEAR = 1e-3
REACH = 10.0
PROBABILITY = {"range": [0, 1.05]}
CLASSES = ["z₁", "z₂", "z₃", "z₄"]

Logit: TypeAlias = Annotated[Real, Field(ge=-REACH, le=REACH)]


class SoftmaxControls(Controls):
    """Four logits, how sharply they are told apart, and which of them is right."""

    z1: Annotated[Logit, Field(description="logit", json_schema_extra=slider("z₁", 0.1))] = 2.0
    z2: Annotated[Logit, Field(description="logit", json_schema_extra=slider("z₂", 0.1))] = 1.0
    z3: Annotated[Logit, Field(description="logit", json_schema_extra=slider("z₃", 0.1))] = 0.5
    z4: Annotated[Logit, Field(description="logit", json_schema_extra=slider("z₄", 0.1))] = -1.0
    temperature: Annotated[
        Real, Field(ge=0.05, le=10, description="temperature", json_schema_extra=slider("T", 0.05))
    ] = 1.0
    target: Annotated[int, Field(ge=1, le=4, description="the true class", json_schema_extra=slider("y", 1))] = 2
    shift: Annotated[
        Real, Field(ge=-1000, le=1000, description="added to every logit", json_schema_extra=slider("c", 1))
    ] = 0.0


def measure(controls: SoftmaxControls, device: str) -> Softmax:
    """Look at the four logits."""
    logits = (controls.z1, controls.z2, controls.z3, controls.z4)
    return examine(logits, controls.temperature, controls.target - 1, controls.shift, device)


def draw(measured: Softmax) -> Figure:
    """Logits, probabilities, the Jacobian, the gradients of two losses, and naive against stable evaluation."""
    return panels_figure(
        (
            (_logits(measured), _probabilities(measured)),
            (_jacobian(measured.jacobian), _gradients(measured), _evaluations(measured)),
        ),
        barmode="group",
        bargap=0.25,
    )


def _logits(measured: Softmax) -> Panel:
    return Panel(
        title="Logits z: drag them",
        caption="The inputs; what counts is how far they lie apart.",
        traces=[_by_class(measured.logits, "logits", 7)],
        x={"range": [-0.5, len(CLASSES) - 0.5]},
        y={"range": [-REACH, REACH]},
        handles=[Handle(control=f"z{place + 1}", x=place, y=z) for place, z in enumerate(measured.logits.tolist())],
    )


def _probabilities(measured: Softmax) -> Panel:
    return Panel(
        title="Probabilities",
        caption="Each kind shares one whole among the classes: softmax leaves something to all, hardmax to the largest "
        "alone.",
        traces=[
            _by_class(measured.softmax, "softmax", 0),
            _by_class(measured.sparsemax, "sparsemax", 2),
            _by_class(measured.hardmax, "hardmax", 6),
        ],
        y=PROBABILITY,
        is_cover=True,
    )


def _gradients(measured: Softmax) -> Panel:
    return Panel(
        title="Gradient of the loss by each logit",
        caption="A step goes against these bars: by cross-entropy it raises the true class alone, whose bar hangs "
        "down.",
        traces=[
            _by_class(measured.cross_entropy, "cross-entropy: (p − y)/T", 1),
            _by_class(measured.squared, "squared loss", 5),
        ],
    )


def _evaluations(measured: Softmax) -> Panel:
    return Panel(
        title="In float32, after adding c",
        caption="Both compute the same probabilities; exp as written may leave the range of numbers.",
        traces=[
            _by_class(measured.stable, "largest logit subtracted first", 3),
            _by_class(measured.naive, "exp(z) / Σ exp(z) as written", 4),
        ],
        y=PROBABILITY,
    )


def _jacobian(jacobian: Points) -> Panel:
    cells = heatmap(jacobian, x=CLASSES, y=["p₁", "p₂", "p₃", "p₄"], hoverinfo="z", **inscribed(jacobian.round(3)))
    return Panel(
        title="Jacobian ∂p/∂z",
        caption="How each probability answers to each logit: blue where it rises, orange where it falls; a row sums to "
        "0.",
        traces=[cells],
        y={"autorange": "reversed"},
    )


def _by_class(values: Points, name: str, index: int) -> Trace:
    return bars(CLASSES, values, name, index)


def findings(measured: Softmax) -> Iterator[Finding]:
    """What is remarkable about softmax, in numbers."""
    pull = float(np.abs(measured.cross_entropy).max())
    other = float(np.abs(measured.squared).max())
    p = measured.softmax
    yield Finding(
        key="largest",
        name="largest probability",
        value=100 * float(p.max()),
        unit="%",
        says=f"is that of {CLASSES[int(p.argmax())]}: the higher the temperature, the nearer it comes to 25 %.",
    )
    yield Finding(
        key="losses",
        name="cross-entropy's gradient over squared loss's",
        value=pull / other if other else None,
        says=_losses(measured, pull, other),
    )
    yield Finding(
        key="row_sum",
        name="largest row sum of the Jacobian",
        value=measured.row_sum,
        says="is 0 to rounding: what one class gains, the others lose.",
    )
    yield Finding(
        key="shift",
        name="change by adding c to all logits",
        value=measured.shift_error,
        says="is 0 to rounding: only differences between logits count.",
    )
    yield Finding(
        key="naive",
        name="probabilities that exp(z) / Σ exp(z) gets right",
        value=_right(measured),
        unit=f"of {len(CLASSES)}",
        says=_naive(measured),
    )


def _losses(measured: Softmax, pull: float, other: float) -> str:
    """How the largest gradients of the two losses compare."""
    right = number(float(measured.softmax[measured.target]), 3)
    return (
        f"Cross-entropy's largest is {number(pull, 3)} and squared loss's {number(other, 3)}, where the true class has "
        f"p = {right}: the smaller that p, the less a confident mistake teaches by squared loss."
    )


def _right(measured: Softmax) -> int:
    """How many of the naive probabilities are those of the stable form, to a thousandth."""
    return int((np.abs(measured.naive - measured.stable) <= NEAR).sum())


def _naive(measured: Softmax) -> str:
    """What float32 makes of exp(z) / Σ exp(z)."""
    largest, total = number(measured.exponent), float(measured.naive.sum())
    if np.isnan(total) and measured.exponent > 0:
        return f"The largest exponent is {largest}, from 88.73 on exp overflows, and ∞/∞ is no number."
    if np.isnan(total):
        return f"The largest exponent is {largest}, below −103.97 exp is 0, and 0/0 is no number."
    if total == 0:
        return f"Each exp is finite, the largest that of {largest}, but their sum overflows, and all quotients are 0."
    if _right(measured) < len(CLASSES):
        return (
            f"The largest exponent is {largest}: below −87.34 exp loses digit after digit, and with them the quotients."
        )
    return f"The largest exponent, {largest}, lets neither exp nor their sum overflow or vanish."


def plan(_: SoftmaxControls) -> Plan:
    """Softmax as the output of a network, with no layer before it."""
    return Plan(data=DataPlan(name="blobs"), network=NetworkPlan(hidden=()))


SOFTMAX = Exhibit(
    slug="softmax",
    title="Softmax",
    asks="How do scores become probabilities?",
    idea="Softmax turns logits into probabilities that share one whole: raising one lowers all the others.",
    minutes=5,
    steps=(
        Step(
            asks="The logits are 2, 1, 0.5 and −1, and the temperature goes up to 10. How large is the largest "
            "probability?",
            settings={"z1": "2", "z2": "1", "z3": "0.5", "z4": "-1", "temperature": "10"},
            prediction=Estimate(of="largest", low=0, high=100, step=1, unit="%"),
            because="Logits are divided by the temperature before exp: a tenth of these hardly differ, and four that "
            "hardly differ have a quarter each.",
        ),
        Step(
            asks="Class 2 is right, and the network is sure of class 1. How much harder does cross-entropy pull than "
            "squared loss?",
            settings={"z1": "9", "z2": "0", "z3": "0", "z4": "0", "temperature": "1", "target": "2"},
            prediction=Between(
                of="losses",
                choices=("Not harder: both see a large error", "2 to 100 times as hard", "100 times as hard or more"),
                cuts=(2, 100),
            ),
            because="Squared loss multiplies the error by softmax's slope, which is nearly 0 where a class has all; "
            "cross-entropy's gradient is the error itself.",
        ),
        Step(
            asks="100 is added to every logit. How many of four probabilities does exp(z) / Σ exp(z) get right in "
            "float32?",
            settings={"shift": "100", "temperature": "1"},
            prediction=Between(
                of="naive",
                choices=("None", "Some: the largest is lost alone", "All: only differences count"),
                cuts=(1, 4),
            ),
            because="exp overflows in float32 from 88.73 on, and each of these logits is beyond: ∞/∞ is no number. "
            "Subtracting the largest logit first changes no probability and keeps exp at 1 or less.",
        ),
    ),
    controls=SoftmaxControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
)

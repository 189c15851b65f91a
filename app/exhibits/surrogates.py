"""Surrogates: what learns where f′ is 0, once units hand errors back by the slope of another function."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
import torch
from pydantic import Field

from app.activations.bound import BoundActivation
from app.activations.reference import read
from app.analysis.points import Points, float64
from app.exhibits.courses import finite
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, finish
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Step, Which
from app.fields import Reference
from app.figures.panels import Figure, Panel, Trace, line, panels_figure, titled, without_extremes
from app.figures.plotly import INK
from app.playground.studies.surrogates import EPOCHS, Learner, Task, learn_side_by_side, slope, surrogate
from app.text import number

ANSWER, DERIVATIVE, SURROGATE, STEEPNESS = 2, 0, 1, 6
WINDOW = np.linspace(-4, 4, 161)
LOSSES = [-3, 1]
ANSWERS = [-2, 2]
STEEPEST = 10.0
LOST = "A weight has left the range of numbers."


class SurrogatesControls(Controls):
    """What units answer, what they hand back, and where they begin."""

    f: Annotated[Reference, Field(description="what a unit answers")] = "hard_sigmoid"
    g: Annotated[Reference, Field(description="whose slope it hands back")] = "sigmoid"
    units: Annotated[int, Field(ge=1, le=64, description="units", json_schema_extra=slider("n", 1))] = 8
    shift: Annotated[
        Real, Field(ge=-12, le=12, description="first bias of all units", json_schema_extra=slider("b", 0.5))
    ] = 0.0
    rate: Annotated[
        Real, Field(ge=0.001, le=0.2, description="learning rate", json_schema_extra=slider("η", 0.001))
    ] = 0.02
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Network:
    """What has become of a network: its loss by epoch, what it answers at the points, and how far its units came."""

    losses: Points
    answer: Points
    moved: float

    @classmethod
    def of(cls, learner: Learner) -> "Network":
        """That of `learner` by now."""
        return cls(losses=np.array(learner.losses), answer=float64(learner.answer()[:, 0]), moved=float(learner.moved))


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """f and g, the derivative of f and the surrogate over x, each as autograd has it, and two networks.

    `steepness` is the difference quotient of f between neighbours of x. `exact` learns by the derivative, `helped` by
    the surrogate; `at` and `target` are the points that both learn. `dead` is the share of pre-activations at these
    points, before training, at which the derivative is exactly 0.
    """

    x: Points
    value: Points
    other: Points
    steepness: Points
    derivative: Points
    surrogate: Points
    at: Points
    target: Points
    exact: Network
    helped: Network
    dead: float


def stages(controls: SurrogatesControls, _: str) -> Iterator[Stage[Measured]]:
    """Train both networks side by side; networks so small are quickest on the CPU."""
    f, g = read(controls.f), read(controls.g)
    task = Task(units=controls.units, rate=controls.rate, shift=controls.shift, seed=controls.seed)
    exact, helped = Learner.begin(f, task), Learner.begin(surrogate(f, g), task)
    dead = float((slope(f, exact.pre_activations()) == 0).double().mean())
    for done in learn_side_by_side((exact, helped), task.rate):
        yield Stage(done, lambda: _found((f, g), exact, helped, dead))


def measure(controls: SurrogatesControls, device: str) -> Measured:
    """What is known at the end of the training."""
    return finish(stages(controls, device))


def _found(pair: tuple[BoundActivation, BoundActivation], exact: Learner, helped: Learner, dead: float) -> Measured:
    f, g = pair
    x = torch.from_numpy(WINDOW)
    value = float64(f(x))
    with np.errstate(all="ignore"):
        steepness = np.diff(value) / np.diff(WINDOW)
    return Measured(
        x=WINDOW,
        value=value,
        other=float64(g(x)),
        steepness=steepness,
        derivative=float64(slope(f, x)),
        surrogate=float64(slope(surrogate(f, g), x)),
        at=float64(exact.x[:, 0]),
        target=float64(exact.y[:, 0]),
        exact=Network.of(exact),
        helped=Network.of(helped),
        dead=dead,
    )


def draw(measured: Measured) -> Figure:
    """What a unit answers and hands back; how both networks learn, and what they have learned."""
    return panels_figure((_of_units(measured), _of_networks(measured)))


def _of_units(m: Measured) -> tuple[Panel, Panel]:
    span = titled("x", range=[float(m.x[0]), float(m.x[-1])])
    between = (m.x[1:] + m.x[:-1]) / 2
    steps = line(between, m.steepness, "f, from point to point", STEEPNESS, line={"color": INK, "width": 1.5})
    return (
        Panel(
            title="What a unit answers",
            caption="Both networks answer by f alone; g lends the second one its slope, and never answers.",
            traces=[line(m.x, m.value, "f", ANSWER), line(m.x, m.other, "g", SURROGATE, showlegend=False)],
            x=span,
            y=titled("answer"),
            is_cover=True,
        ),
        Panel(
            title="What it hands back",
            caption="Thin: how steep f is from point to point. Blue: f′ by autograd. Orange: g′, which the second "
            "network learns by instead.",
            traces=[
                steps,
                line(m.x, m.derivative, "by f′", DERIVATIVE),
                line(m.x, m.surrogate, "by g′", SURROGATE),
            ],
            x=span,
            y=titled("slope", range=_slopes(m)),
        ),
    )


def _slopes(m: Measured) -> list[float]:
    """From the least to the largest slope by autograd, but no farther than 10 from 0; a jump has no slope to show."""
    known = np.concatenate((m.derivative, m.surrogate, [0.0, 1.0]))
    known = known.clip(-STEEPEST, STEEPEST)
    low, high = float(np.nanmin(known)), float(np.nanmax(known))
    return [low - 0.1 * (high - low), high + 0.2 * (high - low)]


def _of_networks(m: Measured) -> tuple[Panel, Panel]:
    networks = {"by f′": (m.exact, DERIVATIVE), "by g′": (m.helped, SURROGATE)}
    goal: Trace = line(m.at, m.target, "goal, sin 2x", STEEPNESS, line={"color": INK, "width": 1.5, "dash": "dot"})
    return (
        Panel(
            title="The loss as they learn",
            caption="Both begin with the same weights; the lower line has learned more.",
            traces=[
                line(np.arange(float(len(own.losses))), without_extremes(own.losses), name, index, showlegend=False)
                for name, (own, index) in networks.items()
            ],
            x=titled("epoch", range=[0, EPOCHS]),
            y=titled("loss", type="log", range=LOSSES, dtick=1),
        ),
        Panel(
            title="What they have learned",
            caption="Dotted is the goal. Units that cannot move keep their jumps and corners where they were drawn.",
            traces=[
                goal,
                *(line(m.at, own.answer, name, index, showlegend=False) for name, (own, index) in networks.items()),
            ],
            x=titled("x"),
            y=titled("answer", range=ANSWERS),
        ),
    )


def findings(measured: Measured) -> Iterator[Finding]:
    """Where there is no derivative to learn by, and what becomes of both networks."""
    exact, helped = measured.exact, measured.helped
    yield Finding(
        key="dead",
        name="f′ is exactly 0",
        value=100 * measured.dead,
        unit="%",
        says="of what units meet before training, over all units and points.",
    )
    for key, name, own in (("exact", "f′", exact), ("helped", "g′", helped)):
        moved = finite(own.moved)
        yield Finding(key=f"moved_{key}", name=f"units moved, by {name}", value=moved, says=_way(moved))
    for key, name, own in (("exact", "f′", exact), ("helped", "g′", helped)):
        loss = finite(own.losses[-1])
        yield Finding(key=f"loss_{key}", name=f"loss, by {name}", value=loss, says=_sunk(own, loss))


def _way(moved: float | None) -> str:
    """What a distance says."""
    if moved is None:
        return LOST
    if moved == 0:
        return "Their weights and biases are what they were."
    return "Root mean square over the weights and biases that go into the units."


def _sunk(network: Network, loss: float | None) -> str:
    """How the loss compares with that of the beginning."""
    if loss is None:
        return LOST
    return f"after {len(network.losses) - 1} epochs; it began with {number(float(network.losses[0]), 3)}."


SURROGATES = Exhibit(
    slug="surrogates",
    title="Surrogate gradients",
    asks="What learns when the gradient is not the derivative?",
    idea="Where f′ is 0 a unit cannot learn; the slope of another function can move it, if that fades where f is flat.",
    minutes=6,
    steps=(
        Step(
            asks="A unit answers −1 or 1, by the sign of what it meets. Autograd trains all weights. How far do those "
            "into the units come?",
            settings={"f": "sign(x)", "g": "hard_tanh", "units": "8", "shift": "0", "rate": "0.02"},
            prediction=Between(
                of="moved_exact",
                choices=("Nowhere", "A little, where units jump", "About as far as with another activation"),
                cuts=(1e-9, 0.05),
            ),
            because="Beside its jump a sign is flat, and no point meets the jump itself: every gradient that passes a "
            "unit is multiplied by 0. Only the weights of the output learn.",
        ),
        Step(
            asks="The units still answer −1 or 1, but hand errors back as if they were hard tanh. Which network has "
            "the smaller loss?",
            settings={"f": "sign(x)", "g": "hard_tanh", "units": "8", "shift": "0", "rate": "0.02"},
            prediction=Which(
                of={
                    "loss_exact": "The one with the true derivative",
                    "loss_helped": "The one with the made up slope",
                },
                is_largest=False,
            ),
            because="Within 1 of its jump a unit is told which way the jump should go. That is not the derivative of "
            "the loss, but it often points to where the loss is lower.",
        ),
        Step(
            asks="And with the straight-through slope, which is 1 everywhere, so that no error is ever lost?",
            settings={"f": "sign(x)", "g": "identity", "units": "8", "shift": "0", "rate": "0.02"},
            prediction=Which(
                of={
                    "loss_exact": "The true derivative does better",
                    "loss_helped": "The slope of 1 does better",
                },
                is_largest=False,
            ),
            because="Far from its jump a unit answers the same wherever it moves. A slope of 1 there moves it for "
            "errors that it cannot mend, and takes jumps away from where they served.",
        ),
        Step(
            asks="ReLUs begin with biases of −10, so that hardly any is above 0 anywhere. They hand errors back by the "
            "slope of softplus, which is below 0.001 at −7. Do the units move?",
            settings={"f": "relu", "g": "softplus", "units": "8", "shift": "-10", "rate": "0.02"},
            prediction=Between(
                of="moved_helped",
                choices=("Hardly, by less than 0.05", "Slowly, by 0.05 to 0.5", "By more than 0.5"),
                cuts=(0.05, 0.5),
            ),
            because="Small is not 0. Adam divides a gradient by its own usual size, so that any slope but 0 moves a "
            "unit by about the learning rate at each epoch.",
        ),
    ),
    leads=(
        Lead("saturation", "Where a derivative is 0, or nearly"),
        Lead("layer", "What a slope does to a unit's weights"),
    ),
    controls=SurrogatesControls,
    measure=measure,
    draw=draw,
    findings=findings,
    stages=stages,
)

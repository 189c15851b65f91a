"""Batch size: the paths of single samples, mini-batches and the whole set on one problem."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from pydantic import Field

from app.analysis.experiments.batches import REACH, SAMPLES, BatchDescent, Batches, Task, descend_in_batches
from app.analysis.experiments.square import along
from app.analysis.points import Points, float64
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Step, Which
from app.figures.panels import (
    Figure,
    Panel,
    Trace,
    contours,
    line,
    logarithmic,
    panels_figure,
    titled,
    without_extremes,
)
from app.figures.plotly import colour
from app.playground.network_plan import NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.text import number

KEYS = ("single", "mini", "whole")
NAMES = ("one sample a step", "mini-batches of {}", "all at once")
COLOURS = (1, 2, 0)


class BatchSizeControls(Controls):
    """How many samples a step looks at, and what there is to learn."""

    batch: Annotated[
        int, Field(ge=2, le=SAMPLES // 2, description="samples in a mini-batch", json_schema_extra=slider("B", 1))
    ] = 8
    rate: Annotated[Real, Field(ge=0.01, le=1, description="learning rate", json_schema_extra=slider("η", 0.01))] = 0.1
    noise: Annotated[
        Real, Field(ge=0, le=3, description="noise of the answers", json_schema_extra=slider("σ", 0.05))
    ] = 0.5
    epochs: Annotated[int, Field(ge=1, le=20, description="epochs", json_schema_extra=slider("E", 1))] = 8
    seed: SeedControl = 0


def measure(controls: BatchSizeControls, _: str) -> Batches:
    """Descend three times; steps of so few numbers are quickest on the CPU."""
    task = Task(noise=controls.noise, rate=controls.rate, epochs=controls.epochs, seed=controls.seed)
    return descend_in_batches((1, controls.batch, SAMPLES), task)


def draw(measured: Batches) -> Figure:
    """The three paths over the loss, and the loss by epoch and by the clock."""
    plane = {"range": [-REACH, REACH], "nticks": 5}
    epochs = [_excess(run.by_epoch, measured.least) for run in measured.runs]
    steps = [_excess(run.by_step, measured.least) for run in measured.runs]
    counts = [np.arange(float(len(loss))) for loss in epochs]
    milliseconds = [np.linspace(0, 1000 * run.seconds, len(run.by_step)) for run in measured.runs]
    # a thousand steps, through which the others are seen
    styles: tuple[Trace, ...] = ({"opacity": 0.6, "line": {"color": colour(COLOURS[0]), "width": 1}}, {}, {})
    paths = [
        line(run.path[:, 0], run.path[:, 1], name, index) | style
        for (run, name, index), style in zip(_styled(measured), styles, strict=True)
    ]
    return panels_figure(
        (
            (
                Panel(
                    title="The paths of two weights",
                    caption="Three ways from one start over lines of equal loss: each kink is a step.",
                    traces=[contours(float64(along(REACH)), measured.surface), *paths],
                    x=titled("first weight", **plane),
                    y=titled("second weight", **plane),
                ),
                Panel(
                    title="Loss by epoch: as many samples seen",
                    caption="For equal work, which is samples seen: the lower a line, the more it has made of them.",
                    traces=_lines(measured, epochs, counts, mode="lines+markers"),
                    x=titled("epochs", tickformat="d"),
                    y=logarithmic("above the least", *epochs),
                ),
            ),
            (
                Panel(
                    title="Loss by the clock",
                    caption="The same by time: a line ends when its epochs are over.",
                    traces=_lines(measured, steps, milliseconds, mode="lines"),
                    x=logarithmic("milliseconds on this server", *milliseconds),
                    y=logarithmic("above the least", *steps),
                ),
            ),
        )
    )


def _styled(measured: Batches) -> Iterator[tuple[BatchDescent, str, int]]:
    """Each run with its name and colour."""
    for run, name, index in zip(measured.runs, NAMES, COLOURS, strict=True):
        yield run, name.format(run.batch), index


def _lines(measured: Batches, losses: list[Points], places: list[Points], mode: str) -> list[Trace]:
    """A line for each run."""
    return [
        line(place, loss, name, index, mode=mode, showlegend=False)
        for place, loss, (_, name, index) in zip(places, losses, _styled(measured), strict=True)
    ]


def _excess(losses: Points, least: float) -> Points:
    """How far `losses` are above the least, a gap where that is nothing but rounding."""
    above = losses - least
    return without_extremes(np.where(above > 1e-15, above, np.nan))


def findings(measured: Batches) -> Iterator[Finding]:
    """How far each came, and how restless it still is."""
    for key, (run, name, _) in zip(KEYS, _styled(measured), strict=True):
        yield Finding(
            key=key,
            name=f"{name}: loss above the least",
            value=max(float(run.by_epoch[-1]) - measured.least, 0.0),
            says=f"after {len(run.by_step) - 1} steps in {number(1000 * run.seconds, 3)} ms; {_rest(run.restless)}",
        )


def _rest(restless: float | None) -> str:
    """How straight the way still is at the end."""
    if restless is None:
        return "in the last epoch it ends where it began."
    return f"in the last epoch it goes {number(restless, 3)} times the straight way."


def plan(controls: BatchSizeControls) -> Plan:
    """A line through points, two weights and a bias, in such batches."""
    return Plan(
        data=DataPlan(name="plane"),
        network=NetworkPlan(hidden=()),
        training=TrainingPlan(lr=controls.rate, batch_size=controls.batch),
    )


BATCH_SIZE = Exhibit(
    slug="batch_size",
    title="Batch size",
    asks="How many samples should one step look at?",
    idea="Small batches take many noisy steps for the work of one exact step: fast at first, restless at the end.",
    minutes=5,
    steps=(
        Step(
            asks="After one epoch each has seen every sample once. Which has come nearest to the least loss?",
            settings={"batch": "8", "epochs": "1", "rate": "0.1", "noise": "0.5"},
            prediction=Which(
                of={"single": "One sample a step", "mini": "Mini-batches", "whole": "All at once"}, is_largest=False
            ),
            because="For the work of one exact step, single samples take sixty-four rough ones: far from the goal, "
            "many rough directions are worth more than a good one.",
        ),
        Step(
            asks="Answers are full of noise, and the steps are large. Which is furthest from the least loss after 20 "
            "epochs?",
            settings={"batch": "8", "epochs": "20", "rate": "0.4", "noise": "1"},
            prediction=Which(of={"single": "One sample a step", "mini": "Mini-batches", "whole": "All at once"}),
            because="A single sample pulls toward its own noisy answer, however near the goal is: the larger the step, "
            "the farther it throws the weights off again.",
        ),
        Step(
            asks="Without noise in the answers, how far from the least loss do single samples end after 20 epochs?",
            settings={"epochs": "20", "rate": "0.1", "noise": "0"},
            prediction=Between(
                of="single",
                choices=("Nowhere, but for rounding", "A little: they never rest", "Far: they lead astray"),
                cuts=(1e-9, 0.1),
            ),
            because="Without noise one pair of weights suits every sample, and there each single one has a gradient of "
            "0: what keeps small batches restless is that samples disagree.",
        ),
    ),
    leads=(Lead("zigzag", "Another reason for detours"),),
    controls=BatchSizeControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
    is_timed=True,
)

"""Cuts: each hidden unit draws a line through the plane, and the output puts their sides together."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated, Literal, TypeAlias

import numpy as np
import torch
from pydantic import Field

from app.analysis.experiments.best_line import best_line
from app.analysis.points import Points, float64
from app.exhibits.courses import finite
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, finish
from app.exhibits.fields import SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Step
from app.fields import Reference
from app.figures.hidden_units import cut_panel, lines_panel
from app.figures.panels import Figure, Panel, line, panels_figure, titled
from app.figures.plane import plane_panel
from app.figures.plotly import INK
from app.playground.plan import Plan
from app.playground.plane import places
from app.playground.studies.comparison import MAP_SIDE
from app.playground.studies.hidden_layer import (
    Hidden,
    look_inside,
    plan_of,
    right_answers,
    rows_of,
    train_in_turn,
)
from app.playground.training import Run
from app.text import percent

MOST = 6
NETWORKS = 8
"""Networks of each size, as one alone may be lucky or stuck; the first is drawn."""

# the best network, their mean, and a straight line
_STROKES = ((3, "solid"), (1.5, "solid"), (1.5, "dash"))
LOST = "It has left the range of numbers."

Shape: TypeAlias = Literal["xor", "circle", "moons", "stripe"]


class CutsControls(Controls):
    """What is learned, and by which network."""

    data: Annotated[Shape, Field(description="data")] = "moons"
    f: Annotated[Reference, Field(description="activation")] = "tanh"
    units: Annotated[int, Field(ge=1, le=MOST, description="hidden units", json_schema_extra=slider("n", 1))] = 3
    epochs: Annotated[int, Field(ge=10, le=300, description="epochs", json_schema_extra=slider("E", 10))] = 120
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The network that is drawn, and how those of every size do.

    `points` (n, 3) are x, y and the class. `weights` (2, lines) and `biases` (lines,) are those of the pre-activations,
    each 0 on a line. `first` and `second` are where the points stand among the outputs of the hidden layer: the outputs
    themselves where there are two, else what the output layer makes of them and the direction across that in which
    they spread most; `cut` (2,) and `offset` are the line on which the network is undecided there. `sure` is the map of
    the probability of class 1 over `places`. `right` (sizes, networks) is the share of right answers of each network,
    NaN of one that is lost, and `line` that of the best straight line. `parameters` is how many numbers are learned.
    """

    epoch: int
    units: int
    points: Points
    weights: Points
    biases: Points
    outputs: int
    first: Points
    second: Points
    cut: Points
    offset: float
    places: Points
    sure: Points
    right: Points
    line: float
    parameters: int

    @property
    def own(self) -> Points:
        """The shares of the networks of the size that is drawn."""
        return self.right[self.units - 1]

    @property
    def fewest(self) -> int | None:
        """The smallest number of units with which some network gets all right."""
        able = np.flatnonzero((self.right == 1).any(axis=1))
        return int(able[0]) + 1 if able.size else None


def plan(controls: CutsControls) -> Plan:
    """The network that is drawn."""
    return plan_of(controls.data, controls.units, controls.f, controls.seed)


def stages(controls: CutsControls, _: str) -> Iterator[Stage[Measured]]:
    """Train networks of every size in turn; so small ones are quickest on the CPU."""
    runs = [
        Run(plan_of(controls.data, units, controls.f, controls.seed, NETWORKS), goes_on=True, records=False)
        for units in range(1, MOST + 1)
    ]
    points = rows_of(runs[0].train)
    share = best_line(points[:, :2], points[:, 2])
    for done in train_in_turn(runs, controls.epochs):
        yield Stage(done, lambda: _found(runs, controls.units, share))


def measure(controls: CutsControls, device: str) -> Measured:
    """What is known at the end of the training."""
    return finish(stages(controls, device))


def _found(runs: list[Run], units: int, share: float) -> Measured:
    run = runs[units - 1]
    hidden = look_inside(run)
    first, second, cut, offset = _seen(hidden)
    return Measured(
        epoch=run.epoch,
        units=units,
        points=float64(rows_of(run.train)),
        weights=float64(hidden.weights),
        biases=float64(hidden.bias),
        outputs=hidden.outputs.shape[1],
        first=first,
        second=second,
        cut=cut,
        offset=offset,
        places=float64(places(MAP_SIDE)),
        sure=float64(hidden.sure),
        right=float64(torch.stack([right_answers(each) for each in runs])),
        line=share,
        parameters=run.parameters.vector.numel() // NETWORKS,
    )


def _seen(hidden: Hidden) -> tuple[Points, Points, Points, float]:
    """The points among the outputs of the hidden layer, seen so that the network's cut is a line."""
    h = hidden.outputs
    if h.shape[1] == 2:
        return float64(h[:, 0]), float64(h[:, 1]), float64(hidden.cut), hidden.offset
    answer = h @ hidden.cut + hidden.offset
    across = h - h.mean(dim=0)
    size = hidden.cut @ hidden.cut
    across = across - torch.outer(across @ hidden.cut / size, hidden.cut)
    if not across.isfinite().all():
        return float64(answer), float64(answer * torch.nan), np.array([1.0, 0.0]), 0.0
    _, _, directions = torch.linalg.svd(across, full_matrices=False)
    main = directions[0] * directions[0][directions[0].abs().argmax()].sign()
    return float64(answer), float64(across @ main), np.array([1.0, 0.0]), 0.0


def draw(measured: Measured) -> Figure:
    """Each unit's line, the points as the units see them, the network's answer, and how networks of each size do."""
    seen = np.column_stack((measured.first, measured.second, measured.points[:, 2]))
    answer = plane_panel("The network's answer", measured.places, measured.sure, (measured.points, measured.points[:0]))
    return panels_figure(
        (
            (
                lines_panel(measured.points, measured.weights, measured.biases, measured.places[[0, -1]]),
                cut_panel(seen, measured.cut, measured.offset, is_pair=measured.outputs == 2),
            ),
            (
                Panel(
                    title=answer.title,
                    caption="The more orange or blue a place, the surer the network is of that class there.",
                    traces=answer.traces,
                    x=answer.x,
                    y=answer.y,
                ),
                _sizes(measured),
            ),
        )
    )


def _sizes(measured: Measured) -> Panel:
    sizes = np.arange(1, MOST + 1, dtype=np.float64)
    lost = np.isnan(measured.right)
    best, mean = np.where(lost, -np.inf, measured.right).max(axis=1), np.where(lost, 0, measured.right).sum(axis=1)
    known = (~lost).sum(axis=1)
    best = np.where(known > 0, best, np.nan)
    mean = np.where(known > 0, mean / np.maximum(known, 1), np.nan)
    thick, thin, straight = ({"color": INK, "width": width, "dash": dash} for width, dash in _STROKES)
    return Panel(
        title="More units, more lines",
        caption=f"The best and the mean of {NETWORKS} networks of each size; what lies below the dashed line does "
        "worse than the best straight line.",
        traces=[
            line(sizes, best, "best network", 6, mode="lines+markers", line=thick),
            line(sizes, mean, "mean of the networks", 6, line=thin),
            line(sizes[[0, -1]], np.full(2, measured.line), "best straight line", 6, line=straight),
        ],
        x=titled("hidden units", range=[0.7, MOST + 0.3], dtick=1),
        y=titled("points right", range=[0, 1.05], tickformat=".0%"),
    )


def findings(measured: Measured) -> Iterator[Finding]:
    """What one line can do, what this network does, and how many units it takes."""
    count = len(measured.points)
    yield Finding(
        key="line",
        name="best straight line",
        value=100 * measured.line,
        unit="%",
        says=f"of the {count} points are right with the best of all straight lines.",
    )
    own = finite(float(measured.own[0]))
    yield Finding(
        key="right",
        name="this network: right",
        value=None if own is None else 100 * own,
        unit="%",
        says=LOST if own is None else f"of the {count} points, with {measured.parameters} numbers that are learned.",
    )
    solved = int((measured.own == 1).sum())
    yield Finding(
        key="solved",
        name="networks of this size that get all right",
        value=solved,
        says=f"of {NETWORKS} that differ in their first weights alone; their mean is {percent(_mean(measured.own))}.",
    )
    yield Finding(key="fewest", name="fewest units that get all right", value=measured.fewest, says=_fewest(measured))


def _mean(shares: Points) -> float | None:
    """The mean of those that are known."""
    known = shares[np.isfinite(shares)]
    return float(known.mean()) if known.size else None


def _fewest(measured: Measured) -> str:
    if measured.fewest is None:
        return f"No network of 1 to {MOST} units gets all right, of {NETWORKS} of each size at epoch {measured.epoch}."
    able = int((measured.right[measured.fewest - 1] == 1).sum())
    return f"With so many, {able} of {NETWORKS} networks get every point right at epoch {measured.epoch}."


_LEARNED = {"epochs": "120", "seed": "0"}

CUTS = Exhibit(
    slug="cuts",
    title="Cuts",
    asks="How can a network cut what no line can?",
    idea="Each hidden unit cuts the plane along a line of its own, and the output puts the sides together.",
    minutes=6,
    steps=(
        Step(
            asks="Two classes stand at the corners of a square, each at two opposite ones. "
            "What share of the points can one straight line get right, at most?",
            settings={"data": "xor"},
            prediction=Between(
                of="line", choices=("About half", "About three quarters", "Nearly all"), cuts=(62.5, 87.5)
            ),
            because="A line can cut off one corner, but no line has two opposite corners on one side and the other two "
            "on the other.",
        ),
        Step(
            asks="How many hidden units of tanh does a network need to get all four corners right?",
            settings={"data": "xor", "f": "tanh", **_LEARNED},
            prediction=Between(of="fewest", choices=("One", "Two", "Three", "Four"), cuts=(1.5, 2.5, 3.5)),
            because="Two lines side by side leave a strip between them with two opposite corners in it, and the output "
            "adds up on which side of each line a point lies.",
        ),
        Step(
            asks="A disc lies within a ring. How many hidden units of tanh does a network need to part them?",
            settings={"data": "circle", "f": "tanh", **_LEARNED},
            prediction=Between(of="fewest", choices=("One", "Two", "Three", "Four or more"), cuts=(1.5, 2.5, 3.5)),
            because="Two lines always leave a way out between them; with a third, a triangle closes around the disc.",
        ),
        Step(
            asks="A Gaussian unit answers on its line and falls silent on both sides. "
            "How many of them do the four corners take?",
            settings={"data": "xor", "f": "gaussian", **_LEARNED},
            prediction=Between(of="fewest", choices=("One", "Two", "Three", "Four"), cuts=(1.5, 2.5, 3.5)),
            because="Such a unit is a strip by itself: it lies over two opposite corners and leaves the others out.",
        ),
    ),
    leads=(
        Lead("collapse", "Why lines alone do not add up"),
        Lead("overfitting", "When a network draws too many lines"),
    ),
    controls=CutsControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
    stages=stages,
)

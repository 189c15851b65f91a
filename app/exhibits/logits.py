"""Softmax regression: straight borders, parameters that do not count, and a gradient that is p − y."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from typing import Annotated

import numpy as np
from pydantic import Field

from app.analysis.experiments.softmax_regression import SoftmaxRegression, Task, clouds, learn
from app.analysis.points import Points
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Estimate, Step
from app.figures.borders import border, drawn
from app.figures.panels import Figure, Handle, Panel, Trace, bars, heatmap, inscribed, line, panels_figure, titled
from app.figures.plotly import INK, colour, typed_array
from app.playground.network_plan import NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.text import number, percent

MOST = 4
REACH = 6.0
# the first two classes have the colours of a map's ends, as everywhere
CLASS_COLOURS = (1, 0, 2, 3)
LEARNED, SHIFTED, BY_RULE, BY_AUTOGRAD = 6, 4, 7, 5
SIDE, BENDS = 19, 121
# logits that differ by less are equal, and probabilities that change by less do not
ROUNDING = 1e-9


class LogitsControls(Controls):
    """What is learned and how far, what is added to the parameters, and the point that is looked at."""

    classes: Annotated[int, Field(ge=2, le=MOST, description="classes", json_schema_extra=slider("k", 1))] = 3
    spread: Annotated[Real, Field(ge=0.2, le=2, description="spread", json_schema_extra=slider("σ", 0.1))] = 1.0
    steps: Annotated[int, Field(ge=0, le=300, description="steps", json_schema_extra=slider("S", 1))] = 100
    rate: Annotated[Real, Field(ge=0.01, le=1, description="learning rate", json_schema_extra=slider("η", 0.01))] = 0.5
    shift: Annotated[
        Real, Field(ge=-100, le=100, description="added to every parameter", json_schema_extra=slider("c", 1))
    ] = 0.0
    x1: Annotated[Real, Field(ge=-6, le=6, description="the marked point", json_schema_extra=slider("x₁", 0.1))] = 1.0
    x2: Annotated[Real, Field(ge=-6, le=6, description="the marked point", json_schema_extra=slider("x₂", 0.1))] = 0.0
    target: Annotated[int, Field(ge=1, le=MOST, description="its true class", json_schema_extra=slider("y", 1))] = 1
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What has been learned, what was added to every parameter, and the class of the marked point, from 0."""

    found: SoftmaxRegression
    shift: float
    target: int

    @property
    def classes(self) -> list[str]:
        """The names of the classes."""
        return [f"class {number}" for number in range(1, self.found.parameters.shape[1] + 1)]


def _task(controls: LogitsControls) -> Task:
    return Task(
        classes=controls.classes,
        spread=controls.spread,
        steps=controls.steps,
        rate=controls.rate,
        seed=controls.seed,
    )


def measure(controls: LogitsControls, device: str) -> Measured:
    """Learn the clouds, and look at the point."""
    target = min(controls.target, controls.classes) - 1
    found = learn(_task(controls), controls.shift, (controls.x1, controls.x2), target, device)
    return Measured(found=found, shift=controls.shift, target=target)


def draw(measured: Measured) -> Figure:
    """The regions, the parameters before and after, and the marked point's probabilities and gradient."""
    found, marked, names = measured.found, measured.found.marked, measured.classes
    added = f"W and b, and {number(measured.shift)} added to each"
    share = {"range": [0, 1.05]}
    return panels_figure(
        (
            (
                _regions(measured),
                _table("W and b as learned", "A column for each class.", found.parameters, names),
                _table(added, "The same number stands before every class.", found.parameters + measured.shift, names),
            ),
            (
                Panel(
                    title="Probabilities at the mark",
                    caption="Pairs of bars are equally high: what all logits have in common cancels.",
                    traces=[
                        bars(names, marked.probabilities, "as learned", LEARNED),
                        bars(names, marked.shifted, "with c added", SHIFTED),
                    ],
                    y=share,
                ),
                Panel(
                    title="Gradient of the loss by each logit",
                    caption=f"p − y: only the bar of {names[measured.target]}, the true one, can hang down.",
                    traces=[
                        bars(names, marked.by_rule, "p − y", BY_RULE),
                        bars(names, marked.by_autograd, "autograd", BY_AUTOGRAD),
                    ],
                    y={"range": [-1.05, 1.05]},
                ),
                _two(measured),
            ),
        ),
        barmode="group",
        bargap=0.25,
    )


def _table(title: str, caption: str, cells: Points, names: list[str]) -> Panel:
    table = heatmap(cells, x=names, y=["w₁", "w₂", "b"], hoverinfo="x+y+z", **inscribed(cells))
    return Panel(title=title, caption=caption, traces=[table], y={"autorange": "reversed"})


def _regions(measured: Measured) -> Panel:
    """The points, the class that wins at each place, the borders, and the marked point."""
    found, span = measured.found, {"range": [-REACH, REACH], "nticks": 5, "showgrid": False}
    along = np.linspace(-REACH, REACH, SIDE)
    places = np.stack(np.meshgrid(along, along), axis=-1).reshape(-1, 2)
    logits = _logits(found.parameters, places)
    winner = np.where(np.ptp(logits, axis=1) > ROUNDING, logits.argmax(axis=1), -1)
    star = {"symbol": "star", "size": 16, "color": INK, "line": {"width": 1, "color": "#ffffff"}}
    marked, right = found.marked.x, float((found.logits.argmax(axis=1) == found.points[:, 2]).mean())
    return Panel(
        title="Who wins where",
        caption="Each place has the colour of the class that is most probable there, the true one for "
        f"{percent(right)} of the points; the borders are straight. The mark can be dragged up and down.",
        is_cover=True,
        traces=[
            *_dots(places, winner, {"size": 8, "opacity": 0.25}),
            *_dots(found.points[:, :2], found.points[:, 2], {"size": 8, "line": {"width": 1, "color": "#ffffff"}}),
            drawn(_borders(found.parameters), "border", 6, line={"color": INK, "width": 2}, showlegend=False),
            drawn(marked[None], "the marked point", 6, mode="markers", marker=star, showlegend=False),
        ],
        x=titled("x₁", **span),
        y=titled("x₂", **span),
        handles=[Handle(control="x2", x=float(marked[0]), y=float(marked[1]))],
    )


def _logits(parameters: Points, places: Points) -> Points:
    return np.column_stack((places, np.ones(len(places)))) @ parameters


def _dots(places: Points, labels: Points, marker: dict[str, object]) -> Iterator[Trace]:
    """A trace for the places of each class."""
    for label in range(int(labels.max(initial=-1)) + 1):
        own, ink = places[labels == label], {"color": colour(CLASS_COLOURS[label])}
        yield {
            "type": "scatter",
            "mode": "markers",
            "name": f"class {label + 1}",
            "showlegend": False,
            "hoverinfo": "skip",
            "x": typed_array(np.ascontiguousarray(own[:, 0])),
            "y": typed_array(np.ascontiguousarray(own[:, 1])),
            "marker": ink | marker,
        }


def _borders(parameters: Points) -> Points:
    """Where two classes are equally probable and no other is more so: a path with gaps."""
    paths: list[Points] = []
    for first, second in combinations(range(parameters.shape[1]), 2):
        between = parameters[:, first] - parameters[:, second]
        ends = border(between[:2], float(between[2]), np.full(2, -REACH), np.full(2, REACH))
        path = ends[0] + np.linspace(0, 1, BENDS)[:, None] * (ends[1] - ends[0])
        logits = _logits(parameters, path)
        path[logits.max(axis=1) > logits[:, first] + ROUNDING] = np.nan
        paths += [path, np.full((1, 2), np.nan)]
    return np.concatenate(paths)


def _two(measured: Measured) -> Panel:
    """The first two classes between themselves: softmax as the sigmoid of a difference."""
    found = measured.found
    apart = found.logits[:, 0] - found.logits[:, 1]
    reach = max(6.0, float(np.abs(apart).max()))
    x = np.linspace(-reach, reach, 201)
    return Panel(
        title="Two classes: a sigmoid",
        caption="Of class 1 and class 2, softmax gives class 1 the sigmoid of z₁ − z₂: every point lies on it.",
        traces=[
            line(x, 1 / (1 + np.exp(-x)), "σ(z₁ − z₂)", 6, line={"color": INK, "width": 2}, showlegend=False),
            line(apart, found.pairs, "p₁ / (p₁ + p₂)", LEARNED, mode="markers", marker=_POINT, showlegend=False),
        ],
        x=titled("z₁ − z₂"),
        y=titled("p₁ / (p₁ + p₂)", range=[-0.05, 1.05]),
    )


_POINT = {"size": 6, "color": colour(LEARNED)}


def findings(measured: Measured) -> Iterator[Finding]:
    """Which parameters count, what a shift does, and what the gradient is."""
    found, marked = measured.found, measured.found.marked
    whole = found.parameters.size
    yield Finding(
        key="count",
        name="parameters that count",
        value=found.rank,
        says=f"of {whole}: the rank of the Jacobian of all log p. In the other {whole - found.rank} directions nothing "
        "changes.",
    )
    change = np.abs(found.shifted - found.probabilities).max(axis=1)
    yield Finding(
        key="shift",
        name="points whose probabilities c changes",
        value=100 * float((change > ROUNDING).mean()),
        unit="%",
        says=f"With c = {number(measured.shift)} no probability changes by more than {number(float(change.max()), 3)}: "
        "rounding."
        if measured.shift
        else "Nothing has been added.",
    )
    apart = float(np.abs(found.pairs - found.sigmoid).max())
    yield Finding(
        key="sigmoid",
        name="two classes, softmax against sigmoid",
        value=apart,
        says=f"is the largest difference of p₁ / (p₁ + p₂) from σ(z₁ − z₂), over {len(found.points)} points: rounding.",
    )
    rule = float(marked.by_rule[measured.target])
    off = float(np.abs(marked.by_rule - marked.by_autograd).max())
    yield Finding(
        key="pull",
        name="gradient by the true class's logit",
        value=rule,
        says=f"is p − 1, with p = {number(float(marked.probabilities[measured.target]), 3)}; from autograd all "
        f"{len(marked.by_rule)} gradients p − y differ by {number(off, 3)} at most.",
    )


def plan(controls: LogitsControls) -> Plan:
    """The same points and the same layer."""
    x, y = clouds(_task(controls))
    rows = tuple((*point, str(label + 1)) for point, label in zip(x.tolist(), y.tolist(), strict=True))
    return Plan(
        data=DataPlan(name="own", samples=rows, train_fraction=1, standardise="no", task="classification"),
        network=NetworkPlan(hidden=()),
        training=TrainingPlan(loss="cross_entropy", lr=controls.rate, batch_size="all"),
        seed=controls.seed,
    )


LOGITS = Exhibit(
    slug="logits",
    title="Softmax regression",
    asks="How does softmax part classes by straight lines?",
    idea="Only differences of logits count: borders are straight, some parameters are idle, and the gradient is p − y.",
    minutes=6,
    steps=(
        Step(
            asks="For two classes, softmax regression on x₁ and x₂ has four weights and two biases. "
            "How many of these six numbers does it need?",
            settings={"classes": "2"},
            prediction=Between(of="count", choices=("Three", "Five", "All six"), cuts=(4, 5.5)),
            because="Only the difference of the two logits counts, so that one weight for each input and one bias "
            "will do: that is logistic regression.",
        ),
        Step(
            asks="After training, 5 is added to every weight and every bias. "
            "At which points do the probabilities change?",
            settings={"shift": "5"},
            prediction=Between(of="shift", choices=("At none", "At those near a border", "At all"), cuts=(1, 99)),
            because="At each point all logits grow by the same, 5x₁ + 5x₂ + 5, and softmax divides that out.",
        ),
        Step(
            asks="Before training all parameters are 0, and there are three classes. "
            "What is the gradient of a point's loss by the logit of its true class?",
            settings={"classes": "3", "steps": "0"},
            prediction=Estimate(of="pull", low=-1, high=1, step=0.01, within=0.05),
            because="It is p − y: each class has p = 1/3 so far, and the true one has y = 1.",
        ),
    ),
    leads=(Lead("softmax", "Softmax alone, logit by logit"), Lead("cuts", "What straight lines cannot part")),
    controls=LogitsControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
)

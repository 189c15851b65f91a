"""Warp: a layer bends the plane until one straight cut parts what no line could part before."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Annotated

import numpy as np
import torch
from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.best_line import best_line
from app.analysis.experiments.distortion import Distortion, distort
from app.analysis.points import Points, float64
from app.exhibits.courses import finite
from app.exhibits.cuts import LOST, Shape
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, finish
from app.exhibits.fields import SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Step
from app.fields import Reference
from app.figures.panels import Figure, Panel, line, panels_figure, titled
from app.figures.sheet import CUT, Sheet, area_panel, grid_lines, plane_panel, sheet_panel
from app.playground.plan import Plan, Tuning
from app.playground.plane import HIGH, LOW, places, plane
from app.playground.studies.comparison import MAP_SIDE
from app.playground.studies.hidden_layer import (
    hidden_layer,
    look_inside,
    plan_of,
    right_answers,
    rows_of,
    train_in_turn,
)
from app.playground.training import Run
from app.text import number, percent

RATE = 0.05
PENALTY = 0.01
"""On the weights, so that the grid is bent rather than squeezed into the corners."""

SQUEEZED = 0.01
NO_SLOPE = "Some slopes are not finite."


class WarpControls(Controls):
    """What is learned, by how many units, and from where their space is seen."""

    data: Annotated[Shape, Field(description="data")] = "moons"
    f: Annotated[Reference, Field(description="activation")] = "tanh"
    units: Annotated[int, Field(ge=2, le=3, description="hidden units", json_schema_extra=slider("n", 1))] = 3
    epochs: Annotated[int, Field(ge=10, le=400, description="epochs", json_schema_extra=slider("E", 10))] = 200
    seed: SeedControl = 0
    angle: Annotated[
        int, Field(ge=0, le=360, description="three units seen from", json_schema_extra=slider("°", 5))
    ] = 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """A hidden layer at `epoch` of `epochs`, and what it makes of the plane; space is seen from `angle` degrees.

    `points` (n, 3) are x, y and the class, `grid` (k, 2) lines of the plane with gaps; `hidden` (n, h) and `bent`
    (k, h) are what the layer answers to them. `cut` (h,) and `offset` are the output's weights and bias. `area` (side,
    side) is by how much a small area grows, a row for each of `places`, below 0 where the layer turns the plane over,
    which it can where it `has_sides`; `most` and `least` are by how much a step is stretched there, at most and at
    least. At the epochs `seen` it was `right` about so many points; `line` is the share of the best straight line.
    """

    epoch: int
    epochs: int
    angle: int
    points: Points
    grid: Points
    hidden: Points
    bent: Points
    cut: Points
    offset: float
    places: Points
    area: Points
    has_sides: bool
    most: float
    least: float
    seen: Points
    right: Points
    line: float


def idle(controls: WarpControls) -> frozenset[str]:
    """Two outputs have one plane, which is seen as it is."""
    outputs = controls.units * read(controls.f).activation.in_layer.gives
    return frozenset({"angle"}) if outputs == 2 else frozenset()


def plan(controls: WarpControls) -> Plan:
    """The network that is drawn."""
    return plan_of(controls.data, controls.units, controls.f, controls.seed).tuned(Tuning(lr=RATE, l2=PENALTY))


def stages(controls: WarpControls, _: str) -> Iterator[Stage[Measured]]:
    """Let the network learn; so small a one is quickest on the CPU."""
    run = Run(plan(controls), goes_on=True, records=False)
    points = rows_of(run.train)
    line_share, shares = best_line(points[:, :2], points[:, 2]), dict[int, float]()
    for done in train_in_turn([run], controls.epochs):
        shares[run.epoch] = right_answers(run).item()
        yield Stage(done, lambda: _found(run, controls, shares, line_share))


def measure(controls: WarpControls, device: str) -> Measured:
    """What is known at the end of the training."""
    return finish(stages(controls, device))


def arrange(measured: Measured, controls: WarpControls) -> Measured:
    """The same from another side."""
    return replace(measured, angle=controls.angle)


def _found(run: Run, controls: WarpControls, shares: dict[int, float], line_share: float) -> Measured:
    layer, inside, grid = hidden_layer(run), look_inside(run), grid_lines(LOW, HIGH)
    with torch.no_grad():
        bent = float64(layer(torch.from_numpy(grid).nan_to_num()))
    bent[np.isnan(grid[:, 0])] = np.nan
    map_points = plane(run.device, MAP_SIDE, torch.float64)[0]
    found: Distortion = distort(layer, map_points)
    return Measured(
        epoch=run.epoch,
        epochs=controls.epochs,
        angle=controls.angle,
        points=float64(rows_of(run.train)),
        grid=grid,
        hidden=float64(inside.outputs),
        bent=bent,
        cut=float64(inside.cut),
        offset=inside.offset,
        places=float64(places(MAP_SIDE)),
        area=np.ascontiguousarray(found.area.reshape(MAP_SIDE, MAP_SIDE)[::-1]),
        has_sides=found.has_sides,
        most=float(found.most.max()),
        least=float(found.least.min()),
        seen=np.array(list(shares), dtype=np.float64),
        right=np.array(list(shares.values())),
        line=line_share,
    )


def draw(measured: Measured) -> Figure:
    """The plane before and after the layer, what becomes of areas, and how the share of right answers grew."""
    return panels_figure(
        (
            (plane_panel(measured.grid, measured.points), _after(measured)),
            (area_panel(measured.places, measured.area, has_sides=measured.has_sides), _learning(measured)),
        )
    )


def _after(measured: Measured) -> Panel:
    labels = measured.points[:, 2]
    return sheet_panel(
        "After it: the same grid, bent",
        Sheet(hidden=measured.hidden, labels=labels, bent=measured.bent, cut=measured.cut, offset=measured.offset),
        measured.angle,
    )


def _learning(measured: Measured) -> Panel:
    mode = "lines" if len(measured.seen) > 1 else "markers"
    straight = np.array([0.0, measured.epochs])
    return Panel(
        title="While it learns",
        caption="The points that the cut gets right after the layer; dashed, the best straight line before it.",
        traces=[
            line(measured.seen, measured.right, "after the layer", 2, mode=mode),
            line(straight, np.full(2, measured.line), "best straight line before", 6, line=CUT | {"width": 1.5}),
        ],
        x=titled("epoch", range=[0, measured.epochs]),
        y=titled("points right", range=[0, 1.05], tickformat=".0%"),
    )


def findings(measured: Measured) -> Iterator[Finding]:
    """What a line parts before and after, and what the layer does to the plane."""
    count, right = len(measured.points), finite(float(measured.right[-1]))
    yield Finding(
        key="line",
        name="before: best straight line",
        value=100 * measured.line,
        unit="%",
        says=f"of the {count} points are right with the best of all straight lines.",
    )
    yield Finding(
        key="after",
        name="after: the output's straight cut",
        value=None if right is None else 100 * right,
        unit="%",
        says=LOST if right is None else f"of the {count} points are right at epoch {measured.epoch}.",
    )
    if measured.has_sides:
        yield _folded(measured)
    flat = 100 * float((np.abs(measured.area) < SQUEEZED).mean()) if _is_known(measured.area) else None
    yield Finding(
        key="flat",
        name="plane squeezed flat",
        value=flat,
        unit="%",
        says=NO_SLOPE if flat is None else f"keeps less than {percent(SQUEEZED)} of its area.",
    )
    are_known = np.isfinite((measured.most, measured.least)).all()
    yield Finding(
        key="stretch",
        name="most a short step is stretched",
        value=measured.most if are_known else None,
        says=f"times; the least is {number(measured.least, 3)}: the Jacobian's largest and smallest singular value on "
        "the map."
        if are_known
        else NO_SLOPE,
    )


def _is_known(area: Points) -> bool:
    return bool(np.isfinite(area).all())


def _folded(measured: Measured) -> Finding:
    """How much of the plane is turned over, of a plane that stays in a plane: the side that has less of it."""
    shares = [float((measured.area > 0).mean()), float((measured.area < 0).mean())]
    above, below = map(percent, shares)
    is_known = _is_known(measured.area)
    return Finding(
        key="folded",
        name="plane that lies upside down",
        value=100 * min(shares) if is_known else None,
        unit="%",
        says=f"The Jacobian's determinant is above 0 on {above} of the plane and below 0 on {below}: the smaller share "
        "lies upside down."
        if is_known
        else NO_SLOPE,
    )


_TRAINED = {"data": "circle", "epochs": "200", "seed": "0"}

WARP = Exhibit(
    slug="warp",
    title="Warp",
    asks="What does a layer do to the plane?",
    idea="A layer bends, squeezes or folds the plane until a straight cut parts what no line could part before.",
    minutes=6,
    steps=(
        Step(
            asks="A disc lies within a ring. Two units of tanh may bend the plane as they like. "
            "Can a straight line then part the two?",
            settings={"f": "tanh", "units": "2", **_TRAINED},
            prediction=Between(of="after", choices=("No, some points stay wrong", "Yes, all come right"), cuts=(99.9,)),
            because="Rubber can be bent and stretched, but what was inside a ring stays inside: "
            "the layer neither tears nor folds the plane.",
        ),
        Step(
            asks="Now three units of tanh put the plane into space. Can a flat cut part the disc and the ring there?",
            settings={"f": "tanh", "units": "3", **_TRAINED},
            prediction=Between(of="after", choices=("No, some points stay wrong", "Yes, all come right"), cuts=(99.9,)),
            because="In space the plane becomes a bent sheet: the disc bulges out of the ring, "
            "and a flat cut takes it off.",
        ),
        Step(
            asks="Two units of |z| learn the same. How much of the plane comes to lie upside down?",
            settings={"f": "abs", "units": "2", **_TRAINED},
            prediction=Between(of="folded", choices=("Nothing", "About a quarter", "About half"), cuts=(12.5, 37.5)),
            because="Each unit folds the plane along its line. Where it is folded once it lies upside down, "
            "and where it is folded twice it lies right again.",
        ),
        Step(
            asks="Two ReLU units learn it. How much of the plane do they squeeze to nothing?",
            settings={"f": "relu", "units": "2", **_TRAINED},
            prediction=Between(of="flat", choices=("Hardly any", "About half", "Most of it"), cuts=(25, 75)),
            because="Where one of the units is silent the plane becomes a line, and where both are, a point: "
            "only where both answer does an area remain.",
        ),
    ),
    leads=(Lead("cuts", "The lines along which a layer cuts"), Lead("collapse", "Layers that bend nothing")),
    controls=WarpControls,
    measure=measure,
    draw=draw,
    findings=findings,
    idle=idle,
    plan=plan,
    stages=stages,
    arranging=frozenset({"angle"}),
    arrange=arrange,
)

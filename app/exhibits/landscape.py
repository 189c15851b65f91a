"""Landscapes: what a random network answers over a plane, and the loss round a network that has been trained."""

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.depth import Shape
from app.analysis.experiments.landscape import Landscape, explore
from app.analysis.points import Points, float64
from app.exhibits.courses import finite
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, finish
from app.exhibits.fields import SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import matched_where_possible
from app.exhibits.step import Between, Estimate, Step
from app.fields import Reference
from app.figures.maps import level_lines, signed_map
from app.figures.panels import Figure, Panel, Trace, level, line, panels_figure, titled, without_extremes
from app.figures.plotly import colour, typed_array
from app.playground.network_plan import MOST_LAYERS, HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.playground.studies.comparison import Version, train_side_by_side
from app.playground.studies.loss_plane import SIDE, LossPlane, draw_directions, loss_plane
from app.text import number

EPOCHS = 120
POINTS = 90
RATE = 0.02
GUESSING = math.log(2)
"""The loss of a network that gives both classes one half."""

OUTPUT, CORNER, WAYS = 2, 3, (0, 4)
SHOWN = 2.0
LEVELS = 0.5
# every fourth point of the line, which is finer than any screen
DRAWN = 4
MOST_DOTS = 300
LARGEST = 1e100
DECADES = 2.0
LOSSES = [-4, 2]


class LandscapeControls(Controls):
    """Which network."""

    f: Annotated[Reference, Field(description="activation")] = "elu"
    layers: Annotated[
        int, Field(ge=1, le=MOST_LAYERS, description="hidden layers", json_schema_extra=slider("L", 1))
    ] = 4
    units: Annotated[int, Field(ge=2, le=32, description="units a layer", json_schema_extra=slider("n", 1))] = 16
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """What a network of `units` hidden units answers before it learns, and the loss round one after `epoch` epochs.

    `loss` (17, 17) is over `places` along two directions, the second up the rows; `centre` is that of the network
    itself, `edge` the mean at distance ½.
    """

    random: Landscape
    units: int
    epoch: int
    places: Points
    loss: Points
    centre: float
    edge: float


def plan(controls: LandscapeControls) -> Plan:
    """The network that is trained."""
    layer = HiddenLayer(units=controls.units, activation=controls.f)
    return Plan(
        data=DataPlan(name="circle", points=POINTS),
        network=NetworkPlan(hidden=(layer,) * controls.layers, init=matched_where_possible(controls.f, controls.units)),
        training=TrainingPlan(optimizer="adam", lr=RATE, batch_size="all"),
        seed=controls.seed,
    )


def stages(controls: LandscapeControls, device: str) -> Iterator[Stage[Measured]]:
    """Look over the random network, and train the other; networks so small learn quickest on the CPU."""
    shape = Shape(layers=controls.layers, width=controls.units, seed=controls.seed)
    random = explore(read(controls.f), shape, device)
    version = Version(plan(controls))
    directions = draw_directions(version.run, controls.seed)
    for done in train_side_by_side([version], EPOCHS):
        yield Stage(
            done, lambda: _found(random, controls.layers * controls.units, version, loss_plane(version.run, directions))
        )


def measure(controls: LandscapeControls, device: str) -> Measured:
    """What is known at the end of the training."""
    return finish(stages(controls, device))


def _found(random: Landscape, units: int, version: Version, around: LossPlane) -> Measured:
    return Measured(
        random=random,
        units=units,
        epoch=version.epochs[-1],
        places=float64(around.places),
        loss=float64(around.loss),
        centre=float(around.loss[SIDE // 2, SIDE // 2]),
        edge=float(around.edge.mean()),
    )


def draw(measured: Measured) -> Figure:
    """The outputs over the plane and along a line of it; the loss over its plane and along both directions."""
    return panels_figure((_of_outputs(measured.random), _of_losses(measured)))


def _of_outputs(random: Landscape) -> tuple[Panel, Panel]:
    plane = {"range": [float(random.places[0]), float(random.places[-1])]}
    middle = random.mean or 0.0
    along = np.where(np.abs(random.along) < LARGEST, random.along, np.nan)
    reach = max(SHOWN, float(np.nanmax(np.abs(along - middle), initial=0.0)))
    corners = random.corners[:: len(random.corners) // MOST_DOTS + 1].copy()
    dots = {"x": typed_array(corners), "y": typed_array(np.interp(corners, random.line, along))}
    return (
        Panel(
            title="A random network",
            caption="Blue is above the mean, orange below. Lines join equal answers, cornered if the activation is.",
            traces=[
                signed_map(random.places, random.output - middle, SHOWN, "%{z} beside the mean<extra></extra>"),
                level_lines(random.places, random.output - middle, SHOWN, LEVELS),
                level(random.places, 0.0, "x₂ = 0"),
            ],
            x=titled("x₁", **plane),
            y=titled("x₂", **plane),
            is_cover=True,
        ),
        Panel(
            title="Along the dotted line",
            caption="What the network answers where x₂ is 0; at each dot some unit passes a corner of its activation.",
            traces=[line(random.line[::DRAWN].copy(), along[::DRAWN].copy(), "output", OUTPUT), _dots(dots)],
            x=titled("x₁", **plane),
            y=titled("output", range=[middle - 1.1 * reach, middle + 1.1 * reach]),
        ),
    )


def _of_losses(measured: Measured) -> tuple[Panel, Panel]:
    places, losses = measured.places, without_extremes(measured.loss)
    plane = {"range": [float(places[0]), float(places[-1])]}
    middle = len(places) // 2
    ways = {"first direction": losses[middle], "second direction": losses[:, middle]}
    return (
        Panel(
            title="The loss round a trained network",
            caption="The network stands in the middle; its weights move in two random directions. Orange is better "
            "than guessing, blue worse.",
            traces=[signed_map(places, np.log10(losses / GUESSING), DECADES, "10^%{z:.2f} × guessing<extra></extra>")],
            x=titled("first direction", **plane),
            y=titled("second direction", **plane),
        ),
        Panel(
            title="The loss along both directions",
            caption="A valley: where a line is below the dotted one the network still does better than guessing.",
            traces=[
                *(
                    line(places, np.ascontiguousarray(loss), name, index)
                    for (name, loss), index in zip(ways.items(), WAYS, strict=True)
                ),
                level(places, GUESSING, "guessing"),
            ],
            x=titled("moved by so much of the weights' length", **plane),
            y=titled("loss", type="log", range=LOSSES, dtick=2),
        ),
    )


def _dots(places: dict[str, dict[str, str]]) -> Trace:
    marker = {"color": colour(CORNER), "size": 6}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": "a unit's corner",
        "hoverinfo": "x",
        "marker": marker,
        **places,
    }


def findings(measured: Measured) -> Iterator[Finding]:
    """How rough the outputs are, and how deep and how wide the valley is."""
    random = measured.random
    yield Finding(
        key="corners",
        name="corners met on the line",
        value=len(random.corners),
        says=f"Times that one of {measured.units} units passes a corner of its activation.",
    )
    yield Finding(
        key="sharpness",
        name="bending in the sharpest 1 %",
        value=None if random.sharpness is None else 100 * random.sharpness,
        unit="%",
        says="There is none to be told: the output is straight there, no number, or too large."
        if random.sharpness is None
        else "of all bending along the line: near 100 % the output bends in corners, near 1 % evenly.",
    )
    yield Finding(
        key="spread",
        name="spread of the outputs",
        value=random.spread,
        says="No output is a number, or they are too large."
        if random.spread is None
        else "is their standard deviation over the plane: how high its hills are.",
    )
    yield Finding(key="centre", name="loss in the middle", value=finite(measured.centre), says=_learned(measured))
    yield Finding(key="edge", name="loss at distance ½", value=finite(measured.edge), says=_around(measured))


def _learned(measured: Measured) -> str:
    if not math.isfinite(measured.centre):
        return "The weights have left the range of numbers."
    return f"of the network after {measured.epoch} epochs; guessing has {number(GUESSING, 3)}."


def _around(measured: Measured) -> str:
    if not math.isfinite(measured.edge):
        return "Some of these losses are no numbers, or too large for a mean."
    if measured.edge > GUESSING:
        return "is the mean where weights have moved by half their length: worse than guessing."
    return "is the mean where weights have moved by half their length: no worse than guessing."


LANDSCAPE = Exhibit(
    slug="landscape",
    title="Landscapes",
    asks="What does a network look like from above?",
    idea="Corners of an activation are edges of what a network answers; trained, it stands in a narrow valley.",
    minutes=6,
    steps=(
        Step(
            asks="A random network has 5 layers of 16 ReLUs. How many corners of its units does the dotted line meet?",
            settings={"f": "relu", "layers": "5", "units": "16"},
            prediction=Between(
                of="corners",
                choices=(
                    "Under 20: about one or two a layer",
                    "20 to 200: about as many as there are units",
                    "Over 200: each layer doubles them",
                ),
                cuts=(20, 200),
            ),
            because="Each layer could fold the line and double its corners, but random layers hardly fold it: a unit "
            "meets its corner about once.",
        ),
        Step(
            asks="SiLU looks like ReLU with a rounded corner. How much of the bending along the line is in its "
            "sharpest 1 % now?",
            settings={"f": "silu", "layers": "5", "units": "16"},
            prediction=Estimate(of="sharpness", low=0, high=100, step=1, unit="%"),
            because="A sum of smooth curves of smooth curves is smooth: it bends everywhere a little.",
        ),
        Step(
            asks="Six layers of sigmoids have weights that keep the size of signals. How far do their outputs spread?",
            settings={"f": "sigmoid", "layers": "6", "units": "16"},
            prediction=Between(
                of="spread",
                choices=("By less than 0.05: it is flat", "By 0.05 to 0.5: it has hills", "By 0.5 or more"),
                cuts=(0.05, 0.5),
            ),
            because="The size is kept by what all inputs share, as sigmoids answer about ½; what differs between "
            "inputs is multiplied in each layer by a slope of at most ¼.",
        ),
        Step(
            asks="Five layers of ReLUs have learned their points by heart. All weights are moved half as far as they "
            "are long, in a random direction. What is the loss?",
            settings={"f": "relu", "layers": "5", "units": "16"},
            prediction=Between(
                of="edge",
                choices=("Below 0.2: it still knows them", "From 0.2 to that of guessing", "Worse than guessing"),
                cuts=(0.2, GUESSING),
            ),
            because="A change in one layer is multiplied by all layers after it: far from where it has learned, a "
            "network is not unsure but sure and wrong.",
        ),
    ),
    leads=(
        Lead("depth", "Why sigmoids are flat: what layers do to a signal"),
        Lead("batch_size", "How training walks down into a valley"),
    ),
    controls=LandscapeControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
    stages=stages,
)

"""Overfitting: a big network learns a few noisy points by heart, and what keeps it from that."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Literal

import numpy as np
from pydantic import Field

from app.analysis.points import Points, float64
from app.exhibits.courses import (
    Course,
    Stop,
    course_lines,
    courses_of,
    epoch_axis,
    finite,
    loss_axis,
    losses_of,
    stop_mark,
    stop_of,
)
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, finish
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import matched_where_possible
from app.exhibits.step import Between, Step
from app.fields import Reference
from app.figures.panels import Figure, Panel, panels_figure
from app.figures.plane import plane_panel
from app.playground.data.samples import Samples
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan, Tuning
from app.playground.plane import places
from app.playground.studies.comparison import MAP_SIDE, Version, answer_map, train_side_by_side
from app.text import number, percent

NO_REMEDY = "no remedy"
# orange and blue are the classes
COLOURS = (3, 2, 4, 7, 6)
RATE = 0.03
# a tenth of what is drawn is learned, so that the rest judges it well
TRAIN_FRACTION = 0.1


class OverfittingControls(Controls):
    """Which points, which network, and how strong each remedy is."""

    f: Annotated[Reference, Field(description="activation")] = "tanh"
    data: Annotated[Literal["moons", "circle", "xor", "spiral"], Field(description="data")] = "moons"
    points: Annotated[
        int, Field(ge=10, le=200, description="points to learn from", json_schema_extra=slider("N", 1))
    ] = 30
    noise: Annotated[Real, Field(ge=0, le=1, description="noise of them", json_schema_extra=slider("σ", 0.05))] = 0.8
    units: Annotated[
        int, Field(ge=1, le=32, description="units in each of two layers", json_schema_extra=slider("n", 1))
    ] = 16
    epochs: Annotated[int, Field(ge=10, le=1000, description="epochs", json_schema_extra=slider("E", 10))] = 400
    dropout: Annotated[
        Real, Field(ge=0, le=0.9, description="dropout: share of outputs", json_schema_extra=slider("p", 0.05))
    ] = 0.5
    l2: Annotated[
        Real, Field(ge=0, le=0.2, description="L2 penalty on the weights", json_schema_extra=slider("λ₂", 0.005))
    ] = 0.02
    l1: Annotated[
        Real, Field(ge=0, le=0.1, description="L1 penalty on the weights", json_schema_extra=slider("λ₁", 0.001))
    ] = 0.01
    activity: Annotated[
        Real, Field(ge=0, le=1, description="penalty on the outputs", json_schema_extra=slider("λₕ", 0.05))
    ] = 0.5
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The course without remedy and then those with one; `best` is the number of the remedy with the least test loss.

    The maps (side, side) tell how sure a network is of class 1, a row for each of `places`: without remedy now and at
    its early stop, and with the best remedy. `train` and `test` (points, 3) are x, y and the class. `parameters` is how
    many numbers the network learns, `epochs` how long.
    """

    epochs: int
    courses: tuple[Course, ...]
    stop: Stop | None
    best: int
    places: Points
    unaided: Points
    stopped: Points
    remedied: Points
    train: Points
    test: Points
    parameters: int


def plan(controls: OverfittingControls) -> Plan:
    """The network without remedy."""
    layer = HiddenLayer(units=controls.units, activation=controls.f)
    return Plan(
        data=DataPlan(
            name=controls.data,
            points=round(controls.points / TRAIN_FRACTION),
            noise=controls.noise,
            train_fraction=TRAIN_FRACTION,
            seed=controls.seed,
        ),
        network=NetworkPlan(hidden=(layer, layer), init=matched_where_possible(controls.f, controls.units)),
        training=TrainingPlan(optimizer="adam", lr=RATE, batch_size="all"),
        seed=controls.seed,
    )


def remedies(controls: OverfittingControls) -> Mapping[str, Tuning]:
    """What each version changes in the plan, by its name."""
    return {
        NO_REMEDY: Tuning(),
        "dropout": Tuning(dropout=controls.dropout),
        "L2": Tuning(l2=controls.l2),
        "L1": Tuning(l1=controls.l1),
        "activity penalty": Tuning(activity=controls.activity),
    }


def stages(controls: OverfittingControls, _: str) -> Iterator[Stage[Measured]]:
    """Train all versions side by side; networks so small are quickest on the CPU."""
    usual = plan(controls)
    versions = {name: Version(usual.tuned(tuning)) for name, tuning in remedies(controls).items()}
    for done in train_side_by_side(list(versions.values()), controls.epochs):
        yield Stage(done, lambda: _found(versions, controls.epochs))


def measure(controls: OverfittingControls, device: str) -> Measured:
    """What is known at the end of the training."""
    return finish(stages(controls, device))


def _found(versions: Mapping[str, Version], epochs: int) -> Measured:
    courses = courses_of(versions)
    unaided, *others = versions.values()
    stop = stop_of(unaided, courses[0])
    best = min(range(len(others)), key=lambda number: courses[number + 1].rank)
    return Measured(
        epochs=epochs,
        courses=courses,
        stop=stop,
        best=best + 1,
        places=float64(places(MAP_SIDE)),
        unaided=float64(answer_map(unaided.run)),
        stopped=float64(answer_map(unaided.run, unaided.vectors[unaided.best or 0])),
        remedied=float64(answer_map(others[best].run)),
        train=_rows(unaided.run.data.train),
        test=_rows(unaided.run.data.test),
        parameters=len(unaided.vectors[0]),
    )


def _rows(samples: Samples) -> Points:
    return np.column_stack((float64(samples.x), float64(samples.y)))


def draw(measured: Measured) -> Figure:
    """The losses of all versions by epoch, and how three networks part the plane."""
    test, train = losses_of(measured.courses, "test"), losses_of(measured.courses, "train")
    points = measured.train, measured.test
    return panels_figure(
        (
            (
                Panel(
                    title="Loss on new points",
                    caption="Where a line rises again, what the network goes on learning is worth nothing elsewhere.",
                    traces=[
                        *course_lines(measured.courses, test, COLOURS, showlegend=True),
                        *stop_mark(measured.stop, COLOURS[0]),
                    ],
                    x=epoch_axis(measured.epochs),
                    y=loss_axis("test loss", test, (0.1, 10)),
                ),
                Panel(
                    title="Loss on the points learned from",
                    caption="The same networks on their own points: the lowest here need not be the lowest there.",
                    traces=course_lines(measured.courses, train, COLOURS, showlegend=False),
                    x=epoch_axis(measured.epochs),
                    y=loss_axis("train loss", train, (1e-4, 1)),
                ),
            ),
            [
                replace(plane_panel(title, measured.places, sure, points), caption=caption)
                for title, caption, sure in _maps(measured)
            ],
        )
    )


def _maps(measured: Measured) -> Iterator[tuple[str, str, Points]]:
    """Three networks with their titles and captions."""
    caption = "Large points were learned from, small ones are new: look where the edge goes round single large ones."
    yield "No remedy", caption, measured.unaided
    yield "Stopped early", "The same network at the star, when its loss on new points was least.", measured.stopped
    caption = "The remedy with the least loss on new points, after all epochs."
    yield f"Best: {measured.courses[measured.best].name}", caption, measured.remedied


def findings(measured: Measured) -> Iterator[Finding]:
    """How much worse new points fare than those that were learned, and what each remedy is worth."""
    unaided, *others = measured.courses
    best, stop = measured.courses[measured.best], measured.stop
    there = percent(None if stop is None else stop.accuracy)
    yield Finding(
        key="train",
        name="no remedy: train loss",
        value=finite(unaided.train_loss[-1]),
        says=f"{measured.parameters} numbers are fitted to {len(measured.train)} points.",
    )
    yield Finding(key="test", name="no remedy: test loss", value=unaided.last, says=_verdict(unaided.last, stop))
    yield Finding(key="best", name=f"{best.name}: test loss", value=best.last, says=_comparison(unaided, others))
    yield Finding(
        key="stop",
        name="early stop",
        value=None if stop is None else stop.epoch,
        unit="epochs",
        says=f"Right on new points there: {there}; now {percent(unaided.accuracy[-1])}, "
        f"with {best.name} {percent(best.accuracy[-1])}. In practice a third set of points says when to stop.",
    )


def _comparison(unaided: Course, remedied: Sequence[Course]) -> str:
    """How the remedies compare with none."""
    known = [course.last for course in remedied if course.last is not None]
    if not known:
        return "It has left the range of numbers, as with the other three remedies."
    if unaided.last is None:
        return (
            f"The least of the four; {len(known)} of 4 remedies have kept in the range of numbers, no remedy has not."
        )
    lower = sum(loss < unaided.last for loss in known)
    return f"The least of the four; {lower} of 4 remedies have a lower test loss than no remedy."


def _verdict(last: float | None, stop: Stop | None) -> str:
    """What the test loss has done."""
    if last is None or stop is None:
        return "It has left the range of numbers."
    if last <= stop.loss:
        return "It has not been smaller yet: nothing says that this network overfits."
    # a loss may be so small that it is 0
    now = f"{number(last / stop.loss, 3)} times that" if stop.loss else number(last, 3)
    return f"It was least, {number(stop.loss, 3)}, at epoch {stop.epoch}; it is now {now}."


WHEN = ("Before epoch 100", "From epoch 100 to 300", "At epoch 300 or later")
EPOCHS = (100, 300)

OVERFITTING = Exhibit(
    slug="overfitting",
    title="Overfitting",
    asks="When does learning more make a network worse?",
    idea="A big network learns noisy points by heart: its train loss goes to 0 while its loss on new points rises.",
    minutes=6,
    steps=(
        Step(
            asks="A ring around a disc, thirty noisy points, 400 epochs. When is the loss on new points least?",
            settings={"f": "tanh", "data": "circle", "points": "30", "noise": "0.5", "units": "16", "epochs": "400"},
            prediction=Between(of="stop", choices=WHEN, cuts=EPOCHS),
            because="What new points share with these thirty is learned first; what comes after is their noise.",
        ),
        Step(
            asks="200 points without any noise, and 400 epochs. When is the loss on new points least?",
            settings={"f": "tanh", "data": "circle", "points": "200", "noise": "0", "units": "16", "epochs": "400"},
            prediction=Between(of="stop", choices=WHEN, cuts=EPOCHS),
            because="Without noise there is nothing to learn by heart that would be wrong elsewhere.",
        ),
        Step(
            asks="The identity stands for the activation, beside 200 noisy points. How low does the train loss come?",
            settings={
                "f": "identity",
                "data": "moons",
                "points": "200",
                "noise": "0.8",
                "units": "16",
                "epochs": "400",
            },
            prediction=Between(
                of="train", choices=("Less than 0.01", "From 0.01 to 0.1", "0.1 or more"), cuts=(0.01, 0.1)
            ),
            because="337 weights and biases are worth three without an activation: a straight edge cannot go round "
            "points.",
        ),
    ),
    leads=(Lead("batch_size", "How small batches disturb the path"), Lead("penalties", "What a penalty makes small")),
    controls=OverfittingControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
    stages=stages,
)

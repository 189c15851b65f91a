"""Batch matrix: a batch goes through a layer as one product of matrices, and its gradient comes back as another."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Annotated

import numpy as np
from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.batch_matrix import BatchMatrix, Change, Times, pass_batch, time_batches
from app.analysis.points import Points
from app.exhibits.courses import finite
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import Real, SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import layers_of
from app.exhibits.step import Between, Step
from app.fields import Reference
from app.figures.panels import (
    MARGIN,
    Figure,
    Panel,
    Trace,
    bars,
    heatmap,
    inscribed,
    line,
    logarithmic,
    panels_figure,
    titled,
)
from app.playground.plan import Plan
from app.text import number

MOST = 5
# room for the names of rows
NAMES = 72
MILLION = 1e6
# what rounding may leave of nothing, of the largest number
ROUNDING = 1e-12
LOST = "Some numbers are not finite."


class BatchMatrixControls(Controls):
    """A batch and a layer, what is changed in each, and the layer that is timed."""

    f: Annotated[Reference, Field(description="activation")] = "tanh"
    samples: Annotated[int, Field(ge=1, le=MOST, description="samples", json_schema_extra=slider("n", 1))] = 4
    inputs: Annotated[int, Field(ge=1, le=MOST, description="inputs", json_schema_extra=slider("d", 1))] = 3
    units: Annotated[int, Field(ge=1, le=MOST, description="units", json_schema_extra=slider("m", 1))] = 2
    i: Annotated[int, Field(ge=1, le=MOST, description="sample to change", json_schema_extra=slider("i", 1))] = 2
    to_inputs: Annotated[
        Real, Field(ge=-2, le=2, description="added to the inputs", json_schema_extra=slider("Δx", 0.1))
    ] = 0.0
    j: Annotated[
        int, Field(ge=1, le=MOST, description="input of the weight to change", json_schema_extra=slider("j", 1))
    ] = 1
    k: Annotated[int, Field(ge=1, le=MOST, description="its unit", json_schema_extra=slider("k", 1))] = 1
    to_weight: Annotated[
        Real, Field(ge=-2, le=2, description="added to that weight", json_schema_extra=slider("Δw", 0.1))
    ] = 0.0
    width: Annotated[
        int, Field(ge=8, le=256, description="inputs and units of the layer timed", json_schema_extra=slider("N", 8))
    ] = 128
    seed: SeedControl = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The batch before and after the change, its place (sample, input, unit) from 0, and what other batches take."""

    place: tuple[int, int, int]
    to_inputs: float
    to_weight: float
    numbers: BatchMatrix
    times: Times

    @property
    def changed(self) -> Points:
        """By how much each cell of z has changed, (n, m)."""
        return self.numbers.after.z - self.numbers.before.z

    @property
    def parts(self) -> Points:
        """What each sample adds to the gradient of the weight of that place, (n,)."""
        _, j, k = self.place
        return self.numbers.after.x[:, j] * self.numbers.after.delta[:, k]


def measure(controls: BatchMatrixControls, device: str) -> Measured:
    """Send the batch through, and time others."""
    sizes = controls.samples, controls.inputs, controls.units
    given = controls.i, controls.j, controls.k
    i, j, k = (min(place, size) - 1 for place, size in zip(given, sizes, strict=True))
    change = Change(sample=i, to_inputs=controls.to_inputs, input=j, unit=k, to_weight=controls.to_weight)
    return Measured(
        place=(i, j, k),
        to_inputs=controls.to_inputs,
        to_weight=controls.to_weight,
        numbers=pass_batch(read(controls.f), sizes, change, controls.seed, device),
        times=time_batches(controls.width, device),
    )


def draw(measured: Measured) -> Figure:
    """The matrices on the way there and on the way back, one weight's gradient as a sum, and the times."""
    found = measured.numbers.after
    (count, inputs), units = found.x.shape, found.z.shape[1]
    samples, features, names = (
        [f"{name} {number}" for number in range(1, size + 1)]
        for name, size in (("sample", count), ("input", inputs), ("unit", units))
    )
    weights = np.vstack((found.weights, found.bias))
    return panels_figure(
        (
            (
                _matrix("X", "A row for each sample, with its inputs.", found.x, samples, features),
                _matrix(
                    "W, and b below", "A column for each unit, with its weights.", weights, [*features, "b"], names
                ),
                _matrix(
                    "Z = XW + b",
                    "Each cell is its row of X times its column of W, added up, and b.",
                    found.z,
                    samples,
                    names,
                ),
            ),
            (
                _matrix(
                    "What has changed in Z", "0 where the change does not reach.", measured.changed, samples, names
                ),
                _matrix("δ = ∂L/∂Z", "How the loss hears of each cell of Z.", found.delta, samples, names),
                _matrix(
                    "∂L/∂W = Xᵀδ",
                    "Each cell is its column of X times its column of δ, added up.",
                    found.gradient,
                    features,
                    names,
                ),
            ),
            (_sum(measured, samples), _times(measured.times)),
        ),
        margin=MARGIN | {"l": NAMES},
        bargap=0.25,
    )


def _matrix(title: str, caption: str, cells: Points, rows: list[str], columns: list[str]) -> Panel:
    table = heatmap(cells, x=columns, y=rows, hoverinfo="x+y+z", **inscribed(cells))
    return Panel(title=title, caption=caption, traces=[table], y={"autorange": "reversed"})


def _sum(measured: Measured, samples: list[str]) -> Panel:
    _, j, k = measured.place
    parts = measured.parts
    whole = measured.numbers.after.gradient[j : j + 1, k]
    return Panel(
        title=f"∂L/∂W of input {j + 1}, unit {k + 1}, as a sum",
        caption="Each sample adds its input times its δ; the last bar is their sum, the gradient.",
        traces=[
            bars([*samples, "sum"], np.append(parts, 0.0), "x·δ", 4, showlegend=False),
            bars([*samples, "sum"], np.append(np.zeros(len(parts)), whole), "∂L/∂W", 7, showlegend=False),
        ],
    )


def _times(times: Times) -> Panel:
    drawn = [MILLION * times.seconds_loop, MILLION * times.seconds_product]
    traces: list[Trace] = [
        line(times.batches, seconds, name, index, mode="lines+markers")
        for seconds, name, index in zip(drawn, ("loop over samples", "one product"), (2, 3), strict=True)
    ]
    return Panel(
        title="What batches take",
        caption=f"Microseconds through a layer of {times.width} inputs and {times.width} units, measured now.",
        traces=traces,
        x=titled("samples in the batch", type="log", range=[-0.1, 2.6], dtick=1),
        y=logarithmic("µs", *drawn),
    )


def findings(measured: Measured) -> Iterator[Finding]:
    """What a change reaches on both ways, that all ways agree, and what the loop costs."""
    numbers = measured.numbers
    z, gradient = (_count(numbers.before.z, numbers.after.z), _count(numbers.before.gradient, numbers.after.gradient))
    yield Finding(key="changed", name="cells of Z that change", value=z, says=_reach(measured, z))
    yield Finding(
        key="gradient_changed",
        name="cells of ∂L/∂W that change",
        value=gradient,
        says=LOST
        if gradient is None
        else f"of {numbers.after.gradient.size}; each is a sum over all {len(numbers.after.x)} samples.",
    )
    apart = finite(float(np.max((numbers.by_loop, numbers.by_product, numbers.by_sum))))
    yield Finding(
        key="difference",
        name="largest difference between the ways",
        value=apart,
        says=LOST
        if apart is None
        else f"Z by the loop, {number(numbers.by_loop, 3)}; autograd's ∂L/∂W from Xᵀδ, "
        f"{number(numbers.by_product, 3)}, and from the sum over samples, {number(numbers.by_sum, 3)}: rounding.",
    )
    yield _faster(measured.times)


def _count(before: Points, after: Points) -> int | None:
    """How many cells differ by more than rounding; None where some are not finite."""
    if not (np.isfinite(before).all() and np.isfinite(after).all()):
        return None
    size = max(np.abs(before).max(), np.abs(after).max())
    return int((np.abs(after - before) > ROUNDING * size).sum())


def _reach(measured: Measured, count: int | None) -> str:
    """Where the cells lie that change."""
    if count is None:
        return LOST
    (i, _, k), cells = measured.place, measured.changed.size
    if measured.to_inputs and measured.to_weight:
        return f"of {cells}, in row {i + 1} and column {k + 1}: one sample was changed, and one unit."
    if measured.to_inputs:
        return f"of {cells}, in row {i + 1} alone: a sample meets no other on its way."
    if measured.to_weight:
        return f"of {cells}, in column {k + 1} alone: a weight belongs to one unit, and serves all samples."
    return f"of {cells}: no input and no weight has been changed."


def _faster(times: Times) -> Finding:
    """How much longer the loop takes for the largest batch."""
    loop, product = float(times.seconds_loop[-1]), float(times.seconds_product[-1])
    return Finding(
        key="faster",
        name="the loop's time over the product's",
        value=loop / product,
        says=f"{number(MILLION * loop, 3)} µs against {number(MILLION * product, 3)} µs, for {times.batches[-1]:.0f} "
        f"samples through a layer of {times.width} inputs and {times.width} units.",
    )


def plan(controls: BatchMatrixControls) -> Plan:
    """A network with one such layer."""
    return layers_of(controls.f, layers=1, units=controls.units)


_SMALL = {"f": "tanh", "samples": "4", "inputs": "3", "units": "2", "i": "2", "j": "1", "k": "1", "seed": "0"}
_CELLS = ("One row", "One column", "All of them")

BATCH_MATRIX = Exhibit(
    slug="batch_matrix",
    title="A batch as a matrix",
    asks="How does a whole batch go through a layer at once?",
    idea="A batch is one product of matrices: a row for each sample, a column for each unit; its gradient is another.",
    minutes=6,
    steps=(
        Step(
            asks="A batch is the matrix X, with a row for each sample. All inputs of one sample grow by 1. "
            "Which cells of Z = XW + b change?",
            settings={**_SMALL, "to_inputs": "1", "to_weight": "0"},
            prediction=Between(of="changed", choices=_CELLS, cuts=(2.5, 6)),
            because="A row of Z is made of the same row of X and no other: samples do not meet.",
        ),
        Step(
            asks="Now the inputs are as they were, and one weight grows by 1. Which cells of Z change?",
            settings={**_SMALL, "to_inputs": "0", "to_weight": "1"},
            prediction=Between(of="changed", choices=_CELLS, cuts=(2.5, 6)),
            because="A column of W is one unit, and each sample passes it: its column of Z changes, in every row.",
        ),
        Step(
            asks="Again all inputs of one sample grow by 1. Which cells of the gradient ∂L/∂W change?",
            settings={**_SMALL, "to_inputs": "1", "to_weight": "0"},
            prediction=Between(of="gradient_changed", choices=("None", "One row", "All of them"), cuts=(0.5, 4)),
            because="Each weight's gradient is a sum over samples of input times δ, and the changed sample is in every "
            "one of these sums.",
        ),
        Step(
            asks="A layer has 16 inputs and 16 units. How much longer does a loop over 256 samples take "
            "than one product, here and now?",
            settings={"width": "16"},
            prediction=Between(
                of="faster", choices=("Less than 3 times", "3 to 30 times", "More than 30 times"), cuts=(3, 30)
            ),
            because="Both multiply as often, but each call of torch costs more than a small layer's arithmetic, "
            "and the loop makes some for each sample; the larger the layer, the less that counts.",
        ),
    ),
    leads=(
        Lead("layer", "One sample through one layer"),
        Lead("batch_size", "What the size of a batch does to the path"),
    ),
    controls=BatchMatrixControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
    is_timed=True,
)

"""Cost: what torch's spelling of each activation takes of time and memory, measured now, on this machine."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from statistics import median
from textwrap import wrap
from typing import Annotated, Any, Literal

import numpy as np
from pydantic import Field

from app.activations.bound import bind
from app.activations.catalogue import CATALOGUE
from app.analysis.points import Points
from app.analysis.precision import DTYPES, DtypeName
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, finish
from app.exhibits.fields import slider
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Step
from app.figures.panels import MARGIN, Figure, Panel, Trace, logarithmic, panels_figure
from app.figures.plotly import INK, colour
from app.playground.studies.cost import UNITS, Cost, measure_costs
from app.text import number

YARDSTICK = "relu"
NANO = 1e9
PANELS = 3
# for twenty names, legible on either page, and for the longest of them
HEIGHT, NARROW_HEIGHT = 470, 390
NAMES = 116
CAPTIONS = (
    "The dotted line is ReLU's time: what lies right of it takes longer, on a scale of powers of ten.",
    "Blue is the way forward alone, orange the way forward and back.",
    "Behind the dots stand the bytes that are kept of each number for the way back.",
)
USUAL = (0.01, 1000.0)
"""The ends of the scale, in times of ReLU's."""

Order = Literal["time", "memory", "family"]


class CostControls(Controls):
    """How many numbers of what precision go through each activation, and in which order they are shown."""

    power: Annotated[
        int, Field(ge=10, le=20, description="numbers, 2 to the power of", json_schema_extra=slider("n", 1))
    ] = 16
    dtype: Annotated[DtypeName, Field(description="computed in")] = "float32"
    order: Annotated[Order, Field(description="dearest last, or by family")] = "time"


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """The cost of each activation of the catalogue at its defaults, ReLU first, for each of `size` numbers."""

    size: int
    dtype: DtypeName
    order: Order
    device: str
    costs: tuple[Cost, ...]

    @property
    def yardstick(self) -> Cost:
        """ReLU's."""
        return self.costs[0]

    @property
    def timed(self) -> list[Cost]:
        """Those whose time is known."""
        return [cost for cost in self.costs if cost.seconds is not None]

    def relative(self, seconds: float | None) -> float:
        """`seconds` over ReLU's forward and backward; NaN where one is not known."""
        whole = self.yardstick.seconds
        return float("nan") if seconds is None or whole is None else seconds / whole


def stages(controls: CostControls, device: str) -> Iterator[Stage[Measured]]:
    """Round after round, of which each makes the medians steadier."""
    entries = sorted(CATALOGUE, key=lambda entry: entry.name != YARDSTICK)
    size = 2**controls.power
    for done, costs in measure_costs([bind(entry, {}) for entry in entries], size, DTYPES[controls.dtype], device):
        yield Stage(
            done, partial(Measured, size=size, dtype=controls.dtype, order=controls.order, device=device, costs=costs)
        )


def measure(controls: CostControls, device: str) -> Measured:
    """The medians of all rounds."""
    return finish(stages(controls, device))


def arrange(measured: Measured, controls: CostControls) -> Measured:
    """The same in another order."""
    return replace(measured, order=controls.order)


def draw(measured: Measured) -> Figure:
    """Two dots for each activation, in three panels of one scale, as one would hold no sixty names."""
    costs = _ordered(measured)
    by_time = measured.order == "time"
    titles = (
        ("The cheapest", "In the middle", "The dearest") if by_time else ("First third", "Second third", "Last third")
    )
    ends = [number * len(costs) // PANELS for number in range(PANELS + 1)]
    thirds = [costs[start:end] for start, end in pairwise(ends)]
    times = [np.array([measured.relative(cost.seconds) for cost in costs])]
    times.append(np.array([measured.relative(cost.seconds_forward) for cost in costs]))
    scale = logarithmic("time (ReLU = 1), bytes kept", *times, np.array(USUAL))
    panels = [
        replace(
            _panel(costs, measured, showlegend=not number),
            title=title,
            caption=caption,
            x=scale,
            is_cover=number == PANELS - 1,
        )
        for number, (title, caption, costs) in enumerate(zip(titles, CAPTIONS, thirds, strict=True))
    ]
    return panels_figure((panels,), height=HEIGHT, narrow=NARROW_HEIGHT, margin=MARGIN | {"l": NAMES})


def _ordered(measured: Measured) -> list[Cost]:
    """The costs from the first bar to the last."""
    keys: dict[Order, Callable[[Cost], float]] = {
        "time": lambda cost: cost.seconds if cost.seconds is not None else float("inf"),
        "memory": lambda cost: cost.bytes_kept if cost.bytes_kept is not None else float("inf"),
        "family": lambda cost: [entry.name for entry in CATALOGUE].index(cost.name),
    }
    return sorted(measured.costs, key=keys[measured.order])


def _panel(costs: Sequence[Cost], measured: Measured, *, showlegend: bool) -> Panel:
    names, codes = [cost.name for cost in costs], ["<br>".join(wrap(_what_is_timed(cost))) for cost in costs]
    whole = np.array([measured.relative(cost.seconds) for cost in costs])
    forward = np.array([measured.relative(cost.seconds_forward) for cost in costs])
    return Panel(
        title="",
        traces=[
            _dots(names, forward, "forward", 0, hovertext=codes, showlegend=showlegend),
            _dots(names, whole, "forward and back", 1, hovertext=codes, showlegend=showlegend),
            _memory(names, whole, costs),
            # last, as names stand in the order in which they first come
            _one(names),
        ],
        y={"autorange": "reversed", "tickfont": {"size": 10}, "type": "category", "dtick": 1},
    )


def _what_is_timed(cost: Cost) -> str:
    return f"a layer of {UNITS} units" if cost.code is None else cost.code


def _one(names: list[str]) -> Trace:
    """ReLU's time, from the first name to the last."""
    ends = {"x": [1, 1], "y": [names[0], names[-1]], "showlegend": False, "hoverinfo": "skip"}
    return {"type": "scatter", "mode": "lines", "line": {"color": INK, "width": 1, "dash": "dot"}, **ends}


def _dots(names: list[str], lengths: Points, name: str, index: int, **more: Any) -> Trace:  # noqa: ANN401  Plotly's
    """A dot beside each name."""
    marker = {"color": colour(index), "size": 9}
    return {
        "type": "scatter",
        "mode": "markers",
        "name": name,
        "marker": marker,
        "x": lengths.tolist(),
        "y": names,
    } | more


def _memory(names: list[str], whole: Points, costs: Sequence[Cost]) -> Trace:
    """The bytes that are kept of each number, behind its last dot."""
    return {
        "type": "scatter",
        "mode": "text",
        "showlegend": False,
        "hoverinfo": "skip",
        "x": np.nan_to_num(whole, nan=USUAL[0]).tolist(),
        "y": names,
        "text": [_bytes(cost) for cost in costs],
        "textposition": "middle right",
        "textfont": {"size": 10, "color": INK},
        "cliponaxis": False,
    }


def _bytes(cost: Cost) -> str:
    return "  not in this dtype" if cost.bytes_kept is None else f"  {number(cost.bytes_kept, 3)} B"


def findings(measured: Measured) -> Iterator[Finding]:
    """What ReLU takes and keeps, how the others compare, and which keeps most."""
    relu, timed = measured.yardstick, sorted(measured.timed, key=lambda cost: cost.seconds or 0.0)
    middle = median(cost.seconds or 0.0 for cost in timed) if timed else None
    forward, backward = relu.seconds_forward, relu.seconds_backward
    yield Finding(
        key="relu",
        name="ReLU, forward and back",
        value=None if relu.seconds is None else NANO * relu.seconds,
        unit="ns",
        says=f"for each of {measured.size:,} numbers: {_nano(forward)} ns forward, {_nano(backward)} ns back. What is "
        f"timed is torch's spelling of each, here {_what_is_timed(relu)}.",
    )
    yield Finding(
        key="relu_keeps",
        name="ReLU keeps",
        value=relu.bytes_kept,
        unit="B",
        says="of each number for the way back, which is its output.",
    )
    yield Finding(
        key="dearest",
        name=f"dearest: {timed[-1].name if timed else '–'}",
        value=measured.relative(timed[-1].seconds) if timed else None,
        unit="× ReLU",
        says=f"takes the most of the {len(timed)} that are timed; its code stands at its dots.",
    )
    yield Finding(
        key="median",
        name="median of those",
        value=None if middle is None else measured.relative(middle),
        unit="× ReLU",
        says=f"{sum((cost.seconds or 0.0) < (middle or 0.0) for cost in timed)} of them take less.",
    )
    able = [cost for cost in measured.costs if cost.bytes_kept is not None]
    most = max(able, key=lambda cost: cost.bytes_kept or 0.0, default=None)
    yield Finding(
        key="most_kept",
        name=f"most memory: {most.name if most else '–'}",
        value=most.bytes_kept if most else None,
        unit="B",
        says=f"kept of each number for the way back; ReLU keeps {number(relu.bytes_kept, 3)}.",
    )


def _nano(seconds: float | None) -> str:
    return number(None if seconds is None else NANO * seconds, 3)


COST = Exhibit(
    slug="cost",
    title="Cost",
    asks="What does an activation cost?",
    idea="A curve costs what its steps in torch cost: each visits all numbers, and may keep some for the way back.",
    minutes=5,
    steps=(
        Step(
            asks="In float64 a number takes 8 bytes. How many of them does ReLU keep of each for the way back?",
            settings={"dtype": "float64"},
            prediction=Between(
                of="relu_keeps",
                choices=("Less than 1: its sign is enough", "From 1 to 8", "8 or more: all of it"),
                cuts=(1, 8),
            ),
            because="The sign would be enough, but torch keeps ReLU's whole output: the next layer needs that anyway, "
            "and both share it.",
        ),
        Step(
            asks="In bfloat16 a number takes 2 bytes. How many does the hungriest activation keep of each?",
            settings={"dtype": "bfloat16"},
            prediction=Between(of="most_kept", choices=("Less than 2", "From 2 to 8", "8 or more"), cuts=(2, 8)),
            because="What is computed in many steps keeps for each step what its gradient needs, and these add up.",
        ),
        Step(
            asks="With 1,024 numbers alone, how long does ReLU take for each, forward and back?",
            settings={"power": "10", "dtype": "float32"},
            prediction=Between(of="relu", choices=("Less than 3 ns", "3 ns or more"), cuts=(3,)),
            because="A call of torch, and the way back of autograd, take microseconds however few the numbers are: the "
            "fewer they are, the more of that falls to each.",
        ),
    ),
    leads=(
        Lead("maxout", "What a maximum of lines buys"),
        Lead("depth", "What a cheap gradient is worth in many layers"),
    ),
    controls=CostControls,
    measure=measure,
    draw=draw,
    findings=findings,
    stages=stages,
    is_timed=True,
    arranging=frozenset({"order"}),
    arrange=arrange,
)

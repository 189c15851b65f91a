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
from app.analysis.precision import DTYPES, DtypeName
from app.exhibits.exhibit import Controls, Exhibit, Lead, Stage, Trial, finish
from app.exhibits.fields import slider
from app.exhibits.finding import Finding
from app.figures.panels import MARGIN, Figure, Panel, Trace, bars, panels_figure, titled
from app.figures.plotly import INK
from app.playground.studies.cost import UNITS, Cost, measure_costs
from app.text import beginning, number

YARDSTICK = "relu"
NANO = 1e9
PANELS = 3
# for twenty names, legible on either page, and for the longest of them
HEIGHT, NARROW_HEIGHT = 470, 440
NAMES = 116

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
    """A bar for each activation, in three panels, as the dearest would leave the others no length in one."""
    costs = _ordered(measured)
    by_time = measured.order == "time"
    titles = (
        ("The cheapest", "In the middle", "The dearest") if by_time else ("First third", "Second third", "Last third")
    )
    ends = [number * len(costs) // PANELS for number in range(PANELS + 1)]
    thirds = [costs[start:end] for start, end in pairwise(ends)]
    panels = [_panel(*third, measured, showlegend=third[0] == titles[0]) for third in zip(titles, thirds, strict=True)]
    return panels_figure(
        (panels,),
        height=HEIGHT,
        narrow=NARROW_HEIGHT,
        margin=MARGIN | {"l": NAMES},
        bargap=0.25,
        shapes=[_one(number) for number in ("", "2", "3")],
    )


def _ordered(measured: Measured) -> list[Cost]:
    """The costs from the first bar to the last."""
    keys: dict[Order, Callable[[Cost], float]] = {
        "time": lambda cost: cost.seconds if cost.seconds is not None else float("inf"),
        "memory": lambda cost: cost.bytes_kept if cost.bytes_kept is not None else float("inf"),
        "family": lambda cost: [entry.name for entry in CATALOGUE].index(cost.name),
    }
    return sorted(measured.costs, key=keys[measured.order])


def _panel(title: str, costs: Sequence[Cost], measured: Measured, *, showlegend: bool) -> Panel:
    names, codes = [cost.name for cost in costs], ["<br>".join(wrap(_what_is_timed(cost))) for cost in costs]
    whole = np.array([measured.relative(cost.seconds) for cost in costs])
    forward = np.array([measured.relative(cost.seconds_forward) for cost in costs])
    longest = float(np.nanmax(whole, initial=1.0))
    return Panel(
        title=title,
        is_cover=title == "The dearest",
        traces=[
            _lying(names, whole, "backward", 1, hovertext=codes, showlegend=showlegend),
            _lying(names, forward, "forward", 0, hovertext=codes, showlegend=showlegend),
            _memory(names, whole, costs),
        ],
        x=titled("time (ReLU = 1), bytes kept", range=[0, 1.22 * longest]),
        y={"autorange": "reversed", "tickfont": {"size": 10}, "type": "category", "dtick": 1, "showgrid": False},
    )


def _what_is_timed(cost: Cost) -> str:
    return f"a layer of {UNITS} units" if cost.code is None else cost.code


def _lying(names: list[str], lengths: np.ndarray, name: str, index: int, **more: Any) -> Trace:  # noqa: ANN401  Plotly's
    """Bars to the right."""
    trace = bars(names, lengths, name, index, orientation="h", **more)
    return trace | {"x": trace["y"], "y": trace["x"]}


def _memory(names: list[str], whole: np.ndarray, costs: Sequence[Cost]) -> Trace:
    """The bytes that are kept of each number, at the end of its bar."""
    return {
        "type": "scatter",
        "mode": "text",
        "showlegend": False,
        "hoverinfo": "skip",
        "x": np.nan_to_num(whole).tolist(),
        "y": names,
        "text": [_bytes(cost) for cost in costs],
        "textposition": "middle right",
        "textfont": {"size": 10, "color": INK},
        "cliponaxis": False,
    }


def _bytes(cost: Cost) -> str:
    return "not in this dtype" if cost.bytes_kept is None else f" {number(cost.bytes_kept, 3)} B"


def _one(number: str) -> dict[str, object]:
    """A line through 1 in panel `number`."""
    return {
        "type": "line",
        "xref": f"x{number}",
        "yref": f"y{number} domain",
        "x0": 1,
        "x1": 1,
        "y0": 0,
        "y1": 1,
        "line": {"color": INK, "width": 1, "dash": "dot"},
    }


def findings(measured: Measured) -> Iterator[Finding]:
    """What ReLU takes, how the others compare, and which keeps most."""
    relu, timed = measured.yardstick, sorted(measured.timed, key=lambda cost: cost.seconds or 0.0)
    middle = median(cost.seconds or 0.0 for cost in timed) if timed else None
    forward, backward = relu.seconds_forward, relu.seconds_backward
    yield Finding(
        name="ReLU, forward and back",
        value=None if relu.seconds is None else NANO * relu.seconds,
        unit="ns",
        says=f"for each of {measured.size:,} numbers: {_nano(forward)} ns forward, {_nano(backward)} ns back. What is "
        f"timed is torch's spelling of each, here {_what_is_timed(relu)}.",
    )
    for name, places, most in (("cheapest", timed[:1], "least"), ("dearest", timed[-1:], "most")):
        written = beginning(_what_is_timed(places[0])) if places else "–"
        yield Finding(
            name=f"{name}: {places[0].name if places else '–'}",
            value=measured.relative(places[0].seconds) if places else None,
            unit="× ReLU",
            says=f"{written} takes the {most} of the {len(timed)} that are timed.",
        )
    yield Finding(
        name="median of those",
        value=None if middle is None else measured.relative(middle),
        unit="× ReLU",
        says=f"{sum((cost.seconds or 0.0) < (middle or 0.0) for cost in timed)} of them take less.",
    )
    able = [cost for cost in measured.costs if cost.bytes_kept is not None]
    most = max(able, key=lambda cost: cost.bytes_kept or 0.0, default=None)
    yield Finding(
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
    idea="A curve costs what its steps in torch cost: each visits all numbers, and may keep some for the way back.",
    trials=(
        Trial("A few numbers: calling the function is the cost", {"power": "10"}),
        Trial("A million: arithmetic and memory are", {"power": "20"}),
        Trial("Half the bytes: half the time?", {"dtype": "bfloat16"}),
        Trial("Who keeps most memory?", {"order": "memory"}),
        Trial("Family by family", {"order": "family"}),
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

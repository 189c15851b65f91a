"""Collapse: any number of linear layers is one linear layer, until an activation stands between them."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.collapse import MIDDLE, Collapse, collapse
from app.analysis.points import Points
from app.exhibits.exhibit import Controls, Exhibit, Lead
from app.exhibits.fields import SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import layers_of
from app.exhibits.step import Between, Step
from app.fields import Reference
from app.figures.panels import Figure, Panel, Trace, heatmap, line, panels_figure, titled
from app.figures.plotly import INK, colour, typed_array
from app.playground.plan import Plan
from app.text import number


class CollapseControls(Controls):
    """The network, and the activation that may stand between its layers."""

    f: Annotated[Reference, Field(description="activation")] = "tanh"
    layers: Annotated[int, Field(ge=1, le=10, description="layers", json_schema_extra=slider("L", 1))] = 4
    width: Annotated[int, Field(ge=1, le=32, description="units a layer", json_schema_extra=slider("n", 1))] = 8
    seed: SeedControl = 0


def measure(controls: CollapseControls, device: str) -> Collapse:
    """Build the network and evaluate it with f, without, and as one matrix."""
    return collapse(read(controls.f), controls.layers, controls.width, controls.seed, device)


def draw(measured: Collapse) -> Figure:
    """The plane as the network sees it without f and with f, and a cut through both."""
    plane, other = titled("x₁", nticks=4), titled("x₂", nticks=4)
    return panels_figure(
        (
            (
                Panel(
                    title="Without f",
                    caption="Where the colour changes the output is 0: layers without f draw that edge straight.",
                    traces=_map(measured, measured.linear),
                    x=plane,
                    y=other,
                ),
                Panel(
                    title="With f",
                    caption=_edge(measured),
                    is_cover=True,
                    traces=_map(measured, measured.bent),
                    x=plane,
                    y=other,
                ),
            ),
            (_cut(measured),),
        )
    )


def _map(measured: Collapse, z: Points) -> list[Trace]:
    """The output over the plane, and where it is cut."""
    places = typed_array(measured.places)
    ends = measured.places[[0, -1]]
    cut = {"color": INK, "dash": "dot", "width": 1.5}
    return [
        heatmap(z, x=places, y=places, hovertemplate="%{z}<extra></extra>"),
        line(ends, ends * 0, "the cut", 6, line=cut, showlegend=False, hoverinfo="skip"),
    ]


def _edge(measured: Collapse) -> str:
    if not np.isfinite(measured.parted):
        return "The same layers with f between them, where their output is a number."
    if measured.is_straight:
        return "The same layers with f between them: on this square they are as flat as those without."
    return "The same layers with f between them: their colours are those of no flat plane."


def _cut(measured: Collapse) -> Panel:
    dashed = {"line": {"color": colour(6), "dash": "dash", "width": 2.5}}
    return Panel(
        title="A cut at x₂ = 0",
        caption="The outputs on the dotted line of both maps: one matrix lies on the layers without f, all the way.",
        traces=[
            line(measured.places, measured.linear[MIDDLE], "layers without f", 2),
            line(measured.places, measured.product[MIDDLE], "one matrix W₁W₂…", 6) | dashed,
            line(measured.places, measured.bent[MIDDLE], "layers with f", 3),
        ],
        x=titled("x₁"),
        y=titled("output"),
    )


def findings(measured: Collapse) -> Iterator[Finding]:
    """How exactly the layers collapse, and how far f takes them apart."""
    yield Finding(
        key="rounding",
        name="layers against one matrix",
        value=measured.rounding,
        says="is the largest relative difference, which is rounding: without f, depth adds nothing.",
    )
    share = measured.parted / measured.size if measured.size else 0.0
    yield Finding(
        key="bend",
        name="with f, from the nearest straight plane",
        value=100 * share if np.isfinite(share) else None,
        unit="%",
        says=_parted(measured),
    )


def _parted(measured: Collapse) -> str:
    """Whether the network with f is one matrix."""
    if not np.isfinite(measured.parted):
        return "Some outputs are not finite, so that no plane can be compared with them."
    if measured.is_straight:
        return "Over this square the network with f lies on one plane, to rounding: here f keeps no layers apart."
    return (
        f"of the largest output, {number(measured.size, 3)} in size: the nearest plane is off by "
        f"{number(measured.parted, 3)} somewhere on the square, so that this network is not one matrix."
    )


def plan(controls: CollapseControls) -> Plan:
    """The network with f, before it has learned."""
    return layers_of(controls.f, layers=controls.layers, units=controls.width)


FLAT_OR_BENT = ("Flat, but for rounding", "Bent, by less than 5 % of its size", "Bent, by 5 % of its size or more")
CUTS = (1e-6, 5.0)
"""What the network with f may be, and the cuts between these, in percent of its largest output."""


COLLAPSE = Exhibit(
    slug="collapse",
    title="Collapse",
    asks="Why is a stack of linear layers no more than one?",
    idea="Linear layers multiply into a single matrix; an activation between them is what makes depth worth having.",
    minutes=4,
    steps=(
        Step(
            asks="f(x) = 2x + 1 moves and stretches what it gets. With it between ten layers, what is the network's "
            "output?",
            settings={"f": "2*x+1", "layers": "10"},
            prediction=Between(of="bend", choices=FLAT_OR_BENT, cuts=CUTS),
            because="f(x) = 2x + 1 is a straight line, and a straight line of a straight line is one again: the next "
            "layer could have done that itself.",
        ),
        Step(
            asks="ReLU is made of two straight pieces. What does it make of the output, between three layers of 16 "
            "units?",
            settings={"f": "relu", "layers": "3", "width": "16"},
            prediction=Between(of="bend", choices=FLAT_OR_BENT, cuts=CUTS),
            because="Each unit folds the plane along a line of its own, where its ReLU has the corner: between the "
            "folds the output is flat, and over them it is not.",
        ),
        Step(
            asks="A network of one layer leads from the inputs straight to the output. How much can f bend it?",
            settings={"layers": "1"},
            prediction=Between(of="bend", choices=FLAT_OR_BENT, cuts=CUTS),
            because="f stands between layers, and here there is no second one: an activation needs a layer behind it "
            "that weighs what it has bent.",
        ),
    ),
    leads=(
        Lead("cuts", "How units between cut the plane"),
        Lead("layer", "One layer, number by number"),
        Lead("depth", "What depth does to gradients"),
    ),
    controls=CollapseControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
)

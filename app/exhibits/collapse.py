"""Collapse: any number of linear layers is one linear layer, until an activation stands between them."""

from collections.abc import Iterator
from typing import Annotated

import numpy as np
from pydantic import Field

from app.activations.reference import read
from app.analysis.experiments.collapse import MIDDLE, Collapse, collapse
from app.analysis.points import Points
from app.exhibits.exhibit import Controls, Exhibit, Lead, Trial
from app.exhibits.fields import SeedControl, slider
from app.exhibits.finding import Finding
from app.exhibits.plans import layers_of
from app.fields import Reference
from app.figures.panels import Figure, Panel, Trace, heatmap, line, panels_figure, titled
from app.figures.plotly import colour, typed_array
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
    plane = titled("x₁", nticks=4)
    return panels_figure(
        (
            (
                Panel(title="Without f: one straight edge", traces=[_map(measured, measured.linear)], x=plane),
                Panel(title="With f: the edge bends", is_cover=True, traces=[_map(measured, measured.bent)], x=plane),
            ),
            (
                Panel(
                    title="A cut at x₂ = 0",
                    traces=[
                        line(measured.places, measured.linear[MIDDLE], "layers without f", 0),
                        line(measured.places, measured.product[MIDDLE], "one matrix W₁W₂…", 4)
                        | {"line": {"color": colour(4), "dash": "dash", "width": 2.5}},
                        line(measured.places, measured.bent[MIDDLE], "layers with f", 1),
                    ],
                    x=titled("x₁"),
                    y=titled("output"),
                ),
            ),
        )
    )


def _map(measured: Collapse, z: Points) -> Trace:
    places = typed_array(measured.places)
    return heatmap(z, x=places, y=places, hovertemplate="%{z}<extra></extra>")


def findings(measured: Collapse) -> Iterator[Finding]:
    """How exactly the layers collapse, and how far f takes them apart."""
    yield Finding(
        name="layers against one matrix",
        value=measured.rounding,
        says="is the largest relative difference, which is rounding: without f, depth adds nothing.",
    )
    parted = measured.parted if np.isfinite(measured.parted) else None
    yield Finding(name="with f, from the nearest straight plane", value=parted, says=_parted(measured))


def _parted(measured: Collapse) -> str:
    """Whether the network with f is one matrix."""
    if not np.isfinite(measured.parted):
        return "Some outputs are not finite, so that no plane can be compared with them."
    if measured.is_straight:
        return "Over this square the network with f lies on one plane, to rounding: here f keeps no layers apart."
    return (
        f"The nearest plane is off by {number(measured.parted, 3)} somewhere on the square, where outputs go up to "
        f"{number(measured.size, 3)} in size: this network is not one matrix."
    )


def plan(controls: CollapseControls) -> Plan:
    """The network with f, before it has learned."""
    return layers_of(controls.f, layers=controls.layers, units=controls.width)


COLLAPSE = Exhibit(
    slug="collapse",
    title="Collapse",
    idea="Linear layers multiply into a single matrix; an activation between them is what makes depth worth having.",
    trials=(
        Trial("Ten linear layers are still one", {"layers": "10"}),
        Trial("ReLU folds the plane", {"f": "relu", "layers": "3", "width": "16"}),
        Trial("The identity is no activation", {"f": "identity"}),
        Trial("A sine makes waves", {"f": "sine(omega=2)", "layers": "3"}),
    ),
    leads=(Lead("layer", "One layer, number by number"), Lead("depth", "What depth does to gradients")),
    controls=CollapseControls,
    measure=measure,
    draw=draw,
    findings=findings,
    plan=plan,
)

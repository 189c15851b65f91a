"""What a map answers, described for OpenAPI, and its progress as plain values."""

from collections.abc import Sequence
from typing import Annotated, Any

from pydantic import BaseModel, Field

from app.playground.map.judge import Outcome, Painted
from app.playground.map.plan import MapPlan, Measure
from app.playground.map.tiles import Tile
from app.web.api.figure import Figure

Number = float | None
Complete = Annotated[
    bool, Field(description="Whether all pixels are known; else time was up (TRAIN_SECONDS): ask again to go on")
]


class OneMapReply(BaseModel):
    """The map of one activation: a list for each y, with what is told for each x."""

    activation: str
    values: Annotated[
        list[list[Number]], Field(description="What is measured; null where the networks diverged, or there is none")
    ]
    outcome: Annotated[
        list[list[Outcome | None]],
        Field(
            description="learned: at the target in the end; diverged: no numbers any more, or a loss on the training "
            "data of more than twice the first; else stuck. null where time was up"
        ),
    ]


class MapReply(BaseModel):
    """A map for each activation, over the values along both axes."""

    x: list[float]
    y: list[float]
    measure: Measure
    target: Annotated[float, Field(description="The accuracy that counts as learned, or in a regression the loss")]
    maps: list[OneMapReply]
    complete: Complete


class MapFigure(Figure):
    """A Plotly figure of maps side by side."""

    complete: Complete


def begun_content(question: MapPlan, done: float) -> dict[str, Any]:
    """What is known of a map before its first pixel."""
    x, y = question.values
    head = {"x": x, "y": y, "measure": question.measure, "target": question.goal.target}
    return {"done": done, **head, "pixels": []}


def progress_content(done: float, fresh: Sequence[tuple[Tile, Painted]]) -> dict[str, Any]:
    """Tiles that have just been painted."""
    return {"done": done, "pixels": [_tile_content(tile, painted) for tile, painted in fresh]}


def _tile_content(tile: Tile, painted: Painted) -> dict[str, Any]:
    return {
        "map": tile.activation,
        "block": tile.block,
        "at": tile.pixels,
        "values": painted.values,
        "outcome": painted.outcome,
    }

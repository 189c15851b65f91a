"""What maps have found of an activation, as the API presents it."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Annotated, Any

from pydantic import BaseModel, Field

from app.playground.map.learned_ranges import EPOCHS, OPTIMIZER, SEEDS, LearnedRange, Varied, learned_ranges, question
from app.web.api.map_query import MAP_QUERY, MapPage


class EstimateReply(BaseModel):
    """A number, and its 95 % bootstrap interval over the seeds."""

    value: float
    low: float
    high: float


class LearnedRangeReply(BaseModel):
    """Where networks of an activation learn a data set, along the learning rate or the scale of the first weights."""

    data: str
    varied: Varied
    lr: Annotated[float | None, Field(description="The learning rate at which the scale is varied: the best one")]
    optimizer: str
    epochs: int
    seeds: int
    share: Annotated[float, Field(description="The largest share of seeds that reach the target at one value")]
    best: Annotated[EstimateReply, Field(description="The value with the lowest median loss on the test data")]
    lowest: Annotated[
        EstimateReply | None,
        Field(description="The lowest value at which half of the seeds reach the target; null: there is none"),
    ]
    highest: Annotated[EstimateReply | None, Field(description="The highest such value")]
    decades: Annotated[EstimateReply | None, Field(description="The powers of ten between the two")]
    map: Annotated[str, Field(description="The query string of /map that shows these networks, a row for each seed")]


def ranges_content(activation: str) -> Iterator[dict[str, Any]]:
    """What has been found of an activation, in the form of LearnedRangeReply."""
    for range_ in learned_ranges().get(activation, ()):
        measured = {name: value for name, value in asdict(range_).items() if name != "activation"}
        how = {"optimizer": OPTIMIZER, "epochs": EPOCHS[range_.data], "seeds": SEEDS}
        yield {**measured, **how, "map": map_address(range_)}


def map_address(range_: LearnedRange) -> str:
    """The query string of the map on which a range rests."""
    return MAP_QUERY.text(MapPage(map=question(range_.activation, range_.data, range_.lr)))

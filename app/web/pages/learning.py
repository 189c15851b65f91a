"""Where an activation learns, as its card tells it."""

from dataclasses import dataclass
from typing import Any

from app.activations.bound import BoundActivation
from app.activations.spec import Activation
from app.playground.map.learned_ranges import (
    AXES,
    EPOCHS,
    LAYERS,
    OPTIMIZER,
    SEEDS,
    UNITS,
    LearnedRange,
    learned_ranges,
    question,
)
from app.playground.optimizers import OPTIMIZERS
from app.web.api.learned_ranges import map_address


@dataclass(frozen=True, slots=True)
class Learning:
    """A data set, and where networks learn it along the learning rate, and at the best one along the scale."""

    rate: LearnedRange
    scale: LearnedRange

    @property
    def data(self) -> str:
        """The data set."""
        return self.rate.data

    @property
    def rate_map(self) -> str:
        """The query string of the map along the learning rate."""
        return map_address(self.rate)

    @property
    def scale_map(self) -> str:
        """The query string of the map along the scale."""
        return map_address(self.scale)

    @property
    def epochs(self) -> int:
        """How often the networks go through the data."""
        return EPOCHS[self.data]

    @property
    def how(self) -> dict[str, Any]:
        """How it was measured."""
        return {
            "optimizer": OPTIMIZERS[OPTIMIZER].title,
            "layers": LAYERS,
            "units": UNITS,
            "seeds": SEEDS,
            "aim": question(self.rate.activation, self.data).goal.aim,
            "rates": AXES["lr"],
            "scales": AXES["weight_scale"],
        }


def learning_of(activation: BoundActivation) -> list[Learning]:
    """What was found of a curve, which is the entry's at its default parameters; else nothing."""
    entry = activation.activation
    if not isinstance(entry, Activation) or activation.params != {knob.name: knob.default for knob in entry.knobs}:
        return []
    own = learned_ranges().get(entry.name, ())
    return [
        Learning(rate, scale)
        for rate in own
        for scale in own
        if (rate.varied, scale.varied) == ("lr", "weight_scale") and rate.data == scale.data
    ]

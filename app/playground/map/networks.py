"""The networks of a tile as one run: side by side, each with the values of its pixel."""

import torch

from app.playground.data.samples import Split
from app.playground.map.plan import MapPlan
from app.playground.map.quantities import QUANTITIES, Quantity
from app.playground.map.tiles import Tile
from app.playground.network.network import Knob
from app.playground.training import Run
from app.playground.varied import Varied


def networks_of(  # noqa: PLR0913  each its own thing
    question: MapPlan, tile: Tile, together: int, device: str, *, data: Split, records: bool
) -> Run:
    """A run of the networks of `together` pixels: a tile that has fewer has its last one several times.

    All of them learn from `data`. The networks of a pixel stand side by side.
    """
    each = question.plan.replicas
    pixels = [*tile.pixels, *[tile.pixels[-1]] * (together - len(tile.pixels))]
    plan = question.pixel(tile.activation, *pixels[0])
    seeds = [plan.seed + number for _ in pixels for number in range(each)]
    told: dict[str, torch.Tensor] = {}
    knobs: dict[Knob, torch.Tensor] = {}
    for along, quantity in enumerate(question.quantities):
        values = [question.values[along][pixel[1 - along]] for pixel in pixels for _ in range(each)]
        if quantity.name == "seed":
            seeds = [int(value) + number % each for number, value in enumerate(values)]
        elif _is_parameter(quantity):
            own = torch.tensor(values, dtype=torch.float64)
            knobs |= {Knob(layer, quantity.name): own for layer in range(len(plan.network.hidden))}
        elif not quantity.apart:
            told[quantity.name] = torch.tensor(values, dtype=torch.float64)
    return Run(
        plan.model_copy(update={"replicas": len(seeds)}),
        device,
        goes_on=True,
        records=records,
        data=data,
        seeds=seeds,
        varied=Varied(**told, knobs=knobs),
    )


def _is_parameter(quantity: Quantity) -> bool:
    return quantity.name not in QUANTITIES and not quantity.apart

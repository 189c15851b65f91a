"""A frame of a race: for each lane the mean boundary of its seeds, where they disagree, and how well they do."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch
from torch import Tensor

from app.playground.race.lane import Lane
from app.playground.race.race import Race
from app.playground.race.standings import Standings, measure_in_steps, standings

SIDE = 24
"""Points along each side of a lane's maps: many lanes are on a page, and each is small."""

# of numbers between 0 and 1
_LARGEST_DEVIATION = 0.5


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class LaneFrame:
    """A moment of a lane.

    `mean` is the seeds' mean answer over the plane in bytes, (shades, 24, 24), `deviation` the standard deviation
    between them, (1, 24, 24), where 255 is ½; rows run from the top to the bottom of the plane; a line has one, of 96.
    `lr` is the learning rate, None while it is looked for. `accuracies` are those of the seeds, or in a regression
    `losses`; `reached` has the epochs at which they reached the target, or None.
    """

    mean: Tensor
    deviation: Tensor
    lr: float | None
    accuracies: list[float] | None
    losses: list[float] | None
    reached: list[int | None]


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class RaceFrame:
    """A moment of a race; the standings, which take longer, are in some of them."""

    epoch: int
    lanes: list[LaneFrame]
    standings: Standings | None


def race_frame_in_steps(race: Race, *, with_standings: bool) -> Iterator[RaceFrame | None]:
    """What `race` shows now, last; before it None after each part that takes some milliseconds."""
    lanes: list[LaneFrame] = []
    for lane in race.lanes:
        lanes.append(_lane_frame(lane, race))
        yield None
    for _ in measure_in_steps(race) if with_standings else ():
        yield None
    yield RaceFrame(epoch=race.epoch, lanes=lanes, standings=standings(race) if with_standings else None)


def _lane_frame(lane: Lane, race: Race) -> LaneFrame:
    mean, deviation = _maps(lane)
    reached = lane.course.reached(race.epoch)
    judged = lane.course.judged[race.epoch].tolist()
    has_classes = race.plan.goal.measure == "accuracy"
    return LaneFrame(
        mean=mean,
        deviation=deviation,
        lr=lane.lr,
        accuracies=judged if has_classes else None,
        losses=None if has_classes else judged,
        reached=[int(epoch) if epoch < torch.inf else None for epoch in reached.tolist()],
    )


def _maps(lane: Lane) -> tuple[Tensor, Tensor]:
    """The mean and the deviation of the seeds whose numbers are finite, as bytes; grey where there is none."""
    run = lane.run
    # float32: a picture shows no more, and takes half the time
    tensors = [{name: tensor.float() for name, tensor in own.items()} for own in run.tensors()]
    points = run.map_points(SIDE).expand(run.plan.replicas, -1, -1)
    with torch.inference_mode():
        shade = run.loss.shade(run.network.forward(points, tensors).answer)  # (seeds, side·side, shades)
        shade = shade[shade.isfinite().flatten(1).all(dim=1)]
        if not len(shade):
            shade = torch.full((1, *shade.shape[1:]), 0.5)
        mean, deviation = shade.mean(dim=0), shade.std(dim=0, correction=0).amax(dim=-1)
    shape = run.plane.shape(SIDE)
    return _bytes(mean.T, shape), _bytes(deviation / _LARGEST_DEVIATION, shape)


def _bytes(values: Tensor, shape: tuple[int, int]) -> Tensor:
    """Numbers from 0 to 1, (n, rows·columns) or (rows·columns,), as bytes (n, rows, columns)."""
    return (values * 255).round().clamp(0, 255).to(torch.uint8).reshape(-1, *shape).cpu()

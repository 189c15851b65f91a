"""A frame of a race: the maps are the mean and the spread of what each seed answers, seeds without numbers left out."""

import numpy as np
import pytest
import torch
from torch import Tensor

from app.playground.race.frame import SIDE, RaceFrame, race_frame_in_steps
from app.playground.race.lane import Lane
from app.playground.race.race import Race
from tests.unit.playground.race.test_race import WILD, race_of

FUNCTIONS = {"tanh": torch.tanh, "relu": torch.relu, "x**3": lambda z: z * z * z}


def drawn(race: Race, *, with_standings: bool) -> RaceFrame:
    """What `race` shows now."""
    *_, frame = race_frame_in_steps(race, with_standings=with_standings)
    assert frame is not None
    return frame


def probabilities(lane: Lane, seed: int) -> Tensor:
    """What one seed of a lane says over the plane, written out: (side, side), the top row first."""
    line = torch.linspace(-6, 6, SIDE, dtype=torch.float64)
    h = torch.stack([torch.stack((x, y)) for y in line.flip(0) for x in line])
    *hidden, last = lane.run.tensors()
    for own in hidden:
        h = FUNCTIONS[lane.activation](h @ own["W"][seed] + own["b"][seed])
    return torch.sigmoid(h @ last["W"][seed] + last["b"][seed]).reshape(SIDE, SIDE)


@pytest.mark.parametrize("activation", ["tanh", "relu"])
def test_maps_are_mean_and_deviation_over_the_seeds(activation: str) -> None:
    race = race_of("gelu", activation, seeds=4)
    (_, lane), (_, frame) = race.lanes, drawn(race, with_standings=False).lanes
    each = torch.stack([probabilities(lane, seed) for seed in range(4)])
    np.testing.assert_allclose(frame.mean[0] / 255, each.mean(dim=0), atol=0.6 / 255)
    np.testing.assert_allclose(frame.deviation[0] / 510, each.std(dim=0, correction=0), atol=0.6 / 510)


def test_the_numbers_are_those_of_the_last_epoch() -> None:
    race = race_of("tanh", "relu", target=0.6, epochs=8)
    frame = drawn(race, with_standings=True)
    assert frame.epoch == 8
    assert frame.standings is not None
    assert frame.standings.epochs == 8
    for lane, shown in zip(race.lanes, frame.lanes, strict=True):
        assert shown.accuracies == lane.course.judged[-1].tolist()
        for seed, epoch in enumerate(shown.reached):
            course = lane.course.judged[:, seed].tolist()
            first = next((number for number, share in enumerate(course) if share >= 0.6), None)
            assert epoch == first


def test_seeds_that_have_diverged_are_left_out_of_the_maps() -> None:
    race = race_of("x**3", seeds=8, epochs=6, optimizer="sgd", **WILD)
    (lane,) = race.lanes
    is_lost = lane.course.judged[-1].isnan()
    assert is_lost.any()
    assert not is_lost.all()
    (frame,) = drawn(race, with_standings=False).lanes
    kept = [probabilities(lane, seed) for seed in range(8) if not is_lost[seed]]
    np.testing.assert_allclose(frame.mean[0] / 255, torch.stack(kept).mean(dim=0), atol=0.6 / 255)


def test_a_lane_without_numbers_is_grey() -> None:
    race = race_of("exponential", layers=("4:tanh", "4:tanh", "4:tanh"), lr=10.0, optimizer="sgd", epochs=10)
    (frame,) = drawn(race, with_standings=False).lanes
    assert frame.mean.unique().tolist() == [128]
    assert frame.deviation.unique().tolist() == [0]


def test_several_classes_have_a_map_each() -> None:
    race = race_of("tanh", data="three_spirals")
    (frame,) = drawn(race, with_standings=False).lanes
    assert frame.mean.shape == (3, SIDE, SIDE)
    np.testing.assert_allclose(frame.mean.double().sum(dim=0), 255, atol=2)

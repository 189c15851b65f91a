"""The loss round a network: its own in the middle, and elsewhere that of the network that the definition makes."""

import torch
from torch.nn import functional as F

from app.playground.studies.loss_plane import REACH, SIDE, draw_directions, loss_plane
from app.playground.training import Run
from tests.unit.playground.runs import linear, plan_of


def test_each_place_has_the_loss_of_weights_moved_by_directions_as_long_as_each_units() -> None:
    run = Run(plan_of("5:tanh", "3:prelu", data="moons", lr=0.1))
    run.train_epochs(3)
    directions = draw_directions(run, 7)
    found = loss_plane(run, directions)
    middle = SIDE // 2
    assert torch.equal(found.loss[middle, middle], run.score().train_loss[0])
    (first, second, last), slots = run.tensors(), run.parameters.slots
    noise = {(slot.layer, slot.name): pair for slot, pair in zip(slots, directions, strict=True)}
    for row, column in ((0, SIDE - 1), (3, 11)):
        along, up = found.places[column], found.places[row]
        parts = []
        for number, own in enumerate((first, second, last)):
            weights = own["W"][0].clone()
            for unit in range(weights.shape[1]):
                for way, direction in zip((along, up), noise[number, "W"], strict=True):
                    ray = direction[0, :, unit]
                    weights[:, unit] += way * ray / ray.norm() * own["W"][0, :, unit].norm()
            parts.append(linear(weights, own["b"][0]))
        h = torch.tanh(parts[0](run.train.x))
        answer = parts[2](F.prelu(parts[1](h), second["alpha"][0, 0]))
        loss = F.binary_cross_entropy_with_logits(answer[:, 0], run.train.y.double())
        torch.testing.assert_close(found.loss[row, column], loss.detach(), rtol=1e-12, atol=0)


def test_the_edge_is_met_at_the_ends_of_both_directions() -> None:
    run = Run(plan_of("4:relu", data="circle"))
    found = loss_plane(run, draw_directions(run, 0))
    middle = SIDE // 2
    assert found.places[-1] == REACH
    ends = found.loss[middle, -1], found.loss[-1, middle], found.loss[middle, 0], found.loss[0, middle]
    torch.testing.assert_close(found.edge[[0, 6, 12, 18]], torch.stack(ends), rtol=1e-10, atol=0)

"""Networks of one hidden layer: the points they learn, and what is read from within."""

import numpy as np
import pytest
import torch

from app.playground.plane import places
from app.playground.studies.comparison import MAP_SIDE
from app.playground.studies.hidden_layer import look_inside, plan_of, right_answers, rows_of, train_in_turn
from app.playground.training import Run
from tests.unit.playground.runs import twin


def test_corners_of_one_class_are_opposite() -> None:
    x, y, label = rows_of(Run(plan_of("xor", 1, "tanh", 3), records=False).train).unbind(dim=1)
    assert torch.equal(label == 1, x * y < 0)
    assert torch.minimum(x.abs(), y.abs()).min() > 1


def test_a_stripe_lies_along_the_diagonal_with_the_other_class_on_both_sides() -> None:
    x, y, label = rows_of(Run(plan_of("stripe", 1, "tanh", 3), records=False).train).unbind(dim=1)
    across = (x - y) / 2**0.5
    assert across[label == 1].abs().max() <= 1.5
    assert across[label == 0].abs().min() >= 2
    assert len(set(across[label == 0].sign().tolist())) == 2


@pytest.mark.parametrize("f", ["tanh", "relu"])
def test_what_is_seen_within_is_what_the_same_network_in_plain_torch_does(f: str) -> None:
    run = Run(plan_of("circle", 3, f, 5, replicas=2), records=False)
    run.train_epochs(20)
    hidden, net = look_inside(run), twin(run)
    x = run.train.x
    z = x @ hidden.weights + hidden.bias
    first, act, last = net
    torch.testing.assert_close(z, first(x))
    torch.testing.assert_close(hidden.outputs, act(first(x)))
    answer = hidden.outputs @ hidden.cut + hidden.offset
    torch.testing.assert_close(answer, last(act(first(x)))[:, 0])
    assert right_answers(run)[0].item() == ((answer > 0) == (run.train.y == 1)).double().mean().item()
    along = places(MAP_SIDE)
    points = torch.stack(torch.meshgrid(along, along, indexing="xy"), dim=-1)
    np.testing.assert_allclose(hidden.sure.numpy(), torch.sigmoid(net(points))[..., 0].detach().numpy(), atol=1e-12)


def test_networks_in_turn_learn_what_each_learns_alone() -> None:
    plans = [plan_of("moons", units, "tanh", 0) for units in (1, 2)]
    runs, alone = ([Run(plan, records=False) for plan in plans] for _ in range(2))
    shares = list(train_in_turn(runs, 33))
    assert shares[0] == 0
    assert shares[-1] == 1
    for together, single in zip(runs, alone, strict=True):
        single.train_epochs(33)
        assert torch.equal(together.parameters.vector, single.parameters.vector)


def test_a_network_that_is_lost_has_no_share() -> None:
    run = Run(plan_of("moons", 2, "exponential", 0, replicas=2), goes_on=True, records=False)
    run.parameters.vector[0] = torch.nan
    assert right_answers(run).isnan().tolist() == [True, False]

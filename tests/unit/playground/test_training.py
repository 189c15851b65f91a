"""A plan determines a run to the last bit; replicas are runs of their own; and what is tuned counts from then on.

Runs differentiate anew at each step, but for those that are tuned, reset or cut anew, and so meet what they recorded.
"""

from itertools import pairwise
from typing import Any

import pytest
import torch
from pydantic import ValidationError
from torch import Tensor

from app.playground.data.datasets import DATASETS
from app.playground.plan import OptimizerName, Tuning
from app.playground.plan_data import split_data
from app.playground.training import Run
from tests.unit.activations.trials import NAMES
from tests.unit.playground.runs import history_of, plan_of, recorded_run_of, run_of, same_bits, twin, twin_loss

# all that can be random at once, and a last batch of 2 after three of 7
RANDOM_LAYERS = "3:rrelu", "4:gumbel_softmax(tau=2)"
RANDOM: dict[str, Any] = {"points": 46, "batch_size": 7, "dropout": 0.3, "lr": 0.02}
OPTIMIZERS: list[OptimizerName] = ["sgd", "nesterov", "rmsprop", "adagrad", "adamw"]


def slopes(run: Run, steps: int) -> list[Tensor]:
    """The gradient of each of the next batches, as SGD shows it."""
    moves = []
    for _ in range(steps):
        before = run.parameters.vector.clone()
        run.step()
        moves.append((before - run.parameters.vector) / run.plan.training.lr)
    return moves


def whole_gradient(run: Run) -> dict[str, Tensor]:
    """The gradient of the loss on all training data, by torch.nn, of the output's weights and bias."""
    model = twin(run)
    twin_loss(run, model).backward()
    (*_, weight, bias) = [p.grad for p in model.parameters() if p.grad is not None]
    return {"W": weight.T, "b": bias}


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_the_same_plan_gives_the_same_run_to_the_last_bit(optimizer: OptimizerName) -> None:
    plan = plan_of(*RANDOM_LAYERS, **RANDOM, optimizer=optimizer, l1=0.001, l2=0.01, seed=3)
    run = Run(plan)
    first = history_of(run, 4)
    # what others draw meanwhile does not matter
    torch.manual_seed(99)
    torch.rand(5)
    assert same_bits(first, history_of(Run(plan, records=False), 4))
    run.step()
    run.step()
    run.reset()
    assert run.epoch == 0
    assert same_bits(first, history_of(run, 4))


@pytest.mark.parametrize("changed", [{"seed": 4}, {"data_seed": 1}])
def test_another_seed_gives_another_run(changed: dict[str, int]) -> None:
    plan = {**RANDOM, "noise": 0.3}
    first = history_of(run_of(*RANDOM_LAYERS, **plan), 2)
    other = history_of(run_of(*RANDOM_LAYERS, **plan, **changed), 2)
    assert not torch.equal(first[-1], other[-1])
    assert not torch.equal(first[0], other[0])


def test_the_seed_of_the_data_leaves_the_first_weights_alone() -> None:
    first, other = (run_of("4:tanh", data_seed=seed).parameters.vector for seed in (0, 1))
    assert torch.equal(first, other)


@pytest.mark.parametrize(
    ("layers", "optimizer"),
    [
        (RANDOM_LAYERS, "adam"),
        (("3:selu",), "momentum"),
        (("4:aprelu", "3:prelu"), "rmsprop"),
        (("3:maxout(k=3)", "4:crelu"), "adagrad"),
    ],
)
def test_a_replica_is_the_same_plan_run_alone(layers: tuple[str, ...], optimizer: OptimizerName) -> None:
    chosen = RANDOM if layers == RANDOM_LAYERS else {**RANDOM, "points": 42}
    together = recorded_run_of(*layers, **chosen, optimizer=optimizer, replicas=3, seed=5)
    together.train_epochs(8)
    for replica in (0, 2) if layers == RANDOM_LAYERS else (2,):
        alone = run_of(*layers, **chosen, optimizer=optimizer, seed=5 + replica)
        alone.train_epochs(8)
        for ours, own in zip(together.tensors(), alone.tensors(), strict=True):
            for name, tensor in own.items():
                torch.testing.assert_close(ours[name][replica], tensor[0], rtol=1e-9, atol=1e-12)
        ours, own = together.score(), alone.score()
        torch.testing.assert_close(ours.train_loss[replica], own.train_loss[0], rtol=1e-9, atol=0)
        assert ours.test_loss is not None
        assert own.test_loss is not None
        torch.testing.assert_close(ours.test_loss[replica], own.test_loss[0], rtol=1e-9, atol=0)
        assert ours.test_accuracy is not None
        assert own.test_accuracy is not None
        assert ours.test_accuracy[replica] == own.test_accuracy[0]


def test_replicas_differ_from_one_another() -> None:
    run = run_of("4:tanh", replicas=4)
    run.train_epochs(1)
    assert len(run.score().train_loss.unique()) == 4


@pytest.mark.parametrize("name", NAMES)
def test_every_activation_learns(name: str) -> None:
    run = run_of(f"3:{name}", "2:tanh", points=20, batch_size=5, data="xor")
    before = run.parameters.vector.clone()
    run.train_epochs(2)
    assert (run.epoch, run.divergence) == (2, None)
    assert run.parameters.vector.isfinite().all()
    assert not torch.equal(run.parameters.vector, before)
    assert run.score().train_loss.isfinite().all()


@pytest.mark.parametrize("name", [name for name in DATASETS if name != "own"])
def test_every_data_set_is_learned_from(name: str) -> None:
    run = run_of("8:silu", data=name, noise=0, optimizer="adam", lr=0.02, points=100)
    before = float(run.score().train_loss)
    run.train_epochs(10)
    assert float(run.score().train_loss) < before


def test_own_points_are_learned_from() -> None:
    rows = [[x / 10, y, int(y > 0)] for x in range(-10, 10) for y in (-2, 1, 3)]
    run = run_of("4:tanh", samples=rows, lr=0.1)
    run.train_epochs(30)
    assert run.score().test_accuracy == 1


@pytest.mark.parametrize("init", ["zeros", "constant(0.1)"])
@pytest.mark.parametrize("activation", ["softplus", "prelu"])
def test_equal_weights_stay_equal(activation: str, init: str) -> None:
    run = run_of(f"4:{activation}", f"3:{activation}", init=init, optimizer="adam", lr=0.05, data="xor")
    run.train_epochs(10)
    for tensors in run.tensors()[:-1]:
        for name in ("W", "b"):
            # a column belongs to a unit
            columns = tensors[name]
            torch.testing.assert_close(columns, columns[..., :1].expand_as(columns), rtol=1e-9, atol=1e-12)
    assert run.parameters.vector.any()


def test_an_epoch_takes_each_point_once_and_a_short_batch_counts_as_what_it_is() -> None:
    run = run_of("4:tanh", points=46, batch_size=7, lr=1e-6, init="normal(1)")
    sizes = [7, 7, 7, 2]
    assert len(run.train) == sum(sizes)
    # the second epoch begins with a whole batch again: nothing is carried over
    for _ in range(2):
        expected = whole_gradient(run)
        moves = [run.tensors(move)[-1] for move in slopes(run, len(sizes))]
        assert run.is_between_epochs
        for name, gradient in expected.items():
            mean = torch.stack([move[name][0] * size / 23 for move, size in zip(moves, sizes, strict=True)]).sum(dim=0)
            torch.testing.assert_close(mean.flatten(), gradient.flatten(), rtol=1e-4, atol=1e-5)
    assert run.epoch == 2


def test_batches_are_shuffled_in_each_epoch() -> None:
    run = run_of("4:tanh", batch_size=10, lr=1e-6)
    first, second = slopes(run, 3), slopes(run, 3)
    assert not any(torch.allclose(a, b, rtol=1e-3) for a, b in zip(first, second, strict=True))


@pytest.mark.parametrize("size", ["all", 30, 31, 2000])
def test_a_batch_of_all_is_one_step(size: int | str) -> None:
    run = recorded_run_of("4:tanh", batch_size=size, lr=0.1)
    assert len(run.train) == 30
    for epoch in range(1, 4):
        assert run.step()
        assert run.epoch == epoch
    whole = run_of("4:tanh", batch_size="all", lr=0.1)
    assert same_bits([run.parameters.vector], [history_of(whole, 3)[-1]])


@pytest.mark.parametrize("size", [1, 7, 29])
def test_an_epoch_has_a_step_for_each_batch(size: int) -> None:
    run = run_of("4:tanh", batch_size=size)
    steps = -(-30 // size)
    for epoch in (1, 2):
        assert [run.step() for _ in range(steps)] == [False] * (steps - 1) + [True]
        assert run.epoch == epoch


def test_training_forgets_nothing_between_calls() -> None:
    plan = plan_of(*RANDOM_LAYERS, **RANDOM, optimizer="adam")
    at_once, by_steps = Run(plan), Run(plan)
    at_once.train_epochs(3)
    while by_steps.epoch < 3:
        by_steps.step()
        by_steps.score()
    assert torch.equal(at_once.parameters.vector, by_steps.parameters.vector)


def test_no_chance_outside_training() -> None:
    with_dropout, without = (run_of("6:tanh", "6:selu", dropout=share) for share in (0.8, 0.0))
    assert torch.equal(with_dropout.score().train_loss, without.score().train_loss)
    random = run_of(*RANDOM_LAYERS, **RANDOM)
    random.train_epochs(1)
    assert torch.equal(random.score_on(random.judged_by)[0], random.score_on(random.judged_by)[0])


def test_first_tensors_stay_first() -> None:
    run = run_of("4:prelu")
    before = [{name: tensor.clone() for name, tensor in tensors.items()} for tensors in run.first_tensors()]
    run.train_epochs(2)
    for old, new in zip(before, run.first_tensors(), strict=True):
        assert all(torch.equal(old[name], new[name]) for name in old)
    run.reset()
    for old, new in zip(before, run.tensors(), strict=True):
        assert all(torch.equal(old[name], new[name]) for name in old)


def test_the_score_is_that_of_the_answers() -> None:
    run = run_of("5:tanh", data="three_spirals", points=90)
    run.train_epochs(3)
    model, test = twin(run), run.data.test
    score = run.score()
    assert score.epoch == 3
    assert score.test_loss is not None
    assert float(score.test_loss) == pytest.approx(twin_loss(run, model, test=True).item(), rel=1e-10)
    assert score.test_accuracy is not None
    assert float(score.test_accuracy) == pytest.approx(float((model(test.x).argmax(dim=1) == test.y).double().mean()))


def test_a_regression_has_no_accuracy() -> None:
    score = run_of("4:tanh", data="plane").score()
    assert score.train_accuracy is None
    assert score.test_accuracy is None


def test_a_run_learns_from_the_points_that_its_plan_draws() -> None:
    run = run_of(data="moons", points=50, train_fraction=0.3, data_seed=9)
    assert (len(run.train), len(run.judged_by)) == (15, 35)
    assert torch.equal(run.data.train.x, split_data(run.plan.data).train.x)


@pytest.mark.parametrize(
    ("changes", "plan"),
    [
        ({"lr": 0.5}, {"lr": 0.5}),
        ({"momentum": 0.5}, {"momentum": 0.5}),
        ({"momentum": 0}, {"momentum": 0}),
        ({"l1": 0.01, "l2": 0.1}, {"l1": 0.01, "l2": 0.1}),
        ({"l1_bias": 0.01, "l2_bias": 0.1}, {"l1_bias": 0.01, "l2_bias": 0.1}),
        ({"activity": 0.2}, {"activity": 0.2}),
        ({"dropout": 0.5}, {"dropout": 0.5}),
        ({"batch_size": 30}, {"batch_size": 30}),
        ({"batch_size": "all", "lr": 1}, {"batch_size": "all", "lr": 1}),
    ],
)
def test_a_tuned_run_goes_on_as_if_it_had_been_so_from_the_start(changes: dict[str, Any], plan: dict[str, Any]) -> None:
    base: dict[str, Any] = {"batch_size": 10, "lr": 0.1, "optimizer": "nesterov"}
    tuned = recorded_run_of("4:tanh", "4:tanh", **base)
    tuned.tune(Tuning(**changes))
    expected = run_of("4:tanh", "4:tanh", **base | plan)
    assert tuned.plan == expected.plan
    assert same_bits(history_of(tuned, 3), history_of(expected, 3))


@pytest.mark.parametrize(
    "changes",
    [
        {"lr": 0.5},
        {"l1": 0.1},
        {"l2": 0.5},
        {"l1_bias": 0.1},
        {"l2_bias": 0.5},
        {"activity": 0.5},
        {"dropout": 0.5},
        {"batch_size": 3},
        {"batch_size": "all"},
    ],
)
def test_tuning_changes_the_run_from_then_on_and_not_before(changes: dict[str, Any]) -> None:
    run, as_it_was = (run_of("4:tanh", optimizer="adamw", batch_size=10) for _ in range(2))
    run.train_epochs(2)
    as_it_was.train_epochs(2)
    before = run.parameters.vector.clone()
    run.tune(Tuning(**changes))
    assert run.epoch == 2
    assert torch.equal(run.parameters.vector, before)
    run.train_epochs(1)
    as_it_was.train_epochs(1)
    assert not torch.allclose(run.parameters.vector, as_it_was.parameters.vector, rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("optimizer", ["momentum", "nesterov"])
def test_momentum_that_is_tuned_counts_from_the_next_step_on_and_begins_anew_after_0(optimizer: str) -> None:
    run = run_of("4:tanh", optimizer=optimizer, momentum=0.5, lr=0.1)
    plain = run_of("4:tanh", lr=0.1)
    run.train_epochs(1)
    run.tune(Tuning(momentum=0.0))
    fresh = run_of("4:tanh", optimizer=optimizer, momentum=0.9, lr=0.1)
    for momentum, other in (0.0, plain), (0.9, fresh):
        run.tune(Tuning(momentum=momentum))
        other.train_epochs(run.epoch - other.epoch)
        other.parameters.vector.copy_(run.parameters.vector)
        other.descent.optimizer.state.clear()
        run.train_epochs(2)
        other.train_epochs(2)
        assert torch.equal(run.parameters.vector, other.parameters.vector)


def test_an_optimizer_without_momentum_keeps_what_it_remembers_when_that_is_tuned() -> None:
    run, other = (run_of("4:tanh", optimizer="adam") for _ in range(2))
    for each in (run, other):
        each.train_epochs(1)
    run.tune(Tuning(momentum=0.0))
    for each in (run, other):
        each.train_epochs(1)
    assert torch.equal(run.parameters.vector, other.parameters.vector)


def test_an_activity_penalty_that_is_tuned_within_an_epoch_counts_from_the_next_step_on() -> None:
    run, strong = (recorded_run_of("4:tanh", "3:relu", batch_size=10, activity=activity) for activity in (0.1, 0.9))
    run.step()
    run.tune(Tuning(activity=0.9))
    # from the same weights, the same second batch
    strong.step()
    strong.parameters.vector.copy_(run.parameters.vector)
    run.step()
    strong.step()
    assert torch.equal(run.parameters.vector, strong.parameters.vector)
    run.tune(Tuning(activity=0.0))
    strong.tune(Tuning(activity=0.0))
    run.train_epochs(1)
    strong.train_epochs(1)
    assert torch.equal(run.parameters.vector, strong.parameters.vector)


def test_a_batch_size_counts_from_the_next_epoch_on() -> None:
    run = run_of("4:tanh", batch_size=10)
    run.step()
    run.tune(Tuning(batch_size=15))
    assert [run.step() for _ in range(4)] == [False, True, False, True]


def test_dropout_can_come_and_go() -> None:
    run = recorded_run_of("4:tanh", batch_size=10)
    for share in (0.5, 0.0, 0.9, 0.2):
        run.tune(Tuning(dropout=share))
        assert run.is_random == (share > 0)
        run.step()
    run.train_epochs(2)
    assert run.parameters.vector.isfinite().all()


def test_what_is_out_of_range_changes_nothing() -> None:
    run, other = (run_of("4:tanh", optimizer="momentum") for _ in range(2))
    run.train_epochs(1)
    wrong = {"lr": 0}, {"lr": 11}, {"l1": -1}, {"activity": 2}, {"dropout": 0.95}, {"batch_size": 0}, {"rate": 1}
    for changes in (*wrong, {"momentum": 1}, {"momentum": -0.1}):
        with pytest.raises(ValidationError):
            run.tune(Tuning(**{"lr": 0.5, **changes}))
        assert run.plan == other.plan
    run.train_epochs(2)
    other.train_epochs(3)
    assert torch.equal(run.parameters.vector, other.parameters.vector)


def test_a_reset_keeps_what_was_tuned() -> None:
    run = recorded_run_of("4:tanh")
    run.train_epochs(1)
    run.tune(Tuning(lr=0.2))
    run.reset()
    assert same_bits(history_of(run, 2), history_of(run_of("4:tanh", lr=0.2), 2))


@pytest.mark.parametrize(("data", "loss"), [("blobs", "logistic"), ("plane", "cross_entropy"), ("blobs", "squared")])
def test_a_loss_that_does_not_fit_the_data_is_refused(data: str, loss: str) -> None:
    with pytest.raises(ValueError, match=rf"^The loss {loss} .*\.$"):
        run_of("4:tanh", data=data, loss=loss)


def test_the_losses_of_a_good_run_fall() -> None:
    run = run_of("6:tanh", noise=0, lr=0.1, batch_size="all")
    losses = [float(entry[0]) for entry in history_of(run, 20)[:-1]]
    assert all(later < earlier for earlier, later in pairwise(losses))

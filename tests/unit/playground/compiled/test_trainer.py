"""XLA trains as torch does: the same plan comes to the same numbers, but for rounding, whatever happens on the way.

SETTINGS=1 trains every activation for fifty epochs.
"""

import itertools
import os
import random
from collections.abc import Iterable
from typing import Any
from unittest import TestCase

import pytest
import torch
from jax import Array
from jax.extend.core import Primitive

from app.playground.compiled import trainer as trainers
from app.playground.compiled.operations import OPERATIONS, Operation
from app.playground.compiled.trainer import CompiledTrainer
from app.playground.compiled.translation import NoProgramError
from app.playground.network.network import Knob
from app.playground.optimizers import OPTIMIZERS
from app.playground.plan import Plan, Tuning
from app.playground.trainers import compiled_trainer
from app.playground.training import Run
from app.playground.varied import Varied
from tests.unit.playground.compiled.test_translation import NETWORKS
from tests.unit.playground.runs import plan_of, run_of

CLOSE = {"rtol": 1e-9, "atol": 1e-9}
# 60 samples, 30 to learn from
PLAN: dict[str, Any] = {"lr": 0.02, "batch_size": 10, "noise": 0.1}


def trainer_of(run: Run, every: int | None = None) -> CompiledTrainer:
    """XLA's trainer of `run`, ready."""
    return CompiledTrainer(run, None if every is None else lambda epoch: epoch % every == 0)


def train(run: Run, epochs: int) -> None:
    """Let XLA train `run`."""
    trainer, end = trainer_of(run), run.epoch + epochs
    while run.epoch < end and run.divergence is None:
        trainer.train(end - run.epoch)


def assert_same(there: Run, here: Run) -> None:
    assert (there.epoch, there.divergence) == (here.epoch, here.divergence)
    torch.testing.assert_close(there.parameters.vector, here.parameters.vector, equal_nan=True, **CLOSE)


def chosen_networks() -> list[tuple[str, tuple[str, ...], dict[str, Any]]]:
    """Each optimizer with a network of three activations, and data; with SETTINGS all networks."""
    data = itertools.cycle(({"data": "three_spirals"}, {"data": "circle", "loss": "squared"}, {"data": "plane"}))
    networks = NETWORKS if os.environ.get("SETTINGS") else NETWORKS[: len(OPTIMIZERS)]
    return list(zip(itertools.cycle(OPTIMIZERS), networks, data, strict=False))


@pytest.mark.parametrize(("optimizer", "activations", "data"), chosen_networks())
def test_fifty_epochs_come_to_what_torch_comes_to_whoever_trains_some_of_them(
    optimizer: str, activations: tuple[str, ...], data: dict[str, Any]
) -> None:
    chosen = {**PLAN, **data, "optimizer": optimizer, "l1": 0.001, "l2": 0.01, "lr": 0.005}
    hidden = [f"3:{activation}" for activation in activations]
    here, there = (run_of(*hidden, replicas=2, **chosen) for _ in range(2))
    here.train_epochs(50)
    train(there, 30)
    there.train_epochs(5)
    train(there, 15)
    assert_same(there, here)


@pytest.mark.parametrize(
    ("layers", "network"),
    [
        (
            ("4:prelu;use_bias=false;shared=false", "3:srelu;shared=false", "1:swish"),
            {"bias_init": "normal(0.5)", "output_use_bias": False, "l1_bias": 0.01, "l2_bias": 0.05},
        ),
        (
            ("4:tanh;constraint=max_norm(0.5)", "3:maxout;constraint=unit_norm", "2:relu;constraint=non_negative"),
            {"output_constraint": "max_norm(1)", "optimizer": "nesterov"},
        ),
        (
            ("4:tanh;normalisation=layer", "2:crelu;normalisation=batch", "2:relu;normalisation=batch;use_bias=false"),
            {"optimizer": "adamw", "l2_bias": 0.05, "dropout": 0.2, "data": "three_spirals"},
        ),
    ],
)
def test_whatever_a_layer_is_told_comes_to_what_torch_comes_to(
    layers: tuple[str, ...], network: dict[str, Any]
) -> None:
    chosen = {**PLAN, "optimizer": "adam", "l2": 0.01, "batch_size": 8, "replicas": 2, **network}
    here, there = (run_of(*layers, **chosen) for _ in range(2))
    here.train_epochs(30)
    scores = trainer_of(there, every=30).train(30)
    assert_same(there, here)
    torch.testing.assert_close(scores[0].test_loss, here.score().test_loss, **CLOSE)


@pytest.mark.usefixtures("unoptimised")
def test_a_replica_is_its_own_run() -> None:
    together = run_of("4:gelu", replicas=3, seed=5, optimizer="adam", dropout=0.2, **PLAN)
    alone = run_of("4:gelu", seed=7, optimizer="adam", dropout=0.2, **PLAN)
    for run in (together, alone):
        train(run, 20)
    for one, of_three in zip(alone.parameters.split(), together.parameters.split(), strict=True):
        torch.testing.assert_close(of_three[2:], one, **CLOSE)


def test_the_same_plan_is_the_same_to_the_last_bit_in_calls_of_any_length() -> None:
    first, second = (run_of("4:rrelu", optimizer="adam", replicas=2, **PLAN) for _ in range(2))
    train(first, 20)
    trainer = trainer_of(second)
    for epochs in (1, 3, 7, 9):
        trainer.train(epochs)
    assert torch.equal(first.parameters.vector, second.parameters.vector)


@pytest.mark.usefixtures("unoptimised")
def test_scores_are_taken_when_they_are_due_and_the_last_batch_may_be_short() -> None:
    here, there = (run_of("4:tanh", replicas=2, optimizer="adam", **{**PLAN, "batch_size": 8}) for _ in range(2))
    scores = trainer_of(there, every=3).train(8)
    assert [score.epoch for score in scores] == [3, 6]
    for score in scores:
        here.train_epochs(score.epoch - here.epoch)
        own = here.score()
        for kind in ("train_loss", "test_loss", "train_accuracy", "test_accuracy"):
            torch.testing.assert_close(getattr(score, kind), getattr(own, kind), **CLOSE)


@pytest.mark.usefixtures("unoptimised")
def test_a_regression_without_test_points_has_a_training_loss_alone() -> None:
    (score,) = trainer_of(run_of("4:tanh", data="plane", train_fraction=1, **PLAN), every=1).train(1)
    assert score.train_loss.isfinite().all()
    assert (score.test_loss, score.train_accuracy, score.test_accuracy) == (None, None, None)


@pytest.mark.usefixtures("unoptimised")
def test_what_is_tuned_compiles_nothing_unless_it_changes_the_shape() -> None:
    here, there = (run_of("4:relu", activity=0.01, l2_bias=0.1, dropout=0.1, **PLAN) for _ in range(2))
    # as many as are kept may be known already
    trainers._programs.clear()  # noqa: SLF001  nobody else counts them
    trainer, known = trainer_of(there), 1
    for tuning, grows in (
        (Tuning(lr=0.05, l1=0.01, l2=0.01, l1_bias=0.02, l2_bias=0.03, activity=0.02, dropout=0.3), 0),
        (Tuning(batch_size=15), 1),
        (Tuning(dropout=0.0, activity=0.0), 1),
        (Tuning(l1_bias=0.0, l2_bias=0.0), 1),
    ):
        for run in (here, there):
            run.tune(tuning)
        here.train_epochs(2)
        assert trainer.fits == (not grows)
        if grows:
            with pytest.raises(ValueError, match="another program"):
                trainer.train(2)
            trainer = trainer_of(there)
        trainer.train(2)
        assert_same(there, here)
        known += grows
        assert len(trainers._programs) == known  # noqa: SLF001  the same


@pytest.mark.usefixtures("unoptimised")
@pytest.mark.parametrize("optimizer", ["momentum", "nesterov"])
def test_momentum_that_is_tuned_to_0_and_back_compiles_nothing_whoever_trains(optimizer: str) -> None:
    here, there = (run_of("3:tanh", optimizer=optimizer, replicas=2, **PLAN) for _ in range(2))
    trainer = trainer_of(there)
    for number, momentum in enumerate((0.5, 0.0, 0.95, 0.0, 0.7)):
        for run in (here, there):
            run.tune(Tuning(momentum=momentum))
        here.train_epochs(4)
        trainer.train(2)
        if number % 2:
            there.train_epochs(2)
        else:
            trainer.train(2)
        assert_same(there, here)


@pytest.mark.usefixtures("unoptimised")
def test_a_parameter_of_an_activation_compiles_nothing() -> None:
    trainers._programs.clear()  # noqa: SLF001  as above
    for values in ("0.01", "0.3"), ("0.9", "2"):
        activations = f"3:leaky_relu(alpha={values[0]})", f"3:elu(alpha={values[1]})", f"3:x*sigmoid(b*x)|b={values[1]}"
        here, there = (run_of(*activations, replicas=2, **PLAN) for _ in range(2))
        here.train_epochs(5)
        scores = trainer_of(there, every=5).train(5)
        assert_same(there, here)
        torch.testing.assert_close(scores[0].test_loss, here.score().test_loss, **CLOSE)
    assert len(trainers._programs) == 1  # noqa: SLF001  the same


# what the gradient is told is the same for all optimizers: the others have a small network, which compiles soon
SMALL = ("2:leaky_relu(alpha={alpha:g})",)
VARIED = dict.fromkeys(OPTIMIZERS, SMALL) | {
    "adamw": ("3:leaky_relu(alpha={alpha:g})", "3:softmax(temperature={temperature:g})", "3:prelu")
}


@pytest.mark.usefixtures("unoptimised")
@pytest.mark.parametrize(("optimizer", "layers"), VARIED.items())
def test_what_varies_between_replicas_is_as_if_each_were_alone(optimizer: str, layers: tuple[str, ...]) -> None:
    draw = random.Random(optimizer).uniform  # noqa: S311  the same numbers each time
    each = [
        {
            "lr": draw(0.001, 0.05),
            "momentum": draw(0, 0.9),
            "l1": draw(0, 0.1),
            "l2": draw(0, 0.1),
            "activity": draw(0, 0.1),
            "weight_scale": draw(0.5, 2),
        }
        for _ in range(2)
    ]
    each[0]["momentum"] = 0.0
    dropout, alpha, temperature = ([draw(0.1, 0.6) for _ in each] for _ in range(3))

    def run(number: int, **chosen: Any) -> Run:
        hidden = (layer.format(alpha=alpha[number], temperature=temperature[number]) for layer in layers)
        own = {**PLAN, **each[number], "dropout": dropout[number], "optimizer": optimizer}
        return run_of(*hidden, **own, **chosen)

    def of(values: Iterable[float]) -> torch.Tensor:
        return torch.tensor([float(f"{value:g}") for value in values], dtype=torch.float64)

    varied = Varied(
        **{name: torch.tensor([own[name] for own in each], dtype=torch.float64) for name in each[0]},
        dropout=torch.tensor(dropout, dtype=torch.float64),
        knobs={Knob(0, "alpha"): of(alpha)} | ({Knob(1, "temperature"): of(temperature)} if layers != SMALL else {}),
    )
    by_torch, together = (Run(run(0, replicas=2, seed=4).plan, records=False, varied=varied) for _ in range(2))
    by_torch.train_epochs(4)
    (score,) = CompiledTrainer(together, lambda epoch: epoch == 4).train(4)
    for number in range(2):
        alone = run(number, seed=4 + number)
        alone.train_epochs(4)
        for loss in (score.train_loss, by_torch.score().train_loss):
            torch.testing.assert_close(loss[number : number + 1], alone.score().train_loss, **CLOSE)
        for one, *others in zip(*(each.parameters.split() for each in (alone, together, by_torch)), strict=True):
            for of_two in others:
                torch.testing.assert_close(of_two[number : number + 1], one, **CLOSE)


@pytest.mark.parametrize(
    ("varied", "says"),
    [
        (Varied(lr=torch.ones(3)), "a number for each of the 2 networks"),
        (Varied(knobs={Knob(0, "alpha"): torch.ones(2)}), "Layer 1 has no parameter alpha"),
        (Varied(knobs={Knob(1, "W"): torch.ones(2)}), "Layer 2 has no parameter W"),
    ],
)
def test_what_cannot_be_varied_is_refused_with_a_sentence(varied: Varied, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Run(plan_of("3:tanh", replicas=2, **PLAN), varied=varied)


def stumbling(fault: BaseException) -> Operation:
    def stumble(_: Array) -> Array:
        raise fault

    return stumble


@pytest.mark.parametrize("fault", [MemoryError("no room"), RuntimeError("no room"), TypeError("our own")], ids=repr)
def test_after_a_fault_torch_trains_and_a_program_is_tried_anew(
    monkeypatch: pytest.MonkeyPatch, fault: Exception
) -> None:
    trainers._programs.clear()  # noqa: SLF001  nobody else forgets them
    with monkeypatch.context() as patch, TestCase().assertLogs("app") as told:
        patch.setitem(OPERATIONS, torch.ops.aten.tanh.default, stumbling(fault))
        assert compiled_trainer(run_of("2:tanh", points=20)) is None
    assert str(fault) in "".join(told.output)
    assert compiled_trainer(run_of("2:tanh", points=20)) is not None


def test_who_interrupts_a_compilation_is_obeyed_and_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    trainers._programs.clear()  # noqa: SLF001  the same
    with monkeypatch.context() as patch:
        patch.setitem(OPERATIONS, torch.ops.aten.tanh.default, stumbling(KeyboardInterrupt()))
        with pytest.raises(KeyboardInterrupt):
            compiled_trainer(run_of("2:tanh", points=20))
    assert compiled_trainer(run_of("2:tanh", points=20)) is not None


def test_what_xla_has_no_way_to_do_is_tried_once(monkeypatch: pytest.MonkeyPatch) -> None:
    trainers._programs.clear()  # noqa: SLF001  the same
    nobody_lowers_it = Primitive("nobody_lowers_it")
    nobody_lowers_it.def_abstract_eval(lambda shape: shape)
    tried: list[Array] = []

    def noted(a: Array) -> Array:
        tried.append(a)
        bound: Array = nobody_lowers_it.bind(a)
        return bound

    monkeypatch.setitem(OPERATIONS, torch.ops.aten.tanh.default, noted)
    with TestCase().assertNoLogs("app"):
        assert compiled_trainer(run_of("2:tanh", points=20)) is None
        assert tried
        tried.clear()
        assert compiled_trainer(run_of("2:tanh", points=20)) is None
        assert not tried


@pytest.mark.parametrize("goes_on", [False, True])
def test_a_run_that_diverges_says_where_as_torch_does(*, goes_on: bool) -> None:
    plan = run_of("6:x^3", replicas=4, data="circle", lr=0.5, init="normal(0.5)", batch_size=5).plan
    here, there = (Run(plan, goes_on=goes_on, records=False) for _ in range(2))
    here.train_epochs(30)
    train(there, 30)
    assert here.divergence is not None
    assert (there.epoch, there.divergence) == (here.epoch, here.divergence)


@pytest.mark.usefixtures("unoptimised")
def test_a_run_can_be_reset_and_edited() -> None:
    here, there = (run_of("4:tanh", optimizer="momentum", **PLAN) for _ in range(2))
    trainer = trainer_of(there)
    trainer.train(4)
    there.reset()
    for run in (here, there):
        run.parameters.vector[0] = 0.5
    here.train_epochs(4)
    trainer.train(4)
    assert_same(there, here)


def test_a_replica_that_is_lost_stays_the_only_one() -> None:
    here, there = (Run(run_of("4:tanh", replicas=2, **PLAN).plan, goes_on=True, records=False) for _ in range(2))
    for run in (here, there):
        run.parameters.vector[0] = torch.inf
    here.train_epochs(2)
    train(there, 2)
    assert_same(there, here)
    assert there.parameters.are_finite().tolist() == [False, True]


def test_activations_that_overflow_where_they_are_dropped_end_as_with_torch() -> None:
    # ∞ · 0 is NaN, also in a unit that is dropped
    far = [[1e6, 0, 0], [-1e6, 1, 1]]
    data = {"name": "own", "samples": far, "train_fraction": 1, "standardise": "no"}
    network = {
        "hidden": [{"units": 1, "activation": "x^3"}, {"units": 1, "activation": "x^16"}],
        "init": "normal(2)",
        "dropout": 0.9,
    }
    for seed in (1, 3, 6):
        plan = Plan.model_validate(
            {"data": data, "network": network, "training": {"batch_size": 1, "lr": 1e-6}, "seed": seed}
        )
        here, there = (Run(plan, records=False) for _ in range(2))
        here.train_epochs(10)
        train(there, 10)
        assert here.divergence is not None
        assert (there.epoch, there.divergence) == (here.epoch, here.divergence)


def test_what_an_epoch_of_is_long_is_left_to_torch() -> None:
    many = run_of(*(f"64:{'sin(' * 12}x{')' * 12}" for _ in range(2)), points=2000, batch_size=1)
    for _ in range(2):
        with pytest.raises(NoProgramError, match="torch had better train it"):
            CompiledTrainer(many)


@pytest.mark.usefixtures("unoptimised")
def test_no_more_programs_are_kept_than_there_is_room_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(trainers, "MOST_PROGRAMS", 1)
    for units in (1, 2):
        trainer_of(run_of(f"{units}:relu", points=20))
    assert len(trainers._programs) == 1  # noqa: SLF001  nobody else counts them

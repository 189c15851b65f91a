"""A run that leaves the range of numbers says where, and stands still."""

import math
from typing import Any

import pytest
import torch

from app.playground.divergence import Divergence
from app.playground.live.frame import take_frame
from app.playground.live.session import Session
from app.playground.plan import Tuning
from app.playground.training import Run
from tests.unit.playground.runs import plan_of, run_of
from tests.unit.sentences import assert_one_sentence


def diverged(run: Run, most: int = 400) -> Divergence:
    run.train_epochs(most)
    assert run.divergence is not None
    return run.divergence


def set_weights(run: Run, layer: int, **values: float) -> None:
    """Every number of a tensor of `layer`, the first of which is 0."""
    for name, value in values.items():
        run.tensors()[layer][name].fill_(value)


@pytest.mark.parametrize(
    ("layers", "chosen", "layer", "quantity"),
    [
        # e¹⁰⁰ˣ is beyond 1e308 for x > 7.1
        (("3:exponential",), {"init": "constant(100)"}, 1, "activations"),
        (("3:exponential", "3:exponential"), {"init": "constant(20)"}, 2, "activations"),
        # no logarithm of what is below 0
        (("3:log(x)",), {}, 1, "activations"),
        (("3:tanh", "3:log(x)"), {}, 2, "activations"),
        (("3:tanh", "3:tanh", "3:sqrt(x)"), {}, 3, "activations"),
        # the slope of a root at 0 is infinite, its value is not
        (("3:sqrt(abs(x))",), {"init": "zeros"}, 1, "gradient"),
        (("3:tanh", "3:sqrt(abs(x))"), {"init": "zeros"}, 2, "gradient"),
    ],
)
def test_the_first_batch_can_be_too_much(
    layers: tuple[str, ...], chosen: dict[str, Any], layer: int, quantity: str
) -> None:
    found = diverged(run_of(*layers, **chosen))
    assert (found.epoch, found.layer, found.quantity) == (1, layer, quantity)


def test_a_learning_rate_can_be_too_large() -> None:
    run = run_of("3:exponential", lr=10, batch_size="all")
    found = diverged(run)
    assert (found.layer, found.quantity) == (1, "activations")
    assert found.epoch == run.epoch > 1
    # until then all was well
    again = run_of("3:exponential", lr=10, batch_size="all")
    again.train_epochs(found.epoch - 1)
    assert again.divergence is None
    assert again.parameters.vector.isfinite().all()


def test_a_line_overshoots_in_its_output() -> None:
    found = diverged(run_of(data="plane", lr=10, batch_size="all"))
    assert (found.layer, found.quantity) == (1, "pre-activations")


def test_a_loss_can_be_too_large_for_a_number() -> None:
    run = run_of("2:tanh", data="plane", loss="squared", lr=1e-6)
    set_weights(run, 1, b=1e160)
    found = diverged(run)
    assert (found.epoch, found.layer, found.quantity) == (1, 2, "loss")


@pytest.mark.parametrize(
    ("weight", "hidden", "layer"),
    [
        # slopes of 1e308 for the first bias and 1e250 for the output's weight, and then a rate of 10
        (1e58, 96.0, 1),
        # the other way round: 1e190 and 1e308
        (1e-12, 160.0, 2),
    ],
)
def test_a_step_can_be_too_long(weight: float, hidden: float, layer: int) -> None:
    run = run_of("1:exponential", data="plane", lr=10, batch_size="all", init="zeros")
    set_weights(run, 0, b=hidden * math.log(10))
    set_weights(run, 1, W=weight)
    found = diverged(run)
    assert (found.epoch, found.layer, found.quantity) == (1, layer, "weights")


def test_weights_that_are_no_numbers_are_found_first() -> None:
    run = run_of("3:tanh", "3:tanh")
    set_weights(run, 1, b=math.nan)
    found = diverged(run)
    assert (found.epoch, found.layer, found.quantity) == (1, 2, "weights")


@pytest.mark.parametrize("optimizer", ["sgd", "momentum", "rmsprop", "adagrad", "adam"])
def test_the_search_goes_through_the_same_epoch_with_every_optimizer(optimizer: str) -> None:
    # the logarithm is of numbers above 0 until the bias is set
    run = run_of("3:log(x + 20)", optimizer=optimizer, batch_size=5, lr=0.01, replicas=2)
    set_weights(run, 0, W=0.0)
    run.train_epochs(3)
    assert run.divergence is None
    set_weights(run, 0, b=-20.5)
    run.train_epochs(1)
    assert run.divergence == Divergence(epoch=4, layer=1, quantity="activations")


def test_one_replica_is_enough() -> None:
    run = run_of("3:tanh", replicas=3)
    run.tensors()[0]["W"][2, 1, 1] = math.inf
    assert diverged(run) == Divergence(epoch=1, layer=1, quantity="weights")


def test_the_chances_of_training_are_taken_again() -> None:
    # where all six outputs of the first layer are dropped, 1/0 is met, which is in training alone
    run = run_of("6:tanh", "3:1/x", dropout=0.9, batch_size=5)
    found = diverged(run)
    assert found == Divergence(epoch=1, layer=2, quantity="activations")


def test_a_diverged_run_stands_still() -> None:
    run = run_of("3:log(x)")
    found = diverged(run)
    before = run.parameters.vector.clone()
    assert run.step()
    run.train_epochs(5)
    assert run.epoch == found.epoch == 1
    assert run.divergence == found
    assert torch.equal(run.parameters.vector, before)


def test_a_diverged_run_can_be_looked_at() -> None:
    for layers, chosen in [
        (("3:log(x)", "2:prelu"), {"lr": 0.1}),
        (("3:exponential",), {"lr": 10, "batch_size": "all"}),
        (("3:softmax", "2:log(x)"), {"data": "blobs"}),
        ((), {"data": "plane", "lr": 10, "batch_size": "all"}),
    ]:
        run = run_of(*layers, **chosen)
        found = diverged(run)
        frame = take_frame(run)
        assert frame.score.epoch == found.epoch
        assert len(frame.layers) == len(layers) + 1
        points = len(run.train)
        for layer, shape in zip(frame.layers, run.network.layers, strict=True):
            assert sum(layer.histogram.counts) == points * shape.pre_activations
        if frame.confusion is not None:
            assert sum(map(sum, frame.confusion)) == len(run.judged_by)


def test_a_reset_begins_anew() -> None:
    run = run_of("3:exponential", lr=10, batch_size="all")
    found = diverged(run)
    run.reset()
    assert (run.epoch, run.divergence) == (0, None)
    assert diverged(run) == found


def test_a_smaller_rate_after_a_reset_is_the_way_out() -> None:
    run = run_of("3:exponential", lr=10, batch_size="all")
    diverged(run)
    run.tune(Tuning(lr=0.01))
    run.reset()
    run.train_epochs(20)
    assert run.divergence is None


def test_a_weight_that_was_edited_within_an_epoch_is_found() -> None:
    session = Session(plan_of("3:tanh", "3:exponential", batch_size=5), "cpu", lambda: 0.0)
    session.run.step()
    assert not session.run.is_between_epochs
    session.edit(1, "b", (0, 1), 1e6)
    assert diverged(session.run) == Divergence(epoch=1, layer=2, quantity="activations")


def test_a_rate_that_was_tuned_within_an_epoch_is_searched_from_there() -> None:
    run = run_of("3:exponential", data="plane", batch_size=2, lr=1e-6, points=200)
    run.step()
    run.tune(Tuning(lr=10))
    found = diverged(run, 1)
    assert found.epoch == 1
    assert found.quantity != "weights"


@pytest.mark.parametrize("quantity", ["weights", "pre-activations", "activations", "loss", "gradient"])
def test_a_divergence_is_told_in_a_sentence_that_names_all_and_what_to_try(quantity: Any) -> None:
    sentence = Divergence(epoch=12, layer=3, quantity=quantity).sentence
    first, _, rest = sentence.partition(". ")
    assert first == f"The run diverged in epoch 12: the {quantity} of layer 3 left the range of numbers"
    assert_one_sentence(sentence)
    assert rest.startswith("Try ")

"""The work of a plan grows with its network, its activations, its replicas and its points."""

import pytest
import torch

from app.activations.catalogue import CATALOGUE
from app.playground.network.network import Network
from app.playground.plan import Tuning
from app.playground.training import Run
from app.playground.work import MOST_NUMBERS, megabytes, numbers_of, work
from tests.unit.playground.runs import plan_of, run_of

MAP = 64 * 64


@pytest.mark.parametrize(
    ("layers", "weights"),
    [((), 12), (("4:identity",), 8 + 24), (("4:identity", "5:identity"), 8 + 20 + 30)],
)
def test_each_weight_multiplies_once_for_each_point(layers: tuple[str, ...], weights: int) -> None:
    # the answer is counted as six numbers; a map has more points than the data
    assert work(plan_of(*layers)) == weights * MAP
    assert work(plan_of(*layers, points=2000, replicas=10)) == weights * 20_000


def test_own_points_count_as_many_as_there_are() -> None:
    rows = [[0, 0, 0], [1, 1, 1]] * 500
    assert work(plan_of("4:identity", samples=rows, replicas=20)) == 32 * 20_000


def of_activation(reference: str) -> int:
    """The numbers of a unit with this activation, for a sample, beyond those of one without."""
    network, plain = (Network.of(plan_of(f"4:{name}").network, 2, 1) for name in (reference, "identity"))
    return (numbers_of(network) - numbers_of(plain)) // 4


def test_what_is_nested_costs_as_often_as_it_stands() -> None:
    once = of_activation("mish(x)")
    assert once >= 10
    assert of_activation("mish(mish(mish(x)))") >= 2.5 * once
    assert of_activation("relu(x)") <= 3


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE if entry.name != "identity"])
def test_every_activation_costs_something(name: str) -> None:
    network = Network.of(plan_of(f"4:{name}").network, 2, 1)
    assert numbers_of(network) > sum(layer.fan_in * layer.pre_activations for layer in network.layers)


def large_run(**chosen: object) -> Run:
    """A run whose batches are differentiated in pieces."""
    mish = f"{'mish(' * 12}x{')' * 12}"
    return run_of(f"64:{mish}", f"64:{mish}", points=400, replicas=2, batch_size="all", lr=0.1, **chosen)


def test_a_large_batch_is_differentiated_in_pieces_that_add_up(monkeypatch: pytest.MonkeyPatch) -> None:
    whole = large_run(optimizer="adam", activity=0.1, dropout=0.2)
    assert numbers_of(whole.network) * 200 * 2 * 3 > MOST_NUMBERS
    pieces = 1
    while not whole.step():
        pieces += 1
    assert pieces > 1
    assert whole.place == (1, 0)
    monkeypatch.setattr("app.playground.work.MOST_NUMBERS", 10**12)
    at_once = large_run(optimizer="adam", activity=0.1, dropout=0.2)
    assert at_once.step()
    torch.testing.assert_close(whole.parameters.vector, at_once.parameters.vector, rtol=1e-9, atol=1e-12)


def test_a_change_between_two_pieces_begins_the_batch_anew() -> None:
    changed, other = large_run(), large_run()
    changed.step()
    for run in (changed, other):
        run.tune(Tuning(activity=0.2))
        run.train_epochs(1)
    assert torch.equal(changed.parameters.vector, other.parameters.vector)


@pytest.mark.parametrize("chosen", [{}, {"dropout": 0.5}, {"optimizer": "adam"}])
def test_a_run_holds_about_as_much_as_is_said(chosen: dict[str, object]) -> None:
    run = run_of("64:tanh", "64:tanh", points=400, replicas=8, **chosen)
    run.train_epochs(1)
    tensors = [run.parameters.vector, run.descent.weights, *(part for batch in run.batches for part in batch)]
    held = sum(tensor.numel() * tensor.element_size() for tensor in tensors) / 1e6
    assert held < megabytes(run.plan) < 12 * held

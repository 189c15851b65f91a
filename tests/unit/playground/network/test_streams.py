"""What a network draws for one thing shifts nothing that it draws for another."""

from itertools import combinations

import pytest
import torch
from torch import Generator, Tensor

from app.playground.network.streams import biases_stream, chance_stream, order_stream, weights_stream
from app.playground.network_plan import MOST_LAYERS
from app.playground.plan import LARGEST_SEED
from app.playground.training import Run
from tests.unit.activations.trials import NAMES
from tests.unit.playground.runs import plan_of, run_of

SEEDS = [0, 1, 12345, LARGEST_SEED]
MANY = 10_000


def streams(seed: int) -> list[Generator]:
    """Every stream of a seed."""
    return [
        *(weights_stream(seed, layer) for layer in range(MOST_LAYERS + 1)),
        order_stream(seed),
        chance_stream(seed),
        *(biases_stream(seed, layer) for layer in range(MOST_LAYERS + 1)),
    ]


def first_weights(run: Run, layer: int) -> Tensor:
    return run.first_tensors()[layer]["W"]


@pytest.mark.parametrize("seed", SEEDS)
def test_no_number_of_one_stream_is_in_another(seed: int) -> None:
    drawn = [torch.rand(300, generator=stream, dtype=torch.float64) for stream in streams(seed)]
    for one, other in combinations(drawn, 2):
        assert not torch.isin(one, other).any()


def test_the_streams_of_many_seeds_are_all_different() -> None:
    begun = [stream.initial_seed() for seed in range(MANY) for stream in streams(LARGEST_SEED - seed)]
    # torch's generator looks at the last 32 bits alone
    assert len({seed % 2**32 for seed in begun}) == len(begun)


@pytest.mark.parametrize("name", NAMES)
def test_a_layer_behind_any_activation_begins_with_the_same_weights(name: str) -> None:
    plain, other = run_of("4:tanh", "3:tanh", "2:tanh"), run_of(f"4:{name}", f"3:{name}", "2:tanh")
    for layer in range(4):
        own = first_weights(other, layer)
        if own.shape == first_weights(plain, layer).shape:
            assert torch.equal(own, first_weights(plain, layer))


def test_the_output_behind_maxout_begins_as_behind_tanh() -> None:
    plain, maxout = run_of("4:tanh", "4:tanh", replicas=3), run_of("4:maxout(k=3)", "4:maxout(k=3)", replicas=3)
    assert first_weights(maxout, 1).shape != first_weights(plain, 1).shape
    assert torch.equal(first_weights(maxout, 2), first_weights(plain, 2))


@pytest.mark.parametrize("name", ["rrelu", "gumbel_softmax", "maxout(k=3)", "aprelu", "glu"])
def test_batches_are_the_same_whatever_else_is_random(name: str) -> None:
    runs = [Run(plan_of(f"4:{own}", batch_size=7, dropout=share)) for own, share in (("tanh", 0.0), (name, 0.4))]
    for _ in range(3):
        batches: list[list[Tensor]] = []
        for run in runs:
            run.train_epochs(1)
            batches.append([part for x, y, _ in run.batches for part in (x, y)])
        for one, other in zip(*batches, strict=True):
            assert torch.equal(one, other)

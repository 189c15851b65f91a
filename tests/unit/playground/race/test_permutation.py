"""P-values are those of all shuffles where these can be counted, and equal lanes are as seldom parted as they say."""

import math
from collections.abc import Sequence
from itertools import combinations, permutations, product
from operator import mul

import pytest
import torch
from torch import Tensor

from app.playground.race.permutation import DRAWS, leads, p_values
from app.playground.race.verdict import LEVEL


def midranks(values: Sequence[float]) -> list[float]:
    """The rank of each value, that of the middle where several are equal, written out."""
    return [sum(other < value for other in values) + sum(other == value for other in values) / 2 for value in values]


def difference(one: Sequence[float], other: Sequence[float]) -> float:
    gaps = [a - b for a, b in zip(one, other, strict=True)]
    size = math.sqrt(sum(gap**2 for gap in gaps))
    return abs(sum(gaps)) / size if size else 0.0


def counted(costs: Tensor) -> Tensor:
    """The same p-values by every shuffle there is."""
    quantities, lanes, seeds = costs.shape
    ranks = [torch.tensor(midranks(quantity.flatten().tolist())).view(lanes, seeds).T.tolist() for quantity in costs]
    places = [*product(range(quantities), combinations(range(lanes), 2))]

    def all_differences(orders: Sequence[Sequence[int]]) -> list[float]:
        shuffled = [
            [[row[n] for n in order] for row, order in zip(quantity, orders, strict=True)] for quantity in ranks
        ]
        return [
            difference([row[i] for row in shuffled[quantity]], [row[j] for row in shuffled[quantity]])
            for quantity, (i, j) in places
        ]

    everything = [all_differences(orders) for orders in product(permutations(range(lanes)), repeat=seeds)]
    seen = all_differences([range(lanes)] * seeds)
    order = sorted(range(len(seen)), key=lambda n: -seen[n])
    table, largest = torch.ones(quantities, lanes, lanes, dtype=torch.float64), 0.0
    for rank, n in enumerate(order):
        rest = order[rank:]
        share = sum(max(drawn[m] for m in rest) >= seen[n] - 1e-9 for drawn in everything) / len(everything)
        quantity, (i, j) = places[n]
        gaps = [row[i] - row[j] for row in ranks[quantity]]
        flipped = [sum(map(mul, signs, gaps)) for signs in product((1, -1), repeat=seeds)]
        flips = [abs(each) >= abs(sum(gaps)) - 1e-9 for each in flipped]
        largest = max(largest, share)
        table[quantity, i, j] = table[quantity, j, i] = max(largest, sum(flips) / len(flips))
    return table


@pytest.mark.parametrize(("lanes", "seeds", "spread"), [(2, 6, 100), (2, 7, 3), (3, 4, 100), (3, 3, 2)])
def test_p_values_are_those_of_all_shuffles(lanes: int, seeds: int, spread: int) -> None:
    generator = torch.Generator().manual_seed(lanes + seeds)
    costs = torch.randint(spread, (2, lanes, seeds), generator=generator).double()
    costs[0, 0] -= spread / 3
    costs[1, 1, 0] = torch.inf
    # by 4,000 draws a share is seen to ±0.008, at most, and in two of three cases
    torch.testing.assert_close(p_values(costs), counted(costs), rtol=0, atol=0.035)


def test_p_values_are_the_same_each_time_whatever_the_units_and_whoever_comes_first() -> None:
    costs = torch.rand(3, 4, 9, generator=torch.Generator().manual_seed(3), dtype=torch.float64)
    found = p_values(costs)
    assert found.equal(p_values(costs))
    assert found.equal(p_values(torch.exp(5 * costs)))
    assert found.mT.equal(found)
    torch.testing.assert_close(p_values(costs.flip(1)), found.flip(1, 2), rtol=0, atol=0.03)
    assert float(found.min()) >= 1 / (DRAWS + 1)


def test_who_has_the_lower_ranks_leads() -> None:
    costs = torch.tensor([[[1.0, 2, 3, 4, 5, 6], [11, 12, 13, 14, 15, torch.inf]]], dtype=torch.float64)
    assert leads(costs, LEVEL).tolist() == [[[0, 1], [-1, 0]]]
    assert not leads(costs[..., :5], LEVEL).any()


def equal_lanes(kind: str, lanes: int, seeds: int, generator: torch.Generator) -> Tensor:
    """What races of equal lanes come to: whether a seed fails, its epochs, what it ends with."""
    shared = torch.randn(1, seeds, generator=generator, dtype=torch.float64)
    size, end = (
        math.sqrt(0.4) * shared + math.sqrt(0.6) * torch.randn(lanes, seeds, generator=generator, dtype=torch.float64)
        for _ in range(2)
    )
    epochs = size if kind == "normal" else torch.exp(4 + 0.5 * size).round()
    if kind == "coarse":
        epochs = (epochs / 50).ceil()
    if kind == "censored":
        epochs[epochs > 70] = torch.inf
    return torch.stack([epochs.isinf().double(), epochs, 0.3 * size + end])


def test_equal_lanes_are_parted_in_fewer_than_five_of_a_hundred_races() -> None:
    generator = torch.Generator().manual_seed(4)
    # benchmarks/verdict.py draws many more
    drawn = {(2, 6): 30, (2, 16): 30, (3, 8): 15, (6, 8): 8}
    called = [
        bool(leads(equal_lanes(kind, lanes, seeds, generator), LEVEL).any())
        for (lanes, seeds), trials in drawn.items()
        for kind in ("normal", "skewed", "coarse", "censored")
        for _ in range(trials)
    ]
    assert sum(called) < 0.05 * len(called)

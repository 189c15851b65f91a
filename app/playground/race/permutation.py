"""How seldom chance alone parts two lanes of a race as far as they lie apart: a permutation test over paired seeds.

Lanes share their seeds: data, batches and, where layers have the same shape, first weights. Were all lanes equal, those
of a seed could change places, and the race would be as likely. So lanes are shuffled within each seed, many times over,
and a difference is held against the largest that then occurs anywhere: between any two lanes, in any of the quantities.
"""

from collections import OrderedDict
from collections.abc import Generator, Iterator, Sequence
from functools import lru_cache
from itertools import combinations_with_replacement
from typing import Any, TypeAlias, TypeVar

import torch
from torch import Tensor

T = TypeVar("T")
InSteps: TypeAlias = Generator[None, None, T]
"""What is found at last, after steps of some milliseconds."""

DRAWS = 4000
# ranks that are shuffled in one go: some megabytes
_AT_A_TIME = 600_000
# as many take some milliseconds, too
_PAIRS_AT_A_TIME = 12
# of what rounding makes of equal differences
_TOLERANCE = 1e-9
_MOST_KEPT = 16

_found: OrderedDict[Any, Tensor] = OrderedDict()
_known_shuffles: OrderedDict[Any, Tensor] = OrderedDict()


def leads(costs: Tensor, level: float) -> Tensor:
    """What `leads_in_steps` finds; soon, where those steps have been gone through before."""
    return _ended(leads_in_steps(costs, level))


def leads_in_steps(costs: Tensor, level: float) -> InSteps[Tensor]:
    """Who is ahead of whom, (Q, L, L), by Q quantities of L lanes with S seeds, the lower the better: (Q, L, S).

    At [:, i, j] it is 1 where lane i is ahead, −1 where j is, 0 where their difference has a p-value above `level`.

    A lane far behind is shuffled in among the others as if it could be their equal, and that makes what chance does to
    them look smaller than it is. So where lanes fall into clusters, all of each called apart from all of any other, a
    difference counts if it is seen as well when the lanes of its own two clusters alone are shuffled.
    """
    ranks = torch.stack([_ranks(quantity) for quantity in costs])
    asked = (*ranks.shape, level, ranks.numpy().tobytes())
    if asked in _found:
        return _found[asked]
    found = yield from _p_values(ranks)
    for lanes in _unions(_clusters((found <= level).any(dim=0))):
        among = found[:, lanes[:, None], lanes]
        alone = yield from _together(ranks[:, lanes])
        found[:, lanes[:, None], lanes] = torch.maximum(among, _table(alone, len(lanes)))
    sums = ranks.sum(dim=-1)
    return _kept(_found, asked, (sums.unsqueeze(1) - sums.unsqueeze(2)).sign() * (found <= level))


def _kept(known: OrderedDict[Any, Tensor], asked: tuple[Any, ...], answer: Tensor) -> Tensor:
    """The answer, kept among those that came last."""
    known[asked] = answer
    if len(known) > _MOST_KEPT:
        known.popitem(last=False)
    return answer


def _ended(steps: InSteps[T]) -> T:
    """What `steps` find, gone through at once."""
    while True:
        try:
            next(steps)
        except StopIteration as end:
            return end.value


def p_values(costs: Tensor) -> Tensor:
    """The p-value of each difference, (Q, L, L), of Q quantities that L lanes have with S seeds: (Q, L, S).

    That of lanes i and j is at [:, i, j] and [:, j, i], 1 where i is j. Quantities are compared by their ranks among
    all lanes and seeds, so that one may be infinite: of the differences d of ranks, seed by seed, |Σd|/√Σd² counts.
    The p-values of all hold together: step-down maxT (Westfall and Young 1993). Those of a pair are at least what they
    are if its two lanes alone race, however unlike them others are. They are the same for the same costs, as the
    shuffles come from fixed seeds; none is below 1/(draws + 1).
    """
    return _ended(_p_values(torch.stack([_ranks(quantity) for quantity in costs])))


def _p_values(ranks: Tensor) -> InSteps[Tensor]:
    lanes = ranks.shape[1]
    together = yield from _together(ranks)
    first, second = torch.combinations(torch.arange(lanes)).T
    alone = []
    for pairs in (ranks[:, first] - ranks[:, second]).split(_PAIRS_AT_A_TIME, dim=1):
        alone.append(_of_pairs(pairs))
        yield
    return _table(torch.maximum(together, torch.cat(alone, dim=1)), lanes)


def _together(ranks: Tensor) -> InSteps[Tensor]:
    """The p-value of each pair of lanes, (Q, P), if all change places: from ranks (Q, L, S)."""
    quantities, lanes, seeds = ranks.shape
    pairs = torch.combinations(torch.arange(lanes)).T
    seen = _differences(ranks, pairs).flatten()
    order = seen.argsort(descending=True, stable=True)
    extreme = torch.ones_like(seen)
    shuffles = yield from _shuffles(lanes, seeds)
    for places in shuffles.split(max(_AT_A_TIME // ranks.numel(), 1)):
        index = places.long().unsqueeze(1).expand(-1, quantities, -1, -1)
        shuffled = ranks.expand(len(places), -1, -1, -1).gather(2, index)
        largest = _differences(shuffled, pairs).flatten(1)[:, order].flip(1).cummax(dim=1).values.flip(1)
        extreme += (largest >= seen[order] - _TOLERANCE).sum(dim=0)
        yield
    found = torch.empty_like(seen)
    found[order] = (extreme / (DRAWS + 1)).cummax(dim=0).values
    return found.view(quantities, -1)


def _of_pairs(differences: Tensor) -> Tensor:
    """The p-value of each pair if it races alone, (Q, P), from the differences of its ranks with each seed, (Q, P, S).

    Its quantities are stepped down as all pairs are: two lanes that change places do so in each of them.
    """
    size = differences.square().sum(dim=-1).clamp(min=1).sqrt()
    seen = differences.sum(dim=-1).abs() / size
    order = seen.argsort(dim=0, descending=True, stable=True)
    drawn = (differences @ _signs(differences.shape[-1])).abs() / size.unsqueeze(-1)
    ordered = drawn.gather(0, order.unsqueeze(-1).expand_as(drawn))
    largest = ordered.flip(0).cummax(dim=0).values.flip(0)
    extreme = (largest >= seen.gather(0, order).unsqueeze(-1) - _TOLERANCE).sum(dim=-1) + 1
    return torch.empty_like(seen).scatter(0, order, (extreme / (DRAWS + 1)).cummax(dim=0).values.to(seen))


def _table(found: Tensor, lanes: int) -> Tensor:
    """What is found of each pair, (Q, P), at the places of its lanes, (Q, L, L); elsewhere 1."""
    table = torch.ones(len(found), lanes, lanes, dtype=torch.float64)
    first, second = torch.combinations(torch.arange(lanes)).T
    table[:, first, second] = table[:, second, first] = found
    return table


def _clusters(apart: Tensor) -> list[list[int]]:
    """Lanes that are called apart from all others but those of their cluster: from (L, L)."""
    clusters: list[list[int]] = []
    for lane, others in enumerate(apart.tolist()):
        near = [cluster for cluster in clusters if not all(others[other] for other in cluster)]
        clusters = [cluster for cluster in clusters if cluster not in near]
        clusters.append(sorted([lane, *(other for cluster in near for other in cluster)]))
    return clusters


def _unions(clusters: Sequence[Sequence[int]]) -> Iterator[Tensor]:
    """The lanes of each two clusters, or of the one, that are neither a pair nor all there are."""
    everyone = sum(map(len, clusters))
    for one, other in combinations_with_replacement(clusters, 2):
        lanes = sorted({*one, *other})
        if 2 < len(lanes) < everyone:
            yield torch.tensor(lanes)


def _differences(ranks: Tensor, pairs: Tensor) -> Tensor:
    """How far the lanes of each pair lie apart: (…, L, S) and (2, P) → (…, P), from 0 to √S."""
    # d over the seeds: its sum, and its squares' by those of both and their product
    sums, products = ranks.sum(dim=-1), ranks @ ranks.mT
    squares = products.diagonal(dim1=-2, dim2=-1)
    first, second = pairs
    of_squares = squares[..., first] + squares[..., second] - 2 * products[..., first, second]
    return (sums[..., first] - sums[..., second]).abs() / of_squares.clamp(min=1).sqrt()


def _ranks(values: Tensor) -> Tensor:
    """Twice the rank of each value among all, which is a whole number also where several are equal; the mean is 0."""
    _, inverse, counts = values.unique(return_inverse=True, return_counts=True)
    doubled = 2 * counts.cumsum(dim=0) - counts + 1
    return doubled[inverse].double() - (values.numel() + 1)


def _shuffles(lanes: int, seeds: int) -> InSteps[Tensor]:
    """Which lane stands in the place of each with every seed, draw by draw: (draws, lanes, seeds)."""
    if (known := _known_shuffles.get((lanes, seeds))) is not None:
        return known
    drawn = torch.rand(DRAWS, lanes, seeds, generator=torch.Generator().manual_seed(0))
    parts = []
    for part in drawn.split(max(_AT_A_TIME // (lanes * seeds), 1)):
        yield
        parts.append(part.argsort(dim=1).to(torch.uint8))
    return _kept(_known_shuffles, (lanes, seeds), torch.cat(parts))


@lru_cache(maxsize=8)
def _signs(seeds: int) -> Tensor:
    """Whether two lanes change places with each seed, draw by draw: −1 where they do, else 1, (seeds, draws)."""
    generator = torch.Generator().manual_seed(1)
    return 2.0 * torch.randint(2, (seeds, DRAWS), generator=generator, dtype=torch.float64) - 1

"""The work of a plan grows with its network, its replicas and its points."""

import pytest

from app.playground.work import multiplications
from tests.unit.playground.runs import plan_of

MAP = 64 * 64


@pytest.mark.parametrize(
    ("layers", "weights"),
    [((), 12), (("4:tanh",), 8 + 24), (("4:maxout(k=3)", "5:crelu"), 24 + 20 + 60), (("3:glu",), 12 + 18)],
)
def test_each_weight_multiplies_once_for_each_point(layers: tuple[str, ...], weights: int) -> None:
    # the answer is counted as six numbers; a map has more points than the data
    assert multiplications(plan_of(*layers)) == weights * MAP
    assert multiplications(plan_of(*layers, points=2000, replicas=10)) == weights * 20_000


def test_own_points_count_as_many_as_there_are() -> None:
    rows = [[0, 0, 0], [1, 1, 1]] * 500
    assert multiplications(plan_of("4:tanh", samples=rows, replicas=20)) == 32 * 20_000

"""Calls beside one another: results in the order in which they end, so many at once, and what one raises."""

from collections.abc import Mapping
from concurrent.futures import Future

import pytest

from app.parallel import as_they_come

ENDING: Mapping[int, tuple[int, ...]] = {2: (0, 2), 3: (3,), 5: (1, 4, 5)}
"""The calls that end when one is begun."""


def test_results_come_as_calls_end_and_another_is_begun_in_the_place_of_each() -> None:
    futures: dict[int, Future[int]] = {}

    def submit(call: int) -> Future[int]:
        future = futures[call] = Future()
        for ended in ENDING.get(call, ()):
            futures[ended].set_result(10 * ended)
        return future

    found = [(result, len(futures)) for result in as_they_come(submit, range(6), 3)]
    assert found == [(0, 3), (20, 4), (30, 5), (10, 6), (40, 6), (50, 6)]


def test_what_a_call_raises_is_raised() -> None:
    def submit(call: int) -> Future[int]:
        future: Future[int] = Future()
        if call:
            future.set_exception(ValueError("no such number"))
        else:
            future.set_result(call)
        return future

    results = as_they_come(submit, range(3), 1)
    assert next(results) == 0
    with pytest.raises(ValueError, match="no such number"):
        next(results)

"""Calls beside one another: their results as they come."""

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future
from itertools import islice
from queue import SimpleQueue
from typing import TypeAlias, TypeVar

Call = TypeVar("Call")
Result = TypeVar("Result")

Submit: TypeAlias = Callable[[Call], Future[Result]]
"""Begins a call in another thread, in another process or on another machine."""


def as_they_come(submit: Submit[Call, Result], calls: Iterable[Call], most: int) -> Iterator[Result]:
    """The results of `calls` in the order in which they end; `most` of them are begun and have not ended.

    A call is taken from `calls` when it is begun. What a call raises is raised here.
    """
    left = iter(calls)
    ended: SimpleQueue[Future[Result]] = SimpleQueue()
    running = 0

    def begin(count: int) -> int:
        begun = 0
        for call in islice(left, count):
            submit(call).add_done_callback(ended.put)
            begun += 1
        return begun

    running = begin(most)
    while running:
        result = ended.get().result()
        running -= 1
        # before the next is begun: whoever gives calls may learn from it
        yield result
        running += begin(1)

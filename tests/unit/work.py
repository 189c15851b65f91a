"""Work that is counted instead of timed, so that a busy machine changes nothing."""

import sys
from collections.abc import Generator
from contextlib import contextmanager

REFUSAL_CALLS = 10_000
"""To refuse a reference takes up to 4,000 calls, most of them to find the name that is nearest."""


class TooMuchWorkError(Exception):
    """More was called than was allowed."""


@contextmanager
def at_most(calls: int) -> Generator[None, None, None]:
    """Raise TooMuchWorkError as soon as this thread has called more than `calls` functions, Python's own included."""
    called = 0

    def count(_frame: object, event: str, _argument: object) -> None:
        nonlocal called
        called += event in {"call", "c_call"}
        if called > calls:
            sys.setprofile(None)
            raise TooMuchWorkError(f"more than {calls} calls")

    before = sys.getprofile()
    sys.setprofile(count)
    try:
        yield
    finally:
        sys.setprofile(before)

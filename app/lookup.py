"""Things by name, and the nearest name to one that is not there."""

import difflib
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from app.text import beginning

T = TypeVar("T")


class Lookup(Generic[T]):
    """Things of one `kind`, found by what `name` says of each. Raises TypeError where two have the same name."""

    def __init__(self, kind: str, things: Iterable[T], name: Callable[[T], str]) -> None:
        self._kind = kind
        self._by_name: dict[str, T] = {}
        for thing in things:
            if name(thing) in self._by_name:
                raise TypeError(f"two of kind {kind} are called {name(thing)!r}")
            self._by_name[name(thing)] = thing

    def find(self, name: str) -> T:
        """The one called `name`. Raises KeyError, with a sentence that offers the nearest name, if there is none."""
        if name not in self._by_name:
            raise KeyError(f"There is no {self._kind} {beginning(name)!r}{did_you_mean(name, self._by_name)}")
        return self._by_name[name]


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` nearest to `name`; None where none is near."""
    return next(iter(difflib.get_close_matches(name.lower(), names, n=1)), None)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """`; did you mean …?` with the one of `names` nearest to `name`, or a full stop where none is near."""
    near = nearest(name, names)
    return f"; did you mean {near!r}?" if near else "."

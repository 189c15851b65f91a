"""Things by name, and the nearest name to one that is not there."""

import difflib
import re
from collections.abc import Callable, Iterable
from typing import Generic, TypeVar

from app.text import beginning

T = TypeVar("T")


class Lookup(Generic[T]):
    """Things of one `kind`, found by what `name` says of each, or by one of its `aliases` in any case.

    Spaces, hyphens, underscores and brackets in an alias mean nothing. Raises TypeError where two things have a name
    or an alias in common.
    """

    def __init__(
        self,
        kind: str,
        things: Iterable[T],
        name: Callable[[T], str],
        aliases: Callable[[T], Iterable[str]] = lambda _: (),
    ) -> None:
        self._kind = kind
        self._by_name: dict[str, T] = {}
        self._by_alias: dict[str, T] = {}
        for thing in things:
            if name(thing) in self._by_name:
                raise TypeError(f"two of kind {kind} are called {name(thing)!r}")
            self._by_name[name(thing)] = thing
            for alias in aliases(thing):
                if self._by_alias.setdefault(folded(alias), thing) is not thing:
                    raise TypeError(f"two of kind {kind} are called {alias!r}")

    def find(self, name: str) -> T:
        """The one called `name`. Raises KeyError, with a sentence that offers the nearest name, if there is none."""
        if name in self._by_name:
            return self._by_name[name]
        if folded(name) in self._by_alias:
            return self._by_alias[folded(name)]
        raise KeyError(f"There is no {self._kind} {beginning(name)!r}{did_you_mean(name, self._by_name)}")


def folded(name: str) -> str:
    """`name` in lower case, letters and digits alone: that of Leaky ReLU is also that of leaky_relu."""
    return re.sub(r"[\W_]", "", name).lower()


def nearest(name: str, names: Iterable[str]) -> str | None:
    """The one of `names` nearest to `name`; None where none is near."""
    return next(iter(difflib.get_close_matches(name.lower(), names, n=1)), None)


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """`; did you mean …?` with the one of `names` nearest to `name`, or a full stop where none is near."""
    near = nearest(name, names)
    return f"; did you mean {near!r}?" if near else "."

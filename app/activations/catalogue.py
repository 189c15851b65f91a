"""Every activation in display order, and how to find one by name."""

import difflib
from collections.abc import Iterable

from app.activations.across_units import ACROSS_UNITS
from app.activations.exponential import EXPONENTIAL
from app.activations.gated import GATED
from app.activations.periodic import PERIODIC
from app.activations.rectified import RECTIFIED
from app.activations.saturating import SATURATING
from app.activations.shrinking import SHRINKING
from app.activations.softmaxes import SOFTMAXES
from app.activations.spec import Activation

LONGEST_ECHO = 60
"""Characters of an unknown name that a sentence repeats."""

CATALOGUE: tuple[Activation, ...] = (
    *SATURATING,
    *RECTIFIED,
    *EXPONENTIAL,
    *GATED,
    *SHRINKING,
    *PERIODIC,
    *SOFTMAXES,
    *ACROSS_UNITS,
)

_BY_NAME = {activation.name: activation for activation in CATALOGUE}
if len(_BY_NAME) != len(CATALOGUE):
    raise TypeError("two entries of the catalogue share a name")

ELEMENTWISE = {name: entry for name, entry in _BY_NAME.items() if entry.kind == "elementwise"}
"""The activations whose every output depends on one input, by name."""


def find(name: str) -> Activation:
    """The entry called `name`. Raises KeyError, with a sentence that offers the nearest name, if there is none."""
    if name not in _BY_NAME:
        shown = name if len(name) <= LONGEST_ECHO else f"{name[:LONGEST_ECHO]}…"
        raise KeyError(f"There is no activation {shown!r}{did_you_mean(name, _BY_NAME)}")
    return _BY_NAME[name]


def did_you_mean(name: str, names: Iterable[str]) -> str:
    """`; did you mean …?` with the one of `names` nearest to `name`, or a full stop where none is near."""
    near = difflib.get_close_matches(name.lower(), names, n=1)
    return f"; did you mean {near[0]!r}?" if near else "."

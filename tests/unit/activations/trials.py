"""The parameter values to try an activation with: its defaults, the ends of its ranges, and any between."""

import itertools
from collections.abc import Mapping, Sequence

from hypothesis import strategies as st

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import CATALOGUE
from app.activations.spec import Activation, Parameter

# beyond this many knobs (maxout has 17) every combination of their ends would be too many
MOST_COMBINED = 4
# a number field takes six decimals; a parameter such as 1e-300 is nobody's
DECIMALS = 6

BY_NAME = {entry.name: entry for entry in CATALOGUE}
NAMES = tuple(BY_NAME)


def trials(entry: Activation, knobs: Sequence[Parameter] | None = None) -> list[dict[str, float]]:
    """The defaults, then each combination of the ends of the ranges of `knobs` (all of the curve, if not given)."""
    knobs = entry.knobs if knobs is None else knobs
    default = {knob.name: knob.default for knob in knobs}
    if len(knobs) > MOST_COMBINED:
        ends = [{knob.name: knob.low for knob in knobs}, {knob.name: knob.high for knob in knobs}]
    else:
        combined = itertools.product(*([knob.low, knob.high] for knob in knobs))
        ends = [{knob.name: end for knob, end in zip(knobs, values, strict=True)} for values in combined]
    return [default, *(end for end in ends if end != default and agree(entry, end))]


def agree(entry: Activation, values: Mapping[str, float]) -> bool:
    """Whether no value of `entry` contradicts another."""
    ordered = [values[name] for name in entry.ascending]
    return ordered == sorted(ordered)


def bound_trials(entry: Activation) -> list[BoundActivation]:
    """`entry` bound to each of its trials."""
    return [bind(entry, values) for values in trials(entry)]


def value_of(knob: Parameter) -> st.SearchStrategy[float]:
    """Any value that `knob` accepts, in few decimals, its ends and its default often."""
    if knob.whole:
        return st.integers(int(knob.low), int(knob.high)).map(float)
    anywhere = st.floats(knob.low, knob.high, allow_subnormal=False).map(lambda value: round(value, DECIMALS))
    return st.sampled_from([knob.default, knob.low, knob.high]) | anywhere


def values_of(entry: Activation) -> st.SearchStrategy[dict[str, float]]:
    """A value for every knob of `entry`."""
    drawn = st.fixed_dictionaries({knob.name: value_of(knob) for knob in entry.knobs})
    return drawn.filter(lambda values: agree(entry, values))

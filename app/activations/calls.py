"""What a call of an activation gives its parameters, by their own names."""

import ast
from collections.abc import Iterable, Sequence
from typing import TypeVar

from app.activations.spec import Parameter, names_of

T = TypeVar("T")


def by_own_name(name: str, knobs: Sequence[Parameter], pairs: Iterable[tuple[str, T]]) -> dict[str, T]:
    """The second of each of the `pairs` under the own name of the parameter that the first names, or is an alias of.

    `name` is that of the activation. Raises ValueError, with one sentence, for a parameter that is not among the
    `knobs` or is given twice.
    """
    own = names_of(knobs)
    given: dict[str, T] = {}
    for called, value in pairs:
        if called not in own:
            if not knobs:
                raise ValueError(f"{name} has no parameter {called!r}; it has none.")
            names = ", ".join(knob.name for knob in knobs)
            raise ValueError(f"{name} has no parameter {called!r}; its parameters are {names}.")
        if own[called] in given:
            raise ValueError(f"{name}: {own[called]} is given twice, once as {called}; give each parameter once.")
        given[own[called]] = value
    return given


def given_parameters(
    name: str, knobs: Sequence[Parameter], call: ast.Call, in_order: Sequence[ast.expr]
) -> dict[str, ast.expr]:
    """What `call` gives each parameter: those `in_order`, as frameworks take them, and then by name.

    Raises ValueError, with one sentence, where they are too many, and as `by_own_name` does.
    """
    if len(in_order) > len(knobs):
        if not knobs:
            raise ValueError(f"{ast.unparse(call)} gives too many values; {name} has no parameters.")
        names = ", ".join(knob.name for knob in knobs)
        raise ValueError(f"{ast.unparse(call)} gives too many values; {name} takes {names}.")
    if any(keyword.arg is None for keyword in call.keywords):
        raise ValueError(f"{ast.unparse(call)}: give each parameter once, as name=number.")
    first = [(knob.name, value) for knob, value in zip(knobs, in_order, strict=False)]
    return by_own_name(name, knobs, [*first, *((keyword.arg or "", keyword.value) for keyword in call.keywords)])

"""References: the text "elu(alpha=1.5)" or "x*sigmoid(b*x)|b=1.7", read into a bound activation."""

import ast
import contextlib
from collections.abc import Iterable
from functools import lru_cache

from app.activations.bound import BoundActivation, bind
from app.activations.catalogue import find
from app.activations.expression import compile_expression, literal_number, parse
from app.activations.operations import FUNCTIONS
from app.activations.spec import Activation

LONGEST = 600
"""Characters of a reference: room for every parameter of an activation that has many."""

LONGEST_EXPRESSION = 200


@lru_cache(maxsize=1024)
def read(text: str) -> BoundActivation:
    """The bound activation that `text` names.

    Either a catalogue name with parameters, or an expression in x, with values for its parameters behind a bar.
    Raises ValueError, with one sentence that says what is wrong and the way out.
    """
    body, bar, bindings = (part.strip() for part in text.partition("|"))
    if not body:
        raise ValueError("The reference is empty; write a name such as elu, or an expression such as x*sigmoid(x).")
    if len(text) > LONGEST:
        raise ValueError(f"The reference has {len(text)} characters; at most {LONGEST} are allowed.")
    tree = parse(body)
    match tree:
        case ast.Call(func=ast.Name(id=name), args=[], keywords=keywords) if not bar and name not in FUNCTIONS:
            return bind(_find(name), _values(keywords))
        case ast.Call(args=[]) if bar:
            raise ValueError(
                f"{body} takes its values in the brackets, as in elu(alpha=1.5); a bar is for expressions."
            )
    if len(body) > LONGEST_EXPRESSION:
        raise ValueError(f"The expression has {len(body)} characters; at most {LONGEST_EXPRESSION} are allowed.")
    values = _bindings(bindings)
    if isinstance(tree, ast.Name) and tree.id != "x":
        return bind(_find(tree.id), values)
    return bind(compile_expression(tree, body, values), values)


def _find(name: str) -> Activation:
    if name in FUNCTIONS:
        raise ValueError(f"{name} is a function; write an expression such as {name}(x).")
    try:
        return find(name)
    except KeyError as error:
        raise ValueError(error.args[0]) from None


def _bindings(text: str) -> dict[str, float]:
    """The values written in `text`, as in "a=1, b=-2.5"; a call's named arguments have the same grammar."""
    if not text:
        return {}
    tree = None
    with contextlib.suppress(ValueError):
        tree = parse(f"f({text})")
    if isinstance(tree, ast.Call) and isinstance(tree.func, ast.Name) and not tree.args:
        return _values(tree.keywords)
    raise ValueError(f"{text!r} gives no values; behind the bar write name=number, as in x*sigmoid(b*x)|b=1.7.")


def _values(keywords: Iterable[ast.keyword]) -> dict[str, float]:
    values: dict[str, float] = {}
    for keyword in keywords:
        if keyword.arg is None or keyword.arg in values:
            raise ValueError(f"{ast.unparse(keyword)}: give each parameter once, as name=number.")
        values[keyword.arg] = literal_number(keyword.value)
    return values

"""References: the text "elu(alpha=1.5)" or "x*sigmoid(b*x)|b=1.7", read into a bound activation."""

import ast
import contextlib
import re
from collections.abc import Iterable
from functools import lru_cache

from app.activations.bound import BoundActivation, bind
from app.activations.calls import given_parameters
from app.activations.catalogue import CATALOGUE, find
from app.activations.expression import constant_number, parse
from app.activations.letters import plain, refusal_of, reserved_word
from app.activations.notation import halves, in_python
from app.activations.operations import FUNCTIONS
from app.activations.spec import Activation
from app.activations.terms import compile_expression

LONGEST = 600
"""Characters of a reference: room for every parameter of an activation that has many."""

LONGEST_EXPRESSION = 200


# titles have hyphens and brackets, which mean something elsewhere
_BY_TITLE = {entry.title.lower(): entry.name for entry in CATALOGUE}
_NAME = re.compile(r"[^\W\d][\w. ]*")


@lru_cache(maxsize=1024)
def read(text: str) -> BoundActivation:
    """The bound activation that `text` names.

    Either a catalogue name with parameters, or an expression in x, with values for its parameters behind a bar. Both
    may be written as people and frameworks do: Leaky ReLU(0.2), torch.tanh, 3x^2 - |x|, ｘ＊２.
    Raises ValueError, with one sentence that says what is wrong and the way out.
    """
    if len(text) > LONGEST:
        raise ValueError(f"The reference has {len(text)} characters; at most {LONGEST} are allowed.")
    text = plain(text)
    body, bindings = halves(text)
    if not body:
        raise ValueError("The reference is empty; write a name such as elu, or an expression such as x*sigmoid(x).")
    # a break at the end as well: what names a curve stands in tables and scripts
    if "#" in text or text.splitlines() != [text]:
        raise ValueError("A reference stands on one line, without #.")
    typed, body = body, in_python(_by_own_name(body))
    tree = parse(body, typed)
    match tree:
        case ast.Call(func=ast.Name(id=name), args=args) if name not in FUNCTIONS and not any(map(_has_x, args)):
            if bindings:
                raise ValueError(
                    f"{body} takes its values in the brackets, as in elu(alpha=1.5); a bar is for expressions."
                )
            entry = _find(name)
            given = given_parameters(entry.name, entry.knobs, tree, args)
            return bind(entry, {own: constant_number(value) for own, value in given.items()})
    if len(body) > LONGEST_EXPRESSION:
        raise ValueError(f"The expression has {len(body)} characters; at most {LONGEST_EXPRESSION} are allowed.")
    values = _bindings(bindings)
    if isinstance(tree, ast.Name) and tree.id != "x":
        return bind(_find(tree.id), values)
    return bind(compile_expression(tree, body, values), values)


def _by_own_name(body: str) -> str:
    """`body` with the catalogue's own name where it begins with an alias of one: Leaky ReLU(alpha=0.2)."""
    head, bracket, rest = body.partition("(")
    for alias, tail in ((body, ""), (head, bracket + rest)):
        if alias.strip().lower() in _BY_TITLE:
            return _BY_TITLE[alias.strip().lower()] + tail
    if head.strip() in FUNCTIONS or not _NAME.fullmatch(head):
        return body
    try:
        return find(head.rpartition(".")[2]).name + bracket + rest
    except KeyError:
        return body


def _has_x(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id == "x" for part in ast.walk(node))


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
    if word := reserved_word(text):
        raise ValueError(refusal_of(word))
    raise ValueError(f"{text!r} gives no values; behind the bar write name=number, as in x*sigmoid(b*x)|b=1.7.")


def _values(keywords: Iterable[ast.keyword]) -> dict[str, float]:
    values: dict[str, float] = {}
    for keyword in keywords:
        if keyword.arg is None or keyword.arg in values:
            raise ValueError(f"{ast.unparse(keyword)}: give each parameter once, as name=number.")
        values[keyword.arg] = constant_number(keyword.value)
    return values

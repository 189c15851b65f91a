"""An activation written as an expression in x: Python's grammar, a whitelist of its nodes, and no `eval`."""

import ast
import math
import re
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

from torch import Tensor

from app.activations.catalogue import ELEMENTWISE
from app.activations.letters import refusal_of, reserved_word
from app.activations.operations import ARITHMETIC, CONSTANTS, FUNCTIONS
from app.activations.spec import AS_IT_IS, InLayer, Number, Parameter, ParameterValues
from app.activations.switches import Switch

MOST_NODES = 64
LARGEST_NUMBER = 1e6

Term = Callable[[Tensor, Mapping[str, Number]], Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A function of x written by a user; a name in it that is neither x nor pi nor e is a parameter.

    It is smooth but at the zeros of its `switches`, where it may break.
    """

    name: str
    formula: str
    knobs: tuple[Parameter, ...]
    term: Term
    switches: tuple[Switch, ...]
    conditions: tuple[Callable[[ParameterValues], None], ...]
    """What checks the parameters of each activation in it; each raises ValueError where they contradict each other."""
    family: Literal["expression"] = "expression"
    kind: Literal["elementwise"] = "elementwise"
    in_layer: InLayer = AS_IT_IS

    @property
    def parameters(self) -> tuple[Parameter, ...]:
        """Its parameters; none of them is learned."""
        return self.knobs

    @property
    def function(self) -> Callable[..., Tensor]:
        """The same as its curve."""
        return self.curve

    @property
    def apply(self) -> Callable[..., Tensor]:
        """The same, whose parameters may be tensors that broadcast against x."""
        return self.curve

    @property
    def title(self) -> str:
        """What a heading calls it: the text itself."""
        return self.name

    def curve(self, x: Tensor, /, **parameters: Number) -> Tensor:
        """The expression at each element of `x`, in its shape and dtype; NaN or inf where it has no finite value."""
        return self.term(x, parameters).to(x.dtype).expand(x.shape)

    def kinks(self, _: ParameterValues) -> tuple[float, ...]:
        """None that is declared: where an expression breaks is looked for, between the ends of what is drawn."""
        return ()

    def idle(self, _: ParameterValues) -> frozenset[str]:
        """None: every parameter stands in the text."""
        return frozenset()

    def check(self, parameters: ParameterValues) -> None:
        """Raises ValueError, with a sentence, where values contradict each other within an activation in it."""
        for condition in self.conditions:
            condition(parameters)

    def spell(self, arguments: list[str]) -> str:
        """The reference to this expression with `arguments`, each written `name=value`."""
        return f"{self.name}|{','.join(arguments)}" if arguments else self.name


def parse(text: str, typed: str | None = None) -> ast.expr:
    """The syntax tree of `text`, within the bounds on its size; `typed` is what stood there before it was understood.

    Raises ValueError with one sentence.
    """
    try:
        with warnings.catch_warnings():
            # "1is x" and the like only warn; they are refused below
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(_unreadable(text, repr(typed or text))) from None
    nodes = sum(isinstance(node, ast.expr) for node in ast.walk(tree))
    if nodes > MOST_NODES:
        raise ValueError(f"The expression has {nodes} parts; at most {MOST_NODES} are allowed.")
    return tree


def _unreadable(text: str, shown: str) -> str:
    """Why `text`, which is `shown` so, cannot be read, and what would be."""
    for name in re.findall(r"\b(\w+)\s+[\w(]", text):
        if name in FUNCTIONS or name in ELEMENTWISE:
            return f"{shown} cannot be read; a function takes what it is of in brackets: write {name}(x)."
    if text.count("(") != text.count(")"):
        return f"{shown} cannot be read: its parentheses do not match."
    if word := reserved_word(text):
        return f"{shown} cannot be read: {refusal_of(word)}"
    if " " in text.strip():
        return f"{shown} cannot be read; write a sign between its terms, in a web address %2B for +."
    return f"{shown} cannot be read; write a name such as elu(alpha=1.5), or an expression such as x*sigmoid(x)."


def literal_number(node: ast.expr) -> float:
    """The finite number that `node` writes out, its sign included. Raises ValueError if it is anything else."""
    match node:
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -literal_number(operand)
        case ast.UnaryOp(op=ast.UAdd(), operand=operand):
            return literal_number(operand)
        case ast.Constant(value=int() | float() as value) if not isinstance(value, bool):
            if abs(value) > LARGEST_NUMBER:
                raise ValueError(f"{ast.unparse(node)} is too large; numbers go up to 1e6 in size.")
            return float(value)
    raise ValueError(f"{ast.unparse(node)} is not a number.")


def constant_number(node: ast.expr, constants: Mapping[str, float] = CONSTANTS) -> float:
    """The finite number that `node` comes to without x: 1/3, pi/2, 2**0.5. Raises ValueError if it is none."""
    try:
        value = _folded(node, constants)
    except ValueError:
        if isinstance(node, ast.BinOp | ast.UnaryOp):
            raise ValueError(f"{ast.unparse(node)} is not a number.") from None
        raise
    except (ArithmeticError, TypeError):
        value = math.nan
    # the root of a negative number is complex
    if isinstance(value, complex) or not abs(value) <= LARGEST_NUMBER:
        raise ValueError(f"{ast.unparse(node)} comes to no number up to 1e6 in size.")
    return value


def _folded(node: ast.expr, constants: Mapping[str, float]) -> float:
    match node:
        case ast.Name(id=name) if name in constants:
            return constants[name]
        case ast.UnaryOp(op=ast.USub() | ast.UAdd() as sign, operand=operand):
            value = _folded(operand, constants)
            return -value if isinstance(sign, ast.USub) else value
        case ast.BinOp(left=left, op=op, right=right) if type(op) in ARITHMETIC:
            return ARITHMETIC[type(op)](_folded(left, constants), _folded(right, constants))
    return literal_number(node)

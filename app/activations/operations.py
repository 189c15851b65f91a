"""What an expression may do: its functions and operators, as torch operations; it parses nothing."""

import ast
import functools
import math
import operator
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor


@dataclass(frozen=True, slots=True)
class Operation:
    """A torch operation and the numbers of arguments it takes."""

    apply: Callable[..., Tensor]
    fewest: int = 1
    most: int = 1


def _log(x: Tensor) -> Tensor:
    return torch.log(_within(x, x >= 0))


def _log2(x: Tensor) -> Tensor:
    return torch.log2(_within(x, x >= 0))


def _log10(x: Tensor) -> Tensor:
    return torch.log10(_within(x, x >= 0))


def _log1p(x: Tensor) -> Tensor:
    return torch.log1p(_within(x, x >= -1))


def _ndtr(x: Tensor) -> Tensor:
    return torch.special.ndtr(x)


def _within(x: Tensor, domain: Tensor) -> Tensor:
    # torch gives a logarithm a finite derivative where it has no value
    return x * torch.where(domain, 1.0, torch.nan).to(x.dtype)


def _clip(x: Tensor, low: Tensor, high: Tensor) -> Tensor:
    return torch.minimum(torch.maximum(x, low), high)


def _minimum(*terms: Tensor) -> Tensor:
    return functools.reduce(torch.minimum, terms)


def _maximum(*terms: Tensor) -> Tensor:
    return functools.reduce(torch.maximum, terms)


MANY = 8

FUNCTIONS: Mapping[str, Operation] = {
    "sin": Operation(torch.sin),
    "cos": Operation(torch.cos),
    "tan": Operation(torch.tan),
    "sinh": Operation(torch.sinh),
    "cosh": Operation(torch.cosh),
    "exp": Operation(torch.exp),
    "expm1": Operation(torch.expm1),
    "log": Operation(_log),
    "log1p": Operation(_log1p),
    "log2": Operation(_log2),
    "log10": Operation(_log10),
    "sqrt": Operation(torch.sqrt),
    "sign": Operation(torch.sign),
    "erf": Operation(torch.erf),
    "ndtr": Operation(_ndtr),
    "min": Operation(_minimum, 2, MANY),
    "max": Operation(_maximum, 2, MANY),
    "clip": Operation(_clip, 3, 3),
    "where": Operation(torch.where, 3, 3),
}
"""Beside these, every elementwise name of the catalogue is a function: sigmoid, tanh, relu and abs among them."""

ALIASES: Mapping[str, str] = {
    "ln": "log",
    "tg": "tan",
    "atan": "arctan",
    "arctg": "arctan",
    "fabs": "abs",
    "sgn": "sign",
    "signum": "sign",
    "minimum": "min",
    "maximum": "max",
    "clamp": "clip",
}
"""What else people call a function, and its own name; entries of the catalogue bring their aliases."""

CONSTANTS: Mapping[str, float] = {"pi": math.pi, "e": math.e}
"""Numbers by name; a bar makes a parameter of one, as in e*x|e=1.6."""

ARITHMETIC: Mapping[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
}
"""What folds constants."""

OPERATORS: Mapping[type[ast.operator], Callable[[Tensor, Tensor], Tensor]] = {
    ast.Add: torch.add,
    ast.Sub: torch.sub,
    ast.Mult: torch.mul,
    ast.Div: torch.div,
}

COMPARISONS: Mapping[type[ast.cmpop], Callable[[Tensor, Tensor], Tensor]] = {
    ast.Lt: torch.lt,
    ast.LtE: torch.le,
    ast.Gt: torch.gt,
    ast.GtE: torch.ge,
    ast.Eq: torch.eq,
    ast.NotEq: torch.ne,
}

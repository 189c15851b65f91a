"""Switches: functions of x, read off an expression, at whose zeros alone it can jump, bend abruptly or have a pole."""

import ast
import itertools
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from torch import Tensor

from app.activations.catalogue import ELEMENTWISE
from app.activations.spec import ParameterValues


@dataclass(frozen=True, slots=True, kw_only=True)
class Switch:
    """A function of x, and the values of it, given the parameters, at which the expression can break."""

    term: Callable[[Tensor, ParameterValues], Tensor]
    levels: Callable[[ParameterValues], Sequence[float]] = lambda _: (0.0,)


def breaking(tree: ast.expr) -> tuple[ast.expr, ...]:
    """The parts of `tree`, each once, or made of its parts, at whose zeros an operation in it can break."""
    parts = [part for node in ast.walk(tree) for part in _switches(node) if _varies(part)]
    return tuple({ast.unparse(part): part for part in parts}.values())


def calls(tree: ast.expr) -> Iterator[ast.Call]:
    """The calls in `tree` of functions of the catalogue, which have kinks of their own."""
    return (node for node in ast.walk(tree) if isinstance(node, ast.Call) and _called(node) in ELEMENTWISE)


def _switches(node: ast.AST) -> Iterator[ast.expr]:
    match node:
        case ast.BinOp(op=ast.Div(), right=denominator):
            yield from _factors(denominator)
        case ast.BinOp(op=ast.Pow(), left=base, right=exponent) if not _is_natural(exponent):
            yield from _factors(base)
        case ast.Call(args=args):
            yield from _of_call(_called(node), args)


def _of_call(name: str, args: list[ast.expr]) -> Iterator[ast.expr]:
    match name, args:
        case "log" | "log2" | "log10" | "sqrt" | "sign", [argument]:
            yield from _factors(argument)
        case "log1p", [argument]:
            yield ast.BinOp(argument, ast.Add(), ast.Constant(1))
        case "tan", [argument]:
            yield ast.Call(ast.Name("cos"), [argument], [])
        case "where", [ast.Compare(left=left, comparators=[right]), *_]:
            yield _difference(left, right)
        case "clip", [argument, *bounds]:
            yield from (_difference(argument, bound) for bound in bounds)
        case "min" | "max", _:
            yield from itertools.starmap(_difference, itertools.combinations(args, 2))


def _factors(node: ast.expr) -> Iterator[ast.expr]:
    """What is 0 where `node` is, without powers and products: there it need not change its sign."""
    match node:
        case ast.BinOp(left=left, op=ast.Mult() | ast.Div(), right=right):
            yield from _factors(left)
            yield from _factors(right)
        case ast.BinOp(left=base, op=ast.Pow()) if _varies(base):
            yield from _factors(base)
        case ast.UnaryOp(operand=operand) | ast.Call(func=ast.Name("abs"), args=[operand]):
            yield from _factors(operand)
        case _:
            yield node


def _difference(a: ast.expr, b: ast.expr) -> ast.expr:
    is_zero = isinstance(b, ast.Constant) and b.value == 0
    return a if is_zero else ast.BinOp(a, ast.Sub(), b)


def _varies(node: ast.expr) -> bool:
    return any(isinstance(part, ast.Name) and part.id == "x" for part in ast.walk(node))


def _is_natural(node: ast.expr) -> bool:
    value = node.value if isinstance(node, ast.Constant) else None
    return isinstance(value, int | float) and value >= 0 and float(value).is_integer()


def _called(node: ast.AST) -> str:
    return node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""

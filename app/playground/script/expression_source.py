"""An expression in x as the text of a torch function that computes the same."""

import ast
import math
from typing import NamedTuple

import torch

from app.activations.calls import given_parameters
from app.activations.catalogue import ELEMENTWISE, find
from app.activations.expression import Expression, constant_number, literal_number, parse
from app.activations.operations import CONSTANTS, FUNCTIONS
from app.playground.script.source import Import, Sources

_TORCH = Import(module="torch", name=None, alias=None)
_MATH = Import(module="math", name=None, alias=None)
_TENSOR = Import(module="torch", name="Tensor", alias=None)

# names that mean something in the function's body, or that Python lets nobody bind
_TAKEN = frozenset(
    {"x", "torch", "math", "__debug__"}
    | {operation.apply.__name__ for operation in FUNCTIONS.values()}
    | {entry.function.__name__ for entry in ELEMENTWISE.values()}
)


class Term(NamedTuple):
    """A part of an expression; a plain number is not a tensor yet, and torch functions refuse it."""

    node: ast.expr
    is_tensor: bool

    @property
    def tensor(self) -> ast.expr:
        """The node, as a tensor in any case."""
        return self.node if self.is_tensor else _call(_attribute("x", "new_tensor"), self.node)


def parameter_name(name: str) -> str:
    """What the parameter `name` of an expression is called in the function."""
    return f"{name}_" if name.rstrip("_") in _TAKEN or name in _TAKEN else name


def expression_function(expression: Expression, name: str, sources: Sources) -> str:
    """The text of a function called `name` that computes `expression`; what it needs goes into `sources`."""
    tree = parse(expression.name)
    sources.imports.add(_TENSOR)
    arguments = ["x: Tensor", *(f"{parameter_name(knob.name)}: float" for knob in expression.knobs)]
    answer = ast.unparse(ast.fix_missing_locations(_Writer(sources, expression).write(tree).node))
    return f'def {name}({", ".join(arguments)}) -> Tensor:\n    """{ast.unparse(tree)}."""\n    return {answer}'


class _Writer:
    """Rewrites the nodes that the expression's own compiler lets through, and no others."""

    def __init__(self, sources: Sources, expression: Expression) -> None:
        self._sources = sources
        own = {knob.name for knob in expression.knobs}
        self._constants = {name: value for name, value in CONSTANTS.items() if name not in own}

    def write(self, node: ast.expr) -> Term:  # noqa: PLR0911  one for each kind of node
        """`node` as the function has it."""
        match node:
            case ast.Constant():
                return Term(ast.Constant(literal_number(node)), is_tensor=False)
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=op, operand=operand):
                inner = self.write(operand)
                return Term(ast.UnaryOp(op, inner.node), inner.is_tensor)
            case ast.BinOp(op=ast.Pow()):
                return Term(self._power(node), is_tensor=True)
            case ast.BinOp(left=left, op=op, right=right):
                first, second = self._pair(left, right)
                return Term(ast.BinOp(first, op, second), is_tensor=True)
            case ast.Compare(left=left, ops=ops, comparators=[right]):
                first, second = self._pair(left, right)
                return Term(ast.Compare(first, ops, [second]), is_tensor=True)
            case ast.Call(func=ast.Name(id=name), args=args) if name in FUNCTIONS:
                return Term(_call(self._function(name), *(self.write(part).tensor for part in args)), is_tensor=True)
            case ast.Call(func=ast.Name(id=name)):
                return Term(self._activation(name, node), is_tensor=True)
        raise TypeError(f"{ast.dump(node)} is no part of an expression")

    def _name(self, name: str) -> Term:
        if name == "x":
            return Term(ast.Name(name), is_tensor=True)
        if name in self._constants:
            self._sources.imports.add(_MATH)
            return Term(_attribute("math", name), is_tensor=False)
        return Term(ast.Name(parameter_name(name)), is_tensor=False)

    def _power(self, node: ast.BinOp) -> ast.expr:
        base = self.write(node.left).tensor
        try:
            exponent = _signed(constant_number(node.right, self._constants))
        except ValueError:
            exponent = self.write(node.right).tensor
        return ast.BinOp(base, node.op, exponent)

    def _pair(self, left: ast.expr, right: ast.expr) -> tuple[ast.expr, ast.expr]:
        """Two operands, one of which at least is a tensor: numbers alone would raise where a tensor is inf or NaN."""
        first, second = self.write(left), self.write(right)
        return (first.node if second.is_tensor else first.tensor), second.node

    def _function(self, name: str) -> ast.expr:
        function = FUNCTIONS[name].apply
        if getattr(torch, function.__name__, None) is function:
            self._sources.imports.add(_TORCH)
            return _attribute("torch", function.__name__)
        return ast.Name(self._sources.add(function))

    def _activation(self, name: str, node: ast.Call) -> ast.expr:
        entry = find(name)
        given = given_parameters(entry.name, entry.knobs, node, node.args[1:])
        values: list[ast.keyword] = []
        for knob in entry.parameters:
            value = given.get(knob.name)
            if isinstance(value, ast.Name) and value.id not in self._constants:
                number = ast.Name(parameter_name(value.id))
            else:
                number = _signed(
                    knob.default if value is None else knob.accept(constant_number(value, self._constants))
                )
            values.append(ast.keyword(knob.name, number))
        return ast.Call(ast.Name(self._sources.add(entry.function)), [self.write(node.args[0]).tensor], values)


def _signed(value: float) -> ast.expr:
    """The number, its sign as an operator of its own, as Python reads it."""
    size = ast.Constant(abs(value))
    return ast.UnaryOp(ast.USub(), size) if math.copysign(1.0, value) < 0 else size


def _attribute(owner: str, name: str) -> ast.expr:
    return ast.Attribute(ast.Name(owner), name)


def _call(function: ast.expr, *arguments: ast.expr) -> ast.expr:
    return ast.Call(function, list(arguments), [])

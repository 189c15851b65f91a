"""An expression's syntax tree becomes a term: torch operations, and the parameters met on the way."""

import ast
import dataclasses
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, NoReturn

import torch
from torch import Tensor

from app.activations.calls import given_parameters
from app.activations.catalogue import ELEMENTWISE, find
from app.activations.expression import LARGEST_NUMBER, Expression, Term, constant_number, literal_number
from app.activations.operations import COMPARISONS, CONSTANTS, FUNCTIONS, OPERATORS
from app.activations.spec import Activation, Number, Parameter, ParameterValues
from app.activations.switches import Switch, breaking, calls
from app.activations.typeset import typeset
from app.lookup import did_you_mean

DEEPEST = 16
LARGEST_EXPONENT = 16
SLIDER = 10.0

CHOOSING = frozenset({"min", "max", "clip"})
"""The functions whose value is that of one of their arguments."""


def compile_expression(tree: ast.expr, text: str, values: Mapping[str, float]) -> Expression:
    """The expression `tree`, whose parameters have sliders that hold `values`. Raises ValueError with one sentence."""
    compiler = _Compiler({name: value for name, value in CONSTANTS.items() if name not in values})
    term = compiler.compile(tree, DEEPEST)
    if not compiler.uses_x and "X" in compiler.knobs:
        raise ValueError(f"{text!r} does not depend on x, which is a small letter.")
    if not compiler.uses_x:
        raise ValueError(
            f"{text!r} does not depend on x; an activation's parameters are written by name, as in elu(alpha=1.5)."
        )
    for name in values:
        if name not in compiler.knobs:
            raise ValueError(f"{text!r} has no parameter {name!r}{did_you_mean(name, set(compiler.knobs))}")
    knobs = tuple(knob or _slider(name, values.get(name, 1.0)) for name, knob in compiler.knobs.items())
    # before its switches, which compile parts of it once more
    conditions = tuple(compiler.conditions)
    return Expression(
        name=text,
        formula=typeset(tree),
        knobs=knobs,
        term=term,
        switches=compiler.switches(tree),
        conditions=conditions,
    )


def _slider(name: str, value: float) -> Parameter:
    reach = SLIDER
    while reach < min(abs(value), LARGEST_NUMBER):
        reach *= 10
    return Parameter(
        name=name,
        symbol=name,
        meaning="parameter of the expression",
        default=1.0,
        low=-reach,
        high=reach,
        step=reach / 1000,
    )


def _refuse(node: ast.AST) -> NoReturn:
    if isinstance(node, ast.Compare):
        raise ValueError(f"{ast.unparse(node)} compares; a comparison belongs into where(…), as in where(x > 0, x, 0).")
    raise ValueError(f"{ast.unparse(node)} is not allowed; use numbers, x, parameters, + - * / ** and functions.")


@dataclass(slots=True)
class _Compiler:
    """Turns nodes into terms, and notes the parameters met on the way with the range that their use imposes."""

    constants: Mapping[str, float]
    uses_x: bool = False
    knobs: dict[str, Parameter | None] = field(default_factory=dict)
    conditions: list[Callable[[ParameterValues], None]] = field(default_factory=list)

    def compile(self, node: ast.expr, depth: int) -> Term:  # noqa: PLR0911  one for each kind of node
        if depth == 0:
            raise ValueError(f"The expression is nested too deeply; at most {DEEPEST} levels are allowed.")
        match node:
            case ast.Constant():
                return _constant(literal_number(node))
            case ast.Name(id=name):
                return self._name(name)
            case ast.UnaryOp(op=ast.USub(), operand=operand):
                term = self.compile(operand, depth - 1)
                return lambda x, p: -term(x, p)
            case ast.UnaryOp(op=ast.UAdd(), operand=operand):
                return self.compile(operand, depth - 1)
            case ast.BinOp(op=ast.Pow()):
                return self._power(node, depth)
            case ast.BinOp(op=op) if type(op) in OPERATORS:
                return _combine(
                    OPERATORS[type(op)], [self.compile(node.left, depth - 1), self.compile(node.right, depth - 1)]
                )
            case ast.Call(func=ast.Name(id=name)):
                return self._call(name, node, depth)
        _refuse(node)

    def switches(self, tree: ast.expr) -> tuple[Switch, ...]:
        """Where `tree`, once compiled, can break."""
        # what stands around a part to make a switch of it adds levels
        own = [Switch(term=self.compile(part, 2 * DEEPEST)) for part in breaking(tree)]
        entries = [(node, find(node.func.id)) for node in calls(tree) if isinstance(node.func, ast.Name)]
        return (*own, *(self._kinks_of(entry, node) for node, entry in entries))

    def _kinks_of(self, entry: Activation, node: ast.Call) -> Switch:
        """The argument of the call `node` of `entry`, and the kinks of that as levels."""
        values = self._values(entry, node)
        return Switch(term=self.compile(node.args[0], DEEPEST), levels=lambda p: entry.kinks(values(p)))

    def _name(self, name: str) -> Term:
        if name == "x":
            self.uses_x = True
            return lambda x, _: x
        if name in self.constants:
            return _constant(self.constants[name])
        if name in FUNCTIONS or name in ELEMENTWISE:
            raise ValueError(f"{name} is a function; write {name}(x).")
        self.knobs.setdefault(name, None)
        return lambda x, p: torch.as_tensor(p[name], dtype=torch.float64, device=x.device)

    def _power(self, node: ast.BinOp, depth: int) -> Term:
        try:
            exponent = constant_number(node.right, self.constants)
        except ValueError:
            return self._exponential(node, depth)
        if abs(exponent) > LARGEST_EXPONENT:
            raise ValueError(f"The exponent {exponent:g} is too large; at most {LARGEST_EXPONENT} is allowed.")
        base = self.compile(node.left, depth - 1)
        return lambda x, p: torch.pow(base(x, p), exponent)

    def _exponential(self, node: ast.BinOp, depth: int) -> Term:
        """A positive number to the power of a term."""
        try:
            base = constant_number(node.left, self.constants)
        except ValueError:
            base = 0.0
        if base <= 0:
            raise ValueError(
                f"In {ast.unparse(node)} base and exponent both vary; one of them must be a number, and a base that is "
                "one must be above 0."
            )
        exponent = self.compile(node.right, depth - 1)
        return lambda x, p: torch.pow(torch.tensor(base, dtype=torch.float64, device=x.device), exponent(x, p))

    def _call(self, name: str, node: ast.Call, depth: int) -> Term:
        if any(isinstance(argument, ast.Starred) for argument in node.args):
            _refuse(node)
        if name in FUNCTIONS:
            return self._function(name, node, depth)
        if name in ELEMENTWISE:
            return self._activation(name, node, depth)
        try:
            find(name)
        except KeyError:
            names = set(FUNCTIONS) | set(ELEMENTWISE)
            raise ValueError(f"There is no function {name!r}{did_you_mean(name, names)}") from None
        raise ValueError(f"{name} works across units, so it cannot be part of an expression in x.")

    def _function(self, name: str, node: ast.Call, depth: int) -> Term:
        operation = FUNCTIONS[name]
        if node.keywords:
            raise ValueError(f"{name} takes no named arguments.")
        _count(name, node, operation.fewest, operation.most)
        if name == "where":
            condition = self._comparison(node.args[0], depth - 1)
            return _choose(condition, *(self.compile(arm, depth - 1) for arm in node.args[1:]))
        terms = [self.compile(argument, depth - 1) for argument in node.args]
        if name in CHOOSING and not all(map(_is_linear, node.args)):
            return _take(operation.apply, terms)
        return _combine(operation.apply, terms)

    def _comparison(self, node: ast.expr, depth: int) -> Term:
        match node:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
                return _combine(COMPARISONS[type(op)], [self.compile(left, depth - 1), self.compile(right, depth - 1)])
        raise ValueError(f"where(…) starts with a comparison, as in where(x > 0, x, 0), not with {ast.unparse(node)}.")

    def _activation(self, name: str, node: ast.Call, depth: int) -> Term:
        """A catalogue function of a term, its parameters given by name as numbers or as the expression's own."""
        entry = find(name)
        if not node.args:
            raise ValueError(f"{ast.unparse(node)} needs an input inside an expression, as in {name}(x).")
        argument, values = self.compile(node.args[0], depth - 1), self._values(entry, node)
        self.conditions.append(lambda p: entry.check(values(p)))
        return lambda x, p: entry.apply(argument(x, p), **values(p))

    def _values(self, entry: Activation, node: ast.Call) -> Callable[[Mapping[str, Any]], dict[str, Any]]:
        """The parameters of `entry` in the call `node`, given those of the expression."""
        fixed: dict[str, float] = {}
        free: dict[str, str] = {}
        knobs = {knob.name: knob for knob in entry.knobs}
        for own, value in given_parameters(entry.name, entry.knobs, node, node.args[1:]).items():
            if isinstance(value, ast.Name) and value.id not in self.constants:
                free[own] = self._bounded(value.id, knobs[own])
            else:
                fixed[own] = knobs[own].accept(constant_number(value, self.constants))
        defaults = {knob.name: knob.default for knob in entry.knobs} | fixed
        return lambda p: defaults | {name: p[own] for name, own in free.items()}

    def _bounded(self, own: str, knob: Parameter) -> str:
        """Notes that the parameter `own` must keep to the range of `knob`."""
        if own == "x":
            raise ValueError(f"{knob.name}={own}: give it a number, or the name of a parameter.")
        known = self.knobs.get(own)
        if known is not None and (known.low, known.high) != (knob.low, knob.high):
            raise ValueError(f"{own} cannot stand for two parameters with different ranges; use two names.")
        self.knobs[own] = dataclasses.replace(knob, name=own, symbol=own, learnable=False, aliases=())
        return own


def _constant(value: float) -> Term:
    # a tensor without dimensions takes the dtype of whatever it meets, and divides by zero without raising
    return lambda x, _: torch.tensor(value, dtype=torch.float64, device=x.device)


def _combine(operation: Callable[..., Tensor], terms: list[Term]) -> Term:
    return lambda x, p: operation(*(term(x, p) for term in terms))


def _choose(condition: Term, then: Term, otherwise: Term) -> Term:
    def term(x: Tensor, p: Mapping[str, Number]) -> Tensor:
        chosen = condition(x, p).expand(x.shape)
        return torch.where(chosen, _arm(then, x, p, chosen), _arm(otherwise, x, p, ~chosen))

    return term


def _take(operation: Callable[..., Tensor], terms: list[Term]) -> Term:
    """`operation`, which takes the largest or the least of `terms`: what is not taken has no say in the gradient."""

    def term(x: Tensor, p: Mapping[str, Number]) -> Tensor:
        values = [term(x, p).to(x.dtype).expand(x.shape) for term in terms]
        taken = operation(*values)
        # those that are equal share the gradient, as torch has it; beside a NaN all are taken
        arms = [_arm(term, x, p, (v == taken) | taken.isnan()) for term, v in zip(terms, values, strict=True)]
        return operation(*arms)

    return term


def _is_linear(node: ast.expr) -> bool:
    """Whether `node` is made of names, numbers and + - * alone, whose derivatives do not overflow."""
    allowed = (ast.Name, ast.Constant, ast.UnaryOp, ast.BinOp, ast.Add, ast.Sub, ast.Mult, ast.USub, ast.UAdd, ast.Load)
    return all(isinstance(part, allowed) for part in ast.walk(node))


def _arm(term: Term, x: Tensor, p: Mapping[str, Number], chosen: Tensor) -> Tensor:
    """`term`, with a gradient where it is `chosen`.

    Elsewhere its gradient may be 0 times what overflows, which is NaN: there the constant x stands in for the variable.
    """
    return term(torch.where(chosen, x, x.detach()), p).to(x.dtype).expand(x.shape)


def _count(name: str, node: ast.Call, fewest: int, most: int) -> None:
    given = len(node.args)
    if fewest <= given <= most:
        return
    if most == 1:
        raise ValueError(f"{name} takes 1 argument, not {given}.")
    if fewest == most:
        raise ValueError(f"{name} takes {most} arguments, not {given}.")
    raise ValueError(f"{name} takes {fewest} to {most} arguments, not {given}.")

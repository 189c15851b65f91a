"""An activation written as an expression in x: Python's grammar, a whitelist of its nodes, and no `eval`."""

import ast
import dataclasses
import math
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Literal, NoReturn

import torch
from torch import Tensor

from app.activations.catalogue import ELEMENTWISE, find
from app.activations.operations import COMPARISONS, FUNCTIONS, OPERATORS
from app.activations.spec import AS_IT_IS, InLayer, Parameter, ParameterValues
from app.activations.typeset import typeset
from app.lookup import did_you_mean

MOST_NODES = 64
DEEPEST = 16
LARGEST_EXPONENT = 16
LARGEST_NUMBER = 1e6
SLIDER = 10.0

Term = Callable[[Tensor, ParameterValues], Tensor]


@dataclass(frozen=True, slots=True, kw_only=True)
class Expression:
    """A function of x written by a user; a name in it that is neither x nor pi is a parameter."""

    name: str
    formula: str
    knobs: tuple[Parameter, ...]
    term: Term
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
    def title(self) -> str:
        """What a heading calls it: the text itself."""
        return self.name

    def curve(self, x: Tensor, /, **parameters: float) -> Tensor:
        """The expression at each element of `x`, in its shape and dtype; NaN or inf where it has no finite value."""
        return self.term(x, parameters).to(x.dtype).expand(x.shape)

    def kinks(self, _: ParameterValues) -> tuple[float, ...]:
        """None: the non-smooth points of an expression are not looked for."""
        return ()

    def idle(self, _: ParameterValues) -> frozenset[str]:
        """None: every parameter stands in the text."""
        return frozenset()

    def spell(self, arguments: list[str]) -> str:
        """The reference to this expression with `arguments`, each written `name=value`."""
        return f"{self.name}|{','.join(arguments)}" if arguments else self.name


def parse(text: str) -> ast.expr:
    """The syntax tree of `text`, within the bounds on its size. Raises ValueError with one sentence."""
    try:
        with warnings.catch_warnings():
            # "1is x" and the like only warn; they are refused below
            warnings.simplefilter("ignore", SyntaxWarning)
            warnings.simplefilter("ignore", DeprecationWarning)
            tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        raise ValueError(f"{text!r} cannot be read{_hint(text)}") from None
    nodes = sum(isinstance(node, ast.expr) for node in ast.walk(tree))
    if nodes > MOST_NODES:
        raise ValueError(f"The expression has {nodes} parts; at most {MOST_NODES} are allowed.")
    return tree


def _hint(text: str) -> str:
    if text.count("(") != text.count(")"):
        return ": its parentheses do not match."
    if "  " in text.strip() or " " in text.strip():
        return "; in a web address, write %2B for +."
    return "; write a name such as elu(alpha=1.5), or an expression such as x*sigmoid(x)."


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


def compile_expression(tree: ast.expr, text: str, values: Mapping[str, float]) -> Expression:
    """The expression `tree`, whose parameters have sliders that hold `values`. Raises ValueError with one sentence."""
    compiler = _Compiler()
    term = compiler.compile(tree, DEEPEST)
    if not compiler.uses_x:
        raise ValueError(
            f"{text!r} does not depend on x; an activation's parameters are written by name, as in elu(alpha=1.5)."
        )
    for name in values:
        if name not in compiler.knobs:
            raise ValueError(f"{text!r} has no parameter {name!r}{did_you_mean(name, set(compiler.knobs))}")
    knobs = tuple(knob or _slider(name, values.get(name, 1.0)) for name, knob in compiler.knobs.items())
    return Expression(name=text, formula=typeset(tree), knobs=knobs, term=term)


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
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitXor):
        raise ValueError("^ is not a power here; write **.")
    if isinstance(node, ast.Compare):
        raise ValueError(f"{ast.unparse(node)} compares; a comparison belongs into where(…), as in where(x > 0, x, 0).")
    raise ValueError(f"{ast.unparse(node)} is not allowed; use numbers, x, parameters, + - * / ** and functions.")


@dataclass(slots=True)
class _Compiler:
    """Turns nodes into terms, and notes the parameters met on the way with the range that their use imposes."""

    uses_x: bool = False
    knobs: dict[str, Parameter | None] = field(default_factory=dict)

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

    def _name(self, name: str) -> Term:
        if name == "x":
            self.uses_x = True
            return lambda x, _: x
        if name == "pi":
            return _constant(math.pi)
        if name in FUNCTIONS or name in ELEMENTWISE:
            raise ValueError(f"{name} is a function; write {name}(x).")
        self.knobs.setdefault(name, None)
        return lambda x, p: torch.tensor(p[name], dtype=torch.float64, device=x.device)

    def _power(self, node: ast.BinOp, depth: int) -> Term:
        base = self.compile(node.left, depth - 1)
        try:
            exponent = literal_number(node.right)
        except ValueError:
            raise ValueError(
                f"The exponent {ast.unparse(node.right)} must be a number; for others write exp(…)."
            ) from None
        if abs(exponent) > LARGEST_EXPONENT:
            raise ValueError(f"The exponent {exponent:g} is too large; at most {LARGEST_EXPONENT} is allowed.")
        return lambda x, p: torch.pow(base(x, p), exponent)

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
        return _combine(operation.apply, [self.compile(argument, depth - 1) for argument in node.args])

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
        _count(name, node, 1, 1)
        argument = self.compile(node.args[0], depth - 1)
        fixed: dict[str, float] = {}
        free: dict[str, str] = {}
        knobs = {knob.name: knob for knob in entry.knobs}
        for keyword in node.keywords:
            knob = knobs.get(keyword.arg or "")
            if knob is None or knob.name in fixed or knob.name in free:
                raise ValueError(f"{ast.unparse(node)}: {name} takes {', '.join(knobs) or 'no parameters'}, each once.")
            if isinstance(keyword.value, ast.Name):
                free[knob.name] = self._bounded(keyword.value.id, knob)
            else:
                fixed[knob.name] = knob.accept(literal_number(keyword.value))
        defaults = {knob.name: knob.default for knob in entry.knobs} | fixed
        return lambda x, p: entry.function(argument(x, p), **defaults | {name: p[own] for name, own in free.items()})

    def _bounded(self, own: str, knob: Parameter) -> str:
        """Notes that the parameter `own` must keep to the range of `knob`."""
        if own in ("x", "pi"):
            raise ValueError(f"{knob.name}={own}: give it a number, or the name of a parameter.")
        known = self.knobs.get(own)
        if known is not None and (known.low, known.high) != (knob.low, knob.high):
            raise ValueError(f"{own} cannot stand for two parameters with different ranges; use two names.")
        self.knobs[own] = dataclasses.replace(knob, name=own, symbol=own, learnable=False)
        return own


def _constant(value: float) -> Term:
    # a tensor without dimensions takes the dtype of whatever it meets, and divides by zero without raising
    return lambda x, _: torch.tensor(value, dtype=torch.float64, device=x.device)


def _combine(operation: Callable[..., Tensor], terms: list[Term]) -> Term:
    return lambda x, p: operation(*(term(x, p) for term in terms))


def _choose(condition: Term, then: Term, otherwise: Term) -> Term:
    def term(x: Tensor, p: ParameterValues) -> Tensor:
        chosen = condition(x, p).expand(x.shape)
        return torch.where(chosen, _arm(then, x, p, chosen), _arm(otherwise, x, p, ~chosen))

    return term


def _arm(term: Term, x: Tensor, p: ParameterValues, chosen: Tensor) -> Tensor:
    """`term` where it is `chosen`; elsewhere one of the chosen x stands in, as a NaN there would spoil the gradient."""
    if not chosen.any():
        return torch.zeros_like(x)
    return term(torch.where(chosen, x, x[chosen][0].detach()), p).to(x.dtype).expand(x.shape)


def _count(name: str, node: ast.Call, fewest: int, most: int) -> None:
    if not fewest <= len(node.args) <= most:
        takes = f"{fewest}" if fewest == most else f"{fewest} to {most}"
        raise ValueError(f"{name} takes {takes} argument{'s' if most > 1 else ''}, not {len(node.args)}.")

"""An expression's syntax tree as LaTeX; it takes a tree that the whitelist has let through."""

import ast

_GREEK = frozenset(
    (
        *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu"),
        *("xi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega", "pi"),
    )
)
UNDERSCORE = r"\_"
_UPRIGHT = frozenset(("sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "exp", "log", "min", "max"))
_HEADS = {"sigmoid": r"\sigma", "ndtr": r"\Phi", "log2": r"\log_{2}", "log10": r"\log_{10}"}
_SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-"}
_COMPARISONS: dict[type[ast.cmpop], str] = {
    ast.Lt: "<",
    ast.LtE: r"\le",
    ast.Gt: ">",
    ast.GtE: r"\ge",
    ast.Eq: "=",
    ast.NotEq: r"\ne",
}


def typeset(node: ast.AST) -> str:
    """`node` in LaTeX, for a reader: fractions stacked, powers raised, cases where the expression says `where`."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return _number(value)
        case ast.Name(id=name):
            return _name(name)
        case ast.UnaryOp(op=op, operand=operand):
            return f"{'-' if isinstance(op, ast.USub) else '+'}{_factor(operand)}"
        case ast.BinOp():
            return _binary(node)
        case ast.Compare(left=left, ops=[op], comparators=[right]):
            return f"{typeset(left)} {_COMPARISONS[type(op)]} {typeset(right)}"
        case ast.Call(func=ast.Name(id=name)):
            return _call(name, node)
    raise TypeError(f"{ast.dump(node)} cannot be typeset")


def _number(value: float) -> str:
    mantissa, _, exponent = repr(value).partition("e")
    return rf"{mantissa} \cdot 10^{{{int(exponent)}}}" if exponent else mantissa


def _product(left: str, right: str) -> str:
    # two numbers side by side would read as one
    return rf"{left} \cdot {right}" if right[0].isdigit() else rf"{left} \, {right}"


def _name(name: str) -> str:
    if name in _GREEK:
        return f"\\{name}"
    return name if len(name) == 1 and name.isalpha() else rf"\mathrm{{{name.replace('_', UNDERSCORE)}}}"


def _binary(node: ast.BinOp) -> str:
    match node.op:
        case ast.Div():
            return rf"\frac{{{typeset(node.left)}}}{{{typeset(node.right)}}}"
        case ast.Pow():
            base = typeset(node.left) if isinstance(node.left, ast.Name | ast.Constant) else _bracket(node.left)
            return f"{{{base}}}^{{{typeset(node.right)}}}"
        case ast.Mult():
            return _product(_factor(node.left), _factor(node.right))
    right = _factor(node.right) if isinstance(node.op, ast.Sub) else typeset(node.right)
    return f"{typeset(node.left)} {_SIGNS[type(node.op)]} {right}"


def _factor(node: ast.expr) -> str:
    """A term of a product: sums, signs and cases go into brackets."""
    is_sum = isinstance(node, ast.BinOp) and type(node.op) in _SIGNS
    is_cases = isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "where"
    if isinstance(node, ast.UnaryOp) or is_sum or is_cases:
        return _bracket(node)
    return typeset(node)


def _bracket(node: ast.expr) -> str:
    return rf"\left( {typeset(node)} \right)"


def _call(name: str, node: ast.Call) -> str:
    arguments = [typeset(argument) for argument in node.args]
    if name == "where":
        condition, then, otherwise = arguments
        return rf"\begin{{cases}} {then} & {condition} \\ {otherwise} & \text{{otherwise}} \end{{cases}}"
    if name == "sqrt":
        return rf"\sqrt{{{arguments[0]}}}"
    if name in _HEADS:
        return f"{_HEADS[name]}({arguments[0]})"
    if name == "abs":
        return rf"\left| {arguments[0]} \right|"
    named = [f"{_name(keyword.arg)} = {typeset(keyword.value)}" for keyword in node.keywords if keyword.arg]
    head = f"\\{name}" if name in _UPRIGHT else _name(name)
    return f"{head}({', '.join(arguments + named)})"

"""An expression's syntax tree as LaTeX; it takes a tree that the whitelist has let through."""

import ast

_GREEK = frozenset(
    (
        *("alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta", "kappa", "lambda", "mu", "nu"),
        *("xi", "rho", "sigma", "tau", "phi", "chi", "psi", "omega", "pi"),
    )
)
_UPRIGHT = frozenset(("sin", "cos", "tan", "arctan", "sinh", "cosh", "tanh", "exp", "log", "min", "max"))
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
        case ast.Constant(value=value):
            return f"{value:g}"
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


def _name(name: str) -> str:
    if name in _GREEK:
        return f"\\{name}"
    return name if len(name) == 1 else rf"\mathrm{{{name.replace('_', '-')}}}"


def _binary(node: ast.BinOp) -> str:
    match node.op:
        case ast.Div():
            return rf"\frac{{{typeset(node.left)}}}{{{typeset(node.right)}}}"
        case ast.Pow():
            base = typeset(node.left) if isinstance(node.left, ast.Name | ast.Constant) else _bracket(node.left)
            return f"{{{base}}}^{{{typeset(node.right)}}}"
        case ast.Mult():
            return rf"{_factor(node.left)} \, {_factor(node.right)}"
    right = _factor(node.right) if isinstance(node.op, ast.Sub) else typeset(node.right)
    return f"{typeset(node.left)} {_SIGNS[type(node.op)]} {right}"


def _factor(node: ast.expr) -> str:
    """A term of a product: sums and signs go into brackets."""
    if isinstance(node, ast.UnaryOp) or (isinstance(node, ast.BinOp) and type(node.op) in _SIGNS):
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
    if name == "sigmoid":
        return rf"\sigma({arguments[0]})"
    if name == "abs":
        return rf"\left| {arguments[0]} \right|"
    named = [f"{_name(keyword.arg)} = {typeset(keyword.value)}" for keyword in node.keywords if keyword.arg]
    head = f"\\{name}" if name in _UPRIGHT else _name(name)
    return f"{head}({', '.join(arguments + named)})"

"""An expression computes what it says, within bounds on its size; all else is refused, and nothing is executed."""

import math
import re
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
import torch
from hypothesis import assume, given
from hypothesis import strategies as st

from app.activations.bound import BoundActivation
from app.activations.expression import MOST_NODES, Expression
from app.activations.operations import FUNCTIONS
from app.activations.reference import LONGEST_EXPRESSION, read
from app.activations.terms import DEEPEST
from app.analysis.curves import sample
from app.analysis.points import Points
from tests.unit.activations.trials import BY_NAME, bound_trials
from tests.unit.sentences import assert_one_sentence
from tests.unit.work import REFUSAL_CALLS, at_most

X = np.linspace(-3, 3, 25)

# numpy's and Python's own spelling of the functions that an expression may use
NUMPY: dict[str, Callable[..., Points]] = {
    "sin": np.sin,
    "cos": np.cos,
    "tan": np.tan,
    "arctan": np.arctan,
    "sinh": np.sinh,
    "cosh": np.cosh,
    "tanh": np.tanh,
    "exp": np.exp,
    "expm1": np.expm1,
    "log": np.log,
    "log1p": np.log1p,
    "sqrt": np.sqrt,
    "abs": np.abs,
    "sign": np.sign,
    "sigmoid": lambda t: 1 / (1 + np.exp(-t)),
    "softplus": lambda t: np.logaddexp(0, t),
    "relu": lambda t: np.maximum(t, 0),
    "erf": np.vectorize(math.erf, otypes=[float]),
}
SEVERAL: dict[str, Callable[..., Points]] = {
    "min": lambda *terms: np.minimum.reduce(np.broadcast_arrays(*terms)),
    "max": lambda *terms: np.maximum.reduce(np.broadcast_arrays(*terms)),
    "clip": lambda t, low, high: np.minimum(np.maximum(t, low), high),
    "where": np.where,
}


def orders(activation: BoundActivation, x: Points) -> list[Points]:
    """f, f′ and f″ exactly at `x`."""
    return [order for order in sample([activation], x.tolist()).curves[0].orders if order is not None]


def value(text: str, x: Points = X) -> Points:
    return orders(read(text), x)[0]


def by_python(text: str, **names: float) -> Points:
    """What Python makes of `text` with numpy's functions: another reading of the same grammar."""
    known = {"x": X, "pi": math.pi, **NUMPY, **SEVERAL, **names}
    with np.errstate(all="ignore"):
        computed = eval(text, {"__builtins__": {}}, known)  # noqa: S307  the texts are this module's own
    return np.broadcast_to(np.asarray(computed, dtype=np.float64), X.shape)


# issue 2, item 3, names these functions; every elementwise name of the catalogue is one as well
@pytest.mark.parametrize("name", NUMPY)
def test_has_every_function_that_is_promised(name: str) -> None:
    with np.errstate(all="ignore"):
        np.testing.assert_allclose(value(f"{name}(x)"), NUMPY[name](X), rtol=1e-14, atol=1e-15)


@pytest.mark.parametrize("name", [name for name, entry in BY_NAME.items() if entry.kind == "elementwise"])
def test_every_elementwise_activation_is_a_function(name: str) -> None:
    for ours, theirs in zip(orders(read(f"{name}(x)"), X), orders(read(name), X), strict=True):
        np.testing.assert_array_equal(ours, theirs)


@pytest.mark.parametrize(
    "text",
    [
        "x+1-2",
        "1-2-x",
        "x-(1-2)",
        "2*x+3*x*x",
        "x/2*3",
        "12/2/3*x",
        "12/(2/3)*x",
        "-x**2",
        "(-x)**2",
        "2-x**2",
        "-x*-2",
        "--x",
        "+x-+2",
        "x**3",
        "x**-2",
        "x**0",
        "x**1",
        "x**0.5",
        "x**16",
        "(x+4)**-1.5",
        "2**3*x",
        "1e3*x",
        ".5*x",
        "1.*x",
        "pi*x",
        "x*(x*(x+1)+1)",
        "min(x, 1)",
        "max(x, -1, 0.5)",
        "min(x, -x, 1, 2, 3, 4, 5, 6)",
        "clip(x, -1, 2)",
        "clip(2, x, 1)",
        "where(x > 0, x, -2*x)",
        "where(x >= 0, 1, 0)*x",
        "where(x < 1, x, 1)",
        "where(x <= 1, x, 1)",
        "where(x == 0, 5, x)",
        "where(x != 0, x, 5)",
        "where(sin(x) > cos(x), x, 1)",
        "where(1 > 0, x, 1)",
        "max(sin(x), cos(x))*exp(-x**2)",
        "log(x)",
        "sqrt(x)",
        "1/x",
        "x/0",
        "(x-x)/(x-x)",
        "exp(1000*x)",
        " x * 2 ",
        "((((x))))",
    ],
)
def test_computes_what_python_would(text: str) -> None:
    np.testing.assert_allclose(value(text), by_python(text.strip()), rtol=1e-13, atol=1e-15)


LEAVES = st.sampled_from(["x", "x", "x", "pi", "2", "0.5", "3.25", "1e-3", "x**2", "-x**2", "x**-1", "(x+3)**0.5"])


def larger(parts: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Terms made of terms, without the brackets that would hide a mistake in precedence."""
    pair = st.tuples(parts, parts)
    return st.one_of(
        pair.map("+".join),
        pair.map("-".join),
        pair.map("*".join),
        pair.map(lambda p: f"{p[0]}/(x+{p[1]})"),
        pair.map(lambda p: f"where({p[0]}<{p[1]},{p[0]},x)"),
        pair.map(lambda p: f"max({p[0]},{p[1]})"),
        pair.map(lambda p: f"min({p[0]},{p[1]},x)"),
        parts.map(lambda p: f"-{p}"),
        parts.map(lambda p: f"({p})"),
        parts.map(lambda p: f"(x+{p})**3"),
        st.tuples(st.sampled_from(["sin", "tanh", "sigmoid", "abs", "erf", "relu"]), parts).map(
            lambda p: f"{p[0]}({p[1]})"
        ),
    )


@given(st.recursive(LEAVES, larger, max_leaves=8))
def test_reads_any_expression_as_python_does(text: str) -> None:
    assume(re.search(r"\bx\b", text))
    assume(len(text) <= LONGEST_EXPRESSION)
    np.testing.assert_allclose(value(text), by_python(text), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize(
    ("text", "same"),
    [
        ("x*sigmoid(x)", "silu"),
        ("x*sigmoid(b*x)|b=1.7", "swish(beta=1.7)"),
        ("x*sigmoid(1.702*x)", "quick_gelu"),
        ("x*tanh(softplus(x))", "mish"),
        ("x*(1+erf(x/sqrt(2)))/2", "gelu"),
        ("x/2*(1+tanh(sqrt(2/pi)*(x+0.044715*x**3)))", "gelu_tanh"),
        ("x*tanh(x)", "lisht"),
        ("x-tanh(x)", "tanhshrink"),
        ("log(1+exp(x))", "softplus"),
        ("-softplus(-x)", "log_sigmoid"),
        ("exp(-x**2)", "gaussian"),
        ("sin(w*x)|w=2.5", "sine(omega=2.5)"),
        ("x+sin(a*x)**2/a|a=2", "snake(alpha=2)"),
        ("(sqrt(x**2+1)-1)/2+x", "bent_identity"),
        ("(x+sqrt(x**2+b))/2|b=4", "squareplus"),
        ("x/sqrt(1+a*x**2)|a=3", "isru(alpha=3)"),
        ("2*sigmoid(2*x)-1", "tanh"),
        ("where(x>0,x,a*expm1(x))|a=1.5", "elu(alpha=1.5)"),
        ("elu(x,alpha=a)|a=1.5", "elu(alpha=1.5)"),
        ("elu(x, alpha=1.5)", "elu(alpha=1.5)"),
        ("where(x>t,x,0)|t=2", "thresholded_relu(theta=2)"),
        ("arctan(x)", "arctan"),
        ("x", "identity"),
        ("srelu(x, t_left=-2, a_right=r)|r=0.25", "srelu(t_left=-2, a_right=0.25)"),
    ],
)
def test_equals_the_activation_that_it_spells_out_with_its_derivatives(text: str, same: str) -> None:
    x = np.linspace(-5, 5, 101)
    x = x[~np.isin(x, read(same).kinks)]
    for ours, theirs in zip(orders(read(text), x), orders(read(same), x), strict=True):
        np.testing.assert_allclose(ours, theirs, rtol=1e-11, atol=1e-12)


# how people write, and the same in Python's grammar
@pytest.mark.parametrize(
    ("typed", "understood"),
    [
        ("3x^2-1", "3*x**2-1"),
        ("2πx", "2*pi*x"),
        ("x²+x⁻¹", "x**2+x**-1"),
        ("|x|", "abs(x)"),
        ("|x-1|+|x+1|", "abs(x-1)+abs(x+1)"),
        ("||x|-1|", "abs(abs(x)-1)"),
        ("−x·σ(x)", "-x*sigmoid(x)"),
        ("x×Φ(x)", "x*ndtr(x)"),
        ("√(x)", "sqrt(x)"),
        ("½x", "0.5*x"),
        ("(x+1)(x-1)", "(x+1)*(x-1)"),
        ("x(x+1)", "x*(x+1)"),
        ("2(x+1)", "2*(x+1)"),
        ("sin(x)(x)", "sin(x)*(x)"),
        ("2sin(x)cos(x)", "2*sin(x)*cos(x)"),
        ("x/(2x+1)", "x/(2*x+1)"),
        ("2^3x", "2**3*x"),
        ("2e3x", "2e3*x"),
        ("2exp(x)", "2*exp(x)"),
        ("ln(x)+log10(x)+log2(x)", "log(x)+log10(x)+log2(x)"),
        ("atan(x)", "arctan(x)"),
        ("relu6(x)", "clipped_relu(x)"),
        ("Sin(x)", "sin(x)"),
        ("torch.sigmoid(x)", "sigmoid(x)"),
        ("np.exp(-x^2)", "exp(-x**2)"),
        ("F.leaky_relu(x, 0.2)", "leaky_relu(x, 0.2)"),
        ("where(x≥0, x, 0)", "where(x>=0,x,0)"),
        ("|x|*b|b=2", "abs(x)*b|b=2"),
        ("e^x", "e**x"),
        # letters of other widths and fonts, as keyboards and documents have them
        ("ｘ＊ｓｉｇｍｏｉｄ（２ｘ）", "x*sigmoid(2*x)"),
        ("𝑥·𝜎(𝛽·𝑥)｜𝛽＝２", "x*sigmoid(β*x)|β=2"),
        ("ϕ*x", "φ*x"),
        ("x\u00a0*\u2009sin(x)", "x * sin(x)"),
        ("e\u0301*x", "é*x"),
        # what is in Python's grammar already stays as it was typed
        ("where(x > 0, x, 0)", "where(x > 0, x, 0)"),
    ],
)
def test_understands_what_people_type(typed: str, understood: str) -> None:
    assert read(typed).reference == understood
    assert read(understood).reference == understood


@pytest.mark.parametrize(
    ("text", "python"),
    [
        ("e*x", f"{math.e!r}*x"),
        ("e**x", "exp(x)"),
        ("2**x", "exp(x*0.6931471805599453)"),
        ("(1/3)**(2*x)", "exp(-2*x*1.0986122886681098)"),
        ("abs(x)**(1/3)", "abs(x)**0.3333333333333333"),
        ("x**(6/3)", "x*x"),
        ("ln(x+4)", "log(x+4)"),
        ("log2(x+4)", "log(x+4)/0.6931471805599453"),
        ("log10(x+4)", "log(x+4)/2.302585092994046"),
        ("ndtr(x)", "(1+erf(x/sqrt(2)))/2"),
    ],
)
def test_computes_what_is_understood(text: str, python: str) -> None:
    np.testing.assert_allclose(value(text), by_python(python), rtol=1e-13)


def test_a_bar_makes_a_parameter_of_a_constant() -> None:
    np.testing.assert_array_equal(value("e*x|e=2"), 2 * X)
    np.testing.assert_array_equal(value("a*x|a=pi/2"), math.pi / 2 * X)


@given(st.recursive(LEAVES, larger, max_leaves=8))
def test_signs_of_the_printed_page_mean_what_pythons_mean(text: str) -> None:
    assume(re.search(r"\bx\b", text))
    assume(len(text) <= LONGEST_EXPRESSION)
    printed = text.replace("-", "−").replace("**", "^").replace("*", "·").replace("pi", "π").replace("^2", "²")
    np.testing.assert_array_equal(value(printed), value(text))


@pytest.mark.parametrize("name", ["elu", "celu", "leaky_relu", "softshrink", "hard_tanh", "srelu", "sine", "swish"])
def test_takes_the_parameters_of_an_activation_as_numbers(name: str) -> None:
    for activation in bound_trials(BY_NAME[name]):
        written = ", ".join(f"{key}={number!r}" for key, number in activation.params.items())
        for ours, theirs in zip(orders(read(f"{name}(x, {written})"), X), orders(activation, X), strict=True):
            np.testing.assert_array_equal(ours, theirs)


# where f has no finite value there is none of f′ and f″ either: a page draws a gap in all three panels
@pytest.mark.parametrize(
    ("text", "domain"),
    [
        ("log(x)", X > 0),
        ("log1p(x)", X > -1),
        ("sqrt(x)", X > 0),
        ("x**1.5", X > 0),
        ("1/x", X != 0),
        ("x*log(x+1)", X > -1),
        ("log(sin(x))", np.sin(X) > 0),
    ],
)
def test_has_derivatives_only_where_it_has_a_value(text: str, domain: Points) -> None:
    f, first, second = orders(read(text), X)
    inside = domain.astype(bool)
    for order in (f, first, second):
        assert np.isfinite(order[inside]).all()
    outside = ~inside & ~np.isfinite(f)
    assert outside.any()
    assert not np.isfinite(first[outside]).any()
    assert not np.isfinite(second[outside]).any()


# docs/numerics.md, "Hand-written forms that go wrong": where() must not pass on a NaN from the arm that it leaves out
@pytest.mark.parametrize(
    ("text", "x", "slope"),
    [
        ("where(x>0, sqrt(x), 0)", [-2, -1, 4], [0, 0, 0.25]),
        ("where(x>0, log(x), x)", [-2, 0, 4], [1, 1, 0.25]),
        ("where(x>0, x, exp(x)-1)", [-1, 1000], [math.exp(-1), 1]),
        ("where(x==0, 1, sin(x)/x)", [0, math.pi / 2], [0, -4 / math.pi**2]),
        ("where(x>0, where(x>1, sqrt(x-1), 0), -x)", [-1, 0.5, 5], [-1, 0, 0.25]),
    ],
)
def test_where_passes_on_no_nan_from_the_arm_that_it_leaves_out(text: str, x: list[float], slope: list[float]) -> None:
    np.testing.assert_allclose(orders(read(text), np.array(x, dtype=np.float64))[1], slope, rtol=1e-12, atol=1e-12)


# where an argument is left out, it has no say in f′ and f″, whatever it overflows to
@pytest.mark.parametrize(
    ("text", "x", "slope", "curvature"),
    [
        ("min(exp(x), 1)", [-1, 800], [math.exp(-1), 0], [math.exp(-1), 0]),
        ("max(sqrt(x), 1)", [0, 4], [0, 0.25], [0, -1 / 32]),
        ("clip(exp(x), 0, 5)", [-1, 2, 800], [math.exp(-1), 0, 0], [math.exp(-1), 0, 0]),
        ("max(-exp(x), -1, 1/x)", [-1, 800], [math.exp(-1) * -1, -1 / 800**2], [-math.exp(-1), 2 / 800**3]),
        ("min(max(exp(x), x), 2*x)", [1, 800], [2, 2], [0, 0]),
        ("where(x>0, min(x, exp(-1/x)), log(x))", [-1, 1], [math.nan, math.exp(-1)], [math.nan, -math.exp(-1)]),
        # equal ones share the gradient, as in torch
        ("max(x, 2*x)", [0], [1.5], [0]),
        ("max(exp(x), 1)", [0], [0.5], [0.5]),
    ],
)
def test_what_is_not_taken_has_no_say(text: str, x: list[float], slope: list[float], curvature: list[float]) -> None:
    _, first, second = orders(read(text), np.array(x, dtype=np.float64))
    np.testing.assert_allclose(first, slope, rtol=1e-12, atol=1e-15)
    np.testing.assert_allclose(second, curvature, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("dtype", [torch.float64, torch.float32, torch.float16, torch.bfloat16])
@pytest.mark.parametrize("text", ["x*sigmoid(b*x)", "where(x>0, 1, 2)*x", "max(x, 0.1)", "x-x+pi", "clip(1, 0, 2)+0*x"])
def test_keeps_shape_and_dtype(text: str, dtype: torch.dtype) -> None:
    for shape in ((), (3,), (2, 3), (0,)):
        y = read(text)(torch.zeros(shape, dtype=dtype))
        assert (y.shape, y.dtype) == (shape, dtype)


@pytest.mark.parametrize("text", ["where(x>0, 0.1, 0.3)*x", "min(0.1, 0.3)*x", "(0.1+0.2)*x", "a*x|a=0.1"])
def test_computes_in_the_precision_asked_for(text: str) -> None:
    x = torch.tensor([-1.3, 2.7], dtype=torch.bfloat16)
    factor = torch.tensor(by_python(text.partition("|")[0].removesuffix("*x"), a=0.1)[[0, -1]], dtype=torch.bfloat16)
    assert torch.equal(read(text)(x), factor * x)


def test_a_name_that_is_not_known_is_a_parameter_from_minus_10_to_10() -> None:
    activation = read("amount*x+b")
    assert dict(activation.params) == {"amount": 1.0, "b": 1.0}
    assert isinstance(activation.activation, Expression)
    assert [(knob.name, knob.low, knob.high) for knob in activation.activation.knobs] == [
        ("amount", -10, 10),
        ("b", -10, 10),
    ]


@pytest.mark.parametrize(("given_value", "reach"), [(10, 10), (11, 100), (-250, 1000), (1e6, 1e6)])
def test_the_range_of_a_parameter_grows_with_its_value(given_value: float, reach: float) -> None:
    activation = read(f"a*x|a={given_value}")
    assert isinstance(activation.activation, Expression)
    (knob,) = activation.activation.knobs
    assert (knob.low, knob.high) == (-reach, reach)
    assert activation.params["a"] == given_value


def test_a_parameter_handed_to_an_activation_keeps_to_that_activations_range() -> None:
    activation = read("x*elu(x, alpha=a)+a|a=2")
    assert isinstance(activation.activation, Expression)
    (knob,) = activation.activation.knobs
    assert (knob.name, knob.low, knob.high) == ("a", 0.01, 5)


# a parameter's name is the user's own: none may collide with a name of the program
@pytest.mark.parametrize(
    "name",
    [
        "self",
        "x_",
        "parameters",
        "params",
        "p",
        "term",
        "name",
        "cls",
        "dtype",
        "device",
        "torch",
        "_",
        "__",
        "é",
        "α",
        "β",
    ],
)
def test_any_name_can_be_a_parameter(name: str) -> None:
    np.testing.assert_array_equal(value(f"{name}*x|{name}=2"), 2 * X)


LONG_SUM = "+".join(["x"] * (MOST_NODES // 2 + 1))
REFUSED = [
    # no expression at all
    ("", "is empty"),
    (" \t\n", "is empty"),
    ("|b=1", "is empty"),
    ("(", "parentheses"),
    ("sin(x", "parentheses"),
    ("x)", "parentheses"),
    ("x +", "cannot be read"),
    ("x 1", "%2B"),
    ("x***2", "cannot be read"),
    ("x,,x", "cannot be read"),
    ("x;x", "cannot be read"),
    ("x\nx", "on one line"),
    *((f"x{line_break}", "on one line") for line_break in "\n\r\x0b\x0c\x1c\x1d\x1e\x85\u2028\u2029"),
    ("x*b|b=\r\n2", "on one line"),
    ("x+1 # one more", "without #"),
    ("x＃1", "without #"),
    ('-x#&HYPERLINK("//there", "open")', "without #"),
    ("x sin(x)", "%2B"),
    ("sin x", "write sin(x)"),
    ("√x", "write sqrt(x)"),
    ("sin|x|", "write sin(x)"),
    ("1/2x", "two ways"),
    ("1/sin(x)(x+1)", "two ways"),
    ("ᵉxp(x)", "look like others"),
    ("xⁿ", "look like others"),
    ("|x", "is empty"),
    ("x\x00", "cannot be read"),
    ("x\u202e*2", "cannot be read"),
    ("x*\u0661", "cannot be read"),
    ("\ud800*x", "cannot be read"),
    ("01*x", "cannot be read"),
    ("x*lambda", "lambda is a word of Python's own; give the parameter another name, such as lambda_."),
    ("lambda*x|lambda=2", "another name, such as lambda_."),
    ("x*ｉｆ", "another name, such as if_."),
    ("ｌａｍｂｄａ*x", "another name, such as lambda_."),
    ("x*𝐢𝐧", "another name, such as in_."),
    ("elu(x, alpha=class)", "another name, such as class_."),
    ("x*b|ｄｅｆ=2", "another name, such as def_."),
    ("x\\", "cannot be read"),
    ("=x", "cannot be read"),
    ("x=1", "cannot be read"),
    ("import os", "cannot be read"),
    ("x if", "cannot be read"),
    ("'" * 3 + "x", "cannot be read"),
    # what Python can, and an expression cannot
    ("__import__('os')", "no activation '__import__'"),
    ("__import__('os').system('true')", "is not allowed"),
    ("x.__class__", "is not allowed"),
    ("x.real", "is not allowed"),
    ("sin.__globals__", "is not allowed"),
    ("().__class__.__bases__[0].__subclasses__()", "is not allowed"),
    ("(lambda: x)()", "is not allowed"),
    ("lambda x: x", "is not allowed"),
    ("[x for x in x]", "is not allowed"),
    ("{x: x}", "is not allowed"),
    ("{x}", "is not allowed"),
    ("[x]", "is not allowed"),
    ("(x, x)", "is not allowed"),
    ("x,", "is not allowed"),
    ("f'{x}'", "is not allowed"),
    ("(y := x)", "is not allowed"),
    ("x if x else 0", "is not allowed"),
    ("x[0]", "is not allowed"),
    ("x and x", "is not allowed"),
    ("x or 1", "is not allowed"),
    ("not x", "is not allowed"),
    ("~x", "is not allowed"),
    ("x//2", "is not allowed"),
    ("x%2", "is not allowed"),
    ("x@x", "is not allowed"),
    ("x<<2", "is not allowed"),
    ("x|x", "gives no values"),
    ("x&x", "is not allowed"),
    ("await x", "is not allowed"),
    ("sin(*x)", "is not allowed"),
    ("max(x, *x)", "is not allowed"),
    ("eval('x')", "no activation 'eval'"),
    ("exec('x')", "no activation 'exec'"),
    ("open('x')", "no activation 'open'"),
    ("print(x)", "no function 'print'"),
    ("getattr(x, 'real')", "no function 'getattr'"),
    # numbers
    ("None*x", "None is not a number"),
    ("True*x", "True is not a number"),
    ("...*x", "is not a number"),
    ("'x'", "'x' is not a number"),
    ("b'x'*x", "is not a number"),
    ("1j*x", "1j is not a number"),
    ("1e7*x", "too large"),
    ("1e400*x", "too large"),
    ("9" * 150 + "*x", "too large"),
    ("x**17", "exponent 17 is too large"),
    ("x**-17", "exponent -17 is too large"),
    ("x**1e6", "is too large"),
    ("x**x", "both vary"),
    ("(-2)**x", "above 0"),
    ("0**x", "above 0"),
    ("x**9**9**9", "both vary"),
    ("x**a", "both vary"),
    ("x**(1/0)", "both vary"),
    ("x|a=1/0", "1 / 0 comes to no number"),
    ("x|a=(-8)**(1/3)", "comes to no number"),
    ("x|a=9**9**9", "comes to no number"),
    # comparisons
    ("x>0", "where("),
    ("0<x<1", "where("),
    ("x==x", "where("),
    ("where(x, x, 0)", "starts with"),
    ("where(0<x<1, x, 0)", "starts with"),
    ("where(x>0 and x<1, x, 0)", "starts with"),
    ("where(not x>0, x, 0)", "starts with"),
    ("where(x in x, x, 0)", "starts with"),
    ("where(x is 1, x, 0)", "starts with"),
    ("max(x>0, 1)", "where("),
    # calls
    ("foo(x)", "no function 'foo'"),
    ("sigmod(x)", "did you mean 'sigmoid'"),
    ("sni(x)", "did you mean 'sin'"),
    ("X*sigmoid(X)", "a small letter"),
    ("sin", "write an expression such as sin(x)"),
    ("sin*x", "sin is a function"),
    ("elu*x", "elu is a function"),
    ("sin()", "sin takes 1 argument, not 0"),
    ("sin(x, x)", "sin takes 1 argument, not 2"),
    ("sin(x, y=1)", "no named arguments"),
    ("sin(**x)", "no named arguments"),
    ("max(x)", "max takes 2 to 8 arguments, not 1"),
    ("max(x,1,2,3,4,5,6,7,8)", "max takes 2 to 8 arguments, not 9"),
    ("clip(x, 0)", "clip takes 3 arguments, not 2"),
    ("where(x>0, x)", "where takes 3 arguments, not 2"),
    ("elu(x, 2, 3)", "elu takes alpha"),
    ("elu(x, 2, alpha=2)", "alpha is given twice"),
    ("leaky_relu(x, alpha=0.1, negative_slope=0.1)", "alpha is given twice"),
    ("elu(x, beta=2)", "elu has no parameter 'beta'; its parameters are alpha"),
    ("elu(x, alpha=1, alpha=2)", "each parameter once"),
    ("relu(x, alpha=1)", "relu has no parameter 'alpha'"),
    ("elu(x, **x)", "each parameter once"),
    ("elu(x, alpha=6)", "outside its range"),
    ("elu(x, alpha=x)", "alpha=x"),
    ("elu(x, alpha=a+1)", "a + 1 is not a number"),
    ("elu(x, alpha=a)|a=6", "outside its range"),
    ("elu(x, alpha=a)+isru(x, alpha=a)", "two names"),
    ("softmax(x)", "works across units"),
    ("maxout(x, k=2)", "works across units"),
    # nothing that moves
    ("1", "does not depend on x"),
    ("sigmoid(1)", "sigmoid has no parameters"),
    ("2*sigmoid(1)", "does not depend on x"),
    ("a*b", "does not depend on x"),
    ("pi", "pi"),
    # size
    ("x" * (LONGEST_EXPRESSION + 1), f"has {LONGEST_EXPRESSION + 1} characters; at most {LONGEST_EXPRESSION}"),
    ("x" * 1_000_000, "at most 600"),
    ("(" * 120 + "x", "parentheses"),
    ("-" * 150 + "x", f"at most {MOST_NODES}"),
    ("sin(" * DEEPEST + "x" + ")" * DEEPEST, f"at most {DEEPEST} levels"),
    ("-" * DEEPEST + "x", f"at most {DEEPEST} levels"),
    (LONG_SUM, f"at most {MOST_NODES}"),
    ("[" * 99, "cannot be read"),
    ("{" * 99 + "}" * 99, "at most"),
    ("x" + "[0]" * 60, "at most"),
    ("x" + ".a" * 60, "is not allowed"),
    ("x" + "()" * 60, "at most"),
    ("not " * 49 + "x", "is not allowed"),
    ("lambda: " * 24 + "x", "is not allowed"),
]


@pytest.mark.parametrize(
    ("text", "fragment"), REFUSED, ids=[f"{i}-{text[:24]!a}" for i, (text, _) in enumerate(REFUSED)]
)
def test_refuses_at_once_with_one_sentence(text: str, fragment: str) -> None:
    with pytest.raises(ValueError, match=r".") as raised, at_most(REFUSAL_CALLS):
        read(text)
    assert fragment in str(raised.value)
    assert_one_sentence(str(raised.value))


@pytest.mark.parametrize(
    "text",
    [
        "open('made', 'w')",
        "__import__('pathlib').Path('made').touch()",
        "sin(open('made', 'w'))",
        "where(open('made', 'w') > 0, x, 0)",
        "x*[open('made', 'w')][0]",
        'f\'{open("made", "w")}\'',
        "elu(x, alpha=open('made', 'w'))",
        "elu(alpha=open('made', 'w'))",
        "a*x|a=open('made', 'w')",
        "(lambda: open('made', 'w'))()",
        "x**open('made', 'w')",
    ],
)
def test_executes_nothing(text: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    with pytest.raises(ValueError, match=r"."):
        read(text)
    assert list(tmp_path.iterdir()) == []


@given(st.text(max_size=60) | st.text("xab01.+-*/()|=,<> \n'[]{}:_elu", max_size=40))
def test_any_text_is_read_or_refused_with_one_sentence(text: str) -> None:
    try:
        activation = read(text)
    except ValueError as refusal:
        assert_one_sentence(str(refusal))
    else:
        assert activation(torch.zeros(3)).shape == (3,)


def test_the_deepest_and_the_longest_are_still_read() -> None:
    deepest = "sin(" * (DEEPEST - 1) + "x" + ")" * (DEEPEST - 1)
    assert np.isfinite(value(deepest)).all()
    longest = "x" + "*1" * 5 + "+" + "0" * (LONGEST_EXPRESSION - 13) + "."
    assert len(longest) <= LONGEST_EXPRESSION
    np.testing.assert_array_equal(value(longest), X)


def test_every_function_is_named_once() -> None:
    assert not set(FUNCTIONS) & {name for name, entry in BY_NAME.items() if entry.kind == "elementwise"}
    assert not set(FUNCTIONS) & {"x", "pi"}

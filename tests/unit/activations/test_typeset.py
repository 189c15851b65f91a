"""An expression is typeset for a reader, and whatever was accepted can be turned into MathML."""

import ast
import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st
from latex2mathml.converter import convert

from app.activations.expression import Expression
from app.activations.reference import read
from app.activations.typeset import typeset


def latex(text: str) -> str:
    return typeset(ast.parse(text, mode="eval").body)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("x", "x"),
        ("2.5*x", r"2.5 \, x"),
        ("1e-3*x", r"0.001 \, x"),
        ("-x", "-x"),
        ("a-(b-x)", r"a - \left( b - x \right)"),
        ("a-(b+x)", r"a - \left( b + x \right)"),
        ("a-b-x", "a - b - x"),
        ("a-(-x)", r"a - \left( -x \right)"),
        ("a*(-x)", r"a \, \left( -x \right)"),
        ("-(a+x)", r"-\left( a + x \right)"),
        ("--x", r"-\left( -x \right)"),
        ("-a*x", r"\left( -a \right) \, x"),
        ("x/2*3", r"\frac{x}{2} \cdot 3"),
        ("x/(2*3)", r"\frac{x}{2 \cdot 3}"),
        ("a*(b+x)", r"a \, \left( b + x \right)"),
        ("(a+b)*x", r"\left( a + b \right) \, x"),
        ("a+b*x", r"a + b \, x"),
        ("x/(a+b)", r"\frac{x}{a + b}"),
        ("x**2", "{x}^{2}"),
        ("(x+1)**-0.5", r"{\left( x + 1 \right)}^{-0.5}"),
        ("-x**2", "-{x}^{2}"),
        ("(-x)**2", r"{\left( -x \right)}^{2}"),
        ("(x**2)**3", r"{\left( {x}^{2} \right)}^{3}"),
        ("beta*x", r"\beta \, x"),
        ("pi*x", r"\pi \, x"),
        ("amount*x", r"\mathrm{amount} \, x"),
        ("sin(x)", r"\sin(x)"),
        ("sigmoid(b*x)", r"\sigma(b \, x)"),
        ("abs(x)", r"\left| x \right|"),
        ("sqrt(x+1)", r"\sqrt{x + 1}"),
        ("max(x, 0)", r"\max(x, 0)"),
        ("elu(x, alpha=2)", r"\mathrm{elu}(x, \alpha = 2)"),
        ("where(x >= 0, x, a*x)", r"\begin{cases} x & x \ge 0 \\ a \, x & \text{otherwise} \end{cases}"),
        ("where(x != 0, x, 1)", r"\begin{cases} x & x \ne 0 \\ 1 & \text{otherwise} \end{cases}"),
    ],
)
def test_writes_latex(text: str, written: str) -> None:
    assert latex(text) == written


@pytest.mark.parametrize(
    "text",
    [
        "1e6*x",
        "999999*x",
        "0.000001*x",
        "123456.789*x",
        "0.1234567891*x",
    ],
)
def test_writes_a_number_as_it_was_given(text: str) -> None:
    number = ast.literal_eval(text.partition("*")[0])
    shown = latex(text).partition(r" \, ")[0].removeprefix(r"\frac{")
    mantissa, _, exponent = shown.replace(r" \cdot 10^{", "e").replace("}", "").partition("e")
    assert float(f"{mantissa}e{exponent or 0}") == number


@pytest.mark.parametrize(
    "text",
    [
        "x*_",
        "_*x",
        "x*__a__",
        "a_b*x",
        "x*a_",
        "é*x",
        "α*x",
        "x*x_1",
        "x*hat",
        "x*frac",
        "x*begin",
        "2**x",
        "(1/3)**x + log10(x) - ndtr(e*x)",
        "where(x<1, where(x>0, x, 0), 1)",
        "log_sigmoid(x)",
        "hard_tanh(x, min_val=-2)",
        "erf(x)",
        "sign(x)",
        "expm1(x)",
        "softplus(-x)**2",
    ],
)
def test_every_accepted_expression_becomes_mathml(text: str) -> None:
    activation = read(text).activation
    assert isinstance(activation, Expression)
    tree = ET.fromstring(convert(activation.formula))  # noqa: S314  made from a checked tree
    assert "\\" not in "".join(tree.itertext())


@pytest.mark.parametrize("name", ["a_b", "x_1", "omega_0", "lambda_", "t_left"])
def test_an_underscore_in_a_name_does_not_look_like_a_minus(name: str) -> None:
    shown = "".join(ET.fromstring(convert(latex(f"{name}*x"))).itertext())  # noqa: S314  made from a checked tree
    assert not set(shown) & {"-", "−", "\u2010"}


# Greek, capitals, digits and underscores: whatever Python takes for a name
@given(st.from_regex(r"[A-Za-zα-ωÀ-ÿ_][A-Za-z0-9α-ω_]{0,12}", fullmatch=True).filter(lambda name: name.isidentifier()))
def test_any_name_becomes_mathml(name: str) -> None:
    try:
        activation = read(f"{name}*x").activation
    except ValueError:
        return
    assert isinstance(activation, Expression)
    tree = ET.fromstring(convert(activation.formula))  # noqa: S314  made from a checked tree
    assert "\\" not in "".join(tree.itertext())


def test_what_the_whitelist_lets_not_through_is_not_typeset() -> None:
    with pytest.raises(TypeError, match="cannot be typeset"):
        latex("x.a")

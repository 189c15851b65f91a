"""The shape is what calculus says: which way a function goes, how it bends, how smooth it is."""

import pytest

from tests.unit.analysis.traits.measuring import measure


@pytest.mark.parametrize(
    ("text", "monotone", "strictly"),
    [
        ("sigmoid", "increasing", True),  # though it is constant in floating point from 36.74 on
        ("relu", "increasing", False),
        ("softmin", "decreasing", True),
        ("snake", "increasing", True),  # its slope touches 0 again and again
        ("tanhshrink", "increasing", True),
        ("hard_tanh(min_val=0,max_val=0)", "constant", False),
        ("prelu(alpha=-0.1)", None, False),
        ("swish(beta=0.01)", None, False),
        ("1/x", None, False),
        ("x-sign(x)", None, False),
        ("where(x==0,5,x)", None, False),
        ("binary_step", "increasing", False),
        ("max(x-25,0)", "increasing", False),
    ],
)
def test_tells_which_way_a_function_goes(text: str, monotone: str | None, strictly: bool) -> None:
    found = measure(text)
    assert (found.monotone, found.strictly) == (monotone, strictly)


@pytest.mark.parametrize(
    ("text", "convexity"),
    [
        ("relu", "convex"),
        ("elu", "convex"),
        ("softplus", "convex"),
        ("maxout", "convex"),
        ("log_sigmoid", "concave"),
        ("identity", "linear"),
        ("prelu(alpha=1)", "linear"),
        ("selu", None),  # its slope falls at 0
        ("tanh", None),
        ("binary_step", None),
    ],
)
def test_tells_how_a_function_bends(text: str, convexity: str | None) -> None:
    assert measure(text).convexity == convexity


@pytest.mark.parametrize(
    ("text", "parity"),
    [
        ("x**3", "odd"),
        ("x**2", "even"),
        ("x**3+1", None),
        ("sign(x)", "odd"),
        ("log(x)", None),
        ("1/x", "odd"),
        ("1/x+1", None),
    ],
)
def test_tells_the_symmetry(text: str, parity: str | None) -> None:
    assert measure(text).parity == parity


@pytest.mark.parametrize(
    ("text", "smoothness"),
    [
        ("where(x<1/3,0,1)", "jump"),
        ("log(abs(x))", "jump"),
        ("max(x-0.3,0)", "C0"),
        ("sqrt(abs(x))", "C0"),
        ("max(x,0)**2", "C1"),
        ("abs(x)**1.5", "C1"),
        ("max(x,0)**3", "C2"),
        ("x*tanh(softplus(x))", "C2"),
        ("sigmoid(1000*x)", "C2"),  # steep, but no jump
        ("sin(x)/x", "jump"),  # a hole
        ("(x-1)/(x-1)", "jump"),
        ("exp(-1/x)", "jump"),
        ("where(x==0,5,x)", "jump"),
        ("1/(1-cos(x))", "jump"),
        ("max(x-25,0)", "C0"),
        ("relu(3x-900)", "C0"),
        ("where(x>0,exp(-1/x),0)", "C2"),
        ("2*x+1", "smooth"),
        ("prelu(alpha=1)", "smooth"),
        ("celu(alpha=0.5)", "C1"),
        ("elu(alpha=0.5)", "C0"),
    ],
)
def test_finds_the_first_derivative_that_jumps(text: str, smoothness: str) -> None:
    assert measure(text).smoothness == smoothness


@pytest.mark.parametrize(
    ("text", "near"),
    [
        ("tanh", True),
        ("softsign", True),
        ("elu", True),
        ("relu", False),
        ("selu", False),
        ("sigmoid", False),
        ("x+1", False),
    ],
)
def test_tells_what_is_the_identity_near_zero(text: str, near: bool) -> None:
    assert measure(text).identity_near_zero is near


@pytest.mark.parametrize(
    ("text", "value", "derivative"),
    # docs/numerics.md, "What each framework calls the derivative at a kink": torch
    [("relu", 0.0, 0.0), ("elu(alpha=1.5)", 0.0, 1.5), ("abs", 0.0, 0.0), ("sigmoid", 0.5, 0.25), ("1/x", None, None)],
)
def test_the_derivative_at_zero_is_what_autograd_says(text: str, value: float | None, derivative: float | None) -> None:
    found = measure(text)
    assert (found.value_at_zero, found.derivative_at_zero) == (value, derivative)

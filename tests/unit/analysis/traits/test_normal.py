"""Means over a standard normal input are the integrals."""

import math

import pytest

from tests.unit.analysis.traits.measuring import measure, normal_cdf, same


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("relu", 1 / math.sqrt(2 * math.pi)),
        ("leaky_relu(alpha=0.3)", 0.7 / math.sqrt(2 * math.pi)),
        ("abs", math.sqrt(2 / math.pi)),
        ("tanh", 0.0),
        ("sigmoid", 0.5),
        ("squared_relu", 0.5),
        ("exponential", math.sqrt(math.e)),
        ("gaussian", 1 / math.sqrt(3)),
        ("gelu", 0.5 / math.sqrt(math.pi)),
        ("snake", (1 - math.exp(-2)) / 2),
        ("elu(alpha=1.5)", 1 / math.sqrt(2 * math.pi) + 1.5 * (math.sqrt(math.e) * normal_cdf(-1) - 0.5)),
        ("selu", 0.0),  # Klambauer et al.: a standard normal input leaves with mean 0
        ("binary_step", 0.5),
        ("hardmax(z2=10)", normal_cdf(-10)),
        ("gumbel_softmax(tau=0.1,seed=840,z2=-10,z3=-8.3)", 1.0),  # up to 1e-11; most of its slope is rounding
        ("x**16", 2027025.0),  # 15!!
        ("abs(sin(30*x))", 2 / math.pi),  # up to e^−1800; it has a kink every π/30
        # mpmath, 30 digits
        ("softplus", 0.806059183347439784528),
        ("silu", 0.206620964141907037262),
        ("mish", 0.240403888374791443713),
        ("sinc", 0.855624391892148803173),
        ("squareplus", 1.10930551379002793642),
    ],
)
def test_the_mean_is_the_integral_against_the_normal_density(text: str, mean: float) -> None:
    assert same(measure(text).mean, mean)


@pytest.mark.parametrize(
    ("text", "mean"),
    [
        ("relu", 0.5),
        ("elu", 0.5 + math.sqrt(math.e) * normal_cdf(-1)),
        ("hard_tanh", math.erf(1 / math.sqrt(2))),
        ("identity", 1.0),
        ("binary_step", 0.0),
        ("squared_relu", math.sqrt(2 / math.pi)),
        ("softplus", 0.5),
        ("tanh(1e6*x)", math.sqrt(2 / math.pi)),  # a spike 1e-6 wide, to its own order
        # mpmath, 30 digits
        ("sigmoid", 0.206620964141907037262),
        ("tanh", 0.605705509602158825584),
        ("softsign", 0.412755100339183212672),
        ("mish", 0.579674760982139405175),
        ("sinc", 0.219595574643208475161),
    ],
)
def test_the_mean_slope_is_the_integral_of_its_size(text: str, mean: float) -> None:
    assert same(measure(text).mean_derivative, mean)


@pytest.mark.parametrize("text", ["exp(x**2)", "x*exp(x**2)", "log(x)", "1/x", "soft_exponential(alpha=-0.5)"])
def test_there_is_no_mean_where_the_integral_has_no_value(text: str) -> None:
    assert measure(text).mean is None


def moment(p: float) -> float:
    """E |X|^p, by the gamma function."""
    return 2 ** (p / 2) * math.gamma((p + 1) / 2) / math.sqrt(math.pi)


@pytest.mark.parametrize(
    ("text", "mean", "mean_derivative"),
    [
        ("sqrt(abs(x))", moment(0.5), 0.5 * moment(-0.5)),
        ("1/sqrt(abs(x))", moment(-0.5), None),
        ("abs(x)**-0.8", moment(-0.8), None),
        ("log(abs(x))", -(0.57721566490153286 + math.log(2)) / 2, None),  # −(γ + log 2)/2
        # mpmath, 20 digits
        ("x*log(abs(x))", 0.0, 0.94750856379246442),
        ("abs(x*x-1)**0.5", 0.89980308662778533, 1.18482020215628061),
        ("log(abs(x-1))", -0.20849581843469428, None),
        ("sqrt(abs(x-2))", 1.36912063843581972, 0.42961994752530260),
        ("1/x", None, None),
        ("1/abs(x)", None, None),
        ("1/(x-1)**2", None, None),
        ("tan(x)", None, None),
    ],
)
def test_a_pole_is_integrated_where_that_can_be(text: str, mean: float | None, mean_derivative: float | None) -> None:
    found = measure(text)
    assert same(found.mean, mean, 1e-8)
    # next to 1 the square root of a distance has 8 digits
    assert same(found.mean_derivative, mean_derivative, 3e-8)

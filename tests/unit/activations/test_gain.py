"""The gain: its closed forms, what layers of random pre-activations make of it, and where there is none."""

import math

import pytest
import torch

from app.activations.gain import gain
from app.activations.reference import read
from tests.unit.sentences import assert_one_sentence

# ReLU: E max(Z, 0)² = ½; leaky: (1 + α²)/2; exp: E e^(2Z) = e²; x³: E Z⁶ = 15; sine: (1 − e⁻²)/2
CLOSED = {
    "relu": math.sqrt(2),
    "abs": 1.0,
    "identity": 1.0,
    "leaky_relu(alpha=1)": 1.0,
    "leaky_relu(alpha=0.3)": math.sqrt(2 / 1.09),
    "prelu(alpha=-1)": 1.0,
    "exponential": math.exp(-1),
    "x**3": 15**-0.5,
    "sine": math.sqrt(2 / (1 - math.exp(-2))),
    "sign(x-0.3)+1": (4 * 0.5 * math.erfc(0.3 / math.sqrt(2))) ** -0.5,
    # E |Z|^−0.6, of a pole that has an integral
    "|x|**-0.3": (2**-0.3 * math.gamma(0.2) / math.sqrt(math.pi)) ** -0.5,
    "crelu": math.sqrt(2),
    "reglu": math.sqrt(2),
    "hardmax": 8.0,
    # E of the larger of two squared: 1
    "maxout(k=2)": 1.0,
}
# Klambauer et al. 2017 for SELU; the others by mpmath's quadrature
KNOWN = {"selu": 1.0, "tanh": 1.5925374, "gelu": 1.5335304, "silu": 1.6765325, "elu": 1.2451983}


@pytest.mark.parametrize(("f", "expected"), [*CLOSED.items(), *KNOWN.items()])
def test_the_gain_is_one_over_the_root_of_the_mean_square(f: str, expected: float) -> None:
    across = read(f).activation.kind == "across_units"
    assert gain(read(f)).value == pytest.approx(expected, rel=0.01 if across else 1e-7)


@pytest.mark.parametrize("f", ["x*0", "1/x", "tan(x)", "1/(x-0.3003)", "log(x)", "exp(x**2)", "exp(exp(x))"])
def test_where_there_is_none_a_sentence_says_why(f: str) -> None:
    found = gain(read(f))
    assert found.value is None
    assert found.reason is not None
    assert_one_sentence(found.reason)


def test_the_gain_across_units_depends_on_how_many_there_are() -> None:
    # softmax of n equal logits is 1/n, and hardmax is 1 for one of n
    assert [gain(read("hardmax"), n).value for n in (1, 4, 16)] == pytest.approx([1, 2, 4])
    assert gain(read("softmax"), 1).value == pytest.approx(1)


def test_torch_agrees_where_its_gains_keep_the_variance() -> None:
    for f, name, parameter in (("relu", "relu", None), ("leaky_relu(alpha=0.2)", "leaky_relu", 0.2)):
        assert gain(read(f)).value == pytest.approx(torch.nn.init.calculate_gain(name, parameter))

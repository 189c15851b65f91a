"""The curves in mpmath, from docs/catalogue.md's formulas and not from the code; derivatives by differences."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import mpmath
from mpmath import mp

Real = Any
"""A number of mpmath, which carries no types."""

ClosedForm = Callable[..., Real]

mp.dps = 80
# small enough for the third difference to be right to 1e-30, large enough to leave 20 digits of it
STEP = mpmath.mpf(10) ** -18

SELU_SCALE = mpmath.mpf("1.0507009873554804934193349852946")  # Klambauer et al. 2017, section 2
SELU_ALPHA = mpmath.mpf("1.6732632423543772848170429916717")


def sigma(t: Real) -> Real:
    """The logistic function."""
    return 1 / (1 + mpmath.exp(-t))


def normal(t: Real) -> Real:
    """The distribution function of a standard normal variable."""
    return mpmath.erfc(-t / mpmath.sqrt(2)) / 2


def clip(x: Real, low: Real, high: Real) -> Real:
    """x, cut off on both sides."""
    return min(max(x, low), high)


def hard_tanh(x: Real, min_val: Real, max_val: Real) -> Real:
    """The identity between two walls."""
    return clip(x, min_val, max_val)


def leaky(x: Real, alpha: Real) -> Real:
    """x on the right, αx on the left."""
    return x if x > 0 else alpha * x


def srelu(x: Real, t_left: Real, a_left: Real, t_right: Real, a_right: Real) -> Real:
    """Three lines that meet at two thresholds."""
    if x >= t_right:
        return t_right + a_right * (x - t_right)
    return t_left + a_left * (x - t_left) if x <= t_left else x


def sparse_plus(x: Real) -> Real:
    """0, a parabola, x."""
    if x <= -1:
        return mpmath.mpf(0)
    return x if x >= 1 else (x + 1) ** 2 / 4


def soft_exponential(x: Real, alpha: Real) -> Real:
    """The three cases of Godfrey & Gashler; NaN where the logarithm has no value."""
    if alpha == 0:
        return x
    if alpha > 0:
        return mpmath.expm1(alpha * x) / alpha + alpha
    inside = 1 - alpha * (x + alpha)
    return -mpmath.log(inside) / alpha if inside > 0 else mpmath.nan


def shares(logits: Sequence[Real]) -> list[Real]:
    """Softmax."""
    powers = [mpmath.exp(z) for z in logits]
    return [power / sum(powers) for power in powers]


def sparse_shares(logits: Sequence[Real]) -> list[Real]:
    """Sparsemax: of the thresholds that each possible support asks for, the one whose shares add up to 1."""
    ordered = sorted(logits, reverse=True)
    thresholds = [(sum(ordered[:k]) - 1) / k for k in range(1, len(ordered) + 1)]
    fitting = [t for k, t in enumerate(thresholds, start=1) if ordered[k - 1] > t]
    return [max(z - fitting[-1], 0) for z in logits]


def maxout(x: Real, k: float, **lines: Real) -> Real:
    """The largest of the first k lines."""
    return max(lines[f"slope_{j}"] * x + lines[f"offset_{j}"] for j in range(1, int(k) + 1))


CLOSED_FORMS: Mapping[str, ClosedForm] = {
    "identity": lambda x: x,
    "binary_step": lambda x: mpmath.mpf(x >= 0),
    "sigmoid": sigma,
    "hard_sigmoid": lambda x, slope: clip(slope * x + 0.5, 0, 1),
    "log_sigmoid": lambda x: -mpmath.log1p(mpmath.exp(-x)),
    "tanh": mpmath.tanh,
    "hard_tanh": hard_tanh,
    "softsign": lambda x: x / (1 + abs(x)),
    "arctan": mpmath.atan,
    "isru": lambda x, alpha: x / mpmath.sqrt(1 + alpha * x**2),
    "sparse_sigmoid": lambda x: clip((x + 1) / 2, 0, 1),
    "relu": lambda x: max(x, 0),
    "clipped_relu": lambda x, max_value: clip(x, 0, max_value),
    "leaky_relu": leaky,
    "prelu": leaky,
    "rrelu": lambda x, lower, upper: leaky(x, (lower + upper) / 2),
    "thresholded_relu": lambda x, theta: x if x > theta else mpmath.mpf(0),
    "abs": abs,
    "squared_relu": lambda x: max(x, 0) ** 2,
    "srelu": srelu,
    "elu": lambda x, alpha: x if x > 0 else alpha * mpmath.expm1(x),
    "celu": lambda x, alpha: x if x > 0 else alpha * mpmath.expm1(x / alpha),
    "selu": lambda x: SELU_SCALE * (x if x > 0 else SELU_ALPHA * mpmath.expm1(x)),
    "isrlu": lambda x, alpha: x if x > 0 else x / mpmath.sqrt(1 + alpha * x**2),
    "softplus": lambda x, beta: mpmath.log1p(mpmath.exp(beta * x)) / beta,
    "squareplus": lambda x, b: (x + mpmath.sqrt(x**2 + b)) / 2,
    "sparse_plus": sparse_plus,
    "exponential": mpmath.exp,
    "soft_exponential": soft_exponential,
    "gelu": lambda x: x * normal(x),
    "gelu_tanh": lambda x: x / 2 * (1 + mpmath.tanh(mpmath.sqrt(2 / mpmath.pi) * (x + mpmath.mpf("0.044715") * x**3))),
    "quick_gelu": lambda x: x * sigma(mpmath.mpf("1.702") * x),
    "silu": lambda x: x * sigma(x),
    "swish": lambda x, beta: x * sigma(beta * x),
    "hard_swish": lambda x: x * clip(x + 3, 0, 6) / 6,
    "mish": lambda x: x * mpmath.tanh(mpmath.log1p(mpmath.exp(x))),
    "lisht": lambda x: x * mpmath.tanh(x),
    "tanhshrink": lambda x: x - mpmath.tanh(x),
    "softshrink": lambda x, theta: mpmath.sign(x) * max(abs(x) - theta, 0),
    "hardshrink": lambda x, theta: x if abs(x) > theta else mpmath.mpf(0),
    "sine": lambda x, omega: mpmath.sin(omega * x),
    "sinc": lambda x: mpmath.sin(x) / x if x else mpmath.mpf(1),
    "gaussian": lambda x: mpmath.exp(-(x**2)),
    "snake": lambda x, alpha: x + mpmath.sin(alpha * x) ** 2 / alpha,
    "bent_identity": lambda x: (mpmath.sqrt(x**2 + 1) - 1) / 2 + x,
    "softmax": lambda x, temperature, z2, z3: shares([z / temperature for z in (x, z2, z3)])[0],
    "log_softmax": lambda x, z2, z3: -mpmath.log1p(mpmath.exp(z2 - x) + mpmath.exp(z3 - x)),
    "softmin": lambda x, z2, z3: shares([-x, -z2, -z3])[0],
    "hardmax": lambda x, z2, z3: mpmath.mpf(x >= max(z2, z3)),
    "sparsemax": lambda x, z2, z3: sparse_shares([x, z2, z3])[0],
    "maxout": maxout,
    "glu": lambda x: x * sigma(x),
    "reglu": lambda x: x * max(x, 0),
    "geglu": lambda x: x**2 * normal(x),
    "swiglu": lambda x: x**2 * sigma(x),
    "crelu": lambda x, half: max(x if half == 1 else -x, 0),
    "aprelu": lambda x, hidden, slope: leaky(x, slope + 0 * hidden),
}
"""Every curve of the catalogue but gumbel_softmax, whose noise is torch's own."""


def derivatives(form: ClosedForm, x: float, params: Mapping[str, float]) -> tuple[Real, Real, Real, Real]:
    """f, f′, f″ and f‴ of `form` at `x` by central differences, right to 20 digits away from kinks."""
    exact = {name: mpmath.mpf(value) for name, value in params.items()}
    at = mpmath.mpf(x)
    far_left, left, middle, right, far_right = (form(at + i * STEP, **exact) for i in (-2, -1, 0, 1, 2))
    first = (right - left) / (2 * STEP)
    second = (right - 2 * middle + left) / STEP**2
    third = (far_right - 2 * right + 2 * left - far_left) / (2 * STEP**3)
    return middle, first, second, third

"""Shrinking activations: odd functions that pull small values to 0 and let large ones pass."""

import math

from torch import Tensor
from torch.nn import functional as F

from app.activations import tensor_forms
from app.activations.spec import Activation, Frameworks, Origin, Parameter, Spelling, StatedTraits


def tanhshrink(x: Tensor) -> Tensor:
    """What tanh leaves of x: x − tanh x."""
    return F.tanhshrink(x)


def softshrink(x: Tensor, theta: float) -> Tensor:
    """Soft thresholding: every value moves towards 0 by θ, and stops there."""
    # at θ = 0 it is the identity, but at 0 torch calls its derivative 0
    return x if theta == 0 else F.softshrink(x, theta)


def hardshrink(x: Tensor, theta: float) -> Tensor:
    """Hard thresholding: values within θ of 0 become 0, all others stay."""
    # at θ = 0 it is the identity, but at 0 torch calls its derivative 0
    return x if theta == 0 else F.hardshrink(x, theta)


_THETA = Parameter(
    name="theta",
    symbol="θ",
    meaning="half the dead zone",
    default=0.5,
    low=0.0,
    high=3.0,
    step=0.05,
    aliases=("lambd", "threshold"),
)

SHRINKING = (
    Activation(
        name="tanhshrink",
        title="Tanhshrink",
        family="shrinking",
        formula=r"x - \tanh x",
        derivative=r"\tanh^2 x",
        summary="What is left of x after tanh has taken its share: almost nothing near 0, all but ±1 far out.",
        strengths=("Smooth, odd and unbounded.", "Its gradient tends to 1 on both sides, so it does not saturate."),
        weaknesses=(
            "Its gradient is 0 at 0 and tiny around it, so small signals stop.",
            "Near 0 it is x³/3, which x − tanh x computes with few correct digits.",
        ),
        origin=Origin(
            authors="Collobert, Kavukcuoglu & Farabet, in Torch7",
            year=2011,
            link="https://github.com/torch/nn/blob/master/doc/transfer.md",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="F.tanhshrink(x)"),
            keras=Spelling(code="keras.activations.tanh_shrink(x)"),
            jax=Spelling(code="x - jnp.tanh(x)", builtin=False),
        ),
        stated=StatedTraits(
            lower=None,
            upper=None,
            limits=(-math.inf, math.inf),
            monotone=True,
            parity="odd",
            smoothness="smooth",
        ),
        function=tanhshrink,
    ),
    Activation(
        name="softshrink",
        title="Softshrink",
        family="shrinking",
        formula=r"\mathrm{sign}(x) \max(|x| - \theta, 0)",
        derivative=r"\begin{cases} 1 & |x| > \theta \\ 0 & |x| < \theta \end{cases}",
        summary="Moves every value towards 0 by θ: the step that makes sparse codes sparse.",
        strengths=(
            "It is the proximal operator of θ|x|, so a layer of it is a step of sparse coding.",
            "Continuous, with outputs that are exactly 0 for small inputs.",
        ),
        weaknesses=(
            "Large values are off by θ too.",
            "Within θ of 0 there is no gradient.",
        ),
        origin=Origin(authors="Donoho", year=1995, link="https://doi.org/10.1109/18.382009"),
        frameworks=Frameworks(
            torch=Spelling(code="F.softshrink(x, {theta})", differs="torch calls θ lambd."),
            keras=Spelling(
                code="keras.activations.soft_shrink(x, threshold={theta})", differs="Keras calls θ threshold."
            ),
            jax=Spelling(
                code="jnp.sign(x) * jnp.maximum(jnp.abs(x) - {theta}, 0.0)",
                builtin=False,
                differs="At ±θ this calls the derivative 1/2; torch says 0.",
            ),
        ),
        stated=StatedTraits(
            lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, parity="odd", smoothness="C0"
        ),
        function=softshrink,
        of_tensors=tensor_forms.softshrink,
        parameters=(_THETA,),
        kinks=lambda p: () if p["theta"] == 0 else (-p["theta"], p["theta"]),
    ),
    Activation(
        name="hardshrink",
        title="Hardshrink",
        family="shrinking",
        formula=r"\begin{cases} x & |x| > \theta \\ 0 & |x| \le \theta \end{cases}",
        derivative=r"\begin{cases} 1 & |x| > \theta \\ 0 & |x| < \theta \end{cases}",
        summary="Keep it or kill it: values within θ of 0 become 0, the others pass untouched.",
        strengths=("What it keeps, it keeps exactly.", "Outputs are exactly 0 for small inputs."),
        weaknesses=(
            "The function itself jumps, by θ at each edge, and the gradient does not see the jumps.",
            "Within θ of 0 there is no gradient.",
        ),
        origin=Origin(authors="Donoho & Johnstone", year=1994, link="https://doi.org/10.1093/biomet/81.3.425"),
        frameworks=Frameworks(
            torch=Spelling(code="F.hardshrink(x, {theta})", differs="torch calls θ lambd, and accepts a negative one."),
            keras=Spelling(
                code="keras.activations.hard_shrink(x, threshold={theta})", differs="Keras calls θ threshold."
            ),
            jax=Spelling(code="jnp.where(jnp.abs(x) > {theta}, x, 0.0)", builtin=False),
        ),
        stated=StatedTraits(
            lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, parity="odd", smoothness="jump"
        ),
        function=hardshrink,
        of_tensors=tensor_forms.hardshrink,
        parameters=(_THETA,),
        kinks=lambda p: () if p["theta"] == 0 else (-p["theta"], p["theta"]),
    ),
)

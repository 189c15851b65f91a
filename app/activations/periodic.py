"""Periodic activations, the bump and the wave that fades, and the two that stay close to a straight line."""

import math

import torch
from torch import Tensor

from app.activations.spec import Activation, Frameworks, Number, Origin, Parameter, Spelling, StatedTraits


def identity(x: Tensor) -> Tensor:
    """The input itself: a layer with it is linear."""
    return x


def sine(x: Tensor, omega: float) -> Tensor:
    """sin(ωx), the wave of SIREN networks."""
    return torch.sin(omega * x)


def sinc(x: Tensor) -> Tensor:
    """sin(x)/x, and 1 at 0: the cardinal sine, not normalised."""
    # not torch.sinc: its second derivative at 0 is NaN. The quotient's cancel near 0, where the power series is right
    near = x.abs() < 1
    # where() would pass on a NaN from the branch that it leaves out: each sees a harmless x where the other is taken
    series = _sinc_series(x.masked_fill(~near, 0.0).square())
    far = x.masked_fill(near, 1.0)
    return torch.where(near, series, torch.sin(far) / far)


def _sinc_series(square: Tensor) -> Tensor:
    """Σ (−x²)ⁿ/(2n + 1)!, from x². For |x| < 1 nine terms give f″, the slowest to settle, to 1e-17."""
    total = torch.ones_like(square)
    for n in range(9, 0, -1):
        total = 1 - square * total / (2 * n * (2 * n + 1))
    return total


def gaussian(x: Tensor) -> Tensor:
    """The bump e^−x², as radial basis functions have it."""
    return torch.exp(-x * x)


def snake(x: Tensor, alpha: Number) -> Tensor:
    """The identity with a ripple of period π/α: x + sin²(αx)/α."""
    return x + torch.sin(alpha * x).square() / alpha


def bent_identity(x: Tensor) -> Tensor:
    """(√(x² + 1) − 1)/2 + x: slope 1/2 far left, 3/2 far right."""
    # not sqrt(x*x + 1): x² overflows in float16 from 256 up
    return (torch.hypot(x, torch.ones_like(x)) - 1) / 2 + x


PERIODIC = (
    Activation(
        name="identity",
        title="Identity",
        aliases=("linear",),
        family="periodic and other",
        formula="x",
        derivative="1",
        summary="No activation at all: the yardstick for all the others.",
        strengths=("Its gradient never fades.", "The right last layer for a regression."),
        weaknesses=("Stacked linear layers collapse to one: depth adds nothing.",),
        origin=Origin(
            authors="PyTorch contributors",
            year=2019,
            link="https://docs.pytorch.org/docs/stable/generated/torch.nn.Identity.html",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="torch.nn.Identity()(x)"),
            keras=Spelling(code="keras.activations.linear(x)"),
            jax=Spelling(code="jax.nn.identity(x)"),
        ),
        stated=StatedTraits(
            lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, parity="odd", smoothness="smooth"
        ),
        function=identity,
    ),
    Activation(
        name="sine",
        title="Sine",
        family="periodic and other",
        formula=r"\sin(\omega x)",
        derivative=r"\omega \cos(\omega x)",
        summary="A wave: it never saturates, and repeats itself for ever.",
        strengths=(
            "Its derivatives are waves again, so a network can fit a signal and its slope alike.",
            "Networks of sines draw fine detail, such as the pixels of an image.",
        ),
        weaknesses=(
            "Needs its own careful initial weights.",
            "Inputs a period apart give one output, so the loss has many local minima.",
        ),
        origin=Origin(authors="Sitzmann et al.", year=2020, link="https://arxiv.org/abs/2006.09661"),
        frameworks=Frameworks(
            torch=Spelling(code="torch.sin({omega} * x)", builtin=False),
            keras=Spelling(
                code="keras.ops.sin({omega} * x)",
                builtin=False,
                differs="On JAX keras.ops.sin answers float32 for float64.",
            ),
            jax=Spelling(code="jnp.sin({omega} * x)", builtin=False),
        ),
        stated=StatedTraits(
            lower=-1.0, upper=1.0, limits=(None, None), monotone=False, parity="odd", smoothness="smooth"
        ),
        function=sine,
        parameters=(
            Parameter(
                name="omega",
                symbol="ω",
                meaning="frequency: a period is 2π/ω",
                default=1.0,
                low=0.1,
                high=30.0,
                step=0.1,
            ),
        ),
    ),
    Activation(
        name="sinc",
        title="Sinc",
        family="periodic and other",
        formula=r"\begin{cases} \frac{\sin x}{x} & x \ne 0 \\ 1 & x = 0 \end{cases}",
        derivative=r"\begin{cases} \frac{x \cos x - \sin x}{x^2} & x \ne 0 \\ 0 & x = 0 \end{cases}",
        summary="A wave that dies away on both sides of its one tall crest.",
        strengths=("Answers to one region, with ripples of both signs around it.", "Smooth everywhere."),
        weaknesses=(
            "Its gradient fades and changes sign for ever, which leaves many local minima.",
            "It cannot tell x from −x.",
        ),
        origin=Origin(authors="Efe", year=2008, link="https://doi.org/10.1007/s11063-008-9082-0"),
        frameworks=Frameworks(
            torch=Spelling(
                code="torch.sinc(x / math.pi)",
                builtin=False,
                differs="torch.sinc is sin(πx)/(πx), and its second derivative at 0 is NaN.",
            ),
            keras=Spelling(
                code="keras.ops.sinc(x / math.pi)",
                builtin=False,
                differs="keras.ops.sinc is sin(πx)/(πx), and on JAX it answers float32 for float64.",
            ),
            jax=Spelling(code="jnp.sinc(x / jnp.pi)", builtin=False, differs="jnp.sinc is sin(πx)/(πx)."),
        ),
        stated=StatedTraits(
            lower=-0.21723362821122166,
            upper=1.0,
            limits=(0.0, 0.0),
            monotone=False,
            parity="even",
            smoothness="smooth",
        ),
        function=sinc,
    ),
    Activation(
        name="gaussian",
        title="Gaussian",
        family="periodic and other",
        formula=r"e^{-x^2}",
        derivative=r"-2 x \, e^{-x^2}",
        summary="A bump: it answers only to inputs near 0.",
        strengths=("Each unit minds its own region, as in a radial basis network.", "Smooth everywhere."),
        weaknesses=("Beyond |x| = 3 its gradient is below 0.001.", "It cannot tell x from −x."),
        origin=Origin(
            authors="Broomhead & Lowe",
            year=1988,
            link="https://www.complex-systems.com/abstracts/v02_i03_a05/",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="torch.exp(-x**2)", builtin=False),
            keras=Spelling(code="keras.ops.exp(-x**2)", builtin=False),
            jax=Spelling(code="jnp.exp(-x**2)", builtin=False),
        ),
        stated=StatedTraits(
            lower=0.0, upper=1.0, limits=(0.0, 0.0), monotone=False, parity="even", smoothness="smooth"
        ),
        function=gaussian,
    ),
    Activation(
        name="snake",
        title="Snake",
        family="periodic and other",
        formula=r"x + \frac{\sin^2(\alpha x)}{\alpha}",
        derivative=r"1 + \sin(2 \alpha x)",
        summary="The identity with a ripple: it grows like a line and repeats like a wave.",
        strengths=(
            "Made to carry a periodic pattern on beyond the training data.",
            "Never falls: its slope lies between 0 and 2.",
        ),
        weaknesses=("Its slope is 0 once in every period, π/α.", "The period has to be found or learned."),
        origin=Origin(authors="Ziyin, Hartwig & Ueda", year=2020, link="https://arxiv.org/abs/2006.08195"),
        frameworks=Frameworks(
            torch=Spelling(code="x + torch.sin({alpha} * x)**2 / {alpha}", builtin=False),
            keras=Spelling(
                code="x + keras.ops.sin({alpha} * x)**2 / {alpha}",
                builtin=False,
                differs="TensorFlow Addons had a snake, Keras 3 has none; on JAX its sin is always a float32.",
            ),
            jax=Spelling(code="x + jnp.sin({alpha} * x)**2 / {alpha}", builtin=False),
        ),
        stated=StatedTraits(lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, smoothness="smooth"),
        function=snake,
        parameters=(
            Parameter(
                name="alpha",
                symbol="α",
                meaning="frequency of the ripple",
                default=1.0,
                low=0.1,
                high=10.0,
                step=0.05,
                learnable=True,
            ),
        ),
    ),
    Activation(
        name="bent_identity",
        title="Bent identity",
        family="periodic and other",
        formula=r"\frac{\sqrt{x^2 + 1} - 1}{2} + x",
        derivative=r"\frac{x}{2 \sqrt{x^2 + 1}} + 1",
        summary="A line with a soft bend at 0: slope 1/2 on the left, 3/2 on the right.",
        strengths=("Its gradient stays between 1/2 and 3/2, so it never vanishes.", "Smooth and monotone."),
        weaknesses=("Close to linear, so each layer bends its input only a little.",),
        origin=Origin(
            authors="unknown; documented by E3x",
            year=2024,
            link="https://e3x.readthedocs.io/stable/_autosummary/e3x.nn.activations.bent_identity.html",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="(torch.sqrt(x**2 + 1) - 1) / 2 + x", builtin=False),
            keras=Spelling(code="(keras.ops.sqrt(x**2 + 1) - 1) / 2 + x", builtin=False),
            jax=Spelling(code="(jnp.sqrt(x**2 + 1) - 1) / 2 + x", builtin=False),
        ),
        stated=StatedTraits(lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, smoothness="smooth"),
        function=bent_identity,
    ),
)

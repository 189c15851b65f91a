"""Gated activations: the input times a gate between 0 and 1 (LiSHT: −1 and 1) that the input itself sets."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations.spec import Activation, Frameworks, Number, Origin, Parameter, Spelling, StatedTraits

# the least value of x·σ(x): −W(1/e), with W Lambert's function
SILU_MINIMUM = -0.2784645427610738


def gelu(x: Tensor) -> Tensor:
    """Gaussian error linear unit, xΦ(x), with Φ the distribution function of a standard normal variable."""
    return F.gelu(x)


def gelu_tanh(x: Tensor) -> Tensor:
    """GELU with a tanh in place of the error function."""
    return F.gelu(x, approximate="tanh")


def quick_gelu(x: Tensor) -> Tensor:
    """GELU with a sigmoid in place of Φ, xσ(1.702x)."""
    return x * torch.sigmoid(1.702 * x)


def silu(x: Tensor) -> Tensor:
    """Sigmoid linear unit, xσ(x)."""
    return F.silu(x)


def swish(x: Tensor, beta: Number) -> Tensor:
    """xσ(βx): the SiLU with a gate as steep as `beta` says."""
    return x * torch.sigmoid(beta * x)


def hard_swish(x: Tensor) -> Tensor:
    """x·relu6(x + 3)/6: the SiLU with a gate of three straight lines."""
    if x.is_cuda and x.dtype == torch.float64:
        # not F.hardswish, which takes 1/6 in float32 there: it is right to 3·10⁻⁸ only
        return x * F.relu6(x + 3) / 6
    return F.hardswish(x)


def mish(x: Tensor) -> Tensor:
    """x·tanh(softplus(x))."""
    # not F.mish, whose f″ is NaN where e^x overflows; nor −log σ(−x), whose f″ is rounding errors on the far left
    return x * torch.tanh(F.softplus(x, threshold=40.0))


def lisht(x: Tensor) -> Tensor:
    """Linearly scaled hyperbolic tangent, x·tanh(x)."""
    return x * torch.tanh(x)


GATED = (
    Activation(
        name="gelu",
        title="GELU",
        family="gated",
        formula=r"x \, \Phi(x) = \frac{x}{2} \left( 1 + \operatorname{erf} \frac{x}{\sqrt{2}} \right)",
        derivative=r"\Phi(x) + x \, \varphi(x), \quad \varphi(x) = \frac{e^{-x^2 / 2}}{\sqrt{2 \pi}}",
        summary="The input times the chance that a standard normal number falls below it.",
        strengths=(
            "Smooth everywhere, and close to ReLU away from 0.",
            "Small negative inputs keep a gradient, so a unit dies less easily than with ReLU.",
        ),
        weaknesses=(
            "The error function costs more than a comparison.",
            "It falls and rises again below 0, so two inputs can have one output.",
        ),
        origin=Origin(authors="Hendrycks & Gimpel", year=2016, link="https://arxiv.org/abs/1606.08415"),
        frameworks=Frameworks(
            torch=Spelling(code="F.gelu(x)"),
            keras=Spelling(code="keras.activations.gelu(x)"),
            jax=Spelling(
                code="jax.nn.gelu(x, approximate=False)",
                differs="jax.nn.gelu(x) alone is the tanh form: 0.841192 at 1, where torch and Keras give 0.841345.",
            ),
        ),
        stated=StatedTraits(
            lower=-0.16997120747990366, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="smooth"
        ),
        function=gelu,
    ),
    Activation(
        name="gelu_tanh",
        title="GELU (tanh form)",
        aliases=("gelu_new", "gelu_pytorch_tanh"),
        family="gated",
        formula=r"\frac{x}{2} (1 + \tanh u), \quad u = \sqrt{\tfrac{2}{\pi}} \left( x + 0.044715 \, x^3 \right)",
        derivative=(
            r"\frac{1 + \tanh u}{2} + \frac{x}{2} (1 - \tanh^2 u) \, u', \quad "
            r"u' = \sqrt{\tfrac{2}{\pi}} \left( 1 + 0.134145 \, x^2 \right)"
        ),
        summary="GELU without the error function, and never further from it than 0.00048.",
        strengths=("Needs only a tanh and a cubic.", "Many pretrained models, GPT-2 among them, were trained with it."),
        weaknesses=("Its derivative is off GELU's by up to 0.00087, so weights do not move between the two for free.",),
        origin=Origin(authors="Hendrycks & Gimpel", year=2016, link="https://arxiv.org/abs/1606.08415"),
        frameworks=Frameworks(
            torch=Spelling(
                code='F.gelu(x, approximate="tanh")', differs="F.gelu(x) alone is the exact form, with erf."
            ),
            keras=Spelling(
                code="keras.activations.gelu(x, approximate=True)",
                differs="keras.activations.gelu(x) alone is the exact form, with erf.",
            ),
            jax=Spelling(code="jax.nn.gelu(x)", differs="JAX alone has the tanh form as its default."),
        ),
        stated=StatedTraits(
            lower=-0.17004075057125405, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="smooth"
        ),
        function=gelu_tanh,
    ),
    Activation(
        name="quick_gelu",
        title="Quick GELU",
        family="gated",
        formula=r"x \, \sigma(1.702 \, x)",
        derivative=r"s + 1.702 \, x \, s (1 - s), \quad s = \sigma(1.702 \, x)",
        summary="GELU for the price of one sigmoid, and never further from it than 0.0204.",
        strengths=("One sigmoid and two products.", "Smooth, as GELU is."),
        weaknesses=("The roughest of the GELU forms: 43 times as far off as the tanh form.",),
        origin=Origin(authors="Hendrycks & Gimpel", year=2016, link="https://arxiv.org/abs/1606.08415"),
        frameworks=Frameworks(
            torch=Spelling(
                code="x * torch.sigmoid(1.702 * x)",
                builtin=False,
                differs="F.gelu has the exact and the tanh form, not this one.",
            ),
            keras=Spelling(code="x * keras.activations.sigmoid(1.702 * x)", builtin=False),
            jax=Spelling(code="x * jax.nn.sigmoid(1.702 * x)", builtin=False),
        ),
        stated=StatedTraits(
            lower=SILU_MINIMUM / 1.702, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="smooth"
        ),
        function=quick_gelu,
    ),
    Activation(
        name="silu",
        title="SiLU",
        family="gated",
        formula=r"x \, \sigma(x) = \frac{x}{1 + e^{-x}}",
        derivative=r"\sigma(x) \, (1 + x (1 - \sigma(x)))",
        summary="The input gated by its own sigmoid: a smooth ReLU with a shallow dip below 0.",
        strengths=(
            "Smooth everywhere, and close to ReLU away from 0.",
            "Small negative inputs keep a gradient.",
        ),
        weaknesses=(
            "Costs an exponential.",
            "Its derivative runs from −0.0998 to 1.0998: it is not always positive.",
        ),
        origin=Origin(authors="Hendrycks & Gimpel", year=2016, link="https://arxiv.org/abs/1606.08415"),
        frameworks=Frameworks(
            torch=Spelling(code="F.silu(x)"),
            keras=Spelling(code="keras.activations.silu(x)"),
            jax=Spelling(code="jax.nn.silu(x)"),
        ),
        stated=StatedTraits(
            lower=SILU_MINIMUM, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="smooth"
        ),
        function=silu,
    ),
    Activation(
        name="swish",
        title="Swish",
        family="gated",
        formula=r"x \, \sigma(\beta x)",
        derivative=r"\sigma(\beta x) + \beta x \, \sigma(\beta x) \, (1 - \sigma(\beta x))",
        summary="A SiLU with a knob: half the identity at β = 0, almost ReLU when β is large.",
        strengths=("The network can learn how sharp its gate is.", "Smooth everywhere."),
        weaknesses=("One more parameter to learn.", "Its derivative falls to −0.0998, whatever β above 0."),
        origin=Origin(authors="Ramachandran, Zoph & Le", year=2017, link="https://arxiv.org/abs/1710.05941"),
        frameworks=Frameworks(
            torch=Spelling(
                code="x * torch.sigmoid({beta} * x)", builtin=False, differs="F.silu fixes β at 1, and has no other."
            ),
            keras=Spelling(
                code="x * keras.activations.sigmoid({beta} * x)",
                builtin=False,
                differs="keras.activations.swish is another name for silu, with β fixed at 1.",
            ),
            jax=Spelling(
                code="x * jax.nn.sigmoid({beta} * x)",
                builtin=False,
                differs="jax.nn.swish is another name for silu, with β fixed at 1.",
            ),
        ),
        stated=StatedTraits(
            lower=SILU_MINIMUM, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="smooth"
        ),
        function=swish,
        parameters=(
            Parameter(
                name="beta",
                symbol="β",
                meaning="sharpness of the gate",
                default=1.0,
                low=0.0,
                high=10.0,
                step=0.05,
                learnable=True,
            ),
        ),
    ),
    Activation(
        name="hard_swish",
        title="Hard swish",
        aliases=("hard_silu", "h_swish"),
        family="gated",
        formula=r"\frac{x \min(\max(x + 3, 0), 6)}{6}",
        derivative=r"\begin{cases} 0 & x < -3 \\ \frac{2x + 3}{6} & |x| < 3 \\ 1 & x > 3 \end{cases}",
        summary="Swish made of a parabola between two straight lines, cheap enough for a phone.",
        strengths=("No exponential to compute.", "It quantises well."),
        weaknesses=(
            "Its derivative jumps at both ends of the parabola: from 0 to −0.5 and from 1.5 to 1.",
            "No gradient at all below −3.",
        ),
        origin=Origin(authors="Howard et al.", year=2019, link="https://arxiv.org/abs/1905.02244"),
        frameworks=Frameworks(
            torch=Spelling(code="F.hardswish(x)"),
            keras=Spelling(code="keras.activations.hard_swish(x)"),
            jax=Spelling(code="jax.nn.hard_swish(x)"),
        ),
        stated=StatedTraits(lower=-0.375, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="C0"),
        function=hard_swish,
        kinks=lambda _: (-3.0, 3.0),
    ),
    Activation(
        name="mish",
        title="Mish",
        family="gated",
        formula=r"x \tanh(\log(1 + e^x))",
        derivative=r"\tanh s + x \, \sigma(x) \, (1 - \tanh^2 s), \quad s = \log(1 + e^x)",
        summary="The input gated by the tanh of its softplus: a SiLU with a slightly deeper dip.",
        strengths=("Smooth everywhere.", "Small negative inputs keep a gradient."),
        weaknesses=("The dearest gate of its family: an exponential, a logarithm and a tanh.",),
        origin=Origin(authors="Misra", year=2019, link="https://arxiv.org/abs/1908.08681"),
        frameworks=Frameworks(
            torch=Spelling(
                code="F.mish(x)",
                differs="Differentiated twice, F.mish gives NaN from about 88.7 in float32 and 709.8 in float64.",
            ),
            keras=Spelling(code="keras.activations.mish(x)"),
            jax=Spelling(code="jax.nn.mish(x)"),
        ),
        stated=StatedTraits(
            lower=-0.3088434130172504, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="smooth"
        ),
        function=mish,
    ),
    Activation(
        name="lisht",
        title="LiSHT",
        family="gated",
        formula=r"x \tanh x",
        derivative=r"\tanh x + x \, (1 - \tanh^2 x)",
        summary="A smooth |x|: the gate is a tanh, so that it turns negative inputs positive.",
        strengths=("Large negative inputs keep a gradient, close to −1.", "Smooth everywhere."),
        weaknesses=(
            "It cannot tell x from −x.",
            "Its outputs are never negative, which makes gradient descent zig-zag.",
        ),
        origin=Origin(authors="Roy et al.", year=2019, link="https://arxiv.org/abs/1901.05894"),
        frameworks=Frameworks(
            torch=Spelling(code="x * torch.tanh(x)", builtin=False),
            keras=Spelling(
                code="x * keras.activations.tanh(x)",
                builtin=False,
                differs="TensorFlow Addons had a lisht, Keras 3 has none; on JAX its tanh is always a float32.",
            ),
            jax=Spelling(code="x * jnp.tanh(x)", builtin=False),
        ),
        stated=StatedTraits(
            lower=0.0, upper=None, limits=(math.inf, math.inf), monotone=False, parity="even", smoothness="smooth"
        ),
        function=lisht,
    ),
)

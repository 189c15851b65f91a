"""Saturating activations: bounded on at least one side, with a gradient that dies there."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations import tensor_forms
from app.activations.spec import Activation, Frameworks, Origin, Parameter, Spelling, StatedTraits


def binary_step(x: Tensor) -> Tensor:
    """McCulloch and Pitts's threshold; it carries no gradient."""
    return (x >= 0).to(x.dtype)


def sigmoid(x: Tensor) -> Tensor:
    """The logistic function 1/(1 + e^−x)."""
    return torch.sigmoid(x)


def hard_sigmoid(x: Tensor, slope: float) -> Tensor:
    """The sigmoid's tangent, cut off at 0 and 1."""
    # not F.hardsigmoid: its second derivative raises, and its float64 gradient is 1/6 rounded to float32
    return F.hardtanh(slope * x + 0.5, 0.0, 1.0)


def log_sigmoid(x: Tensor) -> Tensor:
    """The logarithm of the sigmoid, −softplus(−x), without the overflow of writing it so."""
    return F.logsigmoid(x)


def tanh(x: Tensor) -> Tensor:
    """The hyperbolic tangent, a sigmoid stretched to (−1, 1)."""
    return torch.tanh(x)


def hard_tanh(x: Tensor, min_val: float, max_val: float) -> Tensor:
    """The identity, cut off at `min_val` and `max_val`."""
    return F.hardtanh(x, min_val, max_val)


def softsign(x: Tensor) -> Tensor:
    """x/(1 + |x|): as bounded as tanh, with tails that fall as 1/x²."""
    return F.softsign(x)


def arctan(x: Tensor) -> Tensor:
    """The inverse tangent, bounded by ±π/2."""
    return torch.atan(x)


def isru(x: Tensor, alpha: float) -> Tensor:
    """Inverse square root unit, x/√(1 + αx²)."""
    return x / torch.hypot(math.sqrt(alpha) * x, torch.ones_like(x))


def sparse_sigmoid(x: Tensor) -> Tensor:
    """A straight line from 0 at −1 to 1 at 1: the sigmoid that goes with sparsemax."""
    return F.hardtanh((x + 1) / 2, 0.0, 1.0)


SATURATING = (
    Activation(
        name="binary_step",
        title="Binary step",
        aliases=("heaviside", "unit step", "step"),
        family="saturating",
        formula=r"\begin{cases} 0 & x < 0 \\ 1 & x \ge 0 \end{cases}",
        derivative="0",
        summary="The first artificial neuron: it fires or it does not.",
        strengths=("The simplest decision there is.", "Its output is one bit."),
        weaknesses=("Its gradient is 0 wherever there is one, so gradient descent cannot train it.",),
        origin=Origin(authors="McCulloch & Pitts", year=1943, link="https://doi.org/10.1007/BF02478259"),
        frameworks=Frameworks(
            torch=Spelling(
                code="(x >= 0).to(x.dtype)",
                builtin=False,
                differs="torch.heaviside has no derivative: backward through it raises.",
            ),
            keras=Spelling(code="keras.ops.heaviside(x, 1.0)"),
            jax=Spelling(code="jnp.heaviside(x, 1.0)"),
        ),
        stated=StatedTraits(lower=0.0, upper=1.0, limits=(0.0, 1.0), monotone=True, smoothness="jump"),
        function=binary_step,
        kinks=lambda _: (0.0,),
    ),
    Activation(
        name="sigmoid",
        title="Sigmoid",
        aliases=("logistic", "expit"),
        family="saturating",
        formula=r"\sigma(x) = \frac{1}{1 + e^{-x}}",
        derivative=r"\sigma(x) \, (1 - \sigma(x))",
        summary="Turns any number into a probability, and lets the gradient fade on both sides.",
        strengths=("Its output reads as a probability.", "It is smooth everywhere."),
        weaknesses=(
            "Its gradient never exceeds 1/4, so a deep stack of sigmoids starves its first layers.",
            "Its outputs are all positive, which makes gradient descent zig-zag.",
        ),
        origin=Origin(authors="Rumelhart, Hinton & Williams", year=1986, link="https://doi.org/10.1038/323533a0"),
        frameworks=Frameworks(
            torch=Spelling(code="torch.sigmoid(x)"),
            keras=Spelling(code="keras.activations.sigmoid(x)"),
            jax=Spelling(code="jax.nn.sigmoid(x)"),
        ),
        stated=StatedTraits(lower=0.0, upper=1.0, limits=(0.0, 1.0), monotone=True, smoothness="smooth"),
        function=sigmoid,
    ),
    Activation(
        name="hard_sigmoid",
        title="Hard sigmoid",
        family="saturating",
        formula=r"\min(\max(s x + \tfrac{1}{2}, 0), 1)",
        derivative=r"\begin{cases} s & |x| < \tfrac{1}{2s} \\ 0 & \text{otherwise} \end{cases}",
        summary="A sigmoid made of three straight lines, cheap enough for a phone.",
        strengths=("No exponential to compute.", "It quantises well."),
        weaknesses=("Outside its ramp the gradient is exactly 0.", "Frameworks disagree on the slope."),
        origin=Origin(authors="Courbariaux, Bengio & David", year=2015, link="https://arxiv.org/abs/1511.00363"),
        frameworks=Frameworks(
            torch=Spelling(
                code="F.hardtanh({slope} * x + 0.5, 0.0, 1.0)",
                builtin=False,
                differs="F.hardsigmoid fixes the slope at 1/6, and differentiating it twice raises.",
            ),
            keras=Spelling(
                code="keras.ops.clip({slope} * x + 0.5, 0.0, 1.0)",
                builtin=False,
                differs="keras.activations.hard_sigmoid has slope 1/6, 0.2 in Keras 2; on JAX clip calls f′ at a "
                "corner half the slope.",
            ),
            jax=Spelling(
                code="jnp.clip({slope} * x + 0.5, 0.0, 1.0)",
                builtin=False,
                differs="jax.nn.hard_sigmoid fixes the slope at 1/6, ONNX's HardSigmoid starts at 0.2; jnp.clip calls "
                "f′ at a corner half the slope.",
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=1.0, limits=(0.0, 1.0), monotone=True, smoothness="C0"),
        function=hard_sigmoid,
        parameters=(
            Parameter(name="slope", symbol="s", meaning="slope of the ramp", default=1 / 6, low=0.05, high=1.0),
        ),
        kinks=lambda p: (-0.5 / p["slope"], 0.5 / p["slope"]),
    ),
    Activation(
        name="log_sigmoid",
        title="Log-sigmoid",
        family="saturating",
        formula=r"\log \sigma(x) = -\log(1 + e^{-x})",
        derivative=r"\sigma(-x)",
        summary="The logarithm of a probability: almost x on the left, almost 0 on the right.",
        strengths=("Exact where taking the logarithm of a sigmoid gives −∞.", "The natural form for a loss."),
        weaknesses=("Never positive, and unbounded below: rarely useful inside a network.",),
        origin=Origin(
            authors="Collobert, Kavukcuoglu & Farabet, in Torch7",
            year=2011,
            link="https://github.com/torch/nn/blob/master/doc/transfer.md",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="F.logsigmoid(x)"),
            keras=Spelling(code="keras.activations.log_sigmoid(x)"),
            jax=Spelling(code="jax.nn.log_sigmoid(x)"),
        ),
        stated=StatedTraits(lower=None, upper=0.0, limits=(-math.inf, 0.0), monotone=True, smoothness="smooth"),
        function=log_sigmoid,
    ),
    Activation(
        name="tanh",
        title="Tanh",
        aliases=("hyperbolic tangent",),
        family="saturating",
        formula=r"\tanh x = \frac{e^x - e^{-x}}{e^x + e^{-x}}",
        derivative=r"1 - \tanh^2 x",
        summary="A sigmoid centred on zero: 2σ(2x) − 1.",
        strengths=("Zero-centred, and close to x near 0.", "Its gradient reaches 1, four times the sigmoid's."),
        weaknesses=("Beyond |x| ≈ 3 the gradient has all but vanished.",),
        origin=Origin(authors="LeCun, Bottou, Orr & Müller", year=1998, link="https://doi.org/10.1007/3-540-49430-8_2"),
        frameworks=Frameworks(
            torch=Spelling(code="torch.tanh(x)"),
            keras=Spelling(
                code="keras.activations.tanh(x)", differs="On JAX keras.ops.tanh answers float32 for float64."
            ),
            jax=Spelling(code="jnp.tanh(x)"),
        ),
        stated=StatedTraits(
            lower=-1.0, upper=1.0, limits=(-1.0, 1.0), monotone=True, parity="odd", smoothness="smooth"
        ),
        function=tanh,
    ),
    Activation(
        name="hard_tanh",
        title="Hard tanh",
        family="saturating",
        formula=r"\min(\max(x, \mathrm{min}), \mathrm{max})",
        derivative=r"\begin{cases} 1 & \mathrm{min} < x < \mathrm{max} \\ 0 & \text{otherwise} \end{cases}",
        summary="The identity between two walls.",
        strengths=("Costs two comparisons.", "Its gradient does not shrink inside the walls."),
        weaknesses=("A unit pushed beyond a wall gets no gradient to come back.",),
        origin=Origin(
            authors="Collobert",
            year=2004,
            link="https://ronan.collobert.com/pub/2004_phdthesis_lip6.pdf",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="F.hardtanh(x, {min_val}, {max_val})"),
            keras=Spelling(
                code="keras.ops.clip(x, {min_val}, {max_val})",
                builtin=False,
                differs="On JAX clip calls f′ at a wall 1/2, and keras.activations.hard_tanh, which has −1 and 1, 1.",
            ),
            jax=Spelling(
                code="jnp.clip(x, {min_val}, {max_val})",
                builtin=False,
                differs="At a wall jnp.clip calls the derivative 1/2, and jax.nn.hard_tanh, which has −1 and 1, 1.",
            ),
        ),
        stated=StatedTraits(lower=-1.0, upper=1.0, limits=(-1.0, 1.0), monotone=True, parity="odd", smoothness="C0"),
        function=hard_tanh,
        of_tensors=tensor_forms.hard_tanh,
        parameters=(
            Parameter(name="min_val", symbol="min", meaning="lower wall", default=-1.0, low=-5.0, high=0.0),
            Parameter(name="max_val", symbol="max", meaning="upper wall", default=1.0, low=0.0, high=5.0),
        ),
        kinks=lambda p: (p["min_val"], p["max_val"]) if p["min_val"] < p["max_val"] else (),
    ),
    Activation(
        name="softsign",
        title="Softsign",
        family="saturating",
        formula=r"\frac{x}{1 + |x|}",
        derivative=r"\frac{1}{(1 + |x|)^2}",
        summary="A tanh without exponentials, whose gradient fades slowly.",
        strengths=("Its tails fall as 1/x², far more slowly than tanh's.", "No exponential to compute."),
        weaknesses=("Its second derivative jumps from 2 to −2 at 0.", "It takes long to come near ±1."),
        origin=Origin(
            authors="Elliott",
            year=1993,
            link="https://drum.lib.umd.edu/handle/1903/5355",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="F.softsign(x)"),
            keras=Spelling(code="keras.activations.softsign(x)"),
            jax=Spelling(code="jax.nn.soft_sign(x)"),
        ),
        stated=StatedTraits(lower=-1.0, upper=1.0, limits=(-1.0, 1.0), monotone=True, parity="odd", smoothness="C1"),
        function=softsign,
        kinks=lambda _: (0.0,),
    ),
    Activation(
        name="arctan",
        title="Arctan",
        aliases=("atan",),
        family="saturating",
        formula=r"\arctan x",
        derivative=r"\frac{1}{1 + x^2}",
        summary="The angle whose tangent is x: a sigmoid shape with heavy tails.",
        strengths=("Zero-centred and smooth.", "Its gradient fades as 1/x², not exponentially."),
        weaknesses=("Slow to reach its bounds ±π/2.",),
        origin=Origin(authors="Kamruzzaman & Aziz", year=2002, link="https://doi.org/10.1109/IJCNN.2002.1005521"),
        frameworks=Frameworks(
            torch=Spelling(code="torch.atan(x)"),
            keras=Spelling(code="keras.ops.arctan(x)", differs="On JAX keras.ops.arctan answers float32 for float64."),
            jax=Spelling(code="jnp.arctan(x)"),
        ),
        stated=StatedTraits(
            lower=-math.pi / 2,
            upper=math.pi / 2,
            limits=(-math.pi / 2, math.pi / 2),
            monotone=True,
            parity="odd",
            smoothness="smooth",
        ),
        function=arctan,
    ),
    Activation(
        name="isru",
        title="ISRU",
        family="saturating",
        formula=r"\frac{x}{\sqrt{1 + \alpha x^2}}",
        derivative=r"\left( \frac{1}{\sqrt{1 + \alpha x^2}} \right)^3",
        summary="Inverse square root unit: a sigmoid shape for the price of a square root.",
        strengths=("Its derivative is the cube of a number already at hand.", "Smooth and zero-centred."),
        weaknesses=("Saturates at ±1/√α, like every sigmoid shape.",),
        origin=Origin(authors="Carlile et al.", year=2017, link="https://arxiv.org/abs/1710.09967"),
        frameworks=Frameworks(
            torch=Spelling(code="x * torch.rsqrt(1 + {alpha} * x**2)", builtin=False),
            keras=Spelling(code="x * keras.ops.rsqrt(1 + {alpha} * x**2)", builtin=False),
            jax=Spelling(code="x * jax.lax.rsqrt(1 + {alpha} * x**2)", builtin=False),
        ),
        stated=StatedTraits(
            lower=-1.0, upper=1.0, limits=(-1.0, 1.0), monotone=True, parity="odd", smoothness="smooth"
        ),
        function=isru,
        of_tensors=tensor_forms.isru,
        parameters=(
            Parameter(name="alpha", symbol="α", meaning="sets the bound, 1/√α", default=1.0, low=0.01, high=10.0),
        ),
    ),
    Activation(
        name="sparse_sigmoid",
        title="Sparse sigmoid",
        family="saturating",
        formula=r"\min(\max(\tfrac{x + 1}{2}, 0), 1)",
        derivative=r"\begin{cases} \tfrac{1}{2} & |x| < 1 \\ 0 & \text{otherwise} \end{cases}",
        summary="What sparsemax is to softmax, for two classes: it can say exactly 0 and exactly 1.",
        strengths=("Reaches 0 and 1 instead of approaching them.", "No exponential to compute."),
        weaknesses=("No gradient at all beyond |x| = 1.",),
        origin=Origin(authors="Martins & Astudillo", year=2016, link="https://arxiv.org/abs/1602.02068"),
        frameworks=Frameworks(
            torch=Spelling(
                code="((x + 1) / 2).clamp(0.0, 1.0)",
                builtin=False,
                differs="At ±1 clamp calls the derivative 1/2; the curve here has 0.",
            ),
            keras=Spelling(
                code="keras.activations.sparse_sigmoid(x)",
                differs="On JAX it calls the derivative at ±1 1/4; the curve here has 0.",
            ),
            jax=Spelling(
                code="jax.nn.sparse_sigmoid(x)", differs="It calls the derivative at ±1 1/4; the curve here has 0."
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=1.0, limits=(0.0, 1.0), monotone=True, smoothness="C0"),
        function=sparse_sigmoid,
        kinks=lambda _: (-1.0, 1.0),
    ),
)

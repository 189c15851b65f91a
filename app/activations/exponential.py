"""Exponential activations and their relatives: ReLU's shape with a curve, made of exponentials or square roots."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations import tensor_forms
from app.activations.spec import Activation, Frameworks, InLayer, Origin, Parameter, Spelling, StatedTraits


def elu(x: Tensor, alpha: float) -> Tensor:
    """Exponential linear unit: the identity on the right, an exponential that levels off at −α on the left."""
    return F.elu(x, alpha)


def celu(x: Tensor, alpha: float) -> Tensor:
    """ELU with x/α in the exponential, so that its slope at 0 is 1 for every α."""
    # not F.celu, which calls the same kernel: its gradient rounds α to float32, even in float64
    return torch.ops.aten.elu(x, alpha, 1.0, 1 / alpha)


# where SELU saturates (Klambauer et al. 2017, section "Alpha Dropout")
SELU_FLOOR = -1.0507009873554804934193349852946 * 1.6732632423543772848170429916717


def selu(x: Tensor) -> Tensor:
    """Scaled ELU, with the two constants that keep mean 0 and variance 1."""
    return F.selu(x)


def isrlu(x: Tensor, alpha: float) -> Tensor:
    """Inverse square root linear unit: the identity on the right, ISRU on the left."""
    left = x.clamp(max=0)
    # hypot, because in float16 the square of 256 is infinite
    return torch.where(x > 0, x, left / torch.hypot(math.sqrt(alpha) * left, x.new_ones(())))


def softplus(x: Tensor, beta: float) -> Tensor:
    """The integral of the sigmoid, log(1 + e^βx)/β."""
    # torch switches to the line x at βx = 20, where f, f′ and f″ jump; at 40 the two are equal in float64
    return F.softplus(x, beta, threshold=40.0)


def squareplus(x: Tensor, b: float) -> Tensor:
    """Softplus with a square root instead of exponential and logarithm."""
    if b < torch.finfo(x.dtype).tiny:  # it is ReLU, and the root has no derivative at 0
        return F.relu(x)
    size = torch.where(x < 0, -x, x)  # not abs, whose derivative at 0 is 0
    # what it adds to ReLU, as a quotient: far left x + √(x² + b) would subtract two nearly equal numbers
    extra = b / (2 * (size + torch.hypot(x, x.new_full((), math.sqrt(b)))))
    return torch.where(x < 0, extra, x + extra)


def sparse_plus(x: Tensor) -> Tensor:
    """The integral of the sparse sigmoid: 0, a parabola, x."""
    return torch.where(x >= 1, x, (x.clamp(-1, 1) + 1) ** 2 / 4)


def exponential(x: Tensor) -> Tensor:
    """The exponential function."""
    return torch.exp(x)


def soft_exponential(x: Tensor, alpha: float) -> Tensor:
    """From the logarithm (α = −1) through the identity (0) to the exponential (1); NaN where it has no value."""
    if abs(alpha) < torch.finfo(x.dtype).tiny:  # αx would underflow, and 1/α overflow
        return x
    if alpha > 0:
        return torch.expm1(alpha * x) / alpha + alpha
    inside = (1 - alpha) * (1 + alpha) - alpha * x
    # 1 − α(x + α) as `inside` is exact where it is small, as log1p's argument where α is small
    log = torch.log(inside) if alpha < -0.5 else torch.log1p(-alpha * (x + alpha))
    # a logarithm is NaN outside its domain, but its gradient is not
    return -log / alpha * torch.ones_like(x).masked_fill(inside <= 0, math.nan)


EXPONENTIAL = (
    Activation(
        name="elu",
        title="ELU",
        family="exponential",
        formula=r"\begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}",
        derivative=r"\begin{cases} 1 & x > 0 \\ \alpha e^x & x < 0 \end{cases}",
        summary="A ReLU whose left side bends down to −α instead of breaking off at 0.",
        strengths=(
            "Negative outputs bring the mean of a layer closer to 0.",
            "At α = 1 its slope does not jump at 0.",
        ),
        weaknesses=(
            "It needs an exponential on the left.",
            "Far to the left its gradient vanishes, and for α ≠ 1 it jumps at 0.",
        ),
        origin=Origin(authors="Clevert, Unterthiner & Hochreiter", year=2015, link="https://arxiv.org/abs/1511.07289"),
        frameworks=Frameworks(
            torch=Spelling(code="F.elu(x, {alpha})"),
            keras=Spelling(code="keras.activations.elu(x, alpha={alpha})"),
            jax=Spelling(
                code="jax.nn.elu(x, {alpha})",
                differs="At 0 jax.nn.elu calls the second derivative α; torch says 0.",
            ),
        ),
        stated=StatedTraits(lower=-1.0, upper=None, limits=(-1.0, math.inf), monotone=True, smoothness="C1"),
        function=elu,
        of_tensors=tensor_forms.elu,
        parameters=(Parameter(name="alpha", symbol="α", meaning="depth on the left", default=1.0, low=0.01, high=5.0),),
        kinks=lambda _: (0.0,),
    ),
    Activation(
        name="celu",
        title="CELU",
        family="exponential",
        formula=r"\begin{cases} x & x > 0 \\ \alpha (e^{x / \alpha} - 1) & x \le 0 \end{cases}",
        derivative=r"\begin{cases} 1 & x > 0 \\ e^{x / \alpha} & x \le 0 \end{cases}",
        summary="An ELU that stays free of a corner at 0 whatever its depth α.",
        strengths=(
            "Its slope at 0 is 1 for every α.",
            "Its gradient never exceeds 1.",
            "As α goes to 0 it becomes ReLU.",
        ),
        weaknesses=(
            "Its second derivative jumps from 1/α to 0 at 0.",
            "For small α the gradient on the left vanishes sooner than ELU's.",
        ),
        origin=Origin(authors="Barron", year=2017, link="https://arxiv.org/abs/1704.07483"),
        frameworks=Frameworks(
            torch=Spelling(
                code="F.celu(x, {alpha})",
                differs="F.celu's gradient rounds α to float32, so in float64 it is not exact.",
            ),
            keras=Spelling(code="keras.activations.celu(x, alpha={alpha})"),
            jax=Spelling(code="jax.nn.celu(x, {alpha})"),
        ),
        stated=StatedTraits(lower=-1.0, upper=None, limits=(-1.0, math.inf), monotone=True, smoothness="C1"),
        function=celu,
        of_tensors=tensor_forms.celu,
        parameters=(
            Parameter(
                name="alpha", symbol="α", meaning="depth on the left", default=1.0, low=0.05, high=5.0, step=0.05
            ),
        ),
        kinks=lambda _: (0.0,),
    ),
    Activation(
        name="selu",
        title="SELU",
        family="exponential",
        formula=(
            r"\lambda \begin{cases} x & x > 0 \\ \alpha (e^x - 1) & x \le 0 \end{cases}"
            r" \quad \lambda \approx 1.0507, \; \alpha \approx 1.6733"
        ),
        derivative=r"\lambda \begin{cases} 1 & x > 0 \\ \alpha e^x & x < 0 \end{cases}",
        summary="An ELU tuned so that layers keep mean 0 and variance 1 without normalisation.",
        strengths=(
            "A standard normal input leaves with mean 0 and variance 1, and deviations shrink from layer to layer.",
            "Deep plain networks train without batch normalisation.",
        ),
        weaknesses=(
            "The promise needs LeCun-normal weights, alpha dropout and plain dense layers.",
            "Its slope falls from 1.7581 to 1.0507 at 0.",
        ),
        origin=Origin(
            authors="Klambauer, Unterthiner, Mayr & Hochreiter",
            year=2017,
            link="https://arxiv.org/abs/1706.02515",
        ),
        frameworks=Frameworks(
            torch=Spelling(
                code="F.selu(x)",
                differs="At 0 F.selu calls the derivative 1.7581, its limit from the left; TensorFlow says 1.0507.",
            ),
            keras=Spelling(code="keras.activations.selu(x)"),
            jax=Spelling(code="jax.nn.selu(x)"),
        ),
        stated=StatedTraits(
            lower=-1.7580993408473766,
            upper=None,
            limits=(-1.7580993408473766, math.inf),
            monotone=True,
            smoothness="C0",
        ),
        function=selu,
        kinks=lambda _: (0.0,),
        in_layer=InLayer(scheme="lecun", floor=SELU_FLOOR),
    ),
    Activation(
        name="isrlu",
        title="ISRLU",
        family="exponential",
        formula=r"\begin{cases} x & x > 0 \\ \frac{x}{\sqrt{1 + \alpha x^2}} & x \le 0 \end{cases}",
        derivative=(
            r"\begin{cases} 1 & x > 0 \\ \left( \frac{1}{\sqrt{1 + \alpha x^2}} \right)^3 & x \le 0 \end{cases}"
        ),
        summary="ELU's shape for the price of a square root, and one degree smoother.",
        strengths=(
            "Its second derivative has no jump, unlike ELU's.",
            "On the left its gradient is the cube of a number already at hand.",
        ),
        weaknesses=(
            "The third derivative still jumps at 0, from −3α to 0.",
            "The gradient fades on the left, as 1/|x|³.",
        ),
        origin=Origin(authors="Carlile et al.", year=2017, link="https://arxiv.org/abs/1710.09967"),
        frameworks=Frameworks(
            torch=Spelling(code="torch.where(x > 0, x, x * torch.rsqrt(1 + {alpha} * x**2))", builtin=False),
            keras=Spelling(code="keras.ops.where(x > 0, x, x * keras.ops.rsqrt(1 + {alpha} * x**2))", builtin=False),
            jax=Spelling(code="jnp.where(x > 0, x, x * jax.lax.rsqrt(1 + {alpha} * x**2))", builtin=False),
        ),
        stated=StatedTraits(lower=-1.0, upper=None, limits=(-1.0, math.inf), monotone=True, smoothness="C2"),
        function=isrlu,
        of_tensors=tensor_forms.isrlu,
        parameters=(
            Parameter(name="alpha", symbol="α", meaning="sets the depth, 1/√α", default=1.0, low=0.01, high=10.0),
        ),
        kinks=lambda _: (0.0,),
    ),
    Activation(
        name="softplus",
        title="Softplus",
        family="exponential",
        formula=r"\frac{\log(1 + e^{\beta x})}{\beta}",
        derivative=r"\sigma(\beta x)",
        summary="ReLU with its corner rounded off; its derivative is the sigmoid.",
        strengths=(
            "Smooth everywhere, and its gradient is never 0.",
            "Always positive, so it can output a scale or a variance.",
        ),
        weaknesses=(
            "Its output at 0 is log(2)/β, not 0.",
            "It needs an exponential and a logarithm.",
        ),
        origin=Origin(
            authors="Dugas, Bengio, Bélisle, Nadeau & Garcia",
            year=2001,
            link="https://proceedings.neurips.cc/paper/2000/hash/44968aece94f667e4095002d140b5896-Abstract.html",
        ),
        frameworks=Frameworks(
            torch=Spelling(
                code="F.softplus(x, {beta}, threshold=40.0)",
                differs="By default F.softplus is the line x from βx = 20 on, with a jump of 2e-9/β there.",
            ),
            keras=Spelling(
                code="keras.activations.softplus({beta} * x) / {beta}",
                builtin=False,
                differs="keras.activations.softplus fixes β at 1; on the torch backend it is the line x from 20 on.",
            ),
            jax=Spelling(
                code="jax.nn.softplus({beta} * x) / {beta}",
                builtin=False,
                differs="jax.nn.softplus fixes β at 1.",
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=True, smoothness="smooth"),
        function=softplus,
        of_tensors=tensor_forms.softplus,
        parameters=(
            Parameter(
                name="beta", symbol="β", meaning="sharpness of the bend", default=1.0, low=0.1, high=10.0, step=0.1
            ),
        ),
    ),
    Activation(
        name="squareplus",
        title="Squareplus",
        family="exponential",
        formula=r"\frac{x + \sqrt{x^2 + b}}{2}",
        derivative=r"\frac{1}{2} \left( 1 + \frac{x}{\sqrt{x^2 + b}} \right)",
        summary="Softplus made of algebra alone: a hyperbola between 0 and x.",
        strengths=(
            "One square root, no exponential.",
            "At b = 4 it bends as sharply at 0 as softplus, with f″ = 1/4; at b = 0 it is ReLU.",
        ),
        weaknesses=(
            "On the left it fades as b/(4|x|), far more slowly than softplus.",
            "Its output at 0 is √b/2, which is 1 at b = 4.",
        ),
        origin=Origin(authors="Barron", year=2021, link="https://arxiv.org/abs/2112.11687"),
        frameworks=Frameworks(
            torch=Spelling(
                code="(x + torch.sqrt(x**2 + {b})) / 2",
                builtin=False,
                differs="Far left this loses digits, and at b = 0 its derivative at 0 is NaN.",
            ),
            keras=Spelling(
                code="keras.activations.squareplus(x, b={b})",
                differs="Far left it loses digits, and at b = 0 its derivative at 0 is NaN.",
            ),
            jax=Spelling(
                code="jax.nn.squareplus(x, {b})",
                differs="At −10,000 in float32 it gives 0, not 0.0001; at b = 0 its derivative at 0 is NaN.",
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=True, smoothness="smooth"),
        function=squareplus,
        of_tensors=tensor_forms.squareplus,
        parameters=(
            Parameter(name="b", symbol="b", meaning="width of the bend", default=4.0, low=0.0, high=10.0, step=0.1),
        ),
        kinks=lambda p: (0.0,) if p["b"] == 0 else (),
    ),
    Activation(
        name="sparse_plus",
        title="Sparse plus",
        family="exponential",
        formula=r"\begin{cases} 0 & x \le -1 \\ \frac{(x + 1)^2}{4} & -1 < x < 1 \\ x & x \ge 1 \end{cases}",
        derivative=r"\min(\max(\tfrac{x + 1}{2}, 0), 1)",
        summary="ReLU with a parabola in place of its corner; its derivative is the sparse sigmoid.",
        strengths=("Exactly 0 on the left and exactly x on the right.", "Its slope does not jump anywhere."),
        weaknesses=(
            "Left of −1 there is no gradient, as with ReLU.",
            "Its second derivative jumps at −1 and at 1.",
        ),
        origin=Origin(authors="Martins & Astudillo", year=2016, link="https://arxiv.org/abs/1602.02068"),
        frameworks=Frameworks(
            torch=Spelling(code="torch.where(x >= 1, x, (x.clamp(-1.0, 1.0) + 1) ** 2 / 4)", builtin=False),
            keras=Spelling(code="keras.activations.sparse_plus(x)"),
            jax=Spelling(code="jax.nn.sparse_plus(x)"),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=True, smoothness="C1"),
        function=sparse_plus,
        kinks=lambda _: (-1.0, 1.0),
    ),
    Activation(
        name="exponential",
        title="Exponential",
        family="exponential",
        formula=r"e^x",
        derivative=r"e^x",
        summary="Turns sums into products: the output for counts and rates, and its own derivative.",
        strengths=("Always positive.", "Its inverse, the logarithm, is the usual link of a Poisson regression."),
        weaknesses=(
            "It explodes: float32 overflows beyond x ≈ 88.7, float16 beyond 11.1.",
            "Its gradient is as large as its output, so training is rarely stable in a hidden layer.",
        ),
        origin=Origin(authors="Nelder & Wedderburn", year=1972, link="https://doi.org/10.2307/2344614"),
        frameworks=Frameworks(
            torch=Spelling(code="torch.exp(x)"),
            keras=Spelling(code="keras.activations.exponential(x)"),
            jax=Spelling(code="jnp.exp(x)"),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=True, smoothness="smooth"),
        function=exponential,
    ),
    Activation(
        name="soft_exponential",
        title="Soft exponential",
        family="exponential",
        formula=(
            r"\begin{cases} -\frac{\log(1 - \alpha (x + \alpha))}{\alpha} & \alpha < 0 \\ x & \alpha = 0 \\"
            r" \frac{e^{\alpha x} - 1}{\alpha} + \alpha & \alpha > 0 \end{cases}"
        ),
        derivative=(
            r"\begin{cases} \frac{1}{1 - \alpha (\alpha + x)} & \alpha < 0 \\ e^{\alpha x} & \alpha \ge 0 \end{cases}"
        ),
        summary="One knob that goes from the logarithm (α = −1) through the identity (0) to the exponential (1).",
        strengths=(
            "With logarithms and exponentials at hand, a network can add, multiply and take powers exactly.",
            "It is smooth in x wherever it has a value.",
        ),
        weaknesses=(
            "For α > 0 output and gradient grow exponentially: at α = 0.5 the slope at 20 is 22,026.",
            "For α < 0 it has no value at or left of (1 − α²)/α, which is −1.5 at α = −0.5.",
        ),
        origin=Origin(authors="Godfrey & Gashler", year=2015, link="https://arxiv.org/abs/1602.01321"),
        frameworks=Frameworks(
            torch=Spelling(
                code="x if {alpha} == 0 else torch.expm1({alpha} * x) / {alpha} + {alpha} if {alpha} > 0"
                " else -torch.log1p(-({alpha}) * (x + {alpha})) / {alpha}",
                builtin=False,
            ),
            keras=Spelling(
                code="x if {alpha} == 0 else keras.ops.expm1({alpha} * x) / {alpha} + {alpha} if {alpha} > 0"
                " else -keras.ops.log1p(-({alpha}) * (x + {alpha})) / {alpha}",
                builtin=False,
            ),
            jax=Spelling(
                code="x if {alpha} == 0 else jnp.expm1({alpha} * x) / {alpha} + {alpha} if {alpha} > 0"
                " else -jnp.log1p(-({alpha}) * (x + {alpha})) / {alpha}",
                builtin=False,
            ),
        ),
        stated=StatedTraits(lower=-1.5, upper=None, limits=(-1.5, math.inf), monotone=True, smoothness="smooth"),
        function=soft_exponential,
        of_tensors=tensor_forms.soft_exponential,
        parameters=(
            Parameter(name="alpha", symbol="α", meaning="logarithm to exponential", default=0.5, low=-1.0, high=1.0),
        ),
    ),
)

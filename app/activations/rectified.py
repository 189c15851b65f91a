"""Rectified activations: straight pieces joined at kinks, with a gradient that does not fade on the right."""

import math

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations import tensor_forms
from app.activations.spec import (
    Activation,
    Frameworks,
    InLayer,
    Number,
    Origin,
    Parameter,
    ParameterValues,
    Spelling,
    StatedTraits,
)


def relu(x: Tensor) -> Tensor:
    """Rectified linear unit: the positive part of x."""
    return F.relu(x)


def clipped_relu(x: Tensor, max_value: float) -> Tensor:
    """ReLU with a ceiling; at 6 it is ReLU6."""
    return F.hardtanh(x, 0.0, max_value)


def leaky_relu(x: Tensor, alpha: float) -> Tensor:
    """ReLU with a fixed slope on the left."""
    return F.leaky_relu(x, alpha)


def prelu(x: Tensor, alpha: Number) -> Tensor:
    """Leaky ReLU whose slope is learned."""
    return torch.where(x > 0, x, alpha * x)


def rrelu(x: Tensor, lower: float, upper: float) -> Tensor:
    """Randomized leaky ReLU as it is in evaluation: its slope is the mean of those drawn in training."""
    return F.leaky_relu(x, (lower + upper) / 2)


def _rrelu_in_training(x: Tensor, uniform: Tensor, lower: float, upper: float) -> Tensor:
    return F.relu(x) + (lower + (upper - lower) * uniform) * x.clamp(max=0.0)


def thresholded_relu(x: Tensor, theta: float) -> Tensor:
    """The identity above the threshold, 0 up to it."""
    return F.threshold(x, theta, 0.0)


def absolute(x: Tensor) -> Tensor:
    """Absolute value rectification, |x|."""
    return torch.abs(x)


def squared_relu(x: Tensor) -> Tensor:
    """The square of ReLU."""
    return F.relu(x) ** 2


def srelu(x: Tensor, t_left: Number, a_left: Number, t_right: Number, a_right: Number) -> Tensor:
    """S-shaped ReLU: the identity between two thresholds, a line of its own beyond each."""
    right = t_right + a_right * (x - t_right)
    left = t_left + a_left * (x - t_left)
    return torch.where(x >= t_right, right, torch.where(x <= t_left, left, x))


def _srelu_kinks(p: ParameterValues) -> tuple[float, ...]:
    if p["t_left"] == p["t_right"]:  # the middle piece is a point, where the outer two meet
        return () if p["a_left"] == p["a_right"] else (0.0,)
    ends = ((p["t_left"], p["a_left"]), (p["t_right"], p["a_right"]))
    return tuple(threshold for threshold, slope in ends if slope != 1)


RECTIFIED = (
    Activation(
        name="relu",
        title="ReLU",
        family="rectified",
        formula=r"\max(0, x)",
        derivative=r"\begin{cases} 1 & x > 0 \\ 0 & x < 0 \end{cases}",
        summary="Keeps what is positive and drops the rest: the plainest nonlinearity that trains deep networks.",
        strengths=(
            "Its gradient is exactly 1 on the right, however large x is.",
            "It costs one comparison, and many of its outputs are exactly 0.",
        ),
        weaknesses=(
            "A unit that is negative for every sample gets no gradient, and stays dead.",
            "It is not zero-centred: fed a standard normal, its mean is 0.399.",
        ),
        origin=Origin(authors="Nair & Hinton", year=2010, link="https://www.cs.toronto.edu/~hinton/absps/reluICML.pdf"),
        frameworks=Frameworks(
            torch=Spelling(code="F.relu(x)"),
            keras=Spelling(code="keras.activations.relu(x)"),
            jax=Spelling(
                code="jax.nn.relu(x)",
                differs="At 0 jax.nn.relu calls the derivative 0, as torch does; jnp.maximum(x, 0) calls it 1/2.",
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=True, smoothness="C0"),
        function=relu,
        kinks=lambda _: (0.0,),
    ),
    Activation(
        name="clipped_relu",
        title="Clipped ReLU",
        aliases=("relu6",),
        family="rectified",
        formula=r"\min(\max(0, x), \mathrm{max})",
        derivative=r"\begin{cases} 1 & 0 < x < \mathrm{max} \\ 0 & \text{otherwise} \end{cases}",
        summary="A ReLU with a ceiling; at 6 it is ReLU6, the activation of small networks on phones.",
        strengths=(
            "Its outputs fit a fixed range, which suits arithmetic of few bits.",
            "Inside the range the gradient is exactly 1.",
        ),
        weaknesses=("It is flat on both sides: a unit can die below 0 and above the ceiling.",),
        origin=Origin(
            authors="Krizhevsky", year=2010, link="https://www.cs.toronto.edu/~kriz/conv-cifar10-aug2010.pdf"
        ),
        frameworks=Frameworks(
            torch=Spelling(
                code="F.hardtanh(x, 0.0, {max_value})", builtin=False, differs="F.relu6 fixes the ceiling at 6."
            ),
            keras=Spelling(
                code="keras.activations.relu(x, max_value={max_value})",
                differs="The ceiling starts at None, which is none; at one, Keras on JAX calls the derivative 1/2.",
            ),
            jax=Spelling(
                code="jnp.clip(x, 0.0, {max_value})",
                builtin=False,
                differs="jax.nn.relu6 fixes the ceiling at 6; jnp.clip calls the derivative at each corner 1/2, not 0.",
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=6.0, limits=(0.0, 6.0), monotone=True, smoothness="C0"),
        function=clipped_relu,
        of_tensors=tensor_forms.clipped_relu,
        parameters=(
            Parameter(name="max_value", symbol="max", meaning="the ceiling", default=6.0, low=0.1, high=10.0, step=0.1),
        ),
        kinks=lambda p: (0.0, p["max_value"]),
    ),
    Activation(
        name="leaky_relu",
        title="Leaky ReLU",
        aliases=("lrelu",),
        family="rectified",
        formula=r"\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}",
        derivative=r"\begin{cases} 1 & x > 0 \\ \alpha & x < 0 \end{cases}",
        summary="A ReLU that lets a little through on the left, so that no unit dies.",
        strengths=("The gradient is never 0.", "As cheap as ReLU."),
        weaknesses=(
            "The slope is one more number to choose, and frameworks choose differently.",
            "At slope 0.01 a negative unit learns a hundred times slower than a positive one.",
        ),
        origin=Origin(
            authors="Maas, Hannun & Ng",
            year=2013,
            link="https://ai.stanford.edu/~amaas/papers/relu_hybrid_icml2013_final.pdf",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="F.leaky_relu(x, {alpha})"),
            keras=Spelling(
                code="keras.activations.leaky_relu(x, negative_slope={alpha})",
                differs="The function's slope starts at 0.2, the layer's at 0.3; at 0, Keras on JAX calls it 1.",
            ),
            jax=Spelling(
                code="jax.nn.leaky_relu(x, {alpha})",
                differs="At 0 jax.nn.leaky_relu calls the derivative 1; torch says α.",
            ),
        ),
        stated=StatedTraits(lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, smoothness="C0"),
        function=leaky_relu,
        of_tensors=tensor_forms.leaky_relu,
        parameters=(
            Parameter(
                name="alpha",
                symbol="α",
                meaning="slope on the left",
                default=0.01,
                low=0.0,
                high=1.0,
                aliases=("negative_slope",),
            ),
        ),
        kinks=lambda p: () if p["alpha"] == 1 else (0.0,),
    ),
    Activation(
        name="prelu",
        title="PReLU",
        family="rectified",
        formula=r"\begin{cases} x & x > 0 \\ \alpha x & x \le 0 \end{cases}",
        derivative=r"\begin{cases} 1 & x > 0 \\ \alpha & x < 0 \end{cases}",
        summary="A leaky ReLU that learns how much to leak.",
        strengths=(
            "Each layer, or each unit, finds its own slope by gradient descent.",
            "It contains ReLU (α = 0), the identity (α = 1) and the absolute value (α = −1).",
        ),
        weaknesses=(
            "Weight decay pulls the slope towards 0, which is ReLU again.",
            "One slope per unit adds parameters that a small data set can overfit.",
        ),
        origin=Origin(authors="He, Zhang, Ren & Sun", year=2015, link="https://arxiv.org/abs/1502.01852"),
        frameworks=Frameworks(
            torch=Spelling(
                code="F.prelu(x, x.new_tensor([{alpha}]))", differs="torch.nn.PReLU learns one slope for all units."
            ),
            keras=Spelling(
                code="keras.layers.PReLU(keras.initializers.Constant({alpha}))(x)",
                differs="keras.layers.PReLU learns one slope per feature, starts it at 0 and computes in float32; on "
                "JAX it calls the derivative at 0 0.",
            ),
            jax=Spelling(
                code="jnp.where(x > 0, x, {alpha} * x)",
                builtin=False,
                differs="jax.nn has no PReLU; Flax's learns one slope, and starts it at 0.01.",
            ),
        ),
        stated=StatedTraits(lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, smoothness="C0"),
        function=prelu,
        parameters=(
            Parameter(
                name="alpha",
                symbol="α",
                meaning="slope on the left",
                default=0.25,
                low=-1.0,
                high=2.0,
                learnable=True,
            ),
        ),
        kinks=lambda p: () if p["alpha"] == 1 else (0.0,),
    ),
    Activation(
        name="rrelu",
        title="RReLU",
        family="rectified",
        formula=r"\begin{cases} x & x > 0 \\ \tfrac{\ell + u}{2} \, x & x \le 0 \end{cases}",
        derivative=r"\begin{cases} 1 & x > 0 \\ \tfrac{\ell + u}{2} & x < 0 \end{cases}",
        summary="A leaky ReLU that rolls dice for its slope in training and uses the average afterwards.",
        strengths=("The random slope regularises, much as dropout does.", "In evaluation it is as cheap as ReLU."),
        weaknesses=(
            "Training and evaluation compute different functions.",
            "The curve here is the one of evaluation; in training the left side is a fan of lines.",
        ),
        origin=Origin(authors="Xu, Wang, Chen & Li", year=2015, link="https://arxiv.org/abs/1505.00853"),
        frameworks=Frameworks(
            torch=Spelling(
                code="F.rrelu(x, {lower}, {upper})",
                differs="The paper divides by a number from U(3, 8), so its slope in evaluation is 2/11, not 11/48.",
            ),
            keras=Spelling(
                code="keras.activations.leaky_relu(x, negative_slope=({lower} + {upper}) / 2)",
                builtin=False,
                differs="Keras has no RReLU; this is the form of evaluation, and on JAX calls the derivative at 0 1.",
            ),
            jax=Spelling(
                code="jax.nn.leaky_relu(x, ({lower} + {upper}) / 2)",
                builtin=False,
                differs="jax.nn has no RReLU; this is the form of evaluation, and calls the derivative at 0 1.",
            ),
        ),
        stated=StatedTraits(lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, smoothness="C0"),
        function=rrelu,
        of_tensors=tensor_forms.rrelu,
        in_layer=InLayer(training=_rrelu_in_training),
        parameters=(
            Parameter(name="lower", symbol="ℓ", meaning="smallest slope drawn", default=1 / 8, low=0.0, high=1.0),
            Parameter(name="upper", symbol="u", meaning="largest slope drawn", default=1 / 3, low=0.0, high=1.0),
        ),
        ascending=("lower", "upper"),
        kinks=lambda p: () if (p["lower"] + p["upper"]) / 2 == 1 else (0.0,),
    ),
    Activation(
        name="thresholded_relu",
        title="Thresholded ReLU",
        aliases=("threshold",),
        family="rectified",
        formula=r"\begin{cases} x & x > \theta \\ 0 & x \le \theta \end{cases}",
        derivative=r"\begin{cases} 1 & x > \theta \\ 0 & x < \theta \end{cases}",
        summary="Passes a value unchanged once it is large enough, and ignores it until then.",
        strengths=(
            "Sparse outputs without a bias to learn.",
            "What passes is not shifted by the threshold.",
        ),
        weaknesses=(
            "The function itself jumps, by θ, and the gradient does not see the jump.",
            "Below the threshold there is no gradient at all.",
        ),
        origin=Origin(authors="Konda, Memisevic & Krueger", year=2014, link="https://arxiv.org/abs/1402.3337"),
        frameworks=Frameworks(
            torch=Spelling(code="F.threshold(x, {theta}, 0.0)"),
            keras=Spelling(
                code="keras.activations.threshold(x, {theta}, 0.0)",
                differs="Keras 3 dropped the ThresholdedReLU layer of Keras 2, whose θ started at 1.",
            ),
            jax=Spelling(code="jnp.where(x > {theta}, x, 0.0)", builtin=False),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=True, smoothness="jump"),
        function=thresholded_relu,
        of_tensors=tensor_forms.thresholded_relu,
        parameters=(
            Parameter(
                name="theta",
                symbol="θ",
                meaning="threshold",
                default=1.0,
                low=0.0,
                high=5.0,
                step=0.05,
                aliases=("threshold",),
            ),
        ),
        kinks=lambda p: (p["theta"],),
    ),
    Activation(
        name="abs",
        title="Absolute value",
        aliases=("absolute",),
        family="rectified",
        formula=r"|x|",
        derivative=r"\begin{cases} 1 & x > 0 \\ -1 & x < 0 \end{cases}",
        summary="Forgets the sign and keeps the size: a rectifier that throws no energy away.",
        strengths=("Its gradient is 1 or −1, so no unit dies.", "An edge counts the same in either polarity."),
        weaknesses=("x and −x become the same output.", "It falls before it rises, so it is not monotone."),
        origin=Origin(
            authors="Jarrett, Kavukcuoglu, Ranzato & LeCun",
            year=2009,
            link="https://doi.org/10.1109/ICCV.2009.5459469",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="torch.abs(x)"),
            keras=Spelling(
                code="keras.ops.abs(x)", differs="On JAX it calls the derivative at 0 1; TensorFlow and torch say 0."
            ),
            jax=Spelling(code="jnp.abs(x)", differs="At 0 jnp.abs calls the derivative 1; torch says 0."),
        ),
        stated=StatedTraits(
            lower=0.0, upper=None, limits=(math.inf, math.inf), monotone=False, parity="even", smoothness="C0"
        ),
        function=absolute,
        kinks=lambda _: (0.0,),
    ),
    Activation(
        name="squared_relu",
        title="Squared ReLU",
        aliases=("relu squared", "relu2"),
        family="rectified",
        formula=r"\max(0, x)^2",
        derivative=r"2 \max(0, x)",
        summary="A ReLU squared, found by an automatic search for better Transformers.",
        strengths=(
            "Its derivative has no jump: it starts from 0 and rises as 2x.",
            "Exactly 0 on the left, like ReLU.",
        ),
        weaknesses=(
            "Output and gradient grow with x, so large inputs can blow up.",
            "Below x = 1/2 its gradient is smaller than ReLU's, and left of 0 it is 0 too.",
        ),
        origin=Origin(authors="So et al.", year=2021, link="https://arxiv.org/abs/2109.08668"),
        frameworks=Frameworks(
            torch=Spelling(code="F.relu(x) ** 2", builtin=False),
            keras=Spelling(code="keras.activations.relu(x) ** 2", builtin=False),
            jax=Spelling(code="jax.nn.relu(x) ** 2", builtin=False),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=True, smoothness="C1"),
        function=squared_relu,
        kinks=lambda _: (0.0,),
    ),
    Activation(
        name="srelu",
        title="SReLU",
        family="rectified",
        formula=(
            r"\begin{cases} t_r + a_r (x - t_r) & x \ge t_r \\ x & t_l < x < t_r \\"
            r" t_l + a_l (x - t_l) & x \le t_l \end{cases}"
        ),
        derivative=r"\begin{cases} a_r & x > t_r \\ 1 & t_l < x < t_r \\ a_l & x < t_l \end{cases}",
        summary="Three straight lines whose two bends are learned: it can be convex, concave or S-shaped.",
        strengths=(
            "All four parameters are learned, so the data decide where to bend and how far.",
            "It contains leaky ReLU (tₗ = 0, aᵣ = 1) and, with aₗ = −1 as well, the absolute value.",
        ),
        weaknesses=(
            "Four parameters for each unit is a lot for an activation.",
            "Where to put the thresholds at the start is a question of its own.",
        ),
        origin=Origin(authors="Jin et al.", year=2015, link="https://arxiv.org/abs/1512.07030"),
        frameworks=Frameworks(
            torch=Spelling(
                code="x.clamp({t_left}, {t_right}) + {a_right} * F.relu(x - {t_right})"
                " - {a_left} * F.relu({t_left} - x)",
                builtin=False,
                differs="At a threshold it calls the derivative 1; the curve here has the outer line's slope.",
            ),
            keras=Spelling(
                code="keras.ops.clip(x, {t_left}, {t_right}) + {a_right} * keras.ops.relu(x - {t_right})"
                " - {a_left} * keras.ops.relu({t_left} - x)",
                builtin=False,
                differs="At a threshold clip on JAX calls the derivative 1/2; the curve here has the outer line's.",
            ),
            jax=Spelling(
                code="jnp.clip(x, {t_left}, {t_right}) + {a_right} * jax.nn.relu(x - {t_right})"
                " - {a_left} * jax.nn.relu({t_left} - x)",
                builtin=False,
                differs="At a threshold jnp.clip calls the derivative 1/2; the curve here has the outer line's.",
            ),
        ),
        stated=StatedTraits(lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, smoothness="C0"),
        function=srelu,
        parameters=(
            Parameter(
                name="t_left",
                symbol="tₗ",
                meaning="where the left line begins",
                default=-1.0,
                low=-5.0,
                high=0.0,
                step=0.05,
                learnable=True,
            ),
            Parameter(
                name="a_left",
                symbol="aₗ",
                meaning="slope of the left line",
                default=0.1,
                low=-1.0,
                high=2.0,
                learnable=True,
            ),
            Parameter(
                name="t_right",
                symbol="tᵣ",
                meaning="where the right line begins",
                default=1.0,
                low=0.0,
                high=5.0,
                step=0.05,
                learnable=True,
            ),
            Parameter(
                name="a_right",
                symbol="aᵣ",
                meaning="slope of the right line",
                default=0.5,
                low=-1.0,
                high=2.0,
                learnable=True,
            ),
        ),
        kinks=_srelu_kinks,
    ),
)

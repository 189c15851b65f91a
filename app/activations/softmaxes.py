"""Softmax and its kin: activations that turn n logits into n shares, along the last dimension, behind any batch."""

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations.spec import (
    Activation,
    Frameworks,
    InLayer,
    Origin,
    Parameter,
    ParameterValues,
    Slice,
    Spelling,
    StatedTraits,
)


def softmax(z: Tensor, temperature: float) -> Tensor:
    """e^(zᵢ/T) over the sum of all such: (..., n) → (..., n), positive, with sum 1."""
    return torch.softmax(z / temperature, dim=-1)


def log_softmax(z: Tensor) -> Tensor:
    """The logarithm of softmax: (..., n) → (..., n), right where a share rounds to 0."""
    return F.log_softmax(z, dim=-1)


def softmin(z: Tensor) -> Tensor:
    """The softmax of −z: (..., n) → (..., n), the largest share to the least logit."""
    return F.softmin(z, dim=-1)


def hardmax(z: Tensor) -> Tensor:
    """1 at the first largest logit, 0 elsewhere: (..., n) → (..., n). It carries no gradient."""
    return F.one_hot(z.argmax(dim=-1), z.shape[-1]).to(z.dtype)


def gumbel_softmax(z: Tensor, tau: float, seed: int) -> Tensor:
    """The softmax of (z + g)/τ: (..., n) → (..., n), with Gumbel noise g drawn from `seed`.

    The same numbers as F.gumbel_softmax(z, tau) right after torch.manual_seed(seed).
    """
    return softmax(z + _gumbel_noise(z, seed), tau)


def _gumbel_noise(like: Tensor, seed: int) -> Tensor:
    """Standard Gumbel numbers in the shape, dtype and device of `like`, the same for the same `seed`."""
    generator = torch.Generator(device=like.device).manual_seed(seed)
    return -like.new_empty(like.shape).exponential_(generator=generator).log()


def _gumbel_in_training(z: Tensor, uniform: Tensor, tau: float, seed: int) -> Tensor:
    del seed  # the training run has its own
    # −log(−log u) is a Gumbel number; the smallest u keeps it finite
    tiny = torch.finfo(z.dtype).tiny
    return softmax(z - (-uniform.clamp(min=tiny).log()).clamp(min=tiny).log(), tau)


def _gumbel_in_evaluation(z: Tensor, tau: float, seed: int) -> Tensor:
    del seed  # the noise is for training
    return softmax(z, tau)


def sparsemax(z: Tensor) -> Tensor:
    """The point of the probability simplex that is nearest to z: (..., n) → (..., n), often with zeros.

    It is relu(z − τ) with the τ that makes the sum 1: the largest, over k, of (the sum of the k largest zᵢ, less 1)/k.
    """
    # a common shift changes nothing but the rounding: near 0, the cumulative sums keep all their digits
    z = z - z.detach().amax(dim=-1, keepdim=True)
    sums = z.sort(dim=-1, descending=True).values.cumsum(dim=-1)
    counts = torch.arange(1, z.shape[-1] + 1, dtype=z.dtype, device=z.device)
    threshold = ((sums - 1) / counts).max(dim=-1, keepdim=True).values
    return F.relu(z - threshold)


def _logits(x: Tensor, z2: float, z3: float) -> Tensor:
    """The three logits of a slice, (...) → (..., 3): x moves, the others stay."""
    return torch.stack((x, torch.full_like(x, z2), torch.full_like(x, z3)), dim=-1)


def _first_of_three(function: Callable[[Tensor], Tensor]) -> Callable[[Tensor, float, float], Tensor]:
    """The first output of `function` on the three logits of a slice."""

    def first(x: Tensor, z2: float, z3: float) -> Tensor:
        return function(_logits(x, z2, z3))[..., 0]

    return first


def _softmax_slice(x: Tensor, temperature: float, z2: float, z3: float) -> Tensor:
    return softmax(_logits(x, z2, z3), temperature)[..., 0]


def _gumbel_softmax_slice(x: Tensor, tau: float, seed: int, z2: float, z3: float) -> Tensor:
    # drawn on the CPU in float64, so that one seed draws one curve in every precision and on every device
    noise = _gumbel_noise(torch.empty(3, dtype=torch.float64), seed).to(x)
    return softmax(_logits(x, z2, z3) + noise, tau)[..., 0]


def _sparsemax_kinks(p: ParameterValues) -> tuple[float, ...]:
    """Where z₁ = x enters the support, and where each of the other two leaves it."""
    high, low = max(p["z2"], p["z3"]), min(p["z2"], p["z3"])
    # not ">= 1": between sliders that move by tenths, 2.3 − 1.3 is just below 1, and would split one kink in two
    if high - low > 1 - 1e-9:
        return (high - 1, high + 1)
    return ((high + low - 1) / 2, 2 * low - high + 1, high + 1)


_OTHER_LOGITS = tuple(
    Parameter(name=name, symbol=symbol, meaning=meaning, default=default, low=-10.0, high=10.0, step=0.1)
    for name, symbol, meaning, default in (
        ("z2", "z₂", "the second logit", 1.0),
        ("z3", "z₃", "the third logit", 0.0),
    )
)

SOFTMAXES = (
    Activation(
        name="softmax",
        title="Softmax",
        family="across units",
        formula=r"p_i = \frac{e^{z_i / T}}{\sum_j e^{z_j / T}}",
        derivative=r"\frac{\partial p_i}{\partial z_j} = \frac{p_i (\delta_{ij} - p_j)}{T}",
        summary="Turns any list of numbers into probabilities, the largest number into the largest of them.",
        strengths=(
            "Its outputs are positive and add up to 1.",
            "With cross-entropy, the gradient at T = 1 is simply p minus the target.",
        ),
        weaknesses=(
            "A share that is almost 0 or almost 1 passes on almost no gradient.",
            "It can never say exactly 0.",
        ),
        origin=Origin(authors="Bridle", year=1990, link="https://doi.org/10.1007/978-3-642-76153-9_28"),
        frameworks=Frameworks(
            torch=Spelling(
                code="torch.softmax(x / {temperature}, dim=-1)",
                builtin=False,
                differs="torch.softmax has no temperature, and no default for dim.",
            ),
            keras=Spelling(
                code="keras.activations.softmax(x / {temperature}, axis=-1)",
                builtin=False,
                differs="keras.activations.softmax has no temperature.",
            ),
            jax=Spelling(
                code="jax.nn.softmax(x / {temperature}, axis=-1)",
                builtin=False,
                differs="jax.nn.softmax has no temperature.",
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=1.0, limits=(0.0, 1.0), monotone=True, smoothness="smooth"),
        function=softmax,
        parameters=(
            Parameter(
                name="temperature",
                symbol="T",
                meaning="temperature: low sharpens, high evens out",
                default=1.0,
                low=0.05,
                high=10.0,
                step=0.05,
            ),
        ),
        slice=Slice(rule="p₁ as z₁ = x moves while z₂ and z₃ stay.", function=_softmax_slice, parameters=_OTHER_LOGITS),
    ),
    Activation(
        name="log_softmax",
        title="Log-softmax",
        family="across units",
        formula=r"\log p_i = z_i - \log \sum_j e^{z_j}",
        derivative=r"\frac{\partial \log p_i}{\partial z_j} = \delta_{ij} - p_j",
        summary="The logarithms of softmax's probabilities, found without computing the probabilities.",
        strengths=(
            "Exact where taking the logarithm of a softmax gives −∞.",
            "A hopelessly wrong answer keeps its full gradient.",
        ),
        weaknesses=("Never positive, and unbounded below: made for a loss, not for a hidden layer.",),
        origin=Origin(
            authors="Collobert, Kavukcuoglu & Farabet, in Torch7",
            year=2011,
            link="https://github.com/torch/nn/blob/master/doc/transfer.md",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="F.log_softmax(x, dim=-1)"),
            keras=Spelling(code="keras.activations.log_softmax(x, axis=-1)"),
            jax=Spelling(code="jax.nn.log_softmax(x, axis=-1)"),
        ),
        stated=StatedTraits(lower=None, upper=0.0, limits=(-math.inf, 0.0), monotone=True, smoothness="smooth"),
        function=log_softmax,
        slice=Slice(
            rule="log p₁ as z₁ = x moves while z₂ and z₃ stay.",
            function=_first_of_three(log_softmax),
            parameters=_OTHER_LOGITS,
        ),
    ),
    Activation(
        name="softmin",
        title="Softmin",
        family="across units",
        formula=r"p_i = \frac{e^{-z_i}}{\sum_j e^{-z_j}}",
        derivative=r"\frac{\partial p_i}{\partial z_j} = -p_i (\delta_{ij} - p_j)",
        summary="Softmax upside down: the least number gets the largest probability.",
        strengths=("Reads distances or energies as they are: the nearer, the likelier.",),
        weaknesses=("It is softmax(−z), and saturates just as softmax does.",),
        origin=Origin(
            authors="Collobert, Kavukcuoglu & Farabet, in Torch7",
            year=2011,
            link="https://github.com/torch/nn/blob/master/doc/transfer.md",
        ),
        frameworks=Frameworks(
            torch=Spelling(code="F.softmin(x, dim=-1)"),
            keras=Spelling(code="keras.activations.softmax(-x, axis=-1)", builtin=False),
            jax=Spelling(code="jax.nn.softmax(-x, axis=-1)", builtin=False),
        ),
        stated=StatedTraits(lower=0.0, upper=1.0, limits=(1.0, 0.0), monotone=True, smoothness="smooth"),
        function=softmin,
        slice=Slice(
            rule="p₁ as z₁ = x moves while z₂ and z₃ stay: it falls, since the least logit wins.",
            function=_first_of_three(softmin),
            parameters=_OTHER_LOGITS,
        ),
    ),
    Activation(
        name="hardmax",
        title="Hardmax",
        family="across units",
        formula=r"p_i = \begin{cases} 1 & z_i \text{ is the first largest} \\ 0 & \text{otherwise} \end{cases}",
        derivative=r"\frac{\partial p_i}{\partial z_j} = 0",
        summary="The winner takes all: softmax as its temperature falls to 0.",
        strengths=("Its answer is one clear choice.", "No exponential to compute."),
        weaknesses=("Its gradient is 0 wherever there is one, so gradient descent cannot train it.",),
        origin=Origin(authors="ONNX contributors", year=2017, link="https://onnx.ai/onnx/operators/onnx__Hardmax.html"),
        frameworks=Frameworks(
            torch=Spelling(code="F.one_hot(x.argmax(dim=-1), x.shape[-1]).to(x.dtype)", builtin=False),
            keras=Spelling(
                code="keras.ops.one_hot(keras.ops.argmax(x, axis=-1), x.shape[-1], dtype=x.dtype)", builtin=False
            ),
            jax=Spelling(code="jax.nn.one_hot(jnp.argmax(x, axis=-1), x.shape[-1], dtype=x.dtype)", builtin=False),
        ),
        stated=StatedTraits(lower=0.0, upper=1.0, limits=(0.0, 1.0), monotone=True, smoothness="jump"),
        function=hardmax,
        kinks=lambda p: (max(p["z2"], p["z3"]),),
        slice=Slice(
            rule="p₁ as z₁ = x moves while z₂ and z₃ stay; z₁ wins a tie, being the first.",
            function=_first_of_three(hardmax),
            parameters=_OTHER_LOGITS,
        ),
    ),
    Activation(
        name="gumbel_softmax",
        title="Gumbel-softmax",
        family="across units",
        formula=r"p_i = \frac{e^{(z_i + g_i) / \tau}}{\sum_j e^{(z_j + g_j) / \tau}}, \quad g_i = -\log(-\log u_i)",
        derivative=r"\frac{\partial p_i}{\partial z_j} = \frac{p_i (\delta_{ij} - p_j)}{\tau}",
        summary="A roll of a loaded die that gradients can pass through.",
        strengths=(
            "Lets a network learn through a random choice.",
            "Which output is the largest follows softmax(z) exactly.",
        ),
        weaknesses=(
            "A small τ gives noisy gradients, a large one blurs the choice.",
            "The same input gives another output for another seed.",
        ),
        origin=Origin(authors="Jang, Gu & Poole", year=2016, link="https://arxiv.org/abs/1611.01144"),
        frameworks=Frameworks(
            torch=Spelling(
                code="F.gumbel_softmax(x, tau={tau}, dim=-1)",
                differs="It draws from torch's global generator: call torch.manual_seed first to get the same numbers.",
            ),
            keras=Spelling(
                code=(
                    "keras.activations.softmax((x - keras.ops.log(-keras.ops.log("
                    "keras.random.uniform(x.shape, seed={seed})))) / {tau}, axis=-1)"
                ),
                builtin=False,
                differs="The same seed gives other noise than in torch.",
            ),
            jax=Spelling(
                code=(
                    "jax.nn.softmax((x + jax.random.gumbel(jax.random.key({seed}), x.shape, x.dtype)) / {tau}, axis=-1)"
                ),
                builtin=False,
                differs="The same seed gives other noise than in torch.",
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=1.0, limits=(0.0, 1.0), monotone=True, smoothness="smooth"),
        function=gumbel_softmax,
        in_layer=InLayer(training=_gumbel_in_training, evaluation=_gumbel_in_evaluation),
        parameters=(
            Parameter(
                name="tau",
                symbol="τ",
                meaning="temperature: low sharpens, high evens out",
                default=1.0,
                low=0.1,
                high=10.0,
                step=0.05,
            ),
            Parameter(
                name="seed",
                symbol="seed",
                meaning="draws the noise",
                default=0,
                low=0,
                high=9999,
                step=1,
                whole=True,
            ),
        ),
        slice=Slice(
            rule="p₁ as z₁ = x moves while z₂, z₃ and the noise on all three stay.",
            function=_gumbel_softmax_slice,
            parameters=_OTHER_LOGITS,
        ),
    ),
    Activation(
        name="sparsemax",
        title="Sparsemax",
        family="across units",
        formula=r"p_i = \max(z_i - \tau, 0), \quad \text{with the } \tau \text{ for which } \sum_j p_j = 1",
        derivative=(
            r"\frac{\partial p_i}{\partial z_j} = \begin{cases} \delta_{ij} - \frac{1}{n_{+}} & p_i, p_j > 0 \\ "
            r"0 & \text{otherwise} \end{cases}, \quad n_{+} = \text{number of } p_j > 0"
        ),
        summary="Probabilities that can be exactly 0: the nearest point to z whose parts are a share each.",
        strengths=("Rules options out instead of making them unlikely.", "No exponential to compute."),
        weaknesses=(
            "A logit outside the support gets no gradient to come back.",
            "Its threshold τ has to be found first, by sorting the input or by bisection.",
        ),
        origin=Origin(authors="Martins & Astudillo", year=2016, link="https://arxiv.org/abs/1602.02068"),
        frameworks=Frameworks(
            torch=Spelling(
                code=(
                    "F.relu(x - ((x.sort(dim=-1, descending=True).values.cumsum(dim=-1) - 1) "
                    "/ torch.arange(1, x.shape[-1] + 1, device=x.device)).amax(dim=-1, keepdim=True))"
                ),
                builtin=False,
            ),
            keras=Spelling(
                code="keras.activations.sparsemax(x, axis=-1)",
                differs="In Keras 3.15.1 its outputs do not add up to 1 where more than one of them should be above 0.",
                faithful=False,
            ),
            jax=Spelling(
                code=(
                    "jax.nn.relu(x - ((jnp.sort(x, axis=-1, descending=True).cumsum(axis=-1) - 1) "
                    "/ jnp.arange(1, x.shape[-1] + 1)).max(axis=-1, keepdims=True))"
                ),
                builtin=False,
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=1.0, limits=(0.0, 1.0), monotone=True, smoothness="C0"),
        function=sparsemax,
        kinks=_sparsemax_kinks,
        slice=Slice(
            rule="p₁ as z₁ = x moves while z₂ and z₃ stay.",
            function=_first_of_three(sparsemax),
            parameters=_OTHER_LOGITS,
        ),
    ),
)

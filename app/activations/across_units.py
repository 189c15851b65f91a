"""Activations that pick from, pair up, double or adapt to the units of a layer, read along the last dimension."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Self

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations.gated import SILU_MINIMUM
from app.activations.spec import (
    Activation,
    Frameworks,
    InLayer,
    Number,
    Origin,
    Parameter,
    ParameterValues,
    Slice,
    Spelling,
    StatedTraits,
)


def maxout(z: Tensor, k: int) -> Tensor:
    """The largest of each k consecutive units: (..., n·k) → (..., n). The first of equals gets the gradient.

    Raises ValueError if the last dimension is not a multiple of k.
    """
    if z.shape[-1] % k:
        raise ValueError(f"maxout with k = {k} needs a multiple of {k} units, not {z.shape[-1]}")
    return z.unflatten(-1, (-1, k)).max(dim=-1).values


def glu(z: Tensor) -> Tensor:
    """Gated linear unit, a·σ(b), where a and b are the halves of z: (..., 2n) → (..., n)."""
    return _gate(z, torch.sigmoid)


def reglu(z: Tensor) -> Tensor:
    """A gated linear unit with ReLU for its gate, a·relu(b): (..., 2n) → (..., n)."""
    return _gate(z, F.relu)


def geglu(z: Tensor) -> Tensor:
    """A gated linear unit with the exact GELU for its gate, a·gelu(b): (..., 2n) → (..., n)."""
    return _gate(z, F.gelu)


def swiglu(z: Tensor) -> Tensor:
    """A gated linear unit with SiLU for its gate, a·silu(b): (..., 2n) → (..., n)."""
    return _gate(z, F.silu)


def _gate(z: Tensor, gate: Callable[[Tensor], Tensor]) -> Tensor:
    """a·gate(b) for the halves of z: (..., 2n) → (..., n). Raises ValueError if they are not of one size."""
    if z.shape[-1] % 2:
        raise ValueError(f"a gated linear unit needs an even number of units to split in halves, not {z.shape[-1]}")
    a, b = z.chunk(2, dim=-1)
    return a * gate(b)


def crelu(z: Tensor) -> Tensor:
    """Concatenated ReLU, relu(z) and then relu(−z): (..., n) → (..., 2n)."""
    return torch.cat((F.relu(z), F.relu(-z)), dim=-1)


@dataclass(frozen=True, slots=True, kw_only=True)
class SlopeNetwork:
    """The small network that gives APReLU its slopes: w1 (2n, hidden), b1 (hidden,), w2 (hidden, n), b2 (n,).

    Batch normalisation is set aside: in evaluation it is an affine map, which the two layers can take in.
    """

    w1: Tensor
    b1: Tensor
    w2: Tensor
    b2: Tensor

    @classmethod
    def draw(cls, units: int, hidden: int, generator: torch.Generator) -> Self:
        """A network for `units` units in He's initialisation, float64 on the CPU."""

        def he(rows: int, columns: int) -> Tensor:
            return torch.randn(rows, columns, generator=generator, dtype=torch.float64) * math.sqrt(2 / rows)

        return cls(
            w1=he(2 * units, hidden),
            b1=torch.zeros(hidden, dtype=torch.float64),
            w2=he(hidden, units),
            b2=torch.zeros(units, dtype=torch.float64),
        )

    def to(self, like: Tensor) -> Self:
        """The same network in the dtype and on the device of `like`."""
        return type(self)(w1=self.w1.to(like), b1=self.b1.to(like), w2=self.w2.to(like), b2=self.b2.to(like))


def aprelu(z: Tensor, hidden: int) -> Tensor:
    """Adaptively parametric ReLU, z⁺ + α(z)·z⁻, with α from a small untrained network: (..., n) → (..., n)."""
    network = SlopeNetwork.draw(z.shape[-1], hidden, torch.Generator().manual_seed(0)).to(z)
    return with_slopes(z, slopes(network, z))


def slopes(network: SlopeNetwork, z: Tensor) -> Tensor:
    """The slope α in (0, 1) that `network` gives each sample and unit: (..., n) → (..., n).

    Global average pooling leaves a vector as it is, so that the network reads z⁺ and z⁻ themselves.
    """
    parts = torch.cat((F.relu(z), z.clamp(max=0.0)), dim=-1)  # (..., 2n)
    squeezed = F.relu(parts @ network.w1 + network.b1)  # (..., hidden)
    return torch.sigmoid(squeezed @ network.w2 + network.b2)


def with_slopes(z: Tensor, alpha: Number) -> Tensor:
    """z⁺ + α·z⁻, in the shape of z. At 0 its derivative is α, as torch has it for PReLU."""
    return F.relu(z) + alpha * z.clamp(max=0.0)


def _envelope(  # noqa: PLR0913, PLR0917 - a slope and an offset for each of eight lines
    x: Tensor,
    k: int,
    slope_1: float,
    offset_1: float,
    slope_2: float,
    offset_2: float,
    slope_3: float,
    offset_3: float,
    slope_4: float,
    offset_4: float,
    slope_5: float,
    offset_5: float,
    slope_6: float,
    offset_6: float,
    slope_7: float,
    offset_7: float,
    slope_8: float,
    offset_8: float,
) -> Tensor:
    """The largest of the first k lines at each x."""
    slopes = (slope_1, slope_2, slope_3, slope_4, slope_5, slope_6, slope_7, slope_8)
    offsets = (offset_1, offset_2, offset_3, offset_4, offset_5, offset_6, offset_7, offset_8)
    lines = [slope * x + offset for slope, offset in zip(slopes[:k], offsets[:k], strict=True)]
    return maxout(torch.stack(lines, dim=-1), k).squeeze(-1)


def _envelope_kinks(p: ParameterValues) -> tuple[float, ...]:
    """Where the largest of the first k lines changes, walking from the flattest line to the steepest."""
    lines = [(p[f"slope_{j}"], p[f"offset_{j}"]) for j in range(1, int(p["k"]) + 1)]
    slope, offset = min(lines, key=lambda line: (line[0], -line[1]))
    kinks: list[float] = []
    while steeper := [((offset - b) / (a - slope), -a, b) for a, b in lines if a > slope]:
        # the next line is the first to be met; of several met at one x, the steepest stays on top
        x, negative_slope, offset = min(steeper)
        slope = -negative_slope
        kinks.append(x)
    return tuple(kinks)


def _line_parameters() -> tuple[Parameter, ...]:
    """Slope and offset of each line: tangents of x²/4 + 1, of which the first two make |x|."""
    parameters = []
    for j, point in enumerate((-2, 2, 0, -1, 1, -3, 3, 4), start=1):
        index = "₀₁₂₃₄₅₆₇₈"[j]
        for name, letter, default in (("slope", "a", point / 2), ("offset", "b", 1 - point**2 / 4)):
            parameters.append(
                Parameter(
                    name=f"{name}_{j}",
                    symbol=f"{letter}{index}",
                    meaning=f"{name} of line {j}",
                    default=default,
                    low=-5.0,
                    high=5.0,
                    step=0.05,
                )
            )
    return tuple(parameters)


def _lines_beyond(p: ParameterValues) -> frozenset[str]:
    """The slopes and offsets of the lines that are not among the first k."""
    return frozenset(f"{name}_{j}" for j in range(int(p["k"]) + 1, 9) for name in ("slope", "offset"))


def _both_halves(gate: Callable[[Tensor], Tensor], written: str) -> Slice:
    """The slice of a gated linear unit: x·gate(x)."""

    def gated(x: Tensor) -> Tensor:
        return x * gate(x)

    return Slice(rule=f"x · {written}: both halves of the input are x, so that x gates itself.", function=gated)


def _crelu_half(x: Tensor, half: int) -> Tensor:
    return crelu(x.unsqueeze(-1))[..., half - 1]


def _aprelu_slice(x: Tensor, hidden: int, slope: float) -> Tensor:
    del hidden  # the slope stands for what the network would answer
    return with_slopes(x, slope)


def _draw_slopes(units: int, p: ParameterValues, generator: torch.Generator) -> dict[str, Tensor]:
    network = SlopeNetwork.draw(units, int(p["hidden"]), generator)
    return {"w1": network.w1, "b1": network.b1, "w2": network.w2, "b2": network.b2}


def _with_learned_slopes(z: Tensor, tensors: Mapping[str, Tensor]) -> Tensor:
    return with_slopes(z, slopes(SlopeNetwork(**tensors), z))


_HALVED = InLayer(takes=lambda _: 2)

_SHAZEER = Origin(authors="Shazeer", year=2020, link="https://arxiv.org/abs/2002.05202")

ACROSS_UNITS = (
    Activation(
        name="maxout",
        title="Maxout",
        family="across units",
        formula=r"h_i = \max_{1 \le j \le k} z_{ij}",
        derivative=(
            r"\frac{\partial h_i}{\partial z_{ij}} = "
            r"\begin{cases} 1 & z_{ij} \text{ is the first largest} \\ 0 & \text{otherwise} \end{cases}"
        ),
        summary="The largest of k straight lines: a unit that learns its own activation.",
        strengths=(
            "With enough lines it comes as near as you like to any convex function, on a bounded stretch.",
            "With k = 2 it can be ReLU, leaky ReLU or |x|, exactly.",
            "The winning line has whatever slope it learned, so it need not saturate.",
        ),
        weaknesses=("Needs k times the weights.", "One unit can only bend upwards: its curve is convex."),
        origin=Origin(authors="Goodfellow et al.", year=2013, link="https://arxiv.org/abs/1302.4389"),
        frameworks=Frameworks(
            torch=Spelling(
                code="x.unflatten(-1, (-1, {k})).max(dim=-1).values",
                builtin=False,
                differs="At a tie max(dim) gives the first piece the whole gradient; amax shares it out.",
            ),
            keras=Spelling(
                code="keras.ops.max(keras.ops.reshape(x, (*x.shape[:-1], -1, {k})), axis=-1)",
                builtin=False,
                differs="TensorFlow Addons had a Maxout layer; Keras 3 has none.",
            ),
            jax=Spelling(
                code="x.reshape(*x.shape[:-1], -1, {k}).max(axis=-1)",
                builtin=False,
                differs="At a tie JAX shares the gradient among the largest; torch's max(dim) gives it to the first.",
            ),
        ),
        stated=StatedTraits(
            lower=1.0, upper=None, limits=(math.inf, math.inf), monotone=False, parity="even", smoothness="C0"
        ),
        function=maxout,
        in_layer=InLayer(takes=lambda p: int(p["k"]), adjacent=True),
        parameters=(
            Parameter(
                name="k",
                symbol="k",
                meaning="number of lines",
                default=3,
                low=2,
                high=8,
                step=1,
                whole=True,
            ),
        ),
        kinks=_envelope_kinks,
        slice=Slice(
            rule="The largest of the first k lines a·x + b.",
            function=_envelope,
            parameters=_line_parameters(),
            idle=_lines_beyond,
        ),
    ),
    Activation(
        name="glu",
        title="GLU",
        family="across units",
        formula=r"y_i = a_i \, \sigma(b_i), \quad z = (a, b)",
        derivative=(
            r"\frac{\partial y_i}{\partial a_i} = \sigma(b_i), \quad "
            r"\frac{\partial y_i}{\partial b_i} = a_i \, \sigma(b_i) \, (1 - \sigma(b_i))"
        ),
        summary="One half of the units carries the signal, the other half decides how much of it passes.",
        strengths=(
            "The signal's own path is linear, so an open gate passes its gradient on unchanged.",
            "The gate can look at other features than the signal.",
        ),
        weaknesses=("Halves the width, so the layer before it has to be twice as wide.",),
        origin=Origin(authors="Dauphin, Fan, Auli & Grangier", year=2016, link="https://arxiv.org/abs/1612.08083"),
        frameworks=Frameworks(
            torch=Spelling(code="F.glu(x, dim=-1)"),
            keras=Spelling(code="keras.activations.glu(x, axis=-1)"),
            jax=Spelling(code="jax.nn.glu(x, axis=-1)"),
        ),
        stated=StatedTraits(
            lower=SILU_MINIMUM, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="smooth"
        ),
        function=glu,
        in_layer=_HALVED,
        slice=_both_halves(torch.sigmoid, "σ(x)"),
    ),
    Activation(
        name="reglu",
        title="ReGLU",
        family="across units",
        formula=r"y_i = a_i \max(b_i, 0), \quad z = (a, b)",
        derivative=(
            r"\frac{\partial y_i}{\partial a_i} = \max(b_i, 0), \quad "
            r"\frac{\partial y_i}{\partial b_i} = \begin{cases} 0 & b_i < 0 \\ a_i & b_i > 0 \end{cases}"
        ),
        summary="A GLU with ReLU for its gate: shut below 0, wider open the larger the gate's input.",
        strengths=("No exponential to compute.", "A shut gate gives exact zeros."),
        weaknesses=("A gate that is shut for every input gets no gradient to open again.", "Halves the width."),
        origin=_SHAZEER,
        frameworks=Frameworks(
            torch=Spelling(code="(lambda a, b: a * F.relu(b))(*x.chunk(2, dim=-1))", builtin=False),
            keras=Spelling(
                code="(lambda a, b: a * keras.activations.relu(b))(*keras.ops.split(x, 2, axis=-1))", builtin=False
            ),
            jax=Spelling(code="(lambda a, b: a * jax.nn.relu(b))(*jnp.split(x, 2, axis=-1))", builtin=False),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=True, smoothness="C1"),
        function=reglu,
        in_layer=_HALVED,
        kinks=lambda _: (0.0,),
        slice=_both_halves(F.relu, "relu(x)"),
    ),
    Activation(
        name="geglu",
        title="GEGLU",
        family="across units",
        formula=r"y_i = a_i \, b_i \, \Phi(b_i), \quad z = (a, b)",
        derivative=(
            r"\frac{\partial y_i}{\partial a_i} = b_i \, \Phi(b_i), \quad "
            r"\frac{\partial y_i}{\partial b_i} = a_i (\Phi(b_i) + b_i \, \varphi(b_i))"
        ),
        summary="A GLU with GELU for its gate.",
        strengths=("Smooth everywhere.", "A gate just below 0 keeps a gradient, so it can open again."),
        weaknesses=("Halves the width.", "Some models use GELU's tanh form here: weights need the form they had."),
        origin=_SHAZEER,
        frameworks=Frameworks(
            torch=Spelling(code="(lambda a, b: a * F.gelu(b))(*x.chunk(2, dim=-1))", builtin=False),
            keras=Spelling(
                code="(lambda a, b: a * keras.activations.gelu(b))(*keras.ops.split(x, 2, axis=-1))", builtin=False
            ),
            jax=Spelling(
                code="(lambda a, b: a * jax.nn.gelu(b, approximate=False))(*jnp.split(x, 2, axis=-1))",
                builtin=False,
                differs="jax.nn.gelu(b) alone is the tanh form; torch and Keras start from the exact one.",
            ),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="smooth"),
        function=geglu,
        in_layer=_HALVED,
        slice=_both_halves(F.gelu, "gelu(x)"),
    ),
    Activation(
        name="swiglu",
        title="SwiGLU",
        family="across units",
        formula=r"y_i = a_i \, b_i \, \sigma(b_i), \quad z = (a, b)",
        derivative=(
            r"\frac{\partial y_i}{\partial a_i} = b_i \, \sigma(b_i), \quad "
            r"\frac{\partial y_i}{\partial b_i} = a_i \, \sigma(b_i) \, (1 + b_i (1 - \sigma(b_i)))"
        ),
        summary="A GLU with SiLU for its gate, as in the Llama language models.",
        strengths=("Smooth everywhere.", "A gate just below 0 keeps a gradient, so it can open again."),
        weaknesses=("Halves the width.", "Code bases disagree on which half is the gate."),
        origin=_SHAZEER,
        frameworks=Frameworks(
            torch=Spelling(code="(lambda a, b: a * F.silu(b))(*x.chunk(2, dim=-1))", builtin=False),
            keras=Spelling(
                code="(lambda a, b: a * keras.activations.silu(b))(*keras.ops.split(x, 2, axis=-1))", builtin=False
            ),
            jax=Spelling(code="(lambda a, b: a * jax.nn.silu(b))(*jnp.split(x, 2, axis=-1))", builtin=False),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=False, smoothness="smooth"),
        function=swiglu,
        in_layer=_HALVED,
        slice=_both_halves(F.silu, "silu(x)"),
    ),
    Activation(
        name="crelu",
        title="CReLU",
        family="across units",
        formula=r"y = (\max(z, 0), \max(-z, 0))",
        derivative=(
            r"\frac{\partial y_i}{\partial z_i} = \begin{cases} 0 & z_i < 0 \\ 1 & z_i > 0 \end{cases}, \quad "
            r"\frac{\partial y_{n+i}}{\partial z_i} = \begin{cases} -1 & z_i < 0 \\ 0 & z_i > 0 \end{cases}"
        ),
        summary="Keeps what ReLU throws away: the positive part and the negative part, side by side.",
        strengths=("No input but 0 is without a gradient.", "Nothing is lost: z is the difference of its two halves."),
        weaknesses=("Doubles the width, so the layer after it needs twice the weights.",),
        origin=Origin(authors="Shang, Sohn, Almeida & Lee", year=2016, link="https://arxiv.org/abs/1603.05201"),
        frameworks=Frameworks(
            torch=Spelling(code="torch.cat((F.relu(x), F.relu(-x)), dim=-1)", builtin=False),
            keras=Spelling(
                code="keras.ops.concatenate((keras.activations.relu(x), keras.activations.relu(-x)), axis=-1)",
                builtin=False,
                differs="TensorFlow has tf.nn.crelu; Keras 3 has none.",
            ),
            jax=Spelling(code="jnp.concatenate((jax.nn.relu(x), jax.nn.relu(-x)), axis=-1)", builtin=False),
        ),
        stated=StatedTraits(lower=0.0, upper=None, limits=(0.0, math.inf), monotone=True, smoothness="C0"),
        function=crelu,
        in_layer=InLayer(gives=2),
        kinks=lambda _: (0.0,),
        slice=Slice(
            rule="One of the two outputs of a unit: relu(x), or relu(−x) for the second half.",
            function=_crelu_half,
            parameters=(
                Parameter(
                    name="half",
                    symbol="half",
                    meaning="1 draws relu(x), 2 draws relu(−x)",
                    default=1,
                    low=1,
                    high=2,
                    step=1,
                    whole=True,
                ),
            ),
        ),
    ),
    Activation(
        name="aprelu",
        title="APReLU",
        family="across units",
        formula=(
            r"y_i = z_i^{+} + \alpha_i z_i^{-}, \quad "
            r"\alpha = \sigma(W_2 \operatorname{relu}(W_1 (z^{+}, z^{-}) + b_1) + b_2)"
        ),
        derivative=(
            r"\frac{\partial y_i}{\partial z_j} = \begin{cases} \delta_{ij} & z_i > 0 \\ "
            r"\alpha_i \delta_{ij} + z_i \frac{\partial \alpha_i}{\partial z_j} & z_i < 0 \end{cases}"
        ),
        summary="A PReLU whose slope is no fixed number: a small network sets it anew for each sample and unit.",
        strengths=(
            "Two samples can meet two different activations.",
            "Its slopes lie between 0 and 1, so a negative input keeps a gradient.",
        ),
        weaknesses=("Brings a small network of its own to compute and to train, in every layer that uses it.",),
        origin=Origin(authors="Zhao et al.", year=2020, link="https://doi.org/10.1109/TIE.2020.2972458"),
        frameworks=Frameworks(
            torch=Spelling(
                code=None,
                builtin=False,
                differs="Written as a module: two nn.Linear, a ReLU and a sigmoid; the paper normalises behind each.",
            ),
            keras=Spelling(
                code=None,
                builtin=False,
                differs="Written as a layer: two Dense, a ReLU and a sigmoid; the paper normalises behind each.",
            ),
            jax=Spelling(code=None, builtin=False, differs="Written as a function of its weights."),
        ),
        stated=StatedTraits(lower=None, upper=None, limits=(-math.inf, math.inf), monotone=True, smoothness="C0"),
        function=aprelu,
        in_layer=InLayer(draw=_draw_slopes, with_learned=_with_learned_slopes),
        parameters=(
            Parameter(
                name="hidden",
                symbol="hidden",
                meaning="width of the small network",
                default=4,
                low=1,
                high=64,
                step=1,
                whole=True,
            ),
        ),
        kinks=lambda p: () if p["slope"] == 1 else (0.0,),
        slice=Slice(
            rule="x for x > 0 and α·x below: one of the lines from which the small network chooses.",
            function=_aprelu_slice,
            idle=lambda _: frozenset({"hidden"}),
            parameters=(
                Parameter(
                    name="slope",
                    symbol="α",
                    meaning="slope for negative inputs",
                    default=0.25,
                    low=0.0,
                    high=1.0,
                ),
            ),
        ),
    ),
)

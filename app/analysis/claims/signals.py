"""Claims about signals and gradients on their way through a network that does not learn."""

import math
from collections.abc import Mapping

import torch
from torch import Tensor

from app.activations.exponential import selu
from app.activations.gain import gain
from app.activations.rectified import relu
from app.activations.reference import read
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.numbers import exact, whole
from app.analysis.claims.verdicts import ROUNDING, conditional, truth
from app.analysis.experiments.collapse import MIDDLE, collapse
from app.analysis.experiments.depth import ALIKE, Depth, Shape, through
from app.analysis.points import Points
from app.analysis.traits.grid import Function
from app.initialisations import SCHEMES, find_initialisation
from app.text import number

STACK = Shape(layers=10, width=32, seed=0)
LAYERS = 30
WIDTH = 64
# what weights of 0.01 leave of a signal is too little to draw beside the others
DRAWN = ("LeCun", "Xavier", "He")
NEAR_ONE = 0.01
MATRICES = 50
HEIGHTS = (10, 20, 30, 40)

# the trapezoid rule for N(0, 1), with the kink at one of its points
NORMAL = whole(-200, 200) / 20
MASS = torch.exp(-(NORMAL**2) / 2)
MASS /= MASS.sum()


def mean_squares(f: Function, gains: Tensor, start: Tensor) -> Tensor:
    """The variance of the pre-activations of 31 layers, the first of them `start`, for each of c cases: (31, c).

    In wide layers with independent weights of mean 0 and variance gain/n, a layer's is gain times the mean of f², for
    inputs that are normal (Poole et al. 2016).
    """
    found = [start]
    for _ in range(LAYERS):
        found.append(gains * (f(found[-1].sqrt()[:, None] * NORMAL) ** 2 @ MASS))
    return torch.stack(found)


def _gain(scheme: str) -> float:
    """The variance of the weights of a square layer, times the number of its inputs."""
    return WIDTH * SCHEMES[scheme].deviation(WIDTH, WIDTH) ** 2


def _deep_layers_learn_alike(device: str) -> Decision:
    stacks = {
        "sigmoid, Xavier": through(read("sigmoid"), "xavier", STACK, device),
        "ReLU, He": through(read("relu"), "he", STACK, device),
    }
    ratio = stacks["sigmoid, Xavier"].ratio
    return Decision(
        value=float("inf") if ratio is None else ratio,
        judgement=truth(holds=ratio is not None and 1 / ALIKE <= ratio <= ALIKE),
        says=f"times as large is the last layer’s gradient as the first’s, in {STACK.layers} layers of "
        f"{STACK.width} sigmoids; alike would be up to {number(ALIKE)}.",
        views=(
            _by_layer("Gradient by layer", {name: found.gradient for name, found in stacks.items()}, "norm of ∂L/∂W"),
            _by_layer("Spread of the outputs", _spreads(stacks), "standard deviation"),
        ),
    )


def _spreads(stacks: dict[str, Depth]) -> dict[str, Points]:
    return {name: found.spread for name, found in stacks.items()}


def _by_layer(title: str, quantities: Mapping[str, Tensor | Points], y_title: str) -> View:
    x = torch.arange(1, max(map(len, quantities.values())) + 1)
    return View.of(title, x, quantities, broad="LeCun", x_title="layer").logarithmic(y_title)


def _keeps_relu_signals(scheme: str) -> Decision:
    """Decide whether the weights of `scheme` keep the size of the signals in a network of ReLU layers."""
    schemes = {"he": "He", "xavier": "Xavier"}
    gains = exact([_gain(each) for each in schemes])
    sizes = dict(zip(schemes, mean_squares(relu, gains, torch.ones_like(gains)).T, strict=True))
    factor = (sizes[scheme][1] / sizes[scheme][0]).item()
    return Decision(
        value=factor,
        judgement=truth(holds=abs(factor - 1) <= ROUNDING),
        says=f"is the factor by which a layer multiplies the signals’ mean square; {LAYERS} layers make "
        f"{number(sizes[scheme][-1].item())} of 1.",
        views=(
            _by_layer("ReLU: signals by layer", {schemes[each]: size for each, size in sizes.items()}, "mean square"),
        ),
    )


def _selu_with_any_weights(_: str) -> Decision:
    # normalised: whatever the signals were at first, their variance ends at 1
    gains = {"LeCun": _gain("lecun"), "Xavier": _gain("xavier"), "He": _gain("he"), "N(0, 0.01²)": WIDTH * 0.01**2}
    starts = exact((0.5, 1.0, 2.0))
    cases = exact(list(gains.values()))
    sizes = mean_squares(selu, cases.repeat_interleave(3), starts.repeat(4)).unflatten(
        1, (4, 3)
    )  # (layers, gains, starts)
    holds = ((sizes[-1] - 1).abs() <= NEAR_ONE).all(dim=1)
    return Decision(
        value=sizes[-1, 0, 2].item(),
        judgement=conditional(holds, (cases - 1).abs() <= ROUNDING, "its weights have variance 1/n"),
        says=f"is the variance after {LAYERS} layers, from 2 at first, with LeCun’s weights; with He’s it is "
        f"{number(sizes[-1, 2, 2].item())}.",
        views=(
            _by_layer(
                "SELU, from 2 at first",
                {name: sizes[:, i, 2] for i, name in enumerate(gains) if name in DRAWN},
                "variance",
            ),
            _by_layer(
                "LeCun’s weights, three starts",
                {f"from {number(start)}": sizes[:, 0, i] for i, start in enumerate(starts.tolist())},
                "variance",
            ),
        ),
    )


def _torch_gains_keep_variance(_: str) -> Decision:
    by_torch = {"tanh": torch.nn.init.calculate_gain("tanh"), "selu": torch.nn.init.calculate_gain("selu")}
    keeping = {name: gain(read(name)).value or math.nan for name in by_torch}
    sizes = {
        name: mean_squares(read(name), exact((torchs, keeping[name])) ** 2, exact((1.0, 1.0)))
        for name, torchs in by_torch.items()
    }
    factors = {name: (size[1, 0] / size[0, 0]).item() for name, size in sizes.items()}
    titles = {"tanh": "tanh", "selu": "SELU"}
    return Decision(
        value=keeping["tanh"],
        judgement=truth(holds=all(abs(factor - 1) <= NEAR_ONE for factor in factors.values())),
        says=f"keeps the variance 1 that goes into tanh, and {number(keeping['selu'])} that into SELU; torch says "
        f"{number(by_torch['tanh'])} and {number(by_torch['selu'])}, with which a layer multiplies it by "
        f"{number(factors['tanh'])} and {number(factors['selu'])}.",
        views=tuple(
            _by_layer(
                f"{titles[name]}: signals by layer",
                {f"gain {number(by_torch[name])}, torch’s": size[:, 0], f"gain {number(keeping[name])}": size[:, 1]},
                "variance",
            )
            for name, size in sizes.items()
        ),
    )


def _linear_layers_collapse(device: str) -> Decision:
    found = collapse(read("relu"), layers=3, width=8, seed=0, device=device)
    return Decision(
        value=found.rounding,
        judgement=truth(holds=found.rounding <= ROUNDING),
        says="is the largest relative difference of three linear layers from one; with ReLU between them the "
        f"nearest one is off by {number(found.parted, 3)} somewhere.",
        views=(
            View.of(
                "Output along x₁, at x₂ = 0",
                found.places,
                {
                    "three linear layers": found.linear[MIDDLE],
                    "their product, one layer": found.product[MIDDLE],
                    "with ReLU between them": found.bent[MIDDLE],
                },
                broad="three linear layers",
                x_title="x₁",
            ),
        ),
    )


def _xavier_bounds(device: str) -> Decision:
    generator = torch.Generator().manual_seed(0)
    outputs = whole(1, 8, device) * 32
    found = exact([_share_of_variance(WIDTH, int(count), generator) for count in outputs.tolist()], device)
    off = (found - 1).abs().max().item()
    return Decision(
        value=found[-1].item(),
        judgement=truth(holds=off <= NEAR_ONE),
        says=f"times 2/(a + b) is the variance of weights between ±√(6/(a + b)), a = {WIDTH} and b = "
        f"{number(outputs[-1].item())}; up to {number(100 * NEAR_ONE)} % off is chance.",
        views=(
            View.of(
                "Variance, in units of 2/(a + b)",
                outputs,
                {"2/(a + b)": torch.ones_like(found), "of the weights": found},
                broad="2/(a + b)",
                x_title="outputs b",
            ),
        ),
    )


def _share_of_variance(inputs: int, outputs: int, generator: torch.Generator) -> float:
    init = find_initialisation("xavier_uniform")
    weights = torch.stack([init.draw(inputs, outputs, generator) for _ in range(MATRICES)])
    return weights.square().mean().item() * (inputs + outputs) / 2


def _first_gradients(reference: str, scheme: str, device: str) -> Tensor:
    """The norm of the first layer's gradient in stacks of more and more layers: (heights,)."""
    stacks = [through(read(reference), scheme, Shape(layers=layers, width=WIDTH, seed=0), device) for layers in HEIGHTS]
    return exact([float(found.gradient[0]) for found in stacks], device)


def _by_height(gradients: Mapping[str, Tensor]) -> View:
    view = View.of("Gradient of the first layer", exact(HEIGHTS), gradients, x_title="layers")
    return view.logarithmic("norm of ∂L/∂W")


def _slopes_of_relu_suffice(device: str) -> Decision:
    schemes = {"Xavier": "xavier", "He": "he"}
    gradients = {name: _first_gradients("relu", scheme, device) for name, scheme in schemes.items()}
    kept = {name: (found[-1] / found[0]).item() for name, found in gradients.items()}
    holds = torch.tensor([1 / ALIKE <= share <= ALIKE for share in kept.values()])
    return Decision(
        value=kept["Xavier"],
        judgement=conditional(holds, torch.tensor([name == "He" for name in kept]), "the weights are He’s"),
        says=f"times as large is the first layer’s gradient in {HEIGHTS[-1]} layers of ReLU as in {HEIGHTS[0]}, with "
        f"Xavier’s weights; with He’s, {number(kept['He'])} times.",
        views=(_by_height(gradients),),
    )


def _leaky_relu_cures(device: str) -> Decision:
    names = {"leaky ReLU, α = 0.01": "leaky_relu(alpha=0.01)", "ReLU": "relu"}
    gradients = {name: _first_gradients(reference, "xavier", device) for name, reference in names.items()}
    leaky, plain = ((found[-1] / found[0]).item() for found in gradients.values())
    return Decision(
        value=leaky,
        judgement=truth(holds=leaky >= 1 / ALIKE),
        says=f"times as large is the first layer’s gradient in {HEIGHTS[-1]} layers as in {HEIGHTS[0]}, with Xavier’s "
        f"weights; with ReLU, {number(plain)} times.",
        views=(_by_height(gradients),),
    )


SIGNALS = (
    Claim(
        slug="deep_layers_learn_alike",
        statement="In a deep sigmoid network all layers learn at a like pace",
        shown="/exhibits/depth?f=sigmoid&f=relu&layers=10&width=32",
        decide=_deep_layers_learn_alike,
    ),
    Claim(
        slug="xavier_keeps_relu_signals",
        statement="Xavier’s weights keep the size of ReLU’s signals in depth",
        shown="/exhibits/depth?f=relu&init=xavier&layers=30",
        decide=lambda _: _keeps_relu_signals("xavier"),
    ),
    Claim(
        slug="he_keeps_relu_signals",
        statement="He’s weights keep the size of ReLU’s signals in depth",
        shown="/exhibits/depth?f=relu&init=he&layers=30",
        decide=lambda _: _keeps_relu_signals("he"),
    ),
    Claim(
        slug="selu_with_any_weights",
        statement="SELU normalises its signals to variance 1",
        shown="/exhibits/depth?f=selu&init=he&layers=100",
        decide=_selu_with_any_weights,
    ),
    Claim(
        slug="torch_gains_keep_variance",
        statement="The gains of torch’s calculate_gain keep the variance of tanh’s and SELU’s signals",
        shown="/exhibits/depth?f=tanh&f=selu&layers=30",
        decide=_torch_gains_keep_variance,
    ),
    Claim(
        slug="linear_layers_collapse",
        statement="Hidden layers without an activation add nothing that one layer cannot compute",
        shown="/exhibits/collapse",
        decide=_linear_layers_collapse,
    ),
    Claim(
        slug="xavier_bounds",
        statement="Xavier’s bounds ±√(6/(a + b)) give weights of variance 2/(a + b)",
        shown="/exhibits/initialisation?init=xavier",
        decide=_xavier_bounds,
    ),
    Claim(
        slug="slopes_of_relu_suffice",
        statement="ReLU’s slopes of 0 and 1 keep gradients from vanishing or exploding",
        shown="/exhibits/depth?f=relu&init=xavier&layers=60",
        decide=_slopes_of_relu_suffice,
    ),
    Claim(
        slug="leaky_relu_cures",
        statement="Leaky ReLU with a slope of 0.01 cures vanishing gradients",
        shown="/exhibits/depth?f=relu&f=leaky_relu(alpha=0.01)&init=xavier&layers=60",
        decide=_leaky_relu_cures,
    ),
)

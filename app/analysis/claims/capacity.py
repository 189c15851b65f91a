"""Claims about the functions that a hidden layer can come to."""

from collections.abc import Mapping

import torch
from torch import Tensor

from app.activations.rectified import relu
from app.activations.saturating import tanh
from app.analysis.claims.claim import Claim, Decision, View
from app.analysis.claims.numbers import axis, exact, whole
from app.analysis.claims.verdicts import conditional, truth
from app.analysis.traits.grid import Function
from app.text import number

DRAWS = 200
MOST_UNITS = 12
# slopes of pieces that are the same differ by rounding
SAME = 1e-9

WIDTHS = (4, 8, 16, 32, 64)
BETTER = 10.0
FUNCTIONS: Mapping[str, Function] = {
    "ReLU": relu,
    "tanh": tanh,
    "x²": lambda x: x**2,
    "x³": lambda x: x**3,
}
NO_POLYNOMIAL = ("ReLU", "tanh")


def _pieces(units: int, device: str) -> Tensor:
    """How many pieces the sums of so many random ReLUs of x have, one for each draw: (draws,)."""
    generator = torch.Generator().manual_seed(units)
    weights, biases, outputs = torch.randn(3, DRAWS, units, generator=generator, dtype=torch.float64).to(device)
    kinks = (-biases / weights).sort(dim=1).values
    ends = kinks[:, :1] - 1, kinks[:, -1:] + 1
    inside = torch.cat((ends[0], (kinks[:, 1:] + kinks[:, :-1]) / 2, ends[1]), dim=1)  # a point of each piece
    is_on = (weights[:, None] * inside[..., None] + biases[:, None]) > 0  # (draws, pieces, units)
    slopes = (is_on * (weights * outputs)[:, None]).sum(dim=-1)
    return 1 + ((slopes[:, 1:] - slopes[:, :-1]).abs() > SAME).sum(dim=1)


def _relus_make_pieces(device: str) -> Decision:
    units = range(1, MOST_UNITS + 1)
    most = exact([_pieces(count, device).max().item() for count in units], device)
    allowed = whole(2, MOST_UNITS + 1, device)
    return Decision(
        value=most[-1].item(),
        judgement=truth(holds=bool((most <= allowed).all())),
        says=f"pieces are the most of {DRAWS} random sums of {MOST_UNITS} ReLUs.",
        views=(
            View.of(
                "Most pieces, by ReLUs",
                whole(1, MOST_UNITS, device),
                {"n + 1": allowed, f"of {DRAWS} random sums": most},
                broad="n + 1",
                x_title="ReLUs n",
            ),
        ),
    )


def _misses(f: Function, device: str) -> Tensor:
    """How far the best sum of n random units of `f` is from |x| on [−1, 1], the root of the mean square: (widths,)."""
    x = axis(device, -1, 1)
    found: list[Tensor] = []
    for width in WIDTHS:
        generator = torch.Generator().manual_seed(0)
        weights, biases = 2 * torch.randn(2, width, generator=generator, dtype=torch.float64).to(device)
        hidden = torch.cat((f(x[:, None] * weights + biases), torch.ones_like(x)[:, None]), dim=1)
        # a driver that takes columns which depend on one another, as those of polynomials do; it knows the CPU alone
        best = torch.linalg.lstsq(hidden.cpu(), x.abs()[:, None].cpu(), driver="gelsd").solution.to(device)
        found.append(((hidden @ best)[:, 0] - x.abs()).square().mean().sqrt())
    return torch.stack(found)


def _anything_is_universal(device: str) -> Decision:
    misses = {name: _misses(f, device) for name, f in FUNCTIONS.items()}
    holds = torch.tensor([bool(miss[0] > BETTER * miss[-1]) for miss in misses.values()])
    condition = torch.tensor([name in NO_POLYNOMIAL for name in misses])
    return Decision(
        value=misses["x²"][-1].item(),
        judgement=conditional(holds, condition, "it is no polynomial"),
        says=f"is how far {WIDTHS[-1]} units of x² stay from |x|, and {WIDTHS[0]} of them "
        f"{number(misses['x²'][0].item())}; {WIDTHS[-1]} ReLUs come as near as {number(misses['ReLU'][-1].item())}.",
        views=(View.of("Distance from |x|, by units", exact(WIDTHS, device), misses, x_title="units").logarithmic(),),
    )


CAPACITY = (
    Claim(
        slug="relus_make_pieces",
        statement="n ReLUs on a line make at most n + 1 straight pieces",
        shown="/exhibits/maxout",
        decide=_relus_make_pieces,
    ),
    Claim(
        slug="anything_is_universal",
        statement="With any nonlinear activation, enough units come as near to a function as one likes",
        shown="/exhibits/maxout",
        decide=_anything_is_universal,
    ),
)

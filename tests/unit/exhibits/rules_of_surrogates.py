"""What the findings of surrogates must say; a sentence that no rule knows is false."""

from typing import Any

import numpy as np
import torch

from app.activations.reference import read
from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads

NAMES = {
    "dead": "f′ is exactly 0",
    "moved_exact": "units moved, by f′",
    "moved_helped": "units moved, by g′",
    "loss_exact": "loss, by f′",
    "loss_helped": "loss, by g′",
}
LOST = "A weight has left the range of numbers."


def surrogates(m: Any, finding: Finding, controls: Any) -> bool:
    """Distances and losses of both networks, and the share of slopes that are 0 at the first pre-activations."""
    if finding.name != NAMES.get(finding.key):
        return False
    match finding.key.split("_"):
        case ["dead"]:
            words = "of what units meet before training, over all units and points."
            return is_close(finding, 100 * _dead(m, controls)) and reads(finding, words)
        case ["moved", network]:
            return _has_moved(finding, getattr(m, network))
        case ["loss", network]:
            return _has_sunk(finding, getattr(m, network))
    return False


def _dead(m: Any, controls: Any) -> float:
    """Weights and middles drawn anew, and autograd asked at each pre-activation."""
    generator = torch.Generator().manual_seed(controls.seed)
    weights = torch.randn(controls.units, generator=generator, dtype=torch.float64)
    middles = 6 * torch.rand(controls.units, generator=generator, dtype=torch.float64) - 3
    z = torch.from_numpy(m.at)[:, None] * weights + (controls.shift - weights * middles)
    z.requires_grad_()
    y = read(controls.f)(z)
    slopes = torch.autograd.grad(y.sum(), z, allow_unused=True)[0] if y.requires_grad else None
    return 1.0 if slopes is None else float((slopes == 0).double().mean())


def _has_moved(finding: Finding, network: Any) -> bool:
    if not np.isfinite(network.moved):
        return finding.value is None and reads(finding, LOST)
    words = "Root mean square over the weights and biases that go into the units."
    if network.moved == 0:
        words = "Their weights and biases are what they were."
    return finding.value == network.moved and reads(finding, words)


def _has_sunk(finding: Finding, network: Any) -> bool:
    first, last = network.losses[0], network.losses[-1]
    if not np.isfinite(last):
        return finding.value is None and reads(finding, LOST)
    words = "after # epochs; it began with #."
    return finding.value == last and reads(finding, words, len(network.losses) - 1, first)

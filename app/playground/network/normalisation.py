"""Normalisation: the sums of a layer are brought to mean 0 and variance 1 before its activation, as torch.nn does.

Over the sums of a layer, for each sample (LayerNorm); or over the samples of a batch, for each sum (BatchNorm1d). What
is learned is the `scale` and the `shift` that follow. Over a batch, `mean` and `variance` are running means of those of
the batches, by which a network answers when it is not in training: a state that no gradient moves.
"""

from collections.abc import Mapping
from typing import TypeAlias

import torch
from torch import Tensor

from app.playground.network_plan import Normalisation

# torch.nn's defaults
EPSILON = 1e-5
MOMENTUM = 0.1
"""The share of a new batch in the running means."""

LEARNED = ("scale", "shift")
RUNNING = ("mean", "variance")

Statistics: TypeAlias = Mapping[str, Tensor]
"""The mean and the variance of a batch by the names of their running means, (R, 1, sums)."""


def first_tensors(normalisation: Normalisation, sums: int) -> dict[str, Tensor]:
    """What a layer of so many sums begins with, (1, sums) each: such as leave the standardised sums as they are."""
    names = {"none": (), "layer": LEARNED, "batch": LEARNED + RUNNING}[normalisation]
    return {name: torch.full((1, sums), float(name in ("scale", "variance")), dtype=torch.float64) for name in names}


def normalise(
    normalisation: Normalisation, sums: Tensor, tensors: Mapping[str, Tensor], *, in_training: bool
) -> tuple[Tensor, Statistics]:
    """The sums (R, B, n) normalised, and what is to go into the running means, if anything.

    In training a batch goes by its own mean and variance; one sample alone is its own mean, and becomes 0.
    """
    if normalisation == "none":
        return sums, {}
    if normalisation == "layer":
        return _standardised(sums, *_moments(sums, 2)) * tensors["scale"] + tensors["shift"], {}
    if not in_training:
        return _standardised(sums, tensors["mean"], tensors["variance"]) * tensors["scale"] + tensors["shift"], {}
    mean, variance = _moments(sums, 1)
    count = sums.shape[1]
    # the running variance is that of all there is to draw from, of which a batch is a sample
    unbiased = variance * (count / max(count - 1, 1))
    standardised = _standardised(sums, mean, variance)
    return standardised * tensors["scale"] + tensors["shift"], {"mean": mean, "variance": unbiased}


def _moments(sums: Tensor, dim: int) -> tuple[Tensor, Tensor]:
    mean = sums.mean(dim=dim, keepdim=True)
    return mean, (sums - mean).square().mean(dim=dim, keepdim=True)


def _standardised(sums: Tensor, mean: Tensor, variance: Tensor) -> Tensor:
    return (sums - mean) * (variance + EPSILON).rsqrt()

"""Slopes that networks learn below 0: PReLU one for all inputs of a layer, APReLU one for each sample and unit."""

from dataclasses import dataclass

import torch
from torch import Tensor

from app.activations.across_units import SlopeNetwork, slopes
from app.playground.network.layer import of_activation
from app.playground.training import Run


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Adapted:
    """What a layer of APReLU does with the samples: pre-activations, their slopes and the outputs, (samples, units)."""

    z: Tensor
    slope: Tensor
    h: Tensor


def learned_alphas(run: Run, vector: Tensor) -> Tensor:
    """The α of each hidden layer of the first network of `run`, all of them PReLU, that `vector` holds: (layers,)."""
    return torch.stack([tensors["alpha"][0, 0, 0] for tensors in run.tensors(vector)[:-1]])


def adapted_slopes(run: Run) -> list[Adapted]:
    """What each hidden layer of the first network of `run`, all of them APReLU, does now with the test data."""
    first = run.parameters.first_network()
    with torch.no_grad():
        forward = run.network.forward(run.judged_by.x[None], first)
        return [
            Adapted(z=z[0], slope=slopes(_network_of(own), z)[0], h=h[0])
            for own, z, h in zip(first[:-1], forward.z[:-1], forward.h[:-1], strict=True)
        ]


def _network_of(tensors: dict[str, Tensor]) -> SlopeNetwork:
    """The small network of a layer."""
    return SlopeNetwork(**of_activation(tensors))

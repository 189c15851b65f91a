"""How much a plan asks of the machine: numbers that are computed, and memory.

Each multiplication of a layer is a number, and each result of another operation; it takes torch some half a nanosecond
on one core, and a function such as the exponential counts as many.
"""

import math
from collections.abc import Callable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import torch
from torch import Tensor
from torch.overrides import TorchFunctionMode

from app.activations.reference import read
from app.initialisations import find_initialisation
from app.playground.batches import batch_size
from app.playground.network.layer import Layer
from app.playground.network.network import Network
from app.playground.network.normalisation import first_tensors
from app.playground.plan import Plan
from app.playground.plan_data import classes_of, inputs_of, points_of, split_data
from app.playground.plane import BOUNDARY_SIDE

GRADIENT = 3
"""How many times as much a gradient takes as a pass."""

MOST_NUMBERS = 30_000_000
"""Numbers that are computed in one go: they take some 20 ms."""

# as many as most plans have, however few the classes of this one
_FEWEST_OUTPUTS = 6
# numbers that a run holds for each parameter: first, now, before, gradient, mask, the optimizer's; and for two trainers
_FOR_A_PARAMETER = 16
# and for each point of a replica: order and label, twice, and what is drawn of them; its inputs come twice as well
_FOR_A_POINT = 4
# own samples are held as they came, which takes four times as much, and twice as tensors: whole, and parted
_FOR_AN_OWN_NUMBER = 6
_BYTES = 8
_ROWS = 4
_DEAR = 10
_CHEAP = frozenset(
    (  # noqa: SIM905  as a list they fill a page
        "abs add amax bitwise_and bitwise_or cat chunk clamp detach div eq expand full_like ge gt hardtanh le "
        "leaky_relu lt max maximum mean minimum mul neg new_full new_ones ones_like permute relu reshape sign softsign "
        "split square squeeze stack sub sum threshold to transpose unsqueeze view where zeros_like"
    ).split()
)


def work(plan: Plan) -> int:
    """The numbers in one pass through every network of `plan`, of all the data or of a frame's map."""
    rows = max(plan.replicas * points_of(plan.data), BOUNDARY_SIDE**2)
    return rows * numbers_of_plan(plan)


def _network_of(plan: Plan) -> Network:
    return Network.of(plan.network, inputs_of(plan.data), max(_FEWEST_OUTPUTS, classes_of(plan.data) or 1))


def steps(plan: Plan, epochs: int) -> int:
    """How many steps so many epochs of `plan` take."""
    count = len(split_data(plan.data).train)
    return epochs * math.ceil(count / batch_size(plan.training.batch_size, count))


def numbers_of_plan(plan: Plan) -> int:
    """The numbers in one pass of one sample through a network of `plan`."""
    return numbers_of(_network_of(plan))


def megabytes(plan: Plan) -> float:
    """What a run of `plan` holds, about: its parameters, and the batches and random numbers of an epoch."""
    network = _network_of(plan)
    parameters = sum(
        (layer.fan_in + 1 + len(first_tensors(layer.normalisation, 1))) * layer.pre_activations
        for layer in network.layers
    )
    is_random = plan.network.dropout > 0 or network.is_random
    # drawn for an epoch, and cut into batches
    chances = 2 * network.chances if is_random else 0
    numbers = _FOR_A_PARAMETER * parameters + points_of(plan.data) * (
        _FOR_A_POINT + 2 * network.layers[0].fan_in + chances
    )
    own = 0 if plan.data.own_samples is None else _FOR_AN_OWN_NUMBER * plan.data.own_samples.x.numel()
    return (plan.replicas * numbers + own) * _BYTES / 1e6


def samples_at_once(network: Network, replicas: int) -> int:
    """How many samples of each replica are differentiated in one go, at most."""
    return max(MOST_NUMBERS // (GRADIENT * numbers_of(network) * replicas), 1)


def check_batch(network: Network, replicas: int, size: int) -> None:
    """Raises ValueError, with a sentence, where batches of so many samples do not go with a batch normalisation."""
    if not network.looks_at_batches:
        return
    if size == 1:
        raise ValueError(
            "Batch normalisation compares the samples of a batch, and batches of 1 have none to compare; "
            "choose a larger batch size."
        )
    most = samples_at_once(network, replicas)
    if size > most:
        raise ValueError(
            f"Batch normalisation takes all {size} samples of a batch at once, and this plan can take {most}; "
            "choose a smaller batch size, fewer units or fewer replicas."
        )


def numbers_of(network: Network) -> int:
    """The numbers in one pass of one sample."""
    return sum(
        layer.fan_in * layer.pre_activations + _of_normalisation(layer) + _of_activation(layer)
        for layer in network.layers
    )


def _of_normalisation(layer: Layer) -> int:
    return 0 if layer.normalisation == "none" else _DEAR * layer.pre_activations


def _of_activation(layer: Layer) -> int:
    return 0 if layer.activation is None else _counted(layer.activation.reference, layer.units)


@lru_cache(maxsize=1024)
def _counted(reference: str, units: int) -> int:
    """The numbers that a layer of so many units with this activation comes to for a sample, behind its products."""
    layer = Layer(fan_in=1, units=units, activation=read(reference))
    drawn = layer.draw(find_initialisation("xavier_uniform"), torch.Generator().manual_seed(0))
    tensors = {name: tensor[None] for name, tensor in drawn.items()}
    z = torch.ones(1, _ROWS, layer.pre_activations, dtype=torch.float64)
    with _Counting() as counting:
        layer.activate(z, tensors)
    return -(-counting.numbers // _ROWS)


class _Counting(TorchFunctionMode):
    """Counts the numbers that torch's functions answer meanwhile, dear ones many times."""

    def __init__(self) -> None:
        super().__init__()
        self.numbers = 0

    def __torch_function__(
        self,
        func: Callable[..., Any],
        types: Sequence[type],
        args: Sequence[Any] = (),
        kwargs: Mapping[str, Any] | None = None,
    ) -> Any:  # noqa: ANN401  whatever the function answers
        """Call `func`, and count."""
        answer = func(*args, **(kwargs or {}))
        results = answer if isinstance(answer, Sequence) else (answer,)
        # an operator is __mul__, or __rmul__
        name = getattr(func, "__name__", "").replace("__r", "__").strip("_")
        weight = 1 if name in _CHEAP else _DEAR
        self.numbers += weight * sum(result.numel() for result in results if isinstance(result, Tensor))
        return answer

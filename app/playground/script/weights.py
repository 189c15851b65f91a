"""Weights that came from outside, held against the plan that they are said to belong to."""

from collections.abc import Mapping, Sequence

import torch
from torch import Tensor

from app.playground.losses import choose_loss
from app.playground.network.network import Network, Slot
from app.playground.plan import Plan
from app.playground.plan_data import classes_of, inputs_of, scaling, split_data
from app.playground.script.trained import Numbers, ScriptLayer, TrainedNetwork


def trained_network(plan: Plan, weights: Sequence[Mapping[str, Numbers]]) -> TrainedNetwork:
    """The network of `plan` with `weights`, and what its data has told.

    Raises ValueError, with a sentence, where they are not the weights of such a network.
    """
    layers = script_layers(plan, weights)
    data = split_data(plan.data)
    return TrainedNetwork(
        layers=layers,
        columns=data.train.columns,
        scaling=scaling(plan.data, data),
        class_names=data.train.class_names,
        loss=choose_loss(plan.training.loss, data.train.classes),
    )


def script_layers(plan: Plan, weights: Sequence[Mapping[str, Numbers]]) -> list[ScriptLayer]:
    """The layers of `plan` with `weights`, W and b and what the activation learned, for one network.

    Raises ValueError, with a sentence, where they are not the weights of such a network.
    """
    loss = choose_loss(plan.training.loss, classes_of(plan.data))
    network = Network.of(plan.network, inputs_of(plan.data), loss.outputs)
    if len(weights) != len(network.layers):
        raise ValueError(f"weights has {len(weights)} layers, but the network of the plan has {len(network.layers)}.")
    slots = network.draw(plan.network.initialisation, [0]).slots
    return [
        ScriptLayer(activation=layer.activation, tensors=_tensors(number, given, slots))
        for number, (layer, given) in enumerate(zip(network.layers, weights, strict=True))
    ]


def _tensors(number: int, given: Mapping[str, Numbers], slots: Sequence[Slot]) -> dict[str, Tensor]:
    needed = {slot.name: slot.shape for slot in slots if slot.layer == number}
    if set(given) != set(needed):
        raise ValueError(f"Layer {number} of weights has {_names(given)}, but it needs {_names(needed)}.")
    tensors = {name: _shaped(f"{name} of layer {number}", given[name], shape) for name, shape in needed.items()}
    if "variance" in tensors and (tensors["variance"] < 0).any():
        raise ValueError(f"variance of layer {number} has a number below 0, which no variance is.")
    return tensors


def _shaped(name: str, numbers: Numbers, shape: tuple[int, int]) -> Tensor:
    """`numbers` as a tensor of `shape`; a row may stand without its outer brackets."""
    try:
        tensor = torch.as_tensor(numbers, dtype=torch.float64)
    except (ValueError, TypeError):
        raise ValueError(f"{name} is not an array: its rows differ in length.") from None
    if tensor.shape != shape and not (shape[0] == 1 and tensor.numel() == shape[1] and tensor.dim() < 2):
        raise ValueError(f"{name} has the shape {tuple(tensor.shape)}, but the plan asks for {shape}.")
    return tensor.reshape(shape)


def _names(names: Mapping[str, object]) -> str:
    return ", ".join(sorted(names)) or "nothing"

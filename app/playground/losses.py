"""Losses: what a network's answer costs on each sample, and which class it stands for."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

LOSSES: Mapping[str, str] = {
    "auto": "by the data",
    "logistic": "logistic",
    "cross_entropy": "cross-entropy",
    "squared": "squared",
}
"""The titles of the losses that a plan can name, by name; auto is one of the others."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Loss:
    """A loss: `outputs` numbers answer a sample, and `of(answer, y)` is what each costs: (R, B, outputs) → (R, B)."""

    name: str
    outputs: int
    classes: int | None
    of: Callable[[Tensor, Tensor], Tensor]

    def decide(self, answer: Tensor) -> Tensor:
        """The class that an answer stands for: (R, B, outputs) → (R, B)."""
        return (answer[..., 0] > 0).long() if self.outputs == 1 else answer.argmax(dim=-1)

    def shade(self, answer: Tensor) -> Tensor:
        """An answer in [0, 1] for a picture, (…, outputs) → (…, shades): the probability of each class, or of class 1.

        A regression's value is shown from −1 to 1.
        """
        if self.classes is None:
            return (answer.clamp(-1, 1) + 1) / 2
        if self.name == "squared":
            return (torch.tanh(answer) + 1) / 2
        if self.outputs == 1:
            return torch.sigmoid(answer)
        shares = torch.softmax(answer, dim=-1)
        return shares[..., 1:] if self.classes == 2 else shares


def choose_loss(name: str, classes: int | None) -> Loss:
    """The loss called `name` for so many `classes` (None: regression). Raises ValueError if they do not go together."""
    if name == "auto":
        name = "squared" if classes is None else "logistic" if classes == 2 else "cross_entropy"
    if classes is None and name != "squared":
        raise ValueError(f"The loss {name} needs classes; for a regression choose squared, or auto.")
    if name == "logistic" and classes != 2:
        raise ValueError(f"The loss logistic tells 2 classes apart, not {classes}; choose cross_entropy, or auto.")
    if name == "squared" and classes not in (None, 2):
        raise ValueError(f"The loss squared tells 2 classes apart, not {classes}; choose cross_entropy, or auto.")
    if name == "cross_entropy":
        return Loss(name=name, outputs=classes or 0, classes=classes, of=_cross_entropy)
    of = _logistic if name == "logistic" else _squared if classes is None else _squared_signs
    return Loss(name=name, outputs=1, classes=classes, of=of)


def _logistic(answer: Tensor, y: Tensor) -> Tensor:
    return F.binary_cross_entropy_with_logits(answer.squeeze(-1), y, reduction="none")


def _cross_entropy(answer: Tensor, y: Tensor) -> Tensor:
    picked = torch.log_softmax(answer, dim=-1).gather(-1, y.long().unsqueeze(-1))
    return -picked.squeeze(-1)


def _squared(answer: Tensor, y: Tensor) -> Tensor:
    return 0.5 * (answer.squeeze(-1) - y) ** 2


def _squared_signs(answer: Tensor, y: Tensor) -> Tensor:
    """Half the square between the tanh of the answer and −1 for class 0, 1 for class 1."""
    return 0.5 * (torch.tanh(answer.squeeze(-1)) - (2 * y - 1)) ** 2

"""The torch spelling of an activation: the code that its entry shows, and that code as a function."""

import math
from collections.abc import Callable
from typing import NamedTuple

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations.bound import BoundActivation
from app.activations.spec import Activation

NAMES = {"torch": torch, "F": F, "math": math}
"""What the code may name, beside x."""


class Spelled(NamedTuple):
    """Code in x that torch's users write, and what it computes."""

    code: str
    function: Callable[[Tensor], Tensor]


def torch_spelling(f: BoundActivation) -> Spelled | None:
    """How torch spells `f`; None for an expression, and where the entry has no code."""
    entry = f.activation
    form = entry.frameworks.torch.code if isinstance(entry, Activation) else None
    if form is None:
        return None
    code = form.format(**f.params)
    # the catalogue's own code with numbers in its places: nothing of it is a reader's
    program = compile(code, entry.name, "eval")
    return Spelled(code, lambda x: eval(program, NAMES | {"x": x}))  # noqa: S307

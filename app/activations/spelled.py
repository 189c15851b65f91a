"""The torch spelling of an activation: the code that its entry shows, and that code as a function."""

import math
from collections.abc import Callable

import torch
from torch import Tensor
from torch.nn import functional as F

from app.activations.bound import BoundActivation
from app.activations.spec import Activation

NAMES = {"torch": torch, "F": F, "math": math}
"""What the code may name, beside x."""


def torch_code(f: BoundActivation) -> str | None:
    """The code in x that torch's users write for `f`; None for an expression, and where the entry has none."""
    entry = f.activation
    code = entry.frameworks.torch.code if isinstance(entry, Activation) else None
    return None if code is None else code.format(**f.params)


def as_function(code: str) -> Callable[[Tensor], Tensor]:
    """What `code` in x, of an entry of the catalogue, computes."""
    program = compile(code, "spelling", "eval")
    return lambda x: eval(program, NAMES | {"x": x})  # noqa: S307  the code is the catalogue's own

"""The machine that computes: what the bits of a result depend on, beside what is asked."""

from collections.abc import Mapping
from functools import cache
from importlib.metadata import PackageNotFoundError, version

import torch

from app.text import listed

_PACKAGES = ("torch", "jax", "jaxlib", "numpy")


@cache
def machine(device: str = "cpu") -> Mapping[str, str]:
    """What the bits of a result on `device` of this machine depend on: versions, and what its processors are."""
    kind = {**{name: _version(name) for name in _PACKAGES}, "instructions": torch.backends.cpu.get_cpu_capability()}
    return {**kind, "GPU": torch.cuda.get_device_name()} if device == "cuda" else kind


def told_apart(kind: Mapping[str, str], other: Mapping[str, str]) -> tuple[str, str] | None:
    """What `kind` has and `other` has not, and what that has in its place, each listed; None where they are the same.

    What one of them does not name is "none".
    """
    names = [name for name in {**kind, **other} if kind.get(name) != other.get(name)]
    if not names:
        return None
    own, others = (listed([f"{name} {one.get(name, 'none')}" for name in names]) for one in (kind, other))
    return own, others


def _version(package: str) -> str:
    try:
        # the build for a GPU is of the same version
        return version(package).partition("+")[0]
    except PackageNotFoundError:
        return "of no version"

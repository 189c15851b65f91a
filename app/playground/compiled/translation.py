"""A function of torch tensors becomes one of JAX arrays: recorded as core operations, and each of these in JAX."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, TypeAlias

import jax.numpy as jnp
import torch
from jax import Array
from torch import Tensor
from torch._decomp import core_aten_decompositions
from torch.fx import GraphModule, Node, map_arg
from torch.fx.experimental.proxy_tensor import make_fx

from app.playground.compiled.operations import OPERATIONS

Translated: TypeAlias = Callable[..., Array]

# what says where and how torch keeps numbers, which is JAX's own affair
_OF_MEMORY = {"device", "layout", "pin_memory", "memory_format", "non_blocking"}


class UntranslatableError(ValueError):
    """A function has no translation: it looks at values to decide what to do, or uses what is not known here."""


def translate(function: Callable[..., Tensor], arguments: Sequence[Tensor]) -> Translated:
    """`function` for JAX arrays of the shapes of `arguments`. Raises UntranslatableError."""
    recorded = _record(function, arguments)
    unknown = {str(node.target) for node in recorded.graph.nodes if node.op == "call_function"} - _known()
    if unknown:
        raise UntranslatableError(f"There is no translation of {', '.join(sorted(unknown))}.")
    return _interpreter(recorded)


def _record(function: Callable[..., Tensor], arguments: Sequence[Tensor]) -> GraphModule:
    """`function` as a list of core operations."""
    try:
        with torch.inference_mode(mode=False):
            plain = [argument.detach().clone() for argument in arguments]
            recorded = make_fx(function, decomposition_table=_decompositions(), tracing_mode="fake")(*plain)
    except RuntimeError as error:  # torch's word for control flow that depends on data
        raise UntranslatableError(str(error)) from error
    recorded.graph.eliminate_dead_code()
    return recorded


@cache
def _decompositions() -> dict[Any, Any]:
    return dict(core_aten_decompositions())


@cache
def _known() -> frozenset[str]:
    return frozenset(map(str, OPERATIONS))


def _interpreter(recorded: GraphModule) -> Translated:
    """A function that does what the recorded operations say, in JAX."""
    constants = {name: jnp.asarray(tensor.detach().numpy()) for name, tensor in recorded.state_dict().items()}

    def translated(*arrays: Array) -> Array:
        given = iter(arrays)
        values: dict[Node, Any] = {}
        for node in recorded.graph.nodes:
            match node.op:
                case "placeholder":
                    values[node] = next(given)
                case "get_attr":
                    values[node] = constants[node.target]
                case "call_function":
                    values[node] = _call(node, values)
                    if node.target in _IN_PLACE:
                        # whoever asks for what was written over asks for the new
                        values[node.args[0]] = values[node]
                case _:
                    return map_arg(node.args[0], values.__getitem__)
        raise ValueError("The recording has no answer.")

    return translated


_IN_PLACE = (torch.ops.aten.copy_.default, torch.ops.aten.logical_and_.default)


def _call(node: Node, values: dict[Node, Any]) -> Any:  # noqa: ANN401  an array, or several
    args = map_arg(node.args, values.__getitem__)
    named = {name: value for name, value in node.kwargs.items() if name not in _OF_MEMORY}
    return OPERATIONS[node.target](*args, **map_arg(named, values.__getitem__))

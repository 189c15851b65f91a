"""A function of torch tensors becomes one of JAX arrays: recorded as core operations, and each of these in JAX."""

from collections.abc import Callable, Sequence
from functools import cache
from typing import Any, NamedTuple, TypeAlias

import jax
import torch
from jax import Array
from torch import Tensor
from torch._decomp import core_aten_decompositions
from torch._subclasses.fake_tensor import (
    DataDependentOutputException,
    DynamicOutputShapeException,
    UnsupportedFakeTensorException,
    UnsupportedOperatorException,
)
from torch.fx import GraphModule, Node, map_arg
from torch.fx.experimental.proxy_tensor import make_fx
from torch.fx.experimental.symbolic_shapes import GuardOnDataDependentSymNode

from app.playground.compiled.operations import DEAR, DEAR_COST, OPERATIONS
from app.playground.network.gradient import RECORDING

Function: TypeAlias = Callable[..., Array]


class Translated(NamedTuple):
    """A function of JAX arrays, and its cost: the numbers that its operations come to, dear ones counted many times."""

    function: Function
    cost: int


# what says where and how torch keeps numbers, which is JAX's own affair
_OF_MEMORY = {"device", "layout", "pin_memory", "memory_format", "non_blocking"}


# what torch says of control flow, shapes and numbers that depend on data; whatever else is raised is a fault
_UNRECORDED = (
    DataDependentOutputException,
    DynamicOutputShapeException,
    GuardOnDataDependentSymNode,
    UnsupportedFakeTensorException,
    UnsupportedOperatorException,
)


class NoProgramError(ValueError):
    """There is no program for a run: it looks at values, uses what is not known here, or is better left to torch."""


def translate(function: Callable[..., Tensor], arguments: Sequence[Tensor]) -> Translated:
    """`function` for JAX arrays of the shapes of `arguments`. Raises NoProgramError."""
    recorded = _record(function, arguments)
    unknown = {str(node.target) for node in recorded.graph.nodes if node.op == "call_function"} - _known()
    if unknown:
        raise NoProgramError(f"There is no translation of {', '.join(sorted(unknown))}.")
    return Translated(_interpreter(recorded), sum(map(_cost, recorded.graph.nodes)))


def _record(function: Callable[..., Tensor], arguments: Sequence[Tensor]) -> GraphModule:
    """`function` as a list of core operations."""
    try:
        with RECORDING, torch.inference_mode(mode=False):
            plain = [argument.detach().clone() for argument in arguments]
            recorded = make_fx(function, decomposition_table=_decompositions(), tracing_mode="fake")(*plain)
    except _UNRECORDED as error:
        raise NoProgramError(str(error)) from error
    recorded.graph.eliminate_dead_code()
    return recorded


@cache
def _decompositions() -> dict[Any, Any]:
    return dict(core_aten_decompositions())


@cache
def _known() -> frozenset[str]:
    return frozenset(map(str, OPERATIONS))


def _cost(node: Node) -> int:
    """How many numbers an operation comes to, weighed."""
    found = node.meta.get("val")
    if node.op != "call_function" or not isinstance(found, Tensor):
        return 0
    return found.numel() * (DEAR_COST if node.target in DEAR else 1)


def _interpreter(recorded: GraphModule) -> Function:
    """A function that does what the recorded operations say, in JAX."""
    constants = {name: jax.device_put(tensor.detach().numpy().copy()) for name, tensor in recorded.state_dict().items()}

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

"""torch.optim's rules in JAX: the same formulas, with torch's own constants, for parameters in one vector."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import NamedTuple, TypeAlias

import jax.numpy as jnp
from jax import Array

# torch.optim's defaults, which the playground keeps
_RMSPROP_SMOOTHING = 0.99
_RMSPROP_EPSILON = 1e-8
_ADAGRAD_EPSILON = 1e-10
_ADAM_BETAS = (0.9, 0.999)
_ADAM_EPSILON = 1e-8

Memory: TypeAlias = tuple[Array, ...]


class Pace(NamedTuple):
    """How a rule goes on: each one number, or one for each parameter."""

    lr: Array
    momentum: Array


Step: TypeAlias = Callable[[Array, Memory, Array, Pace, Array], tuple[Array, Memory]]


@dataclass(frozen=True, slots=True, kw_only=True)
class CompiledRule:
    """A rule: `step(vector, memory, gradient, pace, number)` answers vector and memory after the step with that number.

    `memory` names what it remembers, each in the shape of the vector and 0 at first, as torch's optimizer names it; the
    first step has the number 1. `counts` says that torch's optimizer remembers the number too.
    """

    memory: tuple[str, ...]
    step: Step
    counts: bool = False


def _sgd(vector: Array, memory: Memory, gradient: Array, pace: Pace, _: Array) -> tuple[Array, Memory]:
    return vector - pace.lr * gradient, memory


def _kept(memory: Memory, gradient: Array, momentum: Array) -> tuple[Array, Memory]:
    """The step with what is kept of the one before, and what there is to keep then: nothing without momentum."""
    kept = momentum * memory[0] + gradient
    return kept, (jnp.where(momentum == 0, 0.0, kept),)


def _momentum(vector: Array, memory: Memory, gradient: Array, pace: Pace, _: Array) -> tuple[Array, Memory]:
    kept, memory = _kept(memory, gradient, pace.momentum)
    return vector - pace.lr * kept, memory


def _nesterov(vector: Array, memory: Memory, gradient: Array, pace: Pace, _: Array) -> tuple[Array, Memory]:
    kept, memory = _kept(memory, gradient, pace.momentum)
    return vector - pace.lr * (gradient + pace.momentum * kept), memory


def _rmsprop(vector: Array, memory: Memory, gradient: Array, pace: Pace, _: Array) -> tuple[Array, Memory]:
    square = _RMSPROP_SMOOTHING * memory[0] + (1 - _RMSPROP_SMOOTHING) * gradient * gradient
    return vector - pace.lr * gradient / (jnp.sqrt(square) + _RMSPROP_EPSILON), (square,)


def _adagrad(vector: Array, memory: Memory, gradient: Array, pace: Pace, _: Array) -> tuple[Array, Memory]:
    total = memory[0] + gradient * gradient
    return vector - pace.lr * gradient / (jnp.sqrt(total) + _ADAGRAD_EPSILON), (total,)


def _adam(vector: Array, memory: Memory, gradient: Array, pace: Pace, number: Array) -> tuple[Array, Memory]:
    first, second = _ADAM_BETAS
    mean = memory[0] + (1 - first) * (gradient - memory[0])
    square = second * memory[1] + (1 - second) * gradient * gradient
    size = jnp.sqrt(square) / jnp.sqrt(1 - second**number) + _ADAM_EPSILON
    return vector - pace.lr / (1 - first**number) * mean / size, (mean, square)


RULES: Mapping[str, CompiledRule] = {
    "sgd": CompiledRule(memory=(), step=_sgd),
    "momentum": CompiledRule(memory=("momentum_buffer",), step=_momentum),
    "nesterov": CompiledRule(memory=("momentum_buffer",), step=_nesterov),
    "rmsprop": CompiledRule(memory=("square_avg",), step=_rmsprop, counts=True),
    "adagrad": CompiledRule(memory=("sum",), step=_adagrad, counts=True),
    "adam": CompiledRule(memory=("exp_avg", "exp_avg_sq"), step=_adam, counts=True),
    "adamw": CompiledRule(memory=("exp_avg", "exp_avg_sq"), step=_adam, counts=True),
}
"""The rules of the playground by name; the decay of AdamW is no part of the step, as with torch's."""

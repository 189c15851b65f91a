"""A program: whole epochs of one shape of training in one call."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import jax
import jax.numpy as jnp
from jax import Array, lax

from app.playground.compiled.rules import CompiledRule, Memory, Pace
from app.playground.compiled.translation import Function, NoProgramError
from app.playground.network.normalisation import MOMENTUM


class Data(NamedTuple):
    """The points to learn from, x (N, 2) and y (N,), and those that are only tested on, perhaps none."""

    x: Array
    y: Array
    test_x: Array
    test_y: Array


class Learned(NamedTuple):
    """What training changes: every parameter (P,), what the optimizer remembers of them, and its number of steps."""

    vector: Array
    memory: Memory
    steps: Array


class Settings(NamedTuple):
    """What may be another number in the next call, without a new program.

    Each is one number, (), or one for each replica: lr, momentum, l1 and l2 then stand for each parameter, (P,), the
    penalty on activity is (R, 1), the share to drop and the parameters of activations that are not learned, `knobs`,
    (R, 1, 1).
    """

    lr: Array
    momentum: Array
    l1: Array
    l2: Array
    l1_bias: Array
    l2_bias: Array
    activity: Array
    drop: Array
    knobs: tuple[Array, ...]


class Epochs(NamedTuple):
    """What the epochs of a call see: the order (E, R, N) of the samples, and their random numbers (E, R, N, chances).

    Of these, `count` are trained, and scores taken after those that are `scored`, (E,).
    """

    order: Array
    uniform: Array
    scored: Array
    count: Array


class Trained(NamedTuple):
    """What a call comes to: what was learned before its last epoch and after it, and how many epochs that took.

    The last may have led out of the range of numbers: then `is_lost`. `scores` (E, scores + 1, R) hold those of the
    epochs that were to be scored, and last 1 where all parameters of a replica are finite.
    """

    before: Learned
    after: Learned
    count: Array
    is_lost: Array
    scores: Array


@dataclass(frozen=True, slots=True, kw_only=True)
class Anatomy:
    """What a program is made of.

    `gradient(x, y, uniform, drop, activity, *knobs, *tensors)` is flat, as the vector is; `score(*data, *knobs,
    *tensors)` is (scores, R). `shapes` are those of the tensors (R, rows, columns) in the vector. `weights` is 1 where
    it holds a weight, `biases` where it holds a bias that a penalty presses on; `running` is true where it holds a
    running mean, for which a gradient has what is added to it. `projections` hold tensors to constraints after a step.
    A batch has `batch` samples, the last of an epoch perhaps fewer, for which there is `last_gradient`. With `goes_on`
    an epoch is lost when it leaves no replica with finite parameters, not as soon as one has others.
    """

    gradient: Function
    last_gradient: Function | None
    score: Function | None
    scores: int
    shapes: tuple[tuple[int, int, int], ...]
    weights: Array
    biases: Array | None
    running: Array | None
    projections: tuple[Function | None, ...]
    batch: int
    rule: CompiledRule
    decays: bool
    goes_on: bool


Program = Callable[[Data, Learned, Settings, Epochs], Trained]


def compile_program(anatomy: Anatomy, arguments: tuple[Data, Learned, Settings, Epochs]) -> Program:
    """The program of `anatomy`, for arguments of these shapes. Raises NoProgramError where JAX has no way to do it."""

    def run(data: Data, learned: Learned, settings: Settings, epochs: Epochs) -> Trained:
        def epoch(so_far: Trained) -> Trained:
            number = so_far.count
            order, uniform = epochs.order[number], epochs.uniform[number]
            after = _epoch(anatomy, data, (order, uniform), so_far.after, settings)
            return Trained(
                before=so_far.after,
                after=after,
                count=number + 1,
                is_lost=_is_lost(anatomy, after.vector),
                scores=_scored(anatomy, data, so_far._replace(after=after), settings, epochs),
            )

        capacity, replicas, _ = epochs.order.shape
        begun = Trained(
            before=learned,
            after=learned,
            count=jnp.zeros_like(epochs.count),
            is_lost=jnp.asarray(False),  # noqa: FBT003  an array of one truth value
            scores=jnp.zeros((capacity, anatomy.scores + 1, replicas)),
        )
        return lax.while_loop(lambda so_far: (so_far.count < epochs.count) & ~so_far.is_lost, epoch, begun)

    try:
        return jax.jit(run).lower(*arguments).compile()
    except NotImplementedError as error:  # JAX's word for an operation that this processor lacks
        raise NoProgramError(str(error)) from error


def _epoch(anatomy: Anatomy, data: Data, drawn: tuple[Array, Array], learned: Learned, settings: Settings) -> Learned:
    """What is learned from all batches of an epoch, for which the order and random numbers are `drawn`."""
    order, uniform = drawn
    size, count = anatomy.batch, order.shape[1]

    def learn(start: int | Array, width: int, gradient: Function, learned: Learned) -> Learned:
        places = lax.dynamic_slice_in_dim(order, start, width, axis=1)
        chances = lax.dynamic_slice_in_dim(uniform, start, width, axis=1)
        tensors = _split(learned.vector, anatomy.shapes)
        told = settings.drop, settings.activity, *settings.knobs
        slope = gradient(data.x[places], data.y[places], chances, *told, *tensors)
        return _step(anatomy, learned, slope, settings)

    whole = count // size
    learned = lax.fori_loop(
        0, whole, lambda number, learned: learn(number * size, size, anatomy.gradient, learned), learned
    )
    if anatomy.last_gradient is None:
        return learned
    return learn(whole * size, count - whole * size, anatomy.last_gradient, learned)


def _step(anatomy: Anatomy, learned: Learned, slope: Array, settings: Settings) -> Learned:
    """A step of the optimizer, with the penalties on weights and on biases; constraints are kept after it."""
    vector = learned.vector
    if anatomy.running is not None:
        vector = jnp.where(anatomy.running, vector + MOMENTUM * (slope - vector), vector)
        slope = jnp.where(anatomy.running, 0.0, slope)
    pressed = [(anatomy.weights, settings.l1, settings.l2)]
    if anatomy.biases is not None:
        pressed.append((anatomy.biases, settings.l1_bias, settings.l2_bias))
    for marks, l1, l2 in pressed:
        slope = slope + l1 * jnp.sign(vector) * marks
        if anatomy.decays:
            vector = vector * (1 - settings.lr * l2 * marks)
        else:
            # a weight that has left the range of numbers stays the only one where there is no penalty
            slope = slope + jnp.where(l2 == 0, 0, l2 * vector * marks)
    steps = learned.steps + 1
    vector, memory = anatomy.rule.step(vector, learned.memory, slope, Pace(settings.lr, settings.momentum), steps)
    if any(anatomy.projections):
        parts = zip(_split(vector, anatomy.shapes), anatomy.projections, strict=True)
        vector = jnp.concatenate([(part if project is None else project(part)).ravel() for part, project in parts])
    return Learned(vector=vector, memory=memory, steps=steps)


def _split(vector: Array, shapes: Sequence[tuple[int, int, int]]) -> list[Array]:
    """The tensors that lie in the vector one after the other."""
    parts: list[Array] = []
    start = 0
    for replicas, rows, columns in shapes:
        size = replicas * rows * columns
        parts.append(vector[start : start + size].reshape(replicas, rows, columns))
        start += size
    return parts


def _is_lost(anatomy: Anatomy, vector: Array) -> Array:
    """Whether training has left the range of numbers."""
    if not anatomy.goes_on:
        return ~jnp.isfinite(vector).all()
    return ~_are_finite(anatomy, vector).any()


def _are_finite(anatomy: Anatomy, vector: Array) -> Array:
    """Which replicas have finite parameters, (R,)."""
    return jnp.stack([jnp.isfinite(part).all(axis=(1, 2)) for part in _split(vector, anatomy.shapes)]).all(axis=0)


def _scored(anatomy: Anatomy, data: Data, trained: Trained, settings: Settings, epochs: Epochs) -> Array:
    """The scores so far, with those of the epoch just trained where it is one that is to be scored."""
    score, scores, number = anatomy.score, trained.scores, trained.count
    if score is None:
        return scores

    def scored() -> Array:
        vector = trained.after.vector
        rows = score(*data, *settings.knobs, *_split(vector, anatomy.shapes))
        return scores.at[number].set(jnp.concatenate((rows, _are_finite(anatomy, vector)[None])))

    return lax.cond(epochs.scored[number], scored, lambda: scores)

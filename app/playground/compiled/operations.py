"""torch's core operations in JAX, each with the arguments that torch gives it: all that recorded training consists of.

The same formulas in the same order; what differs is rounding, some 10⁻¹⁶ of each result.
"""

import operator
from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

import jax
import jax.numpy as jnp
import torch
from jax import Array, lax
from jax.scipy.special import erf

Operation: TypeAlias = Callable[..., Any]

DTYPES = {torch.float64: jnp.float64, torch.float32: jnp.float32, torch.int64: jnp.int64, torch.bool: jnp.bool_}

# beyond it, products take longer than a logarithm and an exponential
_LARGEST_POWER = 16

# products of numbers, at most, where a multiplication and a sum are faster than a product of matrices
_FUSED_PRODUCTS = 4096

aten = torch.ops.aten


def _same(a: Array, **_: object) -> Array:
    return a


def _dtype(dtype: torch.dtype | None) -> Any:  # noqa: ANN401  JAX has many types of types
    return None if dtype is None else DTYPES[dtype]


def _axes(dims: int | Sequence[int] | None) -> int | tuple[int, ...] | None:
    return tuple(dims) or None if isinstance(dims, Sequence) else dims


def _place(a: Array, dim: int, index: Any) -> tuple[Any, ...]:  # noqa: ANN401  a number, a slice or an array
    """What selects `index` along `dim` of `a`, all of the rest."""
    place: list[Any] = [slice(None)] * a.ndim
    place[dim] = index
    return tuple(place)


def _along(index: Array, dim: int) -> tuple[Array, ...]:
    """What selects, at every place of `index`, the number along `dim` that it says."""
    grid = list(jnp.indices(index.shape, sparse=True))
    grid[dim] = index
    return tuple(grid)


def _expand(a: Array, sizes: Sequence[int]) -> Array:
    missing = len(sizes) - a.ndim
    return jnp.broadcast_to(a, [a.shape[i - missing] if size == -1 else size for i, size in enumerate(sizes)])


def _slice(a: Array, dim: int = 0, start: int | None = None, end: int | None = None, step: int = 1) -> Array:
    return a[_place(a, dim, slice(start, end, step))]


def _split(a: Array, sizes: Sequence[int], dim: int = 0) -> list[Array]:
    ends = [sum(sizes[: number + 1]) for number in range(len(sizes) - 1)]
    return jnp.split(a, ends, axis=dim)


def _squeeze(a: Array, dims: Sequence[int]) -> Array:
    return jnp.squeeze(a, tuple(dim for dim in dims if a.shape[dim] == 1))


def _clamp(a: Array, low: float | None = None, high: float | None = None) -> Array:
    return jnp.clip(a, low, high)


def _product(a: Array, b: Array) -> Array:
    """The products of R matrices, (R, m, k) and (R, k, n)."""
    # small ones are fused with what stands around them: a network of six layers of eight learns 3.8 times as fast
    if a.size * b.shape[-1] <= _FUSED_PRODUCTS:
        return (a[:, :, :, None] * b[:, None]).sum(axis=2)
    return jnp.matmul(a, b)


def _multiply(a: Any, b: Any) -> Array:  # noqa: ANN401  arrays or numbers
    # XLA takes x · truth for a choice between x and 0, but ∞ · 0 is NaN
    if getattr(b, "dtype", None) == jnp.bool_:
        return jnp.where(b, a, a * 0.0)
    if getattr(a, "dtype", None) == jnp.bool_:
        return jnp.where(a, b, b * 0.0)
    return a * b


def _sign(a: Array) -> Array:
    """0 for NaN, as torch has it."""
    return (a > 0).astype(a.dtype) - (a < 0).astype(a.dtype)


def _power(a: Array, exponent: float) -> Array:
    if float(exponent).is_integer() and abs(exponent) <= _LARGEST_POWER:
        return lax.integer_pow(a, int(exponent))
    return a**exponent


def _elu(a: Array, alpha: float = 1, scale: float = 1, input_scale: float = 1) -> Array:
    # for what is positive the exponential may overflow, where it is not taken
    return jnp.where(a > 0, a * scale, alpha * scale * jnp.expm1(jnp.minimum(a * input_scale, 0)))


def _gelu(a: Array, *, approximate: str = "none") -> Array:
    return a * (1 + erf(a * 0.5**0.5)) / 2 if approximate == "none" else jax.nn.gelu(a, approximate=True)


def _shrink_backward(slope: Array, a: Array, threshold: float) -> Array:
    return jnp.where(jnp.abs(a) <= threshold, 0, slope)


def _max(a: Array, dim: int, keepdim: bool = False) -> tuple[Array, Array]:  # noqa: FBT001, FBT002  torch's signature
    return jnp.max(a, axis=dim, keepdims=keepdim), jnp.argmax(a, axis=dim, keepdims=keepdim)


def _sort(a: Array, dim: int = -1, descending: bool = False) -> tuple[Array, Array]:  # noqa: FBT001, FBT002  the same
    order = jnp.argsort(a, axis=dim, descending=descending)
    return jnp.take_along_axis(a, order, axis=dim), order


def _scatter(a: Array, dim: int, index: Array, source: Array) -> Array:
    return a.at[_along(index, dim)].set(source)


def _scatter_add(a: Array, dim: int, index: Array, source: Array) -> Array:
    return a.at[_along(index, dim)].add(source)


def _filled(shape: Sequence[int], value: float, *, dtype: torch.dtype | None = None, **_: object) -> Array:
    return jnp.full(tuple(shape), value, _dtype(dtype) or jnp.float64)


def _filled_like(a: Array, value: float, *, dtype: torch.dtype | None = None, **_: object) -> Array:
    return jnp.full(a.shape, value, _dtype(dtype) or a.dtype)


def _scalar(value: float, *, dtype: torch.dtype | None = None, **_: object) -> Array:
    return jnp.asarray(value, _dtype(dtype) or jnp.float64)


def _counted(start: int, end: int, step: int = 1, *, dtype: torch.dtype | None = None, **_: object) -> Array:
    return jnp.arange(start, end, step, _dtype(dtype))


def _copied(a: Array, *, dtype: torch.dtype | None = None, **_: object) -> Array:
    if dtype is None:
        return a
    # else XLA takes a product with 0 and 1 for a choice, as above
    return lax.optimization_barrier(a.astype(DTYPES[dtype])) if a.dtype == jnp.bool_ else a.astype(DTYPES[dtype])


OPERATIONS: Mapping[Any, Operation] = {
    operator.getitem: lambda a, i: a[i],
    # the same numbers in another shape
    aten.alias.default: _same,
    aten.clone.default: _same,
    aten.lift_fresh_copy.default: _same,
    aten.view.default: jnp.reshape,
    aten.permute.default: jnp.transpose,
    aten.expand.default: _expand,
    aten.unsqueeze.default: jnp.expand_dims,
    aten.squeeze.dims: _squeeze,
    aten.slice.Tensor: _slice,
    aten.select.int: lambda a, dim, index: a[_place(a, dim, index)],
    aten.split_with_sizes.default: _split,
    aten.cat.default: lambda parts, dim=0: jnp.concatenate(parts, dim),
    aten.flip.default: jnp.flip,
    aten.copy_.default: lambda a, b: jnp.broadcast_to(b, a.shape).astype(a.dtype),
    aten._to_copy.default: _copied,  # noqa: SLF001  torch's own name of it
    # numbers from nothing
    aten.full.default: _filled,
    aten.full_like.default: _filled_like,
    aten.scalar_tensor.default: _scalar,
    aten.arange.start_step: _counted,
    # arithmetic
    aten.add.Tensor: lambda a, b, alpha=1: a + b if alpha == 1 else a + alpha * b,
    aten.add.Scalar: lambda a, b: a + b,
    aten.sub.Tensor: lambda a, b, alpha=1: a - b if alpha == 1 else a - alpha * b,
    aten.mul.Tensor: _multiply,
    aten.mul.Scalar: lambda a, b: a * b,
    aten.div.Tensor: lambda a, b: a / b,
    aten.div.Scalar: lambda a, b: a / b,
    aten.neg.default: lambda a: -a,
    aten.reciprocal.default: lambda a: 1 / a,
    aten.pow.Tensor_Scalar: _power,
    aten.bmm.default: _product,
    # elementary functions
    aten.abs.default: jnp.abs,
    aten.sign.default: _sign,
    aten.sqrt.default: jnp.sqrt,
    aten.rsqrt.default: lax.rsqrt,
    aten.hypot.default: jnp.hypot,
    aten.exp.default: jnp.exp,
    aten.expm1.default: jnp.expm1,
    aten.log.default: jnp.log,
    aten.log1p.default: jnp.log1p,
    aten.log2.default: jnp.log2,
    aten.log10.default: jnp.log10,
    aten.sin.default: jnp.sin,
    aten.cos.default: jnp.cos,
    aten.tan.default: jnp.tan,
    aten.sinh.default: jnp.sinh,
    aten.cosh.default: jnp.cosh,
    aten.tanh.default: jnp.tanh,
    aten.atan.default: jnp.arctan,
    aten.erf.default: erf,
    aten.sigmoid.default: jax.nn.sigmoid,
    # activations that torch keeps whole
    aten.relu.default: lambda a: jnp.maximum(a, 0),
    aten.leaky_relu.default: lambda a, slope=0.01: jnp.where(a > 0, a, slope * a),
    aten.elu.default: _elu,
    aten.gelu.default: _gelu,
    aten.hardtanh.default: lambda a, low=-1.0, high=1.0: jnp.clip(a, low, high),
    aten.clamp.default: _clamp,
    aten.softshrink_backward.default: _shrink_backward,
    aten.hardshrink_backward.default: _shrink_backward,
    aten._softmax.default: lambda a, dim, _: jax.nn.softmax(a, axis=dim),  # noqa: SLF001  torch's own name of it
    aten._log_softmax.default: lambda a, dim, _: jax.nn.log_softmax(a, axis=dim),  # noqa: SLF001  the same
    # comparisons
    aten.eq.Tensor: lambda a, b: a == b,
    aten.eq.Scalar: lambda a, b: a == b,
    aten.ge.Tensor: lambda a, b: a >= b,
    aten.ge.Scalar: lambda a, b: a >= b,
    aten.gt.Tensor: lambda a, b: a > b,
    aten.gt.Scalar: lambda a, b: a > b,
    aten.le.Tensor: lambda a, b: a <= b,
    aten.le.Scalar: lambda a, b: a <= b,
    aten.lt.Tensor: lambda a, b: a < b,
    aten.lt.Scalar: lambda a, b: a < b,
    aten.isnan.default: jnp.isnan,
    aten.bitwise_not.default: jnp.logical_not,
    aten.bitwise_or.Tensor: jnp.logical_or,
    aten.bitwise_and.Tensor: jnp.logical_and,
    aten.logical_and_.default: jnp.logical_and,
    aten.where.self: jnp.where,
    aten.minimum.default: jnp.minimum,
    aten.maximum.default: jnp.maximum,
    # along an axis
    aten.sum.dim_IntList: lambda a, dims=None, keepdim=False: jnp.sum(a, axis=_axes(dims), keepdims=keepdim),
    aten.mean.dim: lambda a, dims=None, keepdim=False: jnp.mean(a, axis=_axes(dims), keepdims=keepdim),
    aten.amax.default: lambda a, dims=(), keepdim=False: jnp.max(a, axis=_axes(dims), keepdims=keepdim),
    aten.argmax.default: lambda a, dim=None, keepdim=False: jnp.argmax(a, axis=dim, keepdims=keepdim),
    aten.max.dim: _max,
    aten.sort.default: _sort,
    aten.cumsum.default: lambda a, dim: jnp.cumsum(a, axis=dim),
    aten.gather.default: lambda a, dim, index: jnp.take_along_axis(a, index, axis=dim),
    aten.scatter.src: _scatter,
    aten.scatter_add.default: _scatter_add,
}
"""torch's core operations, by the name that a recording has them under."""

DEAR_COST = 20
DEAR = {
    aten.exp.default,
    aten.expm1.default,
    aten.log.default,
    aten.log1p.default,
    aten.log2.default,
    aten.log10.default,
    aten.sin.default,
    aten.cos.default,
    aten.tan.default,
    aten.sinh.default,
    aten.cosh.default,
    aten.tanh.default,
    aten.atan.default,
    aten.erf.default,
    aten.sigmoid.default,
    aten.hypot.default,
    aten.elu.default,
    aten.gelu.default,
    aten._softmax.default,  # noqa: SLF001  the same
    aten._log_softmax.default,  # noqa: SLF001  the same
    aten.pow.Tensor_Scalar,
    aten.sort.default,
    aten.scatter.src,
    aten.scatter_add.default,
}
"""What takes some twenty times as long as a product, or more, for each number."""

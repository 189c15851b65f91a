"""What a program is told with each call: numbers that may be others the next time, one for all replicas or one each."""

from typing import cast

import numpy as np
from jax import Array
from torch import Tensor

from app.playground.compiled.program import Settings
from app.playground.training import Run
from app.playground.varied import by_parameter


def settings_of(run: Run) -> Settings:
    """What the program of `run` is told, as it is tuned now: NumPy's arrays, which XLA takes as they are."""
    training, varied = run.plan.training, run.varied
    return Settings(
        lr=_by_parameter(run, training.lr, varied.lr),
        momentum=_by_parameter(run, training.momentum, varied.momentum),
        l1=_by_parameter(run, training.l1, varied.l1),
        l2=_by_parameter(run, training.l2, varied.l2),
        l1_bias=_by_replica(training.l1_bias, None, 0),
        l2_bias=_by_replica(training.l2_bias, None, 0),
        activity=_by_replica(training.activity, varied.activity, 2),
        drop=_by_replica(run.plan.network.dropout, varied.dropout, 3),
        knobs=tuple(_by_replica(value, varied.knobs.get(knob), 3) for knob, value in run.network.fixed.items()),
    )


def _by_replica(value: float, own: Tensor | None, dimensions: int) -> Array:
    """`value`, or those that replicas have for their `own`, along the first of so many dimensions."""
    if own is None:
        return cast("Array", np.asarray(value, np.float64))
    return cast("Array", own.double().reshape(-1, *[1] * (dimensions - 1)).numpy())


def _by_parameter(run: Run, value: float, own: Tensor | None) -> Array:
    """`value`, or those that replicas have for their `own` as one for each parameter, (P,)."""
    if own is None:
        return _by_replica(value, None, 0)
    return cast("Array", by_parameter(own, run.parameters).numpy())

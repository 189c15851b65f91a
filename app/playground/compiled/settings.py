"""What a program is told with each call: numbers that may be others the next time, one for all replicas or one each."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, field
from typing import cast

import numpy as np
import torch
from jax import Array
from torch import Tensor

from app.playground.compiled.program import Settings
from app.playground.network.network import Knob
from app.playground.training import Run


@dataclass(frozen=True, slots=True, kw_only=True)
class Varied:
    """What differs between the R replicas of a run: a number for each, (R,); what is left out is the plan's.

    `knobs` are parameters of activations that are not learned. A penalty on activity, or a share to drop, takes the
    place of one that is not 0.
    """

    lr: Tensor | None = None
    l1: Tensor | None = None
    l2: Tensor | None = None
    activity: Tensor | None = None
    dropout: Tensor | None = None
    knobs: Mapping[Knob, Tensor] = field(default_factory=dict)

    @property
    def kind(self) -> Hashable:
        """What is varied."""
        given = (name for name in ("lr", "l1", "l2", "activity", "dropout") if getattr(self, name) is not None)
        return (*given, *sorted(self.knobs))

    def check(self, run: Run) -> None:
        """Raises ValueError, with a sentence, where `run` cannot be varied so."""
        values = [self.lr, self.l1, self.l2, self.activity, self.dropout, *self.knobs.values()]
        if any(value is not None and value.shape != (run.plan.replicas,) for value in values):
            raise ValueError(f"What is varied takes a number for each of the {run.plan.replicas} replicas.")
        if unknown := self.knobs.keys() - run.network.fixed.keys():
            knob = min(unknown)
            raise ValueError(f"Layer {knob.layer + 1} has no parameter {knob.name} that could be varied.")
        if self.activity is not None and not run.is_penalised:
            raise ValueError("A penalty on activity can be varied where the plan has one.")
        if self.dropout is not None and not run.plan.network.dropout:
            raise ValueError("Dropout can be varied where the plan has some.")


def settings_of(run: Run, varied: Varied) -> Settings:
    """What the program of `run` is told, as it is tuned now: NumPy's arrays, which XLA takes as they are."""
    training = run.plan.training
    return Settings(
        lr=_by_parameter(run, training.lr, varied.lr),
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
    parts = [own.double().reshape(-1, 1, 1).expand_as(part).flatten() for part in run.parameters.split()]
    return cast("Array", torch.cat(parts).numpy())

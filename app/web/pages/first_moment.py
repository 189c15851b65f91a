"""What is known of a run before it has begun: what the playground and the race show until their scripts do."""

from dataclasses import dataclass
from functools import lru_cache

from app.activations.reference import read
from app.analysis.curves import Window, sample
from app.figures.still.still import Still, still
from app.figures.training import layer_figure, loss_axes, race_axes
from app.playground.live.diagnostics import diagnose
from app.playground.plan import Plan
from app.playground.plan_data import classes_of
from app.playground.race.plan import RacePlan
from app.playground.training import Run

# of a layer's curve
_POINTS = 201
_NO_ACTIVATION = "identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMoment:
    """The axes of the losses, and the curve of the first layer and its gradient, as far as its inputs now reach."""

    loss: Still
    value: Still
    derivative: Still


@lru_cache(maxsize=256)
def first_moment(plan: Plan, device: str) -> FirstMoment:
    """The playground of `plan` in epoch 0; cached, as it takes nearly as long as the rest of its page."""
    run = Run(plan.model_copy(update={"replicas": 1}), device, records=False)
    layers, _ = diagnose(run.network, run.loss, run.parameters, run.train)
    reach = layers[0].histogram.reach
    activation = read(layers[0].reference or _NO_ACTIVATION)
    curves = sample([activation], Window(low=-reach, high=reach, points=_POINTS), order=1, device=device)
    value, derivative = (still(layer_figure(curves, name, index)) for index, name in enumerate(("value", "derivative")))
    return FirstMoment(
        loss=still(loss_axes(has_accuracy=run.data.train.classes is not None)), value=value, derivative=derivative
    )


def race_chart(race: RacePlan) -> Still:
    """The chart of `race` without its lanes."""
    classes = classes_of(race.plan.data) or 1
    return still(race_axes(epochs=race.epochs, target=race.target, classes=classes))

"""What is known of a run before it has begun: what the playground and the race show until their scripts do."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from app.activations.reference import read
from app.analysis.curves import Curves, Window, sample
from app.analysis.points import float64
from app.figures.input_column import DrawnInputs
from app.figures.network import DrawnLayer, NetworkPicture, network_picture
from app.figures.still.still import Still, still
from app.figures.training import layer_figure, loss_axes, race_axes
from app.playground.data.features import COORDINATES, FEATURES
from app.playground.live.diagnostics import LayerDiagnosis, diagnose
from app.playground.plan import DataPlan, Plan
from app.playground.plan_data import classes_of, input_names
from app.playground.race.plan import RacePlan
from app.playground.training import Run

# of a layer's curve, and of that above it
_POINTS, _HEAD_POINTS = 201, 61
# pixels that the network has beside the other panels, and on a phone
_WIDE, _NARROW = 622, 364
_NO_ACTIVATION = "identity"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstMoment:
    """The network on a wide and a narrow page, the axes of the losses, the curve of the first layer and its gradient.

    Curves go as far as pre-activations now reach.
    """

    wide: NetworkPicture
    narrow: NetworkPicture
    loss: Still
    value: Still
    derivative: Still


@lru_cache(maxsize=256)
def first_moment(plan: Plan, device: str) -> FirstMoment:
    """The playground of `plan` in epoch 0; cached, as it takes nearly as long as the rest of its page."""
    run = Run(plan.model_copy(update={"replicas": 1}), device, records=False)
    layers, _ = diagnose(run.network, run.loss, run.parameters, run.train)
    curves = _curves(layers[0], _POINTS, 1, device)
    drawn, inputs = list(_drawn(run, layers, device)), DrawnInputs(input_names(plan.data), _offered(plan.data, run))
    value, derivative = (still(layer_figure(curves, name, index)) for index, name in enumerate(("value", "derivative")))
    return FirstMoment(
        wide=network_picture(drawn, inputs, _WIDE),
        narrow=network_picture(drawn, inputs, _NARROW),
        loss=still(loss_axes(has_accuracy=run.data.train.classes is not None)),
        value=value,
        derivative=derivative,
    )


def _offered(data: DataPlan, run: Run) -> dict[str, int | None]:
    """The features of two coordinates, and which of the inputs each is."""
    if len(run.data.train.columns) != len(COORDINATES):
        return {}
    places = {name: place for place, name in enumerate(data.features)}
    return {feature.title: places.get(name) for name, feature in FEATURES.items()}


def _curves(layer: LayerDiagnosis, points: int, order: int, device: str) -> Curves:
    reach = layer.histogram.reach
    activation = read(layer.reference or _NO_ACTIVATION)
    return sample(
        [activation], Window(low=-reach, high=reach, points=points, with_kinks=order > 0), order=order, device=device
    )


def _drawn(run: Run, layers: Sequence[LayerDiagnosis], device: str) -> Iterator[DrawnLayer]:
    """Each layer with the strongest of the weights that lead from an input to a unit."""
    for layer, tensors, diagnosis in zip(run.network.layers, run.parameters.first_network(), layers, strict=True):
        weights = float64(tensors["W"][0])
        each = max(1, layer.pre_activations // layer.outputs)
        shape = (len(weights), -1, each) if layer.adjacent else (len(weights), each, -1)
        grouped = weights.reshape(shape) if layer.adjacent else weights.reshape(shape).transpose(0, 2, 1)
        strongest = np.take_along_axis(grouped, np.abs(grouped).argmax(axis=2)[..., None], axis=2)[..., 0]
        # crelu hands on two outputs of each pre-activation
        by_unit = np.tile(strongest, max(1, layer.outputs // layer.pre_activations))
        bound = layer.activation
        curve = None if bound is None else _curves(diagnosis, _HEAD_POINTS, 0, device).curves[0].orders[0]
        yield DrawnLayer(title=bound.activation.title if bound else None, weights=by_unit, curve=curve)


def race_chart(race: RacePlan) -> Still:
    """The chart of `race` without its lanes."""
    classes = classes_of(race.plan.data)
    return still(race_axes(epochs=race.epochs, target=race.goal.target, classes=classes))

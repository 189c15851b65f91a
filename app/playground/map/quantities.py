"""What may differ from pixel to pixel of a map: fields of a plan, and parameters of its activations."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel

from app.activations.bound import bind
from app.activations.reference import read
from app.activations.spec import Parameter
from app.playground.data.datasets import DATASETS
from app.playground.network_plan import MOST_LAYERS, MOST_UNITS, HiddenLayer, NetworkPlan
from app.playground.optimizers import OPTIMIZERS
from app.playground.plan import LARGEST_SEED, DataPlan, Plan, TrainingPlan


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """What an axis varies: `apply(plan, value)` is the plan with that value, from `low` to `high`.

    A `whole` one takes whole numbers. Networks with different values of one that stands `apart` have other data, or
    other shapes, and cannot learn as one. `fault(plan)` is why it makes no difference to a plan, a sentence, or None.
    """

    name: str
    title: str
    low: float
    high: float
    apply: Callable[[Plan, float], Plan]
    whole: bool = False
    apart: bool = False
    fault: Callable[[Plan], str | None] = lambda _: None


def find_quantity(name: str, activations: Sequence[str]) -> Quantity:
    """The quantity with that name: of the plan, or a parameter that all `activations` have.

    Raises ValueError, with a sentence.
    """
    if name in QUANTITIES:
        return QUANTITIES[name]
    own = {activation: _parameters(activation) for activation in activations}
    if lacking := next((activation for activation, known in own.items() if name not in known), None):
        of_a_plan = f"Of a plan, {', '.join(QUANTITIES)} can be varied."
        if not own[lacking]:
            raise ValueError(f"{lacking} has no parameter {name}; it has no parameters. {of_a_plan}")
        raise ValueError(
            f"{lacking} has no parameter {name}; its parameters are {', '.join(own[lacking])}. {of_a_plan}"
        )
    each = [known[name] for known in own.values()]
    return Quantity(
        name=name,
        title=each[0].symbol,
        low=max(parameter.low for parameter in each),
        high=min(parameter.high for parameter in each),
        apply=lambda plan, value: _with_parameter(plan, name, value),
        whole=each[0].whole,
        apart=each[0].whole,
    )


def _parameters(activation: str) -> dict[str, Parameter]:
    """The parameters that the activation has in a layer."""
    return {parameter.name: parameter for parameter in read(activation).activation.parameters}


def _with_parameter(plan: Plan, name: str, value: float) -> Plan:
    def changed(layer: HiddenLayer) -> HiddenLayer:
        bound = layer.bound
        other = bind(bound.activation, {**bound.params, name: value}).reference
        return layer.model_copy(update={"activation": other})

    return _with_layers(plan, [changed(layer) for layer in plan.network.hidden])


def _with_layers(plan: Plan, hidden: Sequence[HiddenLayer]) -> Plan:
    return _part(plan, "network", hidden=tuple(hidden))


def _part(plan: Plan, part: str, **changed: Any) -> Plan:  # noqa: ANN401  whatever the fields hold
    return plan.model_copy(update={part: getattr(plan, part).model_copy(update=changed)})


def _of_field(
    part: str,
    model: type[BaseModel],
    name: str,
    *,
    apart: bool = False,
    fault: Callable[[Plan], str | None] | None = None,
) -> Quantity:
    """The quantity that is a field of a part of the plan."""
    field = model.model_fields[name]
    bounds = {bound: getattr(data, bound) for data in field.metadata for bound in ("ge", "le") if hasattr(data, bound)}
    return Quantity(
        name=name,
        title=field.title or name,
        low=bounds["ge"],
        high=bounds["le"],
        apply=lambda plan, value: _part(plan, part, **{name: value}),
        apart=apart,
        fault=fault or (lambda _: None),
    )


def _keeps_nothing(plan: Plan) -> str | None:
    if OPTIMIZERS[plan.training.optimizer].keeps:
        return None
    return f"The optimizer {plan.training.optimizer} has no momentum; choose momentum or nesterov."


def _has_no_noise(plan: Plan) -> str | None:
    if plan.data.samples is None and DATASETS[plan.data.name].kind != "table":
        return None
    return f"The data set {plan.data.name} is not drawn, so that its noise cannot be varied; choose one that is."


def _with_width(plan: Plan, value: float) -> Plan:
    return _with_layers(plan, [layer.model_copy(update={"units": int(value)}) for layer in plan.network.hidden])


def _with_depth(plan: Plan, value: float) -> Plan:
    return _with_layers(plan, plan.network.hidden[:1] * int(value))


QUANTITIES: Mapping[str, Quantity] = {
    quantity.name: quantity
    for quantity in (
        _of_field("training", TrainingPlan, "lr"),
        _of_field("network", NetworkPlan, "weight_scale"),
        _of_field("training", TrainingPlan, "momentum", fault=_keeps_nothing),
        _of_field("training", TrainingPlan, "l1"),
        _of_field("training", TrainingPlan, "l2"),
        _of_field("training", TrainingPlan, "activity"),
        _of_field("network", NetworkPlan, "dropout"),
        _of_field("data", DataPlan, "noise", apart=True, fault=_has_no_noise),
        Quantity(
            name="width",
            title="Units in each hidden layer",
            low=1,
            high=MOST_UNITS,
            apply=_with_width,
            whole=True,
            apart=True,
        ),
        Quantity(
            name="depth",
            title="Hidden layers, each as the first",
            low=1,
            high=MOST_LAYERS,
            apply=_with_depth,
            whole=True,
            apart=True,
        ),
        Quantity(
            name="seed",
            title="Seed of weights and batches",
            low=0,
            high=LARGEST_SEED,
            apply=lambda plan, value: plan.model_copy(update={"seed": int(value)}),
            whole=True,
        ),
    )
}
"""What of a plan can be varied, by name, in display order."""

"""What a lane of a race has that the others lack: more weights, numbers of its own to learn, an unfit beginning."""

from collections.abc import Iterator

from app.activations.bound import BoundActivation
from app.activations.gain import gain
from app.activations.reference import read
from app.playground.network.network import Network
from app.playground.network_plan import NetworkPlan
from app.playground.plan_data import inputs_of
from app.playground.race.plan import RacePlan
from app.text import exact, listed, number

# elementwise, and nothing to learn: the network of the plan and no more
_PLAIN = "identity"


def difference(plan: RacePlan, activation: str) -> str | None:
    """What the lane of `activation` does not share with a plain one, in sentences; None where it shares all."""
    return " ".join(_differences(plan, activation)) or None


def _differences(plan: RacePlan, activation: str) -> Iterator[str]:
    bound = read(activation)
    name, in_layer = bound.activation.name, bound.activation.in_layer
    takes = in_layer.takes(bound.params)
    own, plain = _parameters(plan, activation), _parameters(plan, _PLAIN)
    if takes > 1:
        yield f"{name} needs {takes} pre-activations a unit: its layers have weights of their own."
    elif in_layer.gives > 1:
        yield f"{name} gives {in_layer.gives} outputs a unit: the layers behind it have more weights."
    elif own > plain:
        yield _of_learning(plan, bound)
    if own > plain:
        yield f"Its network has {own} parameters in all instead of {plain}."
    if in_layer.training is not None:
        yield f"{name} is random in training."
    yield from _of_first_weights(plan, bound)


def _of_learning(plan: RacePlan, bound: BoundActivation) -> str:
    """What it learns, and for whom."""
    name, learned = bound.activation.name, _learned(bound)
    if not learned:
        return f"{name} learns a small network of its own in each layer."
    shared = {layer.shared for layer in plan.plan.network.hidden}
    if shared == {True}:
        return f"{name} learns {listed(learned)} in each layer."
    if shared == {False}:
        return f"{name} learns {listed(learned)} for each unit."
    return f"{name} learns {listed(learned)} in each layer, or for each unit where the plan says so."


def _of_first_weights(plan: RacePlan, bound: BoundActivation) -> Iterator[str]:
    """How the first weights differ: matched ones by the gain, and no others; but a scheme may be asked for."""
    name, scheme = bound.activation.name, bound.activation.in_layer.scheme
    network = plan.plan.network
    if network.initialisation.initialisation.matched:
        yield from _of_matched(network, bound)
    elif scheme is not None and network.weight_scale != 1:
        yield (
            f"{name} is made for first weights from {scheme}_normal; "
            f"here all start from {network.init}, times {exact(network.weight_scale)}."
        )
    elif scheme is not None and network.init != f"{scheme}_normal":
        yield f"{name} is made for first weights from {scheme}_normal; here all start from {network.init}."


def _of_matched(network: NetworkPlan, bound: BoundActivation) -> Iterator[str]:
    """How matched first weights differ from those of the identity, of gain 1, unless all are 0."""
    name, scale = bound.activation.name, network.weight_scale
    gains = [gain(bound, layer.units).value for layer in network.hidden]
    if not scale or {number(value) for value in gains} <= {number(1.0)}:
        return
    # a plan refuses activations without a gain
    deviations = list(dict.fromkeys(number(scale * value) for value in gains if value is not None))
    if scale == 1:
        yield (
            f"{name} is followed by first weights of deviation {listed(deviations)} over the root of the inputs, "
            "matched to its gain; others have their own."
        )
    else:
        yield (
            f"{name} is followed by first weights of deviation {listed(deviations)} over the root of the inputs, "
            f"{exact(scale)} times those that are matched to its gain; others have their own."
        )


def _learned(bound: BoundActivation) -> list[str]:
    """The parameters that the activation learns itself; none where it learns what is no parameter."""
    return [
        f"{knob.symbol} (from {exact(bound.params[knob.name])})"
        for knob in bound.activation.parameters
        if knob.learnable
    ]


def _parameters(plan: RacePlan, activation: str) -> int:
    """How many parameters one network has with `activation`."""
    network = Network.of(plan.lane(activation).network, inputs_of(plan.plan.data), 1)
    return network.draw(plan.plan.network.initialisation, [0]).count

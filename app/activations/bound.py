"""An activation with a value for every parameter: what a reference names and a curve is drawn from."""

from collections.abc import Mapping
from dataclasses import dataclass

from torch import Tensor

from app.activations.calls import by_own_name
from app.activations.expression import Expression
from app.activations.spec import Activation, ParameterValues
from app.text import exact


@dataclass(frozen=True, slots=True, kw_only=True)
class BoundActivation:
    """A function of one variable. Make one with `bind`, which checks the values."""

    activation: Activation | Expression
    params: ParameterValues

    def __call__(self, x: Tensor) -> Tensor:
        """f at each element of `x`, in the shape, dtype and device of `x`."""
        return self.activation.curve(x, **self.params)

    @property
    def kinks(self) -> tuple[float, ...]:
        """The x, ascending and distinct, at which f or one of its derivatives jumps."""
        return tuple(sorted(set(self.activation.kinks(self.params))))

    @property
    def idle(self) -> frozenset[str]:
        """The names of the parameters that change nothing while the others stay as they are."""
        return self.activation.idle(self.params)

    @property
    def reference(self) -> str:
        """The text that names this bound activation: parameters at their defaults are left out."""
        given = [(knob.name, self.params[knob.name], knob.default) for knob in self.activation.knobs]
        return self.activation.spell([f"{name}={exact(value)}" for name, value, default in given if value != default])


def bind(activation: Activation | Expression, values: Mapping[str, float]) -> BoundActivation:
    """`activation` with `values`, and the default of every parameter that `values` leaves out.

    A parameter may have one of its aliases. Raises ValueError, with one sentence, for a parameter that the activation
    lacks or that is given twice, for a value out of range, and for values that contradict each other.
    """
    knobs = {knob.name: knob for knob in activation.knobs}
    given = by_own_name(activation.name, activation.knobs, values.items())
    try:
        params = {name: knob.accept(given.get(name, knob.default)) for name, knob in knobs.items()}
        activation.check(params)
    except ValueError as error:
        raise ValueError(f"{activation.name}: {error}") from None
    return BoundActivation(activation=activation, params=params)

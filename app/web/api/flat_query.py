"""A model of nested parts as a query string, and back: one name for each of its values, read off the model itself."""

from collections.abc import Iterator, Mapping
from copy import copy
from dataclasses import dataclass
from typing import Annotated, Any, Generic, TypeVar
from urllib.parse import urlencode

from pydantic import BaseModel, BeforeValidator, Field, create_model
from pydantic.fields import FieldInfo

from app.fields import AtMost, Closed, as_list
from app.playground.network_plan import MOST_LAYERS
from app.web.api.layer_text import OPTIONS, layer_text, plain_text, read_layer

M = TypeVar("M", bound=BaseModel)
Q = TypeVar("Q", bound=Closed)

NO_LAYER = "none"

_NAMES: Mapping[tuple[str, ...], str] = {
    ("data", "name"): "data",
    ("data", "seed"): "data_seed",
    ("network", "hidden"): "layer",
    ("activations",): "f",
    **{(axis, end): f"{axis}_{end}" for axis in "xy" for end in ("low", "high", "scale", "points")},
    **{(axis, "vary"): axis for axis in "xy"},
}
"""The names in a query that are not those in the model, by the end of where the value stands."""

# a user's own points, and what they are called, are in no address
_OWN = (("data", "samples"), ("data", "columns"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaf:
    """A value of the model: its name in the query, its place and part, how it is described, and what it usually is."""

    name: str
    path: tuple[str, ...]
    part: str
    info: FieldInfo
    usual: Any

    @property
    def is_list(self) -> bool:
        """Whether the query repeats its name."""
        return isinstance(self.usual, tuple)

    @property
    def is_layers(self) -> bool:
        """Whether it is the hidden layers, each of which the query writes as one text."""
        return self.name == "layer"


class FlatQuery(Generic[M]):
    """The query string of a model called `name`, of which `usual` has the values that are left out of an address."""

    def __init__(self, name: str, usual: M) -> None:
        self.usual = usual
        self._type: type[M] = type(usual)
        self.leaves = tuple(_leaves(usual, (), name))
        self.model = self.extend(Closed)

    def extend(self, base: type[Q]) -> type[Q]:
        """The query string as a model, with the fields of `base` beside its own."""
        fields: dict[str, Any] = {leaf.name: _described(leaf) for leaf in self.leaves}
        return create_model(base.__name__, __base__=base, __doc__=base.__doc__, **fields)

    def read(self, query: BaseModel) -> M:
        """The model that `query`, one of `model` or of an extension, stands for.

        Raises ValidationError, or ValueError with a sentence, where it is none.
        """
        content: dict[str, Any] = {}
        for leaf in self.leaves:
            value = getattr(query, leaf.name)
            _put(content, leaf.path, _hidden(value) if leaf.is_layers else value)
        return self._type.model_validate(content)

    def text(self, value: M, *, whole: bool = False) -> str:
        """The canonical query string of `value`: what is usual is left out, unless the `whole` is wanted."""
        pairs = {leaf.name: (plain(leaf, value_of(value, leaf)), plain(leaf, leaf.usual)) for leaf in self.leaves}
        return urlencode({name: own for name, (own, usual) in pairs.items() if whole or own != usual}, doseq=True)


def plain(leaf: Leaf, value: Any) -> Any:  # noqa: ANN401  a number, a text, or a list of texts
    """A value as the address writes it: numbers in the fewest digits."""
    if leaf.is_layers:
        return [layer_text(layer) for layer in value] or [NO_LAYER]
    if isinstance(value, tuple):
        return list(value)
    return plain_text(value) if isinstance(value, bool | float) else value


def value_of(model: BaseModel, leaf: Leaf) -> Any:  # noqa: ANN401  whatever stands there
    """The value that `leaf` has in `model`."""
    value: Any = model
    for name in leaf.path:
        value = getattr(value, name)
    return value


def _leaves(part: BaseModel, path: tuple[str, ...], called: str) -> Iterator[Leaf]:
    """Every value of `part`, which stands at `path`, in the order of its fields."""
    for name, info in type(part).model_fields.items():
        value, place = getattr(part, name), (*path, name)
        if isinstance(value, BaseModel):
            yield from _leaves(value, place, name)
        elif place[-2:] not in _OWN:
            yield Leaf(name=_named(place), path=place, part=called, info=info, usual=value)


def _named(place: tuple[str, ...]) -> str:
    return _NAMES.get(place[-2:]) or _NAMES.get(place[-1:]) or place[-1]


def _described(leaf: Leaf) -> tuple[Any, Any]:
    """The field of a query: as the model describes it, with what is usual for its default."""
    if leaf.is_layers:
        says = (
            "units:reference for each hidden layer, as in 8:elu(alpha=1.5), and behind it what is unusual, as in "
            f"8:tanh;use_bias=false, of {', '.join(OPTIONS)}; none for no hidden layer"
        )
        layers = Annotated[list[str], AtMost(MOST_LAYERS), BeforeValidator(as_list), Field(description=says)]
        return layers, Field(default_factory=lambda: plain(leaf, leaf.usual))
    info = copy(leaf.info)
    info.default = leaf.usual
    if leaf.is_list:
        # beside what the model checks: one text is a list of one
        info.metadata = [*info.metadata, BeforeValidator(as_list)]
    return info.annotation, info


def _hidden(texts: list[str]) -> list[dict[str, object]]:
    return [] if texts == [NO_LAYER] else [read_layer(text) for text in texts]


def _put(content: dict[str, Any], path: tuple[str, ...], value: Any) -> None:  # noqa: ANN401  the same
    *parts, last = path
    for name in parts:
        content = content.setdefault(name, {})
    content[last] = value

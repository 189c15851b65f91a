"""A hidden layer as an address writes it, `8:elu(alpha=1.5);use_bias=false`, and back: what is usual is left out."""

from collections.abc import Mapping
from typing import Any

from pydantic.fields import FieldInfo

from app.playground.form import FORM
from app.playground.network_plan import HiddenLayer
from app.text import echoed, exact

_MOST_DIGITS = 9
_USUAL = HiddenLayer()

OPTIONS: Mapping[str, FieldInfo] = {
    name: info for name, info in HiddenLayer.model_fields.items() if name not in ("units", "activation")
}
"""What a layer can be told beside its units and its activation, by name."""


def plain_text(value: object) -> str:
    """A value as an address writes it: a number in the fewest digits, a truth value as JSON has it."""
    if isinstance(value, bool):
        return str(value).lower()
    return exact(value) if isinstance(value, float) else str(value)


def layer_text(layer: HiddenLayer) -> str:
    """`layer` in the fewest words that read back as the same."""
    given = "".join(f";{name}={plain_text(value)}" for name, value in _unusual(layer).items())
    return f"{layer.units}:{layer.activation}{given}"


def told(layer: HiddenLayer) -> list[str]:
    """What is unusual about `layer`, each in a few words."""
    return [_told(OPTIONS[name]).get(plain_text(value), plain_text(value)) for name, value in _unusual(layer).items()]


def options_table() -> list[dict[str, Any]]:
    """What a page must know to read and to write layers: what each option usually is, and what others are called."""
    return [{"name": name, "usual": getattr(_USUAL, name), "told": _told(info)} for name, info in OPTIONS.items()]


def read_layer(text: str) -> dict[str, Any]:
    """The layer that `units:reference;option=value` names, as plain values. Raises ValueError with a sentence."""
    head, *given = text.split(";")
    units, colon, reference = head.partition(":")
    units = units.strip()
    # more digits would be no number of units, and take Python long to read
    if not colon or not (units.isascii() and units.isdigit() and len(units) <= _MOST_DIGITS):
        raise ValueError(f"layer={text[:60]} is not units:reference, as in layer=8:elu(alpha=1.5).")
    values: dict[str, Any] = {"units": int(units), "activation": reference}
    for part in given:
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or name in values:
            raise ValueError(
                f"layer={echoed(text)} is not units:reference;option=value with each option once, as in "
                "layer=8:tanh;use_bias=false."
            )
        values[name] = value
    return HiddenLayer.model_validate(values).model_dump()


def _unusual(layer: HiddenLayer) -> dict[str, Any]:
    return {name: value for name in OPTIONS if (value := getattr(layer, name)) != getattr(_USUAL, name)}


def _told(info: FieldInfo) -> dict[str, str]:
    """The words for values of an option, by the text of each."""
    extra = info.json_schema_extra
    form = extra.get(FORM) if isinstance(extra, dict) else None
    words = form.get("told") if isinstance(form, dict) else None
    return {text: str(says) for text, says in words.items()} if isinstance(words, dict) else {}

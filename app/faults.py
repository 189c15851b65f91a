"""What pydantic finds wrong with what a person wrote, in sentences that name the value and the way out."""

import re
from collections.abc import Collection, Mapping, Sequence
from reprlib import Repr
from typing import Any

import orjson

from app.text import LONGEST_ECHO, beginning, echoed, grouped

_NOT_NUMBERS = ("nan", "inf", "infinity")
_NOT_FINITE = "{name} = {given} is not a finite number."
_NOT_WHOLE = "{name} = {given} is not a whole number."
_SENTENCES = {
    "missing": "{name} is missing.",
    "json_invalid": "The body is not valid JSON: {error}.",
    "model_attributes_type": "The body must be a JSON object, sent as application/json.",
    "list_type": "{name} must be a list.",
    "string_type": "{name} must be text.",
    "float_parsing": _NOT_FINITE,
    "float_type": _NOT_FINITE,
    "finite_number": _NOT_FINITE,
    "int_parsing": _NOT_WHOLE,
    "int_parsing_size": _NOT_WHOLE,
    "int_type": _NOT_WHOLE,
    "int_from_float": _NOT_WHOLE,
    "bool_parsing": "{name} = {given} is not a choice; choose true or false.",
    "bool_type": "{name} = {given} is not a choice; choose true or false.",
    "tuple_type": "{name} must be a list.",
    "greater_than_equal": "{name} = {given} is too small; it must be at least {ge}.",
    "less_than_equal": "{name} = {given} is too large; it must be at most {le}.",
    "literal_error": "{name} = {given} is not a choice; choose {expected}.",
    "too_short": "{name} needs at least {min_length} value(s).",
    "too_long": "{name} has more than {max_length} values.",
    "greater_than": "{name} = {given} is too small; it must be above {gt}.",
    "less_than": "{name} = {given} is too large; it must be below {lt}.",
    "union_tag_invalid": "There is no message of the type {tag!r}; there are {expected_tags}.",
    "union_tag_not_found": 'A message is a JSON object with a type, such as {{"type": "pause"}}.',
    "model_type": "{name} must be a JSON object.",
    "dict_type": "{name} must be a JSON object.",
    "string_too_long": "{name} is too long.",
    "string_unicode": "{name} has half a letter, which cannot be read; send whole ones.",
}

MOST_FAULTS = 20
"""Faults of one request that are told; of the others it is said how many they are."""

_BRANCH = re.compile(r"(?:function-\w+|literal|constrained|list|tuple|dict|nullable)[\[-].*|float|int", re.DOTALL)


def fault_items(faults: Sequence[Mapping[str, Any]]) -> list[dict[str, object]]:
    """Where each of the first faults is, and its sentence."""
    return [{"loc": _path(fault), "msg": fault_sentence(fault)} for fault in faults[:MOST_FAULTS]]


def fault_sentence(fault: Mapping[str, Any]) -> str:
    """A sentence of ours for each kind of fault that pydantic reports."""
    path = ".".join(str(part) for part in _path(fault) if part not in ("query", "body", "path"))
    name = path or "The body"
    context = dict(fault.get("ctx", {}))
    context |= {bound: grouped(context[bound]) for bound in ("ge", "le", "gt", "lt") if bound in context}
    if "tag" in context:
        context["tag"] = echoed(context["tag"])
    if fault["type"] == "value_error":
        return str(context["error"])
    if fault["type"] == "unknown_name":
        return f"There is no parameter {context['unknown']!r} {f'in {path}' if path else 'here'}; {context['hint']}"
    kind = "finite_number" if str(fault.get("input")).lower().lstrip("+-") in _NOT_NUMBERS else fault["type"]
    if kind == "model_attributes_type" and fault["loc"] != ("body",):
        kind = "model_type"
    sentence = _SENTENCES.get(kind, "{name}: " + fault["msg"] + ".")
    return sentence.format(name=name, given=shortened(fault.get("input")), **context)


def _path(fault: Mapping[str, Any]) -> list[str | int]:
    """Where a fault is, without the branches of a union, in which pydantic has looked."""
    parts = (part for part in fault["loc"] if isinstance(part, int) or not _BRANCH.fullmatch(part))
    return [part if isinstance(part, int) else echoed(part) for part in parts]


_REPR = Repr()
_REPR.maxlevel = 3
_REPR.maxlist = _REPR.maxtuple = _REPR.maxdict = LONGEST_ECHO // 3


def shortened(value: object) -> str:
    """`value` as JSON or an address writes it, or its beginning."""
    if value is None or isinstance(value, bool):
        return orjson.dumps(value).decode()
    # a list or a mapping may be a whole body: no more of it is written than is shown
    return beginning(_REPR.repr(value) if isinstance(value, Collection) and not isinstance(value, str) else repr(value))

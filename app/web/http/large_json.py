"""Large JSON, read in pieces: most of it are the rows of one list, between which other threads go on."""

import json
import re
from dataclasses import dataclass
from typing import Any, TypeVar
from uuid import uuid4

import orjson
from pydantic import TypeAdapter

LARGE = 100_000
"""Bytes from which on JSON is read in pieces."""

MOST_BESIDE = 1_000_000
"""Bytes that there may be beside the long list."""

T = TypeVar("T")

_LONGEST_ROW = 20_000
_WINDOW = 4 * _LONGEST_ROW
_NESTED = (dict, list)
_SPACE = re.compile(r"[ \t\n\r]*")
_row = json.JSONDecoder().raw_decode


@dataclass(frozen=True, slots=True)
class LongList:
    """The list that makes JSON large, by its `name` there, and the `most` rows that it may have."""

    name: str
    most: int


def validated(model: TypeAdapter[T], text: str | bytes, long: LongList) -> T:
    """The JSON `text` as a `model`. Raises ValidationError, or a ValueError as `read_large` does."""
    if len(text) <= LARGE:
        return model.validate_json(text)
    return model.validate_python(read_large(_decoded(text), long))


def read_large(text: str, long: LongList) -> Any:  # noqa: ANN401  whatever the client sent
    """The value that `text` is, with as many rows as there may be.

    Raises ValueError, with a sentence, where it is no JSON, has more rows or very long ones, or much else.
    """
    begin, rows, end = _rows(text, long)
    if (beside := len(text) - (end - begin)) > MOST_BESIDE:
        raise ValueError(f"Beside its {long.name} the request has {beside:,} bytes; at most {MOST_BESIDE:,} are read.")
    mark = uuid4().hex
    try:
        value = orjson.loads(f'{text[:begin]}"{mark}"{text[end:]}' if rows is not None else text)
    except orjson.JSONDecodeError as error:
        raise ValueError(f"The body is not valid JSON: {error}.") from None
    _put(value, mark, rows)
    return value


def _rows(text: str, long: LongList) -> tuple[int, list[Any] | None, int]:
    """Where the first list of that name begins, its rows and where it ends; None for the rows where there is none."""
    quoted = f'"{long.name}"'
    name = text.find(quoted)
    colon = _after_space(text, name + len(quoted))
    begin = _after_space(text, colon + 1)
    if name < 0 or text[colon : colon + 1] != ":" or text[begin : begin + 1] != "[":
        return 0, None, 0
    rows: list[Any] = []
    place = _after_space(text, begin + 1)
    if text[place : place + 1] == "]":
        return begin, rows, place + 1
    # a window at a time: a row that is not closed within it is none of its rows
    start, window = place, text[place : place + _WINDOW]
    while True:
        if place - start > _WINDOW - _LONGEST_ROW:
            start, window = place, text[place : place + _WINDOW]
        try:
            row, length = _row(window, place - start)
        except (ValueError, RecursionError):
            raise ValueError(f"Row {len(rows) + 1} of {long.name} is no JSON, or too long.") from None
        rows.append(row)
        if len(rows) > long.most:
            raise ValueError(f"There are more than {long.most} rows of {long.name}; at most {long.most} are allowed.")
        place = _after_space(text, start + length)
        mark = text[place : place + 1]
        if mark == "]":
            return begin, rows, place + 1
        if mark != ",":
            raise ValueError(f"Behind row {len(rows)} of {long.name} there is neither a comma nor the end of the list.")
        place = _after_space(text, place + 1)


def _decoded(text: str | bytes) -> str:
    try:
        return text if isinstance(text, str) else text.decode()
    except UnicodeDecodeError:
        raise ValueError("The request cannot be read; send JSON in UTF-8.") from None


def _after_space(text: str, place: int) -> int:
    found = _SPACE.match(text, place)
    return place if found is None else found.end()


def _put(value: Any, mark: str, rows: list[Any] | None) -> None:  # noqa: ANN401  JSON
    """Put `rows` where the `mark` stands."""
    open_values: list[Any] = [value]
    while open_values:
        within = open_values.pop()
        for key, part in within.items() if isinstance(within, dict) else enumerate(within):
            if part == mark:
                within[key] = rows
                return
            if isinstance(part, _NESTED):
                open_values.append(part)

"""What the API answers, described for OpenAPI, and how it is made from the analysis's words."""

import csv
import io
from collections.abc import Iterable
from itertools import repeat
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.activations.bound import BoundActivation
from app.analysis.curves import Curve, Curves
from app.analysis.kinks import Kink
from app.analysis.points import Points
from app.playground.trainers import TrainerName
from app.text import table_cell
from app.web.http.answers import json_bytes

ORDERS = ("value", "derivative", "second_derivative")


class Alive(BaseModel):
    """The server answers."""

    status: str


class Health(BaseModel):
    """Whether the server answers, and what computes."""

    status: str
    device: str
    torch: str
    trainer: Annotated[TrainerName, Field(description="Who trains small networks: XLA, or torch where JAX is missing")]


class AtKink(BaseModel):
    """What torch computes at a kink itself."""

    value: float | None
    derivative: float | None = None
    second_derivative: float | None = None


class KinkReply(BaseModel):
    """A point where f or one of its derivatives jumps: [left, right] of each, and what torch says at the point.

    `jumps` names those that do; the two sides of the others differ by no more than the curve does between them.
    """

    x: float
    jumps: list[Literal["value", "derivative", "second_derivative"]]
    value: list[float | None]
    derivative: list[float | None] | None = None
    second_derivative: list[float | None] | None = None
    torch: AtKink


class CurveReply(BaseModel):
    """One activation over x; null where a value is not finite."""

    f: str
    name: str
    params: dict[str, float]
    value: list[float | None]
    derivative: list[float | None] | None = None
    second_derivative: list[float | None] | None = None
    kinks: list[KinkReply]


class CurvesReply(BaseModel):
    """Curves over the same x, as the dtype rounds it."""

    x: list[float]
    curves: list[CurveReply]
    dtype: str
    device: str


def curves_content(curves: Curves, references: Iterable[str]) -> dict[str, Any]:
    """`curves` in the form of CurvesReply, arrays still numpy's; `references` are the texts that the client gave."""
    return {
        "x": curves.x,
        "curves": [_curve(curve, text) for curve, text in zip(curves.curves, references, strict=True)],
        "dtype": curves.dtype,
        "device": curves.device,
    }


def _curve(curve: Curve, text: str) -> dict[str, Any]:
    orders = {name: array for name, array in zip(ORDERS, curve.orders, strict=True) if array is not None}
    return {"f": text, **named(curve.activation), **orders, "kinks": [_kink(kink) for kink in curve.kinks]}


def named(activation: BoundActivation) -> dict[str, Any]:
    """The name and the parameters of a bound activation."""
    return {"name": activation.activation.name, "params": dict(activation.params)}


def _kink(kink: Kink) -> dict[str, Any]:
    sides = {name: list(pair) for name, pair in zip(ORDERS, kink.sides, strict=True) if pair is not None}
    torch = {name: value for name, value in zip(ORDERS, kink.torch, strict=True) if value is not None}
    jumps = [name for name, jumps in zip(ORDERS, kink.jumps, strict=True) if jumps]
    return {"x": kink.x, "jumps": jumps, **sides, "torch": torch}


def curves_csv(curves: Curves, references: Iterable[str]) -> bytes:
    """`curves` as a table: x, then for each curve a column per order; a cell is empty where a value is not finite."""
    header, columns = ["x"], [curves.x]
    for curve, text in zip(curves.curves, references, strict=True):
        for name, array in zip(ORDERS, curve.orders, strict=True):
            if array is not None:
                header.append(table_cell(f"{name.replace('_', ' ')} of {text}"))
                columns.append(array)
    return _written([header, *zip(*map(_cells, columns), strict=True)])


def long_csv(curves: Curves, references: Iterable[str]) -> bytes:
    """`curves` as a table with a line for each number: f, x, the order 0, 1 or 2, and the value, empty as above."""
    rows: list[Iterable[object]] = [("f", "x", "order", "value")]
    x = _cells(curves.x)
    for curve, text in zip(curves.curves, references, strict=True):
        for order, array in enumerate(curve.orders):
            if array is not None:
                rows += zip(repeat(table_cell(text)), x, repeat(order), _cells(array), strict=False)
    return _written(rows)


def _written(rows: Iterable[Iterable[object]]) -> bytes:
    table = io.StringIO(newline="")
    csv.writer(table).writerows(rows)
    return table.getvalue().encode()


def _cells(column: Points) -> list[str]:
    """Each number in the fewest digits that read back as the same number."""
    return json_bytes(column)[1:-1].decode().replace("null", "").split(",")

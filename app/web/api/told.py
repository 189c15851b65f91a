"""What messages of the sockets are made of, and those that both sockets say."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

from app.web.http.problems import Problem

Number = float | None
Numbers = list[float | None]


class Told(BaseModel):
    """A part of a message; what stands below a field describes it."""

    model_config = ConfigDict(use_attribute_docstrings=True, defer_build=True)


class ByteArray(Told):
    """Bytes as Plotly has them."""

    dtype: Literal["u1"]
    bdata: str
    """The numbers in base64, in C order"""
    shape: str
    """The sizes, as in 1, 64, 64"""


class FloatArray(Told):
    """Numbers in float32, little endian, as Plotly has them."""

    dtype: Literal["f4"]
    bdata: str
    """The numbers in base64, in C order"""
    shape: str
    """The sizes, as in 8, 2"""


class ErrorMessage(Told):
    """A message did not fit, or came at the wrong time; the session goes on as if it had not come."""

    type: Literal["error"]
    problem: Problem


class Bye(Told):
    """The last message, before the server closes the connection."""

    type: Literal["bye"]
    reason: str
    """a sentence"""


class PointsArrays(Told):
    """Points and their classes or targets."""

    x: FloatArray
    """(points, columns)"""
    y: FloatArray
    """(points,) class numbers, or targets"""


class DataArrays(Told):
    """The points to learn from, and those to be tested on, none where all are trained on."""

    train: PointsArrays
    test: PointsArrays

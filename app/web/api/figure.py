"""A figure as it is answered, described for OpenAPI."""

from typing import Any

from pydantic import BaseModel


class Figure(BaseModel):
    """A Plotly figure; arrays are base64 in Plotly's own form."""

    data: list[dict[str, Any]]
    layout: dict[str, Any]

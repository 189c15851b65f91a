"""What a field of a plan says of itself beside its bounds, so that pages can make a form of it."""

from typing import Any, Literal

from pydantic import Field
from pydantic.config import JsonDict

FORM = "x-form"
"""The keyword of a field's JSON Schema under which stands what a form must know beside bounds and choices."""


def real(title: str, says: str, low: float, high: float, form: JsonDict | None = None) -> Any:  # noqa: ANN401  as pydantic's Field
    """The description of a real number in [low, high]; `form` has what a form must know."""
    extra: JsonDict | None = {FORM: form} if form else None
    return Field(ge=low, le=high, allow_inf_nan=False, title=title, description=says, json_schema_extra=extra)


def slider(step: float, scale: Literal["linear", "log"] = "linear", begin: float | None = None) -> JsonDict:
    """What makes a slider of a field: the width of a step, in decades where the scale is logarithmic.

    It begins at the field's lower bound, or, as a logarithmic one cannot begin at 0, at another number.
    """
    form: JsonDict = {"slides": step, "scale": scale}
    if begin is not None:
        form["begin"] = begin
    return form

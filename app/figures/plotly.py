"""Plotly's vocabulary that every figure shares: the palette, typed arrays, the plain layout."""

import base64
from typing import Any

import numpy as np

from app.analysis.points import Points

# four of Okabe & Ito's, and four that stand out from white, unlike theirs, and are drawn dashed
PALETTE = ("#0072B2", "#D55E00", "#009E73", "#CC79A7", "#B27700", "#2E93C9", "#7F7F7F", "#6E4F00")
"""One colour for each of eight curves on a light panel, told apart by a colour-blind eye.

Pages put those of static/css/base.css in their place where they are dark.
"""

GRID = "rgba(128,128,128,0.25)"
INK = "#5a5f66"


def colour(index: int) -> str:
    """The colour of curve number `index`."""
    return PALETTE[index % len(PALETTE)]


def dash(index: int) -> str:
    """The stroke of curve number `index`: every second four are dashed, so that hue is not the only difference."""
    return "solid" if index // 4 % 2 == 0 else "dash"


def typed_array(array: Points) -> dict[str, str]:
    """`array` in Plotly's base64 form, which carries NaN and is read without parsing numbers."""
    return {"dtype": "f8", "bdata": base64.b64encode(array.tobytes()).decode()}


def axis(**more: Any) -> dict[str, Any]:  # noqa: ANN401  whatever Plotly's axes take
    """An axis in the plain style."""
    style = {"gridcolor": GRID, "zerolinecolor": INK, "zerolinewidth": 1, "exponentformat": "power"}
    # labels are what a redraw takes longest over: a few, and none measured to be hidden where it overflows
    return style | {"nticks": 5, "ticklabeloverflow": "allow"} | more


def layout(**more: Any) -> dict[str, Any]:  # noqa: ANN401  whatever Plotly's layout takes
    """A layout that lets the page's own background through."""
    return {
        "paper_bgcolor": "rgba(0,0,0,0)",
        "plot_bgcolor": "rgba(0,0,0,0)",
        "font": {"color": INK, "family": "system-ui, sans-serif"},
        "margin": {"l": 52, "r": 14, "t": 14, "b": 40},
    } | more


def typed_matrix(array: Points) -> dict[str, str]:
    """A matrix in the same form, row by row."""
    return typed_array(np.ascontiguousarray(array)) | {"shape": ", ".join(map(str, array.shape))}


def numbers(values: Any) -> Points:  # noqa: ANN401  a list or Plotly's typed array
    """The numbers that a trace holds, a list or an array of Plotly's form: (n,), or (rows, columns)."""
    if not isinstance(values, dict):
        return np.asarray(values, dtype=np.float64)
    flat = np.frombuffer(base64.b64decode(values["bdata"]), dtype=np.float64)
    return flat.reshape([int(side) for side in values["shape"].split(",")]) if "shape" in values else flat

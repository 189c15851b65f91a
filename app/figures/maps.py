"""Maps over a square: numbers in colours that tell the sign, and lines that join equal ones."""

import numpy as np

from app.analysis.points import Points
from app.figures.panels import Trace, heatmap
from app.figures.plotly import INK, typed_array, typed_matrix


def signed_map(places: Points, z: Points, reach: float, hover: str) -> Trace:
    """`z` (side, side), a row for each of `places`, upward; the ends of the colours are at −reach and reach."""
    along = typed_array(places)
    return heatmap(
        np.ascontiguousarray(z), x=along, y=along, zmin=-reach, zmax=reach, zsmooth="best", hovertemplate=hover
    )


def level_lines(places: Points, z: Points, reach: float, step: float) -> Trace:
    """Lines at heights that are `step` apart, from −reach to reach; none of them at 0, where a flat map lies."""
    along = typed_array(places)
    return {
        "type": "contour",
        "x": along,
        "y": along,
        "z": typed_matrix(z + step / 2),
        "zmin": -reach,
        "contours": {"coloring": "lines", "start": -reach, "end": reach, "size": step},
        "line": {"width": 1},
        "colorscale": [[0, INK], [1, INK]],
        "showscale": False,
        "showlegend": False,
        "hoverinfo": "skip",
    }

"""Hidden units over the plane: the line of each, and the points as the units see them."""

import numpy as np

from app.analysis.points import Points
from app.figures.borders import border, drawn, sided
from app.figures.panels import Panel, Trace, titled
from app.figures.plane import dots
from app.figures.plotly import INK, colour

# the first two colours are those of the classes
_COLOURS = (2, 3, 4, 5, 7)
_MARKER = {"size": 7, "opacity": 0.7}
_CUT = {"color": INK, "width": 2, "dash": "dash"}
_FARTHEST = 1e150


def lines_panel(points: Points, weights: Points, biases: Points, span: Points) -> Panel:
    """Points (n, 3), x and y and the class, and where each of the pre-activations with `weights` (2, lines) is 0.

    Both axes go over `span` (2,).
    """
    axis = {"range": span.tolist(), "nticks": 5}
    lines = enumerate(zip(weights.T, biases.tolist(), strict=True))
    return Panel(
        title="Each unit draws its line",
        caption="On each line one unit's z is 0, and the short stroke points to where it is above 0.",
        is_cover=True,
        traces=[*dots(points, _MARKER), *(_line(own, bias, span, number) for number, (own, bias) in lines)],
        x=titled("x₁", **axis),
        y=titled("x₂", **axis),
    )


def _line(weights: Points, bias: float, span: Points, number: int) -> Trace:
    index = _COLOURS[number % len(_COLOURS)]
    ends = border(weights, bias, np.full(2, span[0]), np.full(2, span[1]))
    path = sided(ends, weights, float(span[1] - span[0]))
    style = {"color": colour(index), "width": 3}
    return drawn(path, f"z{number + 1} = 0", index, line=style, showlegend=False)


def cut_panel(seen: Points, cut: Points, offset: float, *, is_pair: bool) -> Panel:
    """Points `seen` (n, 3) among the outputs of the hidden layer, and the line `cut` · h + `offset` = 0 of the output.

    They are the outputs themselves where they are a pair, else the output's own sum of them and a direction across.
    """
    reach = np.array([_reach(seen[:, 0]), _reach(seen[:, 1])])
    (right, top) = reach.tolist()
    return Panel(
        title="The same points as the units see them",
        caption="The axes are the outputs of the hidden layer; on the dashed line the network is undecided."
        if is_pair
        else "Across runs the network's own sum of the hidden outputs: it is undecided on the dashed line, at 0.",
        traces=[
            *dots(seen, _MARKER),
            drawn(border(cut, offset, -reach, reach), "the output's cut", 6, line=_CUT, showlegend=False),
        ],
        x=titled("h₁" if is_pair else "w·h + b", range=[-right, right]),
        y=titled("h₂" if is_pair else "across", range=[-top, top]),
    )


def _reach(values: Points) -> float:
    """Half an axis around 0 with all of `values`: a power of two, so that it stays while they grow, and some room."""
    size = float(np.abs(values).max())
    if not np.isfinite(size) or size > _FARTHEST:
        return 1.0
    return float(1.1 * 2.0 ** np.ceil(np.log2(max(size, 1.0))))

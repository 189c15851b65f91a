"""The plane as a layer bends it: a sheet in a plane, or in space, with the points that lie on it and a cut."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from app.analysis.points import Points
from app.figures.borders import border, drawn
from app.figures.panels import Panel, Trace, heatmap, titled
from app.figures.plane import dots
from app.figures.plotly import GRID, INK, typed_array
from app.figures.space import cube, flat, section

# grey on either page, and faint
_BENT = {"color": "rgba(128,128,128,0.6)", "width": 1}
CUT = {"color": INK, "width": 2.5, "dash": "dash"}
_MARKER = {"size": 7, "opacity": 0.8}
FARTHEST = 1e100
_LINES, _BENDS = 13, 61
"""Lines of a grid each way, and points along each."""

# the colours of this share of a map tell how large an area is, beyond it they are at their strongest
_STRONG = 0.9
# of the half axis, what is seen below 0 where nothing is there
_BELOW = 0.1
_THIN = {"color": GRID, "width": 1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """Points (n, h) with the classes (n,), lines of a grid (k, h) with gaps, and the cut w·h + b = 0 of an output.

    Of more than three coordinates the first three are drawn, and no cut.
    """

    hidden: Points
    labels: Points
    bent: Points
    cut: Points
    offset: float

    @property
    def reach(self) -> float:
        """Half an axis for all of it: a power of √2, so that it stays while outputs grow, and some room."""
        sizes = np.abs(self.bent[np.isfinite(self.bent)])
        return float(1.1 * 2.0 ** (np.ceil(2 * np.log2(min(max(float(sizes.max(initial=0.0)), 1.0), FARTHEST))) / 2))

    @property
    def is_above(self) -> bool:
        """Whether no output is below 0."""
        return bool((self.bent[np.isfinite(self.bent)] >= 0).all())


def grid_lines(low: float, high: float) -> Points:
    """Lines along both axes of a square, with gaps between them: (k, 2)."""
    along = np.append(np.linspace(low, high, _BENDS), np.nan)
    paths = [np.column_stack((along * 0 + at, along)) for at in np.linspace(low, high, _LINES)]
    return np.concatenate([*paths, *(path[:, ::-1] for path in paths)])


def plane_panel(grid: Points, points: Points) -> Panel:
    """The plane before a layer bends it: its grid (k, 2), and points (n, 3), x and y and the class."""
    low, high = float(np.nanmin(grid)), float(np.nanmax(grid))
    span = {"range": [low, high], "nticks": 5, "showgrid": False}
    return Panel(
        title="Before the layer",
        caption="The points to be parted on the plane, with a grid of straight lines.",
        traces=[
            drawn(grid, "grid", 6, line=_BENT, showlegend=False),
            *dots(points, _MARKER),
        ],
        x=titled("x₁", **span),
        y=titled("x₂", **span),
    )


def area_panel(places: Points, area: Points, *, has_sides: bool) -> Panel:
    """By how much a small area grows, (side, side), a row for each of `places`; below 0 where it is turned over."""
    known = np.abs(area[np.isfinite(area)])
    strongest = float(np.quantile(known, _STRONG)) if known.size and known.max() < FARTHEST else 0.0
    along, end = typed_array(places), strongest or 1.0
    span = {"range": [float(places[0]), float(places[-1])], "nticks": 5}
    return Panel(
        title="What becomes of a small area",
        caption="Blue and orange are the two sides of the plane: where they meet, the layer folds it. "
        "The paler a place, the smaller its area becomes."
        if has_sides
        else "The paler a place, the smaller its area becomes.",
        traces=[heatmap(area, x=along, y=along, zmin=-end, zmax=end, hovertemplate="%{z:.3g}<extra></extra>")],
        x=titled("x₁", **span),
        y=titled("x₂", **span),
    )


def sheet_panel(title: str, sheet: Sheet, angle: float) -> Panel:
    """The sheet as it lies in its plane, or in space seen from `angle` degrees."""
    sheet = replace(sheet, hidden=_near(sheet.hidden), bent=_near(sheet.bent))
    return _in_plane(title, sheet) if sheet.hidden.shape[1] == 2 else _in_space(title, sheet, angle)


def _near(points: Points) -> Points:
    """`points` with gaps where a picture has no place for them."""
    return np.where(np.abs(points) <= FARTHEST, points, np.nan)


def _in_plane(title: str, sheet: Sheet) -> Panel:
    reach = sheet.reach
    ends = border(sheet.cut, sheet.offset, np.full(2, -reach), np.full(2, reach))
    low = -_BELOW * reach if sheet.is_above else -reach
    span = {"range": [low, reach], "nticks": 5, "showgrid": False}
    return Panel(
        title=title,
        caption="Each line of the grid where the layer puts it; the dashed line is the output's straight cut.",
        is_cover=True,
        traces=_placed(ends, sheet.bent, sheet.hidden, sheet.labels),
        x=titled("h₁", **span),
        y=titled("h₂", **span),
    )


def _in_space(title: str, sheet: Sheet, angle: float) -> Panel:
    reach, is_cut = sheet.reach, sheet.hidden.shape[1] == 3
    outline = section(sheet.cut, sheet.offset, reach) if is_cut else np.empty((0, 3))
    cut, bent, hidden = (flat(points[:, :3], angle) for points in (outline, sheet.bent, sheet.hidden))
    box = drawn(flat(cube(reach), angle), "cube", 6, line=_THIN, showlegend=False, hoverinfo="skip")
    unseen = {"visible": False, "showgrid": False}
    return Panel(
        title=title,
        caption="Each line of the grid where the layer puts it in space; "
        "the dashed outline is where the output's flat cut meets the cube."
        if is_cut
        else "Each line of the grid where the layer puts it in the space of its first three outputs.",
        is_cover=True,
        traces=[box, _names(reach, angle), *_placed(cut, bent, hidden, sheet.labels)],
        x={"range": [-1.7 * reach, 1.7 * reach], **unseen},
        y={"range": [-1.5 * reach, 1.5 * reach], **unseen},
    )


def _names(reach: float, angle: float) -> Trace:
    """The name of each coordinate at an edge of the cube that is along it."""
    places = flat(1.15 * reach * np.array([[0, -1, -1], [-1, 0, -1], [-1, -1, 0.0]]), angle)
    return {
        "type": "scatter",
        "mode": "text",
        "name": "coordinates",
        "x": typed_array(np.ascontiguousarray(places[:, 0])),
        "y": typed_array(np.ascontiguousarray(places[:, 1])),
        "text": ["h₁", "h₂", "h₃"],
        "textposition": "middle center",
        "textfont": {"size": 12, "color": INK},
        "showlegend": False,
        "hoverinfo": "skip",
    }


def _placed(cut: Points, bent: Points, hidden: Points, labels: Points) -> Sequence[Trace]:
    """The bent grid, the points and the output's cut, where they stand in the picture."""
    return [
        drawn(bent, "grid", 6, line=_BENT, showlegend=False),
        *dots(np.column_stack((hidden, labels)), _MARKER),
        drawn(cut, "the output's cut", 6, line=CUT, showlegend=False),
    ]

"""The data set Plane."""

from torch import Generator

from app.playground.data.dataset import REACH, Dataset, Drawn, moved, uniform


def _draw(points: int, noise: float, generator: Generator) -> Drawn:
    x = uniform(-REACH, REACH, (points, 2), generator)
    return moved(x, noise, generator), x.sum(dim=-1) / (2 * REACH)


PLANE = Dataset(
    name="plane",
    title="Plane",
    summary="A target that rises evenly from corner to corner: a network without an activation gets it exactly.",
    classes=None,
    function=_draw,
    sketch=(
        '<path class="c0" d="M2 18V7L13 18z"/>'
        '<path class="c0 pale" d="M2 7V2L18 18H13z"/>'
        '<path class="c1 pale" d="M2 2h5l11 11v5z"/>'
        '<path class="c1" d="M7 2h11v11z"/>'
    ),
)

"""Where the network of backpropagation has its nodes, edges and numbers, on a wide page and on a narrow one."""

from typing import Literal, NamedTuple, TypeAlias

Place: TypeAlias = tuple[float, float]
"""Hundredths of the width and the height, from the left and from the top."""

Kind: TypeAlias = Literal["w", "b", "v", "c"]
"""A weight from an input to a unit, a unit's bias, a weight from a unit to the output, the output's bias."""


class Spot(NamedTuple):
    """A place on a wide page, which is read from the left, and on a narrow one, which is read from the top."""

    wide: Place
    narrow: Place


class Line(NamedTuple):
    """An edge on either page: from one place to another."""

    wide: tuple[Place, Place]
    narrow: tuple[Place, Place]


INPUTS = (Spot((6.0, 24.0), (16.5, 4.5)), Spot((6.0, 76.0), (83.5, 4.5)))
UNITS = (Spot((43.0, 17.0), (16.5, 53.5)), Spot((43.0, 50.0), (50.0, 53.5)), Spot((43.0, 83.0), (83.5, 53.5)))
OUTPUT = Spot((75.5, 50.0), (39.0, 93.0))
LOSS = Spot((94.0, 50.0), (86.0, 93.0))

# where edges enter and leave the units of a narrow page
_TOP, _BOTTOM = 36.0, 71.0
# the shares of the way at which numbers stand on their edges, so that none covers another; on a narrow page those into
# the units stand in two rows: by input and unit
_WIDE_INTO_UNITS, _NARROW_INTO_UNITS = 0.35, ((0.31, 0.69, 0.31), (0.31, 0.69, 0.31))
_INTO_OUTPUT = (0.57, 0.35)


def edge(kind: Kind, i: int, j: int) -> Line | None:
    """The edge between input i or the output and unit j; None of a bias."""
    if kind not in "wv":
        return None
    across = UNITS[j].narrow[0]
    if kind == "w":
        return Line((INPUTS[i].wide, UNITS[j].wide), (INPUTS[i].narrow, (across, _TOP)))
    return Line((UNITS[j].wide, OUTPUT.wide), ((across, _BOTTOM), OUTPUT.narrow))


def number_spot(kind: Kind, i: int, j: int) -> Spot:
    """Where the number of a weight stands: on its edge; a bias is at its node."""
    line = edge(kind, i, j)
    if line is None:
        return UNITS[j] if kind == "b" else OUTPUT
    wide, narrow = (_WIDE_INTO_UNITS, _NARROW_INTO_UNITS[i][j]) if kind == "w" else _INTO_OUTPUT
    return Spot(_along(line.wide, wide), _along(line.narrow, narrow))


def _along(ends: tuple[Place, Place], share: float) -> Place:
    (x, y), (to_x, to_y) = ends
    return x + share * (to_x - x), y + share * (to_y - y)

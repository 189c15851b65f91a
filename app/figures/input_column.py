"""The column of a network's inputs: named one by one, many in a block, or features of two coordinates to choose from.

Lengths are pixels, as the page's own picture has them; an inner height is what there is below the layers' curves.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

_AROUND_NAMES, _LETTER, _MOST_LETTERS = 11, 7, 12
# more inputs stand in a block of cells, row by row, without their names
_MOST_IN_COLUMN, _CELL, _CELL_STEP = 12, 13, 14
_SMALLEST_FEATURE, _LARGEST_FEATURE, _FEATURE_SPACE = 24, 36, 6
_LEAST_STEP, LARGEST_STEP = 26, 62


@dataclass(frozen=True, slots=True)
class Column:
    """The squares of a layer by their top left, and where lines begin if not at their sides."""

    places: Sequence[tuple[float, float]]
    size: float
    end: float | None = None


@dataclass(frozen=True, slots=True)
class DrawnInputs:
    """What a network takes, by name, and by title every feature that it may take: which input it is, if it is taken."""

    names: Sequence[str]
    features: Mapping[str, int | None] = field(default_factory=dict)

    @property
    def has_names(self) -> bool:
        """Whether names are written beside the inputs."""
        return len(self.names) <= _MOST_IN_COLUMN

    @property
    def room_for_names(self) -> int:
        """The width that is kept for names."""
        written = [short_name(name) for name in (*self.names, *self.features)]
        return _AROUND_NAMES + _LETTER * max(map(len, written)) if self.has_names else 0

    @property
    def rows(self) -> int:
        """How many rows of units are as high as the column."""
        if self.features:
            return math.ceil(len(self.features) * (_SMALLEST_FEATURE + _FEATURE_SPACE) / LARGEST_STEP)
        return len(self.names) if self.has_names else math.ceil(self._block_height / _LEAST_STEP)

    def own_width(self, inner: float) -> int | None:
        """The width of the column; None where inputs are as large as units."""
        if self.features:
            return self._feature_size(inner)
        return None if self.has_names else self._files * _CELL_STEP + _CELL - _CELL_STEP

    def column(self, left: float, top: float, inner: float) -> Column:
        """The inputs that are not as large as units."""
        if self.features:
            taken = {
                place: spot for spot, place in zip(self._spots(left, top, inner), self.features.values(), strict=True)
            }
            return Column([taken[place] for place in range(len(self.names))], self._feature_size(inner))
        first = top + (inner - self._block_height) / 2
        cells = range(len(self.names))
        places = [(left + i % self._files * _CELL_STEP, first + i // self._files * _CELL_STEP) for i in cells]
        return Column(places, _CELL, left + (self.own_width(inner) or 0))

    def offered(self, left: float, top: float, inner: float) -> list[tuple[float, float, str]]:
        """The top left and the title of each feature that is not taken."""
        spots = zip(self._spots(left, top, inner), self.features.items(), strict=True)
        return [(x, y, title) for (x, y), (title, place) in spots if place is None]

    def _spots(self, left: float, top: float, inner: float) -> list[tuple[float, float]]:
        step = inner / max(1, len(self.features))
        return [(left, top + (i + 0.5) * step - self._feature_size(inner) / 2) for i in range(len(self.features))]

    def _feature_size(self, inner: float) -> int:
        room = math.floor(inner / max(1, len(self.features))) - _FEATURE_SPACE
        return max(_SMALLEST_FEATURE, min(_LARGEST_FEATURE, room))

    @property
    def _files(self) -> int:
        return math.ceil(math.sqrt(len(self.names)))

    @property
    def _block_height(self) -> int:
        return math.ceil(len(self.names) / self._files) * _CELL_STEP + _CELL - _CELL_STEP


def short_name(name: str) -> str:
    """What is written beside an input: of a long name the beginning."""
    return name if len(name) <= _MOST_LETTERS else f"{name[: _MOST_LETTERS - 1]}…"

"""Chapters: every exhibit in its own with a small picture, and where one stands in the order of learning."""

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from app.exhibits.catalogue import CHAPTERS, EXHIBITS, Chapter
from app.exhibits.exhibit import Exhibit
from app.figures.thumbnail import Stroke, thumbnail
from app.web.http.giving_way import OneAtATime
from app.web.live.measurements import AnyExhibit, glimpsed


@dataclass(frozen=True, slots=True)
class Card:
    """An exhibit in the index, with a small picture of what its figure shows at first."""

    exhibit: Exhibit[Any, Any]
    picture: tuple[Stroke, ...]


@dataclass(frozen=True, slots=True)
class CardedChapter:
    """A chapter with its cards."""

    chapter: Chapter
    cards: tuple[Card, ...]


_carded: dict[str, tuple[CardedChapter, ...]] = {}
_making = OneAtATime()


async def carded(device: str) -> tuple[CardedChapter, ...]:
    """All chapters with their cards; made once, in turns with what others want, for all who wait."""
    async with _making.lock:
        if device not in _carded:
            found = {exhibit.slug: await glimpsed(exhibit, device) for exhibit in EXHIBITS}
            _carded[device] = tuple(
                CardedChapter(
                    chapter,
                    tuple(Card(exhibit, thumbnail(exhibit.draw(found[exhibit.slug]))) for exhibit in chapter.exhibits),
                )
                for chapter in CHAPTERS
            )
    return _carded[device]


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """Where an exhibit stands: its chapter, its number there from 1, and those before and after it."""

    chapter: Chapter
    number: int
    before: AnyExhibit | None
    after: AnyExhibit | None


def place_of(exhibit: AnyExhibit) -> Place:
    """The place of `exhibit`."""
    chapter = next(chapter for chapter in CHAPTERS if exhibit in chapter.exhibits)
    order = [None, *EXHIBITS, None]
    before = next(before for before, here in pairwise(order) if here is exhibit)
    after = next(after for here, after in pairwise(order) if here is exhibit)
    return Place(chapter=chapter, number=chapter.exhibits.index(exhibit) + 1, before=before, after=after)

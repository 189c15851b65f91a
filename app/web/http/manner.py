"""How a page is shown, which the address says beside what is shown: in a frame of another page, or filling a screen."""

from dataclasses import dataclass
from urllib.parse import urlencode

from fastapi import Request

from app.text import echoed, listed

MANNERS = ("embed", "present")
PARTS = ("controls", "numbers")
"""What may stand beside the figure of an embedded page."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Manner:
    """`parts`: those of `PARTS` that an embedded page has, None of one that is none; `state`: the rest of its query."""

    parts: tuple[str, ...] | None
    is_presented: bool
    state: str
    problems: tuple[str, ...]

    @classmethod
    def of(cls, request: Request) -> "Manner":
        """What the address of `request` says of it; `problems` has a sentence for the first part that there is not."""
        query = request.query_params
        given = [part.strip() for text in query.getlist("embed") for part in text.split(",") if part.strip()]
        wrong = [f"embed names {echoed(part)}, and takes {listed(PARTS)}." for part in given if part not in PARTS]
        return cls(
            parts=tuple(part for part in PARTS if part in given) if "embed" in query else None,
            is_presented="present" in query and "embed" not in query,
            state=urlencode(state_of(request), doseq=True),
            problems=tuple(wrong[:1]),
        )


def state_of(request: Request) -> dict[str, list[str]]:
    """The query of a page by its names, but for how it is shown."""
    query = request.query_params
    return {name: query.getlist(name) for name in query if name not in MANNERS}

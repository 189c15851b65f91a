"""What a client says in its headers that it takes or has: forms, compressions, answers, as a library reads them."""

from functools import lru_cache

from fastapi import Request
from starlette.datastructures import Headers
from werkzeug.datastructures import MIMEAccept
from werkzeug.http import parse_accept_header, parse_cache_control_header, parse_etags

ENCODINGS = ("br", "gzip")
"""How an answer may be compressed, the best first."""

JSON = "application/json"
CSV = "text/csv"

LONGEST = 4000
"""Characters of a header that are read; one that is longer than any client writes says nothing."""

_AS_IT_IS = "identity"


def preferred(request: Request, forms: tuple[str, ...]) -> str:
    """The one of the media types `forms` that the Accept header weighs most.

    Of several that it weighs alike, one that it names goes before one that a wildcard lets in, and then the first. The
    first is also the default, where there is no header and where it takes none of them.
    """
    return _preferred(joined(request.headers, "accept"), forms)


def wants_csv(request: Request, chosen: str | None) -> bool:
    """Whether a table is asked for: by what the query has `chosen`, or else by the Accept header."""
    return (chosen == "csv") if chosen is not None else preferred(request, (JSON, CSV)) == CSV


@lru_cache(maxsize=256)
def encoding(header: str) -> str | None:
    """How the header Accept-Encoding would have an answer compressed, by the same rules; None: not at all."""
    best = parse_accept_header(header).best_match((*ENCODINGS, _AS_IT_IS), _AS_IT_IS)
    return None if best == _AS_IT_IS else best


def encoding_for(request: Request) -> str | None:
    """The `encoding` that a request asks for."""
    return encoding(joined(request.headers, "accept-encoding"))


def has(request: Request, tag: str) -> bool:
    """Whether the client has the answer of the weak entity tag `tag`, W/"…": If-None-Match names it, or is *."""
    return parse_etags(joined(request.headers, "if-none-match")).contains_weak(tag.removeprefix("W/").strip('"'))


def takes_stale(request: Request) -> bool:
    """Whether the client asks for what was measured before, as it does to see it in another arrangement (RFC 9111)."""
    return "max-stale" in parse_cache_control_header(joined(request.headers, "cache-control"))


def joined(headers: Headers, name: str) -> str:
    """A header, which may stand in several lines; nothing where there is none, or too much."""
    value = ", ".join(headers.getlist(name))
    return value if len(value) <= LONGEST else ""


@lru_cache(maxsize=256)
def _preferred(header: str, forms: tuple[str, ...]) -> str:
    # the parameters of a form, such as its charset, make no other form here
    ranges = ((item.partition(";")[0].strip(), weight) for item, weight in parse_accept_header(header))
    return MIMEAccept(ranges).best_match(forms, forms[0])

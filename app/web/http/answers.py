"""Responses: JSON whose non-finite numbers are null, and answers that a cache may keep: their address says all."""

import hashlib
from collections.abc import Callable, Sequence
from functools import cache

import orjson
from fastapi import Request, Response

from app.device import torch_version
from app.web.http.files import ROOT
from app.web.http.negotiation import has

_PIECE = 500


def json_bytes(content: object) -> bytes:
    """`content` as JSON; NaN and ±inf become null, numpy arrays lists."""
    return orjson.dumps(content, option=orjson.OPT_SERIALIZE_NUMPY)


def rows_json(rows: Sequence[object]) -> orjson.Fragment:
    """Many rows for `json_bytes`, written piece by piece, so that other threads can come in between."""
    pieces = (json_bytes(rows[start : start + _PIECE])[1:-1] for start in range(0, len(rows), _PIECE))
    return orjson.Fragment(b"[" + b",".join(pieces) + b"]")


@cache
def build_fingerprint() -> str:
    """What, beside its address, an answer depends on: this program's own text and torch's version."""
    digest = hashlib.sha256(torch_version().encode())
    for folder in ("app", "templates"):
        for path in sorted((ROOT / folder).rglob("*.*")):
            if path.suffix in (".py", ".html"):
                digest.update(path.read_bytes())
    return digest.hexdigest()


def keepable(
    request: Request, make: Callable[[], bytes], media_type: str = "application/json", file_name: str | None = None
) -> Response:
    """The answer that `make` gives, with a validator; or 304, without making it, if the client still has it.

    For answers that are determined by the address, the Accept header and the build. One with a `file_name` is a file,
    which a browser saves under it.
    """
    if kept := not_modified(request, media_type):
        return kept
    answer = with_validator(request, make(), media_type)
    if file_name is not None:
        answer.headers["content-disposition"] = f'attachment; filename="{file_name}"'
    return answer


def not_modified(request: Request, media_type: str = "application/json") -> Response | None:
    """A 304 if the client still has the answer, None if it must be made."""
    headers = _keeping(request, media_type)
    if has(request, headers["etag"]):
        return Response(status_code=304, headers=headers)
    return None


def with_validator(request: Request, content: bytes, media_type: str = "application/json") -> Response:
    """`content` with a validator, as an answer that a client may keep."""
    return Response(content, headers=_keeping(request, media_type), media_type=media_type)


def _keeping(request: Request, media_type: str) -> dict[str, str]:
    return {
        "etag": _entity_tag(request, media_type),
        "cache-control": f"public, max-age={request.app.state.settings.cache_seconds}",
        "vary": "Accept, Accept-Encoding",
    }


def _entity_tag(request: Request, media_type: str) -> str:
    scope = request.scope
    parts = (build_fingerprint(), request.app.state.device, media_type, scope["path"])
    digest = hashlib.blake2b("\0".join(parts).encode() + b"\0" + scope["query_string"], digest_size=12)
    # weak: compression changes the bytes, not the meaning
    return f'W/"{digest.hexdigest()}"'

"""Answers that are kept: what the address and the Accept header determine is made once, while there is room."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from http import HTTPStatus
from typing import TypeAlias

from fastapi import Request, Response
from starlette.responses import StreamingResponse

from app.web.http.negotiation import has, joined

MOST_BYTES = 8 * 2**20
"""Of all that a worker keeps: some two hundred curves of 400 points."""

BESIDE = 1000
"""Bytes that an answer weighs beside its body: its headers, and its place among the others."""

_Key: TypeAlias = tuple[str, bytes, str]


@dataclass(frozen=True, slots=True)
class _Answer:
    """An answer as it was made, before any middleware has added to its headers."""

    body: bytes
    headers: tuple[tuple[bytes, bytes], ...]
    etag: str
    bytes: int


class KeptAnswers:
    """The answers that were asked for last, `most_bytes` of them at most, by what determines them."""

    def __init__(self, most_bytes: int = MOST_BYTES) -> None:
        self._most_bytes = most_bytes
        self._bytes = 0
        self._answers: OrderedDict[_Key, _Answer] = OrderedDict()

    @property
    def bytes(self) -> int:
        """Of all that is kept."""
        return self._bytes

    async def answer(self, request: Request, make: Callable[[Request], Awaitable[Response]]) -> Response:
        """The answer to `request` that is kept, or 304 where the client has it; else what `make` answers.

        What has a validator is kept: it is determined by the address, the Accept header, the build and the device.
        """
        if request.method != "GET":
            return await make(request)
        key = request.scope["path"], request.scope["query_string"], joined(request.headers, "accept")
        kept = self._answers.get(key)
        if kept is None:
            made = await make(request)
            self._keep(key, made)
            return made
        self._answers.move_to_end(key)
        fresh = has(request, kept.etag)
        answer = Response(status_code=HTTPStatus.NOT_MODIFIED) if fresh else Response(kept.body)
        # 304 says of a body that it does not have nothing but what keeps it
        answer.raw_headers = [pair for pair in kept.headers if not fresh or pair[0] not in _OF_A_BODY]
        return answer

    def clear(self) -> None:
        """Keep nothing of what was."""
        while self._answers:
            self._forget(self._answers.popitem()[1])

    def _keep(self, key: _Key, made: Response) -> None:
        etag = made.headers.get("etag")
        if etag is None or made.status_code != HTTPStatus.OK or isinstance(made, StreamingResponse):
            return
        body = bytes(made.body)
        size = BESIDE + len(body) + sum(map(len, key))
        if size > self._most_bytes:
            return
        # another request may have made the same meanwhile
        self._forget(self._answers.pop(key, None))
        self._answers[key] = _Answer(body, tuple(made.raw_headers), etag, size)
        self._bytes += size
        while self._bytes > self._most_bytes:
            self._forget(self._answers.popitem(last=False)[1])

    def _forget(self, answer: _Answer | None) -> None:
        self._bytes -= 0 if answer is None else answer.bytes


_OF_A_BODY = (b"content-length", b"content-type", b"content-disposition")

"""Connections that end by themselves: who does not finish a request, or read an answer, holds nothing for long.

One address holds so many at most. uvicorn waits for ever in these places; its protocols are extended here, which is
what its settings `http` and `ws` are for.
"""

import asyncio
import logging
from collections.abc import Container
from functools import cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any

from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware
from uvicorn.protocols.websockets.websockets_sansio_impl import WebSocketsSansIOProtocol

from app.settings import Settings

if TYPE_CHECKING or find_spec("httptools") is None:
    from uvicorn.protocols.http.h11_impl import H11Protocol as HttpProtocol
else:
    from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol as HttpProtocol

_logger = logging.getLogger(__name__)

MOST_HEAD_BYTES = 100_000
"""Bytes of a request's first lines: an address may be long, as it names curves; one without end fills the memory."""


@cache
def _settings() -> Settings:
    return Settings()


class _Impatient:
    """A protocol that hangs up on a client which does not read for WRITE_SECONDS what has been written."""

    transport: asyncio.Transport
    loop: asyncio.AbstractEventLoop
    _unread: asyncio.TimerHandle | None = None

    def pause_writing(self) -> None:
        """The client has more to read than it should have."""
        super().pause_writing()  # type: ignore[misc]
        self._unread = self.loop.call_later(_settings().write_seconds, self.transport.abort)

    def resume_writing(self) -> None:
        """It has read."""
        super().resume_writing()  # type: ignore[misc]
        self._forget()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has gone."""
        self._forget()
        super().connection_lost(exc)  # type: ignore[misc]

    def _forget(self) -> None:
        if self._unread is not None:
            self._unread.cancel()
            self._unread = None


class PatientSocket(_Impatient, WebSocketsSansIOProtocol):
    """A web socket that is read, or ends."""


class PatientHttp(_Impatient, HttpProtocol):
    """A connection on which each request comes within HEAD_SECONDS, once it has begun, and each answer is read."""

    _head: asyncio.TimerHandle | None = None
    _head_bytes = 0

    def connection_made(self, transport: Any) -> None:  # noqa: ANN401  as uvicorn has it
        """A client has come."""
        super().connection_made(transport)
        if self._is_one_too_many:
            # there may be thousands; the log has a complaint once a minute
            _logger.warning("more connections than MOST_CONNECTIONS or MOST_CONNECTIONS_PER_CLIENT: some are refused")
            transport.abort()
        else:
            self._await_head()

    def data_received(self, data: bytes) -> None:
        """The client has sent something."""
        super().data_received(data)
        if self._is_answering:
            self._head_bytes = 0
            self._await_nothing()
            return
        self._head_bytes += len(data)
        if self._head_bytes > MOST_HEAD_BYTES:
            self._hang_up()
        self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """It has gone."""
        self._await_nothing()
        super().connection_lost(exc)

    @property
    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    @property
    def _is_one_too_many(self) -> bool:
        settings, host = _settings(), _host(self)
        if len(self.connections) > settings.most_connections:
            return True
        if host in _trusted(str(self.config.forwarded_allow_ips)):
            # such a proxy stands for many
            return False
        return sum(_host(other) == host for other in self.connections) > settings.most_connections_per_client

    def _await_head(self) -> None:
        if self._head is None:
            self._head = self.loop.call_later(_settings().head_seconds, self._hang_up)

    def _await_nothing(self) -> None:
        if self._head is not None:
            self._head.cancel()
            self._head = None

    def _hang_up(self) -> None:
        # a web socket has taken the connection over where the protocol is another
        if self.transport.get_protocol() is self and not self._is_answering:
            self.transport.close()


@cache
def _trusted(proxies: str) -> Container[str | None]:
    """The addresses and networks of proxies that are trusted, as uvicorn reads them."""
    return ProxyHeadersMiddleware(_nothing, trusted_hosts=proxies).trusted_hosts


async def _nothing(*_: object) -> None: ...


def _host(connection: Any) -> str | None:  # noqa: ANN401  any of uvicorn's protocols
    """The address at the other end."""
    return connection.client[0] if connection.client else None

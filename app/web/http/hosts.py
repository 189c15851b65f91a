"""For which hosts the server answers: a page of another name that leads here must not read what it answers."""

import logging
from ipaddress import ip_address

from starlette.datastructures import Headers
from starlette.types import ASGIApp, Receive, Scope, Send

from app.text import echoed
from app.web.http.problems import problem

logger = logging.getLogger(__name__)

MISDIRECTED = 421
ALL = "*"


class Hosts:
    """Refuses a request whose Host is none of `allowed`, of names such as lab.example and *.lab.example, or * for all.

    The names of this machine are always served, and so is who names no host at all, which no browser does.
    """

    def __init__(self, app: ASGIApp, allowed: tuple[str, ...]) -> None:
        self.app = app
        self.allowed = tuple(map(host_name, allowed))

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, or refuse it."""
        if scope["type"] == "lifespan":
            await self.app(scope, receive, send)
            return
        host = Headers(scope=scope).get("host", "")
        if not host or self._serves(host_name(host)):
            await self.app(scope, receive, send)
            return
        sentence = (
            f"This server does not answer for the host {echoed(host)!r}; whoever runs it names its hosts in "
            "ACTIVATION_LAB_ALLOWED_HOSTS."
        )
        logger.warning("refused %s: %s", scope["type"], sentence)
        # of a socket this is the answer to its handshake
        await problem(MISDIRECTED, sentence)(scope, receive, send)

    def _serves(self, name: str) -> bool:
        return ALL in self.allowed or is_loopback(name) or any(_fits(name, pattern) for pattern in self.allowed)


def allowed_hosts(named: tuple[str, ...], listens_on: str) -> tuple[str, ...]:
    """The hosts that are `named`; where none is, all, or those of this machine if it alone can reach the server."""
    return named or (() if is_loopback(listens_on) else (ALL,))


def host_name(host: str) -> str:
    """A Host header without its port, in small letters: lab.example of Lab.example.:8000, ::1 of [::1]:8000."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.rpartition(":")[0] or host
    return name.lower().removesuffix(".")


def is_loopback(name: str) -> bool:
    """Whether `name` always means the machine itself."""
    if name == "localhost" or name.endswith(".localhost"):
        return True
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _fits(name: str, pattern: str) -> bool:
    return name.endswith(pattern[1:]) if pattern.startswith("*.") else name == pattern

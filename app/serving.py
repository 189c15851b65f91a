"""Serving: a socket that listens, a server or several behind it, and the address to open once one of them answers."""

import contextlib
import errno
import logging
import os
import socket
import sys
from collections.abc import Iterable
from ipaddress import ip_address

import uvicorn
from uvicorn.supervisors import Multiprocess

from app.command_line import SettingsError, written
from app.environment import variable
from app.logs import log_config
from app.settings import Settings
from app.web.http.connections import PatientHttp, PatientSocket

logger = logging.getLogger(__name__)

GRACE_SECONDS = 3
"""How long answers that have begun may go on when the server is told to stop; then they are cut off."""


def serve(settings: Settings, remarks: Iterable[str]) -> None:
    """Log the `remarks`, and serve until a signal comes.

    Raises SettingsError where nothing can listen, KeyboardInterrupt after Ctrl-C.
    """
    _raise_limit_of_descriptors()
    listener = _bound(settings)
    # it configures logging too
    config = _config(settings)
    for remark in remarks:
        logger.warning("%s", remark)
    # flags too: whatever process makes the application reads the same
    os.environ.update({variable(name): written(value) for name, value in settings.model_dump().items()})
    address = _announcement(settings, listener.getsockname()[1])
    if settings.workers > 1:
        _Workers(config, listener, address).run()
    else:
        _Alone(config, address).run(sockets=[listener])


def _config(settings: Settings) -> uvicorn.Config:
    return uvicorn.Config(
        "app.main:served_app",
        factory=True,
        workers=settings.workers,
        log_config=log_config(settings.log_level, settings.log_format, has_access=settings.access_log),
        access_log=settings.access_log,
        server_header=False,
        forwarded_allow_ips=settings.forwarded_allow_ips,
        timeout_graceful_shutdown=GRACE_SECONDS,
        http=PatientHttp,
        ws=PatientSocket,
        ws_max_size=settings.max_table_bytes,
        # frames are maps in base64, which hardly shrink, and come thirty times a second
        ws_per_message_deflate=False,
    )


class _Alone(uvicorn.Server):
    """The one server, which says its address when it answers."""

    def __init__(self, config: uvicorn.Config, announcement: str) -> None:
        super().__init__(config)
        self._announcement = announcement

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Begin to answer."""
        await super().startup(sockets)
        if self.started:
            print(self._announcement, flush=True)  # noqa: T201  for the person at the prompt


class _Workers(Multiprocess):
    """Several servers, each in a process of its own; the address is said when the first of them answers."""

    def __init__(self, config: uvicorn.Config, listener: socket.socket, announcement: str) -> None:
        listener.set_inheritable(True)
        super().__init__(config, [listener])
        self._announcement = announcement

    def keep_subprocess_alive(self) -> None:
        """Start anew what has died."""
        super().keep_subprocess_alive()
        if self._announcement and any(process.is_ready(timeout=1) for process in self.processes):
            print(self._announcement, flush=True)  # noqa: T201  for the person at the prompt
            self._announcement = ""


def _bound(settings: Settings) -> socket.socket:
    """A socket at the address of the settings. Raises SettingsError, with the way out, where there can be none."""
    host, port = settings.host, settings.port
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (socket.gaierror, UnicodeError):
        raise SettingsError([f"No address is known of the host {host!r}; --host 127.0.0.1 is this machine."]) from None
    # localhost is both 127.0.0.1 and ::1; browsers try both, and older programs the first alone
    family, kind, protocol, _, address = min(found, key=lambda each: each[0] != socket.AF_INET)
    try:
        listener = socket.socket(family, kind, protocol)
        # closed where it cannot be bound
        with contextlib.ExitStack() as stack:
            stack.callback(listener.close)
            if sys.platform != "win32":
                # there it would let two servers have the same port
                listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            listener.bind(address)
            stack.pop_all()
    except OSError as error:
        raise SettingsError([_why_not(error, host, port)]) from None
    return listener


def _why_not(error: OSError, host: str, port: int) -> str:
    match error.errno:
        case errno.EADDRINUSE:
            return (
                f"Port {port} of {host} is taken: another program, maybe another Activation Lab, listens there. "
                "--port 0 takes a free one."
            )
        case errno.EACCES:
            return f"Port {port} is only for the machine's administrator; --port 8000 is for everybody."
        case errno.EADDRNOTAVAIL:
            return f"{host} is no address of this machine; --host 127.0.0.1 is one, and --host 0.0.0.0 means all."
    return f"Nothing can listen on port {port} of {host}: {error.strerror}."


def _announcement(settings: Settings, port: int) -> str:
    """What a person is told to open."""
    rest = f":{port}{settings.root_path}"
    try:
        address = ip_address(settings.host)
    except ValueError:
        return f"Activation Lab: http://{settings.host}{rest}"
    if address.is_unspecified:
        return f"Activation Lab: http://localhost{rest} (and at every name and address of this machine)"
    return f"Activation Lab: http://{f'[{address}]' if address.version == 6 else address}{rest}"


def _raise_limit_of_descriptors() -> None:
    """Let this process, and those that it starts, have as many connections as the system allows."""
    if sys.platform == "win32":
        return
    import resource  # noqa: PLC0415  Windows has none

    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    # macOS says that there is no limit, and refuses to set none
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))

"""Proxies of docs/deploy.md and deploy/, run with the very lines that stand there, and asked as a visitor asks."""

import asyncio
import os
import re
import shutil
import socket
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path

import pytest
import yaml

from tests.browser.server import LONGEST_START, LONGEST_STOP, free_port
from tests.web.visitor import Visitor, visit

GUIDE = (Path(__file__).parents[2] / "docs/deploy.md").read_text("utf-8")
NAME = "lab.example"
VISITOR = "127.0.0.2"
"""From where visitors come: an address of this machine, on Linux, which no server trusts as it trusts a proxy's."""

FORGED = {"X-Forwarded-For": "203.0.113.9"}
"""What a visitor says who would be somebody else."""


@dataclass(frozen=True, slots=True)
class Door:
    """Where a proxy listens; `authority`, a file of certificates, where it speaks TLS."""

    port: int
    authority: Path | None = None

    @property
    def origin(self) -> str:
        """Of which origin its pages are."""
        return f"{'https' if self.authority else 'http'}://{NAME}"

    def is_open(self) -> bool:
        """Whether it serves already what is behind it."""
        try:
            with self.asked("/lab/livez") as answer:
                return answer.status == HTTPStatus.OK
        except OSError:
            # also where there is no certificate yet
            return False

    @contextmanager
    def asked(self, path: str, **headers: str) -> Generator[HTTPResponse, None, None]:
        """Its answer to GET, the body not read yet."""
        connection = HTTPConnection(NAME)
        connection.sock = self._connected()
        if self.authority:
            context = ssl.create_default_context(cafile=self.authority)
            connection.sock = context.wrap_socket(connection.sock, server_hostname=NAME)
        try:
            connection.request("GET", path, headers={"Accept": "text/html, application/json", **headers})
            yield connection.getresponse()
        finally:
            connection.close()

    @contextmanager
    def visited(self, path: str) -> Generator[Visitor, None, None]:
        """A page of it, on its socket."""
        with (
            self._unwrapped() if self.authority else self._connected() as connection,
            visit(f"http://{NAME}", path, origin=self.origin, sock=connection, additional_headers=FORGED) as visitor,
        ):
            yield visitor

    @contextmanager
    def _unwrapped(self) -> Generator[socket.socket, None, None]:
        """A plain connection to a thread that alone speaks TLS with the proxy.

        A visitor reads and writes in two threads, by which a TLS socket of Python before 3.13 may come to a standstill.
        """
        ours, inner = socket.socketpair()
        thread = threading.Thread(target=lambda: asyncio.run(self._pass_on(inner)))
        thread.start()
        try:
            with ours:
                yield ours
        finally:
            thread.join()

    async def _pass_on(self, inner: socket.socket) -> None:
        """Pass on what comes from either side, until one has ended."""
        own, proxy = (
            await asyncio.open_connection(sock=inner),
            await asyncio.open_connection(
                "127.0.0.1",
                self.port,
                ssl=ssl.create_default_context(cafile=self.authority),
                server_hostname=NAME,
                local_addr=(VISITOR, 0),
            ),
        )

        async def pass_on(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            try:
                while part := await reader.read(65_536):
                    writer.write(part)
                    await writer.drain()
            except ConnectionError:
                # the other side has gone without a word
                pass
            finally:
                writer.close()

        await asyncio.gather(pass_on(own[0], proxy[1]), pass_on(proxy[0], own[1]))

    def _connected(self) -> socket.socket:
        return socket.create_connection(("127.0.0.1", self.port), LONGEST_START, source_address=(VISITOR, 0))


Proxy = Callable[[Path, int], AbstractContextManager[Door]]
"""Runs a proxy of the guide that keeps its things in a folder, with a server behind it on that port."""


def block(language: str) -> str:
    """The one block of the guide in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return str(found)


@contextmanager
def nginx(folder: Path, servers: str) -> Generator[Door, None, None]:
    """nginx with these servers, which listen on port 80 there."""
    door = Door(free_port())
    servers = servers.replace("listen 80;", f"listen 127.0.0.1:{door.port};")
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # one process, which stays who it is and can write here
    settings = (
        f"daemon off; master_process off; pid {folder}/pid; events {{}} http {{ access_log off; {places} {servers} }}"
    )
    file = folder / "nginx.conf"
    file.write_text(settings, "utf-8")
    with _running(["nginx", "-e", "stderr", "-c", str(file)], door, folder):
        yield door


@contextmanager
def guide_nginx(folder: Path, behind: int) -> Generator[Door, None, None]:
    """nginx as the guide has it."""
    with nginx(folder, block("nginx").replace(":8000", f":{behind}")) as door:
        yield door


@contextmanager
def guide_caddy(folder: Path, behind: int) -> Generator[Door, None, None]:
    """Caddy as the guide has it, with an authority of its own for certificates."""
    door = Door(free_port(), authority=folder / "pki/authorities/local/root.crt")
    options = (
        "admin off",
        "local_certs",
        "skip_install_trust",
        f"http_port {free_port()}",
        f"https_port {door.port}",
        f"storage file_system {folder}",
    )
    file = folder / "Caddyfile"
    file.write_text("\n".join(("{", *options, "}", block("caddy").replace(":8000", f":{behind}"))), "utf-8")
    command = ["caddy", "run", "--adapter", "caddyfile", "--config", str(file)]
    with _running(command, door, folder, XDG_DATA_HOME=str(folder), XDG_CONFIG_HOME=str(folder)):
        yield door


@contextmanager
def guide_traefik(folder: Path, behind: int) -> Generator[Door, None, None]:
    """Traefik as the guide has it."""
    door = Door(free_port())
    (folder / "lab.yaml").write_text(block("yaml").replace(":8000", f":{behind}"), "utf-8")
    settings = {
        "global": {"checkNewVersion": False, "sendAnonymousUsage": False},
        "entryPoints": {"web": {"address": f"127.0.0.1:{door.port}"}},
        "providers": {"file": {"filename": str(folder / "lab.yaml")}},
    }
    file = folder / "traefik.yaml"
    file.write_text(yaml.safe_dump(settings), "utf-8")
    with _running(["traefik", f"--configFile={file}"], door, folder):
        yield door


PROXIES: Mapping[str, Proxy] = {"nginx": guide_nginx, "caddy": guide_caddy, "traefik": guide_traefik}


def installed(program: str) -> pytest.MarkDecorator:
    """Skips a test, and says so, where the program is not installed, or no visitor can have an address of its own."""
    is_missing = shutil.which(program) is None or sys.platform != "linux"
    return pytest.mark.skipif(is_missing, reason=f"{program} is not installed, or this is no Linux")


@contextmanager
def _running(command: list[str], door: Door, folder: Path, **environment: str) -> Generator[None, None, None]:
    """A program that is asked at its door, until it is no longer needed."""
    with (
        (folder / "log").open("w+", encoding="utf-8") as log,
        subprocess.Popen(command, env={**os.environ, **environment}, stdout=log, stderr=log) as process,
    ):
        try:
            deadline = time.monotonic() + LONGEST_START
            while not door.is_open():
                if process.poll() is not None or time.monotonic() > deadline:
                    log.seek(0)
                    pytest.fail(f"{command[0]} does not serve; it said:\n{log.read()}")
                time.sleep(0.02)
            yield
        finally:
            process.terminate()
            process.wait(LONGEST_STOP)

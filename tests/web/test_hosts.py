"""A server answers for its own names alone, over HTTP and on sockets, and says why it refuses another."""

import socket
from collections.abc import Iterator
from http.client import HTTPConnection
from ipaddress import IPv4Address, IPv6Address
from typing import Any
from urllib.parse import urlsplit

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from websockets.exceptions import InvalidStatus

from app.main import create_app
from app.settings import Settings
from app.web.http.hosts import allowed_hosts, host_name, is_loopback
from tests.unit.sentences import assert_one_sentence
from tests.web.plans import SMALL
from tests.web.server import Command, command
from tests.web.visitor import visit

OURS = ["localhost", "localhost:8000", "LOCALHOST.:8000", "lab.localhost", "127.0.0.1:8000", "127.8.8.8", "[::1]:8000"]
NAMES = st.from_regex(r"[a-z][a-z0-9-]{0,9}(\.[a-z][a-z0-9-]{0,9}){0,3}", fullmatch=True)
FOREIGN = ["evil.example", "evil.example:8000", "localhost.evil.example", "127.0.0.1.evil.example", "10.0.0.1", "[::2]"]


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A client of a server that names its hosts."""
    with TestClient(create_app(Settings(device="cpu", allowed_hosts="Lab.example, *.course.example"))) as client:
        yield client


@pytest.fixture(scope="module")
def server() -> Iterator[Command]:
    """A server on a loopback address, as it is by default, behind a proxy on the same machine."""
    with command("--device=cpu", "--trainer=torch", ACTIVATION_LAB_ALLOWED_HOSTS="") as server:
        assert server.address
        yield server


def asked(client: TestClient, host: str) -> Response:
    return client.get("/livez", headers={"host": host})


@pytest.mark.parametrize("host", [*OURS, "lab.example", "LAB.EXAMPLE:443", "a.course.example", "a.b.course.example."])
def test_a_host_that_is_named_is_served(client: TestClient, host: str) -> None:
    assert asked(client, host).status_code == 200


@pytest.mark.parametrize("host", [*FOREIGN, "another.lab.example", "course.example", "evilcourse.example", "*", "é"])
def test_another_is_refused_with_a_sentence(client: TestClient, host: str) -> None:
    answer = client.get("/livez", headers=[(b"host", host.encode())])
    assert answer.status_code == 421
    assert answer.headers["content-type"] == "application/problem+json"
    assert_one_sentence(answer.json()["detail"])
    assert "x-content-type-options" in answer.headers


def status(server: Command, *headers: tuple[str, str]) -> int:
    """The status of an answer to a request with these headers and no other."""
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=60)
    connection.putrequest("GET", "/livez", skip_host=True)
    for name, value in headers:
        connection.putheader(name, value)
    connection.endheaders()
    try:
        return connection.getresponse().status
    finally:
        connection.close()


def test_on_a_loopback_address_this_machine_s_names_alone_are_served(server: Command) -> None:
    assert {status(server, ("Host", host)) for host in OURS} == {200}
    assert {status(server, ("Host", host)) for host in FOREIGN} == {421}


@pytest.mark.parametrize(("listens_on", "served"), [("0.0.0.0", ("*",)), ("10.1.2.3", ("*",)), ("::1", ())])  # noqa: S104
def test_elsewhere_every_name_is_unless_some_are_named(listens_on: str, served: tuple[str, ...]) -> None:
    assert allowed_hosts((), listens_on) == served
    assert allowed_hosts(("lab.example",), listens_on) == ("lab.example",)


def test_who_names_no_host_is_no_browser(server: Command) -> None:
    connection = HTTPConnection(urlsplit(server.address).netloc, timeout=60)
    connection.connect()
    connection.sock.sendall(b"GET /livez HTTP/1.0\r\n\r\n")
    assert connection.sock.recv(12) == b"HTTP/1.1 200"
    connection.close()


def socket_status(address: str, **options: Any) -> int:
    """How the handshake of a socket is answered."""
    try:
        with visit(address, **options) as page:
            page.start(SMALL)
    except InvalidStatus as refusal:
        return refusal.response.status_code
    return 101


def test_a_socket_is_refused_by_its_host_and_the_log_says_why(server: Command) -> None:
    port = urlsplit(server.address).port
    with socket.create_connection(("127.0.0.1", port or 80)) as connection:
        assert socket_status(f"http://evil.example:{port}", sock=connection) == 421
    assert "evil.example" in server.says(r"refused websocket: .*")[0]


def test_a_socket_s_page_is_of_the_same_scheme_also_behind_a_proxy(server: Command) -> None:
    host = urlsplit(server.address).netloc
    https = {"X-Forwarded-Proto": "https"}
    assert socket_status(server.address, origin=f"http://{host}") == 101
    assert socket_status(server.address, origin=f"https://{host}") == 403
    assert "X-Forwarded-Proto" in server.says(rf"refused a socket: the page is of https://{host}.*")[0]
    assert socket_status(server.address, origin=f"https://{host}", additional_headers=https) == 101
    assert socket_status(server.address, origin=f"http://{host}", additional_headers=https) == 403


@given(name=NAMES, port=st.integers(0, 65535))
def test_a_host_is_its_name_whatever_its_port(name: str, port: int) -> None:
    assert host_name(name) == host_name(f"{name.upper()}:{port}") == host_name(f"{name}.:{port}") == name


@given(address=st.ip_addresses())
def test_an_address_is_its_own_name(address: IPv4Address | IPv6Address) -> None:
    written = f"[{address}]" if address.version == 6 else str(address)
    assert host_name(written) == host_name(f"{written}:80") == str(address)
    assert is_loopback(str(address)) == address.is_loopback


@pytest.mark.parametrize("text", ["https://lab.example", "lab.example:80", "lab example", "lab.*", "a..b", ";"])
def test_what_is_no_host_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="ALLOWED_HOSTS names") as refusal:
        Settings(allowed_hosts=f"ours.example,{text}")
    assert text in str(refusal.value)


@pytest.mark.parametrize(
    "text", ["lab.example", "https://lab.example/", "https://", "ftp://lab.example", "https://a b"]
)
def test_what_is_no_origin_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="ALLOWED_ORIGINS names") as refusal:
        Settings(allowed_origins=f"https://ours.example,{text}")
    assert text in str(refusal.value)

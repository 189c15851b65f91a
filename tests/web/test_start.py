"""The server says its address when it answers there, and in a sentence why it cannot listen."""

import socket
from urllib.request import urlopen

import pytest
from uvicorn import Config
from uvicorn.protocols.http.auto import AutoHTTPProtocol
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from app.__main__ import main
from tests.unit.sentences import assert_one_sentence
from tests.web.server import command


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", r"http://127\.0\.0\.1:[1-9]\d*/lab$"),
        ("0.0.0.0", r"http://localhost:[1-9]\d*/lab \(and at every name"),  # noqa: S104  for as long as the test takes
    ],
)
def test_the_address_is_said_when_the_server_answers_there(host: str, address: str) -> None:
    with command("--host", host, "--port=0", "--device", "cpu", "--root-path", "/lab") as server:
        found = server.says(rf"(?m)^Activation Lab: ({address})")
        # it is asked once, and has to answer
        with urlopen(f"{server.address}/healthz") as answer:
            assert answer.status == 200
        assert server.said.count("http://") == 1, found


def refusal(capfd: pytest.CaptureFixture[str], *arguments: str) -> str:
    """Why the server does not start."""
    assert main(arguments) == 2
    printed = capfd.readouterr()
    assert not printed.out
    sentence = printed.err.splitlines()[-1]
    assert_one_sentence(sentence)
    return sentence


def test_a_port_that_is_taken_is_named_with_the_way_out(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = str(other.getsockname()[1])
        sentence = refusal(capfd, "--port", port)
    assert port in sentence
    assert "--port 0" in sentence


@pytest.mark.parametrize("host", ["192.0.2.1", "a..b", f"{'a' * 64}.example"])
def test_a_host_that_is_not_this_machine_is_named(capfd: pytest.CaptureFixture[str], host: str) -> None:
    assert host in refusal(capfd, "--host", host, "--port", "0")


def test_what_is_installed_to_be_fast_is_used() -> None:
    assert AutoHTTPProtocol is HttpToolsProtocol
    factory = Config("app.main:create_app").get_loop_factory()
    assert factory is not None
    assert factory.__module__.partition(".")[0] == "uvloop"

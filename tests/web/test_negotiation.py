"""What a client says that it takes, has or may know is read as RFC 9110 means it, weights and lists included."""

from collections.abc import Iterator

import pytest
from fastapi import Request
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.http.negotiation import encoding_for, has, preferred, takes_stale

CURVES = "/api/v1/curves?f=relu&x=1"
DATA = "/api/v1/playground/data?points=20"
GROWS = "/api/v1/exhibits/backprop"
ORIGIN = "http://notebook.example"

# what an Accept header gets, of JSON and CSV
TABLES = {
    "text/csv": "text/csv",
    "TEXT/CSV": "text/csv",
    "text/csv;charset=utf-8": "text/csv",
    "text/*": "text/csv",
    "text/csv, */*": "text/csv",
    "text/csv, */*;q=0.1": "text/csv",
    "application/json;q=0.5, text/csv;q=0.6": "text/csv",
    "*/*;q=0.1, application/json;q=0": "text/csv",
    # of what weighs alike the first of the server
    "text/csv, application/json": "application/json",
    "text/csv;q=0": "application/json",
    "text/csv;q=0, */*": "application/json",
    "text/csv;q=0.5, application/json": "application/json",
    "text/csvx": "application/json",
    "image/png;of=text/csv": "application/json",
    "*/*": "application/json",
    # what nothing fits, or cannot be read, gets the usual form
    "image/png": "application/json",
    "text/csv;q=2": "application/json",
    ";;,": "application/json",
    "": "application/json",
}
STREAMS = {
    "application/x-ndjson": "application/x-ndjson",
    "text/event-stream": "text/event-stream",
    "text/event-stream, */*;q=0.1": "text/event-stream",
    "text/event-stream, application/x-ndjson": "application/x-ndjson",
    "text/event-stream;q=0.9, application/x-ndjson;q=0.8": "text/event-stream",
    "application/x-ndjson;q=0": "application/json",
    "application/x-ndjson;q=0.1, application/json": "application/json",
}
PAGES = {
    "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8": "text/html",
    "text/html;q=0": "application/problem+json",
    "application/json, text/html": "application/problem+json",
    "application/problem+json;q=0.9, text/html": "text/html",
    "*/*": "application/problem+json",
}


def media_type(client: TestClient, path: str, accept: str) -> str:
    answer = client.get(path, headers={"accept": accept})
    assert "accept" in answer.headers.get("vary", "accept").lower()
    return answer.headers["content-type"].partition(";")[0]


@pytest.mark.parametrize("path", [CURVES, DATA])
@pytest.mark.parametrize("accept", TABLES)
def test_a_table_comes_to_who_weighs_it_most(client: TestClient, path: str, accept: str) -> None:
    assert media_type(client, path, accept) == TABLES[accept]


@pytest.mark.parametrize("accept", STREAMS)
def test_what_grows_comes_as_the_client_weighs_it(client: TestClient, accept: str) -> None:
    assert media_type(client, GROWS, accept) == STREAMS[accept]


@pytest.mark.parametrize("accept", PAGES)
def test_a_fault_is_a_page_for_who_would_rather_have_one(client: TestClient, accept: str) -> None:
    assert media_type(client, "/nowhere", accept) == PAGES[accept]


@pytest.mark.parametrize("path", [CURVES, "/api/v1/curves?f=relu", "/", "/static/css/base.css", "/docs", "/nowhere"])
@pytest.mark.parametrize("encoding", ["br", "identity"])
def test_vary_names_each_header_once(client: TestClient, path: str, encoding: str) -> None:
    answer = client.get(path, headers={"accept": "text/html, */*;q=0.5", "accept-encoding": encoding})
    named = [name.strip().lower() for name in answer.headers["vary"].split(",")]
    assert len(named) == len(set(named))
    assert "accept-encoding" in named


@pytest.mark.parametrize("path", [CURVES, "/static/css/base.css", "/api/v1/activations"])
def test_what_the_client_has_is_read_as_a_list_of_tags(client: TestClient, path: str) -> None:
    tag = client.get(path).headers["etag"]
    opaque = tag.removeprefix("W/")
    for known in ("*", tag, opaque, f'"a, b", {tag}', f'W/"other",{opaque}'):
        answer = client.get(path, headers={"if-none-match": known})
        assert (answer.status_code, answer.content) == (304, b""), known
        assert answer.headers["etag"] == tag
    for other in (f'"x{opaque[1:]}', f'"{opaque[1:-1]}x"', f'"a {opaque[1:-1]}"', '"*"', ""):
        assert client.get(path, headers={"if-none-match": other}).status_code == 200, other


def test_another_form_is_another_answer(client: TestClient) -> None:
    tag = client.get(CURVES).headers["etag"]
    answer = client.get(CURVES, headers={"if-none-match": tag, "accept": "text/csv"})
    assert answer.status_code == 200


@pytest.mark.parametrize("path", ["/static/css/base.css", "/favicon.ico", CURVES])
@pytest.mark.parametrize("asked", ["bytes=0-9", "bytes=-3", "bytes=9999999-", "bytes=0-1,4-5", "lines=1-2", "x"])
def test_a_part_that_is_asked_for_is_answered_by_the_whole(client: TestClient, path: str, asked: str) -> None:
    whole, answer = client.get(path), client.get(path, headers={"range": asked})
    assert answer.status_code == 200
    assert answer.content == whole.content
    assert answer.headers["content-type"] == whole.headers["content-type"]
    assert "content-range" not in answer.headers


@settings(deadline=None, derandomize=True, database=None)
@given(st.text(st.characters(max_codepoint=255), max_size=60) | st.text('a/*;q=0.1, "\\W', max_size=40))
def test_any_header_can_be_read(text: str) -> None:
    names = ("accept", "accept-encoding", "if-none-match", "cache-control")
    request = Request({"type": "http", "headers": [(name.encode(), text.encode("latin-1")) for name in names]})
    assert preferred(request, ("application/json", "text/csv")) in {"application/json", "text/csv"}
    assert encoding_for(request) in {"br", "gzip", None}
    assert has(request, 'W/"tag"') in {True, False}
    assert takes_stale(request) in {True, False}


@pytest.mark.parametrize("name", ["accept", "accept-encoding", "if-none-match", "cache-control"])
def test_a_header_that_is_longer_than_any_client_writes_says_nothing(client: TestClient, name: str) -> None:
    usual = client.get(CURVES, headers={"accept-encoding": "identity"})
    for value in (", ".join(["text/csv"] * 1000), '"a",' * 5000 + "*", "gzip;q=0." + "1" * 20_000):
        answer = client.get(CURVES, headers={"accept-encoding": "identity", name: value})
        assert (answer.status_code, answer.content) == (200, usual.content)


@pytest.fixture(scope="module")
def open_client() -> Iterator[TestClient]:
    """A client of a server that lets the pages of another origin in."""
    with TestClient(create_app(Settings(device="cpu", allowed_origins=ORIGIN))) as client:
        yield client


@pytest.mark.parametrize("name", ["If-None-Match", "Content-Type", "Accept", "Last-Event-ID", "Cache-Control"])
def test_another_origin_may_send_the_headers_that_the_api_reads(open_client: TestClient, name: str) -> None:
    asks = {"origin": ORIGIN, "access-control-request-method": "GET", "access-control-request-headers": name.lower()}
    answer = open_client.options(CURVES, headers=asks)
    assert answer.status_code == 200
    allowed = [header.strip().lower() for header in answer.headers["access-control-allow-headers"].split(",")]
    assert name.lower() in allowed


def test_another_origin_may_read_the_headers_that_the_api_sends(open_client: TestClient) -> None:
    answer = open_client.get(CURVES, headers={"origin": ORIGIN})
    exposed = [header.strip().lower() for header in answer.headers["access-control-expose-headers"].split(",")]
    assert {"etag", "content-disposition"} <= set(exposed)
    kept = open_client.get(CURVES, headers={"origin": ORIGIN, "if-none-match": answer.headers["etag"]})
    assert kept.status_code == 304
    assert kept.headers["access-control-allow-origin"] == ORIGIN

"""What exhibits measure is kept while that is honest, and ends with the patience of a call or when nobody waits."""

import asyncio
import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from app.exhibits.catalogue import EXHIBITS, find
from app.exhibits.exhibit import Exhibit
from app.main import create_app
from app.settings import Settings
from app.web.http.streaming import NDJSON, stream
from app.web.live.measurements import MOST_CACHED, measurement
from app.web.live.turns import in_turns
from tests.unit.sentences import assert_one_sentence

LONG = "overfitting?f=maxout(k%3D8)&units=32&points=200&epochs=1000"

every_exhibit = pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.slug)


@pytest.fixture(scope="module")
def hasty() -> Iterator[TestClient]:
    """A client of a server that gives each call a second."""
    with TestClient(create_app(Settings(device="cpu", train_seconds=1))) as client:
        yield client


def test_the_same_controls_are_measured_once_until_many_others_were() -> None:
    exhibit = find("zigzag")
    first = measurement(exhibit, exhibit.controls(seed=1), "cpu")
    assert measurement(exhibit, exhibit.controls(seed=1), "cpu") is first
    for seed in range(2, MOST_CACHED + 1):
        measurement(exhibit, exhibit.controls(seed=seed), "cpu")
        # what is asked for again and again stays
        assert measurement(exhibit, exhibit.controls(seed=1), "cpu") is first
    for seed in range(MOST_CACHED + 1, 2 * MOST_CACHED + 1):
        measurement(exhibit, exhibit.controls(seed=seed), "cpu")
    assert measurement(exhibit, exhibit.controls(seed=1), "cpu") is not first


def test_times_are_measured_anew(client: TestClient) -> None:
    def seconds() -> list[float]:
        return [run["seconds"] for run in client.get("/api/v1/exhibits/batch_size").json()["measured"]["runs"]]

    assert seconds() != seconds()


def test_a_page_shows_the_beginning_of_what_grows_and_all_of_it_once_it_is_known(client: TestClient) -> None:
    def shown() -> str:
        page = client.get("/exhibits/learned_slopes?epochs=40").text
        return page[page.index("<exhibit-findings>") : page.index("<template>", page.index("<exhibit-findings>"))]

    begun = shown()
    found = client.get("/api/v1/exhibits/learned_slopes?epochs=40").json()["findings"]
    assert shown() != begun
    for finding in found:
        assert finding["says"] in unescape(shown())


@pytest.mark.parametrize("path", ["/api/v1/", "/api/v1/figures/"])
def test_what_takes_too_long_is_refused_with_what_to_do(hasty: TestClient, path: str) -> None:
    answer = hasty.get(path + LONG)
    assert answer.status_code == 422
    assert "TRAIN_SECONDS" in answer.json()["detail"]
    lines = [json.loads(line) for line in hasty.get(path + LONG, headers={"accept": NDJSON}).text.splitlines()]
    assert 0 < lines[-2]["done"] < 1
    assert_one_sentence(lines[-1]["problem"]["detail"].partition(";")[0] + ".")


async def left(app: Any, path: str, query: bytes, accept: bytes) -> list[dict[str, Any]]:
    """What is sent to a client that has gone when its first line has come, or at once where none does."""
    sent: list[dict[str, Any]] = []
    gone = asyncio.Event()

    async def receive() -> dict[str, Any]:
        if accept:
            await gone.wait()
        return {"type": "http.disconnect"}

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)
        # what is large comes in pieces
        if message.get("body", b"").endswith(b"\n"):
            gone.set()
        await asyncio.sleep(0)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "GET",
        "scheme": "http",
        "server": ("127.0.0.1", 80),
        "client": ("127.0.0.1", 1),
        "path": path,
        "raw_path": path.encode(),
        "root_path": "",
        "query_string": query,
        "headers": [(b"host", b"127.0.0.1"), *([(b"accept", accept)] if accept else [])],
    }
    await app(scope, receive, send)
    return sent


def test_nothing_more_is_measured_for_a_client_that_has_gone(app: FastAPI) -> None:
    query = b"epochs=1000&units=32"
    (start, *_) = asyncio.run(left(app, "/api/v1/exhibits/overfitting", query, b""))
    assert start["status"] == 408
    bodies = asyncio.run(left(app, "/api/v1/exhibits/overfitting", query, NDJSON.encode()))[1:]
    whole, _, _ = b"".join(message["body"] for message in bodies).rpartition(b"\n")
    shares = [json.loads(line)["done"] for line in whole.splitlines()]
    assert len(shares) < 10
    assert shares[-1] < 0.2


def test_a_stream_that_nobody_reads_does_no_more_steps() -> None:
    done: list[int] = []

    def steps() -> Iterator[dict[str, Any]]:
        for number in range(10_000):
            done.append(number)
            yield {"number": number}

    asyncio.run(left(stream(NDJSON, in_turns(steps())), "/", b"", NDJSON.encode()))
    assert len(done) < 100


@every_exhibit
def test_every_way_on_leads_somewhere(client: TestClient, exhibit: Exhibit[Any, Any]) -> None:
    page = client.get(f"/exhibits/{exhibit.slug}").text
    leads = page[page.index('class="leads"') : page.index("</nav>", page.index('class="leads"'))]
    # the numbers and the figure of what grows take seconds
    hrefs = [unescape(href) for href in re.findall('href="([^"]+)"', leads) if "/api/" not in href]
    assert hrefs
    for href in hrefs:
        assert client.get(href).status_code == 200, href


def test_explore_and_the_playground_lead_to_every_exhibit_that_takes_their_activation(client: TestClient) -> None:
    taking = [exhibit.slug for exhibit in EXHIBITS if "f" in exhibit.controls.model_fields]
    assert len(taking) > 5
    for path in ("/?f=elu(alpha%3D2)", "/playground?layer=4:elu(alpha%3D2)"):
        page = client.get(path).text
        for slug in taking:
            assert f'href="/exhibits/{slug}?f=elu%28alpha%3D2%29"' in page
    assert 'href="/playground?layer=8%3Aelu%28alpha%3D2%29' in client.get("/?f=elu(alpha%3D2)").text

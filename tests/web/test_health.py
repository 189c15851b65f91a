"""/healthz says that the server answers and what computes, and is never kept."""

import torch
from starlette.testclient import TestClient


def test_says_what_computes(client: TestClient) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ok", "device": "cpu", "torch": torch.__version__, "trainer": "torch"}


def test_is_asked_anew_each_time(client: TestClient) -> None:
    assert client.get("/healthz").headers["cache-control"] == "no-store"


def test_answers_head(client: TestClient) -> None:
    answer = client.head("/healthz")
    assert (answer.status_code, answer.content) == (200, b"")


def test_says_apart_that_it_is_alive_and_ready(client: TestClient) -> None:
    for path in ("/livez", "/readyz"):
        answer = client.get(path)
        assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
        assert answer.headers["cache-control"] == "no-store"

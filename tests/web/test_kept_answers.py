"""An answer that is kept is the one that was made, and no more are kept than there is room for."""

import random
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from httpx2 import Response
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.web.http.kept_answers import KeptAnswers

CURVES = "/api/v1/curves?f=silu&f=elu(alpha=1.25)&points=11"
PATHS = (CURVES, f"{CURVES}&format=csv", "/api/v1/traits?f=gelu", "/api/v1/figures/curves?f=elu", "/api/v1/saturation")


@pytest.fixture(autouse=True)
def _nothing_is_kept(app: FastAPI) -> Iterator[None]:
    app.state.kept_answers.clear()
    yield
    app.state.kept_answers.clear()


def told(answer: Response) -> tuple[int, bytes, dict[str, str]]:
    return answer.status_code, answer.content, dict(answer.headers)


@pytest.mark.parametrize("path", PATHS)
def test_what_is_kept_is_what_was_made_in_every_header_and_byte(app: FastAPI, client: TestClient, path: str) -> None:
    forms: list[dict[str, str]] = [
        {},
        {"accept": "text/csv"},
        {"accept-encoding": "gzip"},
        {"origin": "http://other.example"},
    ]
    made = []
    for form in forms:
        app.state.kept_answers.clear()
        made.append(told(client.get(path, headers=form)))
    first = made[0]
    assert first[0] == 200
    for _ in range(2):
        # whoever asked first
        random.shuffle(order := list(range(len(forms))))
        for number in order:
            assert told(client.get(path, headers=forms[number])) == made[number]
    head = client.head(path)
    assert (head.content, head.headers["content-length"]) == (b"", first[2]["content-length"])


@pytest.mark.parametrize("path", PATHS)
def test_who_has_it_is_told_so_alike(app: FastAPI, client: TestClient, path: str) -> None:
    has = {"if-none-match": client.get(path).headers["etag"]}
    kept = told(client.get(path, headers=has))
    app.state.kept_answers.clear()
    assert kept == told(client.get(path, headers=has))
    assert kept[:2] == (304, b"")


def test_a_refusal_and_what_was_sent_are_not_kept(app: FastAPI, client: TestClient) -> None:
    assert client.get("/api/v1/curves?f=no").status_code == 422
    assert client.post("/api/v1/curves", json={"f": ["elu"]}).status_code == 200
    # what holds times of this machine is measured each time
    assert client.get("/api/v1/exhibits/cost?power=10").status_code == 200
    assert app.state.kept_answers.bytes == 0


@settings(max_examples=10, deadline=None)
@given(st.lists(st.integers(1, 4001), min_size=1, max_size=8))
def test_no_more_are_kept_than_there_is_room_for(app: FastAPI, client: TestClient, points: list[int]) -> None:
    few = app.state.kept_answers = KeptAnswers(100_000)
    try:
        for count in points:
            path = f"/api/v1/curves?f=silu&points={count + 1}"
            assert client.get(path).content == client.get(path).content
            assert 0 <= few.bytes <= 100_000
        few.clear()
        assert few.bytes == 0
    finally:
        app.state.kept_answers = KeptAnswers()

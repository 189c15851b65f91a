"""Every response carries the protective headers, and no other origin may read one unless a setting names it."""

import re
from collections.abc import Iterator

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings

OURS = "https://lab.example"
ALSO_OURS = "https://course.example:8443"
FOREIGN = "https://elsewhere.example"
CURVES = "/api/v1/curves"

# one of each kind of response
KINDS = {
    "json": ("GET", f"{CURVES}?f=elu"),
    "compressed": ("GET", "/api/v1/activations"),
    "csv": ("GET", f"{CURVES}?f=elu&format=csv"),
    "figure": ("GET", "/api/v1/figures/curves?f=elu"),
    "health": ("GET", "/healthz"),
    "openapi": ("GET", "/openapi.json"),
    "head": ("HEAD", f"{CURVES}?f=elu"),
    "refused": ("GET", f"{CURVES}?f=nope"),
    "not there": ("GET", "/nothing"),
    "not allowed": ("DELETE", CURVES),
    "no body": ("POST", CURVES),
    "a mistake of ours": ("GET", "/fail"),
}


def asked(client: TestClient, kind: str, **headers: str) -> Response:
    method, url = KINDS[kind]
    return client.request(method, url, headers=headers)


def with_a_fault(settings: Settings) -> FastAPI:
    """The application, with a route that fails."""
    app = create_app(settings)

    async def fail() -> None:
        raise RuntimeError("a secret of the program")

    app.add_api_route("/fail", fail)
    return app


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A client of an application with the usual settings."""
    with TestClient(with_a_fault(Settings(device="cpu", allowed_origins="")), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="module")
def open_client() -> Iterator[TestClient]:
    """A client of an application that lets two other origins in."""
    with TestClient(create_app(Settings(device="cpu", allowed_origins=f" {OURS}, {ALSO_OURS},"))) as client:
        yield client


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_of_response_is_protected(client: TestClient, kind: str) -> None:
    headers = asked(client, kind).headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["x-frame-options"] == "SAMEORIGIN"
    assert headers["referrer-policy"] == "same-origin"
    assert headers["cross-origin-opener-policy"] == "same-origin"
    assert "camera=()" in headers["permissions-policy"]
    assert headers["content-security-policy"]


def test_what_the_client_still_has_is_protected_too(client: TestClient) -> None:
    tag = asked(client, "json").headers["etag"]
    again = asked(client, "json", **{"if-none-match": tag})
    assert again.status_code == 304
    assert again.headers["x-content-type-options"] == "nosniff"


def test_a_body_that_is_too_large_is_refused_with_the_same_protection(client: TestClient) -> None:
    answer = client.post(CURVES, content=b" " * 1_000_001)
    assert answer.status_code == 413
    assert answer.headers["x-content-type-options"] == "nosniff"


def test_no_protective_header_is_sent_twice(client: TestClient) -> None:
    for kind in KINDS:
        names = [name.lower() for name, _ in asked(client, kind).headers.multi_items()]
        assert len(set(names)) == len(names), kind


def test_the_policy_lets_in_nothing_but_our_own(client: TestClient) -> None:
    # default-src 'self', and 'unsafe-inline' for styles alone, because of Plotly; docs/decisions.md says why
    policy = asked(client, "json").headers["content-security-policy"]
    rules = {rule.split()[0]: rule.split()[1:] for rule in policy.split(";")}
    assert rules["default-src"] == ["'self'"]
    assert [name for name, sources in rules.items() if "'unsafe-inline'" in sources] == ["style-src"]
    assert "'unsafe-eval'" not in policy
    assert not re.search(r"https?:|\*", policy)
    assert rules.get("script-src", ["'self'"]) == ["'self'"]
    assert rules["object-src"] == rules["base-uri"] == ["'none'"]
    assert rules["frame-ancestors"] == ["'self'"]


@pytest.mark.parametrize("kind", ["json", "health", "not there", "a mistake of ours"])
def test_a_site_that_is_named_may_show_our_pages_in_a_frame(kind: str) -> None:
    settings = Settings(device="cpu", frame_ancestors="https://moodle.example, https://*.course.example:8443")
    with TestClient(with_a_fault(settings), raise_server_exceptions=False) as client:
        headers = asked(client, kind).headers
    policy = headers["content-security-policy"]
    assert policy.endswith("; frame-ancestors 'self' https://moodle.example https://*.course.example:8443")
    assert "x-frame-options" not in headers


@pytest.mark.parametrize(
    "text",
    ["moodle.example", "*", "'none'", "https://a.example; script-src *", "https://a.example/course", "https://*"],
)
def test_what_is_no_site_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="FRAME_ANCESTORS names ") as refusal:
        Settings(frame_ancestors=text)
    assert "https://moodle.example" in str(refusal.value)


@pytest.mark.parametrize("kind", KINDS)
def test_no_other_origin_may_read_a_response(client: TestClient, kind: str) -> None:
    answer = asked(client, kind, origin=FOREIGN)
    assert not [name for name in answer.headers if name.startswith("access-control-")]


def test_no_other_origin_may_ask_what_it_may_do(client: TestClient) -> None:
    answer = client.options(CURVES, headers={"origin": FOREIGN, "access-control-request-method": "POST"})
    assert answer.status_code == 405
    assert not [name for name in answer.headers if name.startswith("access-control-")]


@pytest.mark.parametrize("origin", [OURS, ALSO_OURS])
def test_an_origin_that_the_setting_names_may_read(open_client: TestClient, origin: str) -> None:
    for kind in ("json", "csv", "refused", "not there"):
        answer = asked(open_client, kind, origin=origin)
        assert answer.headers["access-control-allow-origin"] == origin
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize("origin", [OURS, ALSO_OURS])
def test_an_origin_that_the_setting_names_may_post_json(open_client: TestClient, origin: str) -> None:
    asks = {
        "origin": origin,
        "access-control-request-method": "POST",
        "access-control-request-headers": "content-type",
    }
    answer = open_client.options(CURVES, headers=asks)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == origin
    assert "POST" in answer.headers["access-control-allow-methods"]


@pytest.mark.parametrize("origin", [FOREIGN, "null", "http://lab.example", f"{OURS}.elsewhere.example", f"{OURS}:1"])
def test_every_other_origin_stays_out(open_client: TestClient, origin: str) -> None:
    answer = asked(open_client, "json", origin=origin)
    assert answer.status_code == 200
    assert "access-control-allow-origin" not in answer.headers
    preflight = open_client.options(CURVES, headers={"origin": origin, "access-control-request-method": "POST"})
    assert preflight.status_code == 400
    assert "access-control-allow-origin" not in preflight.headers


def test_a_cache_keeps_the_answers_of_each_origin_apart(open_client: TestClient) -> None:
    # else a browser that kept the answer of a plain visit would hand it to the other origin, without leave to read it
    answers = [asked(open_client, "json"), *(asked(open_client, "json", origin=origin) for origin in (OURS, FOREIGN))]
    assert all("origin" in answer.headers["vary"].lower() for answer in answers)


def test_a_refused_preflight_is_a_problem_like_every_other(open_client: TestClient) -> None:
    answer = open_client.options(CURVES, headers={"origin": FOREIGN, "access-control-request-method": "POST"})
    assert answer.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize("kind", KINDS)
def test_the_server_does_not_say_what_it_is_made_of(client: TestClient, kind: str) -> None:
    headers = asked(client, kind).headers
    assert "server" not in headers
    assert "x-powered-by" not in headers


@pytest.mark.parametrize(
    "path",
    [
        "/static/../app/main.py",
        "/static/%2e%2e/app/main.py",
        "/static/..%2fapp/main.py",
        "/static/%2e%2e%2f%2e%2e%2fetc/passwd",
        "/static//etc/passwd",
        "/static/js/../../pyproject.toml",
    ],
)
def test_no_file_outside_static_is_served(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404

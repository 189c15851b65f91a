"""Whatever is wrong with a request is answered by a problem of one shape with one sentence for a person."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any, NamedTuple

import pytest
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from tests.unit.sentences import TRACES, assert_one_sentence

CURVES = "/api/v1/curves"
FIGURE = "/api/v1/figures/curves"
JSON = "application/json"


class Bad(NamedTuple):
    """A malformed request, the status it is answered with and a fragment of the sentence."""

    request: str
    status: int
    fragment: str
    body: bytes | str | None = None
    kind: str | None = JSON


def of_get(*rows: tuple[str, str]) -> list[Bad]:
    """Queries of curves that are refused with 422."""
    return [Bad(f"GET {CURVES}?{query}", 422, fragment) for query, fragment in rows]


def of_post(*rows: tuple[bytes | str, int, str]) -> list[Bad]:
    """Bodies that are refused."""
    return [Bad(f"POST {CURVES}", status, fragment, body) for body, status, fragment in rows]


REFERENCES = of_get(
    ("", "f is missing"),
    ("f", "empty"),
    ("f=", "empty"),
    ("f=%20", "empty"),
    ("f=sigmod", "did you mean 'sigmoid'"),
    ("f=GELLU", "did you mean 'gelu'"),
    ("f=qqq", "no activation 'qqq'"),
    ("f=elu(alpha=0)", "outside its range [0.01, 5]"),
    ("f=elu(alpha=5.0000001)", "5.0000001 is outside its range"),
    ("f=elu(alpha=1e400)", "too large"),
    ("f=elu(beta=1)", "no parameter 'beta'"),
    ("f=elu(1.5,2)", "elu takes alpha"),
    ("f=elu(alpha=1.5", "parentheses"),
    ("f=maxout(k=2.5)", "whole number"),
    ("f=elu&f=nope", "no activation 'nope'"),
    ("&".join(["f=elu"] * 17), "more than 16"),
    ("f=" + "x" * 201, "201 characters"),
    ("f=" + "x" * 50_000, "50000 characters"),
    ("f=x%2B", "cannot be read"),
    ("f=x+1", "%2B"),
    ("f=1/2x", "two ways"),
    ("f=x**17", "exponent 17"),
    ("f=x**x", "both vary"),
    ("f=x**9**9**9", "exponent"),
    ("f=x>0", "where("),
    ("f=foo(x)", "no function 'foo'"),
    ("f=softmax(x)", "works across units"),
    ("f=sin(x,x)", "sin takes 1 argument"),
    ("f=__import__('os').system('true')", "not allowed"),
    ("f=x.__class__", "not allowed"),
    ("f=(lambda:x)()", "not allowed"),
    ("f=[x for x in x]", "not allowed"),
    ("f=f'{x}'", "not allowed"),
    ("f=(x:=1)", "not allowed"),
    ("f=1j*x", "not a number"),
    ("f=" + "(" * 90 + "x", "parentheses"),
    ("f=" + "sin(" * 16 + "x" + ")" * 16, "16 levels"),
    ("f=" + "-" * 150 + "x", "at most 64"),
    ("f=x%00", "cannot be read"),
    ("f=%E2%80%AEx", "cannot be read"),
    ("f=x*%D9%A1", "cannot be read"),
    ("f=a*x|b=1", "no parameter 'b'"),
    ("f=a*x|a=1e7", "too large"),
    ("f=a*x|a", "gives no values"),
)
ENCODINGS = of_get(
    ("f=%", "'%' cannot be read"),
    ("f=%zz", "cannot be read"),
    ("f=%ff", "cannot be read"),
    ("f=%C3%28*x", "cannot be read"),
    ("f=%ED%A0%80*x", "cannot be read"),
    ("f=elu&%ff=1", "no parameter"),
    ("f=elu&x=%ff", "not a finite number"),
    ("f=elu;low=1", "cannot be read"),
    ("f[]=elu", "no parameter 'f[]'"),
    ("f=elu&low=%00", "not a finite number"),
)
NUMBERS = of_get(
    ("f=elu&low=a", "low = 'a' is not a finite number"),
    ("f=elu&low=", "low = '' is not a finite number"),
    ("f=elu&low", "low = '' is not a finite number"),
    ("f=elu&low=nan", "low = 'nan' is not a finite number"),
    ("f=elu&high=inf", "high = 'inf' is not a finite number"),
    ("f=elu&low=-Infinity", "not a finite number"),
    ("f=elu&low=1e400", "low"),
    ("f=elu&low=-1e7", "at least −1,000,000"),
    ("f=elu&high=1000001", "at most 1,000,000"),
    ("f=elu&low=0x10", "not a finite number"),
    ("f=elu&low=%D9%A1", "not a finite number"),
    ("f=elu&low=true", "not a finite number"),
    ("f=elu&low=1,2", "not a finite number"),
    ("f=elu&low=6", "low = 6 must be less than high = 6"),
    ("f=elu&low=5&high=-5", "low = 5 must be less than high = -5"),
    ("f=elu&low=6.0000001", "low = 6.0000001 must be less than high = 6"),
    ("f=elu&points=1", "at least 2"),
    ("f=elu&points=0", "at least 2"),
    ("f=elu&points=-5", "at least 2"),
    ("f=elu&points=5002", "at most 5,001"),
    ("f=elu&points=99999999999999999999", "at most 5,001"),
    ("f=elu&points=2.5", "not a whole number"),
    ("f=elu&points=1e3", "not a whole number"),
    ("f=elu&points=many", "not a whole number"),
    ("f=elu&points=" + "9" * 5000, "points"),
    ("f=elu&order=3", "at most 2"),
    ("f=elu&order=-1", "at least 0"),
    ("f=elu&order=two", "not a whole number"),
    ("f=elu&x=", "x.0 = '' is not a finite number"),
    ("f=elu&x=1,,2", "x.1 = '' is not a finite number"),
    ("f=elu&x=1;2", "not a finite number"),
    ("f=elu&x=[1,2]", "not a finite number"),
    ("f=elu&x=nan", "not a finite number"),
    ("f=elu&x=1,1e7", "at most 1,000,000"),
    ("f=elu&x=" + ",".join(["1"] * 5002), "more than 5001"),
    ("f=elu&x=1&low=0", "either x or a window"),
    ("f=elu&x=1&points=5", "either x or a window"),
    ("f=elu&dtype=float16&high=1e6", "float16 ends at 65504"),
    ("f=elu&dtype=float16&x=-70000", "float16 ends at 65504"),
)
CHOICES = [
    *of_get(
        ("f=elu&dtype=float8", "choose 'float64'"),
        ("f=elu&dtype=", "choose 'float64'"),
        ("f=elu&dtype=Float64", "choose 'float64'"),
        ("f=elu&format=xml", "choose 'json' or 'csv'"),
        ("f=elu&format=CSV", "choose 'json' or 'csv'"),
        ("f=elu&foo=1", "no parameter 'foo'"),
        ("f=elu&Low=1", "did you mean 'low'"),
        ("f=elu&point=5", "did you mean 'points'"),
        ("F=elu", "no parameter 'F'"),
        ("f=elu&" + "a" * 5000 + "=1", "no parameter 'aaa"),
        ("f=elu&low=1&low=2", "low"),
        ("f=elu&order=1&order=2", "order"),
        ("f=elu&points=5&points=6", "points"),
        ("f=elu&dtype=float64&dtype=float32", "dtype"),
        ("f=elu&format=csv&format=json", "format"),
    ),
    Bad(f"GET {FIGURE}?f=elu&show=foo", 422, "choose 'value'"),
    Bad(f"GET {FIGURE}?f=elu&show=", 422, "choose 'value'"),
    Bad(f"GET {FIGURE}?f=elu&show=value,derivative", 422, "choose 'value'"),
    Bad(f"GET {FIGURE}?f=elu" + "&show=value" * 4, 422, "more than 3"),
    Bad(f"GET {FIGURE}?f=elu&format=csv", 422, "no parameter 'format'"),
    Bad(f"GET {FIGURE}", 422, "f is missing"),
]
BODIES = of_post(
    ("", 422, "The body"),
    ("{", 422, "not valid JSON"),
    ("{'f': 'elu'}", 422, "not valid JSON"),
    ('{"f": "elu",}', 422, "not valid JSON"),
    ('{"f": "elu"} x', 422, "not valid JSON"),
    ("f=elu", 422, "not valid JSON"),
    ("null", 422, "JSON object"),
    ("[]", 422, "JSON object"),
    ('"elu"', 422, "JSON object"),
    ("1", 422, "JSON object"),
    ("true", 422, "JSON object"),
    ("{}", 422, "f is missing"),
    ('{"f": null}', 422, "f "),
    ('{"f": 1}', 422, "f "),
    ('{"f": true}', 422, "f "),
    ('{"f": {}}', 422, "f "),
    ('{"f": []}', 422, "f needs at least 1"),
    ('{"f": [1]}', 422, "f.0 must be text"),
    ('{"f": [["elu"]]}', 422, "f.0 must be text"),
    ('{"f": ["elu", null]}', 422, "f.1 must be text"),
    (json.dumps({"f": ["elu"] * 17}), 422, "more than 16"),
    ('{"f": "elu", "low": true}', 422, "low"),
    ('{"f": "elu", "low": null}', 422, "low"),
    ('{"f": "elu", "low": "a"}', 422, "low = 'a' is not a finite number"),
    ('{"f": "elu", "low": [1]}', 422, "low = [1] is not a finite number"),
    ('{"f": "elu", "low": {}}', 422, "low = {} is not a finite number"),
    ('{"f": "elu", "low": NaN}', 422, "low = nan is not a finite number"),
    ('{"f": "elu", "low": -Infinity}', 422, "not a finite number"),
    ('{"f": "elu", "low": 1e400}', 422, "not a finite number"),
    ('{"f": "elu", "low": ' + "9" * 400 + "}", 422, "low"),
    ('{"f": "elu", "low": ' + "9" * 5000 + "}", 422, "JSON"),
    ('{"f": "elu", "points": ' + "9" * 5000 + "}", 422, "JSON"),
    ('{"f": "elu", "points": 1e400}', 422, "points"),
    ('{"f": "elu", "points": 2.5}', 422, "points = 2.5 is not a whole number"),
    ('{"f": "elu", "points": true}', 422, "points"),
    ('{"f": "elu", "order": null}', 422, "order"),
    ('{"f": "elu", "order": [1]}', 422, "order"),
    ('{"f": "elu", "dtype": 1}', 422, "choose 'float64'"),
    ('{"f": "elu", "dtype": null}', 422, "choose 'float64'"),
    ('{"f": "elu", "dtype": ["float64"]}', 422, "choose 'float64'"),
    ('{"f": "elu", "dtype": {"a": 1}}', 422, "choose 'float64'"),
    ('{"f": "elu", "x": 1}', 422, "x must be a list"),
    ('{"f": "elu", "x": {"a": 1}}', 422, "x must be a list"),
    ('{"f": "elu", "x": []}', 422, "x needs at least 1"),
    ('{"f": "elu", "x": [null]}', 422, "x.0"),
    ('{"f": "elu", "x": [1, "a"]}', 422, "x.1 = 'a'"),
    ('{"f": "elu", "x": [true]}', 422, "x.0"),
    ('{"f": "elu", "x": [[1]]}', 422, "x.0 = [1]"),
    ('{"f": "elu", "x": [NaN]}', 422, "not a finite number"),
    ('{"f": "elu", "x": [1e7]}', 422, "at most 1,000,000"),
    (json.dumps({"f": "elu", "x": [0] * 5002}), 422, "more than 5001"),
    ('{"f": "elu", "x": [1], "low": 0}', 422, "either x or a window"),
    ('{"f": "elu", "dtype": "float16", "high": 1e6}', 422, "float16 ends at 65504"),
    ('{"f": "elu", "foo": 1}', 422, "no parameter 'foo'"),
    ('{"f": "elu", "": 1}', 422, "no parameter ''"),
    ('{"f": "elu", "format": "csv"}', 422, "no parameter 'format'"),
    ('{"f": "\\ud800"}', 422, "cannot be read"),
    ('{"f": "elu", "\\ud800": 1}', 422, "no parameter"),
    ('{"f": "elu", "low": "\\ud800"}', 422, "low"),
    ('{"f": "elu", "dtype": "\\ud800"}', 422, "dtype"),
    ('{"f": "elu", "x": ["\\ud800"]}', 422, "x.0"),
    ('{"f": "x\\u0000"}', 422, "cannot be read"),
    (b"\xff\xfe", 422, "JSON"),
    (b'{"f": "\xff"}', 422, "JSON"),
    ("[" * 100_000, 422, "JSON"),
    ('{"f":' * 50_000, 422, "JSON"),
    ('{"f": ' + "[" * 100_000 + "]" * 100_000 + "}", 422, "JSON"),
    ('{"f": "elu", "low": ' + "[" * 900 + "]" * 900 + "}", 422, "low"),
    ('{"f": "' + "x" * 900_000 + '"}', 422, "at most 600"),
    ('{"f": "elu"}' + " " * 1_000_000, 413, "larger than 1,000,000 bytes"),
    ("[" + "1," * 1_000_000 + "1]", 413, "larger than 1,000,000 bytes"),
)
KINDS = [
    Bad(f"POST {CURVES}", status, "application/json", '{"f": "elu"}', kind)
    for status, kind in (
        (422, "text/plain"),
        (422, "application/x-www-form-urlencoded"),
        (422, "multipart/form-data; boundary=x"),
        (422, "text/json"),
        (422, ""),
        (422, None),
        (422, "nonsense"),
    )
]
PATHS = [
    Bad(f"GET {path}", 404, fragment)
    for path, fragment in (
        ("/nothing", "nothing at '/nothing'"),
        ("/api", "nothing at '/api'"),
        ("/api/v1", "nothing at '/api/v1'"),
        ("/api/v2/curves", "nothing at"),
        ("/api/v1/figures", "nothing at"),
        ("/api/v1/figures/nope", "nothing at"),
        ("/api/v1/activations/nope", "no activation 'nope'"),
        ("/api/v1/activations/sigmod", "did you mean 'sigmoid'"),
        ("/api/v1/activations/Eluu", "did you mean 'elu'"),
        ("/api/v1/activations/elu/x", "nothing at"),
        ("/api/v1/activations/%00", "no activation"),
        ("/api/v1/activations/%ff", "no activation"),
        ("/api/v1/activations/%E2%80%AE", "no activation"),
        ("/api/v1/activations/__class__", "no activation"),
        ("/api/v1/activations/<script>alert(1)</script>", "nothing at"),
        ("/api/v1/activations/" + "a" * 5000, "no activation 'aaa"),
        ("/" + "a" * 5000, "nothing at '/aaa"),
        ("/%2e%2e/etc/passwd", "nothing at"),
        ("/static/..%2f..%2fapp/main.py", "nothing at"),
        ("/static/%2e%2e/app/main.py", "nothing at"),
        ("/static/nothing.js", "nothing at"),
        ("/.git/config", "nothing at"),
    )
]
METHODS = [
    Bad(f"{method} {path}", 405, f"{method} is not allowed here; use GET")
    for method in ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND")
    for path in (f"{CURVES}?f=elu", "/api/v1/activations", "/healthz")
] + [Bad(f"POST {path}", 405, "use GET") for path in (FIGURE, "/api/v1/activations/elu", "/")]

BAD = [*REFERENCES, *ENCODINGS, *NUMBERS, *CHOICES, *BODIES, *KINDS, *PATHS, *METHODS]
TITLES = {
    400: {"Bad Request"},
    404: {"Not Found"},
    405: {"Method Not Allowed"},
    # the second is the name that Python 3.11 and 3.12 know
    413: {"Content Too Large", "Request Entity Too Large"},
    422: {"Unprocessable Content", "Unprocessable Entity"},
    501: {"Not Implemented"},
}


def send(client: TestClient, bad: Bad) -> Response:
    method, _, url = bad.request.partition(" ")
    headers: Mapping[str, str] = {"content-type": bad.kind} if bad.body is not None and bad.kind is not None else {}
    return client.request(method, url, content=bad.body, headers=headers)


def assert_is_a_problem(answer: Response, status: int, *, beside: Collection[str] = ()) -> dict[str, Any]:
    """`answer` is a problem of RFC 9457 with a list of errors, and has no trace of the program. Returns its body.

    It may have what is named in `beside` as well.
    """
    # a body that Python's JSON gives up on may as well be a bad request
    assert answer.status_code == status or (answer.status_code, status) == (400, 422), answer.text[:500]
    status = answer.status_code
    assert answer.headers["content-type"] == "application/problem+json"
    assert not TRACES.search(answer.text), answer.text
    body = answer.json()
    assert [name for name in body if name not in beside] == ["type", "title", "status", "detail", "errors", "more"]
    assert body["type"] == "about:blank"
    assert body["status"] == status
    assert body["title"] in TITLES[status]
    assert_one_sentence(body["detail"])
    for error in body["errors"]:
        assert list(error) == ["loc", "msg"]
        assert error["loc"][0] in {"query", "body", "path"}
        assert_one_sentence(error["msg"])
    return body


@pytest.mark.parametrize("bad", BAD, ids=[f"{i}-{(bad.body or bad.request)[:32]!a}" for i, bad in enumerate(BAD)])
def test_a_malformed_request_is_answered_by_one_clear_sentence(client: TestClient, bad: Bad) -> None:
    answer = send(client, bad)
    body = assert_is_a_problem(answer, bad.status)
    assert bad.fragment in body["detail"]
    if body["errors"]:
        assert body["detail"] == body["errors"][0]["msg"]


def test_there_are_as_many_ways_to_be_wrong_as_the_issue_asks_for() -> None:
    assert len(BAD) >= 70


def test_every_fault_is_named_and_not_the_first_alone(client: TestClient) -> None:
    body = client.get(f"{CURVES}?f=nope&low=a&points=1").json()
    assert [error["loc"] for error in body["errors"]] == [["query", "f", 0], ["query", "low"], ["query", "points"]]


def parts(size: int, count: int) -> Iterator[bytes]:
    for _ in range(count):
        yield b" " * size


def test_a_body_that_grows_too_large_is_refused_though_its_length_was_not_declared(client: TestClient) -> None:
    answer = client.post(CURVES, content=parts(100_000, 30), headers={"content-type": JSON})
    assert "content-length" not in answer.request.headers
    assert_is_a_problem(answer, 413)


def test_a_declared_length_is_refused_before_the_body_is_read(client: TestClient) -> None:
    answer = client.post(CURVES, content=b"{}", headers={"content-type": JSON, "content-length": "99999999999"})
    assert_is_a_problem(answer, 413)


@pytest.mark.parametrize("size", [999_999, 1_000_000])
def test_a_body_up_to_the_limit_is_read(client: TestClient, size: int) -> None:
    start = b'{"f": "relu"}'
    answer = client.post(CURVES, content=start + b" " * (size - len(start)), headers={"content-type": JSON})
    assert answer.status_code == 200


def test_the_limit_on_bodies_is_a_setting() -> None:
    app = create_app(Settings(device="cpu", max_body_bytes=2000))
    with TestClient(app) as client:
        answer = client.post(CURVES, content=b" " * 2001, headers={"content-type": JSON})
        assert_is_a_problem(answer, 413)
        assert "2,000 bytes" in answer.json()["detail"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        (CURVES, {"GET", "HEAD", "POST"}),
        (FIGURE, {"GET", "HEAD"}),
        ("/api/v1/activations", {"GET", "HEAD"}),
        ("/api/v1/activations/elu", {"GET", "HEAD"}),
        ("/healthz", {"GET", "HEAD"}),
        ("/", {"GET", "HEAD"}),
    ],
)
@pytest.mark.parametrize("accept", ["*/*", "text/html"])
def test_a_refused_method_is_told_every_method_that_is_not(
    client: TestClient, path: str, allowed: set[str], accept: str
) -> None:
    answer = client.delete(path, headers={"accept": accept})
    assert answer.status_code == 405
    assert set(answer.headers["allow"].split(", ")) | {"HEAD"} == allowed


def test_a_problem_is_never_kept(client: TestClient) -> None:
    for url in ("/nothing", f"{CURVES}?f=nope"):
        assert client.get(url).headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", [f"{CURVES}/?f=relu", "/healthz/", "/api/v1/activations/", "/api/v1/activations/elu/"])
def test_a_slash_too_many_does_no_harm(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 200


def test_head_of_what_is_not_there_has_no_body(client: TestClient) -> None:
    answer = client.head("/nothing")
    assert (answer.status_code, answer.content) == (404, b"")
    assert answer.headers["content-type"] == "application/problem+json"


def test_a_mistake_of_the_program_is_a_problem_too_and_tells_nothing_of_itself() -> None:
    app: FastAPI = create_app(Settings(device="cpu"))

    async def fail() -> None:
        raise RuntimeError("a secret of the program")

    app.add_api_route("/fail", fail)
    with TestClient(app, raise_server_exceptions=False) as client:
        answer = client.get("/fail")
    assert answer.status_code == 500
    assert answer.headers["content-type"] == "application/problem+json"
    body = answer.json()
    assert list(body) == ["type", "title", "status", "detail", "errors", "more"]
    assert_one_sentence(body["detail"])
    assert "secret" not in answer.text

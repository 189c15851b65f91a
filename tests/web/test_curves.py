"""Curves over HTTP: as numbers by GET, by POST and as CSV, each equal to the others and to the analysis."""

import json
import math
from typing import Any
from urllib.parse import urlencode

import numpy as np
import pytest
from starlette.testclient import TestClient

from app.activations.catalogue import CATALOGUE
from app.activations.reference import read
from app.analysis.curves import Window, sample
from app.analysis.precision import DTYPES, DtypeName
from tests.web.curves import CSV, CURVES, ORDERS, get, post, table


def test_answers_what_the_design_shows(client: TestClient) -> None:
    # every field of the answer, in its order, as the API promises it
    answer = get(client, f=["elu(alpha=1.5)", "gelu"], low=-6, high=6, points=401, order=2, dtype="float64")
    body = answer.json()
    assert answer.headers["content-type"] == "application/json"
    assert list(body) == ["x", "curves", "dtype", "device"]
    assert (body["dtype"], body["device"]) == ("float64", "cpu")
    elu, gelu = body["curves"]
    assert list(elu) == ["f", "name", "params", *ORDERS, "kinks"]
    assert (elu["f"], elu["name"], elu["params"]) == ("elu(alpha=1.5)", "elu", {"alpha": 1.5})
    assert (gelu["f"], gelu["name"], gelu["params"], gelu["kinks"]) == ("gelu", "gelu", {}, [])
    assert {len(curve[order]) for curve in (elu, gelu) for order in ORDERS} == {len(body["x"])}
    (kink,) = elu["kinks"]
    assert list(kink) == ["x", "jumps", *ORDERS, "torch"]
    assert kink["jumps"] == ["derivative", "second_derivative"]
    assert kink["x"] == 0
    assert kink["derivative"] == pytest.approx([1.5, 1], abs=1e-12)
    assert kink["second_derivative"] == pytest.approx([1.5, 0], abs=1e-12)
    assert kink["torch"] == {"value": 0, "derivative": 1.5, "second_derivative": 0}


def test_the_defaults_are_a_window_of_401_points_from_minus_6_to_6(client: TestClient) -> None:
    given = get(client, f="sigmoid").json()
    assert given == get(client, f="sigmoid", low=-6, high=6, points=401, order=2, dtype="float64").json()
    np.testing.assert_array_equal(given["x"], np.linspace(-6, 6, 401))


@pytest.mark.parametrize("name", [entry.name for entry in CATALOGUE])
def test_every_activation_is_answered_in_every_form(client: TestClient, name: str) -> None:
    for query in ({"order": 2}, {"order": 0}, {"x": "-1,0,1"}, {"dtype": "bfloat16"}, {"points": 2}):
        body = get(client, f=name, **query).json()
        assert body["curves"][0]["name"] == name
        assert len(table(get(client, f=name, format="csv", **query))) == len(body["x"]) + 1


@pytest.mark.parametrize("reference", ["mish", "hardshrink(theta=0.7)", "softmax(temperature=0.2)", "x*tanh(b*x)|b=2"])
@pytest.mark.parametrize("dtype", DTYPES)
def test_the_numbers_are_the_analysis_s_own_to_the_last_digit(
    client: TestClient, reference: str, dtype: DtypeName
) -> None:
    body = get(client, f=reference, low=-3, high=2.5, points=37, dtype=dtype).json()
    curves = sample([read(reference)], Window(low=-3, high=2.5, points=37), dtype=dtype)
    assert body["x"] == curves.x.tolist()
    for name, expected in zip(ORDERS, curves.curves[0].orders, strict=True):
        assert expected is not None
        assert body["curves"][0][name] == expected.tolist()


def test_x_is_exact_in_order_and_number(client: TestClient) -> None:
    body = get(client, f="relu", x="2.5,-1,0,0,1e6,-1e6,0.1").json()
    assert body["x"] == [2.5, -1, 0, 0, 1e6, -1e6, 0.1]
    assert body["curves"][0]["value"] == [2.5, 0, 0, 0, 1e6, 0, 0.1]
    assert body["curves"][0]["derivative"] == [1, 0, 0, 0, 1, 0, 1]


def test_x_may_repeat_its_name_instead_of_commas(client: TestClient) -> None:
    assert get(client, f="relu", x=["1", "2,3"]).json() == get(client, f="relu", x="1,2,3").json()


@pytest.mark.parametrize("order", [0, 1, 2])
def test_answers_no_more_than_the_order_asked_for(client: TestClient, order: int) -> None:
    (curve,) = get(client, f="relu", order=order).json()["curves"]
    shown = set(ORDERS[: order + 1])
    assert set(curve) & set(ORDERS) == shown
    assert set(curve["kinks"][0]) & set(ORDERS) == shown
    assert set(curve["kinks"][0]["torch"]) == shown


@pytest.mark.parametrize("dtype", DTYPES)
def test_computes_in_the_dtype_asked_for(client: TestClient, dtype: DtypeName) -> None:
    body = get(client, f="sigmoid", x="17", dtype=dtype).json()
    assert body["dtype"] == dtype
    # docs/numerics.md: sigmoid is exactly 1 from 16.64 in float32, and from 36.74 in float64
    assert (body["curves"][0]["value"] == [1]) == (dtype != "float64")


@pytest.mark.parametrize("x", [65_505.0, -1e6])
def test_float16_refuses_x_beyond_its_end(client: TestClient, x: float) -> None:
    window = {"low": x, "high": 0} if x < 0 else {"low": 0, "high": x}
    for query in ({"x": x}, window):
        refusals = [
            client.get(f"{CURVES}?{urlencode({'f': 'relu', 'dtype': 'float16', **query})}"),
            client.get(f"/api/v1/figures/curves?{urlencode({'f': 'relu', 'dtype': 'float16', **query})}"),
        ]
        for refusal in refusals:
            assert refusal.status_code == 422
            assert refusal.json()["detail"] == "float16 ends at 65504; x must stay within it."


def test_what_is_not_finite_is_null(client: TestClient) -> None:
    (log,) = get(client, f="log(x)", x="-1,0,1").json()["curves"]
    assert log["value"] == [None, None, 0]
    (exponential,) = get(client, f="exponential", x="1000").json()["curves"]
    assert [exponential[order] for order in ORDERS] == [[None]] * 3
    (pole,) = get(client, f="1/x", low=-1, high=1, points=3).json()["curves"]
    assert pole["value"] == [-1, None, 1]


def test_takes_16_curves_of_5001_points(client: TestClient) -> None:
    body = get(client, f=["sigmoid"] * 16, points=5001, low=-1e6, high=1e6).json()
    assert len(body["curves"]) == 16
    assert len(body["x"]) == 5001


def test_a_reference_comes_back_as_it_was_written(client: TestClient) -> None:
    texts = ["elu( alpha = 1.50 )", "x * sigmoid(b * x) | b = 1.7", "α*x", "max(x, 0)"]
    assert [curve["f"] for curve in get(client, f=texts).json()["curves"]] == texts


# the same question, asked as a query string and as a body
QUESTIONS: list[dict[str, Any]] = [
    {"f": ["gelu"]},
    {"f": ["elu(alpha=1.5)", "x*sigmoid(b*x)|b=1.7"], "low": -2, "high": 3.5, "points": 12, "order": 1},
    {"f": ["relu"], "x": [-1, 0, 2.5], "dtype": "bfloat16", "order": 0},
    {"f": ["log(x)"], "low": -1, "high": 1, "points": 3},
]


@pytest.mark.parametrize("question", QUESTIONS)
def test_a_body_is_answered_as_a_query_string_is(client: TestClient, question: dict[str, Any]) -> None:
    written = question | ({"x": ",".join(map(str, question["x"]))} if "x" in question else {})
    assert post(client, **question).json() == get(client, **written).json()


def test_a_body_may_name_one_reference_without_a_list_and_write_x_as_text(client: TestClient) -> None:
    assert post(client, f="relu", x="1,2").json() == post(client, f=["relu"], x=[1, 2]).json()
    assert post(client, f="relu", x=None).json() == post(client, f="relu").json()


@pytest.mark.parametrize("kind", ["application/json", "application/json; charset=utf-8", "application/vnd.api+json"])
def test_a_body_of_any_kind_of_json_is_read(client: TestClient, kind: str) -> None:
    answer = client.post(CURVES, content=b'{"f": "relu"}', headers={"content-type": kind})
    assert answer.status_code == 200


@pytest.mark.parametrize("question", QUESTIONS)
@pytest.mark.parametrize("accepted", [False, True])
def test_csv_is_the_same_table(client: TestClient, question: dict[str, Any], accepted: bool) -> None:
    written = question | ({"x": ",".join(map(str, question["x"]))} if "x" in question else {})
    answer = get(client, CSV, **written) if accepted else get(client, **written, format="csv")
    assert answer.headers["content-type"].partition(";")[0] == "text/csv"
    body = get(client, **written).json()
    header, *rows = table(answer)
    columns = [
        (f"{name.replace('_', ' ')} of {curve['f']}", curve[name])
        for curve in body["curves"]
        for name in ORDERS
        if name in curve
    ]
    assert header == ["x", *(title for title, _ in columns)]
    assert [float(row[0]) for row in rows] == body["x"]
    for i, (_, column) in enumerate(columns, start=1):
        assert [float(row[i]) if row[i] else None for row in rows] == column


def test_the_format_asked_for_goes_before_accept(client: TestClient) -> None:
    assert get(client, CSV, f="relu", format="json").headers["content-type"] == "application/json"
    browser = {"accept": "text/html,application/xhtml+xml,*/*;q=0.8"}
    assert get(client, browser, f="relu").headers["content-type"] == "application/json"


@pytest.mark.parametrize("text", ["-x", "+x", "(x)", "=x"])
def test_no_cell_of_csv_is_a_formula_to_a_spreadsheet(client: TestClient, text: str) -> None:
    answer = client.get(f"{CURVES}?{urlencode({'f': text, 'format': 'csv', 'x': '1'})}")
    if answer.status_code == 200:
        assert not any(cell[:1] in {"=", "+", "@", "\t"} for cell in table(answer)[0])


def test_csv_quotes_what_a_reference_contains(client: TestClient) -> None:
    header, row = table(get(client, f="max(x, 0)", x="1", order=0, format="csv"))
    assert header == ["x", "value of max(x, 0)"]
    assert row == ["1.0", "1.0"]


def test_numbers_are_written_in_the_fewest_digits_that_read_back_as_the_same(client: TestClient) -> None:
    text = get(client, f="x/3", x="0.1,1e-7,123456.7", order=0).text
    assert '"x":[0.1,1e-7,123456.7]' in text
    assert json.loads(text)["curves"][0]["value"] == [0.1 / 3, 1e-7 / 3, 123456.7 / 3]


# every answer that its address determines can be kept and checked again
KEEPABLE = [
    f"{CURVES}?f=gelu",
    f"{CURVES}?f=gelu&format=csv",
    "/api/v1/figures/curves?f=gelu",
    "/api/v1/activations",
    "/api/v1/activations/gelu",
]


@pytest.mark.parametrize("url", KEEPABLE)
def test_an_answer_can_be_kept_and_checked_again(client: TestClient, url: str) -> None:
    first = client.get(url)
    assert first.headers["cache-control"] == "public, max-age=300"
    assert "accept" in first.headers["vary"].lower().split(", ")
    assert first.headers["etag"].startswith('W/"')
    again = client.get(url, headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    for name in ("etag", "cache-control", "vary"):
        assert name in again.headers
    assert again.headers["etag"] == first.headers["etag"]
    assert client.get(url).headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("sent", ['W/"another"', '"x"', ""])
def test_an_answer_that_the_client_does_not_have_is_sent(client: TestClient, sent: str) -> None:
    assert client.get(KEEPABLE[0], headers={"if-none-match": sent}).status_code == 200


def test_one_tag_among_several_is_enough(client: TestClient) -> None:
    tag = client.get(KEEPABLE[0]).headers["etag"]
    assert client.get(KEEPABLE[0], headers={"if-none-match": f'W/"a", {tag}, "b"'}).status_code == 304
    assert client.get(KEEPABLE[0], headers={"if-none-match": tag.removeprefix("W/")}).status_code == 304


def test_every_address_and_every_form_has_a_tag_of_its_own(client: TestClient) -> None:
    tags = [client.get(url).headers["etag"] for url in [*KEEPABLE, f"{CURVES}?f=gelu&order=1", f"{CURVES}?f=silu"]]
    tags.append(client.get(KEEPABLE[0], headers=CSV).headers["etag"])
    assert len(set(tags)) == len(tags)


def test_a_bad_question_is_refused_even_if_the_client_names_a_tag(client: TestClient) -> None:
    assert client.get(f"{CURVES}?f=nope", headers={"if-none-match": "*"}).status_code == 422


@pytest.mark.parametrize("url", [f"{CURVES}?f=gelu", "/api/v1/activations", "/api/v1/figures/curves?f=gelu"])
def test_a_large_answer_is_compressed_where_the_client_takes_it(client: TestClient, url: str) -> None:
    compressed = client.get(url, headers={"accept-encoding": "gzip"})
    assert compressed.headers["content-encoding"] == "gzip"
    assert "Accept-Encoding" in compressed.headers["vary"]
    plain = client.get(url, headers={"accept-encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert compressed.json() == plain.json()
    assert int(compressed.headers["content-length"]) < len(plain.content) * 0.7


def test_a_small_answer_is_not_compressed(client: TestClient) -> None:
    assert "content-encoding" not in client.get(f"{CURVES}?f=gelu&x=1", headers={"accept-encoding": "gzip"}).headers


@pytest.mark.parametrize("url", KEEPABLE)
def test_head_has_the_headers_of_get_and_no_body(client: TestClient, url: str) -> None:
    get_answer, head_answer = client.get(url), client.head(url)
    assert (head_answer.status_code, head_answer.content) == (200, b"")
    assert dict(head_answer.headers) == dict(get_answer.headers)


def test_a_body_s_answer_is_not_kept(client: TestClient) -> None:
    assert "etag" not in post(client, f="relu").headers
    assert "public" not in post(client, f="relu").headers.get("cache-control", "")


def test_every_number_of_json_is_finite(client: TestClient) -> None:
    def refuse(constant: str) -> float:
        raise AssertionError(constant)

    text = get(client, f=["1/x", "log(x)", "exp(exp(x))"], low=-9, high=9, points=101).text
    body = json.loads(text, parse_constant=refuse)
    assert all(number is None or math.isfinite(number) for curve in body["curves"] for number in curve["value"])

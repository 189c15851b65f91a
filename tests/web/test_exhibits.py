"""Exhibits over HTTP: the API, its refusals and the pages are made from the registry, and agree with each other."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import plotly.io
import pytest
from httpx2 import Response
from markupsafe import escape
from starlette.testclient import TestClient

from app.exhibits.catalogue import EXHIBITS
from app.exhibits.exhibit import Exhibit
from tests.kinds import KINDS
from tests.unit.exhibits.corners import properties, settings
from tests.web.stills import check_still

AnyExhibit = Exhibit[Any, Any]
API = "/api/v1"

every_exhibit = pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.slug)


def query(exhibit: AnyExhibit, given: dict[str, Any]) -> str:
    """`given` as an address writes it: numbers with commas, texts name by name."""
    schemas = properties(exhibit)
    texts = {
        name: ",".join(map(str, value))
        if schemas[name].get("items", {}).get("type") == "number" and not isinstance(value, str)
        else value
        for name, value in given.items()
    }
    return urlencode(texts, doseq=True)


def refusal(client: TestClient, url: str) -> dict[str, Any]:
    answer = client.get(url)
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    return answer.json()


def test_lists_every_exhibit_with_the_schema_of_its_controls(client: TestClient) -> None:
    listed = client.get(f"{API}/exhibits").json()["exhibits"]
    assert [entry["slug"] for entry in listed] == [exhibit.slug for exhibit in EXHIBITS]
    for entry, exhibit in zip(listed, EXHIBITS, strict=True):
        assert entry["controls"]["properties"] == json.loads(json.dumps(properties(exhibit)))
        assert entry["idea"] == exhibit.idea


@every_exhibit
def test_every_corner_answers_numbers_a_figure_and_a_page(
    answer_to: Callable[[str], Response], exhibit: AnyExhibit
) -> None:
    for number, given in enumerate(settings(exhibit)):
        written = f"?{query(exhibit, given)}" if given else ""
        # what grows takes seconds: of its corners a page shows the first stage, and of its defaults the whole is tried
        paths = [f"/exhibits/{exhibit.slug}"]
        if exhibit.stages is None or number == 0:
            paths += [f"{API}/exhibits/{exhibit.slug}", f"{API}/figures/{exhibit.slug}"]
        answers = [answer_to(f"{path}{written}") for path in paths]
        for path, answer in zip(paths, answers, strict=True):
            assert answer.status_code == 200, f"{path}{written}: {answer.text[:300]}"
        check_still(answers[0].text)
        if len(paths) > 1:
            plotly.io.from_json(answers[-1].text)
            assert {trace["type"] for trace in answers[-1].json()["data"]} <= KINDS


@every_exhibit
def test_the_answer_names_the_controls_as_they_were_understood(
    answer_to: Callable[[str], Response], exhibit: AnyExhibit
) -> None:
    answer = answer_to(f"{API}/exhibits/{exhibit.slug}").json()
    assert answer["controls"] == json.loads(exhibit.controls().model_dump_json())
    assert answer["findings"]
    assert answer["measured"]


@every_exhibit
def test_a_bad_control_is_refused_by_its_name(client: TestClient, exhibit: AnyExhibit) -> None:
    for name, schema in properties(exhibit).items():
        bad = "9999999" if "maximum" in schema else "no such thing"
        for path in (f"{API}/exhibits/{exhibit.slug}", f"{API}/figures/{exhibit.slug}"):
            problem = refusal(client, f"{path}?{urlencode({name: bad})}")
            assert problem["errors"][0]["loc"][:2] == ["query", name]
            assert problem["detail"].endswith((".", "?"))


@every_exhibit
def test_the_former_address_answers_as_before(client: TestClient, exhibit: AnyExhibit) -> None:
    old, new = f"{API}/{exhibit.slug}", f"{API}/exhibits/{exhibit.slug}"
    asked = "?no_such=1"
    if exhibit.stages is None and not exhibit.is_timed:
        assert client.get(old).json() == client.get(new).json()
    assert client.get(old + asked).json() == client.get(new + asked).json()
    assert client.get(old + asked).status_code == 422
    assert old not in client.get("/openapi.json").json()["paths"]


@every_exhibit
def test_the_document_has_a_parameter_for_each_control(client: TestClient, exhibit: AnyExhibit) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    for path in (f"{API}/exhibits/{exhibit.slug}", f"{API}/figures/{exhibit.slug}"):
        parameters = paths[path]["get"]["parameters"]
        assert [parameter["name"] for parameter in parameters] == list(exhibit.controls.model_fields)
        assert not any(parameter["required"] for parameter in parameters)


def test_the_same_address_has_the_same_validator(client: TestClient) -> None:
    first = client.get(f"{API}/saturation?mean=1")
    again = client.get(f"{API}/saturation?mean=1", headers={"if-none-match": first.headers["etag"]})
    assert again.status_code == 304


@every_exhibit
def test_the_page_is_readable_without_a_script(client: TestClient, exhibit: AnyExhibit) -> None:
    page = client.get(f"/exhibits/{exhibit.slug}").text
    assert f"<h1>{escape(exhibit.asks)}</h1>" in page
    assert escape(exhibit.idea) in page
    for step in exhibit.steps:
        assert escape(step.asks) in page
    for name in exhibit.controls.model_fields:
        assert f'data-name="{name}"' in page
    assert f'href="/api/v1/exhibits/{exhibit.slug}"' in page


def test_a_page_sets_aside_what_it_cannot_read_and_says_so(client: TestClient) -> None:
    answer = client.get("/exhibits/saturation?mean=2&spread=wide&f=nope")
    assert answer.status_code == 422
    assert "spread = &#39;wide&#39; is not a finite number." in answer.text
    assert "There is no activation &#39;nope&#39;" in answer.text
    assert 'data-query="mean=2"' in answer.text


def test_a_page_takes_over_the_settings_that_another_exhibit_has(client: TestClient) -> None:
    page = client.get("/exhibits/saturation?f=elu(alpha%3D2)&spread=1").text
    assert 'href="/?f=elu%28alpha%3D2%29"' in page
    assert 'href="/exhibits/depth?f=elu%28alpha%3D2%29"' in page
    assert 'href="/exhibits/zigzag?f=elu%28alpha%3D2%29&amp;spread=1"' in page
    # an exhibit of one activation takes the first of several
    assert 'href="/exhibits/saturation?f=gelu"' in client.get("/exhibits/depth?f=gelu&f=relu").text


def test_the_index_has_a_picture_of_each(client: TestClient) -> None:
    page = client.get("/exhibits").text
    assert page.count("<svg viewBox") == len(EXHIBITS)
    for exhibit in EXHIBITS:
        assert f'href="/exhibits/{exhibit.slug}"' in page


def test_an_unknown_exhibit_is_a_page_that_says_so(client: TestClient) -> None:
    answer = client.get("/exhibits/saturaton", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert "did you mean &#39;saturation&#39;?" in answer.text

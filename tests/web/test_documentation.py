"""The documentation page says all that the OpenAPI document says, and that document is complete and true."""

import html
import json
import re
from collections.abc import Callable, Iterator
from html.parser import HTMLParser
from typing import Any

import pytest
import schemathesis
from fastapi import FastAPI
from httpx2 import Response
from starlette.testclient import TestClient

from app.web.http.openapi import first_sentence, operation_id
from app.web.http.static_files import page_modules
from app.web.pages.documentation import Documentation, Operation, documentation
from app.web.pages.schema_words import Field, Words


class Calls(HTMLParser):
    """The text and the attributes within each `<article>`, by its id."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.texts: dict[str, str] = {}
        self.fields: dict[str, set[str]] = {}
        self._open = ""
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note where an article starts, and the fields within one."""
        attributes = {name: value or "" for name, value in attrs}
        if tag == "article":
            self._open = attributes["id"]
            self.texts[self._open], self.fields[self._open] = "", set()
        elif self._open and "data-name" in attributes:
            self.fields[self._open].add(attributes["data-name"])

    def handle_endtag(self, tag: str) -> None:
        """Note where an article ends."""
        if tag == "article":
            self._open = ""

    def handle_data(self, data: str) -> None:
        """Keep the text within an article."""
        if self._open:
            self.texts[self._open] += data


@pytest.fixture(scope="module")
def document(app: FastAPI) -> dict[str, Any]:
    return app.openapi()


@pytest.fixture(scope="module")
def html_page(client: TestClient) -> str:
    answer = client.get("/docs")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    return answer.text


@pytest.fixture(scope="module")
def calls(html_page: str) -> Calls:
    return Calls(html_page)


@pytest.fixture(scope="module")
def api(document: dict[str, Any]) -> Documentation:
    return documentation(document)


def every_operation(api: Documentation) -> Iterator[Operation]:
    for group in api.groups:
        yield from group.operations


def every_field(fields: tuple[Field, ...]) -> Iterator[Field]:
    for field in fields:
        yield field
        yield from every_field(field.fields)


def in_one_line(text: str) -> str:
    return " ".join(text.replace("`", "").split())


def test_every_operation_is_on_the_page_with_all_that_is_said_of_it(document: dict[str, Any], calls: Calls) -> None:
    described = 0
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            text = in_one_line(calls.texts[operation["operationId"].replace("_", "-")])
            assert f"{method.upper()} {path}" in text
            assert in_one_line(operation["description"]) in text
            for status in operation["responses"]:
                assert re.search(rf"\b{status}\b", text)
            described += 1
    assert described == len(calls.texts)


def test_every_parameter_is_on_the_page_with_a_field_to_try_it(document: dict[str, Any], calls: Calls) -> None:
    for methods in document["paths"].values():
        for operation in methods.values():
            id_ = operation["operationId"].replace("_", "-")
            parameters = operation.get("parameters", [])
            assert calls.fields[id_] == {parameter["name"] for parameter in parameters}
            for parameter in parameters:
                assert in_one_line(parameter["description"]) in in_one_line(calls.texts[id_])


def test_every_field_of_a_body_and_of_an_answer_is_on_the_page(api: Documentation, calls: Calls) -> None:
    for operation in every_operation(api):
        text = in_one_line(calls.texts[operation.id])
        bodies = operation.body.fields if operation.body else ()
        answers = [field for answer in operation.answers if not answer.is_error for field in answer.fields]
        for field in every_field((*bodies, *answers)):
            assert f"{field.name} {field.type}" in text
            assert in_one_line(field.about) in text


def test_every_message_of_a_socket_is_on_the_page(api: Documentation, html_page: str) -> None:
    page = in_one_line(html.unescape(re.sub(r"<[^>]+>", " ", re.sub(r"</?code[^>]*>", "", html_page))))
    assert [socket.address for socket in api.sockets] == ["/api/v1/playground", "/api/v1/race"]
    for socket in api.sockets:
        for message in (*socket.client, *socket.server):
            assert f"{message.type} {in_one_line(message.about)}" in page
            for field in every_field(message.fields):
                assert f"{field.name} {in_one_line(field.type)}" in page
                assert in_one_line(field.about) in page


def test_the_page_names_no_other_host(html_page: str) -> None:
    addresses = re.findall(r"(?:\w+:)?//[^\s\"'<]*", html.unescape(html_page))
    assert addresses
    assert all(address.startswith("http://testserver/") for address in addresses)


def test_everything_that_is_loaded_is_this_server_s(client: TestClient, html_page: str) -> None:
    loaded = re.findall(r"<(?:link|script|img)[^>]+(?:href|src)=\"([^\"]+)\"", html_page)
    assert page_modules("js/docs/page.js")[0] in loaded
    assert all(client.get(path).status_code == 200 for path in loaded)
    assert "<script>" not in html_page


def test_every_link_within_the_page_leads_somewhere(html_page: str) -> None:
    ids = re.findall(r"\sid=\"([^\"]+)\"", html_page)
    assert len(ids) == len(set(ids))
    assert set(re.findall(r"href=\"#([^\"]+)\"", html_page)) <= set(ids)


def test_every_example_is_answered(
    client: TestClient, answer_to: Callable[[str], Response], api: Documentation
) -> None:
    for operation in every_operation(api):
        sent = operation.body
        if operation.method == "GET":
            answer = answer_to(operation.example)
        else:
            body, headers = (sent.example, {"content-type": sent.media}) if sent else (None, None)
            answer = client.request(operation.method, operation.example, content=body, headers=headers)
        assert answer.status_code == 200, answer.text


def test_the_example_of_a_problem_is_what_the_server_answers(client: TestClient, api: Documentation) -> None:
    assert client.get("/api/v1/traits", params={"f": "sigmod"}).json() == json.loads(api.problem_example)


def test_the_document_is_valid_and_says_whose_it_is(document: dict[str, Any]) -> None:
    schemathesis.openapi.from_dict(document).validate()
    info = document["info"]
    assert all(info[word] for word in ("title", "summary", "description", "version"))
    assert info["license"]["identifier"] == "MIT"
    assert {operation["tags"][0] for path in document["paths"].values() for operation in path.values()} == {
        tag["name"] for tag in document["tags"] if tag["description"]
    }


def test_every_reference_leads_to_a_schema(document: dict[str, Any]) -> None:
    text = json.dumps(document)
    names = set(re.findall(r'"\$ref": "#/components/schemas/(\w+)"', text))
    assert "Problem" in names
    assert text.count('"$ref"') == text.count('"$ref": "#/components/schemas/')
    assert names <= set(document["components"]["schemas"])
    # the framework's own errors never leave this server
    assert not {"HTTPValidationError", "ValidationError"} & set(document["components"]["schemas"])


def test_constraints_are_in_the_words_of_json_schema(document: dict[str, Any]) -> None:
    assert not re.search(r'"(?:ge|gt|le|lt|multiple_of|min_length|max_length)": ', json.dumps(document))
    parameters = {p["name"]: p["schema"] for p in document["paths"]["/api/v1/curves"]["get"]["parameters"]}
    assert (parameters["low"]["minimum"], parameters["low"]["maximum"]) == (-1e6, 1e6)
    assert (parameters["x"]["type"], parameters["x"]["minItems"], parameters["x"]["maxItems"]) == ("array", 1, 5001)
    assert parameters["x"]["items"]["maximum"] == 1e6


def test_what_may_be_kept_is_just_what_the_document_says(
    client: TestClient, answer_to: Callable[[str], Response], api: Documentation
) -> None:
    for operation in every_operation(api):
        if operation.method == "GET":
            tag = answer_to(operation.example).headers.get("etag", "none")
            again = client.get(operation.example, headers={"if-none-match": tag})
            assert (again.status_code == 304) == (304 in [answer.status for answer in operation.answers])


def test_ids_are_names_for_functions(api: Documentation) -> None:
    assert operation_id("get", "/api/v1/activations/{name}") == "get_activations_name"
    assert operation_id("get", "/healthz") == "get_healthz"
    assert all(re.fullmatch(r"[a-z][a-z0-9-]*", operation.id) for operation in every_operation(api))


@pytest.mark.parametrize(
    ("text", "sentence"),
    [("One thing.", "One thing."), ("One. Two.", "One."), ("f(0.5)\nis it.\n\nMore.", "f(0.5) is it."), ("", "")],
)
def test_a_summary_is_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


@pytest.mark.parametrize(
    ("schema", "words"),
    [
        ({"type": "array", "items": {"type": "integer"}}, "integer[]"),
        ({"anyOf": [{"type": "array", "items": {}}, {"type": "null"}]}, "any[] | null"),
        ({"type": "array", "items": {"anyOf": [{"type": "number"}, {"type": "null"}]}}, "(number | null)[]"),
        ({"type": "array", "prefixItems": [{"type": "number"}, {"const": "a"}]}, '[number, "a"]'),
        ({"type": "array", "items": {"enum": ["a", "b"]}}, '("a" | "b")[]'),
        ({"type": "object", "additionalProperties": {"type": "number"}}, "{name: number}"),
        ({"$ref": "#/components/schemas/Tree"}, "object"),
    ],
)
def test_types_are_written_as_in_typescript(schema: dict[str, Any], words: str) -> None:
    assert Words({"Tree": {"type": "object"}}).type(schema) == words


def test_a_tree_is_described_once() -> None:
    leaf, inner = {"$ref": "#/components/schemas/Leaf"}, {"$ref": "#/components/schemas/Tree"}
    tree = {
        "title": "Tree",
        "type": "object",
        "properties": {"parts": {"type": "array", "items": {"oneOf": [leaf, inner]}}},
    }
    schemas = {"Tree": tree, "Leaf": {"title": "Leaf", "type": "object", "properties": {"x": {"type": "number"}}}}
    (parts,) = Words(schemas).fields(inner)
    assert [field.name for field in every_field(parts.fields)] == ["x"]


def test_alternatives_are_described_one_by_one() -> None:
    schemas = {
        name: {"title": name, "type": "object", "properties": {name.lower(): {"type": "number", "exclusiveMinimum": 0}}}
        for name in ("Cat", "Dog")
    }
    union = {"oneOf": [{"$ref": "#/components/schemas/Cat"}, {"$ref": "#/components/schemas/Dog"}]}
    found = Words(schemas).fields(union)
    assert [(field.name, field.fields[0].name, field.fields[0].range) for field in found] == [
        ("Cat", "cat", "above 0"),
        ("Dog", "dog", "above 0"),
    ]

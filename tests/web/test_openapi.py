"""Every route of the API is described, and answers what its description promises, no more and no less."""

import importlib
import pkgutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from fastapi import APIRouter, FastAPI
from fastapi.routing import APIRoute
from httpx2 import Response
from pydantic import BaseModel
from starlette.testclient import TestClient

import app.web.routes
from app.exhibits.catalogue import EXHIBITS
from app.web.api.queries import CurvesPageQuery, CurvesQuery, FigureQuery

CURVES_BODY = {"f": ["elu(alpha=1.5)", "log(x)"], "low": -2, "high": 2, "points": 9}
TRAIN_BODY = {
    "plan": {"network": {"hidden": [{"units": 3, "activation": "prelu"}]}, "replicas": 2},
    "epochs": 2,
    "include": ["data", "weights", "boundary", "layers"],
}
RACE_BODY = {"plan": {"data": {"points": 40}}, "activations": ["tanh", "selu"], "seeds": 2, "epochs": 2}
MAP_BODY = {
    "plan": {"data": {"points": 40}},
    "activations": ["relu"],
    "x": {"vary": "lr", "low": 0.1, "high": 1, "points": 2},
    "y": {"vary": "l2", "low": 0, "high": 1, "points": 2},
    "epochs": 1,
}
SCRIPT_BODY = {"plan": {"network": {"hidden": []}}, "weights": [{"W": [[1], [-2]], "b": [0.5]}]}

EXHIBIT = "/api/v1/exhibits"

# one request for each operation that is described; a new one needs its line here
REQUESTS: dict[str, tuple[str, dict[str, Any] | str | None]] = {
    "GET /livez": ("/livez", None),
    "GET /readyz": ("/readyz", None),
    "GET /healthz": ("/healthz", None),
    "GET /api/v1/activations": ("/api/v1/activations", None),
    "GET /api/v1/activations/{name}": ("/api/v1/activations/softmax", None),
    "GET /api/v1/curves": ("/api/v1/curves?f=elu(alpha=1.5)&f=log(x)&f=hardshrink&points=9", None),
    "POST /api/v1/curves": ("/api/v1/curves", CURVES_BODY),
    "GET /api/v1/figures/curves": ("/api/v1/figures/curves?f=elu&f=hardshrink", None),
    "GET /api/v1/traits": ("/api/v1/traits?f=elu(alpha=1.5)", None),
    "GET /api/v1/differences": ("/api/v1/differences?f=tanh&f=1/x", None),
    "GET /api/v1/exhibits": ("/api/v1/exhibits", None),
    **{f"GET {EXHIBIT}/{exhibit.slug}": (f"{EXHIBIT}/{exhibit.slug}", None) for exhibit in EXHIBITS},
    **{f"GET /api/v1/figures/{exhibit.slug}": (f"/api/v1/figures/{exhibit.slug}", None) for exhibit in EXHIBITS},
    f"GET {EXHIBIT}/{{slug}}/steps/{{number}}": (f"{EXHIBIT}/saturation/steps/1?prediction=0&mean=1", None),
    "POST /api/v1/playground/train": ("/api/v1/playground/train", TRAIN_BODY),
    "GET /api/v1/playground/data": ("/api/v1/playground/data?data=moons&points=20", None),
    "POST /api/v1/playground/data": ("/api/v1/playground/data", "1,2,0\n3,4,1\n"),
    "POST /api/v1/race": ("/api/v1/race", RACE_BODY),
    "POST /api/v1/map": ("/api/v1/map", MAP_BODY),
    "POST /api/v1/figures/map": ("/api/v1/figures/map", MAP_BODY),
    "GET /api/v1/messages": ("/api/v1/messages", None),
    "POST /api/v1/playground/script": ("/api/v1/playground/script", SCRIPT_BODY),
    "POST /api/v1/playground/onnx": ("/api/v1/playground/onnx", SCRIPT_BODY),
}


@pytest.fixture(scope="module")
def document(client: TestClient) -> dict[str, Any]:
    """The description, as it is served."""
    answer = client.get("/openapi.json")
    assert answer.status_code == 200
    return answer.json()


def operations(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {
        f"{method.upper()} {path}": operation
        for path, methods in document["paths"].items()
        for method, operation in methods.items()
    }


def routes() -> Iterator[APIRoute]:
    """Every route that a module of app.web.routes declares for the document."""
    for module in pkgutil.iter_modules(app.web.routes.__path__, f"{app.web.routes.__name__}."):
        for member in vars(importlib.import_module(module.name)).values():
            if isinstance(member, APIRouter):
                yield from (route for route in member.routes if isinstance(route, APIRoute) and route.include_in_schema)


def models(base: type[BaseModel] = BaseModel) -> Iterator[type[BaseModel]]:
    for model in base.__subclasses__():
        yield model
        yield from models(model)


def model_named(reference: str) -> type[BaseModel]:
    """The model of app.web that a `$ref` of the document names."""
    name = reference.rpartition("/")[2]
    (model,) = {model for model in models() if model.__name__ == name and model.__module__.startswith("app.web")}
    return model


def test_says_what_it_describes(document: dict[str, Any]) -> None:
    assert document["openapi"].startswith("3.1")
    assert document["info"]["title"] == "Activation Lab"


def test_describes_every_route(document: dict[str, Any]) -> None:
    described = operations(document)
    for route in routes():
        for method in route.methods or ():
            assert any(name.startswith(f"{method} ") and name.endswith(route.path) for name in described), route.path


def test_every_operation_that_is_described_is_tried_here(document: dict[str, Any]) -> None:
    assert set(operations(document)) == set(REQUESTS)


@pytest.mark.parametrize("operation", REQUESTS)
def test_every_operation_is_described_in_sentences(document: dict[str, Any], operation: str) -> None:
    described = operations(document)[operation]
    assert described["description"].endswith(".")
    assert described["summary"]
    assert described["tags"]
    for parameter in described.get("parameters", []):
        assert parameter.get("description") or parameter["schema"].get("description") or parameter["in"] == "path"


def test_no_two_operations_share_an_id(document: dict[str, Any]) -> None:
    ids = [operation["operationId"] for operation in operations(document).values()]
    assert len(set(ids)) == len(ids)


@pytest.mark.parametrize("operation", REQUESTS)
def test_every_error_that_is_described_is_a_problem(document: dict[str, Any], operation: str) -> None:
    for status, response in operations(document)[operation]["responses"].items():
        if status.startswith(("4", "5")):
            assert list(response["content"]) == ["application/problem+json"]
            assert response["content"]["application/problem+json"]["schema"]["$ref"].endswith("/Problem")


@pytest.mark.parametrize("operation", REQUESTS)
def test_the_answer_is_what_the_description_promises(
    client: TestClient, answer_to: Callable[[str], Response], document: dict[str, Any], operation: str
) -> None:
    url, body = REQUESTS[operation]
    sent: dict[str, Any] = {"content": body} if isinstance(body, str) else {"json": body}
    answer = answer_to(url) if operation.startswith("GET ") else client.post(url, **sent)
    assert answer.status_code == 200
    content = operations(document)[operation]["responses"]["200"]["content"]
    media = answer.headers["content-type"].partition(";")[0]
    assert media in content
    if media != "application/json":
        return
    model = model_named(content[media]["schema"]["$ref"])
    # what was validated, written again, is the whole answer: nothing in it is left undescribed
    assert model.model_validate(answer.json()).model_dump(mode="json", exclude_unset=True) == answer.json()


@pytest.mark.parametrize(
    ("url", "status", "operation"),
    [
        ("/api/v1/curves?f=nope", 422, "GET /api/v1/curves"),
        ("/api/v1/figures/curves?f=nope", 422, "GET /api/v1/figures/curves"),
        ("/api/v1/activations/nope", 404, "GET /api/v1/activations/{name}"),
    ],
)
def test_a_refusal_is_what_the_description_promises(
    client: TestClient, document: dict[str, Any], url: str, status: int, operation: str
) -> None:
    answer = client.get(url)
    assert answer.status_code == status
    content = operations(document)[operation]["responses"][str(status)]["content"]
    model = model_named(content[answer.headers["content-type"]]["schema"]["$ref"])
    assert model.model_validate(answer.json()).model_dump(mode="json") == answer.json()


def test_describes_csv_as_well(document: dict[str, Any]) -> None:
    assert set(operations(document)["GET /api/v1/curves"]["responses"]["200"]["content"]) == {
        "application/json",
        "text/csv",
    }


@pytest.mark.parametrize(
    ("operation", "model"), [("GET /api/v1/curves", CurvesPageQuery), ("GET /api/v1/figures/curves", FigureQuery)]
)
def test_describes_every_parameter_of_a_query(document: dict[str, Any], operation: str, model: type[BaseModel]) -> None:
    parameters = {parameter["name"]: parameter for parameter in operations(document)[operation]["parameters"]}
    assert set(parameters) == set(model.model_fields)
    assert [name for name, parameter in parameters.items() if parameter["required"]] == ["f"]
    # x=-1,0,2.5 is one text with commas, f=a&f=b repeats its name
    assert parameters["x"]["explode"] is False
    assert parameters["f"].get("explode", True) is True


def test_describes_the_body_by_the_same_model_as_the_query(document: dict[str, Any]) -> None:
    body = operations(document)["POST /api/v1/curves"]["requestBody"]
    assert model_named(body["content"]["application/json"]["schema"]["$ref"]) is CurvesQuery
    assert body["required"]


def test_the_examples_of_the_document_are_answered(client: TestClient, document: dict[str, Any]) -> None:
    parameters = {p["name"]: p for p in operations(document)["GET /api/v1/curves"]["parameters"]}
    examples = parameters["f"]["schema"]["items"]["examples"]
    assert examples
    assert client.get("/api/v1/curves", params={"f": examples}).status_code == 200


def test_describes_no_page_and_no_file(document: dict[str, Any], app: FastAPI) -> None:
    assert all(path.startswith("/api/v1/") or path in {"/livez", "/readyz", "/healthz"} for path in document["paths"])
    assert app.openapi() == document


# JSON Schema's words that the document may say; of others generators and linters know nothing, but for those with x-
WORDS = frozenset(
    (
        *("$ref", "type", "title", "description", "default", "examples", "format", "enum", "pattern"),
        *("properties", "required", "additionalProperties", "propertyNames", "items", "prefixItems", "anyOf", "oneOf"),
        *("minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum", "minLength", "maxLength"),
        *("minItems", "maxItems", "minProperties", "maxProperties"),
    )
)


PARTS = ("anyOf", "oneOf", "prefixItems")


def schemas_in(part: Any) -> Iterator[dict[str, Any]]:
    """Every schema in a part of the document that is one, or holds some."""
    yield part
    for word in ("items", "additionalProperties"):
        if isinstance(part.get(word), dict):
            yield from schemas_in(part[word])
    for inner in (*part.get("properties", {}).values(), *(each for word in PARTS for each in part.get(word, ()))):
        yield from schemas_in(inner)


def described_schemas(document: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every schema of the document, those of parameters, bodies and answers too."""
    for schema in document["components"]["schemas"].values():
        yield from schemas_in(schema)
    for operation in operations(document).values():
        bodies = (operation.get("requestBody", {}), *operation["responses"].values())
        for holder in (*operation.get("parameters", ()), *(c for b in bodies for c in b.get("content", {}).values())):
            yield from schemas_in(holder["schema"])


def test_says_nothing_in_words_that_json_schema_lacks(document: dict[str, Any]) -> None:
    for schema in described_schemas(document):
        assert {word for word in schema if not word.startswith("x-")} <= WORDS, schema


def test_says_of_every_list_what_is_in_it(document: dict[str, Any]) -> None:
    found = [schema for schema in described_schemas(document) if schema.get("type") == "array"]
    assert any("prefixItems" in schema for schema in found)
    assert all("items" in schema for schema in found)


def test_says_where_the_server_is_and_that_it_takes_no_key(document: dict[str, Any]) -> None:
    assert [server["url"] for server in document["servers"]] == ["/"]
    assert document["security"] == []


def test_a_table_may_be_sent_as_a_file(client: TestClient, document: dict[str, Any]) -> None:
    body = operations(document)["POST /api/v1/playground/data"]["requestBody"]["content"]
    assert list(body) == ["text/csv", "application/octet-stream"]
    for media in body:
        answer = client.post("/api/v1/playground/data", content=b"1,2,0\n3,4,1\n", headers={"content-type": media})
        assert answer.json()["classes"] == 2

"""Whatever the OpenAPI document allows and whatever it forbids, the application answers as the document says."""

import contextlib
from typing import Any, TypeAlias

import pytest
import schemathesis
from fastapi import FastAPI
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.errors import Unsatisfiable
from schemathesis import Case, GenerationMode
from schemathesis.checks import CheckFunction
from schemathesis.core.result import Ok
from schemathesis.schemas import APIOperation
from schemathesis.specs.openapi.checks import positive_data_acceptance

from app.exhibits.catalogue import EXHIBITS
from app.main import create_app
from app.settings import Settings
from tests.web.test_openapi import REQUESTS

AnyOperation: TypeAlias = APIOperation[Any, Any, Any, Any]

EXAMPLES = 40
# one route answers for all exhibits, and tests of their own try every corner of each; a figure has the controls of its
# numbers
FEWER = {f"/api/v1/exhibits/{exhibit.slug}": 8 for exhibit in EXHIBITS}
FEWER |= {f"/api/v1/figures/{exhibit.slug}": 3 for exhibit in EXHIBITS}
# seconds until an answer is given up: a machine that does other things beside is no fault
PATIENCE = 120.0
GROWING = {exhibit.slug for exhibit in EXHIBITS if exhibit.stages is not None}

# the document cannot say which texts are references, nor that low is less than high: 422 answers the others
UNSAID: list[CheckFunction] = [positive_data_acceptance]
REFERENCES = ["elu(alpha=1.5)", "x*sigmoid(b*x)|b=1.7", "softmax", "log(x)", "maxout(k=2)"]


@pytest.fixture(scope="module")
def app() -> FastAPI:
    """An application that trains little and measures briefly, for what is tried here is tried a hundred times."""
    return create_app(Settings(device="cpu", most_epochs=10, most_work=2_000_000, most_pixels=16, train_seconds=1))


def answers_as_documented(operation: AnyOperation, mode: GenerationMode) -> None:
    """Send requests that the document allows, or forbids, and hold each answer to it."""

    @settings(
        max_examples=FEWER.get(operation.path, EXAMPLES),
        deadline=None,
        derandomize=True,
        database=None,
        suppress_health_check=list(HealthCheck),
    )
    @given(operation.as_strategy(generation_mode=mode), st.sampled_from(REFERENCES))
    def holds(case: Case[AnyOperation], reference: str) -> None:
        case.call_and_validate(excluded_checks=UNSAID, timeout=PATIENCE)
        if mode is GenerationMode.POSITIVE:
            # hardly any text that the document allows is a reference: the rest of the request, with one that is
            for named in (case.query, case.body):
                if isinstance(named, dict) and "f" in named:
                    named["f"] = [reference]
                    case.call_and_validate(excluded_checks=UNSAID, timeout=PATIENCE)

    holds()


@pytest.fixture(scope="module")
def operations(app: FastAPI) -> dict[str, AnyOperation]:
    """Every operation of the document, by its method and path."""
    document = schemathesis.openapi.from_asgi("/openapi.json", app)
    found = [result.ok() for result in document.get_all_operations() if isinstance(result, Ok)]
    return {f"{operation.method.upper()} {operation.path}": operation for operation in found}


def test_every_operation_is_tried_here(operations: dict[str, AnyOperation]) -> None:
    assert set(operations) == set(REQUESTS)


# what grows takes seconds for an answer; its own tests hold it to the document
@pytest.mark.parametrize("name", [name for name in REQUESTS if name.rpartition("/")[2] not in GROWING])
def test_what_the_document_allows_is_answered_as_it_says(operations: dict[str, AnyOperation], name: str) -> None:
    answers_as_documented(operations[name], GenerationMode.POSITIVE)


@pytest.mark.parametrize("name", REQUESTS)
def test_what_the_document_forbids_is_answered_as_it_says(operations: dict[str, AnyOperation], name: str) -> None:
    # where there is nothing to get wrong, there is nothing to try
    with contextlib.suppress(Unsatisfiable):
        answers_as_documented(operations[name], GenerationMode.NEGATIVE)

"""Predictions over HTTP: the findings of the exhibit judge them, what is none is refused, and no script is needed."""

import re
from typing import Any
from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from app.exhibits.catalogue import EXHIBITS
from app.exhibits.exhibit import Exhibit
from app.exhibits.step import Between, Estimate, Step

API = "/api/v1/exhibits"
ASKED = [
    pytest.param(exhibit, number, id=f"{exhibit.slug}-{number}")
    for exhibit in EXHIBITS
    if exhibit.stages is None
    for number in range(1, len(exhibit.steps) + 1)
]

AnyExhibit = Exhibit[Any, Any]


def verdict(client: TestClient, slug: str, number: int, prediction: float, query: str = "") -> dict[str, Any]:
    answer = client.get(f"{API}/{slug}/steps/{number}?{query}&prediction={prediction}")
    assert answer.status_code == 200, answer.text
    return answer.json()


def possible(step: Step) -> list[float]:
    """A few predictions, right and wrong."""
    asked = step.prediction
    return [asked.low, asked.high] if isinstance(asked, Estimate) else list(range(len(asked.choices)))


@pytest.mark.parametrize(("exhibit", "number"), ASKED)
def test_what_is_right_follows_from_the_findings_at_the_settings(
    client: TestClient, exhibit: AnyExhibit, number: int
) -> None:
    step = exhibit.steps[number - 1]
    listed = client.get(API).json()["exhibits"][EXHIBITS.index(exhibit)]["steps"][number - 1]
    assert listed["asks"] == step.asks
    judged = [verdict(client, exhibit.slug, number, prediction) for prediction in possible(step)]
    findings = client.get(f"{API}/{exhibit.slug}?{urlencode(step.settings, doseq=True)}").json()["findings"]
    known = {finding["key"]: finding["value"] for finding in findings}
    for prediction, said in zip(possible(step), judged, strict=True):
        assert said["settings"] == listed["settings"]
        assert said["because"] == step.because
        if not exhibit.is_timed:
            assert all(finding in findings for finding in said["findings"])
        if listed["choices"]:
            assert said["is_right"] == (prediction in said["right"])
            assert said["right"]
        if isinstance(step.prediction, Between) and not exhibit.is_timed:
            (right,) = said["right"]
            value = known[step.prediction.of]
            assert sum(value >= cut for cut in step.prediction.cuts) == right


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("saturaton/steps/1?prediction=0", 404, "did you mean 'saturation'?"),
        ("saturation/steps/0?prediction=0", 404, "Saturation has"),
        ("saturation/steps/99?prediction=0", 404, "and no step 99."),
        ("saturation/steps/1", 422, "prediction"),
        ("saturation/steps/1?prediction=nan", 422, "prediction"),
        ("saturation/steps/1?prediction=100.5", 422, "100.5 cannot be predicted here."),
        ("saturation/steps/1?prediction=-1", 422, "-1 cannot be predicted here."),
        ("saturation/steps/1?prediction=1e300", 422, "1e+300 cannot be predicted here."),
        ("saturation/steps/2?prediction=0.5", 422, "0.5 cannot be predicted here."),
        ("depth/steps/1?prediction=0&seed=wide", 422, "seed = 'wide' is not a"),
        ("saturation/steps/1?prediction=0&means=1", 422, "did you mean 'mean'"),
    ],
)
def test_what_is_no_prediction_is_refused_with_a_sentence(
    client: TestClient, path: str, status: int, says: str
) -> None:
    answer = client.get(f"{API}/{path}")
    assert answer.status_code == status
    assert says in answer.json()["detail"]


def test_a_prediction_needs_no_script(client: TestClient) -> None:
    page = client.get("/exhibits/saturation").text
    form = re.search(r'<li id="step-1".*?</form>', page, re.DOTALL)
    assert form is not None
    sent = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form[0])) | {"prediction": "0"}
    answered = client.get(f"/exhibits/saturation?{urlencode(sent)}").text
    said = verdict(client, "saturation", 1, 0)
    assert said["because"].partition("'")[0] in answered
    assert ('data-part="right" hidden' in answered) == (not said["is_right"])
    # what it cannot judge it leaves out
    for wrong in (
        "step=99&prediction=0",
        "step=1&prediction=x",
        "step=nan&prediction=0",
        "step=1",
        "step=1&prediction=9",
    ):
        again = client.get(f"/exhibits/saturation?{wrong}")
        assert again.status_code == 200
        assert '<p data-part="because"></p>' in again.text


def test_teachers_find_every_question_and_a_worksheet_has_no_answer(client: TestClient) -> None:
    teaching, worksheet = (client.get(f"/exhibits/{page}").text for page in ("teaching", "worksheet"))
    for exhibit in EXHIBITS:
        for number, _ in enumerate(exhibit.steps, start=1):
            assert f'href="/exhibits/{exhibit.slug}#step-{number}"' in teaching
        if exhibit.steps:
            assert f"/exhibits/{exhibit.slug}</a>" in worksheet
    asked = sum(len(exhibit.steps) for exhibit in EXHIBITS)
    assert worksheet.count("What you saw") == asked
    assert teaching.count("<summary>Why</summary>") == asked
    assert all(step.because not in worksheet for exhibit in EXHIBITS for step in exhibit.steps)
    one = client.get("/exhibits/worksheet?chapter=gradients").text
    assert "/exhibits/saturation</a>" in one
    assert "/exhibits/overfitting</a>" not in one

"""The steps of exhibits: a prediction is sent, and the answer says what the exhibit's findings make of it."""

from dataclasses import asdict
from http import HTTPStatus
from typing import Annotated, Any

from fastapi import APIRouter, Path, Query, Request, Response
from starlette.exceptions import HTTPException

from app.exhibits.catalogue import find
from app.exhibits.step import Step, judge
from app.web.api.exhibit_replies import VerdictReply
from app.web.http.answers import json_bytes
from app.web.http.openapi import TIMED
from app.web.http.problems import problem_responses
from app.web.http.query_string import checked, given_in
from app.web.live.measurements import AnyExhibit
from app.web.routes.exhibits import whole

router = APIRouter(prefix="/api/v1", tags=["exhibits"])


def step_of(slug: str, number: int) -> tuple[AnyExhibit, Step]:
    """An exhibit and its step of that number, from 1. Raises HTTPException, with a sentence, where there is none."""
    try:
        exhibit = find(slug)
    except KeyError as error:
        raise HTTPException(404, error.args[0]) from None
    if not 1 <= number <= len(exhibit.steps):
        raise HTTPException(404, f"{exhibit.title} has {len(exhibit.steps)} steps, and no step {number}.")
    return exhibit, exhibit.steps[number - 1]


@router.get(
    "/exhibits/{slug}/steps/{number}",
    response_model=VerdictReply,
    responses=problem_responses(404, 408, 422),
    # what some exhibits find holds times
    openapi_extra={TIMED: True},
)
async def verdict(
    request: Request,
    slug: Annotated[str, Path(description="The name of an exhibit in addresses", examples=["saturation"])],
    number: Annotated[int, Path(description="Which of its steps, from 1", examples=[1])],
    prediction: Annotated[
        float,
        Query(description="The number of a choice, from 0, or an estimate", allow_inf_nan=False, examples=[0]),
    ],
) -> Response:
    """What becomes of a prediction, with the settings of the step laid over those that the query gives beside it.

    These are the controls of the exhibit, as its own call takes them.
    """
    exhibit, step = step_of(slug, number)
    given = {name: values for name, values in given_in(request).items() if name != "prediction"}
    content = await judged(request, exhibit, step, given, prediction)
    if content is None:
        return Response(status_code=HTTPStatus.REQUEST_TIMEOUT)
    return Response(json_bytes(content), headers={"cache-control": "no-store"}, media_type="application/json")


async def judged(
    request: Request, exhibit: AnyExhibit, step: Step, given: dict[str, list[str]], prediction: float
) -> dict[str, Any] | None:
    """What became of a `prediction`, in the form of VerdictReply; None where the client has gone away meanwhile.

    Raises RequestValidationError, with sentences, where controls or prediction are none.
    """
    settings = step.over(given)
    controls = checked(exhibit.controls, settings)
    found = await whole(request, exhibit, controls, old_times=True)
    if found is None:
        return None
    try:
        verdict = judge(step, prediction, exhibit.findings(found))
    except ValueError as error:
        raise HTTPException(422, str(error)) from None
    return {
        "settings": settings,
        "is_right": verdict.is_right,
        "right": verdict.right,
        "findings": [asdict(finding) for finding in verdict.findings],
        "because": step.because,
    }

"""The catalogue, whole or one entry."""

from typing import Annotated

from fastapi import APIRouter, Path, Request, Response
from starlette.exceptions import HTTPException

from app.activations.catalogue import CATALOGUE, find
from app.web.api.entries import ActivationReply, CatalogueReply, entry_content
from app.web.http.answers import json_bytes, keepable
from app.web.http.problems import problem_responses

NAME = "A name of the catalogue"

router = APIRouter(prefix="/api/v1/activations", tags=["activations"])


@router.get("", response_model=CatalogueReply)
async def activations(request: Request) -> Response:
    """Every activation of the catalogue, with what is known of it."""
    return keepable(request, lambda: json_bytes({"activations": [entry_content(entry) for entry in CATALOGUE]}))


@router.get("/{name}", response_model=ActivationReply, responses=problem_responses(404))
async def activation(request: Request, name: Annotated[str, Path(description=NAME, examples=["elu"])]) -> Response:
    """One activation of the catalogue."""
    try:
        entry = find(name)
    except KeyError as error:
        raise HTTPException(404, error.args[0]) from None
    return keepable(request, lambda: json_bytes(entry_content(entry)))

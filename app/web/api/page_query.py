"""What the address of a page names, where a query string is a whole model."""

from typing import TypeVar

from fastapi import Request
from pydantic import BaseModel, ValidationError

from app.faults import fault_sentence
from app.web.api.flat_query import FlatQuery
from app.web.http.manner import state_of
from app.web.http.query_string import validated

M = TypeVar("M", bound=BaseModel)


def page_state(query: FlatQuery[M], request: Request) -> tuple[M, list[str]]:
    """What an address names, and a sentence for what is wrong with it; what is usual stands in then."""
    given = {name: [text for text in texts if text.strip()] for name, texts in state_of(request).items()}
    try:
        return query.read(validated(query.model, {name: texts for name, texts in given.items() if texts})), []
    except ValidationError as error:
        problem = fault_sentence(error.errors(include_url=False)[0])
    except ValueError as error:
        problem = str(error)
    return query.usual, [problem]

"""A plan as a query string, and back; the page's address and the data's are the same."""

from fastapi import Request
from pydantic import ValidationError

from app.faults import fault_sentence
from app.playground.plan import Plan
from app.web.api.flat_query import FlatQuery
from app.web.http.query_string import validated

PLAN_QUERY = FlatQuery("plan", Plan())


def page_plan(request: Request) -> tuple[Plan, list[str]]:
    """The plan that an address names, and a sentence for what is wrong with it; the usual plan stands in then.

    Own samples are in no address: the page keeps them, and starts with them by itself.
    """
    names = request.query_params
    own = {"data", "task"} if names.get("data") == "own" else set()
    given = {name: names.getlist(name) for name in names if name not in own}
    try:
        return PLAN_QUERY.read(validated(PLAN_QUERY.model, given)), []
    except ValidationError as error:
        return PLAN_QUERY.usual, [fault_sentence(error.errors(include_url=False)[0])]
    except ValueError as error:
        return PLAN_QUERY.usual, [str(error)]

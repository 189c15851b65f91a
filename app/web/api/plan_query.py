"""A plan as a query string, and back; the page's address and the data's are the same."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Request
from pydantic import Field, ValidationError

from app.faults import fault_sentence
from app.fields import Closed
from app.playground.data.link import read_link
from app.playground.plan import DataPlan, Plan
from app.playground.plan_data import split_data
from app.playground.views import View, viewed_plane
from app.web.api.flat_query import FlatQuery
from app.web.http.manner import state_of
from app.web.http.query_string import validated

PLAN_QUERY = FlatQuery("plan", Plan())
LAST_EPOCH = 1_000_000


class _Beside(Closed):
    """What the page's address has beside the plan."""

    until: Annotated[int, Field(ge=1, le=LAST_EPOCH, description="Epoch at which the run stops by itself")] | None = (
        None
    )
    plane: Annotated[
        str,
        Field(
            pattern=r"^([0-9]{1,2},[0-9]{1,2}(,[0-9]{1,4})?)?$",
            description="Columns of the plane that is shown, and the training point through which it goes, from 0",
        ),
    ] = ""
    samples: Annotated[str, Field(description="Points of the data set own, as the page writes them")] = ""


_PAGE_QUERY = PLAN_QUERY.extend(_Beside)


@dataclass(frozen=True, slots=True)
class PageAddress:
    """What an address of the page asks for: a plan, and the epoch `until` which it runs by itself, if at all.

    `view` is the plane of two columns that it names, None where it names none.
    """

    plan: Plan
    until: int | None = None
    view: View | None = None


def page_address(request: Request) -> tuple[PageAddress, list[str]]:
    """What an address names, and a sentence for what is wrong with it; the usual plan stands in then.

    Where own samples are in no address, the page may have kept them, and starts with them by itself.
    """
    given = state_of(request)
    if given.get("data") == ["own"] and "samples" not in given:
        del given["data"]
        for name in ("task", "plane"):
            given.pop(name, None)
    try:
        query = validated(_PAGE_QUERY, given)
        plan = _with_samples(query)
        return PageAddress(plan, query.until, _view(query.plane, plan.data)), []
    except ValidationError as error:
        return PageAddress(PLAN_QUERY.usual), [fault_sentence(error.errors(include_url=False)[0])]
    except ValueError as error:
        return PageAddress(PLAN_QUERY.usual), [str(error)]


def _view(text: str, data: DataPlan) -> View | None:
    """The plane that `text` names. Raises ValueError, with a sentence, where there is none such in `data`."""
    if not text:
        return None
    x, y, *sample = map(int, text.split(","))
    view = View(kind="columns", x=x, y=y, sample=sample[0] if sample else None)
    viewed_plane(split_data(data), view)
    return view


def _with_samples(query: Any) -> Plan:  # noqa: ANN401  a model that is made of a plan's fields
    """The plan of `query`, with the samples that it carries."""
    if not query.samples:
        return PLAN_QUERY.read(query)
    if query.data != "own":
        raise ValueError(f"The data set {query.data} has points of its own; samples belong to data=own.")
    drawn = PLAN_QUERY.read(query.model_copy(update={"data": PLAN_QUERY.usual.data.name, "task": "auto"}))
    linked = read_link(query.samples)
    own = {"name": query.data, "task": query.task, "samples": linked.rows, "columns": linked.names}
    data = {**drawn.data.model_dump(), **own}
    return Plan.model_validate({**drawn.model_dump(), "data": data})

"""Ways from one page to another that shows the same: links with their settings."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from app.exhibits.catalogue import EXHIBITS
from app.exhibits.plans import layers_of
from app.playground.plan import Plan
from app.web.api.plan_query import PLAN_QUERY
from app.web.api.race_query import race_over


@dataclass(frozen=True, slots=True)
class Way:
    """A link: what it says, and where it goes."""

    says: str
    address: str
    is_here: bool = False


def in_explore(references: Sequence[str], says: str = "Explore") -> Way:
    """The curves of activations."""
    return Way(says, f"/?{urlencode({'f': references}, doseq=True)}")


def in_exhibits(reference: str) -> Iterator[Way]:
    """The exhibits that show any activation."""
    for exhibit in EXHIBITS:
        if "f" in exhibit.controls.model_fields:
            yield Way(exhibit.title, f"/exhibits/{exhibit.slug}?{urlencode({'f': reference})}")


def in_playground(plan: Plan, says: str) -> Way:
    """A network that learns."""
    return Way(says, f"/playground?{PLAN_QUERY.text(plan)}")


def in_race(plan: Plan) -> Way | None:
    """A race over a plan; None where there is nothing to race for."""
    if plan.data.name == "own" or not plan.network.hidden:
        return None
    return Way("Race activations over this plan", f"/race?{race_over(plan)}")


def trained(reference: str) -> Way:
    """A small network of an activation."""
    return in_playground(layers_of(reference), "Train it")


def ways_on(reference: str) -> list[Way]:
    """Every page but the playground that shows an activation."""
    return [in_explore([reference]), *in_exhibits(reference)]

"""Where an activation that one page shows is to be met again on others."""

from collections.abc import Iterator
from urllib.parse import urlencode

from app.exhibits.catalogue import EXHIBITS
from app.exhibits.plans import layers_of
from app.web.exhibit_page import Way
from app.web.plan_query import PlanQuery


def in_explore(reference: str) -> Way:
    """Its curves."""
    return Way("Explore", f"/?{urlencode({'f': reference})}")


def in_exhibits(reference: str) -> Iterator[Way]:
    """The exhibits that show any activation."""
    for exhibit in EXHIBITS:
        if "f" in exhibit.controls.model_fields:
            yield Way(exhibit.title, f"/exhibits/{exhibit.slug}?{urlencode({'f': reference})}")


def ways_on(reference: str) -> list[Way]:
    """Every page but the playground that shows it."""
    return [in_explore(reference), *in_exhibits(reference)]


def in_playground(reference: str) -> Way:
    """A small network of it."""
    return Way("Train it", f"/playground?{PlanQuery.of(layers_of(reference)).text()}")

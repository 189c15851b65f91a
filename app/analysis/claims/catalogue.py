"""Every claim by topic in display order, how to find one, and what the numbers decide."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from app.activations.catalogue import did_you_mean
from app.analysis.claims.approximations import APPROXIMATIONS
from app.analysis.claims.claim import Claim, Decision
from app.analysis.claims.identities import IDENTITIES
from app.analysis.claims.learning import LEARNING
from app.analysis.claims.precision import PRECISION
from app.analysis.claims.shapes import SHAPES
from app.analysis.claims.signals import SIGNALS
from app.analysis.claims.slopes import SLOPES
from app.analysis.claims.softmax import SOFTMAX

TOPICS: Mapping[str, tuple[Claim, ...]] = {
    "Two formulas for one curve": IDENTITIES,
    "Nearly the same": APPROXIMATIONS,
    "Gradients": SLOPES,
    "Curves and their outputs": SHAPES,
    "Softmax": SOFTMAX,
    "Through many layers": SIGNALS,
    "Learning": LEARNING,
    "In floating point": PRECISION,
}

CLAIMS: tuple[Claim, ...] = tuple(chain.from_iterable(TOPICS.values()))

_BY_SLUG = {claim.slug: claim for claim in CLAIMS}
if len(_BY_SLUG) != len(CLAIMS):
    raise TypeError("two claims share a slug")


def find(slug: str) -> Claim:
    """The claim called `slug`. Raises KeyError, with a sentence that offers the nearest, if there is none."""
    if slug not in _BY_SLUG:
        raise KeyError(f"There is no claim {slug[:40]!r}{did_you_mean(slug, _BY_SLUG)}")
    return _BY_SLUG[slug]


@lru_cache(maxsize=2)
def decide_all(device: str) -> Mapping[str, Decision]:
    """The decision of each claim, by its slug; made once, as nothing that it depends on ever changes."""
    return {claim.slug: claim.decide(device) for claim in CLAIMS}

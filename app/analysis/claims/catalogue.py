"""Every claim by topic in display order, how to find one, and what the numbers decide."""

from collections.abc import Mapping
from functools import lru_cache
from itertools import chain

from app.analysis.claims.approximations import APPROXIMATIONS
from app.analysis.claims.capacity import CAPACITY
from app.analysis.claims.claim import Claim, Decision
from app.analysis.claims.identities import IDENTITIES
from app.analysis.claims.learning import LEARNING
from app.analysis.claims.losses import LOSSES
from app.analysis.claims.precision import PRECISION
from app.analysis.claims.shapes import SHAPES
from app.analysis.claims.signals import SIGNALS
from app.analysis.claims.slopes import SLOPES
from app.analysis.claims.softmax import SOFTMAX
from app.lookup import Lookup

TOPICS: Mapping[str, tuple[Claim, ...]] = {
    "Two formulas for one curve": IDENTITIES,
    "Nearly the same": APPROXIMATIONS,
    "Gradients": SLOPES,
    "Curves and their outputs": SHAPES,
    "Softmax": SOFTMAX,
    "Through many layers": SIGNALS,
    "Learning": LEARNING,
    "Losses and batches": LOSSES,
    "What a layer can come to": CAPACITY,
    "In floating point": PRECISION,
}

CLAIMS: tuple[Claim, ...] = tuple(chain.from_iterable(TOPICS.values()))

find = Lookup("claim", CLAIMS, lambda claim: claim.slug).find


@lru_cache(maxsize=2 * len(CLAIMS))
def decide(slug: str, device: str) -> Decision:
    """The decision of a claim; made once, as nothing that it depends on ever changes."""
    return find(slug).decide(device)

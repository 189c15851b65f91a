"""Every exhibit in the order of learning, by chapters, and how to find one."""

from dataclasses import dataclass
from itertools import chain
from typing import Any

from app.exhibits.approximation import APPROXIMATION
from app.exhibits.backprop import BACKPROP
from app.exhibits.batch_matrix import BATCH_MATRIX
from app.exhibits.batch_size import BATCH_SIZE
from app.exhibits.claims import CLAIMS_EXHIBIT
from app.exhibits.collapse import COLLAPSE
from app.exhibits.cost import COST
from app.exhibits.cuts import CUTS
from app.exhibits.depth import DEPTH
from app.exhibits.exhibit import Exhibit
from app.exhibits.initialisation import INITIALISATION
from app.exhibits.landscape import LANDSCAPE
from app.exhibits.layer import LAYER
from app.exhibits.learned_slopes import LEARNED_SLOPES
from app.exhibits.lines import LINES_EXHIBIT
from app.exhibits.logits import LOGITS
from app.exhibits.maxout import MAXOUT
from app.exhibits.overfitting import OVERFITTING
from app.exhibits.penalties import PENALTIES
from app.exhibits.saturation import SATURATION
from app.exhibits.softmax import SOFTMAX
from app.exhibits.surrogates import SURROGATES
from app.exhibits.warp import WARP
from app.exhibits.zigzag import ZIGZAG
from app.lookup import Lookup


@dataclass(frozen=True, slots=True, kw_only=True)
class Chapter:
    """Exhibits that belong together: a name in addresses, a title, and a sentence that says what they are about."""

    slug: str
    title: str
    says: str
    exhibits: tuple[Exhibit[Any, Any], ...]


CHAPTERS = (
    Chapter(
        slug="why",
        title="Why activations",
        says="What a network can do with an activation between its layers, and what it cannot do without.",
        exhibits=(
            COLLAPSE,
            CUTS,
            WARP,
            LINES_EXHIBIT,
            MAXOUT,
            APPROXIMATION,
            SOFTMAX,
            LOGITS,
        ),
    ),
    Chapter(
        slug="gradients",
        title="Gradients",
        says="How a weight hears of an error, and what an activation does to that on the way.",
        exhibits=(
            LAYER,
            BATCH_MATRIX,
            BACKPROP,
            SATURATION,
            DEPTH,
            ZIGZAG,
            SURROGATES,
        ),
    ),
    Chapter(
        slug="training",
        title="Training",
        says="Where weights begin, how they move, and what they come to.",
        exhibits=(
            INITIALISATION,
            LANDSCAPE,
            BATCH_SIZE,
            LEARNED_SLOPES,
            OVERFITTING,
            PENALTIES,
        ),
    ),
    Chapter(
        slug="practice",
        title="In practice",
        says="What an activation costs, and what to believe of what is said about it.",
        exhibits=(
            COST,
            CLAIMS_EXHIBIT,
        ),
    ),
)

EXHIBITS: tuple[Exhibit[Any, Any], ...] = tuple(chain.from_iterable(chapter.exhibits for chapter in CHAPTERS))

find = Lookup("exhibit", EXHIBITS, lambda exhibit: exhibit.slug).find

"""Every exhibit in display order, and how to find one."""

from typing import Any

from app.exhibits.backprop import BACKPROP
from app.exhibits.batch_size import BATCH_SIZE
from app.exhibits.claims import CLAIMS_EXHIBIT
from app.exhibits.collapse import COLLAPSE
from app.exhibits.cost import COST
from app.exhibits.depth import DEPTH
from app.exhibits.exhibit import Exhibit
from app.exhibits.initialisation import INITIALISATION
from app.exhibits.layer import LAYER
from app.exhibits.learned_slopes import LEARNED_SLOPES
from app.exhibits.maxout import MAXOUT
from app.exhibits.overfitting import OVERFITTING
from app.exhibits.saturation import SATURATION
from app.exhibits.softmax import SOFTMAX
from app.exhibits.zigzag import ZIGZAG
from app.lookup import Lookup

EXHIBITS: tuple[Exhibit[Any, Any], ...] = (
    SATURATION,
    ZIGZAG,
    LAYER,
    BACKPROP,
    COLLAPSE,
    DEPTH,
    INITIALISATION,
    SOFTMAX,
    MAXOUT,
    BATCH_SIZE,
    COST,
    OVERFITTING,
    LEARNED_SLOPES,
    CLAIMS_EXHIBIT,
)

find = Lookup("exhibit", EXHIBITS, lambda exhibit: exhibit.slug).find

"""Every activation in display order, and how to find one by name."""

from app.activations.across_units import ACROSS_UNITS
from app.activations.exponential import EXPONENTIAL
from app.activations.gated import GATED
from app.activations.periodic import PERIODIC
from app.activations.rectified import RECTIFIED
from app.activations.saturating import SATURATING
from app.activations.shrinking import SHRINKING
from app.activations.softmaxes import SOFTMAXES
from app.activations.spec import Activation
from app.lookup import Lookup

CATALOGUE: tuple[Activation, ...] = (
    *SATURATING,
    *RECTIFIED,
    *EXPONENTIAL,
    *GATED,
    *SHRINKING,
    *PERIODIC,
    *SOFTMAXES,
    *ACROSS_UNITS,
)

ELEMENTWISE = {entry.name: entry for entry in CATALOGUE if entry.kind == "elementwise"}
"""The activations whose every output depends on one input, by name."""

find = Lookup(
    "activation", CATALOGUE, lambda entry: entry.name, lambda entry: (entry.name, entry.title, *entry.aliases)
).find

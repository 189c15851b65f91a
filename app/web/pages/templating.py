"""Jinja2, with numbers for readers and formulas in MathML."""

import math
from typing import Any

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.activations.spec import written
from app.web.api.entries import mathml
from app.web.http.files import ASK_AGAIN, ROOT
from app.web.http.plotly_script import PLOTLY
from app.web.http.static_files import module_addresses, static_address

_FEW_DIGITS = 4


def readable_number(value: float | None) -> str:
    """A number as a reader wants it: four digits, a true minus sign, ∞; "none" becomes a dash."""
    if value is None or math.isnan(value):
        return "–"
    if math.isinf(value):
        return "∞" if value > 0 else "−∞"
    return f"{value + 0.0:.{_FEW_DIGITS}g}".replace("-", "−")


def _formula(latex: str) -> Markup:
    # latex2mathml escapes what it is given; the LaTeX is ours, or typeset from a checked syntax tree
    return Markup(mathml(latex))  # noqa: S704


def as_browsers_write(query: str) -> str:
    """A query string of urllib's as URLSearchParams writes it, so that a script that asks for it asks for the same."""
    return query.replace("%2A", "*").replace("~", "%7E")


_templates = Environment(
    loader=FileSystemLoader(ROOT / "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {
    "number": readable_number,
    "exact": written,
    "formula": _formula,
    "as_browsers_write": as_browsers_write,
}
_everywhere: dict[str, Any] = _templates.globals
_everywhere |= {"static": static_address, "modules": module_addresses, "plotly_path": PLOTLY.address}


def render(template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """The page that `template` makes of `context`."""
    html = _templates.get_template(template).render(context)
    return HTMLResponse(html, status, headers={"cache-control": ASK_AGAIN, "vary": "Accept-Encoding"})

"""Jinja2, with numbers for readers and formulas in MathML."""

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.activations.catalogue import CATALOGUE
from app.text import exact, number
from app.web.api.entries import mathml
from app.web.http.files import PLOTLY_PATH, ROOT


def _formula(latex: str) -> Markup:
    # latex2mathml escapes what it is given; the LaTeX is ours, or typeset from a checked syntax tree
    return Markup(mathml(latex))  # noqa: S704


_templates = Environment(
    loader=FileSystemLoader(ROOT / "templates"),
    autoescape=select_autoescape(),
    undefined=StrictUndefined,
    trim_blocks=True,
    lstrip_blocks=True,
)
_templates.filters |= {"number": number, "exact": exact, "formula": _formula}


def render(template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """The page that `template` makes of `context` and of what all pages say."""
    html = _templates.get_template(template).render(context, plotly_path=PLOTLY_PATH, activation_count=len(CATALOGUE))
    return HTMLResponse(html, status, headers={"cache-control": "no-cache", "vary": "Accept-Encoding"})

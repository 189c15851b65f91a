"""Jinja2, with numbers for readers and formulas in MathML."""

from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.activations.catalogue import CATALOGUE
from app.text import exact, number
from app.web.api.entries import mathml
from app.web.http.files import ASK_AGAIN, ROOT
from app.web.http.plotly_script import PLOTLY
from app.web.http.static_files import module_addresses, static_address


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
_templates.filters |= {"number": number, "exact": exact, "formula": _formula, "as_browsers_write": as_browsers_write}
_templates.globals.update(
    {
        "static": static_address,
        "modules": module_addresses,
        "plotly_path": PLOTLY.address,
        "activation_count": len(CATALOGUE),
    }
)


def render(template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """The page that `template` makes of `context`."""
    html = _templates.get_template(template).render(context)
    return HTMLResponse(html, status, headers={"cache-control": ASK_AGAIN, "vary": "Accept-Encoding"})

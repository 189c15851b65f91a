"""Jinja2, with numbers for readers and formulas in MathML."""

import math
from collections.abc import Iterable
from functools import cache
from http import HTTPStatus
from typing import Any

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape
from markupsafe import Markup

from app.activations.catalogue import CATALOGUE
from app.figures.still.strokes import page_colour
from app.text import exact, number
from app.web.api.entries import mathml
from app.web.http.files import ASK_AGAIN, ROOT
from app.web.http.manner import Manner
from app.web.http.math_font import font_address
from app.web.http.plotly_script import PLOTLY
from app.web.http.static_files import page_modules, static_address


def _formula(latex: str) -> Markup:
    # latex2mathml escapes what it is given; the LaTeX is ours, or typeset from a checked syntax tree
    return Markup(mathml(latex))  # noqa: S704


def _nearest(values: Iterable[float], most: int) -> list[float]:
    """Those of `values` that are nearest to 0, ascending."""
    return sorted(sorted(values, key=abs)[:most])


_filters: dict[str, Any] = {
    "number": number,
    "exact": exact,
    "nearest": _nearest,
    "formula": _formula,
    "page_colour": page_colour,
}


@cache
def _templates(root: str) -> Environment:
    """The templates of pages that stand below the path `root`."""
    templates = Environment(
        loader=FileSystemLoader(ROOT / "templates"),
        autoescape=select_autoescape(),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters |= _filters
    # not in the context, which macros of another file do not see
    everywhere: dict[str, Any] = {
        "root": root,
        "infinity": math.inf,
        "static": lambda path: root + static_address(path),
        "modules": lambda entry: [root + address for address in page_modules(entry)],
        "plotly_path": root + PLOTLY.address,
        "math_font": root + font if (font := font_address()) else None,
        "activation_count": len(CATALOGUE),
    }
    templates.globals.update(everywhere)
    return templates


def render(request: Request, template: str, *, status: int = 200, **context: object) -> HTMLResponse:
    """The page that `template` makes of `context`, shown and linked as the address of `request` has it."""
    settings, manner = request.app.state.settings, Manner.of(request)
    html = (
        _templates(settings.root_path).get_template(template).render(context, manner=manner, framers=settings.ancestors)
    )
    return HTMLResponse(
        html,
        422 if manner.problems and status == HTTPStatus.OK else status,
        headers={"cache-control": ASK_AGAIN, "vary": "Accept-Encoding"},
    )

"""Files that a page loads: this project's own modules and styles, Plotly's script, a font.

An address that names what it leads to is kept by browsers for ever. A page that was opened before an update goes on
asking at the former one, and gets what there is now, to be asked for again.
"""

import re

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app.web.http.files import ASK_AGAIN, FOR_EVER
from app.web.http.math_font import MATH_FONT, font_address
from app.web.http.plotly_script import PLOTLY
from app.web.http.root_path import route_path
from app.web.http.static_files import fingerprint, joined_files, static_files

router = APIRouter(include_in_schema=False)

_PLOTLY_NAME = re.compile(r"plotly(-cartesian)?-\d+\.\d+\.\d+\.min\.js")
_FINGERPRINT = re.compile(r"[0-9a-f]{16}")


@router.get("/favicon.ico")
async def favicon(request: Request) -> Response:
    """The icon, for a browser that shows an answer of the API and looks for one where it always did."""
    return static_files()["icon.svg"].answer(request, ASK_AGAIN)


@router.get("/static/{path:path}")
async def static(request: Request, path: str) -> Response:
    """A file of static/, or joined of several, below their fingerprint or without one."""
    version, _, rest = path.partition("/")
    if not _FINGERPRINT.fullmatch(version):
        version, rest = "", path
    file = static_files().get(rest) or joined_files().get(rest)
    if file is None:
        raise HTTPException(404)
    return file.answer(request, FOR_EVER if version == fingerprint() else ASK_AGAIN)


@router.get("/assets/{name}")
async def asset(request: Request, name: str) -> Response:
    """Plotly's script, or the font of formulas."""
    if MATH_FONT is not None and route_path(request) == font_address():
        return MATH_FONT.answer(request, FOR_EVER)
    if not _PLOTLY_NAME.fullmatch(name):
        raise HTTPException(404)
    is_current = route_path(request) == PLOTLY.address
    return PLOTLY.text.answer(request, FOR_EVER if is_current else ASK_AGAIN)

"""Files that a page loads: this project's own modules and styles, and Plotly from the installed package."""

import gzip
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

from app.web.http.files import PLOTLY_PATH, ROOT

router = APIRouter(include_in_schema=False)

FOR_EVER = {"cache-control": "public, max-age=31536000, immutable", "vary": "Accept-Encoding"}


class Modules(StaticFiles):
    """Static files that a browser asks for again on each visit, so that a new version is seen at once."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """The file at `path`, to be revalidated."""
        response = await super().get_response(path, scope)
        response.headers.update({"cache-control": "no-cache", "vary": "Accept-Encoding"})
        return response


@router.get("/favicon.ico")
async def favicon() -> Response:
    """The icon, for a browser that shows an answer of the API and looks for one where it always did."""
    return FileResponse(ROOT / "static" / "icon.svg", media_type="image/svg+xml", headers={"cache-control": "no-cache"})


@router.get(PLOTLY_PATH)
async def plotly(request: Request) -> Response:
    """Plotly's script; its address names the version, so that a browser may keep it for ever."""
    if "gzip" in request.headers.get("accept-encoding", ""):
        headers = FOR_EVER | {"content-encoding": "gzip"}
        return Response(_compressed_plotly(), headers=headers, media_type="text/javascript")
    return Response(_plotly_file().read_bytes(), headers=FOR_EVER, media_type="text/javascript")


def _plotly_file() -> Path:
    # found without importing plotly, which would cost memory and a second of start-up
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package plotly, which carries plotly.min.js, is not installed")
    return Path(spec.submodule_search_locations[0]) / "package_data" / "plotly.min.js"


@cache
def _compressed_plotly() -> bytes:
    # once for all visitors: compressing 5 MB takes longer than any other answer
    return gzip.compress(_plotly_file().read_bytes(), compresslevel=6)

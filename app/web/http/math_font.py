"""The font of formulas: one with a table for mathematics, where npm has installed it; else a browser takes its own."""

import hashlib
from functools import cached_property
from pathlib import Path

from fastapi import Request, Response

from app.web.http.files import FOR_EVER, ROOT
from app.web.http.negotiation import has

INSTALLED = ROOT / "frontend/node_modules/@fontsource/stix-two-math/files/stix-two-math-latin-400-normal.woff2"


class Font:
    """A font file, which is compressed as it is; `address` names what is in it, so that a browser keeps it for ever."""

    def __init__(self, file: Path) -> None:
        self.content = file.read_bytes()

    @cached_property
    def tag(self) -> str:
        """A fingerprint of the file."""
        return hashlib.sha256(self.content).hexdigest()[:16]

    @property
    def address(self) -> str:
        """Where it is served."""
        return f"/assets/math-{self.tag}.woff2"

    def answer(self, request: Request) -> Response:
        """The file; 304 if the client has it."""
        headers = {"etag": f'"{self.tag}"', "cache-control": FOR_EVER}
        if has(request, headers["etag"]):
            return Response(status_code=304, headers=headers)
        return Response(self.content, headers=headers, media_type="font/woff2")


MATH_FONT = Font(INSTALLED) if INSTALLED.is_file() else None

"""The project's own modules and styles, read once: their addresses say what they hold, so that browsers keep them.

Set-up joins the modules of each page into one file, which takes a browser half the time (`deploy/join_modules.py`).
"""

import hashlib
import posixpath
import re
from functools import cache

from app.web.http.files import ROOT, TextFile

_MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
_FOLDER = ROOT / "static"
JOINED = ROOT / "frontend/joined"
"""Where the joined modules of pages lie, below the fingerprint of what they were made of."""
_JOINED = "joined/"
# one that stands at the start of a line; a comment may speak of import("./another.js")
_IMPORT = re.compile(r"""^(?:import|export)\s(?:[^"';()]*?\sfrom\s)?\s*"(\.[^"]+)";""", re.MULTILINE)


@cache
def static_files() -> dict[str, TextFile]:
    """Every file that a page may load, by its path in static/."""
    return {
        path.relative_to(_FOLDER).as_posix(): TextFile(path.read_bytes(), _MEDIA_TYPES[path.suffix])
        for path in sorted(_FOLDER.rglob("*"))
        if path.suffix in _MEDIA_TYPES
    }


@cache
def fingerprint() -> str:
    """What all of them are together: modules find each other by relative addresses, so they share one."""
    digest = hashlib.sha256()
    for path, file in static_files().items():
        digest.update(path.encode() + b"\0" + hashlib.sha256(file.content).digest())
    return digest.hexdigest()[:16]


@cache
def joined_files() -> dict[str, TextFile]:
    """Modules with all that they import in one file, by what comes before their paths in static/ and these.

    There are none where they were not joined, or where static/ has changed since.
    """
    folder = JOINED / fingerprint()
    return {
        f"{_JOINED}{path.relative_to(folder).as_posix()}": TextFile(path.read_bytes(), _MEDIA_TYPES[path.suffix])
        for path in sorted(folder.rglob("*.js"))
    }


def static_address(path: str) -> str:
    """Where the file at `path` in static/ is served, to be kept for ever. Raises KeyError if there is none."""
    if path not in static_files() and path not in joined_files():
        raise KeyError(f"there is no static/{path}")
    return f"/static/{fingerprint()}/{path}"


def page_modules(entry: str) -> tuple[str, ...]:
    """Where a page finds its module at `entry`, joined or with all that it imports behind it."""
    joined = f"{_JOINED}{entry}"
    return (static_address(joined),) if joined in joined_files() else module_addresses(entry)


@cache
def module_addresses(entry: str) -> tuple[str, ...]:
    """Where the module at `entry` and all that it imports are served: a browser that knows asks for all at once."""
    found = [entry]
    for path in found:
        found += [other for other in dict.fromkeys(_imported_by(path)) if other not in found]
    return tuple(map(static_address, found))


def _imported_by(path: str) -> list[str]:
    """The paths in static/ that the module at `path` imports."""
    folder = posixpath.dirname(path)
    text = static_files()[path].content.decode()
    return [posixpath.normpath(posixpath.join(folder, relative)) for relative in _IMPORT.findall(text)]

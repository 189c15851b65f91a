"""Joins what a page runs: its module and all that this imports become one file in frontend/joined/.

A browser takes half the time for one file that it takes for a hundred. They lie below the fingerprint of static/: the
server sends those that were made of what stands there now, and where there are none each module by itself.
"""

import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from app.web.http.static_files import JOINED, fingerprint  # noqa: E402  a script, which is not told where app/ stands

STATIC = ROOT / "static"
_ENTRY = re.compile(r"""page_script\("([^"]+)\"""")


def entries() -> list[str]:
    """The modules that templates name, by their paths in static/."""
    texts = (path.read_text("utf-8") for path in sorted((ROOT / "templates").rglob("*.html")))
    return sorted({entry for text in texts for entry in _ENTRY.findall(text)})


def join(program: Path) -> None:
    """Join the modules of each page by esbuild at `program`. Raises CalledProcessError if it cannot."""
    shutil.rmtree(JOINED, ignore_errors=True)
    # named only once all are there
    making = JOINED / "making"
    asked = ["--bundle", "--format=esm", "--charset=utf8", "--log-level=warning", f"--outbase={STATIC}"]
    modules = [STATIC / entry for entry in entries()]
    subprocess.run([program, *modules, *asked, f"--outdir={making}"], check=True)  # noqa: S603  what npm installed
    making.rename(JOINED / fingerprint())


if __name__ == "__main__":
    # the program itself: what npm puts beside it wants a node
    for program in (ROOT / "frontend/node_modules/@esbuild").glob("*/bin/esbuild"):
        join(program)

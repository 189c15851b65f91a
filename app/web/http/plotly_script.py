"""Plotly's script for the browser: the part of it that draws on two axes, where that is installed; else the whole."""

import re
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from app.web.http.files import ROOT, TextFile

BUNDLE = ROOT / "frontend/node_modules/plotly.js-cartesian-dist-min/plotly-cartesian.min.js"
_BANNER = re.compile(rb"plotly\.js (?:\(cartesian - minified\) )?v(\d+\.\d+\.\d+)\b")
_LONGEST_BANNER = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class PlotlyScript:
    """A script, the version of plotly.js that it says it is, and whether it is the whole of it."""

    file: Path
    version: str
    is_whole: bool

    @property
    def address(self) -> str:
        """Where it is served: by what it is and its version, so that a browser may keep it for ever."""
        return f"/assets/plotly{'' if self.is_whole else '-cartesian'}-{self.version}.min.js"

    @property
    def text(self) -> TextFile:
        """What is sent."""
        return _text(self.file)


@cache
def _text(file: Path) -> TextFile:
    return TextFile(file.read_bytes(), "text/javascript")


def choose(bundle: Path, whole: Path) -> PlotlyScript:
    """The bundle, if it is there in the version of the whole script; else the whole script.

    The Python package carries the latter, and figures are checked against that package.
    """
    version = version_of(whole)
    if version is None:
        raise RuntimeError(f"{whole} does not say which version of plotly.js it is")
    if version_of(bundle) == version:
        return PlotlyScript(file=bundle, version=version, is_whole=False)
    return PlotlyScript(file=whole, version=version, is_whole=True)


def version_of(script: Path) -> str | None:
    """The version that the script's first lines name; None if it is not there, or says nothing."""
    try:
        with script.open("rb") as file:
            found = _BANNER.search(file.read(_LONGEST_BANNER))
    except FileNotFoundError:
        return None
    return found[1].decode() if found else None


def whole_script() -> Path:
    """The script in the installed Python package. Raises FileNotFoundError if that is not installed."""
    # found without importing plotly, which would cost memory and a second of start-up
    spec = find_spec("plotly")
    if spec is None or not spec.submodule_search_locations:
        raise FileNotFoundError("the package plotly, which carries plotly.min.js, is not installed")
    return Path(spec.submodule_search_locations[0]) / "package_data" / "plotly.min.js"


PLOTLY = choose(BUNDLE, whole_script())

"""The version stands once, in app/__init__.py: the API, the package and the image's build read it there."""

import re
import shutil
from pathlib import Path

import pytest
from setuptools.config.pyprojecttoml import read_configuration
from starlette.testclient import TestClient

from app import __version__

ROOT = Path(__file__).parents[2]


def test_is_major_minor_patch() -> None:
    assert re.fullmatch(r"\d+\.\d+\.\d+", __version__)


def test_the_document_of_the_api_shows_it(client: TestClient) -> None:
    assert client.get("/openapi.json").json()["info"]["version"] == __version__


def test_the_package_takes_it_from_what_the_image_s_builder_has(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    builder = (ROOT / "Dockerfile").read_text("utf-8").partition("\nFROM ")[2].partition("\nFROM ")[0]
    for sources, target in re.findall(r"^COPY (.+) (\S+)$", builder, re.MULTILINE):
        for source in sources.split():
            to = tmp_path / target / Path(source).name
            to.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / source, to)
    # elsewhere, so that nothing of this checkout can be what is found
    monkeypatch.chdir(tmp_path)
    assert read_configuration("pyproject.toml")["project"]["version"] == __version__


def test_the_changelog_s_latest_release_is_it() -> None:
    headings = re.findall(r"^## \[(.+?)\]", (ROOT / "CHANGELOG.md").read_text("utf-8"), re.MULTILINE)
    assert headings[:2] == ["Unreleased", __version__]


def test_stands_nowhere_else() -> None:
    texts = [ROOT / "pyproject.toml", ROOT / "Dockerfile", ROOT / "README.md", *(ROOT / "app").rglob("*.py")]
    assert [path.name for path in texts if re.search(rf"\b{re.escape(__version__)}\b", path.read_text("utf-8"))] == [
        "__init__.py"
    ]

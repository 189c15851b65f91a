"""The documents name what is there: links, files, names of the code, rooms in their order, checks."""

import re
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from tests.run import CHECKS

ROOT = Path(__file__).parents[2]
DOCUMENTS = [ROOT / "README.md", ROOT / "CONTRIBUTING.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").glob("*.md"))]
# what make and npm install is not there before they have run
INSTALLED = (".venv", "node_modules")
FILE = re.compile(r"[\w./-]*\w\.(?:py|js|html|css|json|md|txt|toml)")
FOLDER = re.compile(r"(?:[\w.-]+/)+")
NAME = re.compile(r"[A-Za-z_]\w*(?:\.\w+)*")

every_document = pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)


def prose(document: Path) -> str:
    """A document without its blocks of code."""
    return re.sub(r"```.*?```", "", document.read_text("utf-8"), flags=re.DOTALL)


def quoted(document: Path) -> Iterator[str]:
    """What stands between backticks."""
    yield from re.findall(r"`([^`\n]+)`", prose(document))


@cache
def files() -> frozenset[str]:
    """The paths of this repository's files."""
    folders = ("app", "static", "templates", "tests", "benchmarks", "docs", "deploy")
    paths = [path for folder in folders for path in (ROOT / folder).rglob("*") if "node_modules" not in path.parts]
    found = [*paths, *(path for path in ROOT.iterdir() if path.is_file())]
    return frozenset(path.relative_to(ROOT).as_posix() for path in found if path.is_file())


@cache
def words() -> frozenset[str]:
    """Every word of the code."""
    code = [ROOT / path for path in files() if Path(path).suffix in {".py", ".js", ".html"}]
    return frozenset(word for path in code for word in re.findall(r"\w+", path.read_text("utf-8")))


def anchors(document: Path) -> set[str]:
    """The places of a document that a link can name."""
    headings = re.findall(r"^#+ (.+)$", document.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings}


@every_document
def test_every_link_leads_to_a_place_that_exists(document: Path) -> None:
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(document)):
        if "://" in target:
            continue
        path, _, anchor = target.partition("#")
        to = document.parent / path if path else document
        assert to.exists(), target
        assert not anchor or anchor in anchors(to), target


@every_document
def test_every_file_and_folder_that_is_named_exists(document: Path) -> None:
    slashed = {f"/{path}" for path in files()}
    folders = {f"{parent}/" for path in slashed for parent in map(str, Path(path).parents)}
    for text in quoted(document):
        if FILE.fullmatch(text) and not text.startswith("/"):
            assert any(path.endswith(f"/{text}") for path in slashed) or text.endswith("package-lock.json"), text
        elif FOLDER.fullmatch(text) and not text.startswith(INSTALLED):
            assert any(folder.endswith(f"/{text}") for folder in folders), text


@pytest.mark.parametrize("name", ["architecture.md", "glossary.md"])
def test_every_name_of_the_code_occurs_in_it(name: str) -> None:
    for text in quoted(ROOT / "docs" / name):
        plain = text.partition("(")[0]
        if NAME.fullmatch(plain) and not FILE.fullmatch(text):
            assert set(plain.split(".")) <= words(), text


@pytest.mark.parametrize("room", ["web", "analysis", "playground"])
def test_the_floors_of_a_room_stand_in_the_order_of_its_contract(room: str) -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract.get("containers") == [f"app.{room}"]]
    (row,) = re.findall(rf"^\| `{room}/` \| (.*→.*) \|$", prose(ROOT / "docs/architecture.md"), re.MULTILINE)
    floors = [set(re.findall(r"`(\w+)/?`", floor)) for floor in row.split("→")]
    assert floors == [set(re.findall(r"\w+", layer)) for layer in layers]


def test_the_rooms_of_the_house_are_those_of_its_contract() -> None:
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]["contracts"]
    (layers,) = [contract["layers"] for contract in contracts if contract.get("containers") == ["app"]]
    table = prose(ROOT / "docs/architecture.md").partition("## Rooms of app/")[2].partition("Inside, from the top")[0]
    named = [cell for row in re.findall(r"^\| (`.*?) \|", table, re.MULTILINE) for cell in re.findall(r"`(\w+)", row)]
    assert sorted(named) == sorted(re.findall(r"\w+", " ".join(layers)))


def test_every_check_is_explained() -> None:
    table = prose(ROOT / "CONTRIBUTING.md").partition("| check | proves |")[2].partition("\n\n")[0]
    explained = re.findall(r"^\| `([\w-]+)`", table, re.MULTILINE)
    assert explained == [check.name for check in CHECKS]

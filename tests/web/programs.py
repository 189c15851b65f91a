"""A script as the program that it is, in a fork of a process that has imported torch, which takes a second and a half.

`tests.unit.playground.script.running` starts an interpreter that knows nothing of this repository.
"""

import csv
import os
import runpy
import sys
import warnings
from pathlib import Path
from subprocess import CompletedProcess

from tests.unit.playground.script.running import Printed
from tests.web.server import FORKS

ROOT = str(Path(__file__).parents[2])


def run_as_program(script: str, folder: Path, stdin: str) -> Printed:
    """What the script prints, which must end well."""
    done = attempt(script, folder, stdin)
    assert done.returncode == 0, done.stderr
    return Printed(list(csv.reader(done.stdout.splitlines())), done.stderr)


def attempt(script: str, folder: Path, stdin: str) -> CompletedProcess[str]:
    """A run of the script, well or not."""
    (folder / "network.py").write_text(script, encoding="utf-8")
    (folder / "stdin").write_text(stdin, encoding="utf-8")
    process = FORKS.Process(target=_run, args=(folder,))
    process.start()
    process.join()
    said = [(folder / name).read_text("utf-8") for name in ("stdout", "stderr")]
    return CompletedProcess(["network.py"], process.exitcode or 0, *said)


def _run(folder: Path) -> None:
    """Be the script, which reads and writes files in the folder and has nothing of this repository to import."""
    os.chdir(folder)
    sys.stdin = Path("stdin").open(encoding="utf-8")  # noqa: SIM115  as long as the process
    sys.stdout = Path("stdout").open("w", encoding="utf-8")  # noqa: SIM115  the same
    sys.stderr = Path("stderr").open("w", encoding="utf-8")  # noqa: SIM115  the same
    sys.path[:] = [place for place in sys.path if place not in {"", ROOT}]
    for name in [name for name in sys.modules if name.partition(".")[0] in {"app", "tests"}]:
        del sys.modules[name]
    warnings.simplefilter("error")
    runpy.run_path("network.py", run_name="__main__")

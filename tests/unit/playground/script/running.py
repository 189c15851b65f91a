"""Ways to run a script: its function here, which takes no time, or all of it as the program that it is."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from torch import Tensor


def run_here(script: str) -> Callable[[Tensor], Tensor]:
    """The function `network` of `script`."""
    assert "app." not in script
    # dataclasses look their module up by its name
    names: dict[str, Any] = {"__name__": "builtins"}
    exec(compile(script, "network.py", "exec"), names)  # noqa: S102  it is the script that is tested
    return names["network"]


def run_as_program(script: str, folder: Path, stdin: str) -> list[list[float]]:
    """The answers that the script prints when it is run on its own, away from this repository."""
    (folder / "network.py").write_text(script, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-I", "-W", "error", "network.py"],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        check=True,
        encoding="utf-8",
    )
    assert not done.stderr
    return [[float(number) for number in line.partition("->")[2].split()] for line in done.stdout.splitlines()]

"""Ways to run a script: its function here, which takes no time, or all of it as the program that it is."""

import csv
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import torch
from torch import Tensor

from app.playground.data.samples import usual_columns
from app.playground.data.scaling import Scaling
from app.playground.losses import choose_loss
from app.playground.script.trained import ScriptLayer, TrainedNetwork


class Printed(NamedTuple):
    """What a script has said: the lines of its table, those of its header first, and a sentence on labels."""

    table: list[list[str]]
    verdict: str

    def numbers(self, first: int) -> Tensor:
        """The numbers from column `first` on, (rows, columns)."""
        rows = [[float(cell) for cell in row[first:]] for row in self.table[1:]]
        return torch.tensor(rows, dtype=torch.float64)


def trained(layers: Sequence[ScriptLayer]) -> TrainedNetwork:
    """`layers` as a network that answers numbers, and takes points as they are."""
    inputs = layers[0].weights.shape[0]
    one = torch.ones(inputs, dtype=torch.float64)
    return TrainedNetwork(
        layers=layers,
        columns=usual_columns(inputs),
        scaling=Scaling(mean=0 * one, deviation=one, middle=0.0, half=1.0),
        class_names=None,
        loss=choose_loss("auto", None),
    )


def run_here(script: str) -> Callable[[Tensor], Tensor]:
    """The function `network` of `script`."""
    assert "app." not in script
    # dataclasses look their module up by its name
    names: dict[str, Any] = {"__name__": "builtins"}
    exec(compile(script, "network.py", "exec"), names)  # noqa: S102  it is the script that is tested
    return names["network"]


def run_as_program(script: str, folder: Path, stdin: str) -> Printed:
    """What the script prints when it is run on its own, away from this repository."""
    done = attempt(script, folder, stdin)
    assert done.returncode == 0, done.stderr
    return Printed(list(csv.reader(done.stdout.splitlines())), done.stderr)


def attempt(script: str, folder: Path, stdin: str) -> subprocess.CompletedProcess[str]:
    """A run of the script on its own, well or not."""
    (folder / "network.py").write_text(script, encoding="utf-8")
    return subprocess.run(
        [sys.executable, "-I", "-W", "error", "network.py"],
        cwd=folder,
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
        encoding="utf-8",
    )

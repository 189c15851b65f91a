"""`python -m app.race` prints the table and what it shows, writes files, and refuses with a sentence and code 2."""

import csv
import json
import os
import re
import signal
import subprocess
import sys
import termios
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from app.prompt import INTERRUPTED
from app.race import main
from tests.unit.sentences import assert_one_sentence

ROOT = Path(__file__).parents[2]
COMMAND = [sys.executable, "-m", "app.race"]
PLAN = {"data": {"points": 40}, "training": {"optimizer": "adam", "lr": 0.05}, "seed": 5}


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A file with a small plan."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN), "utf-8")
    return path


def test_prints_the_lanes_and_what_they_show(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    table, whole = tmp_path / "race.csv", tmp_path / "race.json"
    activations = "silu", "maxout(k=3)", "-x * sigmoid(-x)"
    arguments = [
        str(plan), "--activations", *activations, "--seeds", "6", "--epochs", "4", "--target", "0.8",
        "--csv", str(table), "--json", str(whole),
    ]  # fmt: skip
    assert main(arguments) == 0
    printed = capsys.readouterr()
    # no bar is drawn where nobody watches
    assert printed.err == ""
    content: dict[str, Any] = json.loads(whole.read_bytes())
    assert {lane["activation"] for lane in content["lanes"]} == set(activations)
    lines = printed.out.splitlines()
    for line, lane in zip(lines[1:], content["lanes"], strict=False):
        assert line.startswith(lane["activation"])
        assert f"{lane['solved']}/6" in line
        assert f"{lane['final_accuracy']['median']:.3f}" in line
    assert content["verdict"] in lines
    assert "maxout needs 3 pre-activations a unit" in printed.out
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 3 * 6 * 5
    assert {int(row["seed"]) for row in rows} == set(range(5, 11))
    # what a spreadsheet would compute stands behind an apostrophe
    cells = {name: f"'{name}" if name.startswith("-") else name for name in activations}
    for lane in content["lanes"]:
        own = [row for row in rows if row["activation"] == cells[lane["activation"]] and row["seed"] == "7"]
        assert [float(row["test_accuracy"]) for row in own] == lane["history"]["accuracy"][2]
        assert [float(row["test_loss"]) for row in own] == lane["history"]["loss"][2]


def test_prints_the_losses_of_a_regression(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    plan, table = tmp_path / "plan.json", tmp_path / "race.csv"
    plan.write_text(json.dumps({**PLAN, "data": {"name": "plane", "points": 40}}), "utf-8")
    arguments = ["--activations", "tanh", "relu", "--seeds", "6", "--epochs", "3", "--target-loss", "1e-9"]
    assert main([str(plan), *arguments, "--csv", str(table)]) == 0
    printed = capsys.readouterr().out
    assert "final loss (quartiles)" in printed
    assert "reached a loss of 1e-09." in printed
    with table.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert list(rows[0]) == ["activation", "seed", "epoch", "test_loss"]
    assert len(rows) == 2 * 6 * 4


@contextmanager
def heard() -> Generator[None, None, None]:
    """A process that is begun here hears Ctrl-C, which one in the background, as tests may be, does not."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)


def test_ctrl_c_prints_what_is_known(plan: Path) -> None:
    arguments = [*COMMAND, str(plan), "--activations", "tanh", "relu", "--seeds", "6", "--epochs", "1000000"]
    arguments += ["--trainer", "torch"]
    # a bar is drawn for a terminal, as wide as that is
    terminal, other_end = os.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    with heard(), subprocess.Popen(arguments, cwd=ROOT, stdout=subprocess.PIPE, stderr=other_end, text=True) as process:
        os.close(other_end)
        shown = b""
        try:
            while not re.search(rb"\| [1-9]\d*/1000000 ", shown):
                shown += os.read(terminal, 1000)
            process.send_signal(signal.SIGINT)
            printed, _ = process.communicate(timeout=60)
        finally:
            # one that does not hear must not keep the test waiting
            process.kill()
    os.close(terminal)
    assert process.returncode == INTERRUPTED
    assert "Traceback" not in printed
    (epochs,) = re.findall(r"known after (\d+) of 1000000 epochs", printed)
    assert int(epochs) >= 1
    assert re.search(r"^tanh +\d/6 ", printed, re.MULTILINE)
    assert re.search(r"^relu +\d/6 ", printed, re.MULTILINE)


REFUSED: list[tuple[str, list[str], str]] = [
    ("{", [], "is not JSON"),
    ("", [], "is not JSON"),
    ("\udcff", [], "is not JSON"),
    ("[]", [], "plan must be a JSON object"),
    ('{"data": {"points": 5}}', [], "plan.data.points = 5 is too small"),
    ('{"date": {}}', [], "There is no parameter 'date' in plan; did you mean 'data'?"),
    ('{"data": {"name": "blobs"}, "training": {"loss": "logistic"}}', [], "choose cross_entropy"),
    ('{"network": {"hidden": []}}', [], "no hidden layer"),
    ("{}", ["--activations", "sigmod"], "did you mean 'sigmoid'"),
    ("{}", ["--activations", "tanh", "tanh"], "tanh is already in the race"),
    ("{}", ["--activations", *(f"x+{i}" for i in range(17))], "activations has more than 16"),
    ("{}", ["--seeds", "0"], "seeds = '0' is too small"),
    ("{}", ["--seeds", "many"], "seeds = 'many' is not a whole number"),
    ("{}", ["--seeds", "65"], "seeds = '65' is too large"),
    ("{}", ["--epochs", "1.5"], "epochs = '1.5' is not a whole number"),
    ("{}", ["--target", "95"], "target = '95' is too large"),
    ("{}", ["--target-loss", "0"], "target_loss = '0' is too small"),
    ("{}", ["--target", "nan"], "target = 'nan' is not a finite number"),
    ("{}", ["--csv", "/nowhere/race.csv"], "The file /nowhere/race.csv cannot be used: No such file or directory."),
    ("{}", ["--json", "/"], "The file / cannot be used: Is a directory."),
]


@pytest.mark.parametrize(("text", "options", "fragment"), REFUSED, ids=range(len(REFUSED)))
def test_refuses_with_one_sentence(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str, options: list[str], fragment: str
) -> None:
    path = tmp_path / "plan.json"
    path.write_text(text, "utf-8", errors="surrogateescape")
    activations: list[str] = [] if "--activations" in options else ["--activations", "tanh", "relu"]
    assert main([str(path), *activations, *options]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert fragment in printed.err
    assert_one_sentence(printed.err.strip())


def test_a_file_that_is_not_there_is_named(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(tmp_path / "none.json"), "--activations", "tanh"]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert printed.err.strip() == f"The file {tmp_path / 'none.json'} cannot be used: No such file or directory."


@pytest.mark.parametrize("arguments", [[], ["plan.json"], ["plan.json", "--activations"], ["--activations", "tanh"]])
def test_a_line_that_lacks_something_says_how_it_is_called(arguments: list[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        main(arguments)
    assert ending.value.code == 2

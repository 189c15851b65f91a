"""`python -m app.map` writes the map, goes on after any end, and refuses with a sentence and code 2."""

import csv
import io
import json
import os
import re
import signal
import subprocess
import sys
import termios
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.figures.map_scale import scale_of
from app.figures.ramps import sequential
from app.map import main
from app.playground.map.judge import OUTCOMES
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture
from app.playground.map.plan import MapPlan
from app.prompt import INTERRUPTED
from tests.unit.sentences import assert_one_sentence
from tests.unit.test_race_command import heard

ROOT = Path(__file__).parents[2]
PLAN = {"data": {"points": 20}, "network": {"hidden": [{"units": 2}]}}
AXES = ["--x", "lr=0.01:10:log:12", "--y", "alpha=0.01:1:5"]
QUESTION = MapPlan.model_validate(
    {
        "plan": PLAN,
        "activations": ("leaky_relu", "elu"),
        "x": {"vary": "lr", "low": 0.01, "high": 10, "scale": "log", "points": 12},
        "y": {"vary": "alpha", "low": 0.01, "high": 1, "points": 5},
        "epochs": 3,
    }
)
CHOICES = ["--activations", "leaky_relu", "elu", "--epochs", "3", "--trainer", "torch"]


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A file with a small plan."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN), "utf-8")
    return path


def painted() -> Picture:
    """The same map, tile by tile."""
    picture, painter = Picture(QUESTION), Painter(QUESTION)
    for tile in painter.tiles:
        known = painter.paint(tile)
        assert known is not None
        picture.put(tile, known)
    return picture


def test_writes_arrays_a_table_and_a_picture(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out, table, png = (tmp_path / f"map.{form}" for form in ("npz", "csv", "png"))
    assert main([str(plan), *AXES, *CHOICES, "--out", str(out), "--csv", str(table), "--png", str(png)]) == 0
    printed = capsys.readouterr()
    # no bar is drawn where nobody watches
    assert printed.err == ""
    expected = painted()
    arrays = np.load(out)
    np.testing.assert_array_equal(arrays["values"], expected.values)
    np.testing.assert_array_equal(arrays["outcome"], expected.outcome)
    assert MapPlan.model_validate_json(str(arrays["question"])) == QUESTION
    for number, line in enumerate(printed.out.splitlines()[1:]):
        shares = [f"{(expected.outcome[number] == place).mean():.1%}" for place in range(len(OUTCOMES))]
        assert line.split() == [QUESTION.activations[number], *shares]
    rows = list(csv.DictReader(io.StringIO(table.read_text("utf-8"))))
    assert len(rows) == QUESTION.pixels
    assert [float(row["value"] or "nan") for row in rows] == pytest.approx(expected.values.ravel(), nan_ok=True, abs=0)
    scale = scale_of("final_loss", expected.values)
    assert scale is not None
    with Image.open(png) as picture:
        colours = {tuple(colour) for colour in np.asarray(picture)[..., :3].reshape(-1, 3).tolist()}
    known = expected.values[np.isfinite(expected.values)]
    assert {tuple(colour) for colour in np.round(255 * sequential(scale.share(known))).astype(int).tolist()} <= colours


def test_a_picture_of_networks_that_learn_from_all_rows_says_so(tmp_path: Path) -> None:
    plan, pngs = tmp_path / "plan.json", [tmp_path / f"{name}.png" for name in ("all", "training")]
    plan.write_text(json.dumps({**PLAN, "data": {"points": 20, "train_fraction": 1}}), "utf-8")
    axes = ["--x", "lr=0.01:10:log:4", "--y", "l2=0.01:1:2", "--activations", "elu", "--epochs", "1"]
    for png, measure in zip(pngs, ("test_loss", "final_loss"), strict=True):
        files = ["--out", str(png.with_suffix(".npz")), "--png", str(png)]
        assert main([str(plan), *axes, "--trainer", "torch", "--measure", measure, *files]) == 0
    # the same numbers under the same title
    assert pngs[0].read_bytes() == pngs[1].read_bytes()


@pytest.mark.parametrize(("ending", "code"), [(signal.SIGKILL, -signal.SIGKILL), (signal.SIGINT, INTERRUPTED)])
def test_goes_on_from_the_tiles_that_were_done(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], ending: signal.Signals, code: int
) -> None:
    out = tmp_path / "map.npz"
    tiles = Path(f"{out}.tiles")
    # nobody waits for its end
    arguments = [str(plan), "--x", "lr=0.01:10:log:100", "--y", "alpha=0.01:1:100", "--activations", "prelu", "elu"]
    arguments += ["--epochs", "40", "--trainer", "torch", "--out", str(out)]
    terminal, other_end = os.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    command = [sys.executable, "-m", "app.map", *arguments]
    with heard(), subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=other_end, text=True) as process:
        os.close(other_end)
        shown = b""
        try:
            while not re.search(rb"\| [1-9]\d*/20000 ", shown):
                shown += os.read(terminal, 1000)
            process.send_signal(ending)
            told, _ = process.communicate(timeout=60)
        finally:
            process.kill()
    os.close(terminal)
    assert process.returncode == code
    assert ("The same command goes on from there." in told) == (code == INTERRUPTED)
    done = tiles.read_bytes()
    assert done.count(b"\n") >= 2
    if code == INTERRUPTED:
        assert (np.load(out)["outcome"] >= 0).any()
    # what differs is refused, and what is known stays
    assert main([*arguments, "--epochs", "41"]) == 2
    assert "has tiles of another map (question.epochs)" in capsys.readouterr().err
    assert tiles.read_bytes() == done


def test_another_machine_does_not_go_on(plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "map.npz"
    asked = [str(plan), *AXES, *CHOICES, "--out", str(out)]
    assert main(asked) == 0
    tiles = Path(f"{out}.tiles")
    other = re.sub(rb'"instructions":"[^"]*"', b'"instructions":"AVX0"', tiles.read_bytes(), count=1)
    tiles.write_bytes(other)
    capsys.readouterr()
    assert main(asked) == 2
    said = capsys.readouterr().err.strip()
    assert "painted by instructions AVX0, and here it would go on by instructions" in said
    assert_one_sentence(said)
    assert tiles.read_bytes() == other


def test_a_map_that_was_cut_off_becomes_the_same(plan: Path, tmp_path: Path) -> None:
    outs = [tmp_path / f"{name}.npz" for name in ("whole", "cut")]
    asked = [str(plan), *AXES, *CHOICES]
    for out in outs:
        assert main([*asked, "--out", str(out)]) == 0
    tiles = Path(f"{outs[1]}.tiles")
    content = tiles.read_bytes()
    kept = content[: len(content) * 2 // 3]
    tiles.write_bytes(kept)
    assert main([*asked, "--out", str(outs[1])]) == 0
    whole, again = map(np.load, outs)
    for name in whole.files:
        np.testing.assert_array_equal(whole[name], again[name])
    assert tiles.read_bytes().startswith(kept[: kept.rindex(b"\n") + 1])


REFUSED: list[tuple[list[str], str]] = [
    (["--x", "lr"], "--x lr is no axis"),
    (["--x", "lr=1"], "--x lr=1 is no axis"),
    (["--x", "lr=0.1:1:log:linear"], "is no axis"),
    (["--x", "lr=0.1:1:8:9"], "is no axis"),
    (["--x", "lr=1:0.1"], "let it rise"),
    (["--x", "lr=0.1:1:cubic"], "x.points = 'cubic' is not a whole number"),
    (["--x", "lr=a:1"], "x.low = 'a' is not a finite number"),
    (["--x", "lr=0.1:1:1"], "x.points = '1' is too small"),
    (["--x", "rate=0.1:1"], "has no parameter rate"),
    (["--x", "alpha=0.1:1"], "Both axes vary alpha"),
    (["--measure", "speed"], "measure"),
    (["--epochs", "0"], "epochs = '0' is too small"),
    (["--png", "/nowhere/map.png"], "The file /nowhere/map.png cannot be used: No such file or directory."),
    (["--out", "/"], "The file / cannot be used: Is a directory."),
]


@pytest.mark.parametrize(("options", "fragment"), REFUSED, ids=range(len(REFUSED)))
def test_refuses_with_one_sentence(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], fragment: str
) -> None:
    assert main([str(plan), *AXES, *CHOICES, "--out", str(tmp_path / "map.npz"), *options]) == 2
    printed = capsys.readouterr()
    assert printed.out == ""
    assert fragment in printed.err
    assert_one_sentence(printed.err.strip())

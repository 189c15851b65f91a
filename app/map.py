"""`python -m app.map plan.json --x lr=1e-3:10:log --y alpha=0:1 --activations prelu --out map.npz`: where it learns."""

import argparse
import os
import sys
import time
from collections.abc import Generator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, nullcontext, suppress
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from tqdm import tqdm

from app import __version__
from app.cluster import Cluster, cluster
from app.device import choose_device, compute_in_one_thread
from app.drawing import drawn
from app.machine import machine
from app.parallel import as_they_come
from app.playground.map.bundles import Bundles, paint_bundle
from app.playground.map.files import csv_of, npz_of
from app.playground.map.judge import OUTCOMES, Painted
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture
from app.playground.map.plan import MapPlan
from app.playground.map.tile_file import TileFile
from app.playground.map.tiles import Tile
from app.playground.trainers import TrainerName, choose_trainer
from app.prompt import (
    INTERRUPTED,
    add_fields,
    add_places,
    add_plan,
    carried_out,
    check_writable,
    read_question,
    table,
    tell,
)

FIELDS = "epochs", "measure", "target", "target_loss"
"""Of the plan of a map, what options choose beside its axes."""

NO_PICTURES = (
    "matplotlib, which draws a PNG, is not installed; .venv/bin/python -m pip install -c constraints.txt --only-deps "
    "'.[png]' installs it."
)

Fresh: TypeAlias = Generator[tuple[Tile, Painted], None, None]


def main(arguments: list[str] | None = None) -> int:
    """Paint the map that the command line asks for; the exit code."""
    asked = _parser().parse_args(arguments)
    return carried_out(lambda: _map(asked), asked.out)


def _map(asked: argparse.Namespace) -> int:
    axes = {name: _axis(name, getattr(asked, name)) for name in ("x", "y")}
    question = read_question(MapPlan, asked, *FIELDS, **axes)
    _check_files(asked)
    picture = _painted(asked, question)
    _write(asked, picture)
    tell(_table(picture))
    if picture.done == 1:
        return 0
    tell("", f"Interrupted: {picture.done:.0%} of the map is done. The same command goes on from there.")
    return INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.map", description="Where does it learn?")
    add_plan(parser)
    for name in ("x", "y"):
        says = f"{MapPlan.model_fields[name].description}: NAME=LOW:HIGH, then :log for equal ratios, and :VALUES (32)"
        parser.add_argument(f"--{name}", required=True, metavar="AXIS", help=says)
    add_fields(parser, MapPlan, *FIELDS)
    parser.add_argument("--out", type=Path, required=True, metavar="FILE", help="write NumPy's arrays of it (.npz)")
    parser.add_argument("--png", type=Path, metavar="FILE", help="write it as a picture")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write a line for each pixel")
    add_places(parser, "tiles")
    return parser


def _check_files(asked: argparse.Namespace) -> None:
    """Raises ValueError, with a sentence, or OSError, where a file could not be written in the end."""
    if asked.png and find_spec("matplotlib") is None:
        raise ValueError(NO_PICTURES)
    check_writable(asked.out, asked.png, asked.csv)


def _axis(name: str, text: str) -> dict[str, Any]:
    """What an axis says, to be read with the question. Raises ValueError, with a sentence."""
    vary, is_there, range_ = text.partition("=")
    low, _, rest = range_.partition(":")
    high, *more = rest.split(":")
    scales = [part for part in more if part in ("linear", "log")]
    points = [part for part in more if part not in scales]
    if not (is_there and low and high) or len(scales) > 1 or len(points) > 1:
        raise ValueError(f"--{name} {text} is no axis; write one as lr=0.001:10:log:64 or alpha=0:1.")
    said = {"vary": vary, "low": low, "high": high}
    for part, told in (("scale", scales), ("points", points)):
        said.update(dict.fromkeys([part] if told else [], *told))
    return said


def _painted(asked: argparse.Namespace, question: MapPlan) -> Picture:
    """The picture: whole, or as far as it came when somebody interrupted it."""
    trainer = choose_trainer(asked.trainer)
    with cluster(asked.ray, asked.device) if asked.ray else nullcontext() as machines:
        device = choose_device(asked.device) if machines is None else machines.device
        # what others paint is checked here, where there may be no GPU
        painter = Painter(question, device if machines is None else "cpu", trainer)
        # whatever GPU a cluster has is not here
        here = machine(device if machines is None else "cpu")
        painted_by = {"version": __version__, "trainer": trainer, "device": device, **here}
        picture = Picture(question)
        path = Path(f"{asked.out}.tiles")
        with TileFile(path, question.model_dump(mode="json"), painted_by, painter.tiles) as file:
            for number, painted in file.painted.items():
                picture.put(painter.tiles[number], painted)
            left = [tile for tile in painter.tiles if tile.number not in file.painted]
            fresh = _here(painter, left) if machines is None else painted_far(machines, painter, trainer, left)
            bar = tqdm(total=question.pixels, initial=_known(picture), unit="pixel", disable=None)
            with suppress(KeyboardInterrupt), bar, closing(fresh):
                for tile, painted in fresh:
                    file.add(tile, painted)
                    picture.put(tile, painted)
                    bar.update(len(tile.pixels))
    return picture


def _known(picture: Picture) -> int:
    return round(picture.done * picture.question.pixels)


def _here(painter: Painter, tiles: Sequence[Tile]) -> Fresh:
    """Paint `tiles` in threads of this machine: they share their programs, which processes would each compile."""
    is_wanted = True

    def paint(tile: Tile) -> tuple[Tile, Painted | None]:
        return tile, painter.paint(tile, lambda: is_wanted)

    cores = os.cpu_count() or 1
    with ThreadPoolExecutor(cores, initializer=compute_in_one_thread) as threads:
        try:
            for tile, painted in as_they_come(lambda tile: threads.submit(paint, tile), tiles, 2 * cores):
                if painted is not None:
                    yield tile, painted
        finally:
            is_wanted = False


def painted_far(machines: Cluster, painter: Painter, trainer: TrainerName, tiles: Sequence[Tile]) -> Fresh:
    """Have `tiles` painted by the machines of a cluster, some seconds' work at a time."""
    question = machines.lend(painter.question.model_dump_json())
    bundles = Bundles(tiles, machines.size)
    told = question, machines.device, trainer, time.perf_counter
    for bundle in as_they_come(
        lambda numbers: machines.submit(paint_bundle, *told, numbers), bundles, 2 * machines.size
    ):
        bundles.note(bundle)
        for number, painted in bundle.painted.items():
            yield painter.tiles[number], painted


def _write(asked: argparse.Namespace, picture: Picture) -> None:
    asked.out.write_bytes(npz_of(picture))
    if asked.csv:
        asked.csv.write_text(csv_of(picture), encoding="utf-8", newline="")
    if asked.png:
        # it takes half a second, and is not everywhere
        from app.figures.map_png import map_png  # noqa: PLC0415

        asked.png.write_bytes(map_png(drawn(picture)))


def _table(picture: Picture) -> str:
    """How the networks of each activation ended."""
    rows = [
        (activation, *(f"{np.mean(picture.outcome[number] == place):.1%}" for place in range(len(OUTCOMES))))
        for number, activation in enumerate(picture.question.activations)
    ]
    return table(("activation", *OUTCOMES), *rows)


if __name__ == "__main__":
    sys.exit(main())

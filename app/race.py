"""`python -m app.race plan.json --activations tanh relu silu`: which activation learns this, as a table."""

import argparse
import contextlib
import csv
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from math import isfinite
from pathlib import Path

import orjson
from tqdm import tqdm

from app.cluster import cluster
from app.device import choose_device, compute_in_one_thread
from app.parallel import as_they_come
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from app.playground.race.record import LaneRecord, RaceRecord, run_lane
from app.playground.race.standings import Estimate, Raced, Standing, Standings, histories, report, standings
from app.playground.trainers import choose_trainer
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
from app.text import exact, number, table_cell

FIELDS = "seeds", "epochs", "target", "target_loss", "rates"
"""Of the plan of a race, what options choose."""

HEADER = (
    "activation",
    "solved",
    "epochs to target (95 % interval)",
    "final {measure} (quartiles)",
    "dead",
    "gradient out/in",
    "ms/epoch",
)


def main(arguments: list[str] | None = None) -> int:
    """Run the race that the command line asks for; the exit code."""
    asked = _parser().parse_args(arguments)
    return carried_out(lambda: _race(asked), asked.plan)


def _race(asked: argparse.Namespace) -> int:
    plan = read_question(RacePlan, asked, *FIELDS)
    check_writable(asked.csv, asked.json)
    race = _far(asked, plan) if asked.ray else _here(asked, plan)
    if not race.lanes:
        return INTERRUPTED
    found = standings(race)
    tell(_table(found), "", found.verdict, *_remarks(found))
    if not race.is_over:
        tell("", _interrupted(race))
    if asked.json:
        asked.json.write_bytes(orjson.dumps(report(race)))
    if asked.csv:
        _write_csv(asked.csv, found, race)
    return 0 if race.is_over else INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m app.race", description="Which activation learns this?")
    add_plan(parser)
    add_fields(parser, RacePlan, *FIELDS)
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write accuracy and loss of each seed and epoch")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything, as the API answers it")
    add_places(parser, "lanes")
    return parser


def _here(asked: argparse.Namespace, plan: RacePlan) -> Race:
    """The race on this machine, at its end or as far as it came when somebody interrupted it.

    A bar shows how far it is.
    """
    device = choose_device(asked.device)
    compute_in_one_thread()
    submit = ThreadPoolExecutor(1).submit if choose_trainer(asked.trainer) == "xla" else None
    race = Race.at_once(plan, device, time.perf_counter, submit)
    with contextlib.suppress(KeyboardInterrupt), tqdm(total=race.plan.epochs, unit="epoch", disable=None) as bar:
        # torch could begin meanwhile, and would only slow it down
        wait(race.awaited)
        while not race.is_over:
            if race.is_searching:
                found = sum(lane.lr is not None for lane in race.lanes)
                bar.set_description(f"learning rates of {found}/{len(race.lanes)} lanes", refresh=False)
            race.step()
            bar.update(race.epoch - bar.n)
        return race
    race.forget()
    return race


def _far(asked: argparse.Namespace, plan: RacePlan) -> RaceRecord:
    """The race on the machines of a cluster, a lane each, or those lanes that came before somebody interrupted it."""
    known: dict[str, LaneRecord] = {}
    with cluster(asked.ray, asked.device) as machines:
        told = machines.lend(plan), machines.device, choose_trainer(asked.trainer), time.perf_counter
        bar = tqdm(total=len(plan.activations), unit="lane", disable=None)
        with contextlib.suppress(KeyboardInterrupt), bar:
            for lane in as_they_come(
                lambda activation: machines.submit(run_lane, *told, activation), plan.activations, len(plan.activations)
            ):
                known[lane.activation] = lane
                bar.update()
    return RaceRecord(plan=plan, lanes=[known[name] for name in plan.activations if name in known])


def _interrupted(race: Raced) -> str:
    """What of the race is known."""
    if isinstance(race, Race):
        return f"Interrupted: this is what was known after {race.epoch} of {race.plan.epochs} epochs."
    return f"Interrupted: this is what was known of {len(race.lanes)} of {len(race.plan.activations)} lanes."


def _table(found: Standings) -> str:
    measure = "loss" if found.lanes[0].final_accuracy is None else "accuracy"
    rows = [tuple(title.format(measure=measure) for title in HEADER), *map(_row, found.lanes)]
    if tried := next((lane.tried for lane in found.lanes if lane.tried), None):
        rates = [f"lr (best of {len(tried)})", *("–" if lane.lr is None else exact(lane.lr) for lane in found.lanes)]
        rows = [(*row, rate) for row, rate in zip(rows, rates, strict=True)]
    return table(*rows)


def _row(lane: Standing) -> tuple[str, ...]:
    return (
        lane.activation,
        f"{lane.solved}/{lane.seeds}",
        _epochs(lane.epochs_to_target),
        _end(lane),
        f"{lane.dead:.0%}" if isfinite(lane.dead) else "–",
        number(lane.gradient_ratio, 3) if isfinite(lane.gradient_ratio) else "–",
        number(1000 * lane.seconds_per_epoch, 3),
    )


def _end(lane: Standing) -> str:
    if (accuracy := lane.final_accuracy) is not None:
        return f"{accuracy.median:.3f} ({accuracy.q1:.3f} to {accuracy.q3:.3f})"
    loss = lane.final_loss
    return f"{number(loss.median, 3)} ({number(loss.q1, 3)} to {number(loss.q3, 3)})"


def _epochs(found: Estimate) -> str:
    if not isfinite(found.low):
        return "not reached"
    if not isfinite(found.median):
        return f"{found.low:g} or more"
    return f"{found.median:g} ({found.low:g} {f'to {found.high:g}' if isfinite(found.high) else 'or more'})"


def _remarks(found: Standings) -> Iterator[str]:
    return (lane.differs for lane in found.lanes if lane.differs)


def _write_csv(path: Path, found: Standings, race: Raced) -> None:
    """A line for each lane, seed and epoch; a number that is not finite is left out."""
    courses = histories(race)
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        on = found.scored_on
        measures = [f"{on}_loss"] if race.plan.goal.measure == "loss" else [f"{on}_accuracy", f"{on}_loss"]
        rows.writerow(("activation", "seed", "epoch", *measures))
        for lane in found.lanes:
            course = courses[lane.activation]
            told = [part for part in (course.accuracy, course.loss) if part is not None]
            for seed, of_seed in enumerate(zip(*told, strict=True), start=race.plan.plan.seed):
                for epoch, values in enumerate(zip(*of_seed, strict=True)):
                    cells = (v if isfinite(v) else "" for v in values)
                    rows.writerow((table_cell(lane.activation), seed, epoch, *cells))


if __name__ == "__main__":
    sys.exit(main())

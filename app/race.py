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
from pydantic import ValidationError
from tqdm import tqdm

from app.device import choose_device, compute_in_one_thread
from app.faults import fault_sentence
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from app.playground.race.standings import Estimate, Standing, Standings, histories, report, standings
from app.playground.trainers import choose_trainer
from app.text import exact, number, table_cell

REFUSED = 2
INTERRUPTED = 130
"""As a shell counts a program that Ctrl-C has ended."""

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
    try:
        plan = _race_plan(asked)
        device = choose_device(asked.device)
        for path in filter(None, (asked.csv, asked.json)):
            # an hour of training must not end at a folder that is not there
            path.open("a").close()
        compute_in_one_thread()
        submit = ThreadPoolExecutor(1).submit if choose_trainer(asked.trainer) == "xla" else None
        race = Race.at_once(plan, device, time.perf_counter, submit)
    except OSError as error:
        return _refuse(f"The file {error.filename} cannot be used: {error.strerror}.")
    except ValueError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    is_whole = _run(race)
    found = standings(race)
    _print(_table(found), "", found.verdict, *_remarks(found))
    if not is_whole:
        _print("", f"Interrupted: this is what was known after {found.epochs} of {plan.epochs} epochs.")
    if asked.json:
        asked.json.write_bytes(orjson.dumps(report(race)))
    if asked.csv:
        _write_csv(asked.csv, found, race)
    return 0 if is_whole else INTERRUPTED


def _parser() -> argparse.ArgumentParser:
    # numbers are read with the plan, which says what is wrong with them
    fields = RacePlan.model_fields
    parser = argparse.ArgumentParser(prog="python -m app.race", description="Which activation learns this?")
    parser.add_argument("plan", type=Path, help="a JSON file with a plan of the playground; {} is the usual one")
    parser.add_argument("--activations", nargs="+", required=True, metavar="F", help="references or expressions in x")
    for name in ("seeds", "epochs", "target", "target_loss"):
        field = fields[name]
        parser.add_argument(
            f"--{name.replace('_', '-')}", default=field.default, help=f"{field.description} ({field.default})"
        )
    rates = fields["rates"]
    parser.add_argument("--rates", default=rates.default, help=f"{rates.description} ({rates.default})")
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where torch computes (auto)")
    parser.add_argument("--trainer", choices=("auto", "torch"), default="auto", help="auto: XLA where JAX is installed")
    parser.add_argument("--csv", type=Path, metavar="FILE", help="write accuracy and loss of each seed and epoch")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write everything, as the API answers it")
    return parser


def _race_plan(asked: argparse.Namespace) -> RacePlan:
    """The plan of the race. Raises ValueError, with a sentence, where it is none."""
    try:
        content = orjson.loads(asked.plan.read_bytes())
    except orjson.JSONDecodeError as error:
        raise ValueError(f"The file {asked.plan} is not JSON: {error}.") from None
    choices = {
        name: getattr(asked, name) for name in ("activations", "seeds", "epochs", "target", "target_loss", "rates")
    }
    try:
        return RacePlan.model_validate({"plan": content, **choices})
    except ValidationError as error:
        raise ValueError(fault_sentence(error.errors(include_url=False)[0])) from None


def _run(race: Race) -> bool:
    """Let the race go on to its end, with a bar that shows how far it is; whether nobody has interrupted it."""
    with contextlib.suppress(KeyboardInterrupt), tqdm(total=race.plan.epochs, unit="epoch", disable=None) as bar:
        # torch could begin meanwhile, and would only slow it down
        wait(race.awaited)
        while not race.is_over:
            if race.is_searching:
                found = sum(lane.lr is not None for lane in race.lanes)
                bar.set_description(f"learning rates of {found}/{len(race.lanes)} lanes", refresh=False)
            race.step()
            bar.update(race.epoch - bar.n)
        return True
    race.forget()
    return False


def _table(found: Standings) -> str:
    measure = "loss" if found.lanes[0].final_accuracy is None else "accuracy"
    rows = [tuple(title.format(measure=measure) for title in HEADER), *map(_row, found.lanes)]
    if tried := next((lane.tried for lane in found.lanes if lane.tried), None):
        rates = [f"lr (best of {len(tried)})", *("–" if lane.lr is None else exact(lane.lr) for lane in found.lanes)]
        rows = [(*row, rate) for row, rate in zip(rows, rates, strict=True)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)


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


def _write_csv(path: Path, found: Standings, race: Race) -> None:
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


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201  for the person at the prompt
    return REFUSED


def _print(*lines: str) -> None:
    print(*lines, sep="\n")  # noqa: T201  the same


if __name__ == "__main__":
    sys.exit(main())

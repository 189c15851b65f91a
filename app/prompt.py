"""What the commands that train have in common: the plan that they read, options that are fields, and where to train."""

import argparse
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import orjson
from pydantic import BaseModel, ValidationError

from app.faults import fault_sentence

REFUSED = 2
INTERRUPTED = 130
"""As a shell counts a program that Ctrl-C has ended."""

M = TypeVar("M", bound=BaseModel)


def add_plan(parser: argparse.ArgumentParser) -> None:
    """The plan and the activations, which each command takes."""
    parser.add_argument("plan", type=Path, help="a JSON file with a plan of the playground; {} is the usual one")
    parser.add_argument("--activations", nargs="+", required=True, metavar="F", help="references or expressions in x")


def add_fields(parser: argparse.ArgumentParser, model: type[BaseModel], *names: str) -> None:
    """An option for each of these fields, as it was written: it is read with all else, which says what is wrong."""
    for name in names:
        field = model.model_fields[name]
        parser.add_argument(
            f"--{name.replace('_', '-')}",
            default=field.default,
            help=f"{field.description} ({field.default})".replace("%", "%%"),
        )


def add_places(parser: argparse.ArgumentParser, unit: str) -> None:
    """Where it is computed, and by whom; a `unit` of the work goes to a machine."""
    parser.add_argument("--device", choices=("auto", "cpu", "cuda"), default="auto", help="where torch computes (auto)")
    parser.add_argument("--trainer", choices=("auto", "torch"), default="auto", help="auto: XLA where JAX is installed")
    parser.add_argument(
        "--ray",
        metavar="ADDRESS",
        help=f"{unit} on the machines of a Ray cluster: auto, host:port, ray://host:port, or local for this one",
    )


def read_question(model: type[M], asked: argparse.Namespace, *names: str, **more: object) -> M:
    """What is asked: the plan, the activations, the fields of these `names` and `more`, read together.

    Raises OSError, and ValueError, with a sentence that says what is wrong first.
    """
    own = {name: getattr(asked, name) for name in ("activations", *names)}
    try:
        return model.model_validate({"plan": _plan_content(asked.plan), **own, **more})
    except ValidationError as error:
        raise ValueError(fault_sentence(error.errors(include_url=False)[0])) from None


def _plan_content(path: Path) -> Any:  # noqa: ANN401  whatever JSON says
    try:
        return orjson.loads(path.read_bytes())
    except orjson.JSONDecodeError as error:
        raise ValueError(f"The file {path} is not JSON: {error}.") from None


def check_writable(*paths: Path | None) -> None:
    """Raises OSError where a file cannot be written: an hour of training must not end at a folder that is not there."""
    for path in filter(None, paths):
        path.open("a").close()


def carried_out(command: Callable[[], int], path: Path) -> int:
    """The exit code of `command`; where it raises, it is said what is wrong, with which file or the one at `path`."""
    try:
        return command()
    except OSError as error:
        return _refuse(f"The file {error.filename or path} cannot be used: {error.strerror}.")
    except ValueError as error:
        return _refuse(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED


def _refuse(sentence: str) -> int:
    print(sentence, file=sys.stderr)  # noqa: T201  for the person at the prompt
    return REFUSED


def tell(*lines: str) -> None:
    """Print lines."""
    print(*lines, sep="\n")  # noqa: T201  the same


def table(*rows: tuple[str, ...]) -> str:
    """Rows of cells as columns of one width each."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join("  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)

"""Who trains: XLA where JAX is installed, on a CPU, whatever it can translate; torch all the rest."""

import gc
import logging
from collections.abc import Callable
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol

from app.playground.scoring import Score
from app.playground.training import Run

TrainerName = Literal["xla", "torch"]
TrainerChoice = Literal["auto", "torch"]

_logger = logging.getLogger(__name__)

MOST_FASTER = 8
"""How many times as many epochs the next call may have."""

SHORTEST = 1e-5
"""Seconds: no clock tells less of a call."""

LARGE = 1_000_000
"""Bytes of a file that takes a disk some time."""


class EpochTrainer(Protocol):
    """Takes a run on by whole epochs, at most `capacity` a call, for as long as it keeps its shape.

    `run` may be set to another of that shape and the same data.
    """

    run: Run
    capacity: int

    def with_run(self, run: Run) -> "EpochTrainer":
        """A trainer of `run`, which has the same shape, and perhaps other data. Raises ValueError where it has not."""
        ...

    def train(self, epochs: int) -> list[Score]:
        """Learn for `epochs` epochs more, at most `capacity`, or until the run diverges; the scores that were due."""
        ...


class Stride:
    """How many epochs a trainer may take on in one call, so that it fills some time: as many as fitted before."""

    def __init__(self) -> None:
        self._epochs = 0
        self._pace = 0.0

    def epochs(self, seconds: float, most: int) -> int:
        """The epochs for so many seconds: 1 at first, and not many times as many as were ever trained in one call."""
        return max(min(int(self._pace * seconds), MOST_FASTER * self._epochs, most), 1)

    def note(self, epochs: int, seconds: float) -> None:
        """So many epochs took so long."""
        self._epochs = max(epochs, self._epochs)
        self._pace = epochs / max(seconds, SHORTEST)


def choose_trainer(choice: TrainerChoice) -> TrainerName:
    """Who trains what can be compiled; auto is XLA where JAX is installed."""
    return "torch" if choice == "torch" or find_spec("jax") is None else "xla"


def compiled_trainer(
    run: Run, is_due: Callable[[int], bool] | None = None, *, judged_alone: bool = False
) -> EpochTrainer | None:
    """XLA's trainer of `run`, which scores it after the epochs that are due; None where torch has to train it, or may.

    With `judged_alone` it scores it on the data that judges it alone, and the other scores are NaN.
    Which of them it is depends on the plan and on the device alone, unless a fault comes between, such as too little
    memory: that is logged, and the next who asks has it tried anew. It may take seconds, as a program is compiled, and
    may be done in another thread. JAX has to be installed.
    """
    if run.device != "cpu":
        return None
    make, refusal = _compiled()
    try:
        return make(run, is_due, judged_alone=judged_alone)
    except refusal:
        return None
    except Exception:
        # torch trains this run
        _logger.exception("a program could not be compiled")
        return None


@cache
def _compiled() -> tuple[Callable[..., EpochTrainer], type[Exception]]:
    """XLA's trainer, and what it raises where there is no program."""
    _read_ahead("jaxlib")
    # JAX takes a third of a second to import, and is not everywhere
    from app.playground.compiled.trainer import CompiledTrainer  # noqa: PLC0415
    from app.playground.compiled.translation import NoProgramError  # noqa: PLC0415

    # half a million objects that live as long as the process: each look through them stops every thread for a quarter
    # of a second, and tracing a program makes so many new ones that it is time for one
    gc.freeze()
    return CompiledTrainer, NoProgramError


def _read_ahead(package: str) -> None:
    """Have the large files of `package` read from the disk.

    Who loads a library keeps the interpreter's lock, and every thread waits while it comes from the disk; who reads a
    file does not.
    """
    part = bytearray(LARGE)
    spec = find_spec(package)
    folders = spec.submodule_search_locations if spec else None
    for folder in folders or ():
        for path in Path(folder).rglob("*"):
            if path.is_file() and path.stat().st_size > LARGE:
                with path.open("rb", buffering=0) as file:
                    while file.readinto(part):
                        pass

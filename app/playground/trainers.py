"""Who trains: XLA where JAX is installed, on a CPU, whatever it can translate; torch all the rest."""

from collections.abc import Callable
from importlib.util import find_spec
from typing import Literal, Protocol

from app.playground.scoring import Score
from app.playground.training import Run

TrainerName = Literal["xla", "torch"]
TrainerChoice = Literal["auto", "torch"]


class EpochTrainer(Protocol):
    """Takes a run on by whole epochs, at most `capacity` a call."""

    capacity: int

    def train(self, epochs: int) -> list[Score]:
        """Learn for `epochs` epochs more, at most `capacity`, or until the run diverges; the scores that were due."""
        ...


def choose_trainer(choice: TrainerChoice) -> TrainerName:
    """Who trains what can be compiled; auto is XLA where JAX is installed."""
    return "torch" if choice == "torch" or find_spec("jax") is None else "xla"


def compiled_trainer(run: Run, is_due: Callable[[int], bool] | None = None) -> EpochTrainer | None:
    """XLA's trainer of `run`, which scores it after the epochs that are due; None where torch has to train it, or may.

    Which of them it is depends on the plan and on the device alone. It may take seconds, as a program is compiled, and
    may be done in another thread. JAX has to be installed.
    """
    if run.device != "cpu":
        return None
    # JAX takes a third of a second to import, and is not everywhere
    from app.playground.compiled.trainer import CompiledTrainer  # noqa: PLC0415
    from app.playground.compiled.translation import NoProgramError  # noqa: PLC0415

    try:
        return CompiledTrainer(run, is_due)
    except NoProgramError:
        return None

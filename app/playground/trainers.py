"""Who trains: XLA where JAX is installed, on a CPU, whatever it can translate; torch all the rest."""

from collections.abc import Callable
from importlib import import_module
from importlib.util import find_spec
from typing import Literal, Protocol

from app.playground.scoring import Score
from app.playground.training import Run

TrainerName = Literal["xla", "torch"]
TrainerChoice = Literal["auto", "torch"]


# beyond these the time goes into arithmetic, which torch does as fast, and batch by batch, so that nobody waits for an
# epoch: numbers that the hidden layers of all replicas come to in a step, and parameters × samples of an epoch
_MOST_NUMBERS = 50_000
_MOST_PRODUCTS = 20_000_000


class EpochTrainer(Protocol):
    """Takes a run on by whole epochs, at most `capacity` a call."""

    capacity: int

    def prepare(self) -> None:
        """Make ready, which takes a moment, and may be done in another thread."""

    def train(self, epochs: int) -> list[Score]:
        """Learn for `epochs` epochs more, at most `capacity`, or until the run diverges; the scores that were due."""
        ...


def choose_trainer(choice: TrainerChoice) -> TrainerName:
    """Who trains what can be compiled; auto is XLA where JAX is installed."""
    return "torch" if choice == "torch" or find_spec("jax") is None else "xla"


def load_compiled_trainer() -> None:
    """Import what XLA's trainer needs, which takes a third of a second, and may be done in another thread."""
    import_module("app.playground.compiled.trainer")


def compiled_trainer(run: Run, is_due: Callable[[int], bool] | None = None) -> EpochTrainer | None:
    """XLA's trainer of `run`, which scores it after the epochs that are due; None where torch has to train it, or may.

    That depends on the plan and on the device alone. JAX has to be installed.
    """
    if run.device != "cpu" or _is_large(run):
        return None
    # JAX is not everywhere
    from app.playground.compiled.trainer import CompiledTrainer  # noqa: PLC0415
    from app.playground.compiled.translation import UntranslatableError  # noqa: PLC0415

    try:
        return CompiledTrainer(run, is_due)
    except UntranslatableError:
        return None


def _is_large(run: Run) -> bool:
    """Whether XLA saves nothing."""
    numbers = run.plan.replicas * run.batch_size * run.network.chances
    return numbers > _MOST_NUMBERS or run.parameters.vector.numel() * len(run.train) > _MOST_PRODUCTS

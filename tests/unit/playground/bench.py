"""Compiling, done when a test says so."""

from collections.abc import Callable
from concurrent.futures import Future

from app.playground.trainers import EpochTrainer

MANY = 1000

Task = Callable[[], EpochTrainer | None]


class Bench:
    """What is to be compiled waits here until a test says that it is done."""

    def __init__(self) -> None:
        self.waiting: list[tuple[Task, Future[EpochTrainer | None]]] = []

    def submit(self, task: Task) -> Future[EpochTrainer | None]:
        """Put `task` on the bench."""
        future: Future[EpochTrainer | None] = Future()
        self.waiting.append((task, future))
        return future

    def work(self, most: int = MANY) -> None:
        """Do what waits and is still wanted, the first first."""
        for _ in range(min(most, len(self.waiting))):
            task, future = self.waiting.pop(0)
            if future.set_running_or_notify_cancel():
                future.set_result(task())


class Eager(Bench):
    """A bench on which everything is done at once."""

    def submit(self, task: Task) -> Future[EpochTrainer | None]:
        """Do `task`."""
        future = super().submit(task)
        self.work()
        return future

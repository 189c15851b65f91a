"""Patience: how long somebody waits for a map."""

import time


class Patience:
    """So many seconds, counted from when a thread paints the first tile of a map for somebody.

    Whoever waits for a program, or for a thread, is not late for that.
    """

    def __init__(self, seconds: float) -> None:
        self._seconds = seconds
        self._began: float | None = None

    def begin(self) -> None:
        """Count from now on, unless it counts already."""
        if self._began is None:
            self._began = time.monotonic()

    @property
    def left(self) -> float:
        """The seconds that are left: all of them before it counts, 0 at the end."""
        return self._seconds if self._began is None else max(self._began + self._seconds - time.monotonic(), 0.0)

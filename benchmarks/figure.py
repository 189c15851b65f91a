"""One row of the table."""

import statistics
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured quantity: all its runs, of which the median is what counts, and what is aimed at."""

    what: str
    runs: list[float]
    unit: str
    aim: str

    @property
    def median(self) -> float:
        """The middle of the runs."""
        return statistics.median(self.runs)

    def __str__(self) -> str:
        runs = " ".join(f"{run:.3g}" for run in self.runs)
        return f"| {self.what} | {self.median:.3g} {self.unit} | {self.aim} | {runs} |"

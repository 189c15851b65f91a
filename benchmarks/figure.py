"""One row of the table."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """A measured quantity: the median of the runs, all of them, and what is aimed at."""

    what: str
    median: float
    runs: list[float]
    unit: str
    aim: str

    def __str__(self) -> str:
        runs = " ".join(f"{run:.3g}" for run in self.runs)
        return f"| {self.what} | {self.median:.3g} {self.unit} | {self.aim} | {runs} |"

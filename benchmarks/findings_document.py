"""`docs/findings.md`: what maps have found, as sentences and tables."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import fill

from app.playground.map.learned_ranges import (
    AXES,
    EPOCHS,
    LAYERS,
    OPTIMIZER,
    SEEDS,
    UNITS,
    Estimate,
    LearnedRange,
    Varied,
    question,
)
from app.playground.optimizers import OPTIMIZERS
from app.text import listed, number, percent

DOCUMENT = Path(__file__).parents[1] / "docs" / "findings.md"
WIDTH = 120
TITLES: dict[Varied, str] = {"lr": "Learning rate", "weight_scale": "Scale"}
HEADER = "| activation | best | lowest | highest | decades | most seeds |\n|---|---|---|---|---|---|"

ASKS = """
At which learning rates does an activation learn, and from first weights of which size? This file, and what the
cards of activations say of it, are written by `.venv/bin/python -m benchmarks.findings`.
"""
MEASURED = """
Measured are maps ([README](../README.md)): networks of {layers} hidden layers of {units} units, {optimizer},
batches of {batch}, {points} points with noise {noise}, half of them to train on; all else is as the playground
has it. The networks go through the data {epochs} times. {rates.points} learning rates from {lowest_rate} to
{highest_rate} and {scales.points} scales from {lowest_scale} to {highest_scale} were tried, in equal ratios,
each with {seeds} seeds of weights and batches; the data are the same for all.
"""
TERMS = """
A network has learned if it ends at an accuracy of {aim} or above on the test data. A value learns if at least
half of the seeds have learned. Lowest and highest are the ends of the values that learn, and decades the powers
of ten from one to the other; a value between them need not learn. Best is the value with the lowest median loss
on the test data. Most seeds is the largest share of seeds that learned at one value.
"""
INTERVALS = """
In brackets are 95 % bootstrap intervals: seeds are drawn again, with replacement; for the ends those draws
count that learn somewhere. They end at values that were tried, which lie further apart than many intervals are
wide, and they do not say what another draw of the data would give. Where an end is the first or the last value
that was tried, the range may go on beyond it.
"""
SCALES = """
The scale was varied at the best learning rate of that activation and data set: the first weights are so many
times what they usually are.
"""

EACH_DATA = """
- {data}: {count} of {all} activations learn it at some learning rate. The widest range has {most} decades
({widest}), the narrowest {fewest} ({narrowest}). At no learning rate: {none}.
"""
BESTS = """
- Where something learns, the best learning rates lie between {low} ({lowest}) and {high} ({highest}).
"""
USUAL = """
- In {usual} of the {count} cases that learn at some scale of the first weights, the usual scale, 1, lies in the
interval of the best.
"""


def document(rows: Sequence[LearnedRange]) -> str:
    """The whole document."""
    parts = ["# Findings", *_introduction(rows[0]), "## In short", "\n".join(_short(rows))]
    parts += ["## Learning rates", *_tables(rows, "lr")]
    parts += ["## Scales of the first weights", _filled(SCALES), *_tables(rows, "weight_scale")]
    return "\n\n".join(parts) + "\n"


def _filled(text: str, **values: object) -> str:
    told = text.strip().format(**values)
    return fill(told, WIDTH, subsequent_indent="  " if told.startswith("- ") else "", break_on_hyphens=False)


def _introduction(row: LearnedRange) -> Iterator[str]:
    asked, rates, scales = question(row.activation, row.data), AXES["lr"], AXES["weight_scale"]
    yield _filled(ASKS)
    yield _filled(
        MEASURED,
        layers=LAYERS,
        units=UNITS,
        optimizer=OPTIMIZERS[OPTIMIZER].title,
        batch=asked.plan.training.batch_size,
        points=asked.plan.data.points,
        noise=number(asked.plan.data.noise),
        epochs=listed([f"{count} ({data})" for data, count in EPOCHS.items()]),
        rates=rates,
        lowest_rate=number(rates.low),
        highest_rate=number(rates.high),
        scales=scales,
        lowest_scale=number(scales.low),
        highest_scale=number(scales.high),
        seeds=SEEDS,
    )
    yield _filled(TERMS, aim=asked.goal.aim)
    yield _filled(INTERVALS)


def _short(rows: Sequence[LearnedRange]) -> Iterator[str]:
    rates = [row for row in rows if row.varied == "lr"]
    for data in EPOCHS:
        of_data = [row for row in rates if row.data == data]
        widths = [(row.decades.value, row.activation) for row in of_data if row.decades]
        most, fewest = max(widths)[0], min(widths)[0]
        yield _filled(
            EACH_DATA,
            data=data,
            count=len(widths),
            all=len(of_data),
            most=number(most, 3),
            widest=_named(widths, most),
            fewest=number(fewest, 3),
            narrowest=_named(widths, fewest),
            none=listed([row.activation for row in of_data if not row.decades] or ["none"]),
        )
    bests = [(row.best.value, f"{row.activation} on {row.data}") for row in rates if row.decades]
    low, high = min(bests)[0], max(bests)[0]
    yield _filled(
        BESTS, low=number(low, 2), lowest=_named(bests, low), high=number(high, 2), highest=_named(bests, high)
    )
    scales = [row for row in rows if row.varied == "weight_scale" and row.decades]
    yield _filled(USUAL, usual=sum(row.best.low <= 1 <= row.best.high for row in scales), count=len(scales))


def _named(pairs: Sequence[tuple[float, str]], value: float) -> str:
    # values of one axis, whose quotients differ by roundings alone
    return listed([name for other, name in pairs if number(other, 6) == number(value, 6)])


def _tables(rows: Sequence[LearnedRange], varied: Varied) -> Iterator[str]:
    for data in EPOCHS:
        yield f"### {TITLES[varied]}: {data}"
        yield "\n".join((HEADER, *(_line(row) for row in rows if (row.data, row.varied) == (data, varied))))


def _line(row: LearnedRange) -> str:
    estimates = (row.best, row.lowest, row.highest, row.decades)
    return f"| {' | '.join((f'`{row.activation}`', *map(_cell, estimates), percent(row.share)))} |"


def _cell(estimate: Estimate | None) -> str:
    if estimate is None:
        return "–"
    value, low, high = (number(each, 2) for each in (estimate.value, estimate.low, estimate.high))
    return f"{value} [{low}, {high}]"

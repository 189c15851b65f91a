"""A map as files: a table for people, arrays for programs."""

import csv
import io
from math import isfinite

import numpy as np

from app.playground.map.judge import OUTCOMES
from app.playground.map.picture import UNKNOWN, Picture
from app.text import exact, table_cell

HEADER = "activation", "value", "outcome"


def csv_of(picture: Picture) -> str:
    """A line for each known pixel: its x and y, activation, value (empty where there is none) and outcome."""
    question = picture.question
    x, y = question.values
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow((table_cell(question.x.vary), table_cell(question.y.vary), *HEADER))
    for number, activation in enumerate(question.activations):
        for row, column in np.argwhere(picture.outcome[number] != UNKNOWN).tolist():
            value = float(picture.values[number, row, column])
            told = exact(value) if isfinite(value) else ""
            outcome = OUTCOMES[picture.outcome[number, row, column]]
            rows.writerow((exact(x[column]), exact(y[row]), table_cell(activation), told, outcome))
    return file.getvalue()


def npz_of(picture: Picture) -> bytes:
    """NumPy's arrays `x` (columns,), `y` (rows,), `activations`, `values` and `outcome` (activations, rows, columns).

    Values are NaN where there is none; an outcome is a place in `outcomes`, or -1 where it is not known. `question` is
    the whole question, as JSON.
    """
    x, y = picture.question.values
    file = io.BytesIO()
    np.savez_compressed(
        file,
        x=np.array(x),
        y=np.array(y),
        activations=np.array(picture.question.activations),
        values=picture.values,
        outcome=picture.outcome,
        outcomes=np.array(OUTCOMES),
        question=np.array(picture.question.model_dump_json()),
    )
    return file.getvalue()

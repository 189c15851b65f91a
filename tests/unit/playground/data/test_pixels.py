"""Columns are pixels by their names alone."""

import pytest

from app.playground.data.datasets import DATASETS
from app.playground.data.pixels import picture_shape, pixel_names


def test_the_digits_are_pictures_and_no_other_data_is() -> None:
    assert {name: picture_shape(dataset.columns) for name, dataset in DATASETS.items()} == {
        name: (8, 8) if name == "digits" else None for name in DATASETS
    }


def test_pixels_go_row_by_row() -> None:
    names = pixel_names(2, 3)
    assert names[:4] == ("row 1 column 1", "row 1 column 2", "row 1 column 3", "row 2 column 1")
    assert picture_shape(names) == (2, 3)


@pytest.mark.parametrize(
    "names",
    [
        pixel_names(2, 3)[::-1],
        pixel_names(2, 3)[1:],
        (*pixel_names(2, 2)[:3], "row 9999999 column 9999999"),
        ("x", *pixel_names(2, 2)[1:]),
        ("x", "y"),
    ],
)
def test_other_names_are_none(names: tuple[str, ...]) -> None:
    assert picture_shape(names) is None

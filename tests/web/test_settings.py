"""Every setting is an environment variable that the README documents, and one that does not fit stops the start."""

import re
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from app.main import create_app
from app.settings import Settings

README = Path(__file__).parents[2] / "README.md"
FIELDS = Settings.model_fields


def documented() -> dict[str, list[str]]:
    """The README's table of settings, the one that HOST stands in: the cells beside each name."""
    tables = re.findall(r"(?:^\|.*\n)+", README.read_text("utf-8"), re.MULTILINE)
    (table,) = [table for table in tables if "`HOST`" in table]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines()]
    return {cells[0].strip("`"): cells[1:] for cells in rows if cells[0].startswith("`")}


def as_written(cell: str) -> str:
    """A default as the table writes it, without the marks that only help a reader."""
    plain = re.sub(r"(?<=\d)[,_](?=\d)", "", cell.strip("`\"'()"))
    return "" if plain in {"none", "empty", "–"} else plain


@pytest.mark.parametrize("name", FIELDS)
def test_the_readme_documents_the_setting_with_its_default(name: str) -> None:
    rows = documented()
    assert name.upper() in rows
    assert str(FIELDS[name].default) in {as_written(cell) for cell in rows[name.upper()]}


def test_the_readme_documents_no_setting_that_is_not_there() -> None:
    assert set(documented()) == {name.upper() for name in FIELDS}


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_says_why_in_one_sentence(name: str) -> None:
    why = FIELDS[name].description
    assert why is not None
    assert why.endswith(".")
    assert why[0].isupper()


def test_the_defaults_need_no_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in FIELDS:
        monkeypatch.delenv(name.upper(), raising=False)
    settings = Settings()
    assert settings.model_dump() == {name: field.default for name, field in FIELDS.items()}
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert settings.origins == ()


@pytest.mark.parametrize(
    ("name", "given", "read"),
    [
        ("HOST", "0.0.0.0", "0.0.0.0"),  # noqa: S104  only read, not listened on
        ("PORT", "9000", 9000),
        ("port", "0", 0),
        ("WORKERS", "4", 4),
        ("DEVICE", "cpu", "cpu"),
        ("ALLOWED_ORIGINS", "https://a.example", "https://a.example"),
        ("MAX_BODY_BYTES", "2000", 2000),
        ("CACHE_SECONDS", "0", 0),
    ],
)
def test_the_environment_sets_each(monkeypatch: pytest.MonkeyPatch, name: str, given: str, read: object) -> None:
    monkeypatch.setenv(name, given)
    assert getattr(Settings(), name.lower()) == read


@pytest.mark.parametrize(
    ("name", "given"),
    [
        ("PORT", "-1"),
        ("PORT", "65536"),
        ("PORT", "http"),
        ("WORKERS", "0"),
        ("WORKERS", "65"),
        ("DEVICE", "tpu"),
        ("MAX_BODY_BYTES", "999"),
        ("CACHE_SECONDS", "-1"),
    ],
)
def test_a_value_that_does_not_fit_is_refused_by_name(monkeypatch: pytest.MonkeyPatch, name: str, given: str) -> None:
    monkeypatch.setenv(name, given)
    with pytest.raises(ValidationError, match=name.lower()):
        Settings()


def test_another_program_s_variables_do_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    alone = Settings()
    monkeypatch.setenv("SOME_OTHER_SETTING", "1")
    assert Settings() == alone


@pytest.mark.parametrize(
    ("given", "origins"),
    [
        ("", ()),
        (" , ", ()),
        ("https://a.example", ("https://a.example",)),
        (" https://a.example , http://b.example:8000,", ("https://a.example", "http://b.example:8000")),
    ],
)
def test_origins_are_separated_by_commas(given: str, origins: tuple[str, ...]) -> None:
    assert Settings(allowed_origins=given).origins == origins


def test_settings_do_not_change() -> None:
    settings: Any = Settings()
    with pytest.raises(ValidationError):
        settings.port = 1


def test_the_application_takes_the_settings_that_it_is_given() -> None:
    settings = Settings(device="cpu", cache_seconds=7)
    assert create_app(settings).state.settings is settings

"""The command line of the server: a flag for each setting, made of its field, and a sentence for what does not fit."""

import argparse
import os
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, get_args

from pydantic import ValidationError
from pydantic.fields import FieldInfo

from app.environment import leading, remarks
from app.faults import fault_sentence
from app.lookup import nearest
from app.settings import Settings
from app.text import echoed

FIELDS = Settings.model_fields

EPILOG = (
    "Each is an environment variable too: ACTIVATION_LAB_PORT=8080 is --port 8080. A flag leads where both are there."
)


class SettingsError(ValueError):
    """Settings that do not fit; `sentences` says what is wrong with each."""

    def __init__(self, sentences: Iterable[str]) -> None:
        self.sentences = tuple(sentences)
        super().__init__(" ".join(self.sentences))


def flag(setting: str) -> str:
    """The flag of a setting: --max-body-bytes of max_body_bytes."""
    return f"--{setting.replace('_', '-')}"


def settings_of(arguments: Sequence[str]) -> tuple[Settings, list[str]]:
    """The settings that flags and the environment give, and remarks on what sets nothing.

    Raises SettingsError. --help prints and exits.
    """
    given: dict[str, Any] = dict(_given(arguments))
    try:
        return Settings(**given), list(remarks(FIELDS, os.environ))
    except ValidationError as error:
        names = leading(FIELDS, os.environ) | {setting: flag(setting) for setting in given}
        raise SettingsError(_sentences(error, names)) from None


def _given(arguments: Sequence[str]) -> dict[str, str]:
    """The values of the flags, as they were written."""
    try:
        asked, unknown = _parser().parse_known_args(arguments)
    except argparse.ArgumentError as error:
        raise SettingsError([f"{error.argument_name} needs a value; python -m app --help says which."]) from None
    if unknown:
        # a value that follows a flag which is none is no fault of its own
        flags = [argument for argument in unknown if argument.startswith("-")]
        raise SettingsError(map(_unknown, flags or unknown))
    # one that is empty sets nothing, as with variables
    return {setting: value for setting, value in vars(asked).items() if value}


def _parser() -> argparse.ArgumentParser:
    # values are read with the settings, which say what is wrong with them
    parser = argparse.ArgumentParser(
        prog="python -m app",
        description="Serve Activation Lab.",
        epilog=EPILOG,
        allow_abbrev=False,
        exit_on_error=False,
    )
    for setting, field in FIELDS.items():
        sentence = f"{field.description} ({written(field.default) or 'empty'})"
        parser.add_argument(flag(setting), metavar=_metavar(field), help=sentence.replace("%", "%%"))
    return parser


def written(value: object) -> str:
    """The value of a setting as one writes it in the environment."""
    return str(value).lower() if isinstance(value, bool) else str(value)


def _metavar(field: FieldInfo) -> str:
    kinds: dict[Any, str] = {int: "N", bool: "true|false"}
    return "|".join(get_args(field.annotation)) or kinds.get(field.annotation, "TEXT")


def _unknown(argument: str) -> str:
    name = argument.partition("=")[0]
    near = nearest(name, map(flag, FIELDS))
    if near is None:
        return f"{echoed(name)} is no flag; python -m app --help lists them."
    return f"{echoed(name)} is no flag; did you mean {near}?"


def _sentences(error: ValidationError, names: dict[str, str]) -> Iterator[str]:
    for fault in error.errors(include_url=False):
        setting = str(fault["loc"][0])
        yield fault_sentence({**fault, "loc": (names.get(setting, setting),)})

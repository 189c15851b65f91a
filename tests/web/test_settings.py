"""Every setting is an environment variable and a flag that the README documents, and one that does not fit says so."""

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest
import torch
from pydantic import ValidationError

from app.__main__ import main
from app.command_line import SettingsError, flag, settings_of, written
from app.environment import PREFIX, WITHOUT_PREFIX, variable
from app.main import create_app
from app.settings import Settings
from tests.unit.sentences import assert_one_sentence

ROOT = Path(__file__).parents[2]
FIELDS = Settings.model_fields


@pytest.fixture(autouse=True)
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """An environment without a setting; what a test or the program adds is taken back."""
    monkeypatch.setattr(os, "environ", os.environ.copy())
    for name in list(os.environ):
        if name.upper().startswith(PREFIX) or name.lower() in FIELDS:
            del os.environ[name]


def complaints(*arguments: str) -> Sequence[str]:
    """What is wrong with the settings of these flags and the environment."""
    with pytest.raises(SettingsError) as caught:
        settings_of(arguments)
    for sentence in caught.value.sentences:
        assert_one_sentence(sentence)
    return caught.value.sentences


def remarks() -> list[str]:
    """What is said of variables that set nothing."""
    _, said = settings_of([])
    for sentence in said:
        assert_one_sentence(sentence)
    return said


def test_the_readme_documents_every_setting_with_its_default_and_sentence() -> None:
    text = (ROOT / "README.md").read_text("utf-8")
    rows = [
        f"| `{variable(name)}` | {f'`{written(field.default)}`' if written(field.default) else '(empty)'} "
        f"| {field.description} |\n"
        for name, field in FIELDS.items()
    ]
    assert f"|---|---|---|\n{''.join(rows)}\n" in text


@pytest.mark.parametrize("name", FIELDS)
def test_every_setting_says_why_in_one_sentence(name: str) -> None:
    why = FIELDS[name].description
    assert why is not None
    assert why.endswith(".")
    assert why[0].isupper()


def test_the_defaults_need_no_environment() -> None:
    settings = Settings()
    assert settings.model_dump() == {name: field.default for name, field in FIELDS.items()}
    assert (settings.host, settings.port, settings.workers) == ("127.0.0.1", 8000, 1)
    assert settings.origins == ()


GIVEN = [
    ("HOST", "0.0.0.0", "0.0.0.0"),  # noqa: S104  only read, not listened on
    ("PORT", "9000", 9000),
    ("port", "0", 0),
    ("WORKERS", "4", 4),
    ("DEVICE", "cpu", "cpu"),
    ("ALLOWED_ORIGINS", "https://a.example", "https://a.example"),
    ("MAX_BODY_BYTES", "2000", 2000),
    ("CACHE_SECONDS", "0", 0),
]


@pytest.mark.parametrize(("name", "given", "read"), GIVEN)
def test_a_variable_sets_each_with_the_prefix_and_still_without(name: str, given: str, read: object) -> None:
    os.environ[name] = given
    assert getattr(Settings(), name.lower()) == read
    os.environ[name] = "another"
    os.environ[PREFIX + name] = given
    assert getattr(Settings(), name.lower()) == read


@pytest.mark.parametrize(("name", "given", "read"), GIVEN)
def test_a_flag_leads(name: str, given: str, read: object) -> None:
    os.environ[variable(name)] = "another"
    settings, said = settings_of([f"{flag(name.lower())}={given}"])
    assert getattr(settings, name.lower()) == read
    assert not said


def test_an_empty_variable_sets_nothing_nor_does_an_empty_flag() -> None:
    os.environ |= {"PORT": "9000", variable("port"): "", variable("workers"): ""}
    assert (Settings().port, Settings().workers) == (9000, 1)
    assert settings_of(["--port", ""])[0].port == 9000


def test_a_name_that_never_stood_without_the_prefix_is_not_read_so() -> None:
    for name in set(FIELDS) - WITHOUT_PREFIX:
        os.environ[name.upper()] = "another"
    assert Settings() == Settings.model_construct()
    assert set(FIELDS) >= WITHOUT_PREFIX


WRONG = [
    ("PORT", "-1", "at least 0"),
    ("PORT", "65536", "at most 65,535"),
    ("PORT", "http", "whole number"),
    ("WORKERS", "0", "at least 1"),
    ("WORKERS", "65", "at most 64"),
    ("DEVICE", "tpu", "'auto', 'cpu' or 'cuda'"),
    ("MAX_BODY_BYTES", "999", "at least 1,000"),
    ("CACHE_SECONDS", "-1", "at least 0"),
]


@pytest.mark.parametrize(("name", "given", "allowed"), WRONG)
def test_a_value_that_does_not_fit_is_named_with_what_is_allowed(name: str, given: str, allowed: str) -> None:
    os.environ[name] = given
    (sentence,) = complaints()
    assert sentence.startswith(f"{name} = '{given}' ")
    assert allowed in sentence
    os.environ[variable(name)] = given
    (sentence,) = complaints()
    assert sentence.startswith(f"{variable(name)} = '{given}' ")
    (sentence,) = complaints(flag(name.lower()), given)
    assert sentence.startswith(f"{flag(name.lower())} = '{given}' ")


def test_several_that_do_not_fit_are_a_line_each(capfd: pytest.CaptureFixture[str]) -> None:
    os.environ |= {variable("port"): "http", "WORKERS": "0"}
    assert main(["--device", "tpu"]) == 2
    printed = capfd.readouterr()
    assert not printed.out
    names = [line.split()[0] for line in printed.err.splitlines()]
    assert names == [variable("port"), "WORKERS", "--device"]


@pytest.mark.skipif(torch.cuda.is_available(), reason="a GPU is there")
def test_a_gpu_that_is_not_there_is_one_sentence(capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["--device", "cuda"]) == 2
    assert_one_sentence(capfd.readouterr().err.strip())


@pytest.mark.parametrize(
    ("argument", "meant"), [("--prot", "--port"), ("--MAX_BODY_BYTES=5", "--max-body-bytes"), ("8000", "--help")]
)
def test_a_flag_that_is_none_is_named(argument: str, meant: str) -> None:
    (sentence,) = complaints(argument)
    assert argument.partition("=")[0] in sentence
    assert meant in sentence


def test_several_flags_that_are_none_are_a_line_each() -> None:
    names = [sentence.split()[0] for sentence in complaints("--prot", "8080", "--workers=2", "--workerz", "2")]
    assert names == ["--prot", "--workerz"]


def test_a_flag_without_a_value_is_named() -> None:
    assert "--port needs a value" in complaints("--port")[0]


@pytest.mark.parametrize("name", ["x86_64-conda-linux-gnu", "lab", "arm64-apple-darwin20.0.0", "0.0.0.0.0"])
def test_a_host_without_the_prefix_that_is_no_address_is_left_aside(name: str) -> None:
    os.environ["HOST"] = name
    assert Settings().host == "127.0.0.1"
    (sentence,) = remarks()
    assert name in sentence
    assert variable("host") in sentence


@pytest.mark.parametrize("address", ["::", "::1", "0.0.0.0", "localhost", "10.1.2.3"])  # noqa: S104  only read
def test_one_that_is_an_address_is_read(address: str) -> None:
    os.environ["HOST"] = address
    assert (Settings().host, remarks()) == (address, [])


def test_any_host_is_read_that_the_prefix_says_is_ours() -> None:
    os.environ |= {"HOST": "x86_64-conda-linux-gnu", variable("host"): "lab.example"}
    assert Settings().host == "lab.example"


def test_what_kubernetes_says_of_a_service_of_our_name_does_no_harm() -> None:
    os.environ |= {
        "ACTIVATION_LAB_SERVICE_HOST": "10.0.0.11",
        "ACTIVATION_LAB_SERVICE_PORT_HTTP": "80",
        "ACTIVATION_LAB_PORT": "tcp://10.0.0.11:80",
        "ACTIVATION_LAB_PORT_80_TCP_ADDR": "10.0.0.11",
    }
    assert Settings().port == 8000
    (sentence,) = remarks()
    assert "ACTIVATION_LAB_PORT = tcp://10.0.0.11:80" in sentence


@pytest.mark.parametrize(
    ("name", "meant"), [("PROT", "ACTIVATION_LAB_PORT"), ("most_session", "ACTIVATION_LAB_MOST_SESSIONS")]
)
def test_a_name_that_is_mistyped_is_named_with_what_may_be_meant(name: str, meant: str) -> None:
    os.environ[PREFIX + name] = "1"
    (sentence,) = remarks()
    assert PREFIX + name in sentence
    assert f"did you mean {meant}?" in sentence


def test_one_that_is_near_to_none_is_named_too() -> None:
    os.environ["ACTIVATION_LAB_Q"] = "1"
    assert "--help" in remarks()[0]


def test_another_program_s_variables_do_no_harm() -> None:
    os.environ["SOME_OTHER_SETTING"] = "1"
    assert (Settings(), remarks()) == (Settings.model_construct(), [])


def test_help_lists_every_setting_with_its_sentence_and_default() -> None:
    asked = [sys.executable, "-m", "app", "--help"]
    help_text = " ".join(subprocess.run(asked, cwd=ROOT, capture_output=True, text=True, check=True).stdout.split())
    for name, field in FIELDS.items():
        assert f"{flag(name)} " in help_text
        assert f"{field.description} ({written(field.default) or 'empty'})" in help_text


OF_BROWSERS = ("https://a.example", "http://b.example")


@pytest.mark.parametrize(
    ("given", "origins"),
    [
        ("", ()),
        (" , ", ()),
        ("https://a.example", ("https://a.example",)),
        (" https://a.example , http://b.example:8000,", ("https://a.example", "http://b.example:8000")),
        ("HTTPS://A.Example:443,http://b.example:80,https://c.example:80", (*OF_BROWSERS, "https://c.example:80")),
        ("*", ("*",)),
    ],
)
def test_origins_are_separated_by_commas_and_written_as_browsers_write_them(
    given: str, origins: tuple[str, ...]
) -> None:
    assert Settings(allowed_origins=given).origins == origins


@pytest.mark.parametrize(
    ("given", "is_let_in"),
    [("", False), ("https://lab.example:443", True), ("https://lab.example:1", False), ("*", True)],
)
def test_who_is_let_in(given: str, *, is_let_in: bool) -> None:
    assert Settings(allowed_origins=given).lets_in("https://lab.example") == is_let_in


def test_settings_do_not_change() -> None:
    settings: Any = Settings()
    with pytest.raises(ValidationError):
        settings.port = 1


def test_the_application_takes_the_settings_that_it_is_given() -> None:
    settings = Settings(device="cpu", cache_seconds=7)
    assert create_app(settings).state.settings is settings

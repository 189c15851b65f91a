"""Every switch of a deployment, with a sentence that says why; environment variables and flags set them."""

import os
import re
from typing import Literal

from pydantic import Field, field_validator
from pydantic_settings import BaseSettings, InitSettingsSource, PydanticBaseSettingsSource, SettingsConfigDict

from app.environment import leading
from app.faults import shortened as shown
from app.logs import LogFormat, LogLevel

_NAME = r"[a-z\d_-]+(\.[a-z\d_-]+)*"
_HOST = re.compile(rf"\*|(\*\.)?{_NAME}|\[[\da-f:.]+\]", re.IGNORECASE)
_PATH = re.compile(r"(/[\w.~@%-]+)*", re.ASCII)
_SITE = re.compile(rf"https?://(\*\.)?{_NAME}(:\d+)?", re.IGNORECASE)
_ORIGIN = re.compile(rf"\*|https?://({_NAME}|\[[\da-f:.]+\])(:\d+)?", re.IGNORECASE)


def _each(text: str, pattern: re.Pattern[str], sentence: str) -> str:
    """`text`, a list. Raises ValueError with `sentence`, of the first in it that is `wrong`: does not fit `pattern`."""
    for part in listed_in(text):
        if not pattern.fullmatch(part):
            raise ValueError(sentence.format(wrong=shown(part)))
    return text


def without_usual_port(origin: str) -> str:
    """An origin as browsers write it: in small letters, and without the port that its scheme stands for."""
    scheme, separator, host = origin.lower().partition("://")
    return f"{scheme}{separator}{host.removesuffix({'http': ':80', 'https': ':443'}.get(scheme, ''))}"


class Settings(BaseSettings):
    """Read once at start, from ACTIVATION_LAB_PORT and its like. Raises ValidationError where a value does not fit."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore")

    host: str = Field(default="127.0.0.1", description="Address to listen on; 0.0.0.0 lets other machines in.")
    port: int = Field(default=8000, ge=0, le=65535, description="Port to listen on; 0 takes a free one.")
    workers: int = Field(default=1, ge=1, le=64, description="Server processes; each holds its own copy of torch.")
    device: Literal["auto", "cpu", "cuda"] = Field(
        default="auto", description="Where torch computes; auto takes a CUDA GPU where there is one."
    )
    trainer: Literal["auto", "torch"] = Field(
        default="auto",
        description="Who trains runs, races and maps; auto takes XLA where JAX is installed: on a CPU some 20 times as "
        "fast for one small network, and the less the more learn side by side.",
    )
    allowed_origins: str = Field(
        default="",
        description="Other origins whose pages may call the API and open its sockets, separated by commas, or * for "
        "all; none by default.",
    )
    allowed_hosts: str = Field(
        default="",
        description=(
            "Names by which the server may be asked for, such as lab.example or *.lab.example, separated by commas; "
            "by default all, or on an address that this machine alone can reach its own names, which are always served."
        ),
    )
    frame_ancestors: str = Field(
        default="",
        description=(
            "Other sites whose pages may show ours in a frame, such as https://moodle.example or https://*.example, "
            "separated by commas; by default this site's alone."
        ),
    )
    root_path: str = Field(
        default="",
        description="Path below which a proxy serves the pages, such as /lab; it may pass it on or take it away.",
    )
    forwarded_allow_ips: str = Field(
        default="127.0.0.1,::1",
        description=(
            "Addresses and networks of proxies, separated by commas, whose X-Forwarded-Proto and X-Forwarded-For are "
            "believed; * is everybody's."
        ),
    )
    max_body_bytes: int = Field(
        default=1_000_000, ge=1_000, description="Largest request body in bytes; a request for curves needs far less."
    )
    max_table_bytes: int = Field(
        default=16_000_000,
        ge=1_000,
        description=(
            "Largest request body that has a plan or a table, and largest message of a page, in bytes; 64 columns of "
            "10,000 rows have 13 million."
        ),
    )
    cache_seconds: int = Field(
        default=300, ge=0, description="Seconds that a browser may keep an answer which depends on its address alone."
    )
    most_replicas: int = Field(
        default=128, ge=1, description="Networks that one plan may train side by side; a GPU takes thousands."
    )
    most_epochs: int = Field(
        default=10_000,
        ge=1,
        description="Epochs that one call of the API, or a race, may train; a live run has no such end.",
    )
    most_network_epochs: int = Field(
        default=100_000,
        ge=1,
        description="Activations × seeds × epochs that one race by the API may ask for, with searches for its rates.",
    )
    most_pixels: int = Field(
        default=100_000, ge=4, description="Pixels of one map, of all its activations; each is a network, or several."
    )
    train_seconds: int = Field(
        default=60, ge=1, description="Seconds that one call of the API may train, so that none waits for ever."
    )
    most_work: int = Field(
        default=250_000_000,
        ge=1_000_000,
        description="Numbers that one pass through a plan's networks may come to, so that no run holds up the others.",
    )
    most_megabytes: int = Field(
        default=250, ge=1, description="Megabytes that the networks and batches of one run, or race, may hold."
    )
    most_live_megabytes: int = Field(
        default=750, ge=1, description="Megabytes that all live runs and races of a worker may hold together."
    )
    most_numbers: int = Field(
        default=500_000, ge=1, description="Numbers in the history, and in the weights, of one answer."
    )
    most_trainings: int = Field(
        default=4, ge=1, description="Calls of the API that train at once in each worker; they share its time."
    )
    most_maps: int = Field(
        default=32, ge=1, description="Maps painted at once in each worker; they share threads that give way to others."
    )
    most_sessions: int = Field(default=64, ge=1, description="Live runs at once in each worker; they share its time.")
    most_sessions_per_client: int = Field(
        default=48,
        ge=1,
        description="Live runs at once in each worker from one address: a class behind one router has one.",
    )
    idle_seconds: int = Field(
        default=600, ge=1, description="Seconds after which a live run ends whose page says nothing."
    )
    most_connections: int = Field(default=1000, ge=1, description="Connections at once to each worker.")
    most_connections_per_client: int = Field(
        default=400, ge=1, description="Connections at once to each worker from one address that is no trusted proxy."
    )
    head_seconds: float = Field(
        default=10, gt=0, description="Seconds in which the first lines of a request must have come."
    )
    body_seconds: float = Field(default=30, gt=0, description="Seconds in which the body of a request must have come.")
    write_seconds: float = Field(
        default=30, gt=0, description="Seconds in which a client must read what has been sent, before more is."
    )

    drain_seconds: float = Field(
        default=0,
        ge=0,
        le=3,
        description="Seconds that SIGTERM leaves a server serving, and not ready, so that a balancer can look away.",
    )

    log_level: LogLevel = Field(default="info", description="The least that is logged, an access log apart.")
    log_format: LogFormat = Field(default="text", description="How it is logged; json is an object a line.")
    access_log: bool = Field(
        default=False,
        description="Whether a line is logged for each request and, at the level info, some for each socket.",
    )

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,  # noqa: ARG003  ours knows more of the environment
        dotenv_settings: PydanticBaseSettingsSource,  # noqa: ARG003  no file is read
        file_secret_settings: PydanticBaseSettingsSource,  # noqa: ARG003  there is no secret
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        """What the program itself says, then the environment."""
        variables = leading(settings_cls.model_fields, os.environ)
        environment = {setting: os.environ[name] for setting, name in variables.items()}
        return init_settings, InitSettingsSource(settings_cls, init_kwargs=environment)

    @field_validator("allowed_origins")
    @classmethod
    def _check_origins(cls, text: str) -> str:
        return _each(
            text,
            _ORIGIN,
            "ALLOWED_ORIGINS names {wrong}, which is no origin; write it as https://lab.example, without a path, or * "
            "for all.",
        )

    @field_validator("allowed_hosts")
    @classmethod
    def _check_hosts(cls, text: str) -> str:
        return _each(
            text,
            _HOST,
            "ALLOWED_HOSTS names {wrong}, which is no host; write it as lab.example or *.lab.example, without a port, "
            "or * for all.",
        )

    @field_validator("frame_ancestors")
    @classmethod
    def _check_ancestors(cls, text: str) -> str:
        return _each(
            text,
            _SITE,
            "FRAME_ANCESTORS names {wrong}, which is no site; write it as https://moodle.example or "
            "https://*.example, without a path.",
        )

    @field_validator("root_path")
    @classmethod
    def _check_root_path(cls, text: str) -> str:
        path = text.rstrip("/")
        if not _PATH.fullmatch(path):
            raise ValueError(f"ROOT_PATH is {shown(text)}, which is no path; write it as /lab.")
        return path

    @property
    def origins(self) -> tuple[str, ...]:
        """The allowed origins, one by one, as browsers write them; * is all of them."""
        return tuple(map(without_usual_port, listed_in(self.allowed_origins)))

    def lets_in(self, origin: str) -> bool:
        """Whether pages of that other origin may call the API and open its sockets."""
        return "*" in self.origins or without_usual_port(origin) in self.origins

    @property
    def hosts(self) -> tuple[str, ...]:
        """The allowed hosts, one by one."""
        return listed_in(self.allowed_hosts)

    @property
    def ancestors(self) -> tuple[str, ...]:
        """The sites that may show ours in a frame, one by one."""
        return listed_in(self.frame_ancestors)


def listed_in(text: str) -> tuple[str, ...]:
    """What stands between commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())

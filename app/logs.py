"""What the server logs: one line for each thing worth knowing, as text or as JSON."""

import asyncio
import json
import logging
import time
from pathlib import Path
from typing import Any, Literal

LogLevel = Literal["debug", "info", "warning", "error"]
LogFormat = Literal["text", "json"]

QUIET_SECONDS = 60.0
"""How long the same complaint is not said again: of what clients do wrong come thousands."""

MOST_COMPLAINTS = 50
"""Different complaints in that time; a client may do wrong in as many ways as it likes."""


class JsonFormatter(logging.Formatter):
    """A record as a JSON object in one line."""

    def format(self, record: logging.LogRecord) -> str:
        """The line: time, level, logger, message, and the traceback where there is one."""
        content = {
            "time": time.strftime("%Y-%m-%dT%H:%M:%S", time.gmtime(record.created)) + f".{int(record.msecs):03}Z",
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
        }
        if record.exc_info:
            content["traceback"] = self.formatException(record.exc_info)
        return json.dumps(content, ensure_ascii=False)


class WorthKnowing(logging.Filter):
    """Leaves out what says nothing new, and without an access log what says who has come."""

    def __init__(self, *, has_access: bool) -> None:
        super().__init__()
        self._has_access = has_access
        self._said: dict[str, float] = {}

    def filter(self, record: logging.LogRecord) -> bool:
        """Whether `record` is written."""
        if record.exc_info and isinstance(record.exc_info[1], asyncio.CancelledError):
            # an answer that was cut off as the server stopped: how many were is a line of its own
            return False
        if record.levelno >= logging.WARNING and (record.name == "asyncio" or not record.exc_info):
            return self._is_new(record.getMessage().partition("\n")[0], record.created)
        # uvicorn's and websockets' own modules say of each socket that it was opened, accepted and closed
        is_of_a_socket = record.levelno == logging.INFO and Path(record.pathname).parent.name == "websockets"
        return self._has_access or not is_of_a_socket

    def _is_new(self, complaint: str, now: float) -> bool:
        self._said = {said: at for said, at in self._said.items() if now - at < QUIET_SECONDS}
        if complaint in self._said or len(self._said) >= MOST_COMPLAINTS:
            return False
        self._said[complaint] = now
        return True


def log_config(level: LogLevel, form: LogFormat, *, has_access: bool) -> dict[str, Any]:
    """The configuration of Python's logging; every logger writes to standard error."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "filters": {"worth knowing": {"()": WorthKnowing, "has_access": has_access}},
        "formatters": {
            "text": {"format": "%(asctime)s %(levelname)s %(name)s: %(message)s"},
            "json": {"()": JsonFormatter},
        },
        "handlers": {
            "stderr": {"class": "logging.StreamHandler", "formatter": form, "filters": ["worth knowing"]},
        },
        "root": {"handlers": ["stderr"], "level": level.upper()},
        # who has come is said at any level, if it is asked for
        "loggers": {"uvicorn.access": {"level": "INFO"}},
    }

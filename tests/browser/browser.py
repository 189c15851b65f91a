"""Finds a Chromium to test with, and installs one where there is none: `python -m tests.browser.browser`."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from playwright.sync_api import sync_playwright

COMMANDS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
PACKAGE_MANAGERS = (
    (("apt-get", "update"), ("apt-get", "install", "--yes", "chromium")),
    (("dnf", "install", "--assumeyes", "chromium"),),
    (("apk", "add", "chromium"),),
    (("brew", "install", "--cask", "google-chrome"),),
)
# a download that cannot be reached sometimes hangs; one that can takes a minute or two
LONGEST_DOWNLOAD = 240.0
LONGEST_INSTALL = 900.0


class NoBrowserError(Exception):
    """No browser was found, or none could be installed; the message says what to do."""


def find_browser() -> str:
    """The path of a Chromium or Chrome that starts. Raises NoBrowserError."""
    if named := os.environ.get("CHROMIUM"):
        if not _starts(named):
            raise NoBrowserError(f"CHROMIUM is {named!r}, which does not start; name another or unset it")
        return named
    for path in _candidates():
        if _starts(path):
            return path
    raise NoBrowserError(
        "No Chromium or Chrome was found. Install one (Debian: apt-get install chromium), "
        "run `playwright install chromium`, or set CHROMIUM to the path of one."
    )


def ensure_browser() -> str:
    """Like `find_browser`, but installs one if there is none."""
    for install in (None, _install_from_playwright, _install_from_system):
        if install:
            install()
        try:
            return find_browser()
        except NoBrowserError:
            if "CHROMIUM" in os.environ or install is _install_from_system:
                raise
    raise AssertionError


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    yield from MAC_APPLICATIONS
    yield _playwright_path()


def _playwright_path() -> str:
    # Playwright's own process answers, for its API refuses to start twice in the one that runs the tests
    answer = subprocess.run(
        [sys.executable, "-c", f"import {__name__} as b; print(b._ask_playwright())"],
        ...
    )
    return answer.stdout.strip()

"""Finds a Chromium to test with: `python -m tests.browser.browser`; INSTALL_BROWSER=1 installs one if there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

# the same engine without the window that a headless browser still draws: a quarter of the check's time
COMMANDS = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
MAC_APPLICATIONS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)
# asked of a process of its own: Playwright refuses to start a second time in the one that runs the tests
PLAYWRIGHTS_OWN = """
from playwright.sync_api import sync_playwright
with sync_playwright() as playwright:
    print(playwright.chromium.executable_path)
"""
PACKAGE_MANAGERS = (
    ("apt-get", ("apt-get update", "apt-get install --yes chromium-headless-shell fonts-liberation")),
    ("apt-get", ("apt-get install --yes chromium",)),
    ("dnf", ("dnf install --assumeyes chromium-headless",)),
    ("dnf", ("dnf install --assumeyes chromium",)),
    ("apk", ("apk add chromium",)),
    ("brew", ("brew install --cask google-chrome",)),
)
# Chromium's sandbox refuses to run as root, which is what containers are
AS_ROOT = ("--no-sandbox",) if os.geteuid() == 0 else ()
LONGEST_START = 30.0
# seconds; a download that is cut off may hang, and a slow one takes minutes
LONGEST_INSTALL = 600.0


class NoBrowserError(Exception):
    """There is no browser; the message says what to do."""


def find_browser() -> str:
    """The path of a Chromium or Chrome that starts. Raises NoBrowserError."""
    named = os.environ.get("CHROMIUM")
    for path in [named] if named else _candidates():
        # Ubuntu's chromium-browser may be a script that only tells how to install one
        if _succeeds([path, "--version"], LONGEST_START):
            return path
    if named:
        raise NoBrowserError(f"CHROMIUM is {named!r}, which does not start: name another, or unset it.")
    raise NoBrowserError(
        "The tests need Chromium or Chrome. Install one (on Debian: apt-get install chromium-headless-shell), "
        "set CHROMIUM to the path of one, or let INSTALL_BROWSER=1 try to install one."
    )


def ensure_browser() -> str:
    """The path of a Chromium or Chrome that starts, installed if need be and asked for. Raises NoBrowserError."""
    is_asked_for = os.environ.get("INSTALL_BROWSER") == "1" and "CHROMIUM" not in os.environ
    installations = _installations() if is_asked_for else iter(())
    while True:
        try:
            return find_browser()
        except NoBrowserError:
            commands = next(installations, None)
            if commands is None:
                raise
        for command in commands:
            print(f"No browser yet; trying: {' '.join(command)}", flush=True)
            _succeeds(command, LONGEST_INSTALL)


def _candidates() -> Iterator[str]:
    yield from filter(None, map(shutil.which, COMMANDS))
    yield from MAC_APPLICATIONS
    asked = subprocess.run([sys.executable, "-c", PLAYWRIGHTS_OWN], capture_output=True, text=True, check=True)
    yield asked.stdout.strip()


def _installations() -> Iterator[list[list[str]]]:
    """Ways to get a browser, each a list of commands: Playwright's own, then the system's package manager."""
    yield [[sys.executable, "-m", "playwright", "install", "chromium"]]
    for program, commands in PACKAGE_MANAGERS:
        if shutil.which(program):
            # -n: never wait for a password; brew refuses to run as root
            sudo = "" if program == "brew" or os.geteuid() == 0 else "sudo -n "
            yield [str.split(sudo + command) for command in commands]


def _succeeds(command: list[str], longest: float) -> bool:
    try:
        done = subprocess.run(
            command,
            capture_output=True,
            stdin=subprocess.DEVNULL,
            timeout=longest,
            env={**os.environ, "DEBIAN_FRONTEND": "noninteractive"},
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


if __name__ == "__main__":
    try:
        print(f"browser: {ensure_browser()}")
    except NoBrowserError as error:
        sys.exit(str(error))

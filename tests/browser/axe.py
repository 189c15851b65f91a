"""Asks axe-core what on a page keeps some people out."""

from importlib.resources import files
from typing import Any

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

# no rule that is on by default reads style sheets beforehand, and nobody reads the elements that obey a rule
FINDS = {"resultTypes": ["violations"], "preload": {"assets": ["media"]}}
# the rules of axe that ask for colours
OF_COLOUR = {"runOnly": {"type": "rule", "values": ["color-contrast", "link-in-text-block"]}}


def violations(page: Page) -> list[str]:
    """One line for each rule that the page breaks now, with the elements that break it."""
    return _run(page, FINDS)


def violations_of_colour(page: Page) -> list[str]:
    """The same for the rules about colours alone, which is what another colour scheme can break."""
    return _run(page, FINDS | OF_COLOUR)


def _run(page: Page, options: dict[str, Any]) -> list[str]:
    # evaluated by the debugger and not as a script of the page, so that a Content-Security-Policy stays in force
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{rule['impact']} {rule['id']}: {rule['help']}: " + "; ".join(node["html"] for node in rule["nodes"])
        for rule in found
    ]

"""Asks axe-core what on a page keeps some people out."""

from collections.abc import Sequence
from importlib.resources import files

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

# the rules that ask for colours, which take most of the time
OF_COLOUR = ("color-contrast", "link-in-text-block")


def violations(page: Page, but: Sequence[str] = ()) -> list[str]:
    """One line for each rule, of all `but` these, that the page breaks now, with what breaks it."""
    # evaluated by the debugger and not as a script of the page, so that a Content-Security-Policy stays in force
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {
        # nobody reads which elements obey a rule, and none of the rules that are on reads style sheets beforehand
        "resultTypes": ["violations"],
        "preload": {"assets": ["media"]},
        "rules": {rule: {"enabled": False} for rule in but},
    }
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{rule['impact']} {rule['id']}: {rule['help']}: " + "; ".join(node["html"] for node in rule["nodes"])
        for rule in found
    ]

"""Asks axe-core what on a page keeps some people out."""

from importlib.resources import files
from typing import Any, Literal, TypeAlias

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

# the rules that ask for colours take most of the time
OF_COLOUR = ("color-contrast", "link-in-text-block")
Rules: TypeAlias = Literal["all", "of colour", "but of colour"]
OPTIONS: dict[Rules, dict[str, Any]] = {
    "all": {},
    "of colour": {"runOnly": {"type": "rule", "values": OF_COLOUR}},
    "but of colour": {"rules": {rule: {"enabled": False} for rule in OF_COLOUR}},
}


def violations(page: Page, rules: Rules = "all") -> list[str]:
    """One line for each of the `rules` that the page breaks now, with what breaks it."""
    # evaluated by the debugger and not as a script of the page, so that a Content-Security-Policy stays in force
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE)
    options = {
        # nobody reads which elements obey a rule, and none of the rules that are on reads style sheets beforehand
        "resultTypes": ["violations"],
        "preload": {"assets": ["media"]},
        **OPTIONS[rules],
    }
    found = page.evaluate("async (options) => (await axe.run(options)).violations", options)
    return [
        f"{rule['impact']} {rule['id']}: {rule['help']}: " + "; ".join(node["html"] for node in rule["nodes"])
        for rule in found
    ]

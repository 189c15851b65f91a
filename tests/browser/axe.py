"""Asks axe-core what on a page keeps some people out."""

from importlib.resources import files

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")


def violations(page: Page) -> list[str]:
    """One line for each rule that the page breaks now, with the elements that break it.

    Evaluated by the debugger and not as a script of the page, so that a Content-Security-Policy stays in force.
    """
    page.evaluate(AXE)
    found = page.evaluate("async () => (await axe.run()).violations")
    return [
        f"{rule['impact']} {rule['id']}: {rule['help']}: " + "; ".join(node["html"] for node in rule["nodes"])
        for rule in found
    ]

"""Asks axe-core what on a page keeps some people out."""

from importlib.resources import files
from typing import Any, Literal, TypeAlias

from playwright.sync_api import Page

AXE = files("axe_playwright_python").joinpath("axe.min.js").read_text("utf-8")

# the rules that ask for colours take most of the time
OF_COLOUR = ("color-contrast", "link-in-text-block")
Rules: TypeAlias = Literal["all", "of colour", "but of colour"]
OPTIONS: dict[Rules, dict[str, Any]] = {
    "of colour": {"runOnly": {"type": "rule", "values": OF_COLOUR}},
    "but of colour": {"rules": {rule: {"enabled": False} for rule in OF_COLOUR}},
}


# axe compares the colours of each of hundreds of texts, most of which stand on the same in the same: one of each kind
# is enough, where nothing has left its place
ONE_OF_EACH_KIND = """(() => {
  const known = new Set();
  const opaque = (colour) => !/^rgba\\(.*, 0\\)$/.test(colour);
  const kindOf = (element) => {
    const { color, fill, fontSize, fontWeight, textDecorationLine } = getComputedStyle(element);
    const parts = [color, fill, fontSize, fontWeight, textDecorationLine, element.closest("a, svg")?.localName];
    for (let each = element, isFound = false; each && !isFound; each = each.parentElement) {
      const { backgroundColor, backgroundImage, opacity, position, transform } = getComputedStyle(each);
      if (["absolute", "fixed", "sticky"].includes(position) || transform !== "none") return null;
      parts.push(opacity);
      isFound = opaque(backgroundColor) || backgroundImage !== "none";
      if (isFound) parts.push(backgroundColor, backgroundImage);
    }
    return parts.join();
  };
  const hasText = ({ childNodes }) => [...childNodes].some((node) => node.nodeType === 3 && node.data.trim());
  const include = [...document.querySelectorAll("body, body *")].filter((element) => {
    if (!(hasText(element) || element.matches("input, select, textarea")) || !element.checkVisibility()) return false;
    const kind = element.closest("p")?.querySelector("a") ? null : kindOf(element);
    const isNew = kind === null || !known.has(kind);
    known.add(kind);
    return isNew;
  });
  return { include };
})()"""


# a script of the page's own host, as its Content-Security-Policy wants: pages of one process compile it once
ADDRESS = "/axe.js"
LOAD = """(address) => new Promise((resolve, reject) => {
  const script = Object.assign(document.createElement("script"), { src: address, onload: resolve, onerror: reject });
  document.head.append(script);
})"""


def _load(page: Page) -> None:
    page.route(f"**{ADDRESS}", lambda route: route.fulfill(body=AXE, content_type="text/javascript"))
    page.evaluate(LOAD, ADDRESS)
    page.unroute(f"**{ADDRESS}")


def violations(page: Page, rules: Rules = "all") -> list[str]:
    """One line for each of the `rules` that the page breaks now, with what breaks it."""
    if rules == "all":
        return [*violations(page, "but of colour"), *violations(page, "of colour")]
    if not page.evaluate("'axe' in window"):
        _load(page)
    options = {
        # nobody reads which elements obey a rule, and none of the rules that are on reads style sheets beforehand
        "resultTypes": ["violations"],
        "preload": {"assets": ["media"]},
        **OPTIONS[rules],
    }
    where = ONE_OF_EACH_KIND if rules == "of colour" else "document"
    found = page.evaluate(f"async (options) => (await axe.run({where}, options)).violations", options)
    return [
        f"{rule['impact']} {rule['id']}: {rule['help']}: " + "; ".join(node["html"] for node in rule["nodes"])
        for rule in found
    ]

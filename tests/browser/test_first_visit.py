"""What a page asks for when it is opened, each thing once; its figure stands there, and Plotly draws the same."""

import re
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import BrowserContext, Page, Route, expect

from app.web.http.files import ROOT
from app.web.http.plotly_script import PLOTLY
from app.web.http.static_files import module_addresses
from tests.kinds import KINDS

# an address that urllib and a browser would write differently
EXPRESSION = "/?f=x*sigmoid(b*x)|b%3D1.7&f=elu(alpha=1.5)"
WITH_FIGURE = ("/", EXPRESSION, "/exhibits/depth", "/exhibits/maxout")
# whose networks are soon trained: the page asks for them by itself
MAP = "/map?x_points=2&y_points=2&epochs=1"
PAGES = (*WITH_FIGURE, "/playground", "/race", MAP, "/docs")
# a share of the screen, times the way that what moved has gone
LEAST_SEEN = 0.02
SHIFTED = """
() => new Promise(resolve => {
  const sum = shifts => shifts.reduce((moved, { value }) => moved + value, 0);
  new PerformanceObserver(list => resolve(sum(list.getEntries()))).observe({ type: "layout-shift", buffered: true });
  // no entry comes where nothing has moved
  requestAnimationFrame(() => setTimeout(() => resolve(0)));
})
"""
# whose figure does not grow: Plotly is to write the same ticks as the server did
STANDING = WITH_FIGURE[:3]
TICKS_OF_STILL = """
fetch(location).then(answer => answer.text()).then(text => {
  const page = new DOMParser().parseFromString(text, "text/html");
  return [...page.querySelectorAll(".still .tick")].map(tick => tick.textContent).sort();
})
"""
TICKS_OF_PLOTLY = """
() => {
  const raised = power => [...power].map(sign => "⁰¹²³⁴⁵⁶⁷⁸⁹⁻"["0123456789−".indexOf(sign)]).join("");
  const ticks = [...document.querySelectorAll(".main-svg [class$=tick] text")];
  const texts = ticks.map(tick => tick.textContent.replaceAll("\u200b", ""));
  return texts.map(text => text.replace(/^10(−?\\d+)$/, (_, power) => "10" + raised(power))).sort();
}
"""


@pytest.mark.parametrize("path", PAGES)
def test_every_module_is_named_by_the_page_and_all_is_asked_for_once(page: Page, path: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(path, wait_until="networkidle")
    modules = [url for url in asked if "/static/" in url and url.endswith(".js")]
    named = page.locator("link[rel=modulepreload]").evaluate_all("links => links.map(link => link.href)")
    assert sorted(modules) == sorted(named)
    # that of formulas is large, and none is in sight
    assert not [url for url in asked if url.endswith(".woff2")]
    figures = [url for url in asked if "/api/v1/figures/" in url]
    assert len(figures) == (path in WITH_FIGURE)
    if figures:
        expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        expect(page.locator(".still")).to_have_count(0)
        if path in STANDING:
            assert page.evaluate(TICKS_OF_STILL) == page.evaluate(TICKS_OF_PLOTLY)


def test_modules_run_as_well_where_they_are_not_joined(page: Page, base_url: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))

    def one_by_one(route: Route) -> None:
        answer = route.fetch()
        route.fulfill(response=answer, body=answer.text().replace("/joined/js/", "/js/"))

    page.route("**/?f=elu", one_by_one)
    page.goto("/?f=elu")
    expect(page.locator("activation-chart")).to_have_attribute("data-state", "drawn")
    assert not [url for url in asked if "/joined/" in url]
    assert {f"{base_url}{address}" for address in module_addresses("js/explore/page.js")} <= set(asked)


def test_the_script_draws_every_kind_of_trace(page: Page) -> None:
    page.goto("/")
    page.wait_for_selector("activation-chart[data-state=drawn]")
    known = page.evaluate("Object.keys(Plotly.PlotSchema.get().traces)")
    assert KINDS | set(kinds_of_the_pages()) <= set(known)
    # else it would be the whole script that was looked at
    assert PLOTLY.is_whole == ("scatter3d" in known)


def test_a_phone_is_shown_figures_at_once_and_plotly_comes_with_the_first_touch(
    new_context: Callable[..., BrowserContext],
) -> None:
    context = new_context(viewport={"width": 390, "height": 844}, has_touch=True, is_mobile=True)
    page = context.new_page()
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto("/race")
    expect(page.locator("#race")).to_have_attribute("data-state", "paused")
    assert page.evaluate(SHIFTED) <= LEAST_SEEN
    page.goto("/?f=elu&f=relu", wait_until="networkidle")
    expect(page.get_by_role("img", name="elu, relu")).to_be_visible()
    assert page.evaluate(SHIFTED) <= LEAST_SEEN
    assert not [url for url in asked if PLOTLY.address in url or "/figures/" in url]
    # the first touch gets what it asks for, too
    with page.expect_download():
        page.get_by_role("button", name="PNG").tap()
    expect(page.locator("activation-chart")).to_have_attribute("data-state", "drawn")
    expect(page.locator(".still")).to_have_count(0)
    assert page.evaluate(SHIFTED) <= LEAST_SEEN
    page.goto("/?f=elu", wait_until="networkidle")
    plot = page.locator(".still").bounding_box()
    assert plot is not None
    page.touchscreen.tap(plot["x"] + plot["width"] / 4, plot["y"] + 20)
    expect(page.get_by_role("slider", name="x")).to_have_value(re.compile(r"-3(\.0\d)?|-2\.9\d"))


def kinds_of_the_pages() -> Iterator[str]:
    """The types of the traces that modules write themselves."""
    for file in (ROOT / "static/js").rglob("*-figure.js"):
        # the kind of an axis or a shape is not that of a trace
        yield from set(re.findall(r"type: \"(\w+)\"", file.read_text("utf-8"))) - {"log", "linear", "line"}

"""A walk through every page, by role and name: each chart is drawn, and no page complains."""

import pytest

from tests.engines.driven import RIGHT, TAB, Driven

# how much is drawn: paths of some length, and pixels of a canvas that are not all of one colour
LINES = """(place) => [...document.querySelectorAll(`${place} path`)]
  .filter((path) => path.getTotalLength() > 50 && path.checkVisibility()).length"""
COLOURS = """(place) => Math.min(...[...document.querySelectorAll(`${place} canvas`)]
  .filter((canvas) => canvas.checkVisibility() && canvas.width && canvas.height)
  .map((canvas) => new Set(new Uint32Array(
    canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height).data.buffer)).size))"""

# one of each kind: bars, contours, maps, texts on lines, one that grows, sentences below
EXHIBITS = ("saturation", "zigzag", "layer", "backprop", "maxout", "claims")
MAP = "/map?data=circle&points=60&layer=3%3Atanh&epochs=2&x_points=4&y_points=4&target=0.5"
RACE = "/race?data=circle&points=60&layer=4%3Atanh&seeds=6&epochs=20&f=tanh&f=relu"


def has_lines(page: Driven, place: str, least: int) -> None:
    page.holds(f"({LINES})({place!r}) >= {least}")


def has_colours(page: Driven, place: str) -> None:
    page.holds(f"({COLOURS})({place!r}) > 3")


def test_a_page_that_complains_is_heard(page: Driven) -> None:
    page.open("/exhibits")
    page.asked("console.error('said')")
    # Firefox runs what is asked beside the page's own scripts
    page.asked("(window.wrappedJSObject ?? window).reportError('thrown')")
    page.asked("void document.body.append(Object.assign(document.createElement('script'), {src: '/none.js'}))")
    heard: list[str] = []
    words = ("said", "thrown", "none.js")

    def unheard() -> list[str]:
        heard.extend(page.complaints())
        return [word for word in words if not any(word in told for told in heard)]

    page.until(lambda: not unheard(), f"all of {words}")


def test_explore(page: Driven) -> None:
    page.open("/")
    has_lines(page, "activation-chart", 4)
    # the marker is moved by a number and by a key, and reads the curves where it stands
    page.fill("spinbutton", "x", "-6")
    page.shows("0.002467")
    page.type("slider", "x", RIGHT)
    page.holds("document.querySelector('curve-marker [data-part=field]').value !== '-6'")
    # a curve comes, is drawn by Plotly in the still's place, and goes
    page.type("combobox", "Add an activation", "tanh")
    # WebKit's Enter closes the list of names first
    page.click("button", "Add")
    page.click("button", "Remove Tanh")
    page.holds("!location.search.includes('tanh')")
    page.holds("document.querySelector('activation-chart').dataset.state === 'drawn'")
    has_lines(page, "activation-chart .subplot", 4)


def test_playground(page: Driven) -> None:
    page.open("/playground?points=60&layer=4%3Atanh")
    page.holds("document.querySelector('#run').dataset.state === 'paused'")
    for place in (".graph-area", "output-plot", "layer-curve"):
        has_colours(page, place)
    page.click("button", "Run")
    page.holds("Number(document.querySelector('#run').dataset.epoch) > 9")
    page.click("button", "Pause")
    page.holds("document.querySelector('#run').dataset.state === 'paused'")
    has_lines(page, "loss-chart", 2)
    page.click("button", "Layer 1, Tanh: enlarge its curve")
    page.type("img", "What the network answers over the plane", RIGHT)
    page.shows("P(class 1) =")


def test_race(page: Driven) -> None:
    page.open(RACE)
    page.holds("document.querySelector('#race').dataset.state === 'paused'")
    page.click("button", "Race")
    page.holds("document.querySelector('#race').dataset.state === 'over'")
    has_lines(page, "race-chart .lane-shape", 2)
    has_colours(page, "race-lanes")
    page.shows("of 6 solved")


def test_map(page: Driven) -> None:
    page.open(MAP)
    page.click("button", "Map")
    page.holds("document.querySelector('#map').dataset.state === 'drawn'")
    has_colours(page, "map-picture")
    has_lines(page, "map-picture", 1)
    page.type("application", "tanh: a network for each pixel", RIGHT)
    page.shows("tanh at Learning rate = ")
    page.click("button", "Zoom in")
    page.holds("location.search.includes('x_high=')")
    page.holds("document.querySelector('#map').dataset.state === 'drawn'")
    has_colours(page, "map-picture")


def test_the_exhibits(page: Driven) -> None:
    page.open("/exhibits")
    has_lines(page, ".exhibit-card", 14)
    page.click("link", "When does a unit stop learning?")
    page.holds("location.pathname === '/exhibits/saturation'")


@pytest.mark.parametrize("slug", EXHIBITS)
def test_an_exhibit(page: Driven, slug: str) -> None:
    page.open(f"/exhibits/{slug}")
    # a figure moves once somebody is there, where there is no mouse
    page.type("button", "Keys", TAB)
    page.holds("document.querySelector('exhibit-figure').dataset.state === 'drawn'")
    has_lines(page, "exhibit-figure .subplot", 1)


def test_the_api(page: Driven) -> None:
    page.open("/docs")
    page.click("button", "GET /api/v1/activations/{name}")
    page.click("button", "Send")
    page.shows("200")

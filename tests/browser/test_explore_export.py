"""What the page shows can be taken away: as numbers, as a picture, as a link, as a framework's code."""

import csv
import json
import math
import re
import struct
from collections.abc import Callable

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]

CLIPBOARD = ("clipboard-read", "clipboard-write")
STATE = "?f=elu(alpha%3D2)&f=gelu&low=-2&high=2&show=value"


def saved(page: Page, control: Locator, name: str) -> bytes:
    """The file that a click on `control` offers under this name."""
    with page.expect_download() as download:
        control.click()
    assert download.value.suggested_filename == name
    return download.value.path().read_bytes()


def copied(page: Page) -> str:
    """What the clipboard holds."""
    return page.evaluate("navigator.clipboard.readText()")


def test_csv_and_json_hold_the_numbers_of_the_state(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore(STATE)
    page.get_by_role("slider", name="α").fill("3")
    expect(page.get_by_role("article").get_by_text("F.elu(x, 3.0)")).to_be_visible()
    drawn()
    header, *rows = csv.reader(saved(page, page.get_by_role("link", name="CSV"), "curves.csv").decode().splitlines())
    assert header[0] == "x"
    assert any("elu(alpha=3)" in name for name in header)
    numbers = [[float(cell) for cell in row[:2]] for row in rows]
    assert numbers[0] == pytest.approx([-2, 3 * math.expm1(-2)])
    assert numbers[-1] == pytest.approx([2, 2])
    answer = json.loads(saved(page, page.get_by_role("link", name="JSON", exact=True), "curves.json"))
    assert [curve["f"] for curve in answer["curves"]] == ["elu(alpha=3)", "gelu"]
    assert answer["x"] == [row[0] for row in numbers]
    assert answer["curves"][0]["value"] == [row[1] for row in numbers]


def test_plotly_json_is_the_figure_on_the_page(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore(STATE)
    page.get_by_role("button", name="Remove GELU").click()
    assert drawn() == ["elu(alpha=2)"]
    address = page.get_by_role("link", name="Plotly JSON").get_attribute("href")
    figure = page.request.get(address or "").json()
    assert [trace["name"] for trace in figure["data"]] == ["elu(alpha=2)"]
    assert [name for name in figure["layout"] if name.startswith("yaxis")] == ["yaxis"]


def test_pictures_are_light_on_a_dark_page_too(page: Page, explore: Explore) -> None:
    page.emulate_media(color_scheme="dark")
    explore(STATE)
    drawing = saved(page, page.get_by_role("button", name="SVG"), "activation-lab.svg").decode()
    assert re.search(r'<rect x="0" y="0" width="1200" height="900" style="fill: rgb\(255, 255, 255\)', drawing)
    assert "rgb(0, 114, 178)" in drawing
    assert "elu(alpha=2)" in drawing
    picture = saved(page, page.get_by_role("button", name="PNG"), "activation-lab.png")
    assert picture.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", picture[16:24])
    assert width >= 1200
    assert height >= 900
    # an empty picture of this size is far smaller
    assert len(picture) > 20_000


def test_the_share_link_reopens_what_is_seen_at_once(
    page: Page, context: BrowserContext, explore: Explore, base_url: str
) -> None:
    context.grant_permissions(CLIPBOARD)
    explore(STATE)
    page.get_by_role("slider", name="α").fill("3")
    page.get_by_role("button", name="Share link").click()
    expect(page.get_by_text("Link copied")).to_be_visible()
    link = copied(page)
    assert link == f"{base_url}/?f=elu%28alpha%3D3%29&f=gelu&low=-2&high=2&show=value"
    other = context.new_page()
    other.goto(link)
    expect(other.get_by_role("slider", name="α")).to_have_value("3")
    expect(other.get_by_role("button", name="Remove")).to_have_count(2)


def test_a_spelling_is_copied_and_the_button_says_so_for_a_moment_and_a_refused_clipboard_shows_the_link(
    page: Page, context: BrowserContext, explore: Explore, base_url: str
) -> None:
    context.grant_permissions(CLIPBOARD)
    explore("?f=elu(alpha%3D2)")
    button = page.get_by_role("button", name="Copy the torch spelling")
    button.click()
    expect(button).to_have_text("Copied")
    assert copied(page) == "F.elu(x, 2.0)"
    # impatient, but no worse for it
    button.click()
    expect(button).to_have_text("Copy")
    page.evaluate("delete Object.getPrototypeOf(navigator).clipboard")
    page.get_by_role("button", name="Share link").click()
    expect(page.get_by_text(f"{base_url}/?f=elu%28alpha%3D2%29")).to_be_visible()

"""The Playground where a network takes one input, many, or features: curves, blocks of cells, and names."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faults import faults

Playground = Callable[..., None]

LINE = "?data=sine&points=60&layer=5:relu&layer=3:tanh"
# the name of an input, its right end and its middle: in the server's picture, and on the page
NAMED_BY_SERVER = re.compile(r'<text class="[^"]*coordinate-still" x="([\d.]+)" y="([\d.]+)">([^<]+)</text>')
NAMED_BY_PAGE = """names => names.map(name => {
  const area = name.closest(".graph-area").getBoundingClientRect();
  const { right, top, height } = name.getBoundingClientRect();
  return [name.textContent, Math.round(right - area.left), Math.round(top + height / 2 - area.top)];
})"""


def test_one_input_is_read_along_its_curve(page: Page, playground: Playground) -> None:
    playground(LINE)
    page.get_by_role("img", name="What the network answers").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("output-plot .reading")).to_contain_text(re.compile(r"x 0\.\d+: answers −?\d\.\d+"))
    expect(page.locator("output-plot .legend")).to_contain_text("answer")
    assert faults(page) == []


def test_each_unit_of_one_input_is_a_line_that_can_be_read(page: Page, playground: Playground) -> None:
    playground(LINE)
    told = page.locator("unit-lines .told")
    expect(told).to_contain_text(re.compile(r"a unit of layer 2\. With −?\d\.\d+ they add up to the answer"))
    shown = page.get_by_role("combobox", name="Units")
    # a unit that is chosen brings its layer
    page.get_by_role("button", name="Layer 1, unit 4").click()
    expect(shown).to_have_value("0")
    expect(told).to_contain_text("a unit of layer 1 hands on")
    page.get_by_role("img", name="What the unit answers").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("unit-map .reading")).to_have_text(re.compile(r"x \d\.\d+: h = \d"))
    shown.select_option("adds")
    page.get_by_role("img", name="A line for each unit").focus()
    page.keyboard.press("ArrowUp")
    expect(told).to_have_text(re.compile(r"x −?\d\.\d+: unit [1-3] adds −?\d\.\d+\."))
    expect(page.get_by_role("group", name="Inputs")).to_be_hidden()
    # of two inputs there are no lines, but features
    page.get_by_role("radio", name="Circle").check()
    expect(page.get_by_role("group", name="Inputs")).to_be_visible()
    expect(page.locator("unit-lines")).to_be_hidden()


@pytest.mark.parametrize("query", ["?data=iris&layer=4:tanh", "?features=x&features=xy&features=sin_x&layer=4:tanh"])
def test_the_names_of_inputs_stand_where_the_server_wrote_them(page: Page, playground: Playground, query: str) -> None:
    playground(query)
    names = page.locator("network-graph .coordinate").evaluate_all(NAMED_BY_PAGE)
    wide, _ = page.request.get(page.url).text().split('class="network-still narrow-page"')
    first = [(text, float(x), float(y)) for x, y, text in NAMED_BY_SERVER.findall(wide)]
    # those that are taken come first, and the page has them from top to bottom
    first.sort(key=lambda named: named[2])
    assert [text for text, *_ in first] == [text for text, *_ in names]
    for (_, *there), (_, *here) in zip(first, names, strict=True):
        assert there == pytest.approx(here, abs=2)


def test_many_inputs_stand_in_a_block_and_are_told_by_name(page: Page, playground: Playground) -> None:
    playground("?data=digits&layer=4:relu")
    expect(page.locator("network-graph .coordinate")).to_have_count(0)
    expect(page.get_by_role("img", name=re.compile(r"^row \d column \d$"))).to_have_count(64)
    expect(page.locator("output-plot .legend [data-class]").filter(visible=True)).to_have_count(10)
    assert faults(page) == []


def test_a_feature_is_added_by_a_chip_and_is_an_input_of_the_network(page: Page, playground: Playground) -> None:
    playground("?points=60")
    chip = page.get_by_role("checkbox", name="xy")
    chip.focus()
    page.keyboard.press("Space")
    taken = page.locator("network-graph [aria-pressed=true] .coordinate")
    expect(taken).to_have_text(["x", "y", "xy"])
    expect(page).to_have_url(re.compile("features=xy"))


def test_a_feature_is_taken_and_dropped_in_the_graph_and_the_last_stays(page: Page, playground: Playground) -> None:
    playground("?points=60&features=y")
    network = page.get_by_role("group", name="The network")
    taken = page.locator("network-graph .feature[aria-pressed=true]")
    chips = page.get_by_role("group", name="Inputs", exact=True)
    network.get_by_role("button", name="Input r").click()
    expect(taken).to_have_text(["y", "r"])
    expect(chips.get_by_role("checkbox", name="r", exact=True)).to_be_checked()
    expect(page).to_have_url(re.compile("features=y&features=r"))
    # by keys: the first that Tab leads to, then down, where the focus stays when the network is another
    network.get_by_role("button", name="Input x", exact=True).focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Space")
    expect(taken).to_have_text(["r"])
    expect(network.get_by_role("button", name="Input y", exact=True)).to_be_focused()
    refusal = network.get_by_text("A network takes one input at least: take another before you drop this one.")
    expect(refusal).to_be_hidden()
    page.keyboard.press("End")
    page.keyboard.press("Enter")
    expect(refusal).to_be_visible()
    expect(taken).to_have_text(["r"])
    page.keyboard.press("Home")
    page.keyboard.press("Enter")
    expect(refusal).to_be_hidden()
    expect(taken).to_have_text(["x", "r"])
    # a chip says the same of the last
    chips.get_by_role("checkbox", name="x", exact=True).uncheck()
    chips.get_by_role("checkbox", name="r", exact=True).click()
    expect(page.locator("plan-controls .complaint")).to_contain_text("A network takes one input at least")
    expect(chips.get_by_role("checkbox", name="r", exact=True)).to_be_checked()
    # of a table there is nothing to choose
    page.get_by_role("radio", name="Iris").check()
    expect(page.locator("network-graph .coordinate")).to_have_count(4)
    expect(page.locator("network-graph .feature")).to_have_count(0)
    assert faults(page) == []

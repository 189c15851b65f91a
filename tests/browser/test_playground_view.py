"""What a run shows: units in a graph, the answer over the plane, for mouse and keys, at every size, in good time."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.faults import faults

Playground = Callable[..., None]

STATES = {
    "default": "",
    "deep": "?" + "&".join(["layer=8%3Asigmoid%3Bnormalisation%3Dbatch"] * 6),
    "large": "?" + "&".join(["layer=64%3Arelu"] * 2),
    "five classes": "?data=blobs&points=60",
    "regression": "?data=ripple&points=60&layer=none",
}

# the graph's canvas, as the sum of what differs from its first pixel
INK = """canvas => {
  const {data} = canvas.getContext("2d").getImageData(0, 0, canvas.width, canvas.height);
  return data.reduce((sum, value) => sum + value, 0);
}"""


@pytest.mark.parametrize("state", STATES)
def test_fits_and_keeps_nobody_out(page: Page, playground: Playground, state: str) -> None:
    playground(STATES[state])
    assert faults(page) == []


def test_the_answer_is_read_by_pointer_and_keys_and_each_unit_has_a_picture_that_changes_as_it_learns(
    page: Page, playground: Playground
) -> None:
    playground("?points=60")
    plot = page.get_by_role("img", name="What the network answers")
    reading = page.locator("output-plot .reading")
    plot.hover()
    expect(reading).to_contain_text(re.compile(r"x −?\d\.\d\d, y −?\d\.\d\d: P\(class 1\) = \d+\.\d %, so class [01]"))
    page.mouse.move(0, 0)
    expect(reading).to_contain_text("Move over the plot")
    plot.focus()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("ArrowUp")
    expect(reading).to_contain_text("x 0.25, y 0.25")
    lines, units = page.locator("network-graph canvas").all()
    before = lines.evaluate(INK), units.evaluate(INK)
    assert min(before) > 0
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#run")).to_have_attribute("data-epoch", re.compile(r"\d{2,}"))
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.locator("#run")).to_have_attribute("data-state", "paused")
    assert units.evaluate(INK) != before[1]
    assert lines.evaluate(INK) != before[0]


def test_units_are_reached_by_one_tab_and_the_arrow_keys_and_a_heading_chooses_its_layer(
    page: Page, playground: Playground
) -> None:
    playground("?layer=4%3Atanh&layer=2%3Agelu")
    stops = page.locator("network-graph .unit[tabindex='0']")
    expect(stops).to_have_count(1)
    page.evaluate("document.addEventListener('unitselect', event => (window.chosen = event.detail))")
    page.get_by_role("button", name="Layer 1, unit 1").focus()
    for key, name in (
        ("ArrowDown", "Layer 1, unit 2"),
        ("End", "Layer 1, unit 4"),
        ("ArrowRight", "Layer 2, unit 2"),
        ("ArrowUp", "Layer 2, unit 1"),
        ("ArrowRight", "Output 1"),
        ("ArrowLeft", "Layer 2, unit 1"),
    ):
        page.keyboard.press(key)
        expect(page.get_by_role("button", name=name)).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Layer 2, unit 1")).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("chosen") == {"layer": 1, "unit": 0}
    expect(stops).to_have_count(1)
    page.evaluate("document.addEventListener('layerselect', event => (window.chosen = event.detail))")
    heading = page.get_by_role("button", name="Layer 2, GELU")
    heading.click()
    assert page.evaluate("chosen") == {"layer": 1, "isEnlarged": True}
    expect(heading).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("img", name="The activation of the chosen layer")).to_be_in_viewport()


def test_the_plot_names_classes_and_targets(page: Page, playground: Playground) -> None:
    playground("?data=blobs&points=60")
    plot = page.get_by_role("img", name="What the network answers")
    reading = page.locator("output-plot .reading")
    plot.hover()
    expect(reading).to_contain_text(re.compile(r"P\(class ([0-4])\) = \d+\.\d %, so class \1\."))
    expect(page.locator("output-plot .legend [data-class]").filter(visible=True)).to_have_count(5)
    playground("?data=plane&points=60")
    plot.hover()
    expect(reading).to_contain_text(re.compile(r"answers −?\d\.\d\d"))
    legend = page.locator("output-plot .legend :is([data-class], [data-part=values])")
    expect(legend.filter(visible=True)).to_have_count(1)


def test_what_waits_to_be_painted_is_of_the_network_that_is_there(page: Page, playground: Playground) -> None:
    page.clock.install()
    page.add_init_script(
        "for (const type of ['runstarted', 'runframe'])"
        " document.addEventListener(type, ({ detail }) => (window[type] = detail))"
    )
    playground("?points=60&layer=8%3Atanh&layer=8%3Atanh&layer=8%3Atanh")
    deep = page.evaluate_handle("runframe")
    for name in ("Remove layer 3", "Remove layer 2"):
        started = page.evaluate_handle("runstarted")
        page.get_by_role("button", name=name).click()
        page.wait_for_function("before => runstarted !== before", arg=started)
    # frames of the deep network that come in one moment, and the start of the next network in the same
    page.evaluate(
        """deep => {
          const say = (type, detail) => document.dispatchEvent(new CustomEvent(type, { detail }));
          const shallow = runstarted;
          const layers = [0, 0, 0].map(() => shallow.layers[0]);
          say("runstarted", { ...shallow, layers: [...layers, shallow.layers.at(-1)] });
          for (let i = 0; i < 3; i++) say("runframe", deep);
          say("runstarted", shallow);
        }""",
        deep,
    )
    # what was put off is done
    page.clock.fast_forward(1000)
    expect(page.locator("network-graph .unit")).to_have_count(8 + 1)


def test_nothing_moves_on_the_page_while_a_run_goes_on(page: Page, playground: Playground) -> None:
    playground("?points=60&layer=8%3Atanh&layer=8%3Atanh")
    page.evaluate(
        "new PerformanceObserver(list => (window.shifts = [...(window.shifts ?? []), ...list.getEntries()]))"
        ".observe({type: 'layout-shift'})"
    )
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#run")).to_have_attribute("data-epoch", re.compile(r"\d{3,}"))
    assert page.evaluate("(window.shifts ?? []).filter(shift => !shift.hadRecentInput).map(shift => shift.value)") == []


def test_who_asked_for_less_motion_gets_four_frames_a_second(page: Page, playground: Playground) -> None:
    page.emulate_media(reduced_motion="reduce")
    playground("?points=60")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator("#run")).to_have_attribute("data-epoch", re.compile(r"\d{2,}"))
    times = page.evaluate("""async () => {
      const times = [];
      // before any element has spent time on the frame
      addEventListener("runframe", () => times.push(performance.now()), { capture: true });
      while (times.length < 5) await new Promise(requestAnimationFrame);
      return times;
    }""")
    assert all(later - earlier >= 240 for earlier, later in pairwise(times))

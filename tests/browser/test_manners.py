"""A page within a frame, on a whole screen and on paper: the same page, shown otherwise."""

import re
from collections.abc import Callable

from playwright.sync_api import Page, expect

from tests.browser.faults import faults, faults_now

Explore = Callable[..., None]
Playground = Callable[..., None]

# texts that a lecture's last row could not read
SMALL_TEXTS = """() => {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const small = [];
  while (walker.nextNode()) {
    const element = walker.currentNode.parentElement;
    const isText = walker.currentNode.textContent.trim() && !element.closest("script, style, template, noscript");
    const size = parseFloat(getComputedStyle(element).fontSize);
    const { width } = element.getBoundingClientRect();
    if (isText && element.checkVisibility() && width > 1 && size < 20) small.push(`${size} px: ${element.outerHTML}`);
  }
  return small;
}"""


def test_the_html_of_embed_shows_the_figure_with_what_is_chosen(page: Page, explore: Explore) -> None:
    explore("?f=elu(alpha%3D2)&f=relu&show=value")
    page.get_by_role("button", name="Embed").click()
    dialog = page.get_by_role("dialog", name="Embed this page")
    dialog.get_by_role("checkbox", name="what has been measured").check()
    html = dialog.get_by_role("textbox", name="HTML").input_value()
    assert faults_now(page, "but of colour") == []
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Embed")).to_be_focused()
    # a page of the same site, which any may be shown in
    page.evaluate("html => (document.querySelector('main').innerHTML = html)", html)
    frame = page.frame_locator("iframe[title='ELU, ReLU · Activation Lab']")
    expect(frame.locator("activation-chart")).to_have_attribute("data-state", "drawn")
    expect(frame.get_by_role("table")).to_be_visible()
    expect(frame.get_by_role("banner")).to_be_hidden()
    frame.get_by_role("slider", name="α").fill("3")
    full = frame.get_by_role("link", name="Open in Activation Lab")
    expect(full).to_have_attribute("href", "?f=elu%28alpha%3D3%29&f=relu&show=value")
    page.goto(page.locator("iframe").get_attribute("src") or "")
    expect(page).to_have_url(re.compile("&embed=controls%2Cnumbers$"))
    page.get_by_role("slider", name="α").fill("1.5")
    expect(page).to_have_url(re.compile("alpha%3D1.5.*&embed=controls%2Cnumbers$"))
    assert faults(page, lambda: expect(page.locator("activation-chart")).to_have_attribute("data-state", "drawn")) == []


def test_a_presentation_is_run_by_keys_and_left_by_one(page: Page, playground: Playground) -> None:
    playground("?lr=0.1")
    page.get_by_role("button", name="Present").click()
    expect(page).to_have_url(re.compile(r"\?lr=0\.1&present$"))
    assert page.evaluate(SMALL_TEXTS) == []
    assert faults_now(page) == []
    page.keyboard.press("ArrowRight")
    expect(page.locator("#run")).to_have_attribute("data-epoch", "1")
    page.keyboard.press("Space")
    expect(page.locator("#run")).to_have_attribute("data-state", "running")
    page.keyboard.press("Space")
    expect(page.locator("#run")).to_have_attribute("data-state", "paused")
    page.keyboard.press("?")
    keys = page.get_by_role("dialog", name="Keys")
    expect(keys).to_contain_text("trains one epoch")
    # a dialog is left before what lies under it
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()
    expect(page.get_by_role("button", name="Leave the presentation")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page).to_have_url(re.compile(r"\?lr=0\.1$"))
    expect(page.get_by_role("button", name="Present")).to_be_focused()
    page.keyboard.press("?")
    keys.get_by_role("checkbox", name="Single keys").uncheck()
    keys.get_by_role("button", name="Close").click()
    page.keyboard.press("?")
    expect(keys).to_be_hidden()
    page.evaluate("localStorage.clear()")


def test_keys_lead_from_question_to_question_in_the_presentation_of_an_exhibit(page: Page) -> None:
    page.goto("/exhibits/softmax?present")
    questions = page.get_by_role("navigation", name="Questions").get_by_role("link")
    for key, chosen in (("ArrowRight", 1), ("ArrowLeft", 0), ("ArrowLeft", 0)):
        page.keyboard.press(key)
        expect(questions.nth(chosen)).to_have_attribute("aria-current", "step")
        expect(page).to_have_url(re.compile(r"present(#step-\d)?$"))
    step = page.locator("[data-part=step]").filter(visible=True)
    page.locator("main").focus()
    page.keyboard.press("Space")
    expect(step.locator("[data-part=verdict]")).to_be_visible()


def test_on_paper_a_figure_is_whole_and_light_and_its_address_stands_below(page: Page, explore: Explore) -> None:
    page.emulate_media(color_scheme="dark")
    explore("?f=elu(alpha%3D2)&low=-3")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    page.emulate_media(media="print", color_scheme="dark")
    expect(page.locator("activation-chart .main-svg").first).to_have_css("width", "800px")
    expect(page.locator("activation-chart .main-svg").first).to_have_css("background-color", "rgb(255, 255, 255)")
    expect(page.get_by_text(page.url, exact=True)).to_be_visible()
    expect(page.get_by_role("listitem").filter(has_text="from: -3")).to_be_visible()
    for name in ("Add", "PNG", "Present"):
        expect(page.get_by_role("button", name=name, exact=True)).to_be_hidden()
    page.emulate_media(media="screen", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    expect(page.locator("activation-chart .main-svg").first).not_to_have_css("width", "800px")

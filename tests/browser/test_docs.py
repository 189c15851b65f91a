"""The documentation page can be read by everybody and without a script, and what it offers to try and to copy works."""

import json
import re
import shlex
import subprocess
import sys
from collections.abc import Callable
from typing import Any
from urllib.request import urlopen

import pytest
from playwright.sync_api import BrowserContext, Locator, Page, expect

from app.exhibits.catalogue import EXHIBITS
from tests.browser.faults import WIDTHS, faults, too_wide

SLOW = {exhibit.slug for exhibit in EXHIBITS if exhibit.stages}


def opened(page: Page) -> Page:
    """The documentation in `page`, ready to be used."""
    page.goto("/docs#post-curves")
    # a button that waits for its script, in the one call that is open
    expect(page.get_by_role("button", name="Send POST /api/v1/curves")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Send"))).to_have_count(1)
    return page


def call(page: Page, name: str) -> Locator:
    """The part of the page about one call, open."""
    article = page.get_by_role("article", name=name, exact=True)
    if not article.get_by_role("button", name="Send").is_visible():
        article.get_by_role("heading", name=name).click()
    return article


def sent(article: Locator, state: str = "answered") -> Locator:
    """The answer to the call as its form stands."""
    article.get_by_role("button", name="Send").click()
    # a race and what grows take seconds, and more on a busy machine
    expect(article.locator("try-request")).to_have_attribute("data-state", state, timeout=60_000)
    return article.get_by_role("region", name="Answer of")


def copied(page: Page, button: Locator) -> str:
    """What `button` puts on the clipboard."""
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    button.click()
    expect(button).to_have_text("Copied")
    return page.evaluate("navigator.clipboard.readText()")


# axe looks at each of thousands of elements: hides what looks like what stands above it
ONE_OF_EACH_KIND = """() => {
  const known = new Set();
  const hidden = [];
  const isNew = (element, above) => {
    const { color, backgroundColor, fontSize, fontWeight, opacity } = getComputedStyle(element);
    const kind = [above, element.localName, color, backgroundColor, fontSize, fontWeight, opacity].join();
    const isFirst = !known.has(kind);
    known.add(kind);
    const holdsNew = [...element.children].map((child) => isNew(child, kind)).includes(true);
    if (isFirst || holdsNew || element.hidden) return isFirst || holdsNew;
    hidden.push(element);
    element.hidden = true;
    return false;
  };
  for (const article of document.querySelectorAll("article")) isNew(article, "");
  return hidden;
}"""


def test_fits_the_screen_and_keeps_nobody_out(page: Page) -> None:
    articles = opened(page).get_by_role("article")
    details = page.locator("details")
    details.evaluate_all("all => all.forEach(details => (details.open = true))")
    for size in WIDTHS.values():
        page.set_viewport_size(size)
        assert too_wide(page) == []
    count = articles.count()
    hidden = page.evaluate_handle(ONE_OF_EACH_KIND)
    kinds = [article.get_attribute("id") for article in articles.all()]
    assert 1 <= len(kinds) < count
    hidden.evaluate("all => all.forEach((element) => (element.hidden = false))")
    # the others are closed again, as what they hold is of these kinds, and emptied: axe reads what is hidden, too
    details.evaluate_all(
        """(all, kinds) => all.filter((one) => !kinds.includes(one.closest("article")?.id)).forEach((one) => {
             one.open = false;
             one.replaceChildren(...one.querySelectorAll(":scope > summary"));
           })""",
        kinds,
    )
    for kind in kinds:
        article = page.locator(f"article[id='{kind}']")
        # the answers of what takes long are like those of the other exhibits
        if not SLOW & set(article.get_by_role("heading").first.inner_text().split("/")):
            sent(article)
    assert faults(page) == []


def test_sending_an_example_shows_its_answer(page: Page) -> None:
    curves = call(opened(page), "GET /api/v1/curves")
    curves.get_by_label("x", exact=True).fill("-1,0,2.5")
    answer = sent(curves)
    expect(answer).to_contain_text('"x": [-1, 0, 2.5]')
    expect(answer).to_contain_text('"f": "elu(alpha=1.5)"')
    expect(curves.get_by_role("status")).to_have_text(re.compile(r"^200 OK · \d+ ms · [\d.]+ k?B$"))


def test_a_long_answer_is_cut_and_says_so(page: Page) -> None:
    curves = call(opened(page), "GET /api/v1/curves")
    curves.get_by_label("points").fill("5001")
    expect(sent(curves)).to_contain_text(re.compile(r'"x": \[-6, .*, … \d{4} more\]'))
    curves.get_by_label("format").select_option("csv")
    expect(sent(curves)).to_contain_text(re.compile(r"^x,value of elu.*… \d{4} more$", re.DOTALL))


def test_a_wrong_parameter_shows_the_sentence_of_the_server(page: Page, complaints: list[str]) -> None:
    traits = call(opened(page), "GET /api/v1/traits")
    traits.get_by_label("f", exact=True).fill("sigmod")
    answer = sent(traits, "refused")
    expect(traits.locator(".problem")).to_have_text("There is no activation 'sigmod'; did you mean 'sigmoid'?")
    expect(answer).to_contain_text('"status": 422')
    traits.get_by_label("f", exact=True).fill("sigmoid")
    expect(sent(traits)).to_contain_text('"name": "sigmoid"')
    expect(traits.locator(".problem")).to_be_hidden()
    # the browser reports what the server refused
    assert all("422" in complaint for complaint in complaints)
    complaints.clear()


def test_the_address_says_what_differs_from_the_defaults_and_what_stands_in_the_path(page: Page) -> None:
    figures = call(opened(page), "GET /api/v1/figures/curves")
    address = figures.locator("a.address")
    expect(address).to_have_text("/api/v1/figures/curves?f=elu(alpha=1.5)&f=x*sigmoid(b*x)%7Cb=1.7")
    figures.get_by_label("f 2").fill("")
    figures.get_by_role("button", name="Add another f").click()
    expect(figures.get_by_label("f 3")).to_be_focused()
    page.keyboard.type("x+1")
    figures.get_by_label("low").fill("-2")
    figures.get_by_label("dtype").select_option("float16")
    figures.get_by_role("checkbox", name="derivative", exact=True).check()
    expect(address).to_have_text("/api/v1/figures/curves?f=elu(alpha=1.5)&f=x%2B1&low=-2&dtype=float16&show=derivative")
    expect(sent(figures)).to_contain_text('"name": "elu(alpha=1.5)"')
    entry = call(page, "GET /api/v1/activations/{name}")
    entry.get_by_label("name", exact=True).fill("gelu")
    expect(entry.locator("a.address")).to_have_text("/api/v1/activations/gelu")
    expect(sent(entry)).to_contain_text('"title": "GELU"')


def test_a_body_is_sent_as_it_is_written(page: Page) -> None:
    curves = call(opened(page), "POST /api/v1/curves")
    curves.get_by_label("JSON body").fill('{"f": "it\'s"}')
    command = copied(page, curves.get_by_role("button", name="Copy curl"))
    assert shlex.split(command)[-1] == '{"f": "it\'s"}'
    curves.get_by_label("JSON body").fill('{"f": "relu", "x": [-1, 0, 1], "order": 0}')
    expect(sent(curves)).to_contain_text('"value": [0, 0, 1]')


@pytest.mark.parametrize("name", ["GET /api/v1/traits", "POST /api/v1/curves"])
def test_the_copied_code_gets_what_the_page_shows(page: Page, name: str) -> None:
    article = call(opened(page), name)
    program = copied(page, article.get_by_role("button", name="Copy Python"))
    answer = printed(f"{program}\nprint(json.dumps(answer))")
    assert json.loads(answer)
    expect(sent(article)).to_contain_text('"elu(alpha=1.5)"')
    command = shlex.split(copied(page, article.get_by_role("button", name="Copy curl")))
    assert command[0] == "curl"
    assert next(word for word in command if word.startswith("http")).endswith(name.split(" ")[1]) == ("POST" in name)


def test_a_csv_text_is_sent_as_one_and_a_script_is_read_as_a_text(page: Page) -> None:
    article = call(opened(page), "POST /api/v1/playground/data")
    article.get_by_label("text/csv body").fill("x;y;label\n1,5;2;a\n3;4;b\n")
    with page.expect_request("**/api/v1/playground/data") as sending:
        expect(sent(article)).to_contain_text('"class_names": ["a", "b"]')
    assert sending.value.headers["content-type"].startswith("text/csv")
    program = copied(page, article.get_by_role("button", name="Copy Python"))
    assert json.loads(printed(f"{program}\nprint(json.dumps(answer))"))["class_names"] == ["a", "b"]
    article = call(page, "POST /api/v1/playground/script")
    program = copied(page, article.get_by_role("button", name="Copy Python"))
    assert "import torch" in printed(f"{program}\nprint(answer)")


def test_the_examples_work_as_they_are(page: Page, new_context: Callable[..., BrowserContext]) -> None:
    opened(page)
    command = copied(page, page.get_by_role("button", name="Copy the curl example"))
    with urlopen(shlex.split(command)[1]) as reply:
        assert json.load(reply)["x"] == [-1, 0, 2.5]
    program = copied(page, page.get_by_role("button", name="Copy the Python example"))
    assert "gelu" in printed(
        program.replace("plotly.io.from_json", "print(plotly.io.from_json").replace(".show()", ")")
    )
    # bypassed: the example is meant for pages of other authors
    other = new_context(bypass_csp=True).new_page()
    other.goto("/docs")
    other.set_content(copied(page, page.get_by_role("button", name="Copy the JavaScript example")))
    expect(other.locator("#chart .js-line").first).to_be_visible()


def test_can_be_read_and_tried_without_a_script(
    new_context: Callable[..., BrowserContext], complaints: list[str]
) -> None:
    page = new_context(java_script_enabled=False).new_page()
    for name, part in {
        "GET /api/v1/curves": '"f":"x*sigmoid(b*x)|b=1.7"',
        "GET /api/v1/activations/{name}": '"name":"elu"',
        "GET /healthz": '"status":"ok"',
    }.items():
        page.goto("/docs")
        article = call(page, name)
        expect(article.get_by_role("button")).to_have_count(1)
        article.get_by_role("button", name="Send").click()
        expect(page.locator("body")).to_contain_text(part)
    # an answer that is JSON cannot say where its icon is
    assert all("favicon.ico" in complaint for complaint in complaints)
    complaints.clear()


def test_a_key_is_enough(page: Page) -> None:
    traits = call(opened(page), "GET /api/v1/traits")
    traits.get_by_label("f", exact=True).press("Enter")
    answer = traits.get_by_role("region", name="Answer of")
    expect(answer).to_be_visible()
    # a long answer is scrolled by keys
    answer.focus()
    page.keyboard.press("End")
    expect(answer).to_be_focused()
    # it is moved with the next picture
    page.wait_for_function("element => element.scrollTop > 0", arg=answer.element_handle())


# the links after which the browser is elsewhere, or does not show the place
MISLEADING = """links => links.filter((link) => {
  link.click();
  const { top } = document.querySelector(":target")?.getBoundingClientRect() ?? { top: -1 };
  return location.hash !== link.getAttribute("href") || top < 0 || top > innerHeight;
}).map((link) => link.outerHTML)"""


def test_the_list_of_calls_leads_to_each(page: Page) -> None:
    opened(page)
    links = page.get_by_role("navigation", name="Calls").get_by_role("link")
    assert links.count() > page.get_by_role("article").count()
    assert links.evaluate_all(MISLEADING) == []


def printed(program: str) -> Any:
    """What a Python program prints."""
    return subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60
    ).stdout

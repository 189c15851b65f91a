"""An exhibit's page draws, follows its controls, keeps its state in the address, and keeps nobody out."""

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from app.exhibits.catalogue import EXHIBITS, find
from tests.browser.faults import WIDTHS, faults, faults_now

SLUGS = [exhibit.slug for exhibit in EXHIBITS]

Visit = Callable[..., None]


@pytest.fixture
def visit(page: Page) -> Visit:
    """Opens the page of an exhibit, and waits until its figure is drawn."""

    def open_at(slug: str, query: str = "") -> None:
        page.goto(f"/exhibits/{slug}{query}")
        expect_drawn(page)

    return open_at


# milliseconds; what grows takes seconds, and more on a busy machine
LONGEST = 60_000

# what grows for seconds; that its end is the same each time is tested once here, and of each on the server
SLOW = {exhibit.slug for exhibit in EXHIBITS if exhibit.stages}

# the query of what grows no longer than it must to show everything
BRIEF = {"cost": "?power=10", "learned_slopes": "?epochs=10", "overfitting": "?epochs=10"}

# the frame is the same for all: it is walked through with one of each kind of figure and control, and with those that
# have parts of their own
WALKED = {exhibit.slug for exhibit in EXHIBITS if exhibit.above or exhibit.below}
WALKED |= {"saturation", "depth", "layer", "lines", "learned_slopes", "cost"}

# the query of which a stage was shown last: a stage belongs to the request before it, as there is one at a time
REMEMBER_THE_STAGE = """
  const fetch = window.fetch;
  window.fetch = (address, ...others) => {
    if (address.includes("/figures/")) window.asked = address.split("?")[1] ?? "";
    return fetch(address, ...others);
  };
  document.addEventListener("stageshown", () => (window.shown = window.asked));
"""


def expect_drawn(page: Page) -> None:
    expect(page.locator("exhibit-figure")).to_have_attribute("data-state", "drawn", timeout=LONGEST)


def drawn(page: Page) -> str:
    """Everything that the figure shows, once it has nothing left to draw."""
    expect_drawn(page)
    return page.locator("exhibit-figure").evaluate("figure => JSON.stringify(figure.data)")


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug in WALKED])
def test_asks_shows_and_keeps_nobody_out_at_every_width_in_light_and_dark(page: Page, slug: str) -> None:
    page.add_init_script(REMEMBER_THE_STAGE)
    page.goto(f"/exhibits/{slug}{BRIEF.get(slug, '')}")
    start = shown(page, slug)
    steps = page.locator("[data-part=step]")
    # of what grows for seconds one is enough: the server judges all
    for number in range(steps.count())[: 1 if slug in SLOW else None]:
        assert is_judged_as_the_server_judges(page, slug, number)
    before = page.url
    move_something(page, by_one=slug in SLOW)
    expect(page).not_to_have_url(before)
    assert shown(page, slug) != start
    expect(page.locator("[data-part=verdict]").filter(visible=True)).to_have_count(0)

    def settle() -> None:
        expect_drawn(page)
        expect(page.locator("exhibit-figure .subplot").first).to_be_visible()

    assert faults(page, settle) == []
    assert below_the_first_screen(page) == []


@pytest.mark.parametrize("slug", [slug for slug in SLUGS if slug not in WALKED])
def test_asks_and_shows_on_a_phone(page: Page, slug: str) -> None:
    page.add_init_script(REMEMBER_THE_STAGE)
    page.set_viewport_size(WIDTHS["phone"])
    page.goto(f"/exhibits/{slug}")
    assert below_the_first_screen(page) == []
    shown(page, slug)
    # what grows for seconds is judged on the server
    assert slug in SLOW or is_judged_as_the_server_judges(page, slug, 0)
    assert faults_now(page, "but of colour") == []


def move_something(page: Page, *, by_one: bool) -> None:
    """A slider goes to its other end, or `by_one` step; where there is none another choice is taken, or a number."""
    controls = page.locator("exhibit-controls")
    slider, choice, cell = (controls.locator(kind) for kind in ("input[type=range]", "select", ".cells input"))
    if slider.count():
        last = slider.filter(visible=True).last
        is_at_the_end = last.input_value() == last.get_attribute("max")
        back, forth = ("ArrowLeft", "ArrowRight") if by_one else ("Home", "End")
        last.press(back if is_at_the_end else forth)
    elif choice.count():
        choice.first.select_option(index=1)
    else:
        cell.first.fill("1.5")


def below_the_first_screen(page: Page) -> list[str]:
    """What a reader with a phone does not see whole at first: the question, a panel, its caption, what to predict.

    A network above the figure is the first panel, and what it says of its phase the caption.
    """
    page.evaluate("scrollTo(0, 0)")
    has_network = page.locator(".above").count() > 0
    parts = {
        "question": page.get_by_role("heading", level=1),
        "panel": page.locator(".net" if has_network else "exhibit-figure"),
        "caption": page.locator(".phase" if has_network else ".captions li").filter(visible=True),
        "step": page.locator(".step legend").filter(visible=True),
    }
    boxes = {name: part.bounding_box() for name, part in parts.items()}
    return [name for name, box in boxes.items() if box is None or box["y"] + box["height"] > 844]


def is_judged_as_the_server_judges(page: Page, slug: str, number: int) -> bool:
    """Predict the step of that `number` on the page, and see what is said."""
    page.get_by_role("navigation", name="Questions").get_by_role("link").nth(number).click()
    step = page.locator("[data-part=step]").nth(number)
    expect(step).to_be_visible()
    expect(page.locator("[data-part=step]").filter(visible=True)).to_have_count(1)
    estimate = step.get_by_role("slider")
    if estimate.count():
        estimate.press("Home")
    else:
        step.get_by_role("radio").first.check()
    step.get_by_role("button", name="See").click()
    expect(step.locator("[data-part=verdict]")).to_be_visible(timeout=LONGEST)
    prediction = estimate.input_value() if estimate.count() else "0"
    query = page.evaluate("location.search.slice(1)")
    verdict = page.request.get(f"/api/v1/exhibits/{slug}/steps/{number + 1}?{query}&prediction={prediction}").json()
    expect(step.get_by_text("Right.", exact=True)).to_be_visible(visible=verdict["is_right"] is True)
    expect(step.get_by_text("Not quite.", exact=True)).to_be_visible(visible=verdict["is_right"] is False)
    marked = step.locator("[data-part=option]").evaluate_all(
        "options => options.flatMap((option, at) => option.innerText.includes('this one') ? [at] : [])"
    )
    assert marked == verdict["right"]
    expect(step.locator("[data-part=because]")).to_have_text(verdict["because"])
    return True


def shown(page: Page, slug: str) -> str:
    """Everything that the figure shows; of what grows, the query of which it shows a stage."""
    if slug not in SLOW:
        return drawn(page)
    page.wait_for_function("() => window.shown === location.search.slice(1)", timeout=LONGEST)
    return page.evaluate("window.shown")


def test_the_index_leads_to_every_exhibit(page: Page) -> None:
    page.goto("/exhibits")
    assert faults(page) == []
    expect(page.locator(".exhibit-card")).to_have_count(len(SLUGS))
    page.locator("[data-slug=saturation]").click()
    expect(page.get_by_role("heading", level=1)).to_have_text(find("saturation").asks)
    expect(page.get_by_role("navigation", name="Site").get_by_role("link", name="Exhibits")).to_have_attribute(
        "aria-current", "page"
    )


def test_numbers_and_links_follow_the_slider(page: Page, visit: Visit) -> None:
    visit("saturation")
    page.get_by_role("slider", name="spread").fill("1")
    expect(page.get_by_role("region", name="Found")).to_contain_text("0 % of the inputs lie where")
    expect(page.get_by_role("spinbutton", name="spread")).to_have_value("1")
    expect(page).to_have_url(re.compile(r"\?spread=1$"))
    expect(page.get_by_role("link", name="These numbers as JSON")).to_have_attribute(
        "href", "/api/v1/exhibits/saturation?spread=1"
    )
    expect(page.get_by_role("link", name="Why outputs of one sign")).to_have_attribute("href", re.compile("spread=1"))


def test_back_returns_to_what_was_before(page: Page, visit: Visit) -> None:
    visit("saturation")
    start = drawn(page)
    page.get_by_role("combobox", name="computed in").select_option("float16")
    expect(page).to_have_url(re.compile("dtype=float16"))
    drawn(page)
    page.get_by_role("link", name="Back to the start").click()
    expect(page.get_by_role("combobox", name="computed in")).to_have_value("float64")
    page.go_back()
    expect(page.get_by_role("combobox", name="computed in")).to_have_value("float16")
    page.go_back()
    expect(page.get_by_role("combobox", name="computed in")).to_have_value("float64")
    assert drawn(page) == start


def test_a_wrong_reference_gets_the_servers_sentence_and_changes_nothing(page: Page, visit: Visit) -> None:
    visit("saturation")
    start = drawn(page)
    field = page.get_by_role("combobox", name="activation")
    field.fill("sigmod")
    complaint = page.locator("exhibit-controls").get_by_role("status").filter(has_text="did you mean 'sigmoid'?")
    expect(complaint).to_be_visible()
    field.press("Enter")
    assert drawn(page) == start
    field.fill("x*sigmoid(b*x)|b=1.7")
    field.press("Enter")
    expect(complaint).to_be_hidden()
    expect(page).to_have_url(re.compile("f=x"))
    assert drawn(page) != start


def test_activations_are_added_and_taken_away(page: Page, visit: Visit) -> None:
    visit("depth", "?f=relu")
    page.get_by_role("combobox", name="One more").fill("gelu")
    page.get_by_role("combobox", name="One more").press("Enter")
    expect(page).to_have_url(re.compile("f=relu&f=gelu$"))
    expect(page.locator("#figure-legend li")).to_have_text(["relu, matched", "gelu, matched"])
    page.get_by_role("combobox", name="activations 1").fill("")
    page.get_by_role("combobox", name="activations 1").press("Enter")
    expect(page).to_have_url(re.compile(r"\?f=gelu$"))
    expect(page.locator("#figure-legend li")).to_have_text(["gelu, matched"])


def test_what_is_typed_while_the_page_is_written_anew_stays_and_so_does_the_caret(page: Page, visit: Visit) -> None:
    visit("depth", "?f=relu&f=tanh")
    slow: list[Route] = []
    page.route(re.compile(r"/exhibits/depth\?f="), lambda route: slow.append(route), times=1)  # noqa: PLW0108  Playwright wants a function
    page.get_by_role("combobox", name="One more").fill("gelu")
    page.get_by_role("combobox", name="One more").press("Enter")
    expect(page).to_have_url(re.compile("f=gelu$"))
    first = page.get_by_role("combobox", name="activations 1")
    first.press("End")
    for key in ("6", "ArrowLeft", "ArrowLeft"):
        page.keyboard.press(key)
    slow[0].continue_()
    expect(page.get_by_role("combobox", name="activations 3")).to_have_value("gelu")
    expect(first).to_have_value("relu6")
    expect(first).to_be_focused()
    page.keyboard.press("Backspace")
    expect(first).to_have_value("reu6")


def test_cells_come_and_go_with_the_size_of_the_matrix(page: Page, visit: Visit) -> None:
    visit("layer")
    weights = page.get_by_role("spinbutton", name="weights")
    expect(weights).to_have_count(9)
    page.get_by_role("slider", name="inputs").fill("2")
    expect(weights).to_have_count(6)
    start = drawn(page)
    weights.first.fill("-2.5")
    expect(page).to_have_url(re.compile("weights=-2.5%2C-1.2%2C"))
    assert drawn(page) != start


def test_a_logit_is_dragged_in_the_figure_and_its_slider_follows(page: Page, visit: Visit) -> None:
    visit("softmax")
    handle = page.locator("figure-handles i").first
    place = handle.bounding_box()
    assert place is not None
    start = drawn(page)
    middle = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(*middle)
    page.mouse.down()
    page.mouse.move(middle[0], middle[1] + 40, steps=4)
    page.mouse.up()
    slider = page.get_by_role("slider", name="z₁")
    expect(slider).not_to_have_value("2")
    assert float(slider.input_value()) < 0
    expect(page).to_have_url(re.compile(r"\?z1=-\d"))
    assert drawn(page) != start
    # no higher than the control goes
    page.mouse.move(middle[0], middle[1] + 40)
    page.mouse.down()
    page.mouse.move(middle[0], 0)
    page.mouse.up()
    expect(slider).to_have_value("10")


def test_scrubbing_ends_at_the_last_value_and_never_queues(page: Page, visit: Visit) -> None:
    visit("saturation")
    asked: list[str] = []
    slow: list[Route] = []
    figure = re.compile(r"/figures/saturation\?")
    page.on("request", lambda request: asked.append(request.url) if figure.search(request.url) else None)
    page.route(figure, lambda route: slow.append(route), times=1)  # noqa: PLW0108  Playwright wants a function
    for tenth in range(10, 40):
        page.get_by_role("slider", name="spread").fill(f"{tenth / 10}")
    expect(page.locator("exhibit-figure")).to_have_attribute("data-state", "drawing")
    slow[0].continue_()
    drawn(page)
    assert len(asked) == 2
    assert "spread=3.9" in asked[-1]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_works_without_javascript(page: Page) -> None:
    page.goto("/exhibits/saturation")
    page.get_by_role("spinbutton", name="spread").fill("1")
    page.get_by_role("button", name="Show").click()
    expect(page.get_by_role("region", name="Found")).to_contain_text("0 % of the inputs lie where")


def test_what_takes_long_grows_in_sight_and_can_be_had_again(page: Page) -> None:
    page.add_init_script(
        """document.addEventListener("stageshown", ({ detail: { done, findings } }) => {
             (window.shares ??= []).push([done, findings.length]);
           })"""
    )
    page.goto("/exhibits/learned_slopes?epochs=200")
    bar = page.get_by_role("progressbar", name="Measured so far")
    expect_drawn(page)
    shares = page.evaluate("shares")
    # how many stages there are follows from how fast they are computed and shown
    done = [share for share, _ in shares]
    assert done == sorted(done)
    assert done[-1] == 1
    assert any(0 < share < 1 for share in done)
    expect(bar).to_have_js_property("value", 1)
    found = page.get_by_role("region", name="Found").locator("dd b").all_text_contents()
    assert all(text != "–" for text in found)
    start = drawn(page)
    page.get_by_role("button", name="Learn again").click()
    expect(page.locator("exhibit-figure")).to_have_attribute("data-state", "drawing")
    assert drawn(page) == start
    assert page.get_by_role("region", name="Found").locator("dd b").all_text_contents() == found


def test_a_prediction_is_judged_where_the_figure_fails(page: Page, visit: Visit, complaints: list[str]) -> None:
    visit("learned_slopes", "?epochs=10")
    page.route(re.compile(r"/figures/learned_slopes\?"), lambda route: route.abort())
    step = page.locator("[data-part=step]").first
    step.get_by_role("radio").first.check()
    step.get_by_role("button", name="See").click()
    expect(page.locator("#figure-problem")).to_contain_text("does not answer")
    expect(step.locator("[data-part=verdict]")).to_be_visible(timeout=LONGEST)
    expect(step.get_by_text("It is being measured")).to_be_hidden()
    # the browser's own notes of what was aborted, of which none comes any more when the page is closed
    page.close()
    assert all("learned_slopes" in complaint for complaint in complaints)
    complaints.clear()


def test_another_order_is_drawn_and_not_measured_again(page: Page, visit: Visit) -> None:
    visit("cost", "?power=10")
    lengths = """figure => Object.fromEntries(figure._fullData.filter(({ name }) => name === "forward and back")
                   .flatMap(({ x, y }) => Array.from(x, (length, at) => [y[at], length])))"""
    figure = page.locator("exhibit-figure")
    before, timed = drawn(page), figure.evaluate(lengths)
    page.get_by_role("combobox", name="dearest last, or by family").select_option("family")
    expect(page).to_have_url(re.compile("order=family$"))
    assert drawn(page) != before
    assert len(timed) > 50
    assert figure.evaluate(lengths) == timed
    page.get_by_role("button", name="again").click()
    expect(figure).to_have_attribute("data-state", "drawing")
    drawn(page)
    assert figure.evaluate(lengths) != timed


def test_a_change_while_it_grows_makes_an_end_of_it(page: Page) -> None:
    page.add_init_script(REMEMBER_THE_STAGE)
    page.goto("/exhibits/overfitting")
    expect(page.get_by_role("progressbar")).not_to_have_js_property("value", 0)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url) if "/figures/overfitting" in request.url else None)
    slider = page.get_by_role("slider", name="points to learn from")
    for _ in range(5):
        slider.press("ArrowRight")
    value = page.get_by_role("spinbutton", name="points to learn from").input_value()
    expect(page).to_have_url(re.compile(f"={value}$"))
    shown(page, "overfitting")
    assert 1 <= len(asked) <= 5
    assert f"={value}" in asked[-1]


def test_the_findings_of_what_grows_are_the_servers(page: Page, visit: Visit) -> None:
    visit("maxout", "?k=5")
    shown = page.get_by_role("region", name="Found").locator("dt").all_text_contents()
    numbers = page.request.get("/api/v1/exhibits/maxout?k=5").json()["findings"]
    assert shown == [finding["name"] for finding in numbers]

"""An expression is checked while it is typed, drawn when it is added, and has a slider for each of its names."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]


def field(page: Page) -> Locator:
    """The field that takes a name or an expression."""
    return page.get_by_role("combobox", name="Add an activation, or write your own")


def complaint(page: Page) -> Locator:
    """What is wrong with the field."""
    return page.locator("add-curve").get_by_role("status")


def test_a_mistake_is_said_while_typing_and_goes_when_mended(
    page: Page, explore: Explore, drawn: Drawn, complaints: list[str]
) -> None:
    explore("?f=elu")
    for wrong, sentence in (
        ("x*sigmoid(", "parentheses"),
        ("sigmod(x)", "did you mean 'sigmoid'"),
        ("1/2x", "1/(2*x)"),
        ("elu(alpha=9)", "outside its range"),
        ("1+2", "does not depend on x"),
        ("<img src=x>", "cannot be read"),
    ):
        field(page).fill(wrong)
        expect(complaint(page)).to_contain_text(sentence)
        expect(field(page)).to_have_attribute("aria-invalid", "true")
    page.get_by_role("button", name="Add").click()
    expect(field(page)).to_be_focused()
    expect(field(page)).to_have_value("<img src=x>")
    assert drawn() == ["elu"]
    field(page).fill("x*sigmoid(x)")
    expect(complaint(page)).to_be_hidden()
    expect(field(page)).to_have_attribute("aria-invalid", "false")
    # the browser notes each refusal, nothing else
    assert all("status of 422" in complaint for complaint in complaints)
    complaints.clear()


def test_enter_adds_what_is_written_and_nothing_for_an_empty_field_and_parameters_have_working_sliders(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=elu")
    field(page).press("Enter")
    field(page).fill("   ")
    field(page).press("Enter")
    expect(page.locator("curve-card")).to_have_count(1)
    field(page).fill("leaky_relu(alpha=0.3)")
    page.get_by_role("button", name="Add").click()
    expect(page.get_by_role("slider", name="α slope on the left")).to_have_value("0.3")
    assert drawn() == ["elu", "leaky_relu(alpha=0.3)"]
    page.get_by_role("button", name="Remove Leaky ReLU").click()
    expect(page.locator("curve-card")).to_have_count(1)
    field(page).fill(" x*sigmoid(b*x) ")
    field(page).press("Enter")
    expect(field(page)).to_be_empty()
    expect(page.get_by_role("heading", name="x*sigmoid(b*x)")).to_be_visible()
    assert drawn() == ["elu", "x*sigmoid(b*x)"]
    page.get_by_role("slider", name="b parameter of the expression").fill("1.7")
    expect(page.get_by_role("spinbutton", name="b, parameter of the expression")).to_have_value("1.7")
    assert drawn() == ["elu", "x*sigmoid(b*x)|b=1.7"]
    expect(page).to_have_url(re.compile(r"\?f=elu&f=x(\*|%2A)sigmoid%28b(\*|%2A)x%29%7Cb%3D1\.7$"))
    expect(page.get_by_role("article").filter(has_text="Your expression").locator("math")).to_be_visible()


def test_the_ninth_curve_is_refused_with_a_sentence(page: Page, explore: Explore) -> None:
    explore("?f=elu&f=relu&f=gelu&f=tanh&f=sigmoid&f=mish&f=softplus&f=sine")
    field(page).fill("x**2")
    field(page).press("Enter")
    expect(complaint(page)).to_have_text("8 curves are shown already; remove one first.")
    expect(field(page)).to_have_value("x**2")
    page.get_by_role("button", name="Remove Sine").click()
    # the sentence is true no longer
    expect(complaint(page)).to_be_hidden()


def test_its_sliders_never_make_it_too_long_to_be_read(page: Page, explore: Explore, drawn: Drawn) -> None:
    text = "first_amplitude*sin(first_frequency*x)+second_amplitude*cos(second_frequency*x)+vertical_offset"
    explore("?f=elu")
    field(page).fill(text)
    field(page).press("Enter")
    sliders = page.get_by_role("slider", name="parameter of the expression")
    expect(sliders).to_have_count(5)
    for slider in sliders.all():
        slider.fill("2.34")
    names = ("first_amplitude", "first_frequency", "second_amplitude", "second_frequency", "vertical_offset")
    assert drawn() == ["elu", f"{text}|" + ",".join(f"{name}=2.34" for name in names)]


def test_values_that_are_not_finite_are_gaps(page: Page, explore: Explore) -> None:
    explore("?f=log(x)&f=1/x&show=value")
    # one line right of 0, and one on either side
    expect(page.locator("activation-chart path.js-line")).to_have_count(3)


def test_signs_that_mean_something_in_html_are_shown_as_they_are(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=where(x<0,a*x,x)")
    expect(page.get_by_role("heading", name="where(x<0,a*x,x)")).to_be_visible()
    expect(page).to_have_title(re.compile(re.escape("where(x<0,a*x,x)")))
    page.get_by_role("slider", name="a parameter of the expression").press("ArrowRight")
    assert drawn() == ["where(x<0,a*x,x)|a=1.01"]

"""The address is the state: it can be shared, stepped through with Back and Forward, and be wrong without harm."""

import re
from collections.abc import Callable
from urllib.parse import quote

from playwright.sync_api import Page, expect

Explore = Callable[..., None]
Drawn = Callable[[], list[str]]

OWN = "x*sigmoid(b*x)|b=1.7"


def test_a_shared_address_reopens_the_same_state(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore(f"?f=elu(alpha%3D2.5)&f={quote(OWN)}&low=-2.5&high=12&dtype=float32&show=value&show=second_derivative")
    assert drawn() == ["elu(alpha=2.5)", OWN]
    expect(page.get_by_role("slider", name="α")).to_have_value("2.5")
    expect(page.get_by_role("slider", name="b parameter")).to_have_value("1.7")
    expect(page.get_by_role("spinbutton", name="from", exact=True)).to_have_value("-2.5")
    expect(page.get_by_role("spinbutton", name="to", exact=True)).to_have_value("12")
    expect(page.get_by_role("combobox", name="Computed in")).to_have_value("float32")
    expect(page.get_by_role("checkbox", name="f′", exact=True)).not_to_be_checked()
    expect(page.get_by_role("checkbox", name="f″")).to_be_checked()
    expect(page.locator(".panel-labels span")).to_have_text(["f", "f″"])


def test_what_a_user_sets_is_there_after_a_reload(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu")
    page.locator("a[data-pick=swish]").click()
    page.get_by_role("slider", name="β").fill("3")
    page.get_by_role("combobox", name="Computed in").select_option("float16")
    page.get_by_role("checkbox", name="f″").check()
    page.get_by_role("slider", name="x").press("Home")
    page.get_by_role("button", name="Zoom in").click()
    expect(page).to_have_url(re.compile(r"beta%3D3%29.*high=3.*x=-6|beta%3D3%29.*x=-6.*high=3"))
    page.reload()
    assert drawn() == ["elu", "swish(beta=3)"]
    expect(page.get_by_role("slider", name="β")).to_have_value("3")
    expect(page.get_by_role("combobox", name="Computed in")).to_have_value("float16")
    expect(page.get_by_role("checkbox", name="f″")).to_be_checked()
    expect(page.get_by_role("spinbutton", name="from", exact=True)).to_have_value("-3")
    # the window leaves the marker out, which stands at its nearer end
    expect(page.get_by_role("slider", name="x")).to_have_value("-3")
    expect(page.get_by_text("x = −6 lies outside the window")).to_be_visible()


def test_back_and_forward_step_through_curves_and_not_through_values(
    page: Page, explore: Explore, drawn: Drawn
) -> None:
    explore("?f=elu&show=value&show=second_derivative")
    page.get_by_role("slider", name="α").fill("2")
    page.locator("a[data-pick=gelu]").click()
    page.get_by_role("button", name="Remove ELU").click()
    page.get_by_role("link", name="Hard sigmoid: Keras 2 against torch").click()
    hard = ["hard_sigmoid(slope=0.2)", "hard_sigmoid", "sigmoid"]
    assert drawn() == hard
    for before in (["gelu"], ["elu(alpha=2)", "gelu"], ["elu(alpha=2)"]):
        page.go_back()
        expect(page.locator("curve-card")).to_have_count(len(before))
        assert drawn() == before
    expect(page.get_by_role("slider", name="α")).to_have_value("2")
    expect(page.get_by_role("checkbox", name="f″")).to_be_checked()
    expect(page).to_have_title("ELU · Activation Lab")
    for after in (["elu(alpha=2)", "gelu"], ["gelu"], hard):
        page.go_forward()
        expect(page.locator("curve-card")).to_have_count(len(after))
        assert drawn() == after
    expect(page.get_by_role("checkbox", name="f″")).not_to_be_checked()


def test_back_to_the_bare_address_shows_its_curves_again(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore()
    page.locator("a[data-pick=gelu]").click()
    expect(page.locator("curve-card")).to_have_count(3)
    drawn()
    page.go_back()
    expect(page.locator("curve-card")).to_have_count(2)
    assert drawn() == ["sigmoid", "relu"]


def test_a_link_within_the_page_leaves_its_state_alone(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=elu")
    slider = page.get_by_role("slider", name="α")
    slider.fill("2")
    page.get_by_role("heading", name="ELU").get_by_role("link").click()
    expect(page).to_have_url(re.compile("#about-0$"))
    expect(page.get_by_role("article")).to_be_in_viewport()
    expect(slider).to_have_value("2")
    assert drawn() == ["elu(alpha=2)"]
    expect(page.get_by_role("row").filter(has_text="Smallest value")).to_contain_text("−2")


def test_every_example_is_drawn_and_teaches(page: Page, explore: Explore, drawn: Drawn) -> None:
    explore("?f=identity")
    examples = page.get_by_role("navigation", name="Examples").get_by_role("link")
    for name in examples.all_text_contents():
        example = examples.get_by_text(name, exact=True)
        query = (example.get_attribute("href") or "").partition("?")[2]
        example.click()
        expect(page.locator("curve-card")).to_have_count(query.count("f=") - query.count("tf="))
        expect(example).to_have_attribute("aria-current", "true")
        assert len(drawn()) == query.count("f=")
        expect(page.get_by_role("table").get_by_role("columnheader")).to_have_count(query.count("f="))


def test_a_wrong_address_says_what_is_wrong_and_keeps_what_is_right(
    page: Page, explore: Explore, drawn: Drawn, complaints: list[str]
) -> None:
    explore("?f=foo&f=relu&low=abc&high=4&dtype=float8&show=value&colour=red")
    assert drawn() == ["relu"]
    expect(page.get_by_role("spinbutton", name="from", exact=True)).to_have_value("-6")
    expect(page.get_by_role("spinbutton", name="to", exact=True)).to_have_value("4")
    sentences = page.get_by_role("alert")
    for part in ("'foo'", "'abc'", "'float8'"):
        expect(sentences.filter(has_text=part)).to_be_visible()
    page.locator("a[data-pick=tanh]").click()
    expect(sentences).to_have_count(0)
    expect(page).to_have_url(re.compile(r"\?f=relu&f=tanh&high=4&show=value$"))
    assert all("status of 422" in complaint for complaint in complaints)
    complaints.clear()


def test_an_address_with_nothing_right_shows_what_a_bare_one_does(
    page: Page, explore: Explore, drawn: Drawn, complaints: list[str]
) -> None:
    explore("?f=&f=nope&low=9&high=-9")
    assert drawn() == ["sigmoid", "relu"]
    expect(page.get_by_role("alert")).to_have_count(2)
    complaints.clear()


def test_nine_curves_in_an_address_become_eight_with_a_sentence(
    page: Page, explore: Explore, drawn: Drawn, complaints: list[str]
) -> None:
    explore("?" + "&".join(f"f=elu(alpha%3D{alpha})" for alpha in (1, 1.5, 2, 2.5, 3, 3.5, 4, 4.5, 5)))
    assert len(drawn()) == 8
    expect(page.get_by_role("alert")).to_have_text("The page shows 8 curves at once; the others are left out.")
    complaints.clear()


def test_hostile_text_in_an_address_is_only_text(page: Page, explore: Explore, complaints: list[str]) -> None:
    hostile = '"><script>document.title="owned"</script><img src=x onerror=document.title="owned">'
    explore(f"?f={quote(hostile)}&f=relu&low={quote(hostile)}&show={quote(hostile)}&{quote(hostile)}=1")
    expect(page.get_by_role("alert").filter(has_text="<script>").first).to_be_visible()
    expect(page.locator("main script, main img")).to_have_count(0)
    expect(page).to_have_title("ReLU · Activation Lab")
    assert all("status of 422" in complaint for complaint in complaints)
    complaints.clear()

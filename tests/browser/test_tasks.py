"""The ten tasks of docs/tasks.md are done by what a newcomer sees or hears: roles and labels alone."""

import re

from playwright.sync_api import Page, expect

CLIPBOARD = ["clipboard-read", "clipboard-write"]


def test_five_tasks_with_curves(page: Page) -> None:
    page.context.grant_permissions(CLIPBOARD)
    page.goto("/")
    # 2: which of sigmoid and ReLU still learns at −6
    page.get_by_role("spinbutton", name="x", exact=True).fill("-6")
    curves = page.get_by_role("region", name="Curves", exact=True)
    expect(curves).to_contain_text(re.compile(r"Sigmoid.*f′ 0\.002467\s.*ReLU.*f′ 0\b", re.DOTALL))
    # 1: where tanh's slope is a half
    field = page.get_by_role("combobox", name="Add an activation")
    field.fill("tanh")
    field.press("Enter")
    expect(page.get_by_role("heading", name="Tanh").first).to_be_visible()
    page.get_by_role("spinbutton", name="x", exact=True).fill("0.88137")
    expect(curves).to_contain_text(re.compile(r"Tanh.*f′ 0\.5\b", re.DOTALL))
    # 3: GELU comes and goes
    page.get_by_role("link", name="GELU", exact=True).click()
    page.get_by_role("button", name="Remove GELU").click()
    expect(page.get_by_role("button", name="Remove GELU")).to_be_hidden()
    # 4: a function of one's own
    field.fill("x*sigmoid(b*x)")
    field.press("Enter")
    expect(page.get_by_role("slider", name="b")).to_be_visible()
    # 5: how torch writes GELU with tanh
    page.get_by_role("link", name="GELU (tanh form)").click()
    spelling = (
        page.get_by_role("article").filter(has_text="approximate").get_by_role("button", name="Copy the torch spelling")
    )
    spelling.click()
    expect(spelling).to_have_text("Copied")
    assert page.evaluate("navigator.clipboard.readText()") == 'F.gelu(x, approximate="tanh")'
    # 10: a figure for a page of a course
    page.get_by_role("button", name="Embed").click()
    page.get_by_role("dialog").get_by_role("button", name="Copy").click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()").startswith("<iframe ")


def test_two_tasks_with_a_network(page: Page) -> None:
    page.goto("/playground")
    # 6: a ReLU layer dies
    for layer in ("1", "2"):
        name = page.get_by_role("combobox", name=f"Activation of layer {layer}")
        name.fill("relu")
        name.press("Enter")
        # the server is asked about it; who runs sooner runs the layers of before
        expect(page.get_by_role("rowheader", name=f"{layer} relu")).to_be_visible()
    rate = page.get_by_role("spinbutton", name="Learning rate")
    rate.fill("3")
    rate.press("Enter")
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("rowheader", name="2 relu").scroll_into_view_if_needed()
    expect(page.get_by_role("row").filter(has_text="relu").filter(has_text="100.0 %").first).to_be_visible()
    page.get_by_role("button", name="Pause").click()
    # 7: how sure the network is at a point
    page.get_by_role("img", name="What the network answers over the plane").press("ArrowRight")
    expect(page.get_by_text(re.compile(r"P\(class 1\) = [\d.]+ %, so class [01]\."))).to_be_visible()


def test_a_task_with_a_race(page: Page) -> None:
    page.goto("/race")
    # 8: which of tanh and sigmoid learns the spiral
    for number in ("5", "4", "3", "2"):
        page.get_by_role("button", name=f"Remove activation {number}").click()
    page.get_by_role("spinbutton", name="Seeds each").fill("6")
    page.get_by_role("spinbutton", name="Epochs").fill("40")
    page.get_by_role("spinbutton", name="Epochs").press("Enter")
    page.get_by_role("button", name="Race", exact=True).click()
    expect(page.get_by_role("status").filter(has_text="tanh ends with a higher accuracy than sigmoid")).to_be_visible()


def test_a_task_with_an_exhibit(page: Page) -> None:
    page.goto("/exhibits")
    # 9: how little of the gradient reaches the first of thirty sigmoid layers
    page.get_by_role("link", name=re.compile("Depth")).click()
    # with its script, which hears what is typed
    page.wait_for_url("**/exhibits/depth")
    page.get_by_role("spinbutton", name="layers").fill("30")
    expect(page.get_by_role("term").first).to_have_text("sigmoid: last / first gradient")
    expect(page.get_by_role("definition").first).to_contain_text(re.compile(r"×\s10¹².*the first layer hardly learns"))

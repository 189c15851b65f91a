"""The panels of the Playground show what happens inside the run, and a unit's weights can be changed by hand."""

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.browser.faults import faults

Playground = Callable[..., None]

PANELS = ("unit-inspector", "layer-curve", "layer-health", "learned-chart", "loss-chart", "confusion-matrix")


def run(page: Page, until: int = 30) -> None:
    """Train for `until` epochs at least, then pause."""
    page.get_by_role("button", name="Run", exact=True).click()
    page.wait_for_function("until => Number(document.getElementById('run').dataset.epoch) >= until", arg=until)
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(page.locator("training-run")).to_have_attribute("data-state", "paused")


def seen(element: Locator) -> Locator:
    """`element`, in sight and drawn."""
    element.scroll_into_view_if_needed()
    expect(element).to_have_attribute("data-state", "drawn")
    return element


def picture(canvas: Locator) -> str:
    """What a canvas shows, as a text to compare."""
    return canvas.evaluate("canvas => canvas.toDataURL()")


def in_colour(canvas: Locator) -> int:
    """How many pixels of a canvas are painted."""
    return canvas.evaluate(
        "canvas => canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data"
        ".filter((byte, i) => i % 4 === 3 && byte > 0).length"
    )


def test_diagnostics_follow_the_training(page: Page, playground: Playground) -> None:
    playground("?layer=8:tanh&layer=6:relu&lr=0.1")
    curve = seen(page.locator("layer-curve"))
    expect(curve).to_have_attribute("data-reference", "tanh")
    histogram = page.get_by_role("img", name="The activation of the chosen layer")
    before = picture(histogram)
    assert in_colour(histogram) > 1000
    table = page.get_by_role("table", name="Gradient, dead and saturated units")
    first = table.get_by_role("row", name="1 tanh")
    expect(first).to_contain_text(re.compile(r"\d%|\d %"))
    norm = first.locator("[data-part=gradient] .number").inner_text()
    assert re.fullmatch(r"\d+(\.\d+)?(\u00a0×\u00a010[⁻⁰¹²³⁴⁵⁶⁷⁸⁹]+)?", norm)
    run(page)
    # out of sight nothing is drawn
    seen(page.locator("layer-health"))
    expect(first.locator("[data-part=gradient] .number")).not_to_have_text(norm)
    assert picture(histogram) != before


def test_the_chosen_layer_can_be_chosen_in_three_places(page: Page, playground: Playground) -> None:
    playground("?layer=4:tanh&layer=3:relu")
    curve = seen(page.locator("layer-curve"))
    choice = page.get_by_role("combobox", name="Layer", exact=True)
    choice.select_option("2: relu")
    expect(curve).to_have_attribute("data-reference", "relu")
    page.get_by_role("button", name="1 tanh").click()
    expect(curve).to_have_attribute("data-reference", "tanh")
    expect(choice).to_have_value("0")
    page.get_by_role("button", name="Layer 2, unit 1", exact=True).click()
    expect(curve).to_have_attribute("data-reference", "relu")
    expect(choice).to_have_value("1")


def test_the_curve_bends_with_what_the_activation_learns(page: Page, playground: Playground) -> None:
    playground("?layer=4:prelu&optimizer=adam&lr=0.05")
    curve = seen(page.locator("layer-curve"))
    expect(curve).to_have_attribute("data-reference", "prelu")
    seen(page.locator("learned-chart"))
    expect(page.locator("learned-chart")).to_contain_text("layer 1: α = 0.250")
    run(page)
    seen(page.locator("learned-chart"))
    expect(page.locator("learned-chart")).not_to_contain_text("α = 0.250")
    curve.scroll_into_view_if_needed()
    expect(curve).to_have_attribute("data-reference", re.compile(r"prelu\(alpha=.+\)"))
    playground("?layer=4:tanh")
    expect(page.locator("learned-chart")).to_be_hidden()


def test_a_curve_that_cannot_show_what_was_learned_says_so(page: Page, playground: Playground) -> None:
    playground("?layer=4:prelu(alpha%3D2)&lr=0.1")
    told = page.locator("layer-curve [data-part=told]")
    seen(page.locator("layer-curve"))
    expect(told).not_to_contain_text("beyond")
    run(page)
    told.scroll_into_view_if_needed()
    expect(told).to_contain_text(re.compile(r"has learned alpha = \d\.\d+, beyond what can be drawn"))


def test_a_weight_changed_by_hand_changes_the_answer(page: Page, playground: Playground) -> None:
    playground("?layer=4:tanh&layer=2:tanh")
    boundary = page.locator("output-plot canvas").first
    before = picture(boundary)
    page.get_by_role("button", name="Layer 1, unit 2", exact=True).click()
    unit = page.get_by_role("region", name="Layer 1, unit 2: Tanh")
    expect(unit).to_contain_text(re.compile(r"h₂ = tanh\(−?[\d.]+·x [+−] [\d.]+·y [+−] 0.00\)"))
    weights = unit.get_by_role("group", name="Weights", exact=True)
    weights.get_by_label("x", exact=True).fill("-9.5")
    # its line is marked while its field has the focus
    mark = page.locator("network-graph .edge-text")
    expect(mark).to_have_text(re.compile(r"^x → Layer 1, unit 2: weight −?[\d.]+, gradient −?[\de−.]+$"))
    weights.get_by_label("bias", exact=True).fill("2")
    weights.get_by_label("bias", exact=True).press("Enter")
    expect(unit).to_contain_text(re.compile(r"tanh\(−9.50·x [+−] [\d.]+·y \+ 2.00\)"))
    expect(mark).to_be_hidden()
    # half way between two units of one height is the line between them
    units = [page.get_by_role("button", name=f"{name}, unit 1", exact=True) for name in ("Layer 1", "Layer 2")]
    units[0].scroll_into_view_if_needed()
    boxes = [unit.bounding_box() for unit in units]
    (left, right) = (box for box in boxes if box)
    page.mouse.move((left["x"] + left["width"] + right["x"]) / 2, (left["y"] + right["y"] + right["height"]) / 2)
    expect(mark).to_have_text(re.compile(r"^Layer 1, unit \d → Layer 2, unit \d: weight"))
    page.wait_for_function("before => document.querySelector('output-plot canvas').toDataURL() !== before", arg=before)


def test_weights_are_not_changed_while_the_run_goes_on(page: Page, playground: Playground) -> None:
    playground()
    page.get_by_role("button", name="Layer 1, unit 1", exact=True).click()
    unit = page.get_by_role("region", name="Layer 1, unit 1: Tanh")
    expect(unit.get_by_label("bias", exact=True)).to_be_enabled()
    page.get_by_role("button", name="Run", exact=True).click()
    expect(unit.get_by_label("bias", exact=True)).to_be_disabled()
    expect(unit).to_contain_text("Pause the run to change them by hand.")
    page.get_by_role("button", name="Pause", exact=True).click()
    expect(unit.get_by_label("bias", exact=True)).to_be_enabled()


def test_a_unit_is_read_and_closed_by_keyboard(page: Page, playground: Playground) -> None:
    playground("?layer=3:maxout(k=2)")
    button = page.get_by_role("button", name="Layer 1, unit 1", exact=True)
    button.press("Enter")
    unit = page.get_by_role("region", name="Layer 1, unit 1: Maxout")
    expect(unit).to_contain_text("h₁ = maxout(z₁, z₂)")
    expect(unit.get_by_role("group", name="z₂")).to_be_visible()
    enlarged = unit.get_by_role("img")
    enlarged.focus()
    enlarged.press("ArrowUp")
    expect(unit).to_contain_text(re.compile(r"x 0.00, y 0.50: h = −?[\d.]+"))
    enlarged.press("Escape")
    expect(unit).to_be_hidden()
    expect(button).to_be_focused()


def test_a_long_sum_is_folded(page: Page, playground: Playground) -> None:
    playground("?layer=20:tanh&layer=2:relu")
    page.get_by_role("button", name="Layer 2, unit 1", exact=True).click()
    unit = page.get_by_role("region", name="Layer 2, unit 1: ReLU")
    expect(unit).to_contain_text("+ … (12) …")
    expect(unit.get_by_role("spinbutton")).to_have_count(9)
    unit.get_by_role("button", name="Show all 20 weights").click()
    expect(unit.get_by_role("spinbutton")).to_have_count(21)
    expect(unit).to_contain_text("·a₂₀")


def test_confusion_is_shown_for_many_classes(page: Page, playground: Playground) -> None:
    playground("?data=blobs&points=200")
    matrix = seen(page.locator("confusion-matrix"))
    run(page)
    rows = matrix.locator(".confusion tbody tr")
    expect(rows).to_have_count(5)
    expect(matrix.get_by_role("rowheader", name="is 4")).to_be_visible()
    counts = [int(text) for text in matrix.locator(".confusion tbody td").all_inner_texts()]
    assert len(counts) == 25
    assert sum(counts) == 100
    playground("?data=spiral")
    expect(page.locator("confusion-matrix")).to_be_hidden()


def test_the_loss_has_a_log_scale(page: Page, playground: Playground) -> None:
    playground()
    chart = seen(page.locator("loss-chart"))
    plot = chart.locator("[data-part=chart]")
    assert plot.evaluate("plot => plot.layout.yaxis.type") == "linear"
    run(page)
    page.get_by_role("checkbox", name="log scale").check()
    page.wait_for_function("() => document.querySelector('loss-chart [data-part=chart]').layout.yaxis.type === 'log'")
    epochs = plot.evaluate("plot => plot.data[0].x")
    assert epochs[0] == 0
    assert epochs == sorted(epochs)
    assert plot.evaluate("plot => plot.data.length") == 4
    last = epochs[-1]
    timeline = page.get_by_role("slider", name="Moment of this run to be seen")
    timeline.press("Home")
    expect(page.get_by_text(f"Epoch 0 of {last} is shown")).to_be_visible()
    first = page.locator("[data-show=train_loss]").inner_text()
    page.wait_for_function("() => document.querySelector('loss-chart [data-part=chart]').layout.shapes[0]?.x0 === 0")
    timeline.press("End")
    expect(page.get_by_text(f"Live, epoch {last}")).to_be_visible()
    expect(page.locator("[data-show=train_loss]")).not_to_have_text(first)
    page.get_by_role("button", name="Reset").click()
    # of this run a point; behind it the run before
    page.wait_for_function("() => document.querySelector('loss-chart [data-part=chart]').data[1]?.x.length === 1")
    assert plot.evaluate("plot => plot.data.length") == 6
    expect(chart).to_contain_text("run before")


def test_a_regression_has_no_accuracy(page: Page, playground: Playground) -> None:
    playground("?data=plane")
    seen(page.locator("loss-chart"))
    assert page.locator("loss-chart [data-part=chart]").evaluate("plot => plot.data.length") == 2
    expect(page.locator("loss-chart")).to_have_attribute("data-panels", "1")


def test_panels_fit_the_screen_and_keep_nobody_out(page: Page, playground: Playground) -> None:
    playground("?data=blobs&layer=12:prelu&layer=4:glu&replicas=3")
    run(page, until=5)
    page.get_by_role("button", name="Layer 2, unit 1", exact=True).click()
    page.get_by_text("Draw or load your own points").click()
    page.get_by_text("More settings").click()

    def settle() -> None:
        for name in PANELS:
            seen(page.locator(name))

    assert faults(page, settle) == []

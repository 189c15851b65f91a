"""The plan on the page is its address: every field writes it, Back undoes it, and a wrong value says what is wrong."""

import re
from collections.abc import Callable
from urllib.parse import quote

import pytest
from playwright.sync_api import Page, expect

Playground = Callable[..., None]

FULL = (
    "?data=moons&points=120&noise=0.2&train_fraction=0.6&data_seed=3&layer=3%3Aelu%28alpha%3D1.5%29&layer=5%3A"
    + quote("x*sigmoid(b*x)|b=1.7")
    + "&init=normal%280.5%29&weight_scale=0.5&dropout=0.1&loss=squared&optimizer=adam&lr=0.02"
    + "&momentum=0.8&batch_size=all&l1=0.001&l2=0.01&l1_bias=0.002&l2_bias=0.02&activity=0.05&replicas=2&seed=9"
)
FIELDS = {
    "points": "120",
    "noise": "0.2",
    "train_fraction": "0.6",
    "data_seed": "3",
    "init": "normal(0.5)",
    "weight_scale": "0.5",
    "dropout": "0.1",
    "loss": "squared",
    "optimizer": "adam",
    "lr": "0.02",
    "momentum": "0.8",
    "batch_size": "all",
    "l1": "0.001",
    "l2": "0.01",
    "l1_bias": "0.002",
    "l2_bias": "0.02",
    "activity": "0.05",
    "replicas": "2",
    "seed": "9",
}


def unfold(page: Page) -> None:
    """Opens what is asked for less often."""
    page.get_by_text("More settings").click()


def values(page: Page) -> dict[str, str]:
    fields = page.locator("plan-controls [name]:not([type=radio]):not([name=layer])")
    pairs = fields.evaluate_all("fields => fields.map(field => [field.name, field.value])")
    return {name: value for name, value in pairs if name in FIELDS}


def layers(page: Page) -> list[str]:
    rows = page.locator(".layers > li")
    return rows.evaluate_all(
        "rows => rows.map(row => row.querySelector('.units').value + ':' + row.querySelector('.activation').value)"
    )


def units(page: Page) -> list[int]:
    """How many units the graph shows in each layer, the output last."""
    buttons = page.locator("network-graph .unit")
    numbers = buttons.evaluate_all("buttons => buttons.map(button => Number(button.dataset.layer))")
    return [numbers.count(layer) for layer in sorted(set(numbers))]


def test_a_shared_address_opens_the_same_plan(page: Page, playground: Playground) -> None:
    playground(FULL)
    assert values(page) == FIELDS
    assert layers(page) == ["3:elu(alpha=1.5)", "5:x*sigmoid(b*x)|b=1.7"]
    expect(page.get_by_role("radio", name="Moons")).to_be_checked()
    assert units(page) == [3, 5, 1]


@pytest.mark.browser_context_args(java_script_enabled=False)
def test_the_plan_is_readable_without_javascript(page: Page) -> None:
    page.goto(f"/playground{FULL}")
    assert page.locator("[name=points]").get_attribute("value") == "120"
    assert page.locator("[name=lr]").get_attribute("value") == "0.02"
    expect(page.get_by_role("radio", name="Moons")).to_be_checked()
    expect(page.locator(".activation")).to_have_count(2)
    expect(page.locator("noscript .problem")).to_be_visible()
    page.get_by_role("link", name="Dying ReLU").click()
    expect(page.locator(".activation").first).to_have_value("relu")


def test_every_change_is_in_the_address_and_back_undoes_it(page: Page, playground: Playground) -> None:
    playground()
    page.get_by_role("radio", name="Three spirals").check()
    expect(page).to_have_url(re.compile(r"\?data=three_spirals$"))
    expect(page.get_by_text("Three arms wound round each other")).to_be_visible()
    unfold(page)
    page.get_by_role("spinbutton", name="Points").fill("90")
    page.get_by_role("spinbutton", name="Points").press("Enter")
    expect(page).to_have_url(re.compile(r"\?data=three_spirals&points=90$"))
    page.get_by_role("combobox", name="Optimizer").select_option("Adam")
    expect(page).to_have_url(re.compile("optimizer=adam"))
    expect.soft(page.locator("network-graph .unit")).to_have_count(4 + 2 + 3)
    page.go_back()
    expect(page.get_by_role("combobox", name="Optimizer")).to_have_value("sgd")
    page.go_back()
    expect(page.get_by_role("spinbutton", name="Points")).to_have_value("500")
    page.go_back()
    expect(page.get_by_role("radio", name="Circle")).to_be_checked()
    expect(page.locator("network-graph .unit")).to_have_count(4 + 2 + 1)
    page.go_forward()
    expect(page.get_by_role("radio", name="Three spirals")).to_be_checked()


def test_layers_are_added_changed_and_removed(page: Page, playground: Playground) -> None:
    playground()
    page.get_by_role("button", name="Add a layer").click()
    expect(page.get_by_role("combobox", name="Activation of layer 3")).to_be_focused()
    page.keyboard.press("Control+A")
    page.keyboard.type("maxout(k=3)")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile(re.escape("layer=2%3Amaxout%28k%3D3%29")))
    page.get_by_role("button", name="Choose the activation of layer 2 by its curve").click()
    chooser = page.get_by_role("dialog", name="Choose an activation")
    chooser.get_by_role("checkbox", name="bounded").check()
    expect(chooser.get_by_role("link", name="Mish")).to_be_hidden()
    chooser.get_by_role("link", name="Sine", exact=True).click()
    expect(page.get_by_role("combobox", name="Activation of layer 2")).to_be_focused()
    expect(page).to_have_url(re.compile("layer=2%3Asine"))
    page.get_by_role("spinbutton", name="Units of layer 1").fill("6")
    page.get_by_role("spinbutton", name="Units of layer 1").press("Tab")
    expect(page.locator("network-graph .unit")).to_have_count(6 + 2 + 2 + 1)
    page.get_by_role("button", name="Remove layer 2").click()
    expect(page.locator("network-graph .unit")).to_have_count(6 + 2 + 1)
    assert layers(page) == ["6:tanh", "2:maxout(k=3)"]
    page.get_by_role("button", name="Remove layer 2").click()
    page.get_by_role("button", name="Remove layer 1").click()
    expect(page.get_by_text("No hidden layer")).to_be_visible()
    expect(page).to_have_url(re.compile(r"\?layer=none$"))
    expect(page.get_by_role("button", name="Add a layer")).to_be_focused()
    expect(page.locator("network-graph .unit")).to_have_count(1)


def test_more_of_a_layer_is_in_the_address_and_beside_it(page: Page, playground: Playground) -> None:
    playground("?points=60")
    page.get_by_label("More of layer 2").click()
    options = page.locator(".layer").nth(1)
    options.get_by_role("combobox", name="Biases").select_option("no")
    expect(page).to_have_url(re.compile(r"layer=4%3Atanh&layer=2%3Atanh%3Buse_bias%3Dfalse$"))
    expect(options.locator(".layer-told")).to_have_text("no biases")
    page.get_by_role("button", name="Layer 2, unit 1", exact=False).click()
    expect(page.locator("unit-inspector .equation")).to_have_text(re.compile(r"^h₁ = tanh\([^()]*·a₄\)$"))
    expect(page.locator("unit-inspector").get_by_label("bias", exact=True)).to_have_count(0)
    page.go_back()
    expect(options.locator(".layer-told")).to_be_hidden()
    expect(options.get_by_role("combobox", name="Biases")).to_have_value("true")


def test_no_more_than_eight_layers(page: Page, playground: Playground) -> None:
    playground("?" + "&".join(["layer=1%3Atanh"] * 8))
    add = page.get_by_role("button", name="Add a layer")
    expect(add).to_have_attribute("aria-disabled", "true")
    add.click(force=True)
    expect(page.locator(".layers > li")).to_have_count(8)


def test_a_wrong_activation_gets_the_servers_sentence_and_nothing_is_lost(page: Page, playground: Playground) -> None:
    playground("?points=60")
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#run")).to_have_attribute("data-epoch", "1")
    field = page.get_by_role("combobox", name="Activation of layer 1")
    field.fill("tanhh")
    sentence = page.locator("layer-editor").get_by_role("status").filter(visible=True)
    expect(sentence).to_contain_text("did you mean 'tanh'")
    field.press("Enter")
    expect(field).to_have_value("tanhh")
    expect(field).to_have_attribute("aria-invalid", "true")
    expect(page.locator("#run")).to_have_attribute("data-epoch", "1")
    page.get_by_role("spinbutton", name="Units of layer 2").fill("3")
    page.get_by_role("spinbutton", name="Units of layer 2").press("Tab")
    expect(page).to_have_url(re.compile("layer=4%3Atanh&layer=3%3Atanh"))
    expect(field).to_have_value("tanhh")
    field.fill("x*tanh(x)")
    field.press("Enter")
    expect(page).to_have_url(re.compile(re.escape("layer=4%3Ax*tanh%28x%29")))
    expect(sentence).to_have_count(0)


def test_a_running_network_is_tuned_without_a_new_start(page: Page, playground: Playground) -> None:
    playground("?points=60")
    run = page.locator("#run")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(run).to_have_attribute("data-epoch", re.compile(r"\d{2,}"))
    before = int(run.get_attribute("data-epoch") or 0)
    page.get_by_role("slider", name="Learning rate").fill("-3")
    expect(page.get_by_role("spinbutton", name="Learning rate")).to_have_value("0.001")
    unfold(page)
    page.get_by_role("slider", name="Dropout").fill("0.2")
    page.get_by_role("combobox", name="Batch size").fill("all")
    page.get_by_role("spinbutton", name="L2 penalty", exact=True).fill("0.01")
    expect(page).to_have_url(re.compile(r"dropout=0\.2&lr=0\.001&batch_size=all&l2=0\.01$"))
    expect(run).to_have_attribute("data-state", "running")
    assert int(run.get_attribute("data-epoch") or 0) > before
    # one entry for all of it: values that are tuned are no steps back
    assert page.evaluate("history.length") <= 2


def test_momentum_is_shown_for_optimizers_that_have_one_and_tuned(page: Page, playground: Playground) -> None:
    playground("?points=60&weight_scale=0")
    unfold(page)
    momentum = page.get_by_role("spinbutton", name="Momentum")
    expect(page.get_by_role("spinbutton", name="Scale of first weights")).to_have_value("0")
    # no logarithmic scale has a place for 0
    expect(page.get_by_role("slider", name="Scale of first weights")).to_have_value("-2")
    page.get_by_role("slider", name="Scale of first weights").fill("1")
    expect(page.get_by_role("spinbutton", name="Scale of first weights")).to_have_value("10")
    expect(page).to_have_url(re.compile("weight_scale=10$"))
    expect(momentum).to_be_hidden()
    optimizer = page.get_by_role("combobox", name="Optimizer")
    for name in ("Nesterov", "SGD, momentum"):
        optimizer.select_option(name)
        expect(momentum).to_be_visible()
    page.get_by_role("button", name="Step").click()
    expect(page.locator("#run")).to_have_attribute("data-epoch", "1")
    page.get_by_role("slider", name="Momentum").fill("0.5")
    expect(momentum).to_have_value("0.5")
    expect(page).to_have_url(re.compile("optimizer=momentum&momentum=0.5$"))
    expect(page.locator("#run")).to_have_attribute("data-epoch", "1")
    optimizer.select_option("Adam")
    expect(momentum).to_be_hidden()


def test_a_wrong_number_is_explained_beside_its_field_and_not_used(page: Page, playground: Playground) -> None:
    playground()
    unfold(page)
    page.get_by_role("spinbutton", name="Points").fill("5")
    page.get_by_role("spinbutton", name="Points").press("Enter")
    expect(page.locator(".complaint")).to_contain_text("20")
    page.get_by_role("combobox", name="First weights").fill("glorot")
    expect(page.locator(".complaint")).to_contain_text("normal(0.5)")
    page.get_by_role("combobox", name="First weights").press("Enter")
    assert "?" not in page.url
    page.get_by_role("combobox", name="First weights").fill("zeros")
    page.get_by_role("combobox", name="First weights").press("Enter")
    expect(page).to_have_url(re.compile(r"\?init=zeros$"))
    expect(page.locator(".complaint")).to_be_hidden()


def test_a_wrong_address_says_what_is_wrong(page: Page, playground: Playground, complaints: list[str]) -> None:
    playground("?layer=4%3Anope&lr=abc")
    expect(page.get_by_role("alert").filter(visible=True).first).to_be_visible()
    assert all("status of 422" in complaint for complaint in complaints)
    complaints.clear()


def test_a_starter_runs_to_its_epoch_asks_and_answers(page: Page, playground: Playground) -> None:
    playground()
    starters = page.get_by_role("list", name="Plans to begin with").get_by_role("link")
    expect(starters).to_have_count(8)
    page.get_by_role("link", name="Dying ReLU").click()
    lesson = page.locator("starter-lesson").filter(visible=True)
    lesson.get_by_role("group", name="Which layer is dead?").get_by_role("button", name="Layer 1").click()
    expect(lesson).to_contain_text("No. All bars of layer 2")
    run = page.locator("#run")
    expect(run).to_have_attribute("data-epoch", "40")
    expect(page.get_by_role("button", name=re.compile(r"Layer 2, unit \d, dead"))).to_have_count(8)
    expect(page.get_by_role("combobox", name="Layer", exact=True)).to_have_value("1")
    # what it says next can be tried beside it
    page.get_by_role("spinbutton", name="Learning rate").fill("0.1")
    expect(lesson).to_contain_text("nothing returns")
    page.get_by_role("button", name="Reset").click()
    expect(lesson).to_have_count(0)
    rate = page.get_by_role("spinbutton", name="Learning rate")
    rate.fill("2")
    expect(lesson.locator("[data-part=watch]")).to_be_visible()
    # a run that was changed on its way is another than the one of which it speaks
    page.get_by_role("button", name="Step").click()
    expect(run).not_to_have_attribute("data-epoch", "0")
    for text in ("0.1", "2"):
        rate.fill(text)
        expect(lesson).to_have_count(0)
    expect(page).to_have_url(re.compile("lr=2&until=40$"))
    # a link to it runs by itself; another plan is no demonstration any more
    page.goto(page.url)
    expect(starters.nth(1)).to_have_attribute("aria-current", "true")
    expect(lesson.get_by_role("button").first).to_be_visible()
    page.get_by_role("combobox", name="Optimizer").select_option("Adam")
    expect(lesson).to_have_count(0)
    expect(page.get_by_role("combobox", name="Stop")).to_have_value("")
    expect(run).to_have_attribute("data-epoch", "0")
    assert "until=" not in page.url
    page.go_back()
    expect(run).to_have_attribute("data-epoch", "40")
    expect(lesson.get_by_role("button").first).to_be_visible()

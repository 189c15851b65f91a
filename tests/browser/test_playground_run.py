"""A run on the page: it starts, pauses, steps, returns to its beginning, keeps a pace and stops where it is told to."""

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import server_of
from tests.browser.forwarder import forward, with_host
from tests.browser.server import free_port
from tests.web.server import command

Playground = Callable[..., None]

SMALL = "?points=60&layer=4%3Atanh"


@pytest.fixture(scope="session")
def base_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of a server that trains as it does for whoever installs it: by XLA, where JAX is."""
    with server_of(pytestconfig, "auto") as address:
        yield address


def run_of(page: Page) -> Locator:
    return page.locator("#run")


def epoch(page: Page) -> int:
    return int(run_of(page).get_attribute("data-epoch") or 0)


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def numbers(page: Page) -> list[str]:
    return page.locator("run-numbers td[data-show]").all_text_contents()


def test_a_run_goes_on_until_it_is_paused(page: Page, playground: Playground) -> None:
    playground(SMALL, "10 epochs/s")
    press(page, "Run")
    expect(run_of(page)).to_have_attribute("data-state", "running")
    expect(page.locator("[data-show=speed]")).to_have_text(re.compile(r"\d"))
    speed = page.get_by_role("combobox", name="Speed")
    for key, faster in (("-", "1 epoch/s"), ("-", "1 epoch/s"), ("+", "10 epochs/s"), ("+", "40 epochs/s")):
        page.keyboard.press(key)
        expect(speed.locator("option:checked")).to_have_text(faster)
    expect(run_of(page)).to_have_attribute("data-epoch", re.compile(r"\d{2,}"))
    press(page, "Pause")
    expect(run_of(page)).to_have_attribute("data-state", "paused")
    expect(page.get_by_role("button", name="Run", exact=True)).to_be_visible()
    stopped = epoch(page)
    expect(page.locator("[data-show=epoch]")).to_have_text(str(stopped))
    press(page, "Step")
    expect(run_of(page)).to_have_attribute("data-epoch", str(stopped + 1))


def test_reset_returns_to_the_same_first_weights_and_steps_repeat_and_are_told_to_who_cannot_see_them(
    page: Page, playground: Playground
) -> None:
    playground(SMALL)
    spoken = page.locator("[data-note=spoken]")
    assert spoken.get_attribute("role") == "status"
    expect(spoken).to_have_text(re.compile(r"^Epoch 0, test accuracy [\d.]+ %\.$"))
    expect(page.locator("[data-show=train_loss]")).not_to_have_text("–")
    first = numbers(page)
    page.evaluate("document.addEventListener('runframe', event => (window.last = event.detail))")
    losses = []
    for _ in range(2):
        press(page, "Step")
        expect(run_of(page)).to_have_attribute("data-epoch", "1")
        expect(run_of(page)).to_have_attribute("data-state", "paused")
        expect(spoken).to_have_text(re.compile(r"^Epoch 1, test accuracy"))
        losses.append(page.evaluate("[last.epoch, last.train_loss, last.test_loss]"))
        press(page, "Reset")
        expect(run_of(page)).to_have_attribute("data-epoch", "0")
        expect(page.locator("run-numbers td[data-show]")).to_have_text(first)
    assert losses[0] == losses[1]


def test_a_new_seed_starts_another_run_and_is_in_the_address(page: Page, playground: Playground) -> None:
    playground(SMALL + "&replicas=3")
    loss = page.locator("[data-show=train_loss]")
    expect(loss).not_to_have_text("–")
    first = loss.text_content() or ""
    press(page, "New seed")
    expect(page).to_have_url(re.compile(r"replicas=3&seed=3$"))
    expect(loss).not_to_have_text(first)
    expect(page.locator("[name=seed]")).to_have_value("3")


def test_a_run_stops_at_the_epoch_it_is_told(page: Page, playground: Playground) -> None:
    playground(SMALL)
    page.get_by_role("combobox", name="Stop").select_option("at an epoch")
    page.get_by_role("spinbutton", name="Last epoch").fill("7")
    page.get_by_role("spinbutton", name="Last epoch").press("Enter")
    press(page, "Run")
    expect(run_of(page)).to_have_attribute("data-epoch", "7")
    expect(run_of(page)).to_have_attribute("data-state", "paused")
    expect(page).to_have_url(re.compile("until=7$"))
    # whoever opens the address sees the same
    page.reload()
    expect(run_of(page)).to_have_attribute("data-epoch", "7")
    expect(run_of(page)).to_have_attribute("data-state", "paused")


def test_a_run_stops_at_the_accuracy_it_is_told(page: Page, playground: Playground) -> None:
    playground("?data=gaussians&noise=0&layer=none&lr=0.1")
    page.get_by_role("combobox", name="Stop").select_option("at a test accuracy")
    page.get_by_role("spinbutton", name="Test accuracy").fill("90")
    page.get_by_role("spinbutton", name="Test accuracy").press("Enter")
    press(page, "Run")
    expect(run_of(page)).to_have_attribute("data-epoch", re.compile("[1-9]"))
    expect(run_of(page)).to_have_attribute("data-state", "paused")
    accuracy = page.locator("[data-show=test_accuracy]")
    expect(accuracy).to_have_text(re.compile(r"^(9\d|100)\.\d %$"))


def test_the_speed_is_kept_and_outlives_a_new_start(page: Page, playground: Playground) -> None:
    playground(SMALL)
    page.get_by_role("combobox", name="Speed").select_option("10 epochs/s")
    press(page, "New seed")
    expect(page).to_have_url(re.compile("seed=1"))
    press(page, "Run")
    expect(run_of(page)).to_have_attribute("data-epoch", re.compile(r"[1-9]\d"))
    expect(page.locator("[data-show=speed]")).to_have_text(re.compile(r"^(8|9|1[012])(\.\d+)?$"))


def test_a_run_that_diverges_says_where_and_what_to_try(page: Page, playground: Playground) -> None:
    playground("?data=ripple&layer=8%3Aidentity&layer=8%3Aidentity&layer=8%3Aidentity&lr=10")
    press(page, "Run")
    expect(run_of(page)).to_have_attribute("data-state", "diverged")
    sentence = page.get_by_role("alert").filter(visible=True)
    expect(sentence).to_contain_text("layer")
    expect(sentence).to_contain_text("learning rate")
    press(page, "Reset")
    expect(run_of(page)).to_have_attribute("data-state", "paused")
    expect(run_of(page)).to_have_attribute("data-epoch", "0")
    expect(sentence).to_have_count(0)


def test_a_lost_server_is_said_and_found_again(page: Page, base_url: str, complaints: list[str]) -> None:
    with forward(base_url) as address:
        port = urlsplit(address).port
        page.goto(f"{address}/playground")
        expect(run_of(page)).to_have_attribute("data-state", "paused")
    expect(run_of(page)).to_have_attribute("data-state", "closed")
    expect(page.get_by_text("The connection is lost")).to_be_visible()
    with forward(base_url, port):
        expect(run_of(page)).to_have_attribute("data-state", "paused")
        page.close()
    # the browser's own notes: another host than the fixture's server, and attempts that failed
    assert all(str(port) in complaint for complaint in complaints)
    complaints.clear()


def test_a_server_that_stops_says_so_and_is_found_again(page: Page, complaints: list[str]) -> None:
    at = f"--port={free_port()}", "--device=cpu", "--trainer=torch"
    with command(*at) as server:
        page.goto(f"{server.address}/playground")
        expect(run_of(page)).to_have_attribute("data-state", "paused")
        port = urlsplit(server.address).port
    expect(run_of(page)).to_have_attribute("data-state", "closed")
    expect(page.get_by_text("The server stops")).to_be_visible()
    expect(page.get_by_role("button", name="Connect again")).to_be_hidden()
    with command(*at):
        expect(run_of(page)).to_have_attribute("data-state", "paused")
        expect(page.get_by_text("The server stops")).to_be_hidden()
        page.close()
    assert all(str(port) in complaint for complaint in complaints)
    complaints.clear()


def test_a_socket_that_is_refused_is_told_from_a_server_that_is_away(
    page: Page, base_url: str, complaints: list[str]
) -> None:
    # as nginx passes it on, unless it is told otherwise
    with forward(base_url, change=with_host("localhost")) as address:
        for path in ("playground", "race"):
            page.goto(f"{address}/{path}")
            expect(page.get_by_text("refuses this page's connection")).to_be_visible()
        page.close()
    assert all(address.removeprefix("http") in complaint for complaint in complaints)
    complaints.clear()

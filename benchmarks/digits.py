"""How live digits are in a real browser, 64 inputs and everything shown, beside a plain torch loop on the machine."""

import time
from collections.abc import Iterator
from urllib.parse import urlencode

import torch
from playwright.sync_api import Page
from torch import nn

from app.playground.plan import DataPlan
from app.playground.plan_data import scaling, split_data
from benchmarks.figure import Figure
from benchmarks.visit import browser_and_address

RUNS = 3
# charts are drawn for the first time, and a program is compiled
WARM_UP_SECONDS = 3.0
SECONDS = 4.0
EAGER_SECONDS = 2.0

UNITS, BATCH, RATE = 32, 32, 0.01
DATA = DataPlan(name="digits")
QUERY = urlencode({"data": DATA.name, "layer": f"{UNITS}:relu", "optimizer": "adam", "lr": RATE, "batch_size": BATCH})
READ = "run => [performance.now() / 1000, Number(run.dataset.epoch), Number(run.dataset.frames)]"


def measure() -> Iterator[Figure]:
    """Digits, 64-32-10 relu, batches of 32, Adam: epochs and painted frames per second, against an eager loop's."""
    torch.set_num_threads(1)
    with browser_and_address() as (browser, address):
        runs = [(*_live(browser.new_page(), address), eager()) for _ in range(RUNS)]
    epochs, frames, plain = (list(column) for column in zip(*runs, strict=True))
    ratios = [live / other for live, other in zip(epochs, plain, strict=True)]
    for what, values, unit, aim in (
        ("epochs in the browser", epochs, "/s", "–"),
        ("painted frames", frames, "/s", "≥ 20 /s"),
        ("epochs of a plain torch loop", plain, "/s", "–"),
        ("browser against it", ratios, "×", "≥ 3 ×"),
    ):
        yield Figure(what=f"digits, 64-{UNITS}-10: {what}", runs=values, unit=unit, aim=aim)


def _live(page: Page, address: str) -> tuple[float, float]:
    """Epochs and painted frames per second of a run on the page."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/playground?{QUERY}")
    page.locator("#run[data-state=paused]").wait_for()
    page.get_by_role("combobox", name="Speed").select_option("full speed")
    page.get_by_role("button", name="Run", exact=True).click()
    running = page.locator("#run[data-state=running]")
    running.wait_for()
    page.wait_for_timeout(1000 * WARM_UP_SECONDS)
    began, epoch, frame = running.evaluate(READ)
    page.wait_for_timeout(1000 * SECONDS)
    ended, last_epoch, last_frame = running.evaluate(READ)
    page.close()
    return (last_epoch - epoch) / (ended - began), (last_frame - frame) / (ended - began)


def eager() -> float:
    """Epochs per second of the same network as anybody would write it in torch; it shows nothing."""
    torch.manual_seed(0)
    split = split_data(DATA)
    samples = scaling(DATA, split).scaled(split.train)
    x, y = samples.x.float(), samples.y
    network = nn.Sequential(nn.Linear(x.shape[1], UNITS), nn.ReLU(), nn.Linear(UNITS, samples.classes or 1))
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
    loss = nn.CrossEntropyLoss()
    began, epochs = time.perf_counter(), 0
    while time.perf_counter() - began < EAGER_SECONDS:
        for batch in torch.randperm(len(y)).split(BATCH):
            optimizer.zero_grad()
            loss(network(x[batch]), y[batch]).backward()
            optimizer.step()
        epochs += 1
    return epochs / (time.perf_counter() - began)

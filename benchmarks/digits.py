"""How live digits are in a real browser, 64 inputs and everything shown, beside a plain torch loop on the machine."""

from collections.abc import Iterator
from urllib.parse import urlencode

import torch
from playwright.sync_api import Page
from torch import nn

from app.playground.plan import DataPlan
from app.playground.plan_data import scaling, split_data
from benchmarks.figure import Figure
from benchmarks.live import eager_epochs, running_at, speed_of
from benchmarks.visit import browser_and_address

RUNS = 3
# charts are drawn for the first time, and a program is compiled
WARM_UP_SECONDS = 3.0
SECONDS = 4.0
EAGER_SECONDS = 2.0

UNITS, BATCH, RATE = 32, 32, 0.01
DATA = DataPlan(name="digits")
QUERY = urlencode({"data": DATA.name, "layer": f"{UNITS}:relu", "optimizer": "adam", "lr": RATE, "batch_size": BATCH})


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
    return speed_of(running_at(page, f"{address}/playground?{QUERY}"), WARM_UP_SECONDS, SECONDS)


def eager() -> float:
    """Epochs per second of the same network as anybody would write it in torch; it shows nothing."""
    torch.manual_seed(0)
    split = split_data(DATA)
    samples = scaling(DATA, split).scaled(split.train)
    x, y = samples.x.float(), samples.y
    network = nn.Sequential(nn.Linear(x.shape[1], UNITS), nn.ReLU(), nn.Linear(UNITS, samples.classes or 1))
    optimizer = torch.optim.Adam(network.parameters(), lr=RATE)
    loss = nn.CrossEntropyLoss()
    return eager_epochs(network, optimizer, loss, (x, y, BATCH), EAGER_SECONDS)

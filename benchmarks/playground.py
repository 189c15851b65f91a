"""How fast the playground learns: in a real browser with everything shown, beside plain torch, and many in one."""

import time
from collections.abc import Iterator
from itertools import pairwise
from urllib.parse import urlencode

import torch
from playwright.sync_api import Locator, Page
from torch import nn

from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import Plan
from app.playground.plan_data import split_data
from app.playground.training import Run
from benchmarks.figure import Figure
from benchmarks.live import eager_epochs, running_at, speed_of
from benchmarks.visit import browser_and_address

RUNS = 3
# the first second is the page's own: charts are drawn for the first time
WARM_UP_SECONDS = 1.0
SECONDS = 4.0
EAGER_SECONDS = 2.0
REPLICAS = 32
REPLICA_RUNS = 5
REPLICA_SECONDS = 2.0

DEEP = (8,) * 6
# units of the hidden layers, all tanh, and the epochs per second that are aimed at
NETWORKS = (((4, 2), 300), ((8, 8), 200), (DEEP, 100))
BATCH = 10
USUAL = Plan()

FRAMES = 40
# milliseconds that all elements need for a frame, the middle of many
FRAME_MS = """async count => {
  const spent = [];
  const dispatch = document.dispatchEvent.bind(document);
  document.dispatchEvent = event => {
    const start = performance.now();
    const answer = dispatch(event);
    if (event.type === "runframe") spent.push(performance.now() - start);
    return answer;
  };
  while (spent.length < count) await new Promise(requestAnimationFrame);
  return spent.sort((a, b) => a - b)[count / 2];
}"""


def measure() -> Iterator[Figure]:
    """Circle, 500 points, batches of 10, SGD: epochs and frames per second, and shares of an eager loop's epochs."""
    torch.set_num_threads(1)
    with browser_and_address() as (browser, address):
        for units, aim in NETWORKS:
            runs = [(*_live(browser.new_page(), address, units), eager(units)) for _ in range(RUNS)]
            yield from _figures("-".join(map(str, (2, *units, 1))), aim, runs)
        yield _frame([_frame_ms(browser.new_page(), address) for _ in range(RUNS)])
    yield _replicas()


def _figures(name: str, aim: int, runs: list[tuple[float, float, float]]) -> Iterator[Figure]:
    epochs, frames, eager = (list(column) for column in zip(*runs, strict=True))
    shares = [live / plain for live, plain in zip(epochs, eager, strict=True)]
    for what, values, unit, goal in (
        ("epochs in the browser", epochs, "/s", f"≥ {aim} /s"),
        ("painted frames", frames, "/s", "≥ 20 /s"),
        ("epochs of a plain torch loop", eager, "/s", "–"),
        ("browser against it", shares, "of it", "≥ 0.5"),
    ):
        yield Figure(what=f"{name} tanh: {what}", runs=values, unit=unit, aim=goal)


def _frame(runs: list[float]) -> Figure:
    return Figure(
        what="2-8-8-8-8-8-8-1: the page's work for a frame",
        runs=runs,
        unit="ms",
        aim="≤ 10 ms",
    )


def _frame_ms(page: Page, address: str) -> float:
    """Milliseconds of script for a frame of a deep network, painting by the browser not counted."""
    _running(page, address, DEEP)
    spent: float = page.evaluate(FRAME_MS, FRAMES)
    page.close()
    return spent


def _running(page: Page, address: str, units: tuple[int, ...]) -> Locator:
    """The run on the page, when it has begun, everything on it live."""
    query = urlencode({"layer": [f"{n}:tanh" for n in units]}, doseq=True)
    return running_at(page, f"{address}/playground?{query}")


def _live(page: Page, address: str, units: tuple[int, ...]) -> tuple[float, float]:
    """Epochs and painted frames per second of a run on the page."""
    return speed_of(_running(page, address, units), WARM_UP_SECONDS, SECONDS)


def eager(units: tuple[int, ...]) -> float:
    """Epochs per second of the same network as anybody would write it in torch; it shows nothing."""
    torch.manual_seed(0)
    modules: list[nn.Module] = []
    for fan_in, fan_out in pairwise((2, *units, 1)):
        modules += [nn.Linear(fan_in, fan_out), nn.Tanh()]
    network = nn.Sequential(*modules[:-1])
    optimizer = torch.optim.SGD(network.parameters(), lr=USUAL.training.lr)
    loss = nn.BCEWithLogitsLoss()
    samples = split_data(USUAL.data).train
    x, y = samples.x.float(), samples.y.float().unsqueeze(1)
    return eager_epochs(network, optimizer, loss, (x, y, BATCH), EAGER_SECONDS)


def _replicas() -> Figure:
    """The time of an epoch of many networks side by side, in units of that of one."""
    hidden = (HiddenLayer(units=8), HiddenLayer(units=8))
    one, many = (Run(Plan(network=NetworkPlan(hidden=hidden), replicas=count)) for count in (1, REPLICAS))
    ratios = [_epochs_per_second(one) / _epochs_per_second(many) for _ in range(REPLICA_RUNS)]
    return Figure(
        what=f"2-8-8-1: time of {REPLICAS} replicas",
        runs=ratios,
        unit="× one",
        aim="≤ 2.2 ×",
    )


def _epochs_per_second(run: Run) -> float:
    run.train_epochs(1)
    began, epochs = time.perf_counter(), 0
    while time.perf_counter() - began < REPLICA_SECONDS:
        run.train_epochs(1)
        epochs += 1
    return epochs / (time.perf_counter() - began)

"""Epochs per second: the playground in a real browser against a plain eager torch loop, and replicas against one."""

import itertools
import os
import statistics
import time
from collections.abc import Iterator

import torch
from playwright.sync_api import Page, sync_playwright

from app.playground.plan import Plan
from app.playground.training import Run, split_data
from benchmarks.figure import Figure
from tests.browser.browser import find_browser
from tests.browser.server import serve

NETWORKS = {"2-4-2-1": (4, 2), "2-8-8-1": (8, 8), "2-8×6-1": (8,) * 6}
AIMS = {"2-4-2-1": 300, "2-8-8-1": 200, "2-8×6-1": 100}
RUNS = 3
SECONDS = 4.0
BATCH = 10

PROGRESS = "run => [Number(run.dataset.epoch), Number(run.dataset.frames), performance.now() / 1000]"


def measure() -> Iterator[Figure]:
    """Rows for each network, then the replicas."""
    ratios = [_seconds_per_epoch(32) / _seconds_per_epoch(1) for _ in range(RUNS)]
    yield _figure("2-8-8-1: 32 replicas to one", ratios, "×", "≤ 2.2")
    with serve() as address, sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=find_browser(), args=arguments)
        for name, units in NETWORKS.items():
            plain = [_plain_epochs_per_second(units) for _ in range(RUNS)]
            live = [_live(browser.new_page(), address, units) for _ in range(RUNS)]
            epochs, frames = ([run[part] for run in live] for part in range(2))
            shares = [own / statistics.median(plain) for own in epochs]
            yield _figure(f"{name}: epochs in Chromium", epochs, "/s", f"≥ {AIMS[name]}")
            yield _figure(f"{name}: painted frames", frames, "/s", "≥ 20")
            yield _figure(f"{name}: epochs of a plain eager torch loop", plain, "/s", "")
            yield _figure(f"{name}: epochs in Chromium to the plain loop's", shares, "×", "≥ 0.5")
        browser.close()


def _figure(what: str, runs: list[float], unit: str, aim: str) -> Figure:
    return Figure(what=what, median=statistics.median(runs), runs=runs, unit=unit, aim=aim)


def _live(page: Page, address: str, units: tuple[int, ...]) -> tuple[float, float]:
    """Epochs and painted frames per second of a run on the page, once it is under way."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(f"{address}/playground?" + "&".join(f"layer={count}:tanh" for count in units))
    page.locator("#run[data-state=paused]").wait_for()
    page.get_by_role("button", name="Run", exact=True).click()
    run = page.locator("#run[data-state=running]")
    run.wait_for()
    # the first second is the page's own: charts are drawn for the first time
    page.wait_for_timeout(1000)
    before = run.evaluate(PROGRESS)
    page.wait_for_timeout(SECONDS * 1000)
    after = run.evaluate(PROGRESS)
    page.close()
    seconds = after[2] - before[2]
    return (after[0] - before[0]) / seconds, (after[1] - before[1]) / seconds


def _plan(units: tuple[int, ...], replicas: int = 1) -> Plan:
    hidden = [{"units": count, "activation": "tanh"} for count in units]
    return Plan.model_validate({"network": {"hidden": hidden}, "replicas": replicas})


def _plain_epochs_per_second(units: tuple[int, ...]) -> float:
    """The same data and network as anybody would write them: torch.nn, torch.optim, a loop over shuffled batches."""
    torch.set_num_threads(1)
    samples = split_data(_plan(units).data).train
    x, y = samples.x.float(), samples.y.float()[:, None]
    sizes = (2, *units)
    layers = [module for a, b in itertools.pairwise(sizes) for module in (torch.nn.Linear(a, b), torch.nn.Tanh())]
    network = torch.nn.Sequential(*layers, torch.nn.Linear(sizes[-1], 1))
    optimizer = torch.optim.SGD(network.parameters(), lr=0.03)
    loss = torch.nn.BCEWithLogitsLoss()
    epochs = 0
    began = time.perf_counter()
    while time.perf_counter() - began < SECONDS / 2:
        for batch in torch.randperm(len(x)).split(BATCH):
            optimizer.zero_grad()
            loss(network(x[batch]), y[batch]).backward()
            optimizer.step()
        epochs += 1
    return epochs / (time.perf_counter() - began)


def _seconds_per_epoch(replicas: int) -> float:
    """The time of an epoch of 2-8-8-1, without frames."""
    torch.set_num_threads(1)
    run = Run(_plan((8, 8), replicas))
    run.train_epochs(5)
    epochs = 200
    began = time.perf_counter()
    run.train_epochs(epochs)
    return (time.perf_counter() - began) / epochs

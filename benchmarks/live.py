"""What lives on a page, a run or a race, at full speed; and the plain loop that it is held against."""

import time
from collections.abc import Callable

import torch
from playwright.sync_api import Locator, Page
from torch import Tensor, nn

_READ = "live => [performance.now() / 1000, Number(live.dataset.epoch), Number(live.dataset.frames)]"


def running_at(page: Page, address: str) -> Locator:
    """The run of the playground at `address`, when it has begun at full speed, everything on the page live."""
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(address)
    page.locator("#run[data-state=paused]").wait_for()
    page.get_by_role("combobox", name="Speed").select_option("full speed")
    page.get_by_role("button", name="Run", exact=True).click()
    running = page.locator("#run[data-state=running]")
    running.wait_for()
    return running


def speed_of(live: Locator, warm_up: float, seconds: float) -> tuple[float, float]:
    """Epochs and painted frames per second, for so many seconds after a warm-up; the page is closed then."""
    live.page.wait_for_timeout(1000 * warm_up)
    began, epoch, frame = live.evaluate(_READ)
    live.page.wait_for_timeout(1000 * seconds)
    ended, last_epoch, last_frame = live.evaluate(_READ)
    live.page.close()
    return (last_epoch - epoch) / (ended - began), (last_frame - frame) / (ended - began)


def eager_epochs(
    network: nn.Module,
    optimizer: torch.optim.Optimizer,
    loss: Callable[[Tensor, Tensor], Tensor],
    data: tuple[Tensor, Tensor, int],
    seconds: float,
) -> float:
    """Epochs per second of a network as anybody would train it in torch, on x and y in batches of a size."""
    x, y, batch = data
    began, epochs = time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        for rows in torch.randperm(len(y)).split(batch):
            optimizer.zero_grad()
            loss(network(x[rows]), y[rows]).backward()
            optimizer.step()
        epochs += 1
    return epochs / (time.perf_counter() - began)

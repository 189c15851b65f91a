"""How fast a race learns beside one network in plain torch, on one thread as the server has it."""

import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait

import torch
from torch import nn

from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.playground.plan_data import split_data
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from benchmarks.figure import Figure

RUNS = 5
SECONDS = 1.0
EPOCHS = 10
SEEDS = 16
ACTIVATIONS = ("tanh", "relu", "silu", "gelu", "mish", "sigmoid", "elu", "softplus")
PLAN = Plan(
    data=DataPlan(name="spiral", noise=0.0),
    network=NetworkPlan(hidden=(HiddenLayer(units=8), HiddenLayer(units=8))),
    training=TrainingPlan(optimizer="adam", lr=0.02, batch_size=10),
)


def measure() -> Iterator[Figure]:
    """8 activations × 16 seeds on the spiral, 2-8-8-1, batches of 10, Adam: network-epochs per second."""
    torch.set_num_threads(1)
    with ThreadPoolExecutor(1) as threads:
        began = time.perf_counter()
        races = [Race.at_once(_plan(), "cpu", time.perf_counter, submit) for submit in (None, threads.submit)]
        wait(races[1].awaited)
        compiling = time.perf_counter() - began
    for race in races:
        _raced(race)
    _eager(1)
    runs = [(*map(_raced, races), _eager(EPOCHS)) for _ in range(RUNS)]
    by_torch, by_xla, eager = (list(column) for column in zip(*runs, strict=True))
    for what, values, unit, aim in (
        ("network-epochs by XLA", by_xla, "/s", "–"),
        ("network-epochs by torch", by_torch, "/s", "–"),
        ("epochs of a plain torch loop on one network", eager, "/s", "–"),
        ("by XLA against it", [xla / alone for _, xla, alone in runs], "×", "≥ 45 ×"),
        ("by torch against it", [torch_ / alone for torch_, _, alone in runs], "×", "≥ 5 ×"),
        ("all lanes made and compiled", [compiling], "s", "–"),
    ):
        yield Figure(what=f"race of 8 × 16, 2-8-8-1: {what}", runs=values, unit=unit, aim=aim)


def _plan() -> RacePlan:
    """A race that does not end while it is measured."""
    return RacePlan(plan=PLAN, activations=ACTIVATIONS, seeds=SEEDS, epochs=1_000_000)


def _raced(race: Race) -> float:
    """Network-epochs per second over the next second of the race, its scores on the test data included."""
    began, first = time.perf_counter(), race.epoch
    while not race.step() or time.perf_counter() - began < SECONDS:
        pass
    return len(ACTIVATIONS) * SEEDS * (race.epoch - first) / (time.perf_counter() - began)


def _eager(epochs: int) -> float:
    """Epochs per second of one network as anybody would write it in torch; it scores nothing."""
    torch.manual_seed(0)
    network = nn.Sequential(nn.Linear(2, 8), nn.Tanh(), nn.Linear(8, 8), nn.Tanh(), nn.Linear(8, 1))
    optimizer = torch.optim.Adam(network.parameters(), lr=PLAN.training.lr)
    loss = nn.BCEWithLogitsLoss()
    samples = split_data(PLAN.data).train
    x, y = samples.x.float(), samples.y.float().unsqueeze(1)
    began = time.perf_counter()
    for _ in range(epochs):
        for batch in torch.randperm(len(y)).split(10):
            optimizer.zero_grad()
            loss(network(x[batch]), y[batch]).backward()
            optimizer.step()
    return epochs / (time.perf_counter() - began)

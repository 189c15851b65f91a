"""How fast a race learns beside one network in plain torch, on one thread as the server has it."""

import time
from collections.abc import Iterator

import torch
from torch import nn

from app.playground.plan import DataPlan, HiddenLayer, NetworkPlan, Plan, TrainingPlan
from app.playground.plan_data import split_data
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from benchmarks.figure import Figure

RUNS = 5
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
    race = _warm_race()
    _eager(1)
    runs = [(_raced(race), _eager(EPOCHS)) for _ in range(RUNS)]
    raced, eager = (list(column) for column in zip(*runs, strict=True))
    ratios = [together / alone for together, alone in runs]
    for what, values, unit, aim in (
        ("network-epochs", raced, "/s", "–"),
        ("epochs of a plain torch loop on one network", eager, "/s", "–"),
        ("race against it", ratios, "×", "≥ 5 ×"),
    ):
        yield Figure(what=f"race of 8 × 16, 2-8-8-1: {what}", runs=values, unit=unit, aim=aim)


def _warm_race() -> Race:
    """A race after its first epoch, in which each lane's gradient is recorded."""
    plan = RacePlan(plan=PLAN, activations=ACTIVATIONS, seeds=SEEDS, epochs=1 + RUNS * EPOCHS)
    race = Race.at_once(plan, "cpu", time.perf_counter)
    while not race.step():
        pass
    return race


def _raced(race: Race) -> float:
    """Network-epochs per second over the next epochs of the race, its scores on the test data included."""
    began, last = time.perf_counter(), race.epoch + EPOCHS
    while race.epoch < last:
        race.step()
    return len(ACTIVATIONS) * SEEDS * EPOCHS / (time.perf_counter() - began)


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

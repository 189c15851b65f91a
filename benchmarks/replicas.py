"""Thousands of networks side by side on a CUDA GPU, trained by torch and by XLA; where there is no GPU it says so."""

import time
from collections.abc import Callable, Iterator

import jax
import torch

from app.playground.compiled import trainer as compiled
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import Plan
from app.playground.training import Run
from benchmarks.figure import Figure

REPLICAS = (4096, 65_536)
RUNS = 3
EPOCHS = 2


def measure() -> Iterator[Figure]:
    """Circle, 500 points of which half are learned, 2-8-8-1 tanh, batches of 10, SGD: network-epochs per second."""
    if not torch.cuda.is_available():
        print("There is no CUDA GPU: thousands of replicas are not measured.")
        return
    for replicas in REPLICAS:
        plan = Plan(network=NetworkPlan(hidden=(HiddenLayer(units=8), HiddenLayer(units=8))), replicas=replicas)
        for name, trainer in (("torch", _torch), ("XLA", _xla)):
            train = trainer(plan)
            train(1)
            yield Figure(
                what=f"{replicas} × 2-8-8-1 on {torch.cuda.get_device_name()}, network-epochs by {name}",
                runs=[_rate(train, replicas) for _ in range(RUNS)],
                unit="/s",
                aim="–",
            )


def _rate(train: Callable[[int], object], replicas: int) -> float:
    began = time.perf_counter()
    train(EPOCHS)
    torch.cuda.synchronize()
    return replicas * EPOCHS / (time.perf_counter() - began)


def _torch(plan: Plan) -> Callable[[int], object]:
    return Run(plan, "cuda").train_epochs


def _xla(plan: Plan) -> Callable[[int], object]:
    # JAX looks for its devices once, when it first needs one
    jax.config.update("jax_platforms", "cuda")
    # what is too much for a CPU is what a GPU is for
    compiled.MOST_COST = 2**62
    run = Run(plan)
    trainer = compiled.CompiledTrainer(run)

    def train(epochs: int) -> None:
        last = run.epoch + epochs
        while run.epoch < last:
            trainer.train(last - run.epoch)

    return train

"""What the workers of a Ray cluster on this machine save: a map by all of them against one thread, the same bits."""

import time
from collections.abc import Iterator
from importlib.util import find_spec

from app.cluster import LOCAL, Cluster, cluster
from app.device import compute_in_one_thread
from app.map import painted_far
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture
from app.playground.map.plan import MapPlan
from benchmarks.figure import Figure

RUNS = 3
SIDE = 64
QUESTION = MapPlan.model_validate(
    {
        "plan": {"network": {"hidden": [{"units": 8}, {"units": 8}]}},
        "activations": ["tanh"],
        "x": {"vary": "lr", "low": 0.001, "high": 10, "scale": "log", "points": SIDE},
        "y": {"vary": "weight_scale", "low": 0.1, "high": 10, "scale": "log", "points": SIDE},
        "epochs": 50,
    }
)


def measure() -> Iterator[Figure]:
    """64 × 64 networks of 2-8-8-1, 50 epochs, batches of 10, by XLA: seconds, once programs are compiled."""
    if find_spec("ray") is None:
        print("Ray is not installed: a cluster is not measured.")
        return
    compute_in_one_thread()
    painter = Painter(QUESTION, trainer="xla")
    with cluster(LOCAL, "cpu") as machines:
        # every worker compiles
        _far(machines, painter)
        _here(painter)
        pairs = [(_far(machines, painter), _here(painter)) for _ in range(RUNS)]
        workers = machines.size
    far, here = ([seconds for seconds, _ in runs] for runs in zip(*pairs, strict=True))
    (_, first), *others = [run for pair in pairs for run in pair]
    if any(_bits(other) != _bits(first) for _, other in others):
        raise RuntimeError("The cluster and this process have painted different maps.")
    what = f"map of {SIDE} × {SIDE}, 2-8-8-1, 50 epochs"
    yield Figure(what=f"{what}: one thread", runs=here, unit="s", aim="–")
    yield Figure(what=f"{what}: {workers} workers of Ray", runs=far, unit="s", aim="–")
    shares = [a / b for a, b in zip(far, here, strict=True)]
    yield Figure(what=f"{what}: {workers} workers against one thread", runs=shares, unit="×", aim="≤ 0.65 ×")


def _far(machines: Cluster, painter: Painter) -> tuple[float, Picture]:
    began, picture = time.perf_counter(), Picture(QUESTION)
    for tile, painted in painted_far(machines, painter, "xla", painter.tiles):
        picture.put(tile, painted)
    return time.perf_counter() - began, picture


def _here(painter: Painter) -> tuple[float, Picture]:
    began, picture = time.perf_counter(), Picture(QUESTION)
    for tile in painter.tiles:
        if (painted := painter.paint(tile)) is not None:
            picture.put(tile, painted)
    return time.perf_counter() - began, picture


def _bits(picture: Picture) -> bytes:
    return picture.values.tobytes() + picture.outcome.tobytes()

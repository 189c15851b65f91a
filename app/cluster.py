"""Machines of a Ray cluster, which compute beside one another: the one module that knows Ray.

A call whose machine is lost is made again on another. All machines must have the same packages as the one that asks,
and processors with the same instructions, so that the same call has the same bits wherever it is made.
"""

import os
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import Future
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any, TypeVar

from app.device import DeviceChoice, compute_in_one_thread
from app.machine import machine, told_apart

Result = TypeVar("Result")

LOCAL = "local"
"""The address that begins a cluster on this machine alone, which ends with the program."""

MOST_LOSSES = 10
"""How often a call may lose its machine before it is given up."""

GPU_SHARE = 0.25
"""Of a GPU, for one call: networks so small leave most of it idle, while a processor draws their numbers."""

NOT_INSTALLED = (
    "Ray is not installed; .venv/bin/python -m pip install -c constraints.txt --only-deps '.[cluster]' installs it."
)


class Cluster:
    """Machines that compute on `device`: `size` calls at once."""

    def __init__(self, ray: Any, device: DeviceChoice) -> None:  # noqa: ANN401  a module that may not be there
        resources = ray.cluster_resources()
        gpus = resources.get("GPU", 0)
        if device == "cuda" and not gpus:
            raise ValueError("The device is cuda, but no machine of the cluster has a GPU; choose cpu or auto.")
        self.device = "cuda" if gpus and device != "cpu" else "cpu"
        self.size = max(int(gpus / GPU_SHARE if self.device == "cuda" else resources.get("CPU", 1)), 1)
        self._ray = ray
        self._call = ray.remote(
            num_cpus=1, num_gpus=GPU_SHARE if self.device == "cuda" else 0, max_retries=MOST_LOSSES
        )(_call)
        self._kind = ray.put(machine())

    def lend(self, value: Any) -> Any:  # noqa: ANN401  whatever can be pickled
        """`value` as an argument of many calls: it is sent to each machine once."""
        return self._ray.put(value)

    def submit(self, function: Callable[..., Result], *arguments: Any) -> Future[Result]:  # noqa: ANN401  the function's
        """Begin a call of `function`, which stands in a module of this program."""
        future: Future[Result] = self._call.remote(self._kind, function, *arguments).future()
        return future


@contextmanager
def cluster(address: str, device: DeviceChoice) -> Iterator[Cluster]:
    """The cluster at `address`: auto, ray://host:port, host:port, or local. Raises ValueError, with a sentence."""
    if find_spec("ray") is None:
        raise ValueError(NOT_INSTALLED)
    # nothing is told to anybody, unless somebody wants it
    os.environ.setdefault("RAY_USAGE_STATS_ENABLED", "0")
    # it takes a second, and is not everywhere
    import ray  # noqa: PLC0415

    try:
        ray.init(address=address, logging_level="ERROR", log_to_driver=False, **_manner(address))
    except (ConnectionError, OSError, RuntimeError, TimeoutError, ValueError) as error:
        reason = str(error).strip().partition("\n")[0].rstrip(".")
        raise ValueError(f"There is no Ray cluster at {address}: {reason}.") from None
    try:
        yield Cluster(ray, device)
    except ray.exceptions.RayTaskError as error:
        raise ValueError(f"A machine of the cluster could not go on: {error.cause}") from error
    except ray.exceptions.RayError as error:
        raise ValueError(f"The cluster lost a call {MOST_LOSSES + 1} times: {type(error).__name__}.") from error
    finally:
        ray.shutdown()


def _manner(address: str) -> dict[str, Any]:
    """How Ray is begun: on this machine alone, or with the program sent to the other machines."""
    if address == LOCAL:
        return {"include_dashboard": False}
    return {"runtime_env": {"py_modules": [str(Path(__file__).parent)], "excludes": ["**/__pycache__"]}}


def _call(kind: Mapping[str, str], function: Callable[..., Result], *arguments: Any) -> Result:  # noqa: ANN401  the function's
    """What a machine does: it calls `function`, if it computes as the one that asks."""
    if differing := told_apart(machine(), kind):
        own, asked = differing
        raise ValueError(
            f"it has {own}, and the machine that asks {asked}, so that the same networks would not have the same bits; "
            "docs/deploy.md says how they become alike."
        )
    compute_in_one_thread()
    return function(*arguments)

"""A Ray cluster: the same bits as on this machine alone, also where a worker dies, and sentences where there is none.

One cluster of two workers serves all tests; Ray is no part of what they install, being a quarter of a gigabyte.
"""

import json
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import termios
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from app.cluster import NOT_INSTALLED, _call
from app.map import main as paint
from app.race import main as race

ROOT = Path(__file__).parents[2]
PLAN = {"data": {"points": 40}, "network": {"hidden": [{"units": 4}]}}
IS_INSTALLED = find_spec("ray") is not None
if_installed = pytest.mark.skipif(
    not IS_INSTALLED or sys.platform != "linux",
    reason="Ray is not installed ('.[cluster]' has it), or this is no Linux, which alone has /proc",
)


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, dict[str, str], int]]:
    """The address of a cluster with two workers, the environment that opens it, and the process of its head."""
    token = tmp_path_factory.mktemp("cluster") / "token"
    token.write_text(secrets.token_hex(), "utf-8")
    token.chmod(0o600)
    environment = {
        **os.environ,
        "RAY_AUTH_MODE": "token",
        "RAY_AUTH_TOKEN_PATH": str(token),
        "RAY_USAGE_STATS_ENABLED": "0",
        "PYTHONWARNINGS": "ignore",
        "PYTHONUNBUFFERED": "1",
    }
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = [str(Path(sys.executable).parent / "ray"), "start", "--head", "--block", "--port", str(port)]
    command += ["--num-cpus", "2", "--include-dashboard", "false"]
    with subprocess.Popen(
        command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, start_new_session=True
    ) as head:
        try:
            for line in head.stdout or ():
                if "Ray runtime started" in line:
                    break
            yield f"127.0.0.1:{port}", environment, head.pid
        finally:
            # it would take half a minute to say goodbye
            for pid in processes(head.pid) or (head.pid,):
                os.kill(pid, signal.SIGKILL)
            head.communicate(timeout=60)


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A file with a small plan."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(PLAN), "utf-8")
    return path


def processes(head: int) -> dict[int, bytes]:
    """The processes of the cluster of `head`, itself among them, and what they are called."""
    parents: dict[int, int] = {}
    names: dict[int, bytes] = {}
    for path in Path("/proc").glob("[0-9]*"):
        try:
            status, names[int(path.name)] = (path / "stat").read_text("utf-8"), (path / "cmdline").read_bytes()
        except (FileNotFoundError, ProcessLookupError):
            continue
        parents[int(path.name)] = int(status.rpartition(")")[2].split()[1])

    def is_of_head(pid: int) -> bool:
        return pid == head or (pid in parents and is_of_head(parents[pid]))

    return {pid: name for pid, name in names.items() if is_of_head(pid)}


@if_installed
def test_a_map_has_the_same_bits_where_a_worker_dies(
    plan: Path, tmp_path: Path, cluster: tuple[str, dict[str, str], int]
) -> None:
    address, environment, head = cluster
    asked = [str(plan), "--x", "lr=0.01:10:log:32", "--y", "alpha=0.01:1:32", "--activations", "leaky_relu"]
    asked += ["--epochs", "30", "--trainer", "torch"]
    outs = [tmp_path / f"{name}.npz" for name in ("here", "far")]
    terminal, other_end = os.openpty()
    termios.tcsetwinsize(terminal, (24, 80))
    command = [sys.executable, "-m", "app.map", *asked, "--out", str(outs[1]), "--ray", address]
    with subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=other_end) as process:
        os.close(other_end)
        shown = b""
        # it ends with an error where nothing comes
        while not re.search(rb"\| [1-9]\d*/1024 ", shown):
            shown += os.read(terminal, 1000)
        killed = [pid for pid, name in processes(head).items() if name.startswith(b"ray::_call")][:1]
        for pid in killed:
            os.kill(pid, signal.SIGKILL)
        process.communicate(timeout=100)
    os.close(terminal)
    assert killed
    assert process.returncode == 0
    assert paint([*asked, "--out", str(outs[0])]) == 0
    here, far = map(np.load, outs)
    for name in here.files:
        np.testing.assert_array_equal(here[name], far[name])


@if_installed
def test_a_race_has_the_same_bits(plan: Path, tmp_path: Path, cluster: tuple[str, dict[str, str], int]) -> None:
    address, environment, _ = cluster
    files = [tmp_path / f"{name}.json" for name in ("here", "far")]
    asked = [str(plan), "--activations", "tanh", "maxout(k=2)", "relu", "--seeds", "6", "--epochs", "5"]
    asked += ["--rates", "best", "--trainer", "torch", "--json"]
    command = [sys.executable, "-m", "app.race", *asked, str(files[1]), "--ray", address]
    subprocess.run(command, cwd=ROOT, env=environment, check=True, timeout=100, capture_output=True)
    assert race([*asked, str(files[0])]) == 0
    here, far = (json.loads(file.read_bytes()) for file in files)
    for content in (here, far):
        for lane in content["lanes"]:
            assert lane.pop("seconds_per_epoch") > 0
    assert here == far


def test_a_machine_that_computes_otherwise_says_so() -> None:
    kind: dict[str, Any] = {"torch": "1.0", "jax": "1.0", "jaxlib": "1.0", "numpy": "1.0", "instructions": "AVX0"}
    with pytest.raises(ValueError, match=r"instructions AVX0, so that the same networks would not have the same bits"):
        _call(kind, print)


@pytest.mark.skipif(IS_INSTALLED, reason="Ray is installed")
def test_without_ray_a_command_says_how_it_is_installed(
    plan: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    axes = ["--x", "lr=0.1:1:2", "--y", "alpha=0.1:1:2", "--activations", "elu", "--out", str(tmp_path / "map.npz")]
    assert paint([str(plan), *axes, "--ray", "auto"]) == 2
    assert capsys.readouterr().err.strip() == NOT_INSTALLED

"""What docs/deploy.md and deploy/ say of proxies and settings is so."""

import json
import re
import shutil
import signal
import subprocess
import sys
import zlib
from collections.abc import Iterator
from configparser import ConfigParser
from contextlib import ExitStack, suppress
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml
from websockets.exceptions import ConnectionClosed

from app.environment import PREFIX, variable
from app.map import main as map_command
from app.settings import Settings
from tests.browser.server import LONGEST_STOP
from tests.web.plans import SMALL
from tests.web.proxies import GUIDE, PROXIES, VISITOR, Door, block, installed, nginx
from tests.web.server import Command, command

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FILES = {path.name: path.read_text("utf-8") for path in DEPLOY.iterdir() if path.is_file()}

SERVED = "/lab/api/v1"
FLAGS = re.findall(r"\.venv/bin/python -m app (--allowed-hosts.*)", GUIDE)[0].split()
"""Those of the guide's command, behind a proxy."""

TOLD = ("--device=cpu", "--trainer=torch", "--access-log=true")
"""Small servers, whose log says who asks."""


@pytest.fixture(scope="module")
def server() -> Iterator[Command]:
    """What the guide's command starts."""
    with command(*FLAGS, *TOLD, ACTIVATION_LAB_ALLOWED_HOSTS="") as server:
        yield server


@pytest.fixture(scope="module", params=[pytest.param(name, marks=installed(name)) for name in PROXIES])
def door(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, server: Command) -> Iterator[Door]:
    """A proxy of the guide before it."""
    behind = urlsplit(server.address).port
    assert behind
    with PROXIES[request.param](tmp_path_factory.mktemp(request.param), behind) as door:
        yield door


def answer(door: Door, path: str, **headers: str) -> tuple[int, str, str]:
    """The status, the text and the new place of an answer."""
    with door.asked(path, **headers) as answer:
        return answer.status, answer.read().decode(), answer.getheader("location", "")


def test_behind_a_proxy_pages_and_the_api_are_found_below_the_path(door: Door) -> None:
    status, page, _ = answer(door, "/lab/playground")
    assert status == 200
    (module,) = re.findall(r'<script type="module" src="([^"]+)"', page)
    assert answer(door, module)[0] == 200
    status, curves, _ = answer(door, f"{SERVED}/curves?f=elu&x=1")
    assert (status, json.loads(curves)["curves"][0]["value"]) == (200, [1.0])
    # with the visitor's scheme
    assert answer(door, "/lab/race/")[2] == f"{door.origin}/lab/race"
    _, _, place = answer(door, "/lab")
    assert urlsplit(place).path == "/lab/"
    # what is beside the path is not ours
    assert "Activation Lab" not in answer(door, "/playground")[1]


def test_behind_a_proxy_an_answer_that_grows_comes_as_it_grows(door: Door) -> None:
    asked = {"Accept": "application/x-ndjson", "Accept-Encoding": "gzip"}
    # which nobody has asked for yet
    with door.asked(f"{SERVED}/figures/maxout?f=x**2%2B{door.port}", **asked) as grows:
        assert grows.getheader("content-encoding") == "gzip"
        unpack = zlib.decompressobj(wbits=31)
        parts = [unpack.decompress(part) for part in iter(grows.read1, b"")]
    done = [json.loads(line)["done"] for line in b"".join(parts).splitlines()]
    assert done[-1] == 1
    # whole lines came before the last did
    assert 2 < sum(part.endswith(b"\n") for part in parts) <= len(done)


@pytest.mark.parametrize("kind", ["playground", "race"])
def test_behind_a_proxy_a_page_has_its_socket_and_its_own_address(door: Door, server: Command, kind: str) -> None:
    before = len(server.said)
    with door.visited(f"{SERVED}/{kind}") as page:
        if kind == "playground":
            page.start(SMALL, paused=False)
        else:
            page.say("start", race={"plan": SMALL, "activations": ["relu"], "seeds": 1, "epochs": 2})
            assert page.hear_of("started")
            page.say("resume")
        assert page.see("running" if kind == "playground" else "over")
    # uvicorn knows no port of who is told by a proxy
    assert f'{VISITOR}:0 - "WebSocket {SERVED}/{kind}" [accepted]' in server.said[before:]


@installed("nginx")
def test_behind_the_balancer_pages_are_shared_out_and_outlive_a_worker(tmp_path: Path, server: Command) -> None:
    services = yaml.safe_load(FILES["balanced.yaml"])["services"]
    with ExitStack() as stack:
        lost = stack.enter_context(command(*FLAGS, *TOLD, **services["first"]["environment"]))
        servers = FILES["balancer.conf"]
        for name, worker in (("first", lost), ("second", server)):
            servers = servers.replace(f"{name}:8000", worker.address.removeprefix("http://"))
        door = stack.enter_context(nginx(tmp_path, servers))
        pages = [stack.enter_context(door.visited(f"{SERVED}/playground")) for _ in range(4)]
        for page in pages:
            page.start(SMALL, paused=False)
            page.see("running")
        # and nobody is believed to come from elsewhere
        assert re.findall(r"([\d.]+):0 - \W+WebSocket", lost.said) == [VISITOR] * 2
        assert lost.stop(signal.SIGKILL, LONGEST_STOP) == -signal.SIGKILL
        assert [answer(door, f"/lab{path}")[0] for path in ("/", "/healthz", "/race", "/playground")] == [200] * 4
        left = 0
        for page in pages:
            with suppress(ConnectionClosed):
                left += bool(page.see("running"))
        assert left == 2
        with door.visited(f"{SERVED}/playground") as page:
            assert page.start(SMALL)


def test_every_setting_that_is_named_is_there() -> None:
    known = set(map(variable, Settings.model_fields))
    for name, text in {"deploy.md": GUIDE, "Dockerfile": (ROOT / "Dockerfile").read_text("utf-8"), **FILES}.items():
        assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text)) <= known, name
    served, _, elsewhere = GUIDE.partition("\n## Many machines\n")
    flags = re.findall(r'(?<=[" ])--[a-z][a-z-]+(?=[" ])', block("python")) + re.findall(r" (--[a-z-]+) ", served)
    assert elsewhere
    assert {f"{PREFIX}{flag[2:].replace('-', '_').upper()}" for flag in flags if flag != "--now"} <= known


def test_the_flags_of_maps_on_many_machines_are_there(capsys: pytest.CaptureFixture[str]) -> None:
    lines = re.findall(r"-m app\.map (.*)", GUIDE)
    flags = {flag for line in lines for flag in re.findall(r"--[a-z-]+", line)}
    with pytest.raises(SystemExit):
        map_command(["--help"])
    assert {"--x", "--ray", *flags} <= set(re.findall(r"--[a-z-]+", capsys.readouterr().out))


def test_the_unit_runs_the_command_and_waits_for_its_end() -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(FILES["activation-lab.service"])
    service = unit["Service"]
    assert service["ExecStart"] == f"{service['WorkingDirectory']}/.venv/bin/python -m app"
    assert int(service["TimeoutStopSec"]) >= 8


@installed("systemd-analyze")
@pytest.mark.parametrize("check", ["verify --man=no", "security --offline=true --threshold=20"])
def test_systemd_understands_the_unit_and_finds_little_exposed(tmp_path: Path, check: str) -> None:
    unit = tmp_path / "activation-lab.service"
    # it looks whether the command is there
    unit.write_text(FILES[unit.name].replace("/srv/activation-lab/.venv/bin/python", sys.executable), "utf-8")
    said = subprocess.run(["systemd-analyze", *check.split(), unit], capture_output=True, text=True, check=False)
    assert (said.returncode, said.stderr) == (0, ""), said.stdout


@pytest.mark.parametrize("name", ["compose.yaml", "balanced.yaml"])
def test_a_compose_file_builds_this_repository_with_a_disk_that_cannot_be_written(name: str) -> None:
    services = yaml.safe_load(FILES[name])["services"]
    ours = [service for service in services.values() if "build" in service]
    assert len(ours) == (1 if name == "compose.yaml" else 2)
    for service in ours:
        assert (DEPLOY / service["build"] / "Dockerfile").exists()
        assert service["read_only"]
        assert int(service["stop_grace_period"].removesuffix("s")) >= 8


@pytest.mark.parametrize("name", ["compose.yaml", "balanced.yaml"])
def test_compose_understands_a_compose_file(name: str) -> None:
    for compose in (["docker", "compose"], ["docker-compose"]):
        if shutil.which(compose[0]) is None:
            continue
        version = subprocess.run([*compose, "version", "--short"], capture_output=True, text=True, check=False).stdout
        # the first Compose knew another format
        if version.removeprefix("v")[:1] >= "2":
            config = ["-f", str(DEPLOY / name), "config", "--quiet"]
            said = subprocess.run([*compose, *config], capture_output=True, text=True, check=False)
            assert (said.returncode, said.stderr) == (0, "")
            return
    pytest.skip("no Docker Compose of version 2 or later is installed")


def test_the_balancer_knows_every_worker() -> None:
    services = yaml.safe_load(FILES["balanced.yaml"])["services"]
    workers = {name for name, service in services.items() if "build" in service}
    assert set(re.findall(r"server (\w+):8000;", FILES["balancer.conf"])) == workers
    assert set(services["balancer"]["depends_on"]) == workers


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ((), 0),
        (("filelock", 'nvidia-cublas==13.1; sys_platform == "os/2"'), 0),
        (("nvidia-cudnn-cu13==9.2",), 1),
        (("filelock", f'nvidia-cublas>=13.1; sys_platform == "{sys.platform}"'), 1),
    ],
)
def test_a_torch_that_brings_cuda_is_found_out(tmp_path: Path, wanted: tuple[str, ...], code: int) -> None:
    about = tmp_path / "torch-9.9.dist-info/METADATA"
    about.parent.mkdir()
    about.write_text("Name: torch\nVersion: 9.9\n" + "".join(f"Requires-Dist: {each}\n" for each in wanted))
    script = DEPLOY / "torch_build.py"
    assert subprocess.run([sys.executable, script], env={"PYTHONPATH": str(tmp_path)}, check=False).returncode == code

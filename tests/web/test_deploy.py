"""What docs/deploy.md and deploy/ say of proxies and settings is so."""

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Generator, Iterator
from configparser import ConfigParser
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import yaml

from app.environment import PREFIX, variable
from app.settings import Settings
from tests.browser.server import LONGEST_START, LONGEST_STOP, free_port
from tests.web.plans import SMALL
from tests.web.server import command
from tests.web.visitor import visit

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
GUIDE = (ROOT / "docs/deploy.md").read_text("utf-8")
FILES = {path.name: path.read_text("utf-8") for path in DEPLOY.iterdir()}

needs_nginx = pytest.mark.skipif(shutil.which("nginx") is None, reason="nginx is not installed")


def block(language: str) -> str:
    """The one block of the guide in a language."""
    (found,) = re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)
    return found


@contextmanager
def nginx(folder: Path, servers: str, port: int) -> Generator[None, None, None]:
    """nginx with these servers, until it is no longer needed."""
    places = "".join(
        f"{kind}_temp_path {folder}/{kind};" for kind in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    )
    # one process, which stays who it is and can write here
    settings = (
        f"daemon off; master_process off; pid {folder}/pid; events {{}} http {{ access_log off; {places} {servers} }}"
    )
    file = folder / "nginx.conf"
    file.write_text(settings, "utf-8")
    with subprocess.Popen(["nginx", "-e", "stderr", "-c", file], stderr=subprocess.PIPE, text=True) as process:
        try:
            deadline = time.monotonic() + LONGEST_START
            while process.poll() is None and time.monotonic() < deadline:
                with socket.socket() as probe:
                    if probe.connect_ex(("127.0.0.1", port)) == 0:
                        break
            else:
                pytest.fail(process.stderr.read() if process.stderr else "")
            yield
        finally:
            process.terminate()
            process.wait(LONGEST_STOP)


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """Where the guide's nginx listens, with the guide's command behind it."""
    flags = re.findall(r"\.venv/bin/python -m app (--allowed-hosts.*)", block("nginx") + GUIDE)[0].split()
    listens_at = free_port()
    with command(*flags, "--device=cpu", "--trainer=torch", ACTIVATION_LAB_ALLOWED_HOSTS="") as server:
        behind = urlsplit(server.address).port
        lines = block("nginx").replace("listen 80;", f"listen 127.0.0.1:{listens_at};")
        with nginx(tmp_path_factory.mktemp("nginx"), lines.replace(":8000", f":{behind}"), listens_at):
            yield listens_at


def asked(port: int, path: str) -> tuple[int, str, str]:
    """The status, the text and the new place of an answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request("GET", path, headers={"Host": "lab.example", "Accept": "text/html, application/json"})
    answer = connection.getresponse()
    text = answer.read().decode()
    connection.close()
    return answer.status, text, answer.getheader("location", "")


@needs_nginx
def test_behind_nginx_pages_and_the_api_are_found_below_the_path(port: int) -> None:
    status, page, _ = asked(port, "/lab/playground")
    assert status == 200
    (module,) = re.findall(r'<script type="module" src="([^"]+)"', page)
    assert asked(port, module)[0] == 200
    status, curves, _ = asked(port, "/lab/api/v1/curves?f=elu&x=1")
    assert (status, json.loads(curves)["curves"][0]["value"]) == (200, [1.0])
    assert asked(port, "/lab/race/")[2] == "http://lab.example/lab/race"
    assert asked(port, "/lab")[0] == 301
    assert asked(port, "/playground")[0] == 404


@needs_nginx
def test_behind_nginx_a_page_has_its_socket(port: int) -> None:
    with (
        socket.create_connection(("127.0.0.1", port)) as connection,
        visit("http://lab.example", "/lab/api/v1/playground", origin="http://lab.example", sock=connection) as page,
    ):
        page.start(SMALL, paused=False)
        assert page.see("running")


def test_every_setting_that_is_named_is_there() -> None:
    known = set(map(variable, Settings.model_fields))
    for name, text in {"deploy.md": GUIDE, "Dockerfile": (ROOT / "Dockerfile").read_text("utf-8"), **FILES}.items():
        assert set(re.findall(rf"\b{PREFIX}[A-Z_]+\b", text)) <= known, name
    flags = re.findall(r'(?<=[" ])--[a-z][a-z-]+(?=[" ])', block("python")) + re.findall(r" (--[a-z-]+) ", GUIDE)
    assert {f"{PREFIX}{flag[2:].replace('-', '_').upper()}" for flag in flags if flag != "--now"} <= known


def test_the_unit_runs_the_command_and_waits_for_its_end() -> None:
    unit = ConfigParser(strict=False, interpolation=None)
    unit.optionxform = str  # type: ignore[assignment, method-assign]
    unit.read_string(FILES["activation-lab.service"])
    service = unit["Service"]
    assert service["ExecStart"] == f"{service['WorkingDirectory']}/.venv/bin/python -m app"
    assert int(service["TimeoutStopSec"]) >= 8


@pytest.mark.parametrize("name", ["compose.yaml", "balanced.yaml"])
def test_a_compose_file_builds_this_repository_with_a_disk_that_cannot_be_written(name: str) -> None:
    services = yaml.safe_load(FILES[name])["services"]
    ours = [service for service in services.values() if "build" in service]
    assert len(ours) == (1 if name == "compose.yaml" else 2)
    for service in ours:
        assert (DEPLOY / service["build"] / "Dockerfile").exists()
        assert service["read_only"]
        assert int(service["stop_grace_period"].removesuffix("s")) >= 8


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

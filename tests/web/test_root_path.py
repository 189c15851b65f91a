"""Below a path every address of a page begins with it, whether the proxy takes it away or passes it on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from app.settings import Settings
from app.web.http.plotly_script import PLOTLY
from app.web.http.static_files import static_address

ROOT = Path(__file__).parents[2]
PAGES = (
    "/",
    "/?f=elu&f=gelu",
    "/exhibits",
    "/exhibits/maxout",
    "/exhibits/claims",
    "/playground",
    "/race",
    "/map",
    "/docs",
)
LINK = re.compile(r"""\b(?:href|src|action|data-path)=["'](/[^"']*)""")
# of a module: a text that begins as an address does
ADDRESS = re.compile(r"""["'`]/(?:[a-z]|\?)""")


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    """A client of an application below /lab."""
    with TestClient(create_app(Settings(device="cpu", root_path="/lab/")), follow_redirects=False) as client:
        yield client


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("passed_on", ["/lab", ""])
def test_every_link_of_a_page_begins_with_the_path(client: TestClient, path: str, passed_on: str) -> None:
    answer = client.get(passed_on + path)
    assert answer.status_code == 200
    links = LINK.findall(answer.text)
    assert len(links) > 5
    assert not [link for link in links if not link.startswith("/lab/")]
    assert 'data-root="/lab"' in answer.text


@pytest.mark.parametrize("path", ["/nothing/at/all", "/exhibits/nothing"])
def test_so_does_a_page_that_says_what_is_wrong(client: TestClient, path: str) -> None:
    answer = client.get(f"/lab{path}", headers={"accept": "text/html"})
    assert answer.status_code == 404
    assert not [link for link in LINK.findall(answer.text) if not link.startswith("/lab/")]
    if path.startswith("/nothing"):
        assert f"/lab{path}" in answer.text
        assert "/lab/docs lists" in answer.text


@pytest.mark.parametrize(
    ("path", "to"), [("/lab", "/lab/"), ("/lab/playground/", "/lab/playground"), ("/race/", "/lab/race")]
)
def test_so_does_where_one_is_sent(client: TestClient, path: str, to: str) -> None:
    assert client.get(path).headers["location"] == f"http://testserver{to}"


def test_modules_scripts_and_answers_are_found_there(client: TestClient) -> None:
    for address in (static_address("css/base.css"), PLOTLY.address):
        assert "immutable" in client.get(f"/lab{address}").headers["cache-control"]
    assert client.get("/lab/api/v1/curves?f=elu&x=1").json()
    assert client.delete("/lab/api/v1/curves").headers["allow"] == "GET, HEAD, POST"
    assert {"url": "/lab"} in client.get("/lab/openapi.json").json()["servers"]


def test_what_only_begins_like_the_path_is_not_below_it(client: TestClient) -> None:
    assert client.get("/laboratory").status_code == 404
    assert client.get("/lab/lab/docs").status_code == 404


def test_no_template_has_an_address_that_begins_elsewhere() -> None:
    for file in (ROOT / "templates").rglob("*.html"):
        assert not LINK.findall(file.read_text("utf-8")), file


def test_no_module_has_one_either() -> None:
    for file in (ROOT / "static/js").rglob("*.js"):
        code = re.sub(r"/\*.*?\*/|^\s*//.*?$", "", file.read_text("utf-8"), flags=re.DOTALL | re.MULTILINE)
        lines = [line for line in code.splitlines() if ADDRESS.search(line)]
        # what a socket is opened at is given to live.js, which knows where it stands
        assert not [line for line in lines if "fromRoot(" not in line and not line.startswith("const ADDRESS = ")], file


@pytest.mark.parametrize("text", ["lab", "//lab", "/a b", "/lab?x", "https://lab.example/lab", "/lab//x"])
def test_what_is_no_path_is_refused_with_a_sentence(text: str) -> None:
    with pytest.raises(ValueError, match="ROOT_PATH is "):
        Settings(root_path=text)


@pytest.mark.parametrize(("text", "path"), [("", ""), ("/", ""), ("/lab/", "/lab"), ("/user/a%40b/proxy/8000", None)])
def test_a_path_may_end_with_a_slash(text: str, path: str | None) -> None:
    assert Settings(root_path=text).root_path == (text if path is None else path)

"""What a page loads: addresses that may be kept for ever, those of former versions, and every form of compression."""

import gzip
import json
import re
from pathlib import Path

import brotli
import pytest
from starlette.testclient import TestClient

from app.web.http.files import ROOT
from app.web.http.math_font import MATH_FONT
from app.web.http.plotly_script import BUNDLE, PLOTLY, choose, version_of, whole_script
from app.web.http.static_files import (
    JOINED,
    fingerprint,
    joined_files,
    module_addresses,
    page_modules,
    static_address,
    static_files,
)
from deploy.join_modules import entries

PAGES = ("/", "/exhibits", "/exhibits/claims", "/playground", "/race", "/map", "/docs")
FOR_EVER = "public, max-age=31536000, immutable"
FORMER = "0123456789abcdef"
LOADED = re.compile(r"<(?:link|script|img)[^>]+(?:href|src)=\"([^\"]+)\"")

TEXTS = {
    "a page": "/",
    "a small page": "/nothing",
    "a small module": static_address("js/shared/clipboard.js"),
    "a style": static_address("css/base.css"),
    "the icon": static_address("icon.svg"),
    "Plotly": PLOTLY.address,
    "numbers": "/api/v1/curves?f=gelu",
    "a table": "/api/v1/curves?f=gelu&format=csv",
    "a figure": "/api/v1/figures/curves?f=gelu",
    "a document": "/openapi.json",
    "a problem": "/api/v1/curves?f=gelu&low=a&high=b&points=c&order=d&dtype=e",
}
ENCODINGS = {
    "br": "br",
    "gzip, deflate, br, zstd": "br",
    "gzip, deflate": "gzip",
    "br;q=0, gzip": "gzip",
    "br; q=0.0, gzip; q=0.5": "gzip",
    "BR": "br",
    "*": "br",
    "*;q=0.1, br;q=0": "gzip",
    "*;q=0": None,
    "gzip;q=0": None,
    "zstd": None,
    "identity": None,
    "": None,
    # by weight, and of those that weigh alike the best
    "br;q=0.5, gzip;q=0.9": "gzip",
    "gzip;q=0.5, identity;q=0.9": None,
    "gzip;q=0.5, br;q=0.5": "br",
    "br;q=2, gzip;q=0.1": "gzip",
}


def loaded_by(client: TestClient, page: str) -> list[str]:
    """The addresses of what the page asks for, this server's own."""
    addresses = LOADED.findall(client.get(page).text)
    assert addresses
    return [address for address in addresses if address.startswith(("/static/", "/assets/"))]


@pytest.mark.parametrize("path", PAGES)
def test_all_that_a_page_loads_may_be_kept_for_ever(client: TestClient, path: str) -> None:
    for address in loaded_by(client, path):
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"] == FOR_EVER
        assert re.search(r"/[0-9a-f]{16}/|-\d+\.\d+\.\d+\.min\.js$", address)


def test_a_page_itself_is_asked_for_again(client: TestClient) -> None:
    assert all(client.get(page).headers["cache-control"] == "no-cache" for page in PAGES)


def test_a_file_is_sent_as_it_is_on_disk_with_its_type(client: TestClient) -> None:
    types = {".js": "text/javascript", ".css": "text/css", ".svg": "image/svg+xml"}
    for path in static_files():
        answer = client.get(static_address(path))
        assert answer.content == (ROOT / "static" / path).read_bytes()
        assert answer.headers["content-type"].partition(";")[0] == types[Path(path).suffix]


def test_every_file_but_declarations_is_served() -> None:
    files = {path.relative_to(ROOT / "static").as_posix() for path in (ROOT / "static").rglob("*") if path.is_file()}
    assert {path for path in files if not path.endswith(".d.ts")} == set(static_files())


@pytest.mark.parametrize("place", [f"/static/{FORMER}", "/static"])
def test_a_former_address_leads_to_what_there_is_now_and_is_not_kept(client: TestClient, place: str) -> None:
    for path in ("js/explore/page.js", "css/base.css", "icon.svg"):
        answer = client.get(f"{place}/{path}")
        assert answer.status_code == 200
        assert answer.content == static_files()[path].content
        assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize("name", ["plotly-7.1.0.min.js", "plotly-cartesian-1.2.3.min.js", "plotly-1.2.3.min.js"])
def test_a_former_address_of_plotly_too(client: TestClient, name: str) -> None:
    answer = client.get(f"/assets/{name}")
    assert answer.content == PLOTLY.file.read_bytes()
    assert answer.headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(
    "path",
    [
        "/static",
        "/static/",
        "/static/js",
        "/static/js/shared/plotly.d.ts",
        f"/static/{FORMER}/nothing.js",
        f"/static/{FORMER}/{FORMER}/css/base.css",
        f"/static/{FORMER[1:]}/css/base.css",
        "/assets/plotly.min.js",
        "/assets/x",
    ],
)
def test_there_is_nothing_else(client: TestClient, path: str) -> None:
    answer = client.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"


def test_another_byte_makes_another_fingerprint(monkeypatch: pytest.MonkeyPatch) -> None:
    before = fingerprint.__wrapped__()
    assert before == fingerprint()
    files = static_files()
    changed = files | {"icon.svg": type(files["icon.svg"])(b"<svg/>", "image/svg+xml")}
    monkeypatch.setattr("app.web.http.static_files.static_files", lambda: changed)
    assert fingerprint.__wrapped__() != before


def test_an_address_of_no_file_is_a_mistake() -> None:
    with pytest.raises(KeyError, match=r"there is no static/js/nothing\.js"):
        static_address("js/nothing.js")


@pytest.mark.parametrize("page", ["explore", "exhibit", "playground", "race", "map", "docs", "shared"])
def test_a_page_names_every_module_that_it_imports_once(page: str) -> None:
    entry = f"js/{page}/page.js"
    addresses = module_addresses(entry)
    assert addresses[0] == static_address(entry)
    assert len(addresses) == len(set(addresses))
    for address in addresses:
        path = address.partition(fingerprint() + "/")[2]
        # what a browser would ask for: every relative address after "from" or "import", comments set aside
        code = re.sub(
            r"/\*.*?\*/|^\s*//.*?$", "", static_files()[path].content.decode(), flags=re.DOTALL | re.MULTILINE
        )
        for relative in re.findall(r"(?:from|import)\s*\(?\s*[\"'](\.[^\"']+)[\"']", code):
            imported = (ROOT / "static" / path).parent.joinpath(relative).resolve().relative_to(ROOT / "static")
            assert static_address(imported.as_posix()) in addresses


is_joined = pytest.mark.skipif(
    not joined_files(), reason="the modules in static/ are not joined: make frontend/joined, where esbuild is installed"
)


@is_joined
def test_the_modules_of_every_page_are_joined_and_only_those_that_stand_there() -> None:
    assert {f"joined/{entry}" for entry in entries()} == set(joined_files())
    assert [folder.name for folder in JOINED.iterdir()] == [fingerprint()]


@is_joined
@pytest.mark.parametrize("entry", entries())
def test_what_is_joined_is_what_the_module_imports(client: TestClient, entry: str) -> None:
    (address,) = page_modules(entry)
    answer = client.get(address)
    assert answer.headers["cache-control"] == FOR_EVER
    parts = {address.partition(fingerprint())[2] for address in module_addresses(entry)}
    named = re.findall(r"^// static(/js/.*\.js)$", answer.text, re.MULTILINE)
    assert len(named) == len(set(named))
    # what only declares types, or names others, leaves nothing
    assert {part for part in parts if "/elements/" in part} <= set(named) <= parts
    assert not re.search(r"^import\b", answer.text, re.MULTILINE)
    former = client.get(address.replace(fingerprint(), FORMER))
    assert (former.content, former.headers["cache-control"]) == (answer.content, "no-cache")


@pytest.mark.parametrize("entry", entries())
def test_modules_that_are_not_joined_are_named_one_by_one(monkeypatch: pytest.MonkeyPatch, entry: str) -> None:
    monkeypatch.setattr("app.web.http.static_files.joined_files", dict)
    assert page_modules(entry) == module_addresses(entry)


def test_what_was_joined_of_other_files_is_not_served(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.web.http.static_files.fingerprint", lambda: FORMER)
    assert joined_files.__wrapped__() == {}


@pytest.mark.skipif(MATH_FONT is None, reason="npm has not installed it")
def test_formulas_have_a_font_that_browsers_keep(client: TestClient) -> None:
    (address,) = re.findall(r'src: url\("([^"]+)"\)', client.get("/").text)
    answer = client.get(address)
    assert answer.headers["content-type"] == "font/woff2"
    assert answer.headers["cache-control"] == FOR_EVER
    assert answer.content.startswith(b"wOF2")
    assert client.get(address, headers={"if-none-match": answer.headers["etag"]}).status_code == 304
    assert client.get("/assets/math-0123456789abcdef.woff2").status_code == 404


@pytest.mark.parametrize("kind", TEXTS)
@pytest.mark.parametrize("accepted", ENCODINGS)
def test_text_of_every_size_comes_as_the_client_takes_it(client: TestClient, kind: str, accepted: str) -> None:
    with client.stream("GET", TEXTS[kind], headers={"accept": "text/html, */*", "accept-encoding": accepted}) as answer:
        sent = b"".join(answer.iter_raw())
    plain = client.get(TEXTS[kind], headers={"accept": "text/html, */*", "accept-encoding": "identity"})
    assert answer.headers.get("content-encoding") == ENCODINGS[accepted]
    assert answer.headers["vary"].lower().split(", ").count("accept-encoding") == 1
    assert int(answer.headers["content-length"]) == len(sent)
    decode = {"br": brotli.decompress, "gzip": gzip.decompress, None: bytes}[ENCODINGS[accepted]]
    assert decode(sent) == plain.content
    assert len(sent) < len(plain.content) or ENCODINGS[accepted] is None
    for name in ("etag", "cache-control", "content-type"):
        assert answer.headers.get(name) == plain.headers.get(name)


@pytest.mark.parametrize(
    "address", [static_address("css/base.css"), PLOTLY.address, "/static/css/base.css", "/favicon.ico"]
)
def test_a_file_that_the_client_has_is_not_sent_again(client: TestClient, address: str) -> None:
    first = client.get(address)
    assert first.headers["etag"].startswith('W/"')
    for accepted in ("br", "gzip", "identity"):
        again = client.get(address, headers={"accept-encoding": accepted, "if-none-match": first.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        for name in ("etag", "cache-control", "vary"):
            assert again.headers[name] == first.headers[name]
    assert client.get(address, headers={"if-none-match": '"another"'}).status_code == 200


def script(folder: Path, name: str, kind: str, version: str) -> Path:
    """A script that begins as those of plotly.js do."""
    file = folder / name
    file.write_text(f"/**\n* plotly.js {kind}v{version}\n* Copyright\n*/\n")
    return file


def test_the_bundle_of_the_package_s_version_is_served(tmp_path: Path) -> None:
    bundle = script(tmp_path, "bundle.js", "(cartesian - minified) ", "4.1.1")
    chosen = choose(bundle, script(tmp_path, "whole.js", "", "4.1.1"))
    assert (chosen.file, chosen.is_whole) == (bundle, False)
    assert chosen.address == "/assets/plotly-cartesian-4.1.1.min.js"


@pytest.mark.parametrize("version", ["4.1.0", "4.1.10", "5.0.0"])
def test_a_bundle_of_another_version_is_not(tmp_path: Path, version: str) -> None:
    whole = script(tmp_path, "whole.js", "", "4.1.1")
    chosen = choose(script(tmp_path, "bundle.js", "(cartesian - minified) ", version), whole)
    assert (chosen.file, chosen.is_whole) == (whole, True)
    assert chosen.address == "/assets/plotly-4.1.1.min.js"


def test_nor_one_that_is_not_there_or_is_something_else(tmp_path: Path) -> None:
    whole = script(tmp_path, "whole.js", "", "4.1.1")
    (tmp_path / "page.html").write_text("<!doctype html><title>The registry's login</title>")
    for bundle in (
        tmp_path / "nothing.js",
        tmp_path / "page.html",
        script(tmp_path, "basic.js", "(basic - minified) ", "4.1.1"),
    ):
        assert choose(bundle, whole).is_whole


def test_a_package_without_a_version_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(RuntimeError, match="does not say which version"):
        choose(tmp_path / "nothing.js", tmp_path / "nothing.js")


def test_the_lock_file_names_the_version_of_the_python_package() -> None:
    name = BUNDLE.parent.name
    lock = json.loads((ROOT / "frontend/package-lock.json").read_text("utf-8"))
    asked = json.loads((ROOT / "frontend/package.json").read_text("utf-8"))
    version = version_of(whole_script())
    assert asked["dependencies"] == lock["packages"][""]["dependencies"]
    assert asked["dependencies"][name] == version
    assert lock["packages"][f"node_modules/{name}"]["version"] == version


@pytest.mark.parametrize("folder", ["frontend", "tests/frontend"])
def test_a_lock_file_leaves_the_registry_to_the_user(folder: str) -> None:
    assert '"resolved"' not in (ROOT / folder / "package-lock.json").read_text("utf-8")
    assert "omit-lockfile-registry-resolved=true" in (ROOT / folder / ".npmrc").read_text("utf-8").splitlines()


def test_what_is_installed_is_served() -> None:
    assert PLOTLY.is_whole == (version_of(BUNDLE) != version_of(whole_script()))

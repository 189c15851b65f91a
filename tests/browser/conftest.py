"""The browser, the server and the rule that no test passes while a page complains."""

from collections.abc import Callable, Generator, Iterator
from contextlib import ExitStack, contextmanager
from html import unescape
from socketserver import StreamRequestHandler, ThreadingTCPServer
from threading import Thread
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, WebError, expect
from xdist.workermanage import WorkerController

from tests.browser.browser import AS_ROOT, find_browser
from tests.browser.server import is_ready
from tests.web.server import begun, fork

QUIET = (
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # a script that the process knows is compiled in another thread until that is noticed: a sixth of a page's time
    "--disable-features=ScriptStreaming",
)

# milliseconds; a machine that is busy with other things is no fault of a page
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def outside(heard: list[str]) -> Iterator[str]:
    """A proxy in front of all hosts but this one, which answers nothing and adds what is asked for to what was `heard`.

    To be told of each request of each page, most of them to this host, takes a twentieth of the check's time.
    """

    class Asked(StreamRequestHandler):
        def handle(self) -> None:
            heard.append(f"request to another host: {self.rfile.readline().decode(errors='replace').strip()}")

    with ThreadingTCPServer(("127.0.0.1", 0), Asked) as proxy:
        Thread(target=proxy.serve_forever).start()
        yield f"http://127.0.0.1:{proxy.server_address[1]}"
        proxy.shutdown()


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args: dict[str, Any], outside: str) -> dict[str, Any]:
    """The browser of this machine, which speaks to nobody but the pages' hosts."""
    # Playwright's own option would send what is meant for this host there as well
    arguments = [*QUIET, *AS_ROOT, f"--proxy-server={outside}"]
    return {**browser_type_launch_args, "executable_path": find_browser(), "args": arguments}


# to import the application for a server and to fill its caches takes as long as many tests: all workers share these
SERVERS = {
    "torch": {"TRAINER": "torch"},
    "auto": {"TRAINER": "auto"},
    "below a path": {"TRAINER": "torch", "ROOT_PATH": "/lab"},
}
SHARED = pytest.StashKey[tuple[ExitStack, dict[str, str]]]()


def pytest_configure_node(node: WorkerController) -> None:
    """Begin the servers before the first worker, and tell each where they are."""
    stash = node.config.stash
    if SHARED not in stash:
        stack = ExitStack()
        begin = {name: begun(WORKERS="1", **environment) for name, environment in SERVERS.items()}
        stash[SHARED] = stack, {name: stack.enter_context(server) for name, server in begin.items()}
    node.workerinput["servers"] = stash[SHARED][1]


def pytest_unconfigure(config: pytest.Config) -> None:
    """End them after the last."""
    if SHARED in config.stash:
        config.stash[SHARED][0].close()


@contextmanager
def server_of(config: pytest.Config, name: str) -> Generator[str, None, None]:
    """The address of one of the servers: shared by all workers, or begun here where there are none."""
    shared = getattr(config, "workerinput", {}).get("servers")
    if shared is None:
        with fork(WORKERS="1", **SERVERS[name]) as address:
            yield address
    else:
        if not is_ready(f"{shared[name]}{SERVERS[name].get('ROOT_PATH', '')}/healthz", lambda: True):
            raise RuntimeError("the server did not start")
        yield shared[name]


@pytest.fixture(scope="session")
def base_url(pytestconfig: pytest.Config) -> Iterator[str]:
    """The address of a real server, so that `page.goto("/")` opens the first page.

    Torch trains: to compile the plan of each page takes as long as the page. `test_playground_run` has XLA.
    """
    with server_of(pytestconfig, "torch") as address:
        yield address


@pytest.fixture(scope="session")
def heard() -> list[str]:
    """What pages have complained of since the last test ended."""
    return []


@pytest.fixture
def complaints(heard: list[str]) -> Iterator[list[str]]:
    """What pages complained of: console errors, uncaught exceptions, requests to another host.

    A test fails if any is left at its end. One that provokes a complaint says which, and clears the list.
    """
    yield heard
    found = heard.copy()
    heard.clear()
    if found:
        pytest.fail("a page complained:\n" + "\n".join(found), pytrace=False)


def listened_to(context: BrowserContext, heard: list[str]) -> BrowserContext:
    """`context`, of which every page's complaints are added to what was `heard`."""

    def hear_console(message: ConsoleMessage) -> None:
        if message.type == "error":
            heard.append(f"console: {message.text} ({message.location['url']})")

    def hear_error(error: WebError) -> None:
        heard.append(f"uncaught: {error.error}")

    context.on("console", hear_console)
    context.on("weberror", hear_error)
    return context


@pytest.fixture
def new_context(complaints: list[str], new_context: Callable[..., BrowserContext]) -> Callable[..., BrowserContext]:
    """Playwright's factory of contexts, for who needs one of their own. Every page is listened to.

    `complaints` comes first, to be read last: closing a context delivers what its pages had still to say.
    """
    return lambda **options: listened_to(new_context(**options), complaints)


@pytest.fixture(scope="session")
def opener(browser: Browser, browser_context_args: dict[str, Any], heard: list[str]) -> Iterator[Page]:
    """A page that stays open.

    Those that it opens live in its process, which compiles the scripts of all tests once.
    """
    context = listened_to(browser.new_context(**browser_context_args), heard)
    opener = context.new_page()
    opener.goto("/exhibits/saturation")
    yield opener
    context.close()


@pytest.fixture
def context(request: pytest.FixtureRequest, opener: Page, new_context: Callable[..., BrowserContext]) -> BrowserContext:
    """The context of all tests, or one of its own for a test that is marked with `browser_context_args`."""
    return new_context() if request.node.get_closest_marker("browser_context_args") else opener.context


@pytest.fixture
def page(context: BrowserContext, opener: Page) -> Iterator[Page]:
    """A new page, with nothing left of the pages before it."""
    if context is not opener.context:
        yield context.new_page()
        return
    with opener.expect_popup() as opened:
        opener.evaluate("void open('about:blank')")
    yield opened.value
    for page in context.pages:
        if page is not opener:
            page.close()
    context.set_offline(offline=False)
    context.clear_permissions()
    context.clear_cookies()


@pytest.fixture
def explore(page: Page) -> Callable[..., None]:
    """Opens the Explore page at a query string, and waits until its curves are drawn."""

    def open_at(query: str = "") -> None:
        page.goto(f"/{query}")
        expect(page.locator("activation-chart")).to_have_attribute("data-state", "drawn")

    return open_at


@pytest.fixture
def drawn(page: Page) -> Callable[[], list[str]]:
    """The references that the chart shows, once it has nothing left to draw."""

    def references() -> list[str]:
        chart = page.locator("activation-chart")
        expect(chart).to_have_attribute("data-state", "drawn")
        names = chart.evaluate("chart => [...new Set(chart.data.map(trace => trace.name).filter(Boolean))]")
        return [unescape(name) for name in names]

    return references


@pytest.fixture
def playground(page: Page) -> Callable[..., None]:
    """Opens the Playground at a query string, and waits until its first frame is painted; a run goes at that speed."""

    def open_at(query: str = "", speed: str = "full speed") -> None:
        page.goto(f"/playground{query}")
        run = page.locator("#run")
        expect(run).to_have_attribute("data-state", "paused")
        expect(run).not_to_have_attribute("data-frames", "0")
        page.get_by_role("combobox", name="Speed").select_option(speed)

    return open_at

"""A server and a browser beside it, as the benchmarks of pages need them."""

from collections.abc import Generator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from tests.browser.browser import AS_ROOT, find_browser
from tests.browser.server import serve


@contextmanager
def browser_and_address() -> Generator[tuple[Browser, str], None, None]:
    """A browser that is started as a user starts it, and the address of a server for it to open."""
    with serve() as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=[*AS_ROOT])
        yield browser, address
        browser.close()

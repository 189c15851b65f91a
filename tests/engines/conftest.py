"""The browsers, the server, and the rule that no page may complain in any of them."""

from collections.abc import Iterator

import pytest

from tests.browser.server import serve
from tests.engines.driven import Driven, MissingError
from tests.engines.firefox import firefox
from tests.engines.webkit import webkit

BROWSERS = {"firefox": firefox, "webkit": webkit}


@pytest.fixture(scope="session")
def address() -> Iterator[str]:
    """The address of a server whose pages note what they complain of."""
    with serve("uvicorn", "--factory", "tests.engines.listening:listened_app", TRAINER="torch") as address:
        yield address


@pytest.fixture(scope="session", params=BROWSERS)
def browser(request: pytest.FixtureRequest, address: str) -> Iterator[Driven]:
    """Each browser in turn; one that is not there is left out, and it is said what is missing."""
    try:
        with BROWSERS[request.param](address) as driven:
            yield driven
    except MissingError as error:
        pytest.skip(str(error))


@pytest.fixture
def page(browser: Driven) -> Iterator[Driven]:
    """A browser, in which no page complains by the end of a test."""
    browser.open("/docs")
    browser.complaints()
    yield browser
    assert browser.complaints() == []

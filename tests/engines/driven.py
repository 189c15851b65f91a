"""A browser driven by the commands of W3C WebDriver: what is found by role and name, clicked, typed and read."""

import json
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from tests.engines.listening import KEPT_AS

Send: TypeAlias = Callable[[str, Mapping[str, Any]], Any]
"""Sends a command, by the name that the standard gives it, with its parameters; what it answers."""

# what has each role by the standard of HTML. The browsers have words of their own for some; names they compute alike
CANDIDATES = {
    "application": "[role=application]",
    "button": "button, summary, [role=button]",
    "combobox": "select, [role=combobox], input[list]",
    "img": "[role=img]",
    "link": "a[href]",
    "slider": "input[type=range], [role=slider]",
    "spinbutton": "input[type=number]",
}
# the key by which the standard marks an element in JSON
ELEMENT = "element-6066-11e4-a52e-4f735466cecf"
ENTER, RIGHT, TAB = "\ue006", "\ue014", "\ue004"
# seconds; a machine that is busy with other things is no fault of a page
LONGEST_WAIT = 60.0
PAUSE = 0.05


class MissingError(Exception):
    """There is no such browser here, or something that it needs; the message says what to do."""


class CommandError(Exception):
    """A command was not carried out; `code` is the standard's word for why."""

    def __init__(self, command: str, error: Mapping[str, Any]) -> None:
        super().__init__(f"{command}: {error['message'] or error['error']}")
        self.code = error["error"]


class Driven:
    """The one tab of a browser."""

    def __init__(self, send: Send, address: str) -> None:
        self._send = send
        self._address = address

    def open(self, path: str) -> None:
        """Go to a page of the site, and wait until it is loaded."""
        self._send("Navigate", {"url": self._address + path})
        # WebKit goes on before
        self.holds("document.readyState === 'complete'")

    def find(self, role: str, name: str) -> str:
        """The id of the first visible element of that role and accessible name, as the browser computes it."""
        return str(self.until(lambda: self._named(role, name), f"{role} {name!r}")[0])

    def click(self, role: str, name: str) -> None:
        """Click what has that role and name."""
        self._send("ElementClick", {"id": self.find(role, name)})

    def type(self, role: str, name: str, keys: str) -> None:
        """Press keys in what has that role and name."""
        self._send("ElementSendKeys", {"id": self.find(role, name), "text": keys})

    def fill(self, role: str, name: str, text: str) -> None:
        """Put another text in the field of that role and name, and leave it by Enter."""
        field = self.find(role, name)
        self._send("ExecuteScript", {"script": "arguments[0].select();", "args": [{ELEMENT: field}]})
        self._send("ElementSendKeys", {"id": field, "text": text + ENTER})

    def asked(self, expression: str) -> Any:
        """What an expression of JavaScript is in the page."""
        return self._send("ExecuteScript", {"script": f"return ({expression});", "args": []})

    def shows(self, text: str) -> None:
        """Wait until the page shows a text."""
        self.until(lambda: self.asked(f"document.body.innerText.includes({json.dumps(text)})"), repr(text))

    def holds(self, expression: str) -> None:
        """Wait until an expression of JavaScript is true in the page."""
        self.until(lambda: self.asked(expression), expression)

    def complaints(self) -> list[str]:
        """What the pages complained of since this was asked last."""
        # at once, so that none is told in between and lost
        told = self.asked(
            f"((told) => (sessionStorage.removeItem('{KEPT_AS}'), told))(sessionStorage.getItem('{KEPT_AS}'))"
        )
        return json.loads(told or "[]")

    def until(self, look: Callable[[], Any], what: str) -> Any:
        """What `look` finds, as soon as it is true. Raises AssertionError with `what` where that takes too long."""
        deadline = time.monotonic() + LONGEST_WAIT
        while time.monotonic() < deadline:
            try:
                if found := look():
                    return found
            except CommandError as error:
                # the page has put another in its place by now
                if error.code != "stale element reference":
                    raise
            time.sleep(PAUSE)
        raise AssertionError(
            f"{self.asked('location.href')} has not shown {what}; it complained of {self.complaints()}"
        )

    def _named(self, role: str, name: str) -> list[str]:
        """The elements of that name, or else those whose name begins so: WebKit adds the value of a labelled field."""
        script = "return [...document.querySelectorAll(arguments[0])].filter((element) => element.checkVisibility());"
        found = self._send("ExecuteScript", {"script": script, "args": [CANDIDATES[role]]})
        names = {element[ELEMENT]: self._send("GetComputedLabel", {"id": element[ELEMENT]}) for element in found}
        begun = [element for element, label in names.items() if label.startswith(name)]
        return [element for element in begun if names[element] == name] or begun

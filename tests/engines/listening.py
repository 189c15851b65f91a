"""The application with a listener in each of its pages, which notes what the page complains of.

Neither Firefox nor WebKit tells a driver all of it: so the page's own events do, in every browser alike.
"""

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from app.main import served_app

LISTENER = "/listener.js"
KEPT_AS = "complaints"
"""The item of the tab's session storage that holds the complaints, a JSON list of sentences."""

SCRIPT = f"""
const complain = (text) => {{
  const told = JSON.parse(sessionStorage.getItem("{KEPT_AS}") ?? "[]");
  sessionStorage.setItem("{KEPT_AS}", JSON.stringify([...told, `${{location.pathname}}: ${{text}}`]));
}};
addEventListener("error", ({{ target, message }}) =>
  complain(message ?? `not loaded: ${{target.src ?? target.href}}`), true);
addEventListener("unhandledrejection", ({{ reason }}) => complain(`unhandled: ${{reason}}`));
addEventListener("securitypolicyviolation", ({{ blockedURI, violatedDirective }}) =>
  complain(`${{violatedDirective}} refuses ${{blockedURI}}`));
const say = console.error;
console.error = (...all) => {{
  complain(`console: ${{all.join(" ")}}`);
  say.apply(console, all);
}};
"""


class Listening:
    """An application whose pages load the listener before anything else."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as the application does; the head of a page begins with the listener."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
        elif scope["path"] == LISTENER:
            await send(_start(200, [(b"content-type", b"text/javascript")]))
            await send({"type": "http.response.body", "body": SCRIPT.encode()})
        else:
            # what is compressed could not be added to
            plain = [pair for pair in scope["headers"] if pair[0] != b"accept-encoding"]
            await self._app({**scope, "headers": plain}, receive, _WithListener(send))


class _WithListener:
    """Sends an answer on; of a page, the whole at once, with the listener in it."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self._page: Message | None = None
        self._body = b""

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start" and _is_page(message):
            self._page = message
        elif self._page is None:
            await self._send(message)
        else:
            self._body += message.get("body", b"")
            if not message.get("more_body"):
                body = self._body.replace(b"<head>", b'<head><script src="%b"></script>' % LISTENER.encode(), 1)
                headers = [pair for pair in self._page["headers"] if pair[0] != b"content-length"]
                await self._send(_start(self._page["status"], headers))
                await self._send({"type": "http.response.body", "body": body})


def _is_page(start: Message) -> bool:
    return any(name == b"content-type" and value.startswith(b"text/html") for name, value in start["headers"])


def _start(status: int, headers: list[tuple[bytes, bytes]]) -> Message:
    return {"type": "http.response.start", "status": status, "headers": headers}


def listened_app() -> Listening:
    """The application as a server has it, with the listener."""
    return Listening(served_app())

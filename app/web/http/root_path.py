"""A server below a path: where a proxy serves the application at /lab, and takes the path away or passes it on."""

from urllib.parse import unquote

from fastapi import Request
from starlette.types import ASGIApp, Receive, Scope, Send


class BelowPath:
    """Tells the application, as ASGI has it, that everything of it stands below the path `root`."""

    def __init__(self, app: ASGIApp, root: str) -> None:
        self.app = app
        self.root = unquote(root)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass the request on, with the whole path, whichever came."""
        if scope["type"] != "lifespan":
            path: str = scope["path"]
            is_whole = path == self.root or path.startswith(f"{self.root}/")
            scope = {**scope, "root_path": self.root, "path": path if is_whole else self.root + path}
        await self.app(scope, receive, send)


def route_path(request: Request) -> str:
    """The path of `request` as routes have it, without what the server stands below."""
    root: str = request.scope.get("root_path", "")
    return request.url.path.removeprefix(root)

"""Routes whose bodies may be large: FastAPI reads them on the event loop, and a table would hold up everybody."""

from collections.abc import Callable, Coroutine
from typing import Any, get_type_hints

from fastapi import Request, Response
from fastapi.routing import APIRoute
from pydantic import TypeAdapter

from app.web.http.large_json import LARGE, validated
from app.web.http.problems import refusals
from app.web.live.reader import SAMPLES


class LargeRoute(APIRoute):
    """A route whose function takes the request and a `body`; a large one is read by the reader, in pieces."""

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """FastAPI's way, but for JSON that is large."""
        usual = super().get_route_handler()
        body = get_type_hints(self.endpoint).get("body")
        if body is None:
            return usual
        model = TypeAdapter(body)

        async def answer(request: Request) -> Response:
            raw = await request.body()
            if len(raw) <= LARGE or "json" not in request.headers.get("content-type", "").lower():
                return await usual(request)
            with refusals("body"):
                read = await request.app.state.reader.read(len(raw), lambda: validated(model, raw, SAMPLES))
            return await self.endpoint(request, read)

        return answer

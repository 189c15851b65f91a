"""Routes whose functions take the request alone: documented by FastAPI, run without its reading of parameters."""

import inspect
from collections.abc import Callable, Coroutine
from typing import Any

from fastapi import Request, Response
from fastapi.routing import APIRoute


class DirectRoute(APIRoute):
    """A route that just calls its function, if that takes the request alone; FastAPI's way costs as much as a curve.

    What such a function has answered with a validator is kept, and answered again (`kept_answers`).
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """The function itself, or FastAPI's way to a function with parameters."""
        takes = list(inspect.signature(self.endpoint).parameters)
        if takes != ["request"]:
            return super().get_route_handler()

        async def answer(request: Request) -> Response:
            return await request.app.state.kept_answers.answer(request, self.endpoint)

        return answer

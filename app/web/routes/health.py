"""Whether the server is well."""

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app.device import torch_version
from app.web.api.replies import Alive, Health
from app.web.http.problems import problem_responses
from app.web.live.stopping import stopping

router = APIRouter(tags=["health"])


@router.get("/livez")
async def livez(response: Response) -> Alive:
    """Answer as long as requests are served, also while the server is about to stop."""
    response.headers["cache-control"] = "no-store"
    return Alive(status="ok")


@router.get("/readyz", responses=problem_responses(503))
async def readyz(response: Response) -> Alive:
    """Answer as long as new visitors are welcome: 503 once the server is about to stop."""
    response.headers["cache-control"] = "no-store"
    _check_ready()
    return Alive(status="ok")


@router.get("/healthz", responses=problem_responses(503))
async def healthz(request: Request, response: Response) -> Health:
    """Answer as readyz does, and say what computes."""
    response.headers["cache-control"] = "no-store"
    _check_ready()
    state = request.app.state
    return Health(status="ok", device=state.device, torch=torch_version(), trainer=state.trainer)


def _check_ready() -> None:
    """Raise HTTPException where the server is about to stop."""
    if stopping().is_near:
        raise HTTPException(503, "The server is about to stop, and takes no new visitors.")

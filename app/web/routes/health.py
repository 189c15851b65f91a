"""Whether the server is well."""

from fastapi import APIRouter, Request, Response

from app.device import torch_version
from app.web.api.replies import Health

router = APIRouter(tags=["health"])


@router.get("/healthz")
async def healthz(request: Request, response: Response) -> Health:
    """Answer as long as requests are served, and say what computes."""
    response.headers["cache-control"] = "no-store"
    state = request.app.state
    return Health(status="ok", device=state.device, torch=torch_version(), trainer=state.trainer)

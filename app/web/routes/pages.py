"""The pages: HTML that is complete before its scripts run."""

from fastapi import APIRouter, Request, Response
from fastapi.responses import HTMLResponse

from app.web.explore import ExploreState
from app.web.templating import render

router = APIRouter(include_in_schema=False)


@router.get("/", response_class=HTMLResponse)
async def explore(request: Request) -> Response:
    """Every activation to choose from, and the curves that the address names."""
    state = ExploreState.of(request)
    return render("explore.html", status=422 if state.problems else 200, state=state)

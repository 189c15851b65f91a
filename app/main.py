"""The application: the only module that knows every part."""

from fastapi import FastAPI
from fastapi.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware

from app.analysis.device import choose_device, compute_in_one_thread
from app.settings import Settings
from app.web.middleware import BodyLimit, HeadAsGet, ProtectiveHeaders
from app.web.problems import Problem, install_problem_handlers
from app.web.routes import activations, curves, figures, health


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application, with `settings` or those of the environment."""
    settings = settings or Settings()
    compute_in_one_thread()
    app = FastAPI(
        title="Activation Lab",
        version="0.1.0",
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.device = choose_device(settings.device)
    install_problem_handlers(app)
    app.include_router(health.router)
    for router in (activations.router, curves.router, figures.router):
        app.include_router(router, prefix="/api/v1")
    _add_middleware(app, settings)
    return app


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """What each request passes, the last added first."""
    app.add_middleware(BodyLimit, most=settings.max_body_bytes)
    app.add_middleware(GZipMiddleware, minimum_size=4096, compresslevel=4)
    if settings.origins:
        app.add_middleware(CORSMiddleware, allow_origins=settings.origins, allow_methods=["GET", "POST"])
    app.add_middleware(HeadAsGet)
    app.add_middleware(ProtectiveHeaders)

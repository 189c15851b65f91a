"""The application: the only module that knows every part."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import FastAPI
from opentelemetry.metrics import get_meter
from starlette.datastructures import State

from app import __version__
from app.device import choose_device, compute_in_one_thread
from app.playground.plan import Plan
from app.playground.trainers import choose_trainer
from app.playground.training import Run
from app.settings import Settings
from app.web.http.bodies import BodyLimit, InPieces
from app.web.http.compression import Compress
from app.web.http.hosts import Hosts, allowed_hosts
from app.web.http.kept_answers import KeptAnswers
from app.web.http.middleware import READ_HEADERS, SENT_HEADERS, Cors, HeadAsGet, OneByOne
from app.web.http.openapi import DescribedApp
from app.web.http.problems import install_problem_handlers
from app.web.http.protection import ProtectiveHeaders
from app.web.http.root_path import BelowPath
from app.web.live.compiler import Compiler
from app.web.live.gauges import Count, install_gauges
from app.web.live.large_route import LargeRoute
from app.web.live.painting import Painting
from app.web.live.reader import Reader
from app.web.live.stopping import heed_signals
from app.web.live.trainings import Trainings
from app.web.live.workshop import Workshop
from app.web.pages.picker import cards
from app.web.routes import (
    activations,
    assets,
    curves,
    differences,
    exhibits,
    figures,
    health,
    map_figures,
    maps,
    messages,
    pages,
    playground,
    playground_live,
    race,
    race_live,
    steps,
    traits,
)

DESCRIPTION = (
    "Everything that a page shows, for programs: values and derivatives by autograd, measured traits, Plotly figures. "
    "A number that is not finite is null. An error is an RFC 9457 problem, whose `detail` says the way out."
)
DOCUMENTED = (
    activations,
    curves,
    traits,
    differences,
    figures,
    exhibits,
    steps,
    playground,
    race,
    maps,
    messages,
    health,
)
"""The parts of the API, in the order of the documentation."""


def create_app(settings: Settings | None = None) -> FastAPI:
    """The whole application, with `settings` or those of the environment."""
    settings = settings or Settings()
    compute_in_one_thread()
    app = DescribedApp(
        title="Activation Lab",
        version=__version__,
        summary="Activation functions and their gradients, computed by torch.",
        description=DESCRIPTION,
        license_info={"name": "MIT", "identifier": "MIT"},
        servers=[{"url": "/", "description": "The server that has answered with this document"}],
        openapi_tags=[{"name": part.router.tags[0], "description": part.__doc__} for part in DOCUMENTED],
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    _furnish(app.state, settings)
    # before the first visitor comes: the sketches, and what torch loads to differentiate and to record
    cards()
    Run(Plan()).step()
    install_problem_handlers(app, pages.problem_page)
    for part in (
        curves,
        figures,
        traits,
        differences,
        exhibits,
        steps,
        activations,
        playground,
        race,
        maps,
        map_figures,
        messages,
        playground_live,
        race_live,
        pages,
        health,
        assets,
    ):
        # not include_router, whose routes are looked up three times for each request
        app.router.routes.extend(part.router.routes)
    _add_middleware(app, settings)
    return app


def _furnish(state: State, settings: Settings) -> None:
    """Put what the routes share into the application's state."""
    state.settings = settings
    state.device = choose_device(settings.device)
    state.trainer = choose_trainer(settings.trainer)
    state.kept_answers = KeptAnswers()
    state.trainings = Trainings(settings.most_trainings)
    state.maps = Trainings(settings.most_maps, "{running} maps are painted here already (MOST_MAPS)")
    state.workshop = Workshop(settings.most_sessions, settings.most_sessions_per_client, settings.most_live_megabytes)
    state.reader = Reader()
    state.painting = Painting(settings.workers)
    state.compiler = Compiler(state.workshop.wake) if state.trainer == "xla" else None


def busy_with(state: State) -> dict[str, tuple[str, Count]]:
    """What gauges show of a worker: what it is, and how much there is of it now."""
    return {
        "activation_lab.sessions": ("Live runs and races", lambda: state.workshop.taken),
        "activation_lab.trainings": ("Calls of the API that train", lambda: state.trainings.running),
        "activation_lab.maps": ("Maps that are painted", lambda: state.maps.running),
        "activation_lab.programs_waiting": (
            "Programs that wait to be compiled, and the one that is",
            lambda: 0 if state.compiler is None else state.compiler.waiting,
        ),
    }


def served_app() -> FastAPI:
    """The application of a server: what there is by now lives as long as the process.

    Half a million objects, through which the garbage collector would look again and again while a large body is read.
    """
    app = create_app()
    install_gauges(get_meter("activation_lab"), busy_with(app.state))
    gc.collect()
    gc.freeze()
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    """While the server serves."""
    heed_signals(app.state.settings.drain_seconds)
    yield
    app.state.reader.close()
    app.state.painting.close()
    if app.state.compiler is not None:
        app.state.compiler.close()


def _add_middleware(app: FastAPI, settings: Settings) -> None:
    """What each request passes, the last added first."""
    # innermost: when the body is there
    app.add_middleware(OneByOne)
    large = {route.path: settings.max_table_bytes for route in app.router.routes if isinstance(route, LargeRoute)}
    app.add_middleware(BodyLimit, most=settings.max_body_bytes, most_seconds=settings.body_seconds, large=large)
    app.add_middleware(Compress)
    if settings.origins:
        app.add_middleware(
            Cors,
            allow_origins=settings.origins,
            allow_methods=("GET", "POST"),
            allow_headers=READ_HEADERS,
            expose_headers=SENT_HEADERS,
        )
    app.add_middleware(HeadAsGet)
    app.add_middleware(Hosts, allowed=allowed_hosts(settings.hosts, settings.host))
    app.add_middleware(ProtectiveHeaders, frame_ancestors=settings.ancestors)
    app.add_middleware(InPieces)
    if settings.root_path:
        app.add_middleware(BelowPath, root=settings.root_path)

"""The pages: HTML that is complete before its scripts run."""

from dataclasses import asdict
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import HTMLResponse
from starlette.exceptions import HTTPException

from app.activations.catalogue import CATALOGUE
from app.activations.operations import FUNCTIONS
from app.activations.reference import read
from app.exhibits.catalogue import CHAPTERS, find
from app.figures.ramps import CHROMA, HUE, LIGHTNESS
from app.figures.still.still import still
from app.playground.data.datasets import DATASETS
from app.playground.data.features import FEATURES
from app.playground.data.link import LONGEST_LINK
from app.playground.data.pixels import picture_shape
from app.playground.data.samples import FARTHEST, LONGEST_NAME, MOST_CLASSES, MOST_INPUTS, MOST_ROWS
from app.playground.map.plan import MOST_ACTIVATIONS, TITLES, UNTESTED_TITLES
from app.playground.network_plan import MOST_LAYERS, MOST_UNITS, HiddenLayer
from app.playground.plan_data import input_names
from app.playground.race.plan import MOST_LANES
from app.playground.script.onnx_model import can_write_onnx
from app.playground.views import View
from app.text import whole_pattern
from app.web.api.map_query import MAP_QUERY, map_over
from app.web.api.page_query import page_state
from app.web.api.plan_query import LAST_EPOCH, PLAN_QUERY, PageAddress, page_address
from app.web.api.race_query import RACE_QUERY
from app.web.live.measurements import measured
from app.web.pages import picker
from app.web.pages.chapters import carded
from app.web.pages.documentation import documentation
from app.web.pages.exhibit_page import ExhibitState
from app.web.pages.explore import MOST_SHOWN, USUAL_PANELS, ExploreState, MarkerQuery
from app.web.pages.first_moment import FirstMoment, first_moment, race_chart
from app.web.pages.map_axes import axes_of
from app.web.pages.map_starters import MAPS, subject_of
from app.web.pages.onward import in_race, ways_on
from app.web.pages.plan_form import form_of, layer_form, table
from app.web.pages.race_page import shown_lanes, strokes
from app.web.pages.scatter import first_points
from app.web.pages.starters import STARTERS
from app.web.pages.templating import render
from app.web.routes.steps import judged, step_of

router = APIRouter(include_in_schema=False)

NO_CHAPTERS: list[str] = []


@router.get("/", response_class=HTMLResponse)
async def explore(request: Request) -> Response:
    """Every activation to choose from, and the curves that the address names."""
    state = await ExploreState.of(request)
    status = 422 if state.problems else 200
    return render(
        request,
        "explore.html",
        status=status,
        state=state,
        still=state.still(request.app.state.device),
        cards=picker.cards(),
        picker_traits=picker.TRAITS,
        functions=FUNCTIONS,
        most_shown=MOST_SHOWN,
        usual_panels=USUAL_PANELS,
        usual_x=MarkerQuery().x,
    )


@router.get("/exhibits", response_class=HTMLResponse)
async def exhibits(request: Request) -> Response:
    """Every exhibit in its chapter, with a small picture of it."""
    return render(request, "exhibits.html", chapters=await carded(request.app.state.device))


@router.get("/exhibits/teaching", response_class=HTMLResponse)
async def teaching(request: Request) -> Response:
    """What each exhibit asks and shows, for who gives a lesson, with a link to each question."""
    return render(request, "teaching.html", chapters=CHAPTERS)


@router.get("/exhibits/worksheet", response_class=HTMLResponse)
async def worksheet(request: Request, chapter: Annotated[list[str], Query()] = NO_CHAPTERS) -> Response:
    """The questions of all chapters, or of those that the address names, to be answered on paper."""
    chosen = [each for each in CHAPTERS if each.slug in chapter] or CHAPTERS
    return render(
        request, "worksheet.html", chapters=CHAPTERS, chosen=chosen, address=str(request.base_url).rstrip("/")
    )


@router.get("/exhibits/{slug}", response_class=HTMLResponse)
async def exhibit(request: Request, slug: str) -> Response:
    """One exhibit, with the controls that the address gives."""
    try:
        found = find(slug)
    except KeyError as error:
        raise HTTPException(404, error.args[0]) from None
    state = ExhibitState.of(found, request)
    verdict = await _verdict(request, state)
    numbers = await measured(found, state.controls, state.device)
    return render(
        request,
        "exhibit.html",
        status=422 if state.problems else 200,
        state=state,
        still=still(found.draw(numbers)),
        findings=list(found.findings(numbers)),
        verdict=verdict,
        names=CATALOGUE,
    )


async def _verdict(request: Request, state: ExhibitState) -> dict[str, Any] | None:
    """What became of a prediction that was sent without a script; None where none was, or none that can be judged."""
    try:
        number, prediction = (float(request.query_params[name]) for name in ("step", "prediction"))
        exhibit, step = step_of(state.exhibit.slug, int(number))
        found = await judged(request, exhibit, step, state.given, prediction)
    except (KeyError, ValueError, OverflowError, HTTPException):
        return None
    return found and {"number": int(number), "prediction": prediction, **found}


@router.get("/playground", response_class=HTMLResponse)
async def playground(request: Request) -> Response:
    """A small network to train, as the address plans it."""
    address, first, problems = _begun(request)
    plan = address.plan
    names = input_names(plan.data)
    return render(
        request,
        "playground.html",
        status=422 if problems else 200,
        plan=plan,
        until=address.until,
        view=address.view or View(),
        last_epoch=LAST_EPOCH,
        longest_link=LONGEST_LINK,
        starters=STARTERS,
        points=first_points(plan.data, address.view),
        first=first,
        problems=problems,
        query=PLAN_QUERY.text(plan),
        form=form_of(PLAN_QUERY, plan, {"replicas": request.app.state.settings.most_replicas}),
        table=table(PLAN_QUERY),
        layers=[layer_form(layer) for layer in plan.network.hidden],
        new_layer=layer_form(HiddenLayer()),
        datasets=DATASETS,
        features=FEATURES,
        inputs=names,
        picture=picture_shape(names),
        entries=CATALOGUE,
        most_layers=MOST_LAYERS,
        most_units=MOST_UNITS,
        most_classes=MOST_CLASSES,
        longest_name=LONGEST_NAME,
        most_points=MOST_ROWS,
        most_inputs=MOST_INPUTS,
        farthest=FARTHEST,
        raced=in_race(plan),
        mapped=map_over(plan, [layer.activation for layer in plan.network.hidden]),
        most_maps=MOST_ACTIVATIONS,
        can_write_onnx=can_write_onnx(),
        onward=ways_on(plan.network.hidden[0].activation if plan.network.hidden else "identity"),
    )


def _begun(request: Request) -> tuple[PageAddress, FirstMoment, list[str]]:
    """What an address of the playground asks for and how that begins, or the usual, and what is wrong with it."""
    address, problems = page_address(request)
    device = request.app.state.device
    try:
        return address, first_moment(address.plan, device), problems
    except ValueError as error:
        # each part of the plan is in order, and they do not go together
        usual = PageAddress(PLAN_QUERY.usual)
        return usual, first_moment(usual.plan, device), [*problems, str(error)]


@router.get("/race", response_class=HTMLResponse)
async def race(request: Request) -> Response:
    """Activations against each other, as the address plans it."""
    plan, problems = page_state(RACE_QUERY, request)
    return render(
        request,
        "race.html",
        status=422 if problems else 200,
        race=plan,
        lanes=list(shown_lanes(plan)),
        chart=race_chart(plan),
        strokes=[asdict(stroke) for stroke in strokes()],
        problems=problems,
        query=RACE_QUERY.text(plan, whole=True),
        layers=[layer_form(layer) for layer in plan.plan.network.hidden],
        form=form_of(RACE_QUERY, plan, {"epochs": request.app.state.settings.most_epochs}),
        tables={"plan": table(PLAN_QUERY), "race": table(RACE_QUERY)},
        features=FEATURES,
        datasets=DATASETS,
        entries=CATALOGUE,
        mapped=map_over(plan.plan, plan.activations, target=plan.target, target_loss=plan.target_loss),
        most_maps=MOST_ACTIVATIONS,
        most_lanes=MOST_LANES,
        most_layers=MOST_LAYERS,
        most_units=MOST_UNITS,
        units_pattern=whole_pattern(MOST_UNITS),
    )


@router.get("/map", response_class=HTMLResponse)
async def map_page(request: Request) -> Response:
    """Where networks learn, over two things that vary, as the address plans it."""
    page, problems = page_state(MAP_QUERY, request)
    asked = page.map
    settings = request.app.state.settings
    return render(
        request,
        "map.html",
        status=422 if problems else 200,
        map=asked,
        view=page.view,
        axes=asdict(axes_of(asked.activations)),
        titles={"tested": TITLES, "untested": UNTESTED_TITLES},
        starters=MAPS,
        subject=subject_of(asked),
        ramp={"lightness": LIGHTNESS, "chroma": CHROMA, "hue": HUE},
        problems=problems,
        query=MAP_QUERY.text(page, whole=True),
        layers=[layer_form(layer) for layer in asked.plan.network.hidden],
        form=form_of(MAP_QUERY, page, {"replicas": settings.most_replicas, "epochs": settings.most_epochs}),
        tables={"plan": table(PLAN_QUERY), "map": table(MAP_QUERY)},
        features=FEATURES,
        datasets=DATASETS,
        entries=CATALOGUE,
        most_maps=MOST_ACTIVATIONS,
        most_layers=MOST_LAYERS,
        most_units=MOST_UNITS,
        units_pattern=whole_pattern(MOST_UNITS),
    )


@router.get("/map/choices")
async def map_choices(f: Annotated[list[str], Query()]) -> dict[str, Any]:
    """What the axes of a map may vary with the activations `f`."""
    try:
        return asdict(axes_of(f))
    except ValueError as error:
        raise HTTPException(422, str(error)) from None


@router.get("/docs", response_class=HTMLResponse)
async def docs(request: Request) -> Response:
    """Every call of the API, from its OpenAPI document, to read and to try."""
    origin = f"{request.url.scheme}://{request.url.netloc}"
    return render(request, "docs.html", api=documentation(request.app.openapi()), origin=origin)


@router.get("/picker", response_class=HTMLResponse)
async def picker_cards(request: Request) -> Response:
    """The cards of all activations, for a page that opens them over itself."""
    return render(request, "shared/picker_cards.html", cards=picker.cards(), picker_traits=picker.TRAITS)


@router.get("/problem")
async def problem_of(f: str = "") -> dict[str, str]:
    """What is wrong with a reference that is being typed, or ""."""
    try:
        read(f)
    except ValueError as error:
        return {"problem": str(error)}
    return {"problem": ""}


def problem_page(request: Request, status: int, sentence: str) -> Response:
    """An error as a page, for a person who followed a link."""
    return render(request, "problem.html", status=status, sentence=sentence)

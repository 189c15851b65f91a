"""Small networks: train a plan, draw its data, read a CSV of points, write a network as a script or an ONNX model."""

import asyncio

from fastapi import APIRouter, Request, Response
from starlette.exceptions import HTTPException

from app.playground.data.column import UnfitTableError
from app.playground.data.own_data import decoded, parse_csv, write_csv
from app.playground.data.roles import Wishes
from app.playground.plan_data import inputs_of, points_of, split_data
from app.playground.script.keras_script import keras_script
from app.playground.script.onnx_model import can_write_onnx, onnx_model
from app.playground.script.script import torch_script
from app.playground.training import Run
from app.web.api.limits import check_answer, check_limits, check_weights
from app.web.api.own_table import SamplesReply, TableQuery, columns_content, samples_content
from app.web.api.plan_query import PLAN_QUERY
from app.web.api.trained import (
    DataQuery,
    DataReply,
    ScriptQuery,
    ScriptRequest,
    TrainReply,
    TrainRequest,
    data_content,
    trained_content,
)
from app.web.http.answers import json_bytes, keepable
from app.web.http.negotiation import CSV, wants_csv
from app.web.http.problems import problem, problem_responses, refusals
from app.web.http.query_string import parse_query, query_parameters
from app.web.live.large_route import LargeRoute
from app.web.live.stopping import stopping
from app.web.live.training import train_in_turns
from app.web.live.trainings import while_connected

router = APIRouter(
    prefix="/api/v1/playground", tags=["playground"], responses=problem_responses(422), route_class=LargeRoute
)

OR_CSV = {"content": {CSV: {"schema": {"type": "string"}}}, "description": "JSON, or CSV on request"}
CSV_EXAMPLE = {"type": "string", "examples": ["x,y,label\n1.5,-2,0\n-3,0.5,1\n"]}
CSV_FILE = {"type": "string", "format": "binary", "description": "The same as a file, for programs that send no other"}
CSV_BODY = {
    **query_parameters(TableQuery),
    "requestBody": {
        "required": True,
        "content": {CSV: {"schema": CSV_EXAMPLE}, "application/octet-stream": {"schema": CSV_FILE}},
    },
}
ONNX_TYPE = "application/octet-stream"
ONNX = {"content": {ONNX_TYPE: {"schema": {"type": "string", "format": "binary"}}}, "description": "An ONNX model"}
SCRIPTS = {"torch": (torch_script, "network.py"), "keras": (keras_script, "network_keras.py")}
_BYTES = 8
SCRIPT = {"content": {"text/x-python": {"schema": {"type": "string"}}}, "description": "The text of a Python script"}


@router.post("/train", response_model=TrainReply, responses=problem_responses(408, 413, 503))
async def train(request: Request, body: TrainRequest) -> Response:
    """Train a plan for so many epochs; the same plan gives the same history, to the last bit."""
    state = request.app.state
    state.trainings.check()
    with refusals(), state.trainings.one_more():
        check_limits(body.plan, state.settings, body.epochs)
        check_answer(body.plan, body.epochs, body.every, state.settings)
        # what is made of a large table, and told of it, takes as long as to read it
        size = 0 if body.plan.data.samples is None else _BYTES * points_of(body.plan.data) * inputs_of(body.plan.data)
        run = await state.reader.read(size, lambda: Run(body.plan, state.device))
        if "weights" in body.include:
            check_weights(run.parameters, state.settings)
        first = run.first_tensors()
        async with while_connected(request):
            history = await train_in_turns(
                run, body.epochs, body.every, compiler=state.compiler, most_seconds=state.settings.train_seconds
            )
    text = await state.reader.read(size, lambda: json_bytes(trained_content(run, history, body, first)))
    return Response(text, media_type="application/json")


@router.get("/data", response_model=DataReply, responses={200: OR_CSV}, openapi_extra=query_parameters(DataQuery))
async def data(request: Request) -> Response:
    """The points that a plan learns from and is tested on."""
    query = parse_query(DataQuery, request)
    with refusals("query"):
        plan = PLAN_QUERY.read(query).data
        split = split_data(plan)
    if wants_csv(request, query.format):
        return keepable(request, lambda: write_csv(split.joined()).encode(), CSV, f"{plan.name}.csv")
    return keepable(request, lambda: json_bytes(data_content(split)))


@router.post("/data", response_model=SamplesReply, openapi_extra=CSV_BODY, responses=problem_responses(400, 413))
async def read_data(request: Request) -> Response:
    """Samples from a CSV text: lines of x,y,label, or any columns, of which the query may say what each is for.

    A fault is named with its line and column. Where other roles may help, the problem has the columns as its `table`.
    """
    wishes = parse_query(TableQuery, request).wishes
    raw = await request.body()
    with refusals():
        try:
            text = await request.app.state.reader.read(len(raw), lambda: _read(raw, wishes))
        except UnfitTableError as error:
            return problem(422, str(error), more={"table": columns_content(error.seen)})
    return Response(text, media_type="application/json")


def _read(raw: bytes, wishes: Wishes) -> bytes:
    """The table of a file, as JSON."""
    return json_bytes(samples_content(parse_csv(decoded(raw), wishes)))


@router.post(
    "/script",
    response_class=Response,
    responses={200: SCRIPT, **problem_responses(413)},
    openapi_extra=query_parameters(ScriptQuery),
)
async def script(request: Request, body: ScriptRequest) -> Response:
    """The network of a plan with given weights, as a script for torch or Keras that runs by itself."""
    write, name = SCRIPTS[parse_query(ScriptQuery, request).form]
    with refusals():
        text = write(body.trained())
    return Response(text, media_type="text/x-python", headers={"content-disposition": f'attachment; filename="{name}"'})


@router.post("/onnx", response_class=Response, responses={200: ONNX, **problem_responses(413, 501, 503)})
async def onnx(request: Request, body: ScriptRequest) -> Response:
    """The network of a plan with given weights, as an ONNX model in float32.

    It takes `points` (n, columns) in the units of the data and gives the raw `answer` (n, outputs).
    """
    if not can_write_onnx():
        raise HTTPException(501, "This server cannot write ONNX: install its packages with pip install '.[onnx]'.")
    state = request.app.state
    state.trainings.check()
    with refusals(), state.trainings.one_more():
        content = await stopping().unless_now(asyncio.to_thread(onnx_model, body.trained()))
    return Response(
        content, media_type=ONNX_TYPE, headers={"content-disposition": 'attachment; filename="network.onnx"'}
    )

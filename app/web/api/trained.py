"""What the playground takes and answers as plain numbers, described for OpenAPI."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from app.fields import NOT_BOOL, AtMost, Closed
from app.playground.data.samples import Split
from app.playground.live.diagnostics import LayerDiagnosis
from app.playground.live.frame import take_frame
from app.playground.network.layer import ROWS, Layer
from app.playground.network_plan import MOST_UNITS
from app.playground.plan import LARGEST_SEED, Plan
from app.playground.scoring import Score
from app.playground.script.trained import TrainedNetwork
from app.playground.script.weights import trained_network
from app.playground.training import Run
from app.web.api.plan_query import PLAN_QUERY
from app.web.api.playground_answers import EmbeddingReply
from app.web.http.answers import rows_json
from app.web.live.frames import plane_content, score_content

Include = Literal["data", "weights", "boundary", "layers"]
Each = float | None | list[float | None]


class TrainRequest(Closed):
    """What to train, how long, and what to tell beside the history."""

    plan: Annotated[Plan, Field(description="Everything that determines the run")] = Plan()
    epochs: Annotated[
        int, Field(ge=0, le=LARGEST_SEED, description="Times to go through the data", examples=[20]), NOT_BOOL
    ]
    every: Annotated[
        int,
        Field(ge=1, le=LARGEST_SEED, description="Epochs from one entry of the history to the next; the last is there"),
        NOT_BOOL,
    ] = 1
    include: Annotated[tuple[Include, ...], AtMost(4), Field(description="What to answer beside the history")] = ()


class HistoryEntry(BaseModel):
    """A moment of a run, epoch 0 before training; a list over replicas where there are several.

    The test scores are null where all points are trained on.
    """

    epoch: int
    train_loss: Each
    test_loss: Each
    train_accuracy: Annotated[Each, Field(description="Share of right answers; null for a regression")]
    test_accuracy: Each


class PointsReply(BaseModel):
    """The numbers of each point, and its class or target."""

    x: list[list[float]]
    y: list[float]


class DataReply(BaseModel):
    """The points that a plan learns from, and those it is tested on.

    Each y is a place in class_names, or the target of a regression, which has no classes.
    """

    classes: int | None
    class_names: list[str] | None
    columns: Annotated[list[str], Field(description="What the numbers of a point are called")]
    train: PointsReply
    test: PointsReply


class WeightsReply(BaseModel):
    """The tensors of each layer by name, W of shape (in, out); a list over replicas where there are several."""

    initial: list[Any]
    final: list[Any]


class BoundaryReply(BaseModel):
    """The first replica's answer over the plane, in 0…1, row by row from high y to low: one map for each shade.

    Of one input there is one row; of more than two it is the plane of the first two principal components.
    """

    names: Annotated[tuple[str, str], Field(description="What the axes of the plane are called")]
    x: Annotated[tuple[float, float], Field(description="The plane from left to right")]
    y: Annotated[tuple[float, float], Field(description="The plane from bottom to top")]
    embedding: Annotated[
        EmbeddingReply | None,
        Field(description="How the plane lies among more than two columns; null for one or two, shown as they are"),
    ]
    maps: list[list[list[float]]]


class DivergedReply(BaseModel):
    """Where the first number left the range of numbers: layer 1 is the first, the output the last."""

    epoch: int
    layer: int
    quantity: str


class TrainReply(BaseModel):
    """A trained plan."""

    plan: Plan
    epochs: Annotated[int, Field(description="Those that were trained")]
    complete: Annotated[
        bool, Field(description="Whether the run was trained to its end; else time was up (TRAIN_SECONDS)")
    ]
    history: list[HistoryEntry]
    data: DataReply | None = None
    weights: WeightsReply | None = None
    boundary: BoundaryReply | None = None
    layers: list[LayerDiagnosis] | None = None
    diverged: DivergedReply | None


class DataForm(Closed):
    """A plan whose data is wanted, and the form of the answer."""

    format: Annotated[Literal["json", "csv"] | None, Field(description="Form of the answer, before Accept")] = None


DataQuery = PLAN_QUERY.extend(DataForm)


# as many pre-activations as the units of a layer can have
MOST_COLUMNS = 8 * MOST_UNITS
# whoever has one number wrong in a matrix has most of them wrong: the first is enough
_ROW = Annotated[list[float], Field(fail_fast=True), AtMost(MOST_COLUMNS)]
Numbers = float | _ROW | Annotated[list[_ROW], Field(fail_fast=True), AtMost(MOST_COLUMNS)]


class ScriptRequest(Closed):
    """A plan, and the tensors of each layer of one network, as a trained plan answers them."""

    plan: Annotated[Plan, Field(description="The network", examples=[{"network": {"hidden": []}}])]
    weights: Annotated[
        list[Annotated[dict[Annotated[str, Field(max_length=40)], Numbers], AtMost(16)]],
        AtMost(16),
        Field(
            description="For each layer W, b and what its activation has learned",
            examples=[[{"W": [[1], [-2]], "b": [0.5]}]],
        ),
    ]

    def trained(self) -> TrainedNetwork:
        """The network to be written. Raises ValueError, with a sentence, where the weights are not the plan's."""
        return trained_network(self.plan, self.weights)


class ScriptQuery(Closed):
    """What a script is written for."""

    form: Annotated[Literal["torch", "keras"], Field(description="The framework that the script needs")] = "torch"


def trained_content(
    run: Run, history: Sequence[Score], body: TrainRequest, first: Sequence[Mapping[str, Any]]
) -> dict[str, Any]:
    """A TrainReply, as plain values, of a run that began with the tensors `first`."""
    content: dict[str, Any] = {
        "plan": _plan_content(run.plan),
        "epochs": run.epoch,
        "complete": run.epoch == body.epochs or run.divergence is not None,
        "history": [_entry(score) for score in history],
        "diverged": run.divergence,
    }
    if "data" in body.include:
        content["data"] = data_content(run.data)
    if "weights" in body.include:
        layers = run.network.layers
        content["weights"] = {"initial": _weights(layers, first), "final": _weights(layers, run.tensors())}
    if set(body.include) & {"boundary", "layers"}:
        frame = take_frame(run)
        if "boundary" in body.include:
            maps = frame.boundary.cpu().numpy() / 255
            content["boundary"] = {**plane_content(run.plane), "maps": maps.round(4).tolist()}
        if "layers" in body.include:
            content["layers"] = frame.layers
    return content


def _plan_content(plan: Plan) -> dict[str, Any]:
    """A plan as plain values; samples stand in it as they came, of which pydantic would look at each number again."""
    content = plan.model_dump(mode="json", exclude={"data": {"samples"}})
    samples = None if plan.data.samples is None else rows_json(plan.data.samples)
    return {**content, "data": {**content["data"], "samples": samples}}


def data_content(split: Split) -> dict[str, Any]:
    """A DataReply, as plain values."""
    points = {
        name: {"x": samples.x.tolist(), "y": samples.y.tolist()}
        for name, samples in (("train", split.train), ("test", split.test))
    }
    names = {"class_names": split.train.class_names, "columns": split.train.columns}
    return {"classes": split.train.classes, **names, **points}


def _entry(score: Score) -> dict[str, Any]:
    return {"epoch": score.epoch} | {
        name: values if values is None or len(values) > 1 else values[0]
        for name, values in score_content(score).items()
    }


def _weights(layers: Sequence[Layer], tensors: Sequence[Mapping[str, Any]]) -> list[Any]:
    """The tensors (R, …) of each layer as lists; a list of that over replicas where there are several."""
    each = [
        [
            {name: _plain(layer, name, tensor[replica]) for name, tensor in own.items()}
            for layer, own in zip(layers, tensors, strict=True)
        ]
        for replica in range(len(tensors[0]["W"]))
    ]
    return each if len(each) > 1 else each[0]


def _plain(layer: Layer, name: str, tensor: Any) -> Any:  # noqa: ANN401  a tensor in, nested lists out
    """W as rows, what each sum has as a list, a learned parameter of the activation as itself, or one a unit."""
    if name in layer.learnable:
        return tensor.item() if layer.shared else tensor[0].tolist()
    is_row = name in ROWS or (name.startswith("b") and tensor.shape[0] == 1)
    return tensor[0].tolist() if is_row else tensor.tolist()

"""Runs and frames as the messages that a page reads: arrays in Plotly's base64 form, the rest as plain JSON."""

import base64
from collections.abc import Iterator
from typing import Any

import numpy as np

from app.playground.data.features import FEATURES
from app.playground.data.pixels import picture_shape
from app.playground.data.samples import Samples
from app.playground.divergence import Divergence
from app.playground.live.answer import Answer
from app.playground.live.frame import Curves, Frame, UnitMaps, feature_maps, input_maps, map_side
from app.playground.live.session import Session
from app.playground.network.layer import ROWS
from app.playground.plan_data import input_names
from app.playground.plane import BOUNDARY_SIDE, Plane
from app.playground.scoring import Score
from app.playground.training import Run
from app.web.live.workshop import View


def started_content(session: Session) -> dict[str, Any]:
    """What a page must know of the run of a session before its first frame."""
    run = session.run
    return {
        "type": "started",
        # samples are the page's own, and may be megabytes
        "plan": run.plan.model_dump(mode="json", exclude={"data": {"samples"}}),
        "loss": run.loss.name,
        "classes": run.loss.classes,
        "class_names": run.data.train.class_names,
        "inputs": input_names(run.plan.data),
        "columns": run.data.train.columns,
        "features": _features(run),
        "picture": picture_shape(run.data.train.columns),
        "scaled": {"points": run.scaling.is_standardised, "targets": run.scaling.changes_targets},
        "targets": run.scaling.targets if run.loss.classes is None else None,
        "data": {"train": points_content(run.data.train), "test": points_content(run.data.test)},
        "layers": [
            {
                "reference": layer.reference({}),
                "title": layer.activation.activation.title if layer.activation else "output",
                "units": layer.units,
                "pre_activations": layer.pre_activations,
                "outputs": layer.outputs,
                "adjacent": layer.adjacent,
            }
            for layer in run.network.layers
        ],
        "grid": grid_content(session),
    }


def _features(run: Run) -> dict[str, Any] | None:
    maps = feature_maps(run)
    titles = [feature.title for feature in FEATURES.values()]
    return None if maps is None else {"names": list(FEATURES), "titles": titles, **maps_content(maps)}


def grid_content(session: Session) -> dict[str, Any]:
    """Where the maps of a session lie, and how fine they are."""
    run, plane = session.run, session.plane
    return {
        **plane_content(plane),
        "is_line": plane.is_line,
        "view": session.view,
        "boundary": BOUNDARY_SIDE,
        "map": map_side(run.network),
        "inputs": maps_content(input_maps(run, plane)),
    }


def plane_content(plane: Plane) -> dict[str, Any]:
    """Where a plane lies."""
    own = plane.embedding
    return {
        "x": plane.x,
        "y": plane.y,
        "names": plane.names,
        "embedding": own and {name: getattr(own, name).tolist() for name in ("origin", "along", "onto")},
    }


def grid_message(session: Session) -> dict[str, Any]:
    """The grid of the plane that a page has asked for."""
    return {"type": "grid", **grid_content(session)}


def answer_content(answer: Answer) -> dict[str, Any]:
    """What the network of a session answers to points."""
    return {
        "type": "answer",
        "epoch": answer.epoch,
        "shares": None if answer.shares is None else answer.shares.tolist(),
        "targets": None if answer.targets is None else answer.targets.tolist(),
    }


def frame_content(number: int, frame: Frame, session: Session) -> dict[str, Any]:
    """A frame of a session."""
    replicas = len(frame.score.train_loss)
    return {
        "type": "frame",
        "frame": number,
        "state": session.state,
        "epoch": frame.score.epoch,
        "epochs_per_second": session.epochs_per_second,
        **{name: values and values[0] for name, values in score_content(frame.score).items()},
        "boundary": typed_array(frame.boundary, "u1"),
        "curves": frame.curves and curves_content(frame.curves),
        "neurons": [maps_content(units) for units in frame.units],
        "weights": [{name: typed_array(tensor, "f4") for name, tensor in own.items()} for own in _flat(frame)],
        "gradients": [{"W": typed_array(gradient, "f4")} for gradient in frame.gradients],
        "layers": frame.layers,
        "answers": typed_array(frame.answers, "f4" if frame.confusion is None else "u1"),
        "confusion": frame.confusion,
        "replicas": score_content(frame.score) if replicas > 1 else None,
    }


def maps_content(units: UnitMaps) -> dict[str, Any]:
    """What numbers are over the plane."""
    return {"maps": typed_array(units.maps, "u1"), "scales": units.scales}


def curves_content(curves: Curves) -> dict[str, Any]:
    """What a network of one input answers along its line, and its hidden layers."""
    return {
        "answer": typed_array(curves.answer, "f4"),
        "layers": [typed_array(layer, "f4") for layer in curves.layers],
    }


def score_content(score: Score) -> dict[str, list[float] | None]:
    """The losses and accuracies of each replica."""
    return {
        name: None if values is None else values.tolist()
        for name in ("train_loss", "test_loss", "train_accuracy", "test_accuracy")
        for values in (getattr(score, name),)
    }


def diverged_content(found: Divergence) -> dict[str, Any]:
    """Where a run has diverged, and what to try."""
    return {
        "type": "diverged",
        "epoch": found.epoch,
        "layer": found.layer,
        "quantity": found.quantity,
        "detail": found.sentence,
    }


def news(session: Session) -> Iterator[dict[str, Any]]:
    """What a page must hear at once."""
    if session.state == "diverged" and session.run.divergence is not None:
        yield diverged_content(session.run.divergence)


PLAYGROUND = View(frame=frame_content, news=news)


def _flat(frame: Frame) -> list[dict[str, Any]]:
    """The tensors of each layer; a row for its sums, such as a bias, without its first dimension, which is 1."""
    return [{name: tensor[0] if name in ROWS else tensor for name, tensor in own.items()} for own in frame.weights]


def points_content(samples: Samples) -> dict[str, Any]:
    """The points of `samples`, and their classes or targets."""
    return {"x": typed_array(samples.x, "f4"), "y": typed_array(samples.y, "f4")}


def typed_array(tensor: Any, dtype: str) -> dict[str, str]:  # noqa: ANN401  a tensor; web knows no torch
    """`tensor` in Plotly's base64 form."""
    # weights of a run that diverges may be more than float32 holds: they are infinite there, which is no fault
    with np.errstate(over="ignore"):
        values = tensor.cpu().numpy().astype(dtype)
    return {
        "dtype": dtype,
        "bdata": base64.b64encode(values.tobytes()).decode(),
        "shape": ", ".join(str(size) for size in values.shape),
    }

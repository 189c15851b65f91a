"""Races as the messages that a page reads: maps in Plotly's base64 form, the rest as plain JSON."""

from typing import Any

from app.activations.reference import read
from app.playground.race.frame import SIDE, RaceFrame
from app.playground.race.lane import Lane
from app.playground.race.race import Race
from app.playground.race.session import RaceSession
from app.playground.race.standings import report
from app.web.live.frames import points_content, typed_array
from app.web.live.workshop import View


def race_started_content(race: Race) -> dict[str, Any]:
    """What a page must know of a race before its first frame."""
    run = race.lanes[0].run
    return {
        "type": "started",
        "race": race.plan.model_dump(mode="json"),
        "measure": race.plan.goal.measure,
        "target": race.plan.goal.target,
        "classes": run.loss.classes,
        "class_names": run.data.train.class_names,
        "data": {"train": points_content(run.data.train), "test": points_content(run.data.test)},
        "lanes": [_lane_content(lane) for lane in race.lanes],
        "grid": {"x": run.plane.x, "y": run.plane.y, "names": run.plane.names, "side": SIDE},
    }


def _lane_content(lane: Lane) -> dict[str, Any]:
    entry = read(lane.activation).activation
    title = lane.activation if entry.family == "expression" else entry.title
    return {"activation": lane.activation, "title": title, "differs": lane.differs}


def race_frame_content(number: int, frame: RaceFrame, session: RaceSession) -> dict[str, Any]:
    """A frame of a race; standings are in some of them."""
    return {
        "type": "frame",
        "frame": number,
        "state": session.state,
        "epoch": frame.epoch,
        "epochs_per_second": session.epochs_per_second,
        "lanes": [
            {
                "mean": typed_array(lane.mean, "u1"),
                "deviation": typed_array(lane.deviation, "u1"),
                "lr": lane.lr,
                "accuracies": lane.accuracies,
                "losses": lane.losses,
                "reached": lane.reached,
            }
            for lane in frame.lanes
        ],
        "standings": frame.standings,
    }


def report_content(race: Race) -> dict[str, Any]:
    """Everything that `race` has found so far."""
    return {"type": "report", "race": race.plan.model_dump(mode="json"), **report(race)}


RACE = View(frame=race_frame_content)

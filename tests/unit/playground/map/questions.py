"""Questions in a line, and what a pixel is if its plan is trained alone."""

from math import inf, isfinite, nan
from typing import Any

from app.playground.live.diagnostics import diagnose
from app.playground.map.plan import MapPlan
from app.playground.plan import Plan
from app.playground.training import Run
from tests.unit.playground.runs import plan_of


def axis(text: str) -> dict[str, Any]:
    """An axis that is written `vary:low:high:points`, with `:log` behind it where its steps are of equal ratio."""
    vary, low, high, points, *scale = text.split(":")
    return {
        "vary": vary,
        "low": float(low),
        "high": float(high),
        "points": int(points),
        "scale": scale[0] if scale else "linear",
    }


def question_of(x: str, y: str, *activations: str, layers: tuple[str, ...] = ("3:tanh",), **chosen: Any) -> MapPlan:
    """A map on 60 points of the circle, five epochs of it."""
    own = {name: chosen.pop(name) for name in ("epochs", "measure", "target", "target_loss") if name in chosen}
    return MapPlan.model_validate(
        {
            "plan": plan_of(*layers, **chosen),
            "activations": activations or ("tanh",),
            "x": axis(x),
            "y": axis(y),
            "epochs": 5,
            **own,
        }
    )


def alone(question: MapPlan, plan: Plan) -> tuple[float | None, str]:
    """The value and the outcome of a pixel of one network, by training its plan alone."""
    run = Run(plan, records=False, goes_on=True)
    first = run.score()
    reached = 0 if _is_there(question, run) else inf
    for epoch in range(1, question.epochs + 1):
        run.train_epochs(1)
        if run.divergence is not None:
            return None, "diverged"
        if reached == inf and _is_there(question, run):
            reached = epoch
    last = run.score()
    if not last.train_loss.item() <= 2 * first.train_loss.item():
        return None, "diverged"
    layers, _ = diagnose(run.network, run.loss, run.parameters, run.train)
    hidden = [layer.dead for layer in layers[:-1]]
    outputs = [layer.outputs for layer in run.network.hidden]
    loss, accuracy = last.judged
    value = {
        "final_loss": last.train_loss.item(),
        "test_loss": loss.item(),
        "accuracy": nan if accuracy is None else accuracy.item(),
        "epochs": reached,
        "dead": sum(share * count for share, count in zip(hidden, outputs, strict=True)) / sum(outputs),
        "gradient_ratio": layers[-1].gradient_norm / layers[0].gradient_norm if layers[0].gradient_norm else inf,
    }[question.measure]
    return value if isfinite(value) else None, "learned" if _is_there(question, run) else "stuck"


def _is_there(question: MapPlan, run: Run) -> bool:
    loss, accuracy = run.score().judged
    return loss.item() <= question.target_loss if accuracy is None else accuracy.item() >= question.target

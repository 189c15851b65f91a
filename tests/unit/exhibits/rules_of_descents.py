"""What the findings of zig-zag, batch size and initialisation must say.

A sentence that no rule knows is false.
"""

from typing import Any

import numpy as np

from app.activations.gain import curve_gain
from app.activations.reference import read
from app.analysis.experiments.zigzag import layer_outputs
from app.analysis.points import Points
from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads

SAMPLES, UNITS = 64, 6
DEGREES = 1e-4


def zigzag(m: Any, finding: Finding, controls: Any) -> bool:
    """Shares, angles and detours of the same descent, gone through anew."""
    inputs = layer_outputs(read(controls.f), controls.spread, controls.seed).numpy()
    both = {"as they are": (inputs, m.raw), "minus their mean": (inputs - inputs.mean(axis=0), m.centred)}
    name, _, what = finding.name.partition(": ")
    if name not in both:
        return False
    each, descent = both[name]
    path, moves = _descend(each, controls.rate)
    if path.shape != descent.path.shape or not np.allclose(path + np.array([1.0, -1.0]), descent.path, atol=1e-9):
        return False
    moved = np.linalg.norm(moves, axis=1) > 0
    if what == "steps up in one weight, down in the other":
        share = 100 * (moves[moved].prod(axis=1) < 0).mean() if moved.any() else None
        return is_close(finding, share) and reads(finding, "Only such a step can go straight toward the goal.")
    if what != "angle off the straight way":
        return False
    if not moved.any():
        return finding.value is None and reads(finding, "No step moves a weight: each input is #.", 0)
    ways, steps = -path[:-1][moved], moves[moved]
    across, along = ways[:, 0] * steps[:, 1] - ways[:, 1] * steps[:, 0], (ways * steps).sum(axis=1)
    angle = np.degrees(np.arctan2(np.abs(across), along)).mean()
    detour = np.linalg.norm(moves, axis=1).sum() / np.linalg.norm(path[0])
    told = reads(finding, "on average; the path is # times the straight way.", detour)
    return told and is_close(finding, angle, DEGREES)


def _descend(inputs: Points, rate: float) -> tuple[Points, Points]:
    """The ways that are left to the goal, (steps + 1, 2), and the steps."""
    way = np.array([-2.0, 2.0])
    whole, largest = np.linalg.norm(way), (inputs**2).sum(axis=1).max() or 1.0
    path, moves = [way], list[Points]()
    for number in range(400):
        if np.linalg.norm(way) <= 0.05 * whole:
            break
        x = inputs[number % len(inputs)]
        moves.append(-rate / largest * (way @ x) * x)
        way = way + moves[-1]
        path.append(way)
    return np.array(path), np.array(moves)


def batch_size(m: Any, finding: Finding, controls: Any) -> bool:
    """What is left of the loss, and the length of the last epoch's path."""
    sizes = {"one sample a step": 1, f"mini-batches of {controls.batch}": controls.batch, "all at once": SAMPLES}
    runs = {f"{name}: loss above the least": run for name, run in zip(sizes, m.runs, strict=True)}
    if finding.name not in runs or [run.batch for run in m.runs] != [*sizes.values()]:
        return False
    run = runs[finding.name]
    a_epoch = -(-SAMPLES // run.batch)
    last = run.path[-a_epoch - 1 :]
    straight = np.linalg.norm(last[-1] - last[0])
    steps = a_epoch * controls.epochs
    is_least = m.least <= min(run.by_step.min(), m.surface.min()) + 1e-12
    if not (is_least and len(run.by_step) == steps + 1 == len(run.path)):
        return False
    if not is_close(finding, max(run.by_step[-1] - m.least, 0.0)):
        return False
    begun = "after # steps in # ms; in the last epoch it "
    if not straight:
        return reads(finding, f"{begun}ends where it began.", steps, 1000 * run.seconds)
    restless = np.linalg.norm(np.diff(last, axis=0), axis=1).sum() / straight
    return reads(finding, f"{begun}goes # times the straight way.", steps, 1000 * run.seconds, restless)


def initialisation(m: Any, finding: Finding, controls: Any) -> bool:
    """Units that can be told apart, losses, and the gain of the activation."""
    training = m.training
    match finding.name:
        case "different units after training":
            return _are_different(training, finding, controls)
        case "loss that is left":
            words = "It was # at the start, and is # after # steps."
            told = reads(finding, words, training.loss[0], training.loss[-1], controls.steps)
            first, last = training.loss[0], training.loss[-1]
            with np.errstate(all="ignore"):
                return told and is_close(finding, 100 * last / first if first else None)
        case "spread in the last layer":
            gain = curve_gain(read(controls.f))
            words, numbers = f"This activation has no gain to match weights by. {gain.reason}", [1.0]
            if gain.value is not None:
                words = "Weights that match this activation have its gain, #, over √inputs for their spread."
                numbers = [1.0, gain.value]
            told = reads(finding, f"is that of signals that began with #. {words}", *numbers)
            return told and is_close(finding, m.spread[-1])
    return False


def _are_different(training: Any, finding: Finding, controls: Any) -> bool:
    """Whether as many units differ as is said, as far as the weights that go into them tell."""
    first, last = training.paths[0], training.paths[-1]
    if training.distinct is None:
        words = "There are none to tell apart: the training diverged, and weights have left the range of numbers."
        return finding.value is None and reads(finding, words)
    numbers = [training.distinct, training.distinct_first]
    words, told_of = "of # units, which all began with weights of their own.", [UNITS]
    if training.distinct_first < UNITS:
        words = "of # units; at the start it was #. Units that begin equal get equal gradients, for ever."
        told_of = [UNITS, training.distinct_first]
    told = reads(finding, words, *told_of)
    seen = [len(np.unique(np.round(each, 6), axis=0)) for each in (last, first)]
    possible = all(few <= number <= UNITS for few, number in zip(seen, numbers, strict=True))
    alike = controls.init not in {"zeros", "equal"} or numbers == [1, 1]
    return told and possible and alike and finding.value == numbers[0]

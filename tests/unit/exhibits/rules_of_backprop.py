"""What the findings of backpropagation must say. A sentence that no rule knows is false."""

from typing import Any

import numpy as np
import torch

from app.activations.reference import read
from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads, value_of

# two places beside a kink, and how far values there differ where f jumps
NEAR, APART = 1e-9, 1e-6
ROUNDING = 1e-14
SUBSCRIPTS = str.maketrans("123", "₁₂₃")


def backprop(m: Any, finding: Finding, controls: Any) -> bool:
    """The factors of one product, from the pass that they are of."""
    with np.errstate(all="ignore"):
        summands = [*(m.a * m.weights[9:12]), m.weights[12], -controls.target]
        # what is left of a sum may be a rounding of its summands
        error, size = m.by_output, float(np.abs(summands).sum())
        if abs(error - float(np.sum(summands))) > ROUNDING * size:
            return False
        loss = error * error / 2
    match finding.key:
        case "gradient":
            return _is_product(m, finding, controls, error)
        case "loss":
            words = "It was # before the first step; steps taken: #." if controls.steps else "No step is taken yet."
            told = reads(finding, words, *((m.losses[0], controls.steps) if controls.steps else ()))
            return finding.name == "loss L" and told and is_close(finding, loss)
        case "change":
            words = "With the rate # it goes from # to #."
            told = reads(finding, words, controls.rate, m.loss, m.loss_after)
            after = _loss_after(m, controls)
            is_right = is_close(finding, after - loss, 1e-9 * max(1.0, loss))
            return finding.name == "change of L in the next step" and told and is_right
        case "difference":
            return finding.name == "largest difference from autograd" and _agrees(m, finding, controls)
    return False


def _is_product(m: Any, finding: Finding, controls: Any, error: float) -> bool:
    key = controls.watched
    symbol = key.translate(SUBSCRIPTS)
    unit = int(key[-1]) - 1 if key != "c" else 0
    j = "₁₂₃"[unit]
    factors = {"(ŷ − y)": error}
    if key[0] == "v":
        factors[f"f(z{j})"] = float(m.a[unit])
    if key[0] in "Wb":
        factors[f"v{j}"] = float(m.weights[9 + unit])
        factors[f"f′(z{j})"] = float(m.slope[unit])
    if key[0] == "W":
        factors["x" + key[1].translate(SUBSCRIPTS)] = (controls.x1, controls.x2)[int(key[1]) - 1]
    with np.errstate(all="ignore"):
        product = float(np.prod([*factors.values()]))
    written = " × ".join("(#)" if factor < 0 else "#" for factor in factors.values())
    words = f"It is {' × '.join(factors)} = {written}. Autograd says #."
    is_named = finding.name == f"∂L/∂{symbol}, gradient of the watched weight"
    autograd = float(m.autograd[m.watched])
    return is_named and reads(finding, words, *factors.values(), autograd) and is_close(finding, product)


def _loss_after(m: Any, controls: Any) -> float:
    """The loss of the network whose weights have all gone against their gradients."""
    with np.errstate(all="ignore"):
        moved = m.weights - controls.rate * m.gradient
        # product by product, as where z is large the last digit decides what a sine answers
        z = (m.x[:, None] * moved[:6].reshape(2, 3)).sum(axis=0) + moved[6:9]
        answers = _answers(controls.f, z)
        error = float(answers @ moved[9:12] + moved[12] - controls.target)
        return error * error / 2


def _answers(reference: str, z: Any) -> Any:
    return read(reference)(torch.from_numpy(z)).numpy()


def _agrees(m: Any, finding: Finding, controls: Any) -> bool:
    if finding.value is None:
        return reads(finding, "Some are no finite numbers, so that they cannot be compared.")
    size = max(1.0, float(np.abs(m.gradient).max()))
    kinks = read(controls.f).kinks
    at = [unit for unit, z in enumerate(m.z) if z in kinks]
    jumps = [kink for kink in kinks if np.ptp(_answers(controls.f, np.array([kink - NEAR, kink, kink + NEAR]))) > APART]
    words = "Over all 13 weights and biases: backpropagation is the chain rule, no more."
    slopes: list[float] = []
    if jumps:
        words, slopes = (
            f"Both say nothing of the jumps of f, at z = {_listed(['#'] * len(jumps))}: a slope cannot.",
            jumps,
        )
    elif at:
        places, slopes = _listed([f"z{'₁₂₃'[unit]}" for unit in at]), [float(m.slope[unit]) for unit in at]
        named = _listed(["#"] * len(at))
        words = f"At a kink there is no derivative: for {places} both ways take the slope that torch names, {named}."
    return 0 <= value_of(finding) <= 1e-9 * size and reads(finding, words, *slopes)


def _listed(parts: list[str]) -> str:
    return " and ".join(filter(None, (", ".join(parts[:-1]), parts[-1])))

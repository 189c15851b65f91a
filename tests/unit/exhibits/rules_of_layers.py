"""What the findings of exhibits about layers, and softmax, must say; a sentence that no rule knows is false."""

from typing import Any

import numpy as np

from app.activations.gain import curve_gain
from app.activations.reference import read
from app.analysis.points import Points
from app.exhibits.finding import Finding
from tests.unit.exhibits.readings import is_close, reads, value_of


def layer(m: Any, finding: Finding, _: Any) -> bool:
    """Derivatives in two ways, what one unit has of another, and slopes."""
    size = max(1.0, np.abs(np.nan_to_num(m.by_weight)).max())
    inputs, units = m.weights.shape
    match finding.name:
        case "weights and biases":
            if units == 1:
                told = reads(finding, "# · # weights, and a bias.", inputs, units)
            else:
                told = reads(finding, "# · # weights, and # biases.", inputs, units, units)
            return told and finding.value == m.weights.size + m.biases.size
        case "weights with a gradient that is not 0":
            told = reads(
                finding, "of #. Where the slope of the unit is #, or the input, so is their product.", units * inputs, 0
            )
            return told and finding.value == sum(value != 0 for value in m.by_weight.ravel().tolist())
        case "largest difference":
            with np.errstate(all="ignore"):
                apart = [np.abs(m.by_weight - np.outer(m.x, m.slope)).max(), np.abs(m.by_bias - m.slope).max()]
            is_small = finding.value is None or max(apart) <= finding.value <= 1e-9 * size
            return is_small and reads(finding, "between autograd and the chain rule written out.")
        case "∂yⱼ/∂Wᵢₖ with k ≠ j":
            return _is_alone(m, finding)
        case "smallest |f′(z)|":
            return _are_steep(m, finding)
    return False


def _is_alone(m: Any, finding: Finding) -> bool:
    if finding.value is None:
        words = (
            "No number, as autograd multiplies # by a slope that is not finite; "
            "a unit depends on its own column of W alone."
        )
        return not np.isfinite(m.slope).all() and reads(finding, words, 0)
    words = "is the largest: a unit depends on its own column of W alone."
    if m.slice_rule is not None:
        words = (
            "is the largest, as each unit here has the activation's slice and no other unit's pre-activation. "
            f"The slice: {m.slice_rule}"
        )
    return finding.value == 0 and finding.says == words


def _are_steep(m: Any, finding: Finding) -> bool:
    slopes = np.abs(m.slope)
    if not np.isfinite(slopes).all():
        return is_close(finding, slopes.min()) and reads(
            finding, "Some unit has no finite slope, and its column no finite gradient."
        )
    few = (slopes < 0.01).sum()
    words, numbers = "none of # units has one below #.", [len(slopes), 0.01]
    if few:
        words, numbers = "# of # units have one below #, and hardly learn.", [few, *numbers]
    return is_close(finding, slopes.min()) and reads(finding, f"It scales a whole column: {words}", *numbers)


def batch_matrix(m: Any, finding: Finding, controls: Any) -> bool:
    """Cells that change, differences and times, from the matrices before and after."""
    before, after = m.numbers.before, m.numbers.after
    match finding.name:
        case "cells of Z that change":
            return _is_reached(m, finding, controls)
        case "cells of ∂L/∂W that change":
            count = _changed(before.gradient, after.gradient)
            words = "of #; each is a sum over all # samples."
            return _is_known(finding, count, words, controls.inputs * controls.units, controls.samples)
        case "largest difference between the ways":
            apart = [m.numbers.by_loop, m.numbers.by_product, m.numbers.by_sum]
            whole = None if np.isnan(apart).any() or np.isinf(apart).any() else max(apart)
            words = "Z by the loop, #; autograd's ∂L/∂W from Xᵀδ, #, and from the sum over samples, #: rounding."
            is_small = whole is None or whole <= 1e-12 * max(1.0, np.abs(after.gradient).max(), np.abs(after.z).max())
            return is_small and _is_known(finding, whole, words, *apart)
        case "the loop's time over the product's":
            loop, product = m.times.seconds_loop[-1], m.times.seconds_product[-1]
            words = "# µs against # µs, for # samples through a layer of # inputs and # units."
            numbers = 1e6 * loop, 1e6 * product, m.times.batches[-1], controls.width, controls.width
            return is_close(finding, loop / product) and reads(finding, words, *numbers)
    return False


def _changed(before: Points, after: Points) -> int | None:
    if not np.isfinite([before, after]).all():
        return None
    return int((~np.isclose(before, after, rtol=0, atol=1e-12 * np.abs([before, after]).max())).sum())


def _is_known(finding: Finding, value: float | None, words: str, *numbers: float) -> bool:
    """Whether the finding has this value and says these words, or says that there is none."""
    if value is None:
        return finding.value is None and reads(finding, "Some numbers are not finite.")
    return is_close(finding, value) and reads(finding, words, *numbers)


def _is_reached(m: Any, finding: Finding, controls: Any) -> bool:
    changed, cells = m.numbers.after.z - m.numbers.before.z, controls.samples * controls.units
    row, column = min(controls.i, controls.samples), min(controls.k, controls.units)
    by_inputs, by_weight = bool(controls.to_inputs), bool(controls.to_weight)
    elsewhere = np.ones_like(changed, dtype=bool)
    if by_inputs:
        elsewhere[row - 1] = False
    if by_weight:
        elsewhere[:, column - 1] = False
    says = {
        (True, True): ("of #, in row # and column #: one sample was changed, and one unit.", [row, column]),
        (True, False): ("of #, in row # alone: a sample meets no other on its way.", [row]),
        (False, True): ("of #, in column # alone: a weight belongs to one unit, and serves all samples.", [column]),
        (False, False): ("of #: no input and no weight has been changed.", list[int]()),
    }
    words, numbers = says[by_inputs, by_weight]
    count = _changed(m.numbers.before.z, m.numbers.after.z)
    return bool((np.abs(changed[elsewhere]) < 1e-12).all()) and _is_known(finding, count, words, cells, *numbers)


def collapse(m: Any, finding: Finding, _: Any) -> bool:
    """How far the network with f is from a plane, between what two planes of least squares tell."""
    if finding.name == "layers against one matrix":
        words = "is the largest relative difference, which is rounding: without f, depth adds nothing."
        apart = np.abs(m.linear - m.product).max() / np.abs(m.product).max()
        return is_close(finding, apart) and value_of(finding) < 1e-12 and reads(finding, words)
    if finding.name != "with f, from the nearest straight plane":
        return False
    if not np.isfinite(m.bent).all():
        words = "Some outputs are not finite, so that no plane can be compared with them."
        return finding.value is None and reads(finding, words)
    # what any least-squares plane misses most is no less than what the nearest plane does, and its mean no more
    x1, x2 = np.meshgrid(m.places, m.places)
    columns = np.column_stack((x1.ravel(), x2.ravel(), np.ones(x1.size)))
    off = m.bent.ravel() - columns @ np.linalg.lstsq(columns, m.bent.ravel(), rcond=None)[0]
    size = np.abs(m.bent).max()
    if np.abs(off).max() <= 1e-11 * size:
        words = "Over this square the network with f lies on one plane, to rounding: here f keeps no layers apart."
        return 0 <= value_of(finding) <= 1e-8 and reads(finding, words)
    words = (
        "of the largest output, # in size: the nearest plane is off by # somewhere on the square, "
        "so that this network is not one matrix."
    )
    parted = value_of(finding) / 100 * size
    bounded = 0.999 * np.sqrt((off**2).mean()) <= parted <= 1.001 * np.abs(off).max()
    return bool(bounded) and reads(finding, words, size, parted)


def depth(m: Any, finding: Finding, controls: Any) -> bool:
    """The first of the cases that holds of the gradients, and how the weights began."""
    stacks = {f"{each.f}: last / first gradient": each for each in m.stacks}
    if finding.name not in stacks:
        return False
    stack = stacks[finding.name]
    g = stack.found.gradient
    with np.errstate(all="ignore"):
        ratio = g[-1] / g[0]
    verdict, numbers = _verdict(g)
    began, gains = _began(stack, controls)
    return is_close(finding, ratio) and reads(finding, f"{verdict} {began}", *numbers, *gains)


def _verdict(g: Points) -> tuple[str, list[float]]:
    """What is to be told of the gradients, and with which numbers: the first that holds."""
    unknown, none, ends, last_first = (~np.isfinite(g)).sum(), (g == 0).sum(), [g.min(), g.max()], [g[-1], g[0]]
    slow = ": the first layer hardly learns" if g[0] < 1e-3 else ""
    shrinks = f"The gradient shrinks on its way back, from # in the last layer to # in the first{slow}."
    grows = "The gradient grows on its way back, from # in the last layer to # in the first."
    cases: tuple[tuple[bool, str, list[float]], ...] = (
        (unknown > 0, "The gradient is not a finite number in # of # layers.", [unknown, len(g)]),
        (none > 0, "The gradient is exactly # in # of # layers: they do not learn.", [0, none, len(g)]),
        (g.max() < 1e-3, "The gradient is below # in every layer, from # to #: hardly any learns.", [1e-3, *ends]),
        (g.min() > 1e3, "The gradient is above # in every layer, from # to #: it has exploded in all.", [1e3, *ends]),
        (g[-1] > 30 * g[0], shrinks, last_first),
        (g[0] > 30 * g[-1], grows, last_first),
        (
            g.max() > 30 * g.min(),
            "First and last layer are within # times, but all layers range from # to #.",
            [30, *ends],
        ),
        (True, "All layers learn within # times the same pace: gradients from # to #.", [30, *ends]),
    )
    return next((words, numbers) for holds, words, numbers in cases if holds)


def _began(stack: Any, controls: Any) -> tuple[str, list[float]]:
    """What is said of the weights, and of activations across units."""
    f = read(stack.f)
    gain = curve_gain(f)
    words, numbers = f"Weights: {controls.init}.", list[float]()
    if controls.init == "matched":
        words, numbers = "Weights: matched, gain #.", [gain.value or 1.0]
        if gain.value is None:
            words = f"Weights: matched with gain #, as the activation has none. {gain.reason}"
    if f.activation.kind == "across_units":
        words = f"{words} Each unit here has the activation's slice, and no other unit has a say in it."
    return words, numbers


def softmax(m: Any, finding: Finding, controls: Any) -> bool:
    """Probabilities and gradients by their formulas."""
    z = np.array([controls.z1, controls.z2, controls.z3, controls.z4])
    t, y = controls.temperature, np.eye(4)[controls.target - 1]
    p = np.exp((z - z.max()) / t)
    p /= p.sum()
    match finding.name:
        case "largest probability":
            name = f"z{'₁₂₃₄'[int(m.softmax.argmax())]}"
            words = f"is that of {name}: the higher the temperature, the nearer it comes to # %."
            is_its = m.softmax.max() - m.softmax[int(z.argmax())] < 1e-12
            return is_its and is_close(finding, 100 * p.max(), 1e-9) and reads(finding, words, 25)
        case "cross-entropy's gradient over squared loss's":
            pull = np.abs(p - y).max() / t
            other = np.abs(p * ((p - y) - p @ (p - y))).max() / t
            words = (
                "Cross-entropy's largest is # and squared loss's #, where the true class has p = #: "
                "the smaller that p, the less a confident mistake teaches by squared loss."
            )
            near = is_close(finding, pull / other if other else None, 1e-6 * pull / (other or 1))
            return near and reads(finding, words, pull, other, p @ y)
        case "largest row sum of the Jacobian":
            words = "is 0 to rounding: what one class gains, the others lose."
            near = is_close(finding, np.abs(m.jacobian.sum(axis=1)).max(), 1e-15 / t)
            return near and value_of(finding) <= 1e-15 / t and reads(finding, words)
        case "change by adding c to all logits":
            words = "is 0 to rounding: only differences between logits count."
            return 0 <= value_of(finding) <= 1e-12 / t and reads(finding, words)
        case "probabilities that exp(z) / Σ exp(z) gets right":
            return _is_naive(m, finding, z + controls.shift, t)
    return False


def logits(m: Any, finding: Finding, controls: Any) -> bool:
    """Counts, differences that rounding allows, and the p − y of the marked point, written out."""
    k = controls.classes
    marked = np.array([controls.x1, controls.x2, 1.0]) @ m.found.parameters
    own = np.exp(marked - marked.max())
    own /= own.sum()
    true = own[min(controls.target, k) - 1]
    match finding.name:
        case "parameters that count":
            words = "of #: the rank of the Jacobian of all log p. In the other # directions nothing changes."
            return is_close(finding, 3 * (k - 1)) and reads(finding, words, 3 * k, 3)
        case "points whose probabilities c changes":
            most = np.abs(m.found.shifted - m.found.probabilities).max()
            words, numbers = "With c = # no probability changes by more than #: rounding.", [controls.shift, most]
            if not controls.shift:
                words, numbers = "Nothing has been added.", list[float]()
            return finding.value == 0 and most < 1e-10 and reads(finding, words, *numbers)
        case "two classes, softmax against sigmoid":
            words = "is the largest difference of p₁ / (p₁ + p₂) from σ(z₁ − z₂), over # points: rounding."
            return 0 <= value_of(finding) < 1e-14 and reads(finding, words, k * 20)
        case "gradient by the true class's logit":
            words = "is p − 1, with p = #; from autograd all # gradients p − y differ by # at most."
            off = np.abs(m.found.marked.by_rule - m.found.marked.by_autograd).max()
            return is_close(finding, true - 1) and off < 1e-14 and reads(finding, words, true, k, off)
    return False


def _is_naive(m: Any, finding: Finding, z: Points, temperature: float) -> bool:
    """What float32 makes of the quotients as they are written, beside what they are in float64."""
    exponents = z.astype(np.float32) / np.float32(temperature)
    exact = np.exp(exponents.astype(np.float64) - exponents.max())
    with np.errstate(all="ignore"):
        powers = np.exp(exponents)
        shares = powers / powers.sum()
    right, total = (np.abs(shares - exact / exact.sum()) <= 1e-3).sum(), float(shares.sum())
    largest = float(exponents.max())
    if finding.value != right or finding.unit != "of 4" or m.naive.shape != (4,):
        return False
    if np.isnan(total) and largest > 0:
        words = "The largest exponent is #, from # on exp overflows, and ∞/∞ is no number."
        return reads(finding, words, largest, 88.73)
    if np.isnan(total):
        words = "The largest exponent is #, below # exp is #, and #/# is no number."
        return reads(finding, words, largest, -103.97, 0, 0, 0)
    if total == 0:
        words = "Each exp is finite, the largest that of #, but their sum overflows, and all quotients are #."
        return reads(finding, words, largest, 0)
    if right < 4:
        words = "The largest exponent is #: below # exp loses digit after digit, and with them the quotients."
        return largest < -87.34 and reads(finding, words, largest, -87.34)
    return reads(finding, "The largest exponent, #, lets neither exp nor their sum overflow or vanish.", largest)

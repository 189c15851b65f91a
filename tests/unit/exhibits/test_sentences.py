"""What findings say holds at random settings, judged from what was measured and the numbers that they carry.

SETTINGS=200 tries as many settings of each exhibit, to the end of those that take long.
"""

import os
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
import torch

from app.activations.reference import read
from app.exhibits.catalogue import EXHIBITS, find
from app.exhibits.exhibit import Exhibit, Finding
from app.exhibits.fields import LARGEST_CELL
from tests.unit.exhibits import rules_of_lines, rules_of_shares, rules_of_training
from tests.unit.exhibits.corners import properties
from tests.unit.exhibits.readings import says, value_of

SETTINGS = int(os.environ.get("SETTINGS", "0"))
CHEAP, LONG, STAGES = 25, 3, 4
REFERENCES = (
    *("tanh", "relu", "sigmoid", "silu", "selu", "abs", "identity", "leaky_relu(alpha=1)", "prelu(alpha=-1)", "sine"),
    *("softmax", "maxout(k=8)", "crelu", "swiglu", "exponential", "binary_step", "x**3", "1/x", "log(x)", "x*0"),
)
# what chance hardly meets: a sum that overflows where no exp does; layers that all learn at a small or a large pace;
# inputs of which none or some have an output; outputs too large for a mean, or for a spread; a function that is nowhere
# a number, one that is constant, and one whose tangents at the ends are parallel but for rounding
_EQUAL = dict.fromkeys(("z1", "z2", "z3", "z4"), 8.0)
EDGES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "softmax": (_EQUAL | {"shift": 80.0}, _EQUAL | {"shift": -1000.0}, _EQUAL | {"shift": 1000.0}),
    "depth": (
        {"f": ["relu"], "init": "xavier", "layers": 60},
        {"f": ["silu"], "init": "he", "layers": 50},
        {"f": ["abs"], "init": "he", "layers": 50},
    ),
    "maxout": (
        {"f": "log(-1-x*x)"},
        {"f": "x*0"},
        {"f": "sigmoid", "reach": 1.4888011492488458},
    ),
    "saturation": (
        {"f": "log(x)", "mean": -10.0, "spread": 0.5},
        {"f": "log(x)", "mean": 0.5, "spread": 1.0},
        {"f": "exp(x**4)", "mean": 5.15, "spread": 0.05},
        {"f": "exp(100*x)", "mean": 5.0, "spread": 0.05},
    ),
}

AnyExhibit = Exhibit[Any, Any]
Rule = Callable[[Any, Finding, Any], bool]
"""Whether a finding is true of what was measured with these controls."""


def drawn(exhibit: AnyExhibit, dice: random.Random) -> dict[str, Any]:
    """A setting of every control."""
    return {name: _value(schema, dice) for name, schema in properties(exhibit).items()}


def _value(schema: Mapping[str, Any], dice: random.Random) -> Any:
    match schema:
        case {"enum": choices}:
            return dice.choice(choices)
        case {"type": "array", "items": {"type": "string"}, "maxItems": most}:
            return dice.sample(REFERENCES, dice.randint(1, most))
        case {"type": "array", "maxItems": most}:
            reach = dice.choice((1.0, 5.0, LARGEST_CELL))
            return [dice.uniform(-reach, reach) for _ in range(most)]
        case {"type": "string"}:
            return dice.choice(REFERENCES)
        case {"type": "integer", "minimum": low, "maximum": high}:
            return dice.randint(low, high)
        case _:
            return dice.uniform(schema["minimum"], schema["maximum"])


def _collapse(m: Any, finding: Finding, _: Any) -> bool:
    if finding.name == "layers against one matrix":
        return bool(finding.value is not None and finding.value < 1e-12)
    if not np.isfinite(m.bent).all():
        return finding.value is None and "not finite" in finding.says
    # what any least-squares plane misses most is no less than what the nearest plane does, and its mean no more
    x1, x2 = np.meshgrid(m.places, m.places)
    columns = np.column_stack((x1.ravel(), x2.ravel(), np.ones(x1.size)))
    off = m.bent.ravel() - columns @ np.linalg.lstsq(columns, m.bent.ravel(), rcond=None)[0]
    if np.abs(off).max() <= 1e-11 * np.abs(m.bent).max():
        return "lies on one plane" in finding.says
    bounded = 0.999 * np.sqrt((off**2).mean()) <= value_of(finding) <= 1.001 * np.abs(off).max()
    return bool(bounded) and says(finding, "not one matrix", [value_of(finding), np.abs(m.bent).max()])


def _depth(m: Any, finding: Finding, _: Any) -> bool:
    (stack,) = [each for each in m.stacks if finding.name.startswith(f"{each.f}: ")]
    g = stack.found.gradient
    if not np.isfinite(g).all():
        return says(finding, "not a finite number", [(~np.isfinite(g)).sum()])
    if (g == 0).any():
        return says(finding, "exactly 0", [(g == 0).sum(), len(g)])
    ends = [g.min(), g.max()]
    cases = (
        ("hardly any learns", g.max() < 1e-3, ends),
        ("exploded in all", g.min() > 1e3, ends),
        ("gradient shrinks", g[-1] > 30 * g[0], [g[0], g[-1]]),
        ("gradient grows", g[0] > 30 * g[-1], [g[0], g[-1]]),
        ("but all layers range", 30 * g.min() < g.max(), ends),
        ("the same pace", True, ends),
    )
    # the first that holds is the one to be told
    words, numbers = next((words, numbers) for words, holds, numbers in cases if holds)
    slow = "first layer hardly learns" not in finding.says or g[0] < 1e-3
    return slow and says(finding, words, numbers)


def _initialisation(m: Any, finding: Finding, _: Any) -> bool:
    paths = m.training.paths[-1]
    if finding.name == "different units after training":
        if not np.isfinite(paths).all():
            return finding.value is None and "diverged" in finding.says
        different = len(np.unique(np.round(paths, 6), axis=0))
        return finding.value is None or (finding.value >= different and says(finding, "differ now", [finding.value]))
    if finding.name == "loss":
        ends = [each for each in (m.training.loss[0], m.training.loss[-1]) if np.isfinite(each)]
        return says(finding, "at the start", ends)
    return m.gain.value is None or says(finding, "spread", [m.gain.value])


def _layer(m: Any, finding: Finding, _: Any) -> bool:
    if finding.name.startswith("∂yᵢ"):
        return (finding.value is None or finding.value == 0) and ("slice" in finding.says) == (m.slice_rule is not None)
    if finding.name == "smallest |f′(z)|":
        few = (np.abs(m.slope) < 0.01).sum()
        if not np.isfinite(m.slope).all():
            return "no finite slope" in finding.says
        return says(finding, "hardly learn", [few, len(m.z)]) if few else says(finding, "none of", [len(m.z)])
    size = max(1.0, np.abs(np.nan_to_num(m.by_weight)).max())
    return finding.value is None or finding.value <= 1e-9 * size


def _softmax(m: Any, finding: Finding, _: Any) -> bool:
    if finding.name == "sum of the naive probabilities":
        with np.errstate(all="ignore"):
            total = m.naive.sum()
        words = "1 to rounding" if abs(total - 1) < 1e-5 else "sum overflows" if total == 0 else "no number"
        return words in finding.says and (finding.value is None) == bool(np.isnan(total))
    if finding.name.startswith("cross-entropy"):
        ends = [np.abs(m.cross_entropy).max(), np.abs(m.squared).max(), m.softmax[m.target]]
        return says(finding, "true class", ends)
    return finding.value is not None and abs(finding.value) <= 1e-10


def _zigzag(m: Any, finding: Finding, _: Any) -> bool:
    descent = m.raw if finding.name.startswith("as they are") else m.centred
    whole = np.linalg.norm(descent.path[0] - np.array([1.0, -1.0]))
    length = np.linalg.norm(np.diff(descent.path, axis=0), axis=1).sum()
    return "steps up" in finding.name or says(finding, "times the straight way", [length / whole])


def _backprop(m: Any, finding: Finding, _: Any) -> bool:
    if finding.name.startswith("∂L/∂W"):
        product = m.by_output * m.w2[0] * m.slope[0] * m.x[0]
        return bool(np.isclose(value_of(finding), product, rtol=1e-9, equal_nan=True))
    if finding.name == "L":
        return not np.isfinite(m.losses[0]) or says(finding, "before the first step", [m.losses[0]])
    sizes = [np.abs(part).max() for part in (m.by_w1, m.by_w2)]
    return not np.isfinite(value_of(finding)) or value_of(finding) <= 1e-9 * max(1.0, *sizes)


def _batch_size(m: Any, finding: Finding, _: Any) -> bool:
    (run,) = [
        each for each, start in zip(m.runs, ("one", "mini", "all"), strict=True) if finding.name.startswith(start)
    ]
    excess = max(run.by_epoch[-1] - m.least, 0.0)
    numbers = [len(run.by_step) - 1, *(each for each in (run.restless,) if each is not None)]
    return finding.value == excess and says(finding, "in the last epoch", numbers)


RULES: Mapping[str, Rule] = {
    "saturation": rules_of_shares.saturation,
    "zigzag": _zigzag,
    "layer": _layer,
    "backprop": _backprop,
    "collapse": _collapse,
    "depth": _depth,
    "initialisation": _initialisation,
    "softmax": _softmax,
    "maxout": rules_of_lines.maxout,
    "batch_size": _batch_size,
    "cost": rules_of_shares.cost,
    "overfitting": rules_of_training.overfitting,
    "learned_slopes": rules_of_training.learned_slopes,
    "claims": rules_of_shares.claims,
}

JUDGED_WHOLE = ("saturation", "maxout", "cost", "claims", "overfitting", "learned_slopes")
"""Exhibits whose rules hold each finding to the letter."""


def moments(exhibit: AnyExhibit, controls: Any) -> Iterator[Any]:
    """What the exhibit measures; where that takes long, what it knows at a few stages and, if asked for, at the end."""
    if exhibit.stages is None:
        yield exhibit.measure(controls, "cpu")
        return
    for number, stage in enumerate(exhibit.stages(controls, "cpu")):
        if number < STAGES or stage.done == 1:
            yield stage.find()
        elif not SETTINGS:
            return


def settings(exhibit: AnyExhibit) -> Iterator[dict[str, Any]]:
    """The edges of the exhibit and random settings, the same each time."""
    dice = random.Random(exhibit.slug)  # noqa: S311  nothing is kept secret
    yield from map(dict, EDGES.get(exhibit.slug, ()))
    for _ in range(SETTINGS or (CHEAP if exhibit.stages is None else LONG)):
        yield drawn(exhibit, dice)


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.slug)
def test_every_sentence_holds_at_random_settings(exhibit: AnyExhibit) -> None:
    rule = RULES[exhibit.slug]
    false: list[tuple[Any, Finding]] = []
    for given in settings(exhibit):
        controls = exhibit.controls.model_validate(given)
        for found in moments(exhibit, controls):
            false += [(given, each) for each in exhibit.findings(found) if not rule(found, each, controls)]
    assert not false, f"{len(false)} false, the first: {false[0]}"


def _changed(finding: Finding) -> Iterator[Finding]:
    """The finding with something else in each of its parts: another name, value, word or number."""
    yield replace(finding, name=f"{finding.name} too")
    yield replace(finding, value=1.5 if finding.value is None else 1.02 * finding.value + 0.02)
    yield replace(finding, says=finding.says.replace(" ", " not ", 1))
    for number in re.finditer(r"(?<![\w.])\d+", finding.says):
        yield replace(finding, says=f"{finding.says[: number.start()]}1{finding.says[number.start() :]}")


@pytest.mark.parametrize("slug", JUDGED_WHOLE)
def test_a_sentence_that_is_changed_is_found_to_be_false(slug: str) -> None:
    exhibit = find(slug)
    controls = exhibit.controls.model_validate({"power": 10} if slug == "cost" else {})
    *_, found = moments(exhibit, controls)
    for finding in exhibit.findings(found):
        assert RULES[slug](found, finding, controls)
        for changed in _changed(finding):
            assert not RULES[slug](found, changed, controls), changed


def test_the_references_of_random_settings_are_read() -> None:
    assert all(torch.is_tensor(read(f)(torch.zeros(1))) for f in REFERENCES)

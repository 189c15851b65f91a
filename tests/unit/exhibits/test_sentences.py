"""What findings say holds at random settings, judged from what was measured and the numbers that they carry.

SETTINGS=200 tries as many settings of each exhibit, to the end of those that take long.
"""

import os
import random
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest
import torch

from app.activations.reference import read
from app.exhibits.catalogue import EXHIBITS, find
from app.exhibits.exhibit import Exhibit
from app.exhibits.finding import Finding
from tests.unit.exhibits import (
    rules_of_approximation,
    rules_of_backprop,
    rules_of_descents,
    rules_of_landscapes,
    rules_of_layers,
    rules_of_lines,
    rules_of_penalties,
    rules_of_planes,
    rules_of_shares,
    rules_of_surrogates,
    rules_of_training,
)
from tests.unit.exhibits.draws import REFERENCES, drawn

SETTINGS = int(os.environ.get("SETTINGS", "0"))
CHEAP, LONG, STAGES = 25, 3, 4
# what chance hardly meets: a sum that overflows where no exp does; layers that all learn at a small or a large pace;
# inputs of which none or some have an output; outputs too large for a mean, or for a spread; a function that is nowhere
# a number, one that is constant, and one whose tangents at the ends are parallel but for rounding;
# units at a kink; a goal that is nowhere a number or has no spread, units of which none counts; a straight landscape;
# networks whose numbers are lost, and each thing that is counted of them
_EQUAL = dict.fromkeys(("z1", "z2", "z3", "z4"), 8.0)
EDGES: Mapping[str, tuple[Mapping[str, Any], ...]] = {
    "backprop": (
        {"f": "relu", "x1": 0.0, "x2": 0.0},
        {"f": "binary_step", "x1": 0.5, "x2": 1.0, "weights": [0.0] * 13},
    ),
    "batch_matrix": (
        {"to_inputs": 1.0},
        {"to_weight": -1.0, "i": 5, "k": 5},
        {"f": "log(x)", "samples": 2, "inputs": 1, "to_inputs": -1.0, "to_weight": -1.5, "seed": 752},
    ),
    "logits": ({"steps": 0, "classes": 2}, {"shift": -7.5}),
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
    "approximation": (
        {"target": "log(-2-x)"},
        {"target": "x*0+3", "f": ["x**2", "relu"]},
        {"f": ["log(x)", "identity", "sine"], "units": 100},
    ),
    "landscape": ({"f": "identity"}, {"f": "log(x)"}, {"f": "exp(exp(x))", "layers": 8}),
    "penalties": (
        {"counted": "weights", "f": "tanh"},
        {"counted": "outputs", "f": "x*0"},
        {"counted": "units", "f": "relu"},
        {"counted": "units", "f": "log(x)"},
    ),
    "surrogates": ({"f": "log(x)"}, {"f": "binary_step", "g": "1/x"}, {"f": "relu", "g": "exp(exp(x))", "shift": 12.0}),
    "saturation": (
        {"f": "log(x)", "mean": -10.0, "spread": 0.5},
        {"f": "log(x)", "mean": 0.5, "spread": 1.0},
        {"f": "exp(x**4)", "mean": 5.15, "spread": 0.05},
        {"f": "exp(100*x)", "mean": 5.0, "spread": 0.05},
    ),
}

# settings at which an exhibit says everything, and soon
TELLING: Mapping[str, Mapping[str, Any]] = {"cost": {"power": 10}, "claims": {"verdicts": True}}

AnyExhibit = Exhibit[Any, Any]
Rule = Callable[[Any, Finding, Any], bool]
"""Whether a finding is true of what was measured with these controls."""


RULES: Mapping[str, Rule] = {
    "saturation": rules_of_shares.saturation,
    "zigzag": rules_of_descents.zigzag,
    "layer": rules_of_layers.layer,
    "backprop": rules_of_backprop.backprop,
    "batch_matrix": rules_of_layers.batch_matrix,
    "collapse": rules_of_layers.collapse,
    "cuts": rules_of_planes.cuts,
    "warp": rules_of_planes.warp,
    "depth": rules_of_layers.depth,
    "initialisation": rules_of_descents.initialisation,
    "logits": rules_of_layers.logits,
    "softmax": rules_of_layers.softmax,
    "lines": rules_of_lines.lines,
    "maxout": rules_of_lines.maxout,
    "approximation": rules_of_approximation.approximation,
    "penalties": rules_of_penalties.penalties,
    "surrogates": rules_of_surrogates.surrogates,
    "landscape": rules_of_landscapes.landscape,
    "batch_size": rules_of_descents.batch_size,
    "cost": rules_of_shares.cost,
    "overfitting": rules_of_training.overfitting,
    "learned_slopes": rules_of_training.learned_slopes,
    "claims": rules_of_shares.claims,
}


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


@pytest.mark.parametrize("slug", RULES)
def test_a_sentence_that_is_changed_is_found_to_be_false(slug: str) -> None:
    exhibit = find(slug)
    controls = exhibit.controls.model_validate(TELLING.get(slug, {}))
    *_, found = moments(exhibit, controls)
    for finding in exhibit.findings(found):
        assert RULES[slug](found, finding, controls)
        for changed in _changed(finding):
            assert not RULES[slug](found, changed, controls), changed


def test_the_references_of_random_settings_are_read() -> None:
    assert all(torch.is_tensor(read(f)(torch.zeros(1))) for f in REFERENCES)

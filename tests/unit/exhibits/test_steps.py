"""Steps of exhibits: what they set and ask about is there, and their verdicts are those that the findings give.

STEP_SETTINGS=50 tries as many settings of what each step leaves free.
"""

import math
import os
import random
from collections.abc import Mapping
from functools import cache
from typing import Any

import pytest

from app.exhibits.catalogue import EXHIBITS, find
from app.exhibits.exhibit import Exhibit
from app.exhibits.finding import Finding
from app.exhibits.step import Between, Estimate, Step, Which, judge
from tests.unit.exhibits.corners import properties
from tests.unit.exhibits.draws import drawn
from tests.unit.exhibits.measured import brief
from tests.unit.exhibits.readings import figures

SETTINGS = int(os.environ.get("STEP_SETTINGS", "2"))
# a course is as true after few epochs, of few points, and a cost of few numbers
SHORT = {"epochs": 10, "points": 10, "units": 3, "power": 10}

AnyExhibit = Exhibit[Any, Any]

STEPS = [(exhibit.slug, number) for exhibit in EXHIBITS for number in range(len(exhibit.steps))]
every_step = pytest.mark.parametrize(("slug", "number"), STEPS, ids=[f"{slug}-{number + 1}" for slug, number in STEPS])
every_exhibit = pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.slug)


@cache
def found(slug: str, number: int) -> list[Finding]:
    """What is found at the settings of a step, with all else as it was."""
    exhibit = find(slug)
    return _findings(exhibit, exhibit.steps[number].settings)


def _findings(exhibit: AnyExhibit, settings: Mapping[str, Any]) -> list[Finding]:
    return list(exhibit.findings(brief(exhibit, exhibit.controls.model_validate(settings))))


@every_exhibit
def test_an_exhibit_asks_two_to_four_times_and_its_title_is_a_question(exhibit: AnyExhibit) -> None:
    assert 2 <= len(exhibit.steps) <= 4
    assert exhibit.asks.endswith("?")
    assert len(exhibit.asks) <= 60
    assert 1 <= exhibit.minutes <= 20
    assert len({step.asks for step in exhibit.steps}) == len(exhibit.steps)


@every_step
def test_a_step_is_a_question_about_controls_that_are_there_and_its_answer_a_sentence(slug: str, number: int) -> None:
    exhibit = find(slug)
    step = exhibit.steps[number]
    assert step.asks.endswith("?")
    assert step.because.endswith(".")
    assert step.settings, "what a question speaks of is set, whatever a reader has set before"
    assert step.settings.keys() <= exhibit.controls.model_fields.keys()
    texts = [text for value in step.settings.values() for text in ([value] if isinstance(value, str) else value)]
    assert all(isinstance(text, str) for text in texts), "as a query string writes them"
    assert not exhibit.idle(exhibit.controls.model_validate(step.settings)) & step.settings.keys()


@every_step
def test_a_step_asks_about_findings_that_are_there_once(slug: str, number: int) -> None:
    keys = [finding.key for finding in found(slug, number) if finding.key]
    assert len(set(keys)) == len(keys)
    assert set(find(slug).steps[number].prediction.keys) <= set(keys)


@every_step
def test_numbers_of_choices_are_their_cuts(slug: str, number: int) -> None:
    prediction = find(slug).steps[number].prediction
    if isinstance(prediction, Between):
        assert len(set(prediction.choices)) == len(prediction.choices)
        for place, choice in enumerate(prediction.choices):
            beside = prediction.cuts[max(place - 1, 0) : place + 1]
            assert set(figures(choice)) <= set(beside), choice
    elif isinstance(prediction, Estimate):
        assert prediction.low < prediction.high
        assert 0 < prediction.within <= 0.25
        assert (prediction.high - prediction.low) / prediction.step == pytest.approx(
            round((prediction.high - prediction.low) / prediction.step)
        )


@every_step
def test_a_step_has_an_answer_at_its_own_settings(slug: str, number: int) -> None:
    step = find(slug).steps[number]
    guess = step.prediction.low if isinstance(step.prediction, Estimate) else 0
    verdict = judge(step, guess, found(slug, number))
    if verdict.is_right is None:
        # what is known at the end of a course alone
        exhibit = find(slug)
        measured = exhibit.measure(exhibit.controls.model_validate(step.settings), "cpu")
        verdict = judge(step, guess, exhibit.findings(measured))
    assert verdict.is_right is not None


@every_step
def test_predictions_are_judged_by_what_is_found_whatever_else_is_set(slug: str, number: int) -> None:
    exhibit = find(slug)
    step = exhibit.steps[number]
    dice = random.Random(f"{slug} {number}")  # noqa: S311  nothing is kept secret
    short = {name: value for name, value in SHORT.items() if name in properties(exhibit)}
    for _ in range(SETTINGS):
        free = drawn(exhibit, dice) | (short if exhibit.stages is not None else {})
        # no setting of the others is refused
        findings = _findings(exhibit, {**free, **step.settings, **_shortened(short, step, exhibit)})
        values = {finding.key: finding.value for finding in findings if finding.key}
        for guess in _guesses(step, values):
            assert judge(step, guess, findings).is_right is expected(step, guess, values), (free, guess, values)


def _shortened(short: Mapping[str, int], step: Step, exhibit: AnyExhibit) -> dict[str, int]:
    """What makes a course short, but for what the step is about."""
    if exhibit.stages is None:
        return {}
    return {name: value for name, value in short.items() if name in step.settings and name in {"epochs", "power"}}


def _guesses(step: Step, values: Mapping[str, float | None]) -> list[float]:
    """Every choice; of a slider its ends, its middle, and what lies just inside and outside of what is right."""
    if not isinstance(step.prediction, Estimate):
        return list(range(len(step.prediction.choices)))
    low, high = step.prediction.low, step.prediction.high
    value = values.get(step.prediction.of)
    at = list[float]() if value is None else [min(max(value, low), high)]
    reach = _reach(step.prediction)
    near = [place + way * reach * part for place in at for way in (-1, 1) for part in (0.99, 1.01)]
    return [low, (low + high) / 2, high, *(place for place in near if low <= place <= high)]


def _reach(slider: Estimate) -> float:
    return max(slider.within * (slider.high - slider.low), slider.step / 2)


def expected(step: Step, guess: float, values: Mapping[str, float | None]) -> bool | None:
    """Whether `guess` is right by these values, None where they have no answer."""
    match step.prediction:
        case Between(of=key, cuts=cuts):
            value = values.get(key)
            edges = [-math.inf, *cuts, math.inf]
            return None if value is None else edges[int(guess)] <= value < edges[int(guess) + 1]
        case Which(of=texts, is_largest=is_largest):
            known = [value for key in texts if (value := values.get(key)) is not None]
            own = values.get(list(texts)[int(guess)])
            return None if not known else own is not None and own == (max(known) if is_largest else min(known))
        case Estimate(of=key, low=low, high=high) as slider:
            value = values.get(key)
            return None if value is None else abs(guess - min(max(value, low), high)) <= _reach(slider) * (1 + 1e-9)

"""What all exhibits have in common: an answer to all controls, a figure that Plotly reads, sentences for a reader."""

import math
from typing import Any

import orjson
import plotly.graph_objects as go
import pytest
import torch

from app.exhibits.catalogue import EXHIBITS, find
from app.exhibits.exhibit import Exhibit
from app.figures.thumbnail import thumbnail
from app.playground.race import race
from app.playground.training import Run
from tests.unit.exhibits.corners import properties, settings
from tests.unit.exhibits.measured import brief, timeless, whole
from tests.unit.memory import disturbances

AnyExhibit = Exhibit[Any, Any]
REPEATS = 8

every_exhibit = pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.slug)


@every_exhibit
def test_finds_numbers_and_says_what_they_mean(exhibit: AnyExhibit) -> None:
    findings = list(exhibit.findings(whole(exhibit.slug)))
    assert findings
    for finding in findings:
        assert finding.name
        assert finding.says.endswith(".")
        assert finding.value is not None
        assert math.isfinite(finding.value)


@every_exhibit
def test_the_same_controls_give_the_same_bits_whatever_was_in_memory(exhibit: AnyExhibit) -> None:
    answers = {orjson.dumps(timeless(brief(exhibit, exhibit.controls()))) for _ in disturbances(REPEATS)}
    assert len(answers) == 1


growing = pytest.mark.parametrize(
    "exhibit", [exhibit for exhibit in EXHIBITS if exhibit.stages is not None], ids=lambda exhibit: exhibit.slug
)


@growing
def test_answers_at_every_corner_with_a_figure_that_plotly_reads(exhibit: AnyExhibit) -> None:
    # of those that are measured at once, the API answers both at every corner: tests/web/test_exhibits
    for given in settings(exhibit):
        measured = brief(exhibit, exhibit.controls.model_validate(given))
        figure = exhibit.draw(measured)
        go.Figure(figure)
        # what is not finite becomes null
        assert orjson.dumps(figure)
        assert orjson.loads(orjson.dumps(measured, option=orjson.OPT_SERIALIZE_NUMPY))


@every_exhibit
def test_its_defaults_have_a_thumbnail(exhibit: AnyExhibit) -> None:
    assert thumbnail(exhibit.draw(whole(exhibit.slug)))


@growing
def test_grows_to_what_it_measures(exhibit: AnyExhibit) -> None:
    assert exhibit.stages is not None
    # a course is as whole after few epochs
    short = exhibit.controls.model_validate({"epochs": 10}) if "epochs" in exhibit.controls.model_fields else None
    stages = list(exhibit.stages(short or exhibit.controls(), "cpu"))
    shares = [stage.done for stage in stages]
    assert all(0 <= share <= 1 for share in shares)
    assert shares == sorted(shares)
    assert shares[-1] == 1
    assert len(stages) >= 10, "a reader sees it grow"
    measured = exhibit.measure(short, "cpu") if short else whole(exhibit.slug)
    assert timeless(stages[-1].find()) == timeless(measured)


@every_exhibit
def test_goes_on_in_the_playground_with_a_plan_that_trains(exhibit: AnyExhibit) -> None:
    for given in settings(exhibit):
        plan = exhibit.plan(exhibit.controls.model_validate(given))
        if plan is not None:
            run = Run(plan, records=False)
            before = run.parameters.vector.clone()
            run.step()
            # an exponential may be too much at once, and then says so
            assert run.divergence is not None or not torch.equal(run.parameters.vector, before), given


@every_exhibit
def test_every_control_has_a_label_a_default_and_where_it_is_a_number_bounds(exhibit: AnyExhibit) -> None:
    for name, schema in properties(exhibit).items():
        assert schema["description"], name
        assert "default" in schema, name
        if schema.get("type") in ("number", "integer"):
            assert schema["minimum"] <= schema["default"] <= schema["maximum"], name


@every_exhibit
def test_an_unknown_control_is_refused_with_the_way_out(exhibit: AnyExhibit) -> None:
    name = next(iter(exhibit.controls.model_fields))
    with pytest.raises(ValueError, match=f"There is no parameter '{name}_' here; did you mean '{name}'"):
        exhibit.controls.model_validate({f"{name}_": "1"})


@every_exhibit
def test_says_its_idea_in_one_sentence_and_leads_to_exhibits_that_exist(exhibit: AnyExhibit) -> None:
    assert exhibit.idea.endswith(".")
    assert len(exhibit.idea) <= 130
    assert find(exhibit.slug) is exhibit
    for lead in exhibit.leads:
        assert find(lead.slug)


def test_no_two_exhibits_share_a_name() -> None:
    assert len({exhibit.slug for exhibit in EXHIBITS}) == len(EXHIBITS)


def test_an_unknown_exhibit_is_refused_with_the_nearest() -> None:
    with pytest.raises(KeyError, match="There is no exhibit 'saturaton'; did you mean 'saturation'"):
        find("saturaton")


@growing
def test_a_course_is_over_before_a_program_for_it_would_be_ready(exhibit: AnyExhibit) -> None:
    """So that torch trains it: what a race leaves to torch, an exhibit does too."""
    longest = {name: schema["maximum"] for name, schema in properties(exhibit).items() if name == "epochs"}
    plan = exhibit.plan(exhibit.controls.model_validate(longest))
    if longest and plan is not None:
        assert race.steps(plan, longest["epochs"]) < race.FEWEST_STEPS

"""The exhibit of claims: its list is that of the decisions, its figure the evidence, its links lead somewhere."""

from collections import Counter
from typing import Any
from urllib.parse import parse_qs, urlsplit

import plotly.graph_objects as go
import pytest

from app.activations.reference import read
from app.analysis.claims.catalogue import CLAIMS, TOPICS, decide
from app.exhibits.catalogue import find
from app.exhibits.claims import Measured, Ruling, draw
from app.figures.plotly import numbers

EXHIBIT = find("claims")


def measured(slug: str = CLAIMS[0].slug, *, verdicts: bool = False) -> Measured:
    return EXHIBIT.measure(EXHIBIT.controls(claim=slug, verdicts=verdicts), "cpu")


def rulings() -> list[Ruling]:
    return [ruling for topic in measured(verdicts=True).topics for ruling in topic.rulings]


def test_lists_every_claim_by_topic_as_it_was_decided() -> None:
    assert [topic.title for topic in measured(verdicts=True).topics] == list(TOPICS)
    assert [(ruling.slug, ruling.statement) for ruling in rulings()] == [(c.slug, c.statement) for c in CLAIMS]
    for ruling in rulings():
        assert ruling.verdict == decide(ruling.slug, "cpu").verdict
        assert ruling.in_words.startswith(ruling.verdict)
        assert (ruling.in_words == ruling.verdict) == (ruling.verdict != "true if")


def test_decides_no_other_claim_than_the_one_that_was_asked_for() -> None:
    decide.cache_clear()
    (ruling,) = EXHIBIT.findings(measured("elu_is_smooth"))
    assert ruling.key == "number"
    assert decide.cache_info().currsize == 1


def test_no_two_statements_are_the_same() -> None:
    assert len({ruling.statement for ruling in rulings()}) == len(CLAIMS)


@pytest.mark.parametrize("slug", [claim.slug for claim in CLAIMS])
def test_the_figure_shows_the_evidence_of_the_claim_that_was_asked_for(slug: str) -> None:
    found = measured(slug)
    figure = draw(found)
    go.Figure(figure)
    assert found.chosen.slug == slug
    views = decide(slug, "cpu").views
    assert figure["layout"]["meta"]["panels"] == len(views)
    assert [trace["name"] for trace in figure["data"]] == [line.name for view in views for line in view.lines]
    told = [trace["name"] for trace in figure["data"] if trace["showlegend"]]
    assert len(told) == len(set(told))
    if slug == "sigmoid_gradient_range":
        assert numbers(figure["data"][0]["y"]).max() == 0.25


def test_the_findings_are_the_ruling_and_the_counts_of_all() -> None:
    first, *counts = EXHIBIT.findings(measured("elu_is_smooth", verdicts=True))
    assert first.name == "“ELU’s derivative is continuous” is true if α = 1"
    count = Counter(ruling.verdict for ruling in rulings())
    assert [finding.value for finding in counts] == [count["true"], count["false"], count["true if"]]
    assert sum(count.values()) == len(CLAIMS)


def test_an_unknown_statement_is_refused_with_the_nearest() -> None:
    with pytest.raises(ValueError, match="There is no claim 'softmax_die'; did you mean 'softmax_dies'"):
        EXHIBIT.controls(claim="softmax_die")


@pytest.mark.parametrize("claim", CLAIMS, ids=lambda claim: claim.slug)
def test_what_shows_a_claim_exists_and_takes_these_settings(claim: Any) -> None:
    address = urlsplit(claim.shown)
    given = parse_qs(address.query, strict_parsing=bool(address.query))
    if address.path == "/":
        for text in given["f"]:
            read(text)
        return
    where, slug = address.path.rsplit("/", 1)
    assert where == "/exhibits"
    find(slug).controls.model_validate({name: texts[0] for name, texts in given.items() if name != "f"})
    for text in given.get("f", []):
        read(text)
        assert "f" in find(slug).controls.model_fields

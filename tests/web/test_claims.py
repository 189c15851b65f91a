"""The page of claims lists every statement with its verdict in words, and its links lead to pages without a problem."""

from html import unescape

import pytest
from starlette.testclient import TestClient

from app.analysis.claims.catalogue import CLAIMS, decide

ADDRESSES = sorted({claim.shown for claim in CLAIMS})


def test_the_page_lists_every_statement_with_its_verdict_in_words(client: TestClient) -> None:
    page = unescape(client.get("/exhibits/claims?verdicts=true").text)
    for claim in CLAIMS:
        decision = decide(claim.slug, "cpu")
        assert f'href="/exhibits/claims?claim={claim.slug}&verdicts=true#stage"' in page
        assert claim.statement in page
        assert decision.says in page
        assert f"</span> {decision.verdict} {decision.condition}".strip() in page


def test_what_a_reader_is_to_predict_is_not_given_away_before_it_is_asked_for(client: TestClient) -> None:
    page = unescape(client.get("/exhibits/claims").text)
    for claim in CLAIMS[1:]:
        assert f'href="/exhibits/claims?claim={claim.slug}#stage"' in page
        assert decide(claim.slug, "cpu").says not in page
    assert "data-verdict" not in page
    assert 'href="/exhibits/claims?verdicts=true"' in page


def test_the_page_marks_the_statement_that_is_shown(client: TestClient) -> None:
    page = client.get("/exhibits/claims?claim=softmax_dies").text
    assert page.count('class="chosen"') == 1
    assert 'href="/exhibits/claims?claim=softmax_dies#stage" aria-current="true"' in page


def test_only_the_page_of_claims_has_the_list(client: TestClient) -> None:
    assert "claims.css" not in client.get("/exhibits/saturation").text


@pytest.mark.parametrize("address", ADDRESSES)
def test_what_shows_a_claim_is_a_page_that_takes_the_address_as_it_is(client: TestClient, address: str) -> None:
    assert client.get(address).status_code == 200


def test_the_api_answers_all_rulings_and_the_evidence_of_one(client: TestClient) -> None:
    answer = client.get("/api/v1/exhibits/claims?claim=softplus_gap&verdicts=true").json()["measured"]
    assert answer["chosen"]["statement"].startswith("Softplus")
    assert len(answer["views"]) == 2
    assert [ruling["slug"] for topic in answer["topics"] for ruling in topic["rulings"]] == [c.slug for c in CLAIMS]

"""The catalogue over HTTP: every entry with all its fields, whole and one by one."""

import html
import math
from dataclasses import asdict
from typing import Any

import pytest
from starlette.datastructures import QueryParams
from starlette.testclient import TestClient

from app.activations.catalogue import CATALOGUE, find
from app.playground.map.learned_ranges import EPOCHS, learned_ranges, question
from app.text import number
from app.web.api.learned_ranges import map_address
from app.web.api.map_query import MAP_QUERY
from app.web.http.query_string import validated

ALL = "/api/v1/activations"
NAMES = [entry.name for entry in CATALOGUE]

# what the API promises of an entry; `slice` is the rule of an across-units activation's curve
KEYS = {
    *("name", "title", "family", "kind", "formula", "derivative", "parameters", "summary", "strengths", "weaknesses"),
    *("origin", "frameworks", "claims", "slice", "aliases", "learned_ranges"),
}


@pytest.fixture(scope="module")
def entries(client: TestClient) -> dict[str, Any]:
    """The catalogue as it is answered, by name."""
    return {entry["name"]: entry for entry in client.get(ALL).json()["activations"]}


def test_answers_the_whole_catalogue_in_display_order(client: TestClient) -> None:
    answer = client.get(ALL)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert list(answer.json()) == ["activations"]
    assert [entry["name"] for entry in answer.json()["activations"]] == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_answers_one_entry_as_it_stands_in_the_catalogue(
    client: TestClient, entries: dict[str, Any], name: str
) -> None:
    answer = client.get(f"{ALL}/{name}")
    assert answer.status_code == 200
    assert answer.json() == entries[name]
    assert set(answer.json()) == KEYS


@pytest.mark.parametrize("name", NAMES)
def test_tells_what_the_entry_tells(entries: dict[str, Any], name: str) -> None:
    entry, answered = find(name), entries[name]
    for key in ("title", "family", "kind", "formula", "derivative", "summary"):
        assert answered[key] == getattr(entry, key)
    assert answered["strengths"] == list(entry.strengths)
    assert answered["weaknesses"] == list(entry.weaknesses)
    assert answered["origin"] == {
        "authors": entry.origin.authors,
        "year": entry.origin.year,
        "link": entry.origin.link,
    }
    assert (answered["slice"] is None) == (answered["kind"] == "elementwise")


@pytest.mark.parametrize("name", NAMES)
def test_lists_every_parameter_of_the_curve(entries: dict[str, Any], name: str) -> None:
    entry = find(name)
    parameters = entries[name]["parameters"]
    assert [parameter["name"] for parameter in parameters] == [knob.name for knob in entry.knobs]
    assert [parameter["slice"] for parameter in parameters] == [knob not in entry.parameters for knob in entry.knobs]
    for parameter, knob in zip(parameters, entry.knobs, strict=True):
        for key in ("symbol", "meaning", "default", "low", "high", "step", "whole", "learnable"):
            assert parameter[key] == getattr(knob, key)
        assert parameter["aliases"] == list(knob.aliases)


@pytest.mark.parametrize("name", NAMES)
def test_spells_the_entry_with_its_default_parameters(entries: dict[str, Any], name: str) -> None:
    for spelling in entries[name]["frameworks"].values():
        assert spelling["code"] is None or not {"{", "}"} & set(spelling["code"])


@pytest.mark.parametrize(
    ("name", "framework", "code"),
    [
        ("elu", "torch", "F.elu(x, 1.0)"),
        ("hard_sigmoid", "torch", f"F.hardtanh({1 / 6!r} * x + 0.5, 0.0, 1.0)"),
        ("maxout", "torch", "x.unflatten(-1, (-1, 3)).max(dim=-1).values"),
        ("gelu", "jax", "jax.nn.gelu(x, approximate=False)"),
        ("leaky_relu", "keras", "keras.activations.leaky_relu(x, negative_slope=0.01)"),
    ],
)
def test_a_spelling_can_be_copied(entries: dict[str, Any], name: str, framework: str, code: str) -> None:
    assert entries[name]["frameworks"][framework]["code"] == code


@pytest.mark.parametrize("name", NAMES)
def test_the_stated_traits_are_those_of_the_entry_with_words_for_infinity(entries: dict[str, Any], name: str) -> None:
    stated, answered = find(name).stated, entries[name]["claims"]
    for key in ("lower", "upper", "monotone", "parity", "smoothness"):
        assert answered[key] == getattr(stated, key)
    words = {math.inf: "infinity", -math.inf: "-infinity"}
    assert answered["limits"] == [limit if limit is None else words.get(limit, limit) for limit in stated.limits]


@pytest.mark.parametrize("path", ["ReLU6", "Clipped ReLU", "clipped-relu"])
def test_an_entry_is_found_by_what_people_call_it(client: TestClient, path: str) -> None:
    answer = client.get(f"{ALL}/{path}").json()
    assert (answer["name"], answer["aliases"]) == ("clipped_relu", ["relu6"])


def test_offers_the_nearest_name_for_one_that_is_not_there(client: TestClient) -> None:
    answer = client.get(f"{ALL}/sigmod")
    assert answer.status_code == 404
    assert answer.json()["detail"] == "There is no activation 'sigmod'; did you mean 'sigmoid'?"


def test_an_entry_tells_where_it_learns_and_the_map_that_shows_it(client: TestClient) -> None:
    ranges = client.get(f"{ALL}/relu").json()["learned_ranges"]
    for told, known in zip(ranges, learned_ranges()["relu"], strict=True):
        assert (told["data"], told["varied"], told["lr"]) == (known.data, known.varied, known.lr)
        assert told["best"] == asdict(known.best)
        given = QueryParams(told["map"])
        asked = MAP_QUERY.read(validated(MAP_QUERY.model, {name: given.getlist(name) for name in given})).map
        assert asked == question("relu", known.data, known.lr)
        assert (told["epochs"], told["seeds"]) == (asked.epochs, len(asked.values[1]))


def test_an_entry_that_was_not_measured_tells_nothing(client: TestClient) -> None:
    assert client.get(f"{ALL}/glu").json()["learned_ranges"] == []
    assert "Where it learns" not in client.get("/?f=glu").text


def test_the_card_tells_it_at_the_default_parameters_alone(client: TestClient) -> None:
    text = html.unescape(client.get("/?f=elu").text)
    for known in learned_ranges()["elu"]:
        if known.varied == "lr" and known.lowest and known.highest:
            low, high = number(known.lowest.value, 2), number(known.highest.value, 2)
            assert f"learns the {known.data} in {EPOCHS[known.data]} epochs at learning rates as low as {low} " in text
            assert f"and as high as {high}, best" in text
        assert f"/map?{map_address(known)}" in text
    assert client.get(f"/map?{map_address(learned_ranges()['elu'][-1])}").status_code == 200
    assert "Where it learns" not in client.get("/?f=elu(alpha=2)").text


def test_the_card_says_what_an_activation_does_not_learn(client: TestClient) -> None:
    never = [(name, each) for name, ranges in learned_ranges().items() for each in ranges if not each.lowest]
    name, known = next((name, each) for name, each in never if each.varied == "lr")
    text = client.get(f"/?f={name}").text
    assert (
        f"it does not learn the {known.data} in {EPOCHS[known.data]} epochs at any learning rate that was tried."
        in text
    )

"""The catalogue has the activations of docs/catalogue.md, with its names, ranges and sources, and describes each."""

import ast
import re
import xml.etree.ElementTree as ET
from fractions import Fraction
from pathlib import Path
from typing import NamedTuple, get_args
from urllib.parse import urlsplit

import pytest
from latex2mathml.converter import convert

from app.activations.catalogue import CATALOGUE, find
from app.activations.spec import Activation, Family, Spelling
from tests.unit.activations.trials import BY_NAME, NAMES, trials


class Range(NamedTuple):
    """A parameter's default and the ends of its range."""

    default: float
    low: float
    high: float
    whole: bool
    learnable: bool


class Promise(NamedTuple):
    """What the document says of an activation: its family, its parameters and the source that its entry must name."""

    family: str
    parameters: dict[str, Range]
    source: tuple[str, int] | None


DOCUMENT = Path(__file__).parents[3] / "docs/catalogue.md"
ROW = re.compile(r"\| `(\w+)` \| .+ \| (.+) \| (.+) \|")
PARAMETER = re.compile(r"`(\w+)` (\S+) in \[(\S+), (\S+)\](, whole)?(, learned)?")


def number(written: str) -> float:
    """A number as the document writes it: −1, 0.25 or 1/6."""
    return float(Fraction(written.replace("−", "-")))


def parameters_of(cell: str) -> dict[str, Range]:
    """The parameters that a cell of the document lists."""
    if cell == "–":
        return {}
    found = [PARAMETER.fullmatch(part) for part in cell.split("; ")]
    assert all(found), cell
    return {
        match[1]: Range(number(match[2]), number(match[3]), number(match[4]), bool(match[5]), bool(match[6]))
        for match in found
        if match
    }


def promises() -> dict[str, Promise]:
    """The document's tables, line by line, by name."""
    found: dict[str, Promise] = {}
    family = ""
    for line in DOCUMENT.read_text("utf-8").splitlines():
        if line.startswith("## "):
            family = line.removeprefix("## ").lower()
        elif match := ROW.fullmatch(line):
            author, _, year = match[3].rpartition(" ")
            source = (author, int(year)) if author else None
            assert match[1] not in found, f"{match[1]} stands twice"
            found[match[1]] = Promise(family, parameters_of(match[2]), source)
    return found


CONTRACT = promises()
SOURCES = {name: promise.source for name, promise in CONTRACT.items() if promise.source}
FAMILIES = list(dict.fromkeys(promise.family for promise in CONTRACT.values()))


def spellings(entry: Activation) -> dict[str, Spelling]:
    return {"torch": entry.frameworks.torch, "keras": entry.frameworks.keras, "jax": entry.frameworks.jax}


def test_the_document_lists_every_activation_in_its_family_and_no_other() -> None:
    assert {name: promise.family for name, promise in CONTRACT.items()} == {
        entry.name: entry.family for entry in CATALOGUE
    }


def test_none_that_was_published_has_gone() -> None:
    assert len(CONTRACT) >= 58


def test_shows_the_families_one_after_the_other() -> None:
    assert list(get_args(Family)) == FAMILIES
    assert [entry.family for entry in CATALOGUE] == [
        family for family in FAMILIES for entry in CATALOGUE if entry.family == family
    ]


@pytest.mark.parametrize("name", NAMES)
def test_has_the_parameters_of_the_contract(name: str) -> None:
    parameters = BY_NAME[name].parameters
    assert {
        knob.name: Range(knob.default, knob.low, knob.high, knob.whole, knob.learnable) for knob in parameters
    } == CONTRACT[name].parameters
    assert [knob.name for knob in parameters] == list(CONTRACT[name].parameters)


@pytest.mark.parametrize("name", NAMES)
def test_every_parameter_can_be_moved_by_a_slider_and_read(name: str) -> None:
    entry = BY_NAME[name]
    names = [knob.name for knob in entry.knobs]
    assert len(set(names)) == len(names)
    for knob in entry.knobs:
        assert knob.name.isidentifier()
        assert knob.symbol
        assert knob.meaning
        assert knob.low < knob.high
        assert 0 < knob.step <= knob.high - knob.low
        assert not knob.whole or knob.step == 1


@pytest.mark.parametrize("name", NAMES)
def test_every_sentence_is_one(name: str) -> None:
    entry = BY_NAME[name]
    sentences = [entry.summary, *entry.strengths, *entry.weaknesses]
    sentences += [spelling.differs for spelling in spellings(entry).values() if spelling.differs is not None]
    if entry.slice is not None:
        sentences.append(entry.slice.rule)
    assert entry.strengths
    assert entry.weaknesses
    for sentence in sentences:
        assert sentence.strip() == sentence
        assert sentence.endswith(".")
        assert len(sentence) > 10


def test_no_two_entries_share_a_title_or_a_summary() -> None:
    assert len({entry.title for entry in CATALOGUE}) == len(CATALOGUE)
    assert len({entry.summary for entry in CATALOGUE}) == len(CATALOGUE)
    assert all(entry.title.strip() for entry in CATALOGUE)


@pytest.mark.parametrize("name", NAMES)
def test_formula_and_derivative_become_mathml(name: str) -> None:
    for latex in (BY_NAME[name].formula, BY_NAME[name].derivative):
        tree = ET.fromstring(convert(latex))  # noqa: S314  the text is our own
        assert tree.tag == "{http://www.w3.org/1998/Math/MathML}math"
        assert len(tree)
        text = "".join(tree.itertext())
        # a command that the converter does not know stays as text
        assert "\\" not in text


@pytest.mark.parametrize("name", NAMES)
def test_the_origin_is_a_page_to_read(name: str) -> None:
    origin = BY_NAME[name].origin
    link = urlsplit(origin.link)
    assert link.scheme == "https"
    assert "." in link.netloc
    assert origin.authors.strip()
    assert 1940 <= origin.year <= 2026


@pytest.mark.parametrize("name", SOURCES)
def test_names_the_source_of_the_contract(name: str) -> None:
    author, year = SOURCES[name]
    origin = BY_NAME[name].origin
    assert origin.authors.startswith(author)
    assert origin.year == year


@pytest.mark.parametrize("framework", ["torch", "keras", "jax"])
@pytest.mark.parametrize("name", NAMES)
def test_every_spelling_is_an_expression_in_x(name: str, framework: str) -> None:
    entry = BY_NAME[name]
    spelling = spellings(entry)[framework]
    if spelling.code is None:
        # the one that brings weights of its own says how to build it
        assert (name, bool(spelling.differs)) == ("aprelu", True)
        return
    for params in trials(entry):
        tree = ast.parse(spelling.code.format(**params), mode="eval")
        assert "x" in {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}


# docs/numerics.md, "Defaults that differ between frameworks": each row flags what it names
@pytest.mark.parametrize(
    ("name", "framework", "fragment"),
    [
        ("hard_sigmoid", "keras", "0.2 in Keras 2"),
        ("hard_sigmoid", "torch", "1/6"),
        ("gelu", "jax", "tanh form"),
        ("gelu", "jax", "0.841192"),
        ("leaky_relu", "keras", "0.2"),
        ("leaky_relu", "keras", "0.3"),
        ("prelu", "keras", "starts it at 0"),
        ("thresholded_relu", "keras", "started at 1"),
        ("softplus", "torch", "20"),
        ("swish", "torch", "fixes β at 1"),
        ("mish", "torch", "NaN"),
        ("hard_tanh", "jax", "derivative 1"),
        ("leaky_relu", "jax", "the derivative 1"),
        ("abs", "jax", "the derivative 1"),
        ("selu", "torch", "1.7581"),
        ("maxout", "torch", "first piece"),
        ("sinc", "torch", "NaN"),
        ("softshrink", "torch", "lambd"),
    ],
)
def test_flags_what_a_framework_does_otherwise(name: str, framework: str, fragment: str) -> None:
    assert fragment in (spellings(BY_NAME[name])[framework].differs or "")


def test_finds_each_entry_by_its_name() -> None:
    assert [find(entry.name) for entry in CATALOGUE] == list(CATALOGUE)


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("sigmod", "There is no activation 'sigmod'; did you mean 'sigmoid'?"),
        ("GELLU", "There is no activation 'GELLU'; did you mean 'gelu'?"),
        ("zzz", "There is no activation 'zzz'."),
        ("", "There is no activation ''."),
    ],
)
def test_offers_the_nearest_name_for_one_that_is_not_there(name: str, sentence: str) -> None:
    with pytest.raises(KeyError) as raised:
        find(name)
    assert raised.value.args[0] == sentence

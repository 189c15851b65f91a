"""The catalogue has the 58 activations of CATALOGUE.md, with its names, ranges and sources, and describes each."""

import ast
import xml.etree.ElementTree as ET
from typing import NamedTuple
from urllib.parse import urlsplit

import pytest
from latex2mathml.converter import convert

from app.activations.catalogue import CATALOGUE, find
from app.activations.spec import Activation, Family, Spelling
from tests.unit.activations.trials import BY_NAME, NAMES, trials


class Range(NamedTuple):
    """A parameter's default and the ends of its range; None where CATALOGUE.md names none."""

    default: float | None = None
    low: float | None = None
    high: float | None = None
    whole: bool = False
    learnable: bool = False


# CATALOGUE.md, line by line: its order within a family is not part of the contract, its names and numbers are
SATURATING: dict[str, dict[str, Range]] = {
    "binary_step": {},
    "sigmoid": {},
    "hard_sigmoid": {"slope": Range(1 / 6, 0.05, 1)},
    "log_sigmoid": {},
    "tanh": {},
    "hard_tanh": {"min_val": Range(-1, -5, 0), "max_val": Range(1, 0, 5)},
    "softsign": {},
    "arctan": {},
    "isru": {"alpha": Range(1, 0.01, 10)},
    "sparse_sigmoid": {},
}
RECTIFIED: dict[str, dict[str, Range]] = {
    "relu": {},
    "clipped_relu": {"max_value": Range(6, 0.1, 10)},
    "leaky_relu": {"alpha": Range(0.01, 0, 1)},
    "prelu": {"alpha": Range(0.25, -1, 2, learnable=True)},
    "rrelu": {"lower": Range(1 / 8, 0, 1), "upper": Range(1 / 3, 0, 1)},
    "thresholded_relu": {"theta": Range(1, 0, 5)},
    "abs": {},
    "squared_relu": {},
    "srelu": {
        "t_left": Range(-1, learnable=True),
        "a_left": Range(0.1, learnable=True),
        "t_right": Range(1, learnable=True),
        "a_right": Range(0.5, learnable=True),
    },
}
EXPONENTIAL: dict[str, dict[str, Range]] = {
    "elu": {"alpha": Range(1, 0.01, 5)},
    "celu": {"alpha": Range(1, 0.05, 5)},
    "selu": {},
    "isrlu": {"alpha": Range(1, 0.01, 10)},
    "softplus": {"beta": Range(1, 0.1, 10)},
    "squareplus": {"b": Range(4, 0, 10)},
    "sparse_plus": {},
    "exponential": {},
    "soft_exponential": {"alpha": Range(0.5, -1, 1)},
}
GATED: dict[str, dict[str, Range]] = {
    "gelu": {},
    "gelu_tanh": {},
    "quick_gelu": {},
    "silu": {},
    "swish": {"beta": Range(1, 0, 10, learnable=True)},
    "hard_swish": {},
    "mish": {},
    "lisht": {},
}
SHRINKING: dict[str, dict[str, Range]] = {
    "tanhshrink": {},
    "softshrink": {"theta": Range(0.5, 0, 3)},
    "hardshrink": {"theta": Range(0.5, 0, 3)},
}
PERIODIC: dict[str, dict[str, Range]] = {
    "identity": {},
    "sine": {"omega": Range(1, 0.1, 30)},
    "sinc": {},
    "gaussian": {},
    "snake": {"alpha": Range(1, 0.1, 10, learnable=True)},
    "bent_identity": {},
}
ACROSS_UNITS: dict[str, dict[str, Range]] = {
    "softmax": {"temperature": Range(1, 0.05, 10)},
    "log_softmax": {},
    "softmin": {},
    "hardmax": {},
    "gumbel_softmax": {"tau": Range(1, 0.1, 10), "seed": Range(whole=True)},
    "sparsemax": {},
    "maxout": {"k": Range(3, 2, 8, whole=True)},
    "glu": {},
    "reglu": {},
    "geglu": {},
    "swiglu": {},
    "crelu": {},
    "aprelu": {"hidden": Range(whole=True)},
}
FAMILIES: dict[Family, dict[str, dict[str, Range]]] = {
    "saturating": SATURATING,
    "rectified": RECTIFIED,
    "exponential": EXPONENTIAL,
    "gated": GATED,
    "shrinking": SHRINKING,
    "periodic and other": PERIODIC,
    "across units": ACROSS_UNITS,
}
CONTRACT = {name: ranges for family in FAMILIES.values() for name, ranges in family.items()}

# CATALOGUE.md's column "source", where it names a paper: its first author and its year
SOURCES = {
    "binary_step": ("McCulloch", 1943),
    "hard_sigmoid": ("Courbariaux", 2015),
    "hard_tanh": ("Collobert", 2004),
    "softsign": ("Bergstra", 2009),
    "isru": ("Carlile", 2017),
    "relu": ("Nair", 2010),
    "clipped_relu": ("Krizhevsky", 2010),
    "leaky_relu": ("Maas", 2013),
    "prelu": ("He", 2015),
    "rrelu": ("Xu", 2015),
    "thresholded_relu": ("Konda", 2014),
    "abs": ("Jarrett", 2009),
    "squared_relu": ("So", 2021),
    "srelu": ("Jin", 2015),
    "elu": ("Clevert", 2015),
    "celu": ("Barron", 2017),
    "selu": ("Klambauer", 2017),
    "isrlu": ("Carlile", 2017),
    "softplus": ("Dugas", 2001),
    "squareplus": ("Barron", 2021),
    "soft_exponential": ("Godfrey", 2015),
    "gelu": ("Hendrycks", 2016),
    "gelu_tanh": ("Hendrycks", 2016),
    "quick_gelu": ("Hendrycks", 2016),
    "silu": ("Elfwing", 2017),
    "swish": ("Ramachandran", 2017),
    "hard_swish": ("Howard", 2019),
    "mish": ("Misra", 2019),
    "lisht": ("Roy", 2019),
    "sine": ("Sitzmann", 2020),
    "snake": ("Ziyin", 2020),
    "softmax": ("Bridle", 1990),
    "gumbel_softmax": ("Jang", 2016),
    "sparsemax": ("Martins", 2016),
    "maxout": ("Goodfellow", 2013),
    "glu": ("Dauphin", 2016),
    "reglu": ("Shazeer", 2020),
    "geglu": ("Shazeer", 2020),
    "swiglu": ("Shazeer", 2020),
    "crelu": ("Shang", 2016),
    "aprelu": ("Zhao", 2020),
}


def spellings(entry: Activation) -> dict[str, Spelling]:
    return {"torch": entry.frameworks.torch, "keras": entry.frameworks.keras, "jax": entry.frameworks.jax}


def test_has_the_58_names_each_once() -> None:
    assert len(CONTRACT) == 58
    assert sorted(entry.name for entry in CATALOGUE) == sorted(CONTRACT)


def test_shows_the_families_one_after_the_other() -> None:
    assert list(dict.fromkeys(entry.family for entry in CATALOGUE)) == list(FAMILIES)
    assert [entry.family for entry in CATALOGUE] == [
        family for family in FAMILIES for entry in CATALOGUE if entry.family == family
    ]


@pytest.mark.parametrize("family", FAMILIES)
def test_puts_each_activation_into_its_family(family: Family) -> None:
    assert {entry.name for entry in CATALOGUE if entry.family == family} == set(FAMILIES[family])


@pytest.mark.parametrize("name", NAMES)
def test_has_the_parameters_of_the_contract(name: str) -> None:
    parameters = {parameter.name: parameter for parameter in BY_NAME[name].parameters}
    assert list(parameters) == list(CONTRACT[name])
    for parameter, (default, low, high, whole, learnable) in zip(
        parameters.values(), CONTRACT[name].values(), strict=True
    ):
        assert parameter.default == (parameter.default if default is None else default)
        assert parameter.low == (parameter.low if low is None else low)
        assert parameter.high == (parameter.high if high is None else high)
        assert (parameter.whole, parameter.learnable) == (whole, learnable)


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


# NUMERICS.md, "Defaults that differ between frameworks": each row flags what it names
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
        ("GELU", "There is no activation 'GELU'; did you mean 'gelu'?"),
        ("zzz", "There is no activation 'zzz'."),
        ("", "There is no activation ''."),
    ],
)
def test_offers_the_nearest_name_for_one_that_is_not_there(name: str, sentence: str) -> None:
    with pytest.raises(KeyError) as raised:
        find(name)
    assert raised.value.args[0] == sentence

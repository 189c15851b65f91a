"""A plan takes what it can train, refuses the rest with a sentence, and never changes."""

import math
from typing import Any

import pytest
from pydantic import ValidationError

from app.initialisations import INITIALISATIONS
from app.playground.data.samples import MOST_ROWS
from app.playground.network_plan import MOST_LAYERS, HiddenLayer, NetworkPlan
from app.playground.plan import LARGEST_SEED, DataPlan, Plan, Tuning
from tests.unit.sentences import assert_one_sentence

PLAIN = [name for name, initialisation in INITIALISATIONS.items() if initialisation.symbol is None]

# the ends of every range, and what lies just beyond
RANGES: list[tuple[str, str, list[Any], list[Any]]] = [
    ("data", "points", [20, 2000], [19, 2001, 20.5, True]),
    ("data", "noise", [0, 1], [-0.01, 1.01, math.nan, True]),
    ("data", "train_fraction", [0.1, 0.9, 1], [0.09, 1.01, math.inf]),
    ("data", "seed", [0, LARGEST_SEED], [-1, LARGEST_SEED + 1]),
    ("network", "dropout", [0, 0.9], [-0.1, 0.91, math.nan]),
    ("training", "lr", [1e-6, 10], [0, 1e-7, 10.1, -1, math.nan, math.inf]),
    ("training", "batch_size", [1, 2000, "all"], [0, 2001, "some", 1.5, False]),
    ("training", "l1", [0, 1], [-0.1, 1.1]),
    ("training", "l2", [0, 1], [-0.1, 1.1]),
    ("training", "activity", [0, 1], [-0.1, 1.1, math.nan, True]),
    ("training", "loss", ["auto", "logistic", "cross_entropy", "squared"], ["hinge", ""]),
    ("training", "optimizer", ["sgd", "adamw"], ["lbfgs", "SGD"]),
    ("network", "init", [*PLAIN, "normal(0)", "normal(1e-3)", "constant(-100)"], ["normal(-1)", "normal"]),
    ("network", "init", ["constant(.5)"], ["constant(1e3)", "zeros(1)", "constant(1.2.3)", "constant(1e)", "normal()"]),
]
SAMPLES = [[0.5, -1, 0], [2, 3, 1]]


def sentences(error: ValidationError) -> list[str]:
    """What our own checks say."""
    return [found["msg"].removeprefix("Value error, ") for found in error.errors()]


@pytest.mark.parametrize(("part", "name", "legal", "illegal"), RANGES)
def test_a_value_is_taken_within_its_range_alone(part: str, name: str, legal: list[Any], illegal: list[Any]) -> None:
    for value in legal:
        plan = Plan.model_validate({part: {name: value}})
        assert plan.model_dump(mode="json")[part][name] == value
    for value in illegal:
        with pytest.raises(ValidationError):
            Plan.model_validate({part: {name: value}})


OPTIONS = {"use_bias": True, "constraint": "none", "normalisation": "none", "shared": True}


def test_the_defaults_are_a_plan_to_begin_with() -> None:
    assert Plan().model_dump(mode="json") == {
        "data": {
            "name": "circle",
            "points": 500,
            "noise": 0.1,
            "features": ["x", "y"],
            "train_fraction": 0.5,
            "seed": 0,
            "standardise": "auto",
            "task": "auto",
            "samples": None,
            "columns": None,
        },
        "network": {
            "hidden": [{"units": units, "activation": "tanh", **OPTIONS} for units in (4, 2)],
            "output_use_bias": True,
            "output_constraint": "none",
            "init": "xavier_uniform",
            "bias_init": "zeros",
            "weight_scale": 1.0,
            "dropout": 0.0,
        },
        "training": {
            "loss": "auto",
            "optimizer": "sgd",
            "lr": 0.03,
            "momentum": 0.9,
            "batch_size": 10,
            "l1": 0.0,
            "l2": 0.0,
            "l1_bias": 0.0,
            "l2_bias": 0.0,
            "activity": 0.0,
        },
        "replicas": 1,
        "seed": 0,
    }


def test_a_plan_survives_json() -> None:
    plan = Plan.model_validate(
        {
            "data": {"name": "own", "samples": SAMPLES},
            "network": {"hidden": [{"units": 3, "activation": "where(x > 0, x, a*x)|a=0.1"}], "init": "normal(0.5)"},
            "replicas": 4,
        }
    )
    assert Plan.model_validate_json(plan.model_dump_json()) == plan


def test_own_points_are_read_once() -> None:
    plan, same = (Plan.model_validate({"data": {"name": "own", "samples": SAMPLES}}) for _ in range(2))
    samples = plan.data.own_samples
    assert samples is not None
    assert plan.data.own_samples is samples
    assert plan.tuned(Tuning(lr=0.1)).data.own_samples is samples
    assert plan == same
    assert hash(plan) == hash(same)
    assert plan.model_dump() == same.model_dump()
    assert Plan().data.own_samples is None


def test_a_plan_never_changes() -> None:
    plan = Plan()
    with pytest.raises(ValidationError):
        plan.seed = 3  # pyrefly: ignore  # that is the test
    assert plan.seed == 0


@pytest.mark.parametrize("layers", [0, MOST_LAYERS])
def test_as_many_layers_as_a_page_can_show(layers: int) -> None:
    assert len(Plan.model_validate({"network": {"hidden": [{"units": 64}] * layers}}).network.hidden) == layers


@pytest.mark.parametrize("hidden", [[{}] * (MOST_LAYERS + 1), [{"units": 0}], [{"units": 65}], [{"units": True}]])
def test_no_layer_more_and_no_unit_more(hidden: list[dict[str, Any]]) -> None:
    with pytest.raises(ValidationError):
        Plan.model_validate({"network": {"hidden": hidden}})


@pytest.mark.parametrize("activation", ["tanhh", "elu(alpha=-1e9)", "x +", "2", "softmax(x)", "", "elu(alpha=0.1"])
def test_an_activation_that_there_is_not_is_refused_with_a_sentence(activation: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Plan.model_validate({"network": {"hidden": [{"units": 2, "activation": activation}]}})
    (found,) = refusal.value.errors()
    assert found["loc"] == ("network", "hidden", 0, "activation")
    assert_one_sentence(*sentences(refusal.value))


def test_an_initialisation_that_there_is_not_is_told_of_those_that_there_are() -> None:
    with pytest.raises(ValidationError) as refusal:
        Plan.model_validate({"network": {"init": "glorot"}})
    (sentence,) = sentences(refusal.value)
    assert_one_sentence(sentence)
    assert sentence.startswith("init = glorot is not an initialisation; choose xavier_uniform, xavier_normal, ")


@pytest.mark.parametrize(
    ("init", "meant"),
    [
        ("he_normal", ("he_normal", 0.0)),
        ("normal(0.25)", ("normal", 0.25)),
        ("constant(-2e-1)", ("constant", -0.2)),
    ],
)
def test_an_initialisation_is_a_name_and_a_number(init: str, meant: tuple[str, float]) -> None:
    found = Plan.model_validate({"network": {"init": init}}).network.initialisation
    assert (found.initialisation.name, found.number) == meant


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        ({"name": "own"}, "The data set own needs its points: samples, rows such as [x, y, label]."),
        (
            {"name": "xor", "samples": SAMPLES},
            "The data set xor has points of its own; samples belong to the data set own.",
        ),
        (
            {"name": "own", "samples": [[0, 0, 1], [1, 1, 1]]},
            "Every row has the label 1; a network needs points of two classes at least.",
        ),
    ],
)
def test_own_points_and_drawn_points_are_not_mixed(data: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValidationError) as refusal:
        Plan.model_validate({"data": data})
    assert sentences(refusal.value) == [sentence]


@pytest.mark.parametrize(
    "rows",
    [
        [[0, 0, 0]],
        [[0, 0, 0], [1, 1, ""]],
        [[0, 0, 0], [1, 1, "z" * 41]],
        [[0, 0, 0], [1, 1, None]],
        [[0, 0, 0], [1, 1, math.inf]],
        [[0, 0, 0], [1.1e6, 1, 1]],
        [[0, 0, i] for i in "ABCDEFGHIJK"],
        [[0, "1", 0], [1, 1, 1]],
        [[0, True, 0], [1, 1, 1]],
        [[0, 10**400, 0], [1, 1, 1]],
        [[0], [1]],
        [[0] * 66, [1] * 66],
        [[0, 0, 0], [math.nan, 1, 1]],
        [[0, 0, 0], [1, 1]],
        [[0, 0, 0], [1, 1, True]],
        [[0, 0, 0], [1, 1, 1]] * (MOST_ROWS // 2) + [[0, 0, 0]],
    ],
)
def test_own_points_are_numbers_and_classes(rows: list[list[float]]) -> None:
    with pytest.raises(ValidationError):
        Plan.model_validate({"data": {"name": "own", "samples": rows}})


@pytest.mark.parametrize("part", [{}, {"data": {}}, {"network": {"hidden": [{}]}}, {"training": {}}])
def test_what_a_plan_does_not_know_it_refuses(part: dict[str, Any]) -> None:
    content: dict[str, Any] = dict(part)
    inner = content
    while isinstance(inner, dict) and inner:
        value = next(iter(inner.values()))
        inner = value[0] if isinstance(value, list) else value
    inner["epochs"] = 3
    with pytest.raises(ValidationError, match="There is no parameter 'epochs' here"):
        Plan.model_validate(content)


def test_the_seeds_of_all_replicas_are_seeds() -> None:
    assert Plan(seed=LARGEST_SEED, replicas=1).seed == LARGEST_SEED
    with pytest.raises(ValidationError, match=f"The seeds of 2 replicas go beyond {LARGEST_SEED}; choose a smaller"):
        Plan(seed=LARGEST_SEED, replicas=2)
    with pytest.raises(ValidationError):
        Plan(replicas=0)


def test_a_changed_plan_differs_there_alone() -> None:
    plan = Plan(data=DataPlan(name="xor"), seed=7)
    changed = plan.tuned(Tuning(lr=0.5, dropout=0.25, batch_size="all"))
    assert (changed.training.lr, changed.network.dropout, changed.training.batch_size) == (0.5, 0.25, "all")
    assert changed.tuned(Tuning(lr=0.03, dropout=0.0, batch_size=10)) == plan
    assert plan.training.lr == 0.03
    for illegal in ({"lr": 0}, {"dropout": 1}, {"batch_size": 0}, {"l1": -1}, {"activity": 2}, {"speed": 1}):
        with pytest.raises(ValidationError):
            plan.tuned(Tuning(**illegal))


def test_matched_weights_refuse_an_activation_without_a_gain() -> None:
    with pytest.raises(ValueError, match="1/x has no gain, which matched weights need"):
        NetworkPlan(hidden=(HiddenLayer(activation="1/x"),), init="matched")


@pytest.mark.parametrize("label", [10**400, -(10**400), math.inf, math.nan, 1e300])
def test_a_label_beyond_all_numbers_is_refused_with_a_sentence(label: float) -> None:
    with pytest.raises(ValidationError, match=r"In samples the label = .* is (not finite|too far out)"):
        DataPlan(name="own", samples=((0, 0, label), (1, 1, 0)))

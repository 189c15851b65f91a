"""A plan is trained as it says, the same each time and within the server's limits; in an address it stays the same."""

import json
import re
from collections.abc import Iterator
from html import unescape
from typing import Any
from urllib.parse import parse_qs

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.testclient import TestClient

from app.activations.catalogue import CATALOGUE
from app.initialisations import INITIALISATIONS
from app.main import create_app
from app.playground.plan import LARGEST_SEED, Plan
from app.settings import Settings
from app.web.api.plan_query import PLAN_QUERY
from app.web.http.query_string import validated
from tests.unit.playground.data.test_link import link_of
from tests.unit.sentences import assert_one_sentence
from tests.web.plans import OWN, SMALL, Json, plan_of
from tests.web.test_problems import assert_is_a_problem

TRAIN = "/api/v1/playground/train"
SCORES = {"train_loss", "test_loss", "train_accuracy", "test_accuracy"}


def train(client: TestClient, plan: Json, epochs: int = 3, *include: str) -> Json:
    answer = client.post(TRAIN, json={"plan": plan, "epochs": epochs, "include": include})
    assert answer.status_code == 200, answer.text
    return answer.json()


def shape(values: Any) -> tuple[int, ...]:
    return np.array(values).shape


def test_the_history_begins_before_training_and_has_every_epoch(client: TestClient) -> None:
    content = train(client, SMALL, 5)
    assert set(content) == {"plan", "epochs", "complete", "history", "diverged"}
    assert [entry["epoch"] for entry in content["history"]] == [0, 1, 2, 3, 4, 5]
    assert all(set(entry) == {"epoch"} | SCORES for entry in content["history"])
    assert content["epochs"] == 5
    assert content["diverged"] is None
    assert content["history"][5]["train_loss"] < content["history"][0]["train_loss"]


def test_where_every_point_is_trained_on_there_are_no_test_scores(client: TestClient) -> None:
    corners = [[0, 0, 0], [0, 1, 1], [1, 0, 1], [1, 1, 0]]
    data = {"name": "own", "samples": corners, "train_fraction": 1}
    content = train(client, plan_of((4, "tanh"), data=data, replicas=2), 3, "data", "layers")
    assert content["data"]["test"] == {"x": [], "y": []}
    assert sorted([*x, y] for x, y in zip(*content["data"]["train"].values(), strict=True)) == corners
    assert all(entry["test_loss"] is entry["test_accuracy"] is None for entry in content["history"])
    assert all(0 <= value <= 1 for entry in content["history"] for value in entry["train_accuracy"])


def test_no_epoch_is_the_network_before_training(client: TestClient) -> None:
    content = train(client, SMALL, 0, "weights")
    assert len(content["history"]) == 1
    assert content["weights"]["initial"] == content["weights"]["final"]


@pytest.mark.parametrize(
    "plan",
    [
        SMALL,
        plan_of((4, "prelu"), (3, "rrelu"), training={"optimizer": "adam"}, replicas=3),
        {**plan_of((4, "relu"), data={"name": "spiral", "points": 50, "noise": 0.3}), "seed": 7},
    ],
)
def test_the_same_plan_gives_the_same_bytes(client: TestClient, plan: Json) -> None:
    body = {"plan": plan, "epochs": 4, "include": ["data", "weights", "boundary", "layers"]}
    first, second = (client.post(TRAIN, json=body) for _ in range(2))
    assert first.status_code == 200
    assert first.content == second.content


def test_another_seed_gives_another_history(client: TestClient) -> None:
    assert train(client, SMALL)["history"] != train(client, {**SMALL, "seed": 1})["history"]


def test_what_is_left_out_stands_at_its_default(client: TestClient) -> None:
    content = train(client, {}, 1)
    assert content["plan"] == Plan().model_dump(mode="json")
    assert content["history"] == train(client, Plan().model_dump(mode="json"), 1)["history"]


def test_several_replicas_answer_lists_and_each_is_the_network_that_it_would_be_alone(client: TestClient) -> None:
    plan = plan_of((3, "tanh"), (2, "prelu"))
    together = train(client, {**plan, "replicas": 3, "seed": 5}, 4, "weights")
    for replica in range(3):
        alone = train(client, {**plan, "seed": 5 + replica}, 4, "weights")
        for entry, own in zip(together["history"], alone["history"], strict=True):
            for name in SCORES:
                assert entry[name][replica] == pytest.approx(own[name], rel=1e-9)
        assert together["weights"]["initial"][replica] == alone["weights"]["initial"]


def test_includes_what_is_asked_for(client: TestClient) -> None:
    plan = plan_of((3, "maxout(k=2)"), (2, "prelu"))
    content = train(client, plan, 2, "data", "weights", "boundary", "layers")
    assert [shape(content["data"][part]["x"]) for part in ("train", "test")] == [(30, 2), (30, 2)]
    assert content["data"]["classes"] == 2
    for moment in ("initial", "final"):
        layers = content["weights"][moment]
        assert [shape(layer["W"]) for layer in layers] == [(2, 6), (3, 2), (2, 1)]
        assert [shape(layer["b"]) for layer in layers] == [(6,), (2,), (1,)]
    assert content["weights"]["initial"][1]["alpha"] == 0.25
    assert shape(content["boundary"]["maps"]) == (1, 64, 64)
    assert content["boundary"]["embedding"] is None
    assert 0 <= np.min(content["boundary"]["maps"]) <= np.max(content["boundary"]["maps"]) <= 1
    assert len(content["layers"]) == 3


def test_the_plane_of_a_table_lies_where_the_answer_says(client: TestClient) -> None:
    content = train(client, plan_of((3, "tanh"), data={"name": "iris"}), 1, "data", "boundary")
    told = {name: np.array(values) for name, values in content["boundary"]["embedding"].items()}
    points = np.array(content["data"]["train"]["x"])
    # the plane of the first two principal components, which are orthonormal in standardised columns
    spread = points.std(axis=0)
    standardised = (points - points.mean(axis=0)) / spread
    components = np.linalg.svd(standardised, full_matrices=False)[2][:2]
    along, onto = told["along"] / spread, told["onto"].T * spread
    np.testing.assert_allclose(told["origin"], points.mean(axis=0))
    for found in (along, onto):
        np.testing.assert_allclose(np.abs(found), np.abs(components), atol=1e-9)
    # a place of the plane is shown where it is
    np.testing.assert_allclose(told["along"] @ told["onto"], np.eye(2), atol=1e-12)


def test_what_each_unit_learns_is_a_list(client: TestClient) -> None:
    plan = {"network": {"hidden": [{"units": 3, "activation": "prelu(alpha=0.5)", "shared": False, "use_bias": False}]}}
    content = train(client, plan, 1, "weights")
    assert content["weights"]["initial"][0]["alpha"] == [0.5] * 3
    assert content["weights"]["initial"][0].keys() == {"W", "alpha"}
    body = {"plan": plan, "weights": content["weights"]["final"]}
    assert "alpha_1" in client.post("/api/v1/playground/script", json=body).text


def test_a_regression_has_no_accuracy(client: TestClient) -> None:
    entry = train(client, plan_of((3, "tanh"), data={"name": "ripple", "points": 40}))["history"][-1]
    assert entry["train_accuracy"] is None
    assert entry["train_loss"] > 0


def test_own_points_are_trained_on(client: TestClient) -> None:
    content = train(client, plan_of((3, "tanh"), data=OWN), 1, "data")
    rows = [
        [*x, y]
        for part in ("train", "test")
        for x, y in zip(content["data"][part]["x"], content["data"][part]["y"], strict=True)
    ]
    assert sorted(rows) == sorted(OWN["samples"])


def test_a_run_that_diverges_says_where_and_ends_there(client: TestClient) -> None:
    plan = plan_of((8, "relu"), (8, "relu"), data={"name": "plane", "points": 60}, training={"lr": 10})
    content = train(client, plan, 200)
    diverged = content["diverged"]
    assert set(diverged) == {"epoch", "layer", "quantity"}
    assert content["epochs"] == diverged["epoch"] == content["history"][-1]["epoch"] < 200


@pytest.fixture(scope="module")
def narrow() -> Iterator[TestClient]:
    """A server that allows little."""
    limits = Settings(device="cpu", most_replicas=4, most_epochs=50_000, most_work=1_000_000, train_seconds=1)
    with TestClient(create_app(limits), raise_server_exceptions=False) as client:
        yield client


@pytest.mark.parametrize(
    ("plan", "epochs", "fragments"),
    [
        ({**SMALL, "replicas": 5}, 1, ("5 replicas", "4", "MOST_REPLICAS")),
        (SMALL, 50_001, ("50001 epochs", "50000", "MOST_EPOCHS")),
        (plan_of((64, "tanh"), (64, "tanh")), 1, ("1 million", "MOST_WORK")),
        ({**SMALL, "replicas": 4}, 50_000, ("800032 numbers", "500000", "MOST_NUMBERS", "every = 2")),
    ],
)
def test_a_limit_is_named_by_its_setting(
    narrow: TestClient, plan: Json, epochs: int, fragments: tuple[str, ...]
) -> None:
    answer = narrow.post(TRAIN, json={"plan": plan, "epochs": epochs})
    detail = assert_is_a_problem(answer, 422)["detail"]
    for fragment in fragments:
        assert fragment in detail


def test_what_the_time_is_too_short_for_is_answered_as_far_as_it_came(narrow: TestClient, client: TestClient) -> None:
    plan = plan_of((8, "tanh"), data={"points": 2000}, training={"batch_size": 1})
    body = {"plan": plan, "epochs": 10_000, "every": 1000, "include": ["weights"]}
    answer = narrow.post(TRAIN, json=body)
    assert answer.status_code == 200
    found = answer.json()
    assert (found["complete"], 0 < found["epochs"] < 10_000) == (False, True)
    assert [entry["epoch"] for entry in found["history"]] == [0, found["epochs"]]
    # as far as it came it is the run of as many epochs
    again = train(client, plan, found["epochs"], "weights")
    assert (again["complete"], again["weights"]) == (True, found["weights"])


def test_what_is_within_the_limits_is_trained(narrow: TestClient) -> None:
    # as far as a second leads, on a busy machine too
    assert train(narrow, {**SMALL, "replicas": 4}, 2)["epochs"] >= 1


def whole(**part: Any) -> Json:
    return {"plan": part, "epochs": 1}


def data(**values: Any) -> Json:
    return whole(data=values)


def network(**values: Any) -> Json:
    return whole(network=values)


def training(**values: Any) -> Json:
    return whole(training=values)


def hidden(*layers: Any) -> Json:
    return network(hidden=list(layers))


REFUSED: list[tuple[Any, str]] = [
    ({}, "epochs is missing"),
    ({"epochs": -1}, "epochs = -1"),
    ({"epochs": 1.5}, "epochs = 1.5 is not a whole number"),
    ({"epochs": True}, "epochs"),
    ({"epochs": None}, "epochs"),
    ({"epochs": "many"}, "epochs = 'many'"),
    ({"epochs": 10_001}, "MOST_EPOCHS"),
    ({"epochs": 2**40}, "epochs"),
    ({"epochs": 1, "include": ["everything"]}, "include.0 = 'everything' is not a choice"),
    ({"epochs": 1, "include": "data"}, "include must be a list"),
    ({"epochs": 1, "include": ["data"] * 5}, "include has more than 4"),
    ({"epochs": 1, "plans": {}}, "did you mean 'plan'"),
    ({"epochs": 1, "plan": None}, "plan must be a JSON object"),
    ({"epochs": 1, "plan": []}, "plan must be a JSON object"),
    ({"epochs": 1, "plan": "circle"}, "plan must be a JSON object"),
    (whole(date={}), "There is no parameter 'date' in plan; did you mean 'data'?"),
    (whole(replicas=0), "plan.replicas = 0"),
    (whole(replicas=129), "MOST_REPLICAS"),
    (whole(replicas=2, seed=LARGEST_SEED), "smaller seed"),
    (whole(seed=-1), "plan.seed = -1"),
    (whole(seed=2**31), "plan.seed"),
    (whole(seed=0.5), "plan.seed"),
    (whole(seed=True), "plan.seed"),
    (data(name="sphere"), "plan.data.name = 'sphere' is not a choice"),
    (data(points=19), "plan.data.points = 19"),
    (data(points=2001), "plan.data.points = 2001"),
    (data(noise=-0.1), "plan.data.noise"),
    (data(noise=1.01), "plan.data.noise"),
    (data(noise=float("nan")), "plan.data.noise = nan is not a finite number"),
    (data(train_fraction=0), "plan.data.train_fraction"),
    (data(train_fraction=1.05), "plan.data.train_fraction"),
    (data(train_fraction=float("inf")), "not a finite number"),
    (data(seed=-1), "plan.data.seed"),
    (data(name="own"), "needs its points"),
    (data(samples=[[0, 0, 0], [1, 1, 1]]), "samples belong to the data set own"),
    (data(name="own", samples=[]), "plan.data.samples needs at least 2"),
    (data(name="own", samples=[[0, 0, 0]]), "plan.data.samples needs at least 2"),
    (data(name="own", samples=[[0, 0, 0]] * 10_001), "more than 10000"),
    (data(name="own", samples=[[0, 0, 1], [1, 1, 1]]), "of two classes at least"),
    (data(name="own", samples=[[0, 0, True], [1, 1, 1]]), "A label is a number, or a text"),
    (data(name="own", samples=[[0, 0, i] for i in range(11)], task="classification"), "set task to regression"),
    (data(name="own", samples=[[0, 1.1e6, 0], [1, 1, 1]]), "Row 1: y = 1.1e+06 is too far out"),
    (data(name="own", samples=[[0, float("nan"), 0], [1, 1, 1]]), "Row 1: y = nan is not finite"),
    (
        data(name="own", samples=[[0, 0], [1, 1, 1]]),
        "is 2 in row 2, but 1 in row 1",
    ),
    (
        data(name="own", samples=[[0, 0, 0, 0], [1, 1, 1]]),
        "is 2 in row 2, but 3 in row 1",
    ),
    (data(name="own", samples={"x": 1}), "plan.data.samples must be a list"),
    (data(**{"\ud800": 1}), r"There is no parameter '\\ud800' in plan.data"),
    (data(**{"x" * 5000: 1}), "There is no parameter 'xxx"),
    (network(init="he"), "init = he is not an initialisation"),
    (network(init="normal(-1)"), "not an initialisation"),
    (network(init="normal(1e400)"), "not an initialisation"),
    (network(init="constant(101)"), "not an initialisation"),
    (network(init="constant(x)"), "not an initialisation"),
    (network(init="x" * 5000), "not an initialisation"),
    (network(init=1), "plan.network.init must be text"),
    (network(weight_scale=-1), "plan.network.weight_scale = -1"),
    (network(weight_scale=101), "plan.network.weight_scale = 101"),
    (network(dropout=1), "plan.network.dropout = 1"),
    (network(dropout=-0.1), "plan.network.dropout"),
    (network(hidden={}), "plan.network.hidden must be a list"),
    (hidden(*[{}] * 9), "plan.network.hidden has more than 8"),
    (hidden({"units": 0}), "plan.network.hidden.0.units = 0"),
    (hidden({}, {"units": 65}), "plan.network.hidden.1.units = 65"),
    (hidden({"units": 2.5}), "units = 2.5 is not a whole number"),
    (hidden({"activation": "sigmod"}), "did you mean 'sigmoid'"),
    (hidden({"activation": "elu(alpha=0)"}), "outside its range"),
    (hidden({"activation": "x.__class__"}), "not allowed"),
    (hidden({"activation": ""}), "empty"),
    (hidden({"activation": "\ud800"}), "cannot be read"),
    (hidden({"activation": None}), "activation must be text"),
    (hidden({"unit": 3}), "There is no parameter 'unit' in plan.network.hidden.0; did you mean 'units'?"),
    (hidden(3), "plan.network.hidden.0 must be a JSON object"),
    (training(loss="hinge"), "plan.training.loss = 'hinge' is not a choice"),
    (training(optimizer="lion"), "plan.training.optimizer = 'lion' is not a choice"),
    (training(lr=0), "plan.training.lr = 0"),
    (training(lr=10.1), "plan.training.lr"),
    (training(lr=float("nan")), "not a finite number"),
    (training(lr="fast"), "plan.training.lr = 'fast'"),
    (training(lr=True), "plan.training.lr"),
    (training(batch_size=0), "plan.training.batch_size = 0"),
    (training(batch_size=2001), "plan.training.batch_size"),
    (training(batch_size="some"), "plan.training.batch_size"),
    (training(batch_size=None), "plan.training.batch_size"),
    (training(l1=-1), "plan.training.l1"),
    (training(l2=1.5), "plan.training.l2"),
    (training(activity=1.5), "plan.training.activity"),
    (training(momentum=1), "plan.training.momentum = 1"),
    (training(momentum=-0.1), "plan.training.momentum"),
    (training(rho=0.9), "There is no parameter 'rho' in plan.training"),
    (whole(data={"name": "blobs"}, training={"loss": "logistic"}), "choose cross_entropy"),
    (whole(data={"name": "blobs"}, training={"loss": "squared"}), "choose cross_entropy"),
    (whole(data={"name": "plane"}, training={"loss": "logistic"}), "choose squared"),
    (whole(data={"name": "plane"}, training={"loss": "cross_entropy"}), "choose squared"),
    ([], "JSON object"),
    (None, "JSON object"),
]


@pytest.mark.parametrize(("body", "fragment"), REFUSED, ids=[f"{i}-{text[:30]}" for i, (_, text) in enumerate(REFUSED)])
def test_a_plan_that_is_none_is_refused_with_a_sentence(client: TestClient, body: object, fragment: str) -> None:
    answer = client.post(TRAIN, content=json.dumps(body), headers={"content-type": "application/json"})
    problem = assert_is_a_problem(answer, 422)
    assert fragment in problem["detail"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "PATCH"])
def test_training_is_posted(client: TestClient, method: str) -> None:
    answer = client.request(method, TRAIN)
    assert_is_a_problem(answer, 405)
    assert answer.headers["allow"] == "POST"


def test_a_body_that_is_too_large_is_refused(client: TestClient) -> None:
    assert_is_a_problem(client.post(TRAIN, content=b" " * 16_000_001), 413)


REFERENCES = st.sampled_from(
    [entry.name for entry in CATALOGUE]
    + ["elu(alpha=1.5)", "maxout(k=3)", "x*sigmoid(b*x)|b=1.7", "x + sin(x)**2", "where(x > 0, x, a*x)|a=0.1"]
)
SEEDS = st.integers(0, LARGEST_SEED - 128)
PLAIN = [name for name, initialisation in INITIALISATIONS.items() if initialisation.symbol is None]
SHARES = st.floats(0, 1)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    """Any plan without points of its own."""
    layers = st.lists(st.builds(dict, units=st.integers(1, 64), activation=REFERENCES), max_size=8)
    numbered = st.one_of(
        st.floats(0, 100).map(lambda sigma: f"normal({sigma!r})"),
        st.floats(-100, 100).map(lambda value: f"constant({value!r})"),
    )
    names = st.sampled_from(["circle", "spiral", "three_spirals", "blobs", "plane", "checkerboard"])
    return Plan.model_validate(
        {
            "data": {
                "name": draw(names),
                "points": draw(st.integers(20, 2000)),
                "noise": draw(SHARES),
                "train_fraction": draw(st.floats(0.1, 1)),
                "seed": draw(SEEDS),
            },
            "network": {
                "hidden": draw(layers),
                "init": draw(
                    st.one_of(
                        st.sampled_from(PLAIN),
                        numbered,
                    )
                ),
                "weight_scale": draw(st.floats(0, 100)),
                "dropout": draw(st.floats(0, 0.9)),
            },
            "training": {
                "loss": draw(st.sampled_from(["auto", "logistic", "squared"])),
                "optimizer": draw(st.sampled_from(["sgd", "nesterov", "adamw"])),
                "lr": draw(st.floats(1e-6, 10)),
                "momentum": draw(st.floats(0, 0.999)),
                "batch_size": draw(st.one_of(st.just("all"), st.integers(1, 2000))),
                "l1": draw(SHARES),
                "l2": draw(SHARES),
                "activity": draw(SHARES),
            },
            "replicas": draw(st.integers(1, 128)),
            "seed": draw(SEEDS),
        }
    )


def from_text(text: str) -> Plan:
    return PLAN_QUERY.read(validated(PLAN_QUERY.model, parse_qs(text, keep_blank_values=True)))


@settings(deadline=None, derandomize=True, database=None)
@given(plans())
def test_a_plan_survives_the_way_through_an_address(plan: Plan) -> None:
    assert from_text(PLAN_QUERY.text(plan)) == plan


def test_the_usual_plan_needs_no_query() -> None:
    assert PLAN_QUERY.text(Plan()) == ""
    assert from_text("") == Plan()


def test_an_address_names_only_what_is_unusual() -> None:
    plan = Plan.model_validate({"network": {"hidden": []}, "training": {"lr": 0.1}, "seed": 3})
    assert PLAN_QUERY.text(plan) == "layer=none&lr=0.1&seed=3"


@pytest.mark.parametrize(
    "query",
    [
        "",
        "data=spiral&noise=0&layer=8:silu&layer=8:silu&optimizer=adam&lr=0.02",
        "layer=8:elu(alpha=1.5)&layer=3:x*sigmoid(b*x)|b=1.7&init=normal(0.5)&batch_size=all",
        "layer=none&data=own",
    ],
)
def test_the_page_opens_at_a_plan(client: TestClient, query: str) -> None:
    answer = client.get(f"/playground?{query}")
    assert answer.status_code == 200
    assert answer.headers["content-type"].startswith("text/html")


BAD_QUERIES = [
    ("data=sphere", "is not a choice"),
    ("points=5", "points = '5' is too small; it must be at least 20."),
    ("points=many", "points = "),
    ("noise=nan", "not a finite number"),
    ("layer=8", "is not units:reference"),
    ("layer=x:tanh", "is not units:reference"),
    ("layer=²:tanh", "is not units:reference"),
    ("layer=" + "9" * 5000 + ":tanh", "is not units:reference"),
    ("layer=8:sigmod", "did you mean"),
    ("layer=99:tanh", "units = 99"),
    ("layer=none&layer=3:tanh", "is not units:reference"),
    ("&".join(["layer=2:tanh"] * 9), "more than 8"),
    ("init=he", "is not an initialisation"),
    ("batch_size=0", "batch_size"),
    ("batch_size=²", "batch_size"),
    ("lr=1&lr=2", "lr"),
    ("learning_rate=1", "no parameter"),
    ("replicas=2&seed=2147483647", "smaller seed"),
]
# points that the page's address carries, and no other's
BAD_SAMPLES = [
    ("data=own&samples=AAAA", "ask for the link again"),
    ("samples=AAAA", "samples belong to data=own"),
    ("data=own&samples=" + "A" * 6001, "6001 characters"),
    ("data=own&samples=" + link_of([[1e7, 0], [1, 1], [0, 1]]), "Row 1: x = 1e+07 is too far out"),
    ("data=own&samples=" + link_of([[1, 0], [1, 1], [0, 0]]), "two classes at least"),
    ("data=own&samples=" + link_of([[1], [1], [0]]), "at least 2"),
    ("data=own&task=regression&samples=" + link_of([[1, 0], [1, 1], ["a", "b"]]), "a regression learns numbers"),
]


def test_the_page_opens_at_own_points(client: TestClient) -> None:
    samples = link_of([[1, -2.5, 1e6], [3, 4, -7], ["a", "größer", "a"]])
    page = client.get(f"/playground?data=own&noise=0.2&layer=3:relu&samples={samples}").text
    shown = re.search(r'data-plan="([^"]*)"', page)
    assert shown is not None
    plan = json.loads(unescape(shown[1]))
    assert plan["data"]["name"] == "own"
    assert plan["data"]["samples"] == [[1, 3, "a"], [-2.5, 4, "größer"], [1e6, -7, "a"]]
    assert [(layer["units"], layer["activation"]) for layer in plan["network"]["hidden"]] == [(3, "relu")]


def told(page: str) -> list[str]:
    """What the page says is wrong with its address."""
    return [unescape(text) for text in re.findall(r'<p class="problem" role="alert">([^<]+)</p>', page)]


@pytest.mark.parametrize(("query", "fragment"), BAD_QUERIES + BAD_SAMPLES)
def test_a_query_that_is_no_plan_gives_the_page_with_a_sentence(client: TestClient, query: str, fragment: str) -> None:
    answer = client.get(f"/playground?{query}")
    assert answer.status_code == 422
    assert answer.headers["content-type"].startswith("text/html")
    (sentence,) = told(answer.text)
    assert_one_sentence(sentence)
    assert fragment in sentence


@pytest.mark.parametrize(("query", "fragment"), BAD_QUERIES)
def test_the_api_refuses_the_same_query_with_the_same_sentence(client: TestClient, query: str, fragment: str) -> None:
    answer = client.get(f"/api/v1/playground/data?{query}")
    assert fragment in assert_is_a_problem(answer, 422)["detail"]

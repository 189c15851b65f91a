"""The points of a plan as JSON and as CSV, and points of one's own read from CSV, with each fault named by its line."""

import pytest
from starlette.testclient import TestClient

from tests.web.plans import Json
from tests.web.test_problems import assert_is_a_problem

DATA = "/api/v1/playground/data"


def rows(content: Json) -> list[tuple[float, float, float]]:
    """Every point with its label, those to train on first."""
    return [
        (*point, label)
        for part in ("train", "test")
        for point, label in zip(content[part]["x"], content[part]["y"], strict=True)
    ]


@pytest.mark.parametrize(
    ("query", "classes", "counts"),
    [
        ("", 2, (250, 250)),
        ("data=moons&points=40&train_fraction=0.75", 2, (30, 10)),
        ("data=three_spirals&points=90", 3, (45, 45)),
        ("data=blobs&points=50&layer=none&lr=1", 5, (25, 25)),
        ("data=plane&points=20", None, (10, 10)),
    ],
)
def test_answers_the_points_to_train_on_and_those_to_test(
    client: TestClient, query: str, classes: int | None, counts: tuple[int, int]
) -> None:
    answer = client.get(f"{DATA}?{query}")
    assert answer.status_code == 200
    content = answer.json()
    assert set(content) == {"classes", "class_names", "columns", "train", "test"}
    assert content["classes"] == classes
    assert content["class_names"] == (None if classes is None else [str(number) for number in range(classes)])
    assert (len(content["train"]["x"]), len(content["test"]["x"])) == counts
    labels = {label for *_, label in rows(content)}
    assert len(labels) > 5 if classes is None else labels == set(range(classes))


def test_they_are_the_points_that_the_plan_is_trained_on(client: TestClient) -> None:
    plan = {"data": {"name": "spiral", "points": 30, "noise": 0.2, "seed": 4}}
    body = {"plan": plan, "epochs": 0, "include": ["data"]}
    trained = client.post("/api/v1/playground/train", json=body).json()["data"]
    assert client.get(f"{DATA}?data=spiral&points=30&noise=0.2&data_seed=4").json() == trained


def test_the_seed_of_the_network_changes_no_point(client: TestClient) -> None:
    answers = [client.get(f"{DATA}?points=20&seed={seed}").json() for seed in (0, 1)]
    assert answers[0] == answers[1]
    assert answers[0] != client.get(f"{DATA}?points=20&data_seed=1").json()


def test_csv_has_the_same_points_and_can_be_read_back(client: TestClient) -> None:
    query = "data=xor&points=30&noise=0.1"
    answer = client.get(f"{DATA}?{query}&format=csv")
    assert answer.headers["content-type"].startswith("text/csv")
    assert answer.text.startswith("x,y,label\n")
    read = client.post(DATA, content=answer.content, headers={"content-type": "text/csv"})
    assert read.status_code == 200
    assert read.json()["classes"] == 2
    assert [tuple(row) for row in read.json()["samples"]] == rows(client.get(f"{DATA}?{query}").json())


def test_a_regression_is_written_with_its_target(client: TestClient) -> None:
    lines = client.get(f"{DATA}?data=plane&points=20&format=csv").text.splitlines()
    assert lines[0] == "x,y,target"
    assert len(lines) == 21


def test_an_answer_may_be_kept_as_long_as_its_address_says_all(client: TestClient) -> None:
    first = client.get(f"{DATA}?points=20")
    assert client.get(f"{DATA}?points=20", headers={"if-none-match": first.headers["etag"]}).status_code == 304


@pytest.mark.parametrize(
    ("text", "samples", "class_names"),
    [
        ("1,2,0\n3,4,1", [[1, 2, 0], [3, 4, 1]], ["0", "1"]),
        ("x,y,label\n1,2,0\n3,4,1\n", [[1, 2, 0], [3, 4, 1]], ["0", "1"]),
        ("\ufeffx;y;label\r\n1;2;0\r\n\r\n3;4;2\r\n", [[1, 2, 0], [3, 4, 2]], ["0", "2"]),
        ("1\t-2e1\t0\n.5\t4.25\t1", [[1, -20, 0], [0.5, 4.25, 1]], ["0", "1"]),
        ("species,x2,x1\nsetosa,2,1\nandere,4,3", [[1, 2, "setosa"], [3, 4, "andere"]], ["andere", "setosa"]),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_reads_csv(
    client: TestClient, text: str, samples: list[list[float]], class_names: list[str], encoding: str
) -> None:
    answer = client.post(DATA, content=text.encode(encoding), headers={"content-type": "text/csv"})
    assert answer.status_code == 200, answer.text
    content = answer.json()
    understood, table = content.pop("understood"), content.pop("table")
    assert content == {
        "samples": samples,
        "classes": len(class_names),
        "class_names": class_names,
        "columns": ["x", "y"],
        "task": "auto",
        "rows_left_out": 0,
    }
    assert sorted(column["role"] for column in table) == ["input", "input", "target"]
    assert understood.startswith("2 points, parted by ")
    assert all(name in understood for name in class_names)


@pytest.mark.parametrize("query", ["data=ripple&points=30&noise=0.2", "data=blobs&points=30", "data=moons&points=40"])
def test_what_is_written_trains_as_the_data_that_it_was(client: TestClient, query: str) -> None:
    text = client.get(f"{DATA}?{query}&format=csv").content
    read = client.post(DATA, content=text).json()
    drawn = client.get(f"{DATA}?{query}").json()
    assert (read["classes"], read["class_names"]) == (drawn["classes"], drawn["class_names"])
    plan = {"data": {"name": "own", "samples": read["samples"], "train_fraction": 1}}
    body = {"plan": plan, "epochs": 0, "include": ["data"]}
    trained = client.post("/api/v1/playground/train", json=body).json()
    assert sorted(rows(trained["data"])) == sorted(rows(drawn))


def test_what_is_read_can_be_trained_on(client: TestClient) -> None:
    samples = client.post(DATA, content=b"-1,0,0\n1,0,1\n-2,1,0\n2,1,2\n").json()["samples"]
    plan = {"data": {"name": "own", "samples": samples}}
    answer = client.post("/api/v1/playground/train", json={"plan": plan, "epochs": 1})
    assert answer.status_code == 200, answer.text


@pytest.mark.parametrize(
    ("text", "fragments"),
    [
        (b"", ("empty",)),
        (b"\n \n", ("empty",)),
        (b"x,y,label\n", ("no rows",)),
        (b"1,2,0\n", ("only 1 row",)),
        (b"1,2,0\n3,4\n", ("Line 2", "2 columns")),
        (b"1,2,0\n\n3,4,1,5\n", ("Line 3", "4 columns")),
        (b"x,y,label\n1,2,0\n3,four,1\n", ("Line 3", "'four'")),
        (b"1,2,0\n3,,1\n", ("Line 2", "y is missing", "leave the line out")),
        (b"1,2,0\n3,nan,1\n", ("Line 2", "y is missing", "'nan'")),
        (b"1,2,0\n3,1e999,1\n", ("Line 2", "not finite")),
        (b"1,2,0\n3,1000001,1\n", ("Line 2", "too far out")),
        (b"1,2,0\n3,4,\n", ("Line 2", "label is missing")),
        (b"x,b,label\n3,4,0\n", ("'x, b, label'", "name them so")),
        (b"".join(b"1,2,%c\n" % i for i in b"ABCDEFGHIJK"), ("11 different labels", "10 classes")),
        (b"1,2,1\n3,4,1\n", ("two classes",)),
        (b"1,2,0\n" * 10_001, ("Line 10001", "10000")),
        (b"1,2,0\n" + b"9" * 5000 + b",1,1\n", ("Line 2",)),
        (b"1,2,0\n" + b"x" * 5000 + b",1,1\n", ("Line 2", "xxx")),
        (b'{"samples": []}', ("Line 1",)),
        (b"1,2,0\n\x00,1,1\n", ("Line 2",)),
    ],
)
def test_a_fault_in_csv_is_named_with_its_line(client: TestClient, text: bytes, fragments: tuple[str, ...]) -> None:
    answer = client.post(DATA, content=text, headers={"content-type": "text/csv"})
    detail = assert_is_a_problem(answer, 422, beside=("table",))["detail"]
    for fragment in fragments:
        assert fragment in detail


def test_a_text_that_is_not_utf_8_is_refused(client: TestClient) -> None:
    answer = client.post(DATA, content=b"1,2,0\n\xff,4,1\n", headers={"content-type": "text/csv"})
    detail = assert_is_a_problem(answer, 422)["detail"]
    assert detail == "The file is no text in UTF-8: byte 7 cannot be read; save it as CSV in UTF-8."


def test_a_text_that_is_too_large_is_refused(client: TestClient) -> None:
    assert_is_a_problem(client.post(DATA, content=b"1,2,0\n" * 2_700_000), 413)


@pytest.mark.parametrize(("query", "fragment"), [("data=own", "samples"), ("format=xml", "choose 'json' or 'csv'")])
def test_a_query_that_is_none_is_refused(client: TestClient, query: str, fragment: str) -> None:
    assert fragment in assert_is_a_problem(client.get(f"{DATA}?{query}"), 422)["detail"]


def test_a_refused_method_is_told_both_that_are_not(client: TestClient) -> None:
    answer = client.delete(DATA)
    assert_is_a_problem(answer, 405)
    assert answer.headers["allow"] == "GET, HEAD, POST"

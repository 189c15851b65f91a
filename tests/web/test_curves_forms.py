"""Curves as programs ask for them: with every default, without rows at kinks, as a long table, as a file."""

import pytest
from starlette.testclient import TestClient

from app.web.api.queries import CurvesQuery
from tests.web.curves import CSV, CURVES, ORDERS, get, post, table


@pytest.mark.parametrize(("path", "order"), [(CURVES, "2"), ("/api/v1/figures/curves", "1")])
def test_the_defaults_of_a_window_may_stand_beside_x(client: TestClient, path: str, order: str) -> None:
    asked = {"f": "relu", "x": "1,2"}
    answer = client.get(path, params={**asked, "low": "-6", "high": "6.0", "points": "401", "order": order})
    assert answer.json() == client.get(path, params=asked).json()
    assert client.get(path, params={**asked, "points": "400"}).status_code == 422


def test_a_body_with_every_default_is_answered(client: TestClient) -> None:
    defaults = CurvesQuery(f=["relu"], x=[1.0]).model_dump()
    assert post(client, **defaults).json() == post(client, f="relu", x=[1]).json()


def test_without_kinks_there_are_as_many_rows_as_points(client: TestClient) -> None:
    assert len(get(client, f="relu", points=5).json()["x"]) == 7
    body = get(client, f="relu", points=5, kinks="false").json()
    assert body["x"] == [-6, -3, 0, 3, 6]
    assert body == post(client, f="relu", points=5, kinks=False).json()
    assert [kink["x"] for kink in body["curves"][0]["kinks"]] == [0]
    assert len(table(get(client, f="relu", points=5, kinks="false", format="csv"))) == 1 + 5


@pytest.mark.parametrize("order", [0, 2])
def test_the_long_form_has_a_line_for_each_number(client: TestClient, order: int) -> None:
    asked = {"f": ["-x*log(x)", "relu"], "x": "-1,0,2.5", "order": order}
    header, *rows = table(get(client, **asked, format="csv", shape="long"))
    assert header == ["f", "x", "order", "value"]
    body = get(client, **asked).json()
    # what a spreadsheet would compute stands behind an apostrophe
    assert rows == [
        [name, str(x), str(n), "" if value is None else str(value)]
        for name, curve in zip(("'-x*log(x)", "relu"), body["curves"], strict=True)
        for n, quantity in enumerate(ORDERS[: order + 1])
        for x, value in zip(body["x"], curve[quantity], strict=True)
    ]


def test_csv_is_a_file_with_a_name(client: TestClient) -> None:
    for answer in (get(client, CSV, f="relu"), get(client, f="relu", format="csv", shape="long")):
        assert answer.headers["content-disposition"] == 'attachment; filename="curves.csv"'
    assert "content-disposition" not in get(client, f="relu").headers
    data = client.get("/api/v1/playground/data?data=moons&format=csv")
    assert data.headers["content-disposition"] == 'attachment; filename="moons.csv"'

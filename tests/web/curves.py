"""Curves, asked for as a program does."""

import csv
import io
from urllib.parse import urlencode

from httpx2 import Response
from starlette.testclient import TestClient

CURVES = "/api/v1/curves"
ORDERS = ("value", "derivative", "second_derivative")
CSV = {"accept": "text/csv"}


def get(client: TestClient, headers: dict[str, str] | None = None, /, **query: object) -> Response:
    answer = client.get(f"{CURVES}?{urlencode(query, doseq=True)}", headers=headers or {})
    assert answer.status_code == 200, answer.text
    return answer


def post(client: TestClient, **body: object) -> Response:
    answer = client.post(CURVES, json=body)
    assert answer.status_code == 200, answer.text
    return answer


def table(answer: Response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(answer.text)))

"""Equal calls of the API get equal answers to the last byte, whatever was in memory before."""

import pytest
from fastapi import FastAPI
from starlette.testclient import TestClient

from tests.unit.memory import disturbances
from tests.web.plans import Json, plan_of

API = "/api/v1"
REPEATS = 4
WIDE = plan_of((4, "maxout(k=3)"), (3, "aprelu"), training={"optimizer": "adam", "l1": 0.01}, replicas=3)

GETS = (
    "curves?f=softmax&f=sin(x)/x&dtype=bfloat16&order=2",
    "traits?f=gelu",
    "figures/curves?f=elu(alpha=1.5)&f=tanh",
    "playground/data?data=spiral&noise=0.5",
    "figures/maxout?k=7",
)
POSTS: dict[str, Json] = {
    "playground/train": {"plan": WIDE, "epochs": 3, "include": ["data", "weights", "boundary", "layers"]},
}


@pytest.mark.parametrize("path", [*GETS, *POSTS])
def test_an_answer_does_not_depend_on_what_was_in_memory(app: FastAPI, client: TestClient, path: str) -> None:
    def ask() -> bytes:
        url = f"{API}/{path}"
        app.state.kept_answers.clear()
        answer = client.post(url, json=POSTS[path]) if path in POSTS else client.get(url)
        assert answer.status_code == 200, answer.text
        return answer.content

    assert len({ask() for _ in disturbances(REPEATS)}) == 1

"""Every page with a figure has it as SVG in its first answer, whatever its address asks for."""

from urllib.parse import urlencode

import pytest
from starlette.testclient import TestClient

from app.playground.data.datasets import DATASETS
from tests.web.stills import check_still, still_of


@pytest.mark.parametrize(
    "references",
    [
        ["elu", "relu"],
        ["where(x<0,-x,x)", "x*sigmoid(b*x)|b=1.7"],
        ["1/x", "exp(exp(x))", "log(-abs(x)-1)", "hardshrink(theta=0.3)"],
        [f"elu(alpha={number})" for number in (0.5, 1, 1.5, 2, 2.5, 3, 3.5, 4)],
    ],
)
@pytest.mark.parametrize("window", [{}, {"low": "-1e-6", "high": "1e6", "show": "derivative", "dtype": "bfloat16"}])
def test_the_curves_of_an_address_stand_in_its_page(
    client: TestClient, references: list[str], window: dict[str, str]
) -> None:
    page = client.get(f"/?{urlencode({'f': references, **window}, doseq=True)}").text
    check_still(page)
    assert still_of(page).get("aria-label") == f"The curves of {', '.join(references)}"


@pytest.mark.parametrize("name", DATASETS)
def test_the_points_of_a_plan_stand_in_its_page(client: TestClient, name: str) -> None:
    page = client.get(f"/playground?data={name}&points=100").text
    check_still(page)
    dots = [path.get("d", "") for path in still_of(page).iter("path") if path.get("class") == "dotted"]
    # each with what surrounds it
    assert sum(path.count("h0") for path in dots) == 2 * 100

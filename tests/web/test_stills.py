"""Every page with a figure has it as SVG in its first answer, whatever its address asks for."""

import json
import re
from collections.abc import Iterator
from html import unescape
from urllib.parse import urlencode
from xml.etree.ElementTree import Element

import pytest
from starlette.testclient import TestClient

from app.playground.data.datasets import DATASETS
from app.playground.plan import DataPlan
from app.playground.plan_data import split_data
from tests.web.plans import Json
from tests.web.server import fork
from tests.web.stills import check_still, still_of, stills_of
from tests.web.visitor import visit

DIABETES = split_data(DataPlan(name="diabetes"))


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    """A server that trains."""
    with fork(TRAINER="torch") as address:
        yield address


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
    assert sum(path.count("h0") for path in dots) == 2 * (DATASETS[name].rows or 100)


@pytest.mark.parametrize(
    ("name", "legend"),
    [
        # the least and the largest target of the training rows
        ("diabetes", [f"{end(DIABETES.train.y):g}" for end in (min, max)]),
        ("iris", ["class setosa", "class versicolor", "class virginica"]),
        ("digits", [f"class {digit}" for digit in range(10)]),
        ("sine", ["answer"]),
    ],
)
def test_the_legend_of_the_points_stands_in_the_page(client: TestClient, name: str, legend: list[str]) -> None:
    page = client.get(f"/playground?data={name}").text
    (told,) = re.findall(r"tested on</span>(.*?)</p>", page, re.DOTALL)
    parts = re.split(r"<span data-(?=class|part=\"(?:curve|values))", told)
    shown = [re.sub(r"<[^>]*>", "|", part.split(">", 1)[1]) for part in parts[1:] if "hidden" not in part.split(">")[0]]
    assert [text.strip() for part in shown for text in part.split("|") if text.strip()] == legend


@pytest.mark.parametrize(
    ("query", "has_accuracy"),
    [
        ("layer=4:tanh", True),
        ("layer=3:maxout(k%3D3)&layer=2:relu&replicas=5", True),
        ("data=plane&layer=4:exp(x)*x", False),
        ("", True),
    ],
)
def test_the_playground_has_the_axes_of_its_losses_and_the_curve_of_its_first_layer(
    client: TestClient, address: str, query: str, *, has_accuracy: bool
) -> None:
    page = client.get(f"/playground?{query}").text
    value, derivative, loss = (still for still in stills_of(page) if not still.get("role"))
    assert len(loss.findall("svg")) == 1 + has_accuracy
    assert ("100%" in texts(loss)) == has_accuracy
    reach = f"{first_frame(address, page)['layers'][0]['histogram']['reach']:g}"
    for still in (value, derivative):
        assert {f"−{reach}", "0", reach} <= set(texts(still))
        assert [path for path in still.iter("path") if path.get("stroke-width") == "2.5"]


@pytest.mark.parametrize(
    ("query", "lowest", "solved"), [("", "40 %", 1 - (0.95 - 0.4) / 0.6), ("data=blobs&target=0.5", "20 %", None)]
)
def test_a_race_has_its_axes_and_the_line_of_its_target(
    client: TestClient, query: str, lowest: str, solved: float | None
) -> None:
    (chart,) = stills_of(client.get(f"/race?{query}").text)
    assert {lowest, "100 %", "0", "200"} <= set(texts(chart))
    (line,) = (path.get("d", "") for path in chart.iter("path") if path.get("stroke-width") == "1.5")
    if solved is not None:
        # a line across the panel, of 10,000 units each way
        assert line == f"M0 {round(10_000 * solved)}l10000 0"


def first_frame(address: str, page: str) -> Json:
    """The first frame of the run that a playground's page asks for."""
    (plan,) = re.findall(r' data-plan="([^"]*)"', page)
    with visit(address) as visitor:
        visitor.start(json.loads(unescape(plan)))
        return visitor.see("paused")


def texts(still: Element) -> list[str]:
    return [text.text or "" for text in still.iter("text")]

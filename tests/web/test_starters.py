"""What the Playground says of its starters is true at the epoch at which each of them stops."""

import re
from functools import cache
from html import unescape
from math import log
from urllib.parse import parse_qsl, urlsplit

import pytest
import torch
from fastapi.testclient import TestClient

from app.playground.live.frame import Frame, take_frame
from app.playground.plan import Tuning
from app.playground.training import Run
from app.web.pages.starters import STARTERS
from tests.web.test_playground_train import told


@cache
def run_of(name: str) -> Run:
    """The run of a starter, where it stops."""
    starter = STARTERS[name]
    run = Run(starter.plan, "cpu")
    run.train_epochs(starter.until)
    return run


def frame_of(name: str) -> Frame:
    return take_frame(run_of(name))


def accuracy_of(name: str) -> float:
    """The share of right answers on the test data."""
    _, accuracy = run_of(name).score().judged
    assert accuracy is not None
    return float(accuracy[0])


@pytest.mark.parametrize("name", STARTERS)
def test_its_link_opens_its_plan_and_no_other_has_its_lesson(client: TestClient, name: str) -> None:
    starter = STARTERS[name]
    page = client.get("/playground").text
    links = [unescape(href) for href in re.findall(r'<a class="chip"[^>]* href="([^"]+)"', page)]
    (link,) = (link for link in links if link == f"/playground?{starter.query}&until={starter.until}")
    opened = client.get(link)
    assert opened.status_code == 200
    shown = re.findall(r'<starter-lesson data-query="([^"]*)" data-until="(\d+)"[^>]*data-state="watch" >', opened.text)
    assert [(unescape(query), int(until)) for query, until in shown] == [(starter.query, starter.until)]
    assert len(re.findall(r'aria-current="true">', opened.text)) == 1
    assert dict(parse_qsl(urlsplit(link).query))["until"] == str(starter.until)


def test_six_sigmoids_leave_the_first_layer_less_than_a_thousandth_and_the_loss_where_it_was() -> None:
    layers = frame_of("vanishing").layers
    norms = [layer.gradient_norm for layer in layers]
    assert min(norms) == norms[0] < norms[-1] / 1000
    # the loss of who answers one half to everything
    assert frame_of("vanishing").score.train_loss[0] == pytest.approx(log(2), abs=0.02)


def test_the_second_layer_of_relus_is_dead_and_the_first_is_not() -> None:
    first, second, _ = frame_of("dying").layers
    assert second.dead_units == list(range(8))
    assert first.dead < 1
    counts = second.histogram.counts
    assert sum(counts[len(counts) // 2 :]) == 0
    assert first.gradient_norm == second.gradient_norm == 0
    lower = Run(run_of("dying").plan.tuned(Tuning(lr=0.01)))
    lower.parameters.vector.copy_(run_of("dying").parameters.vector)
    lower.train_epochs(10)
    assert take_frame(lower).layers[1].dead == 1


def test_linear_layers_draw_one_straight_line() -> None:
    run = run_of("collapse")
    grid = torch.cartesian_prod(torch.linspace(-6, 6, 9), torch.linspace(-6, 6, 9)).double()
    answer = run.network.forward(grid.expand(1, -1, -1), run.parameters.first_network()).answer[0].flatten()
    plane = torch.cat([grid, torch.ones(len(grid), 1)], dim=1)
    assert torch.allclose(plane @ torch.linalg.lstsq(plane, answer).solution, answer, atol=1e-9)


def test_two_layers_of_silu_part_the_arms() -> None:
    assert accuracy_of("spiral") >= 0.95


def test_maxout_encloses_the_disc_by_straight_pieces() -> None:
    run = run_of("maxout")
    assert accuracy_of("maxout") >= 0.95
    # along a straight line, the answer has a second difference of 0 but at the folds: at most four a unit
    line = torch.stack([torch.linspace(low, high, 1201, dtype=torch.float64) for low, high in ((-6, 6), (-2, 3))], 1)
    answer = run.network.forward(line.expand(1, -1, -1), run.parameters.first_network()).answer[0].flatten()
    bent = (answer.diff(n=2).abs() > 1e-9).nonzero().flatten()
    assert 0 < int((bent.diff() > 1).sum()) + 1 <= 2 * 4


def test_units_that_begin_alike_stay_one() -> None:
    weights = frame_of("equal").weights
    assert torch.equal(weights[0]["W"], weights[0]["W"][:, :1].expand(-1, 4))
    assert not torch.equal(weights[0]["W"], torch.full((2, 4), 0.5))


def test_twelve_relus_fit_a_sine_in_thirteen_straight_pieces_at_most() -> None:
    run = run_of("sine")
    # of who answers 0 to everything, half the mean square of a sine
    assert float(run.score().train_loss[0]) < 0.25 / 10
    line = torch.linspace(*run.plane.x, 20_001, dtype=torch.float64)[None, :, None]
    answer = run.network.forward(line, run.parameters.first_network()).answer[0].flatten()
    # between two bends the second difference is 0
    bent = (answer.diff(n=2).abs() > 1e-9).nonzero().flatten()
    assert 6 < int((bent.diff() > 1).sum()) + 1 <= 12


def test_digits_are_told_apart_that_lie_on_each_other_in_the_plot() -> None:
    assert accuracy_of("digits") > 0.9
    run = run_of("digits")
    test = run.data.test
    shown, classes = run.plane.shown(test.x), test.y.long()
    means = torch.stack([shown[classes == digit].mean(dim=0) for digit in range(10)])
    nearest = torch.cdist(shown, means).argmin(dim=1)
    assert float((nearest == classes).double().mean()) < 0.7
    assert max(classes.bincount()) / len(classes) == pytest.approx(0.1, abs=0.01)


@pytest.mark.parametrize(("until", "says"), [("0", "at least 1"), ("x", "whole number"), ("1000001", "at most")])
def test_an_epoch_that_is_none_is_said(client: TestClient, until: str, says: str) -> None:
    answer = client.get(f"/playground?until={until}")
    assert answer.status_code == 422
    (sentence,) = told(answer.text)
    assert sentence.startswith("until = ")
    assert says in sentence

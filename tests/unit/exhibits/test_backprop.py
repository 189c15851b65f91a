"""The network of backpropagation as its page shows it, and what its questions say of the settings they are asked at."""

import math
import re

import pytest
import torch

from app.activations.catalogue import CATALOGUE
from app.activations.spec import Activation
from app.analysis.experiments.backprop import Backprop
from app.exhibits.backprop import BACKPROP, STEPS, BackpropControls, measure, view
from app.exhibits.chain import KEYS, MOST_STEPS, SAYS, Phase

TYPED = torch.Generator().manual_seed(7)


def seen(**settings: object) -> tuple[BackpropControls, Backprop]:
    controls = BackpropControls.model_validate(settings)
    return controls, measure(controls, "cpu")


@pytest.mark.parametrize("f", ["tanh", "relu", "mish", "softmax", "binary_step"])
def test_the_factors_of_each_weight_make_its_gradient(f: str) -> None:
    weights = torch.randn(13, generator=TYPED).tolist()
    controls, measured = seen(f=f, weights=weights, steps=2)
    chain = view(controls, measured)
    assert [link.key for link in chain.links] == list(KEYS)
    for link in chain.links:
        assert math.prod(factor.value for factor in link.factors) == pytest.approx(link.gradient, rel=1e-12, abs=1e-300)
        assert link.autograd == pytest.approx(link.gradient, rel=1e-12, abs=1e-300)
        assert link.after == pytest.approx(link.value - 0.1 * link.gradient, rel=1e-12, abs=1e-15)
        # a product is known when its last factor is, and the phase in which it is taken has come
        assert max(factor.since for factor in link.factors) < link.since in (Phase.BY_V, Phase.BY_W)
    assert [unit.z for unit in chain.units] == measured.z.tolist()


@pytest.mark.parametrize("entry", CATALOGUE, ids=lambda entry: entry.name)
def test_every_activation_has_its_network(entry: Activation) -> None:
    # at 0 too, where many have a kink
    for x in (1.0, 0.0):
        controls, measured = seen(f=entry.name, x1=x, x2=0.0, steps=3)
        chain = view(controls, measured)
        assert chain.curve
        assert bool(chain.slice_rule) == (entry.kind == "across_units")
        largest = max(1.0, float(abs(measured.gradient).max()))
        assert measured.difference <= 1e-12 * largest
        assert BACKPROP.draw(measured)["data"]


def test_every_phase_says_what_happens() -> None:
    assert list(SAYS) == list(Phase) == list(range(1, len(Phase) + 1))


def test_turns_go_through_every_phase_of_every_pass_and_stop_at_both_ends() -> None:
    controls, measured = seen(steps=0, phase=1)
    assert view(controls, measured).turned(-1) == {"steps": "0", "phase": "1"}
    stands = [(0, 1)]
    for _ in range(2 * len(Phase)):
        chain = view(*seen(steps=stands[-1][0], phase=stands[-1][1]))
        turn = chain.turned(1)
        stands.append((int(turn["steps"]), int(turn["phase"])))
        assert view(*seen(**turn)).turned(-1) == chain.here
    assert stands == [(at // len(Phase), at % len(Phase) + 1) for at in range(2 * len(Phase) + 1)]
    assert view(*seen(steps=MOST_STEPS, phase=len(Phase))).turned(1) == {"steps": "50", "phase": "10"}


def test_the_path_of_a_weight_is_lit_from_its_input_to_the_loss() -> None:
    chain = view(*seen(watched="W23"))
    lit = {link.key for link in chain.links if chain.lit(link.paths) == "yes"}
    assert lit == {"W23", "v3"}
    assert [chain.lit(each.paths) for each in chain.inputs] == ["no", "yes"]
    assert [chain.lit(each.paths) for each in chain.units] == ["no", "no", "yes"]


def test_no_two_numbers_stand_in_one_place() -> None:
    chain = view(*seen())
    for where in ("wide", "narrow"):
        spots = [getattr(link.at, where) for link in chain.links if link.edge]
        # hundredths of 840 × 450 and of 348 × 325 pixels
        across, down = (8.4, 4.5) if where == "wide" else (3.48, 3.25)
        for at, (x, y) in enumerate(spots):
            for other_x, other_y in spots[:at]:
                assert abs(x - other_x) * across > 70 or abs(y - other_y) * down > 38


@pytest.mark.parametrize("rate", [0.1, 2.0])
@pytest.mark.parametrize("f", ["exponential", "x**9", "log(x)", "1/x", "x*0"])
@pytest.mark.parametrize("steps", [0, 1, 2, 50])
def test_axes_end_somewhere_wherever_numbers_go(f: str, rate: float, steps: int) -> None:
    layout = BACKPROP.draw(seen(f=f, rate=rate, steps=steps, x1=5, x2=5)[1])["layout"]
    for axis in ("xaxis", "yaxis", "xaxis2", "yaxis2"):
        low, high = layout[axis]["range"]
        assert math.isfinite(high - low)
        assert low < high


def test_what_questions_say_of_their_settings_is_so() -> None:
    product, silent, saturated, overshot = (
        measure(BackpropControls.model_validate(each.settings), "cpu") for each in STEPS
    )
    numbers = [float(text) for text in re.findall(r"is (\d+\.?\d*)", STEPS[0].asks)]
    assert numbers == [product.by_output, product.weights[9], product.x[0]]
    assert silent.z[1] < 0 < silent.loss
    assert silent.a[1] == 0
    assert saturated.z[0] == pytest.approx(6)
    assert saturated.slope[0] == pytest.approx(0.00002, abs=0.000005)
    assert overshot.rate == 1
    assert overshot.loss_after > overshot.loss


def test_its_questions_fix_all_but_nothing_that_they_speak_of() -> None:
    for step in BACKPROP.steps:
        assert set(step.settings) == set(BackpropControls.model_fields)

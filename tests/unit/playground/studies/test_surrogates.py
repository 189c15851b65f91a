"""Surrogates against a straight-through estimator written with torch's own means, and networks that learn by them."""

import pytest
import torch
from torch import Tensor, nn
from torch.nn import functional as F

from app.activations.reference import read
from app.playground.studies.surrogates import Learner, Task, points, slope, surrogate

TASK = Task(units=6, rate=0.05, shift=0.5, seed=4)


def clipped_sign(z: Tensor) -> Tensor:
    """Courbariaux et al. 2016: the sign of z forward; back, what arrives within 1 of the jump."""
    through = F.hardtanh(z)
    return through + (z.sign() - through).detach()


@pytest.mark.parametrize(
    ("f", "g"), [("sign(x)", "hard_tanh"), ("relu", "softplus"), ("hard_sigmoid", "sigmoid"), ("tanh", "binary_step")]
)
def test_answers_by_f_and_hands_back_the_slope_of_g(f: str, g: str) -> None:
    x = torch.linspace(-4, 4, 160, dtype=torch.float64)
    unit = surrogate(read(f), read(g))
    assert torch.equal(unit(x), read(f)(x) + 0)
    assert torch.equal(slope(unit, x), slope(read(g), x))


def test_the_slope_of_sigmoid_is_its_closed_form_and_of_a_step_0() -> None:
    x = torch.linspace(-4, 4, 33, dtype=torch.float64)
    y = torch.sigmoid(x)
    torch.testing.assert_close(slope(read("sigmoid"), x), y * (1 - y), rtol=1e-12, atol=0)
    assert torch.equal(slope(read("binary_step"), x), torch.zeros_like(x))


def test_learns_as_a_network_of_torch_with_the_estimator_does() -> None:
    ours = Learner.begin(surrogate(read("sign(x)"), read("hard_tanh")), TASK)
    hidden, outer = ours.hidden.clone().requires_grad_(), ours.outer.clone().requires_grad_()
    optimizer = torch.optim.Adam([hidden, outer], lr=TASK.rate)
    x, y = points()
    losses: list[float] = []
    for epoch in ours.learn(TASK.rate):
        z = F.linear(x, hidden[0][:, None], hidden[1])
        loss = nn.MSELoss()(F.linear(clipped_sign(z), outer[None, :-1], outer[-1:]), y) / 2
        losses.append(loss.item())
        if epoch == 20:
            break
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    assert ours.losses == pytest.approx(losses, rel=1e-8)
    assert losses[-1] < 0.8 * losses[0]


def test_by_the_derivative_of_a_sign_the_output_alone_learns() -> None:
    learner = Learner.begin(read("sign(x)"), TASK)
    before = learner.outer.clone()
    for epoch in learner.learn(TASK.rate):
        if epoch == 10:
            break
    assert learner.moved == 0
    assert not torch.equal(learner.outer, before)


def test_with_its_own_slope_a_unit_learns_as_ever() -> None:
    pair = [Learner.begin(unit, TASK) for unit in (read("tanh"), surrogate(read("tanh"), read("tanh")))]
    for learner in pair:
        for epoch in learner.learn(TASK.rate):
            if epoch == 10:
                break
    assert pair[0].losses == pair[1].losses
    assert pair[0].moved == pair[1].moved > 0

"""A loss is what torch computes, and tells what an answer stands for."""

import pytest
import torch
from torch import Tensor
from torch.nn import functional as F

from app.playground.losses import choose_loss
from app.playground.plan import LossName
from tests.unit.sentences import assert_one_sentence


def answers(*shape: int) -> Tensor:
    """Normal numbers of size 5, always the same for the same shape."""
    return 5 * torch.randn(*shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


def labels(classes: int, *shape: int) -> Tensor:
    return torch.randint(0, classes, shape, generator=torch.Generator().manual_seed(2)).double()


@pytest.mark.parametrize(
    ("classes", "name", "outputs"),
    [(None, "squared", 1), (2, "logistic", 1), (3, "cross_entropy", 3), (6, "cross_entropy", 6)],
)
def test_auto_goes_by_the_number_of_classes(classes: int | None, name: str, outputs: int) -> None:
    loss = choose_loss("auto", classes)
    assert (loss.name, loss.outputs, loss.classes) == (name, outputs, classes)


@pytest.mark.parametrize(
    ("name", "classes", "sentence"),
    [
        ("logistic", None, "The loss logistic needs classes; for a regression choose squared, or auto."),
        ("cross_entropy", None, "The loss cross_entropy needs classes; for a regression choose squared, or auto."),
        ("logistic", 3, "The loss logistic tells 2 classes apart, not 3; choose cross_entropy, or auto."),
        ("squared", 4, "The loss squared tells 2 classes apart, not 4; choose cross_entropy, or auto."),
    ],
)
def test_a_loss_that_does_not_fit_is_refused_with_the_way_out(
    name: LossName, classes: int | None, sentence: str
) -> None:
    with pytest.raises(ValueError, match="loss") as refusal:
        choose_loss(name, classes)
    assert str(refusal.value) == sentence
    assert_one_sentence(sentence)


def test_logistic_is_binary_cross_entropy() -> None:
    answer, y = answers(3, 20, 1), labels(2, 3, 20)
    costs = choose_loss("logistic", 2).of(answer, y)
    expected = F.binary_cross_entropy(torch.sigmoid(answer[..., 0]), y, reduction="none")
    torch.testing.assert_close(costs, expected, rtol=1e-9, atol=1e-12)


def test_logistic_stays_finite_far_out() -> None:
    answer, y = torch.tensor([[[1e5], [-1e5]]], dtype=torch.float64), torch.tensor([[0.0, 0.0]], dtype=torch.float64)
    assert choose_loss("logistic", 2).of(answer, y).tolist() == [[1e5, 0.0]]


@pytest.mark.parametrize("classes", [2, 3, 6])
def test_cross_entropy_is_that_of_torch(classes: int) -> None:
    answer, y = answers(3, 20, classes), labels(classes, 3, 20)
    costs = choose_loss("cross_entropy", classes).of(answer, y)
    expected = F.cross_entropy(answer.flatten(0, 1), y.long().flatten(), reduction="none").view(3, 20)
    torch.testing.assert_close(costs, expected, rtol=1e-12, atol=1e-14)


def test_squared_is_half_the_square_of_the_error() -> None:
    answer, y = answers(3, 20, 1), answers(3, 20)
    costs = choose_loss("squared", None).of(answer, y)
    torch.testing.assert_close(costs, F.mse_loss(answer[..., 0], y, reduction="none") / 2)


def test_squared_tells_two_classes_by_the_sign_of_a_tanh() -> None:
    answer, y = answers(3, 20, 1) / 5, labels(2, 3, 20)
    costs = choose_loss("squared", 2).of(answer, y)
    torch.testing.assert_close(costs, F.mse_loss(answer[..., 0].tanh(), y * 2 - 1, reduction="none") / 2)
    # by hand: ½(tanh 0 − 1)² and ½(tanh 0 + 1)²
    zero = torch.zeros(1, 2, 1, dtype=torch.float64)
    assert choose_loss("squared", 2).of(zero, torch.tensor([[0.0, 1.0]])).tolist() == [[0.5, 0.5]]


@pytest.mark.parametrize(("name", "classes"), [("logistic", 2), ("squared", 2), ("cross_entropy", 2), ("auto", 5)])
def test_the_class_of_an_answer_is_the_one_that_costs_least(name: LossName, classes: int) -> None:
    loss = choose_loss(name, classes)
    answer = answers(2, 50, loss.outputs)
    costs = torch.stack([loss.of(answer, torch.full((2, 50), float(label))) for label in range(classes)])
    assert torch.equal(loss.decide(answer), costs.argmin(dim=0))


def test_a_shade_is_a_probability() -> None:
    one, three, two = answers(40, 1), answers(40, 3), answers(40, 2)
    torch.testing.assert_close(choose_loss("logistic", 2).shade(one), torch.sigmoid(one))
    torch.testing.assert_close(choose_loss("auto", 3).shade(three), torch.softmax(three, dim=1))
    torch.testing.assert_close(choose_loss("cross_entropy", 2).shade(two), torch.softmax(two, dim=1)[:, 1:])
    torch.testing.assert_close(choose_loss("squared", 2).shade(one), (1 + one.tanh()) / 2)


def test_the_shade_of_a_regression_goes_from_minus_one_to_one() -> None:
    values = torch.tensor([[-7.0], [-1.0], [0.0], [0.5], [1.0], [3.0]])
    assert choose_loss("squared", None).shade(values).flatten().tolist() == [0.0, 0.0, 0.5, 0.75, 1.0, 1.0]

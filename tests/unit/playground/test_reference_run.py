"""A run is what anybody would write with `torch.nn` and `torch.optim`, from the same first weights and data."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import pytest
import torch
from torch import Tensor, nn, optim

from app.playground.training import Run
from tests.unit.playground.runs import MODULES, plan_of, recorded_run_of, run_of, twin, twin_loss

EPOCHS = 50
# the issue asks for 1e-5
CLOSE = 1e-9

ALSO_BY_SGD = ("tanh", "gelu", "prelu(alpha=0.3)", "maxout(k=3)", "glu", "crelu")

Optimizers = Mapping[str, Callable[[Iterable[Tensor], float], optim.Optimizer]]
OPTIMIZERS: Optimizers = {
    "sgd": lambda tensors, lr: optim.SGD(tensors, lr=lr),
    "momentum": lambda tensors, lr: optim.SGD(tensors, lr=lr, momentum=0.9),
    "nesterov": lambda tensors, lr: optim.SGD(tensors, lr=lr, momentum=0.9, nesterov=True),
    "rmsprop": lambda tensors, lr: optim.RMSprop(tensors, lr=lr),
    "adagrad": lambda tensors, lr: optim.Adagrad(tensors, lr=lr),
    "adam": lambda tensors, lr: optim.Adam(tensors, lr=lr),
    "adamw": lambda tensors, lr: optim.AdamW(tensors, lr=lr, weight_decay=0.0),
}


def weights_of(model: nn.Sequential) -> list[Tensor]:
    """The weights of the layers themselves, which penalties press on: no bias, and nothing of an activation."""
    return [module.weight for module in model if isinstance(module, nn.Linear)]


def assert_same_run(run: Run, penalty: Callable[[list[Tensor]], Tensor] | None = None) -> None:
    """Both learn for 50 epochs, and every loss on the way is the same, as are the weights in the end."""
    model = twin(run)
    training = run.plan.training
    optimizer = OPTIMIZERS[training.optimizer](model.parameters(), training.lr)
    assert_same_epochs(run, model, optimizer, penalty)


def assert_same_epochs(
    run: Run, model: nn.Sequential, optimizer: optim.Optimizer, penalty: Callable[[list[Tensor]], Tensor] | None
) -> None:
    first = float(run.score().train_loss)
    for _ in range(EPOCHS):
        loss = twin_loss(run, model)
        score = run.score()
        assert float(score.train_loss) == pytest.approx(loss.item(), rel=CLOSE)
        assert score.test_loss is not None
        assert float(score.test_loss) == pytest.approx(twin_loss(run, model, test=True).item(), rel=CLOSE)
        if penalty is not None:
            loss = loss + penalty(weights_of(model))
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        run.train_epochs(1)
    assert abs(float(run.score().train_loss) - first) > 1e-3
    for weight, tensors in zip(weights_of(model), run.tensors(), strict=True):
        torch.testing.assert_close(tensors["W"][0].T, weight.detach(), rtol=1e-7, atol=1e-9)


CASES = [*((activation, "adam") for activation in MODULES), *((activation, "sgd") for activation in ALSO_BY_SGD)]


@pytest.mark.parametrize(("activation", "optimizer"), CASES)
def test_every_kind_of_layer_learns_as_torch_nn_does(activation: str, optimizer: str) -> None:
    layers = f"4:{activation}", f"3:{activation}"
    assert_same_run(recorded_run_of(*layers, data="xor", optimizer=optimizer, lr=0.05, batch_size="all"))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_every_optimizer_is_that_of_torch(optimizer: str) -> None:
    assert_same_run(run_of("5:tanh", "4:prelu(alpha=0.3)", optimizer=optimizer, lr=0.02, batch_size="all"))


@pytest.mark.parametrize("momentum", [0.0, 0.5, 0.999])
@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_is_that_of_torch_and_without_any_both_are_plain_sgd(momentum: float, *, nesterov: bool) -> None:
    optimizer = "nesterov" if nesterov else "momentum"
    run = run_of("5:tanh", "4:prelu(alpha=0.3)", optimizer=optimizer, momentum=momentum, lr=0.02, batch_size="all")
    model = twin(run)
    by_torch = optim.SGD(model.parameters(), lr=0.02, momentum=momentum, nesterov=nesterov and momentum > 0)
    assert_same_epochs(run, model, by_torch, None)


@pytest.mark.parametrize("output_use_bias", [True, False])
def test_sums_without_a_bias_learn_as_torch_nn_has_them(*, output_use_bias: bool) -> None:
    layers = "4:tanh;use_bias=false", "3:maxout(k=3)", "1:prelu(alpha=0.3);use_bias=false"
    run = recorded_run_of(*layers, lr=0.05, batch_size="all", bias_init="normal(0.5)", output_use_bias=output_use_bias)
    assert ["b" in tensors for tensors in run.tensors()] == [False, True, False, output_use_bias]
    assert_same_run(run)


def test_prelu_learns_a_slope_for_each_unit_as_torch_nn_does() -> None:
    run = run_of("4:prelu(alpha=0.3);shared=false", "3:tanh", lr=0.1, batch_size="all")
    model = twin(run)
    assert_same_epochs(run, model, optim.SGD(model.parameters(), lr=0.1), penalty=None)
    slopes = run.tensors()[0]["alpha"]
    (expected,) = (module.weight for module in model if isinstance(module, nn.PReLU))
    torch.testing.assert_close(slopes[0, 0], expected.detach(), rtol=1e-9, atol=0)
    assert len(slopes.unique()) == 4


def keep(weight: Tensor, constraint: str, number: float) -> Tensor:
    """The weights (units, inputs) that Keras goes on with: its formulas, unit by unit."""
    if constraint == "non_negative":
        return torch.where(weight >= 0, weight, 0.0)
    rows = []
    for row in weight:
        norm = float(torch.sqrt((row * row).sum()))
        wanted = 1.0 if constraint == "unit_norm" else min(norm, number)
        rows.append(row * wanted / (norm + 1e-7))
    return torch.stack(rows)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
@pytest.mark.parametrize(("constraint", "number"), [("non_negative", 0), ("unit_norm", 0), ("max_norm", 0.75)])
def test_weights_are_held_to_a_constraint_after_every_step(constraint: str, number: float, optimizer: str) -> None:
    text = f"max_norm({number})" if number else constraint
    layers = "4:tanh", f"3:maxout(k=3);constraint={text}"
    run = run_of(*layers, output_constraint=text, optimizer=optimizer, lr=0.1, batch_size="all")
    model = twin(run)
    steps = OPTIMIZERS[optimizer](model.parameters(), 0.1)
    _, *held = weights_of(model)
    for _ in range(EPOCHS):
        steps.zero_grad()
        twin_loss(run, model).backward()
        steps.step()
        with torch.no_grad():
            for weight in held:
                weight.copy_(keep(weight, constraint, number))
        run.train_epochs(1)
    for weight, tensors in zip(weights_of(model), run.tensors(), strict=True):
        torch.testing.assert_close(tensors["W"][0].T, weight.detach(), rtol=1e-7, atol=1e-9)


@pytest.mark.parametrize("data", ["blobs", "three_spirals", "plane", "ripple"])
def test_many_classes_and_regressions_learn_as_torch_nn_does(data: str) -> None:
    assert_same_run(run_of("6:gelu", data=data, lr=0.02, batch_size="all", optimizer="adam"))


@pytest.mark.parametrize("data", ["digits", "iris", "diabetes", "sine"])
def test_any_number_of_inputs_is_learned_from_as_torch_nn_does(data: str) -> None:
    run = run_of("6:relu", data=data, lr=0.003, batch_size="all", optimizer="adam")
    train = run.data.train.x
    if data != "sine":
        deviation = train.std(dim=0, correction=0)
        train = (train - train.mean(dim=0)) / deviation.where(deviation > 0, 1.0)
    torch.testing.assert_close(run.train.x, train, rtol=1e-12, atol=1e-12)
    assert_same_run(run)


@pytest.mark.parametrize("optimizer", ["sgd", "nesterov", "adam"])
def test_l2_is_half_the_square_of_the_weights_alone(optimizer: str) -> None:
    run = run_of("4:tanh", "3:aprelu", optimizer=optimizer, lr=0.02, l2=0.07, batch_size="all")
    assert_same_run(run, lambda weights: 0.07 / 2 * torch.stack([w.square().sum() for w in weights]).sum())


@pytest.mark.parametrize("optimizer", ["sgd", "adamw"])
def test_l1_is_the_size_of_the_weights_alone(optimizer: str) -> None:
    run = run_of("4:tanh", "3:swish(beta=1.5)", optimizer=optimizer, lr=0.02, l1=0.003, batch_size="all")
    assert_same_run(run, lambda weights: 0.003 * torch.stack([w.abs().sum() for w in weights]).sum())


@pytest.mark.parametrize(("optimizer", "l1_bias", "l2_bias"), [("sgd", 0.2, 0.0), ("adam", 0.01, 0.3)])
def test_penalties_on_biases_are_of_the_biases_alone(optimizer: str, l1_bias: float, l2_bias: float) -> None:
    chosen = {"bias_init": "normal(1)", "lr": 0.02, "l1_bias": l1_bias, "l2_bias": l2_bias, "batch_size": "all"}
    run = run_of("4:tanh", "3:aprelu", "2:tanh;use_bias=false", optimizer=optimizer, **chosen)
    model = twin(run)
    biases = [module.bias for module in model if isinstance(module, nn.Linear) and module.bias is not None]

    def penalty(_: list[Tensor]) -> Tensor:
        each = torch.cat([bias.flatten() for bias in biases])
        return l1_bias * each.abs().sum() + l2_bias / 2 * each.square().sum()

    assert_same_epochs(run, model, OPTIMIZERS[optimizer](model.parameters(), 0.02), penalty)


@pytest.mark.parametrize("optimizer", ["sgd", "adam"])
def test_the_activity_penalty_is_the_mean_size_of_the_hidden_outputs_layer_by_layer(optimizer: str) -> None:
    run = run_of("5:tanh", "3:aprelu", optimizer=optimizer, lr=0.05, activity=0.3, batch_size="all")
    model = twin(run)
    optimizer_of = OPTIMIZERS[optimizer](model.parameters(), 0.05)

    def penalty(_: list[Tensor]) -> Tensor:
        first = model[:2](run.data.train.x)
        return 0.3 * (first.abs().mean() + model[2:4](first).abs().mean())

    assert_same_epochs(run, model, optimizer_of, penalty)


def test_a_network_without_hidden_layers_has_no_activity_to_press_on() -> None:
    with_penalty, without = (run_of(lr=0.1, activity=activity) for activity in (0.5, 0.0))
    with_penalty.train_epochs(5)
    without.train_epochs(5)
    assert torch.equal(with_penalty.parameters.vector, without.parameters.vector)


def test_adamw_decays_the_weights_alone() -> None:
    run = run_of("4:tanh", "3:prelu(alpha=0.3)", optimizer="adamw", lr=0.05, l2=0.5, batch_size="all")
    model = twin(run)
    weights = weights_of(model)
    rest = [p for p in model.parameters() if not any(p is weight for weight in weights)]
    groups: list[dict[str, Any]] = [{"params": weights, "weight_decay": 0.5}, {"params": rest, "weight_decay": 0.0}]
    assert_same_epochs(run, model, optim.AdamW(groups, lr=0.05), penalty=None)


def test_adamw_decays_the_biases_by_a_number_of_their_own() -> None:
    run = run_of("4:tanh", optimizer="adamw", lr=0.05, l2=0.2, l2_bias=0.5, bias_init="normal(1)", batch_size="all")
    model = twin(run)
    biases = [module.bias for module in model if isinstance(module, nn.Linear)]
    groups: list[dict[str, Any]] = [
        {"params": weights_of(model), "weight_decay": 0.2},
        {"params": biases, "weight_decay": 0.5},
    ]
    assert_same_epochs(run, model, optim.AdamW(groups, lr=0.05), penalty=None)


def test_a_network_without_hidden_layers_is_logistic_regression() -> None:
    run = run_of(data="gaussians", lr=0.1, batch_size="all")
    assert_same_run(run)
    assert float(run.score().test_accuracy or 0) > 0.9


def test_adam_with_batches_solves_the_spiral() -> None:
    solved = 0
    for seed in range(5):
        plan = plan_of("8:silu", "8:silu", data="spiral", noise=0, points=500, optimizer="adam", lr=0.02, seed=seed)
        solved += _epochs_to(0.95, Run(plan), 150) is not None
    assert solved >= 4


def _epochs_to(accuracy: float, run: Run, most: int) -> int | None:
    """The epoch in which `run` first reaches `accuracy` on the test data."""
    for epoch in range(1, most + 1):
        run.train_epochs(1)
        reached = run.score().test_accuracy
        if reached is not None and float(reached) >= accuracy:
            return epoch
    return None

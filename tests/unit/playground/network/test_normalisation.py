"""Sums are normalised as torch.nn normalises them, batch by batch in training and by running means after it."""

from typing import Any

import pytest
import torch
from torch import Tensor, nn, optim

from app.activations.catalogue import CATALOGUE
from app.playground.network.layer import ROWS
from app.playground.network.normalisation import first_tensors, normalise
from app.playground.plan import Tuning
from app.playground.training import Run
from app.playground.work import samples_at_once
from tests.unit.playground.runs import forward_of, recorded_run_of, run_of, twin, twin_loss
from tests.unit.sentences import assert_one_sentence

CLOSE: dict[str, Any] = {"rtol": 1e-9, "atol": 1e-11}
BATCH = "4:tanh;normalisation=batch", "3:prelu(alpha=0.3);normalisation=batch"
LAYER = "4:tanh;normalisation=layer;use_bias=false", "2:maxout(k=3);normalisation=layer"


def numbers(*shape: int) -> Tensor:
    return 3 + 2 * torch.randn(*shape, generator=torch.Generator().manual_seed(1), dtype=torch.float64)


def learn_beside(run: Run, model: nn.Sequential, optimizer: optim.Optimizer, epochs: int) -> None:
    """Let both learn from the same batches."""
    for _ in range(epochs):
        ended = False
        while not ended:
            place = 0 if run.is_between_epochs else run.place[1]
            ended = run.step()
            x, y, _ = run.batches[place]
            optimizer.zero_grad()
            nn.functional.binary_cross_entropy_with_logits(model(x[0]).squeeze(1), y[0]).backward()
            optimizer.step()


@pytest.mark.parametrize(("layers", "optimizer"), [(BATCH, "adam"), (BATCH, "momentum"), (LAYER, "adam")])
def test_a_run_with_short_batches_is_that_of_torch_nn(layers: tuple[str, ...], optimizer: str) -> None:
    # 30 points to learn from: four batches of 7, and one of 2
    run = recorded_run_of(*layers, optimizer=optimizer, lr=0.02, batch_size=7)
    model = twin(run)
    parameters = model.parameters()
    rule = optim.Adam(parameters, lr=0.02) if optimizer == "adam" else optim.SGD(parameters, lr=0.02, momentum=0.9)
    learn_beside(run, model, rule, 8)
    model.eval()
    assert float(run.score().train_loss) == pytest.approx(twin_loss(run, model).item(), rel=1e-9)
    now = twin(run)
    for (name, ours), theirs in zip(now.state_dict().items(), model.state_dict().values(), strict=True):
        if "num_batches" not in name:
            # torch's gradient of a bias is 0 but for rounding, and Adam follows the least
            torch.testing.assert_close(ours, theirs, rtol=1e-9, atol=1e-8)


def test_in_training_a_batch_goes_by_itself_and_after_it_by_running_means() -> None:
    sums = numbers(1, 6, 3)
    tensors = {name: tensor[None] for name, tensor in first_tensors("batch", 3).items()}
    module = nn.BatchNorm1d(3, dtype=torch.float64)
    z, found = normalise("batch", sums, tensors, in_training=True)
    torch.testing.assert_close(z[0], module(sums[0]).detach(), **CLOSE)
    # from 0 and 1 on, a tenth of the way
    assert module.running_mean is not None
    assert module.running_var is not None
    torch.testing.assert_close(found["mean"][0, 0] / 10, module.running_mean, **CLOSE)
    torch.testing.assert_close(0.9 + found["variance"][0, 0] / 10, module.running_var, **CLOSE)
    after = tensors | {"mean": module.running_mean[None, None], "variance": module.running_var[None, None]}
    z, found = normalise("batch", sums, after, in_training=False)
    torch.testing.assert_close(z[0], module.eval()(sums[0]).detach(), **CLOSE)
    assert not found


def test_a_bias_that_the_mean_of_a_batch_takes_away_stays() -> None:
    run = run_of(*BATCH, optimizer="adam", lr=0.1, bias_init="normal(1)")
    before = [tensors["b"].clone() for tensors in run.tensors()[:2]]
    run.train_epochs(3)
    assert all(torch.equal(own, tensors["b"]) for own, tensors in zip(before, run.tensors(), strict=False))


def test_one_sample_alone_becomes_0() -> None:
    tensors = {name: tensor[None] for name, tensor in first_tensors("batch", 3).items()}
    z, found = normalise("batch", numbers(1, 1, 3), tensors, in_training=True)
    assert not z.any()
    assert not found["variance"].any()
    run = run_of("3:tanh;normalisation=batch", points=42, batch_size=20)
    run.train_epochs(3)
    assert run.divergence is None


def test_no_optimizer_and_no_penalty_moves_a_running_mean() -> None:
    layers = "4:relu;normalisation=batch", "3:tanh"
    for optimizer in ("nesterov", "rmsprop", "adagrad", "adamw"):
        run = run_of(*layers, optimizer=optimizer, l1=0.1, l2=0.2, l1_bias=0.1, l2_bias=0.2, batch_size="all", lr=0.1)
        for _ in range(3):
            own = {name: tensor.clone() for name, tensor in run.tensors()[0].items()}
            sums = run.data.train.x @ own["W"][0] + own["b"][0]
            run.train_epochs(1)
            after = run.tensors()[0]
            torch.testing.assert_close(after["mean"][0, 0], 0.9 * own["mean"][0, 0] + 0.1 * sums.mean(dim=0), **CLOSE)
            expected = 0.9 * own["variance"][0, 0] + 0.1 * sums.var(dim=0)
            torch.testing.assert_close(after["variance"][0, 0], expected, **CLOSE)


def test_a_reset_forgets_the_running_means_and_a_replica_has_its_own() -> None:
    run = recorded_run_of(*BATCH, replicas=3, seed=5, lr=0.1)
    run.train_epochs(3)
    learned = run.parameters.vector.clone()
    alone = run_of(*BATCH, seed=6, lr=0.1)
    alone.train_epochs(3)
    for together, own in zip(run.parameters.split(), alone.parameters.split(), strict=True):
        torch.testing.assert_close(together[1:2], own, **CLOSE)
    run.reset()
    assert not run.tensors()[0]["mean"].any()
    run.train_epochs(3)
    assert torch.equal(run.parameters.vector, learned)


def test_the_pre_activations_are_what_has_been_normalised() -> None:
    run = run_of(*LAYER, "4:tanh;normalisation=batch", lr=0.05, batch_size="all", data="moons")
    run.train_epochs(200)
    z = forward_of(run, run.data.train.x).z
    own = [tensors["scale"].abs() for tensors in run.tensors()[:3]]
    first = (z[0][0] - run.tensors()[0]["shift"][0]) / run.tensors()[0]["scale"][0]
    torch.testing.assert_close(first.mean(dim=1), torch.zeros(len(first), dtype=torch.float64), rtol=0, atol=1e-9)
    assert float(z[2][0].std(dim=0).max() / own[2].max()) == pytest.approx(1, rel=0.2)


@pytest.mark.parametrize("size", [1, "all"])
def test_batches_that_cannot_be_normalised_get_a_sentence(size: int | str) -> None:
    wide = tuple(f"64:{'sin(' * 12}x{')' * 12};normalisation=batch" for _ in range(8))
    with pytest.raises(ValueError, match=r"^Batch normalisation .*choose a ") as refusal:
        run_of(*wide, batch_size=size, points=2000)
    assert_one_sentence(str(refusal.value))
    run = run_of(*wide, batch_size=10, points=2000)
    before = run.plan
    with pytest.raises(ValueError, match="Batch normalisation"):
        run.tune(Tuning.model_validate({"batch_size": size, "lr": 0.5}))
    assert run.plan == before
    assert 10 < samples_at_once(run.network, 1) < 1000


def test_no_activation_learns_what_a_normalisation_has() -> None:
    for entry in CATALOGUE:
        assert not ROWS & {knob.name for knob in entry.parameters if knob.learnable}

"""Stacked networks answer as each would alone; dropout keeps what it should, and is for training."""

import pytest
import torch
from torch import Generator, Tensor

from app.initialisations import find_initialisation
from app.playground.network.network import Chance, Network
from app.playground.network_plan import HiddenLayer, NetworkPlan
from tests.unit.playground.runs import plan_of, run_of, twin

ROWS = 40_000


def network_of(*hidden: str, outputs: int = 1) -> Network:
    return Network.of(plan_of(*hidden).network, 2, outputs)


def numbers(*shape: int) -> Tensor:
    return torch.randn(*shape, generator=Generator().manual_seed(1), dtype=torch.float64)


def chance(network: Network, replicas: int, rows: int, drop: float) -> Chance:
    uniform = torch.rand(replicas, rows, network.chances, generator=Generator().manual_seed(2), dtype=torch.float64)
    return Chance(uniform, torch.tensor(drop, dtype=torch.float64))


def dropped(activation: str, share: float) -> tuple[Tensor, Tensor]:
    """Hidden outputs (ROWS, 2) of two units that see normal numbers, without and with dropout."""
    network = network_of(f"2:{activation}")
    tensors = [
        {"W": torch.eye(2, dtype=torch.float64)[None], "b": torch.zeros(1, 1, 2, dtype=torch.float64)},
        {"W": torch.ones(1, 2, 1, dtype=torch.float64), "b": torch.zeros(1, 1, 1, dtype=torch.float64)},
    ]
    x = numbers(1, ROWS, 2)
    plain = network.forward(x, tensors).h[0][0]
    return plain, network.forward(x, tensors, chance(network, 1, ROWS, share)).h[0][0]


def test_each_layer_takes_what_the_one_before_gives() -> None:
    network = network_of("3:crelu", "4:maxout(k=2)", "5:glu", "2:tanh", outputs=6)
    assert [(layer.fan_in, layer.pre_activations, layer.outputs) for layer in network.layers] == [
        (2, 3, 6),
        (6, 8, 4),
        (4, 10, 5),
        (5, 2, 2),
        (2, 6, 6),
    ]
    assert network.chances == 3 + 6 + 8 + 4 + 10 + 5 + 2 + 2
    assert len(network.hidden) == 4


def test_no_hidden_layer_is_a_linear_map() -> None:
    network = network_of(outputs=3)
    first = network.draw(find_initialisation("he_normal"), [4])
    (w, b), x = first.split(), numbers(1, 7, 2)
    torch.testing.assert_close(network.forward(x, first.by_layer([w, b])).answer, x @ w + b)
    assert network.chances == 0


@pytest.mark.parametrize("hidden", [("5:tanh", "4:maxout(k=3)"), ("4:prelu(alpha=0.3)", "3:crelu"), ("6:aprelu",)])
def test_a_network_answers_as_torch_nn_does(hidden: tuple[str, ...]) -> None:
    run = run_of(*hidden, data="three_spirals", init="normal(0.8)")
    x = 3 * numbers(20, 2)
    found = run.network.forward(x[None], run.tensors()).answer[0]
    torch.testing.assert_close(found, twin(run)(x), rtol=1e-12, atol=1e-12)


def test_stacked_networks_answer_as_each_alone() -> None:
    network = network_of("5:aprelu", "4:softmax", "3:srelu", outputs=2)
    seeds, x = (3, 9, 4), numbers(3, 6, 2)
    together = network.draw(find_initialisation("he_normal"), seeds)
    answer = network.forward(x, together.by_layer(together.split())).answer
    for number, seed in enumerate(seeds):
        alone = network.draw(find_initialisation("he_normal"), [seed])
        own = network.forward(x[number][None], alone.by_layer(alone.split())).answer
        torch.testing.assert_close(answer[number][None], own, rtol=1e-12, atol=1e-14)


def test_the_vector_is_all_parameters_and_nothing_else() -> None:
    network = network_of("3:prelu", "2:aprelu")
    parameters = network.draw(find_initialisation("he_normal"), [0, 1])
    parts = parameters.split()
    assert sum(part.numel() for part in parts) == parameters.vector.numel()
    parts[0][1, 0, 2] = 77.0
    assert (parameters.vector == 77.0).sum() == 1
    weights = parameters.by_layer(parameters.split(parameters.holding("W")))
    for tensors in weights:
        assert all(bool((tensor == float(name == "W")).all()) for name, tensor in tensors.items())


def test_the_same_seed_draws_the_same_weights_and_another_others() -> None:
    network = network_of("3:tanh", "2:aprelu")
    first, second, third = (network.draw(find_initialisation("xavier_uniform"), [seed]).vector for seed in (5, 5, 6))
    assert torch.equal(first, second)
    assert not torch.equal(first, third)


def test_layers_of_one_shape_do_not_begin_alike() -> None:
    parameters = network_of("4:tanh", "4:tanh", "4:tanh").draw(find_initialisation("he_normal"), [0])
    layers = parameters.by_layer(parameters.split())
    assert not torch.equal(layers[1]["W"], layers[2]["W"])


def test_the_first_network_is_a_view_of_the_first_replica() -> None:
    parameters = network_of("3:tanh", "2:aprelu").draw(find_initialisation("he_normal"), [4, 5])
    alone = network_of("3:tanh", "2:aprelu").draw(find_initialisation("he_normal"), [4])
    first, expected = parameters.first_network(), alone.by_layer(alone.split())
    assert [own.keys() for own in first] == [own.keys() for own in expected]
    assert all(torch.equal(own[name], layer[name]) for own, layer in zip(first, expected, strict=True) for name in own)
    parameters.vector.zero_()
    assert all(not tensor.any() for own in first for tensor in own.values())


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_dropout_keeps_the_mean(share: float) -> None:
    plain, after = dropped("sigmoid", share)
    is_gone = after == 0
    assert float(is_gone.double().mean()) == pytest.approx(share, abs=0.01)
    torch.testing.assert_close(after[~is_gone], plain[~is_gone] / (1 - share))
    assert float(after.mean()) == pytest.approx(float(plain.mean()), rel=0.05)


def test_dropout_drops_each_output_by_itself() -> None:
    _, after = dropped("sigmoid", 0.5)
    both = ((after == 0).sum(dim=1) == 2).double().mean()
    assert float(both) == pytest.approx(0.25, abs=0.01)


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
def test_alpha_dropout_behind_selu_keeps_mean_0_and_variance_1(share: float) -> None:
    plain, after = dropped("selu", share)
    for outputs in (plain, after):
        assert float(outputs.mean()) == pytest.approx(0.0, abs=0.02)
        assert float(outputs.var()) == pytest.approx(1.0, abs=0.03)
    # what is dropped goes where SELU saturates, below all others
    values, counts = after.flatten().unique(return_counts=True)
    assert float(counts.max()) / after.numel() == pytest.approx(share, abs=0.01)
    assert counts.argmax() == values.argmin()


def test_nothing_is_dropped_at_a_share_of_0() -> None:
    for activation in ("tanh", "selu"):
        plain, after = dropped(activation, 0.0)
        torch.testing.assert_close(after, plain, rtol=1e-15, atol=0)


def test_the_output_is_never_dropped() -> None:
    network = network_of("4:tanh", outputs=5)
    first = network.draw(find_initialisation("he_normal"), [0])
    activity = network.forward(numbers(1, 500, 2), first.by_layer(first.split()), chance(network, 1, 500, 0.9))
    assert activity.answer is activity.z[-1]


def test_two_layers_are_random_by_numbers_of_their_own() -> None:
    network = network_of("3:identity", "3:identity")
    first = network.draw(find_initialisation("he_normal"), [0])
    activity = network.forward(numbers(1, 900, 2), first.by_layer(first.split()), chance(network, 1, 900, 0.5))
    assert not torch.equal(activity.h[0] == 0, activity.h[1] == 0)


def test_a_network_is_random_where_a_layer_is() -> None:
    assert network_of("3:tanh", "3:rrelu").is_random
    assert not network_of("3:tanh", "3:softmax").is_random
    assert not Network.of(NetworkPlan(dropout=0.5), 2, 1).is_random


@pytest.mark.parametrize("f", ["tanh", "maxout(k=3)", "crelu", "softmax", "abs"])
def test_matched_weights_keep_what_goes_into_each_layer_at_1(f: str) -> None:
    plan = NetworkPlan(hidden=(HiddenLayer(units=64, activation=f),) * 3, init="matched")
    network = Network.of(plan, inputs=2, outputs=2)
    parameters = network.draw(plan.initialisation, list(range(64)))
    x = torch.randn(64, 50, 2, generator=torch.Generator().manual_seed(1), dtype=torch.float64)
    found = network.forward(x, parameters.by_layer(parameters.split()))
    assert [z.square().mean().item() for z in found.z] == pytest.approx([1.0] * 4, rel=0.35)


@pytest.mark.parametrize("init", ["xavier_uniform", "matched", "normal(0.5)", "constant(0.3)"])
@pytest.mark.parametrize("scale", [0, 0.1, 3.7, 100])
def test_first_weights_are_scaled_to_the_last_bit_and_nothing_else_is(init: str, scale: float) -> None:
    hidden = "4:tanh;normalisation=batch", "3:aprelu" if init != "matched" else "3:relu", "2:prelu"
    plain, usual, scaled = (
        run_of(*hidden, init=init, bias_init="normal(1)", replicas=2, data="three_spirals", **chosen)
        for chosen in (dict[str, float](), {"weight_scale": 1}, {"weight_scale": scale})
    )
    assert torch.equal(plain.parameters.vector, usual.parameters.vector)
    names = [slot.name for slot in plain.parameters.slots]
    assert names.count("W") == len(hidden) + 1
    parts = zip(names, plain.parameters.split(), scaled.parameters.split(), strict=True)
    for name, drawn, found in parts:
        assert torch.equal(found, scale * drawn if name == "W" else drawn)


def test_a_scale_of_first_weights_needs_no_other_program() -> None:
    assert run_of("4:tanh").shape == run_of("4:tanh", weight_scale=2).shape

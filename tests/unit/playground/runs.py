"""Plans in a line, and the network of a run written once more with `torch.nn`, which shares no code with ours."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F

from app.playground.network.network import ForwardPass
from app.playground.plan import Plan
from app.playground.training import Run

DATA = {"data": "name", "points": "points", "noise": "noise", "train_fraction": "train_fraction", "data_seed": "seed"}
NETWORK = ("init", "weight_scale", "bias_init", "dropout", "output_use_bias", "output_constraint")
TRAINING = ("loss", "optimizer", "lr", "momentum", "batch_size", "l1", "l2", "l1_bias", "l2_bias", "activity")


def layer_of(text: str) -> dict[str, str]:
    """The values of a layer that is written `units:reference;option=value`."""
    head, *options = text.split(";")
    units, _, activation = head.partition(":")
    return {"units": units, "activation": activation} | dict(option.split("=") for option in options)


def plan_of(*hidden: str, **chosen: Any) -> Plan:
    """A plan with hidden layers, each as an address writes it, and values by the names of a page's query; 60 points."""
    layers = [layer_of(layer) for layer in hidden]
    chosen = {"points": 60, **chosen}
    samples = {"name": "own", "samples": chosen.pop("samples")} if "samples" in chosen else {}
    return Plan.model_validate(
        {
            "data": {DATA[name]: chosen.pop(name) for name in DATA if name in chosen} | samples,
            "training": {name: chosen.pop(name) for name in TRAINING if name in chosen},
            "network": {"hidden": layers} | {name: chosen.pop(name) for name in NETWORK if name in chosen},
            **chosen,
        }
    )


def run_of(*hidden: str, **chosen: Any) -> Run:
    """The run of such a plan, which differentiates anew at each step: soon begun, and the same to the last bit."""
    return Run(plan_of(*hidden, **chosen), records=False)


def recorded_run_of(*hidden: str, **chosen: Any) -> Run:
    """The run of such a plan as it is for users, which records each gradient when it first needs it."""
    return Run(plan_of(*hidden, **chosen))


def history_of(run: Run, epochs: int) -> list[Tensor]:
    """The losses and accuracies before training and after each epoch, and last every parameter."""
    history: list[Tensor] = []
    for epoch in range(epochs + 1):
        if epoch:
            run.train_epochs(1)
        score = run.score()
        parts = (score.train_loss, score.test_loss, score.train_accuracy, score.test_accuracy)
        history.append(torch.cat([part for part in parts if part is not None]))
    return [*history, run.parameters.vector.clone()]


def same_bits(first: Sequence[Tensor], second: Sequence[Tensor]) -> bool:
    """Whether all tensors are equal to the last bit."""
    return all(torch.equal(a, b) for a, b in zip(first, second, strict=True))


def forward_of(run: Run, x: Tensor) -> ForwardPass:
    """What the first network of `run` does with points x (N, 2)."""
    return run.network.forward(x[None], run.parameters.first_network())


class Maxout(nn.Module):
    """The largest of each k consecutive numbers."""

    def __init__(self, k: int) -> None:
        super().__init__()
        self.k = k

    def forward(self, z: Tensor) -> Tensor:
        """f(z): (N, pre-activations) → (N, outputs)."""
        return z.view(len(z), -1, self.k).amax(dim=-1)


class CRelu(nn.Module):
    """The positive and the negative parts."""

    def forward(self, z: Tensor) -> Tensor:
        """f(z): (N, pre-activations) → (N, outputs)."""
        return torch.cat([F.relu(z), F.relu(-z)], dim=1)


class Swish(nn.Module):
    """x·σ(βx) with a β that is learned."""

    def __init__(self, beta: float) -> None:
        super().__init__()
        self.beta = nn.Parameter(torch.tensor(beta, dtype=torch.float64))

    def forward(self, z: Tensor) -> Tensor:
        """f(z): (N, pre-activations) → (N, outputs)."""
        return z / (1 + torch.exp(-self.beta * z))


class Snake(nn.Module):
    """x + sin²(αx)/α with an α that is learned."""

    def __init__(self, alpha: float) -> None:
        super().__init__()
        self.alpha = nn.Parameter(torch.tensor(alpha, dtype=torch.float64))

    def forward(self, z: Tensor) -> Tensor:
        """f(z): (N, pre-activations) → (N, outputs)."""
        return z + torch.sin(self.alpha * z) ** 2 / self.alpha


class APRelu(nn.Module):
    """A slope for each unit from a small network, which is learned too."""

    def __init__(self, tensors: Mapping[str, Tensor]) -> None:
        super().__init__()
        self.first = linear(tensors["w1"], tensors["b1"])
        self.second = linear(tensors["w2"], tensors["b2"])

    def forward(self, z: Tensor) -> Tensor:
        """f(z): (N, pre-activations) → (N, outputs)."""
        positive, negative = F.relu(z), -F.relu(-z)
        alpha = torch.sigmoid(self.second(F.relu(self.first(torch.cat([positive, negative], dim=1)))))
        return positive + alpha * negative


def prelu(tensors: Mapping[str, Tensor]) -> nn.PReLU:
    """PReLU with as many slopes as there are."""
    module = nn.PReLU(tensors["alpha"].numel(), dtype=torch.float64)
    with torch.no_grad():
        module.weight.copy_(tensors["alpha"].flatten())
    return module


MODULES: Mapping[str, Callable[[Mapping[str, Tensor]], nn.Module]] = {
    "tanh": lambda _: nn.Tanh(),
    "sigmoid": lambda _: nn.Sigmoid(),
    "relu": lambda _: nn.ReLU(),
    "identity": lambda _: nn.Identity(),
    "gelu": lambda _: nn.GELU(),
    "silu": lambda _: nn.SiLU(),
    "elu(alpha=1.5)": lambda _: nn.ELU(1.5),
    "prelu(alpha=0.3)": prelu,
    "swish(beta=1.5)": lambda tensors: Swish(tensors["beta"].item()),
    "snake(alpha=2)": lambda tensors: Snake(tensors["alpha"].item()),
    "maxout(k=3)": lambda _: Maxout(3),
    "glu": lambda _: nn.GLU(dim=1),
    "crelu": lambda _: CRelu(),
    "softmax": lambda _: nn.Softmax(dim=1),
    "aprelu": APRelu,
}
"""Activations as torch.nn has them, or as their papers say; each from the tensors of its layer."""


def linear(w: Tensor, b: Tensor | None) -> nn.Linear:
    """x W + b, with W of shape (in, out), as torch.nn has it."""
    module = nn.Linear(w.shape[0], w.shape[1], bias=b is not None, dtype=torch.float64)
    with torch.no_grad():
        module.weight.copy_(w.T)
        if b is not None:
            module.bias.copy_(b.flatten())
    return module


def normaliser(own: Mapping[str, Tensor]) -> nn.Module:
    """The normalisation of a layer as torch.nn has it, in training."""
    width = own["scale"].numel()
    if "mean" not in own:
        module = nn.LayerNorm(width, dtype=torch.float64)
    else:
        module = nn.BatchNorm1d(width, dtype=torch.float64)
        assert module.running_mean is not None
        assert module.running_var is not None
        module.running_mean.copy_(own["mean"].flatten())
        module.running_var.copy_(own["variance"].flatten())
    with torch.no_grad():
        module.weight.copy_(own["scale"].flatten())
        module.bias.copy_(own["shift"].flatten())
    return module


def twin(run: Run) -> nn.Sequential:
    """The first network of `run` as it is now, with `torch.nn`."""
    modules: list[nn.Module] = []
    for number, tensors in enumerate(run.tensors()):
        own = {name: tensor[0] for name, tensor in tensors.items()}
        modules.append(linear(own["W"], own.get("b")))
        if "scale" in own:
            modules.append(normaliser(own))
        if number < len(run.plan.network.hidden):
            modules.append(MODULES[run.plan.network.hidden[number].activation](own))
    return nn.Sequential(*modules)


def twin_loss(run: Run, model: nn.Module, *, test: bool = False) -> Tensor:
    """The mean loss of `model` on the data of `run`."""
    samples = run.test if test else run.train
    assert samples is not None
    answer = model(samples.x)
    if samples.classes is None:
        return F.mse_loss(answer.squeeze(1), samples.y) / 2
    if samples.classes == 2:
        return F.binary_cross_entropy_with_logits(answer.squeeze(1), samples.y.double())
    return F.cross_entropy(answer, samples.y.long())

"""The optimizers that a plan can name, each by its name; nothing else lists them.

Each works element by element, so that one vector of all parameters learns as its parts would, with torch's defaults.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from torch import Tensor, optim
from torch.optim import Optimizer

MOMENTUM = 0.9
"""How much of the step before is usually kept."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """A rule by which parameters follow their gradient: `make(vector, lr)` is torch's optimizer of one tensor.

    One that `keeps` part of the step before is torch's SGD, which is told how much, and whether it `looks_ahead`. An L2
    penalty is part of the gradient, or, where the rule `decays` weights, taken off the weights themselves. It is for
    weights alone, so that the optimizer knows nothing of it.
    """

    name: str
    title: str
    make: Callable[[Tensor, float], Optimizer]
    decays: bool = False
    keeps: bool = False
    looks_ahead: bool = False


def _sgd(vector: Tensor, lr: float) -> Optimizer:
    return optim.SGD([vector], lr=lr, foreach=False)


OPTIMIZERS: Mapping[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule(name="sgd", title="SGD", make=_sgd),
        Rule(name="momentum", title="SGD, momentum", make=_sgd, keeps=True),
        Rule(name="nesterov", title="Nesterov", make=_sgd, keeps=True, looks_ahead=True),
        Rule(name="rmsprop", title="RMSprop", make=lambda vector, lr: optim.RMSprop([vector], lr=lr, foreach=False)),
        Rule(name="adagrad", title="Adagrad", make=lambda vector, lr: optim.Adagrad([vector], lr=lr, foreach=False)),
        Rule(name="adam", title="Adam", make=lambda vector, lr: optim.Adam([vector], lr=lr, fused=True)),
        Rule(
            name="adamw",
            title="AdamW",
            make=lambda vector, lr: optim.AdamW([vector], lr=lr, weight_decay=0.0, fused=True),
            decays=True,
        ),
    )
}
"""Every rule by name, in display order."""

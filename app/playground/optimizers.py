"""The optimizers of torch.optim that a plan can name."""

from torch import Tensor, optim
from torch.optim import Optimizer

from app.playground.plan import OptimizerName

MOMENTUM = 0.9


def make_optimizer(  # noqa: PLR0911  one for each optimizer
    name: OptimizerName, vector: Tensor, lr: float
) -> Optimizer:
    """The optimizer called `name` for one tensor, with torch's defaults and a momentum of 0.9.

    Each works element by element, so that one vector of all parameters learns as its parts would. Weight decay is left
    to the caller: it is for weights alone.
    """
    match name:
        case "sgd":
            return optim.SGD([vector], lr=lr, foreach=False)
        case "momentum":
            return optim.SGD([vector], lr=lr, foreach=False, momentum=MOMENTUM)
        case "nesterov":
            return optim.SGD([vector], lr=lr, foreach=False, momentum=MOMENTUM, nesterov=True)
        case "rmsprop":
            return optim.RMSprop([vector], lr=lr, foreach=False)
        case "adagrad":
            return optim.Adagrad([vector], lr=lr, foreach=False)
        case "adam":
            return optim.Adam([vector], lr=lr, fused=True)
        case "adamw":
            return optim.AdamW([vector], lr=lr, weight_decay=0.0, fused=True)

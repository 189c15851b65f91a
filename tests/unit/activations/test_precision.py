"""In every precision an entry is as exact as the function that torch itself has, measured against 80 digits."""

from collections.abc import Callable

import numpy as np
import pytest
import torch
from torch import Tensor

from app.activations.bound import bind
from app.analysis.points import Points
from tests.unit.activations.closed_forms import CLOSED_FORMS, derivatives
from tests.unit.activations.test_frameworks import spelled
from tests.unit.activations.trials import BY_NAME

BUILT_IN = [
    name for name in CLOSED_FORMS if BY_NAME[name].kind == "elementwise" and BY_NAME[name].frameworks.torch.builtin
]
DTYPES = (torch.float64, torch.float32, torch.float16, torch.bfloat16)
# each of them is a number of every precision
X = np.linspace(-20, 20, 41)
# in units of the last place of the right value
FEW = 16
# as many times the error that torch's own function has nearby
TIMES = 4
# where numbers lose digits, as so small they do
SMALLEST = {torch.float16: 2.0**-24}


def orders(function: Callable[[Tensor], Tensor], x: Tensor) -> list[Points]:
    """f, f′ and f″ of `function` by autograd; f″ is 0 where f′ has no graph, and NaN where torch has none."""
    x = x.clone().requires_grad_()
    value = function(x)
    (first,) = torch.autograd.grad(value.sum(), x, create_graph=True)
    second = torch.zeros_like(x)
    if first.requires_grad:
        try:
            # what is a ZeroTensor has no numbers before something is added
            second = torch.autograd.grad(first.sum(), x)[0] + 0
        except RuntimeError:
            second = torch.full_like(x, torch.nan)
    return [found.detach().double().numpy() for found in (value, first, second)]


@pytest.mark.parametrize("dtype", DTYPES, ids=str)
@pytest.mark.parametrize("name", BUILT_IN)
def test_is_as_exact_as_torch(name: str, dtype: torch.dtype) -> None:
    activation = bind(BY_NAME[name], {})
    x = X[~np.isin(X, activation.kinks)]
    at = torch.tensor(x, dtype=dtype)
    form = CLOSED_FORMS[name]
    right = np.array([[float(order) for order in derivatives(form, point, activation.params)] for point in x.tolist()])
    kinds = torch.finfo(dtype)
    smallest = SMALLEST.get(dtype, kinds.tiny)
    theirs = orders(spelled(BY_NAME[name], activation.params), at)
    for order, (mine, own) in enumerate(zip(orders(activation, at), theirs, strict=True)):
        true = right[:, order]
        # torch may be right at one point by chance
        around = np.max(
            [np.roll(np.nan_to_num(np.abs(own - true), nan=np.inf, posinf=np.inf), shift) for shift in (-1, 0, 1)],
            axis=0,
        )
        allowed = np.maximum(FEW * (kinds.eps * np.abs(true) + smallest), TIMES * around)
        wrong = ~(np.abs(mine - true) <= allowed) & (np.abs(true) < kinds.max)
        assert not wrong.any(), (order, x[wrong], mine[wrong], true[wrong], own[wrong])

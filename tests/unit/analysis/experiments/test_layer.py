"""A layer's Jacobian by autograd is the chain rule's."""

import numpy as np
import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.layer import apply_layer


@pytest.mark.parametrize("f", ["tanh", "relu", "gelu", "x**2", "binary_step"])
def test_a_layers_jacobian_by_autograd_is_the_chain_rule(f: str) -> None:
    generator = torch.Generator().manual_seed(1)
    weights, biases, x = (torch.randn(*shape, generator=generator).double() for shape in ((3, 4), (4,), (3,)))
    found = apply_layer(read(f), weights, biases, x)
    assert found.difference < 1e-15
    assert found.cross == 0
    np.testing.assert_allclose(found.z, (x @ weights + biases).numpy())
    np.testing.assert_allclose(found.by_weight_closed, np.outer(x, found.slope), atol=1e-15)
    np.testing.assert_allclose(found.by_bias, found.slope, atol=1e-15)

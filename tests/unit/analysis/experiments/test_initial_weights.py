"""First weights have torch's spread, and each activation those made for it."""

from typing import Any

import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.initial_weights import draw_weights, suited
from app.initialisations import SCHEMES


@pytest.mark.parametrize("scheme", ["xavier", "he", "lecun"])
def test_weights_have_the_spread_that_torch_gives_them(scheme: Any) -> None:
    inputs, outputs = 300, 500
    drawn = draw_weights(scheme, inputs, outputs, torch.Generator().manual_seed(0))
    assert drawn.std().item() == pytest.approx(SCHEMES[scheme].deviation(inputs, outputs), rel=0.01)
    by_torch = torch.empty(outputs, inputs)
    match scheme:
        case "xavier":
            torch.nn.init.xavier_normal_(by_torch)
        case "he":
            torch.nn.init.kaiming_normal_(by_torch, nonlinearity="relu")
        case _:
            torch.nn.init.kaiming_normal_(by_torch, nonlinearity="linear")
    assert by_torch.std().item() == pytest.approx(SCHEMES[scheme].deviation(inputs, outputs), rel=0.02)


def test_each_activation_has_the_weights_made_for_it() -> None:
    assert [suited(read(f)) for f in ("selu", "relu", "gelu", "tanh", "x**3")] == [
        "lecun",
        "he",
        "he",
        "xavier",
        "xavier",
    ]

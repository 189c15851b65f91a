"""First weights have torch's spread, and each activation those made for it."""

from typing import Any

import pytest
import torch

from app.activations.reference import read
from app.analysis.experiments.initial_weights import draw_weights, numbers_of
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


@pytest.mark.parametrize("f", ["tanh", "abs", "prelu(alpha=-1)", "sine", "crelu", "x*sigmoid(x)"])
def test_matched_weights_keep_the_mean_square_of_what_goes_into_a_layer(f: str) -> None:
    # 4096 units leave 2 % to chance, and a little more where the inputs have a mean
    inputs, units = 1024, 4096
    generator = torch.Generator().manual_seed(0)
    raw, behind = numbers_of("matched", read(f), 0.01)
    x = torch.randn(64, inputs, generator=generator, dtype=torch.float64)
    z = x @ draw_weights("matched", inputs, units, generator, raw)
    assert z.square().mean().item() == pytest.approx(1, abs=0.08)
    h = read(f)(torch.randn(64, inputs, generator=generator, dtype=torch.float64))
    z = h @ draw_weights("matched", inputs, units, generator, behind)
    assert z.square().mean().item() == pytest.approx(1, abs=0.08)

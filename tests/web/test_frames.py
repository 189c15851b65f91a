"""Arrays of a frame: what a page is sent is what there is, as far as its type can hold it."""

import numpy as np
import torch

from app.web.live.frames import typed_array
from tests.web.visitor import decoded


def test_what_float32_cannot_hold_is_infinite_and_no_fault() -> None:
    weights = torch.tensor([[1e300, -1e300, 0.1]], dtype=torch.float64)
    np.testing.assert_array_equal(
        decoded(typed_array(weights, "f4")), np.array([[np.inf, -np.inf, 0.1]], dtype=np.float32)
    )

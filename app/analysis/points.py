"""Points: the float64 arrays in which the analysis hands its numbers on."""

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor

Points = NDArray[np.float64]


def float64(tensor: Tensor) -> Points:
    """The numbers of `tensor`, wherever and in whatever dtype it is."""
    return tensor.detach().to("cpu", torch.float64).contiguous().numpy()

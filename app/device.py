"""The device that torch computes on."""

from typing import Literal

import torch

DeviceChoice = Literal["auto", "cpu", "cuda"]


def choose_device(choice: DeviceChoice) -> str:
    """The torch device for `choice`; auto is CUDA where there is a GPU. Raises ValueError if CUDA is not there."""
    available = torch.cuda.is_available()
    if choice == "cuda" and not available:
        raise ValueError("DEVICE is cuda, but torch finds no CUDA GPU; set DEVICE to cpu or auto.")
    return "cuda" if available and choice != "cpu" else "cpu"


def compute_in_one_thread() -> None:
    """Keep torch to one thread: a curve is too small to share out, and the server's workers are the parallelism."""
    torch.set_num_threads(1)


def torch_version() -> str:
    """The version of torch that computes."""
    return torch.__version__

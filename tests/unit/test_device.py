"""The device is the one asked for, where there is one."""

import pytest
import torch

from app.device import choose_device, compute_in_one_thread, torch_version


def test_the_cpu_is_always_there() -> None:
    assert choose_device("cpu") == "cpu"


def test_auto_takes_a_gpu_where_there_is_one() -> None:
    assert choose_device("auto") == ("cuda" if torch.cuda.is_available() else "cpu")


def test_a_gpu_asked_for_in_vain_is_refused_with_the_way_out() -> None:
    if torch.cuda.is_available():
        assert choose_device("cuda") == "cuda"
        return
    with pytest.raises(ValueError, match=r"^DEVICE is cuda, but torch finds no CUDA GPU; set DEVICE to cpu or auto\.$"):
        choose_device("cuda")


def test_torch_keeps_to_one_thread_once_told_so() -> None:
    torch.set_num_threads(2)
    assert torch.get_num_threads() == 2
    compute_in_one_thread()
    assert torch.get_num_threads() == 1


def test_names_the_version_that_computes() -> None:
    assert torch_version() == torch.__version__

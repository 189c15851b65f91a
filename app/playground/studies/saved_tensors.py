"""The tensors that autograd saves on the way forward for the way back, and what they weigh."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor


def run_and_weigh(work: Callable[[], Tensor], parameters: Sequence[Tensor]) -> tuple[Tensor, int]:
    """What `work` answers, and the bytes saved for its backward pass: each storage once, without the `parameters`."""
    # as long as they are held, no other tensor takes the address of one that is
    saved: list[Tensor] = []

    def save(tensor: Tensor) -> Tensor:
        saved.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(save, lambda tensor: tensor):
        answer = work()
    storages = {tensor.untyped_storage().data_ptr(): tensor.untyped_storage().nbytes() for tensor in saved}
    for parameter in parameters:
        storages.pop(parameter.untyped_storage().data_ptr(), None)
    return answer, sum(storages.values())

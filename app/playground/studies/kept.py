"""The memory that autograd keeps on the way forward for the way back."""

from collections.abc import Callable, Sequence

import torch
from torch import Tensor


def run_and_weigh(work: Callable[[], Tensor], parameters: Sequence[Tensor]) -> tuple[Tensor, int]:
    """What `work` answers, and the bytes kept for its backward pass: each storage once, without the `parameters`."""
    # as long as they are held, no other tensor takes the address of one that is
    kept: list[Tensor] = []

    def keep(tensor: Tensor) -> Tensor:
        kept.append(tensor)
        return tensor

    with torch.autograd.graph.saved_tensors_hooks(keep, lambda tensor: tensor):
        answer = work()
    storages = {tensor.untyped_storage().data_ptr(): tensor.untyped_storage().nbytes() for tensor in kept}
    for parameter in parameters:
        storages.pop(parameter.untyped_storage().data_ptr(), None)
    return answer, sum(storages.values())

"""The floating-point formats in which a curve can be drawn."""

from typing import Literal, get_args

import torch

DtypeName = Literal["float64", "float32", "float16", "bfloat16"]

DTYPES: dict[DtypeName, torch.dtype] = {name: getattr(torch, name) for name in get_args(DtypeName)}


def check_reach(dtype: DtypeName, low: float, high: float) -> None:
    """Raise ValueError, with a sentence, if `dtype` has no number as small as `low` or as large as `high`."""
    largest = torch.finfo(DTYPES[dtype]).max
    if max(-low, high) > largest:
        raise ValueError(f"{dtype} ends at {largest:g}; x must stay within it.")

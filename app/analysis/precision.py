"""The floating-point formats in which a curve can be drawn."""

from typing import Literal, get_args

import torch

DtypeName = Literal["float64", "float32", "float16", "bfloat16"]

DTYPES: dict[DtypeName, torch.dtype] = {name: getattr(torch, name) for name in get_args(DtypeName)}

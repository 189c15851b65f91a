"""The best straight line: how many points of two classes a line can part, at most."""

import torch
from torch import Tensor


def best_line(points: Tensor, is_one: Tensor) -> float:
    """The largest share of `points` (n, 2) that any line gets right, with those of class 1 (n,) on one side.

    No three points may lie on a line. The best line can be moved until it meets two of the points without a point
    changing sides, and from there a small turn and a small shift bring these two to whichever side each belongs on:
    so that only the lines through two points need be tried.
    """
    first, second = torch.combinations(torch.arange(len(points), device=points.device)).unbind(dim=1)
    if not len(first):
        return 1.0
    along = points[second] - points[first]
    normal = torch.stack((-along[:, 1], along[:, 0]), dim=1)
    # (pairs, n): on which side of each line each point lies
    beyond = points @ normal.T > (points[first] * normal).sum(dim=1)
    agrees = ~(beyond.T ^ is_one.bool())
    pairs = torch.arange(len(first), device=points.device)
    others = agrees.sum(dim=1) - agrees[pairs, first].long() - agrees[pairs, second].long()
    most = torch.maximum(others, len(points) - 2 - others).max().item() + 2
    return most / len(points)

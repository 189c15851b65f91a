"""Networks of one hidden layer that learn two classes which no line parts, and what their units make of the points."""

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import torch
from torch import Generator, Tensor

from app.playground.data.dataset import REACH, Drawn, in_turn, uniform
from app.playground.data.samples import Samples
from app.playground.network_plan import HiddenLayer, NetworkPlan
from app.playground.plan import DataPlan, Plan, TrainingPlan
from app.playground.plane import plane
from app.playground.studies.comparison import MAP_SIDE
from app.playground.training import Run

POINTS = 80
RATE = 0.1
MARKS = 25
"""How often the networks are seen on their way, at most."""

_CORNER, _AROUND = 3.0, 1.5
_STRIPE, _FREE = 1.5, 0.5

DRAWN = ("circle", "moons")
"""Data sets of the playground; the others are drawn here, as own points."""


def plan_of(data: str, units: int, f: str, seed: int, replicas: int = 1) -> Plan:
    """A network of one hidden layer that learns all points of `data`: circle, moons, xor or stripe."""
    return Plan(
        data=_data(data, seed),
        network=NetworkPlan(hidden=(HiddenLayer(units=units, activation=f),), init="xavier_normal"),
        training=TrainingPlan(optimizer="adam", lr=RATE, batch_size="all"),
        replicas=replicas,
        seed=seed,
    )


def _data(name: str, seed: int) -> DataPlan:
    if name in DRAWN:
        return DataPlan(name=name, points=POINTS, noise=0.0, train_fraction=1, seed=seed)
    draw = _corners if name == "xor" else _stripe
    x, y = draw(POINTS, torch.Generator().manual_seed(seed))
    rows = tuple((*point, str(label)) for point, label in zip(x.tolist(), y.tolist(), strict=True))
    return DataPlan(name="own", samples=rows, train_fraction=1, standardise="no", task="classification")


def _corners(points: int, generator: Generator) -> Drawn:
    """Clouds at the corners of a square, of one class where they are opposite: exclusive or."""
    corners = _CORNER * torch.tensor([[-1, -1], [1, -1], [1, 1], [-1, 1]], dtype=torch.float64)
    return corners[in_turn(points, 4)] + uniform(-_AROUND, _AROUND, (points, 2), generator), in_turn(points, 2)


def _stripe(points: int, generator: Generator) -> Drawn:
    """A diagonal stripe of class 1, and points on either side of it, with some free room between."""
    y = in_turn(points, 2)
    along = uniform(-REACH, REACH, (points,), generator)
    side = uniform(-1.0, 1.0, (points,), generator)
    outside = side.sign() * (_STRIPE + _FREE) + side * (REACH - _STRIPE - _FREE)
    across = torch.where(y == 1, _STRIPE * side, outside)
    return torch.stack((along + across, along - across), dim=-1) / math.sqrt(2), y


def train_in_turn(runs: Sequence[Run], epochs: int) -> Iterator[float]:
    """Let the `runs` learn for `epochs` epochs, piece by piece in turn; the share done before and after each piece."""
    yield 0.0
    marks = min(MARKS, epochs)
    turns = [(run, round(epochs * number / marks)) for number in range(1, marks + 1) for run in runs]
    for number, (run, mark) in enumerate(turns, start=1):
        run.train_epochs(mark - run.epoch if run.divergence is None else 0)
        yield number / len(turns)


def right_answers(run: Run) -> Tensor:
    """The share of its points that each network of `run` gets right, NaN of one that is lost: (R,)."""
    _, accuracy = run.score_on(run.train)
    if accuracy is None:
        raise TypeError("A share of right answers is of classes.")
    return accuracy.where(run.parameters.are_finite(), torch.nan)


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Hidden:
    """The hidden layer of one network, and what it makes of its n points.

    `weights` (2, lines) and `bias` (lines,) are those of its pre-activations, `outputs` (n, h) what it answers, `cut`
    (h,) and `offset` the weights and the bias of the output. `sure` (side, side) is the probability of class 1 over
    the plane, a row for each y, upward.
    """

    weights: Tensor
    bias: Tensor
    outputs: Tensor
    cut: Tensor
    offset: float
    sure: Tensor


def look_inside(run: Run) -> Hidden:
    """The first network of `run`, which has one hidden layer."""
    layer, output = run.parameters.first_network()
    with torch.no_grad():
        forward = run.network.forward(run.train.x[None], [layer, output])
        answer = run.network.forward(plane(run.device, MAP_SIDE, torch.float64), [layer, output]).answer[0]
    return Hidden(
        weights=layer["W"][0].clone(),
        bias=layer["b"][0, 0].clone(),
        outputs=forward.h[0][0],
        cut=output["W"][0, :, 0].clone(),
        offset=output["b"].item(),
        sure=run.loss.shade(answer).view(MAP_SIDE, MAP_SIDE).flip(0),
    )


def hidden_layer(run: Run) -> Callable[[Tensor], Tensor]:
    """What the hidden layer of the first network of `run` makes of points: (p, 2) → (p, h)."""
    layer, tensors = run.network.layers[0], run.parameters.first_network()[0]
    return lambda x: layer.activate(layer.pre_activate(x[None], tensors), tensors)[0]


def rows_of(samples: Samples) -> Tensor:
    """x, y and the class of each of n samples: (n, 3)."""
    return torch.column_stack((samples.x, samples.y))

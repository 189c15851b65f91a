"""Traits of random expressions hold against many values of each: none beyond a bound, no fixed point left out."""

import random
from collections.abc import Iterator

import pytest
import torch
from torch import Tensor

from app.activations.bound import BoundActivation
from app.activations.reference import read
from app.analysis.traits.traits import Traits, traits

X = torch.linspace(-19.9371, 19.9713, 400_001, dtype=torch.float64)
NUMBERS = (-2, -1.5, -1, -0.7, -0.3, 0.3, 0.5, 1, 1.2, 2, 3)
SHAPES = (
    "({a}+{b})", "({a}-{b})", "({a}*{b})", "({a}/{b})", "1/({a})", "where({a}>{n},{b},{a})", "max({a},{b})",
    "min({a},{b})", "abs({a})", "sin({a})", "cos({a})", "tanh({a})", "exp(-({a})**2)", "exp({a})", "log({a})",
    "sqrt({a})", "({a})**2",
    "abs({a})**0.5", "abs({a})**1.5", "relu({a})", "elu({a})", "sign({a})", "sigmoid({a})", "clip({a},-1,1)",
)  # fmt: skip


def expressions(seed: int, count: int) -> list[str]:
    """Some `count` that differ, the same for each seed."""
    chance = random.Random(seed)  # noqa: S311  nothing here is secret

    def part(depth: int) -> str:
        number = chance.choice(NUMBERS)
        if depth == 2 or (depth and chance.random() < 0.15):
            return chance.choice(("x", f"({number}*x)", f"(x-({number}))"))
        shape = chance.choice(SHAPES)
        return shape.format(a=part(depth + 1), b=part(depth + 1), n=number)

    return list(dict.fromkeys(part(0) for _ in range(count)))


def is_fixed(found: Traits, x: float) -> bool:
    near = 1e-6
    inside = any((a is None or a - near <= x) and (b is None or x <= b + near) for a, b in found.fixed_intervals)
    return inside or any(abs(point - x) < near for point in found.fixed_points)


def crossings(f: BoundActivation, distance: Tensor) -> Iterator[float]:
    """Where f crosses the diagonal, by bisection."""
    for i in (distance[1:] * distance[:-1] < 0).nonzero()[:, 0].tolist():
        low, high = X[i : i + 2]
        for _ in range(60):
            middle = (low + high) / 2
            low, high = (middle, high) if (f(middle) - middle) * distance[i] > 0 else (low, middle)
        # a jump crosses it without a root
        if (f(middle) - middle).abs() < 1e-7:
            yield middle.item()


@pytest.mark.parametrize("text", [*expressions(seed=7, count=40), "log(cos(x))", "clip(sqrt(x+0.3),-1,1)"])
def test_the_traits_of_a_random_expression_hold_against_many_values(text: str) -> None:
    f = read(text)
    found, y = traits(f), f(X)
    known = y[y.isfinite()]
    for bound, values in ((found.lower, -known), (found.upper, known)):
        if bound.value is not None and len(known):
            sign = -1 if bound is found.lower else 1
            assert values.max() <= sign * bound.value + 1e-7 * max(1, abs(bound.value))
    for point in found.fixed_points:
        assert f(torch.tensor(point, dtype=torch.float64)).item() == pytest.approx(point, rel=1e-8, abs=1e-8)
    if len(found.fixed_points) < 25:
        assert all(is_fixed(found, x) for x in crossings(f, y - X))
    steps = {"increasing": known.diff(), "decreasing": -known.diff(), "constant": -known.diff().abs()}
    assert found.monotone is None or bool((steps[found.monotone] >= -1e-8 * known.abs()[1:].clamp(min=1)).all())


@pytest.mark.parametrize("text", [*expressions(seed=8, count=40)])
def test_a_random_expression_jumps_only_where_its_traits_say_so(text: str) -> None:
    f = read(text)
    steps = f(X).diff().abs()
    beside = torch.stack((steps[:-4], steps[1:-3], steps[3:-1], steps[4:])).amax(dim=0)
    jumps = (steps[2:-2] > 50 * beside + 1e-4) & steps[2:-2].isfinite() & beside.isfinite()
    assert traits(f).smoothness == "jump" or not jumps.any()

"""A pixel is its plan, trained alone; whoever paints it, and whenever."""

import gc
import math
import random
from concurrent.futures import ThreadPoolExecutor
from typing import Any, get_args

import pytest

from app.playground.data.samples import Split
from app.playground.map import judge as judges
from app.playground.map import painter as painters
from app.playground.map.judge import Painted
from app.playground.map.painter import Painter
from app.playground.map.picture import Picture
from app.playground.map.plan import MapPlan, Measure
from tests.unit.playground.map.questions import alone, question_of

CLOSE = 1e-9
MEASURES = get_args(Measure)

# each quantity, and each kind of activation: with a parameter, one that is learned, of pieces, random in training
QUESTIONS: dict[str, tuple[tuple[str, ...], dict[str, Any]]] = {
    "lr and slope": (("lr:0.001:1:3:log", "alpha:0.1:1:3", "leaky_relu", "elu"), {}),
    "lr and weights": (("lr:0.001:10:3:log", "weight_scale:0.1:10:3:log", "tanh"), {"bias_init": "normal(0.5)"}),
    "momentum and l2": (("momentum:0:0.9:3", "l2:0:0.1:3", "silu"), {"optimizer": "nesterov"}),
    "l1 and activity": (("l1:0:0.1:3", "activity:0:0.1:3", "mish"), {"optimizer": "adam"}),
    "dropout and seed": (("dropout:0:0.5:3", "seed:2:4:3", "gelu"), {"optimizer": "rmsprop"}),
    "noise": (("noise:0:0.5:3", "lr:0.01:0.1:3:log", "softsign"), {"data": "spiral"}),
    "width and depth": (("width:1:3:3", "depth:1:3:3", "relu"), {}),
    "pieces": (("k:2:4:3", "lr:0.01:0.1:3:log", "maxout"), {"optimizer": "adamw", "l2": 0.01}),
    "a slope that is learned": (("alpha:0:1:3", "lr:0.01:0.5:3:log", "prelu"), {"layers": ("3:tanh", "2:tanh")}),
    "an expression": (("b:0.1:3:3", "lr:0.01:0.5:3:log", "x*sigmoid(b*x)|b=1.7"), {}),
    "a regression": (("lr:0.001:0.3:3:log", "weight_scale:0.5:2:3", "sine"), {"data": "sine", "target_loss": 0.05}),
    "random in training": (("lr:0.01:0.1:3:log", "weight_scale:0.5:2:3", "rrelu"), {}),
}


def whole(painter: Painter) -> Picture:
    picture = Picture(painter.question)
    for tile in painter.tiles:
        painted = painter.paint(tile)
        assert isinstance(painted, Painted)
        picture.put(tile, painted)
    return picture


def assert_pixels_are_alone(question: MapPlan, picture: Picture, some: int) -> None:
    content = picture.content()
    assert content["complete"]
    columns, rows = (len(values) for values in question.values)
    places = [
        (number, row, column)
        for number in range(len(question.activations))
        for row in range(rows)
        for column in range(columns)
    ]
    for number, row, column in random.Random(0).sample(places, min(some, len(places))):  # noqa: S311  the same each time
        value, outcome = alone(question, question.pixel(number, row, column))
        found = content["maps"][number]
        assert found["outcome"][row][column] == outcome
        expected = float("nan") if value is None else value
        assert found["values"][row][column] == pytest.approx(expected, rel=CLOSE, abs=CLOSE, nan_ok=True)


@pytest.mark.parametrize(
    ("name", "measure"), [(name, MEASURES[number % len(MEASURES)]) for number, name in enumerate(QUESTIONS)]
)
def test_a_pixel_is_its_plan_alone(name: str, measure: Measure) -> None:
    texts, chosen = QUESTIONS[name]
    if name == "a regression" and measure == "accuracy":
        measure = "test_loss"
    question = question_of(*texts, measure=measure, **chosen)
    assert_pixels_are_alone(question, whole(Painter(question)), some=6)


@pytest.mark.parametrize("measure", MEASURES)
def test_every_measure_is_that_of_the_network(measure: Measure) -> None:
    question = question_of(
        "lr:0.01:10:3:log", "alpha:0:0.5:3", "leaky_relu", layers=("3:tanh", "2:tanh"), measure=measure, target=0.6
    )
    assert_pixels_are_alone(question, whole(Painter(question)), some=9)


def test_xla_paints_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jax")
    monkeypatch.setattr(painters, "FEWEST_STEPS", 0)
    question = question_of("lr:0.001:1:3:log", "alpha:0:1:3", "leaky_relu", measure="epochs", target=0.6)
    painter = Painter(question, trainer="xla")
    assert painter.has_to_prepare(painter.tiles[0])
    by_xla = whole(painter)
    assert not painter.has_to_prepare(painter.tiles[0])
    assert_pixels_are_alone(question, by_xla, some=9)
    # one program for all, whatever there is beside a pixel
    finer = question_of("lr:0.001:1:5:log", "alpha:0:1:5", "leaky_relu", measure="epochs", target=0.6)
    assert_pixels_are_alone(finer, whole(Painter(finer, trainer="xla")), some=5)


@pytest.mark.usefixtures("unoptimised")
def test_shapes_that_are_forgotten_are_compiled_again(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("jax")
    monkeypatch.setattr(painters, "FEWEST_STEPS", 0)
    monkeypatch.setattr(painters, "MOST_SHAPES", 1)
    question = question_of("width:1:2:2", "lr:0.01:0.1:9:log", "relu")
    painter = Painter(question, trainer="xla")
    picture = Picture(question)
    with ThreadPoolExecutor(2) as threads:
        for tile, painted in zip(painter.tiles, threads.map(painter.paint, painter.tiles), strict=True):
            assert painted is not None
            picture.put(tile, painted)
    assert_pixels_are_alone(question, picture, some=9)


def test_of_data_that_differ_few_are_remembered() -> None:
    def kept() -> int:
        gc.collect()
        return sum(isinstance(one, Split) for one in gc.get_objects())

    before = kept()
    painter = Painter(question_of("noise:0:0.5:40", "lr:0.01:0.1:2", points=20, epochs=1))
    whole(painter)
    assert 0 < kept() - before <= painters.MOST_DATA


def test_equal_tiles_have_equal_bits_in_whatever_order_and_thread() -> None:
    question = question_of("lr:0.001:1:9:log", "noise:0:0.5:3", "relu", "tanh")
    once, again = whole(Painter(question)), Picture(question)
    painter = Painter(question)
    tiles = random.Random(1).sample(painter.tiles, len(painter.tiles))  # noqa: S311  the same each time
    with ThreadPoolExecutor(3) as threads:
        for tile, painted in zip(tiles, threads.map(painter.paint, tiles), strict=True):
            assert painted is not None
            again.put(tile, painted)
    assert once.values.tobytes() == again.values.tobytes()
    assert once.outcome.tobytes() == again.outcome.tobytes()


def test_a_pixel_of_several_networks_has_their_median() -> None:
    question = question_of("lr:0.01:0.3:2:log", "weight_scale:0.5:1:2", "tanh", replicas=3, seed=5)
    picture = whole(Painter(question))
    for row, column in ((0, 0), (1, 1)):
        plan = question.pixel(0, row, column)
        each = [alone(question, plan.model_copy(update={"replicas": 1, "seed": seed})) for seed in (5, 6, 7)]
        values = sorted(value for value, _ in each if value is not None)
        assert picture.values[0, row, column] == pytest.approx(values[1], rel=CLOSE)


@pytest.mark.parametrize("values", [[3.0, math.nan, 1.0], [math.nan, 1.0, 3.0], [2.0, math.nan, math.nan]])
def test_what_is_no_number_counts_for_nothing_in_a_median(values: list[float]) -> None:
    # as the ratio of two gradients that are 0
    assert judges._pixel(values, [False] * 3, [False] * 3) == (2.0, "stuck")  # noqa: SLF001  such a network is rare
    assert judges._pixel([math.nan] * 3, [False] * 3, [True] * 3) == (None, "learned")  # noqa: SLF001  the same


def test_what_is_not_wanted_any_more_is_left() -> None:
    painter = Painter(question_of("lr:0.001:1:3:log", "l2:0:0.1:3"))
    assert painter.paint(painter.tiles[0], lambda: False) is None


def test_networks_that_all_leave_the_range_of_numbers_have_diverged() -> None:
    question = question_of("lr:1:10:2:log", "weight_scale:50:100:2", "x**3", batch_size=5)
    picture = whole(Painter(question))
    assert {outcome for row in picture.content()["maps"][0]["outcome"] for outcome in row} == {"diverged"}
    assert_pixels_are_alone(question, picture, some=4)

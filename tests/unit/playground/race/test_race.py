"""A lane of a race is what its plan would be alone; all lanes begin alike, and what differs is named."""

import math
from itertools import count
from typing import Any

import pytest
import torch
from pydantic import ValidationError
from torch import Tensor

from app import text
from app.initialisations import INITIALISATIONS
from app.playground.plan import LARGEST_SEED, Plan
from app.playground.race.fairness import difference
from app.playground.race.lane import Lane
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from app.playground.race.standings import Standing, Standings, histories, standings
from app.playground.training import Run
from tests.unit.activations.trials import NAMES
from tests.unit.playground.runs import plan_of, twin, twin_loss

# x**3 leaves the range of numbers from some first weights and not from others
WILD: dict[str, Any] = {"init": "normal(0.2)", "lr": 0.1, "batch_size": 5}


def race_plan(*activations: str, layers: tuple[str, ...] = ("4:tanh", "3:tanh"), **chosen: Any) -> RacePlan:
    """A race on 60 points of the circle."""
    race = {name: chosen.pop(name) for name in ("seeds", "epochs", "target", "target_loss") if name in chosen}
    plan = plan_of(*layers, **{"optimizer": "adam", "lr": 0.05, **chosen})
    return RacePlan.model_validate({"plan": plan, "activations": activations, "seeds": 3, "epochs": 5, **race})


def race_of(*activations: str, **chosen: Any) -> Race:
    """The race of such a plan, run to its end; its clock counts how often it is asked."""
    race = Race.at_once(race_plan(*activations, **chosen), "cpu", count().__next__)
    while not race.is_over:
        race.step()
    return race


def standing_of(found: Standings, activation: str) -> Standing:
    (standing,) = [standing for standing in found.lanes if standing.activation == activation]
    return standing


def history_alone(plan: Plan, epochs: int) -> list[tuple[Tensor, Tensor | None]]:
    """Test losses and accuracies of a plan that runs alone, before training and after each epoch, without a record."""
    run = Run(plan, records=False)
    history = [run.score_on(run.judged_by)]
    for _ in range(epochs):
        run.train_epochs(1)
        history.append(run.score_on(run.judged_by))
    return history


@pytest.mark.parametrize("activation", ["tanh", "maxout(k=3)", "prelu", "rrelu", "crelu", "x*sigmoid(b*x)|b=1.7"])
@pytest.mark.parametrize("chosen", [{}, {"dropout": 0.3, "l2": 0.01, "data": "blobs", "batch_size": 7}])
def test_a_seed_of_a_lane_is_the_same_plan_alone(activation: str, chosen: dict[str, Any]) -> None:
    race = race_of("relu", activation, seed=4, **chosen)
    for number in (0, 2):
        alone = plan_of(
            f"4:{activation}", f"3:{activation}", optimizer="adam", **{"lr": 0.05, **chosen}, seed=4 + number
        )
        for epoch, (loss, accuracy) in enumerate(history_alone(alone, 5)):
            lane = race.lanes[1]
            assert float(lane.course.losses[epoch, number]) == pytest.approx(float(loss), rel=1e-9)
            assert accuracy is not None
            assert lane.course.judged[epoch, number] == accuracy[0]


def test_a_history_is_what_torch_nn_says() -> None:
    race = race_of("tanh", seeds=1, epochs=6)
    lane = race.lanes[0]
    model, test = twin(lane.run), lane.run.data.test
    assert float(lane.course.losses[6, 0]) == pytest.approx(twin_loss(lane.run, model, test=True).item(), rel=1e-9)
    decided = (model(test.x).squeeze(1) > 0).long()
    assert float(lane.course.judged[6, 0]) == pytest.approx(float((decided == test.y).double().mean()))


@pytest.mark.parametrize(
    ("one", "other"),
    [("silu", "x*sigmoid(x)"), ("relu", "leaky_relu(alpha=0)"), ("tanh", "2*sigmoid(2*x)-1")],
)
def test_two_spellings_of_a_function_show_no_difference(one: str, other: str) -> None:
    race = race_of(one, other, seeds=8, epochs=8, noise=0, target=0.8)
    first, second = race.lanes
    torch.testing.assert_close(first.course.losses, second.course.losses, rtol=1e-6, atol=1e-9)
    assert torch.equal(first.course.judged, second.course.judged)
    found = standings(race)
    assert found.verdict == f"Between {one} and {other}: no difference shown."
    assert [standing.activation for standing in found.lanes] == [one, other]
    assert found.lanes[0].epochs_to_target == found.lanes[1].epochs_to_target


def test_all_lanes_have_done_the_same_epochs_after_each() -> None:
    race = Race.at_once(race_plan("tanh", "maxout", "rrelu"), "cpu", count().__next__)
    # 30 points, 10 at a time
    steps = 3
    for epoch in range(1, 6):
        # a batch each time; the last of the last lane ends the epoch of all
        assert [race.step() for _ in range(3 * steps)] == [False] * (3 * steps - 1) + [True]
        assert race.epoch == epoch
        assert all(lane.run.epoch == epoch for lane in race.lanes)
    assert race.is_over


def test_the_same_race_gives_the_same_standings() -> None:
    first, second = (standings(race_of("tanh", "rrelu", dropout=0.2)) for _ in range(2))
    assert first == second


def test_time_is_what_the_clock_says() -> None:
    race = race_of("tanh", "relu", batch_size=10, epochs=4)
    # 3 batches an epoch, and the clock goes on by 1 during each
    assert [lane.course.seconds for lane in race.lanes] == [[3.0] * 4] * 2
    assert [standing.seconds_per_epoch for standing in standings(race).lanes] == [3.0, 3.0]


def test_a_seed_has_reached_the_target_when_it_first_did() -> None:
    for target in (0.0, 0.6, 0.9, 1.0):
        lane = race_of("silu", seeds=6, epochs=12, noise=0, lr=0.1, target=target).lanes[0]
        accuracies = lane.course.judged.T.tolist()
        expected = [
            next((float(epoch) for epoch, accuracy in enumerate(row) if accuracy >= target), math.inf)
            for row in accuracies
        ]
        assert lane.course.reached(12).tolist() == expected
        early = [epoch if epoch <= 3 else math.inf for epoch in expected]
        assert lane.course.reached(3).tolist() == early


def test_standings_count_what_the_histories_say() -> None:
    race = race_of("silu", "sigmoid", "tanh", seeds=7, epochs=15, noise=0, lr=0.1, target=0.9)
    found = standings(race)
    assert found.epochs == 15
    for standing in found.lanes:
        history = histories(race)[standing.activation]
        assert history.accuracy is not None
        assert standing.final_accuracy is not None
        reached = [any(value >= 0.9 for value in row) for row in history.accuracy]
        assert standing.solved == sum(reached)
        assert standing.seeds == len(history.loss) == 7
        assert all(len(row) == 16 for row in history.loss)
        final = sorted(row[-1] for row in history.accuracy)
        assert standing.final_accuracy.median == final[3]
        assert standing.final_accuracy.q1 <= final[3] <= standing.final_accuracy.q3
        assert standing.solved_share.low <= standing.solved / 7 <= standing.solved_share.high
        assert math.isfinite(standing.epochs_to_target.median) == (standing.solved >= 4)
    assert [standing.solved for standing in found.lanes] == sorted(
        (standing.solved for standing in found.lanes), reverse=True
    )


def test_a_regression_is_raced_to_a_loss() -> None:
    race = race_of("silu", "x**3", "tanh", seeds=7, epochs=15, data="plane", noise=0, lr=0.03, target_loss=0.02)
    assert [lane.course.accuracies for lane in race.lanes] == [None] * 3
    found = standings(race)
    for standing in found.lanes:
        history = histories(race)[standing.activation]
        assert (history.accuracy, standing.final_accuracy) == (None, None)
        reached = [next((epoch for epoch, loss in enumerate(row) if loss <= 0.02), math.inf) for row in history.loss]
        assert standing.solved == sum(map(math.isfinite, reached))
        assert standing.epochs_to_target.median == sorted(reached)[3]
        assert standing.final_loss.median == sorted(row[-1] for row in history.loss)[3]
    assert 0 < sum(standing.solved for standing in found.lanes) < 21
    assert "95 %" not in found.verdict
    assert "accurac" not in found.verdict


def test_all_points_of_a_regression_may_be_trained_on() -> None:
    found = standings(race_of("tanh", data="ripple", train_fraction=1))
    assert found.verdict.endswith("All points are trained on: losses are those on the training points.")


def test_standings_can_be_had_in_the_middle() -> None:
    race = Race.at_once(race_plan("tanh", "relu", "gelu"), "cpu", count().__next__)
    assert standings(race).epochs == 0
    # two epochs of all, and one of the first lane
    while race.lanes[0].run.epoch < 3:
        race.step()
    found = standings(race)
    assert found.epochs == 2
    assert all(len(row) == 3 for history in histories(race).values() for row in history.accuracy or [[]])


def test_a_seed_that_diverges_stands_still_and_the_others_learn_on() -> None:
    race = race_of("x**3", "tanh", seeds=8, epochs=6, optimizer="sgd", **WILD)
    lane = race.lanes[0]
    lost = lane.course.judged[-1].isnan()
    assert 0 < int(lost.sum()) < 8
    alone = [Run(race.plan.lane("x**3").model_copy(update={"replicas": 1, "seed": seed})) for seed in range(8)]
    for number, run in enumerate(alone):
        run.train_epochs(6)
        assert (run.divergence is not None) == bool(lost[number])
        if run.divergence is not None:
            assert lane.course.judged[:, number].isnan().tolist() == [epoch >= run.epoch for epoch in range(7)]
        else:
            assert float(lane.course.losses[-1, number]) == pytest.approx(
                float(run.score_on(run.judged_by)[0]), rel=1e-6
            )
    standing = standing_of(standings(race), "x**3")
    assert standing.diverged is not None
    assert standing.diverged.seeds == int(lost.sum())
    assert standing.diverged.epoch == min(run.epoch for run in alone if run.divergence is not None)
    assert f"x**3 diverged with {standing.diverged.seeds} of 8 seeds" in standings(race).verdict
    assert standing_of(standings(race), "tanh").diverged is None


def test_a_lane_without_a_finite_seed_stands_still_and_the_others_run_on() -> None:
    race = race_of("exp(exp(x))", "tanh", init="normal(3)", lr=10, optimizer="sgd", epochs=4)
    lost, tanh = (standing_of(standings(race), name) for name in ("exp(exp(x))", "tanh"))
    assert race.epoch == 4
    assert lost.diverged is not None
    assert lost.diverged.seeds == 3
    assert lost.final_accuracy is not None
    assert (lost.solved, lost.final_accuracy.median, lost.final_loss.median) == (0, 0, math.inf)
    assert math.isnan(lost.dead)
    assert tanh.diverged is None
    assert math.isfinite(histories(race)["tanh"].loss[0][4])


def test_a_race_in_which_no_lane_can_go_on_is_over() -> None:
    race = race_of("exp(exp(x))", "exp(x**2)", init="normal(3)", lr=10, optimizer="sgd", epochs=50)
    assert race.epoch < 50
    assert all(standing.diverged for standing in standings(race).lanes)


@pytest.mark.parametrize("name", NAMES)
def test_a_lost_seed_harms_no_other_whatever_the_activation(name: str) -> None:
    lane = Lane(
        race_plan(name, seeds=2, layers=("4:tanh",), points=20, batch_size="all"), name, "cpu", count().__next__
    )
    lane.run.tensors()[0]["W"][0] = torch.nan
    before = lane.run.tensors()[1]["W"].clone()
    assert lane.learn(1)
    assert lane.run.divergence is None
    assert lane.run.parameters.are_finite().tolist() == [False, True]
    assert not torch.equal(lane.run.tensors()[1]["W"][1], before[1])


def test_dead_units_and_gradients_are_means_and_medians_over_seeds() -> None:
    race = race_of("relu", "sigmoid", seeds=5, epochs=1, layers=("6:relu",) * 4)
    by_name = {standing.activation: standing for standing in standings(race).lanes}
    lane = race.lanes[0]
    ratios = []
    for seed in range(5):
        run = Run(race.plan.lane("relu").model_copy(update={"replicas": 1, "seed": seed}))
        model = twin(run)
        twin_loss(run, model).backward()
        linear = [module for module in model if isinstance(module, torch.nn.Linear)]
        first, last = (
            math.hypot(*(float(p.grad.norm()) for p in module.parameters() if p.grad is not None))
            for module in (linear[0], linear[-1])
        )
        ratios.append(last / first)
    assert by_name["relu"].gradient_ratio == pytest.approx(sorted(ratios)[2], rel=1e-9)
    # four sigmoids shrink the gradient about fourfold each
    assert by_name["sigmoid"].gradient_ratio > 100
    lane.run.tensors()[1]["b"][2, :, :3] = -1e6
    before = by_name["relu"].dead
    after = standing_of(standings(race), "relu").dead
    assert after > before
    assert by_name["sigmoid"].dead == 0


@pytest.mark.parametrize(
    ("activation", "fragments"),
    [
        ("tanh", None),
        ("x*sigmoid(b*x)|b=1.7", None),
        ("maxout(k=3)", ["3 pre-activations", "85 parameters in all instead of 31"]),
        ("swiglu", ["2 pre-activations"]),
        ("crelu", ["2 outputs a unit", "46 parameters"]),
        ("prelu(alpha=0.3)", ["learns α (from 0.3)", "33 parameters"]),
        ("aprelu", ["a small network of its own"]),
        ("srelu", ["learns", " and "]),
        ("rrelu", ["random in training"]),
        ("selu", ["lecun_normal", "xavier_uniform"]),
    ],
)
def test_what_a_lane_has_beside_the_others_is_named(activation: str, fragments: list[str] | None) -> None:
    found = standings(race_of(activation, epochs=1, seeds=1)).lanes[0].differs
    if fragments is None:
        assert found is None
    else:
        assert found is not None
        assert found.endswith(".")
        assert all(fragment in found for fragment in fragments)


@pytest.mark.parametrize("init", [initialisation.suggestion for initialisation in INITIALISATIONS.values()])
@pytest.mark.parametrize("activation", ["tanh", "relu", "selu", "abs"])
def test_what_is_said_of_first_weights_is_true_of_those_that_are_drawn(activation: str, init: str) -> None:
    plan = race_plan("identity", activation, init=init, seeds=1, layers=("16:tanh", "16:tanh"))
    race = Race.at_once(plan, "cpu", count().__next__)
    plain, other = (lane.run.first_tensors()[1]["W"] for lane in race.lanes)
    said = race.lanes[1].differs or ""
    ratio = (other.norm() / plain.norm()).item() if init != "zeros" else 1.0
    # what is behind the coordinates is behind no activation
    first = [lane.run.first_tensors()[0]["W"] for lane in race.lanes]
    assert torch.equal(*first)
    if abs(ratio - 1) > 1e-6:
        assert f"deviation {text.number(ratio)} over the root of the inputs" in said
    else:
        assert torch.allclose(plain, other)
        assert "deviation" not in said
        assert ("all start from" in said) == (activation == "selu" and init not in {"lecun_normal", "matched"})


@pytest.mark.parametrize(
    ("activation", "init", "scale", "says"),
    [
        # E|Z|² = 1, E relu(Z)² = 1/2: gains of 1 and √2
        ("abs", "matched", 3, None),
        (
            "relu",
            "matched",
            3,
            "deviation 4.243 over the root of the inputs, 3 times those that are matched to its gain",
        ),
        ("relu", "matched", 0, None),
        ("relu", "he_normal", 3, None),
        (
            "selu",
            "lecun_normal",
            0.5,
            "made for first weights from lecun_normal; here all start from lecun_normal, times",
        ),
    ],
)
def test_what_is_said_of_first_weights_knows_their_scale(
    activation: str, init: str, scale: float, says: str | None
) -> None:
    hidden = ("16:tanh", "16:tanh")
    found = difference(race_plan("tanh", activation, init=init, weight_scale=scale, layers=hidden), activation)
    assert found is None if says is None else says in (found or "")


@pytest.mark.parametrize(
    ("hidden", "activation", "says"),
    [
        (
            ("3:tanh;shared=false", "2:tanh;shared=false"),
            "prelu",
            "prelu learns α (from 0.25) for each unit. Its network has 25 param",
        ),
        (
            ("3:tanh;shared=false", "2:tanh"),
            "prelu",
            "α (from 0.25) in each layer, or for each unit where the plan says",
        ),
        (("3:tanh;shared=false", "2:tanh"), "aprelu", "aprelu learns a small network of its own in each layer. "),
    ],
)
def test_for_whom_a_lane_learns_is_named(hidden: tuple[str, ...], activation: str, says: str) -> None:
    race = RacePlan(plan=plan_of(*hidden), activations=("tanh", activation), seeds=1)
    assert says in (difference(race, activation) or "")


def test_selu_from_its_own_first_weights_differs_in_nothing() -> None:
    assert standings(race_of("selu", epochs=1, seeds=1, init="lecun_normal")).lanes[0].differs is None


def test_replicas_of_the_plan_count_for_nothing() -> None:
    found = [standings(race_of("tanh", replicas=replicas)) for replicas in (1, 7)]
    assert found[0] == found[1]


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"activations": []}, "at least 1"),
    ({"activations": ["tanh"] * 2}, "tanh is already in the race, as tanh"),
    ({"activations": ["elu", "elu(alpha=1)"]}, r"elu\(alpha=1\) is already in the race, as elu"),
    ({"activations": [f"x+{i}" for i in range(17)]}, "at most 16"),
    ({"activations": ["sigmod"]}, "did you mean 'sigmoid'"),
    ({"seeds": 0}, "seeds"),
    ({"seeds": 65}, "seeds"),
    ({"seeds": True}, "seeds"),
    ({"epochs": 0}, "epochs"),
    ({"target": -0.1}, "target"),
    ({"target": 1.1}, "target"),
    ({"target": math.nan}, "target"),
    ({"target": None}, "target"),
    ({"plan": {"network": {"hidden": []}}}, "no hidden layer"),
    ({"target_loss": 0}, "target_loss"),
    ({"target_loss": math.inf}, "target_loss"),
    ({"plan": {"seed": LARGEST_SEED}}, "smaller seed"),
    ({"plan": None}, "plan"),
    ({"lanes": 3}, "lanes"),
]


@pytest.mark.parametrize(("changes", "message"), REFUSED)
def test_a_plan_that_cannot_be_raced_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        RacePlan.model_validate({"plan": {}, "activations": ["tanh", "relu"], **changes})


def test_a_loss_that_does_not_fit_is_refused_by_the_race() -> None:
    with pytest.raises(ValueError, match=r"^The loss logistic .*\.$"):
        Race.at_once(race_plan("tanh", data="blobs", loss="logistic"), "cpu", count().__next__)

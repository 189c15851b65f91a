"""On a CUDA GPU everything answers as on the CPU: curves, networks in training, races, what a page sees, exhibits."""

from typing import Any

import numpy as np
import pytest
import torch
from torch import Tensor

from app.activations.reference import read
from app.analysis.curves import Window, sample
from app.analysis.precision import DTYPES, DtypeName
from app.exhibits.catalogue import EXHIBITS
from app.exhibits.exhibit import Exhibit
from app.playground.live.frame import take_frame
from app.playground.losses import LOSSES
from app.playground.optimizers import OPTIMIZERS
from app.playground.plan import Plan
from app.playground.race.frame import race_frame_in_steps
from app.playground.race.plan import RacePlan
from app.playground.race.race import Race
from app.playground.race.standings import report
from app.playground.training import Run
from tests.unit.activations.trials import BY_NAME, NAMES, bound_trials
from tests.unit.exhibits.measured import brief, timeless
from tests.unit.playground.runs import plan_of

if not torch.cuda.is_available():
    pytest.skip("there is no CUDA GPU", allow_module_level=True)

EXPRESSIONS = ("x*sigmoid(1.5*x)", "where(x>0,x,sin(x))", "1/(x-0.3)", "erf(x)/(1+abs(x))", "max(x,-x^2)", "sign(x)")
WINDOW = Window(low=-6, high=6, points=401)
# the least that a last bit may be worth, relative to the largest number of a curve
CLOSE: dict[DtypeName, float] = {"float64": 1e-12, "float32": 2e-6, "float16": 4e-3, "bfloat16": 4e-2}


@pytest.mark.parametrize("dtype", DTYPES)
@pytest.mark.parametrize("name", [*NAMES, *EXPRESSIONS])
def test_curves_are_those_of_the_cpu(name: str, dtype: DtypeName) -> None:
    for activation in bound_trials(BY_NAME[name]) if name in BY_NAME else [read(name)]:
        here, there = (
            sample([activation], WINDOW, order=2, dtype=dtype, device=device).curves[0] for device in ("cpu", "cuda")
        )
        for own, other in zip(here.orders, there.orders, strict=True):
            if own is None or other is None:
                assert own is other
                continue
            np.testing.assert_array_equal(np.isfinite(own), np.isfinite(other))
            finite = np.isfinite(own)
            bound = CLOSE[dtype] * max(1.0, float(np.abs(own[finite]).max(initial=0.0)))
            np.testing.assert_allclose(other[finite], own[finite], rtol=CLOSE[dtype], atol=bound)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("records", [False, True])
def test_networks_learn_as_on_the_cpu(name: str, *, records: bool) -> None:
    plan = plan_of(f"6:{name}", f"6:{name}", dropout=0.2, activity=0.01, replicas=3, noise=0.1, lr=0.01)
    assert_alike(plan, records=records)


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
@pytest.mark.parametrize(
    ("data", "loss"), [("spiral", loss) for loss in LOSSES if loss != "auto"] + [("plane", "auto")]
)
def test_every_optimizer_and_loss_learns_as_on_the_cpu(optimizer: str, data: str, loss: str) -> None:
    chosen = {"data": data, "loss": loss, "optimizer": optimizer, "l1": 0.001, "l2": 0.01, "batch_size": 7}
    assert_alike(plan_of("8:tanh", "8:silu", replicas=4, lr=0.01, **chosen), records=True)


def assert_alike(plan: Plan, *, records: bool) -> None:
    here, there = (Run(plan, device, records=records) for device in ("cpu", "cuda"))
    for run in (here, there):
        run.train_epochs(3)
    assert_near(there.parameters.vector, here.parameters.vector)
    assert_near(there.score().train_loss, here.score().train_loss)
    seen, other = take_frame(here), take_frame(there)
    assert (seen.boundary.int() - other.boundary.cpu().int()).abs().max() <= 1
    assert seen.confusion == other.confusion
    assert [layer.dead_units for layer in seen.layers] == [layer.dead_units for layer in other.layers]


def assert_near(there: Tensor, here: Tensor) -> None:
    # some replicas of the exponential leave the range of numbers on either
    torch.testing.assert_close(there.cpu(), here, rtol=1e-8, atol=1e-8, equal_nan=True)


def test_a_run_that_diverges_says_the_same() -> None:
    plan = plan_of("8:relu", "8:relu", lr=10.0, optimizer="sgd", loss="squared")
    here, there = (Run(plan, device) for device in ("cpu", "cuda"))
    for run in (here, there):
        run.train_epochs(60)
    assert here.divergence == there.divergence


def test_a_race_ends_as_on_the_cpu() -> None:
    plan = RacePlan(plan=plan_of("6:tanh", lr=0.05), activations=("tanh", "relu", "aprelu"), seeds=3, epochs=4)
    here, there = (_raced(plan, device) for device in ("cpu", "cuda"))
    assert there == close_to(here)


def _raced(plan: RacePlan, device: str) -> Any:
    race = Race.at_once(plan, device, lambda: 0.0)
    while not race.is_over:
        race.step()
    *_, frame = race_frame_in_steps(race, with_standings=True)
    assert frame is not None
    assert len(frame.lanes) == len(plan.activations)
    return timeless(report(race))


@pytest.mark.parametrize("exhibit", EXHIBITS, ids=lambda exhibit: exhibit.slug)
def test_exhibits_measure_what_the_cpu_measures(exhibit: Exhibit[Any, Any]) -> None:
    here, there = (brief(exhibit, exhibit.controls(), device) for device in ("cpu", "cuda"))
    if not exhibit.is_timed:
        assert timeless(there) == close_to(timeless(here))
    exhibit.draw(there)
    assert list(exhibit.findings(there))


def close_to(part: Any) -> Any:
    """`part` with every number in it equal to those that differ by rounding."""
    if isinstance(part, dict):
        return {name: close_to(value) for name, value in part.items()}
    if isinstance(part, list):
        return [close_to(value) for value in part]
    # some exhibits compute in float32
    return pytest.approx(part, rel=1e-6, abs=1e-9) if isinstance(part, float) else part

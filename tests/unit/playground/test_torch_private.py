"""Without what torch keeps to itself, a run is the same to the last bit."""

from collections.abc import Callable
from typing import Any, NoReturn
from unittest import TestCase

import pytest
import torch
from torch.fx.experimental.proxy_tensor import make_fx

from app.playground.optimizers import OPTIMIZERS as RULES
from app.playground.plan import OptimizerName
from app.playground.torch_private import interpreted, quick_step
from app.playground.training import Run
from tests.unit.playground.runs import history_of, plan_of, same_bits

Force = Callable[[pytest.MonkeyPatch], None]

OPTIMIZERS = tuple(RULES)
X = torch.tensor([1.0, -2.0], dtype=torch.float64)


def refuse(*_: Any, **__: Any) -> NoReturn:
    raise RuntimeError("this version has it no longer")


def answer_nothing(*_: Any, **__: Any) -> Callable[..., Any]:
    return refuse


WITHOUT_INTERPRETER: dict[str, Force] = {
    "no graph": lambda patch: patch.delattr("torch.jit._get_trace_graph"),
    "no function of a graph": lambda patch: patch.delattr("torch._C._create_function_from_graph"),
    "a graph is refused": lambda patch: patch.setattr("torch.jit._get_trace_graph", refuse),
    "its function cannot be called": lambda patch: patch.setattr(
        "torch._C._create_function_from_graph", answer_nothing
    ),
}


def wrap_otherwise(patch: pytest.MonkeyPatch) -> None:
    """Let torch's optimizers have a step that cannot be unwrapped."""
    # AdamW has Adam's step, or one of its own where it was made first
    for kind in (torch.optim.SGD, torch.optim.RMSprop, torch.optim.Adagrad, torch.optim.Adam, torch.optim.AdamW):

        def step(self: Any, public: Callable[..., Any] = kind.step) -> Any:
            return public(self)

        vars(step)["__wrapped__"] = refuse
        patch.setattr(kind, "step", step)


@pytest.mark.parametrize("force", WITHOUT_INTERPRETER.values(), ids=WITHOUT_INTERPRETER)
def test_a_recording_is_its_own_interpreter_where_torch_lends_none(
    force: Force, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorded = make_fx(lambda x: x * torch.tensor([2.0, 3.0]))(X)
    lent = interpreted(recorded, (X,))
    assert lent is not recorded
    force(monkeypatch)
    assert interpreted(recorded, (X,)) is recorded
    assert torch.equal(recorded(X + 1), lent(X + 1))


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_an_optimizer_takes_its_public_step_where_the_bare_one_cannot_be_had(
    optimizer: OptimizerName, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = RULES[optimizer].make(X.clone(), 0.1)
    assert quick_step(usual) != usual.step
    wrap_otherwise(monkeypatch)
    held = RULES[optimizer].make(X.clone(), 0.1)
    assert quick_step(held) == held.step


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_to_try_a_step_out_leaves_the_optimizer_as_it_is(optimizer: OptimizerName) -> None:
    vector = X.clone()
    held = RULES[optimizer].make(vector, 0.1)
    before = {name: str(value) for name, value in held.state_dict().items()}
    quick_step(held)
    assert {name: str(value) for name, value in held.state_dict().items()} == before
    assert torch.equal(vector, X)
    assert vector.grad is None


@pytest.mark.parametrize("optimizer", OPTIMIZERS)
def test_a_run_is_the_same_to_the_last_bit_by_public_steps(
    optimizer: OptimizerName, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan = plan_of("4:tanh", "3:prelu", optimizer=optimizer, l1=0.001, l2=0.01, replicas=2)
    usual = history_of(Run(plan, records=False), 3)
    wrap_otherwise(monkeypatch)
    assert same_bits(history_of(Run(plan, records=False), 3), usual)


def test_a_run_is_the_same_to_the_last_bit_without_the_interpreter(monkeypatch: pytest.MonkeyPatch) -> None:
    # constants in its recording, chances, a penalty, and a short last batch
    chosen: dict[str, Any] = {"points": 46, "batch_size": 7, "dropout": 0.3, "activity": 0.1, "optimizer": "adam"}
    plan = plan_of("3:selu", "4:rrelu", replicas=2, **chosen)
    usual = history_of(Run(plan), 3)
    monkeypatch.delattr("torch._C._create_function_from_graph")
    assert same_bits(history_of(Run(plan), 3), usual)


def test_who_runs_the_server_is_told_that_training_is_slower(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse_by_name(*_: Any) -> NoReturn:
        raise RuntimeError("gone with version 99")

    monkeypatch.setattr("torch._C._create_function_from_graph", refuse_by_name)
    with TestCase().assertLogs(logger="app.playground.torch_private", level="WARNING") as told:
        for _ in range(3):
            Run(plan_of("2:tanh")).step()
    assert "".join(told.output).count("gone with version 99") == 1

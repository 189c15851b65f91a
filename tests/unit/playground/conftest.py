"""What tests of training share."""

from collections import OrderedDict
from functools import partialmethod
from typing import Any

import pytest

from tests.unit.unoptimised import AS_IT_STANDS

_PROGRAMS: OrderedDict[Any, Any] = OrderedDict()


@pytest.fixture
def unoptimised(monkeypatch: pytest.MonkeyPatch) -> None:
    """Programs compile in a quarter of the time, and no test that asks for others is given one of them.

    What XLA's own optimisations come to, `compiled/test_trainer.py` tries for every optimizer, kind of layer and way to
    be lost; whoever asks when a program comes, or which is needed, may have any.
    """
    lowered = pytest.importorskip("jax", reason="JAX is not installed: make test without SLIM=1").stages.Lowered
    monkeypatch.setattr(lowered, "compile", partialmethod(lowered.compile, AS_IT_STANDS))
    monkeypatch.setattr("app.playground.compiled.trainer._programs", _PROGRAMS)

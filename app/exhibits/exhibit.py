"""The shape of an exhibit: one idea, controls that a page turns into sliders, a measurement, and a figure of it."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Any, Generic, TypeVar, get_type_hints

from app.exhibits.finding import Finding
from app.exhibits.step import Step
from app.fields import Closed
from app.figures.panels import Figure
from app.playground.plan import Plan


class Controls(Closed):
    """The controls of an exhibit: sliders of its page, query of its API.

    Every field has a default and a description of a few words, which is its label; a number has bounds, and `x-symbol`
    and `x-step` in `json_schema_extra` where a slider needs them.
    """


C = TypeVar("C", bound=Controls)
M = TypeVar("M")


@dataclass(frozen=True, slots=True)
class Stage(Generic[M]):
    """A moment of a long measurement: how much of it is `done`, 0 to 1, and what is known by then.

    `find` tells that until the next stage is asked for; it takes a while, and only some stages are shown.
    """

    done: float
    find: Callable[[], M]


def finish(stages: Iterator[Stage[M]]) -> M:
    """What is known at the end of the `stages`, of which there is at least one."""
    (last,) = deque(stages, maxlen=1)
    return last.find()


def put_together(parts: Iterator[M | None]) -> M:
    """What `parts` come to, their last."""
    (last,) = deque(parts, maxlen=1)
    if last is None:
        raise TypeError("The last part is the whole.")
    return last


@dataclass(frozen=True, slots=True)
class Lead:
    """A way on to another exhibit, which takes over the controls that both have."""

    slug: str
    says: str


def _no_plan(_: Any) -> None:  # noqa: ANN401  whatever the controls are
    return None


def _none_idle(_: Any) -> frozenset[str]:  # noqa: ANN401  whatever the controls are
    return frozenset()


def _no_view(_: Any, __: Any) -> None:  # noqa: ANN401  the same
    return None


def _as_it_is(measured: Any, _: Any) -> Any:  # noqa: ANN401  whatever was measured
    return measured


@dataclass(frozen=True, slots=True, kw_only=True)
class Exhibit(Generic[C, M]):
    """One idea to see.

    `asks` is what a reader may have wondered, `idea` the answer in one sentence, `minutes` how long the page takes with
    all its `steps`, each a prediction and what comes of it. `measure(controls, device)` answers a frozen dataclass of
    numbers, tuples, numpy arrays and further dataclasses; it has an answer for all controls that are valid. `draw`
    makes the figure of it, and `findings` the numbers that stand beside it. `idle(controls)` names the controls that
    change nothing while the others stay. `plan(controls)` is what to train in the playground to see the same there,
    None where there is nothing.

    What cannot be measured at once has `stages`: the same in pieces of a few milliseconds, of which the first comes
    soon, each can be drawn, and the last is what `measure` answers. What takes long and shows nothing before its end
    has `parts`: None after each of some milliseconds, and last what `measure` answers. `is_timed` says that the numbers
    hold times of this machine, in fields named seconds…; the others are the same for the same controls. The controls
    that are `arranging` change how things are drawn and nothing that is measured: `arrange(measured, controls)` is what
    was measured with others of these, as `controls` have it. `above` and `below` name a partial template each, and a
    stylesheet, for what the page shows above and below the figure; `view(controls, measured)` is what they are given
    beside the measurement.
    """

    slug: str
    title: str
    asks: str
    idea: str
    minutes: int
    steps: tuple[Step, ...]
    leads: tuple[Lead, ...] = ()
    controls: type[C]
    measure: Callable[[C, str], M]
    draw: Callable[[M], Figure]
    findings: Callable[[M], Iterable[Finding]]
    idle: Callable[[C], frozenset[str]] = _none_idle
    plan: Callable[[C], Plan | None] = _no_plan
    stages: Callable[[C, str], Iterator[Stage[M]]] | None = None
    parts: Callable[[C, str], Iterator[M | None]] | None = None
    is_timed: bool = False
    arranging: frozenset[str] = frozenset()
    arrange: Callable[[M, C], M] = _as_it_is
    above: str | None = None
    below: str | None = None
    view: Callable[[C, M], Any] = _no_view

    def __post_init__(self) -> None:
        for name, field in self.controls.model_fields.items():
            if field.is_required() or not field.description:
                raise TypeError(f"{self.slug}: the control {name} needs a default and a description")

    def question(self, controls: C) -> C:
        """What is measured with `controls`: the same with those that are arranging at their defaults."""
        usual = {name: self.controls.model_fields[name].default for name in self.arranging}
        return controls.model_copy(update=usual)

    @property
    def measurement_type(self) -> type[M]:
        """The dataclass that `measure` answers."""
        answer: type[M] = get_type_hints(self.measure)["return"]
        return answer

"""The network of backpropagation as its page shows it: where its numbers stand, when each is known, on which paths."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Literal, TypeAlias

from app.activations.bound import BoundActivation
from app.activations.spec import Activation
from app.analysis.experiments.backprop import INPUTS, UNITS, WEIGHTS, Backprop
from app.exhibits import chain_places
from app.exhibits.chain_places import Kind, Line, Spot, edge, number_spot
from app.figures import sketch

_DIGITS = "₁₂₃"
_PAIRS = [(i, j) for i in range(INPUTS) for j in range(UNITS)]

KEYS = (
    *(f"W{i + 1}{j + 1}" for i, j in _PAIRS),
    *(f"b{j + 1}" for j in range(UNITS)),
    *(f"v{j + 1}" for j in range(UNITS)),
    "c",
)
"""The name of each weight in addresses, in the order of the measurement."""

SYMBOLS = {key: key[0] + "".join(_DIGITS[int(digit) - 1] for digit in key[1:]) for key in KEYS}
"""The name of each weight for a reader, by its key."""


class Phase(IntEnum):
    """A part of a pass: forward, backward, or the step."""

    SUM = 1
    ANSWER = 2
    OUTPUT = 3
    LOSS = 4
    ERROR = 5
    BY_V = 6
    BY_A = 7
    BY_Z = 8
    BY_W = 9
    STEP = 10


SAYS = {
    Phase.SUM: "Forward: each unit adds up its inputs times their weights, and its bias: z = xW + b.",
    Phase.ANSWER: "Forward: each unit answers f(z). The slope there, f′(z), will be needed on the way back.",
    Phase.OUTPUT: "Forward: the output adds up the answers times their weights: ŷ = v·f(z) + c.",
    Phase.LOSS: "Forward: the loss says how far that is from what was wanted: L = ½(ŷ − y)².",
    Phase.ERROR: "Backward: it begins with the error, ∂ŷ = ŷ − y. ∂ is the derivative of L by what follows.",
    Phase.BY_V: "Backward: a weight into the output has the error times what came along it: ∂v = ∂ŷ · f(z), ∂c = ∂ŷ.",
    Phase.BY_A: "Backward: each unit hears of the error as far as its weight lets it: ∂f(z) = ∂ŷ · v.",
    Phase.BY_Z: "Backward: the slope of the unit multiplies what it has heard: ∂z = ∂f(z) · f′(z).",
    Phase.BY_W: "Backward: a weight into a unit has that times its own input: ∂W = x · ∂z, ∂b = ∂z.",
    Phase.STEP: "Step: each weight goes against its gradient, by the learning rate η times as far.",
}
"""What happens in each phase."""

MOST_STEPS = 50
"""How often a pass can be repeated."""

State: TypeAlias = Literal["ahead", "now", "known"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Factor:
    """A factor of a gradient, and the phase from which it is known; `is_back` if it is made on the way back."""

    symbol: str
    value: float
    since: int
    is_back: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A weight: what it is now and after the step, its gradient in two ways, and the factors of it.

    It is number `cell` of the weights, from 1. `kind` says between what it stands, i and j are the numbers of input
    and unit from 1, 0 where there is none. Its number stands `at` its `edge`, that of a bias, which has none, at
    its node. It is lit with the weights of `paths`.
    """

    key: str
    symbol: str
    cell: int
    kind: Kind
    i: int
    j: int
    value: float
    gradient: float
    autograd: float
    after: float
    since: int
    factors: tuple[Factor, ...]
    at: Spot
    edge: Line | None
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Unit:
    """A hidden unit: its numbers, its place, and a dot on the sketch of f with the ends of the tangent there.

    `tangent` is None where z or f(z) is beyond the sketch.
    """

    number: int
    z: float
    a: float
    slope: float
    by_a: float
    by_z: float
    at: Spot
    dot: sketch.Spot | None
    tangent: tuple[sketch.Spot, sketch.Spot] | None
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """An input, its place and the weights on whose path it is."""

    number: int
    value: float
    at: Spot
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Chain:
    """The network in one phase, with the path of the `watched` weight lit.

    `curve` is the path of f in its sketch, and `slice_rule` says what f is where an activation works across units.
    """

    steps: int
    phase: int
    watched: str
    curve: str
    slice_rule: str
    inputs: tuple[Input, ...]
    units: tuple[Unit, ...]
    links: tuple[Link, ...]
    output: Spot
    loss: Spot

    @property
    def says(self) -> str:
        """What happens in this phase."""
        return SAYS[Phase(self.phase)]

    @property
    def going(self) -> Literal["forward", "back"]:
        """Which numbers are on their way in this phase."""
        return "forward" if self.phase < Phase.ERROR else "back"

    @property
    def level(self) -> float:
        """Where 0 is in the sketch, from its top."""
        return sketch.place(0.0, 0.0)[1]

    @property
    def phases(self) -> type[Phase]:
        """The phases by their names."""
        return Phase

    def turned(self, by: Literal[-1, 1]) -> dict[str, str]:
        """The settings of the phase before or after this one; behind the last comes the first of the next step."""
        steps, phase = divmod(self.steps * len(Phase) + self.phase - 1 + by, len(Phase))
        is_there = 0 <= steps <= MOST_STEPS
        return {"steps": str(steps), "phase": str(phase + 1)} if is_there else self.here

    @property
    def stepped(self) -> dict[str, str]:
        """The settings of the same phase, one step later."""
        return self.here | {"steps": str(min(self.steps + 1, MOST_STEPS))}

    @property
    def here(self) -> dict[str, str]:
        """The settings of this phase."""
        return {"steps": str(self.steps), "phase": str(self.phase)}

    def state(self, since: int) -> State:
        """Whether what is known from the phase `since` on is known now."""
        return "ahead" if since > self.phase else "now" if since == self.phase else "known"

    def lit(self, paths: Sequence[str]) -> Literal["yes", "no"]:
        """Whether the watched weight is among `paths`."""
        return "yes" if self.watched in paths else "no"


def chain_of(f: BoundActivation, measured: Backprop, phase: int) -> Chain:
    """The network with the numbers of `measured`."""
    return Chain(
        steps=len(measured.losses) - 1,
        phase=phase,
        watched=KEYS[measured.watched],
        curve=sketch.sketch(f)[0],
        slice_rule=_slice_rule(f),
        inputs=tuple(_inputs(measured)),
        units=tuple(_units(measured)),
        links=tuple(_link(measured, number) for number in range(WEIGHTS)),
        output=chain_places.OUTPUT,
        loss=chain_places.LOSS,
    )


def _slice_rule(f: BoundActivation) -> str:
    drawn = f.activation.slice if isinstance(f.activation, Activation) else None
    return "" if drawn is None else drawn.rule


def _inputs(measured: Backprop) -> Iterator[Input]:
    for i, value in enumerate(measured.x.tolist()):
        paths = tuple(f"W{i + 1}{j + 1}" for j in range(UNITS))
        yield Input(number=i + 1, value=value, at=chain_places.INPUTS[i], paths=paths)


def _units(measured: Backprop) -> Iterator[Unit]:
    columns = (measured.z, measured.a, measured.slope, measured.by_a, measured.by_z)
    for j, (z, a, slope, by_a, by_z) in enumerate(zip(*(each.tolist() for each in columns), strict=True)):
        is_drawn = sketch.LOW <= z <= sketch.HIGH and sketch.BOTTOM <= a <= sketch.TOP
        yield Unit(
            number=j + 1,
            z=z,
            a=a,
            slope=slope,
            by_a=by_a,
            by_z=by_z,
            at=chain_places.UNITS[j],
            dot=sketch.place(z, a) if is_drawn else None,
            tangent=sketch.tangent(z, a, slope) if is_drawn else None,
            paths=(*_through(j), f"v{j + 1}"),
        )


def _through(j: int) -> tuple[str, ...]:
    """The weights whose path goes through unit j."""
    return (*(f"W{i + 1}{j + 1}" for i in range(INPUTS)), f"b{j + 1}")


def _link(measured: Backprop, number: int) -> Link:
    key = KEYS[number]
    kind, i, j = _spot(number)
    return Link(
        key=key,
        symbol=SYMBOLS[key],
        cell=number + 1,
        kind=kind,
        i=i + 1,
        j=j + 1,
        value=float(measured.weights[number]),
        gradient=float(measured.gradient[number]),
        autograd=float(measured.autograd[number]),
        after=float(measured.after[number]),
        since=Phase.BY_W if kind in "wb" else Phase.BY_V,
        factors=tuple(factors_of(measured, number)),
        at=number_spot(kind, i, j),
        edge=edge(kind, i, j),
        paths=(key, *_through(j)) if kind == "v" else (key,),
    )


def _spot(number: int) -> tuple[Kind, int, int]:
    """What weight `number` is, and the numbers from 0 of its input and its unit, −1 where there is none."""
    if number < len(_PAIRS):
        return "w", *_PAIRS[number]
    place = number - len(_PAIRS)
    if place < UNITS:
        return "b", -1, place
    return ("v", -1, place - UNITS) if place < 2 * UNITS else ("c", -1, -1)


def factors_of(measured: Backprop, number: int) -> Iterator[Factor]:
    """The product that weight `number` has as its gradient, from the error on."""
    kind, i, j = _spot(number)
    yield Factor(symbol="(ŷ − y)", value=measured.by_output, since=Phase.ERROR, is_back=True)
    if kind == "v":
        yield Factor(symbol=f"f(z{_DIGITS[j]})", value=float(measured.a[j]), since=Phase.ANSWER, is_back=False)
    if kind in "wb":
        v = float(measured.weights[KEYS.index(f"v{j + 1}")])
        yield Factor(symbol=f"v{_DIGITS[j]}", value=v, since=0, is_back=False)
        yield Factor(symbol=f"f′(z{_DIGITS[j]})", value=float(measured.slope[j]), since=Phase.ANSWER, is_back=True)
    if kind == "w":
        yield Factor(symbol=f"x{_DIGITS[i]}", value=float(measured.x[i]), since=0, is_back=False)

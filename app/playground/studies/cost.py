"""What activations cost: the time of a pass forward and back, and what is kept for the way back.

What is timed is torch's spelling of each, as its entry shows it; where there is none, as for an activation that brings
weights of its own, a layer that has it.
"""

import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from statistics import median
from typing import Self, TypeVar

import torch
from torch import Generator, Tensor

from app.activations.bound import BoundActivation
from app.activations.spelled import torch_spelling
from app.initialisations import find_initialisation
from app.playground.network.layer import Layer, of_activation
from app.playground.studies.saved_tensors import run_and_weigh

UNITS = 64
"""Units of the layer, which those activations that work across units read together."""
SAMPLE = 4096
"""Numbers on which it is counted what is kept."""
ROUNDS = 15
FEWEST_ROUNDS = 4
SLICES = 4
# a quarter of a round takes some twenty milliseconds at this size; larger ones have fewer rounds, in finer slices
EASY_SIZE = 2**16

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """What an activation costs for each number that goes into it; None where the dtype is not supported.

    `code` is what was timed, None where that was a layer.

    The seconds are medians over the rounds so far, None before the first. Backward leads from the outputs to the inputs
    and to what the activation learns; it takes 0 where there is no gradient. `bytes_kept` is what autograd keeps
    between the two.
    """

    name: str
    code: str | None
    seconds_forward: float | None
    seconds_backward: float | None
    bytes_kept: float | None

    @property
    def seconds(self) -> float | None:
        """Forward and backward together."""
        if self.seconds_forward is None or self.seconds_backward is None:
            return None
        return self.seconds_forward + self.seconds_backward


def measure_costs(
    activations: Sequence[BoundActivation], size: int, dtype: torch.dtype, device: str
) -> Iterator[tuple[float, tuple[Cost, ...]]]:
    """The share of the work that is done and the costs as they are known by then, again and again.

    Each round measures all activations one after the other on `size` numbers of N(0, 1), so that a machine that grows
    slower or faster does so for all of them.
    """
    subjects = [_Subject.of(f, dtype, device) for f in activations]
    able = [subject for subject in subjects if subject.bytes_kept is not None]
    inputs = {width: _inputs(width, size, dtype, device) for width in {subject.width for subject in able}}
    rounds = min(max(ROUNDS * EASY_SIZE // size, FEWEST_ROUNDS), ROUNDS)
    slices = max(SLICES * size // EASY_SIZE, SLICES)
    for number in range(rounds * slices):
        part = number % slices
        for subject in able[part * len(able) // slices : (part + 1) * len(able) // slices]:
            subject.run(inputs[subject.width])
        yield (number + 1) / (rounds * slices), tuple(subject.cost() for subject in subjects)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Subject:
    """One activation, what it computes and learns, and the seconds that each pass took for each number.

    `width` is how many numbers all units of a layer read of one sample.
    """

    name: str
    code: str | None
    work: Callable[[Tensor], Tensor]
    learned: Sequence[Tensor]
    width: int
    bytes_kept: float | None
    forward: list[float] = field(default_factory=list)
    backward: list[float] = field(default_factory=list)

    @classmethod
    def of(cls, f: BoundActivation, dtype: torch.dtype, device: str) -> Self:
        """`f`, after it has been tried once."""
        layer, spelled = Layer(fan_in=1, units=UNITS, activation=f), torch_spelling(f)
        tensors = _learned(layer, dtype, device) if spelled is None else dict[str, Tensor]()
        learned, width = list(tensors.values()), layer.pre_activations
        work = partial(_activate, layer, tensors) if spelled is None else spelled.function
        code = None if spelled is None else spelled.code
        z = _inputs(width, SAMPLE, dtype, device)
        try:
            y, size = run_and_weigh(lambda: work(z), learned)
            _gradients(y, z, learned, torch.ones_like(y))
        except RuntimeError:
            # this is how torch says that one of its functions lacks the dtype
            kept = None
        else:
            kept = size / z.numel()
        return cls(name=f.reference, code=code, work=work, learned=learned, width=width, bytes_kept=kept)

    def run(self, z: Tensor) -> None:
        """Time one pass, forward and back, after another that finds the memory as the one before has left it."""
        _gradients(y := self.work(z), z, self.learned, torch.ones_like(y))
        y, forward = _timed(lambda: self.work(z), z.device)
        of_outputs = torch.ones_like(y)
        self.forward.append(forward / z.numel())
        if y.requires_grad:
            _, backward = _timed(lambda: _gradients(y, z, self.learned, of_outputs), z.device)
            self.backward.append(backward / z.numel())

    def cost(self) -> Cost:
        """What is known by now."""
        return Cost(
            name=self.name,
            code=self.code,
            seconds_forward=median(self.forward) if self.forward else None,
            seconds_backward=median(self.backward or [0.0]) if self.forward else None,
            bytes_kept=self.bytes_kept,
        )


def _inputs(width: int, size: int, dtype: torch.dtype, device: str) -> Tensor:
    """At most `size` numbers as one network's pre-activations: (1, size // width, width)."""
    drawn = torch.randn(1, size // width, width, generator=Generator().manual_seed(0))
    return drawn.to(device, dtype).requires_grad_()


def _learned(layer: Layer, dtype: torch.dtype, device: str) -> dict[str, Tensor]:
    """What the activation of the layer learns, by name."""
    drawn = layer.draw(find_initialisation("normal(1)"), Generator().manual_seed(0))
    learned = {name: tensor[None].to(device, dtype) for name, tensor in of_activation(drawn).items()}
    return {name: tensor.requires_grad_() for name, tensor in learned.items()}


def _activate(layer: Layer, learned: Mapping[str, Tensor], z: Tensor) -> Tensor:
    """What the layer makes of z in training; where it throws dice, that is part of the work."""
    return layer.activate(z, learned, torch.rand_like(z) if layer.is_random else None)


def _gradients(y: Tensor, z: Tensor, learned: Sequence[Tensor], of_outputs: Tensor) -> tuple[Tensor, ...]:
    """The gradients of z and of what is learned; none where there is no way back."""
    if not y.requires_grad:
        return ()
    return torch.autograd.grad(y, [z, *learned], of_outputs, allow_unused=True)


def _timed(work: Callable[[], T], device: torch.device) -> tuple[T, float]:
    """What `work` answers, and the seconds that it took on the device."""
    _wait(device)
    start = time.perf_counter()
    answer = work()
    _wait(device)
    return answer, time.perf_counter() - start


def _wait(device: torch.device) -> None:
    if device.type == "cuda":
        torch.cuda.synchronize(device)

"""Something that a page watches while it goes on: trained a slice at a time, shown as fast as the page takes frames.

Time comes from outside.
"""

import math
from abc import ABC, abstractmethod
from collections import deque
from collections.abc import Callable, Iterator
from typing import ClassVar, Generic, Literal, TypeVar, cast

State = Literal["paused", "running", "diverged", "over"]
Clock = Callable[[], float]

MOST_IN_FLIGHT = 2
FRAME_SECONDS = 1 / 40
"""No more frames than that: an eye sees no more, and each takes time from training."""

UNSEEN_SECONDS = 5.0
"""How long it goes on for a page that takes no frames: a hidden one."""

_SPEED_SECONDS = 1.0
_FEWEST_TIMES = 2

F = TypeVar("F")


class Live(ABC, Generic[F]):
    """A training that is watched; F is what a frame of it shows. There is at most one in `frame_seconds`."""

    frame_seconds: ClassVar[float] = FRAME_SECONDS

    def __init__(self, clock: Clock) -> None:
        self.clock = clock
        self.state: State = "paused"
        self._frames = 0
        self._in_flight: set[int] = set()
        self._seen_at = clock()
        self._shown_at = 0.0
        self._is_stale = True
        self._drawing: Iterator[F | None] | None = None
        self._drawn: F | None = None
        self._begin_speed()

    @property
    @abstractmethod
    def epoch(self) -> int:
        """How many epochs are done."""

    @abstractmethod
    def _advance(self, seconds: float) -> bool:
        """Learn for about so long, at least from a batch; whether that ended an epoch."""

    @abstractmethod
    def _after_epoch(self) -> None:
        """See whether it goes on."""

    @abstractmethod
    def _draw(self) -> Iterator[F | None]:
        """What there is to see now, last; before it None, as often as others may come in between."""

    def _wait(self) -> float:
        """Seconds until there may be learned on; inf: until something happens."""
        return 0.0

    @property
    def _least_seconds(self) -> float:
        """What is left of a slice and is less is not worth to go on for."""
        return 0.0

    @property
    def can_train(self) -> bool:
        """Whether there is training to do now."""
        return self._drawing is None and self.state == "running" and not self._is_unseen and self._wait() <= 0

    @property
    def can_show(self) -> bool:
        """Whether a frame is due, and the page ready for it."""
        return self._drawing is not None or (self._is_stale and self._has_room and self._wait_to_show() <= 0)

    @property
    def seconds_to_wait(self) -> float | None:
        """How long until there is something to do, if no message comes; None: nothing."""
        waits = [self._wait_to_show()] if self._is_stale and self._has_room else []
        if self.state == "running" and not self._is_unseen:
            waits.append(self._wait())
        return min((wait for wait in waits if math.isfinite(wait)), default=None)

    def train(self, seconds: float) -> None:
        """Train for a slice of time, or until something ends it; a frame that falls due within the slice ends it."""
        end, least = self.clock() + min(seconds, self._seconds_to_frame()), 0.0
        while (left := end - self.clock()) > least and self.state == "running" and self._wait() <= 0:
            ended_epoch = self._advance(left)
            self._is_stale = True
            least = self._least_seconds
            if ended_epoch:
                self._note_speed()
                self._after_epoch()

    def draw(self, seconds: float) -> bool:
        """Draw the next frame for about so long; whether it is ready. Nothing is learned until it is."""
        end = self.clock() + seconds
        if self._drawing is None:
            self._drawing = self._draw()
        while self._drawn is None:
            self._drawn = next(self._drawing)
            if self.clock() >= end:
                break
        return self._drawn is not None

    def show(self) -> tuple[int, F]:
        """The next frame, drawn to its end, and its number; it is in flight until acknowledged."""
        self.draw(math.inf)
        frame = cast("F", self._drawn)
        self._drop_drawing()
        self._frames += 1
        if not self._in_flight:
            self._seen_at = self.clock()
        self._in_flight.add(self._frames)
        self._is_stale = False
        self._shown_at = self.clock()
        return self._frames, frame

    def acknowledge(self, frame: int) -> None:
        """The page has shown `frame`."""
        was_unseen = self._is_unseen
        self._in_flight.discard(frame)
        self._seen_at = self.clock()
        if was_unseen:
            # a page that comes back goes on at its pace, and catches up on nothing
            self._begin_speed()

    def leave(self) -> None:
        """Nobody watches any more."""

    def pause(self) -> None:
        """Stand still, between two batches if need be."""
        if self.state == "running":
            self._stop("paused")

    @property
    def epochs_per_second(self) -> float:
        """How fast it has gone in the last second; 0 while it stands."""
        first, last = self._speed[0], self._speed[-1]
        if self.state != "running" or last[0] <= first[0]:
            return 0.0
        return (last[1] - first[1]) / (last[0] - first[0])

    @property
    def _has_room(self) -> bool:
        return len(self._in_flight) < MOST_IN_FLIGHT

    @property
    def _is_unseen(self) -> bool:
        """Whether the page has long taken no frame."""
        return not self._has_room and self.clock() - self._seen_at > UNSEEN_SECONDS

    def _seconds_to_frame(self) -> float:
        """Seconds until the next frame is due; inf where the page takes none, or one is due already."""
        wait = self._wait_to_show()
        return wait if self._has_room and wait > 0 else math.inf

    def _wait_to_show(self) -> float:
        """Seconds until the next frame may be shown."""
        return self._shown_at + self.frame_seconds - self.clock() if self.state == "running" else 0.0

    def _note_speed(self) -> None:
        now = self.clock()
        self._speed.append((now, self.epoch))
        while len(self._speed) > _FEWEST_TIMES and now - self._speed[0][0] > _SPEED_SECONDS:
            self._speed.popleft()

    def _begin_speed(self) -> None:
        now = self.clock()
        self._speed = deque([(now, self.epoch)])
        self._seen_at = now

    def _drop_drawing(self) -> None:
        self._drawing = self._drawn = None

    def _stop(self, state: State) -> None:
        self._drop_drawing()
        self.state = state
        self._is_stale = True
        self._begin_speed()

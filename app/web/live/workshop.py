"""Where live sessions are trained: in turn, a slice of time each, on the server's own thread, between its requests."""

import asyncio
import logging
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from app.playground.live.live import Live
from app.web.http.giving_way import give_way
from app.web.http.memory import give_back_soon
from app.web.live.outbox import Outbox

logger = logging.getLogger(__name__)

LONGEST_SLICE = 0.015
SHORTEST_SLICE = 0.0015
ROUND_SECONDS = 0.1
"""How long a round of slices should take at most: each of many sessions then still gets several frames a second."""

Content = dict[str, Any]


def _nothing(_: Any) -> Iterator[Content]:  # noqa: ANN401  any session
    return iter(())


@dataclass(frozen=True, slots=True, kw_only=True)
class View:
    """How a kind of session is told to its page: `frame(number, frame, session)`, and the `news` after each slice."""

    frame: Callable[[int, Any, Any], Content]
    news: Callable[[Any], Iterator[Content]] = _nothing


class Seat:
    """A page's place in the workshop: its session, once it has started one, and the messages that wait for it."""

    def __init__(self, view: View, client: str) -> None:
        self.view = view
        self.client = client
        self.megabytes = 0.0
        self.session: Live[Any] | None = None
        self.outbox = Outbox()

    def work(self, seconds: float) -> bool:
        """Train for a slice and show what is due; whether there was anything to do."""
        session = self.session
        if session is None or self.outbox.is_full:
            return False
        can_train = session.can_train
        if can_train:
            session.train(seconds)
            for content in self.view.news(session):
                self.outbox.put(content)
        if not session.can_show or self.outbox.is_full:
            return can_train
        if not session.draw(seconds):
            return True
        number, frame = session.show()
        self.outbox.put(self.view.frame(number, frame, session))
        return True


class Workshop:
    """The seats of a worker, and the one task that serves them."""

    def __init__(
        self,
        most_seats: int,
        most_seats_per_client: int,
        most_megabytes: float,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self.most_seats = most_seats
        self.most_seats_per_client = most_seats_per_client
        self.most_megabytes = most_megabytes
        self.clock = clock
        self._seats: list[Seat] = []
        self._something_new = asyncio.Event()
        self._serving: asyncio.Task[None] | None = None

    @property
    def is_full(self) -> bool:
        """Whether every seat is taken."""
        return len(self._seats) >= self.most_seats

    def is_full_for(self, client: str) -> bool:
        """Whether the address `client` has all the seats that one may have."""
        return sum(seat.client == client for seat in self._seats) >= self.most_seats_per_client

    @property
    def taken(self) -> int:
        """How many seats are taken."""
        return len(self._seats)

    def enter(self, view: View, client: str = "") -> Seat:
        """Take a seat for a page at the address `client`."""
        seat = Seat(view, client)
        self._seats.append(seat)
        if self._serving is None or self._serving.done():
            self._serving = asyncio.create_task(self._serve())
        return seat

    def reserve(self, seat: Seat, megabytes: float) -> None:
        """Let the seat's run hold so much. Raises ValueError, with a sentence, where the others leave too little."""
        held = sum(other.megabytes for other in self._seats if other is not seat)
        if held + megabytes > self.most_megabytes:
            raise ValueError(
                f"This run would hold {megabytes:,.0f} MB, and the live runs of others hold {held:,.0f} of "
                f"{self.most_megabytes:,.0f} (MOST_LIVE_MEGABYTES). Choose fewer units or replicas, or try again later."
            )
        seat.megabytes = megabytes

    def leave(self, seat: Seat) -> None:
        """Give the seat back; its run is forgotten."""
        self._seats.remove(seat)
        if seat.session is not None:
            seat.session.leave()
        seat.session = None
        self.wake()

    def wake(self) -> None:
        """Look at the seats again: a message has changed one."""
        self._something_new.set()

    async def _serve(self) -> None:
        """Give each seat its slice in turn, for as long as there are any."""
        while self._seats:
            self._something_new.clear()
            slice_seconds = min(LONGEST_SLICE, max(SHORTEST_SLICE, ROUND_SECONDS / len(self._seats)))
            was_busy = False
            for seat in list(self._seats):
                was_busy |= self._serve_one(seat, slice_seconds)
                await give_way()
            if not was_busy:
                await self._rest()
        give_back_soon()

    def _serve_one(self, seat: Seat, seconds: float) -> bool:
        try:
            return seat.work(seconds)
        except Exception:
            # one run that fails must not take the others with it
            logger.exception("a live run failed")
            if seat.session is not None:
                seat.session.leave()
            seat.session = None
            seat.outbox.end()
            return True

    async def _rest(self) -> None:
        """Wait until a message comes, or until a session has something to do by itself."""
        waits = [seat.session.seconds_to_wait for seat in self._seats if seat.session is not None]
        wait = min((seconds for seconds in waits if seconds is not None), default=None)
        try:
            await asyncio.wait_for(self._something_new.wait(), None if wait is None else max(wait, 0.001))
        except TimeoutError:
            return

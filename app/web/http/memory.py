"""Memory that is no longer used, given back to the system."""

import asyncio
import contextlib
import ctypes
import gc
import sys
from weakref import WeakSet

SECONDS = 1.0

_asked: WeakSet[asyncio.AbstractEventLoop] = WeakSet()


def give_back_soon() -> None:
    """Give memory back in a second, once for all who have asked on this event loop by then."""
    loop = asyncio.get_running_loop()
    if loop not in _asked:
        _asked.add(loop)
        loop.call_later(SECONDS, _give_back, loop)


def _give_back(loop: asyncio.AbstractEventLoop) -> None:
    _asked.discard(loop)
    # networks and who watches them know each other, and few objects of them hold much
    gc.collect()
    if sys.platform == "linux":
        # behind a large table it takes a fifth of a second, in which the event loop goes on
        loop.run_in_executor(None, _trim)


def _trim() -> None:
    """Give what has been freed back to the system."""
    # a C library other than GNU's has no such function; it keeps what has been freed in small pieces otherwise
    with contextlib.suppress(AttributeError):
        ctypes.CDLL(None).malloc_trim(0)

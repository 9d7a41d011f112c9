"""Waiting for something to become true, never for time to pass."""

import time
from collections.abc import Callable
from typing import TypeVar

Seen = TypeVar("Seen")


def eventually(look: Callable[[], Seen], within: float = 10, every: float = 0.002) -> Seen:
    """Looks again and again until it sees something true, and returns that."""
    end = time.monotonic() + within
    while not (seen := look()):
        # The last look begins before the end, however long a look takes.
        assert time.monotonic() < end, f"not within {within} s: {look.__doc__ or look.__qualname__}, but {seen!r}"
        time.sleep(every)
    return seen

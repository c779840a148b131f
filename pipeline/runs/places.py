"""How many runs work at the same time, and in which order the others wait."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from pipeline.cancellation import Cancellation

_SECONDS_BETWEEN = 1.0  # two sentences to one who waits: the queue may move faster than anybody reads


class Places:
    """So many places, taken in the order of arrival. Safe to use from many threads."""

    def __init__(self, count: int) -> None:
        self._free = count
        self._queue: deque[object] = deque()
        self._moved = threading.Condition()

    def take(self, cancellation: Cancellation, say: Callable[[int], object], *, first: bool = False) -> None:
        """Returns with a place; ``first`` goes before all who wait. ``say`` hears the place in the
        queue, from 1, at once and when it changed. Raises `Cancelled`."""
        ticket = object()
        with self._moved:
            (self._queue.appendleft if first else self._queue.append)(ticket)
        try:
            self._wait(ticket, cancellation, say)
        except BaseException:
            with self._moved:
                self._queue.remove(ticket)
                self._moved.notify_all()
            raise

    def give_back(self) -> None:
        with self._moved:
            self._free += 1
            self._moved.notify_all()

    def _wait(self, ticket: object, cancellation: Cancellation, say: Callable[[int], object]) -> None:
        said, said_at = 0, 0.0
        with cancellation.interrupting(self._wake):
            while True:
                with self._moved:
                    cancellation.check()
                    if self._free and self._queue[0] is ticket:
                        self._queue.popleft()
                        self._free -= 1
                        self._moved.notify_all()
                        return
                    position = self._queue.index(ticket) + 1
                    wait = _SECONDS_BETWEEN - (time.monotonic() - said_at)
                    if position == said or wait > 0:
                        self._moved.wait(None if position == said else wait)
                        continue
                say(position)
                said, said_at = position, time.monotonic()

    def _wake(self) -> None:
        with self._moved:
            self._moved.notify_all()

"""One bound on the memory of all queries of the process together.

DuckDB's own limit is that of one database, and does not count what some aggregates keep (a median holds
every value). So what the process really occupies is looked at while queries run.
"""

from __future__ import annotations

import contextlib
import ctypes
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import psutil

_LOOKS_EVERY = 0.05  # seconds
_FREED_WITHIN = 0.5  # seconds after one has ended: so long the others are spared
_LARGE = 1 << 20  # bytes: memory in such pieces goes back to the system as soon as it is free
_M_MMAP_THRESHOLD = -3  # <malloc.h>
_BESIDE = 1.5  # times the limit of DuckDB: what it takes beside what it counts


class MemoryOfQueries:
    """Tells which query has to end when all of them together take more than they may.

    It is the one that has run longest: what fills the memory takes time, and a question that came just
    now is not made to pay for it. Safe to use from many threads.
    """

    def __init__(self) -> None:
        _give_back_at_once()
        self._process = psutil.Process()
        self._lock = threading.Lock()
        self._running: dict[object, int] = {}  # each with its limit, the oldest first
        self._ending: object | None = None
        self._before = self._now = 0
        self._looked_at = self._spared_until = 0.0

    @contextmanager
    def counted(self, query: object, limit: int) -> Iterator[None]:
        """While the block runs, ``query`` counts; ``limit`` are the bytes that DuckDB may take."""
        with self._lock:
            if not self._running:
                self._before = self._process.memory_info().rss
            self._running[query] = limit
        try:
            yield
        finally:
            with self._lock:
                del self._running[query]
                if self._ending is query:
                    self._ending, self._spared_until = None, time.monotonic() + _FREED_WITHIN

    def has_to_end(self, query: object) -> bool:
        """Whether it is ``query`` that has to end now; again true until it has."""
        with self._lock:
            now = time.monotonic()
            if now - self._looked_at >= _LOOKS_EVERY:
                self._looked_at, self._now = now, self._process.memory_info().rss
            over = self._now - self._before > _BESIDE * max(self._running.values())
            if over and self._ending is None and now > self._spared_until:
                self._ending = next(iter(self._running))
            return self._ending is query


def _give_back_at_once() -> None:
    """Keeps glibc from taking larger and larger pieces into heaps that it keeps: after a few medians
    these would hold hundreds of megabytes. Other systems have no such heaps."""
    with contextlib.suppress(OSError, AttributeError):
        ctypes.CDLL(None).mallopt(_M_MMAP_THRESHOLD, _LARGE)


QUERIES = MemoryOfQueries()  # one for the whole process, as its memory is

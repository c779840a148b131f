"""Stopping work that is under way in another thread, and its clock."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from pipeline.errors import Cancelled


class Cancellation:
    """Asked for once, seen by whoever works: blocking calls register how to interrupt them."""

    def __init__(self) -> None:
        self._asked = threading.Event()
        self._lock = threading.Lock()
        self._interrupts: dict[int, Callable[[], object]] = {}
        self._still_since: float | None = None
        self._stood_still = 0.0

    def now(self) -> float:
        """Seconds on the clock of the work, which stands while the work does: every limit of time
        goes by it."""
        now, still_since = time.monotonic(), self._still_since
        return (now if still_since is None else still_since) - self._stood_still

    @contextmanager
    def standing_still(self) -> Iterator[None]:
        """While the block runs, the clock stands."""
        self._still_since = time.monotonic()
        try:
            yield
        finally:
            stood_still = self._stood_still + time.monotonic() - self._still_since
            self._still_since, self._stood_still = None, stood_still

    @property
    def asked(self) -> bool:
        return self._asked.is_set()

    def cancel(self) -> None:
        """Asks the work to stop and interrupts what it blocks on; again is harmless."""
        with self._lock:
            self._asked.set()
            interrupts = list(self._interrupts.values())
        for interrupt in interrupts:
            interrupt()

    def check(self) -> None:
        """Raises `Cancelled` once the work has been asked to stop."""
        if self.asked:
            raise Cancelled

    @contextmanager
    def interrupting(self, interrupt: Callable[[], object]) -> Iterator[None]:
        """While the block runs, `cancel` calls ``interrupt`` (from the thread that cancels).

        Raises `Cancelled` when asked before the block starts; what the block raises after an
        interrupt is the block's to translate.
        """
        key = id(interrupt)
        with self._lock:
            if self.asked:
                raise Cancelled
            self._interrupts[key] = interrupt
        try:
            yield
        finally:
            with self._lock:
                del self._interrupts[key]

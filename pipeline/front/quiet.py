"""A log that an attack cannot fill: of each kind of line so many a minute."""

from __future__ import annotations

import logging
import time
from collections import Counter

_WINDOW = 60.0  # seconds
_ACCESS = 600  # lines of the access log in a window
_OTHERS = 20  # of any other kind of line
_LOGGERS = ("uvicorn.access", "uvicorn.error", "asyncio", "pipeline.server")


class Quiet(logging.Filter):
    """Lets ``most`` records of each kind through in a window; the next one says how many were left out.

    Of one kind are those with the same text before its values are filled in.
    """

    def __init__(self, most: int, window: float = _WINDOW) -> None:
        super().__init__()
        self._most, self._window = most, window
        self._begun = time.monotonic()
        self._counts: Counter[str] = Counter()
        self._left_out: Counter[str] = Counter()

    def filter(self, record: logging.LogRecord) -> bool:
        now = time.monotonic()
        if now - self._begun >= self._window:
            self._begun = now
            self._left_out = Counter({k: n - self._most for k, n in self._counts.items() if n > self._most})
            self._counts.clear()
        kind = str(record.msg)[:100]
        self._counts[kind] += 1
        if self._counts[kind] > self._most:
            return False
        if left_out := self._left_out.pop(kind, 0):
            record.msg = f"{record.msg} [{left_out} more like this before]"
        return True


def quiet() -> None:
    """Bounds the lines that requests cause in this process; harmless when it is done."""
    for name in _LOGGERS:
        logger = logging.getLogger(name)
        if not any(isinstance(present, Quiet) for present in logger.filters):
            logger.addFilter(Quiet(_ACCESS if name == "uvicorn.access" else _OTHERS))

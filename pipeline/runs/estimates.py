"""How long a run still takes, judged by the runs before it."""

from __future__ import annotations

import threading

from pipeline.events import StepName

_WEIGHT = 0.3  # of the newest run: a few runs are enough to follow a database that became slower


class Estimates:
    """A running mean of each step's seconds, by engine. Safe to use from many threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seconds: dict[tuple[str, StepName], float] = {}

    def observe(self, engine: str, step: StepName, seconds: float) -> None:
        with self._lock:
            before = self._seconds.get((engine, step), seconds)
            self._seconds[engine, step] = before + _WEIGHT * (seconds - before)

    def left(self, engine: str, steps: list[StepName]) -> float | None:
        """Seconds that ``steps`` will take together; None when one of them was never seen."""
        with self._lock:
            seconds = [self._seconds.get((engine, step)) for step in steps]
        known = [s for s in seconds if s is not None]
        return sum(known) if len(known) == len(steps) else None

"""Where the events of runs are kept, behind an interface that another store can stand behind."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import NamedTuple, Protocol

from pipeline.errors import RunGone, RunNotFound
from pipeline.events import Event, RunEnded

_OURS = re.compile(r"[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}")  # `new_run_id`, 122 bits of chance
_BATCH = 500  # events handed out at once, so that a follower far behind copies no whole log


class Batch(NamedTuple):
    """Events in order; ``ended`` when the log holds nothing after them and never will."""

    events: list[Event]
    ended: bool


class EventLog(Protocol):
    """Append-only logs by run. One thread appends to a run; any number of threads read it."""

    def append(self, run_id: str, event: Event) -> Event:
        """Adds ``event`` as the last of its run, which it begins if need be; gives it back with
        ``run_id``, ``seq`` and ``at``. Nothing follows a `RunEnded`."""
        ...

    def read(self, run_id: str, after: int) -> Batch:
        """The next events after the one whose ``seq`` is ``after``. Raises `RunNotFound`."""
        ...

    def last(self, run_id: str) -> Event:
        """The newest event; a `RunEnded` once the run has ended. Raises `RunNotFound`."""
        ...

    def listening(self, run_id: str, wake: Callable[[], object]) -> AbstractContextManager[None]:
        """While the block runs, ``wake`` is called, from any thread, when there is more to read."""
        ...

    def followed(self, run_id: str) -> bool:
        """Whether somebody listens."""
        ...

    def drop(self, run_id: str) -> None:
        """Forgets a run's log."""
        ...


@dataclass
class _Log:
    events: list[Event] = field(default_factory=list)
    ended: bool = False
    wakes: tuple[Callable[[], object], ...] = ()


class MemoryLog:
    """An `EventLog` in this process. Followers share the events: a slow one costs a number."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._logs: dict[str, _Log] = {}

    def append(self, run_id: str, event: Event) -> Event:
        with self._lock:
            log = self._logs.setdefault(run_id, _Log())
            assert not log.ended, "an event after the end of its run"
            placed = event.model_copy(
                update={"run_id": run_id, "seq": len(log.events) + 1, "at": datetime.now(UTC)}
            )
            log.events.append(placed)
            log.ended = isinstance(placed, RunEnded)
            wakes = log.wakes
        for wake in wakes:
            wake()
        return placed

    def read(self, run_id: str, after: int) -> Batch:
        with self._lock:
            log = self._log(run_id)
            events = log.events[after : after + _BATCH]
            return Batch(events, ended=log.ended and after + len(events) >= len(log.events))

    def last(self, run_id: str) -> Event:
        with self._lock:
            return self._log(run_id).events[-1]

    @contextmanager
    def listening(self, run_id: str, wake: Callable[[], object]) -> Iterator[None]:
        with self._lock:
            log = self._log(run_id)
            log.wakes = (*log.wakes, wake)
        try:
            yield
        finally:
            with self._lock:
                log.wakes = tuple(w for w in log.wakes if w is not wake)

    def followed(self, run_id: str) -> bool:
        with self._lock:
            return bool(self._log(run_id).wakes)

    def drop(self, run_id: str) -> None:
        with self._lock:
            self._logs.pop(run_id, None)

    def _log(self, run_id: str) -> _Log:
        try:
            return self._logs[run_id]
        except KeyError:
            raise not_found(run_id) from None


def new_run_id() -> str:
    return uuid.uuid4().hex


def not_found(run_id: str) -> RunNotFound:
    """Why there is no log of ``run_id``: nobody guesses an id, so one that could be ours was."""
    if _OURS.fullmatch(run_id):
        return RunGone(
            "This run is over for so long that it was cleared away. Please ask again.",
            "这个运行结束已久,已被清理。请重新提问。",
        )
    return RunNotFound("There is no such run. Please ask again.", "没有这个运行。请重新提问。")

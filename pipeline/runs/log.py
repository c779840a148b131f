"""Where the events of runs are kept, behind an interface that another store can stand behind."""

from __future__ import annotations

import re
import threading
import uuid
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Literal, NamedTuple, Protocol

from pipeline.answer import Answer
from pipeline.errors import RunGone, RunNotFound
from pipeline.events import Event, RunEnded

_OURS = re.compile(r"[0-9a-f]{12}4[0-9a-f]{3}[89ab][0-9a-f]{15}")  # `new_run_id`, 122 bits of chance
BATCH = 500  # events handed out at once, so that a follower far behind copies no whole log


# What a process asks of the one that works a run; "follow" says that somebody follows it there, and
# "lost" that its log can no longer be written.
Signal = Literal["cancel", "pause", "resume", "follow", "lost"]


class Batch(NamedTuple):
    """Events in order; ``ended`` when the log holds nothing after them and never will."""

    events: list[Event]
    ended: bool


class EventLog(Protocol):
    """Append-only logs by run. One thread appends to a run; any number of threads read it.

    Where processes share a log, each may raise `LogUnavailable`.
    """

    def append(self, run_id: str, event: Event) -> Event:
        """Adds ``event`` as the last of its run, which it begins if need be; gives it back with
        ``run_id``, ``seq`` and ``at``. Nothing follows a `RunEnded`; `keep` comes before it."""
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
        """Forgets a run's log; whoever follows it hears `RunNotFound`."""
        ...

    def keep(self, run_id: str, answer: Answer) -> None:
        """Keeps the whole answer of a run of this process for the others."""
        ...

    def kept(self, run_id: str) -> Answer | None:
        """The whole answer that another process kept; None when it is gone."""
        ...

    def attend(self, act: Callable[[str, Signal], None]) -> None:
        """From now on ``act`` is called, in any thread, with what is asked of runs of this process. It
        may raise `TooManyAtOnce` or `TooManyPaused`, which whoever asked hears."""
        ...

    def send(self, run_id: str, signal: Signal) -> None:
        """Asks something of a run of another process. Raises `RunNotFound`; for a pause also
        `TooManyAtOnce`, `TooManyPaused`."""
        ...

    def ping(self) -> None:
        """Returns when what is appended is kept."""
        ...

    def close(self) -> None: ...


@dataclass
class _Log:
    events: list[Event] = field(default_factory=list)
    ended: bool = False
    wakes: tuple[Callable[[], object], ...] = ()
    lock: threading.Lock = field(default_factory=threading.Lock)

    def add(self, events: list[Event]) -> None:
        with self.lock:
            assert not self.ended, "an event after the end of its run"
            assert events[0].seq == len(self.events) + 1, "events out of order"
            self.events += events
            self.ended = isinstance(events[-1], RunEnded)
            wakes = self.wakes
        for wake in wakes:
            wake()


class MemoryLog:
    """An `EventLog` in this process. Followers share the events: a slow one costs a number.

    Each run has a lock of its own: hundreds of runs that took turns at one would wait for each other
    longer than they work.
    """

    def __init__(self) -> None:
        self._logs: dict[str, _Log] = {}

    def append(self, run_id: str, event: Event) -> Event:
        log = self._logs.setdefault(run_id, _Log())
        put = placed(event, run_id, len(log.events) + 1)
        log.add([put])
        return put

    def extend(self, run_id: str, events: list[Event]) -> None:
        """Adds events that have their place already, which is after those that are there."""
        self._logs.setdefault(run_id, _Log()).add(events)

    def read(self, run_id: str, after: int) -> Batch:
        log = self._log(run_id)
        with log.lock:
            events = log.events[after : after + BATCH]
            return Batch(events, ended=log.ended and after + len(events) >= len(log.events))

    def last(self, run_id: str) -> Event:
        return self._log(run_id).events[-1]

    @contextmanager
    def listening(self, run_id: str, wake: Callable[[], object]) -> Iterator[None]:
        log = self._log(run_id)
        with log.lock:
            log.wakes = (*log.wakes, wake)
        try:
            yield
        finally:
            with log.lock:
                log.wakes = tuple(w for w in log.wakes if w is not wake)

    def followed(self, run_id: str) -> bool:
        log = self._logs.get(run_id)
        return log is not None and bool(log.wakes)

    def drop(self, run_id: str) -> None:
        log = self._logs.pop(run_id, None)
        for wake in log.wakes if log else ():
            wake()

    def holds(self, run_id: str) -> bool:
        return run_id in self._logs

    def whole(self, run_id: str) -> list[Event]:
        """All events that there are."""
        log = self._logs.get(run_id)
        if log is None:
            return []
        with log.lock:
            return list(log.events)

    def ended(self, run_id: str) -> bool:
        """Whether it ended; a log that is not there has."""
        log = self._logs.get(run_id)
        return log is None or log.ended

    # There is no other process.

    def keep(self, run_id: str, answer: Answer) -> None:
        pass

    def kept(self, run_id: str) -> Answer | None:
        raise not_found(run_id)

    def attend(self, act: Callable[[str, Signal], None]) -> None:
        pass

    def send(self, run_id: str, signal: Signal) -> None:
        raise not_found(run_id)

    def ping(self) -> None:
        pass

    def close(self) -> None:
        pass

    def _log(self, run_id: str) -> _Log:
        try:
            return self._logs[run_id]
        except KeyError:
            raise not_found(run_id) from None


def placed(event: Event, run_id: str, seq: int) -> Event:
    """``event`` at its place in a log, now."""
    return event.model_copy(update={"run_id": run_id, "seq": seq, "at": datetime.now(UTC)})


def new_run_id() -> str:
    return uuid.uuid4().hex


def is_run_id(text: str) -> bool:
    """Whether it can be one; what cannot is no name of a key or a file."""
    return bool(_OURS.fullmatch(text))


def not_found(run_id: str) -> RunNotFound:
    """Why there is no log of ``run_id``: nobody guesses an id, so one that could be ours was."""
    if is_run_id(run_id):
        return RunGone(
            "This run is over for so long that it was cleared away. Please ask again.",
            "这个运行结束已久，已被清理。请重新提问。",
        )
    return RunNotFound("There is no such run. Please ask again.", "没有这个运行。请重新提问。")

"""The runs of other processes that are followed here: copied from Redis, and ended when their process is
no more."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from redis import Redis

from pipeline.events import Event, RunEnded, from_json
from pipeline.runs.interrupted import interrupted
from pipeline.runs.log import MemoryLog, not_found
from pipeline.runs.redis_keys import alive, keys
from pipeline.runs.signals import Signals

_BEATS_DEAD = 3  # beats without a sign of life: Redis may have been away, and the sign with it
_IDLE = 60.0  # seconds after which a copy that nobody follows is dropped


@dataclass
class _Copy:
    seq: int
    used_at: float = field(default_factory=time.monotonic)
    beats_dead: int = 0


class Copies:
    """Safe to use from many threads.

    Args:
        here: where they are copied to.
        kept_seconds: how long the keys of a run outlive it.
    """

    def __init__(self, redis: Redis, here: MemoryLog, signals: Signals, kept_seconds: int) -> None:
        self._redis, self._here, self._signals, self._kept = redis, here, signals, kept_seconds
        self._lock = threading.Condition()
        self._fetching = threading.Lock()
        self._copies: dict[str, _Copy] = {}

    @property
    def streams(self) -> dict[str, str]:
        """The keys of those that have not ended, each with the entry that was copied last."""
        with self._lock:
            return {
                keys(run_id).stream: f"{copy.seq}-0"
                for run_id, copy in self._copies.items()
                if not self._here.ended(run_id)
            }

    def find(self, run_id: str) -> None:
        """Makes sure that the run is here. Raises `RunNotFound`, `RedisError`."""
        if self._is_used(run_id):
            return
        with self._fetching:
            if self._is_used(run_id):
                return
            events = _in_order(_events(self._redis.xrange(keys(run_id).stream)), after=0)
            if not events:
                raise not_found(run_id)
            self._here.extend(run_id, events)
            with self._lock:
                self._copies[run_id] = _Copy(events[-1].seq)
            if not isinstance(events[-1], RunEnded):
                self._signals.wake()

    def take(self, run_id: str, entries: Any) -> None:
        """Copies what came after the entry that was copied last."""
        with self._lock:
            copy = self._copies.get(run_id)
            if copy is None:
                return
            events = _in_order(_events(entries), after=copy.seq)
            if not events:  # a gap, while its owner puts back what Redis lost
                self._lock.wait(0.05)
                return
            copy.seq = events[-1].seq
            self._here.extend(run_id, events)

    def look_after(self) -> None:
        """Drops those that nobody follows, tells the owners of the others that somebody does, and ends
        those whose owner no longer lives. Raises `RedisError`."""
        with self._lock:
            copies = list(self._copies.items())
        for run_id, copy in copies:
            if self._here.followed(run_id):
                copy.used_at = time.monotonic()
            idle = time.monotonic() - copy.used_at > _IDLE
            if idle or (self._here.ended(run_id) and not self._redis.exists(keys(run_id).stream)):
                self.forget(run_id)
                self._here.drop(run_id)
            elif not self._here.ended(run_id):
                self._look_after(run_id, copy)

    def forget(self, run_id: str) -> None:
        """What comes is no longer copied."""
        with self._lock:
            self._copies.pop(run_id, None)

    def cut(self) -> None:
        """Drops all of them; their followers hear at their next try what is wrong."""
        with self._lock:
            copies = list(self._copies)
            self._copies.clear()
            self._lock.notify_all()
        for run_id in copies:
            self._here.drop(run_id)

    def _is_used(self, run_id: str) -> bool:
        """Whether it is copied; somebody asks for it now."""
        with self._lock:
            copy = self._copies.get(run_id)
            if copy is not None:
                copy.used_at = time.monotonic()
            return copy is not None

    def _look_after(self, run_id: str, copy: _Copy) -> None:
        owner = cast("bytes | None", self._redis.get(keys(run_id).owner))
        if owner and self._redis.exists(alive(owner.decode())):
            copy.beats_dead = 0
            if self._here.followed(run_id):
                self._signals.tell(owner.decode(), run_id, "follow")
            return
        copy.beats_dead += 1
        if copy.beats_dead >= _BEATS_DEAD:
            # All of them or none: who comes second finds the first place taken.
            with self._redis.pipeline() as pipe:
                for event in interrupted(self._here.whole(run_id)):
                    fields = {b"e": event.model_dump_json().encode()}
                    pipe.xadd(keys(run_id).stream, cast("Any", fields), id=f"{event.seq}-0")
                pipe.expire(keys(run_id).stream, self._kept)
                pipe.execute(raise_on_error=False)


def _events(entries: Any) -> list[Event]:
    return [from_json(fields[b"e"]) for _, fields in entries]


def _in_order(events: Iterable[Event], after: int) -> list[Event]:
    """Those that follow ``after`` without a gap."""
    whole: list[Event] = []
    for event in events:
        if event.seq == after + len(whole) + 1:
            whole.append(event)
    return whole

"""The event logs of several processes, in Redis Streams: every process reads and steers every run.

A run belongs to the process that works it. Only that process writes the run's stream, and it shows
an event to its own followers once Redis has it. Every other process copies the streams that are
followed there. A process says by a key that expires that it lives; the run of one that does not is
ended by whoever follows it. An entry's id is the event's ``seq``, so nothing is written twice.
"""

from __future__ import annotations

import json
import logging
import threading
import time
import uuid
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from itertools import groupby
from typing import Any, cast

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import ConnectionError, RedisError, ResponseError
from redis.retry import Retry

from pipeline.answer import Answer
from pipeline.errors import LogUnavailable
from pipeline.events import Event, RunEnded, RunStarted
from pipeline.runs.copies import Copies
from pipeline.runs.log import Batch, MemoryLog, Signal, not_found, placed
from pipeline.runs.redis_keys import alive, keys, run_of
from pipeline.runs.signals import Signals

logger = logging.getLogger(__name__)

_LEASE = 5.0  # seconds after which a process that does not say so no longer lives
_BEAT = _LEASE / 3
_PATIENCE = 10.0  # seconds that Redis may be away before the runs fail
_AT_ONCE = 1_000  # events written or read in one go
_MOST_WAITING = 10_000  # events that wait to be written; then the work waits


@dataclass
class _Own:
    """A run of this process."""

    seq: int = 0
    ended: bool = False
    answer: bytes | None = None


class RedisLog:
    """An `EventLog` that processes share.

    Args:
        url: as redis-py reads it, for example ``redis://127.0.0.1:6379/0``.
        kept_seconds: how long the keys of a run outlive it.

    Raises:
        LogUnavailable: Redis cannot be reached.
    """

    def __init__(self, url: str, kept_seconds: float) -> None:
        # One failure is one error: how long to try again is decided here.
        self._redis = Redis.from_url(
            url, retry=Retry(NoBackoff(), 0), socket_timeout=5, socket_connect_timeout=2
        )
        self._kept = max(1, int(kept_seconds))
        self._me = uuid.uuid4().hex
        self._here = MemoryLog()
        self._signals = Signals(self._redis, self._me, self._kept)
        self._copies = Copies(self._redis, self._here, self._signals, self._kept)
        self._lock = threading.Condition()
        self._own: dict[str, _Own] = {}
        self._outbox: deque[Event] = deque()
        self._writing = threading.Lock()  # held until what Redis was given is here too
        self._server = ""  # the run of Redis that holds what was written
        self._missed = False  # whether something was never written
        self._away_since: float | None = None
        self._closed = False
        with _explained():
            self._say_alive()
        self._threads = [
            threading.Thread(target=work, name=f"runs-redis-{work.__name__[1:]}", daemon=True)
            for work in (self._write, self._listen, self._beat)
        ]
        for thread in self._threads:
            thread.start()

    # What an event log does

    def append(self, run_id: str, event: Event) -> Event:
        with self._lock:
            begins = run_id not in self._own
            if begins and self._away:
                raise _unavailable()
            while len(self._outbox) >= _MOST_WAITING and not self._away:
                self._lock.wait(1)
            own = self._own.setdefault(run_id, _Own())
            assert not own.ended, "an event after the end of its run"
            own.seq += 1
            own.ended = isinstance(event, RunEnded)
            put = placed(event, run_id, own.seq)
            self._outbox.append(put)
            self._lock.notify_all()
            if begins:  # whoever is told of a run finds it
                written = self._lock.wait_for(lambda: self._here.holds(run_id) or self._away, _PATIENCE)
                if not written or self._away:
                    del self._own[run_id]
                    raise _unavailable()
        return put

    def read(self, run_id: str, after: int) -> Batch:
        self._find(run_id)
        return self._here.read(run_id, after)

    def last(self, run_id: str) -> Event:
        self._find(run_id)
        return self._here.last(run_id)

    def listening(self, run_id: str, wake: Callable[[], object]) -> AbstractContextManager[None]:
        self._find(run_id)
        return self._here.listening(run_id, wake)

    def followed(self, run_id: str) -> bool:
        return self._here.followed(run_id)

    def drop(self, run_id: str) -> None:
        with self._lock:
            self._own.pop(run_id, None)
        self._copies.forget(run_id)
        self._here.drop(run_id)
        try:
            self._redis.delete(*keys(run_id))
        except RedisError:  # they expire
            logger.warning("Redis did not delete run %s", run_id)

    def keep(self, run_id: str, answer: Answer) -> None:
        data = json.dumps(answer.to_json(), ensure_ascii=False).encode("utf-8", "replace")
        self._own[run_id].answer = zlib.compress(data)

    def kept(self, run_id: str) -> Answer | None:
        with _explained():
            data = cast("bytes | None", self._redis.get(keys(run_id).answer))
        return Answer.from_json(json.loads(zlib.decompress(data))) if data else None

    def attend(self, act: Callable[[str, Signal], None]) -> None:
        self._signals.act = act

    def send(self, run_id: str, signal: Signal) -> None:
        with _explained():
            owner = cast("bytes | None", self._redis.get(keys(run_id).owner))
            if owner is None:
                raise not_found(run_id)
            say = self._signals.ask if signal == "pause" else self._signals.tell
            say(owner.decode(), run_id, signal)

    def ping(self) -> None:
        with _explained():
            self._redis.ping()

    def close(self) -> None:
        """Writes what is left and stops."""
        with self._lock:
            self._closed = True
            self._lock.notify_all()
        with suppress(RedisError):
            self._signals.wake()
        for thread in self._threads:
            thread.join()
        with suppress(RedisError):
            self._redis.delete(alive(self._me))
            self._signals.forget()
        self._redis.close()

    # Writing the runs of this process

    def _write(self) -> None:
        while True:
            with self._lock:
                self._lock.wait_for(lambda: self._outbox or self._closed)
                events = [self._outbox.popleft() for _ in range(min(len(self._outbox), _AT_ONCE))]
                self._lock.notify_all()
            if not events:
                return
            events.sort(key=lambda event: event.run_id)
            with self._writing:
                self._persist(events)
                with self._lock:
                    for run_id, of_it in groupby(events, lambda event: event.run_id):
                        if run_id in self._own:
                            self._here.extend(run_id, list(of_it))
                    self._lock.notify_all()

    def _persist(self, events: Sequence[Event]) -> None:
        """Returns when Redis has ``events``, or is away for good: then they are for those here."""
        pause = 0.02
        while not self._away:
            try:
                self._put(events)
                return
            except ResponseError:
                logger.exception("Redis refused events")
            except RedisError as error:
                logger.warning("Redis is away: %s", error)
            self._note_away()
            if self._closed:
                break
            time.sleep(pause)
            pause = min(2 * pause, 0.5)
        self._missed = True

    def _put(self, events: Iterable[Event]) -> None:
        with self._redis.pipeline(transaction=False) as pipe:
            for event in events:
                key, owner, answer = keys(event.run_id)
                pipe.xadd(key, {b"e": event.model_dump_json().encode()}, id=f"{event.seq}-0")
                if isinstance(event, RunStarted):
                    pipe.set(owner, self._me, ex=self._kept + int(_LEASE))
                elif isinstance(event, RunEnded):
                    own = self._own.get(event.run_id)
                    if own is not None and own.answer is not None:
                        pipe.set(answer, own.answer, ex=self._kept)
                    pipe.expire(key, self._kept)
                    pipe.expire(owner, self._kept)
            for result in pipe.execute(raise_on_error=False):
                if isinstance(result, Exception) and not _is_there_already(result):
                    raise result
        self._away_since = None

    def _put_back(self) -> None:
        """After Redis was away: whatever it does not have of the runs of this process."""
        with self._writing:
            for run_id in list(self._own):
                events = self._here.whole(run_id)
                key = keys(run_id).stream
                if events and self._redis.xlen(key) < len(events):
                    self._redis.delete(key)
                    self._put(events)

    # Reading those of the others

    def _find(self, run_id: str) -> None:
        """Makes sure that the run is here. Raises `RunNotFound`, `LogUnavailable`."""
        with self._lock:
            if run_id in self._own:
                return
        with _explained():
            self._copies.find(run_id)

    def _listen(self) -> None:
        while not self._closed:
            streams = {**self._copies.streams, self._signals.key: self._signals.seen}
            try:
                heard = self._redis.xread(cast("Any", streams), count=_AT_ONCE, block=1_000)
            except RedisError:
                time.sleep(0.1)
                continue
            for key, entries in cast("list[Any]", heard):
                if key.decode() == self._signals.key:
                    self._signals.obey(entries)
                else:
                    self._copies.take(run_of(key), entries)

    # Life and death

    def _beat(self) -> None:
        while True:
            with self._lock:
                if self._lock.wait_for(lambda: self._closed, _BEAT):
                    return
            try:
                self._say_alive()
                self._away_since = None
                self._copies.look_after()
            except RedisError:
                self._note_away()
            except Exception:
                logger.exception("Looking after the runs in Redis failed")

    def _say_alive(self) -> None:
        self._redis.set(alive(self._me), 1, px=int(_LEASE * 1_000))
        server = cast("dict[str, str]", self._redis.info("server"))["run_id"]
        if server != self._server or self._missed:
            self._missed = False
            self._put_back()
            self._server = server
        with self._lock:
            unfinished = [run_id for run_id, own in self._own.items() if not own.ended]
        with self._redis.pipeline(transaction=False) as pipe:
            for run_id in unfinished:
                pipe.expire(keys(run_id).stream, self._kept + int(_LEASE))
                pipe.set(keys(run_id).owner, self._me, ex=self._kept + int(_LEASE))
            pipe.execute()

    @property
    def _away(self) -> bool:
        since = self._away_since
        return since is not None and time.monotonic() - since > _PATIENCE

    def _note_away(self) -> None:
        self._away_since = self._away_since or time.monotonic()
        if not self._away:
            return
        with self._lock:
            own = [run_id for run_id, own in self._own.items() if not own.ended]
            self._lock.notify_all()
        for run_id in own:
            self._signals.act(run_id, "lost")
        self._copies.cut()


def _is_there_already(error: Exception) -> bool:
    return isinstance(error, ResponseError) and "equal or smaller" in str(error)


@contextmanager
def _explained() -> Iterator[None]:
    try:
        yield
    except (ConnectionError, RedisError) as error:
        logger.warning("Redis is away: %s", error)
        raise _unavailable() from error


def _unavailable() -> LogUnavailable:
    return LogUnavailable(
        "The server cannot reach the store of its runs. Please try again in a moment.",
        "服务器暂时无法访问运行记录的存储，请稍后再试。",
    )

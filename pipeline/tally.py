"""How many things each client has at the same time."""

from __future__ import annotations

import logging
import threading
import time
from collections import defaultdict
from typing import Any, cast

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError
from redis.retry import Retry

logger = logging.getLogger(__name__)

_LEASE = 15  # seconds after which what a process had is nobody's, unless it says that it still has it
_RENEWED_EVERY = 5.0
# That Redis is away is the business of the runs' log: who only counts does not wait for it.
IMPATIENT: dict[str, Any] = {
    "socket_timeout": 1.0,
    "socket_connect_timeout": 1.0,
    "retry": Retry(NoBackoff(), 0),
}

# One more for a client, unless that were too many. By the clock of Redis: processes may disagree.
_TAKE = """
local now = tonumber(redis.call('TIME')[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now)
if not redis.call('ZSCORE', KEYS[1], ARGV[1]) and redis.call('ZCARD', KEYS[1]) >= tonumber(ARGV[2]) then
  return 0
end
redis.call('ZADD', KEYS[1], now + ARGV[3], ARGV[1])
redis.call('EXPIRE', KEYS[1], ARGV[3])
return 1
"""
_ANY_NUMBER = 1_000_000


class Tally:
    """So many at most for each client. Processes that share a Redis count together; while it is away
    each counts its own. Safe to use from many threads.

    Args:
        name: of what is counted.
        most: 0 for any number.
        redis: None to count in this process.
    """

    def __init__(self, name: str, most: int, redis: Redis | None = None) -> None:
        self._name, self._most, self._redis = name, most, redis
        self._here: defaultdict[str, set[str]] = defaultdict(set)
        self._lock = threading.Lock()
        self._renewed_at = time.monotonic()

    def take(self, client: str, thing: str) -> bool:
        """Whether ``client`` may have ``thing`` too, which then counts; again is harmless."""
        if not self._most:
            return True
        there = self._take_there(client, thing, self._most)
        with self._lock:
            here = self._here[client]
            taken = there if there is not None else thing in here or len(here) < self._most
            if taken:
                here.add(thing)
            elif not here:
                del self._here[client]
        return taken

    def give_back(self, client: str, thing: str) -> None:
        """It does not count any more; harmless when it did not."""
        with self._lock:
            if thing not in self._here.get(client, ()):
                return
            self._here[client].remove(thing)
            if not self._here[client]:
                del self._here[client]
        try:
            if self._redis is not None:
                self._redis.zrem(self._key(client), thing)
        except RedisError as error:  # it ends with its lease
            logger.warning("Redis is away: %s", error)

    def renew(self) -> None:
        """To be called now and then: says that this process still has what it has."""
        if self._redis is None or time.monotonic() - self._renewed_at < _RENEWED_EVERY:
            return
        self._renewed_at = time.monotonic()
        with self._lock:
            had = [(client, thing) for client, things in self._here.items() for thing in things]
        for client, thing in had:
            if self._take_there(client, thing, _ANY_NUMBER) is None:
                return
            with self._lock:
                still = thing in self._here.get(client, ())
            if not still:  # given back meanwhile
                self._redis.zrem(self._key(client), thing)

    def _take_there(self, client: str, thing: str, most: int) -> bool | None:
        """None while there is no answer."""
        if self._redis is None:
            return None
        try:
            return bool(cast("int", self._redis.eval(_TAKE, 1, self._key(client), thing, most, _LEASE)))
        except RedisError as error:
            logger.warning("Redis is away: %s", error)
            return None

    def _key(self, client: str) -> str:
        return f"text-to-bi:{self._name}:{client}"


def counting(url: str | None) -> Redis | None:
    """The Redis to count in."""
    if url is None:
        return None
    return Redis.from_url(url, **IMPATIENT)

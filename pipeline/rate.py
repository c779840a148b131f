"""How often one client may do a thing."""

from __future__ import annotations

import math
import threading
import time
from collections import OrderedDict

from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import MemoryStorage, storage_from_string
from limits.strategies import MovingWindowRateLimiter

from pipeline.errors import TooOften
from pipeline.tally import IMPATIENT

_SILENT = 120.0  # seconds after which nothing that a client did counts any more
_PUT_BACK = 120  # seconds until a place is free: more than a minute can be only when the clock was put back


class Rate:
    """So many in any minute for each client; processes that share a Redis count together.

    Args:
        per_minute: 0 for as many as they like.
        redis_url: where to count; None to count in this process.
        refusal: what is raised beyond; each kind is counted for itself.
    """

    def __init__(
        self, per_minute: int, redis_url: str | None = None, refusal: type[TooOften] = TooOften
    ) -> None:
        self._refusal = refusal
        self._most = RateLimitItemPerMinute(per_minute) if per_minute else None
        self._here = MemoryStorage()
        there = storage_from_string(redis_url, wrap_exceptions=True, **IMPATIENT) if redis_url else None
        self._limiter = MovingWindowRateLimiter(there or self._here)
        self._seen: OrderedDict[str, float] = OrderedDict()  # when each came, the last one last
        self._lock = threading.Lock()

    def check(self, client: str) -> None:
        """Counts one more of ``client``. Raises `TooOften`."""
        if self._most is None:
            return
        self._forget_the_silent(self._most, client)
        try:
            if self._limiter.hit(self._most, self._refusal.code, client):
                return
            again_at = self._limiter.get_window_stats(self._most, self._refusal.code, client).reset_time
            seconds = math.ceil(again_at - time.time())
            if seconds > _PUT_BACK:  # or nothing would be allowed until the old time comes again
                self._limiter.clear(self._most, self._refusal.code, client)
                self._limiter.hit(self._most, self._refusal.code, client)
                return
        except StorageError:
            return  # whoever keeps anything in the same Redis says so
        raise self._refusal(max(1, seconds))

    def _forget_the_silent(self, most: RateLimitItemPerMinute, client: str) -> None:
        """As ``client`` comes; the storage itself keeps an empty list of everybody who ever came."""
        now = time.monotonic()
        with self._lock:
            self._seen[client] = now
            self._seen.move_to_end(client)
            while now - next(iter(self._seen.values())) > _SILENT:
                silent, _ = self._seen.popitem(last=False)
                key = most.key_for(self._refusal.code, silent)
                with self._here.locks[key]:  # it may be emptying this list
                    self._here.clear(key)

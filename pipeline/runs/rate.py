"""How often one client may start a run."""

from __future__ import annotations

import math
import time

from limits import RateLimitItemPerMinute
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

from pipeline.errors import TooOften


class Rate:
    """So many runs in any minute for each client; processes that share a Redis count together.

    Args:
        per_minute: 0 for as many as they like.
        redis_url: where to count; None to count in this process.
    """

    def __init__(self, per_minute: int, redis_url: str | None = None) -> None:
        self._most = RateLimitItemPerMinute(per_minute) if per_minute else None
        storage = storage_from_string(redis_url or "memory://", wrap_exceptions=True)
        self._limiter = MovingWindowRateLimiter(storage)

    def check(self, client: str) -> None:
        """Counts one more run of ``client``. Raises `TooOften`."""
        try:
            if self._most is None or self._limiter.hit(self._most, client):
                return
            again_at = self._limiter.get_window_stats(self._most, client).reset_time
        except StorageError:
            return  # the runs' log is in the same Redis, and says so
        raise TooOften(max(1, math.ceil(again_at - time.time())))

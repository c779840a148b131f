"""How often one client may start a run."""

from __future__ import annotations

import pytest
from redis_server import RedisServer

from pipeline.errors import TooOften
from pipeline.runs.rate import Rate

NEW_MINUTE = 1_750_000_020.0  # a second at which a minute of the clock begins


@pytest.mark.parametrize("first", [NEW_MINUTE - 30, NEW_MINUTE - 1, NEW_MINUTE])
def test_any_minute_has_so_many_wherever_the_clock_stands(
    first: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = [first]
    monkeypatch.setattr("time.time", lambda: now[0])
    rate = Rate(2)
    rate.check("ann")
    now[0] = first + 0.5
    rate.check("ann")
    for later in (first + 1.5, first + 59):
        now[0] = later
        with pytest.raises(TooOften):
            rate.check("ann")
    rate.check("ben")
    now[0] = first + 60.2  # the first is a minute old, the second is not
    rate.check("ann")
    with pytest.raises(TooOften):
        rate.check("ann")


def test_none_is_no_limit() -> None:
    rate = Rate(0)
    for _ in range(500):
        rate.check("ann")


def test_processes_that_share_a_redis_count_together(redis: RedisServer) -> None:
    one, other = Rate(2, redis.url), Rate(2, redis.url)
    one.check("cleo")
    other.check("cleo")
    for rate in (one, other):
        with pytest.raises(TooOften):
            rate.check("cleo")
    one.check("dan")

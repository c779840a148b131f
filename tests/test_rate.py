"""How often one client may start a run."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from redis_server import RedisServer

from pipeline.errors import TooOften
from pipeline.rate import Rate

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


@pytest.mark.parametrize("days", [-400, -1, 1, 400])
def test_a_clock_that_jumps_locks_nobody_out(days: int, monkeypatch: pytest.MonkeyPatch) -> None:
    rate = Rate(2)
    for _ in range(2):
        rate.check("ann")
    with pytest.raises(TooOften):
        rate.check("ann")
    jumped = time.time() + days * 86_400
    monkeypatch.setattr(time, "time", lambda: jumped)
    rate.check("ann")
    rate.check("ann")
    with pytest.raises(TooOften) as error:
        rate.check("ann")
    assert error.value.seconds <= 60


def test_who_was_silent_for_long_is_forgotten_and_nobody_else(monkeypatch: pytest.MonkeyPatch) -> None:
    began = time.monotonic()
    now = [began]
    monkeypatch.setattr(time, "monotonic", lambda: now[0])
    rate = Rate(2)
    rate.check("ann")
    rate.check("ben")
    for number in range(1_000):
        now[0] = began + number
        rate.check(f"10.0.{number // 250}.{number % 250}")
        if number % 60 == 0:
            with suppress(TooOften):
                rate.check("ben")
    known = [name for name in rate._here.events if "10.0." in name]
    assert 60 <= len(known) <= 130
    assert not any("ann" in name for name in rate._here.events)
    with pytest.raises(TooOften):
        rate.check("ben")

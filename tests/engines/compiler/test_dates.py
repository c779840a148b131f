"""Relative dates count from the clock that is handed in, in the zone of the query."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline.engines.compiler.dates import Calendar, zone
from pipeline.errors import DateRangeError, QueryError

NOW = datetime(2024, 3, 31, 23, 30, tzinfo=UTC)


def asked(text: str, name: str = "UTC") -> str:
    first, last = Calendar(lambda: NOW, zone(name)).range(text)
    return f"{first:%Y-%m-%d %H:%M} .. {last:%Y-%m-%d %H:%M}"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("today", "2024-03-31 00:00 .. 2024-03-31 23:59"),
        ("last month", "2024-02-01 00:00 .. 2024-02-29 23:59"),
        ("last 30 days", "2024-03-01 00:00 .. 2024-03-30 23:59"),
        ("this quarter", "2024-01-01 00:00 .. 2024-03-31 23:59"),
        ("next 3 months", "2024-04-01 00:00 .. 2024-06-30 23:59"),
        ("last week", "2024-03-18 00:00 .. 2024-03-24 23:59"),
        ("last 2 hours", "2024-03-31 21:00 .. 2024-03-31 22:59"),
        ("from 7 days ago to now", "2024-03-24 00:00 .. 2024-03-31 23:59"),
        ("2024-02-10", "2024-02-10 00:00 .. 2024-02-10 23:59"),
    ],
)
def test_phrases(text: str, expected: str) -> None:
    assert asked(text) == expected


def test_today_depends_on_the_zone() -> None:
    assert asked("today", "Asia/Shanghai").startswith("2024-04-01")


def test_a_moment_is_bound_in_utc() -> None:
    calendar = Calendar(lambda: NOW, zone("Asia/Shanghai"))
    assert calendar.bound(datetime(2024, 1, 1)) == "2023-12-31T16:00:00.000"


@pytest.mark.parametrize(
    "text", ["", "soon", "2024-02-30", "last", "last 0x1 days", "from today", "9999-99-99"]
)
def test_what_is_no_date_is_refused(text: str) -> None:
    with pytest.raises(DateRangeError):
        asked(text)


def test_a_zone_that_does_not_exist_is_refused() -> None:
    for name in ("Mars/Olympus", "../etc/passwd", "\x00"):
        with pytest.raises(QueryError):
            zone(name)


@given(st.text(max_size=40) | st.from_regex(r"(this|last|next) ?\d{0,4} ?(day|week|month|quarter|year)s?"))
def test_any_text_is_a_range_or_refused(text: str) -> None:
    try:
        first, last = Calendar(lambda: NOW, zone("America/New_York")).range(text)
    except DateRangeError:
        return
    assert first <= last + timedelta(milliseconds=1)

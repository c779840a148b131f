"""Periods as whole numbers, and Cube's date ranges as days and as words."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pandas as pd

from pipeline.engines.compiler.dates import Calendar, zone
from pipeline.errors import TextToBIError
from pipeline.format import is_null, period
from pipeline.language import Language, Text
from pipeline.query import DateRange

_SECONDS = {"second": 1, "minute": 60, "hour": 3600}
_MONTHS = {"month": 1, "quarter": 3, "year": 12}
_EPOCH = datetime(1970, 1, 1)
STANDARD = (*_SECONDS, "day", "week", *_MONTHS)


def moment(value: Any) -> datetime | None:
    """A stored time as a naive datetime; None for NULL and for what is no time."""
    if is_null(value):
        return None
    try:
        return pd.Timestamp(value).tz_localize(None).to_pydatetime(warn=False)
    except (ValueError, TypeError, OverflowError):
        return None


def index(at: datetime, granularity: str) -> int:
    """The number of the period that holds ``at``; neighbours differ by one. Weeks start on Monday."""
    if granularity in _MONTHS:
        return (at.year * 12 + at.month - 1) // _MONTHS[granularity]
    if granularity in _SECONDS:
        return (at - _EPOCH) // timedelta(seconds=_SECONDS[granularity])
    days = (at - _EPOCH).days
    return days if granularity == "day" else (days + 3) // 7


def start(number: int, granularity: str) -> datetime:
    """The first moment of a period. Raises `OverflowError` or `ValueError` outside the calendar."""
    if granularity in _MONTHS:
        year, month = divmod(number * _MONTHS[granularity], 12)
        return datetime(year, month + 1, 1)
    if granularity in _SECONDS:
        return _EPOCH + timedelta(seconds=number * _SECONDS[granularity])
    return _EPOCH + timedelta(days=number if granularity == "day" else number * 7 - 3)


def last_day(number: int, granularity: str) -> date:
    """The last day of a period; `date.max` for the last one of the calendar."""
    try:
        return (start(number + 1, granularity) - timedelta(seconds=1)).date()
    except (OverflowError, ValueError):
        return date.max


def a_year_before(number: int, granularity: str) -> int | None:
    """The same period of the year before, for the granularities where that is one period."""
    periods = {"month": 12, "quarter": 4}.get(granularity)
    return None if periods is None else number - periods


_NAMED = re.compile(
    r"(?P<which>this|last|next)\s+(?:(?P<count>\d+)\s+)?"
    r"(?P<unit>second|minute|hour|day|week|month|quarter|year)s?"
)


def days_of(date_range: DateRange | tuple[str, ...], today: date) -> tuple[date, date] | None:
    """The first and last day of a range; None for one that has none."""
    clock = datetime.combine(today, time(12), UTC)
    asked = date_range if isinstance(date_range, str) else list(date_range)
    try:
        first, last = Calendar(lambda: clock, zone(None)).range(asked)
    except (TextToBIError, ValueError, OverflowError):
        return None
    return first.date(), last.date()


_UNITS_ZH = {"day": "天", "week": "周", "month": "个月", "quarter": "个季度", "year": "年",
             "hour": "小时", "minute": "分钟", "second": "秒"}  # fmt: skip
_PHRASES = {
    "today": Text("today", "今天"),
    "yesterday": Text("yesterday", "昨天"),
    "tomorrow": Text("tomorrow", "明天"),
    "this day": Text("today", "今天"),
    "last day": Text("yesterday", "昨天"),
    "next day": Text("tomorrow", "明天"),
    "this week": Text("this week", "本周"),
    "last week": Text("last week", "上周"),
    "next week": Text("next week", "下周"),
    "this month": Text("this month", "本月"),
    "last month": Text("last month", "上个月"),
    "next month": Text("next month", "下个月"),
    "this quarter": Text("this quarter", "本季度"),
    "last quarter": Text("last quarter", "上个季度"),
    "next quarter": Text("next quarter", "下个季度"),
    "this year": Text("this year", "今年"),
    "last year": Text("last year", "去年"),
    "next year": Text("next year", "明年"),
}


def range_words(date_range: DateRange | tuple[str, ...], today: date, language: Language) -> str:
    """A range for people: ``last quarter (2025-07-01 to 2025-09-30)``, ``2024``, ``2024年3月``."""
    days = days_of(date_range, today)
    if days is None:
        return _unresolved(date_range)
    span = days_words(*days, language)
    named = phrase_words(date_range, language)
    if not named:
        return span
    return f"{named}（{span}）" if language == "zh" else f"{named} ({span})"


def phrase_words(date_range: DateRange | tuple[str, ...], language: Language) -> str:
    """A relative range as people say it: ``the last 30 days``; empty for any other."""
    if not isinstance(date_range, str):
        return ""
    phrase = " ".join(date_range.lower().split())
    if phrase in _PHRASES:
        return _PHRASES[phrase].said(language)
    match = _NAMED.fullmatch(phrase)
    return _counted(match, phrase, language) if match and match["count"] else ""


def days_words(first: date, last: date, language: Language) -> str:
    """Two days as the shortest name of what lies between them: a year, a month, or from and to."""
    opens, closes = _at(first), _at(last)
    for granularity in ("year", "quarter", "month", "day"):
        number = index(opens, granularity)
        if number == index(closes, granularity):
            whole = start(number, granularity).date() == first and last_day(number, granularity) == last
            if whole:
                return period(first, granularity, language)
    month, next_day = "month", last + timedelta(days=1) if last < date.max else last
    if first.day == 1 and next_day.day == 1:
        opened, closed = period(first, month, language), period(last, month, language)
    else:
        opened, closed = period(first, "day", language), period(last, "day", language)
    return f"{opened}至{closed}" if language == "zh" else f"{opened} to {closed}"


def _at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day)


def _counted(match: re.Match[str], phrase: str, language: Language) -> str:
    if language == "en":
        return f"the {phrase}" if match["which"] != "this" else phrase
    which = {"this": "本", "last": "最近", "next": "未来"}[match["which"]]
    return f"{which} {match['count']} {_UNITS_ZH[match['unit']]}"


def _unresolved(date_range: DateRange | tuple[str, ...]) -> str:
    text = date_range if isinstance(date_range, str) else " – ".join(date_range)
    return f"“{text}”"

"""Date ranges of a query: absolute, and relative to a clock that is handed in.

Everything is local time of the query's zone, without a zone attached, until it is bound.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.relativedelta import relativedelta

from pipeline.errors import DateRangeError, QueryError

_UNIT = "second|minute|hour|day|week|month|quarter|year"
_SPAN = re.compile(rf"(this|last|next)\s+({_UNIT})")
_COUNTED = re.compile(rf"(last|next)\s+(\d{{1,4}})\s+({_UNIT})")
_FROM_TO = re.compile(r"from\s+(.{1,50}?)\s+to\s+(.{1,50})")
_AGO = re.compile(rf"(\d{{1,4}}|an?|one)\s+({_UNIT})s?\s+(ago|from now|later)|in\s+(\d{{1,4}})\s+({_UNIT})s?")
_DATE = re.compile(r"\d{4}-\d{2}-\d{2}")
_TIME = r"[T ]\d{2}:\d{2}(:\d{2}(\.\d{1,6})?)?(Z|[+-]\d{2}(:?\d{2})?)?"
_MOMENT = re.compile(rf"\d{{4}}-\d{{2}}-\d{{2}}({_TIME})?", re.IGNORECASE)
_ISO = re.compile(rf"\d{{4}}(-\d{{2}}(-\d{{2}}({_TIME})?)?)?", re.IGNORECASE)
_STEPS = {
    "second": relativedelta(seconds=1),
    "minute": relativedelta(minutes=1),
    "hour": relativedelta(hours=1),
    "day": relativedelta(days=1),
    "week": relativedelta(weeks=1),
    "month": relativedelta(months=1),
    "quarter": relativedelta(months=3),
    "year": relativedelta(years=1),
}
_END = time(23, 59, 59, 999_000)
_MILLISECOND = timedelta(milliseconds=1)

Range = tuple[datetime, datetime]


def zone(name: str | None) -> ZoneInfo:
    """The time zone of that IANA name, UTC for None. Raises `QueryError`."""
    try:
        return ZoneInfo(name or "UTC")
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise QueryError(f"{name!r} is not an IANA time zone.", f"“{name}”不是 IANA 时区名称。") from error


class Calendar:
    """What "today" and "last month" mean: a clock (which gives UTC) and a zone."""

    def __init__(self, clock: Callable[[], datetime], zone: ZoneInfo) -> None:
        self._clock = clock
        self._zone = zone

    def range(self, asked: str | list[str]) -> Range:
        """First and last moment (milliseconds, both included) of ``asked``. Raises `DateRangeError`."""
        if isinstance(asked, str):
            first, last = self._phrase(asked)
        else:
            first, last = self._point(asked[0], start=True), self._point(asked[-1], start=False)
        return first, last

    def label(self, asked: str | list[str]) -> str:
        """How Cube names a range that is compared with others."""
        first, last = (moment.isoformat(timespec="milliseconds") for moment in self.range(asked))
        return f"{first} - {last}"

    def start(self, asked: str) -> datetime:
        """The moment that ``beforeDate`` and its kin compare with; a bare date is its midnight."""
        return _parsed(asked) if _MOMENT.fullmatch(asked.strip()) else self._phrase(asked)[0]

    def end(self, asked: str) -> datetime:
        """As `start`, but the last moment of a relative phrase."""
        return _parsed(asked) if _MOMENT.fullmatch(asked.strip()) else self._phrase(asked)[1]

    def bound(self, moment: datetime) -> str:
        """``moment`` in UTC, as it is bound to a placeholder."""
        utc = moment.replace(tzinfo=self._zone).astimezone(UTC)
        return utc.strftime("%Y-%m-%dT%H:%M:%S.") + f"{utc.microsecond // 1000:03d}"

    def _point(self, asked: str, *, start: bool) -> datetime:
        text = asked.strip()
        if _DATE.fullmatch(text) and not start:
            return datetime.combine(_parsed(text), _END)
        return _parsed(text)

    def _now(self) -> datetime:
        return self._clock().astimezone(self._zone).replace(tzinfo=None)

    def _phrase(self, asked: str) -> Range:
        text = asked.strip().lower()
        now = self._now()
        if found := _SPAN.fullmatch(text.removesuffix("s") if text.endswith("s") else text):
            which, unit = found.groups()
            moved = shifted(now, {"this": 0, "last": -1, "next": 1}[which], unit)
            return _floor(moved, unit), _ceil(moved, unit)
        if found := _COUNTED.fullmatch(text.removesuffix("s")):
            which, number, unit = found[1], int(found[2]), found[3]
            near, far = (-number, -1) if which == "last" else (1, number)
            return _floor(shifted(now, near, unit), unit), _ceil(shifted(now, far, unit), unit)
        if found := _FROM_TO.fullmatch(text):
            first, last = self._moment(found[1], now), self._moment(found[2], now)
        else:
            first = last = self._moment(text, now)
        unit = next((u for u in ("second", "minute", "hour") if u in text), "day")
        return _floor(first, unit), _ceil(last, unit)

    def _moment(self, text: str, now: datetime) -> datetime:
        days = {"now": 0, "today": 0, "yesterday": -1, "tomorrow": 1}
        text = text.strip()
        if text in days:
            return now + timedelta(days=days[text])
        if found := _AGO.fullmatch(text):
            number = found[1] or found[4]
            count = int(number) if number.isdigit() else 1
            return shifted(now, -count if found[3] == "ago" else count, found[2] or found[5])
        # A year or a month is not a date to Cube either, outside a list of two.
        if _MOMENT.fullmatch(text):
            return _parsed(text)
        raise _unknown(text)


def _parsed(text: str) -> datetime:
    text = text.strip()
    if not _ISO.fullmatch(text):
        raise _unknown(text)
    whole = (text + "-01-01")[:10] if len(text) < 10 else text.upper()
    try:
        moment = datetime.fromisoformat(whole)
    except ValueError as error:
        raise DateRangeError(f"The date {text!r} does not exist.", f"日期“{text}”不存在。") from error
    # As in Cube, a moment with an offset is taken at its UTC reading.
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment


def _unknown(text: str) -> DateRangeError:
    return DateRangeError(
        f"{text!r} is not a date range; say for example 'last 30 days', 'this month' or '2024-01-31'.",
        f"“{text}”不是可识别的日期范围；例如 'last 30 days'、'this month' 或 '2024-01-31'。",
    )


def shifted(moment: datetime, count: int, unit: str) -> datetime:
    """``moment`` moved by ``count`` units; a month's end stays inside the month."""
    try:
        return moment + _STEPS[unit] * count
    except (ValueError, OverflowError) as error:
        raise DateRangeError(
            f"A range of {abs(count)} {unit}s leaves the calendar.",
            f"{abs(count)} 个 {unit} 超出了日历范围。",
        ) from error


def _floor(moment: datetime, unit: str) -> datetime:
    if unit in {"second", "minute", "hour"}:
        zeroed = ("microsecond", "second", "minute")[: {"second": 1, "minute": 2, "hour": 3}[unit]]
        return moment.replace(**dict.fromkeys(zeroed, 0))  # type: ignore[arg-type]
    day = moment.date()
    if unit == "week":
        day -= timedelta(days=day.weekday())
    elif unit == "month":
        day = day.replace(day=1)
    elif unit == "quarter":
        day = date(day.year, day.month - (day.month - 1) % 3, 1)
    elif unit == "year":
        day = date(day.year, 1, 1)
    return datetime.combine(day, time())


def _ceil(moment: datetime, unit: str) -> datetime:
    return shifted(_floor(moment, unit), 1, unit) - _MILLISECOND

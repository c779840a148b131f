"""Periods: whole days from one date to another, and the arithmetic of weeks, months and quarters.

Every period is made of absolute dates counted from ``today``, so that a query means the same on
every engine whatever its clock. The meaning of relative periods is Cube's: "last 30 days" are the
thirty whole days before today, "last 3 months" the three whole months before this one.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal, get_args

from dateutil.relativedelta import relativedelta

from pipeline.errors import DateRangeError

Grain = Literal["day", "week", "month", "quarter", "half", "year"]
GRAINS: tuple[Grain, ...] = get_args(Grain)  # from the finest to the coarsest
ONE_DAY = timedelta(days=1)
_MONTHS_IN = {"month": 1, "quarter": 3, "half": 6, "year": 12}


@dataclass(frozen=True)
class Period:
    """Whole days from ``start`` to ``end``, both included; None is open.

    Attributes:
        grain: what it is one of: 2024 is a year, "last 3 months" are months.
        year_given: False where the question left the year to be guessed.
    """

    start: date | None
    end: date | None
    grain: Grain
    year_given: bool = True


@dataclass(frozen=True)
class TimeMention:
    """A period and where the text says it; ``parts``: of a range the periods that it is said to go from and to."""

    period: Period
    first: int
    last: int
    text: str
    parts: tuple[Period, ...] = ()


def span_of(grain: str, n: int = 1) -> relativedelta:
    """``n`` units of time."""
    if grain in _MONTHS_IN:
        return relativedelta(months=n * _MONTHS_IN[grain])
    return relativedelta(weeks=n) if grain == "week" else relativedelta(days=n)


def floor(day: date, grain: Grain) -> date:
    """The first day of the period of that grain that ``day`` lies in (weeks begin on Monday)."""
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    months = _MONTHS_IN[grain]
    return day.replace(month=(day.month - 1) // months * months + 1, day=1)


def whole(start: date, grain: Grain, n: int = 1, year_given: bool = True) -> Period:
    """``n`` whole units from ``start`` on."""
    return Period(start, start + span_of(grain, n) - ONE_DAY, grain, year_given)


def shifted(today: date, grain: Grain, by: int) -> Period:
    """The unit that lies ``by`` units after the one of ``today``."""
    return whole(floor(today, grain) + span_of(grain, by), grain)


def last(today: date, grain: Grain, n: int) -> Period:
    """The ``n`` whole units before the one that ``today`` lies in."""
    return whole(floor(today, grain) - span_of(grain, n), grain, n)


def coming(today: date, grain: Grain, n: int) -> Period:
    """The ``n`` whole units after the one that ``today`` lies in."""
    return whole(floor(today, grain) + span_of(grain), grain, n)


def to_date(today: date, grain: Grain) -> Period:
    """The unit that ``today`` lies in, as far as it has come."""
    return Period(floor(today, grain), today, grain)


def month_of(year: int | None, month: int, today: date) -> Period:
    """A month; without a year the latest that has begun. Raises `DateRangeError`."""
    return whole(_first_of(year, month, today), "month", year_given=year is not None)


def quarter_of(year: int | None, quarter: int, today: date) -> Period:
    """As `month_of`, of a quarter."""
    if not 1 <= quarter <= 4:
        raise DateRangeError(f"There is no quarter {quarter}.", f"没有第 {quarter} 季度。")
    return whole(_first_of(year, 3 * quarter - 2, today), "quarter", year_given=year is not None)


def decade_of(digits: str, today: date) -> Period:
    """The ten years from the year that ``digits`` say; two of them say the last such year that has come."""
    year = int(digits) if len(digits) == 4 else 1900 + int(digits)
    if len(digits) == 2 and year + 100 <= today.year:
        year += 100
    return whole(date(year, 1, 1), "year", 10)


def half_of(year: int | None, half: int, today: date) -> Period:
    """As `month_of`, of half a year."""
    return whole(_first_of(year, 1 if half == 1 else 7, today), "half", year_given=year is not None)


def day_of(year: int | None, month: int, day: int, today: date) -> Period:
    """As `month_of`, of a day."""
    first = _first_of(year, month, today)
    try:
        at = first.replace(day=day)
    except ValueError as error:
        raise DateRangeError(
            f"The date {first.year:04d}-{month:02d}-{day:02d} does not exist.",
            f"日期 {first.year} 年 {month} 月 {day} 日不存在。",
        ) from error
    return Period(at, at, "day", year is not None)


def _first_of(year: int | None, month: int, today: date) -> date:
    if not 1 <= month <= 12:
        raise DateRangeError(f"There is no month {month}.", f"没有 {month} 月。")
    if year is None:
        year = today.year if month <= today.month else today.year - 1
    return date(year, month, 1)


def in_year(period: Period, years: int) -> Period:
    """The same period ``years`` later; open ones stay."""
    if period.start is None or period.end is None:
        return period
    start = period.start + relativedelta(years=years)
    end = start if period.grain == "day" else start + span_of(period.grain) - ONE_DAY
    return replace(period, start=start, end=end)

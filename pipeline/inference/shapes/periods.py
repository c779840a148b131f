"""Names that are periods: ``2020``, ``2020 [YR2020]``, ``Jan-24``, ``2023 Q1``, ``1/22/20``, ``3月``."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal

Grain = Literal["year", "quarter", "month", "day"]

GRAINS: tuple[Grain, ...] = ("year", "quarter", "month", "day")
MONTHS = ("january", "february", "march", "april", "may", "june", "july", "august", "september",
          "october", "november", "december")  # fmt: skip
_HAN = ("十二", "十一", "十", "一", "二", "三", "四", "五", "六", "七", "八", "九")
_HAN_NUMBERS = {"十二": 12, "十一": 11, "十": 10} | {han: n for n, han in enumerate(_HAN[3:], 1)}
_YEARS = range(1500, 2200)
_YEAR = r"(?P<year>(?:1[5-9]|20|21)\d\d)"
_SHORT = r"(?P<short>\d\d)"
_NAMED = r"(?P<named>[A-Za-z]{3,9})\.?"
_MONTH = r"(?P<month>0?[1-9]|1[0-2])"
_HAN_MONTH = rf"(?P<month>0?[1-9]|1[0-2]|{'|'.join(_HAN)})月份?"
_QUARTER = r"(?P<quarter>[1-4一二三四])"
_HAN_QUARTER = rf"(?:第?{_QUARTER}季度?|[Qq]{_QUARTER.replace('quarter', 'q')})"
_BY = r"[-_/.,' ]*"
# What each form tells stands in its groups; a name is read by the first form that is all of it.
_WRITTEN: dict[Grain, tuple[str, ...]] = {
    "year": (
        rf"(?:FY|CY|YR|year|Y)?{_BY}{_YEAR}(?:年度?|[aAeEfFpPrR])?(?:{_BY}\[?\(?YR\d{{4}}\)?\]?)?",
        rf"(?:FY|CY)'?{_SHORT}",
        rf"{_YEAR}[-/](?:1[3-9]|[2-9]\d|(?:19|20)\d\d)年?度?",
    ),
    "quarter": (
        rf"{_YEAR}年?{_BY}{_HAN_QUARTER}",
        rf"{_YEAR}{_BY}{_QUARTER}Q",
        rf"Q{_QUARTER}{_BY}(?:FY)?{_YEAR}",
        rf"Q{_QUARTER}[-_/' ]+{_SHORT}",
        rf"{_QUARTER}Q{_BY}{_YEAR}",
        rf"{_QUARTER}Q{_BY}{_SHORT}",
        rf"FY{_SHORT}{_BY}Q{_QUARTER}",
        _HAN_QUARTER,
        rf"{_QUARTER}Q",
        rf"(?:Quarter|Qtr)[ _]?{_QUARTER}",
    ),
    "month": (
        rf"{_YEAR}[-/._ ]{_MONTH}",
        rf"{_YEAR}(?P<month>0[1-9]|1[0-2])",
        rf"{_YEAR}M{_MONTH}",
        rf"{_YEAR}年?{_BY}{_HAN_MONTH}",
        rf"{_NAMED}{_BY}{_YEAR}",
        rf"{_NAMED}[-_/' ]+{_SHORT}",
        rf"{_YEAR}{_BY}{_NAMED}",
        rf"{_SHORT}[-_/' ]{_NAMED}",
        rf"{_MONTH}[-/]{_YEAR}",
        _HAN_MONTH,
        _NAMED,
    ),
}
_FORMS = tuple(
    (grain, re.compile(form, re.IGNORECASE)) for grain, forms in _WRITTEN.items() for form in forms
)
_DATES = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y_%m_%d", "%Y%m%d", "%Y年%m月%d日", "%m/%d/%y", "%m/%d/%Y",
    "%d/%m/%y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d-%b-%y", "%d-%b-%Y", "%d %b %Y",
    "%b %d %Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%Y-%m-%d %H:%M:%S",
)  # fmt: skip


@dataclass(frozen=True, order=True)
class Period:
    """One period; without a ``year`` it is a quarter or month of any year."""

    year: int | None
    part: int  # which quarter or month of the year, or day; 1 of a year
    grain: Grain
    day: date | None = None

    def first_day(self, year: int | None = None) -> date:
        """Its first day, of ``year`` where it has none itself."""
        if self.day:
            return self.day
        months = {"year": 1, "quarter": 3 * self.part - 2}
        return date(self.year or year or 1, months.get(self.grain, self.part), 1)


def periods_of(names: Sequence[str]) -> list[Period | None]:
    """The period that each of ``names`` is. Days are read in the one order that reads most of them."""
    by_day = max(_readings_as_days(names), key=lambda read: sum(d is not None for d in read))
    return [period_of(n) if day is None else day for n, day in zip(names, by_day, strict=True)]


def period_of(name: str) -> Period | None:
    """The year, quarter or month that a name is; None for every other."""
    text = re.sub(r"\s+", " ", name.strip())
    for grain, form in _FORMS:
        if (found := form.fullmatch(text)) and (period := _period(grain, found.groupdict())):
            return period
    return None


def _period(grain: Grain, told: dict[str, str | None]) -> Period | None:
    year = int(full) if (full := told.get("year")) else None
    if short := told.get("short"):
        year = 2000 + int(short) if int(short) < 70 else 1900 + int(short)
    if year is not None and year not in _YEARS:
        return None
    if grain == "year":
        return Period(year, 1, "year") if year else None
    if named := told.get("named"):
        month = _named_month(named)
        return Period(year, month, "month") if month else None
    said = told.get("quarter") or told.get("q") or told.get("month") or ""
    return Period(year, _HAN_NUMBERS.get(said) or int(said), grain)


def _named_month(word: str) -> int | None:
    word = word.lower()
    word = "sep" if word == "sept" else word
    fits = (n for n, month in enumerate(MONTHS, 1) if month == word or month[:3] == word)
    return next(fits, None)


def _readings_as_days(names: Sequence[str]) -> Iterator[list[Period | None]]:
    for form in _DATES:
        yield [_day(name.strip(), form) for name in names]


def _day(name: str, form: str) -> Period | None:
    shortest = len("20200131") if form == "%Y%m%d" else len("1/2/20")
    if not any(c.isdigit() for c in name) or len(name) < shortest:
        return None
    try:
        day = datetime.strptime(name, form).date()
    except ValueError:
        return None
    return Period(day.year, day.timetuple().tm_yday, "day", day) if day.year in _YEARS else None


def split(name: str) -> Iterator[tuple[str, str]]:
    """A name cut into what is measured and what may be a period: ``sales_2020``, ``2020 sales``."""
    text = re.sub(r"\s+", " ", name.strip())
    yield "", text
    for cut in re.finditer(r"[\s_\-:()（）]+|(?<=[^\W\d])(?=(?:1[5-9]|20|21)\d\d(?:\D|$))|(?<=[年月])", text):
        before, behind = text[: cut.start()], text[cut.end() :]
        behind = behind.strip("()（） ")
        if before and behind:
            yield before, behind
            yield behind, before

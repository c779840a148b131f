"""Time in a question: days, months, quarters, relative periods and ranges in both languages.

Every period becomes absolute dates counted from ``today``, so that a query means the same on every
engine whatever its clock. The meaning of relative periods is Cube's: "last 30 days" are the thirty
whole days before today, "last 3 months" the three whole months before this one.
"""

from __future__ import annotations

import calendar
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Literal

import cn2an
from dateutil.relativedelta import relativedelta

from pipeline.errors import DateRangeError
from pipeline.planner.numbers import NUMBER_WORDS

Grain = Literal["day", "week", "month", "quarter", "half", "year"]


@dataclass(frozen=True)
class Period:
    """Whole days from ``start`` to ``end``, both included; None is open.

    Attributes:
        grain: what it is one of: 2024 is a year, "last 3 months" are months.
        year_given: False where the question left the year to be guessed.
        count: how many grains it spans.
    """

    start: date | None
    end: date | None
    grain: Grain
    year_given: bool = True
    count: int = 1


@dataclass(frozen=True)
class TimeMention:
    """A period and where the text says it."""

    period: Period
    first: int
    last: int
    text: str


_MONTHS = {name.lower(): n for n in range(1, 13) for name in (calendar.month_name[n], calendar.month_abbr[n])}
_MONTHS["sept"] = 9
_MONTH = "(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_UNIT_EN = {"day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year"}
_UNIT_ZH = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "季度": "quarter",
    "季": "quarter", "年": "year",
}  # fmt: skip
_ORDINALS = {
    "first": 1,
    "1st": 1,
    "second": 2,
    "2nd": 2,
    "third": 3,
    "3rd": 3,
    "fourth": 4,
    "4th": 4,
    "last": 4,
}
_N = r"(?P<n>\d+|" + "|".join(NUMBER_WORDS) + r"|[一二两三四五六七八九十百半]+)"
_YEAR = r"(?P<y>(?:19|20)\d{2})"
_W0, _W1 = r"(?<![a-z0-9.])", r"(?![a-z0-9])"
_D0, _D1 = r"(?<![\d.,])", r"(?![\d]|[.,]\d)"


def find(text: str, today: date) -> list[TimeMention]:
    """The periods that a normalised text names, in its order, ranges joined.

    Raises `DateRangeError` for a date that does not exist.
    """
    return _join(_atoms(text, today), text, today)


def _number(text: str) -> int:
    if text.isdigit():
        return int(text)
    return NUMBER_WORDS[text] if text in NUMBER_WORDS else int(cn2an.cn2an(text, "smart"))


def _day(year: int, month: int, day: int) -> date:
    try:
        return date(year, month, day)
    except ValueError as error:
        raise DateRangeError(
            f"The date {year:04d}-{month:02d}-{day:02d} does not exist.",
            f"日期 {year} 年 {month} 月 {day} 日不存在。",
        ) from error


def span_of(unit: str, n: int) -> relativedelta:
    """``n`` units of time."""
    return _unit(unit, n)  # type: ignore[arg-type]


def _unit(grain: Grain, n: int = 1) -> relativedelta:
    return {
        "day": relativedelta(days=n),
        "week": relativedelta(weeks=n),
        "month": relativedelta(months=n),
        "quarter": relativedelta(months=3 * n),
        "half": relativedelta(months=6 * n),
        "year": relativedelta(years=n),
    }[grain]


def floor(day: date, grain: Grain) -> date:
    """The first day of the period of that grain that ``day`` lies in (weeks begin on Monday)."""
    if grain == "day":
        return day
    if grain == "week":
        return day - timedelta(days=day.weekday())
    month = {
        "month": day.month,
        "quarter": (day.month - 1) // 3 * 3 + 1,
        "half": 1 if day.month < 7 else 7,
        "year": 1,
    }
    return day.replace(month=month[grain], day=1)


def _whole(start: date, grain: Grain, n: int = 1, year_given: bool = True) -> Period:
    return Period(start, start + _unit(grain, n) - timedelta(days=1), grain, year_given, n)


def _shifted(today: date, grain: Grain, by: int) -> Period:
    return _whole(floor(today, grain) + _unit(grain, by), grain)


def _before(today: date, grain: Grain, n: int) -> Period:
    """The ``n`` whole periods before the one that ``today`` lies in."""
    return _whole(floor(today, grain) - _unit(grain, n), grain, n)


def _to_date(today: date, grain: Grain) -> Period:
    return Period(floor(today, grain), today, grain)


def _guess_year(today: date, month: int) -> int:
    return today.year if month <= today.month else today.year - 1


def _month(year: int | None, month: int, today: date) -> Period:
    if not 1 <= month <= 12:
        raise DateRangeError(f"There is no month {month}.", f"没有 {month} 月。")
    return _whole(date(year or _guess_year(today, month), month, 1), "month", year_given=year is not None)


def _quarter(year: int | None, quarter: int, today: date) -> Period:
    if not 1 <= quarter <= 4:
        raise DateRangeError(f"There is no quarter {quarter}.", f"没有第 {quarter} 季度。")
    month = 3 * quarter - 2
    return _whole(date(year or _guess_year(today, month), month, 1), "quarter", year_given=year is not None)


def _half(year: int | None, half: int, today: date) -> Period:
    month = 1 if half == 1 else 7
    return _whole(date(year or _guess_year(today, month), month, 1), "half", year_given=year is not None)


def _date(year: int | None, month: int, day: int, today: date) -> Period:
    if not 1 <= month <= 12:
        raise DateRangeError(f"There is no month {month}.", f"没有 {month} 月。")
    at = _day(year or _guess_year(today, month), month, day)
    return Period(at, at, "day", year is not None)


def _year_of(text: str) -> int:
    return int(text) if len(text) == 4 else 2000 + int(text)


def _zh_year(text: str) -> int:
    digits = text.translate(str.maketrans("〇零一二三四五六七八九", "00123456789"))
    return _year_of(digits)


_RELATIVE_YEAR = {
    "今年": 0,
    "本年": 0,
    "本年度": 0,
    "去年": -1,
    "上年": -1,
    "上一年": -1,
    "前年": -2,
    "明年": 1,
}
_RELATIVE_YEAR_EN = {
    "this year": 0,
    "last year": -1,
    "next year": 1,
    "the current year": 0,
    "previous year": -1,
}
_NAMED_DAYS = {
    "today": 0, "yesterday": -1, "tomorrow": 1, "day before yesterday": -2,
    "今天": 0, "今日": 0, "当天": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1,
}  # fmt: skip
_THIS = {"this": 0, "current": 0, "last": -1, "previous": -1, "past": -1, "prior": -1, "next": 1}
_THIS_ZH = {"本": 0, "这": 0, "这个": 0, "当": 0, "该": 0, "上": -1, "上个": -1, "上一个": -1, "上一": -1, "上上": -2,
            "上上个": -2, "下": 1, "下个": 1, "下一个": 1}  # fmt: skip

_ZY = r"(?P<y>(?:19|20)?\d{2}|[一二]?[〇零一二三四五六七八九]{2,4})年(?:度)?"
_ZREL = r"(?P<r>" + "|".join(sorted(_RELATIVE_YEAR, key=len, reverse=True)) + ")"
_ZNUM = r"\d{1,2}|[一二三四五六七八九十]{1,3}"

_Build = Callable[[re.Match[str], date], Period]


def _zh_base(match: re.Match[str], today: date) -> int | None:
    groups = match.groupdict()
    if groups.get("y"):
        return _zh_year(groups["y"])
    return today.year + _RELATIVE_YEAR[groups["r"]] if groups.get("r") else None


def _en_base(match: re.Match[str], today: date) -> int | None:
    groups = match.groupdict()
    if groups.get("y"):
        return _year_of(groups["y"])
    return today.year + _RELATIVE_YEAR_EN[groups["r"]] if groups.get("r") else None


_ZBASE = f"(?:(?:{_ZY}|{_ZREL})的?)?"
_EBASE = r"(?:,? ?(?:of |in )?(?:the )?(?:" + _YEAR + "|(?P<r>" + "|".join(_RELATIVE_YEAR_EN) + ")))?"

_PATTERNS: list[tuple[re.Pattern[str], _Build]] = [
    (re.compile(pattern), build)
    for pattern, build in (
        # --- numeric, both languages
        (_D0 + r"(?P<y>(?:19|20)\d{2})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})" + r"(?!\d)",
         lambda m, t: _date(int(m["y"]), int(m["m"]), int(m["d"]), t)),
        (_D0 + r"(?P<y>(?:19|20)\d{2})[-/](?P<m>\d{1,2})" + r"(?![\d/-])", lambda m, t: _month(int(m["y"]), int(m["m"]), t)),
        (_D0 + _YEAR + r" ?-?q(?P<q>\d)" + _W1, lambda m, t: _quarter(int(m["y"]), int(m["q"]), t)),
        (_W0 + r"q(?P<q>\d)" + r"(?:,? ?(?:of |fy ?)?(?:" + _YEAR + "|(?P<r>" + "|".join(_RELATIVE_YEAR_EN) + ")))?" + _W1,
         lambda m, t: _quarter(_en_base(m, t), int(m["q"]), t)),
        (_W0 + r"h(?P<h>[12])" + _EBASE + _W1, lambda m, t: _half(_en_base(m, t), int(m["h"]), t)),
        (_D0 + _YEAR + r" ?-?h(?P<h>[12])" + _W1, lambda m, t: _half(int(m["y"]), int(m["h"]), t)),
        # --- English
        (_W0 + r"(?:the )?(?P<o>first|1st|second|2nd|third|3rd|fourth|4th|last) quarter (?:of |in )(?:the )?(?:"
         + _YEAR + "|(?P<r>" + "|".join(_RELATIVE_YEAR_EN) + "))" + _W1,
         lambda m, t: _quarter(_en_base(m, t), _ORDINALS[m["o"]], t)),
        (_W0 + r"(?:the )?(?P<o>first|1st|second|2nd|third|3rd|fourth|4th) quarter" + _W1,
         lambda m, t: _quarter(None, _ORDINALS[m["o"]], t)),
        (_W0 + r"(?:the )?(?P<o>first|1st|second|2nd|last) half" + _EBASE + _W1,
         lambda m, t: _half(_en_base(m, t), 1 if _ORDINALS[m["o"]] == 1 else 2, t)),
        (_W0 + rf"(?P<m>{_MONTH}) (?P<d>\d{{1,2}})(?:st|nd|rd|th)?(?:,? " + _YEAR + ")?" + _W1,
         lambda m, t: _date(_en_base(m, t), _MONTHS[m["m"].rstrip(".")], int(m["d"]), t)),
        (_W0 + rf"(?:the )?(?P<d>\d{{1,2}})(?:st|nd|rd|th)? (?:of )?(?P<m>{_MONTH})(?:,? " + _YEAR + ")?" + _W1,
         lambda m, t: _date(_en_base(m, t), _MONTHS[m["m"].rstrip(".")], int(m["d"]), t)),
        (_W0 + rf"(?P<m>{_MONTH}),? (?:of |in )?(?:" + _YEAR + "|(?P<r>" + "|".join(_RELATIVE_YEAR_EN) + "))" + _W1,
         lambda m, t: _month(_en_base(m, t), _MONTHS[m["m"].rstrip(".")], t)),
        (_D0 + _YEAR + rf" (?P<m>{_MONTH})" + _W1, lambda m, t: _month(int(m["y"]), _MONTHS[m["m"].rstrip(".")], t)),
        # may, march, mar, dec, sun … alone are months only behind a word of time
        (r"(?<=in )(?P<m>" + _MONTH + ")" + _W1, lambda m, t: _month(None, _MONTHS[m["m"].rstrip(".")], t)),
        (r"(?:(?<=during )|(?<=since )|(?<=until )|(?<=till )|(?<=between )|(?<=before )|(?<=after )|(?<=through )|(?<=from ))"
         r"(?P<m>" + _MONTH + ")" + _W1, lambda m, t: _month(None, _MONTHS[m["m"].rstrip(".")], t)),
        (_W0 + r"(?P<m>january|february|april|june|july|august|september|october|november|december)" + _W1,
         lambda m, t: _month(None, _MONTHS[m["m"]], t)),
        (r"(?:(?<=and )|(?<=to )|(?<=- )|(?<=–))(?P<m>" + _MONTH + ")" + _W1,
         lambda m, t: _month(None, _MONTHS[m["m"].rstrip(".")], t)),
        (_W0 + r"(?:the )?day before yesterday" + _W1, lambda m, t: _shifted(t, "day", -2)),
        (_W0 + r"(?:the )?year before last" + _W1, lambda m, t: _shifted(t, "year", -2)),
        (_W0 + r"(?P<w>today|yesterday|tomorrow)" + _W1, lambda m, t: _shifted(t, "day", _NAMED_DAYS[m["w"]])),
        (_W0 + r"(?:in |over |during |for )?(?:the )?(?:last|past|previous|prior|trailing|recent|most recent) " + _N
         + r" (?P<u>day|week|month|quarter|year)s?" + _W1,
         lambda m, t: _before(t, _UNIT_EN[m["u"]], _number(m["n"]))),  # type: ignore[arg-type]
        (_W0 + r"(?:the )?next " + _N + r" (?P<u>day|week|month|quarter|year)s?" + _W1,
         lambda m, t: _whole(floor(t, _UNIT_EN[m["u"]]) + _unit(_UNIT_EN[m["u"]]), _UNIT_EN[m["u"]], _number(m["n"]))),  # type: ignore[arg-type]
        (_W0 + _N + r" (?P<u>day|week|month|quarter|year)s? ago" + _W1,
         lambda m, t: _shifted(t, _UNIT_EN[m["u"]], -_number(m["n"]))),  # type: ignore[arg-type]
        (_W0 + r"(?:the )?past (?:(?P<u>year)|half year|six months)" + _W1,
         lambda m, t: _before(t, "month", 12 if m["u"] else 6)),
        (_W0 + r"(?:(?:so far )?(?:this|the current) (?P<a>week|month|quarter|year)(?: so far| to date)"
         r"|so far (?:in )?(?:this|the current) (?P<b>week|month|quarter|year)|(?P<c>week|month|quarter|year)[ -]to[ -]date)" + _W1,
         lambda m, t: _to_date(t, _UNIT_EN[m["a"] or m["b"] or m["c"]])),  # type: ignore[arg-type]
        (_W0 + r"(?P<u>[wmqy])td" + _W1,
         lambda m, t: _to_date(t, {"w": "week", "m": "month", "q": "quarter", "y": "year"}[m["u"]])),  # type: ignore[arg-type]
        (_W0 + r"(?:the )?(?P<w>this|current|last|previous|past|prior|next) (?P<u>day|week|month|quarter|year)" + _W1,
         lambda m, t: _shifted(t, _UNIT_EN[m["u"]], _THIS[m["w"]])),  # type: ignore[arg-type]
        (_W0 + r"(?:the )?(?:year |fy ?)?" + _YEAR + _W1, lambda m, t: _whole(date(int(m["y"]), 1, 1), "year")),
        # --- Chinese
        (_ZBASE + rf"(?P<m>{_ZNUM})月(?:份的?)?(?P<d>{_ZNUM})[日号]",
         lambda m, t: _date(_zh_base(m, t), _number(m["m"]), _number(m["d"]), t)),
        (_ZBASE + r"(?:的)?第?(?P<q>[1-4一二三四])个?(?:季度|季(?!节))", lambda m, t: _quarter(_zh_base(m, t), _number(m["q"]), t)),
        (_ZBASE + r"q(?P<q>\d)" + _W1, lambda m, t: _quarter(_zh_base(m, t), int(m["q"]), t)),
        (_ZBASE + r"(?P<h>[上下])半年", lambda m, t: _half(_zh_base(m, t), 1 if m["h"] == "上" else 2, t)),
        (_ZBASE + rf"(?<![前近去后个])(?P<m>{_ZNUM})月(?:份|底)?", lambda m, t: _month(_zh_base(m, t), _number(m["m"]), t)),
        (r"(?:从)?(?:年初(?:至今|到现在|以来)|(?:今年|本年)(?:至今|以来|到现在|到目前为止|到目前|截至目前)|(?:截至目前)(?:今年))",
         lambda m, t: _to_date(t, "year")),
        (r"(?:月初至今|(?:本月|这个月|当月)(?:至今|以来|到现在|到目前为止))", lambda m, t: _to_date(t, "month")),
        (r"(?:(?:本季度|这个季度|本季)(?:至今|以来|到现在))", lambda m, t: _to_date(t, "quarter")),
        (r"(?:(?:本周|这周)(?:至今|以来|到现在))", lambda m, t: _to_date(t, "week")),
        (_ZY, lambda m, t: _whole(date(_zh_year(m["y"]), 1, 1), "year")),
        (_ZREL + r"(?:全年|一整年|一年|整年)?", lambda m, t: _shifted(t, "year", _RELATIVE_YEAR[m["r"]])),
        (r"(?P<w>今天|今日|当天|昨天|昨日|前天|明天)", lambda m, t: _shifted(t, "day", _NAMED_DAYS[m["w"]])),
        (r"(?:最近|近|过去|之前|前)(?:的)?(?:这)?(?P<n>半|一|1)年(?:内|里|来|中|间|以来)?(?!前)",
         lambda m, t: _before(t, "month", 6 if m["n"] == "半" else 12)),
        (r"(?:最近|近|过去|之前|往前|前)(?:的)?(?:这)?" + _N + r"个?(?P<u>天|日|周|星期|礼拜|月|季度|季|年)(?:内|里|来|中|间|以来)?(?!前)",
         lambda m, t: _before(t, _UNIT_ZH[m["u"]], _number(m["n"]))),  # type: ignore[arg-type]
        (r"(?:未来|今后|接下来|后)(?:的)?" + _N + r"个?(?P<u>天|日|周|星期|月|季度|年)",
         lambda m, t: _whole(floor(t, _UNIT_ZH[m["u"]]) + _unit(_UNIT_ZH[m["u"]]), _UNIT_ZH[m["u"]], _number(m["n"]))),  # type: ignore[arg-type]
        (r"(?<!\d)(?P<n>\d{1,3}|[一二两三四五六七八九十]+)个?(?P<u>天|日|周|星期|月|季度|年)(?:之?前)", lambda m, t: _shifted(t, _UNIT_ZH[m["u"]], -_number(m["n"]))),  # type: ignore[arg-type]
        (r"(?P<w>上上个|上上|上一个|上一|上个|上|这个|本|这|当|该|下一个|下个|下)(?P<u>周|星期|礼拜|月|季度|季)(?!报)",
         lambda m, t: _shifted(t, _UNIT_ZH[m["u"]], _THIS_ZH[m["w"]])),  # type: ignore[arg-type]
    )
]  # fmt: skip

# "more than 2000", "top 2000", "$2000", "2000 元": a number, not a year.
_NOT_A_YEAR_BEFORE = re.compile(
    r"(?:than|over|above|under|below|least|most|top|exceed(?:s|ing)?|limit|first|bottom|[$¥€£<>=+*]|前|过|于|到达|足)\s*$"
)
_NOT_A_YEAR_AFTER = re.compile(
    r"\s*(?:[%$¥€£]|元|块|人|个|名|件|单|笔|条|万|usd|rmb|dollars|yuan|people|units)"
)


def _atoms(text: str, today: date) -> list[TimeMention]:
    atoms: list[TimeMention] = []
    position = 0
    while position < len(text):
        best: tuple[int, re.Match[str], _Build] | None = None
        for pattern, build in _PATTERNS:
            match = pattern.match(text, position)
            if match and (best is None or match.end() > best[0]):
                best = (match.end(), match, build)
        if best is None or _is_number(best[1], text):
            position += 1
            continue
        end, match, build = best
        atoms.append(TimeMention(build(match, today), position, end, text[position:end].strip()))
        position = end
    return atoms


def _is_number(match: re.Match[str], text: str) -> bool:
    if not match.group().strip().isdigit():
        return False
    if _NOT_A_YEAR_AFTER.match(text, match.end()):
        return True
    return bool(_NOT_A_YEAR_BEFORE.search(text, 0, match.start()))


_RANGE_WORD = re.compile(
    r"\s*(?:-|–|—|~|to|through|thru|until|till|up to|至|到|and|和|与)\s*(?:the )?(?:end of )?(?:in )?"
)
_AND_WORD = re.compile(r"\s*(?:and|和|与)\s*")
_RANGE_PREFIX = re.compile(r"(?:between|from|starting|介于|从|自|由|在)\s*(?:the )?(?:year |years )?$")
_RANGE_SUFFIX = re.compile(r"\s*(?:之间|期间|的?这段时间|这期间|为止|间)")
_SINCE_PREFIX = re.compile(
    r"(?:since|starting(?: from| in)?|beginning(?: in)?|from|自从|自|从)\s*(?:the )?(?:start of |beginning of )?$"
)
_SINCE_SUFFIX = re.compile(r"\s*(?:onwards?|on|and later|and after|or later|or after|until now|till now|to now|to today|"
                           r"以来|至今|起|开始|到现在|到目前|以后至今|到今天|及以后|及之后)(?![a-z])")  # fmt: skip
_LONGER_AGO = re.compile(r"(?:more than|over|longer than|at least)\s*$")
_SHORTER_AGO = re.compile(r"(?:less than|within|not more than|under)\s*$")
_BEFORE_PREFIX = re.compile(r"(?:before|prior to|earlier than|older than|早于|先于)\s*(?:the )?(?:year )?$")
_UNTIL_PREFIX = re.compile(
    r"(?:until|till|up to|through|by|by the end of|as of|截至|截止到|截止|到|直到|至)\s*(?:the )?(?:end of )?$"
)
_BEFORE_SUFFIX = re.compile(r"\s*(?:之前|以前|前)(?![几十\d])")
_UNTIL_SUFFIX = re.compile(r"\s*(?:为止|底之前|及之前|及以前|and before|and earlier|or earlier)")
_AFTER_PREFIX = re.compile(r"(?:after|later than|newer than|晚于)\s*(?:the )?(?:end of )?(?:year )?$")
_AFTER_SUFFIX = re.compile(r"\s*(?:之后|以后|后)(?![几十\d])")


def _join(atoms: list[TimeMention], text: str, today: date) -> list[TimeMention]:
    joined: list[TimeMention] = []
    atoms = _share_year(atoms, text)
    i = 0
    while i < len(atoms):
        atom = atoms[i]
        ranged = _range(atoms, i, text, today)
        if ranged:
            joined.append(ranged)
            i += 2
        else:
            joined.append(_open(atom, text, today))
            i += 1
    return joined


_LISTED = re.compile(r"\s*(?:,|、|and|or|vs\.?|versus|&|和|与|及|或|以及|对比)?\s*(?:and |in )?\s*")


def _share_year(atoms: list[TimeMention], text: str) -> list[TimeMention]:
    """A list of periods names its year once: 2024年1月、2月; Q1, Q2 and Q3 2024."""
    shared = list(atoms)
    order = [*zip(range(1, len(atoms)), range(len(atoms) - 1), strict=True)]
    for i, j in [*order, *((b, a) for a, b in reversed(order))]:
        mine, other = shared[i], shared[j]
        gap = text[min(mine.last, other.last) : max(mine.first, other.first)]
        missing = not mine.period.year_given and other.period.year_given
        if missing and mine.period.grain == other.period.grain and _LISTED.fullmatch(gap):
            if mine.period.start and other.period.start:
                years = other.period.start.year - mine.period.start.year
                moved = replace(_moved(mine.period, years), year_given=True)
                shared[i] = replace(mine, period=moved)
    return shared


def _range(atoms: list[TimeMention], i: int, text: str, today: date) -> TimeMention | None:
    if i + 1 == len(atoms):
        return None
    a, b = atoms[i], atoms[i + 1]
    between = text[a.last : b.first]
    if not _RANGE_WORD.fullmatch(between):
        return None
    prefix = _RANGE_PREFIX.search(text, 0, a.first)
    suffix = _RANGE_SUFFIX.match(text, b.last)
    if _AND_WORD.fullmatch(between) and not ((prefix and "from" not in prefix.group()) or suffix):
        return None
    start, end = _same_year(a.period, b.period)
    if start.start is None or end.end is None:
        return None
    if start.start > end.end:
        raise DateRangeError(
            f"The range from {start.start} to {end.end} ends before it begins.",
            f"时间范围 {start.start} 至 {end.end} 的结束早于开始。",
        )
    first = prefix.start() if prefix else a.first
    last = suffix.end() if suffix else b.last
    grain = min(start.grain, end.grain, key=("day", "week", "month", "quarter", "half", "year").index)
    period = Period(start.start, end.end, grain, start.year_given or end.year_given, 2)
    return TimeMention(period, first, last, text[first:last].strip())


def _same_year(a: Period, b: Period) -> tuple[Period, Period]:
    """A range names its year once: 2024年1月到3月, from March to May 2024."""
    if a.year_given and not b.year_given and a.start and b.start and b.end:
        b = _moved(b, a.start.year - b.start.year)
        if b.start and b.start < a.start:
            b = _moved(b, 1)
    elif b.year_given and not a.year_given and a.start and b.start:
        a = _moved(a, b.start.year - a.start.year)
        if a.start and a.start > b.start:
            a = _moved(a, -1)
    elif not a.year_given and not b.year_given and a.start and b.start and a.start > b.start:
        a = _moved(a, -1)
    return a, b


def _moved(period: Period, years: int) -> Period:
    if period.start is None or period.end is None:
        return period
    start = period.start + relativedelta(years=years)
    if period.grain == "day":
        return replace(period, start=start, end=start)
    return replace(period, start=start, end=start + _unit(period.grain) - timedelta(days=1))


def _open(atom: TimeMention, text: str, today: date) -> TimeMention:
    """Widens a period by the words around it: since, before, after, until."""
    period = atom.period
    head, tail = text[: atom.first], atom.last

    def widened(
        start: date | None, end: date | None, prefix: re.Match[str] | None, suffix: re.Match[str] | None
    ) -> TimeMention:
        first = prefix.start() if prefix else atom.first
        last = suffix.end() if suffix else atom.last
        return TimeMention(replace(period, start=start, end=end), first, last, text[first:last].strip())

    one = timedelta(days=1)
    if atom.text.endswith("ago") and period.start:
        exact = today - _unit(period.grain, _number(atom.text.split()[0]))
        if prefix := _LONGER_AGO.search(head):
            return widened(None, exact - one, prefix, None)
        if prefix := _SHORTER_AGO.search(head):
            return widened(exact, None, prefix, None)
    if suffix := _SINCE_SUFFIX.match(text, tail):
        return widened(period.start, None, _SINCE_PREFIX.search(head), suffix)
    if (prefix := _SINCE_PREFIX.search(head)) and prefix.group().split()[0] not in ("from", "从"):
        return widened(period.start, None, prefix, None)
    if suffix := _UNTIL_SUFFIX.match(text, tail):
        return widened(None, period.end, _UNTIL_PREFIX.search(head), suffix)
    if prefix := _BEFORE_PREFIX.search(head):
        return widened(None, period.start - one if period.start else None, prefix, None)
    if suffix := _BEFORE_SUFFIX.match(text, tail):
        return widened(None, period.start - one if period.start else None, None, suffix)
    if prefix := _AFTER_PREFIX.search(head):
        return widened(period.end + one if period.end else None, None, prefix, None)
    if suffix := _AFTER_SUFFIX.match(text, tail):
        return widened(period.end + one if period.end else None, None, None, suffix)
    if (prefix := _UNTIL_PREFIX.search(head)) and prefix.group().split() not in (["by"], ["to"]):
        return widened(None, period.end, prefix, None)
    return atom

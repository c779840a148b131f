"""Dates that are written as numbers or as parts of a year: quarters, weeks, seconds since 1970."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pipeline.language import Text
from pipeline.sources.values.cells import Cells
from pipeline.sources.values.dates import YEAR
from pipeline.sources.values.reading import Reading

_DATE_WORDS = frozenset((
    "date", "dt", "dob", "day", "birthday", "born", "deadline", "birthdate", "orderdate", "duedate",
    "startdate", "enddate", "shipdate",
))  # fmt: skip
_TIME_WORDS = _DATE_WORDS | {
    "time", "timestamp", "datetime", "ts", "epoch", "unix", "unixtime", "created", "updated", "modified",
    "at", "when", "since", "until",
}  # fmt: skip
_MONTH_WORDS = frozenset(("month", "period", "ym", "yyyymm", "yearmonth", "mon", "date"))
_SPANS = frozenset(
    ("duration", "elapsed", "spent", "taken", "delay", "response", "latency", "id", "code", "no")
)
# Since 1970, from 1990 to 2040.
_FIRST, _LAST = 631_152_000, 2_208_988_800
_EPOCHS = (
    (1, r"\d{9,10}(?:\.\d+)?", "make_timestamp(CAST(try_cast({} AS DOUBLE) * 1000000 AS BIGINT))",
     Text("seconds since 1970", "自1970年起的秒数")),
    (1_000, r"\d{12,13}(?:\.0)?", "epoch_ms(try_cast({} AS BIGINT))",
     Text("milliseconds since 1970", "自1970年起的毫秒数")),
    (1_000_000, r"\d{15,16}(?:\.0)?", "make_timestamp(try_cast({} AS BIGINT))",
     Text("microseconds since 1970", "自1970年起的微秒数")),
    (1_000_000_000, r"\d{18,19}", "make_timestamp(try_cast({} AS BIGINT) // 1000)",
     Text("nanoseconds since 1970", "自1970年起的纳秒数")),
)  # fmt: skip
_NUMBER = re.compile(r"\d{5,19}(\.\d{1,9})?")
_QUARTER_FIRST = r"(?i)Q([1-4])[- /']*(?:FY)?((?:1\d|2[01])\d\d|\d\d)"
_QUARTER_LAST = rf"(?i){YEAR} ?[-/年_.]? ?(?:Q([1-4])|第?([1-4一二三四])季度?)"
_WEEK = rf"(?i){YEAR} ?[-/年]? ?(?:W|week |第)([0-4]?\d|5[0-3]) ?[周]?"


_HALF_LAST = rf"(?i){YEAR} ?[-/年_.]? ?(?:H([12])|([上下])半年?)"
_HALF_FIRST = rf"(?i)(?:H[12]|[12]H)[- /']*{YEAR}"
_HALF_SHORT = r"(?i)(?:H[12]|[12]H)[- /']*\d\d"  # a code, where the name does not say otherwise
_QUARTER = "(?:Q[1-4]|第[1-4一二三四]季度?)"
_FISCAL = (
    rf"(?i)(?:FY ?'?(?:{YEAR}|\d\d)[- /_]*{_QUARTER}|{_QUARTER}[- /]*FY ?'?(?:{YEAR}|\d\d)"
    rf"|(?:{YEAR}|\d\d) ?财年 ?{_QUARTER})"
)


def periods(cells: Cells) -> Iterator[Reading]:
    """Halves of years, quarters and weeks, which begin on their first day."""
    some = list(cells.filled)[:50]
    if any(set("hH半") & set(text) for text in some):
        yield from _halves(is_named(cells, _MONTH_WORDS | {"half"}))
    if not any(set("qQwW季周") & set(text) for text in some):
        return
    if any(word in text.upper() for text in some for word in ("FY", "财年")):
        yield _fiscal(some[0])
    quarter, form = {"granularity": "quarter"}, Text("year and quarter", "年、季度")
    yield Reading(
        "date",
        _QUARTER_LAST,
        _quarter(
            f"regexp_extract({{}}, '{YEAR}')",
            r"translate(regexp_extract({}, '(?i)([1-4一二三四])(?:季度?)?$', 1), '一二三四', '1234')",
        ),
        form,
        quarter,
    )
    year = r"regexp_extract({}, '(\d+)$', 1)"
    full = f"CASE WHEN length({year}) = 2 THEN '20' || {year} ELSE {year} END"
    yield Reading(
        "date",
        _QUARTER_FIRST,
        _quarter(full, "regexp_extract({}, '[1-4]')"),
        Text("quarter and year", "季度、年"),
        quarter,
    )
    week = f"regexp_replace({{}}, '(?i)^{_WEEK[4:]}$', '\\1-\\2-1')"
    yield Reading(
        "date",
        _WEEK,
        f"try_cast(try_strptime({week}, '%G-%V-%u') AS DATE)",
        Text("year and week, from Monday on", "年、周（自周一起）"),
        {"granularity": "week"},
    )


def _halves(named: bool) -> Iterator[Reading]:
    """Halves of years, ``named``: also of years of two digits. Their grain is the next that has a name."""
    hints, month = {"granularity": "quarter"}, "CASE WHEN regexp_matches({}, '(?i){}') THEN 7 ELSE 1 END"
    first = f"regexp_extract({{}}, '{YEAR}')"
    yield Reading(
        "date",
        _HALF_LAST,
        f"try_cast({first} || '-' || {month.replace('(?i){}', '(?i)(H2|下半年?)$')} || '-1' AS DATE)",
        Text("year and half of it, as its first day", "年和半年，取其第一天"),
        hints,
    )
    last = r"right('20' || regexp_extract({}, '(\d+)$', 1), 4)"
    yield Reading(
        "date",
        f"{_HALF_FIRST}|{_HALF_SHORT[4:]}" if named else _HALF_FIRST,
        f"try_cast({last} || '-' || {month.replace('(?i){}', '^(?i)(H2|2H)')} || '-1' AS DATE)",
        Text("half and year, as its first day", "半年和年，取其第一天"),
        hints,
    )


def _fiscal(example: str) -> Reading:
    """Quarters of fiscal years, which begin with the calendar's as far as anybody knows."""
    year = r"regexp_extract({}, '(?i)FY ?''?(\d+)', 1) || regexp_extract({}, '(\d+) ?财年', 1)"
    quarter = r"translate(regexp_extract({}, '(?i)(?:Q|第)([1-4一二三四])', 1), '一二三四', '1234')"
    return Reading(
        "date",
        _FISCAL,
        _quarter(f"right('20' || {year}, 4)", quarter),
        Text("quarters of fiscal years", "财年季度"),
        {"granularity": "quarter"},
        doubt=Text(
            f"{example} was read as a quarter of the calendar's year; fiscal years may begin otherwise.",
            f"{example} 按自然年的季度读取，而财年的起始月份可能不同。",
        ),
    )


def _quarter(year: str, quarter: str) -> str:
    return f"try_cast({year} || '-' || (3 * try_cast({quarter} AS INTEGER) - 2) || '-1' AS DATE)"


def numbered_dates(cells: Cells) -> Iterator[Reading]:
    """Days and moments that are whole numbers; all but those of eight digits only where the name says so."""
    if is_named(cells, _MONTH_WORDS, "月份", "年月", "期间", "账期", "月", "时间", "日期"):
        yield from _dotted_months(cells)
    texts = [t for t in cells.filled if _NUMBER.fullmatch(t)]
    if len(texts) < 0.8 * len(cells.filled) or not texts:
        return
    yield Reading(
        "date",
        r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])",
        "try_cast(try_strptime({}, '%Y%m%d') AS DATE)",
        Text("year, month, day in eight digits", "八位数字的年月日"),
    )
    yield Reading(
        "time",
        r"(?:19|20)\d\d(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])(?:[01]\d|2[0-3])[0-5]\d[0-5]\d",
        "try_strptime({}, '%Y%m%d%H%M%S')",
        Text("date and time in fourteen digits", "十四位数字的日期时间"),
    )
    if is_named(cells, _MONTH_WORDS, "月份", "年月", "期间", "账期", "月"):
        yield Reading(
            "date",
            r"(?:19|20)\d\d(?:0[1-9]|1[0-2])",
            "try_cast(try_strptime({} || '01', '%Y%m%d') AS DATE)",
            Text("year and month in six digits", "六位数字的年月"),
            {"granularity": "month"},
        )
    yield from since_1970(cells, texts)
    if is_named(cells, _DATE_WORDS, "日期", "生日") and all(20_000 <= float(t) < 60_000 for t in texts):
        timed = any("." in t and float(t) % 1 for t in texts)
        day = "(DATE '1899-12-30' + CAST(floor(try_cast({} AS DOUBLE)) AS INTEGER))"
        seconds = "INTERVAL (CAST(round((try_cast({} AS DOUBLE) % 1) * 86400) AS BIGINT)) SECOND"
        yield Reading(
            "time" if timed else "date",
            r"[2-5]\d{4}(?:\.\d+)?",
            f"(CAST({day} AS TIMESTAMP) + {seconds})" if timed else day,
            Text("days of a spreadsheet", "电子表格的日期序号"),
        )


def _dotted_months(cells: Cells) -> Iterator[Reading]:
    """Months behind a point: 2024.01. A spreadsheet writes the tenth like the first."""
    months = {text[5:] for text in cells.filled if re.fullmatch(r"(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])", text)}
    lost = "1" in months and "10" not in months and bool(months & {"11", "12"})
    yield Reading(
        "date",
        r"(?:19|20)\d\d\.(?:0?[1-9]|1[0-2])",
        "try_cast(replace({}, '.', '-') || '-1' AS DATE)",
        Text("year and month", "年、月"),
        {"granularity": "month"},
        doubt=Text(
            "2024.1 and its like were read as January; they may have been October.",
            "2024.1 这样的月份按一月读取，也可能原为十月。",
        ) if lost else None,
    )  # fmt: skip


def since_1970(cells: Cells, texts: list[str]) -> Iterator[Reading]:
    """Moments counted since 1970, where the name says that they are some and all are of these decades."""
    if not is_named(cells, _TIME_WORDS, "时间戳", "时间", "日期"):
        return
    for per_second, pattern, value, form in _EPOCHS:
        if texts and all(_FIRST <= float(t) / per_second < _LAST for t in texts):
            yield Reading("time", pattern, value, form)


def is_named(cells: Cells, words: frozenset[str], *endings: str) -> bool:
    """Whether the name of a column says that it is one of ``words``, or ends so."""
    said = set(cells.words)
    return not said & _SPANS and (bool(said & words) or cells.name.strip().endswith(endings))

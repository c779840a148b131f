"""Dates and times, written in any order, with any separators, in English and Chinese."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from pipeline.language import Text
from pipeline.sources.values.cells import Cells
from pipeline.sources.values.reading import Reading

YEAR: Final = r"((?:1\d|2[01])\d\d|9999)"
MONTH: Final = r"(0?[1-9]|1[0-2])"
DAY: Final = r"(0?[1-9]|[12]\d|3[01])"
_CHINESE_WEEKDAY = "(?: ?[(（]?(?:星期|周)[一二三四五六日天][)）]?)?"
_SHORT_YEAR = r"'?(\d\d)"
_MONTH_NAME = (
    r"(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
    r"(?:uary|ruary|ch|il|e|y|ust|t|tember|ober|ember)?\.?"
)
_ORDINAL_DAY = rf"{DAY}(?:st|nd|rd|th)?"
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?[,.]? +)?"
_CLOCK = r"(?:[01]?\d|2[0-3]) ?[:：时点] ?[0-5]\d(?: ?[:：分] ?(?:[0-5]\d(?:[.,]\d{1,9})?)?)? ?秒?"
_MORNING, _AFTERNOON = r"a\.?m\.?|上午|凌晨|早上|清晨|早晨", r"p\.?m\.?|下午|晚上|傍晚|中午"
_ZONE = r"(?: ?(?:Z|UTC|GMT|(?:UTC|GMT)?[-+]\d\d:?\d\d|[-+]\d\d))?"
_HALF = rf"(?:{_MORNING}|{_AFTERNOON})?"
_TIME = rf"(?:(?:T|,? *) *{_HALF} *{_CLOCK} *{_HALF}{_ZONE})?"
_HAS_TIME = re.compile(r"\d ?[:：时点] ?[0-5]\d")
_HAS_HALF = re.compile(rf"(?i){_MORNING}|{_AFTERNOON}")
_ISO = re.compile(r"(?:1\d|2[01])\d\d-\d\d-\d\d([T ]\d\d:\d\d(:\d\d(\.\d{1,6})?)?)?")
_MONTHS = "(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)"
_DATELIKE = re.compile(rf"(?is).*\d *[-/.年M] *\d.*|.*{_MONTHS}.*\d.*|\d.*{_MONTHS}.*")


@dataclass(frozen=True)
class _Order:
    """One order of a date's parts: groups of a pattern, what they become together, how that is read."""

    style: str
    pattern: str
    together: str
    format: str
    form: Text
    granularity: str = ""


_ORDERS = (
    _Order("ymd", rf"{YEAR} ?[-/.年] ?{MONTH} ?[-/.月] ?{DAY} ?[日号]?{_CHINESE_WEEKDAY}", r"\1-\2-\3", "",
           Text("year, month, day", "年、月、日")),
    _Order("mdy", rf"{MONTH} ?[-/.] ?{DAY} ?[-/.] ?{YEAR}", r"\3-\1-\2", "",
           Text("month, day, year", "月、日、年")),
    _Order("dmy", rf"{DAY} ?[-/.] ?{MONTH} ?[-/.] ?{YEAR}", r"\3-\2-\1", "",
           Text("day, month, year", "日、月、年")),
    _Order("", rf"{_WEEKDAY}{_MONTH_NAME}[- /]+{_ORDINAL_DAY},?[- /]+{YEAR}", r"\1 \2 \3", "%b %d %Y",
           Text("name of the month, day, year", "月份名、日、年")),
    _Order("", rf"{_WEEKDAY}{_ORDINAL_DAY}(?: of)?[- /.]*{_MONTH_NAME},?[- /]*{YEAR}", r"\2 \1 \3",
           "%b %d %Y", Text("day, name of the month, year", "日、月份名、年")),
    _Order("", rf"{YEAR},?[- /]*{_MONTH_NAME}[- /]*{_ORDINAL_DAY}", r"\2 \3 \1", "%b %d %Y",
           Text("year, name of the month, day", "年、月份名、日")),
    _Order("mdy", rf"{MONTH}[-/.]{DAY}[-/.]{_SHORT_YEAR}", r"\3-\1-\2", "%y-%m-%d",
           Text("month, day, two digits of the year", "月、日、两位年份")),
    _Order("dmy", rf"{DAY}[-/.]{MONTH}[-/.]{_SHORT_YEAR}", r"\3-\2-\1", "%y-%m-%d",
           Text("day, month, two digits of the year", "日、月、两位年份")),
    _Order("ymd", rf"{_SHORT_YEAR} ?[-/.年] ?{MONTH} ?[-/.月] ?{DAY} ?[日号]?", r"\1-\2-\3", "%y-%m-%d",
           Text("two digits of the year, month, day", "两位年份、月、日")),
    _Order("", rf"{_WEEKDAY}{_MONTH_NAME}[- /]+{_ORDINAL_DAY},?[- /]+{_SHORT_YEAR}", r"\3 \1 \2", "%y %b %d",
           Text("name of the month, day, two digits of the year", "月份名、日、两位年份")),
    _Order("", rf"{_WEEKDAY}{_ORDINAL_DAY}[- /.]*{_MONTH_NAME},?[- /]*{_SHORT_YEAR}", r"\3 \2 \1",
           "%y %b %d", Text("day, name of the month, two digits of the year", "日、月份名、两位年份")),
    _Order("", rf"{YEAR} ?[-/年M] ?{MONTH} ?月?份?", r"\1-\2-1", "",
           Text("year and month", "年、月"), "month"),
    _Order("", rf"{MONTH}[-/]{YEAR}", r"\2-\1-1", "", Text("month and year", "月、年"), "month"),
    _Order("", rf"{_MONTH_NAME},?[- /']*{YEAR}", r"\1 1 \2", "%b %d %Y",
           Text("name of the month and year", "月份名、年"), "month"),
    _Order("", rf"{YEAR},?[- /]*{_MONTH_NAME}", r"\2 1 \1", "%b %d %Y",
           Text("year and name of the month", "年、月份名"), "month"),
    _Order("", rf"{_MONTH_NAME}[- /]*{_SHORT_YEAR}", r"\2 \1 1", "%y %b %d",
           Text("name of the month and two digits of the year", "月份名、两位年份"), "month"),
)  # fmt: skip


def dates(cells: Cells, preferred: str) -> Iterator[Reading]:
    """Ways to read dates, those with the order of parts that is ``preferred`` before others."""
    texts = list(cells.filled)
    if not texts or sum(bool(_DATELIKE.fullmatch(t)) for t in texts) < 0.5 * len(texts):
        return
    if iso := _iso(texts):
        yield iso
    timed = any(_HAS_TIME.search(t) for t in texts)
    halves = timed and any(_HAS_HALF.search(t) for t in texts)
    chinese = timed and any(c in t for t in texts for c in "：时点")
    for order in sorted(_ORDERS, key=lambda o: bool(o.style) and o.style != preferred and not _is_whole(o)):
        yield _reading(order, timed and not order.granularity, halves, chinese)


def _is_whole(order: _Order) -> bool:
    return order.style == "ymd" and not order.format


def _iso(texts: list[str]) -> Reading | None:
    """What DuckDB reads by itself, which takes it a tenth of the time."""
    if not all(_ISO.fullmatch(t) for t in texts):
        return None
    timed = any(":" in t for t in texts)
    form = Text("year, month, day", "年、月、日")
    type_ = "TIMESTAMP" if timed else "DATE"
    return Reading("time" if timed else "date", _ISO.pattern, f"try_cast({{}} AS {type_})", form, style="ymd")


def _reading(order: _Order, timed: bool, halves: bool, chinese: bool) -> Reading:
    pattern = f"(?i){order.pattern}{_TIME if timed else ''}"
    anchored = f"^{pattern[4:]}$".replace("'", "''")
    together = f"regexp_replace({{}}, '(?i){anchored}', '{order.together}')"
    if order.format:
        together = f"try_strptime({together}, '{order.format}')"
    day = f"try_cast({together} AS DATE)"
    hints = {"granularity": order.granularity} if order.granularity else {}
    if not timed:
        return Reading("date", pattern, day, order.form, hints, order.style)
    form = Text(f"{order.form.en}, time", f"{order.form.zh}、时间")
    return Reading("time", pattern, f"({day} + {_clock(halves, chinese)})", form, hints, order.style)


def _clock(halves: bool, chinese: bool) -> str:
    """SQL for the time of day in a cell."""
    text = f"regexp_extract({{}}, '{_CLOCK}')"
    if chinese:
        text = f"regexp_replace(regexp_replace({text}, ' ?[:：时点分] ?', ':', 'g'), ':?秒?$', '')"
    time = f"coalesce(try_cast(trim(replace({text}, ',', '.')) AS TIME), TIME '00:00')"
    if not halves:
        return time
    return (
        f"{time} + CASE WHEN regexp_matches({{}}, '(?i){_AFTERNOON}') AND hour({time}) < 12"
        f" THEN INTERVAL 12 HOUR WHEN regexp_matches({{}}, '(?i){_MORNING}') AND hour({time}) = 12"
        " THEN INTERVAL (-12) HOUR ELSE INTERVAL 0 HOUR END"
    )

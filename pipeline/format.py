"""Numbers, dates and names the way people read them, in both languages.

Printed numbers are regular, so that a reader can take them back out of a text and compare them
with the result at the precision they are printed with::

    printed = ["-"] [symbol] digits [" " unit | "%" | scale [" " unit]]
    digits  = 1-3 digits, then groups of "," and 3 digits; "." and decimals     1,234.50
            | one digit, "." and decimals, "e", sign, two or more digits        1.2e-15
    symbol  = the member's unit when it is a currency symbol                    ¥ $ US$
    unit    = the member's unit when it is a word                               years 年
    scale   = "K" "M" "B" "T" | "万" "亿" "万亿", from `compact` only

The last printed digit is rounded half away from zero. Whole numbers have no decimals; averages
and fractions have two, money always two, shares one; a value too small for that keeps two
significant digits. Percentages are printed as they are: Cube's reference multiplies by 100 in
the model (``sql: "{purchases} / {count} * 100.0"``, ``format: percent``).

Dates hold digits too: `period` prints ``2024-03-04``, ``Mar 2024``, ``Q3 2024``, ``2024``,
``week of 2024-03-04``, ``2024-03-04 15:00``, and in Chinese ``2024年3月4日``, ``2024年3月``,
``2024年第3季度``, ``2024年``, ``2024年3月4日当周``, ``2024年3月4日 15:00``.
"""

from __future__ import annotations

import math
import unicodedata
from collections import Counter
from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

import pandas as pd

from pipeline.catalog import Catalog, Member
from pipeline.language import Language, Text
from pipeline.query import COMPARED

NOTHING = "—"  # a measure without a value
NONE = Text("(none)", "(空)")  # the group of rows without a value
EMPTY = Text("(empty)", "(空白)")  # the group of rows with an empty text

_YES, _NO = Text("Yes", "是"), Text("No", "否")
_SCALES: dict[Language, tuple[tuple[Decimal, str], ...]] = {
    "en": ((Decimal(10**12), "T"), (Decimal(10**9), "B"), (Decimal(10**6), "M"), (Decimal(1000), "K")),
    "zh": ((Decimal(10**12), "万亿"), (Decimal(10**8), "亿"), (Decimal(10**4), "万")),
}
_LARGEST = Decimal(10**18)  # from here on, and beyond 12 decimals, digits say less than a power
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_GRANULARITIES = {
    "second": Text("second", "秒"),
    "minute": Text("minute", "分钟"),
    "hour": Text("hour", "小时"),
    "day": Text("day", "日"),
    "week": Text("week", "周"),
    "month": Text("month", "月"),
    "quarter": Text("quarter", "季度"),
    "year": Text("year", "年"),
}


def number(value: Any, member: Member | None, language: Language) -> str:
    """``value`` in full with its unit: ``1,234``, ``¥1,234.50``, ``12.50 years``, ``3.20%``.

    A value that is no finite number gives `NOTHING`.
    """
    exact = as_decimal(value)
    return NOTHING if exact is None else _with_unit(exact, _digits(exact, member), member, language)


def compact(value: Any, member: Member | None, language: Language) -> str:
    """``value`` in few characters, for axes and big figures: ``1.2M``, ``¥123.4万``."""
    exact = as_decimal(value)
    if exact is None:
        return NOTHING
    size, scales = abs(exact), _SCALES[language]
    for (scale, name), (below, _) in zip(scales, (*scales[1:], (Decimal(1), "")), strict=True):
        # What would round up to this scale belongs to it: 999,960 is 1M, not 1,000K.
        if scale - below / 20 <= size < _LARGEST:
            digits = f"{_rounded(size / scale, 1):,f}".removesuffix(".0") + name
            return _with_unit(exact, digits, member, language)
    return _with_unit(exact, _digits(exact, member).removesuffix(".00"), member, language)


def share(fraction: float | Decimal | None, language: Language) -> str:
    """A part of a whole: ``0.123`` is ``12.3%``."""
    exact = as_decimal(fraction)
    return NOTHING if exact is None else _signed(exact, _fixed(abs(exact) * 100, 1)) + "%"


def period(value: Any, granularity: str | None, language: Language) -> str:
    """The period that starts at ``value`` (a date, a timestamp or their ISO text).

    Without a granularity, or with one of the model's own: the day, with its time if it has one.
    """
    if is_null(value):
        return NONE.said(language)
    try:
        at: Any = pd.Timestamp(value)
    except (ValueError, TypeError, OverflowError):
        return str(value)
    if pd.isna(at):
        return str(value)
    zh = language == "zh"
    match granularity:
        case "year":
            return f"{at.year}年" if zh else str(at.year)
        case "quarter":
            return f"{at.year}年第{at.quarter}季度" if zh else f"Q{at.quarter} {at.year}"
        case "month":
            return f"{at.year}年{at.month}月" if zh else f"{_MONTHS[at.month - 1]} {at.year}"
    day = f"{at.year}年{at.month}月{at.day}日" if zh else f"{at.year:04}-{at.month:02}-{at.day:02}"
    match granularity:
        case "week":
            return f"{day}当周" if zh else f"week of {day}"
        case "day":
            return day
        case "second":
            return f"{day} {at:%H:%M:%S}"
        case "hour" | "minute":
            return f"{day} {at:%H:%M}"
    if at.second:
        return f"{day} {at:%H:%M:%S}"
    return f"{day} {at:%H:%M}" if at.hour or at.minute else day


def granularity_name(granularity: str, language: Language) -> str:
    """What people call a granularity; one of the model's own keeps its name."""
    known = _GRANULARITIES.get(granularity)
    return known.said(language) if known else granularity.replace("_", " ")


def header(column: str, catalog: Catalog, language: Language) -> str:
    """The title of a result column, with its granularity or its unit:
    ``Order date (month)``, ``Average tenure (years)``. Money carries its symbol in the cells.

    Raises `UnknownMember` for a column that is not of this catalog.
    """
    member, granularity = catalog.column(column)
    title = member.title(language)
    note = granularity_name(granularity, language) if granularity else _unit_word(member, language)
    if not note or note.casefold() in title.casefold():
        return title
    return f"{title}({note})" if language == "zh" else f"{title} ({note})"


def headers(columns: Sequence[str], catalog: Catalog, language: Language) -> list[str]:
    """The titles of several columns; equal ones are told apart by the name of their cube."""
    titles = [header(column, catalog, language) for column in columns]
    count = Counter(titles)
    return [
        f"{_cube_title(column, catalog, language)} · {title}" if count[title] > 1 else title
        for column, title in zip(columns, titles, strict=True)
    ]


def cell(value: Any, member: Member, granularity: str | None, language: Language) -> str:
    """One cell of a table or one label of a chart, as plain text.

    Stored values read by the model's words for them; word units stand in the header.
    """
    if is_null(value):
        return NOTHING if member.kind == "measure" else NONE.said(language)
    if hasattr(value, "item"):  # numpy scalars
        value = value.item()
    if member.name == COMPARED:
        return _date_range(str(value), language)
    known = member.values.get(_stored(value))
    if known:
        return known.titles.said(language)
    if isinstance(value, bool) or member.type == "boolean":
        return _boolean(value, language)
    if member.type == "time" or isinstance(value, date | datetime):
        return period(value, granularity, language)
    exact = as_decimal(value)
    if exact is not None:
        digits = _digits(exact, member)
        return _with_unit(exact, digits, None if _unit_word(member, language) else member, language)
    return str(value) or EMPTY.said(language)


def _date_range(label: str, language: Language) -> str:
    """``2024-03-01 – 2024-03-31`` for Cube's ``2024-03-01T00:00:00.000 - 2024-03-31T23:59:59.999``."""
    first, _, last = label.partition(" - ")
    days = [period(moment[:10], "day", language) for moment in (first, last)]
    if not (first.endswith("T00:00:00.000") and last.endswith("T23:59:59.999")):
        return label
    return days[0] if days[0] == days[1] else " – ".join(days)


def is_null(value: Any) -> bool:
    """Whether a cell holds nothing to show: NULL, NaT, or a number that is not finite."""
    if value is None or value is pd.NaT or value is pd.NA:
        return True
    if isinstance(value, Decimal):
        return not value.is_finite()
    return isinstance(value, float) and not math.isfinite(value)


def as_decimal(value: Any) -> Decimal | None:
    """``value`` as its shortest decimal, or None when it is no finite number."""
    if hasattr(value, "item"):  # numpy scalars
        value = value.item()
    if is_null(value) or isinstance(value, bool) or not isinstance(value, int | float | Decimal):
        return None
    return Decimal(repr(value)) if isinstance(value, float) else Decimal(value)


def is_money(member: Member | None) -> bool:
    return member is not None and (member.format == "currency" or _is_symbol(_unit(member, "en")))


def is_percent(member: Member | None) -> bool:
    return member is not None and (member.format == "percent" or _unit(member, "en") == "%")


def _digits(value: Decimal, member: Member | None) -> str:
    """The digits of ``value`` without sign and unit."""
    size = abs(value)
    whole = size == size.to_integral_value()
    if is_money(member) or is_percent(member):
        return _fixed(size, 2)
    if member is not None and member.kind == "dimension" and whole and not member.unit:
        # A year or the number of a thing: nothing to group.
        return str(int(size)) if size < _LARGEST else _fixed(size, 0)
    averaged = member is not None and member.agg_type == "avg"
    return _fixed(size, 0 if whole and not averaged else 2)


def _fixed(size: Decimal, decimals: int) -> str:
    if size >= _LARGEST:
        return f"{size:.2e}"
    if size and decimals:
        decimals = max(decimals, 1 - size.adjusted())
    return f"{size:.1e}" if decimals > 12 else f"{_rounded(size, decimals):,f}"


def _rounded(value: Decimal, decimals: int) -> Decimal:
    return value.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)


def _signed(value: Decimal, digits: str) -> str:
    return f"-{digits}" if value < 0 else digits


def _with_unit(value: Decimal, digits: str, member: Member | None, language: Language) -> str:
    unit = _unit(member, language)
    if is_percent(member):
        return _signed(value, digits) + "%"
    if _is_symbol(unit):
        return _signed(value, unit + digits)
    return _signed(value, digits) + (f" {unit}" if unit else "")


def _unit(member: Member | None, language: Language) -> str:
    return member.unit.said(language) if member and member.unit else ""


def _unit_word(member: Member, language: Language) -> str:
    unit = _unit(member, language)
    return "" if _is_symbol(unit) or is_percent(member) else unit


def _is_symbol(unit: str) -> bool:
    return unit != "" and unicodedata.category(unit[-1]) == "Sc"


def _stored(value: Any) -> str:
    """A stored value as the model's YAML spells it."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():  # pandas widens integers beside NULLs
        return str(int(value))
    return str(value)


def _boolean(value: Any, language: Language) -> str:
    text = str(value).lower()
    if text in ("true", "1", "1.0"):
        return _YES.said(language)
    return _NO.said(language) if text in ("false", "0", "0.0") else str(value)


def _cube_title(column: str, catalog: Catalog, language: Language) -> str:
    cube = catalog.column(column)[0].cube
    return catalog.cubes[cube].titles.said(language) if cube in catalog.cubes else cube

"""Years, months and days in columns of their own, or a date and a time of day: one date more."""

from __future__ import annotations

import re

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.profile import Column, Table, stored_texts
from pipeline.inference.shapes.periods import Period, period_of
from pipeline.inference.shapes.rewrite import free_name, indented, rewritten, text
from pipeline.language import Text

_YEARS = re.compile(r"(.*[ _])?(year|yr|yyyy)|(.*)(年份?|年度)", re.IGNORECASE)
_MONTHS = re.compile(r"(.*[ _])?(month|mon|mth|mm)([ _]?(no|num|number|name))?|(.*)月份?", re.IGNORECASE)
_DAYS = re.compile(r"(.*[ _])?(day|dd|dom)([ _]?(of[ _]?month|no|num|number))?|(.*)[日号]", re.IGNORECASE)
_QUARTERS = re.compile(r"(.*[ _])?(quarter|qtr)|(.*)季度?", re.IGNORECASE)
# Others may be how long something took, which is written alike.
_TIMES = re.compile(
    r"((order|sale|transaction|trade|purchase|start|event|crash|incident)[ _])?time([ _]of[ _]day)?"
    r"|(交易|下单|订单|消费|销售|付款|开始|发生|记账|入账)?(时间|时刻)",
    re.IGNORECASE,
)
_LATEST = "12:00"  # what took so long is rare
_CLOCK = r"([01]?\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d+)?)?"
_YEAR_RANGE = (1500, 2200)


def dates_of_parts(connection: duckdb.DuckDBPyConnection, table: Table) -> Table | None:
    """``table`` with one date more, made of its columns of years and months, or quarters; None where it
    has none, or a date already."""
    if any(c.kind == "time" for c in table.columns) or any(_reads_like_date(c) for c in table.columns):
        return None
    year = _part(table, _YEARS, *_YEAR_RANGE)
    if year is None:
        return None
    y = _number(year)
    for pattern, last, grain in ((_MONTHS, 12, "month"), (_QUARTERS, 4, "quarter")):
        part = _numbered(connection, table, pattern, last)
        if part is None:
            continue
        column, number = part
        if grain == "quarter":
            number = f"3 * {number} - 2"
        day = _part(table, _DAYS, 1, 31) if grain == "month" else None
        d = _number(day) if day else "1"
        used = [c.name for c in (year, column, day) if c]
        made_of = f"try_cast({y} || '-' || ({number}) || '-' || {d} AS DATE)"
        return _with_date(connection, table, used, made_of, "day" if day else grain)
    return None


def times_of_day(connection: duckdb.DuckDBPyConnection, table: Table) -> Table | None:
    """``table`` with its date and its time of day as one; None where it has not one of each."""
    dates = [c for c in table.columns if c.kind == "time"]
    times = [c for c in table.columns if c.type in ("VARCHAR", "TIME") and _TIMES.fullmatch(c.name.strip())]
    if len(dates) != 1 or len(times) != 1 or dates[0].type != "DATE" or times[0].filled < table.rows:
        return None
    [date], [time] = dates, times
    day, said = quoted(date.name), f"trim({quoted(time.name)}::VARCHAR)"
    row = connection.execute(
        f"SELECT bool_and(regexp_full_match({said}, '{_CLOCK}') AND try_cast({said} AS TIME) IS NOT NULL),"
        f" count(DISTINCT {said}), max(try_cast({said} AS TIME)) >= TIME '{_LATEST}' FROM {table.sql}"
    ).fetchone()
    if row is None or not row[0] or row[1] < 2 or not row[2]:
        return None
    kept = "" if table.query else "rowid, "
    query = (
        f"SELECT {kept}* EXCLUDE ({quoted(time.name)})"
        f" REPLACE (({day} + {said}::TIME)::TIMESTAMP AS {day})\nFROM {indented(table)}"
    )
    made = rewritten(connection, table, query, keeps_key=True)
    made.changes.append(_together(table, [date.name, time.name], date.name))
    return made


def _with_date(
    connection: duckdb.DuckDBPyConnection, table: Table, used: list[str], sql: str, grain: str
) -> Table | None:
    han = any(not name.isascii() for name in used)
    name = free_name("日期" if han else "date", (c.name for c in table.columns))
    row = "" if table.query else "rowid, "
    query = f"SELECT {row}*,\n  {sql} AS {quoted(name)}\nFROM {indented(table)}"
    hints: dict[str, dict[str, object]] = {used[0]: {"of_date": True}}
    hints |= {part: {"of_date": True} for part in used}
    made = rewritten(
        connection, table, query, {name: {"grain": grain, "parts_of": used}, **hints}, keeps_key=True
    )
    column = made.column(name)
    if column is None or column.filled < made.rows * 0.9:
        return None
    made.changes.append(_together(table, used, name))
    return made


def _together(table: Table, used: list[str], name: str) -> Text:
    return Text(
        f"{table.name}: {', '.join(used)} are read together as {name}.",
        f"{table.name}：{'、'.join(used)} 合并为 {name}。",
    )


def _part(table: Table, pattern: re.Pattern[str], low: int, high: int) -> Column | None:
    """The one column of whole numbers within bounds that is named so."""
    found = [
        c
        for c in table.columns
        if pattern.fullmatch(c.name.strip()) and c.kind == "number" and c.whole and c.low is not None
        if low <= c.low and c.high <= high
    ]
    return found[0] if len(found) == 1 else None


def _number(column: Column) -> str:
    return f"{quoted(column.name)}::INTEGER"


def _numbered(
    connection: duckdb.DuckDBPyConnection, table: Table, pattern: re.Pattern[str], last: int
) -> tuple[Column, str] | None:
    """The column of months or quarters that is named so, and its number in SQL: it may hold names."""
    if column := _part(table, pattern, 1, last):
        return column, _number(column)
    named = [
        c
        for c in table.columns
        if pattern.fullmatch(c.name.strip()) and c.kind == "string" and c.distinct <= 2 * last
    ]
    if len(named) != 1:
        return None
    read = {value: _of_any_year(value) for value in stored_texts(connection, table, named[0])}
    if not read or any(p is None for p in read.values()):
        return None
    cases = " ".join(f"WHEN {text(v)} THEN {p.part}" for v, p in read.items() if p)
    return named[0], f"(CASE {quoted(named[0].name)} {cases} END)"


def _of_any_year(value: str) -> Period | None:
    period = period_of(value)
    if period is None and value.strip().isdigit():
        return Period(None, int(value), "month") if 1 <= int(value) <= 12 else None
    return period if period and period.year is None else None


def _reads_like_date(column: Column) -> bool:
    return column.kind == "string" and bool(re.search(r"date|日期", column.name, re.IGNORECASE))

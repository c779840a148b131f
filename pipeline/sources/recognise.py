"""What a column of text holds throughout: dates, numbers, percentages, amounts of money.

Reading is DuckDB's (``strptime``, casts); here stand the forms that are tried, in their order. A column
becomes something else than text only where every one of its values does, so nothing is lost.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Literal

import duckdb

from pipeline.engines.compiler.expressions import quoted

# Both orders of day and month are tried over the whole column; the one that reads all of it wins.
DATE_FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日", "%Y-%m", "%Y/%m", "%Y年%m月", "%m/%d/%Y",
    "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y", "%m-%d-%Y", "%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%d-%b-%y",
    "%b %d, %Y", "%B %d, %Y", "%B %d %Y", "%b %Y", "%B %Y",
    "%m/%d/%y", "%d/%m/%y", "%d.%m.%y", "%a, %d %b %Y",
)  # fmt: skip
TIME_FORMATS = ("%H:%M:%S", "%H:%M", "%I:%M:%S %p", "%I:%M %p", "%H:%M:%S.%f", "%H时%M分%S秒", "%H时%M分")
COMPACT_DATE = "%Y%m%d"
_NOTHING = (
    "",
    "-",
    "--",
    "—",
    "/",
    "n/a",
    "na",
    "#n/a",
    "null",
    "none",
    "nan",
    "nil",
    "空",
    "暂无",
    "缺失",
    "未知",
)
_SAMPLE = 1_000
_LONGEST = 60  # characters; longer texts are neither dates nor numbers
_MONEY = "¥￥$€£₩₹"
_UNITS = {"¥": "¥", "￥": "¥", "元": "元", "人民币": "元", "rmb": "¥", "cny": "¥", "usd": "$"}
_PLAIN = r"[-+]?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?"
_GROUPED = r"[-+]?\d{1,3}(,\d{3})+(\.\d+)?"
_CONTINENTAL = r"[-+]?(\d{1,3}(\.\d{3})+(,\d+)?|\d+,\d+)"
_AMOUNT = rf"\(?[-+]?[{_MONEY}]?\s*[-+]?\d[\d,]*(\.\d+)?\s*(元|万元|亿元|万|亿|美元|欧元|[A-Z]{{3}})?\)?"
# Text that may be a date is longer than a number and holds a separator or a month's name.
_DATELIKE = r".*(\d[-/.年]\d|[A-Za-z]{3,}.*\d).*"


@dataclass(frozen=True)
class Recognised:
    """What a text column holds.

    Attributes:
        kind: ``time``, ``date`` or ``number``.
        sql: an expression with ``{}`` for the column.
        hints: ``format`` and ``unit`` for its member.
    """

    kind: Literal["time", "date", "number"]
    sql: str
    hints: dict[str, Any] = field(default_factory=dict)

    def of(self, column: str) -> str:
        """The expression for a column, which is SQL itself."""
        return self.sql.replace("{}", column)


def recognise(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, identifies: bool = False
) -> Recognised | None:
    """What ``column`` (its name) of ``table`` (SQL) holds in all its rows; None for text.

    A column that ``identifies`` something keeps its digits: they are a name.
    """
    name = quoted(column)
    source = f"(SELECT DISTINCT trim({name}) AS v FROM {table} WHERE {_is_something(name)} LIMIT {_SAMPLE})"
    values = [row[0] for row in connection.execute(f"SELECT v FROM {source}").fetchall()]
    if not values or any(len(v) > _LONGEST for v in values):
        return None
    for found in _candidates(values, identifies):
        # Most forms fail on the sample already, which is cheaper than the table.
        if _reads(connection, values, found) and _reads_all(connection, table, name, found):
            return found
    return None


def _is_something(name: str) -> str:
    nothing = ", ".join(f"'{word}'" for word in _NOTHING)
    return f"lower(trim({name})) NOT IN ({nothing})"


def _reads(connection: duckdb.DuckDBPyConnection, values: list[str], found: Recognised) -> bool:
    sql = f"SELECT count(*) FROM (SELECT unnest(?::VARCHAR[]) AS v) WHERE {found.of('v')} IS NULL"
    row = connection.execute(sql, [values]).fetchone()
    return row is not None and not row[0]


def _reads_all(connection: duckdb.DuckDBPyConnection, table: str, name: str, found: Recognised) -> bool:
    sql = f"SELECT count(*) FROM {table} WHERE {_is_something(name)} AND {found.of(name)} IS NULL"
    row = connection.execute(sql).fetchone()
    return row is not None and not row[0]


def _candidates(values: list[str], identifies: bool) -> Iterator[Recognised]:
    """What a sample may be, the likelier first."""

    def all_like(pattern: str) -> bool:
        return all(re.fullmatch(pattern, v) for v in values)

    if all_like(_DATELIKE):
        timed = any(":" in v or "时" in v for v in values)
        if timed:
            yield Recognised("time", "try_cast(trim({}) AS TIMESTAMP)")
        else:
            yield Recognised("date", "try_cast(trim({}) AS DATE)")
        for date in DATE_FORMATS:
            if not timed:
                yield Recognised("date", f"try_cast(try_strptime(trim({{}}), '{date}') AS DATE)")
            for time in TIME_FORMATS if timed else ():
                yield Recognised("time", f"try_strptime(trim({{}}), '{date} {time}')")
    if identifies:
        return
    if all_like(r"(19|20)\d{6}"):
        yield Recognised("date", f"try_cast(try_strptime(trim({{}}), '{COMPACT_DATE}') AS DATE)")
    if all_like(_PLAIN):
        yield Recognised("number", _number("{}", values))
    elif all_like(rf"({_PLAIN}|{_GROUPED})"):
        yield Recognised("number", _number("replace({}, ',', '')", values))
    elif all_like(rf"({_PLAIN}|{_GROUPED})\s*[%％]"):
        stripped = "replace(rtrim(trim({}), '%％ '), ',', '')"
        yield Recognised("number", f"try_cast({stripped} AS DOUBLE) / 100", {"format": "percent"})
    elif all_like(_CONTINENTAL):
        yield Recognised("number", "try_cast(replace(replace(trim({}), '.', ''), ',', '.') AS DOUBLE)")
    elif all_like(_AMOUNT) and (unit := _unit(values)) is not None:
        bare = f"regexp_replace(trim({{}}), '[,\\s{_MONEY}A-Z元万亿美欧()]', '', 'g')"
        sign = "CASE WHEN starts_with(trim({}), '(') THEN -1 ELSE 1 END"
        hints = {"unit": unit, "format": "currency"} if unit else {}
        yield Recognised("number", f"try_cast({bare} AS DECIMAL(38, 4)) * {sign}", hints)


def _number(text: str, values: list[str]) -> str:
    whole = all(re.fullmatch(r"[-+]?[\d,]+", v) for v in values)
    return f"try_cast(trim({text}) AS {'BIGINT' if whole else 'DOUBLE'})"


def _unit(values: list[str]) -> str | None:
    """The one unit of all amounts; None where they have different ones."""
    units = {re.sub(r"[\d.,\s()+-]", "", v) for v in values} - {""}
    if len(units) != 1:
        return None
    unit = units.pop()
    return _UNITS.get(unit.lower(), unit)

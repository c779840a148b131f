"""Tables of one figure in each row, which is called a value: it is named after the table."""

from __future__ import annotations

import re

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.names import plural, table_words
from pipeline.inference.profile import Column, Table
from pipeline.inference.shapes.indicators import indicator_of
from pipeline.inference.shapes.rewrite import ROW, indented, names, rewritten
from pipeline.inference.shapes.subject import NAMES_OF_VALUES, VALUE, VALUE_ZH, subject_of
from pipeline.inference.words import YEARS
from pipeline.language import Text

_VALUE = re.compile(r"(obs[ _]?)?values?|数值|值|指标值|取值", re.IGNORECASE)


def value_named(connection: duckdb.DuckDBPyConnection, table: Table) -> Table | None:
    """``table`` with its column of values called what the table is of; None where it has several figures, or
    its rows are things."""
    values = [c for c in table.columns if _VALUE.fullmatch(c.name.strip())]
    others = [c for c in table.columns if c not in values]
    if table.figures or len(values) != 1 or values[0].kind != "number" or indicator_of(table, others):
        return None
    if any(c.kind == "number" and not _is_when(c) for c in others) or not any(map(_is_when, others)):
        return None
    name = subject_of(connection, table, others)
    words = table_words(table.name)
    things = name.isascii() and words == plural(words)  # the value of each of the players
    if things or name in (VALUE, VALUE_ZH) or table.column(name) or _twice(connection, table, others):
        return None
    query = (
        f"SELECT {ROW}, {names(others)}, {quoted(values[0].name)} AS {quoted(name)}\nFROM {indented(table)}"
    )
    hints = {name: {**values[0].hints, "also": [*NAMES_OF_VALUES, values[0].name]}}
    made = rewritten(connection, table, query, hints, keeps_key=True)
    made.figures = (name,)
    made.changes.append(
        Text(
            f"{table.name}: {values[0].name} is read as {name}.",
            f"{table.name}：{values[0].name} 按“{name}”理解。",
        )
    )
    return made


def _is_when(column: Column) -> bool:
    named = column.name.strip().lower() in YEARS or column.name.endswith(YEARS)
    return column.kind == "time" or (named and column.kind == "number" and column.whole)


def _twice(connection: duckdb.DuckDBPyConnection, table: Table, others: list[Column]) -> bool:
    """Whether two rows are of the same."""
    sql = f"SELECT 1 FROM {table.sql} GROUP BY {names(others)} HAVING count(*) > 1 LIMIT 1"
    return connection.execute(sql).fetchone() is not None

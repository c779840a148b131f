"""Tables that name in each row what its figure is of: a column for each of those indicators instead."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.profile import Column, Table, stored_texts
from pipeline.inference.shapes.rewrite import NUMBERED, free_name, indented, names, rewritten, text
from pipeline.inference.shapes.subject import indicator_name
from pipeline.inference.shapes.words import BESIDE, INDICATORS, VALUES
from pipeline.language import Text

_MOST = 40  # columns


def indicator_of(table: Table, columns: Sequence[Column]) -> Column | None:
    """The text column that says what the figure of each row is of."""
    told = [c for c in columns if c.kind == "string" and INDICATORS.fullmatch(c.name.strip())]
    return next((c for c in told if 0 < c.distinct <= _MOST and c.filled == table.rows), None)


def beside(indicator: Column, columns: Sequence[Column]) -> list[Column]:
    """What only explains the indicator: itself, its code, its unit."""
    return [c for c in columns if c is indicator or BESIDE.fullmatch(c.name.strip())]


def indicators_as_columns(connection: duckdb.DuckDBPyConnection, table: Table) -> Table | None:
    """``table`` with a column for each of its indicators; None where it names none, or several figures
    in a row."""
    indicator = indicator_of(table, table.columns)
    figures = [c for c in table.columns if c.kind == "number" and VALUES.fullmatch(c.name.strip())]
    if indicator is None or indicator.distinct < 2 or len(figures) != 1:
        return None
    return spread(connection, table, indicator.name, figures[0].name)


def spread(connection: duckdb.DuckDBPyConnection, table: Table, indicator: str, value: str) -> Table | None:
    """``table`` with a column for each value of ``indicator``; None where two rows would be one."""
    column = table.column(indicator)
    assert column is not None
    explained = {c.name for c in beside(column, table.columns)}
    keys = [c for c in table.columns if c.name not in explained and c.name != value]
    telling = f"{names(keys)}, {quoted(indicator)}" if keys else quoted(indicator)
    twice = connection.execute(
        f"SELECT 1 FROM {table.sql} GROUP BY {telling} HAVING count(*) > 1 LIMIT 1"
    ).fetchone()
    if twice or not keys:
        return None
    taken = [c.name for c in keys]
    figures = []
    for said in stored_texts(connection, table, column):
        name = free_name(indicator_name(said), taken)
        taken.append(name)
        figures.append(
            f"any_value({quoted(value)}) FILTER ({quoted(indicator)} = {text(said)}) AS {quoted(name)}"
        )
    inner = ",\n    ".join((names(keys), *figures))
    query = (
        f"SELECT *, {NUMBERED} FROM (\n  SELECT\n    {inner}\n  FROM {indented(table)}\n"
        f"  GROUP BY {names(keys)}\n)"
    )
    made = rewritten(connection, table, query)
    made.figures = tuple(taken[len(keys) :])
    made.changes.append(
        Text(
            f"{table.name}: each of the {len(figures)} values of {indicator} became a column.",
            f"{table.name}：{indicator} 的 {len(figures)} 个取值各成一列。",
        )
    )
    return made

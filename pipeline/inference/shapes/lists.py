"""Columns with several values in each cell: a table with a row for each of those beside it."""

from __future__ import annotations

from collections.abc import Sequence

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.keys import Reference
from pipeline.inference.names import singular, words_of
from pipeline.inference.profile import Column, Table
from pipeline.inference.shapes.rewrite import NUMBERED, ROW, free_name, indented, rewritten, text
from pipeline.language import Text
from pipeline.sources.values.parts import AROUND

_OF = "of row"  # the column that says whose value it is


def lists_of(
    connection: duckdb.DuckDBPyConnection, table: Table, key: tuple[str, ...], taken: Sequence[str]
) -> list[tuple[Table, Reference]]:
    """A table for each column that was noted to hold several values in a cell (hint ``parts``, what
    stands between them): each of the values with the key of its row."""
    told_by = key[0] if len(key) == 1 else ROW
    made: list[tuple[Table, Reference]] = []
    for column in table.columns:
        mark = column.hints.get("parts")
        if column.kind == "string" and isinstance(mark, str) and mark:
            column.hints["listed"] = True
            found = _list_of(connection, table, column, told_by, mark)
            found.name = free_name(found.name, (*taken, *(m.name for m, _ in made)))
            made.append((found, Reference(found.name, _OF, table.name, told_by, True, complete=True)))
    return made


def _list_of(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    column: Column,
    key: str,
    mark: str,
) -> Table:
    part = free_name(singular([column.name])[0], [_OF])
    around = AROUND if _is_bracketed(connection, table, column) else " "
    parts = f"unnest(string_split({quoted(column.name)}, {text(mark)}))"
    query = (
        f"SELECT *, {NUMBERED} FROM (\n  SELECT DISTINCT {quoted(key)} AS {quoted(_OF)},\n"
        f"    trim({parts}, {text(around)}) AS {quoted(part)}\n"
        f"  FROM {indented(table)}\n)\nWHERE {quoted(part)} <> ''"
    )
    made = rewritten(connection, table, query)
    of = " ".join(singular(words_of(table.name)))
    made.name = f"{of} {column.name}" if of.isascii() else f"{of}{column.name}"
    made.declared_references = []
    for own in made.columns:  # the part may be called like the list
        told = {hint: value for hint, value in own.hints.items() if hint not in ("listed", "parts")}
        own.hints = {"listed": True} if own.name == _OF else told  # nobody asks for the number of a row
    made.changes = [
        Text(
            f"{table.name}: {column.name} holds several values in a cell; each of them is counted.",
            f"{table.name}：{column.name} 的单元格含多个值，每个值分别统计。",
        )
    ]
    made.told = []
    return made


def _is_bracketed(connection: duckdb.DuckDBPyConnection, table: Table, column: Column) -> bool:
    """Whether every cell is a list as programs write it: ``['SQL', 'Python']``."""
    name = quoted(column.name)
    sql = f"SELECT bool_and(trim({name}) LIKE '[%]') FROM {table.sql} WHERE {name} IS NOT NULL"
    row = connection.execute(sql).fetchone()
    return bool(row and row[0])

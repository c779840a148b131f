"""What the tables of a DuckDB file hold: columns, declared keys, and a few figures of each column."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, field
from time import monotonic
from typing import Any, Literal

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.language import Text
from pipeline.sources.hints import noted
from pipeline.sources.interrupt import interrupted_at

Kind = Literal["number", "string", "time", "boolean", "other"]

_EXACT_ROWS = 200_000  # of larger tables the distinct values are estimated, within a few percent
_COLUMNS_AT_ONCE = 200  # in one query
_FIGURES = 6  # of each column
_VIEW_SECONDS = 15.0
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")
_TEXTS = ("VARCHAR", "UUID", "ENUM", "TIME", "INTERVAL", "JSON")


@dataclass
class Column:
    """One column.

    Attributes:
        kind: what its values are; "other" for what no member can hold (blobs, lists, structs).
        whole: a number without decimals.
        filled: how many rows have a value; ``distinct``: how many different ones, estimated in large
            tables.
        low, high: the smallest and the largest value of numbers and times.
        longest: of text, in characters.
        read_as: SQL with ``{}`` for the column where text holds something else: dates, numbers.
        hints: what was noted when the data was read (`pipeline.sources`): ``format``, ``unit``,
            ``references``, ``parts``; or when its table was reshaped (`pipeline.inference.shapes`).
    """

    name: str
    type: str
    kind: Kind
    whole: bool = False
    filled: int = 0
    distinct: int = 0
    low: Any = None
    high: Any = None
    longest: int = 0
    read_as: str = "{}"
    hints: dict[str, Any] = field(default_factory=dict)


@dataclass
class Table:
    """One table or view with what the database says of its keys.

    Attributes:
        declared_key: the columns of its primary key, empty for none.
        declared_references: (columns, table, columns there) of each foreign key.
        query: the SELECT that makes its rows of those that are stored, where their shape was changed.
        figures: the columns of its figures, where a row is one figure and no thing.
        changes: what was changed, for who reads the model; ``told`` what each answer of it says too.
    """

    name: str
    schema: str
    rows: int
    columns: list[Column]
    is_view: bool = False
    declared_key: tuple[str, ...] = ()
    declared_references: list[tuple[tuple[str, ...], str, tuple[str, ...]]] = field(default_factory=list)
    query: str = ""
    figures: tuple[str, ...] = ()
    changes: list[Text] = field(default_factory=list)
    told: list[Text] = field(default_factory=list)

    def column(self, name: str) -> Column | None:
        return next((c for c in self.columns if c.name.lower() == name.lower()), None)

    @property
    def sql(self) -> str:
        """What its rows are selected from."""
        if self.query:
            return f"({self.query})"
        return f"{quoted(self.schema)}.{quoted(self.name)}"


def read_tables(connection: duckdb.DuckDBPyConnection, catalog: str) -> tuple[list[Table], list[Text]]:
    """The tables and views of one attached database, in the order of their names, and which views were
    left out: those that cannot be computed, or not within seconds."""
    rows = connection.execute(
        "SELECT c.schema_name, c.table_name, c.column_name, c.data_type, c.comment, v.view_name IS NOT NULL"
        " FROM duckdb_columns() c LEFT JOIN duckdb_views() v ON v.database_name = c.database_name"
        " AND v.schema_name = c.schema_name AND v.view_name = c.table_name"
        " WHERE c.database_name = ? AND NOT c.internal ORDER BY c.schema_name, c.table_name, c.column_index",
        [catalog],
    ).fetchall()
    tables: dict[tuple[str, str], Table] = {}
    for schema, name, column, type_, comment, is_view in rows:
        table = tables.setdefault((schema, name), Table(name, schema, 0, [], is_view))
        kind, whole = kind_of(type_)
        table.columns.append(Column(column, type_, kind, whole, hints=noted(comment)))
    found, left_out = [], []
    for table in tables.values():
        _read_keys(connection, catalog, table)
        try:
            with interrupted_at(monotonic() + _VIEW_SECONDS, connection) if table.is_view else nullcontext():
                read_figures(connection, table)
        except duckdb.Error as error:
            if not table.is_view:
                raise
            left_out.append(_left_out(table.name, error))
        else:
            found.append(table)
    return found, left_out


def _left_out(view: str, error: duckdb.Error) -> Text:
    if isinstance(error, duckdb.InterruptException):
        return Text(
            f"The view {view} was left out: it was not computed within {_VIEW_SECONDS:g} seconds.",
            f"未使用视图 {view}：{_VIEW_SECONDS:g} 秒内无法算出结果。",
        )
    return Text(f"The view {view} was left out: it cannot be computed.", f"未使用视图 {view}：无法计算。")


def kind_of(type_: str) -> tuple[Kind, bool]:
    """What the values of a DuckDB type are, and whether they are whole numbers."""
    name = type_.upper()
    if name.endswith("]") or name.startswith(("STRUCT", "MAP", "UNION")):
        return "other", False
    if name.lstrip("U").startswith(_NUMBERS):
        return "number", "INT" in name or name.endswith(",0)")
    if name == "DATE" or name.startswith("TIMESTAMP"):
        return "time", False
    if name.startswith(_TEXTS):
        return "string", False
    return ("boolean", False) if name == "BOOLEAN" else ("other", False)


def _read_keys(connection: duckdb.DuckDBPyConnection, catalog: str, table: Table) -> None:
    found = connection.execute(
        "SELECT constraint_type, constraint_column_names, referenced_table, referenced_column_names"
        " FROM duckdb_constraints() WHERE database_name = ? AND schema_name = ? AND table_name = ?",
        [catalog, table.schema, table.name],
    ).fetchall()
    for kind, columns, target, theirs in found:
        if kind == "PRIMARY KEY":
            table.declared_key = tuple(columns)
        elif kind == "FOREIGN KEY":
            table.declared_references.append((tuple(columns), target, tuple(theirs)))
    for column in table.columns:
        reference = column.hints.get("references")
        if isinstance(reference, list) and len(reference) == 2:
            table.declared_references.append(((column.name,), str(reference[0]), (str(reference[1]),)))


def read_figures(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Counts the rows of a table and the values of its columns."""
    [table.rows] = connection.execute(f"SELECT count(*) FROM {table.sql}").fetchone() or (0,)
    told = [c for c in table.columns if c.kind != "other"]
    for first in range(0, len(told), _COLUMNS_AT_ONCE):
        part = told[first : first + _COLUMNS_AT_ONCE]
        figures = _figures_of(connection, table, part)
        for column, (filled, distinct, low, high, longest, whole) in zip(part, figures, strict=True):
            column.filled, column.distinct, column.longest = filled, distinct, longest or 0
            column.whole = column.whole or bool(whole)
            column.low, column.high = low, high


def _figures_of(
    connection: duckdb.DuckDBPyConnection, table: Table, columns: Sequence[Column]
) -> Iterator[tuple[Any, ...]]:
    count = "count(DISTINCT {0})" if table.rows <= _EXACT_ROWS else "approx_count_distinct({0})"
    selected: list[str] = []
    for column in columns:
        name = quoted(column.name)
        bounded = column.kind in ("number", "time")
        selected += [
            f"count({name})",
            count.format(name),
            f"min({name})" if bounded else "NULL",
            f"max({name})" if bounded else "NULL",
            f"max(length({name}::VARCHAR))" if column.kind == "string" else "NULL",
            # As doubles, because the remainder of wide decimals takes ten times as long.
            f"bool_and({name}::DOUBLE % 1 = 0)" if column.kind == "number" and not column.whole else "NULL",
        ]
    row = connection.execute(f"SELECT {', '.join(selected)} FROM {table.sql}").fetchone()
    assert row is not None
    return (row[i : i + _FIGURES] for i in range(0, len(row), _FIGURES))


def stored_texts(connection: duckdb.DuckDBPyConnection, table: Table, column: Column) -> list[str]:
    """The different values of a text column in their order, but for those without a letter."""
    name = quoted(column.name)
    sql = f"SELECT DISTINCT {name}::VARCHAR FROM {table.sql} WHERE trim({name}::VARCHAR) <> '' ORDER BY 1"
    return [row[0] for row in connection.execute(sql).fetchall()]

"""A table whose rows a query makes of other rows, and the SQL that such queries are written in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from typing import Any

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.profile import Column, Table, kind_of, read_figures

ROW = "rowid"  # tells the rows of every table apart; a query gives it too
_NAMED = re.compile(r"/\*named ([0-9a-f]*)\*/ FALSE")
NUMBERED = f"row_number() OVER () AS {ROW}"


def rewritten(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    query: str,
    hints: Mapping[str, Mapping[str, Any]] | None = None,
    *,
    keeps_key: bool = False,
) -> Table:
    """``table`` with the rows and columns of ``query``. Its columns keep what is known of those of the
    same name, and get the ``hints`` given for them. Raises `duckdb.Error`."""
    known = {c.name: c.hints for c in table.columns}
    columns = []
    for name, type_, *_ in connection.execute(f"DESCRIBE {query}").fetchall():
        if name == ROW:
            continue
        kind, whole = kind_of(type_)
        columns.append(
            Column(name, type_, kind, whole, hints={**known.get(name, {}), **(hints or {}).get(name, {})})
        )
    made = Table(
        table.name,
        table.schema,
        0,
        columns,
        declared_key=table.declared_key if keeps_key else (),
        declared_references=[r for r in table.declared_references if {*r[0]} <= {c.name for c in columns}],
        query=query,
        figures=table.figures,
        changes=list(table.changes),
        told=list(table.told),
    )
    read_figures(connection, made)
    return made


def is_named(column: str) -> str:
    """SQL that is true of the rows that a question names by their value of ``column``. Nothing is asked when
    a model is made: it becomes a test of what is where the query is written into the model."""
    return f"/*named {column.encode().hex()}*/ FALSE"


def with_names(query: str, test: Callable[[str], str]) -> str:
    """``query`` with ``test`` of a column where `is_named` stands."""
    return _NAMED.sub(lambda found: test(bytes.fromhex(found[1]).decode()), query)


def text(value: str) -> str:
    """A text as SQL writes it."""
    escaped = value.replace("'", "''")
    return f"'{escaped}'"


def names(columns: Iterable[Column]) -> str:
    return ", ".join(quoted(c.name) for c in columns)


def indented(table: Table) -> str:
    """What the rows of a table are selected from, inside of another query."""
    if not table.query:
        return table.sql
    inner = table.query.replace("\n", "\n  ")
    return f"(\n  {inner}\n)"


def free_name(wanted: str, taken: Iterable[str]) -> str:
    """A column name that is not taken yet, in either case."""
    used = {name.lower() for name in taken}
    found, number = wanted, 2
    while found.lower() in used:
        found, number = f"{wanted} {number}", number + 1
    return found

"""SQLite files -> tables of a DuckDB connection."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd

from pipeline.engines.compiler.expressions import quoted
from pipeline.sources.faults import in_use, said, too_wide
from pipeline.sources.hints import note
from pipeline.sources.report import TableRead
from pipeline.sources.tables import MOST_COLUMNS, as_it_stands

_ROWS_AT_ONCE = 50_000
_LONGEST_VALUE = 100_000_000  # bytes of one value


def is_sqlite(path: Path) -> bool:
    """Whether a file is one of SQLite."""
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


_AFFINITIES = (
    (("INT",), "BIGINT"), (("BOOL",), "BOOLEAN"), (("REAL", "FLOA", "DOUB", "NUM", "DEC"), "DOUBLE"),
    (("TIMESTAMP", "DATETIME"), "TIMESTAMP"), (("DATE",), "DATE"),
)  # fmt: skip


def load_sqlite(connection: duckdb.DuckDBPyConnection, path: Path) -> list[TableRead]:
    """Adds the tables of a SQLite file. Types are the declared ones where every value has them, else text."""
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as source:
            source.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, _LONGEST_VALUE)
            source.text_factory = lambda raw: raw.decode("utf-8", "replace")
            names = source.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
            tables = [str(row[0]) for row in names]
            if not tables:
                raise said(path, "holds no table", "中没有任何表")
            for table in tables:
                _copy_sqlite_table(connection, source, table)
            return [as_it_stands(connection, table) for table in tables]
    except sqlite3.Error as error:
        told = in_use(path, error)
        raise told or said(
            path, "is not a SQLite file that can be read", "不是可读取的 SQLite 文件"
        ) from error


def _copy_sqlite_table(connection: duckdb.DuckDBPyConnection, source: sqlite3.Connection, table: str) -> None:
    columns = source.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    foreign = source.execute(f"PRAGMA foreign_key_list({quoted(table)})").fetchall()
    if len(columns) > MOST_COLUMNS:
        raise too_wide(table, len(columns), MOST_COLUMNS)
    names = [str(c[1]) for c in columns]
    listed = ", ".join(quoted(n) for n in names)
    raw = quoted("raw__")
    connection.execute(f"CREATE TEMP TABLE {raw} ({', '.join(f'{quoted(n)} VARCHAR' for n in names)})")
    cursor = source.execute(f"SELECT {listed} FROM {quoted(table)}")
    while rows := cursor.fetchmany(_ROWS_AT_ONCE):
        frame = pd.DataFrame([[_plain(v) for v in row] for row in rows], columns=names, dtype="string")  # noqa: F841
        connection.execute(f"INSERT INTO {raw} SELECT * FROM frame")
    types = [_fitting(connection, raw, n, str(c[2] or "")) for n, c in zip(names, columns, strict=True)]
    typed = ", ".join(
        f"try_cast({quoted(n)} AS {t}) AS {quoted(n)}" if t != "VARCHAR" else quoted(n)
        for n, t in zip(names, types, strict=True)
    )
    connection.execute(f"CREATE TABLE {quoted(table)} AS SELECT {typed} FROM {raw}")
    connection.execute(f"DROP TABLE {raw}")
    key = [str(c[1]) for c in sorted(columns, key=lambda c: c[5]) if c[5]]
    if key:
        # SQLite does not hold its keys to be unique where they are empty
        with contextlib.suppress(duckdb.Error):
            connection.execute(f"ALTER TABLE {quoted(table)} ADD PRIMARY KEY ({', '.join(map(quoted, key))})")
    composite = {f[0] for f in foreign if f[1] > 0}
    for f in foreign:
        if f[0] not in composite and f[3] in names:
            note(connection, table, str(f[3]), {"references": [str(f[2]), str(f[4] or "")]})


def _plain(value: Any) -> str | None:
    if value is None:
        return None
    if isinstance(value, bytes):
        return value.hex()
    return str(value)


def _fitting(connection: duckdb.DuckDBPyConnection, table: str, column: str, declared: str) -> str:
    """The type that a column was declared with, or the next that all its values have."""
    upper = declared.upper()
    wanted = next((type_ for words, type_ in _AFFINITIES if any(w in upper for w in words)), "VARCHAR")
    name = quoted(column)
    tried = ("BIGINT", "DOUBLE") if wanted in ("BIGINT", "DOUBLE") else (wanted,)
    for type_ in tried:
        if type_ == "VARCHAR":
            break
        row = connection.execute(
            f"SELECT count(*) FROM {table} WHERE trim({name}) <> '' AND"
            f" (try_cast({name} AS {type_}) IS NULL"
            + (f" OR try_cast({name} AS DOUBLE) % 1 <> 0)" if type_ == "BIGINT" else ")")
        ).fetchone()
        if row and not row[0]:
            return type_
    return "VARCHAR"

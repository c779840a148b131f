"""Files that somebody may bring to do harm: small ones that take all memory, all time, or look around."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path

import duckdb
from openpyxl import Workbook

_ROWS = "CREATE TABLE fine AS SELECT i AS id, i % 10 AS kind, i * 1.5 AS amount FROM range(100) r(i)"


def far_corners(path: Path) -> None:
    """A workbook of two cells, with 17 billion between them."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet["A1"], sheet["A2"] = "n", 1
    sheet.cell(1_048_576, 16_384, 4)
    book.save(path)


def nested_lists(path: Path, depth: int = 10_000) -> None:
    path.write_text('[{"a":' + "[" * depth + "]" * depth + "}]")


def nested_objects(path: Path, depth: int = 100_000) -> None:
    path.write_text('[{"a":' + '{"b":' * depth + "1" + "}" * depth + "}]")


def packed_zeros(path: Path, megabytes: int = 300) -> None:
    """Half a percent of what it unpacks to."""
    line = b"aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa,12345\n" * 20_000
    with gzip.open(path, "wb") as file:
        file.write(b"name,amount\n")
        for _ in range(megabytes):
            file.write(line)


def wide(path: Path, columns: int = 100_000) -> None:
    path.write_text(",".join(f"c{i}" for i in range(columns)) + "\n" + ",".join("1" * columns) + "\n")


def endless_view(path: Path) -> None:
    """Beside a table, a view of one row that takes years."""
    _database(
        path,
        "CREATE VIEW endless AS SELECT count(*) AS n FROM range(1000000000000000) r(i) WHERE hash(i) = 1",
    )


def large_view(path: Path) -> None:
    """Beside a table, a view of 50 GB of text."""
    _database(path, "CREATE VIEW large AS SELECT i, repeat('x', 50000000) || i AS s FROM range(1000) r(i)")


def curious_views(path: Path) -> None:
    """Beside a table, views that look for files, settings, secrets and places."""
    views = {
        "file": "SELECT * FROM read_csv('/etc/passwd', delim = ':', header = false, auto_detect = true)",
        "text": "SELECT content, filename FROM read_text('/etc/hostname')",
        "paths": "SELECT database_name, path FROM duckdb_databases()",
        "listed": "SELECT * FROM pragma_database_list",
        "hidden": "SELECT b.* FROM (WITH pragma_database_list AS (SELECT 1) FROM pragma_database_list) a,"
        " pragma_database_list b",
        "settings": "SELECT name, value FROM duckdb_settings()",
        "setting": "SELECT current_setting('temp_directory') AS s, 1 AS n",
        "nested_setting": "SELECT n FROM (SELECT (SELECT upper(current_setting('secret_directory'))) AS n)",
        "by_macro": "SELECT told('temp_directory') AS s",
        "by_view": "SELECT * FROM setting",
        "globbed": "SELECT * FROM glob('/*')",
    }
    _database(
        path,
        "CREATE MACRO told(x) AS current_setting(x)",
        *(f"CREATE VIEW {name} AS {sql}" for name, sql in views.items()),
    )


def other_functions(path: Path) -> None:
    """Macros with the names of DuckDB's own functions."""
    macros = {"count": "666", "sum": "42", "min": "7", "lower": "'mine'", "trim": "'mine'"}
    _database(path, *(f"CREATE MACRO {name}(x) AS {sql}" for name, sql in macros.items()))


def endless_rows(path: Path, rows: int = 200_000_000) -> None:
    """A Parquet file of a few hundred kilobytes."""
    with duckdb.connect() as connection:
        connection.execute(f"COPY (SELECT 1 AS n, 2.5 AS m FROM range({rows})) TO '{path}' (FORMAT parquet)")


ALL: dict[str, Callable[[Path], None]] = {
    "corners.xlsx": far_corners,
    "lists.json": nested_lists,
    "objects.json": nested_objects,
    "packed.csv.gz": packed_zeros,
    "wide.csv": wide,
    "endless.duckdb": endless_view,
    "large.duckdb": large_view,
    "curious.duckdb": curious_views,
    "functions.duckdb": other_functions,
}


def _database(path: Path, *more: str) -> None:
    with duckdb.connect(str(path)) as connection:
        for sql in (_ROWS, *more):
            connection.execute(sql)

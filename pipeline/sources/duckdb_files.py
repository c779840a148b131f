"""DuckDB files that somebody else made -> a copy that holds their rows and nothing that runs.

Such a file can hold views over any function of DuckDB, macros with the names of its functions, and
generated columns. The copy has tables only.
"""

from __future__ import annotations

import contextlib
from pathlib import Path

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.errors import SourceError
from pipeline.language import Text
from pipeline.sources.bounds import Bounds
from pipeline.sources.duckdb_views import copy_views
from pipeline.sources.faults import in_use
from pipeline.sources.hints import note

_MARK = b"DUCK"  # bytes 8 to 12 of a DuckDB file


def is_duckdb(path: Path) -> bool:
    """Whether a file is, or says that it is, one of DuckDB."""
    with path.open("rb") as file:
        return file.read(12)[8:] == _MARK or path.suffix.lower() in {".duckdb", ".ddb"}


def copy_duckdb(path: Path, data: Path, scratch: Path, bounds: Bounds) -> list[Text]:
    """Adds the tables of the DuckDB file ``path`` to ``data``, and as tables those of its views that
    may be read (`copy_views`). Returns what was left out. Raises `SourceError`.
    """
    views = scratch / "views"
    views.mkdir(exist_ok=True)
    with duckdb.connect(":memory:") as connection:
        try:
            bounds.hold(connection, scratch)
            _attach(connection, path, "source", "(READ_ONLY)")
            _attach(connection, data, "made")
            connection.execute("USE made")
            connection.execute("SET python_enable_replacements = false")
            connection.execute("SET allowed_directories = ?", [[str(views)]])
            connection.execute("SET enable_external_access = false")
            connection.execute("SET lock_configuration = true")
            tables = _copy_tables(connection)
            made, left_out = copy_views(
                connection, views, lambda schema, view: _free_name(connection, schema, view)
            )
        except duckdb.OutOfMemoryException:
            raise
        except duckdb.Error as error:
            raise in_use(path, error) or SourceError(
                f"{path.name} cannot be read as a DuckDB database.",
                f"无法将 {path.name} 作为 DuckDB 数据库读取。",
            ) from error
    if not tables and not made:
        raise SourceError(f"{path.name} holds no table.", f"{path.name} 中没有任何表。")
    return left_out


def _attach(connection: duckdb.DuckDBPyConnection, path: Path, name: str, how: str = "") -> None:
    file = str(path.resolve()).replace("'", "''")
    connection.execute(f"ATTACH '{file}' AS {name} {how}")


def _copy_tables(connection: duckdb.DuckDBPyConnection) -> dict[tuple[str, str], str]:
    """Copies every table. Returns schema and name there -> name here."""
    rows = connection.execute(
        "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'source' AND NOT internal"
    ).fetchall()
    names: dict[tuple[str, str], str] = {}
    for schema, table in rows:
        name = names[schema, table] = _free_name(connection, schema, table)
        connection.execute(f"CREATE TABLE {quoted(name)} AS FROM source.{quoted(schema)}.{quoted(table)}")
    for kind, schema, table, columns, target, theirs in connection.execute(
        "SELECT constraint_type, schema_name, table_name, constraint_column_names, referenced_table,"
        " referenced_column_names FROM duckdb_constraints() WHERE database_name = 'source'"
    ).fetchall():
        here = names[schema, table]
        if kind == "PRIMARY KEY":
            with contextlib.suppress(duckdb.Error):  # rows that were appended past it are no reason to refuse
                key = ", ".join(map(quoted, columns))
                connection.execute(f"ALTER TABLE {quoted(here)} ADD PRIMARY KEY ({key})")
        elif kind == "FOREIGN KEY" and len(columns) == 1:
            reference = [names.get((schema, target), target), theirs[0]]
            note(connection, here, columns[0], {"references": reference})
    return names


def _free_name(connection: duckdb.DuckDBPyConnection, schema: str, table: str) -> str:
    """What a table is called here: of two in two schemas the second carries its schema's name."""
    name, number = table, 1
    while connection.execute(
        "SELECT 1 FROM duckdb_tables() WHERE database_name = 'made' AND lower(table_name) = lower(?)", [name]
    ).fetchone():
        name = f"{schema}_{table}" if number == 1 else f"{schema}_{table}_{number}"
        number += 1
    return name

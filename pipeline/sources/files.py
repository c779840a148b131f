"""Files of any kind -> tables of a DuckDB connection."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.sources.bounds import Bounds
from pipeline.sources.decisions import Decision
from pipeline.sources.delimited import load_delimited
from pipeline.sources.documents import load_json
from pipeline.sources.faults import said, too_wide
from pipeline.sources.report import SourceRead, TableRead
from pipeline.sources.sqlite_files import is_sqlite, load_sqlite
from pipeline.sources.tables import MOST_COLUMNS, as_it_stands, table_name
from pipeline.sources.texts import as_utf8, unpacked
from pipeline.sources.workbooks import KINDS as WORKBOOKS
from pipeline.sources.workbooks import load_workbook

_TEXTS = {".csv", ".tsv", ".txt", ".tab", ".dat", ".psv"}
_JSON = {".json", ".jsonl", ".ndjson"}
TABLES = {*_TEXTS, *_JSON, *WORKBOOKS, ".gz", ".parquet"}
DATABASES = {".sqlite", ".sqlite3", ".db", ".duckdb", ".ddb"}


def load_file(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    scratch: Path,
    bounds: Bounds,
    decisions: Sequence[Decision] = (),
) -> SourceRead:
    """Adds what ``path`` holds as tables, read as ``decisions`` of it say, and says how it was read; files
    that are made on the way go to ``scratch``.

    Raises `SourceError`.
    """
    name = path.name
    decided = [decision for decision in decisions if decision.file == name]
    try:
        if path.stat().st_size == 0:
            raise said(path, "is empty", "是空文件")
        if path.suffix.lower() == ".gz":
            path = unpacked(path, scratch, bounds)
        found = _load(connection, path, scratch, bounds, decided)
    except duckdb.OutOfMemoryException:
        raise  # which whoever bounds the memory says
    except duckdb.Error as error:
        raise said(
            path, f"cannot be read: {_first_line(error)}", f"无法读取：{_first_line(error)}"
        ) from error
    except OSError as error:
        raise said(path, "cannot be opened", "无法打开") from error
    tables = (table.model_copy(update={"file": name}) for table in found.tables)
    return found.model_copy(update={"tables": tuple(tables)})


def _load(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    scratch: Path,
    bounds: Bounds,
    decided: Sequence[Decision],
) -> SourceRead:
    kind = path.suffix.lower() or ".csv"
    if kind in WORKBOOKS and not is_sqlite(path):
        return load_workbook(connection, path, bounds, decided)
    return SourceRead(tables=tuple(_tables(connection, path, kind, scratch, decided)))


def _tables(
    connection: duckdb.DuckDBPyConnection,
    path: Path,
    kind: str,
    scratch: Path,
    decided: Sequence[Decision],
) -> list[TableRead]:
    if is_sqlite(path):
        return load_sqlite(connection, path)
    if kind == ".parquet":
        return [_load_parquet(connection, path)]
    if kind in _JSON:
        return load_json(connection, as_utf8(path, scratch), path.stem)
    if kind in _TEXTS:
        return load_delimited(connection, as_utf8(path, scratch), path.stem, decided)
    raise said(path, "is of a kind that cannot be read", "的文件类型不受支持")


def _first_line(error: Exception) -> str:
    line = str(error).splitlines()[0]
    return re.sub(r'"?/[^\s"]*/', "", line)[:200].rstrip(".")


def _load_parquet(connection: duckdb.DuckDBPyConnection, path: Path) -> TableRead:
    """A file that says its types; one level of nesting becomes columns."""
    described = connection.execute("DESCRIBE FROM read_parquet(?)", [str(path)]).fetchall()
    if len(described) > MOST_COLUMNS:
        raise too_wide(path.name, len(described), MOST_COLUMNS)
    selected = [
        f"unnest({quoted(name)})" if str(type_).startswith("STRUCT") else quoted(name)
        for name, type_, *_ in described
    ]
    name = table_name(connection, path.stem)
    connection.execute(
        f"CREATE TABLE {quoted(name)} AS SELECT {', '.join(selected)} FROM read_parquet(?)", [str(path)]
    )
    return as_it_stands(connection, name)

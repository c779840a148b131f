"""Files of one kind each -> tables of a DuckDB connection."""

from __future__ import annotations

import codecs
import contextlib
import gzip
import re
import sqlite3
import zipfile
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

import charset_normalizer
import clevercsv
import duckdb
import pandas as pd
import python_calamine

from pipeline.engines.compiler.expressions import quoted
from pipeline.errors import SourceError
from pipeline.sources.grid import MOST_COLUMNS, too_wide, write_grid
from pipeline.sources.hints import note

_MOST_INFLATED = 2_000_000_000  # bytes of an unpacked XLSX
_CHUNK = 1 << 20
_SAMPLE = 50_000  # characters from which the dialect of a text is told
_ENCODINGS = ["gb18030", "big5", "cp1252", "utf_16", "shift_jis", "euc_kr", "cp1251"]
_ROWS_AT_ONCE = 50_000

TABLES = {
    ".csv",
    ".tsv",
    ".txt",
    ".gz",
    ".xlsx",
    ".xlsm",
    ".xls",
    ".xlsb",
    ".ods",
    ".parquet",
    ".json",
    ".jsonl",
    ".ndjson",
}
DATABASES = {".sqlite", ".sqlite3", ".db", ".duckdb", ".ddb"}


def load_file(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> None:
    """Adds what ``path`` holds as tables; files that are made on the way go to ``scratch``.

    Raises `SourceError`.
    """
    kind = path.suffix.lower()
    if kind == ".gz":
        kind = Path(path.stem).suffix.lower() or ".csv"
    try:
        if path.stat().st_size == 0:
            raise _said(path, "is empty", "是空文件")
        if _is_sqlite(path):
            _load_sqlite(connection, path)
        elif kind in {".xlsx", ".xlsm", ".xls", ".xlsb", ".ods"}:
            _load_workbook(connection, path)
        elif kind == ".parquet":
            _load_scan(connection, path, "read_parquet(?)")
        elif kind in {".json", ".jsonl", ".ndjson"}:
            _load_scan(connection, _as_utf8(path, scratch), "read_json_auto(?, sample_size = -1)", path.stem)
        elif kind in {".csv", ".tsv", ".txt"}:
            _load_csv(connection, path, scratch)
        else:
            raise _said(path, "is of a kind that cannot be read", "的文件类型不受支持")
    except duckdb.Error as error:
        raise _said(
            path, f"cannot be read: {_first_line(error)}", f"无法读取：{_first_line(error)}"
        ) from error
    except OSError as error:
        raise _said(path, "cannot be opened", "无法打开") from error


def _said(path: Path, en: str, zh: str) -> SourceError:
    return SourceError(f"{path.name} {en}.", f"{path.name} {zh}。")


def _first_line(error: Exception) -> str:
    line = str(error).splitlines()[0]
    return re.sub(r'"?/[^\s"]*/', "", line)[:200].rstrip(".")


def table_name(connection: duckdb.DuckDBPyConnection, wanted: str) -> str:
    """``wanted`` as the name of a table that is not there yet."""
    base = re.sub(r"[\x00-\x1f\x7f]", "", wanted).strip()[:60] or "data"
    taken = {
        str(r[0]).lower() for r in connection.execute("SELECT table_name FROM duckdb_tables()").fetchall()
    }
    name, number = base, 2
    while name.lower() in taken:
        name, number = f"{base}_{number}", number + 1
    return name


# --- text


def _load_csv(connection: duckdb.DuckDBPyConnection, path: Path, scratch: Path) -> None:
    text = _as_utf8(path, scratch)
    stem = Path(path.stem).stem if path.suffix.lower() == ".gz" else path.stem
    raw = "raw__"
    delimiter, quote = _dialect(text)
    # Several threads do not find the ends of rows whose texts hold line breaks.
    for threads in (True, False):
        try:
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {raw} AS FROM read_csv(?, header = false, all_varchar = true,"
                " delim = ?, quote = ?, escape = ?, skip = 0, null_padding = true, strict_mode = false,"
                " sample_size = -1, max_line_size = 16000000, parallel = ?)",
                [str(text), delimiter, quote, quote, threads],
            )
            break
        except duckdb.Error:
            if not threads:
                raise
    write_grid(connection, raw, table_name(connection, stem), path.name)
    connection.execute(f"DROP TABLE {raw}")


def _dialect(text: Path) -> tuple[str, str]:
    """What separates the cells of a text, and what is put around one that holds it."""
    opener = gzip.open if text.suffix.lower() == ".gz" else open
    with opener(text, "rt", encoding="utf-8", errors="replace", newline="") as file:
        sample = file.read(_SAMPLE)
    whole_lines = sample[: sample.rfind("\n") + 1] if len(sample) == _SAMPLE else sample
    try:
        dialect = clevercsv.Detector().detect(whole_lines or sample)
    except clevercsv.Error:
        dialect = None
    if dialect is None:
        return ",", '"'
    return dialect.delimiter or ",", dialect.quotechar or '"'


def _as_utf8(path: Path, scratch: Path) -> Path:
    """``path`` itself where it is UTF-8, else a copy that is. Raises `SourceError`."""
    if path.suffix.lower() == ".gz":
        return path
    encoding = _encoding(path)
    if encoding == "utf-8":
        return path
    copy = scratch / f"{path.stem}.utf8{path.suffix}"
    try:
        with (
            path.open(encoding=encoding, newline="") as source,
            copy.open("w", encoding="utf-8", newline="") as to,
        ):
            while part := source.read(_CHUNK):
                to.write(part)
    except UnicodeError as error:
        raise _said(
            path,
            f"is not text in one encoding ({encoding} was tried)",
            f"不是单一编码的文本(已尝试 {encoding})",
        ) from error
    return copy


def _encoding(path: Path) -> str:
    with path.open("rb") as file:
        head = file.read(4)
        if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
            return "utf-16"
        if head.startswith(codecs.BOM_UTF8):
            return "utf-8-sig"
        if b"\0" in head + file.read(_CHUNK):
            raise _said(path, "is not text", "不是文本文件")
        file.seek(0)
        decoder = codecs.getincrementaldecoder("utf-8")()
        sample = b""
        try:
            while part := file.read(_CHUNK):
                sample = sample or part
                decoder.decode(part)
            decoder.decode(b"", final=True)
            return "utf-8"
        except UnicodeDecodeError:
            found = charset_normalizer.from_bytes(sample[: 256 * 1024], cp_isolation=_ENCODINGS).best()
            return found.encoding if found else "cp1252"


# --- workbooks


def _load_workbook(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    if path.suffix.lower() in {".xlsx", ".xlsm", ".xlsb", ".ods"}:
        _check_zip(path)
    try:
        book = python_calamine.CalamineWorkbook.from_path(str(path))
        sheets = [s for s in book.sheets_metadata if s.visible == python_calamine.SheetVisibleEnum.Visible]
        grids = [(s.name, book.get_sheet_by_name(s.name).to_python()) for s in sheets]
    except (python_calamine.CalamineError, Exception) as error:
        if isinstance(error, SourceError):
            raise
        raise _said(path, "is not a workbook that can be read", "不是可读取的工作簿") from error
    filled = [(n, g) for n, g in grids if sum(any(c != "" for c in row) for row in g) > 1]
    if not filled:
        raise _said(path, "holds no filled sheet", "中没有任何有内容的工作表")
    for name, grid in filled:
        width = max(len(row) for row in grid)
        if width > MOST_COLUMNS:
            raise too_wide(path.name, width)
        frame = pd.DataFrame(  # noqa: F841 - DuckDB reads it by its name
            [[_cell(c) for c in row] + [None] * (width - len(row)) for row in grid],
            columns=[f"column{i}" for i in range(width)],
            dtype="string",
        )
        connection.execute("CREATE TEMP TABLE raw__ AS SELECT * FROM frame")
        only = len(filled) == 1 and re.fullmatch(r"(?i)(sheet|工作表|表)\s*\d*", name)
        write_grid(connection, "raw__", table_name(connection, path.stem if only else name), path.name)
        connection.execute("DROP TABLE raw__")


def _check_zip(path: Path) -> None:
    """Refuses what unpacks to more than is sane; sizes are counted, not believed."""
    total = 0
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(i.file_size for i in archive.infolist()) > _MOST_INFLATED:
                raise _said(path, "unpacks to more than can be read", "解压后超过可读取的大小")
            for info in archive.infolist():
                with archive.open(info) as member:
                    while part := member.read(_CHUNK):
                        total += len(part)
                        if total > _MOST_INFLATED:
                            raise _said(path, "unpacks to more than can be read", "解压后超过可读取的大小")
    except (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, zipfile.zlib.error) as error:  # type: ignore[attr-defined]
        raise _said(path, "is damaged or not a workbook", "已损坏或不是工作簿") from error


def _cell(value: Any) -> str | None:
    """A cell as text that reads back as what it is."""
    if value is None or value == "":
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        midnight = value.time() == time(0)
        return value.date().isoformat() if midnight else value.isoformat(sep=" ")
    if isinstance(value, date | time):
        return value.isoformat()
    return str(value)


# --- what DuckDB reads by itself


def _load_scan(connection: duckdb.DuckDBPyConnection, path: Path, scan: str, stem: str | None = None) -> None:
    described = connection.execute(f"DESCRIBE FROM {scan}", [str(path)]).fetchall()
    if len(described) > MOST_COLUMNS:
        raise too_wide(path.name, len(described))
    selected = []
    for name, type_, *_ in described:
        if str(type_).startswith("STRUCT"):  # one level of nesting becomes columns
            selected.append(f"unnest({quoted(name)})")
        else:
            selected.append(quoted(name))
    name = table_name(connection, stem or path.stem)
    connection.execute(
        f"CREATE TABLE {quoted(name)} AS SELECT {', '.join(selected)} FROM {scan}", [str(path)]
    )


# --- SQLite


def _is_sqlite(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(16) == b"SQLite format 3\0"


_AFFINITIES = (
    (("INT",), "BIGINT"), (("BOOL",), "BOOLEAN"), (("REAL", "FLOA", "DOUB", "NUM", "DEC"), "DOUBLE"),
    (("TIMESTAMP", "DATETIME"), "TIMESTAMP"), (("DATE",), "DATE"),
)  # fmt: skip


def _load_sqlite(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The tables of a SQLite file. Types are the declared ones where every value has them, else text."""
    try:
        with sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True) as source:
            source.text_factory = lambda raw: raw.decode("utf-8", "replace")
            names = source.execute(
                "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
            )
            tables = [str(row[0]) for row in names]
            if not tables:
                raise _said(path, "holds no table", "中没有任何表")
            for table in tables:
                _copy_sqlite_table(connection, source, table)
    except sqlite3.Error as error:
        raise _said(path, "is not a SQLite file that can be read", "不是可读取的 SQLite 文件") from error


def _copy_sqlite_table(connection: duckdb.DuckDBPyConnection, source: sqlite3.Connection, table: str) -> None:
    columns = source.execute(f"PRAGMA table_info({quoted(table)})").fetchall()
    foreign = source.execute(f"PRAGMA foreign_key_list({quoted(table)})").fetchall()
    if len(columns) > MOST_COLUMNS:
        raise too_wide(table, len(columns))
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

"""Texts whose cells are separated by a sign -> tables of a DuckDB connection."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.language import Text
from pipeline.sources.cells import Row
from pipeline.sources.decisions import Decided, Decision, tables_in
from pipeline.sources.dialect import Dialect, dialect_of, realigned, rows_of
from pipeline.sources.faults import said, too_wide
from pipeline.sources.large_texts import load_large
from pipeline.sources.layout import names_only
from pipeline.sources.report import TableRead
from pipeline.sources.tables import MOST_COLUMNS, table_name, write_region

_SMALL = 4_000_000  # bytes: of smaller texts every row is looked at, of larger ones the first and the last
_PARTS = Text(
    "the cells of {} lines are parted by {}, unlike the others", "有 {} 行以{}分隔单元格，与其他行不同"
)
_TAB = Text("tabs", "制表符")
_HEAD = 1_000_000  # characters


def load_delimited(
    connection: duckdb.DuckDBPyConnection, text: Path, stem: str, decided: Sequence[Decision] = ()
) -> list[TableRead]:
    """Adds the tables of the UTF-8 file ``text``, named like ``stem``, or those that are ``decided``. Raises
    `SourceError`."""
    with text.open(encoding="utf-8", errors="replace", newline="") as file:
        head = file.read(_HEAD)
    dialect = dialect_of(head)
    if text.stat().st_size <= _SMALL:
        return _load_small(connection, text, stem, dialect, Decided(decided))
    return [load_large(connection, text, stem, dialect, head, Decided(decided))]


def _load_small(
    connection: duckdb.DuckDBPyConnection,
    text: Path,
    stem: str,
    dialect: Dialect,
    decided: Decided,
) -> list[TableRead]:
    rows, lines = _parsed(text.read_text(encoding="utf-8", errors="replace"), dialect)
    rows, other, which = realigned(rows, dialect)
    found = tables_in(rows, lines, decided, stem)
    widest = max((len(region.names) for _, region in found), default=0)
    if widest > MOST_COLUMNS:
        raise too_wide(text.name, widest, MOST_COLUMNS)
    if not found and dialect.delimiter.strip(" ") and (empty := names_only(rows)):
        found = [(stem, empty)]
    if not found:
        raise said(text, "holds no rows of data", "中没有数据行")
    return [
        _with_parts(
            write_region(connection, table_name(connection, name), rows, region, lines, decided),
            len({*which} & {*region.body}),
            other,
        )
        for name, region in found
    ]


def _with_parts(table: TableRead, count: int, delimiter: str) -> TableRead:
    """``table``, of which so many rows are written with a delimiter of their own."""
    if not count:
        return table
    mark = _TAB if delimiter == "\t" else Text(f"“{delimiter}”", f"“{delimiter}”")
    change = Text(*(said.format(count, sign) for said, sign in zip(_PARTS, mark, strict=True)))
    return table.model_copy(update={"changes": (*table.changes, change)})


def _parsed(text: str, dialect: Dialect) -> tuple[list[list[str]], list[int]]:
    """The rows of a text, and the lines that they begin in. A quote that is never closed is none."""
    for quote in dict.fromkeys((dialect.quote, "")):
        rows, lines = rows_of(text, Dialect(dialect.delimiter, quote))
        if not rows or not _swallowed(rows[-1], dialect.delimiter):
            break
    return rows, lines


def _swallowed(row: Row, delimiter: str) -> bool:
    """Whether the last cell holds what should be rows of their own, up to the end of the text."""
    last = (row[-1] if row else None) or ""
    breaks = last.count("\n")
    return breaks > 3 and last.count(delimiter) >= breaks

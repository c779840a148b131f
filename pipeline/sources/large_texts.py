"""Texts that are too large to look at every row: DuckDB reads them, once their head has shown how."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.sources.cells import Row
from pipeline.sources.decisions import NOTHING, Decided, tables_in
from pipeline.sources.dialect import LONGEST_LINE, Dialect, rows_of
from pipeline.sources.faults import said, too_wide
from pipeline.sources.labels import spread_labels
from pipeline.sources.layout import NOTES, ended
from pipeline.sources.report import LeftOut, TableRead
from pipeline.sources.tables import MOST_COLUMNS, column_names, finished, shown, spread_said, table_name

_FOOT = 30  # rows, among which remarks below the table are looked for
_MOST_MORE = 20  # cells that a row may have beyond the widest of the head
_RAW = "raw__"


def load_large(
    connection: duckdb.DuckDBPyConnection,
    text: Path,
    stem: str,
    dialect: Dialect,
    head: str,
    decided: Decided = NOTHING,
) -> TableRead:
    """Adds the one table of the UTF-8 file ``text``, which begins with ``head``. Raises `SourceError`."""
    rows, lines = rows_of(head[: head.rfind("\n") + 1] or head, dialect)
    found = [region for _, region in tables_in(rows, lines, decided, stem)]
    if not found:
        raise said(text, "holds no rows of data", "中没有数据行")
    region = max(found, key=lambda region: region.body[-1])
    width = max(map(len, rows))
    if width > MOST_COLUMNS:
        raise too_wide(text.name, width, MOST_COLUMNS)
    width = min(width + _more(text, dialect.delimiter, width), MOST_COLUMNS)
    _read(connection, text, dialect, width, lines[region.body[0]])
    foot = () if decided.placed else _cut(connection)
    spread = _spread(connection, [rows[i] for i in region.body], *[*region.names, -1][:2])
    names = {
        at: region.names.get(at, "")
        for at in range(width)
        if at in region.names or _has_values(connection, at)
    }
    columns = column_names(names)
    listed = ", ".join(f"c{at} AS {quoted(name)}" for at, name in columns.items())
    filled = " OR ".join(f"c{at} IS NOT NULL" for at in columns)
    name = table_name(connection, decided.placed[0].table if decided.placed else stem)
    connection.execute(f"CREATE TABLE {quoted(name)} AS SELECT {listed} FROM {_RAW} WHERE {filled}")
    connection.execute(f"DROP TABLE {_RAW}")
    read = finished(connection, name, region, columns, rows, lines, decided.as_text(name))
    body = (lines[region.body[0]] + 1, None)
    changes = (*read.changes, *([spread_said(columns[next(iter(region.names))])] if spread else []))
    return read.model_copy(update={"left_out": (*read.left_out, *foot), "body": body, "changes": changes})


def _spread(connection: duckdb.DuckDBPyConnection, head: Sequence[Row], first: int, beside: int) -> bool:
    """Fills the labels of a column down, as far as the head and all labels say that blanks stand for the one
    above; whether it did."""
    if beside < 0 or spread_labels(head, first, beside) is None:
        return False
    column = f"nullif(trim(c{first}), '')"
    row = connection.execute(f"SELECT count({column}), count(DISTINCT {column}) FROM {_RAW}").fetchone()
    if row is None or row[0] != row[1]:
        return False
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {_RAW} AS SELECT * REPLACE ("
        f"last_value({column} IGNORE NULLS) OVER (ORDER BY rowid) AS c{first}) FROM {_RAW} ORDER BY rowid"
    )
    return True


def _more(text: Path, delimiter: str, width: int) -> int:
    """How many more cells than ``width`` a row of the text may have, as its signs say."""
    with text.open("rb") as file:
        most = max((line.count(delimiter.encode()) for line in file), default=0)
    return max(0, min(most + 1 - width, _MOST_MORE))


def _read(connection: duckdb.DuckDBPyConnection, text: Path, dialect: Dialect, width: int, skip: int) -> None:
    columns = ", ".join(f"'c{i}': 'VARCHAR'" for i in range(width))
    # Several threads do not find the ends of rows whose texts hold line breaks.
    for threads in (True, False):
        try:
            connection.execute(
                f"CREATE OR REPLACE TEMP TABLE {_RAW} AS FROM read_csv(?, auto_detect = false,"
                f" header = false, columns = {{{columns}}}, delim = ?, quote = ?, escape = ?, skip = ?,"
                f" null_padding = true, strict_mode = false, max_line_size = {LONGEST_LINE}, parallel = ?)",
                [str(text), dialect.delimiter, dialect.quote, dialect.quote, skip, threads],
            )
            return
        except duckdb.Error:
            if not threads:
                raise


def _cut(connection: duckdb.DuckDBPyConnection) -> tuple[LeftOut, ...]:
    """Takes the remarks at the end of the table away and says which."""
    [count] = connection.execute(f"SELECT count(*) FROM {_RAW}").fetchone() or (0,)
    foot: Sequence[Row] = connection.execute(
        f"SELECT * FROM {_RAW} OFFSET ?", [max(0, count - _FOOT)]
    ).fetchall()
    body, remarks = ended(foot, list(range(len(foot))))
    if not remarks:
        return ()
    connection.execute(f"DELETE FROM {_RAW} WHERE rowid >= ?", [count - len(foot) + len(body)])
    examples = tuple(shown(foot[i]) for i in list(remarks)[:3])
    return (LeftOut(why=NOTES, lines=(), count=len(remarks), examples=examples),)


def _has_values(connection: duckdb.DuckDBPyConnection, column: int) -> bool:
    sql = f"SELECT 1 FROM {_RAW} WHERE c{column} IS NOT NULL LIMIT 1"
    return connection.execute(sql).fetchone() is not None

"""A grid of text, as files and sheets hold it -> a table: its header found, its columns recognised."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.errors import SourceError
from pipeline.sources.hints import note
from pipeline.sources.recognise import recognise

MOST_COLUMNS = 2_000
_LOOKED_AT = 50  # rows among which the header is searched
_FILLED = 0.6  # of the usual width: a row with less is a title or a remark
_NUMBER_OR_DATE = re.compile(
    r"[-+(]?[¥￥$€£]?\s*\d[\d,.\s]*[%％)]?|\d{1,4}[-/.年]\d{1,2}([-/.月]\d{1,4}日?)?.*"
)


def write_grid(connection: duckdb.DuckDBPyConnection, raw: str, table: str, file: str) -> None:
    """Makes the table ``table`` of the text table ``raw``. Raises `SourceError`."""
    head = connection.execute(f"SELECT * FROM {raw} LIMIT {_LOOKED_AT}").fetchall()
    columns = [str(d[0]) for d in connection.description or ()]
    if len(columns) > MOST_COLUMNS:
        raise too_wide(file, len(columns))
    top = header_row(head)
    names = unique_names(head[top] if top is not None else [None] * len(columns))
    skipped = 0 if top is None else top + 1
    filled = [i for i, name in enumerate(columns) if names[i] or _has_values(connection, raw, name, skipped)]
    named = ", ".join(f"{quoted(columns[i])} AS {quoted(names[i] or f'column_{i + 1}')}" for i in filled)
    any_ = " OR ".join(f"{quoted(columns[i])} IS NOT NULL" for i in filled) or "false"
    connection.execute(
        f"CREATE TABLE {quoted(table)} AS SELECT {named or 'NULL AS column_1'} FROM"
        f" (SELECT * FROM {raw} OFFSET {skipped}) WHERE {any_}"
    )
    rows = connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone()
    if not rows or not rows[0]:
        raise SourceError(f"{file} holds no rows of data.", f"{file} 中没有数据行。")
    convert(connection, table)


def too_wide(name: str, width: int) -> SourceError:
    """A table has more columns than can be read."""
    return SourceError(
        f"{name} has {width:,} columns; at most {MOST_COLUMNS:,} can be read.",
        f"{name} 有 {width:,} 列，最多可读取 {MOST_COLUMNS:,} 列。",
    )


def _has_values(connection: duckdb.DuckDBPyConnection, raw: str, column: str, skipped: int) -> bool:
    sql = f"SELECT 1 FROM (SELECT * FROM {raw} OFFSET {skipped}) WHERE {quoted(column)} IS NOT NULL LIMIT 1"
    return connection.execute(sql).fetchone() is not None


def header_row(rows: Sequence[Sequence[str | None]]) -> int | None:
    """Which of the first rows names the columns; None where none does.

    It is the first one that fills most of the usual width with different words; above it stand titles
    and remarks.
    """
    widths = Counter(sum(c is not None and c.strip() != "" for c in row) for row in rows)
    usual = max(widths, key=lambda w: (widths[w] * w, w), default=0)
    for i, row in enumerate(rows):
        cells = [c.strip() for c in row if c and c.strip()]
        if len(cells) < max(1, _FILLED * usual):
            continue
        words = [c for c in cells if not _NUMBER_OR_DATE.fullmatch(c)]
        below = rows[i + 1 : i + 20]
        if len(words) == len(cells) and len(set(cells)) >= 0.9 * len(cells):
            return i if not below or usual < 2 or not _is_like_below(row, below) else None
        years = len(words) >= 1 and all(
            re.fullmatch(r"(19|20)\d\d年?|\d{1,2}月", c) for c in cells if c not in words
        )
        return i if years else None
    return None


def _is_like_below(row: Sequence[str | None], below: Sequence[Sequence[str | None]]) -> bool:
    """Whether a row of words is one of the data: most of its words stand below it again."""
    again = 0
    for i, cell in enumerate(row):
        again += cell is not None and any(i < len(b) and b[i] == cell for b in below)
    return again >= max(2, 0.5 * len(row))


def unique_names(cells: Sequence[str | None]) -> list[str]:
    """Different names for the columns; blank where a cell has none."""
    found: list[str] = []
    taken: set[str] = set()
    for cell in cells:
        base = re.sub(r"\s+", " ", cell or "").strip()[:120]
        name, number = base, 2
        while name and name.lower() in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name.lower())
        found.append(name)
    return found


_IDENTIFIES = re.compile(
    r"(?i)(^|[_\s])(id|code|no|zip|zipcode|postcode|phone|mobile|tel|fax|sku|isbn|ssn|account)$"
    r"|(编号|编码|代码|号码|电话|手机|邮编|身份证|工号|学号|单号|账号|卡号|条码)"
)


def convert(connection: duckdb.DuckDBPyConnection, table: str) -> None:
    """Gives every text column of a table the type that all its values have."""
    described = connection.execute(f"DESCRIBE {quoted(table)}").fetchall()
    selected, hints = [], {}
    for name, type_, *_ in described:
        sql = quoted(name)
        if type_ == "VARCHAR":
            identifies = bool(_IDENTIFIES.search(name)) and _has_leading_zero(connection, table, name)
            found = recognise(connection, quoted(table), name, identifies)
            if found:
                sql = f"{found.of(sql)} AS {sql}"
                if found.hints:
                    hints[name] = found.hints
        selected.append(sql)
    connection.execute(
        f"CREATE OR REPLACE TABLE {quoted(table)} AS SELECT {', '.join(selected)} FROM {quoted(table)}"
    )
    for name, hint in hints.items():
        note(connection, table, name, hint)


def _has_leading_zero(connection: duckdb.DuckDBPyConnection, table: str, column: str) -> bool:
    """Whether numbers in a column are names: some begin with a zero, or are too long to count."""
    sql = (
        f"SELECT 1 FROM {quoted(table)} WHERE regexp_matches({quoted(column)}, '^0\\d|^\\d{{11,}}$') LIMIT 1"
    )
    return connection.execute(sql).fetchone() is not None

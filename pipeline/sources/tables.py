"""Rows of text -> a table of a DuckDB connection, its names made different and its columns typed."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

import duckdb
import pandas as pd

from pipeline.engines.compiler.expressions import quoted
from pipeline.language import Text
from pipeline.sources.cells import Row, cell_at
from pipeline.sources.convert import convert
from pipeline.sources.decisions import NOTHING, Decided
from pipeline.sources.faults import too_wide
from pipeline.sources.hints import note
from pipeline.sources.labels import spread_labels
from pipeline.sources.layout import TITLES, Region
from pipeline.sources.report import ColumnRead, LeftOut, TableRead
from pipeline.sources.sections import ALSO, IN_SECTION, sections, with_sections

MOST_COLUMNS = 2_000
_SPREAD = Text("blank cells of {} were read as the label above them", "列{}的空白单元格按其上方的标签读取")
_SECTIONS = Text(
    "rows of one cell are headings of those below them and became the column {} ({})",
    "只有一个单元格的行是其下各行的小标题，已作为列{}（{}）",
)
_NO_ROWS = Text("nothing but the names of the columns stands there", "只有列名，没有数据行")
_MOST_SAID, _MOST_LINES, _LONGEST_SAID = 3, 10, 80
_FIRST = 5  # rows that are shown
_INDICATOR = re.compile(r"(?:指标(?:名称)?|indicator(?: name)?)\s*[:：]\s*([^:：]{2,60})", re.IGNORECASE)


def write_region(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    rows: Sequence[Row],
    region: Region,
    lines: Sequence[int] | None = None,
    decided: Decided = NOTHING,
) -> TableRead:
    """Makes the table ``name`` of a region of ``rows``; ``lines`` says in which line of the file each row
    begins where that is not its own number, ``decided`` what of it stays as it stands.
    Raises `SourceError` for one that is too wide."""
    if len(region.names) > MOST_COLUMNS:
        raise too_wide(name, len(region.names), MOST_COLUMNS)
    columns = column_names(region.names)
    first, beside, *_ = (*region.names, -1, -1)
    parts = sections(rows, region.body, first) if beside >= 0 and not decided.is_stored(name) else None
    body: Sequence[Row] = [rows[i] for i in (parts.of if parts else region.body)]
    spread = spread_labels(body, first, beside) if beside >= 0 else None
    body = spread or body
    cells = {at: [row[at] or None if at < len(row) else None for row in body] for at in columns}
    if parts:
        columns, cells[IN_SECTION] = with_sections(columns), list(parts.of.values())
    frame = pd.DataFrame(  # noqa: F841 - DuckDB reads it by its name
        {f"c{at}": pd.Series(cells[at], dtype="string") for at in columns}
    )
    named = ", ".join(f'"c{at}" AS {quoted(column)}' for at, column in columns.items())
    connection.execute(f"CREATE TABLE {quoted(name)} AS SELECT {named} FROM frame")
    lines = lines or range(len(rows))
    read = finished(connection, name, region, columns, rows, lines, decided.as_text(name))
    changes = list(read.changes)
    if parts:
        note(connection, name, columns[IN_SECTION], {"also": list(ALSO)})
        changes.append(_filled(_SECTIONS, *list(parts.headings.values())[:_MOST_SAID], columns[IN_SECTION]))
    if spread is not None:
        changes.append(spread_said(columns[first]))
    if not region.body:
        return read.model_copy(update={"changes": (_NO_ROWS,)})
    body_lines = (lines[region.body[0]] + 1, lines[region.body[-1]] + 1)
    return read.model_copy(update={"body": body_lines, "changes": tuple(changes)})


def spread_said(column: str) -> Text:
    """That the labels of a column were filled down."""
    return _filled(_SPREAD, column)


def _filled(pattern: Text, *parts: str) -> Text:
    *listed, last = (part.replace("{", "(").replace("}", ")") for part in parts)
    marks = (", ", "、")
    return Text(*(text.format(last, mark.join(listed)) for text, mark in zip(pattern, marks, strict=True)))


def finished(
    connection: duckdb.DuckDBPyConnection,
    name: str,
    region: Region,
    columns: Mapping[int, str],
    rows: Sequence[Row],
    lines: Sequence[int],
    as_text: frozenset[str],
) -> TableRead:
    """Types the columns of a table of text and says how it was read; ``rows`` are those around its body."""
    read = convert(connection, name, as_text)
    for at, unit in region.units.items():
        if at in columns:
            note(connection, name, columns[at], {"unit": unit})
    if columns and (indicator := _indicator(rows[i] for i, why in region.left_out.items() if why == TITLES)):
        note(connection, name, next(iter(columns.values())), {"indicator": indicator})
    header = tuple(lines[i] + 1 for i in region.header)
    left_out = _left_out(region.left_out, rows, lines)
    return as_it_stands(connection, name).model_copy(
        update={"header": header, "left_out": left_out, "columns": read}
    )


def _indicator(above: Iterable[Row]) -> str:
    """What a line above a table says its figures are of: ``指标：年末常住人口(万人)``."""
    cells = (cell_at(row, 0) for row in above)
    return next((found[1].strip() for cell in cells if (found := _INDICATOR.fullmatch(cell))), "")


def as_it_stands(connection: duckdb.DuckDBPyConnection, name: str) -> TableRead:
    """What there is to say of a table whose columns had types already."""
    described = connection.execute(f"DESCRIBE {quoted(name)}").fetchall()
    [count] = connection.execute(f"SELECT count(*) FROM {quoted(name)}").fetchone() or (0,)
    columns = tuple(ColumnRead(name=str(column), type=str(type_)) for column, type_, *_ in described)
    listed = ", ".join(f"left({quoted(column.name)}::VARCHAR, {_LONGEST_SAID})" for column in columns)
    first = connection.execute(f"SELECT {listed} FROM {quoted(name)} LIMIT {_FIRST}").fetchall()
    return TableRead(name=name, file="", rows=count, columns=columns, first=tuple(first))


def column_names(names: Mapping[int, str]) -> dict[int, str]:
    """Different names for the columns of a region."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for at, text in names.items():
        base = re.sub(r"\s+", " ", text).strip() or f"column_{at + 1}"
        name, number = base, 2
        while name.lower() in taken:
            name, number = f"{base}_{number}", number + 1
        taken.add(name.lower())
        found[at] = name
    return found


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


def _left_out(which: Mapping[int, Text], rows: Sequence[Row], lines: Sequence[int]) -> tuple[LeftOut, ...]:
    found = []
    for why, group in groupby(sorted(which, key=lambda i: (which[i], i)), key=lambda i: which[i]):
        numbers = list(group)
        found.append(
            LeftOut(
                why=why,
                lines=tuple(lines[i] + 1 for i in numbers[:_MOST_LINES]),
                count=len(numbers),
                examples=tuple(shown(rows[i]) for i in numbers[:_MOST_SAID]),
            )
        )
    return tuple(found)


def shown(row: Row) -> str:
    """A row as one short text."""
    text = " | ".join(cell.strip() for cell in row if cell and cell.strip())
    return text if len(text) <= _LONGEST_SAID else text[: _LONGEST_SAID - 1] + "…"

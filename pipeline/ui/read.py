"""What was read of the data that a visitor brought: its tables, their columns and first rows, and joins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from pipeline.language import Text
from pipeline.sources.report import ColumnRead, JoinRead, SourceRead, TableRead
from pipeline.sources.told import SURE
from pipeline.ui import texts
from pipeline.ui.markup import both, text

_TABLES, _COLUMNS = 20, 100  # that are shown; more would be looked at by nobody


def read_html(source: SourceRead) -> str:
    """A part of the page that opens on demand; nothing where nothing was read of files."""
    if not source.tables:
        return ""
    rows = sum(table.rows for table in source.tables)
    counts = {"tables": f"{len(source.tables):,}", "rows": f"{rows:,}"}
    summary = Text(*(said.format(**counts) for said in texts.READ_COUNT))
    shown = "".join(map(_table, source.tables[:_TABLES]))
    head = f'<summary>{both(texts.READ)} <span class="count">{both(summary)}</span></summary>'
    return f'<details class="read">{head}{shown}{_joins(source.joins)}</details>'


def _table(table: TableRead) -> str:
    where = " · ".join(part for part in (table.file, table.sheet) if part)
    counts = {"rows": f"{table.rows:,}", "columns": f"{len(table.columns):,}"}
    size = both(Text(*(said.format(**counts) for said in texts.READ_SIZE)))
    lines = ", ".join(map(str, table.header))
    header = Text(*(said.format(lines) for said in texts.READ_HEADER)) if lines else texts.READ_NO_HEADER
    columns = table.columns[:_COLUMNS]
    return (
        f'<section><h3>{text(table.name)} <span class="count">{text(where)}</span></h3>'
        f"<p>{size} · {both(header)}</p>"
        f"{_grid(map(both, texts.READ_COLUMNS), map(_column, columns))}"
        f"{_first(table, columns)}</section>"
    )


def _column(column: ColumnRead) -> list[str]:
    known = column.form or texts.READ_TYPES.get(column.type)
    form = both(known) if known else text(column.type)
    fitted = "100 %" if column.form else ""
    if column.misfits:
        examples = ", ".join(column.examples)
        fitted = f"{100 * (1 - column.misfits / max(1, column.filled)):.1f} % ({text(examples)})"
    missing = text(", ".join(column.missing))
    doubt = both(column.doubt) if column.doubt else ""
    return [text(column.name), form, fitted, missing, doubt]


def _first(table: TableRead, columns: Sequence[ColumnRead]) -> str:
    if not table.first:
        return ""
    rows = ([text(cell or "") for cell in row[: len(columns)]] for row in table.first)
    return f"<h4>{both(texts.READ_FIRST)}</h4>{_grid([text(column.name) for column in columns], rows)}"


def _grid(heads: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    head = "".join(f'<th scope="col">{name}</th>' for name in heads)
    body = "".join("<tr>" + "".join(f"<td>{cell}</td>" for cell in row) + "</tr>" for row in rows)
    table = f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return f'<div class="scroll" tabindex="0">{table}</div>'


def _joins(joins: Sequence[JoinRead]) -> str:
    if not joins:
        return ""
    listed = "".join(
        f"<li>{text(f'{join.table}.{join.column} → {join.target}.{join.key}')} · {both(SURE[join.sure])}</li>"
        for join in joins
    )
    return f"<h4>{both(texts.READ_JOINS)}</h4><ul>{listed}</ul>"

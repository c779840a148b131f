"""What was read of the data that a visitor brought: its tables, their columns and first rows, and joins."""

from __future__ import annotations

from collections.abc import Iterable, Sequence, Set

from pipeline.language import Text
from pipeline.sources.decisions import Decision
from pipeline.sources.report import ColumnRead, JoinRead, SourceRead, TableRead
from pipeline.sources.told import SURE
from pipeline.ui import texts
from pipeline.ui.markup import both, text

_TABLES, _COLUMNS = 20, 100  # that are shown; more would be looked at by nobody


def read_html(source: SourceRead, decided: Sequence[Decision] = (), *, opened: bool = False) -> str:
    """A part of the page that opens on demand; nothing where nothing was read of files. ``decided`` is what
    whoever brought it has read otherwise than it was found, which can be undone here."""
    if not source.tables:
        return ""
    rows = sum(table.rows for table in source.tables)
    counts = {"tables": f"{len(source.tables):,}", "rows": f"{rows:,}"}
    summary = Text(*(said.format(**counts) for said in texts.READ_COUNT))
    by_table = {one.table: one for one in decided}
    shown = "".join(_table(table, by_table.get(table.name)) for table in source.tables[:_TABLES])
    head = f'<summary>{both(texts.READ)} <span class="count">{both(summary)}</span></summary>'
    return f'<details class="read"{" open" if opened else ""}>{head}{shown}{_joins(source.joins)}</details>'


def _table(table: TableRead, decided: Decision | None) -> str:
    where = " · ".join(part for part in (table.file, table.sheet) if part)
    counts = {"rows": f"{table.rows:,}", "columns": f"{len(table.columns):,}"}
    size = both(Text(*(said.format(**counts) for said in texts.READ_SIZE)))
    lines = ", ".join(map(str, table.header))
    header = Text(*(said.format(lines) for said in texts.READ_HEADER)) if lines else texts.READ_NO_HEADER
    columns = table.columns[:_COLUMNS]
    stored = _switch(table, None, texts.READ_AS_STORED, on=decided is not None and decided.shape == "stored")
    as_text = decided.as_text if decided else frozenset[str]()
    cells = (_column(column, _as_text(table, column, as_text)) for column in columns)
    return (
        f'<section><h3>{text(table.name)} <span class="count">{text(where)}</span></h3>'
        f"<p>{size} · {both(header)}</p>{stored}"
        f"{_grid(map(both, texts.READ_COLUMNS), cells)}"
        f"{_first(table, columns)}</section>"
    )


def _as_text(table: TableRead, column: ColumnRead, as_text: Set[str]) -> str:
    """What keeps the cells of a column as they stand; nothing for one that was text, or has a type."""
    is_text = column.name in as_text
    if not table.body or not (is_text or column.form):
        return ""
    return _switch(table, column.name, None, on=is_text)


def _switch(table: TableRead, column: str | None, label: Text | None, *, on: bool) -> str:
    """What reads a table or a column as it stands, or as it was found; page.js hears of it."""
    told = f' data-column="{text(column)}"' if column is not None else ""
    checked = " checked" if on else ""
    named = "" if label else f' aria-label="{text(" / ".join(texts.READ_AS_TEXT))}: {text(column or "")}"'
    box = f'<input type="checkbox" data-stands="{text(table.name)}"{told}{named}{checked}>'
    return f'<label class="stands">{box} {both(label)}</label>' if label else box


def _column(column: ColumnRead, as_text: str) -> list[str]:
    known = column.form or texts.READ_TYPES.get(column.type)
    form = both(known) if known else text(column.type)
    fitted = "100 %" if column.form else ""
    if column.misfits:
        examples = ", ".join(column.examples)
        fitted = f"{100 * (1 - column.misfits / max(1, column.filled)):.1f} % ({text(examples)})"
    missing = text(", ".join(column.missing))
    doubt = both(column.doubt) if column.doubt else ""
    return [text(column.name), form, as_text, fitted, missing, doubt]


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

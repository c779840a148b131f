"""What was read of a source, for a terminal."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Group, RenderableType
from rich.table import Table
from rich.text import Text as Line

from pipeline.language import Language, Text
from pipeline.sources.report import ColumnRead, SourceRead, TableRead
from pipeline.sources.told import SURE, notes_of

_TABLE = Text("{name}: {rows} rows, {columns} columns", "{name}：{rows} 行，{columns} 列")
_HEADER = Text("line {} names the columns", "第 {} 行为列名")
_HEADS = (
    Text("Column", "列"),
    Text("Read as", "读取为"),
    Text("Fitted", "符合比例"),
    Text("Does not fit", "不符合的值"),
    Text("Missing", "缺失值"),
    Text("First values", "前几个值"),
)
_JOINED = Text("{} belongs to {} ({})", "{} 关联 {}（{}）")
_FIRST = 3


def printed(source: SourceRead, language: Language) -> Group:
    """The tables of a source with their columns, its joins, and what has to be known of it."""
    return Group(*_parts(source, language))


def _parts(source: SourceRead, language: Language) -> Iterator[RenderableType]:
    for table in source.tables:
        yield _of_table(table, language)
    for join in source.joins:
        own, theirs = f"{join.table}.{join.column}", f"{join.target}.{join.key}"
        yield Line(_JOINED.said(language).format(own, theirs, SURE[join.sure].said(language)))
    for note in notes_of(source):
        yield Line(note.said(language))


def _of_table(table: TableRead, language: Language) -> Table:
    title = _TABLE.said(language).format(name=table.name, rows=f"{table.rows:,}", columns=len(table.columns))
    if table.header:
        title += ", " + _HEADER.said(language).format(", ".join(map(str, table.header)))
    shown = Table(*(head.said(language) for head in _HEADS), title=Line(title), title_justify="left")
    for at, column in enumerate(table.columns):
        first = ", ".join(str(row[at]) for row in table.first[:_FIRST] if row[at] is not None)
        shown.add_row(*map(Line, _of_column(column, language)), Line(first))
    return shown


def _of_column(column: ColumnRead, language: Language) -> tuple[str, ...]:
    form = column.form.said(language) if column.form else column.type
    if column.doubt:
        form += f" ({column.doubt.said(language)})"
    fitted = f"{1 - column.misfits / column.filled:.1%}" if column.form and column.filled else ""
    return column.name, form, fitted, ", ".join(column.examples), ", ".join(column.missing)

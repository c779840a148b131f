"""What was read, in sentences: what whoever asks about the data has to know of it."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.language import Text
from pipeline.sources.report import ColumnRead, LeftOut, SourceRead, TableRead

_LINE, _LINES = Text(" (line {})", "（第 {} 行）"), Text(" (lines {})", "（第 {} 行）")
_LEFT_OUT = Text(
    "{table}: left out are {why}{where}: {examples}", "{table}：未作为数据读取的有{why}{where}：{examples}"
)
_MISFITS = Text(
    "{table}: {misfits} of {filled} cells of {column} could not be read as {form} and are empty: {examples}",
    "{table}：列{column}的 {filled} 个单元格中有 {misfits} 个无法读作{form}，已留空：{examples}",
)
_MISSING = Text(
    "{table}: {missing} in {column} stands for a missing value", "{table}：列{column}中的{missing}表示缺失值"
)
_COLUMNS, _AND_MORE = Text(", ", "、"), Text("{} and {} more columns", "{}及另外 {} 列")
_NAMED = 4  # columns, of those of which the same is said
_DOUBT = Text("{table}, {column}: {doubt}", "{table}的{column}：{doubt}")
_CHANGE = Text("{table}: {change}", "{table}：{change}")
# How sure it is that rows belong to rows of another table.
SURE = {
    "declared": Text("declared", "已声明"),
    "sure": Text("sure", "确定"),
    "likely": Text("likely", "很可能"),
    "vague": Text("a guess", "推测"),
}
_QUOTED = Text("“{}”", "“{}”")


def notes_of(source: SourceRead) -> tuple[Text, ...]:
    """What was left out of a source, what of it could not be read, and what may be read otherwise."""
    return (*source.notes, *(note for table in source.tables for note in _of_table(table)))


def _of_table(table: TableRead) -> Iterator[Text]:
    for left_out in table.left_out:
        yield _filled(
            _LEFT_OUT,
            table=table.name,
            why=left_out.why,
            where=_where(left_out),
            examples=_shown(left_out.examples),
        )
    for change in table.changes:
        yield _filled(_CHANGE, table=table.name, change=change)
    for column in table.columns:
        yield from _of_column(table.name, column)
    alike: dict[tuple[str, ...], list[str]] = {}
    for column in table.columns:
        if column.missing:
            alike.setdefault(column.missing, []).append(column.name)
    for missing, columns in alike.items():
        yield _filled(_MISSING, table=table.name, missing=_shown(missing), column=_listed(columns))


def notes_of_column(table: str, column: ColumnRead) -> tuple[Text, ...]:
    """What an answer from that column has to say of it: cells that are empty though they held something, and
    what may be read otherwise."""
    codes = tuple(code for code in column.missing if any(sign.isdigit() for sign in code))
    told = tuple(_of_column(table, column))
    if not codes:
        return told
    return (*told, _filled(_MISSING, table=table, missing=_shown(codes), column=column.name))


def _of_column(table: str, column: ColumnRead) -> Iterator[Text]:
    form = column.form or Text(column.type, column.type)
    known = {"table": table, "column": column.name, "form": form}
    if column.misfits:
        yield _filled(
            _MISFITS, **known, misfits=column.misfits, filled=column.filled, examples=_shown(column.examples)
        )
    if column.doubt:
        yield _filled(_DOUBT, **known, doubt=column.doubt)


def _where(left_out: LeftOut) -> Text:
    if not left_out.lines:
        return Text("", "")
    listed = ", ".join(map(str, left_out.lines)) + (" …" if left_out.count > len(left_out.lines) else "")
    return _filled(_LINES if left_out.count > 1 else _LINE, listed)


def _listed(columns: list[str]) -> Text:
    """Names of columns, of many only the first."""
    more = len(columns) - _NAMED
    named = Text(*(mark.join(columns[:_NAMED] if more > 1 else columns) for mark in _COLUMNS))
    return named if more <= 1 else Text(*(a.format(n, more) for a, n in zip(_AND_MORE, named, strict=True)))


def _shown(examples: tuple[str, ...]) -> Text:
    return Text(
        *(
            mark.join(quoted.format(e.replace("{", "(").replace("}", ")")) for e in examples)
            for mark, quoted in zip((", ", "、"), _QUOTED, strict=True)
        )
    )


def _filled(pattern: Text, *args: object, **parts: object) -> Text:
    """A pattern with its parts, each in the language of the pattern."""
    said = []
    for at, text in enumerate(pattern):
        named = {key: part[at] if isinstance(part, Text) else part for key, part in parts.items()}
        said.append(text.format(*args, **named))
    return Text(*said)

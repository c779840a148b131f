"""A table of text -> the same table with the types that its values have, and how each column was read."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.sources.hints import note, noted
from pipeline.sources.report import ColumnRead
from pipeline.sources.told import notes_of_column
from pipeline.sources.values.booleans import words_of_flag
from pipeline.sources.values.cells import TRIMMED, Cells
from pipeline.sources.values.choose import choose, tolerated
from pipeline.sources.values.missing import CODES, MARKS, WORDS, codes_for_nothing, listed
from pipeline.sources.values.parts import parted_by
from pipeline.sources.values.periods import since_1970
from pipeline.sources.values.reading import Reading

_SAMPLE_CELLS, _FEWEST_ROWS, _MOST_ROWS = 400_000, 200, 4_000
_LONGEST = 200  # characters of a cell in the sample
_COLUMNS_AT_ONCE = 100
_ROUNDS = 4
_LOOKED_AT, _TOLD, _SHORTENED = 10_000, 5, 60  # misfits; of them examples; characters of one
_IDENTIFIES = re.compile(
    r"(?i)(^|[_\s])(id|code|no|zip|zipcode|postcode|phone|mobile|tel|fax|sku|isbn|ssn|account)$"
    r"|(编号|编码|代码|号码|电话|手机|邮编|身份证|工号|学号|单号|账号|卡号|条码)"
)
_LEADING_ZERO = re.compile(r"0\d+|\d{11,}")
_NUMBERS = ("TINYINT", "SMALLINT", "INTEGER", "BIGINT", "HUGEINT", "FLOAT", "DOUBLE", "DECIMAL")


@dataclass
class _Column:
    """One column on its way: what was seen of it, how it is read, and what came of that."""

    name: str
    type: str
    cells: Cells
    reading: Reading | None = None
    fitting: int = 0
    misfits: int = 0
    examples: tuple[str, ...] = ()
    codes: tuple[float, ...] = ()
    marks: tuple[str, ...] = ()
    hints: dict[str, Any] = field(default_factory=dict)

    @property
    def is_text(self) -> bool:
        return self.type == "VARCHAR"

    @property
    def is_number(self) -> bool:
        return self.reading.kind == "number" if self.reading else self.type.lstrip("U").startswith(_NUMBERS)

    @property
    def changed(self) -> bool:
        return bool(self.reading or self.codes or self.marks or self.is_padded)

    @property
    def is_padded(self) -> bool:
        """Whether its text, which stays text, has blanks around it: 京东 and 京东 with a tab are one."""
        return self.is_text and self.reading is None and self.cells.padded

    @property
    def missing(self) -> tuple[str, ...]:
        """The words that stand for nothing here; of a flag, none of its two is one."""
        if self.reading is None:
            return self.marks
        return tuple(text for text in self.cells.missing if not self.reading.fits(text))

    @property
    def read_as(self) -> str:
        """SQL for its values, before codes are taken out of them."""
        name = quoted(self.name)
        if self.reading:
            return self.reading.of(name if self.is_text else f"CAST({name} AS VARCHAR)")
        return f"nullif({TRIMMED.format(name)}, '')" if self.is_padded else name

    @property
    def sql(self) -> str:
        """SQL for its values."""
        if self.marks:
            text = TRIMMED.format(quoted(self.name))
            return f"CASE WHEN lower({text}) NOT IN ({listed(MARKS)}) THEN {self.read_as} END"
        sql = self.read_as
        for code in self.codes:
            sql = f"nullif({sql}, {code:g})" if abs(code) < 1e5 else f"nullif({sql}, {code:.0f})"
        return sql


def convert(
    connection: duckdb.DuckDBPyConnection, table: str, as_text: frozenset[str] = frozenset()
) -> tuple[ColumnRead, ...]:
    """Gives every column of a table the type that its values have, but for those that stay ``as_text``, and
    says how each was read."""
    described = connection.execute(f"DESCRIBE {quoted(table)}").fetchall()
    columns = [_Column(str(name), str(type_), Cells(str(name))) for name, type_, *_ in described]
    open_ = [column for column in columns if column.name not in as_text]
    _sample(connection, table, open_)
    _read(connection, table, open_)
    _find_numbers_for_nothing(connection, table, open_)
    for column in open_:
        if words := words_of_flag(column.cells):
            column.hints["words"] = words
        elif column.is_text and column.reading is None:
            _look_at_text(column)
    _keep_hints(connection, table, columns)
    if any(column.changed for column in columns):
        _rewrite(connection, table, columns)
    return _told(connection, table, columns)


def _sample(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[_Column]) -> None:
    """Shows every column cells from the top and from all over the table."""
    texts = [c for c in columns if c.is_text or c.is_number]
    rows = max(_FEWEST_ROWS, min(_MOST_ROWS, _SAMPLE_CELLS // max(1, len(texts))))
    [count] = connection.execute(f"SELECT count(*) FROM {quoted(table)}").fetchone() or (0,)
    every = max(1, count // rows)
    for first in range(0, len(texts), _COLUMNS_AT_ONCE):
        part = texts[first : first + _COLUMNS_AT_ONCE]
        selected = ", ".join(f"left(CAST({quoted(c.name)} AS VARCHAR), {_LONGEST})" for c in part)
        found = connection.execute(
            f"SELECT {selected} FROM {quoted(table)} WHERE rowid < {rows} OR rowid % {every} = 0"
        ).fetchall()
        for column, cells in zip(part, zip(*found, strict=True), strict=False):
            column.cells.add((text, 1) for text in cells)


def _read(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[_Column]) -> None:
    """Finds how each column is read, until all its rows are found to agree or it is left as it is."""
    by_name = {c.name: c for c in columns if c.is_text}
    named = frozenset(n for n, c in by_name.items() if _identifies(c))
    open_ = dict(by_name)
    for _ in range(_ROUNDS):
        chosen = choose({n: c.cells for n, c in by_name.items()}, named, table)
        changed = [c for n, c in by_name.items() if n in open_ or chosen.get(n) != c.reading]
        for column in changed:
            column.reading = chosen.get(column.name)
        _count(connection, table, [c for c in changed if c.reading])
        open_ = {
            c.name: c for c in changed if c.reading and c.misfits and _show_misfits(connection, table, c)
        }
        if not open_:
            break
    for column in by_name.values():
        _settle(column, column.name in named)
    for column in columns:
        if column.is_number and not column.is_text:
            texts = list(column.cells.filled)
            column.reading = next(
                (r for r in since_1970(column.cells, texts) if all(map(r.fits, texts))), None
            )
            if column.reading:
                _count(connection, table, [column])
                column.reading = None if column.misfits else column.reading


def _identifies(column: _Column) -> bool:
    """Whether numbers in a column are names: some begin with a zero, or are too long to count."""
    return bool(_IDENTIFIES.search(column.name)) and any(map(_LEADING_ZERO.fullmatch, column.cells.seen))


def _count(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[_Column]) -> None:
    """Counts in all rows how many cells are read, and how many hold something else."""
    for first in range(0, len(columns), _COLUMNS_AT_ONCE):
        part = columns[first : first + _COLUMNS_AT_ONCE]
        inner = ", ".join(f"{c.read_as} AS v{i}, {quoted(c.name)} AS t{i}" for i, c in enumerate(part))
        outer = ", ".join(
            f"count(v{i}), count(*) FILTER (WHERE v{i} IS NULL AND t{i} IS NOT NULL AND"
            f" lower({TRIMMED.format(f'CAST(t{i} AS VARCHAR)')}) NOT IN ('', {listed(WORDS)}))"
            for i in range(len(part))
        )
        row = (
            connection.execute(f"SELECT {outer} FROM (SELECT {inner} FROM {quoted(table)})").fetchone() or ()
        )
        for column, fitting, misfits in zip(part, row[::2], row[1::2], strict=True):
            column.fitting, column.misfits = fitting, misfits


def _show_misfits(connection: duckdb.DuckDBPyConnection, table: str, column: _Column) -> bool:
    """Adds what could not be read to what was seen of a column; whether that was news."""
    name = quoted(column.name)
    found = connection.execute(
        f"SELECT t, count(*) FROM (SELECT left({TRIMMED.format(name)}, {_LONGEST}) AS t FROM {quoted(table)}"
        f" WHERE {name} IS NOT NULL AND {column.read_as} IS NULL"
        f" AND lower({TRIMMED.format(name)}) NOT IN ('', {listed(WORDS)}) LIMIT {_LOOKED_AT})"
        " GROUP BY t ORDER BY count(*) DESC, t LIMIT 50"
    ).fetchall()
    column.examples = tuple(str(text)[:_SHORTENED] for text, _ in found[:_TOLD])
    news = [(text, n) for text, n in found if text not in column.cells.seen]
    column.cells.add(news)
    return bool(news)


def _settle(column: _Column, named: bool) -> None:
    """Leaves a column as text where too many of all its cells are something else."""
    if column.reading is None:
        return
    others = {t: n for t, n in column.cells.filled.items() if not column.reading.fits(t)}
    if column.misfits:
        share = column.misfits / max(1, sum(others.values()))
        others = {t: max(1, round(n * share)) for t, n in others.items()} or {"": column.misfits}
        if not tolerated(column.cells, others, column.fitting, named):
            column.reading, column.misfits, column.examples = None, 0, ()
    else:
        column.examples = ()


def _find_numbers_for_nothing(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[_Column]
) -> None:
    """Finds the numbers of a column that mean that nothing is known: -999."""
    numbers = [c for c in columns if c.is_number and any(map(_is_code, c.cells.filled))]
    codes = ", ".join(f"{code:.1f}" for code in CODES)
    for column in numbers:
        row = connection.execute(
            f"SELECT histogram(v) FILTER (v IN ({codes})), count(v), min(v) FILTER (v NOT IN ({codes})),"
            f" max(v) FILTER (v NOT IN ({codes})) FROM"
            f" (SELECT CAST({column.read_as} AS DOUBLE) AS v FROM {quoted(table)})"
        ).fetchone()
        assert row is not None
        column.codes = codes_for_nothing(column.name, row[0] or {}, *row[1:])


def _is_code(text: str) -> bool:
    try:
        return float(text) in CODES
    except ValueError:
        return False


def _look_at_text(column: _Column) -> None:
    """What is known of a column that stays text: marks for nothing, several values in a cell."""
    seen = column.cells.seen
    marks = tuple(sorted(text for text in seen if text.lower() in MARKS))
    others = {text for text in seen if text not in marks}
    if marks and others and all(len(t) > 1 or t.isalnum() for t in others):
        column.marks = marks
    if mark := parted_by(column.cells):
        column.hints["parts"] = mark


def _keep_hints(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[_Column]) -> None:
    """Adds what was noted of the columns before, which goes before what was seen now."""
    comments = dict(
        connection.execute(
            "SELECT column_name, comment FROM duckdb_columns() WHERE table_name = ? AND NOT internal", [table]
        ).fetchall()
    )
    for column in columns:
        read = column.reading.hints if column.reading else {}
        column.hints = {**read, **column.hints, **noted(comments.get(column.name))}


def _rewrite(connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[_Column]) -> None:
    """Makes the table anew with its values; its key is kept."""
    keys = connection.execute(
        "SELECT constraint_column_names FROM duckdb_constraints() WHERE table_name = ?"
        " AND constraint_type = 'PRIMARY KEY'",
        [table],
    ).fetchall()
    selected = ", ".join(f"{c.sql} AS {quoted(c.name)}" if c.changed else quoted(c.name) for c in columns)
    connection.execute(f"CREATE OR REPLACE TABLE {quoted(table)} AS SELECT {selected} FROM {quoted(table)}")
    for (names,) in keys:
        connection.execute(f"ALTER TABLE {quoted(table)} ADD PRIMARY KEY ({', '.join(map(quoted, names))})")


def _told(
    connection: duckdb.DuckDBPyConnection, table: str, columns: Sequence[_Column]
) -> tuple[ColumnRead, ...]:
    """The report of each column; its hints are noted with it."""
    types = dict(r[:2] for r in connection.execute(f"DESCRIBE {quoted(table)}").fetchall())
    told = []
    for column in columns:
        codes = tuple(f"{code:g}" if abs(code) < 1e5 else f"{code:.0f}" for code in column.codes)
        missing = column.missing
        read = ColumnRead(
            name=column.name,
            type=types[column.name],
            form=column.reading.form if column.reading else None,
            filled=column.fitting + column.misfits if column.reading else column.cells.seen.total(),
            misfits=column.misfits,
            examples=column.examples,
            missing=(*missing, *codes),
            doubt=column.reading.doubt if column.reading else None,
        )
        told.append(read)
        if notes := notes_of_column(table, read):
            column.hints["read"] = [said._asdict() for said in notes]
            column.hints["in_doubt"] = read.doubt is not None
        if column.hints:
            note(connection, table, column.name, column.hints)
    return tuple(told)

"""JSON -> tables of a DuckDB connection: rows inside an object, and lists inside rows as tables of their own.

DuckDB reads the text and finds its types; what is here decides which of its values are rows.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from duckdb import DuckDBPyConnection
from duckdb.sqltypes import DuckDBPyType

from pipeline.engines.compiler.expressions import quoted
from pipeline.language import Text
from pipeline.sources.convert import convert
from pipeline.sources.faults import said, too_wide
from pipeline.sources.hints import note
from pipeline.sources.layout import regions
from pipeline.sources.report import TableRead
from pipeline.sources.tables import MOST_COLUMNS, as_it_stands, table_name, write_region

# Deeper ones stay JSON: to find their types takes time and memory that grow with each level.
_READ = "read_json_auto(?, sample_size = -1, maximum_depth = 8)"
_DEEPEST = 5  # objects in objects, in which rows are looked for
_RAW = "raw__"
_BESIDE = Text("left out is what stands beside the rows: {}", "未读取与数据行并列的内容：{}")
_KEYED = Text("the names of the objects became the column key", "对象的名称成为 key 列")
_LISTS = Text("the lists became columns", "各列表成为列")
_PART_OF = Text("its rows are lists inside rows of {}", "其各行来自 {} 各行中的列表")


@dataclass(frozen=True)
class _Value:
    """A value inside a row: the names that lead there, and its type."""

    path: tuple[str, ...]
    type: DuckDBPyType

    @property
    def sql(self) -> str:
        first, *others = self.path
        return quoted(first) + "".join(f".{quoted(name)}" for name in others)

    @property
    def is_rows(self) -> bool:
        """Whether it is a list of objects."""
        return self.type.id == "list" and [type_.id for _, type_ in _children(self.type)] == ["struct"]

    @property
    def is_list(self) -> bool:
        return self.type.id in ("list", "array")

    def inside(self) -> Iterator[_Value]:
        """What an object holds; itself for everything else."""
        if self.type.id != "struct" or len(self.path) > _DEEPEST:
            yield self
            return
        for name, type_ in _children(self.type):
            yield from _Value((*self.path, name), type_).inside()


def _children(type_: DuckDBPyType) -> list[tuple[str, DuckDBPyType]]:
    return [(name, child) for name, child in type_.children if isinstance(child, DuckDBPyType)]


def load_json(connection: DuckDBPyConnection, text: Path, stem: str) -> list[TableRead]:
    """Adds the tables of a UTF-8 file of JSON or of lines of JSON. Raises `SourceError`."""
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {_RAW} AS FROM {_READ}", [str(text)])
    try:
        found = _tables(connection, text, stem)
    finally:
        connection.execute(f"DROP TABLE IF EXISTS {_RAW}")
    if not any(_says_something(connection, table) for table in found):
        raise said(text, "holds no rows of data", "中没有数据行")
    return found


def _says_something(connection: DuckDBPyConnection, table: TableRead) -> bool:
    """Whether any cell of a table holds a value: an object of empty lists has one row of none."""
    any_ = " OR ".join(
        f"{quoted(column.name)}::VARCHAR NOT IN ('', '{{}}', '[]')" for column in table.columns
    )
    return (
        connection.execute(f"SELECT 1 FROM {quoted(table.name)} WHERE {any_} LIMIT 1").fetchone() is not None
    )


def _tables(connection: DuckDBPyConnection, text: Path, stem: str) -> list[TableRead]:
    values = _values(connection, _RAW)
    if len(values) > MOST_COLUMNS:
        raise too_wide(text.name, len(values), MOST_COLUMNS)
    [rows] = connection.execute(f"SELECT count(*) FROM {_RAW}").fetchone() or (0,)
    if len(values) == 1 and values[0].is_list and rows > 1:
        return _of_lists(connection, values[0], stem)
    if rows != 1:
        return _written(connection, f"FROM {_RAW}", stem)
    inside = [part for value in values for part in value.inside()]
    if wrapped := [value for value in inside if value.is_rows]:
        return _unwrapped(connection, wrapped, inside, stem)
    if len(values) > 1 and len({str(value.type) for value in values}) == 1 and values[0].type.id == "struct":
        sql = " UNION ALL ".join(
            f"SELECT {_text(value.path[0])} AS key, unnest({value.sql}) FROM {_RAW}" for value in values
        )
        return _changed(_written(connection, f"FROM ({sql})", stem), _KEYED)
    if len(values) > 1 and all(value.is_list for value in values):
        sql = ", ".join(f"unnest({value.sql}) AS {quoted(value.path[0])}" for value in values)
        return _changed(_written(connection, f"FROM (SELECT {sql} FROM {_RAW})", stem), _LISTS)
    return _written(connection, f"FROM {_RAW}", stem)


def _of_lists(connection: DuckDBPyConnection, value: _Value, stem: str) -> list[TableRead]:
    """Rows that are lists of cells, the first of which may name the columns."""
    found = connection.execute(f"SELECT {value.sql}::JSON[] FROM {_RAW}").fetchall()
    rows = [[_cell(cell) for cell in row or ()] for (row,) in found]
    return [
        write_region(connection, table_name(connection, stem), rows, region)
        for region in regions(rows)
        if region.body
    ]


def _cell(json_: str | None) -> str | None:
    value = None if json_ is None else json.loads(json_)
    return None if value is None else value if isinstance(value, str) else json_


def _unwrapped(
    connection: DuckDBPyConnection, wrapped: Sequence[_Value], inside: Sequence[_Value], stem: str
) -> list[TableRead]:
    """The lists of objects inside one object, each a table."""
    found: list[TableRead] = []
    for value in wrapped:
        name = stem if len(wrapped) == 1 else value.path[-1]
        rows = f"FROM (SELECT unnest({value.sql}, recursive := false) AS row__ FROM {_RAW})"
        found += _written(connection, rows, name)
    beside = ", ".join(".".join(value.path) for value in inside if not value.is_rows)
    return _changed(found, Text(*(t.format(beside) for t in _BESIDE))) if beside else found


def _changed(tables: list[TableRead], change: Text) -> list[TableRead]:
    first, *others = tables
    return [first.model_copy(update={"changes": (*first.changes, change)}), *others]


def _written(connection: DuckDBPyConnection, rows: str, wanted: str) -> list[TableRead]:
    """Makes a table of ``rows`` (a FROM clause), objects spread over columns, and one more of each list of
    objects inside them, which names its row by ``<table>_row``."""
    name = table_name(connection, wanted)
    values = [part for value in _values(connection, rows) for part in value.inside()]
    lists = [value for value in values if value.is_rows]
    plain = [value for value in values if not value.is_rows]
    names = _names(plain)
    number = f"{name}_row"
    selected = [_selected(value, names[value.path]) for value in plain]
    if lists:
        selected.insert(0, f"row_number() OVER () AS {quoted(number)}")
    connection.execute(f"CREATE TABLE {quoted(name)} AS SELECT {', '.join(selected) or '1 AS n'} {rows}")
    for value in plain:
        if value.is_list:
            note(connection, name, names[value.path], {"parts": "|"})
    read = convert(connection, name)
    found = [as_it_stands(connection, name).model_copy(update={"columns": read})]
    for value in lists:
        sql = f"SELECT row_number() OVER () AS {quoted(number)}, unnest({value.sql}) AS row__"
        inner = f"FROM (SELECT {quoted(number)}, unnest(row__) FROM ({sql} {rows}))"
        change = Text(*(t.format(name) for t in _PART_OF))
        found += _changed(_written(connection, inner, f"{name}_{value.path[-1]}"), change)
    return found


def _selected(value: _Value, name: str) -> str:
    if value.is_list:
        return f"array_to_string({value.sql}, '|') AS {quoted(name)}"
    if value.type.id in ("map", "struct") or str(value.type) == "JSON":
        return f"{value.sql}::VARCHAR AS {quoted(name)}"
    return f"{value.sql} AS {quoted(name)}"


def _values(connection: DuckDBPyConnection, rows: str) -> list[_Value]:
    relation = connection.sql(f"SELECT * {rows}" if rows.startswith("FROM") else f"FROM {rows}")
    return [_Value((name,), type_) for name, type_ in zip(relation.columns, relation.types, strict=True)]


def _names(values: Sequence[_Value]) -> dict[tuple[str, ...], str]:
    """What the columns are called: like their value, with what leads there where two are called alike."""
    counts = Counter(value.path[-1].lower() for value in values)
    return {
        value.path: value.path[-1] if counts[value.path[-1].lower()] == 1 else "_".join(_outer(value.path))
        for value in values
    }


def _outer(path: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(name for name in path if name != "row__")


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"

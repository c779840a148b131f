"""Keys: what identifies a row, and which columns refer to the rows of another table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.names import singular, table_words, words_of
from pipeline.inference.profile import Column, Table
from pipeline.inference.words import OWN_PARTS

# Words that end the name of what identifies a thing.
KEY_WORDS = frozenset(("id", "code", "key", "number", "uuid", "guid", "sk", "pk", "ssn", "isbn", "sku"))
KEY_ENDINGS_ZH = ("编号", "编码", "代码", "号码", "序号", "工号", "学号", "单号", "号", "ID", "id")
_GENERIC_KEYS = ({"id"}, {"code"}, {"key"}, {"number"}, {"name"}, {"uuid"}, {"guid"})
_LONGEST_KEY = 40  # characters; longer texts identify nothing
_SURE, _LIKELY, _VAGUE = 3, 2, 1
_UNNAMED = 0  # found by its values alone
SURENESS: dict[int, Literal["sure", "likely", "vague"]] = {
    _SURE: "sure",
    _LIKELY: "likely",
    _VAGUE: "vague",
    _UNNAMED: "vague",
}
# Which part of a column's values must be found in the table it refers to, by how sure its name is.
_FOUND = {_SURE: 0.5, _LIKELY: 0.9, _VAGUE: 1.0}
_BY_CHANCE = 1e-6  # numbers that are less likely to be found in another table by chance belong there
_FEW = 3  # so few values are found anywhere by chance


@dataclass(frozen=True)
class Reference:
    """A foreign key of one column: ``column`` of ``table`` names a row of ``target`` by its ``key``;
    ``complete``: every row of ``table`` does; ``as_text``: the two are of different kinds, a text and a
    number, so they are compared as they are written; ``by_values``: only what stands in both says so."""

    table: str
    column: str
    target: str
    key: str
    declared: bool
    sureness: int = _SURE
    complete: bool = False
    as_text: bool = False
    by_values: bool = False


def looks_like_key(column: Column) -> bool:
    """Whether a column is named like what identifies something."""
    words = words_of(column.name)
    return bool(words) and (words[-1] in KEY_WORDS or column.name.endswith(KEY_ENDINGS_ZH))


def key_of(table: Table) -> tuple[str, ...]:
    """The columns that identify a row: declared, or one that is unique and named like a key, or the
    first one that is unique; empty for none."""
    if table.declared_key:
        return table.declared_key
    unique = [c for c in table.columns if identifies(table, c)]
    named = [c for c in unique if looks_like_key(c)]
    owners = [singular(table_words(table.name))]
    own = [c for c in named if words_of(c.name)[:-1] in (*owners, [])]
    first = [c for c in unique if c is table.columns[0] and table.rows > _FEW]
    found = own or named or first
    return (found[0].name,) if found else ()


def identifies(table: Table, column: Column) -> bool:
    """Whether each row of a table has another value in ``column``."""
    if not table.rows or column.filled != table.rows or column.distinct < table.rows:
        return False
    if column.kind == "string":
        return column.longest <= _LONGEST_KEY
    return column.kind == "number" and column.whole


def references(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], keys: dict[str, tuple[str, ...]]
) -> list[Reference]:
    """The foreign keys: declared ones, and those whose names and values say it."""
    declared = list(_declared(tables, keys))
    # a row that is said to refer to its own table by the name of another may be a slip
    doubted = {(r.table, r.column): r for r in declared if r.sureness == _VAGUE}
    found = [r for r in declared if r.sureness != _VAGUE]
    taken = {(r.table, r.column) for r in found}
    for table in tables:
        for column in table.columns:
            if (table.name, column.name) in taken or not _can_refer(column):
                continue
            candidates = _named_alike(table, column, tables, keys)
            best = next((r for r in candidates if _is_held(connection, tables, table, column, r)), None)
            if best is None and not candidates:
                held = [
                    r
                    for r in _valued_alike(table, column, tables, keys)
                    if _is_held(connection, tables, table, column, r)
                ]
                best = held[0] if len(held) == 1 else None
            best = best or doubted.get((table.name, column.name))
            if best:
                found.append(best)
    return found


def completed(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], found: Sequence[Reference]
) -> list[Reference]:
    """The references with whether every row has one."""
    return [replace(r, complete=_is_complete(connection, tables, r)) for r in found]


def _is_complete(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], reference: Reference
) -> bool:
    """Whether every row refers to one that is there. They are compared as they are written: a declared
    reference may lead from a text to a number."""
    by_name = {t.name: t for t in tables}
    table, target = by_name[reference.table], by_name[reference.target]
    own, key = quoted(reference.column), quoted(reference.key)
    row = connection.execute(
        f"SELECT 1 FROM {table.sql} s ANTI JOIN {target.sql} t ON s.{own}::VARCHAR = t.{key}::VARCHAR LIMIT 1"
    ).fetchone()
    return row is None


def _declared(tables: Sequence[Table], keys: dict[str, tuple[str, ...]]) -> Iterator[Reference]:
    by_name = {t.name.lower(): t for t in tables}
    seen = set()
    for table in tables:
        for columns, target, theirs in table.declared_references:
            there = by_name.get(target.lower())
            if there is None or len(columns) != 1:
                continue
            column = table.column(columns[0])
            key = there.column(theirs[0]) if theirs and theirs[0] else None
            if key is None and len(keys[there.name]) == 1:
                key = there.column(keys[there.name][0])
            if column is None or key is None or (table.name, column.name) in seen:
                continue
            if len(keys[there.name]) > 1 and key.name in keys[there.name]:
                continue  # part of a key names no single row
            if (there.name, key.name) == (table.name, column.name):
                continue  # a slip: every column refers to itself
            seen.add((table.name, column.name))
            named = there is not table or _likeness(table, column, there, key)
            sureness = _SURE if named else _VAGUE
            as_text = column.kind != key.kind
            yield Reference(table.name, column.name, there.name, key.name, True, sureness, as_text=as_text)


def _can_refer(column: Column) -> bool:
    if column.kind == "number":
        return column.whole
    return column.kind == "string" and column.longest <= _LONGEST_KEY


def _named_alike(
    table: Table, column: Column, tables: Sequence[Table], keys: dict[str, tuple[str, ...]]
) -> list[Reference]:
    """The tables that a column may refer to by its name, the surer first."""
    found = []
    for target in tables:
        key = target.column(keys[target.name][0]) if len(keys[target.name]) == 1 else None
        if key is None or key.kind != column.kind or (target is table and key.name == column.name):
            continue
        sureness = _likeness(table, column, target, key)
        if sureness:
            found.append(Reference(table.name, column.name, target.name, key.name, False, sureness))
    return sorted(found, key=lambda r: -r.sureness)


def _valued_alike(
    table: Table, column: Column, tables: Sequence[Table], keys: dict[str, tuple[str, ...]]
) -> Iterator[Reference]:
    """The tables whose numbers a column may hold whatever its name is: the advisors of students, where
    members of the faculty are numbered so sparsely that no other number would be one of theirs."""
    if column.kind != "number" or column.low is None or keys_itself(table, column):
        return
    for target in tables:
        key = target.column(keys[target.name][0]) if len(keys[target.name]) == 1 else None
        if key is None or target is table or not key.whole or key.low is None or not target.rows:
            continue
        within = key.low <= column.low and column.high <= key.high
        density = target.rows / (int(key.high) - int(key.low) + 1)
        if within and density**column.distinct < _BY_CHANCE:
            yield Reference(table.name, column.name, target.name, key.name, False, _VAGUE)


def _likeness(table: Table, column: Column, target: Table, key: Column) -> int:
    """How surely a column is named after the rows of ``target``; 0 for not."""
    own, theirs = words_of(column.name), words_of(key.name)
    thing = singular(table_words(target.name))
    if key.name.lower() == column.name.lower() and set(theirs) not in _GENERIC_KEYS:
        # of two tables with the same key, one is the thing itself
        named = theirs[:-1] == thing or theirs == thing or not looks_like_key(key)
        owned = keys_itself(table, column)
        return _SURE if named else (_VAGUE if owned else _LIKELY)
    if own == [*thing, *theirs] or (own[:-1] == thing and own[-1] in KEY_WORDS and theirs[-1] in KEY_WORDS):
        return _SURE
    if own == thing:
        return _LIKELY
    if own[-1] in KEY_WORDS and theirs[-1] in KEY_WORDS:
        named_last = thing[-1:] == own[-2:-1] or (theirs[:-1] and own[-len(theirs) :] == theirs)
        if len(own) > 1 and named_last:
            return _LIKELY  # home_team_id, manager_employee_id
    if target is table and {*own} & OWN_PARTS:
        return _LIKELY
    zh = column.name.endswith(KEY_ENDINGS_ZH) and key.name.endswith(KEY_ENDINGS_ZH)
    if zh and target.name.removesuffix("表") and target.name.removesuffix("表") in column.name:
        return _LIKELY
    return 0


def keys_itself(table: Table, column: Column) -> bool:
    """Whether a column identifies the rows of its own table."""
    return table.declared_key == (column.name,) or identifies(table, column)


def _is_held(
    connection: duckdb.DuckDBPyConnection,
    tables: Sequence[Table],
    table: Table,
    column: Column,
    reference: Reference,
) -> bool:
    """Whether the values of a column are found in the table it refers to."""
    target = next(t for t in tables if t.name == reference.target)
    if not column.filled or not target.rows:
        return reference.sureness == _SURE
    if column.distinct < _FEW and reference.sureness == _VAGUE:
        return False
    return part_held(connection, table, column.name, target, reference.key) >= _FOUND[reference.sureness]


def part_held(
    connection: duckdb.DuckDBPyConnection, table: Table, column: str, target: Table, key: str
) -> float:
    """The part of the different values of a column that are found in one of another table; 0 for none."""
    own, theirs = quoted(column), quoted(key)
    row = connection.execute(
        f"SELECT count(*), count(t.k) FROM (SELECT DISTINCT {own}::VARCHAR AS v FROM {table.sql}"
        f" WHERE {own} IS NOT NULL LIMIT 20000) s"
        f" LEFT JOIN (SELECT DISTINCT {theirs}::VARCHAR AS k FROM {target.sql}) t ON t.k = s.v"
    ).fetchone()
    return row[1] / row[0] if row and row[0] else 0.0

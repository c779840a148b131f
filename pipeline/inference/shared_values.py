"""References that only the values of two tables tell: ``ship_via`` holds numbers of shippers, two tables both
name regions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import duckdb

from pipeline.inference.keys import KEY_WORDS, Reference, identifies, part_held
from pipeline.inference.names import singular, table_words, words_of
from pipeline.inference.profile import Column, Table
from pipeline.inference.words import AMOUNTS, NAME_WORDS
from pipeline.language import Text
from pipeline.planner.averaged import is_averaged

_FEWEST_TEXTS, _FEWEST_NUMBERS = 2, 2  # different values that must be shared
_ALIKE = 4  # letters at the beginning of two words that make them alike: ship, shipper
_FOUND = 0.95  # of the different values
_MOST_TRIED = 300  # pairs of columns whose values are compared
_UNNAMED = 3  # different texts that need no name to be those of another table
_SAYS_LITTLE = frozenset((
    "name", "title", "description", "status", "type", "note", "comment", "gender", "active", "flag", "label",
    "value", "level", "名称", "姓名", "状态", "类型", "备注", "说明", "性别",
))  # fmt: skip


def by_values(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], known: Sequence[Reference]
) -> Iterator[Reference]:
    """One reference for each two tables that no other connects, the surest."""
    together = {t.name: t.name for t in tables}

    def group(name: str) -> str:
        while together[name] != name:
            name = together[name]
        return name

    for reference in known:
        together[group(reference.table)] = group(reference.target)
    candidates = sorted(_candidates(tables), key=lambda c: -c[0])
    for sure, table, column, target, key in candidates[:_MOST_TRIED]:
        if (
            group(table.name) == group(target.name)
            or not part_held(connection, table, column.name, target, key.name) >= _FOUND
        ):
            continue
        together[group(table.name)] = group(target.name)
        yield Reference(table.name, column.name, target.name, key.name, False, sure, by_values=True)


def said(reference: Reference) -> Text:
    """That a reference was found by its values, for who knows better."""
    own, theirs = f"{reference.table}.{reference.column}", f"{reference.target}.{reference.key}"
    return Text(
        f"{own} and {theirs} hold the same values; nothing else says that they join the two tables.",
        f"{own} 与 {theirs} 的取值相同，据此关联两张表；没有其他依据。",
    )


def _candidates(tables: Sequence[Table]) -> Iterator[tuple[int, Table, Column, Table, Column]]:
    """What may refer to what, with how sure its name makes it: 2, 1, or 0."""
    for table in tables:
        for target in tables:
            if table is target or not target.rows:
                continue
            for key in target.columns:
                if not identifies(target, key):
                    continue
                for column in table.columns:
                    sure = _sureness(column, target, key)
                    larger = identifies(table, column) and table.rows > target.rows
                    if sure is not None and not larger:
                        yield sure, table, column, target, key


def _sureness(column: Column, target: Table, key: Column) -> int | None:
    """How surely a column is that of the other table by its name; None where it cannot be."""
    if column.kind != key.kind or column.kind not in ("string", "number"):
        return None
    own, theirs = words_of(column.name), words_of(key.name)
    if column.kind == "number":
        if not column.whole or column.distinct < _FEWEST_NUMBERS or _is_amount(column, own):
            return None
        return 1 if _is_number_of(own, target, theirs) else None
    if column.distinct < _FEWEST_TEXTS:
        return None
    if column.name.lower() == key.name.lower() and not {*own} & _SAYS_LITTLE:
        return 2
    shared = {*own} & ({*theirs} | {*singular(table_words(target.name))}) - _SAYS_LITTLE - KEY_WORDS
    return 1 if shared else (0 if column.distinct >= _UNNAMED else None)


def _is_amount(column: Column, words: Sequence[str]) -> bool:
    return bool({*words} & {*AMOUNTS}) or is_averaged(column.name) or column.name.endswith(tuple("数额量"))


def _is_number_of(own: Sequence[str], target: Table, key: Sequence[str]) -> bool:
    """Whether a word of a column begins like the things of a table, or is short for their number: uid."""
    things = {w for w in (*singular(table_words(target.name)), *key) if w not in KEY_WORDS | NAME_WORDS}
    short = {f"{w[0]}{mark}" for w in things for mark in ("id", "no")}
    plain = [w for w in own if w not in KEY_WORDS]
    alike = any(w[:_ALIKE] == t[:_ALIKE] for w in plain for t in things if min(len(w), len(t)) >= _ALIKE)
    han = any(w[:2] == t[:2] for w in own for t in things if not w.isascii() and not t.isascii())
    return alike or han or bool({*own} & short)

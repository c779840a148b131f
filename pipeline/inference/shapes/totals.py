"""Rows that add up other rows, or stand for many of them: left out, so that nothing counts twice."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache

import duckdb
from babel import Locale

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.names import words_of
from pipeline.inference.places import country_code
from pipeline.inference.profile import Column, Table, stored_texts
from pipeline.inference.shapes.rewrite import indented, is_named, rewritten, text
from pipeline.inference.shapes.sums import sum_of_all
from pipeline.inference.shapes.words import (
    AGGREGATES,
    ALL,
    COUNTRIES_WITH_SUCH_WORDS,
    MAYBE_TOTAL,
    TOTAL,
    TOTAL_OF,
)
from pipeline.language import Text

_MOST_PART = 0.5  # of the rows may be totals; more of them are something else
_COUNTRIES_PART = 0.6  # of the values
_FEWEST_COUNTRIES = 5
_NEARLY = 0.02  # of a sum, for rounded figures
_SHOWN = 3
_MOST_NAMED = 200  # totals of a column that can be asked for
_MOST_VALUES = 5_000
_UNLESS = Text(" unless asked for by name", "，除非按名称询问")
_OF_ALL = {"general", "overall", "all", "for"}  # what a total may be of that nothing in the table is called


def without_totals(connection: duckdb.DuckDBPyConnection, table: Table) -> Table | None:
    """``table`` without the rows that are named like a total or like a part of the world among countries;
    None where it has none."""
    found: dict[str, list[str]] = {}
    for column in table.columns:
        if column.kind != "string" or not 1 < column.distinct <= _MOST_VALUES or table.rows < 2:
            continue
        labels = _totals_in(connection, table, column)
        if labels:
            found[column.name] = labels
    tests = {name: f"{quoted(name)} IN ({', '.join(map(text, labels))})" for name, labels in found.items()}
    count = _count(connection, table, " OR ".join(tests.values())) if tests else 0
    if not 0 < count <= _MOST_PART * table.rows:
        return None
    row = "" if table.query else "rowid, "
    kept = "\nAND ".join(f"(({test}) IS NOT TRUE OR {is_named(name)})" for name, test in tests.items())
    query = f"SELECT {row}* FROM {indented(table)}\nWHERE {kept}"
    named = {name: {"totals": _askable(labels)} for name, labels in found.items()}
    made = rewritten(connection, table, query, named, keeps_key=True)
    all_ = list(dict.fromkeys(label for labels in found.values() for label in labels))
    said = _said(table, count, all_, named=any(of["totals"] for of in named.values()))
    made.changes.append(said)
    made.told.append(said)
    return made


def _askable(labels: Sequence[str]) -> dict[str, dict[str, str]]:
    """What totals are called that have a name of their own: the world, a continent, but not "all"."""
    bare = (TOTAL, ALL)
    own = [label for label in labels if not any(words.fullmatch(label.strip()) for words in bare)]
    return {
        label: {"en": en, "zh": zh}
        for label in own[:_MOST_NAMED]
        for en, zh in [_regions().get(label.strip().lower(), (label, label))]
    }


def _count(connection: duckdb.DuckDBPyConnection, table: Table, test: str) -> int:
    row = connection.execute(f"SELECT count(*) FROM {table.sql} WHERE {test}").fetchone()
    return int(row[0]) if row else 0


def _totals_in(connection: duckdb.DuckDBPyConnection, table: Table, column: Column) -> list[str]:
    """The values of a column that are totals of the others."""
    values = stored_texts(connection, table, column)
    sure = [v for v in values if TOTAL.fullmatch(v.strip())]
    maybe = [v for v in values if MAYBE_TOTAL.fullmatch(v.strip())]
    words = _words_of_table(table, values)
    found = [
        v
        for v in sure
        if _is_plausible(connection, table, column, v)
        and (_says_of_what(v, words) or _adds_up(connection, table, column, v, []))
    ]
    found += [v for v in maybe if _adds_up(connection, table, column, v, found)]
    if _holds_countries(values):
        found += [v for v in values if v not in found and _is_part_of_world(v)]
    if not found and (whole := sum_of_all(connection, table, column)):
        found.append(whole)
    return found


def _says_of_what(label: str, words: frozenset[str]) -> bool:
    """Whether a label is a total alone, or that of something which the table names: not a film's."""
    named = TOTAL_OF.fullmatch(label.strip())
    if named is None:
        return True
    rest = (named["of"] or named["for"]).strip(" :-")
    return rest.isdigit() or not {rest.lower(), *map(str.lower, words_of(rest))}.isdisjoint(words)


def _words_of_table(table: Table, values: Sequence[str]) -> frozenset[str]:
    """What the table, its columns and the things of one of them are called."""
    names = {w.lower() for name in (table.name, *(c.name for c in table.columns)) for w in words_of(name)}
    return frozenset(
        names | {value.strip().lower() for value in values} | {"general", "overall", "all", "for"}
    )


def _is_plausible(connection: duckdb.DuckDBPyConnection, table: Table, column: Column, label: str) -> bool:
    """Whether a label stands at the place of a total: for few of the rows, or with the sum of others."""
    count = _count(connection, table, f"{quoted(column.name)} = {text(label)}")
    return count == 1 or count <= 0.2 * table.rows or _adds_up(connection, table, column, label, [])


def _adds_up(
    connection: duckdb.DuckDBPyConnection, table: Table, column: Column, label: str, left_out: Sequence[str]
) -> bool:
    """Whether the rows of a label have, in some column of numbers, the sum of all other rows."""
    name = quoted(column.name)
    others = f"{name} NOT IN ({', '.join(text(v) for v in (*left_out, label))})"
    figures = [quoted(c.name) for c in table.columns if c.kind == "number"]
    if not figures:
        return False
    selected = ", ".join(
        f"sum({f}::DOUBLE) FILTER ({name} = {text(label)}), sum({f}::DOUBLE) FILTER ({others})"
        for f in figures
    )
    row = connection.execute(f"SELECT {selected} FROM {table.sql}").fetchone() or ()
    pairs = zip(row[::2], row[1::2], strict=True)
    return any(a and b and abs(a - b) <= _NEARLY * abs(a) for a, b in pairs)


def _holds_countries(values: Sequence[str]) -> bool:
    known = sum(country_code(v) is not None for v in values if not AGGREGATES.fullmatch(v.strip()))
    parts = sum(_is_part_of_world(v) for v in values)
    long = sum(len(v.strip()) > 3 for v in values)
    rest = max(1, len(values) - parts)
    return (
        known >= _FEWEST_COUNTRIES
        and known >= _COUNTRIES_PART * rest
        and long >= _COUNTRIES_PART * len(values)
    )


def _is_part_of_world(value: str) -> bool:
    """Whether a value among countries is no country: the world, a continent, all of one income."""
    plain = value.strip()
    if plain.lower() in _regions():
        return True
    if country_code(plain) is not None or plain.lower() in COUNTRIES_WITH_SUCH_WORDS:
        return False
    return bool(AGGREGATES.fullmatch(plain))


@cache
def _regions() -> dict[str, tuple[str, str]]:
    """What the world, the continents and the unions of countries are called, by either of their names."""
    english, chinese = (Locale(language).territories for language in ("en", "zh"))
    codes = (code for code in map(str, english) if code.isdigit() or code in ("EU", "EZ", "UN", "QO"))
    named = [(english[code], chinese.get(code, english[code])) for code in codes]
    return {name.lower(): both for both in named for name in both}


def _said(table: Table, count: int, labels: Sequence[str], *, named: bool) -> Text:
    dots = " …" if len(labels) > _SHOWN else ""
    en = ", ".join(labels[:_SHOWN]) + dots
    zh = "、".join(labels[:_SHOWN]) + dots
    rows = "1 row that sums up others is" if count == 1 else f"{count} rows that sum up others are"
    unless = _UNLESS if named else Text("", "")
    return Text(
        f"{table.name}: {rows} left out{unless.en} ({en}).",
        f"{table.name}：{count} 行合计未计入{unless.zh}（{zh}）。",
    )

"""What a column is: an identifier, an amount, a rate, a year, a flag, a date, a name."""

from __future__ import annotations

from collections.abc import Set
from enum import StrEnum

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.keys import looks_like_key
from pipeline.inference.names import words_of
from pipeline.inference.profile import Column, Table
from pipeline.inference.words import (
    AMOUNTS,
    AVERAGES,
    AVERAGES_ZH,
    COORDINATES,
    KEPT_AS_TEXT,
    KINDS_OF_PERSONS,
    OF_BODIES,
    PARTS_OF_DATES,
    RANKS,
    SECRETS,
    SHARES,
    YEARS,
    YEARS_OF,
)
from pipeline.planner.averaged import is_averaged, is_load
from pipeline.planner.tokens import phrase
from pipeline.sources.recognise import recognise

_YEAR_RANGE = (1000, 2200)
_LIKELY_YEARS = (1800, 2100)  # numbers that are all between these are years, whatever they are called
_FEW_KINDS = 20
_MOST_KINDS, _ROWS_PER_KIND = 12, 3
_SMALLEST_CODE = 1000
_FEW_CODES = 4


class Role(StrEnum):
    """What a column is to an analyst."""

    KEY = "key"
    AMOUNT = "amount"  # adds up
    KIND = "kind"  # a small number of things that each row has: cylinders, bedrooms
    RATE = "rate"  # does not add up; its average says something
    SHARE = "share"  # a percentage, a probability: no sum of it says anything
    RANK = "rank"
    YEAR = "year"
    PART = "part"  # the month or the day of a date, in a column of its own
    CODE = "code"  # a number that counts nothing, as far as its values tell
    LABEL = "label"  # digits that are a name, or a place on a map
    TIME = "time"
    TEXT = "text"
    FLAG = "flag"
    NONE = "none"


def role_of(table: Table, column: Column, in_key: bool) -> Role:
    """What ``column`` of ``table`` is; ``in_key``: it identifies rows of this or another table."""
    if column.kind == "other" or not SECRETS.isdisjoint(w.lower() for w in words_of(column.name)):
        return Role.NONE
    if column.hints.get("listed"):
        return Role.NONE  # each of its values stands in a table of its own
    if column.kind == "time":
        return Role.TIME
    if column.kind == "boolean":
        return Role.FLAG
    if column.kind == "string":
        return Role.TEXT
    words = words_of(column.name)
    if in_key or (column.whole and looks_like_key(column) and words[-1] != "number"):
        return Role.KEY
    if column.whole and _is_year(column, words):
        return Role.YEAR
    if _is_part_of_date(column):
        return Role.PART
    if column.whole and {*words} & KEPT_AS_TEXT:
        return Role.LABEL
    if {*words} & COORDINATES or ({*words} & KINDS_OF_PERSONS and column.distinct <= _FEW_CODES):
        return Role.LABEL
    if words[-1] in RANKS or column.name.endswith(RANKS):
        return Role.RANK
    if _is_share(column, words) or column.hints.get("repeats"):
        return Role.SHARE  # in a row for each period, so that its sum would count it again and again
    if column.whole and words[-1] == "number" and column.distinct == column.filled > _FEW_KINDS:
        return Role.CODE
    if _is_rate(column, words):
        return Role.AMOUNT if _is_load(table, words) else Role.RATE
    if _looks_like_codes(table, column, words):
        return Role.CODE
    return Role.KIND if _is_kind(table, column, words) else Role.AMOUNT


def _is_part_of_date(column: Column) -> bool:
    """Whether whole numbers are those of months, quarters or days, by their name and their bounds."""
    if column.hints.get("part") or column.hints.get("of_date"):
        return True
    last = PARTS_OF_DATES.get(" ".join(words_of(column.name)), 0) or PARTS_OF_DATES.get(column.name, 0)
    return bool(last and column.whole and column.low is not None and column.low >= 0 and column.high <= last)


def _is_share(column: Column, words: list[str]) -> bool:
    if column.hints.get("format") == "percent" or {*words} & AVERAGES or column.name.startswith(AVERAGES_ZH):
        return True
    return bool({*words[-2:]} & SHARES) or column.name.endswith(tuple(w for w in SHARES if not w.isascii()))


def _is_load(table: Table, words: list[str]) -> bool:
    """Whether weights add up: of what is sent on some day they do, of persons and of things they do not."""
    if not any(map(is_load, words)):
        return False
    others = {w for c in table.columns for w in (*words_of(c.name), c.name)}
    return any(c.kind == "time" for c in table.columns) and OF_BODIES.isdisjoint(others)


def _looks_like_codes(table: Table, column: Column, words: list[str]) -> bool:
    """Whether whole numbers of four digits or more are all equally long and repeat: numbers that are
    given to things, like the advisors of students, and add up to nothing."""
    if not column.whole or column.low is None or column.low < _SMALLEST_CODE:
        return False
    repeats = 1 < column.distinct * 2 <= column.filled
    long = len(str(int(column.low))) == len(str(int(column.high)))
    return repeats and long and not _is_named_like_amount(column, words)


def _is_kind(table: Table, column: Column, words: list[str]) -> bool:
    """Whether a whole number takes few values over many rows and is not named like an amount."""
    if not column.whole or column.distinct > _MOST_KINDS or table.rows < _ROWS_PER_KIND * column.distinct:
        return False
    return not _is_named_like_amount(column, words)


def _is_named_like_amount(column: Column, words: list[str]) -> bool:
    stems = {s for w in words for s in phrase(w)}
    if stems & {s for w in AMOUNTS for s in phrase(w)}:
        return True
    return column.name.endswith(tuple(w for w in AMOUNTS if not w.isascii()))


def _is_year(column: Column, words: list[str]) -> bool:
    named = words[-1] in (*YEARS, *YEARS_OF) or column.name.endswith(YEARS) or words[0] == "year"
    if column.low is None:
        return named
    within = _YEAR_RANGE[0] <= column.low and column.high <= _YEAR_RANGE[1]
    if named:
        return bool(within)
    lately = _LIKELY_YEARS[0] <= column.low and column.high <= _LIKELY_YEARS[1]
    return bool(lately and column.distinct > 2 and not _is_named_like_amount(column, words))


def _is_rate(column: Column, words: list[str]) -> bool:
    return is_averaged(" ".join(words)) or any(is_averaged(word) for word in words)


def read_texts(connection: duckdb.DuckDBPyConnection, table: Table, as_text: Set[str] = frozenset()) -> None:
    """Finds the text columns that hold dates or numbers throughout, and how to read them; those that stay
    ``as_text`` do not."""
    for column in table.columns:
        if column.type != "VARCHAR" or not column.filled or column.name in as_text:
            continue
        words = words_of(column.name)
        identifies = looks_like_key(column) or bool({*words} & KEPT_AS_TEXT)
        found = recognise(connection, table.sql, column.name, identifies)
        if found is None:
            continue
        sql = found.of(quoted(column.name))
        whole = f"bool_and({sql} % 1 = 0)" if found.kind == "number" else "false"
        row = connection.execute(f"SELECT min({sql}), max({sql}), {whole} FROM {table.sql}").fetchone()
        assert row is not None
        column.kind = "number" if found.kind == "number" else "time"
        column.read_as = found.sql
        column.hints = {**found.hints, **column.hints}
        column.low, column.high, column.whole = row[0], row[1], bool(row[2])

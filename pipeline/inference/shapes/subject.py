"""What the figures of a table are of, where no column is named after it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import takewhile

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.names import singular, table_words
from pipeline.inference.profile import Column, Table
from pipeline.inference.shapes.periods import period_of
from pipeline.inference.shapes.words import SAYS_NOTHING, SAYS_NOTHING_ZH

VALUE, VALUE_ZH = "value", "数值"
# What figures may be called whatever they are of.
NAMES_OF_VALUES = (
    "value",
    "values",
    "amount",
    "figure",
    "figures",
    "total",
    "数值",
    "值",
    "总数",
    "总计",
    "合计",
)
_BREAKS = frozenset(("by", "per", "across", "among"))  # what follows is what they are told by


def subject_of(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    others: Sequence[Column],
    indicator: Column | None = None,
    things: str = "",
) -> str:
    """The name of the figures of a table: its one indicator, else what its own name says beside what
    the ``others`` of its columns and its ``things`` are called; else that they are values."""
    if indicator is not None and indicator.distinct == 1:
        name = quoted(indicator.name)
        row = connection.execute(f"SELECT any_value({name}) FROM {table.sql}").fetchone()
        if row and row[0]:
            return indicator_name(str(row[0]))
    if told := told_above(table):
        return indicator_name(told)
    if not table.name.isascii():
        rest = SAYS_NOTHING_ZH.sub("", table.name).strip(" _-（）()")
        return rest if 2 <= len(rest) <= 12 else VALUE_ZH
    taken = {w for name in (things, *(c.name for c in others)) for w in singular(table_words(name))}
    words = list(takewhile(lambda w: w not in _BREAKS, table_words(table.name)))
    said = [
        w
        for w in words
        if w.isalpha()
        and len(w) > 1
        and not {w, *singular([w])} & SAYS_NOTHING
        and singular([w])[0] not in taken
        if period_of(w) is None
    ]
    if 1 <= len(said) <= 3:
        return " ".join(said)
    han = any(not c.name.isascii() for c in table.columns)
    return VALUE_ZH if han else VALUE


def told_above(table: Table) -> str:
    """What a line above the table says its figures are of; empty for none."""
    return next((str(c.hints["indicator"]) for c in table.columns if c.hints.get("indicator")), "")


def unit_of(said: str) -> str:
    """The unit in the brackets behind an indicator; empty for none."""
    found = re.search(r"[(（]([^()（）]{1,12})[)）]\s*$", said)
    return found[1].strip() if found else ""


def indicator_name(said: str) -> str:
    """A short name of an indicator: "Population, total" is the population; in brackets stand units."""
    bare = re.sub(r"[(（\[].*?[)）\]]", " ", said)
    bare = re.split(r"[,，;；]", bare)[0]
    bare = re.sub(r"\s+", " ", bare).strip(" -–—:")
    return bare or said.strip()

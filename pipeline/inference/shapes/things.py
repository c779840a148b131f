"""Tables with a column for each country or city beside a date: a row for each of them instead."""

from __future__ import annotations

import re

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.keys import looks_like_key
from pipeline.inference.profile import Column, Table
from pipeline.inference.shapes.known import kind_of_things
from pipeline.inference.shapes.rewrite import NUMBERED, free_name, indented, rewritten, text
from pipeline.inference.shapes.said import became_rows, left_out
from pipeline.inference.shapes.subject import NAMES_OF_VALUES, subject_of
from pipeline.language import Text

_FEWEST, _MOST_OTHERS = 3, 2  # columns
_LEFT_OUT = Text(" Left out: {}.", "未使用：{}。")
_TOTALS = re.compile(r"total|sum|all|world|合计|总计|总和|全国|世界", re.IGNORECASE)
_WHEN = re.compile(
    r"date|time|day|week|month|quarter|year|period|日期|时间|月份?|年份?|年度|季度|周", re.IGNORECASE
)


def things_as_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> Table | None:
    """``table`` with a row for each of the things that its columns of numbers are named after, where it has
    nothing else but a time or a key; None for every other."""
    figures = [
        c for c in table.columns if c.kind == "number" and not _tells(c) and not _TOTALS.fullmatch(c.name)
    ]
    others = [c for c in table.columns if c not in figures]
    totals = [c for c in others if _TOTALS.fullmatch(c.name) and c.kind == "number"]
    told = [c for c in others if c not in totals]
    kind = kind_of_things([c.name for c in figures])
    if kind is None or len(figures) < _FEWEST or not 1 <= len(told) <= _MOST_OTHERS or not _tells(told[0]):
        return None
    han = any(not c.name.isascii() for c in figures)
    taken = [c.name for c in told]
    thing = free_name(kind.zh if han else kind.en, taken)
    value = free_name(subject_of(connection, table, told, things=kind.en), [*taken, thing])
    type_ = "BIGINT" if all("INT" in c.type for c in figures) else "DOUBLE"
    values = ", ".join(text(c.name) for c in figures)
    cells = ", ".join(f"{quoted(c.name)}::{type_}" for c in figures)
    kept = "".join(f"    {quoted(c.name)},\n" for c in told)
    query = (
        f"SELECT *, {NUMBERED} FROM (\n  SELECT\n{kept}    unnest([{values}]) AS {quoted(thing)},\n"
        f"    unnest([{cells}]) AS {quoted(value)}\n  FROM {indented(table)}\n)"
        f"\nWHERE {quoted(value)} IS NOT NULL"
    )
    made = rewritten(connection, table, query, {value: {"also": list(NAMES_OF_VALUES)}})
    made.figures = (value,)
    made.changes.append(became_rows(table, figures, thing, [value], left_out(totals, _LEFT_OUT)))
    return made


def _tells(column: Column) -> bool:
    """Whether a column tells the rows apart: a time or a key."""
    return column.kind == "time" or bool(_WHEN.fullmatch(column.name.strip())) or looks_like_key(column)

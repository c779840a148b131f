"""Tables of one structure, a file or sheet for each month or region: one table instead."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from itertools import pairwise, takewhile
from typing import Any

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.keys import looks_like_key
from pipeline.inference.profile import Table
from pipeline.inference.shapes.periods import Period, period_of, periods_of
from pipeline.inference.shapes.rewrite import NUMBERED, free_name, indented, rewritten, text
from pipeline.inference.shapes.subject import VALUE, VALUE_ZH, subject_of
from pipeline.inference.shapes.words import DIRECTIONS
from pipeline.inference.words import YEARS
from pipeline.language import Text

_FEWEST_COLUMNS = 2
_MOST = 400  # tables in one query
_SHARED_ROWS = 0.1  # of a table that is not a copy of another
_SHOWN = 3
_RECORDS, _RECORDS_ZH = "records", "记录"
_SAYS_WHEN = re.compile(r"date|time|day|month|日期|时间|月份", re.IGNORECASE)


def stacked(connection: duckdb.DuckDBPyConnection, tables: Sequence[Table]) -> list[Table]:
    """``tables`` with those of one structure as one, where nothing says that they are different things."""
    by_structure: dict[tuple[str, ...], list[Table]] = defaultdict(list)
    for table in tables:
        by_structure[tuple(sorted(c.name.lower() for c in table.columns))].append(table)
    pointed_at = {target.lower() for t in tables for _, target, _ in t.declared_references}
    made: dict[str, Table] = {}
    for alike in by_structure.values():
        if _belong_together(connection, alike) and pointed_at.isdisjoint(t.name.lower() for t in alike):
            made[alike[0].name] = _one_of(connection, alike, [t.name for t in tables if t not in alike])
            made |= dict.fromkeys(t.name for t in alike[1:])  # type: ignore[arg-type]
    return [made.get(t.name, t) for t in tables if made.get(t.name, t) is not None]


def _belong_together(connection: duckdb.DuckDBPyConnection, alike: Sequence[Table]) -> bool:
    first = alike[0]
    if not 1 < len(alike) <= _MOST or len(first.columns) < _FEWEST_COLUMNS:
        return False
    if any(t.declared_key or t.declared_references or t.is_view for t in alike):
        return False
    if not any(
        c.kind == "time" or (c.kind == "number" and not looks_like_key(c)) or _SAYS_WHEN.search(c.name)
        for c in first.columns
    ):
        return False  # numbers and names alone: of different things
    return all(_names_as_periods([t.name for t in alike])) or not _are_copies(connection, alike)


def _are_copies(connection: duckdb.DuckDBPyConnection, alike: Sequence[Table]) -> bool:
    """Whether one of the tables has rows of the one before it: a copy, a backup, another state."""
    names = ", ".join(quoted(c.name) for c in alike[0].columns)
    for one, other in pairwise(alike):
        row = connection.execute(
            f"SELECT count(*) FROM (SELECT {names} FROM {one.sql} INTERSECT SELECT {names} FROM {other.sql})"
        ).fetchone()
        if row and row[0] > max(1, _SHARED_ROWS * min(one.rows, other.rows)):
            return True
    return False


def _names_as_periods(names: Sequence[str]) -> list[Period | None]:
    """The period that each table is called by, beside what they all are called."""
    return periods_of(_different_parts(names))


def _different_parts(names: Sequence[str]) -> list[str]:
    """What each name says that the others do not: North and South of sales_north and sales_south."""
    front = _whole_words(_common([n.lower() for n in names]))
    back = _whole_words(_common([n.lower()[::-1] for n in names]))
    cut = [n[len(front) : len(n) - len(back)].strip(" _-") for n in names]
    return cut if all(cut) else list(names)


def _common(names: Sequence[str]) -> str:
    """What all names begin with."""
    letters = takewhile(lambda of: len({*of}) == 1, zip(*names, strict=False))
    return "".join(of[0] for of in letters)


def _whole_words(common: str) -> str:
    """The part of a common beginning that ends between two words: "2024-" is a part of each date."""
    found = re.match(r".*(?<!\d)[_\-\s]+", common)
    return found[0] if found else ("" if common.isascii() else re.sub(r"\d+$", "", common))


def _one_of(connection: duckdb.DuckDBPyConnection, alike: Sequence[Table], others: Sequence[str]) -> Table:
    first = alike[0]
    columns = [c.name for c in first.columns]
    parts = _different_parts([t.name for t in alike])
    periods = periods_of(parts)
    dated = all(p is not None and p.year is not None for p in periods)
    has_time = any(c.kind == "time" or _SAYS_WHEN.search(c.name) for c in first.columns)
    has_years = any(c.name.lower() in YEARS for c in first.columns)
    han = not first.name.isascii() or any(not n.isascii() for n in columns)
    told = not ((has_time and all(periods)) or (has_years and dated))
    name = free_name(_called(parts, periods, han), columns)
    selects = []
    for table, part, period in zip(alike, parts, periods, strict=True):
        own = {c.name.lower(): c.name for c in table.columns}
        cells = [
            f"{quoted(own[n.lower()])} AS {quoted(n)}" if own[n.lower()] != n else quoted(n) for n in columns
        ]
        if told:
            value = f"DATE '{period.first_day()}'" if dated and period else text(part)
            cells.append(f"{value} AS {quoted(name)}")
        selects.append(f"SELECT {', '.join(cells)}\n  FROM {indented(table)}")
    union = "\n  UNION ALL\n  ".join(selects)
    query = f"SELECT *, {NUMBERED} FROM (\n  {union}\n)"
    hints: dict[str, dict[str, Any]] = (
        {name: {"grain": periods[0].grain}} if dated and told and periods[0] else {}
    )
    if told and not dated:
        hints = {name: {"also": ["sheet", "file", "table", "工作表", "文件"]}}
    made = rewritten(connection, first, query, hints)
    made.name = free_name(_subject(connection, alike, han), others)
    shown = [t.name for t in alike]
    dots = " …" if len(shown) > _SHOWN else ""
    made.changes.append(
        Text(
            f"The {len(alike)} tables {', '.join(shown[:_SHOWN])}{dots} have the same columns and became one,"
            f" {made.name}" + (f"; {name} says which." if told else "."),
            f"{len(alike)} 张表（{'、'.join(shown[:_SHOWN])}{dots}）的列相同，已合并为 {made.name}"
            + (f"，{name} 说明来自哪一张。" if told else "。"),
        )
    )
    return made


def _called(parts: Sequence[str], periods: Sequence[Period | None], han: bool) -> str:
    """What the column is called that says which table a row is of."""
    if all(periods):
        grain = "date" if all(p and p.year for p in periods) else (periods[0].grain if periods[0] else "")
        zh = {"date": "日期", "month": "月份", "quarter": "季度"}
        return zh.get(grain, "日期") if han else grain
    if {p.lower() for p in parts} & DIRECTIONS:
        return "地区" if han else "region"
    return "工作表" if han else "sheet"


def _subject(connection: duckdb.DuckDBPyConnection, alike: Sequence[Table], han: bool) -> str:
    """What the rows of the tables are, by what all their names say."""
    first = alike[0].name
    part = _different_parts([t.name for t in alike])[0]
    rest = first.replace(part, "").strip(" _-") if part != first else ""
    if not rest or period_of(rest):
        return _RECORDS_ZH if han else _RECORDS
    named = Table(rest, "", 0, [])
    found = subject_of(connection, named, [])
    return rest if found not in (VALUE, VALUE_ZH) else (_RECORDS_ZH if han else _RECORDS)

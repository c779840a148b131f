"""Rows that add up those below them and say so by nothing but an empty label: the country's row, whose
province is blank."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import combinations

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.profile import Column, Table
from pipeline.inference.shapes.rewrite import indented, rewritten
from pipeline.language import Text

_MOST_LABELS = 4  # columns that are blank in some rows
_MOST_FIGURES = 12
_MOST_ROWS = 200_000
_MOST_PART = 0.5  # of the rows may be totals
_MOST_OF = 0.8  # of the rows that have some below them are their sum
_NEARLY = 0.005  # of a sum, for rounded figures
_FEWEST_BELOW = 2  # rows
_LEAST = 10  # that a figure comes to in all, lest small numbers agree by chance


def without_unlabelled_totals(connection: duckdb.DuckDBPyConnection, table: Table) -> Table | None:
    """``table`` without the rows whose figures are the sums of those rows that tell more than they do; None
    where it has none."""
    labels = [c for c in table.columns if c.kind == "string" and 0 < c.filled < table.rows]
    figures = [c for c in table.columns if c.kind == "number"][:_MOST_FIGURES]
    if not figures or not 0 < len(labels) <= _MOST_LABELS or not 2 < table.rows <= _MOST_ROWS:
        return None
    always = [c for c in table.columns if c.kind in ("string", "time") and c.filled == table.rows]
    tests = [
        test
        for blank in _subsets(labels)
        for below in _subsets(blank)
        if (test := _totals(connection, table, labels, always, blank, below, figures))
    ]
    if not tests:
        return None
    found = " OR ".join(f"({test})" for test in tests)
    [count] = connection.execute(f"SELECT count(*) FROM {table.sql} WHERE {found}").fetchone() or (0,)
    if not 0 < count <= _MOST_PART * table.rows:
        return None
    row = "" if table.query else "rowid, "
    kept = f"SELECT {row}* FROM {indented(table)}\nWHERE ({found}) IS NOT TRUE"
    made = rewritten(connection, table, kept, keeps_key=True)
    blanks = list(dict.fromkeys(c.name for blank in _subsets(labels) for c in blank))
    rows = "1 row without" if count == 1 else f"{count} rows without"
    verb = "is" if count == 1 else "are"
    said = Text(
        f"{table.name}: {rows} {' or '.join(blanks)} {verb} left out: (nearly) the sum of others.",
        f"{table.name}：{count} 行未填写{'或'.join(blanks)}，（近似）等于其他行之和，未计入。",
    )
    made.changes.append(said)
    made.told.append(said)
    return made


def _subsets(labels: Sequence[Column]) -> Iterator[tuple[Column, ...]]:
    for length in range(1, len(labels) + 1):
        yield from combinations(labels, length)


def _totals(
    connection: duckdb.DuckDBPyConnection,
    table: Table,
    labels: Sequence[Column],
    always: Sequence[Column],
    blank: Sequence[Column],
    below: Sequence[Column],
    figures: Sequence[Column],
) -> str:
    """The test for rows of which just the labels ``blank`` are empty and that have rows below them, in which
    ``below`` is filled too; empty where those do not add up to them."""
    rest = [c for c in labels if c not in blank]
    own = _pattern(blank, rest)
    theirs = _pattern([c for c in blank if c not in below], [*rest, *below])
    keys = [*always, *rest]
    same = " AND ".join(f"a.{quoted(c.name)} = b.{quoted(c.name)}" for c in keys) or "true"
    sums = ", ".join(f"sum(b.{quoted(f.name)}::DOUBLE) AS s{i}" for i, f in enumerate(figures))
    values = ", ".join(f"any_value(a.{quoted(f.name)}::DOUBLE) AS v{i}" for i, f in enumerate(figures))
    numbers = range(len(figures))
    agree = " + ".join(
        f"coalesce((v{i} <> 0 AND abs(v{i} - s{i}) <= {_NEARLY} * abs(v{i}))::INTEGER, 0)" for i in numbers
    )
    tell = " + ".join(f"coalesce((v{i} <> 0)::INTEGER, 0)" for i in numbers)
    size = " + ".join(f"coalesce(abs(v{i}), 0)" for i in numbers)
    row = connection.execute(
        f"WITH rows AS (SELECT *, row_number() OVER () AS nr FROM {table.sql}),\n"
        f"a AS (SELECT * FROM rows WHERE {own}), b AS (SELECT * FROM rows WHERE {theirs}),\n"
        f"pairs AS (SELECT a.nr, count(*) AS n, {sums}, {values} FROM a JOIN b ON {same} GROUP BY a.nr)\n"
        f"SELECT count(*), count(*) FILTER (2 * ({agree}) >= {tell} AND {agree} > 0), sum({size}), max(n)"
        " FROM pairs"
    ).fetchone()
    if row is None or not row[0] or row[1] < _MOST_OF * row[0] or row[2] < _LEAST or row[3] < _FEWEST_BELOW:
        return ""
    return _test(table, own, theirs, keys)


def _pattern(blank: Sequence[Column], filled: Sequence[Column]) -> str:
    tests = [f"nullif(trim({quoted(c.name)}), '') IS NULL" for c in blank]
    tests += [f"nullif(trim({quoted(c.name)}), '') IS NOT NULL" for c in filled]
    return " AND ".join(tests) or "true"


def _test(table: Table, own: str, theirs: str, keys: Sequence[Column]) -> str:
    """SQL that tells whether a row is one of those that have rows below them."""
    if not keys:
        return own
    told = ", ".join(quoted(c.name) for c in keys)
    return f"{own} AND ({told}) IN (SELECT ({told}) FROM {table.sql} WHERE {theirs})"

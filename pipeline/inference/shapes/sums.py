"""Things that are the sum of all others and called like any of them: England among its hospitals."""

from __future__ import annotations

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.profile import Column, Table
from pipeline.inference.shapes.rewrite import text

_FEWEST_OTHERS = 3  # things
_EVIDENCE = 3  # sums that agree, lest figures agree by chance
_MOST_FIGURES = 12
_EXACTLY = 1e-9  # of a sum
_LEAST = 10  # that a figure comes to


def sum_of_all(connection: duckdb.DuckDBPyConnection, table: Table, column: Column) -> str | None:
    """The value of a text column whose figures are exactly the sums of those of all its others; None where
    there is none, or too few figures to tell."""
    figures = [c for c in table.columns if c.kind == "number" and c.low is not None and c.low >= 0]
    figures = figures[:_MOST_FIGURES]
    if not figures or column.distinct <= _FEWEST_OTHERS:
        return None
    name = quoted(column.name)
    sums = [f"sum({quoted(f.name)}::DOUBLE)" for f in figures]
    halves = " OR ".join(
        f"abs(2 * {s} - sum({s}) OVER ()) <= {_EXACTLY} * {s} AND {s} >= {_LEAST}" for s in sums
    )
    found = connection.execute(
        f"SELECT label FROM (SELECT {name} AS label, ({halves}) AS half FROM {table.sql}"
        f" WHERE {name} IS NOT NULL GROUP BY 1) WHERE half"
    ).fetchall()
    labels = [str(row[0]) for row in found]
    return next((v for v in labels if _evidence(connection, table, column, v, figures) >= _EVIDENCE), None)


def _evidence(
    connection: duckdb.DuckDBPyConnection, table: Table, column: Column, label: str, figures: list[Column]
) -> int:
    """In how many figures, of all rows and of those of each date or kind, the others sum up to a label; none
    where one of them does not."""
    others = [c for c in table.columns if c is not column and 1 < c.distinct <= table.rows / _FEWEST_OTHERS]
    agreeing = 0
    for by in ("NULL", *(quoted(c.name) for c in others)):
        own = f"FILTER ({quoted(column.name)} = {text(label)})"
        rest = f"FILTER ({quoted(column.name)} <> {text(label)})"
        pairs = ", ".join(
            f"sum({quoted(f.name)}::DOUBLE) {own} AS a{i}, sum({quoted(f.name)}::DOUBLE) {rest} AS b{i}"
            for i, f in enumerate(figures)
        )
        equal = [f"abs(a{i} - b{i}) <= {_EXACTLY} * a{i} AND a{i} >= {_LEAST}" for i in range(len(figures))]
        counted = ", ".join(f"count(*) FILTER ({e}), count(a{i} + b{i})" for i, e in enumerate(equal))
        row = connection.execute(
            f"SELECT {counted} FROM (SELECT {pairs} FROM {table.sql} GROUP BY {by})"
        ).fetchone()
        assert row is not None
        sums = [same for same, all_ in zip(row[::2], row[1::2], strict=True) if same and same == all_]
        if by == "NULL" and 2 * len(sums) < len(figures):
            return 0
        agreeing = max(agreeing, sum(sums))
    return agreeing

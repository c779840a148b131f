"""Tables as people keep them -> tables of one kind of row: what is named by columns, files or cells becomes
rows and dates of their own."""

from __future__ import annotations

from collections.abc import Callable, Sequence, Set

import duckdb

from pipeline.inference.profile import Table
from pipeline.inference.shapes.dates import dates_of_parts, times_of_day
from pipeline.inference.shapes.indicators import indicators_as_columns
from pipeline.inference.shapes.stacks import stacked
from pipeline.inference.shapes.things import things_as_rows
from pipeline.inference.shapes.totals import without_totals
from pipeline.inference.shapes.unlabelled import without_unlabelled_totals
from pipeline.inference.shapes.values import value_named
from pipeline.inference.shapes.wide import periods_as_rows

_Step = Callable[[duckdb.DuckDBPyConnection, Table], Table | None]
_STEPS: tuple[_Step, ...] = (
    without_totals,
    without_unlabelled_totals,
    periods_as_rows,
    things_as_rows,
    indicators_as_columns,
    value_named,
    dates_of_parts,
    times_of_day,
)
_FEWEST_ROWS = 1


def shaped(
    connection: duckdb.DuckDBPyConnection, tables: Sequence[Table], stored: Set[str] = frozenset()
) -> list[Table]:
    """``tables`` with their shape changed where its evidence is strong, but for those that are taken as they
    are ``stored``. What was changed stands in `Table.changes`."""
    kept = [table for table in tables if table.name in stored]
    others = [table for table in tables if table.name not in stored]
    return [*kept, *(_reshaped(connection, table) for table in stacked(connection, others))]


def _reshaped(connection: duckdb.DuckDBPyConnection, table: Table) -> Table:
    if table.is_view or table.rows < _FEWEST_ROWS:
        return table
    for step in _STEPS:
        table = step(connection, table) or table
    return table

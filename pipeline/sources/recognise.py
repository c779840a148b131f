"""What a column of text holds throughout, for data that is asked where it lies and is not rewritten."""

from __future__ import annotations

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.sources.values.cells import TRIMMED, Cells
from pipeline.sources.values.choose import choose
from pipeline.sources.values.missing import WORDS, listed
from pipeline.sources.values.reading import Reading

_SAMPLE = 1_000
_ROUNDS = 3


def recognise(
    connection: duckdb.DuckDBPyConnection, table: str, column: str, identifies: bool = False
) -> Reading | None:
    """What ``column`` (its name) of ``table`` (SQL) holds in all its rows; None for text.

    A column that ``identifies`` something keeps its digits: they are a name.
    """
    name, cells = quoted(column), Cells(column)
    trimmed = TRIMMED.format(name)
    seen = f"SELECT DISTINCT left({name}, 200), 1 FROM {table} WHERE {name} IS NOT NULL"
    cells.add(connection.execute(f"{seen} LIMIT {_SAMPLE}").fetchall())
    named = frozenset((column,)) if identifies else frozenset()
    for _ in range(_ROUNDS):
        found = choose({column: cells}, named).get(column)
        if found is None or not all(map(found.fits, cells.filled)):
            return None
        # What the sample did not show may have another form in common with it.
        nothing = f"lower({trimmed}) IN ('', {listed(WORDS)})"
        misfits = f"{seen} AND {found.of(name)} IS NULL AND NOT {nothing} LIMIT 20"
        others = connection.execute(misfits).fetchall()
        if not others:
            return found
        cells.add(others)
    return None

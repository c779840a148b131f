"""Makes a table of text, converts it, and gives back what its first column holds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import duckdb

from pipeline.sources.convert import convert
from pipeline.sources.hints import noted
from pipeline.sources.report import ColumnRead

Cell = str | None


def converted(
    cells: Sequence[Cell], name: str = "x", **others: Sequence[Cell]
) -> tuple[list[Any], ColumnRead, dict[str, Any]]:
    """The values of the column ``name``, how it was read, and the hints that were noted with it."""
    columns = {name: cells, **others}
    with duckdb.connect() as connection:
        listed = ", ".join(f'"{column}" VARCHAR' for column in columns)
        connection.execute(f"CREATE TABLE t ({listed})")
        unnested = ", ".join("unnest(?::VARCHAR[])" for _ in columns)
        connection.execute(f"INSERT INTO t SELECT {unnested}", list(map(list, columns.values())))
        read = convert(connection, "t")[0]
        values = [row[0] for row in connection.execute("SELECT * FROM t").fetchall()]
        found = connection.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 't' AND column_index = 1"
        ).fetchone()
    return values, read, noted(found[0] if found else None)

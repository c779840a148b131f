"""What was seen of a column while it was read, kept as its comment for whoever makes a model of it."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from pipeline.engines.compiler.expressions import quoted


def note(connection: duckdb.DuckDBPyConnection, table: str, column: str, hints: dict[str, Any]) -> None:
    """Adds ``hints`` to those of a column: ``format``, ``unit``, ``references`` ([table, column]);
    of the first one also ``indicator``, what all figures of the table are of."""
    found = connection.execute(
        "SELECT comment FROM duckdb_columns() WHERE table_name = ? AND column_name = ?", [table, column]
    ).fetchone()
    known = noted(found[0] if found else None)
    text = json.dumps({**known, **hints}, ensure_ascii=False).replace("'", "''")
    connection.execute(f"COMMENT ON COLUMN {quoted(table)}.{quoted(column)} IS '{text}'")


def noted(comment: str | None) -> dict[str, Any]:
    """The hints of a comment; none where it is one for people."""
    try:
        hints = json.loads(comment or "{}")
    except ValueError:
        return {}
    return hints if isinstance(hints, dict) else {}

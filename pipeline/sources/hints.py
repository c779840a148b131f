"""What was seen of a column while it was read, kept as its comment for whoever makes a model of it."""

from __future__ import annotations

import json
from typing import Any

import duckdb

from pipeline.engines.compiler.expressions import quoted


def note(connection: duckdb.DuckDBPyConnection, table: str, column: str, hints: dict[str, Any]) -> None:
    """Keeps ``hints`` with a column: ``format``, ``unit``, ``references`` ([table, column])."""
    text = json.dumps(hints, ensure_ascii=False).replace("'", "''")
    connection.execute(f"COMMENT ON COLUMN {quoted(table)}.{quoted(column)} IS '{text}'")


def noted(comment: str | None) -> dict[str, Any]:
    """The hints of a comment; none where it is one for people."""
    try:
        hints = json.loads(comment or "{}")
    except ValueError:
        return {}
    return hints if isinstance(hints, dict) else {}

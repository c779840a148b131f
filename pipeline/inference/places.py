"""Columns that hold countries, whatever they are called."""

from __future__ import annotations

from functools import cache

import duckdb
from babel import Locale

from pipeline.engines.compiler.expressions import quoted
from pipeline.inference.profile import Table

_MOST_COUNTRIES = 300
_PART = 0.8  # of the values
# Beside the names and the two letters of the standard (Unicode CLDR's territories).
_ALSO = {
    "usa",
    "uk",
    "england",
    "scotland",
    "wales",
    "u.s.",
    "u.s.a.",
    "uae",
    "korea",
    "holland",
    "czech republic",
    "russia",
}


@cache
def _territories() -> frozenset[str]:
    names = {*_ALSO}
    for language in ("en", "zh"):
        for code, name in Locale(language).territories.items():
            names |= {name.lower(), code.lower()}
    return frozenset(names)


def note_countries(connection: duckdb.DuckDBPyConnection, table: Table) -> None:
    """Notes the text columns whose values are mostly countries."""
    for column in table.columns:
        if column.kind != "string" or not 1 < column.distinct <= _MOST_COUNTRIES:
            continue
        name = quoted(column.name)
        sql = f"SELECT DISTINCT lower(trim({name}::VARCHAR)) FROM {table.sql} WHERE {name} IS NOT NULL"
        values = {row[0] for row in connection.execute(sql).fetchall()} - {""}
        if any(len(v) > 3 or v in _ALSO for v in values) or "us" in values:
            found = sum(v in _territories() for v in values)
            if values and found >= _PART * len(values):
                column.hints["holds"] = "country"

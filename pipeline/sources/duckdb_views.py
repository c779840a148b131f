"""The views of a DuckDB file that somebody else made: read only where nothing but its own rows shows.

A view may name any function of DuckDB, also those that tell the settings and paths of the machine, and
may compute for ever. DuckDB's own parser says what a view names.
"""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.language import Text
from pipeline.sources.interrupt import interrupted_at

_SECONDS = 5.0  # for all views of a file together
_MOST = 100
_SERIES = {"range", "generate_series", "unnest", "repeat", "repeat_row"}  # make rows of their arguments alone
# What functions say of the machine and the session rather than of their arguments.
_TELLTALE = {"current_query", "current_setting", "getenv", "getvariable", "pg_sleep"}
_TABLE_REFS = {"SUBQUERY", "JOIN", "EXPRESSION_LIST", "EMPTY", "PIVOT", "CTE"}  # that name nothing themselves
_NAME_OR_AS = re.compile(r'"(?:[^"]|"")*"|\bAS\b', re.IGNORECASE)
_NOT_OWN = Text(
    "The view {} was left out: it reads something other than the tables of its file.",
    "未读取视图 {}：它引用了文件自身的表以外的内容。",
)
_TOO_MUCH = Text(
    "The view {} was left out: it takes more time or memory than a view may.",
    "未读取视图 {}：所需时间或内存超出视图的限制。",
)
_BROKEN = Text("The view {} was left out: it cannot be computed.", "未读取视图 {}：无法计算。")
_MANY = Text(f"Of the views only the first {_MOST} were read.", f"只读取了前 {_MOST} 个视图。")


def copy_views(
    connection: duckdb.DuckDBPyConnection, folder: Path, name_of: Callable[[str, str], str]
) -> tuple[int, list[Text]]:
    """Makes a table of each view of the attached database ``source`` that may be read, called what
    ``name_of`` its schema and its name gives. Returns how many there are, and what was left out.

    Each is computed in a file of its own in ``folder``, since a database that could not be written to
    its end is lost.
    """
    views = connection.execute(
        "SELECT schema_name, view_name, sql FROM duckdb_views()"
        " WHERE database_name = 'source' AND NOT internal ORDER BY ALL"
    ).fetchall()
    left_out = [_MANY] if len(views) > _MOST else []
    readable = _readable(connection, {(schema, view): sql for schema, view, sql in views})
    until, made = time.monotonic() + _SECONDS, 0
    for number, (schema, view, _) in enumerate(views[:_MOST]):
        if (schema, view) not in readable:
            left_out.append(_about(_NOT_OWN, view))
            continue
        try:
            with interrupted_at(until, connection):
                _copy(
                    connection,
                    folder / f"{number}.duckdb",
                    f"{quoted(schema)}.{quoted(view)}",
                    name_of(schema, view),
                )
            made += 1
        except (duckdb.InterruptException, duckdb.OutOfMemoryException, duckdb.IOException):
            left_out.append(_about(_TOO_MUCH, view))
        except duckdb.Error:
            left_out.append(_about(_BROKEN, view))
    return made, left_out


def _copy(connection: duckdb.DuckDBPyConnection, file: Path, view: str, name: str) -> None:
    connection.execute(f"ATTACH '{str(file).replace(chr(39), chr(39) * 2)}' AS computed")
    try:
        connection.execute(f"CREATE TABLE computed.main.rows AS FROM source.{view}")
        connection.execute(f"CREATE TABLE {quoted(name)} AS FROM computed.main.rows")
    finally:
        connection.execute("DETACH computed")
        file.unlink(missing_ok=True)


def _readable(
    connection: duckdb.DuckDBPyConnection, views: dict[tuple[str, str], str]
) -> set[tuple[str, str]]:
    """Those that name nothing but functions of their arguments, tables of the file and such views."""
    tables = set(
        connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables() WHERE database_name = 'source'"
        ).fetchall()
    )
    macros = {
        str(row[0]).lower()
        for row in connection.execute(
            "SELECT function_name FROM duckdb_functions() WHERE database_name = 'source' AND NOT internal"
        ).fetchall()
    }
    built_in = {
        str(row[0]).lower()
        for row in connection.execute("SELECT view_name FROM duckdb_views() WHERE internal").fetchall()
    }
    named = {
        view: _tables_of(connection, sql, not_functions=macros | _TELLTALE, not_ctes=built_in)
        for view, sql in views.items()
    }
    left = {view for view, names in named.items() if names is not None}
    while True:
        known = {name.lower() for _, name in tables | left}
        told = {view for view in left if not (named[view] or set()) <= known}
        if not told:
            return left
        left -= told


def _tables_of(
    connection: duckdb.DuckDBPyConnection, sql: str, *, not_functions: set[str], not_ctes: set[str]
) -> set[str] | None:
    """The names of the tables that a view reads; None where it reads something else too, or where the
    parser does not tell."""
    start = next((m.end() for m in _NAME_OR_AS.finditer(sql) if m[0][0] != '"'), None)
    row = connection.execute("SELECT json_serialize_sql(?)", [sql[start:].rstrip("; \n")]).fetchone()
    told = json.loads(str(row[0])) if row else {"error": True}
    if told["error"]:
        return None
    names: set[str] = set()
    ctes: set[str] = set()
    for node in _nodes(told["statements"]):
        if "cte_map" in node:
            ctes |= {entry["key"].lower() for entry in node["cte_map"]["map"]}
        if "function_name" in node and node["function_name"].lower() in not_functions:
            return None
        kind = node.get("type") if "query_location" in node and "class" not in node else None
        if kind == "BASE_TABLE" and node["catalog_name"] in ("", "source"):
            names.add(node["table_name"].lower())
        elif kind == "TABLE_FUNCTION":
            if node["function"]["function_name"].lower() not in _SERIES:
                return None
        elif kind is not None and kind not in _TABLE_REFS:
            return None
    return None if ctes & not_ctes else names - ctes


def _nodes(tree: Any) -> Iterator[dict[str, Any]]:
    """Every object of a tree of JSON."""
    left = [tree]
    while left:
        node = left.pop()
        if isinstance(node, dict):
            yield node
            left += node.values()
        elif isinstance(node, list):
            left += node


def _about(text: Text, view: str) -> Text:
    """``text`` about a view, whose name may hold anything."""
    shown = "".join(c for c in view if c.isprintable())[:60]
    return Text(*(said.replace("{}", shown) for said in text))

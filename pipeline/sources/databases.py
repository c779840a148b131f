"""PostgreSQL and MySQL, through DuckDB's own scanners."""

from __future__ import annotations

import re

import duckdb

from pipeline.engines.compiler.expressions import quoted
from pipeline.errors import SourceError

_SCANNERS = {"postgres": "postgres", "postgresql": "postgres", "mysql": "mysql"}


def load_url(connection: duckdb.DuckDBPyConnection, url: str) -> None:
    """Copies every table of the database at ``url``, read-only. Raises `SourceError`, which never
    holds the password."""
    scheme = url.split("://", 1)[0].lower()
    scanner = _SCANNERS[scheme]
    try:
        connection.execute(f"INSTALL {scanner}")
        connection.execute(f"LOAD {scanner}")
    except duckdb.Error as error:
        raise SourceError(
            f"DuckDB's {scanner} extension, which reads {scheme} databases, cannot be installed here.",
            f"无法安装 DuckDB 的 {scanner} 扩展，因此不能读取 {scheme} 数据库。",
        ) from error
    literal = url.replace("'", "''")
    try:
        connection.execute(f"ATTACH '{literal}' AS source (TYPE {scanner}, READ_ONLY)")
        tables = connection.execute(
            "SELECT schema_name, table_name FROM duckdb_tables()"
            " WHERE database_name = 'source' AND NOT internal"
        ).fetchall()
        for schema, table in tables:
            connection.execute(
                f"CREATE TABLE {quoted(table)} AS FROM source.{quoted(schema)}.{quoted(table)}"
            )
        connection.execute("DETACH source")
    except duckdb.Error:
        shown = re.sub(r"//[^/@]*@", "//…@", url)
        raise SourceError(  # without a cause: it would hold the password
            f"The database at {shown} cannot be read.", f"无法读取数据库 {shown}。"
        ) from None
    if not tables:
        raise SourceError("The database holds no table.", "数据库中没有任何表。")

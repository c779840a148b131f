"""Cube's own compiler, run under Node, and its SQL executed on the same DuckDB file."""

from __future__ import annotations

import json
import os
import subprocess
from collections import Counter
from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
from components import node

HERE = Path(__file__).parent


class CubeError(Exception):
    """Cube refuses the query, or its SQL fails."""


class Cube:
    """One compiler process; close it."""

    def __init__(self, now: datetime) -> None:
        if not (HERE / "node_modules" / "@cubejs-backend" / "schema-compiler").is_dir():
            subprocess.run(["npm", "ci", "--no-audit", "--no-fund"], cwd=HERE, check=True)
        self._process = subprocess.Popen(
            [node(), "compile.mjs"],
            cwd=HERE,
            env={**os.environ, "NOW": now.isoformat()},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
        )

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(json.dumps(request) + "\n")
        self._process.stdin.flush()
        reply = json.loads(self._process.stdout.readline())
        if "error" in reply:
            raise CubeError(reply["error"])
        return reply

    def meta(self, model: Path) -> dict[str, Any]:
        return self._ask({"model": str(model), "meta": True})["meta"]

    def sql(self, model: Path, query: dict[str, Any]) -> str:
        """The SQL that Cube compiles. Raises `CubeError`."""
        return str(self._ask({"model": str(model), "query": query})["sql"])

    def rows(
        self, model: Path, query: dict[str, Any], data: duckdb.DuckDBPyConnection, columns: list[str]
    ) -> list[tuple[Any, ...]]:
        """The rows of ``query`` in the order of ``columns``. Raises `CubeError`."""
        reply = self._ask({"model": str(model), "query": query})
        try:
            found = data.cursor().execute(reply["sql"], reply["params"])
            members = [reply["columns"][d[0]] for d in found.description or ()]
            at = [members.index(c) for c in columns]
            return [tuple(row[i] for i in at) for row in found.fetchall()]
        except duckdb.Error as error:
            raise CubeError(f"{error}\n{reply['sql']}") from error

    def close(self) -> None:
        assert self._process.stdin
        self._process.stdin.close()
        self._process.wait(timeout=10)
        assert self._process.stdout
        self._process.stdout.close()


def plain(value: Any) -> Any:
    """``value`` without what only its carrier says: Decimal, numpy, NaN for NULL, date for midnight."""
    if value is None or value is pd.NA or value is pd.NaT or value != value:
        return None
    if value in (datetime.max, date.max):  # how Python's DuckDB shows an infinite one
        return None
    if isinstance(value, bool):
        return value
    if isinstance(value, int | float | Decimal) or hasattr(value, "dtype"):
        return float(f"{float(value):.9g}")
    if isinstance(value, datetime):
        return value.replace(tzinfo=None).isoformat(timespec="milliseconds")
    if isinstance(value, date):
        return datetime(value.year, value.month, value.day).isoformat(timespec="milliseconds")
    return value


def bag(rows: Iterable[tuple[Any, ...]]) -> Counter[tuple[Any, ...]]:
    return Counter(tuple(plain(v) for v in row) for row in rows)

"""From a DuckDB file to a Cube data model."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import EngineUnavailable, ModelError
from pipeline.inference.columns import read_texts, role_of
from pipeline.inference.cubes import cubes_of
from pipeline.inference.keys import key_of, references
from pipeline.inference.kinds import note_kinds
from pipeline.inference.places import note_countries
from pipeline.inference.profile import read_tables
from pipeline.inference.yaml_text import as_yaml


@dataclass(frozen=True)
class InferredModel:
    """A data model as its files say it: one cube a file.

    Attributes:
        cubes: the plain data of each cube.
    """

    cubes: tuple[dict[str, Any], ...]

    def write(self, folder: Path) -> list[Path]:
        """Writes one YAML file for each cube and says which. Raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for cube in self.cubes:
            path = folder / f"{cube['name']}.yml"
            path.write_text(as_yaml({"cubes": [cube]}), encoding="utf-8")
            written.append(path)
        return written


def infer(database: Path) -> InferredModel:
    """The data model of the tables in the DuckDB file ``database``.

    Raises `EngineUnavailable` for a file that cannot be opened, `ModelError` for one without tables.
    """
    try:
        connection = duckdb.connect(":memory:")
        file = str(database.resolve()).replace("'", "''")
        connection.execute(f"ATTACH '{file}' AS data (READ_ONLY)")
        connection.execute("USE data")
        # A view in a file that somebody brought may name other files.
        connection.execute("SET enable_external_access = false")
        connection.execute("SET lock_configuration = true")
    except duckdb.Error as error:
        raise EngineUnavailable(
            f"The data file {database} cannot be opened.", f"数据文件 {database} 无法打开。"
        ) from error
    with connection:
        tables = [t for t in read_tables(connection, "data") if t.columns]
        if not tables:
            raise ModelError(f"{database.name} holds no table.", f"{database.name} 中没有任何表。")
        keys = {t.name: key_of(t) for t in tables}
        found = references(connection, tables, keys)
        in_key = {(t.name, c) for t in tables for c in keys[t.name] if len(keys[t.name]) == 1}
        in_key |= {(r.table, r.column) for r in found} | {(r.target, r.key) for r in found}
        for table in tables:
            read_texts(connection, table)
            note_countries(connection, table)
            note_kinds(connection, table)
        roles = {
            (t.name, c.name): role_of(t, c, (t.name, c.name) in in_key) for t in tables for c in t.columns
        }
    return InferredModel(tuple(cubes_of(tables, keys, found, roles)))

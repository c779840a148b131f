"""From a DuckDB file to a Cube data model."""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import duckdb

from pipeline.errors import EngineUnavailable, ModelError
from pipeline.inference.columns import read_texts, role_of
from pipeline.inference.cubes import cubes_of
from pipeline.inference.flows import note_flows
from pipeline.inference.keys import SURENESS, Reference, completed, key_of, references
from pipeline.inference.kinds import note_kinds
from pipeline.inference.places import note_countries
from pipeline.inference.profile import read_tables
from pipeline.inference.relations import note_relations
from pipeline.inference.shapes.lists import lists_of
from pipeline.inference.shapes.shape import shaped
from pipeline.inference.shared_values import by_values, said
from pipeline.inference.yaml_text import as_yaml
from pipeline.language import Text
from pipeline.sources.report import JoinRead


@dataclass(frozen=True)
class InferredModel:
    """A data model as its files say it: one cube a file.

    Attributes:
        cubes: the plain data of each cube.
        notes: what was left out, and of which tables the shape was changed.
        joins: which rows belong to which of another table.
    """

    cubes: tuple[dict[str, Any], ...]
    notes: tuple[Text, ...] = ()
    joins: tuple[JoinRead, ...] = ()

    def write(self, folder: Path) -> list[Path]:
        """Writes one YAML file for each cube and says which. Raises `OSError`."""
        folder.mkdir(parents=True, exist_ok=True)
        written = []
        for cube in self.cubes:
            path = folder / f"{cube['name']}.yml"
            path.write_text(as_yaml({"cubes": [cube]}), encoding="utf-8")
            written.append(path)
        return written


def infer(
    database: Path, stored: Set[str] = frozenset(), as_text: Set[tuple[str, str]] = frozenset()
) -> InferredModel:
    """The data model of the tables in the DuckDB file ``database``; those that are ``stored`` are taken
    as they are, and the columns of ``as_text`` (with their tables) hold nothing but text.

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
        found_there, notes = read_tables(connection, "data")
        tables = shaped(connection, [t for t in found_there if t.columns], stored)
        if not tables:
            raise ModelError(f"{database.name} holds no table.", f"{database.name} 中没有任何表。")
        keys = {t.name: key_of(t) for t in tables}
        found = references(connection, tables, keys)
        found = completed(connection, tables, [*found, *by_values(connection, tables, found)])
        notes += [said(reference) for reference in found if reference.by_values]
        for table in list(tables):
            for part, reference in lists_of(connection, table, keys[table.name], [t.name for t in tables]):
                tables.append(part)
                keys[part.name] = ()
                found.append(reference)
        in_key = {(t.name, c) for t in tables for c in keys[t.name] if len(keys[t.name]) == 1}
        in_key |= {(r.table, r.column) for r in found} | {(r.target, r.key) for r in found}
        for table in tables:
            read_texts(connection, table, {column for of, column in as_text if of == table.name})
            note_countries(connection, table)
            note_kinds(connection, table)
            note_flows(connection, table)
        roles = {
            (t.name, c.name): role_of(t, c, (t.name, c.name) in in_key) for t in tables for c in t.columns
        }
        for table in tables:
            note_relations(connection, table, roles)
        notes += [change for table in tables for change in table.changes]
    return InferredModel(tuple(cubes_of(tables, keys, found, roles)), tuple(notes), tuple(map(_told, found)))


def _told(reference: Reference) -> JoinRead:
    return JoinRead(
        table=reference.table,
        column=reference.column,
        target=reference.target,
        key=reference.key,
        sure="declared" if reference.declared else SURENESS.get(reference.sureness, "vague"),
    )

"""A real Cube server takes an inferred model, and gives the rows that the embedded engine gives."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import duckdb
import pytest
from cube.conftest import Both

from pipeline.inference.infer import infer
from pipeline.query import Query

ODD = """
CREATE TABLE "tbl Cities" (id INTEGER PRIMARY KEY, "name {of} it" VARCHAR, country VARCHAR);
INSERT INTO "tbl Cities" SELECT i, 'City ' || i, ['Spain', 'Italy'][1 + i % 2] FROM range(10) t(i);
CREATE TABLE orders (nr INTEGER, ordered VARCHAR, "at" TIMESTAMP, price VARCHAR, qty INTEGER,
    "from" INTEGER, "to" INTEGER);
INSERT INTO orders SELECT i, strftime(DATE '2024-01-01' + i::INTEGER, '%d/%m/%Y'),
    TIMESTAMP '2024-01-01' + INTERVAL (i) HOUR,
    '$1,' || (100 + i % 800) || '.50', i % 50, i % 10, (i + 3) % 10
    FROM range(300) t(i);
COMMENT ON COLUMN orders."from" IS '{"references": ["tbl Cities", "id"]}';
COMMENT ON COLUMN orders."to" IS '{"references": ["tbl Cities", "id"]}';
CREATE TABLE "客户" ("编号" INTEGER, "客户名称" VARCHAR, "{{金额}}" DOUBLE, vip BOOLEAN);
INSERT INTO "客户" SELECT i, '客户' || i, i * 1.5, i % 2 = 0 FROM range(50) t(i);
CREATE TABLE notes (a VARCHAR, b VARCHAR);
INSERT INTO notes VALUES ('x', 'y'), ('x', 'y');
"""


@pytest.fixture(scope="module")
def odd(both_of: Callable[[Path, Path], Both], tmp_path_factory: pytest.TempPathFactory) -> Both:
    folder = tmp_path_factory.mktemp("inferred")
    with duckdb.connect(str(folder / "odd.duckdb")) as connection:
        connection.execute(ODD)
    infer(folder / "odd.duckdb").write(folder / "model")
    return both_of(folder / "model", folder / "odd.duckdb")


def test_the_catalog_is_the_same(odd: Both) -> None:
    assert odd.cube.catalog.members == odd.embedded.catalog.members


def test_every_member_has_the_same_rows(odd: Both) -> None:
    for member in odd.embedded.catalog.members.values():
        kind = "measures" if member.kind == "measure" else "dimensions"
        query = Query.parse({kind: [member.name], "order": [[member.name, "asc"]], "limit": 50})
        told = [list(map(str, engine.execute(query)[member.name])) for engine in (odd.cube, odd.embedded)]
        assert len(told[0]) == len(told[1]) > 0, member.name


def test_joins_of_a_table_in_two_parts(odd: Both) -> None:
    parts = [c for c in odd.embedded.catalog.cubes if c.startswith("tbl_cities")]
    assert len(parts) == 2
    for part in parts:
        name = f"{part}.name_of_it"
        query = Query.parse({"measures": ["orders.count"], "dimensions": [name], "order": [[name, "asc"]]})
        one, other = (e.execute(query)["orders.count"].astype(int).tolist() for e in (odd.cube, odd.embedded))
        assert one == other == [30] * 10

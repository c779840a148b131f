"""No query reads a file, writes, attaches or installs: the values of a query are never SQL."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import TextToBIError
from pipeline.query import Query

ATTACKS = [
    "'; COPY (SELECT 42) TO '{file}'; --",
    "x' UNION SELECT content FROM read_text('{file}') --",
    "' || (SELECT content FROM read_text('{file}')) || '",
    "1); ATTACH '{file}' AS other; SELECT (1",
    "1; INSTALL httpfs; LOAD httpfs",
    '"; CREATE TABLE taken AS SELECT 1; --',
    "$$; SET lock_configuration = false; $$",
    "getenv('HOME')",
    "?",
    "\x000\x00",
]
PLACES: list[dict[str, Any]] = [
    {"measures": ["ATTACK"]},
    {"dimensions": ["customers.ATTACK"]},
    {"measures": ["orders.count"], "filters": [{"member": "ATTACK", "operator": "set"}]},
    {
        "measures": ["orders.count"],
        "filters": [{"member": "orders.status", "operator": "ATTACK", "values": ["x"]}],
    },
    {"measures": ["orders.count"], "segments": ["orders.ATTACK"]},
    {"measures": ["orders.count"], "order": {"ATTACK": "asc"}},
    {"measures": ["orders.count"], "order": {"orders.count": "ATTACK"}},
    {"measures": ["orders.count"], "limit": "ATTACK"},
    {"measures": ["orders.count"], "timezone": "ATTACK"},
    {"measures": ["orders.count"], "timeDimensions": [{"dimension": "orders.at", "granularity": "ATTACK"}]},
    {"measures": ["orders.count"], "timeDimensions": [{"dimension": "orders.at", "dateRange": "ATTACK"}]},
    {
        "measures": ["orders.count"],
        "timeDimensions": [{"dimension": "orders.at", "dateRange": ["2024", "ATTACK"]}],
    },
    {
        "measures": ["orders.count"],
        "timeDimensions": [{"dimension": "orders.at", "compareDateRange": ["ATTACK"]}],
    },
    {
        "measures": ["orders.count"],
        "filters": [{"member": "orders.amount", "operator": "gt", "values": ["ATTACK"]}],
    },
    {
        "measures": ["orders.count"],
        "filters": [{"member": "orders.at", "operator": "beforeDate", "values": ["ATTACK"]}],
    },
    {
        "measures": ["orders.count"],
        "filters": [{"member": "orders.count", "operator": "equals", "values": ["ATTACK"]}],
    },
]
VALUES = [
    {
        "measures": ["orders.count"],
        "filters": [{"member": "customers.name", "operator": operator, "values": ["ATTACK"]}],
    }
    for operator in (
        "equals",
        "notEquals",
        "contains",
        "notContains",
        "startsWith",
        "endsWith",
        "in",
        "notIn",
    )
]


ONE = """
cubes:
  - name: a
    sql: SELECT 1 AS x
    dimensions: [{name: x, sql: x, type: number}]
"""


def with_attack(part: Any, attack: str) -> Any:
    if isinstance(part, dict):
        return {with_attack(k, attack): with_attack(v, attack) for k, v in part.items()}
    if isinstance(part, list):
        return [with_attack(p, attack) for p in part]
    return part.replace("ATTACK", attack) if isinstance(part, str) else part


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("place", PLACES, ids=str)
def test_sql_has_no_place_where_names_and_numbers_stand(
    shop: EmbeddedEngine, tmp_path: Path, place: dict[str, Any], attack: str
) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("a secret")
    with pytest.raises(TextToBIError):
        shop.execute(Query.parse(with_attack(place, attack.format(file=file))))
    assert file.read_text() == "a secret"


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("query", VALUES, ids=lambda q: q["filters"][0]["operator"])
def test_sql_in_a_value_is_text(
    shop: EmbeddedEngine, tmp_path: Path, query: dict[str, Any], attack: str
) -> None:
    file = tmp_path / "secret.txt"
    file.write_text("a secret")
    text = attack.format(file=file)
    asked, harmless = (Query.parse(with_attack(query, value)) for value in (text, "nobody"))
    assert shop.compile(asked).sql == shop.compile(harmless).sql
    assert shop.execute(asked).equals(shop.execute(harmless))
    assert file.read_text() == "a secret"


@pytest.mark.parametrize(
    "statement",
    [
        "COPY orders TO '{file}'",
        "SELECT * FROM read_text('{file}')",
        "SELECT * FROM '{file}'",
        "ATTACH '{file}' AS other",
        "INSTALL httpfs",
        "LOAD '{file}'",
        "CREATE TABLE taken (i INTEGER)",
        "DELETE FROM orders",
        "EXPORT DATABASE '{folder}'",
        "SET memory_limit = '100GB'",
        "SET enable_external_access = true",
        "RESET lock_configuration",
    ],
)
def test_the_connection_itself_can_do_none_of_it(engine_of: Any, tmp_path: Path, statement: str) -> None:
    """What a model's own SQL, which is trusted, could not do either."""
    engine = engine_of(ONE)
    file = tmp_path / "file.txt"
    file.write_text("a secret")
    cursor = engine._connection.cursor()
    cursor.execute(engine._use)
    with pytest.raises(duckdb.Error):
        cursor.execute(statement.format(file=file, folder=tmp_path / "out")).fetchall()
    assert file.read_text() == "a secret"
    assert not (tmp_path / "out").exists()

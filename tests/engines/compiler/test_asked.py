"""`FILTER_PARAMS`: the SQL behind a cube is told what is asked of its members."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import ModelError
from pipeline.query import Query

TABLES = """
CREATE TABLE orders (id INTEGER, region VARCHAR, day DATE, amount INTEGER);
INSERT INTO orders VALUES
    (1, 'north', '2024-01-05', 10), (2, 'south', '2024-02-05', 20), (3, 'all', '2024-02-05', 30);
"""
MODEL = """
cubes:
  - name: orders
    sql: |
      SELECT *, {TOLD} AS told FROM orders
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true, public: true}
      - {name: region, sql: region, type: string}
      - {name: day, sql: day, type: time}
    measures:
      - {name: amount, type: sum, sql: amount}
      - {name: told, type: sum, sql: told}
views:
  - name: sales
    cubes: [{join_path: orders, includes: "*"}]
"""  # fmt: skip
REGION = "CASE WHEN {FILTER_PARAMS.orders.region.filter('region')} THEN 1 ELSE 0 END"
DAY = REGION.replace("region", "day")
NORTH = {"member": "orders.region", "operator": "equals", "values": ["north"]}
SOUTH = {**NORTH, "values": ["south"]}
CHEAP = {"member": "orders.id", "operator": "lt", "values": ["9"]}


@pytest.mark.parametrize(
    ("told", "asked", "found"),
    [
        (REGION, {}, 3),  # nothing is asked: true of all
        (REGION, {"filters": [NORTH]}, 1),
        (REGION, {"filters": [{"and": [NORTH, CHEAP]}]}, 1),
        (REGION.replace("'region'", '"\'north\'"'), {"filters": [{"or": [NORTH, SOUTH]}]}, 2),
        (REGION.replace("'region'", '"\'east\'"'), {"filters": [{"or": [NORTH, SOUTH]}]}, 0),
        (REGION.replace("'region'", '"\'east\'"'), {"filters": [{"or": [NORTH, CHEAP]}]}, 3),
        (REGION, {"filters": [{**NORTH, "member": "sales.region"}], "measures": ["sales.told"]}, 1),
        (DAY.replace("'day'", "'day - 31'"), {"timeDimensions": [
            {"dimension": "orders.day", "dateRange": ["2024-01-01", "2024-02-29"]}]}, 2),
    ],
)  # fmt: skip
def test_what_is_asked_of_a_member_stands_where_its_cube_says(
    engine_of: Callable[..., EmbeddedEngine], told: str, asked: dict[str, Any], found: int
) -> None:
    engine = engine_of(MODEL.replace("{TOLD}", told), TABLES)
    query = Query.parse({"measures": ["orders.told"], **asked})
    assert engine.execute(query).iloc[0, 0] == found


@pytest.mark.parametrize(
    "told",
    [
        "{FILTER_PARAMS.orders.nothing.filter('region')}",
        "{FILTER_PARAMS.orders.region.filter(region)}",
        "{FILTER_PARAMS.region.filter('region')}",
    ],
)
def test_a_member_that_is_not_there_is_refused(engine_of: Callable[..., EmbeddedEngine], told: str) -> None:
    with pytest.raises(ModelError):
        engine_of(MODEL.replace("{TOLD}", told), TABLES)

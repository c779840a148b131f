"""A shop small enough to count by hand, with what data has in life: orphans, NULLs, odd characters."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline.engines.embedded import EmbeddedEngine

TODAY = date(2024, 3, 15)

TABLES = r"""
CREATE TABLE customers (id INTEGER, name VARCHAR, region_id INTEGER, vip BOOLEAN);
INSERT INTO customers VALUES
    (1, 'Ann', 1, true), (2, 'Bob "B" O''Neil', 2, false), (3, '50% off_\x', NULL, NULL), (4, 'Dan', 1, true);
CREATE TABLE regions (id INTEGER, name VARCHAR);
INSERT INTO regions VALUES (1, 'North'), (2, 'South'), (3, 'Empty');
CREATE TABLE orders (
    id INTEGER, customer_id INTEGER, status VARCHAR, amount DECIMAL(9, 2), placed_at TIMESTAMP);
INSERT INTO orders VALUES
    (1, 1, 'done', 10, '2024-01-05 10:00'), (2, 1, 'done', 20, '2024-01-31 23:30'),
    (3, 2, 'open', 30, '2024-02-29 00:00'), (4, 9, 'done', 40, '2024-03-14 12:00'),
    (5, NULL, NULL, 50, '2024-03-15 08:00'), (6, 3, 'done', NULL, NULL);
CREATE TABLE items (id INTEGER, order_id INTEGER, product VARCHAR, quantity INTEGER);
INSERT INTO items VALUES
    (1, 1, 'tea', 1), (2, 1, 'cup', 2), (3, 2, 'tea', 3),
    (4, 3, 'tea', 4), (5, 77, 'cup', 5), (6, 4, NULL, NULL);
"""

MODEL = r"""
cubes:
  - name: customers
    sql_table: customers
    joins:
      - {name: regions, relationship: many_to_one, sql: "{CUBE}.region_id = {regions.id}"}
      - {name: orders, relationship: one_to_many, sql: "{CUBE.id} = {orders}.customer_id"}
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true, public: true}
      - {name: name, sql: name, type: string}
      - {name: vip, sql: vip, type: boolean}
      - {name: spent, sql: "{orders.total}", type: number, sub_query: true}
      - name: kind
        type: string
        case:
          when:
            - {sql: "{vip}", label: It's VIP}
            - {sql: "{CUBE}.vip = false", label: {sql: "lower('PLAIN')"} }
          else: { label: unknown }
    measures:
      - {name: count, type: count}
      - {name: spent_avg, type: avg, sql: "{spent}"}
    segments:
      - {name: vips, sql: "{CUBE}.vip"}
  - name: regions
    sql_table: regions
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
      - {name: name, sql: name, type: string}
    measures:
      - {name: count, type: count}
  - name: orders
    sql: SELECT * FROM orders
    joins:
      - {name: customers, relationship: many_to_one, sql: "{CUBE}.customer_id = {customers.id}"}
      - {name: items, relationship: one_to_many, sql: "{CUBE.id} = {items}.order_id"}
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true, public: true}
      - {name: status, sql: status, type: string}
      - {name: amount, sql: amount, type: number}
      - name: at
        sql: placed_at
        type: time
        granularities:
          - {name: fiscal_year, interval: 1 year, offset: 1 month}
          - {name: ten_days, interval: 10 days, origin: "2024-01-01"}
      - {name: month_name, sql: "strftime({at.month}, '%m')", type: string}
    measures:
      - {name: count, type: count}
      - {name: done, type: count, filters: [{sql: "{CUBE}.status = 'done'" } ] }
      - {name: done_share, type: number, sql: "1.0 * {done} / {count}"}
      - {name: total, type: sum, sql: amount}
      - {name: average, type: avg, sql: amount}
      - {name: smallest, type: min, sql: amount}
      - {name: largest, type: max, sql: amount}
      - {name: customers_seen, type: count_distinct, sql: customer_id}
      - {name: last_at, type: time, sql: "max({CUBE}.placed_at)"}
      - {name: statuses, type: string, sql: "string_agg(DISTINCT {CUBE}.status, ',')"}
      - {name: any_open, type: boolean, sql: "bool_or({CUBE}.status = 'open')"}
      - {name: per_item, type: number, sql: "{total} / {items.quantity}"}
    segments:
      - {name: open_orders, sql: "{CUBE}.status = 'open'"}
  - name: items
    sql_table: items
    joins:
      - {name: orders, relationship: many_to_one, sql: "{CUBE}.order_id = {orders.id}"}
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
      - {name: product, sql: product, type: string}
    measures:
      - {name: count, type: count}
      - {name: quantity, type: sum, sql: quantity}
  - {name: island, sql: SELECT 1 AS x, dimensions: [{name: x, sql: x, type: number}]}
views:
  - name: sales
    cubes:
      - {join_path: orders, includes: [count, total, status, at, open_orders, {name: done, alias: finished}]}
      - {join_path: orders.customers, prefix: true, includes: "*", excludes: [id]}
      - {join_path: orders.customers.regions, includes: [{name: name, alias: region}]}
"""


@pytest.fixture(scope="session")
def engine_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., EmbeddedEngine]]:
    """Builds an engine from model YAML and the SQL of its tables."""
    engines: list[EmbeddedEngine] = []

    def build(model: str, tables: str = TABLES, **settings: object) -> EmbeddedEngine:
        folder = tmp_path_factory.mktemp("engine")
        (folder / "model.yml").write_text(model, encoding="utf-8")
        with duckdb.connect(str(folder / "data.duckdb")) as connection:
            connection.execute(tables)
        settings = {"today": TODAY, **settings}
        engines.append(EmbeddedEngine(folder, folder / "data.duckdb", **settings))  # type: ignore[arg-type]
        return engines[-1]

    yield build
    for engine in engines:
        engine.close()


@pytest.fixture(scope="session")
def shop(engine_of: Callable[..., EmbeddedEngine]) -> EmbeddedEngine:
    return engine_of(MODEL)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path

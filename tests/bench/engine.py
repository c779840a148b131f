"""What the embedded engine costs: ``python -m tests.bench.engine [MILLIONS OF ROWS]`` prints one table.

Compiling, beside Cube's own compiler where Node is there; and queries, as ratios to SQL written by hand
for the same rows on the same connection.
"""

# ruff: noqa: E501 - SQL is read best on few lines

from __future__ import annotations

import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

import duckdb

sys.path[:0] = [str(Path(__file__).parents[1])]

from bench.__main__ import Figure, seconds  # noqa: E402
from parity.oracle import Cube  # noqa: E402

from pipeline.engines.embedded import EmbeddedEngine  # noqa: E402
from pipeline.query import Query  # noqa: E402

TABLES = """
CREATE TABLE customers AS
SELECT i AS id, 'Customer ' || i AS name, ['north', 'south', 'east', NULL][1 + i % 4] AS region
FROM range({rows} // 100) AS r (i);
CREATE TABLE orders AS
SELECT
    i AS id, (i * 7919) % ({rows} // 100) AS customer_id, ['new', 'paid', 'sent', 'lost'][1 + i % 4] AS status,
    ((i * 31) % 100000 / 100.0)::DECIMAL(12, 2) AS amount, TIMESTAMP '2022-01-01' + INTERVAL (i % 1051200) MINUTE AS placed_at
FROM range({rows} // 4) AS r (i);
CREATE TABLE items AS
SELECT
    i AS id, (i * 13) % ({rows} // 4) AS order_id, (i * 17) % 1000 AS product_id, 1 + i % 9 AS quantity
FROM range({rows}) AS r (i);
CREATE TABLE products AS
SELECT i AS id, 'Product ' || i AS name, 'Category ' || i % 20 AS category FROM range(1000) AS r (i);
"""
# Query, the same rows by hand, and whether a join repeats rows of a measure.
QUERIES: list[tuple[str, dict[str, Any], str, bool]] = [
    (
        "one table",
        {"measures": ["orders.count", "orders.total"], "dimensions": ["orders.status"]},
        "SELECT status, count(id), sum(amount) FROM orders GROUP BY 1 ORDER BY 2 DESC LIMIT 10000",
        False,
    ),
    (
        "months, one filter",
        {
            "measures": ["orders.total"],
            "timeDimensions": [
                {"dimension": "orders.at", "granularity": "month", "dateRange": ["2022-03-01", "2023-02-28"]}
            ],
            "filters": [{"member": "customers.region", "operator": "equals", "values": ["north"]}],
        },
        "SELECT date_trunc('month', placed_at), sum(amount) FROM orders LEFT JOIN customers c ON c.id = customer_id "
        "WHERE placed_at >= TIMESTAMP '2022-03-01' AND placed_at < TIMESTAMP '2023-03-01' AND region = 'north' "
        "GROUP BY 1 ORDER BY 1 LIMIT 10000",
        False,
    ),
    (
        "three joins",
        {"measures": ["items.quantity"], "dimensions": ["products.category", "customers.region"]},
        "SELECT category, region, sum(quantity) FROM items LEFT JOIN orders o ON o.id = order_id "
        "LEFT JOIN customers c ON c.id = customer_id LEFT JOIN products p ON p.id = product_id "
        "GROUP BY 1, 2 ORDER BY 3 DESC LIMIT 10000",
        False,
    ),
    (
        "two facts by a common dimension",
        {"measures": ["orders.total", "items.quantity"], "dimensions": ["customers.region"]},
        "WITH o AS (SELECT region, sum(amount) AS total FROM orders LEFT JOIN customers c ON c.id = customer_id "
        "GROUP BY 1), i AS (SELECT region, sum(quantity) AS quantity FROM items LEFT JOIN orders o ON "
        "o.id = order_id LEFT JOIN customers c ON c.id = customer_id GROUP BY 1) SELECT o.region, total, quantity "
        "FROM o LEFT JOIN i ON i.region IS NOT DISTINCT FROM o.region ORDER BY 2 DESC LIMIT 10000",
        True,
    ),
    (
        "orders by the products in them",
        {"measures": ["orders.total"], "dimensions": ["products.category"]},
        # Orders without an item are a group too, so the items alone do not do.
        "SELECT category, sum(amount) FROM (SELECT DISTINCT category, o.id, amount FROM orders o LEFT JOIN items i "
        "ON i.order_id = o.id LEFT JOIN products p ON p.id = product_id) k GROUP BY 1 ORDER BY 2 DESC LIMIT 10000",
        True,
    ),
    (
        "customers and orders by the products in them",
        {"measures": ["customers.count", "orders.total"], "dimensions": ["products.category"]},
        "WITH j AS (SELECT category, order_id, customer_id, amount FROM items LEFT JOIN products p ON "
        "p.id = product_id LEFT JOIN orders o ON o.id = order_id), c AS (SELECT category, count(DISTINCT c.id) AS n "
        "FROM j LEFT JOIN customers c ON c.id = customer_id GROUP BY 1), s AS (SELECT category, sum(amount) AS total "
        "FROM (SELECT DISTINCT category, order_id, amount FROM j) d GROUP BY 1) SELECT c.category, n, total FROM c "
        "JOIN s ON s.category IS NOT DISTINCT FROM c.category ORDER BY 2 DESC LIMIT 10000",
        True,
    ),
]


def model(cubes: int) -> str:
    """A shop of nine members in four cubes, and more cubes of ten members each around it."""
    more = "\n".join(
        f"""
  - name: extra_{n}
    sql_table: extra_{n}
    joins: [{{name: products, relationship: many_to_one, sql: "{{CUBE}}.product_id = {{products.id}}"}}]
    dimensions:
      - {{name: id, sql: id, type: number, primary_key: true}}
      - {{name: a, sql: a, type: string}}
      - {{name: b, sql: b, type: number}}
      - {{name: at, sql: at, type: time}}
      - {{name: label, sql: "{{a}} || {{b}}", type: string}}
    measures:
      - {{name: count, type: count}}
      - {{name: total, type: sum, sql: x}}
      - {{name: average, type: avg, sql: x}}
      - {{name: some, type: count, filters: [{{sql: "{{CUBE}}.b > 1"}}]}}
      - {{name: share, type: number, sql: "1.0 * {{some}} / {{count}}"}}"""
        for n in range(cubes)
    )
    return SHOP + more.replace("}}", "} }")


SHOP = """
cubes:
  - name: customers
    sql_table: customers
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
      - {name: region, sql: region, type: string}
    measures:
      - {name: count, type: count}
  - name: products
    sql_table: products
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
      - {name: category, sql: category, type: string}
  - name: orders
    sql_table: orders
    joins:
      - {name: customers, relationship: many_to_one, sql: "{CUBE}.customer_id = {customers.id}"}
      - {name: items, relationship: one_to_many, sql: "{CUBE.id} = {items}.order_id"}
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
      - {name: status, sql: status, type: string}
      - {name: at, sql: placed_at, type: time}
    measures:
      - {name: count, type: count}
      - {name: total, type: sum, sql: amount}
  - name: items
    sql_table: items
    joins:
      - {name: orders, relationship: many_to_one, sql: "{CUBE}.order_id = {orders.id}"}
      - {name: products, relationship: many_to_one, sql: "{CUBE}.product_id = {products.id}"}
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true}
    measures:
      - {name: quantity, type: sum, sql: quantity}
"""


def built(folder: Path, cubes: int, rows: int) -> EmbeddedEngine:
    """The engine on a model with ``cubes`` cubes around the shop, and ``rows`` order items."""
    (folder / "model").mkdir(parents=True)
    (folder / "model" / "model.yml").write_text(model(cubes))
    with duckdb.connect(str(folder / "shop.duckdb")) as connection:
        connection.execute(TABLES.format(rows=rows))
    return EmbeddedEngine(folder / "model", folder / "shop.duckdb", query_seconds=600, memory="4GB")


def median(call: Callable[[dict[str, Any]], object]) -> float:
    """The median time of ``call`` over all queries, in milliseconds."""
    times = []
    for _ in range(50):
        for _, query, _, _ in QUERIES:
            started = time.perf_counter()
            call(query)
            times.append(time.perf_counter() - started)
    return statistics.median(times) * 1e3


def compiling(folder: Path) -> list[Figure]:
    figures = []
    for cubes, aim in ((3, "under 1 ms"), (199, "under 3 ms")):
        engine = built(folder / str(cubes), cubes, 400)
        members = len(engine.catalog.members)
        ours = median(lambda q, e=engine: e.compile(Query.parse(q)))
        figures.append(Figure(f"compile, {members} members", f"{ours:.2f} ms at the median", aim))
        cube = Cube(datetime(2024, 3, 15, 12, tzinfo=UTC))
        theirs = median(lambda q, c=cube, f=folder / str(cubes) / "model": c.sql(f, q))
        cube.close()
        figures.append(Figure(f"Cube's own compile, {members} members", f"{theirs:.2f} ms at the median"))
        engine.close()
    return figures


def querying(folder: Path, millions: float) -> list[Figure]:
    engine = built(folder / "rows", 0, int(millions * 1e6))
    cursor = engine._connection.cursor()
    cursor.execute(engine._use)
    figures = []
    for name, query, by_hand, repeats in QUERIES:
        parsed = Query.parse(query)
        ours, theirs = (
            sorted(engine.execute(parsed).iloc[:, -1]),
            sorted(row[-1] for row in _run(cursor, by_hand, [])),
        )
        assert [float(v) for v in ours] == [float(v) for v in theirs], name
        whole, hand = fastest(
            partial(_run, cursor, *engine.compile(parsed)), partial(_run, cursor, by_hand, [])
        )
        figures.append(
            Figure(
                f"{name}, {millions:g}M rows",
                f"{whole / hand:.2f} times SQL by hand ({hand * 1e3:.0f} ms)",
                "under 1.5 times" if repeats else "under 1.1 times",
            )
        )
    # What stands around the SQL: its types, the watch over its time, the table.
    single = Query(measures=["customers.count"], limit=1)
    whole, alone = fastest(partial(engine.execute, single), partial(_run, cursor, *engine.compile(single)))
    engine.close()
    return [*figures, Figure("around the SQL of one row", f"{(whole - alone) * 1e3:.1f} ms")]


def fastest(*calls: Callable[[], object]) -> list[float]:
    """The fastest time of each, in seconds, taken in turns: what else the machine does only ever adds."""
    times = [[seconds(call) for call in calls] for _ in range(3)]
    return [min(of_one) for of_one in zip(*times, strict=True)]


def _run(cursor: duckdb.DuckDBPyConnection, sql: str, params: list[Any]) -> list[tuple[Any, ...]]:
    return cursor.execute(sql, params).fetchall()


def main(millions: float = 1) -> None:
    with tempfile.TemporaryDirectory() as name:
        figures = [*compiling(Path(name)), *querying(Path(name), millions)]
    print("| What | Measured | Aim |\n| --- | --- | --- |")
    for figure in figures:
        print(f"| {' | '.join(figure)} |")


if __name__ == "__main__":
    main(*map(float, sys.argv[1:]))

"""The embedded engine on a shop that can be counted by hand."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from typing import Any

import duckdb
import pandas as pd
import pytest

from pipeline.answer import rows_of
from pipeline.cancellation import Cancellation
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import (
    Cancelled,
    EngineUnavailable,
    JoinPathError,
    QueryError,
    QueryTimeout,
    UnknownMember,
)
from pipeline.query import Query


def rows(engine: EmbeddedEngine, **query: Any) -> list[tuple[Any, ...]]:
    """The answer as tuples; NULL is None, numbers are numbers."""
    answer = engine.execute(Query.parse(query))
    plain = answer.astype(object).where(answer.notna(), None)
    return [tuple(row) for row in plain.itertuples(index=False)]


def test_measures_of_every_type(shop: EmbeddedEngine) -> None:
    measures = ["count", "done", "total", "average", "smallest", "largest", "customers_seen", "any_open"]
    assert rows(shop, measures=[f"orders.{m}" for m in measures]) == [
        (6, 4, 150.0, 30.0, 10.0, 50.0, 4, True)
    ]


def test_a_measure_of_a_multiplied_cube_is_not_counted_twice(shop: EmbeddedEngine) -> None:
    by_product = rows(shop, measures=["orders.total", "items.quantity"], dimensions=["items.product"])
    # Order 1 has tea and cups: its 10 stands in both, once each. Two orders have no item at all.
    assert sorted(by_product, key=str) == [("cup", 10.0, 2), ("tea", 60.0, 8), (None, 90.0, None)]


def test_facts_of_two_cubes_in_one_query(shop: EmbeddedEngine) -> None:
    by_region = rows(shop, measures=["customers.count", "orders.total"], dimensions=["regions.name"])
    assert sorted(by_region, key=str) == [("North", 2, 30.0), ("South", 1, 30.0), (None, 1, None)]


def test_aggregates_over_the_same_joins_are_not_mixed_up(engine_of: Any, tmp_path: Path) -> None:
    """DuckDB 1.5.5 gives wrong rows for this query when its optimizer may merge sub-plans."""
    parity = Path(__file__).parents[1] / "parity" / "shop"
    tables = (parity / "tables.sql").read_text(encoding="utf-8")
    engine = engine_of((parity / "model.yml").read_text(encoding="utf-8"), tables)
    query = Query(
        measures=["sales.items_quantity", "sales.total", "sales.avg_price"],
        dimensions=["sales.customers_score"],
        segments=["sales.sent"],
        order=[("sales.customers_score", "asc")],
    )
    plain = duckdb.connect()
    plain.execute(f"{tables}; PRAGMA disable_optimizer")
    expected = plain.execute(*engine.compile(query)).df().astype(float)
    found = engine.execute(query).astype(float)
    assert found.to_numpy(na_value=-1).tolist() == expected.to_numpy(na_value=-1).tolist()


def test_a_query_with_quotes_and_wildcards_in_its_values(shop: EmbeddedEngine) -> None:
    def named(operator: str, *values: str) -> list[str]:
        condition = {"member": "customers.name", "operator": operator, "values": list(values)}
        return [name for (name,) in rows(shop, dimensions=["customers.name"], filters=[condition])]

    assert named("contains", "%") == [r"50% off_\x"]
    assert named("contains", "_") == [r"50% off_\x"]
    assert named("endsWith", r"\X") == [r"50% off_\x"]
    assert named("equals", 'Bob "B" O\'Neil') == ['Bob "B" O\'Neil']
    assert named("notContains", "a", "'") == [r"50% off_\x"]


def test_relative_dates_count_from_the_given_day(shop: EmbeddedEngine) -> None:
    def ids(asked: Any) -> list[int]:
        times = [{"dimension": "orders.at", "dateRange": asked}]
        return [i for (i,) in rows(shop, dimensions=["orders.id"], timeDimensions=times)]

    assert ids("today") == [5]
    assert ids("yesterday") == [4]
    assert ids("last 7 days") == [4]
    assert ids("this month") == [4, 5]
    assert ids("last month") == [3]
    assert ids("from 2 months ago to now") == [2, 3, 4, 5]
    assert ids(["2024-01-05", "2024-01-31"]) == [1, 2]
    assert ids("2024-02-29") == [3]


def test_granularities_and_time_zone(shop: EmbeddedEngine) -> None:
    def by(granularity: str, zone: str = "UTC") -> list[str]:
        times = [{"dimension": "orders.at", "granularity": granularity}]
        found = rows(shop, measures=["orders.count"], timeDimensions=times, timezone=zone)
        return [f"{bucket:%m-%d} {count}" if bucket else f"- {count}" for bucket, count in found]

    assert by("month") == ["01-01 2", "02-01 1", "03-01 2", "- 1"]
    assert by("month", "Asia/Shanghai") == ["01-01 1", "02-01 2", "03-01 2", "- 1"]
    assert by("fiscal_year") == ["02-01 2", "02-01 3", "- 1"]
    assert by("ten_days") == ["01-01 1", "01-31 1", "02-20 1", "03-11 2", "- 1"]


def test_a_view_reaches_its_members_along_its_path(shop: EmbeddedEngine) -> None:
    found = rows(shop, measures=["sales.count", "sales.finished"], dimensions=["sales.region"])
    assert found == [(None, 3, 2), ("North", 2, 2), ("South", 1, 0)]


def test_columns_are_named_as_the_query_names_them(shop: EmbeddedEngine) -> None:
    query = Query.parse(
        {
            "measures": ["orders.total"],
            "dimensions": ["orders.status"],
            "timeDimensions": [{"dimension": "orders.at", "granularity": "month"}],
        }
    )
    assert list(shop.execute(query).columns) == ["orders.status", "orders.at.month", "orders.total"]


def test_types_survive(shop: EmbeddedEngine) -> None:
    answer = shop.execute(
        Query.parse(
            {
                "dimensions": ["customers.name", "customers.vip", "orders.at"],
                "measures": ["orders.count", "items.quantity", "orders.total"],
            }
        )
    )
    assert [str(t) for t in answer.dtypes] == [
        "str",
        "boolean",
        "datetime64[us]",
        "Int64",
        "Int64",
        "object",
    ]
    assert answer["customers.vip"].isna().any()
    assert Decimal("30.00") in answer["orders.total"].tolist()


ODD = """
cubes:
  - name: odd
    sql_table: odd
    dimensions:
      - {name: id, sql: id, type: number, primary_key: true, public: true}
      - {name: money, sql: money, type: number}
      - {name: day, sql: day, type: time}
      - {name: moment, sql: moment, type: time}
      - {name: tags, sql: tags, type: string}
      - {name: large, sql: large, type: number}
"""
ODD_TABLES = """
CREATE TABLE odd (
    id INTEGER, money DECIMAL(38, 2), day DATE, moment TIMESTAMPTZ, tags VARCHAR[], large HUGEINT);
INSERT INTO odd VALUES
    (1, 123456789012345678901.25, 'infinity', '-infinity', ['a', NULL], 12),
    (2, NULL, '9999-12-31', '2024-01-01 08:00:00+08', NULL, 2 ** 100), (3, 0.10, NULL, NULL, [], NULL);
"""


def test_no_digit_is_lost_and_what_no_clock_shows_is_missing(engine_of: Any) -> None:
    names = ["money", "day", "moment", "tags", "large"]
    query = Query(dimensions=[f"odd.{n}" for n in ("id", *names)], order=[("odd.id", "asc")])
    answer = engine_of(ODD, ODD_TABLES).execute(query)
    assert answer["odd.money"].tolist() == [Decimal("123456789012345678901.25"), None, Decimal("0.10")]
    assert rows_of(answer[["odd.day", "odd.moment", "odd.tags", "odd.large"]]) == [
        [None, None, ["a", None], 12.0],
        ["9999-12-31T00:00:00.000", "2024-01-01T00:00:00.000", None, 2.0**100],
        [None, None, [], None],
    ]


def test_an_empty_answer_has_its_columns(shop: EmbeddedEngine) -> None:
    answer = shop.execute(Query(dimensions=["customers.name"], limit=0))
    assert answer.empty
    assert list(answer.columns) == ["customers.name"]


def test_what_cannot_be_answered_is_refused_in_both_languages(shop: EmbeddedEngine) -> None:
    with pytest.raises(UnknownMember, match=r"orders\.totl.*orders\.total") as unknown:
        shop.compile(Query(measures=["orders.totl"]))
    assert "orders.totl" in unknown.value.zh
    with pytest.raises(JoinPathError, match="orders, island"):
        shop.compile(Query(measures=["orders.count"], dimensions=["island.x"]))
    with pytest.raises(QueryError, match="'many'"):
        shop.compile(Query.parse({"measures": ["orders.count"], "filters": [_gt("orders.amount", "many")]}))


def _gt(member: str, value: str) -> dict[str, Any]:
    return {"member": member, "operator": "gt", "values": [value]}


def test_a_database_error_says_no_sql(shop: EmbeddedEngine) -> None:
    condition = {"member": "customers.vip", "operator": "equals", "values": ["maybe"]}
    with pytest.raises(QueryError) as refused:
        rows(shop, dimensions=["customers.name"], filters=[condition])
    assert "maybe" in str(refused.value)
    assert "SELECT" not in str(refused.value)
    assert refused.value.__cause__ is not None


SLOW = """
cubes:
  - name: slow
    sql: SELECT a.range AS x FROM range(100000) a, range(1000000) b
    measures: [{name: total, type: sum, sql: "sqrt({CUBE}.x)"}]
"""


def test_a_query_past_the_limit_is_stopped(engine_of: Any) -> None:
    engine = engine_of(SLOW, "SELECT 1", query_seconds=0.2)
    with pytest.raises(QueryTimeout):
        engine.execute(Query(measures=["slow.total"]))
    engine.ping()


def test_cancel_stops_a_running_query(engine_of: Any) -> None:
    engine = engine_of(SLOW, "SELECT 1")
    cancellation = Cancellation()
    threading.Timer(0.2, cancellation.cancel).start()
    with pytest.raises(Cancelled):
        engine.execute(Query(measures=["slow.total"]), cancellation)
    engine.ping()


def test_many_questions_at_once(shop: EmbeddedEngine) -> None:
    query = Query(measures=["orders.total"], dimensions=["items.product"])
    alone = shop.execute(query)
    with ThreadPoolExecutor(8) as pool:
        for answer in pool.map(lambda _: shop.execute(query), range(40)):
            pd.testing.assert_frame_equal(answer, alone)


def test_two_ranges_are_compared_row_by_row(shop: EmbeddedEngine) -> None:
    times = [{"dimension": "orders.at", "compareDateRange": ["this month", ["2024-01-01", "2024-01-31"]]}]
    assert rows(shop, measures=["orders.count", "orders.total"], timeDimensions=times) == [
        ("2024-03-01T00:00:00.000 - 2024-03-31T23:59:59.999", 2, 90.0),
        ("2024-01-01T00:00:00.000 - 2024-01-31T23:59:59.999", 2, 30.0),
    ]


def test_the_total_counts_what_the_limit_cuts_off(shop: EmbeddedEngine) -> None:
    query = Query(measures=["orders.count"], dimensions=["orders.status"], limit=1)
    assert len(shop.execute(query)) == 1
    assert shop.total(query) == 3


ONE_CUBE = """
cubes:
  - name: orders
    sql_table: '"it''s".main.orders'
    dimensions:
      - {name: hour, sql: "hour({CUBE}.placed)", type: number}
    measures:
      - {name: count, type: count}
"""


@pytest.fixture
def orders(tmp_path: Path) -> tuple[Path, Path]:
    """A model folder and a data file that no engine has opened yet."""
    (tmp_path / "model").mkdir()
    (tmp_path / "model" / "orders.yml").write_text(ONE_CUBE)
    data = tmp_path / "it's.duckdb"
    with duckdb.connect(str(data)) as connection:
        connection.execute("CREATE TABLE orders AS SELECT TIMESTAMPTZ '2024-01-01 12:00:00+00' AS placed")
    return tmp_path / "model", data


def test_one_file_is_open_several_times_each_with_its_own_settings(orders: tuple[Path, Path]) -> None:
    small, large = EmbeddedEngine(*orders, memory="100MB", threads=1), EmbeddedEngine(*orders, threads=2)
    small.close()
    assert rows(large, measures=["orders.count"]) == [(1,)]
    with pytest.raises(EngineUnavailable):
        small.ping()
    large.close()


def test_a_file_that_is_being_written_is_said_to_be(orders: tuple[Path, Path]) -> None:
    with duckdb.connect(str(orders[1])) as writer:
        writer.execute("INSERT INTO orders VALUES (NULL)")
        with pytest.raises(EngineUnavailable, match="open for writing"):
            EmbeddedEngine(*orders)
    EmbeddedEngine(*orders).close()


def test_a_file_that_is_no_database_is_unavailable(orders: tuple[Path, Path], tmp_path: Path) -> None:
    (tmp_path / "text.duckdb").write_text("not a database" * 1000)
    with pytest.raises(EngineUnavailable, match="cannot be opened"):
        EmbeddedEngine(orders[0], tmp_path / "text.duckdb")


def test_the_zone_of_the_machine_changes_no_row(orders: tuple[Path, Path]) -> None:
    program = (
        "import sys; from pathlib import Path; from pipeline.engines.embedded import EmbeddedEngine;"
        "from pipeline.query import Query; engine = EmbeddedEngine(*map(Path, sys.argv[1:]));"
        "print(engine.execute(Query(dimensions=['orders.hour'])).iat[0, 0])"
    )
    command = [sys.executable, "-c", program, *map(str, orders)]
    env = {**os.environ, "TZ": "Asia/Tokyo"}
    assert subprocess.run(command, env=env, capture_output=True, text=True, check=True).stdout == "12\n"


DAYS = """
cubes:
  - name: days
    sql: SELECT DATE '2024-01-01' + range::INTEGER AS day FROM range(60)
    dimensions: [{name: day, sql: day, type: time}]
"""


def test_no_answer_has_more_rows_than_the_operator_allows(engine_of: Any) -> None:
    engine = engine_of(DAYS, "SELECT 1", max_rows=10)
    assert len(engine.execute(Query(dimensions=["days.day"], limit=50))) == 10
    ranges = [["2024-01-01", "2024-01-31"], ["2024-02-01", "2024-02-29"]]
    compared = [{"dimension": "days.day", "granularity": "day", "compareDateRange": ranges}]
    assert len(engine.execute(Query.parse({"timeDimensions": compared}))) == 10

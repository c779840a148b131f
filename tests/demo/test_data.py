from __future__ import annotations

import threading
from datetime import date
from pathlib import Path

import duckdb
import pytest

from pipeline.demo import data

TODAY = date(2025, 5, 14)
SCALE = 0.02
TABLES = ("departments", "employees", "salaries", "customers", "products", "orders", "order_items")


@pytest.fixture(scope="module")
def company(tmp_path_factory):
    path = tmp_path_factory.mktemp("demo") / "company.duckdb"
    data.build(path, TODAY, SCALE)
    with duckdb.connect(str(path), read_only=True) as connection:
        yield connection


def contents(path: Path) -> dict[str, str]:
    """A hash of the rows of each table, in their stored order."""
    with duckdb.connect(str(path), read_only=True) as connection:
        return {
            table: connection.sql(
                f"SELECT md5(string_agg(t::VARCHAR, '|' ORDER BY id)) FROM {table} t"
            ).fetchone()[0]
            for table in TABLES
        }


def one(connection, sql: str):
    (value,) = connection.sql(sql).fetchone()
    return value


def test_the_same_inputs_give_the_same_rows(tmp_path):
    data.build(tmp_path / "a.duckdb", TODAY, SCALE)
    data.build(tmp_path / "b.duckdb", TODAY, SCALE)
    assert contents(tmp_path / "a.duckdb") == contents(tmp_path / "b.duckdb")


def test_another_day_or_scale_gives_other_rows(tmp_path):
    data.build(tmp_path / "a.duckdb", TODAY, SCALE)
    data.build(tmp_path / "next_day.duckdb", date(2025, 5, 15), SCALE)
    data.build(tmp_path / "larger.duckdb", TODAY, 5 * SCALE)
    before = contents(tmp_path / "a.duckdb")
    next_day = contents(tmp_path / "next_day.duckdb")
    larger = contents(tmp_path / "larger.duckdb")
    assert {t for t in TABLES if before[t] == next_day[t]} <= {"products"}
    assert {t for t in TABLES if before[t] == larger[t]} == {"departments", "products"}


@pytest.mark.parametrize(
    "today", [date(2024, 2, 29), date(2025, 1, 1), date(2025, 12, 31), date(2031, 3, 31)]
)
def test_nothing_happens_after_today_or_before_the_eight_years(tmp_path, today):
    path = tmp_path / "company.duckdb"
    data.build(path, today, SCALE)
    with duckdb.connect(str(path), read_only=True) as connection:
        columns = connection.sql(
            "SELECT table_name, column_name FROM duckdb_columns() WHERE data_type IN ('DATE', 'TIMESTAMP')"
        ).fetchall()
        spans = {
            (table, column): connection.sql(
                f"SELECT min({column})::DATE, max({column})::DATE FROM {table}"
            ).fetchone()
            for table, column in columns
        }
    assert len(spans) == 11
    assert {at: last for at, (_, last) in spans.items() if last and last > today} == {}
    start = date(today.year - 8, today.month, 1)
    early = {at for at, (first, _) in spans.items() if first and first < start}
    assert early == {("employees", "birth_date")}


@pytest.mark.parametrize("table", TABLES)
def test_every_table_has_a_primary_key(company, table):
    keys = company.sql(
        f"SELECT constraint_column_names FROM duckdb_constraints() "
        f"WHERE table_name = '{table}' AND constraint_type = 'PRIMARY KEY'"
    ).fetchall()
    assert keys == [(["id"],)]
    assert one(company, f"SELECT count(*) FROM {table}") > 0


@pytest.mark.parametrize(
    ("table", "key", "target", "orphans"),
    [
        ("salaries", "employee_id", "employees", False),
        ("order_items", "order_id", "orders", False),
        ("employees", "department_id", "departments", True),
        ("orders", "customer_id", "customers", True),
        ("order_items", "product_id", "products", True),
    ],
)
def test_few_rows_point_to_nothing_and_only_where_life_has_it(tmp_path, table, key, target, orphans):
    path = tmp_path / "company.duckdb"
    data.build(path, TODAY, 0.2)
    with duckdb.connect(str(path), read_only=True) as connection:
        share = one(
            connection,
            f"SELECT avg((t.id IS NULL)::INT) FROM {table} s LEFT JOIN {target} t ON s.{key} = t.id",
        )
    assert 0 < share < 0.03 if orphans else share == 0


def test_every_person_has_a_salary_history_without_gaps(company):
    assert (
        one(company, "SELECT count(*) FROM employees WHERE id NOT IN (SELECT employee_id FROM salaries)") == 0
    )
    breaks = """
        SELECT count(*) FROM (
            SELECT to_date, lead(from_date) OVER (PARTITION BY employee_id ORDER BY from_date) AS next
            FROM salaries
        ) WHERE next IS NOT NULL AND to_date IS DISTINCT FROM next - 1
    """
    assert one(company, breaks) == 0
    in_force = "SELECT employee_id FROM salaries WHERE to_date IS NULL"
    assert one(company, f"SELECT count(*) FROM ({in_force})") == one(
        company, "SELECT count(*) FROM employees WHERE left_at IS NULL"
    )
    assert (
        one(company, f"SELECT count(*) FROM employees WHERE left_at IS NOT NULL AND id IN ({in_force})") == 0
    )
    assert one(company, "SELECT count(*) FROM salaries WHERE to_date < from_date OR amount <= 0") == 0


def test_every_order_has_lines_and_comes_after_its_customer(company):
    assert one(company, "SELECT count(*) FROM orders WHERE id NOT IN (SELECT order_id FROM order_items)") == 0
    assert (
        one(
            company,
            "SELECT count(*) FROM orders o JOIN customers c ON c.id = o.customer_id "
            "WHERE o.created_at < c.created_at",
        )
        <= 5
    )  # the first orders may come before the first sign-up
    pieces = "SELECT sum(quantity) FROM order_items i WHERE i.order_id = o.id"
    assert one(company, f"SELECT count(*) FROM orders o WHERE item_count <> ({pieces})") == 0
    assert one(company, "SELECT count(*) FROM orders WHERE delivered_at < created_at") == 0
    assert one(company, "SELECT count(*) FROM order_items WHERE net_quantity NOT BETWEEN 0 AND quantity") == 0


def test_values_are_missing_as_in_life(tmp_path):
    path = tmp_path / "company.duckdb"
    data.build(path, TODAY, 0.2)
    with duckdb.connect(str(path), read_only=True) as connection:
        for table, column in [
            ("employees", "gender"),
            ("employees", "birth_date"),
            ("customers", "city"),
            ("products", "brand"),
            ("orders", "payment_method"),
            ("orders", "delivered_at"),
        ]:
            share = one(connection, f"SELECT avg(({column} IS NULL)::INT) FROM {table}")
            assert 0 < share < 0.12, column


def test_the_stories_are_there_to_be_found(tmp_path):
    path = tmp_path / "company.duckdb"
    data.build(path, TODAY, 0.3)
    with duckdb.connect(str(path), read_only=True) as connection:
        november, may = (
            one(connection, f"SELECT count(*) FROM orders WHERE created_at BETWEEN '{a}' AND '{b}'")
            for a, b in [("2024-11-01", "2024-12-01"), ("2024-05-01", "2024-06-01")]
        )
        assert november > 1.4 * may
        biggest, second = connection.sql(
            "SELECT quantity * unit_price FROM order_items ORDER BY 1 DESC LIMIT 2"
        ).fetchall()
        assert biggest[0] > 3 * second[0]
        delivered = """
            SELECT count(*) FROM order_items i
            JOIN orders o ON o.id = i.order_id JOIN products p ON p.id = i.product_id
            WHERE p.supplier = 'Eastwind Works' AND date_trunc('month', o.created_at) = DATE '{}'
        """
        assert one(connection, delivered.format("2024-03-01")) == 0
        assert one(connection, delivered.format("2024-02-01")) > 10


def test_ensure_builds_once(tmp_path):
    first = data.ensure(tmp_path / "cache", TODAY, SCALE)
    stamp = first.stat().st_mtime_ns
    assert data.ensure(tmp_path / "cache", TODAY, SCALE) == first
    assert first.stat().st_mtime_ns == stamp
    assert data.ensure(tmp_path / "cache", TODAY, 2 * SCALE) != first


def test_ensure_started_twice_at_once_leaves_one_whole_file(tmp_path):
    found: list[Path] = []
    starts = [
        threading.Thread(target=lambda: found.append(data.ensure(tmp_path, TODAY, SCALE))) for _ in range(3)
    ]
    for start in starts:
        start.start()
    for start in starts:
        start.join()
    assert len(found) == 3
    assert list(tmp_path.iterdir()) == [found[0]]
    assert len(contents(found[0])) == len(TABLES)


def test_a_failed_build_leaves_nothing_behind(tmp_path):
    with pytest.raises(ValueError, match="scale must be positive"):
        data.ensure(tmp_path, TODAY, 0)
    assert list(tmp_path.iterdir()) == []

"""The data model that is inferred from tables nobody prepared."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sizes import tries

from pipeline import Pipeline, Settings
from pipeline.engines.embedded import EmbeddedEngine
from pipeline.errors import EngineUnavailable, ModelError
from pipeline.inference.infer import infer
from pipeline.query import Query

SHOP = """
CREATE TABLE tblCustomers (cust_id INTEGER, cust_nm VARCHAR, birthYear INTEGER, active BOOLEAN);
INSERT INTO tblCustomers SELECT i, 'Customer ' || i, 1950 + i % 50, i % 2 = 0 FROM range(100) t(i);
CREATE TABLE cities (id INTEGER, name VARCHAR);
INSERT INTO cities SELECT i, 'City ' || i FROM range(10) t(i);
CREATE TABLE staff (staff_id INTEGER PRIMARY KEY, name VARCHAR, manager_id INTEGER);
INSERT INTO staff SELECT i, 'Staff ' || i, nullif(i // 3, i) FROM range(30) t(i);
CREATE TABLE orders (
    order_no VARCHAR, cust_id INTEGER, OrderDate VARCHAR, amt DECIMAL(10, 2), unit_price DOUBLE, qty INTEGER,
    from_city_id INTEGER, to_city_id INTEGER, staff_id INTEGER, tags VARCHAR[]
);
INSERT INTO orders SELECT 'N' || i, i % 100, strftime(DATE '2024-01-01' + i::INTEGER, '%d/%m/%Y'),
    i * 1.5, i % 7, i % 5, i % 10, (i + 3) % 10, i % 30, ['a'] FROM range(500) t(i);
"""


def made(folder: Path, sql: str) -> Path:
    path = folder / "made.duckdb"
    with duckdb.connect(str(path)) as connection:
        connection.execute(sql)
    return path


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return made(tmp_path_factory.mktemp("shop"), SHOP)


@pytest.fixture(scope="module")
def cubes(shop: Path) -> dict[str, dict[str, Any]]:
    return {cube["name"]: cube for cube in infer(shop).cubes}


def members(cube: dict[str, Any], kind: str) -> dict[str, dict[str, Any]]:
    return {m["name"]: m for m in cube[kind]}


def engine(database: Path, folder: Path) -> EmbeddedEngine:
    infer(database).write(folder)
    return EmbeddedEngine(folder, database)


def test_titles_are_words(cubes):
    assert cubes["tbl_customers"]["title"] == "Customers"
    assert members(cubes["tbl_customers"], "dimensions")["cust_nm"]["title"] == "Customer name"
    assert members(cubes["orders"], "dimensions")["order_date"]["title"] == "Order date"


def test_keys_are_found_by_name_and_values(cubes):
    keys = {
        name: [d["name"] for d in cube["dimensions"] if d.get("primary_key")] for name, cube in cubes.items()
    }
    assert keys["tbl_customers"] == ["cust_id"]
    assert keys["orders"] == ["order_no"]
    assert keys["cities"] == ["id"]


def test_joins_are_found_and_a_table_in_two_parts_gets_a_cube_for_each(cubes):
    joins = {j["name"]: j["sql"] for j in cubes["orders"]["joins"]}
    assert joins["tbl_customers"] == '{CUBE}."cust_id" = {tbl_customers}."cust_id"'
    assert joins["cities"] == '{CUBE}."from_city_id" = {cities}."id"'
    assert joins["cities_to_city"] == '{CUBE}."to_city_id" = {cities_to_city}."id"'
    assert all(j["relationship"] == "many_to_one" for j in cubes["orders"]["joins"])


def test_a_table_that_refers_to_itself_plays_a_part(cubes):
    assert "staff_manager" in [j["name"] for j in cubes["staff"]["joins"]]
    assert members(cubes["staff_manager"], "dimensions")["name"]["title"] == "Manager name"


def test_a_number_says_whose_it_is_and_a_name_of_whom(cubes):
    dimensions = members(cubes["orders"], "dimensions")
    assert dimensions["from_city_id"]["meta"]["refers_to"] == "cities"
    assert dimensions["to_city_id"]["meta"]["refers_to"] == "cities_to_city"
    name = members(cubes["staff"], "dimensions")["name"]
    assert name["title"] == "Staff name"
    assert "name" in name["meta"]["synonyms"]


def test_a_cube_says_what_each_of_its_rows_has(cubes):
    whole = {"tbl_customers", "cities", "cities_to_city", "staff"}
    assert set(cubes["orders"]["meta"]["every_row_has"]) == whole
    assert "every_row_has" not in cubes["staff"].get("meta", {})  # two of them have no manager


def test_rows_that_belong_to_nothing_are_said_to_be_left_out_only_where_there_are_any(shop):
    with Pipeline(Settings(data=str(shop))) as pipeline:
        by_customer = pipeline.ask("number of orders by customer")
        by_manager = pipeline.ask("number of staff by manager name")
    assert by_customer.query
    assert not by_customer.query.filters
    assert not any("left out" in line for line in by_customer.assumptions)
    assert by_manager.query
    assert by_manager.query.filters
    assert any("left out" in line for line in by_manager.assumptions)


def test_amounts_are_summed_rates_averaged_years_and_identifiers_neither(cubes):
    orders = members(cubes["orders"], "measures")
    assert next(m for m in orders if m.endswith("amt")) == "sum_amt"
    assert next(m for m in orders if m.endswith("unit_price")) == "avg_unit_price"
    customers = members(cubes["tbl_customers"], "measures").values()
    unasked = [m for m in customers if "aggregates" not in m.get("meta", {})]
    assert {m["name"] for m in unasked if m["type"] in ("sum", "avg")} == {"rate_active"}  # of those who are
    by_name = {m["name"] for m in customers}
    assert "avg_birth_year" in by_name  # for whoever asks for it by name
    assert not by_name & {"sum_birth_year", "sum_cust_id", "avg_cust_id", "median_cust_id"}


def test_dates_written_as_text_become_time(shop, tmp_path):
    with_dates = engine(shop, tmp_path)
    by_year = {"dimension": "orders.order_date", "granularity": "year"}
    months = with_dates.execute(Query.parse({"measures": ["orders.count"], "timeDimensions": [by_year]}))
    assert [str(v)[:4] for v in months.iloc[:, 0]] == ["2024", "2025"]


def test_a_query_over_the_joins(shop, tmp_path):
    by_city = {
        "measures": ["orders.sum_amt"],
        "dimensions": ["cities_to_city.name"],
        "order": [["cities_to_city.name", "asc"]],
    }
    rows = engine(shop, tmp_path).execute(Query.parse(by_city))
    with duckdb.connect(str(shop), read_only=True) as connection:
        gold = connection.execute(
            "SELECT c.name, sum(amt) FROM orders o JOIN cities c ON c.id = o.to_city_id GROUP BY 1 ORDER BY 1"
        ).fetchall()
    assert list(rows.itertuples(index=False, name=None)) == gold


def test_every_member_can_be_queried(shop, tmp_path):
    asked = engine(shop, tmp_path)
    for member in asked.catalog.members.values():
        kind = "measures" if member.kind == "measure" else "dimensions"
        assert len(asked.execute(Query.parse({kind: [member.name], "limit": 5}))) > 0, member.name


def test_declared_keys_are_kept_even_those_whose_names_say_nothing(tmp_path):
    path = made(
        tmp_path,
        "CREATE TABLE people (pid INTEGER PRIMARY KEY, name VARCHAR);"
        "INSERT INTO people SELECT i, 'P' || i FROM range(5) t(i);"
        "CREATE TABLE debates (d INTEGER, affirmative INTEGER REFERENCES people(pid), negative INTEGER"
        " REFERENCES people(pid)); INSERT INTO debates VALUES (1, 1, 2), (2, 3, 4);",
    )
    cubes = {c["name"]: c for c in infer(path).cubes}
    assert sorted(j["name"] for j in cubes["debates"]["joins"]) == ["people", "people_negative"]


def test_tables_that_refer_to_each_other_make_no_circle(tmp_path):
    path = made(
        tmp_path,
        "CREATE TABLE departments (id INTEGER, name VARCHAR, manager_employee_id INTEGER);"
        "INSERT INTO departments SELECT i, 'D' || i, i FROM range(5) t(i);"
        "CREATE TABLE employees (id INTEGER, name VARCHAR, department_id INTEGER);"
        "INSERT INTO employees SELECT i, 'E' || i, i % 5 FROM range(50) t(i);",
    )
    asked = engine(path, tmp_path / "model")
    rows = asked.execute(Query.parse({"measures": ["employees.count"], "dimensions": ["departments.name"]}))
    assert rows["employees.count"].tolist() == [10] * 5


def test_a_database_without_tables_and_a_file_that_is_none(tmp_path):
    with pytest.raises(ModelError, match="holds no table"):
        infer(made(tmp_path, "SELECT 1"))
    (tmp_path / "text.duckdb").write_text("no database")
    with pytest.raises(EngineUnavailable):
        infer(tmp_path / "text.duckdb")


_NAMES = st.text(
    st.characters(exclude_categories=["Cs", "Cc"]) | st.sampled_from("{}\"'`\\;%_ 名"),
    min_size=1,
    max_size=12,
).filter(str.strip)
_TYPES = st.sampled_from(
    ["INTEGER", "VARCHAR", "DATE", "DOUBLE", "BOOLEAN", "TIMESTAMP", "DECIMAL(9, 2)", "UUID", "TIME"]
)


@example({"0": {"\ue000 {{}}": "INTEGER"}})
@settings(max_examples=tries(25), deadline=None)
@given(
    st.dictionaries(
        _NAMES, st.dictionaries(_NAMES, _TYPES, min_size=1, max_size=4), min_size=1, max_size=3
    ).filter(
        lambda t: (
            len({n.lower() for n in t}) == len(t)
            and all(len({c.lower() for c in cs}) == len(cs) for cs in t.values())
        )
    )
)
def test_any_names_make_a_model_whose_every_member_can_be_queried(tmp_path_factory, tables):
    folder = tmp_path_factory.mktemp("any")

    def quoted(name: str) -> str:
        return '"' + name.replace('"', '""') + '"'

    path = folder / "any.duckdb"
    with duckdb.connect(str(path)) as connection:
        for table, columns in tables.items():
            try:
                typed = ", ".join(f"{quoted(c)} {t}" for c, t in columns.items())
                connection.execute(f"CREATE TABLE {quoted(table)} ({typed})")
            except duckdb.Error:
                return  # DuckDB itself does not take the name
            connection.execute(f"INSERT INTO {quoted(table)} DEFAULT VALUES")
    asked = engine(path, folder / "model")
    for member in asked.catalog.members.values():
        asked.execute(Query.parse({"measures" if member.kind == "measure" else "dimensions": [member.name]}))
    asked.close()


def test_numbers_that_are_found_nowhere_else_by_chance_refer_to_a_table(tmp_path: Path) -> None:
    made(
        tmp_path,
        "CREATE TABLE faculty (fac_id INTEGER PRIMARY KEY, name VARCHAR);"
        "INSERT INTO faculty SELECT 1000 + i * 97, 'F' || i FROM range(40) t(i);"
        "CREATE TABLE students (stu_id INTEGER PRIMARY KEY, advisor INTEGER, age INTEGER);"
        "INSERT INTO students SELECT i, 1000 + (i % 20) * 97, 18 + i % 9 FROM range(200) t(i);",
    )
    students = next(c for c in infer(tmp_path / "made.duckdb").cubes if c["name"] == "students")
    assert [join["name"] for join in students["joins"]] == ["faculty"]
    assert not {"sum_advisor", "avg_advisor", "median_advisor"} & members(students, "measures").keys()


def test_a_declared_reference_between_two_types_is_compared_as_it_is_written(tmp_path):
    path = tmp_path / "typed.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE teams (id INTEGER PRIMARY KEY, name TEXT);"
            "INSERT INTO teams VALUES (1, 'Red'), (2, 'Blue');"
            "CREATE TABLE players (pid INTEGER PRIMARY KEY, team TEXT REFERENCES teams(id));"
            "INSERT INTO players VALUES (1, '1'), (2, 'n/a'), (3, '2'), (4, '2');"
        )
    with Pipeline(Settings(data=str(path))) as pipeline:
        table = pipeline.ask("number of players by team name").table
    assert table is not None
    assert sorted(table.to_numpy().tolist()) == [["Blue", 2], ["Red", 1]]


def test_a_row_said_to_refer_to_its_own_table_by_the_name_of_another_refers_to_that(tmp_path: Path) -> None:
    path = tmp_path / "slip.sqlite"
    with sqlite3.connect(path) as connection:
        connection.executescript(
            "CREATE TABLE musical (musical_id INTEGER PRIMARY KEY, name TEXT);"
            "INSERT INTO musical VALUES (1, 'Hair'), (2, 'Cats'), (3, 'Evita'), (4, 'Rent');"
            "CREATE TABLE actor (actor_id INTEGER PRIMARY KEY, name TEXT, musical_id INTEGER,"
            " FOREIGN KEY (musical_id) REFERENCES actor (actor_id));"
            "INSERT INTO actor VALUES (1, 'Ann', 1), (2, 'Ben', 2), (3, 'Cleo', 2), (4, 'Dan', 3);"
        )
    with Pipeline(Settings(data=path)) as pipeline:
        assert pipeline.catalog.cubes["actor"].joins == {"musical": "many_to_one"}


def test_passwords_are_no_part_of_a_model(tmp_path):
    made_of = made(
        tmp_path,
        "CREATE TABLE users (id INTEGER, name VARCHAR, login_password VARCHAR, pwd VARCHAR, 密码 VARCHAR)",
    )
    [cube] = infer(made_of).cubes
    assert [d["name"] for d in cube["dimensions"]] == ["row_number", "id", "name"]
    assert not any("password" in m["name"] for m in cube["measures"])

"""JSON: where its rows are, and what of it becomes a table of its own."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipeline.errors import SourceError
from pipeline.sources.documents import load_json


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def load(
    connection: duckdb.DuckDBPyConnection, folder: Path, content: Any
) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table, the first of which are its column names."""
    (folder / "orders.json").write_text(json.dumps(content))
    found = {}
    for table in load_json(connection, folder / "orders.json", "orders"):
        rows = connection.execute(f'FROM "{table.name}"').fetchall()
        assert table.rows == len(rows)
        found[table.name] = [tuple(column.name for column in table.columns), *rows]
    return found


def test_rows_inside_an_object_are_the_table(connection, tmp_path):
    rows = [{"id": 1, "city": "X"}, {"id": 2, "city": "Y"}]
    for wrapped in (
        {"meta": {"page": 1}, "data": rows},
        {"result": {"items": rows}, "ok": True},
        {"a": {"b": {"c": rows}}},
    ):
        assert load(connection, tmp_path, wrapped) == {"orders": [("id", "city"), (1, "X"), (2, "Y")]}
        connection.execute("DROP TABLE orders")


def test_what_stands_beside_the_rows_is_said(connection, tmp_path):
    (tmp_path / "a.json").write_text('{"page": {"no": 1}, "total": 2, "data": [{"n": 1}, {"n": 2}]}')
    [table] = load_json(connection, tmp_path / "a.json", "a")
    assert [change.en for change in table.changes] == [
        "left out is what stands beside the rows: page.no, total"
    ]
    assert "page.no, total" in table.changes[0].zh


def test_lists_of_objects_in_rows_are_a_table_that_names_its_row(connection, tmp_path):
    found = load(connection, tmp_path, [
        {"id": 7, "lines": [{"sku": "a", "n": 2}, {"sku": "b", "n": 1}], "tags": ["x", "y"]},
        {"id": 8, "lines": [{"sku": "a", "n": 5}], "tags": []},
    ])  # fmt: skip
    assert found == {
        "orders": [("orders_row", "id", "tags"), (1, 7, "x|y"), (2, 8, "")],
        "orders_lines": [("orders_row", "sku", "n"), (1, "a", 2), (1, "b", 1), (2, "a", 5)],
    }


def test_objects_in_rows_become_columns_with_names_of_their_own(connection, tmp_path):
    rows = [
        {"id": n, "who": {"name": "abc"[n], "id": n * 10, "at": {"place": {"city": "Lund"}}}} for n in (0, 1)
    ]
    assert load(connection, tmp_path, rows) == {
        "orders": [("id", "name", "who_id", "city"), (0, "a", 0, "Lund"), (1, "b", 10, "Lund")]
    }


def test_objects_by_name_are_rows_with_their_name(connection, tmp_path):
    found = load(connection, tmp_path, {"Lund": {"n": 1, "kind": "x"}, "Oslo": {"n": 2, "kind": "y"}})
    assert found == {"orders": [("key", "n", "kind"), ("Lund", 1, "x"), ("Oslo", 2, "y")]}


def test_one_list_for_each_column(connection, tmp_path):
    found = load(connection, tmp_path, {"city": ["Lund", "Oslo"], "n": [1, 2]})
    assert found == {"orders": [("city", "n"), ("Lund", 1), ("Oslo", 2)]}


def test_rows_that_are_lists_of_cells(connection, tmp_path):
    found = load(connection, tmp_path, [["city", "n"], ["Lund", 1], ["Oslo", 2.5], ["Bergen", None]])
    assert found == {"orders": [("city", "n"), ("Lund", 1.0), ("Oslo", 2.5), ("Bergen", None)]}


def test_texts_in_it_are_read_like_those_of_other_files(connection, tmp_path):
    found = load(
        connection, tmp_path, [{"when": "05/03/2024", "price": "1,200"}, {"when": "31/12/2024", "price": "3"}]
    )
    [_, first, _] = found["orders"]
    assert (first[0].isoformat(), first[1]) == ("2024-03-05", 1200)


@pytest.mark.parametrize("content", [[], {}, {"data": []}])
def test_nothing_is_said_to_be_nothing(connection, tmp_path, content):
    with pytest.raises(SourceError, match="holds no rows"):
        load(connection, tmp_path, content)

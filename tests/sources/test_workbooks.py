"""Workbooks: merged cells, percentages, several tables in a sheet, hidden sheets."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
from openpyxl import Workbook

from pipeline.sources.bounds import Bounds
from pipeline.sources.report import SourceRead
from pipeline.sources.workbooks import load_workbook


@pytest.fixture
def connection() -> duckdb.DuckDBPyConnection:
    return duckdb.connect()


def load(connection: duckdb.DuckDBPyConnection, book: Workbook, folder: Path) -> SourceRead:
    book.save(folder / "report.xlsx")
    return load_workbook(connection, folder / "report.xlsx", Bounds("1GB", 100_000_000))


def filled(rows: list[list[Any]]) -> Workbook:
    book = Workbook()
    for row in rows:
        book.active.append(row)
    return book


def test_merged_labels_stand_in_each_of_their_rows(connection, tmp_path):
    rows = [["region", "city", "sales"], ["North", "A", 1], [None, "B", 2], ["South", "C", 3], [None, "D", 4]]
    book = filled(rows)
    book.active.merge_cells("A2:A3")
    book.active.merge_cells("A4:A5")
    [table] = load(connection, book, tmp_path).tables
    found = connection.execute(f'FROM "{table.name}"').fetchall()
    assert found == [("North", "A", 1), ("North", "B", 2), ("South", "C", 3), ("South", "D", 4)]


def test_a_merged_title_and_merged_headings(connection, tmp_path):
    book = filled([
        ["Sales by region", None, None, None, None], ["region", 2023, None, 2024, None],
        [None, "units", "money", "units", "money"], ["North", 1, 2, 3, 4], ["South", 5, 6, 7, 8],
    ])  # fmt: skip
    for cells in ("A1:E1", "A2:A3", "B2:C2", "D2:E2"):
        book.active.merge_cells(cells)
    [table] = load(connection, book, tmp_path).tables
    assert [column.name for column in table.columns] == [
        "region", "2023 units", "2023 money", "2024 units", "2024 money",
    ]  # fmt: skip
    assert table.header == (2, 3)
    assert table.rows == 2


def test_percentages_are_what_the_sheet_shows(connection, tmp_path):
    book = filled([["name", "rate", "share"], ["a", 0.125, 0.5], ["b", 0.07, 0.25], ["c", 1, 0.25]])
    for row in range(2, 5):
        book.active.cell(row, 2).number_format = "0.0%"
    [table] = load(connection, book, tmp_path).tables
    found = connection.execute(f'FROM "{table.name}"').fetchall()
    assert found == [("a", 12.5, 0.5), ("b", 7.0, 0.25), ("c", 100.0, 0.25)]


def test_hidden_sheets_are_said(connection, tmp_path):
    book = filled([["name", "n"], ["a", 1], ["b", 2]])
    for name in ("Notes", "Old"):
        book.create_sheet(name).append(["x", 1])
        book[name].sheet_state = "hidden"
    read = load(connection, book, tmp_path)
    assert [note.en for note in read.notes] == ["report.xlsx: hidden sheets were not read: Notes, Old"]
    assert [table.name for table in read.tables] == ["report"]


def test_tables_of_one_sheet_and_of_several(connection, tmp_path):
    book = filled([
        ["day", "amount"], ["2024-01-01", 5], ["2024-01-02", 7], ["2024-01-03", 9], [],
        ["Staff"], ["name", "age"], ["Ann", 30], ["Bob", 40],
    ])  # fmt: skip
    book.create_sheet("Cities").append(["city", "size"])
    book["Cities"].append(["Lund", 3])
    read = load(connection, book, tmp_path)
    assert [(t.name, t.sheet, t.rows) for t in read.tables] == [
        ("Sheet", "Sheet", 3), ("Staff", "Sheet", 2), ("Cities", "Cities", 1),
    ]  # fmt: skip


SAID = "sheets that only say something about the others were not read as tables: "


@pytest.mark.parametrize(
    "rows",
    [
        [["Social trends"], ["Contents"], ["Table 1", "Spending by region"], ["Table 2", "Spending by age"]],
        [["Contents"], ["Table 1: Spending by region"], ["Table 2: Spending by age"], ["Released in 2024"]],
        [["Title:", "Spending"], ["Period:", "2024"], ["Source:", "the office"], ["Status:", "public"]],
        [["Notes"], ["The figures were collected by the office from households that were chosen " * 2]] * 3,
    ],
)
def test_sheets_about_the_others_are_no_tables_and_said(connection, tmp_path, rows):
    book = filled(rows)
    for number in (1, 2):
        sheet = book.create_sheet(f"Table {number}")
        for row in (["town", f"spent {number}"], ["Lund", 1], ["Oslo", 2]):
            sheet.append(row)
    read = load(connection, book, tmp_path)
    assert [table.name for table in read.tables] == ["Table 1", "Table 2"]
    assert [note.en for note in read.notes] == [f"report.xlsx: {SAID}Sheet"]


@pytest.mark.parametrize(
    "rows",
    [
        [["region", "manager"], ["North", "Ann"], ["South", "Bob"]],
        [["code", "meaning"], ["a", "fits: yes"], ["b", "fits: no"]],
        [["comment"], ["late"], ["never came"], ["good"]],
    ],
)
def test_a_table_of_words_beside_others_is_one(connection, tmp_path, rows):
    book = filled(rows)
    for name in ("North", "South"):
        sheet = book.create_sheet(name)
        for row in (["town", "spent"], ["Lund", 1], ["Oslo", 2]):
            sheet.append(row)
    read = load(connection, book, tmp_path)
    assert len(read.tables) == 3
    assert not read.notes


def test_a_workbook_of_nothing_but_words_is_read(connection, tmp_path):
    read = load(connection, filled([["Title:", "Spending"], ["Period:", "2024"], ["By:", "us"]]), tmp_path)
    assert len(read.tables) == 1

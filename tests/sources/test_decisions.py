"""How a file was read stands beside its data model; what an analyst changes there holds."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import duckdb
import pytest
import yaml
from openpyxl import Workbook

from pipeline import Pipeline, Settings
from pipeline.errors import ModelError, SourceError
from pipeline.reading.readers import Readers
from pipeline.sources.decisions import FILE, decided_otherwise, decisions_in
from pipeline.sources.report import ColumnRead, SourceRead, TableRead

REPORT = "Parcels of the year\ndepot,parcels\nNorth,120\nSouth,80\nEast,50\nmade by hand,7\n"


def read(source: Path, folder: Path) -> dict[str, list[tuple[Any, ...]]]:
    """The rows of each table, read as the folder ``model`` says, and what is written there then."""
    model = folder / "model"
    read = Readers(Settings()).read(source, folder / "cache", model=model, decisions=decisions_in(model))
    with duckdb.connect(str(read.data), read_only=True) as connection:
        names = [table.name for table in read.source.tables]
        return {name: connection.execute(f'FROM "{name}"').fetchall() for name in names}


def decide(folder: Path, **changes: Any) -> None:
    """Changes what is decided about the first table."""
    path = folder / "model" / FILE
    told = yaml.safe_load(path.read_text(encoding="utf-8"))
    told["reading"][0] |= changes
    path.write_text(yaml.safe_dump(told), encoding="utf-8")


@pytest.fixture
def report(tmp_path: Path) -> Path:
    path = tmp_path / "parcels.csv"
    path.write_text(REPORT)
    return path


def test_what_is_written_reads_the_same_again(report: Path, tmp_path: Path) -> None:
    first = read(report, tmp_path)
    [decision] = decisions_in(tmp_path / "model")
    assert (decision.table, decision.file, decision.header, decision.rows) == (
        "parcels",
        "parcels.csv",
        (2,),
        (3, 6),
    )
    assert decision.columns == {"depot": "read", "parcels": "read"}
    assert read(report, tmp_path) == first == {
        "parcels": [("North", 120), ("South", 80), ("East", 50), ("made by hand", 7)]
    }  # fmt: skip


def test_lines_headers_and_types_can_be_changed(report: Path, tmp_path: Path) -> None:
    read(report, tmp_path)
    decide(tmp_path, rows=[3, 5])
    assert read(report, tmp_path) == {"parcels": [("North", 120), ("South", 80), ("East", 50)]}
    decide(tmp_path, columns={"parcels": "text"})
    assert read(report, tmp_path)["parcels"][0] == ("North", "120")
    decide(tmp_path, header=[1, 2], rows=[4, 4], columns={}, table="south")
    assert read(report, tmp_path) == {"south": [("South", 80)]}
    assert decisions_in(tmp_path / "model")[0].columns.keys() == {
        "Parcels of the year depot",
        "Parcels of the year parcels",
    }


def test_a_model_and_its_data_are_opened_as_decided(report: Path, tmp_path: Path) -> None:
    read(report, tmp_path)
    decide(tmp_path, rows=[3, 4])
    with Pipeline(Settings(data=report, model_dir=tmp_path / "model", cache_dir=tmp_path / "c")) as pipeline:
        answer = pipeline.ask("total parcels")
    assert answer.table is not None
    assert answer.table.iloc[0, 0] == 200


def test_sheets_and_large_files_too(tmp_path: Path) -> None:
    book = Workbook()
    for row in (["x", 1], ["name", "n"], ["a", 1], ["b", 2]):
        book.active.append(row)
    book.save(tmp_path / "b.xlsx")
    read(tmp_path / "b.xlsx", tmp_path)
    decide(tmp_path, header=[2], rows=[4, 4])
    assert list(read(tmp_path / "b.xlsx", tmp_path).values()) == [[("b", 2)]]

    large = tmp_path / "large" / "large.csv"
    large.parent.mkdir()
    large.write_text("remark\nname,n\n" + "".join(f"name {i},{i}\n" for i in range(400_000)))
    assert large.stat().st_size > 4_000_000
    assert len(read(large, large.parent)["large"]) == 400_000
    decide(large.parent, rows=[5, None], columns={"n": "text"})
    rows = read(large, large.parent)["large"]
    assert (rows[0], len(rows)) == (("name 2", "2"), 399_998)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("reading: 7", "is not a list of tables"),
        ("other: []", "is not a list of tables"),
        ("reading:\n- table: a\n  file: a.csv\n  header: [0]\n", "header.0: Input should be greater than"),
        ("reading:\n- table: a\n  file: a.csv\n  head: [1]\n", "head: Extra inputs are not permitted"),
        ("reading: [", "is not a list of tables"),
    ],
)
def test_what_is_no_decision_is_said(tmp_path: Path, text: str, said: str) -> None:
    (tmp_path / FILE).write_text(text)
    with pytest.raises(ModelError, match=said):
        decisions_in(tmp_path)


def test_a_model_without_it_decides_nothing(tmp_path: Path) -> None:
    assert decisions_in(tmp_path) == ()


def test_a_place_that_is_not_decided_is_found(report: Path, tmp_path: Path) -> None:
    read(report, tmp_path)
    decide(tmp_path, header=[], rows=None, columns={"parcels": "text"})
    assert read(report, tmp_path) == {
        "parcels": [("North", "120"), ("South", "80"), ("East", "50"), ("made by hand", "7")]
    }


def test_headings_between_the_rows_can_stay_where_they_are(tmp_path: Path) -> None:
    stock = tmp_path / "stock.csv"
    stock.write_text("item,sold\nDrinks:,\nTea,10\nMilk,30\nFood:,\nRice,5\n")
    assert read(stock, tmp_path)["stock"][0] == ("Drinks:", "Tea", 10)
    decide(tmp_path, shape="stored")
    assert read(stock, tmp_path)["stock"][:2] == [("Drinks:", None), ("Tea", 10)]


def test_one_column_after_another_is_decided_otherwise() -> None:
    columns = tuple(ColumnRead(name=name, type="BIGINT") for name in "ab")
    source = SourceRead(tables=(TableRead(name="t", file="t.csv", columns=columns),))
    decided = decided_otherwise(source, (), "t", "a", as_it_stands=True)
    decided = decided_otherwise(source, decided, "t", "b", as_it_stands=True)
    decided = decided_otherwise(source, decided, "t", None, as_it_stands=True)
    [one] = decided_otherwise(source, decided, "t", "a", as_it_stands=False)
    assert (one.as_text, one.shape, one.rows) == ({"b"}, "stored", None)
    [one] = decided_otherwise(source, decided, "t", None, as_it_stands=False)
    assert (one.as_text, one.shape) == ({"a", "b"}, "found")


@pytest.mark.parametrize(("table", "column"), [("other", None), ("t", "other")])
def test_what_the_source_has_not_is_not_decided(table: str, column: str | None) -> None:
    source = SourceRead(tables=(TableRead(name="t", file="t.csv"),))
    with pytest.raises(SourceError, match="no such table or column"):
        decided_otherwise(source, (), table, column, as_it_stands=True)

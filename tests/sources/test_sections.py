"""Rows of one cell that head those below them."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.sources.delimited import load_delimited
from pipeline.sources.report import TableRead

Rows = list[tuple[object, ...]]


def read(folder: Path, text: str) -> tuple[TableRead, Rows]:
    file = folder / "stock.csv"
    file.write_text(text, encoding="utf-8")
    connection = duckdb.connect()
    [table] = load_delimited(connection, file, "stock")
    return table, connection.execute("FROM stock").fetchall()


@pytest.mark.parametrize(
    "text",
    [
        "item,sold\n1. Drinks,\nTea,10\nMilk,30\n2. Food,\nRice,5\nNuts,7\n",  # numbered
        "item,sold\nDrinks:,\nTea,10\nMilk,30\nFood:,\nRice,5\nNuts,7\n",
        "item,sold\nDRINKS,\nTea,10\nMilk,30\nFOOD,\nRice,5\nNuts,7\n",
        "item,sold\nDrinks,\nTea,10\nMilk,30\n\nFood,\nRice,5\nNuts,7\n",  # below a blank line
        "item,sold\nDrinks,\n  Tea,10\n  Milk,30\nFood,\n  Rice,5\n  Nuts,7\n",  # the others stand farther in
        "item,sold\nDrinks\nTea,10\nMilk,30\nFood\nRice,5\nNuts,7\n",
    ],
)
def test_headings_become_a_column_of_the_rows_below_them(tmp_path: Path, text: str) -> None:
    table, rows = read(tmp_path, text)
    assert [column.name for column in table.columns] == ["section", "item", "sold"]
    drinks, food = (text.splitlines()[i].strip(",") for i in (1, -3))
    assert rows == [(drinks, "Tea", 10), (drinks, "Milk", 30), (food, "Rice", 5), (food, "Nuts", 7)]
    assert f"became the column section ({drinks}, {food})" in table.changes[0].en
    assert f"已作为列section（{drinks}、{food}）" in table.changes[0].zh


def test_the_same_things_below_each_heading_tell_that_it_is_one(tmp_path: Path) -> None:
    table, rows = read(tmp_path, "人群,2019,2020\n男,,\n儿童,10,20\n成人,30,40\n女,,\n儿童,5,6\n成人,7,8\n")
    assert table.columns[0].name == "分类"
    assert [row[:3] for row in rows] == [
        ("男", "儿童", 10),
        ("男", "成人", 30),
        ("女", "儿童", 5),
        ("女", "成人", 7),
    ]


def test_many_headings_in_no_order_are_headings(tmp_path: Path) -> None:
    text = "item,sold\nDrinks,\nTea,10\nMilk,30\nFood,\nRice,5\nNuts,7\nCare,\nSoap,9\nBalm,4\n"
    assert [row[0] for row in read(tmp_path, text)[1]] == ["Drinks"] * 2 + ["Food"] * 2 + ["Care"] * 2


@pytest.mark.parametrize(
    "text",
    [
        "country,cases\nAfghanistan,\nAlbania,3\nAlgeria,5\nAndorra,\nAngola,6\nAruba,\nFiji,7\n",  # sorted
        "country,cases\nNorway,\nAlbania,3\nPeru,5\nAngola,6\nAndorra,\nBenin,7\n",  # two may be missing
        "country,cases\nNorway,1\nDrinks:,\nPeru,5\nFood:,\nBenin,7\n",  # whose is the first?
        "item,sold\nDrinks:,\nFood:,\nPeru,5\nCare:,\nBenin,7\n",  # a heading of nothing
        "item,sold\nDrinks:,\nTea,4\nPeru,5\nFood:,\n",
        "item,sold\n1. Tea,\n2. Rice,5\n3. Nuts,\n4. Soap,6\n5. Balm,7\n",  # all are numbered
    ],
)
def test_things_of_which_nothing_is_known_stay_rows(tmp_path: Path, text: str) -> None:
    table, rows = read(tmp_path, text)
    assert table.changes == ()
    assert len(rows) == len(text.splitlines()) - 1


def test_the_column_of_sections_has_a_name_of_its_own(tmp_path: Path) -> None:
    table, _ = read(tmp_path, "Section,sold\nA:,\nTea,1\nB:,\nNuts,2\n")
    assert [column.name for column in table.columns] == ["section_2", "Section", "sold"]

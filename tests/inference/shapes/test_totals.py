"""Rows that add up others are left out; what is only called like one stays."""

from __future__ import annotations

from pathlib import Path

import pytest
from inference.tables import asked, queried


def kept(folder: Path, table: str) -> set[str]:
    """The things of the first column that are rows of the cube."""
    with asked(folder, sales=table) as pipeline:
        name = pipeline.catalog.cubes["sales"].dimensions[0].name
        return {row[0] for row in queried(pipeline, "sales.count", by=(name,))}


@pytest.mark.parametrize(
    ("label", "units"),
    [("Total", 30), ("Grand total", 30), ("Total sales", 30), ("Total units", 30), ("Total for 2024", 30),
     ("合计", 30), ("总计", 30), ("All cities", 30), ("all natural disasters", 30)],
)  # fmt: skip
def test_a_row_that_sums_up_the_others_is_left_out(tmp_path: Path, label: str, units: int) -> None:
    assert kept(tmp_path, f"city,units\nAlden,10\nBrook,20\n{label},{units}\n") == {"Alden", "Brook"}


def test_subtotals_of_things_in_the_table_are_left_out(tmp_path: Path) -> None:
    table = "city,units\nNorth,10\nSouth,20\nEast,5\nWest,6\nNorth total,10\nTotal,41\n"
    assert kept(tmp_path, table) == {"North", "South", "East", "West"}


@pytest.mark.parametrize("title", ["Total Eclipse", "Total Recall", "All About Eve", "Sum of Us"])
def test_a_title_with_such_a_word_stays(tmp_path: Path, title: str) -> None:
    assert title in kept(tmp_path, f"film,gross\nJaws,10\n{title},20\nHeat,35\n")


WORLD = (
    "Country,Year,Population\nChina,2020,1411\nIndia,2020,1396\nBrazil,2020,213\nJapan,2020,126\n"
    "Germany,2020,83\nWorld,2020,7800\nAsia,2020,4600\nChina,2021,1412\nIndia,2021,1408\nBrazil,2021,214\n"
    "Japan,2021,125\nGermany,2021,83\nWorld,2021,7880\nAsia,2021,4650\n"
)
ENGLAND = (
    "Organisation,Attendances,Admissions,Breaches\nEngland,6000,1010,900\nBarts,2000,310,300\n"
    "Kings College,1500,200,250\nLeeds,2500,500,350\n"
)
REGIONS = (
    "region,month,sales\nUmbria,2024-01,60\nNorth,2024-01,10\nSouth,2024-01,20\nEast,2024-01,30\n"
    "Umbria,2024-02,90\nNorth,2024-02,30\nSouth,2024-02,20\nEast,2024-02,40\n"
    "Umbria,2024-03,75\nNorth,2024-03,50\nSouth,2024-03,15\nEast,2024-03,10\n"
)


@pytest.mark.parametrize(
    ("question", "figure"),
    [("population of World in 2021", 7880), ("2021年世界的人口", 7880), ("2021年亚洲的人口", 4650),
     ("total population in 2021", 3242), ("population of China in 2021", 1412)],
)  # fmt: skip
def test_a_part_of_the_world_is_counted_where_it_is_named_and_nowhere_else(
    tmp_path: Path, question: str, figure: int
) -> None:
    with asked(tmp_path, people=WORLD) as pipeline:
        answer = pipeline.ask(question)
    assert any(word in said for said in answer.assumptions for word in ("unless asked for", "除非按名称"))
    assert answer.table is not None
    assert answer.table.values.tolist() == [[figure]]


def test_names_that_only_contain_what_is_asked_for_bring_no_totals(tmp_path: Path) -> None:
    with asked(tmp_path, people=WORLD) as pipeline:
        for operator, values in (("contains", ["a"]), ("startsWith", ["A"]), ("endsWith", ["ia"])):
            like = [{"member": "people.country", "operator": operator, "values": values}]
            rows = queried(pipeline, "people.count", by=("people.country",), filters=like)
            assert not {name for name, _ in rows} & {"Asia", "World"}


@pytest.mark.parametrize(("table", "whole"), [(ENGLAND, "England"), (REGIONS, "Umbria")])
def test_what_is_exactly_the_sum_of_all_others_is_their_total(tmp_path: Path, table: str, whole: str) -> None:
    assert whole not in kept(tmp_path, table)
    with asked(tmp_path, sales=table) as pipeline:
        name = pipeline.catalog.cubes["sales"].dimensions[0].name
        named = [{"member": name, "operator": "equals", "values": [whole]}]
        assert {row[0] for row in queried(pipeline, "sales.count", by=(name,), filters=named)} == {whole}


@pytest.mark.parametrize(
    "table",
    [
        "city,units\nAlden,60\nBrook,20\nCork,25\nDover,15\n",  # once may be chance
        "city,units,visits\nAlden,60,90\nBrook,20,30\nCork,25,31\nDover,15,30\n",
        ENGLAND.replace("6000", "6001").replace("1010", "1011"),
    ],
)
def test_what_is_only_nearly_or_once_the_sum_of_others_stays(tmp_path: Path, table: str) -> None:
    first = table.splitlines()[1].split(",")[0]
    assert first in kept(tmp_path, table)

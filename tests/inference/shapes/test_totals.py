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

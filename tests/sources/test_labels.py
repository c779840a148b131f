"""Labels that stand in the first row of their group only."""

from __future__ import annotations

import csv
from pathlib import Path

import duckdb
import pytest

from pipeline.sources import delimited
from pipeline.sources.delimited import load_delimited
from pipeline.sources.labels import spread_labels


def rows(text: str) -> list[list[str]]:
    return list(csv.reader(text.split()))


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("1987,Q1,5 ,Q2,6 1988,Q1,7 ,Q2,8 1989,Q1,9 ,Q2,9", "1987 1987 1988 1988 1989 1989"),
        ("North,plan,5 ,done,6 South,plan,7 ,done,8 East,plan,9", "North North South South East"),
        ("1996,5.1 ,5.2 1997,5.3 ,5.4 1998,5.5", "1996 1996 1997 1997 1998"),
    ],
)
def test_a_label_belongs_to_each_row_of_its_group(text: str, labels: str) -> None:
    found = spread_labels(rows(text), 0, 1)
    assert found is not None
    assert [row[0] for row in found] == labels.split()
    assert [row[1:] for row in found] == [row[1:] for row in rows(text)]


@pytest.mark.parametrize(
    "text",
    [
        "1987,Q1,5 1988,Q2,6 1989,Q3,7 1990,Q4,8",  # nothing is blank
        ",Q1,5 1987,Q1,5 ,Q2,6 1988,Q1,7 ,Q2,8 1989,Q1,9",  # whose is the first?
        "A7,tea,5 ,jam,6 B2,tea,7 ,tea,8 ,oil,8 C9,oil,9 D1,jam,3",  # codes that some sales have
        "A7,tea,5 ,jam,6 A7,tea,7 ,jam,8 A7,tea,9 ,jam,3",  # the same label again
        "North,, ,tea,6 South,, ,tea,8 East,, ,tea,3",  # headings
        "1996,5.1 ,5.2 1997,5.3 1999,5.5 ,5.4 ,5.4",  # years of which some are not known
    ],
)
def test_blanks_that_may_be_anything_stay(text: str) -> None:
    assert spread_labels(rows(text), 0, 1) is None


def test_what_was_spread_is_said(tmp_path: Path) -> None:
    file = tmp_path / "lending.csv"
    quarters = ("Q1", "Q2", "Q3", "Q4")
    lines = [f"{year if q == 'Q1' else ''},{q},{year % 100}" for year in (1987, 1988, 1989) for q in quarters]
    file.write_text("year,quarter,lent\n" + "\n".join(lines))
    connection = duckdb.connect()
    [table] = load_delimited(connection, file, "lending")
    assert [change.en for change in table.changes] == [
        "blank cells of year were read as the label above them"
    ]
    found = connection.execute("SELECT year, sum(lent) FROM lending GROUP BY ALL ORDER BY year").fetchall()
    assert found == [(1987, 348), (1988, 352), (1989, 356)]


@pytest.mark.parametrize("repeated", [False, True])
def test_labels_of_large_files_are_spread_as_far_as_none_stands_twice(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, repeated: bool
) -> None:
    monkeypatch.setattr(delimited, "_SMALL", 1_000)
    monkeypatch.setattr(delimited, "_HEAD", 2_000)
    file = tmp_path / "sales.csv"
    lines = [
        f"{f'shop {n}' if kind == 'plan' else ''},{kind},{n}" for n in range(400) for kind in ("plan", "done")
    ]
    file.write_text("shop,kind,sold\n" + "\n".join([*lines, *(["shop 7,plan,5"] if repeated else [])]) + "\n")
    connection = duckdb.connect()
    [table] = load_delimited(connection, file, "sales")
    [(known,)] = connection.execute("SELECT count(*) FROM sales WHERE shop IS NULL").fetchall()
    assert (known, len(table.changes)) == ((400, 0) if repeated else (0, 1))
    if not repeated:
        told = connection.execute(
            "SELECT shop, sum(sold) FROM sales GROUP BY 1 ORDER BY sum(sold) DESC LIMIT 2"
        )
        assert told.fetchall() == [("shop 399", 798), ("shop 398", 796)]

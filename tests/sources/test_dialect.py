"""How the cells of a text are separated."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

from pipeline.sources.delimited import load_delimited
from pipeline.sources.dialect import dialect_of, rows_of
from pipeline.sources.report import TableRead

TABLE = [["day", "city", "amount"], *([f"2024-01-{n:02}", "Lund, north", str(n)] for n in range(1, 29))]


@pytest.mark.parametrize("delimiter", [";", "\t", "|"])
@pytest.mark.parametrize("above", ["", "ids = [1, 2, 3]\nlength = [4.5, 5, 6]\n", "a, b, c\n" * 5])
def test_what_stands_above_a_table_does_not_say_how_its_cells_are_separated(
    delimiter: str, above: str
) -> None:
    text = above + "\n".join(delimiter.join(row) for row in TABLE)
    rows, _ = rows_of(text, dialect_of(text))
    assert rows[-len(TABLE) :] == TABLE


def test_commas_within_quotes_are_no_delimiters() -> None:
    text = "\n".join(",".join(f'"{cell}"' for cell in row) for row in TABLE)
    assert rows_of(text, dialect_of(text)) == (TABLE, list(range(len(TABLE))))


def test_long_words_take_no_time_in_their_square() -> None:
    text = "name,n\n" + "x" * 20_000 + ",1\n"
    assert dialect_of(text).delimiter == ","


COMMAS, SEMICOLONS = "1,a,2.5\n2,b,3.5\n3,c,4.5\n", '4;"d; e";5.5\n5;e;6.5\n6;f;7.5\n7;g;8.5\n'


@pytest.mark.parametrize(
    "text",
    [
        f"id,name,price\n{COMMAS}{SEMICOLONS}",
        f"id,name,price\n{COMMAS}id;name;price\n{SEMICOLONS}",  # its header again
        f"id;name;price\n{SEMICOLONS}{COMMAS}",
        f"id,name,price\n{COMMAS}{SEMICOLONS}".replace(",", "\t"),
    ],
)
def test_parts_of_a_file_that_are_written_otherwise_are_rows_like_the_others(
    tmp_path: Path, text: str
) -> None:
    table, rows = loaded(tmp_path, text)
    assert sorted(rows) == [(1, "a", 2.5), (2, "b", 3.5), (3, "c", 4.5), (4, "d; e", 5.5), (5, "e", 6.5),
                            (6, "f", 7.5), (7, "g", 8.5)]  # fmt: skip
    assert any("lines are parted by" in change.en for change in table.changes)
    assert any("分隔单元格，与其他行不同" in change.zh for change in table.changes)


@pytest.mark.parametrize(
    "notes",
    [
        "Sold; in pounds; by day\n",  # one line of words
        "a;b;c\nd;e;f\ng;h;i\n",  # words where the table has figures
        "1;2\n3;4\n5;6\n",  # fewer cells
    ],
)
def test_lines_that_only_hold_such_signs_are_not_parted(tmp_path: Path, notes: str) -> None:
    table, rows = loaded(tmp_path, f"id,name,price\n{COMMAS}{COMMAS}{notes}")
    assert not table.changes
    assert len([row for row in rows if row[1]]) == 6


def loaded(folder: Path, text: str) -> tuple[TableRead, list[tuple[object, ...]]]:
    file = folder / "prices.csv"
    file.write_text(text, encoding="utf-8")
    connection = duckdb.connect()
    [table] = load_delimited(connection, file, "prices")
    return table, connection.execute("FROM prices").fetchall()

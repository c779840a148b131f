"""How the cells of a text are separated."""

from __future__ import annotations

import pytest

from pipeline.sources.dialect import dialect_of, rows_of

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

"""What is read of text where it lies has to be so in every row."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

import duckdb
import pytest

from pipeline.sources.recognise import recognise


def read(cells: Sequence[str | None], identifies: bool = False) -> list[Any] | None:
    with duckdb.connect() as connection:
        connection.execute("CREATE TABLE t AS SELECT unnest(?::VARCHAR[]) AS c", [list(cells)])
        found = recognise(connection, "t", "c", identifies)
        if found is None:
            return None
        return [row[0] for row in connection.execute(f"SELECT {found.of('c')} FROM t").fetchall()]


def test_what_all_rows_have_in_common() -> None:
    assert read(["1,200", "N/A", None, "3"]) == [1200, None, None, 3]
    assert read(["31/12/2024", "1/2/2024"]) == [date(2024, 12, 31), date(2024, 2, 1)]
    assert read(["12%", "7.5%"]) == [12.0, 7.5]


@pytest.mark.parametrize("last", ["2.5", "1,000", "7"])
def test_what_the_first_rows_do_not_show_is_read_as_well(last: str) -> None:
    found = read([*map(str, range(3000)), last])
    assert found is not None
    assert found[-1] == float(last.replace(",", ""))


def test_one_other_cell_and_it_is_text() -> None:
    assert read([*map(str, range(3000)), "closed"]) is None


def test_digits_that_identify_are_no_number() -> None:
    assert read(["12", "13"], identifies=True) is None

"""Results as files for spreadsheets."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pandas as pd
import pytest

from pipeline.export import to_csv


def csv_of(**columns: list[object]) -> str:
    data = to_csv(pd.DataFrame({n: pd.Series(v, dtype=object) for n, v in columns.items()}), list(columns))
    assert data.startswith(b"\xef\xbb\xbf"), "Excel takes a file without the mark for another encoding"
    return data.decode("utf-8-sig")


def test_plain_numbers_iso_dates_and_nothing_for_null() -> None:
    assert csv_of(
        月份=[datetime(2024, 3, 1), datetime(2024, 3, 1, 9, 30)],
        day=[date(2024, 3, 4), None],
        销售额=[Decimal("-1234.50"), float("nan")],
    ) == ("月份,day,销售额\r\n2024-03-01,2024-03-04,-1234.5\r\n2024-03-01 09:30:00,,\r\n")


@pytest.mark.parametrize("start", ["=", "+", "-", "@", "\t", "\uff1d"])
def test_text_never_becomes_a_formula(start: str) -> None:
    evil = f"{start}HYPERLINK(A1)"
    data = to_csv(pd.DataFrame({"a": [evil]}), [evil]).decode("utf-8-sig")
    assert data == f"'{evil}\r\n'{evil}\r\n"


def test_separators_and_quotes_stay_in_their_cell() -> None:
    assert csv_of(a=['x,"y"\nz']) == 'a\r\n"x,""y""\nz"\r\n'


def test_a_timestamp_without_a_value_is_nothing() -> None:
    table = pd.DataFrame({"at": pd.to_datetime(["2024-01-01", None]), "n": [1, 2]})
    assert to_csv(table, ["at", "n"]).decode("utf-8-sig") == "at,n\r\n2024-01-01,1\r\n,2\r\n"

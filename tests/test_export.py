"""Results as files for spreadsheets."""

from __future__ import annotations

import csv
import io
from datetime import date, datetime
from decimal import Decimal

import numpy as np
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


UNSEEN = ["", " ", "\t", "\r\n", "\x0b", "\x00", "\u00a0", "\u00ad", "\u200b", "\u2028", "\u202e", "\u3000"]
UNSEEN += ["\u2060", "\ufeff", "\ufe0f", "\u034f", "\u3164", "\u2800", "\u115f", "\U000e0020", " \t\u200b\n "]


@pytest.mark.parametrize("start", "=+-@\uff1d\uff0b\uff0d\uff20")
@pytest.mark.parametrize("unseen", UNSEEN)
def test_a_formula_is_defused_wherever_nothing_is_seen_before_it(unseen: str, start: str) -> None:
    evil = f"{unseen}{start}HYPERLINK(A1)"
    data = to_csv(pd.DataFrame({"a": [evil]}), [evil]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data, newline=""))) == [[f"'{evil}"], [f"'{evil}"]]


@pytest.mark.parametrize("text", ["", " ", "a=b", "1-2", " x@y", "\u3000销售-额", "\u200b", "(-1)", "'=1"])
def test_other_text_stays_as_it_is(text: str) -> None:
    data = to_csv(pd.DataFrame({"a": [text], "b": [1]}), [text, "b"]).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(data, newline=""))) == [[text, "b"], [text, "1"]]


def test_numbers_stay_numbers() -> None:
    values = [-1, -1.5, Decimal("-2.50"), np.int64(-3), np.float64(-4.5), True]
    assert csv_of(a=values) == "a\r\n-1\r\n-1.5\r\n-2.5\r\n-3\r\n-4.5\r\nTrue\r\n"


def test_separators_and_quotes_stay_in_their_cell() -> None:
    assert csv_of(a=['x,"y"\nz']) == 'a\r\n"x,""y""\nz"\r\n'


def test_a_timestamp_without_a_value_is_nothing() -> None:
    table = pd.DataFrame({"at": pd.to_datetime(["2024-01-01", None]), "n": [1, 2]})
    assert to_csv(table, ["at", "n"]).decode("utf-8-sig") == "at,n\r\n2024-01-01,1\r\n,2\r\n"

"""Which names are periods."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.inference.shapes.periods import period_of, periods_of


@pytest.mark.parametrize(
    ("name", "first"),
    [
        ("2020", date(2020, 1, 1)),
        ("2020 [YR2020]", date(2020, 1, 1)),
        ("2020年", date(2020, 1, 1)),
        ("FY2021", date(2021, 1, 1)),
        ("2023 Q2", date(2023, 4, 1)),
        ("Q4 2023", date(2023, 10, 1)),
        ("2023年第3季度", date(2023, 7, 1)),
        ("2023年一季度", date(2023, 1, 1)),
        ("2024-03", date(2024, 3, 1)),
        ("202403", date(2024, 3, 1)),
        ("2024年3月", date(2024, 3, 1)),
        ("Mar-24", date(2024, 3, 1)),
        ("March 2024", date(2024, 3, 1)),
    ],
)
def test_a_period_begins_on_a_day(name: str, first: date) -> None:
    period = period_of(name)
    assert period is not None
    assert period.first_day() == first


@pytest.mark.parametrize(
    ("name", "part"), [("Jan", 1), ("sept", 9), ("十一月", 11), ("3月", 3), ("Q3", 3), ("第二季度", 2)]
)
def test_a_month_or_quarter_may_be_of_any_year(name: str, part: int) -> None:
    period = period_of(name)
    assert period is not None
    assert (period.year, period.part) == (None, part)


@pytest.mark.parametrize("name", ["sales", "Q5", "13月", "2500", "Marketing", "12", "May Day", "Q", "A2020B"])
def test_other_names_are_none(name: str) -> None:
    assert period_of(name) is None


def test_days_are_read_in_the_order_that_reads_all_of_them() -> None:
    american = [p and p.day for p in periods_of(["1/2/20", "1/22/20"])]
    british = [p and p.day for p in periods_of(["2/1/20", "22/1/20"])]
    assert american == british == [date(2020, 1, 2), date(2020, 1, 22)]

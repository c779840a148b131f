"""Dates and times as people write them, in both languages."""

from __future__ import annotations

from datetime import date, datetime

import pytest
from columns import converted

JAN_5, DEC_31 = date(2024, 1, 5), date(2024, 12, 31)
HALF_PAST_3 = datetime(2024, 1, 5, 15, 30)


@pytest.mark.parametrize(
    "written",
    [
        ["2024-01-05", "2024-12-31"],
        ["2024-1-5", "2024/12/31"],
        ["2024年1月5日", "2024年12月31日"],
        ["2024年1月5日星期五", "2024年12月31日 周二"],
        ["1/5/2024", "12/31/2024"],
        ["5/1/2024", "31/12/2024"],
        ["05.01.2024", "31.12.2024"],
        ["1/5/24", "12/31/24"],
        ["5-1-24", "31-12-24"],
        ["24年1月5日", "24年12月31日"],
        ["Jan 5 2024", "Dec 31 2024"],
        ["January 5, 2024", "December 31, 2024"],
        ["5 January 2024", "31 December 2024"],
        ["5th of Jan 2024", "31st of Dec 2024"],
        ["05-JAN-24", "31-DEC-24"],
        ["Fri, 5 Jan 2024", "Tue, 31 Dec 2024"],
        ["20240105", "20241231"],
    ],
    ids=lambda written: written[0],
)
def test_days(written: list[str]) -> None:
    values, read, _ = converted(written)
    assert (values, read.type) == ([JAN_5, DEC_31], "DATE")
    assert read.form is not None
    assert read.doubt is None


@pytest.mark.parametrize(
    "written",
    [
        "2024-01-05 15:30",
        "2024-01-05T15:30:00.000",
        "2024-01-05T15:30:00Z",
        "2024-01-05 15:30:00+08:00",
        "1/5/2024 3:30 PM",
        "2024年1月5日 下午3:30",
        "2024年1月5日 15时30分00秒",
        "2024年1月5日 15点30分",
        "Jan 5 2024 3:30PM",
        "20240105153000",
    ],
)
def test_times(written: str) -> None:
    beside = written.replace("5", "9", 1) if "/" not in written else written.replace("1/5", "1/29")
    values, read, _ = converted([written, beside])
    assert (values[0], read.type) == (HALF_PAST_3, "TIMESTAMP")


def test_midnight_and_noon() -> None:
    values, _, _ = converted(["1/25/2024 12:05 AM", "1/25/2024 12:05 PM"])
    assert values == [datetime(2024, 1, 25, 0, 5), datetime(2024, 1, 25, 12, 5)]
    values, _, _ = converted(["2024年1月5日 上午12:05", "2024年1月5日 中午12:05"])
    assert values == [datetime(2024, 1, 5, 0, 5), datetime(2024, 1, 5, 12, 5)]


@pytest.mark.parametrize(
    ("written", "meant", "granularity"),
    [
        ("2024年2月", date(2024, 2, 1), "month"),
        ("2024-02", date(2024, 2, 1), "month"),
        ("02/2024", date(2024, 2, 1), "month"),
        ("Feb 2024", date(2024, 2, 1), "month"),
        ("Feb-24", date(2024, 2, 1), "month"),
        ("2024M02", date(2024, 2, 1), "month"),
        ("2024Q2", date(2024, 4, 1), "quarter"),
        ("2024-Q2", date(2024, 4, 1), "quarter"),
        ("Q2 2024", date(2024, 4, 1), "quarter"),
        ("2024年第二季度", date(2024, 4, 1), "quarter"),
        ("2024年2季度", date(2024, 4, 1), "quarter"),
        ("2024-W05", date(2024, 1, 29), "week"),
        ("2024年第5周", date(2024, 1, 29), "week"),
    ],
)
def test_a_period_is_its_first_day(written: str, meant: date, granularity: str) -> None:
    values, read, hints = converted([written, written])
    assert (values, read.type) == ([meant, meant], "DATE")
    assert hints == {"granularity": granularity}


@pytest.mark.parametrize(
    ("name", "written", "meant"),
    [
        ("timestamp", "1704067200", datetime(2024, 1, 1)),
        ("createdAt", "1704067200123", datetime(2024, 1, 1, 0, 0, 0, 123_000)),
        ("时间戳", "1704067200", datetime(2024, 1, 1)),
        ("order_date", "45292", date(2024, 1, 1)),
        ("入职日期", "45292", date(2024, 1, 1)),
        ("month", "202402", date(2024, 2, 1)),
        ("amount", "1704067200", 1_704_067_200),
        ("amount", "45292", 45_292),
        ("duration_time", "1704067200", 1_704_067_200),
        ("amount", "202402", 202_402),
    ],
)
def test_numbers_are_dates_where_the_name_says_so(name: str, written: str, meant: object) -> None:
    assert converted([written, written], name)[0] == [meant, meant]


def test_two_digits_of_a_year_are_of_this_century_to_68() -> None:
    values, _, _ = converted(["1/31/68", "1/31/69", "1/31/00"])
    assert [v.year for v in values] == [2068, 1969, 2000]


def test_where_every_date_fits_both_orders_the_doubt_is_said() -> None:
    values, read, _ = converted(["1/2/2024", "3/4/2024"])
    assert values == [date(2024, 1, 2), date(2024, 3, 4)]
    assert read.doubt is not None
    assert "1/2/2024" in read.doubt.en
    assert "1/2/2024" in read.doubt.zh


def test_another_column_decides_between_the_orders() -> None:
    values, read, _ = converted(["1/2/2024", "3/4/2024"], shipped=["31/1/2024", "30/4/2024"])
    assert values == [date(2024, 2, 1), date(2024, 4, 3)]
    assert read.doubt is not None
    values, _, _ = converted(["1/2/2024", "3/4/2024"], price=["2,6", "10,41"])
    assert values == [date(2024, 2, 1), date(2024, 4, 3)]


def test_in_a_chinese_table_two_digits_in_front_are_the_year() -> None:
    assert converted(["01/2/3", "02/4/5"], "日期")[0] == [date(2001, 2, 3), date(2002, 4, 5)]


def test_firsts_of_the_month_are_told_from_days_of_january() -> None:
    cells = [f"1/{month}/{year}" for year in (2023, 2024) for month in range(1, 13)]
    assert {v.day for v in converted(cells)[0]} == {1}


@pytest.mark.parametrize(
    "written",
    [
        ["2024-02-30", "2024-01-05"],
        ["08:30", "09:15"],
        ["139-1234-5678", "138-2222-1111"],
        ["10.0.0.1", "10.0.0.2"],
        ["FY2023", "FY2024"],
        ["1月", "2月"],
        ["3/4", "1/2"],
    ],
    ids=lambda written: written[0],
)
def test_what_is_no_date_stays_text(written: list[str]) -> None:
    values, read, hints = converted(written)
    assert (values, read.type, hints) == (written, "VARCHAR", {})

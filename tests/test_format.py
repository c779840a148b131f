"""Numbers, dates and labels as people read them, and read back out of what was printed."""

from __future__ import annotations

import math
import re
from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import format as fmt
from pipeline.catalog import Catalog, Cube, Member, ValueWords
from pipeline.errors import UnknownMember
from pipeline.language import Text


def measure(agg: str = "sum", **more: object) -> Member:
    return Member("orders.x", "measure", "number", Text("X", "某值"), agg_type=agg, **more)


def dimension(type_: str = "string", **more: object) -> Member:
    return Member("orders.d", "dimension", type_, Text("D", "某维"), **more)


MONEY = measure(format="currency", unit=Text("¥", "¥"))
TENURE = measure("avg", unit=Text("years", "年"))
RATE = measure("number", format="percent")


@pytest.mark.parametrize(
    ("value", "member", "en", "zh"),
    [
        (1234567, measure("count"), "1,234,567", "1,234,567"),
        (3.0, measure("sum"), "3", "3"),
        (3, measure("avg"), "3.00", "3.00"),
        (2.345, measure("avg"), "2.35", "2.35"),
        (0.00123, None, "0.0012", "0.0012"),
        (-1234.5, MONEY, "-¥1,234.50", "-¥1,234.50"),
        (12.5, TENURE, "12.50 years", "12.50 年"),
        (1234.5, measure(format="currency"), "1,234.50", "1,234.50"),
        (5, measure(format="currency", unit=Text("USD", "美元")), "5.00 USD", "5.00 美元"),
        (37.5, RATE, "37.50%", "37.50%"),
        (-0.0, None, "0", "0"),
        (10**30, None, "1.00e+30", "1.00e+30"),
        (Decimal("0.125"), None, "0.13", "0.13"),
        (np.int64(7), None, "7", "7"),
        (None, MONEY, "—", "—"),
        (math.nan, None, "—", "—"),
        (math.inf, None, "—", "—"),
    ],
)
def test_number(value: object, member: Member | None, en: str, zh: str) -> None:
    assert fmt.number(value, member, "en") == en
    assert fmt.number(value, member, "zh") == zh


@pytest.mark.parametrize(
    ("value", "en", "zh"),
    [
        (0, "0", "0"),
        (0.25, "0.25", "0.25"),
        (999, "999", "999"),
        (3400, "3.4K", "3,400"),
        (950_000, "950K", "95万"),
        (999_960, "1M", "100万"),
        (1_234_000, "1.2M", "123.4万"),
        (-120_000_000, "-120M", "-1.2亿"),
        (3_000_000_000_000, "3T", "3万亿"),
        (1e300, "1.00e+300", "1.00e+300"),
    ],
)
def test_compact(value: float, en: str, zh: str) -> None:
    assert fmt.compact(value, None, "en") == en
    assert fmt.compact(value, None, "zh") == zh


def test_compact_keeps_the_unit() -> None:
    assert fmt.compact(1_250_000, MONEY, "zh") == "¥125万"
    assert fmt.compact(50, MONEY, "en") == "¥50"
    assert fmt.compact(12, TENURE, "en") == "12 years"


@pytest.mark.parametrize(
    ("fraction", "printed"),
    [(0.123, "12.3%"), (1, "100.0%"), (0, "0.0%"), (-0.051, "-5.1%"), (0.00042, "0.042%"), (None, "—")],
)
def test_share(fraction: float | None, printed: str) -> None:
    assert fmt.share(fraction, "en") == printed


PRINTED = re.compile(r"-?[\d,]+(?:\.\d+)?(?:e[+-]\d+)?")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_printed_number_reads_back_at_its_precision(value: float) -> None:
    printed = fmt.number(value, None, "en")
    assert PRINTED.fullmatch(printed)
    back = Decimal(printed.replace(",", ""))
    unit_of_last_digit = Decimal(1).scaleb(back.as_tuple().exponent)
    assert abs(back - Decimal(repr(value))) <= unit_of_last_digit / 2


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**17), max_value=10**17))
def test_compact_is_right_to_its_one_decimal(value: Decimal) -> None:
    printed = fmt.compact(value, None, "en")
    scales = {"K": 10**3, "M": 10**6, "B": 10**9, "T": 10**12}
    if printed[-1] in scales:
        scale = scales[printed[-1]]
        back = Decimal(printed[:-1].replace(",", "")) * scale
        assert abs(back - value) <= Decimal(scale) / 20
        assert printed[-1] == "T" or abs(back) < 1000 * scale


@pytest.mark.parametrize(
    ("granularity", "en", "zh"),
    [
        ("year", "2024", "2024年"),
        ("quarter", "Q1 2024", "2024年第1季度"),
        ("month", "Mar 2024", "2024年3月"),
        ("week", "week of 2024-03-04", "2024年3月4日当周"),
        ("day", "2024-03-04", "2024年3月4日"),
        ("hour", "2024-03-04 15:00", "2024年3月4日 15:00"),
        ("second", "2024-03-04 15:00:00", "2024年3月4日 15:00:00"),
        (None, "2024-03-04 15:00", "2024年3月4日 15:00"),
        ("fiscal_week", "2024-03-04 15:00", "2024年3月4日 15:00"),
    ],
)
def test_period(granularity: str | None, en: str, zh: str) -> None:
    for value in ("2024-03-04T15:00:00.000", datetime(2024, 3, 4, 15), pd.Timestamp("2024-03-04 15:00")):
        assert fmt.period(value, granularity, "en") == en
        assert fmt.period(value, granularity, "zh") == zh


def test_period_of_no_date() -> None:
    assert fmt.period(pd.NaT, "month", "en") == "(none)"
    assert fmt.period("soon", "month", "en") == "soon"
    assert fmt.period(date(2024, 3, 4), None, "zh") == "2024年3月4日"


GENDER = dimension(values={"F": ValueWords(Text("Female", "女")), "1": ValueWords(Text("One", "一"))})


@pytest.mark.parametrize(
    ("value", "member", "granularity", "en", "zh"),
    [
        ("F", GENDER, None, "Female", "女"),
        (1.0, GENDER, None, "One", "一"),
        (None, GENDER, None, "(none)", "(空)"),
        (None, measure(), None, "—", "—"),
        ("", GENDER, None, "(empty)", "(空白)"),
        (np.bool_(True), dimension("boolean"), None, "Yes", "是"),
        ("false", dimension("boolean"), None, "No", "否"),
        (2024, dimension("number"), None, "2024", "2024"),
        (2024.0, dimension("number"), None, "2024", "2024"),
        (1.5, dimension("number"), None, "1.50", "1.50"),
        ("2024-03-01T00:00:00.000", dimension("time"), "month", "Mar 2024", "2024年3月"),
        (12.5, TENURE, None, "12.50", "12.50"),
        (12.5, MONEY, None, "¥12.50", "¥12.50"),
        ("A|B <b>", dimension(), None, "A|B <b>", "A|B <b>"),
    ],
)
def test_cell(value: object, member: Member, granularity: str | None, en: str, zh: str) -> None:
    assert fmt.cell(value, member, granularity, "en") == en
    assert fmt.cell(value, member, granularity, "zh") == zh


def shop() -> Catalog:
    def titled(name: str, kind: str, type_: str, en: str, zh: str, **more: object) -> Member:
        return Member(name, kind, type_, Text(en, zh), **more)

    name = Text("Name", "名称")
    return Catalog(
        [
            Cube(
                "orders",
                "cube",
                Text("Orders", "订单"),
                measures=(
                    titled("orders.wait", "measure", "number", "Wait", "等待", unit=Text("days", "天")),
                    titled("orders.days", "measure", "number", "Days open", "天数", unit=Text("days", "天")),
                    titled("orders.net", "measure", "number", "Net", "净额", unit=Text("¥", "¥")),
                ),
                dimensions=(
                    titled(
                        "orders.at",
                        "dimension",
                        "time",
                        "Order date",
                        "下单日期",
                        granularities=("fiscal_year",),
                    ),
                    Member("orders.name", "dimension", "string", name),
                ),
            ),
            Cube(
                "staff",
                "cube",
                Text("Staff", "员工"),
                dimensions=(Member("staff.name", "dimension", "string", name),),
            ),
        ]
    )


@pytest.mark.parametrize(
    ("column", "en", "zh"),
    [
        ("orders.at.month", "Order date (month)", "下单日期(月)"),
        ("orders.at.fiscal_year", "Order date (fiscal year)", "下单日期(fiscal year)"),
        ("orders.at", "Order date", "下单日期"),
        ("orders.wait", "Wait (days)", "等待(天)"),
        ("orders.days", "Days open", "天数"),
        ("orders.net", "Net", "净额"),
    ],
)
def test_header(column: str, en: str, zh: str) -> None:
    assert fmt.header(column, shop(), "en") == en
    assert fmt.header(column, shop(), "zh") == zh


def test_headers_tell_equal_titles_apart() -> None:
    columns = ["orders.name", "staff.name", "orders.net"]
    assert fmt.headers(columns, shop(), "en") == ["Orders · Name", "Staff · Name", "Net"]


def test_a_column_of_another_catalog_is_an_error() -> None:
    with pytest.raises(UnknownMember):
        fmt.header("orders.nett", shop(), "en")

"""Lengths of time in parts, halves of years, quarters of fiscal years, months behind a point."""

from __future__ import annotations

from datetime import date

import pytest
from columns import converted


@pytest.mark.parametrize(
    ("written", "meant", "unit"),
    [
        (["1h 20m", "45m", "3h"], [80, 45, 180], "min"),
        (["1 hr 35 min", "2 hours, 10 minutes", "95 min"], [95, 130, 95], "min"),
        (["1h20m", "2H5M"], [80, 125], "min"),
        (["3m 20s", "45s"], [200, 45], "s"),
        (["1h 0m 30s", "2h"], [60.5, 120], "min"),
        (["2d 4h", "1 day"], [52, 24], "h"),
        (["1小时20分钟", "45分", "2小时"], [80, 45, 120], "分钟"),
        (["2 years 3 months", "1 yr", "7 months"], [27, 12, 7], "months"),
        (["2年3个月", "7个月"], [27, 7], "个月"),
    ],
    ids=lambda v: str(v),
)
def test_lengths_of_time(written: list[str], meant: list[float], unit: str) -> None:
    values, read, hints = converted(written)
    assert (values, hints) == (meant, {"unit": unit})
    assert read.form is not None
    assert read.form.en.startswith("lengths of time in ")


@pytest.mark.parametrize(
    "written",
    [["20m 1h", "30m 2h"], ["4x 5m", "3x 2m"], ["1h1h", "2h2h"], ["h m", "h"], ["a 2h 5m", "b 3h 1m"]],
)
def test_what_only_looks_like_a_length_stays(written: list[str]) -> None:
    assert converted(written)[0] == written


@pytest.mark.parametrize(
    "written",
    [
        ["H1 2023", "H2 2024"],
        ["2023 H1", "2024 H2"],
        ["2023H1", "2024-H2"],
        ["1H2023", "2H2024"],
        ["2023上半年", "2024下半年"],
        ["2023年上半年", "2024年下半年"],
    ],
)
def test_halves_of_years_begin_on_their_first_day(written: list[str]) -> None:
    assert converted(written)[0] == [date(2023, 1, 1), date(2024, 7, 1)]


def test_halves_of_short_years_need_a_name_that_says_so() -> None:
    assert converted(["H1 23", "2H24"], name="period")[0] == [date(2023, 1, 1), date(2024, 7, 1)]
    assert converted(["H1 23", "H2 24"], name="room")[0] == ["H1 23", "H2 24"]


@pytest.mark.parametrize(
    "written",
    [
        ["FY23 Q1", "FY24 Q3"],
        ["FY2023Q1", "FY2024-Q3"],
        ["Q1 FY23", "Q3 FY2024"],
        ["2023财年Q1", "24财年第三季度"],
    ],
)
def test_quarters_of_fiscal_years_may_begin_otherwise(written: list[str]) -> None:
    values, read, _ = converted(written)
    assert values == [date(2023, 1, 1), date(2024, 7, 1)]
    assert read.doubt is not None
    assert written[0] in read.doubt.en
    assert written[0] in read.doubt.zh


@pytest.mark.parametrize("name", ["month", "月份", "年月"])
def test_months_behind_a_point(name: str) -> None:
    values, read, _ = converted(["2023.9", "2023.10", "2024.1"], name=name)
    assert values == [date(2023, 9, 1), date(2023, 10, 1), date(2024, 1, 1)]
    assert read.doubt is None
    assert converted(["2023.09", "2023.10"], name=name)[0] == [date(2023, 9, 1), date(2023, 10, 1)]


def test_a_spreadsheet_may_have_lost_the_tenth_month() -> None:
    _, read, _ = converted(["2023.9", "2023.1", "2023.11", "2023.12"], name="month")
    assert read.doubt is not None
    assert "October" in read.doubt.en


@pytest.mark.parametrize(("name", "second"), [("price", "2024.02"), ("month", "2024.52")])
def test_numbers_with_a_point_stay_numbers(name: str, second: str) -> None:
    assert converted(["2024.01", second], name=name)[0] == [2024.01, float(second)]

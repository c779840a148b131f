"""Numbers as people write them."""

from __future__ import annotations

import pytest
from columns import converted


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        (["1,234.50", "2.00", "1,000,000"], [1234.5, 2, 1_000_000]),
        (["1.234,50", "2,00"], [1234.5, 2]),
        (["2,6", "3", "10,4"], [2.6, 3, 10.4]),
        (["1 234,5", "3,5"], [1234.5, 3.5]),
        (["1\u00a0234", "3"], [1234, 3]),
        (["1'234.5", "3.5"], [1234.5, 3.5]),
        (["1,00,000", "25,000"], [100_000, 25_000]),
        (["(1,200.50)", "3,000.00", "-"], [-1200.5, 3000, None]),
        (["100-", "20"], [-100, 20]),
        (["-5", "\u22127"], [-5, -7]),
        (["$(5.00)", "$3"], [-5, 3]),
        (["-$5.00", "$3"], [-5, 3]),
        (["1.2E+05", "3"], [120_000, 3]),
        (["5K", "1.2M", "800"], [5000, 1_200_000, 800]),
        (["$1.2M", "$800K"], [1_200_000, 800_000]),
        (["3万", "1.5亿", "800"], [30_000, 150_000_000, 800]),
        (["1.5万/月", "8千/月"], [15_000, 8_000]),
        (["2024年", "2023年"], [2024, 2023]),
        ([" 2024 ", "2023\u3000"], [2024, 2023]),
    ],
    ids=lambda v: str(v[0]),
)
def test_numbers(written: list[str], meant: list[float | None]) -> None:
    values, read, _ = converted(written)
    assert [None if v is None else float(v) for v in values] == meant
    assert read.form is not None


@pytest.mark.parametrize(
    ("written", "meant", "hints"),
    [
        (["136.00㎡", "88㎡"], [136, 88], {"unit": "㎡"}),
        (["3 kg", "4.5 kg"], [3, 4.5], {"unit": "kg"}),
        (["500 g", "1.5 kg", "2 kg"], [0.5, 1.5, 2], {"unit": "kg"}),
        (["12 min", "20 min", "2 h"], [12, 20, 120], {"unit": "min"}),
        (["55公斤", "60.5公斤"], [55, 60.5], {"unit": "公斤"}),
        (["3天", "10天"], [3, 10], {"unit": "天"}),
        (["7300元/月", "2200元/月"], [7300, 2200], {"unit": "元/月", "format": "currency"}),
        (["5,000 USD", "20 USD"], [5000, 20], {"unit": "$", "format": "currency"}),
        (["€1.200,50", "€3,20"], [1200.5, 3.2], {"unit": "€", "format": "currency"}),
        (["4.1/5", "3.9/5"], [4.1, 3.9], {"unit": "/5"}),
        (["12%", "7.5%"], [12, 7.5], {"format": "percent"}),
        (["12,5 %", "7 %"], [12.5, 7], {"format": "percent"}),
        (["+12.5％", "-3％", "0"], [12.5, -3, 0], {"format": "percent"}),
    ],
    ids=lambda v: str(v),
)
def test_units(written: list[str], meant: list[float], hints: dict[str, str]) -> None:
    values, _, found = converted(written)
    assert [float(v) for v in values] == meant
    assert found == hints


def test_where_other_columns_have_decimal_commas_a_point_stands_between_thousands() -> None:
    assert converted(["1.234", "2.345"], price=["2,6", "10,41"])[0] == [1234, 2345]
    assert converted(["1.234", "2.345"], price=["2.6", "10.41"])[0] == [1.234, 2.345]
    values, read, _ = converted(["1,234", "2,345"], price=["2,6", "10,41"])
    assert values == [1.234, 2.345]
    assert read.doubt is not None


def test_decimals_beyond_what_was_looked_at_are_not_lost() -> None:
    cells = [str(i % 1000) for i in range(30_000)]
    cells[20_011] = "2.5"
    assert converted(cells)[0][20_011] == 2.5


@pytest.mark.parametrize(
    "written",
    [
        ["$5", "€7"],
        ["00123", "00456"],
        ["12A", "15B", "3C"],
        ["1B", "2B"],
        ["3号", "12号"],
        ["3年级", "4年级"],
        ["1,000+", "5,000+"],
        ["10-20", "20-30"],
        ["12 Main", "14 Oak", "3 Elm"],
        ["5 kg", "3 km"],
        ["0x1F", "0x2A"],
        ["10", "11 W", "12"],
        ["9" * 100_000, "1"],
    ],
    ids=lambda v: v[0][:9],
)
def test_what_is_no_number_stays_text(written: list[str]) -> None:
    assert converted(written)[0] == written

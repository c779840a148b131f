"""Amounts from one to another."""

from __future__ import annotations

import pytest
from columns import converted


@pytest.mark.parametrize(
    ("written", "middle", "unit"),
    [
        (["$40k-60k", "$50k - $70k", "$90k"], [50_000, 60_000, 90_000], "$"),
        (["€1,200-1,400", "€2,000–2,600"], [1300, 2300], "€"),
        (["15-25K", "8-12k·14薪"], [20_000, 10_000], None),
        (["1.5-2.5万/月", "8千-1.2万/月"], [20_000, 10_000], None),
        (["3000-5000元/月", "4000元至6000元/月"], [4000, 5000], "元/月"),
        (["$20 to $30 per hour", "$25-35/hour"], [25, 30], "$"),
    ],
    ids=lambda v: str(v),
)
def test_a_range_is_read_as_its_middle_and_that_is_said(
    written: list[str], middle: list[float], unit: str | None
) -> None:
    values, read, hints = converted(written)
    assert values == middle
    assert (hints.get("unit") or "").startswith(unit or "")
    assert read.doubt is not None
    assert f"{written[0]} " in read.doubt.en
    assert f"{written[0]} " in read.doubt.zh


@pytest.mark.parametrize(
    "written",
    [
        ["0-14", "15-64", "7-9"],  # ages, scores, houses
        ["2019-2020", "2021-2022"],
        ["$0k-20k", "$20k-40k", "$40k-60k"],  # bands that follow each other
        ["$20k-45k", "$30k-50k"] * 10,  # kinds to group by
        ["A1-2", "B3-4"],
        ["10-20kg", "30-40kg"],
    ],
    ids=lambda v: str(v)[:40],
)
def test_other_ranges_stay_text(written: list[str]) -> None:
    assert converted(written)[0] == written

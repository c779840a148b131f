"""Rows that sum up others with nothing but an empty label to say so."""

from __future__ import annotations

from pathlib import Path

import pytest
from inference.tables import asked, inferred, queried

CASES = (
    "country,province,city,cases,deaths\n"
    "X,,,60,6\nX,A,,40,4\nX,A,a1,30,3\nX,A,a2,10,1\nX,B,,20,2\nX,B,b1,15,1\nX,B,b2,5,1\nY,,,7,0\n"
)


def test_rows_of_larger_places_are_not_counted_beside_those_in_them(tmp_path: Path) -> None:
    with asked(tmp_path, cases=CASES) as pipeline:
        rows = queried(pipeline, "cases.sum_deaths", "cases.count", by=("cases.country",))
        said = pipeline.ask("total deaths by country").assumptions
    assert rows == {("X", 6, 4), ("Y", 0, 1)}
    assert any("3 rows without province or city are left out" in text for text in said)


def test_a_row_of_sums_without_any_label_is_left_out(tmp_path: Path) -> None:
    with asked(tmp_path, 订单="排名,省份,金额\n,,60\n1,江苏,30\n2,浙江,20\n3,上海,10\n") as pipeline:
        assert pipeline.ask("总金额").table.values.tolist() == [[60]]  # type: ignore[union-attr]


@pytest.mark.parametrize(
    "table",
    [
        "country,province,cases\nX,,61\nX,A,40\nX,B,20\n",  # no sum
        "country,province,cases\nX,,5\nX,A,5\n",  # of one row only
        "shop,coupon,amount\nA,,10\nB,,20\nA,c1,5\nB,c2,40\n",
    ],
)
def test_rows_with_an_empty_label_that_are_no_sums_stay(tmp_path: Path, table: str) -> None:
    assert all("sql_table" in cube for cube in inferred(tmp_path, figures=table).cubes)

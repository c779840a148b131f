"""Amounts beside a column that says whether they came or went."""

from __future__ import annotations

from pathlib import Path

import pytest
from inference.tables import asked, inferred

BILL = (
    "交易时间,交易对方,收/支,金额\n2024-01-05,甲店,支出,10\n2024-01-09,乙店,支出,30\n"
    "2024-02-02,张三,收入,100\n2024-02-03,零钱,/,7\n"
)


@pytest.mark.parametrize(
    ("question", "rows"),
    [
        ("总支出是多少", [40]),
        ("收入一共多少", [100]),
        ("一共有多少笔交易", [4]),
        ("平均支出", [20]),
    ],
)
def test_what_came_and_what_went_are_figures_of_their_own(
    tmp_path: Path, question: str, rows: list[float]
) -> None:
    with asked(tmp_path, 账单=BILL) as pipeline:
        table = pipeline.ask(question).table
    assert table is not None
    assert [row[-1] for row in table.values.tolist()] == rows


@pytest.mark.parametrize(
    "table",
    [
        BILL.replace("收入", "支出"),
        "day,kind,amount,fee\n1,income,5,1\n2,other,6,2\n",
        "day,kind,amount,income\n1,income,5,1\n2,expense,6,2\n",  # they are columns already
    ],
)
def test_one_direction_makes_no_figures(tmp_path: Path, table: str) -> None:
    names = {m["name"] for m in inferred(tmp_path, bill=table).cubes[0]["measures"]}
    assert "sum_expense" not in names

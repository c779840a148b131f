"""Texts, whoever wrote them, and the numbers in them that do not follow from the result."""

from __future__ import annotations

import random

import numpy as np
import pandas as pd
import pytest
from analysis.frames import CATALOG, TODAY

from pipeline.analysis import prove, write
from pipeline.query import Query

ORDERS = Query.parse({"measures": ["shop.count"], "dimensions": ["shop.department"]})
ROWS = pd.DataFrame(
    {
        "shop.department": ["Sales", "Service", "Design", "Area 51", "Data", "Legal", "IT", "Ops"],
        "shop.count": [1234, 617, 320, 180, 95, 44, 21, 9],
    }
)
MONTHLY = Query.parse(
    {"measures": ["shop.revenue"], "timeDimensions": [{"dimension": "shop.created", "granularity": "month"}]}
)
MONTHS = pd.DataFrame(
    {
        "shop.created.month": pd.date_range("2024-12-01", periods=6, freq="MS"),
        "shop.revenue": [1_200_000.0, 1_350_000.0, 900_000.0, 1_100_000.0, 1_404_000.0, 1_500_000.0],
    }
)


def unproven(text: str, query: Query = ORDERS, table: pd.DataFrame = ROWS) -> list[str]:
    return [number.text for number in prove(text, query, table, CATALOG, TODAY).unproven]


@pytest.mark.parametrize(
    "text",
    [
        "Sales leads with 1,234 orders, 49.0% of all 2,520 and twice as many as Service.",
        "Sales (1.2K) is ahead of Service by 617; together they hold 73.5 percent.",
        "The top three departments hold 86.2 %, the last just 0.4%.",
        "Area 51 has 180 orders, 42.9% below the mean of 315.",
        "Design is at 320, 140 above Area 51.",
        "销售部门 Sales 以 1,234 居首，占 49.0%，是第二名的 2.0 倍。",
        "前三名合计 2,171，占百分之八十六。",
        "八个部门合计 0.3 万。",
    ],
)
def test_what_follows_from_the_groups(text: str) -> None:
    assert unproven(text) == []


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Sales leads with 1,324 orders.", ["1,324"]),
        ("Sales has 1,234 orders, 51.3% of the total.", ["51.3%"]),
        ("Design has 320 orders; it had 275 last year.", ["275"]),
        ("销售额同比增长 23.7%，达到 1.9 万。", ["23.7%", "1.9 万"]),
        ("The average is 420.5.", ["420.5"]),
        ("Legal grew 3.7 times since 2019.", ["3.7 times", "2019"]),
        ("Sales has -1,234 orders.", ["-1,234"]),
        ("共有二十三个部门。", ["二十三"]),
    ],
)
def test_invented_numbers_are_caught(text: str, wrong: list[str]) -> None:
    assert unproven(text) == wrong


@pytest.mark.parametrize(
    "text",
    [
        "Revenue rose from ¥1.2M in Dec 2024 to ¥1.5M in May 2025, up 25.0%.",
        "In February 2025 it fell by ¥450,000 (33.3%) against January 2025.",
        "Q1 2025 is covered; 2025-05 is the peak at 1,500,000, 6.8% above April 2025.",
        "2025年5月为 150 万，环比增长 6.8%，最低的 2025年2月为 90 万。",
        "It has risen 3 months in a row.",
    ],
)
def test_what_follows_from_a_series(text: str) -> None:
    assert unproven(text, MONTHLY, MONTHS) == []


def test_a_cell_counts_only_for_rows_the_text_speaks_of() -> None:
    assert unproven("Data has 95 orders.") == []
    assert unproven("The rest has 95 orders.") == ["95"]


def test_where_a_number_stands_and_what_it_follows_from() -> None:
    text = r"**Sales** leads with **1,234**, not \-5."
    first, second = prove(text, ORDERS, ROWS, CATALOG, TODAY).numbers
    assert text[first.start : first.end] == "1,234"
    assert first.derivation == "largest and smallest shop.count"
    assert (second.value, second.derivation) == (-5.0, None)


def test_digits_inside_names_are_no_numbers() -> None:
    query = Query.parse({"measures": ["shop.buyers"], "dimensions": ["shop.department"]})
    table = ROWS.rename(columns={"shop.count": "shop.buyers"})
    assert unproven("Area 51 has 180 buyers in 90 days.", query, table) == []
    assert unproven("51 has 180 buyers in 30 days.", query, table) == ["51", "180", "30"]


def test_most_changed_numbers_are_caught() -> None:
    """One number of a text is replaced by one of the same length: measured on many results."""
    dice, chance = random.Random(3), np.random.default_rng(3)
    caught = changed = long_caught = long_changed = 0
    for _ in range(150):
        query, table = _result(dice, chance)
        text = "".join(write(query, table, CATALOG, dice.choice(["en", "zh"]), TODAY))
        numbers = prove(text, query, table, CATALOG, TODAY).numbers
        numbers = tuple(n for n in numbers if n.kind != "date" and any(c.isdigit() for c in n.text))
        number = dice.choice(numbers)
        old = text[number.start : number.end]
        new = "".join(dice.choice("123456789") if c.isdigit() else c for c in old)
        if new == old:
            continue
        wrong = text[: number.start] + new + text[number.end :]
        found = not prove(wrong, query, table, CATALOG, TODAY).holds
        changed, caught = changed + 1, caught + found
        if sum(c.isdigit() for c in old) > 2:
            long_changed, long_caught = long_changed + 1, long_caught + found
    assert caught / changed > 0.85
    assert long_caught / long_changed > 0.95


def _result(dice: random.Random, chance: np.random.Generator) -> tuple[Query, pd.DataFrame]:
    measure = dice.choice(["shop.count", "shop.revenue", "shop.tenure"])
    size = dice.randint(4, 24)
    values = {
        "shop.count": chance.integers(0, 40_000, size),
        "shop.revenue": chance.lognormal(10, 1, size).round(2),
        "shop.tenure": chance.normal(6, 2, size).round(3),
    }[measure]
    if dice.random() < 0.5:
        query = {"measures": [measure], "dimensions": ["shop.department"]}
        return Query.parse(query), pd.DataFrame(
            {"shop.department": [f"Team {chr(65 + i)}" for i in range(size)], measure: values}
        )
    query = {"measures": [measure], "timeDimensions": [{"dimension": "shop.created", "granularity": "month"}]}
    starts = pd.date_range(end="2025-06-01", periods=size, freq="MS")
    return Query.parse(query), pd.DataFrame({"shop.created.month": starts, measure: values})

from __future__ import annotations

from decimal import Decimal

import pytest

from pipeline.planner.numbers import plain, quantities
from pipeline.planner.tokens import normalise, tokenize


def read(text: str) -> list[str]:
    tokens = tokenize(normalise(text))
    return [plain(q.value) for q in quantities(tokens, [False] * len(tokens))]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("more than 1,000", ["1000"]),
        ("over 1.5k", ["1500"]),
        ("3 million people", ["3000000"]),
        ("between ten and twenty", ["10", "20"]),
        ("at least 0.5", ["0.5"]),
        ("超过50万元", ["500000"]),
        ("前三名", ["3"]),
        ("最高的十个城市", ["10"]),
        ("超过两千人", ["2000"]),
        ("1.2亿", ["120000000"]),
    ],
)
def test_quantities(text: str, values: list[str]) -> None:
    assert read(text) == values


@pytest.mark.parametrize("text", ["第一", "一线城市", "none", "二手车"])
def test_numerals_that_count_nothing_are_parts_of_words(text: str) -> None:
    assert read(text) == []


def test_what_is_read_already_is_left_alone() -> None:
    tokens = tokenize("2024 top 5")
    assert [q.value for q in quantities(tokens, [True, False, False])] == [Decimal(5)]

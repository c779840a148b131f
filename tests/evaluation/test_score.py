"""What counts as a right answer, and what does not."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from pipeline.evaluation.score import covers

GOLD = [("Data", 7), ("Legal", 2), (None, 1)]


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([("Legal", 2), (None, 1), ("Data", 7)], id="rows in another order"),
        pytest.param([(7, "Data"), (2, "Legal"), (1, None)], id="columns in another order"),
        pytest.param([("Data", 0.7, 7), ("Legal", 0.2, 2), (None, 0.1, 1)], id="a further column"),
        pytest.param([("Data", 7, 7), ("Legal", 2, 2), (None, 1, 1)], id="the same column twice"),
        pytest.param([("Data", 7.0), ("Legal", Decimal("2.00")), (np.nan, np.int64(1))], id="other types"),
    ],
)
def test_right(answer: list[tuple[object, ...]]) -> None:
    assert covers(answer, GOLD)


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param([("Data", 7), ("Legal", 2)], id="the unknown group is missing"),
        pytest.param([*GOLD, ("Sales", 3)], id="a row too many"),
        pytest.param([("Data", 2), ("Legal", 7), (None, 1)], id="right columns, wrong rows"),
        pytest.param([("Data", 7), ("Legal", 3), (None, 1)], id="a wrong number"),
        pytest.param([("Data", 7), ("Data", 7), (None, 1)], id="one row twice, another not at all"),
        pytest.param([("Data",), ("Legal",), (None,)], id="a column is missing"),
        pytest.param([("Data", "7"), ("Legal", "2"), (None, "1")], id="numbers as text"),
        pytest.param([], id="nothing"),
    ],
)
def test_wrong(answer: list[tuple[object, ...]]) -> None:
    assert not covers(answer, GOLD)


def test_order_counts_only_where_it_is_asked_for() -> None:
    upside_down = GOLD[::-1]

    assert covers(upside_down, GOLD)
    assert covers(GOLD, GOLD, ordered=True)
    assert not covers(upside_down, GOLD, ordered=True)


def test_numbers_agree_to_seven_digits() -> None:
    assert covers([(1234567.8,)], [(1234567.81,)])
    assert not covers([(1234567.0,)], [(1234569.0,)])
    assert not covers([(0,)], [(0.001,)])


def test_noise_in_the_last_bits_decides_nothing() -> None:
    below, above = np.nextafter(1234567.5, 0), np.nextafter(1234567.5, 2e6)

    assert covers([(below,)], [(above,)])


def test_a_truth_is_no_number() -> None:
    assert covers([(np.True_,)], [(True,)])
    assert not covers([(1,)], [(True,)])


def test_a_day_is_its_midnight_and_nothing_else() -> None:
    may = [(date(2025, 5, 1),)]

    assert covers([(pd.Timestamp("2025-05-01"),)], may)
    assert covers([(datetime(2025, 5, 1),)], may)
    assert covers([(np.datetime64("2025-05-01"),)], may)
    assert not covers([(datetime(2025, 5, 1, 0, 1),)], may)
    assert covers([(pd.NaT,)], [(None,)])


def test_columns_of_equal_content_are_told_apart_by_their_rows() -> None:
    gold = [("x", 1, 2), ("y", 2, 1), ("z", 3, 3)]
    swapped = [(name, second, first) for name, first, second in gold]

    assert covers(swapped, gold)
    assert not covers([("x", 1, 1), ("y", 2, 2), ("z", 3, 3)], gold)


def test_no_rows_are_only_right_where_none_are_wanted() -> None:
    assert covers([], [])
    assert not covers([(1,)], [])


@pytest.mark.parametrize(
    ("answer", "gold"),
    [
        ([(datetime(2024, 1, 1), 3)], [("2024", 3)]),
        ([(datetime(2024, 5, 1), 3)], [("2024-05", 3)]),
        ([(4, 3)], [("4", 3)]),
    ],
)
def test_parts_of_dates_that_gold_spells_as_text(
    answer: list[tuple[object, ...]], gold: list[tuple[object, ...]]
) -> None:
    assert covers(answer, gold)

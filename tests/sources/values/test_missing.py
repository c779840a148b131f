"""What stands for nothing, and cells that are something else than the rest of their column."""

from __future__ import annotations

import pytest
from columns import converted

FIFTY = [str(i * 7 % 100) for i in range(50)]


@pytest.mark.parametrize(
    "word", ["N/A", "-", "—", "?", "NULL", "None", "无", "暂无", "#DIV/0!", "unknown", "**", ":", "[c]"]
)
def test_words_beside_numbers_are_empty_and_said(word: str) -> None:
    values, read, _ = converted(["3", word, "5"])
    assert values == [3, None, 5]
    assert (read.missing, read.filled, read.misfits) == ((word,), 2, 0)


def test_marks_beside_texts_are_empty_and_an_answer_is_kept() -> None:
    values, read, _ = converted(["上海", "-", "N/A", "北京"])
    assert values == ["上海", None, None, "北京"]
    assert read.missing == ("-", "N/A")
    assert converted(["None", "Pave", "Grvl"])[0] == ["None", "Pave", "Grvl"]
    assert converted(["+", "-", "+"])[0] == ["+", "-", "+"]


@pytest.mark.parametrize("code", ["-999", "-9999", "-200", "9999", "99999", "-999.0"])
def test_a_number_far_from_the_others_that_stands_again_is_empty_and_said(code: str) -> None:
    values, read, _ = converted([*FIFTY, code, code, code], "ozone")
    assert values[50:] == [None, None, None]
    assert read.missing == (code.removesuffix(".0"),)
    assert None not in values[:50]


@pytest.mark.parametrize(
    ("name", "cells"),
    [
        ("ozone", [*FIFTY, "-999"]),  # once
        ("x", ["-1", "1", "-1", "2"]),
        ("profit", ["50", "-200", "70", "-200"]),
        ("x", [*map(str, range(0, 12_000, 200)), "9999", "9999", "9999"]),
        ("x", [*map(str, range(-400, 400, 20)), "-200", "-200"]),
        ("x", ["9999", "9999", "9999", "1", "2"]),
    ],
)
def test_a_number_among_the_others_is_a_number(name: str, cells: list[str]) -> None:
    values, read, _ = converted(cells, name)
    assert values == list(map(int, cells))
    assert read.missing == ()


def test_a_remark_in_a_column_of_numbers_is_empty_counted_and_shown() -> None:
    values, read, _ = converted([*FIFTY, "closed"])
    assert values == [*map(int, FIFTY), None]
    assert (read.type, read.filled, read.misfits, read.examples) == ("BIGINT", 51, 1, ("closed",))


def test_a_remark_among_a_few_prices() -> None:
    values, read, _ = converted(["¥12.5", "￥30", "免费", *["¥5"] * 30], "价格")
    assert (values[2], float(values[0]), read.examples) == (None, 12.5, ("免费",))


def test_a_remark_far_down_is_found() -> None:
    cells = [f"2024-01-{1 + i % 28:02}" for i in range(30_000)]
    cells[20_011] = "see mail"
    values, read, _ = converted(cells)
    assert values[20_011] is None
    assert (read.type, read.misfits, read.examples) == ("DATE", 1, ("see mail",))


@pytest.mark.parametrize(
    "cells",
    [
        ["12", "about 5"],
        [*FIFTY[:9], "closed", "sold", "gone"],
        [*map(str, range(1, 60)), "12a"],
        ["0", "1", "2", "3+"] * 20,
        ["1.0", "1.1", "2.0"] * 20 + ["1.0.3"],
    ],
    ids=lambda cells: cells[-1],
)
def test_where_too_many_are_something_else_or_look_like_codes_nothing_is_lost(cells: list[str]) -> None:
    values, read, _ = converted(cells)
    assert (values, read.type, read.misfits) == (cells, "VARCHAR", 0)

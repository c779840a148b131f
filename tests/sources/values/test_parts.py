"""Cells that hold several values, and columns of two words."""

from __future__ import annotations

import pytest
from columns import converted


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        (["Drama, Comedy", "Drama", "Comedy, Action"], ","),
        (["python|sql", "sql", "python|r", "r|sql"], "|"),
        (["甲、乙", "乙", "乙、丙", "丙、甲"], "、"),
        (["red; blue", "blue", "blue; green; red"], ";"),
    ],
)
def test_lists_of_a_few_that_recur(cells: list[str], mark: str) -> None:
    values, _, hints = converted(cells)
    assert (values, hints) == (cells, {"parts": mark})


@pytest.mark.parametrize(
    "cells",
    [
        ["Smith, John", "Jones, Ann", "Smith, Ann"],
        ["Austin, TX", "Dallas, TX", "Miami, FL", "Tampa, FL"],
        ["well, no", "a, b and c", "ok"],
        ["12 Main St, Austin, USA", "4 Oak Ave, Dallas, USA", "Elm St, Austin"],
        ["a/b", "c/d", "e/f"],
    ],
)
def test_names_addresses_and_sentences_are_no_lists(cells: list[str]) -> None:
    assert converted(cells)[2] == {}


@pytest.mark.parametrize(
    ("name", "cells", "words"),
    [
        ("churn", ["Yes", "No", "No"], {"true": "Yes", "false": "No"}),
        ("启用", ["是", "否", "是"], {"true": "是", "false": "否"}),
        ("库存", ["有", "无", "有"], {"true": "有", "false": "无"}),
        ("x", ["true", "false"], {"true": "true", "false": "false"}),
        ("is_new", ["0", "1", "1"], {"true": "1", "false": "0"}),
        ("是否流失", ["0", "1", "1"], {"true": "1", "false": "0"}),
        ("x", ["Yes", "No", "Unknown"], {"true": "Yes", "false": "No"}),
        ("x", ["Yes", "No", "Sometimes"], None),
        ("children", ["0", "1", "1"], None),
        ("x", ["M", "F"], None),
    ],
)
def test_the_words_of_a_flag(name: str, cells: list[str], words: dict[str, str] | None) -> None:
    values, _, hints = converted(cells, name)
    assert list(map(str, values)) == cells
    assert hints.get("words") == words

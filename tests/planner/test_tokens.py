from __future__ import annotations

import pytest

from pipeline.planner.tokens import normalise, phrase, tokenize


@pytest.mark.parametrize(
    ("written", "same"),
    [
        ("Total   Employees ", "total employees"),
        ("ORDERS", "orders"),
        ("２０２４年", "2024年"),
        ("“Sales”", '"sales"'),
        ("a\u200bb", "ab"),
    ],
)
def test_one_spelling(written: str, same: str) -> None:
    assert normalise(written) == same


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("departments", "department"),
        ("customer's city", "customer city"),
        ("order_items", "order items"),
        ("full-time", "full time"),
        ("1,000", "1000"),
    ],
)
def test_phrases_match_whatever_way_they_are_written(one: str, other: str) -> None:
    assert phrase(one) == phrase(other)


def test_a_han_character_is_a_token_and_so_is_a_latin_word() -> None:
    tokens = tokenize(normalise("各部门 average 3.5 >= 工资"))

    assert [t.text for t in tokens] == ["各", "部", "门", "average", "3.5", ">=", "工", "资"]
    assert [t.kind for t in tokens][3:6] == ["word", "number", "mark"]


def test_offsets_point_into_the_text() -> None:
    text = normalise("Café orders, 2024年")
    assert all(text[t.start : t.end] == t.text for t in tokenize(text))

"""Quantities in a question: 1,000, 1.5k, 3 million, twelve, 50万, 三十, 10%."""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from typing import NamedTuple

import cn2an

from pipeline.planner.tokens import Token
from pipeline.planner.words import CLASSIFIERS

_SCALES = {
    "k": 10**3, "thousand": 10**3, "m": 10**6, "mn": 10**6, "million": 10**6, "bn": 10**9, "b": 10**9,
    "billion": 10**9, "hundred": 100, "dozen": 12, "十": 10, "百": 100, "千": 10**3, "万": 10**4, "亿": 10**8,
}  # fmt: skip
NUMBER_WORDS = {
    word: number
    for number, word in enumerate(
        [
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
            "twenty",
        ],
        start=1,
    )
} | {"thirty": 30, "forty": 40, "fifty": 50, "sixty": 60, "seventy": 70, "eighty": 80, "ninety": 90}
_HAN_DIGITS = "零〇一二两三四五六七八九十百千万亿"
# A Han numeral is a quantity only where something counts or compares; elsewhere it is part of a word.
_COUNTED = CLASSIFIERS | set("元块岁天周月年次单项类级大人万亿千百%")
_BEFORE = set("前后过于少多达到至约近第")
_LONGEST_NUMERAL = 24  # characters: 九千九百九十九亿九千九百九十九万九千九百九十九 has one less
_MOST_SCALES = 3  # "two hundred thousand million"
_GLUED = re.compile(r"(\d+(?:\.\d+)?)(k|m|mn|bn|b)")


class Quantity(NamedTuple):
    """A number between tokens ``first`` and ``last`` (exclusive)."""

    value: Decimal
    first: int
    last: int


def quantities(tokens: Sequence[Token], taken: Sequence[bool]) -> list[Quantity]:
    """The numbers that stand in ``tokens`` where ``taken`` does not say that they are read."""
    found, i = [], 0
    while i < len(tokens):
        quantity = None if taken[i] else _number_at(tokens, i)
        if quantity:
            found.append(quantity)
            i = quantity.last
        else:
            i += 1
    return found


def _number_at(tokens: Sequence[Token], i: int) -> Quantity | None:
    token = tokens[i]
    if token.kind == "number":
        value, last = _scaled(Decimal(token.text.replace(",", "")), tokens, i + 1)
        if last < len(tokens) and tokens[last].text == "%" and tokens[last].start == tokens[last - 1].end:
            last += 1  # percentages are stored as they are said
        return Quantity(value, i, last)
    glued = _GLUED.fullmatch(token.text)
    if glued:
        return Quantity(Decimal(glued[1]) * _SCALES[glued[2]], i, i + 1)
    if token.kind == "word" and token.text in NUMBER_WORDS:
        value, last = _scaled(Decimal(NUMBER_WORDS[token.text]), tokens, i + 1)
        return Quantity(value, i, last)
    if token.text in _HAN_DIGITS:
        last = i
        while last < len(tokens) and tokens[last].text in _HAN_DIGITS:
            last += 1
            if last - i > _LONGEST_NUMERAL:
                return None
        after = tokens[last].text if last < len(tokens) else ""
        before = tokens[i - 1].text if i else ""
        # 第一 is an ordinal that means "the most"; the cues say so.
        if before == "第" or not (after in _COUNTED or before in _BEFORE):
            return None
        numeral = "".join(t.text for t in tokens[i:last])
        try:
            return Quantity(Decimal(str(cn2an.cn2an(numeral, "smart"))), i, last)
        except ValueError:
            return None
    return None


def _scaled(value: Decimal, tokens: Sequence[Token], i: int) -> tuple[Decimal, int]:
    """The value times the words for large numbers from token ``i`` on, and where they end."""
    last = i
    while last < min(len(tokens), i + _MOST_SCALES) and tokens[last].text in _SCALES:
        value *= _SCALES[tokens[last].text]
        last += 1
    return value, last


def plain(value: Decimal) -> str:
    """``value`` as a Cube filter value: ``1000``, ``0.5``."""
    return str(int(value)) if value == value.to_integral_value() else str(value.normalize())

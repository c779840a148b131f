"""What a cell of text looks like: a number, a date, a year, a word; and what rows of them have in common."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Sequence
from enum import StrEnum

Row = Sequence[str | None]

_NUMBER = re.compile(
    r"[-+−(]?\s*[¥￥$€£₩₹]?\s*[-+−]?(\d[\d,.'’\s  ]*|\.\d+)([eE][-+]?\d+)?\s*"
    r"(%|％|‰|[¥￥$€£₩₹]|元|万元|亿元|万|亿|[KMB]|千|百万)?\)?-?",
)
_DATE = re.compile(
    r"\d{1,4}\s*[-/.年]\s*\d{1,2}([-/.月]\s*\d{1,4}日?)?月?日?([T\s]+\d{1,2}[:时].*)?"
    r"|\d{1,2}[\s-]?[A-Za-z]{3,9}\.?,?[\s-]?\d{2,4}( \d{1,2}:.*)?"
    r"|[A-Za-z]{3,9}\.? \d{1,2}(st|nd|rd|th)?,? \d{4}"
    r"|\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?\s*([AaPp][Mm])?"
)
_YEAR = re.compile(r"(1[5-9]|20|21)\d\d\s*年?")
_NOTHING = {"-", "--", "—", "–", "/", ".", "..", "...", "n/a", "na", "#n/a", "null", "none", "nan",
            "nil", "n.a.", "(na)", "?", "空", "无", "暂无", "缺失", "未知", "…"}  # fmt: skip
_SIGNS = re.compile(r"[-–—−*.·:?/…†‡~_]+")  # that stand where a figure is withheld or not known
_LONGEST = 60  # characters; longer cells are words


class Kind(StrEnum):
    """What a cell looks like."""

    BLANK = "blank"
    NUMBER = "number"
    DATE = "date"
    WORD = "word"


def kind_of(cell: str | None) -> Kind:
    """What ``cell`` looks like; what stands for a missing value is blank."""
    text = (cell or "").strip()
    if not text or text.lower() in _NOTHING or _SIGNS.fullmatch(text):
        return Kind.BLANK
    if len(text) > _LONGEST or not any(c.isdigit() for c in text):
        return Kind.WORD
    if _NUMBER.fullmatch(text):
        return Kind.NUMBER
    return Kind.DATE if _DATE.fullmatch(text) else Kind.WORD


def is_filled(cell: str | None) -> bool:
    """Whether a cell holds anything but blanks."""
    return bool(cell and not cell.isspace())


def filled(row: Row) -> int:
    """How many cells of a row hold something."""
    return sum(map(is_filled, row))


def cell_at(row: Row, column: int) -> str:
    """The text of a cell without blanks around it; nothing where the row ends before it."""
    return (row[column] or "").strip() if column < len(row) else ""


class Headings(StrEnum):
    """What numbers are that are headings, not values."""

    YEARS = "years"
    RUN = "run"  # each is one more than the one before: days, shops


def headings(cells: Sequence[str]) -> Headings | None:
    """What kind of headings the numbers of a row are; None where they are values."""
    if not cells or not all(map(_is_whole, cells)):
        return None
    numbers = [int(cell.rstrip("年 ")) for cell in cells]
    if all(_YEAR.fullmatch(cell) for cell in cells):
        return Headings.YEARS if _are_even(_once(numbers)) else None
    return Headings.RUN if len(numbers) > 2 and _steps(numbers) == {1} else None


def _once(years: list[int]) -> list[int]:
    """The years of the first of several groups of columns; all of them where the others are no part of it."""
    end = next((i for i in range(1, len(years)) if years[i] in years[:i]), len(years))
    first, others = years[:end], years[end:]
    return first if len(first) > 1 and set(others) <= set(first) else years


def _are_even(years: list[int]) -> bool:
    steps = _steps(years)
    return not steps or (max(map(abs, steps)) <= 10 and (min(steps) > 0 or max(steps) < 0))


def _steps(numbers: list[int]) -> set[int]:
    return {after - before for before, after in itertools.pairwise(numbers)}


def _is_whole(cell: str) -> bool:
    return (cell.isascii() and cell.isdigit() and len(cell) < 9) or bool(_YEAR.fullmatch(cell))


def share(matching: Iterable[bool]) -> float:
    """The part of them that is true; none of none."""
    found = list(matching)
    return sum(found) / len(found) if found else 0.0

"""Headings between the rows of a table, each a row of one cell: they become a column beside the rows that
they stand above."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from itertools import chain, count, pairwise
from typing import NamedTuple

from pipeline.language import Text
from pipeline.sources.cells import Kind, Row, cell_at, filled, kind_of, share

IN_SECTION = -1  # the place of the column of sections: before all others
_NAME = Text("section", "分类")
ALSO = ("section", "group", "category", "分类", "分组", "类别", "部分")
_FEWEST, _MOST = 2, 0.5  # headings; of the rows
_MARKED = 0.8  # of the headings
_OFTEN = 0.15  # of the rows are headings, where nothing else says that they are
_MARK = re.compile(
    r"[一二三四五六七八九十]+[、.．]|[（(][一二三四五六七八九十\d]{1,3}[)）]|第.{1,3}[章节部分类组]"
    r"|(?:[IVX]{1,5}|[A-Z]|\d{1,2})[.)、]|(?:part|section|group|category|chapter)\b|.*[:：]$",
    re.IGNORECASE,
)


class Sections(NamedTuple):
    """The rows of a body that are headings, and of every other the heading above it."""

    headings: dict[int, str]
    of: dict[int, str]


def sections(rows: Sequence[Row], body: Sequence[int], column: int) -> Sections | None:
    """The sections of a body, whose headings stand in ``column``; None where rows of one cell may be things
    of which nothing else is known."""
    headings = {i: cell_at(rows[i], column) for i in body if _is_heading(rows[i], column)}
    if len(headings) < _FEWEST or len(headings) > _MOST * len(body) or body[0] not in headings:
        return None
    if body[-1] in headings or any(a in headings and b in headings for a, b in pairwise(body)):
        return None
    if len(set(headings.values())) < len(headings):
        return None
    of: dict[int, str] = {}
    for i in body:
        if i in headings:
            heading = headings[i]
        else:
            of[i] = heading
    return Sections(headings, of) if _are_told(rows, body, column, headings, of) else None


def with_sections(columns: Mapping[int, str]) -> dict[int, str]:
    """Columns with that of the sections before them, called as they are: in Chinese or English."""
    wanted = _NAME.en if all(map(str.isascii, columns.values())) else _NAME.zh
    taken = {name.lower() for name in columns.values()}
    free = next(name for name in chain([wanted], (f"{wanted}_{n}" for n in count(2))) if name not in taken)
    return {IN_SECTION: free, **columns}


def _is_heading(row: Row, column: int) -> bool:
    return filled(row) == 1 and kind_of(cell_at(row, column)) in (Kind.WORD, Kind.DATE)


def _are_told(
    rows: Sequence[Row], body: Sequence[int], column: int, headings: dict[int, str], of: dict[int, str]
) -> bool:
    """Whether something says that they are headings: a number or sign, a blank row above each, rows that
    stand farther in or are longer, the same things below each, or that they are many, in no order
    with the others."""
    if any(filled(rows[i]) < 2 for i in of):
        return False
    labels = [cell_at(rows[i], column) for i in of]
    below = Counter((of[i], cell_at(rows[i], column)) for i in of)
    again = Counter(label for _, label in below)
    indented = share((rows[i][column] or "")[:1].isspace() for i in of)
    parted = share(i - 1 not in body for i in headings if i != body[0])
    if share(bool(_MARK.match(text)) for text in headings.values()) >= _MARKED:
        return not share(bool(_MARK.match(text)) for text in labels) > _OFTEN
    short = all(len(rows[i]) == 1 for i in headings) and len({len(rows[i]) for i in of}) == 1
    if parted >= _MARKED or indented >= _MARKED or short:
        return True
    if share(again[label] > 1 for label in labels) >= _MARKED:
        return True
    if share(text.isupper() for text in headings.values()) == 1 and not any(map(str.isupper, labels)):
        return True
    order = [cell_at(rows[i], column).casefold() for i in body]
    return len(headings) > _FEWEST and len(headings) >= _OFTEN * len(body) and order != sorted(order)

"""Cells that hold several values: ``Drama, Comedy``."""

from __future__ import annotations

import re
from collections import Counter, defaultdict

from pipeline.sources.values.cells import Cells

SEPARATORS = ("|", ";", "；", "、", ",", "，", "/")
AROUND = " []'\""  # each part of a list as programs write it: ``['SQL', 'Python']``
_LISTED = 0.15  # of the cells at least hold more than one
_LONGEST = 40  # characters of a part
_RECURRING = 0.6  # of what stands in the lists stands there more than once
_ANYWHERE = 0.5  # of that stands now here, now there in a list
_DIGITS = re.compile(r"[\d\s.:%-]+")


def parted_by(cells: Cells) -> str | None:
    """What separates the values of a cell, where cells are lists of a few that recur in any order.

    The first and the last name of a person, or a street and its city, keep their places and are no list.
    """
    texts = list(cells.filled.items())
    around = AROUND if all(text[0] + text[-1] == "[]" for text, _ in texts) else None
    for mark in SEPARATORS:
        if sum(mark in text for text, _ in texts) >= max(2, _LISTED * len(texts)) and _are_lists(
            [([part.strip(around) for part in text.split(mark)], n) for text, n in texts]
        ):
            return mark
    return None


def _are_lists(rows: list[tuple[list[str], int]]) -> bool:
    seen: Counter[str] = Counter()
    places: defaultdict[str, set[tuple[int, bool]]] = defaultdict(set)
    lengths = set()
    for parts, _ in rows:
        if len(set(parts)) < len(parts) or not all(0 < len(part) <= _LONGEST for part in parts):
            return False
        lengths.add(len(parts))
        for i, part in enumerate(parts):
            seen[part] += 1
            places[part].add((i, len(parts) == 1))
    total = sum(seen.values())
    recurring = sum(n for n in seen.values() if n > 1)
    moving = sum(n for part, n in seen.items() if n > 1 and len(places[part]) > 1)
    words = all(not _DIGITS.fullmatch(part) for part in seen)
    few = len(seen) <= (0.7 if total < 20 else 0.5) * total and len(seen) < 500
    return (
        words
        and few
        and len(lengths) > 1
        and recurring >= _RECURRING * total
        and moving >= _ANYWHERE * recurring
    )

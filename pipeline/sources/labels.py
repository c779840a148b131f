"""Labels that stand in the first of their rows only: 1987 beside Q1, and nothing beside Q2 to Q4."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from pipeline.sources.cells import Headings, Row, cell_at, filled, headings

_FEWEST_GROUPS = 3
_ALIKE = 0.6  # of the groups
_AS_FULL = 0.5  # of the cells of the first row of a group


def spread_labels(rows: Sequence[Row], column: int, beside: int) -> list[list[str | None]] | None:
    """``rows`` with the label of ``column`` in each row of its group; None where blanks are not surely that:
    the groups repeat what stands ``beside`` it, or are years of equal length."""
    groups = _groups(rows, column)
    if len(groups) < _FEWEST_GROUPS or max(map(len, groups)) < 2:
        return None
    labels = [cell_at(group[0], column) for group in groups]
    if len(set(labels)) < len(labels) or not all(map(_is_full, groups)):
        return None
    if not _repeat(groups, beside) and not _are_years(groups, labels):
        return None
    return [
        [label if at == column else cell for at, cell in enumerate(row)]
        for label, group in zip(labels, groups, strict=True)
        for row in group
    ]


def _groups(rows: Sequence[Row], column: int) -> list[list[Row]]:
    """The rows from each label to the next; none where the first row has no label."""
    groups: list[list[Row]] = []
    for row in rows:
        if cell_at(row, column):
            groups.append([row])
        elif groups:
            groups[-1].append(row)
        else:
            return []
    return groups


def _is_full(group: Sequence[Row]) -> bool:
    """Whether the rows of a group are of one kind: the first is no heading, and the others hold as much."""
    first, *others = map(filled, group)
    return first > 1 and all(_AS_FULL * (first - 1) <= other < 2 * first for other in others)


def _repeat(groups: Sequence[Sequence[Row]], beside: int) -> bool:
    told = Counter(tuple(cell_at(row, beside) for row in group) for group in groups)
    names, count = told.most_common(1)[0]
    return len(names) > 1 and len(set(names)) == len(names) and all(names) and count >= _ALIKE * len(groups)


def _are_years(groups: Sequence[Sequence[Row]], labels: Sequence[str]) -> bool:
    *whole, last = map(len, groups)
    return headings(labels) is Headings.YEARS and len(set(whole)) == 1 and 1 <= last <= whole[0] > 1

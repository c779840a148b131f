"""Sheets that say something about the others: contents, covers, notes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from pipeline.sources.cells import Kind, Row, filled, is_filled, kind_of, share

_MOST_FIGURES = 0.3  # of the rows may hold one: a page, the date of the release
_LISTED = 0.6  # of the other sheets
_LABELS, _SINGLE = 0.5, 0.7  # of the rows
_PROSE = 80  # characters


def asides(sheets: Mapping[str, Sequence[Row]]) -> list[str]:
    """Which of some sheets hold no table but words about the others; none where all do."""
    found = [name for name, rows in sheets.items() if _is_aside(name, rows, list(sheets))]
    return found if len(found) < len(sheets) else []


def _is_aside(name: str, rows: Sequence[Row], sheets: Sequence[str]) -> bool:
    told = [[cell.strip() for cell in row if cell and is_filled(cell)] for row in rows if filled(row)]
    if share(any(kind_of(cell) is Kind.NUMBER for cell in row) for row in told) > _MOST_FIGURES:
        return False
    others = [sheet for sheet in sheets if sheet != name]
    return _lists(told, others) or _labels(told) or _is_prose(told)


def _lists(told: Sequence[Sequence[str]], sheets: Sequence[str]) -> bool:
    """Whether cells are called like the other sheets, which are numbered: Table 1, Table 2."""
    numbered = [sheet.casefold() for sheet in sheets if any(c.isdigit() for c in sheet)]
    cells = [cell.casefold() for row in told for cell in row]
    named = [sheet for sheet in numbered if any(_begins_or_ends(cell, sheet) for cell in cells)]
    return len(named) > 1 and len(named) >= _LISTED * len(sheets)


def _begins_or_ends(cell: str, name: str) -> bool:
    before, found, after = cell.partition(name)
    return bool(found) and not after[:1].isalnum() and (not before or not after)


def _labels(told: Sequence[Sequence[str]]) -> bool:
    labelled = [row for row in told if len(row) > 1]
    return len(labelled) > 1 and share(row[0].endswith((":", "：")) for row in labelled) >= _LABELS


def _is_prose(told: Sequence[Sequence[str]]) -> bool:
    lengths = sorted(len(row[0]) for row in told)
    return share(len(row) == 1 for row in told) >= _SINGLE and lengths[3 * len(lengths) // 4] >= _PROSE

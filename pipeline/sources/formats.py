"""Which columns of an Excel sheet are percentages: calamine gives their numbers without formats."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections import Counter
from pathlib import Path

import openpyxl

_LOOKED_AT = 100  # rows
_PART = 0.8
# Formats 9 and 10 are percentages that every workbook has: ECMA-376, part 1, 18.8.30.
_PERCENT = re.compile(rb'formatCode="[^"]*%|numFmtId="(9|10)"')
_LARGEST = 5_000_000  # bytes of the styles


def percent_columns(path: Path, sheets: list[str]) -> dict[str, set[int]]:
    """The columns of each sheet, from 0, whose numbers are mostly shown as percentages.

    Raises what reading the workbook raises.
    """
    if not _has_percentages(path):
        return {}
    found: dict[str, set[int]] = {}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of what a workbook has that openpyxl would not write again
        book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    try:
        for name in sheets:
            numbers: Counter[int] = Counter()
            percentages: Counter[int] = Counter()
            for row in book[name].iter_rows(max_row=_LOOKED_AT):
                for cell in row:
                    if isinstance(cell.value, int | float):
                        at = cell.column - 1
                        numbers[at] += 1
                        percentages[at] += "%" in cell.number_format
            found[name] = {at for at, count in percentages.items() if count and count >= _PART * numbers[at]}
    finally:
        book.close()
    return found


def _has_percentages(path: Path) -> bool:
    """Whether any style of the workbook is one: to look at cells takes seconds for a large one."""
    with zipfile.ZipFile(path) as archive:
        if "xl/styles.xml" not in archive.namelist():
            return False
        with archive.open("xl/styles.xml") as styles:
            return bool(_PERCENT.search(styles.read(_LARGEST)))

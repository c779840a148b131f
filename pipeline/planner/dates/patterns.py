"""What the date patterns of both languages share, and those that are of neither."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from datetime import date

from pipeline.planner.dates.periods import Period, day_of, half_of, month_of, quarter_of, whole

Build = Callable[[re.Match[str], date], Period]
Pattern = tuple[re.Pattern[str], Build]

YEAR = r"(?P<y>(?:19|20)\d{2})"
WORD_START, WORD_END = r"(?<![a-z0-9.])", r"(?![a-z0-9])"
_NUMBER_START = r"(?<![\d.,])"


def compiled(patterns: Iterable[tuple[str, Build]]) -> list[Pattern]:
    return [(re.compile(pattern), build) for pattern, build in patterns]


def year_of(digits: str) -> int:
    """2024 as it is, 24 as 2024."""
    return int(digits) if len(digits) == 4 else 2000 + int(digits)


NUMERIC = compiled(
    [
        (_NUMBER_START + YEAR + r"[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})(?!\d)",
         lambda m, t: day_of(int(m["y"]), int(m["m"]), int(m["d"]), t)),
        (_NUMBER_START + YEAR + r"[-/](?P<m>\d{1,2})(?![\d/-])", lambda m, t: month_of(int(m["y"]), int(m["m"]), t)),
        (_NUMBER_START + YEAR + r" ?-?q(?P<q>\d)" + WORD_END, lambda m, t: quarter_of(int(m["y"]), int(m["q"]), t)),
        (_NUMBER_START + YEAR + r" ?-?h(?P<h>[12])" + WORD_END, lambda m, t: half_of(int(m["y"]), int(m["h"]), t)),
        (WORD_START + r"(?:the )?(?:year (?:of )?)?" + YEAR + WORD_END, lambda m, t: whole(date(int(m["y"]), 1, 1), "year")),
        (WORD_START + r"(?:the )?year (?:of )?(?P<y>1[0-8]\d\d)" + WORD_END, lambda m, t: whole(date(int(m["y"]), 1, 1), "year")),
    ]
)  # fmt: skip

"""The periods that a text names, each found by the longest pattern that begins there."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date
from functools import cache

from pipeline.errors import DateRangeError
from pipeline.planner.dates.chinese import CHINESE
from pipeline.planner.dates.english import ENGLISH
from pipeline.planner.dates.fiscal import fiscal
from pipeline.planner.dates.patterns import NUMERIC, Pattern
from pipeline.planner.dates.periods import TimeMention
from pipeline.planner.dates.ranges import LOOK_BACK, join
from pipeline.planner.dates.weekdays import WEEKDAYS

_PATTERNS = (*NUMERIC, *ENGLISH, *CHINESE, *WEEKDAYS)
_GROUP = re.compile(r"\(\?P<\w>")
# "more than 2000", "top 2000", "$2000", "2000 元": a number, not a year.
_NOT_A_YEAR_BEFORE = re.compile(
    r"(?:than|over|above|under|below|least|most|top|exceed(?:s|ing)?|limit|first|bottom|[$¥€£<>=+*]|前|过|于|到达|达到|足|满|至少|最多|不到)\s*$"
)
_LIKE_A_NUMBER = re.compile(r"\d{4}|\d{2}年")
_NOT_A_YEAR_AFTER = re.compile(
    r"\s*(?:[%$¥€£]|元|块|人|个|名|件|单|笔|条|万|usd|rmb|dollars|yuan|people|units)"
)


def find(text: str, today: date, fiscal_start: int = 1) -> list[TimeMention]:
    """The periods that a normalised text names, in its order, ranges joined; fiscal years begin in the
    month ``fiscal_start``.

    Raises `DateRangeError` for a date that does not exist.
    """
    patterns, begins = _patterns(fiscal_start)
    mentions: list[TimeMention] = []
    position = 0
    while begun := begins.search(text, position):
        position = begun.start()
        matches = [(m, build) for pattern, build in patterns if (m := pattern.match(text, position))]
        match, build = max(matches, key=lambda found: found[0].end())
        if match.end() == position or _is_number(match, text):
            position += 1
            continue
        try:
            period = build(match, today)
        except (ValueError, OverflowError) as error:
            raise _out_of_range(match.group()) from error
        mentions.append(TimeMention(period, position, match.end(), match.group().strip()))
        position = match.end()
    return join(mentions, text, today)


@cache
def _patterns(fiscal_start: int) -> tuple[Sequence[Pattern], re.Pattern[str]]:
    """Every pattern, and one that matches wherever any of them does: the places between are passed over
    without trying each."""
    patterns = (*fiscal(fiscal_start), *_PATTERNS)
    return patterns, re.compile("|".join(_GROUP.sub("(?:", pattern.pattern) for pattern, _ in patterns))


def _out_of_range(text: str) -> DateRangeError:
    return DateRangeError(f'"{text}" is further away than dates reach.', f"“{text}”超出了可用的日期范围。")


def _is_number(match: re.Match[str], text: str) -> bool:
    """Whether what looks like a year counts something."""
    if not _LIKE_A_NUMBER.fullmatch(match.group().strip()):
        return False
    if _NOT_A_YEAR_AFTER.match(text, match.end()):
        return True
    return bool(_NOT_A_YEAR_BEFORE.search(text, max(0, match.start() - LOOK_BACK), match.start()))

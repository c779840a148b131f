"""Periods that words join or widen: from … to, since, before, until, and lists that name their year
once."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from pipeline.errors import DateRangeError
from pipeline.planner.dates.english import count_of
from pipeline.planner.dates.periods import GRAINS, ONE_DAY, Period, TimeMention, in_year, span_of

_LISTED = re.compile(r"\s*(?:,|、|and|or|vs\.?|versus|&|和|与|及|或|以及|对比)?\s*(?:and |in )?\s*")
_RANGE_WORD = re.compile(
    r"\s*(?:-|–|—|~|to|through|thru|until|till|up to|至|到|and|和|与)\s*(?:the )?(?:end of )?(?:in )?"
)
_AND_WORD = re.compile(r"\s*(?:and|和|与)\s*")
_RANGE_PREFIX = re.compile(r"(?:between|from|starting|介于|从|自|由|在)\s*(?:the )?(?:year |years )?$")
_RANGE_SUFFIX = re.compile(r"\s*(?:之间|期间|的?这段时间|这期间|为止|间)")
_SINCE_PREFIX = re.compile(
    r"(?:since|starting(?: from| in)?|beginning(?: in)?|(?:in|on|during|from) or after|from|自从|自|从)\s*(?:the )?(?:start of |beginning of )?$"
)
_SINCE_SUFFIX = re.compile(r"\s*(?:onwards?|on|and later|and after|or later|or after|until now|till now|to now|to today|"
                           r"以来|至今|起|开始|到现在|到目前|以后至今|到今天|及以后|及之后)(?![a-z])")  # fmt: skip
_LONGER_AGO = re.compile(r"(?:more than|over|longer than|at least)\s*$")
_SHORTER_AGO = re.compile(r"(?:less than|within|not more than|under)\s*$")
_BEFORE_PREFIX = re.compile(r"(?:before|prior to|earlier than|older than|早于|先于)\s*(?:the )?(?:year )?$")
_BEFORE_SUFFIX = re.compile(r"\s*(?:之前|以前|前)(?![几十\d])")
_UNTIL_PREFIX = re.compile(
    r"(?:until|till|up to|through|(?:in|on|during) or before|by|by the end of|as of|截至|截止到|截止|到|直到|至)\s*(?:the )?(?:end of )?$"
)
_UNTIL_SUFFIX = re.compile(r"\s*(?:为止|底之前|及之前|及以前|and before|and earlier|or earlier)")
_AFTER_PREFIX = re.compile(r"(?:after|later than|newer than|晚于)\s*(?:the )?(?:end of )?(?:year )?$")
_AFTER_SUFFIX = re.compile(r"\s*(?:之后|以后|后)(?![几十\d])")
# "revenue from 2023", "by 2023", "to 2023" open no range by themselves.
_WEAK_SINCE = ("from", "从")
_WEAK_UNTIL = (["by"], ["to"])
LOOK_BACK = 48  # characters in front of a period that may belong to it; what is looked for there is shorter


def join(mentions: Sequence[TimeMention], text: str, today: date) -> list[TimeMention]:
    """The mentions with pairs joined to ranges and single ones widened by the words around them.

    Raises `DateRangeError` for a range that ends before it begins.
    """
    shared = _share_year(mentions, text)
    joined: list[TimeMention] = []
    i = 0
    while i < len(shared):
        ranged = _range(shared[i], shared[i + 1], text) if i + 1 < len(shared) else None
        joined.append(ranged or _widened(shared[i], text, today))
        i += 2 if ranged else 1
    return joined


def _share_year(mentions: Sequence[TimeMention], text: str) -> list[TimeMention]:
    """A list of periods names its year once: 2024年1月、2月; Q1, Q2 and Q3 2024."""
    shared = list(mentions)
    forwards = [(i, i - 1) for i in range(1, len(shared))]
    for i, j in [*forwards, *((j, i) for i, j in reversed(forwards))]:
        mine, other = shared[i], shared[j]
        gap = text[min(mine.last, other.last) : max(mine.first, other.first)]
        missing = not mine.period.year_given and other.period.year_given
        alike = mine.period.grain == other.period.grain and _LISTED.fullmatch(gap)
        if missing and alike and mine.period.start and other.period.start:
            years = other.period.start.year - mine.period.start.year
            shared[i] = replace(mine, period=replace(in_year(mine.period, years), year_given=True))
    return shared


def _range(a: TimeMention, b: TimeMention, text: str) -> TimeMention | None:
    between = text[a.last : b.first]
    if not _RANGE_WORD.fullmatch(between):
        return None
    prefix = _in_front(_RANGE_PREFIX, text, a.first)
    suffix = _RANGE_SUFFIX.match(text, b.last)
    if _AND_WORD.fullmatch(between) and not ((prefix and "from" not in prefix.group()) or suffix):
        return None
    start, end = _same_year(a.period, b.period)
    if start.start is None or end.end is None:
        return None
    if start.start > end.end:
        raise DateRangeError(
            f"The range from {start.start} to {end.end} ends before it begins.",
            f"时间范围 {start.start} 至 {end.end} 的结束早于开始。",
        )
    first = prefix.start() if prefix else a.first
    last = suffix.end() if suffix else b.last
    grain = min(start.grain, end.grain, key=GRAINS.index)
    period = Period(start.start, end.end, grain, start.year_given or end.year_given)
    return TimeMention(period, first, last, text[first:last].strip(), (start, end))


def _same_year(a: Period, b: Period) -> tuple[Period, Period]:
    """A range names its year once: 2024年1月到3月, from March to May 2024."""
    if not (a.start and b.start):
        return a, b
    years = b.start.year - a.start.year
    if a.year_given and not b.year_given:
        moved = in_year(b, -years)
        return a, in_year(moved, 1) if moved.start and moved.start < a.start else moved
    if b.year_given and not a.year_given:
        moved = in_year(a, years)
        return in_year(moved, -1) if moved.start and moved.start > b.start else moved, b
    if not a.year_given and not b.year_given and a.start > b.start:
        return in_year(a, -1), b
    return a, b


def _widened(mention: TimeMention, text: str, today: date) -> TimeMention:
    """A period opened by the words around it: since, before, after, until."""
    found = _long_ago(mention, text, today) or _opened(mention.period, text, mention.first, mention.last)
    if found is None:
        return mention
    start, end, prefix, suffix = found
    first = prefix.start() if prefix else mention.first
    last = suffix.end() if suffix else mention.last
    return TimeMention(replace(mention.period, start=start, end=end), first, last, text[first:last].strip())


def _in_front(prefix: re.Pattern[str], text: str, end: int) -> re.Match[str] | None:
    """Where a prefix stands right in front of ``end``."""
    return prefix.search(text, max(0, end - LOOK_BACK), end)


_Opened = tuple[date | None, date | None, re.Match[str] | None, re.Match[str] | None]


def _long_ago(mention: TimeMention, text: str, today: date) -> _Opened | None:
    """ "more than 5 years ago" is counted from today, not from the beginning of a year."""
    if not mention.text.endswith("ago"):
        return None
    exact = today - span_of(mention.period.grain, count_of(mention.text.split()[0]))
    if prefix := _in_front(_LONGER_AGO, text, mention.first):
        return None, exact - ONE_DAY, prefix, None
    if prefix := _in_front(_SHORTER_AGO, text, mention.first):
        return exact, None, prefix, None
    return None


def _opened(period: Period, text: str, first: int, last: int) -> _Opened | None:
    before = period.start - ONE_DAY if period.start else None
    after = period.end + ONE_DAY if period.end else None
    if suffix := _SINCE_SUFFIX.match(text, last):
        return period.start, None, _in_front(_SINCE_PREFIX, text, first), suffix
    if (prefix := _in_front(_SINCE_PREFIX, text, first)) and prefix.group().split()[0] not in _WEAK_SINCE:
        return period.start, None, prefix, None
    if suffix := _UNTIL_SUFFIX.match(text, last):
        return None, period.end, _in_front(_UNTIL_PREFIX, text, first), suffix
    if prefix := _in_front(_BEFORE_PREFIX, text, first):
        return None, before, prefix, None
    if suffix := _BEFORE_SUFFIX.match(text, last):
        return None, before, None, suffix
    if prefix := _in_front(_AFTER_PREFIX, text, first):
        return after, None, prefix, None
    if suffix := _AFTER_SUFFIX.match(text, last):
        return after, None, None, suffix
    if (prefix := _in_front(_UNTIL_PREFIX, text, first)) and prefix.group().split() not in _WEAK_UNTIL:
        return None, period.end, prefix, None
    return None

"""Time in English: "the first quarter of 2024", "last 3 months", "March 5", "year to date"."""

from __future__ import annotations

import calendar
import re
from datetime import date

from pipeline.planner.dates.patterns import WORD_END, WORD_START, YEAR, compiled, year_of
from pipeline.planner.dates.periods import (
    Grain,
    coming,
    day_of,
    decade_of,
    half_of,
    last,
    month_of,
    quarter_of,
    shifted,
    to_date,
)
from pipeline.planner.numbers import NUMBER_WORDS

_MONTHS = {name.lower(): n for n in range(1, 13) for name in (calendar.month_name[n], calendar.month_abbr[n])}
_MONTHS["sept"] = 9
MONTH = "(?P<m>(?:" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?)"
# may, march, mar, dec … are also words; these names are always months
_SURE_MONTH = "(?P<m>january|february|april|june|july|august|september|october|november|december)"
_AFTER_TIME_WORD = "|".join(
    f"(?<={word} )"
    for word in ("in", "during", "since", "until", "till", "between", "before", "after", "through", "from", "and", "to", "-", "for", "of", "by", "last", "this", "next")
)  # fmt: skip
_UNITS: dict[str, Grain] = {
    "day": "day", "week": "week", "month": "month", "quarter": "quarter", "year": "year",
    "w": "week", "m": "month", "q": "quarter", "y": "year",
}  # fmt: skip
_UNIT = r"(?P<u>day|week|month|quarter|year)"
_LONG_UNIT = "week|month|quarter|year"
_COUNT = r"(?P<n>\d+|" + "|".join(NUMBER_WORDS) + ")"
_ORDINALS = {
    "first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4, "last": 4,
}  # fmt: skip
_ORDINAL = r"(?:the )?(?P<o>first|1st|second|2nd|third|3rd|fourth|4th)"
_DAY = r"(?P<d>\d{1,2})(?:st|nd|rd|th)?"
SHIFTS = {"this": 0, "current": 0, "last": -1, "previous": -1, "past": -1, "prior": -1, "next": 1}
_NAMED_DAYS = {"today": 0, "yesterday": -1, "tomorrow": 1}
_RELATIVE_YEARS = {
    "this year": 0, "last year": -1, "next year": 1, "the current year": 0, "previous year": -1,
}  # fmt: skip
A_YEAR = f"(?:{YEAR}|(?P<r>{'|'.join(_RELATIVE_YEARS)}))"
_OF_A_YEAR = rf"(?:,? ?(?:of |in )?(?:the )?{A_YEAR})?"


def year_in(match: re.Match[str], today: date) -> int | None:
    """The year that a match names, if it does."""
    groups = match.groupdict()
    if groups.get("y"):
        return year_of(groups["y"])
    return today.year + _RELATIVE_YEARS[groups["r"]] if groups.get("r") else None


def month_in(match: re.Match[str]) -> int:
    """The number of the month that a match names."""
    return _MONTHS[match["m"].rstrip(".")]


def count_of(text: str) -> int:
    """The number that digits or a word say."""
    return int(text) if text.isdigit() else NUMBER_WORDS[text]


def _to_date(match: re.Match[str], today: date) -> Grain:
    return _UNITS[match["a"] or match["b"] or match["c"]]


ENGLISH = compiled(
    (WORD_START + pattern + WORD_END, build)
    for pattern, build in (
        (r"q(?P<q>\d)(?:,? ?(?:of )?" + A_YEAR + ")?", lambda m, t: quarter_of(year_in(m, t), int(m["q"]), t)),
        (r"h(?P<h>[12])" + _OF_A_YEAR, lambda m, t: half_of(year_in(m, t), int(m["h"]), t)),
        (r"(?:the )?(?P<o>first|1st|second|2nd|third|3rd|fourth|4th|last) quarter (?:of |in )(?:the )?" + A_YEAR,
         lambda m, t: quarter_of(year_in(m, t), _ORDINALS[m["o"]], t)),
        (_ORDINAL + " quarter", lambda m, t: quarter_of(None, _ORDINALS[m["o"]], t)),
        (r"(?:the )?(?P<o>first|1st|second|2nd|last) half" + _OF_A_YEAR,
         lambda m, t: half_of(year_in(m, t), 1 if _ORDINALS[m["o"]] == 1 else 2, t)),
        (rf"{MONTH} {_DAY}(?:,? {YEAR})?", lambda m, t: day_of(year_in(m, t), month_in(m), int(m["d"]), t)),
        (rf"(?:the )?{_DAY} (?:of )?{MONTH}(?:,? {YEAR})?", lambda m, t: day_of(year_in(m, t), month_in(m), int(m["d"]), t)),
        (rf"{MONTH},? (?:of |in )?{A_YEAR}", lambda m, t: month_of(year_in(m, t), month_in(m), t)),
        (rf"{YEAR} {MONTH}", lambda m, t: month_of(year_in(m, t), month_in(m), t)),
        (f"(?:{_AFTER_TIME_WORD}){MONTH}", lambda m, t: month_of(None, month_in(m), t)),
        (_SURE_MONTH, lambda m, t: month_of(None, month_in(m), t)),
        (r"(?:the )?day before yesterday", lambda m, t: shifted(t, "day", -2)),
        (r"(?:the )?year before last", lambda m, t: shifted(t, "year", -2)),
        (r"(?:the )?(?P<y>(?:1[5-9]|20)\d0)'?s", lambda m, t: decade_of(m["y"], t)),
        (r"the '?(?P<y>\d0)'?s", lambda m, t: decade_of(m["y"], t)),
        (r"(?P<w>today|yesterday|tomorrow)", lambda m, t: shifted(t, "day", _NAMED_DAYS[m["w"]])),
        (r"(?:in |over |during |for )?(?:the )?(?:last|past|previous|prior|trailing|recent|most recent) " + _COUNT
         + f" {_UNIT}s?", lambda m, t: last(t, _UNITS[m["u"]], count_of(m["n"]))),
        (rf"(?:the )?next {_COUNT} {_UNIT}s?", lambda m, t: coming(t, _UNITS[m["u"]], count_of(m["n"]))),
        (rf"{_COUNT} {_UNIT}s? ago", lambda m, t: shifted(t, _UNITS[m["u"]], -count_of(m["n"]))),
        (r"(?:the )?past (?:(?P<u>year)|half year|six months)", lambda m, t: last(t, "month", 12 if m["u"] else 6)),
        (rf"(?:(?:so far )?(?:this|the current) (?P<a>{_LONG_UNIT})(?: so far| to date)"
         rf"|so far (?:in )?(?:this|the current) (?P<b>{_LONG_UNIT})|(?P<c>{_LONG_UNIT})[ -]to[ -]date)",
         lambda m, t: to_date(t, _to_date(m, t))),
        (r"(?P<u>[wmqy])td", lambda m, t: to_date(t, _UNITS[m["u"]])),
        (rf"(?:the )?(?P<w>this|current|last|previous|past|prior|next) {_UNIT}",
         lambda m, t: shifted(t, _UNITS[m["u"]], SHIFTS[m["w"]])),
    )
)  # fmt: skip

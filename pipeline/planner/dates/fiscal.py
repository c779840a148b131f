"""Fiscal years and their quarters: FY2024, "this fiscal year", 2024财年第一季度.

A fiscal year is called by the calendar year that it ends in; one that begins in January is that year.
"""

from __future__ import annotations

import re
from datetime import date
from functools import cache

from dateutil.relativedelta import relativedelta

from pipeline.errors import DateRangeError
from pipeline.planner.dates.patterns import WORD_END, WORD_START, Pattern, compiled, year_of
from pipeline.planner.dates.periods import Period, whole

FISCAL = re.compile(r"fiscal|财年|财政年度|\bfy")
_EN_YEAR = r"(?:fy ?'?(?P<y>(?:20)?\d{2})|fiscal (?:year )?(?P<f>20\d{2})|(?P<g>20\d{2}) fiscal year)"
_EN_SHIFT = r"(?:the )?(?P<w>this|the current|current|last|previous|prior|next) (?:fiscal year|fy)"
_ZH_YEAR = r"(?P<y>(?:20)?\d{2})年?(?:财年|财政年度)"
_ZH_SHIFT = r"(?P<w>本|这个?|当前|上个?|下个?|去年的?)(?:财年|财政年度)"
_EN_QUARTER = r"(?P<q>first|second|third|fourth|[1-4]st|[1-4]nd|[1-4]rd|[1-4]th) quarter (?:of )?(?:the )?"
_QUARTERS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "一": 1, "二": 2, "三": 3, "四": 4}
_SHIFTS = {"last": -1, "previous": -1, "prior": -1, "next": 1, "上": -1, "上个": -1, "去年": -1, "去年的": -1,
           "下": 1, "下个": 1}  # fmt: skip


@cache
def fiscal(start: int) -> list[Pattern]:
    """The patterns of fiscal years that begin in the month ``start``."""

    def year(match: re.Match[str], today: date) -> Period:
        said = match.groupdict()
        named = said.get("y") or said.get("f") or said.get("g")
        if named:
            return _ending_in(year_of(named), start)
        now = _ending_in(today.year, start)
        assert now.end
        ends = today.year + (today > now.end)
        return _ending_in(ends + _SHIFTS.get(said.get("w") or "", 0), start)

    def quarter(match: re.Match[str], today: date) -> Period:
        whole_year = year(match, today)
        assert whole_year.start
        q = _QUARTERS.get(match["q"]) or int(match["q"][0])
        return whole(whole_year.start + relativedelta(months=3 * (q - 1)), "quarter")

    english = [
        (rf"q(?P<q>[1-4]),? ?(?:of )?{_EN_YEAR}", quarter),
        (rf"{_EN_YEAR},? ?q(?P<q>[1-4])", quarter),
        (rf"(?:the )?{_EN_QUARTER}(?:{_EN_YEAR}|{_EN_SHIFT})", quarter),
        (rf"(?:the )?{_EN_YEAR}", year),
        (_EN_SHIFT, year),
    ]
    chinese = [
        (rf"(?:{_ZH_YEAR}|{_ZH_SHIFT})的?(?:第?(?P<q>[1-4一二三四])季度)", quarter),
        (rf"(?:{_ZH_YEAR}|{_ZH_SHIFT})的?q(?P<q>[1-4])", quarter),
        (_ZH_YEAR, year),
        (_ZH_SHIFT, year),
    ]
    return compiled([*((WORD_START + p + WORD_END, build) for p, build in english), *chinese])


def _ending_in(year: int, start: int) -> Period:
    if not 1 < year < date.max.year:
        raise DateRangeError(f"There is no fiscal year {year}.", f"没有 {year} 财年。")
    return whole(date(year if start == 1 else year - 1, start, 1), "year")

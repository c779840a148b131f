"""Days by their weekday, and the weeks of a month: "last Monday", 上周五, 2024年5月第一周.

Weeks begin on Monday, as `pipeline.planner.dates.periods.floor` has it; those of a month are cut off at
its ends.
"""

from __future__ import annotations

import calendar
import re
from datetime import date, timedelta

from pipeline.errors import DateRangeError
from pipeline.planner.dates import chinese, english
from pipeline.planner.dates.patterns import WORD_END, WORD_START, compiled
from pipeline.planner.dates.periods import ONE_DAY, Period, floor, month_of

_DAYS = {calendar.day_name[n].lower(): n for n in range(7)}
_DAY = "(?P<d>" + "|".join(_DAYS) + ")"
_ORDINALS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4,
             "fifth": 5, "5th": 5, "last": -1}  # fmt: skip
_DAYS_ZH = {**{han: n for n, han in enumerate("一二三四五六日")}, "天": 6}
# 上周一共 is all of last week, 上周日均 its average day, 上周五大客户 its five largest customers
_WEEKDAY = "(?P<d>一(?![共起直样般些个种款家位名大天次成倍条笔件项台类])|[二三四五六](?![个种款家位名大天次成倍条笔件项台类])|日(?![均活志报])|天(?![气数])|末)"
_WEEKS = "(?P<w>" + "|".join(sorted(chinese.SHIFTS, key=len, reverse=True)) + ")(?:周|星期|礼拜)"


def _day(at: date) -> Period:
    return Period(at, at, "day")


def _nearest(match: re.Match[str], today: date) -> Period:
    """The latest of the past for "last Monday", the first to come for "next", that of this week for "this"."""
    weekday, shift = _DAYS[match["d"]], english.SHIFTS[match["w"]]
    if shift < 0:
        return _day(today - timedelta(days=(today.weekday() - weekday - 1) % 7 + 1))
    if shift > 0:
        return _day(today + timedelta(days=(weekday - today.weekday() - 1) % 7 + 1))
    return _day(floor(today, "week") + timedelta(days=weekday))


def _in_week(match: re.Match[str], today: date) -> Period:
    monday = floor(today, "week") + timedelta(weeks=chinese.SHIFTS[match["w"]])
    if match["d"] == "末":
        return Period(monday + timedelta(days=5), monday + timedelta(days=6), "day")
    return _day(monday + timedelta(days=_DAYS_ZH[match["d"]]))


def _week_of(month: Period, n: int) -> Period:
    """The ``n``-th week that a month has a part in; -1 is the last. Raises `DateRangeError`."""
    assert month.start
    assert month.end
    monday = floor(month.start if n > 0 else month.end, "week")
    monday += timedelta(weeks=n - 1 if n > 0 else n + 1)
    if not 1 <= abs(n) <= 6 or monday > month.end:
        raise DateRangeError("The month has no such week.", "该月没有这一周。")
    end = min(monday + 7 * ONE_DAY - ONE_DAY, month.end)
    return Period(max(monday, month.start), end, "week", month.year_given)


WEEKDAYS = compiled(
    [
        (WORD_START + r"(?:on )?(?P<w>this|last|next|past|previous) " + _DAY + WORD_END, _nearest),
        (WORD_START + rf"(?:the )?(?P<o>{'|'.join(_ORDINALS)}) week (?:of |in ){english.MONTH}(?:,? (?:of )?{english.A_YEAR})?" + WORD_END,
         lambda m, t: _week_of(month_of(english.year_in(m, t), english.month_in(m), t), _ORDINALS[m["o"]])),
        (_WEEKS + _WEEKDAY, _in_week),
        (chinese.OF_A_YEAR + r"(?P<m>\d{1,2}|[一二三四五六七八九十]{1,3})月(?:份)?的?(?:第(?P<n>[1-6一二三四五六])个?|(?P<l>最后一个?))周",
         lambda m, t: _week_of(
             month_of(chinese.year_in(m, t), chinese.count_of(m["m"]), t), -1 if m["l"] else chinese.count_of(m["n"])
         )),
    ]
)  # fmt: skip

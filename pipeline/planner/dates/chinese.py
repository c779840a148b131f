"""Time in Chinese: 2024年第一季度, 近3个月, 去年3月5日, 今年以来."""

from __future__ import annotations

import re
from datetime import date

import cn2an

from pipeline.planner.dates.patterns import WORD_END, compiled, year_of
from pipeline.planner.dates.periods import (
    Grain,
    Period,
    coming,
    day_of,
    decade_of,
    half_of,
    last,
    month_of,
    quarter_of,
    shifted,
    to_date,
    whole,
)

_UNITS: dict[str, Grain] = {
    "天": "day", "日": "day", "周": "week", "星期": "week", "礼拜": "week", "月": "month", "季度": "quarter",
    "季": "quarter", "年": "year",
}  # fmt: skip
_UNIT = r"(?P<u>天|日|周|星期|礼拜|月|季度|季|年)"
_COUNT = r"(?P<n>\d+|[一二两三四五六七八九十百]{1,7})"
SHIFTS = {
    "本": 0, "这": 0, "这个": 0, "当": 0, "该": 0, "上": -1, "上个": -1, "上一个": -1, "上一": -1, "上上": -2,
    "上上个": -2, "下": 1, "下个": 1, "下一个": 1,
}  # fmt: skip
_NAMED_DAYS = {"今天": 0, "今日": 0, "当天": 0, "昨天": -1, "昨日": -1, "前天": -2, "明天": 1}
_RELATIVE_YEARS = {
    "今年": 0, "本年": 0, "本年度": 0, "去年": -1, "上年": -1, "上一年": -1, "前年": -2, "明年": 1,
}  # fmt: skip
_DIGITS = str.maketrans("〇零一二三四五六七八九", "00123456789")
_YEAR = r"(?P<y>(?:19|20)?\d{2}|[一二]?[〇零一二三四五六七八九]{2,4})年(?:度)?"
_RELATIVE_YEAR = "(?P<r>" + "|".join(sorted(_RELATIVE_YEARS, key=len, reverse=True)) + ")"
OF_A_YEAR = f"(?:(?:{_YEAR}|{_RELATIVE_YEAR})的?)?"
_NUMBER = r"\d{1,2}|[一二三四五六七八九十]{1,3}"
_WITHIN = "(?:内|里|来|中|间|以来)?(?!前)"
_RECENT = "(?:最近|近|过去|之前|往前|前)(?:的)?(?:这)?"
_SO_FAR = "(?:至今|以来|到现在|到目前为止|到目前|截至目前)"
_HALF_A_MONTH = 15  # days


def year_in(match: re.Match[str], today: date) -> int | None:
    """The year that a match names, if it does."""
    groups = match.groupdict()
    if groups.get("y"):
        return year_of(groups["y"].translate(_DIGITS))
    return today.year + _RELATIVE_YEARS[groups["r"]] if groups.get("r") else None


def _a_year(match: re.Match[str], today: date) -> Period:
    return whole(date(year_in(match, today) or today.year, 1, 1), "year")


def count_of(text: str) -> int:
    """The number that digits or Han numerals say. Raises ValueError when they say none."""
    return int(text) if text.isdigit() else int(cn2an.cn2an(text, "smart"))


CHINESE = compiled(
    [
        (OF_A_YEAR + rf"(?P<m>{_NUMBER})月(?:份的?)?(?P<d>{_NUMBER})[日号]",
         lambda m, t: day_of(year_in(m, t), count_of(m["m"]), count_of(m["d"]), t)),
        (OF_A_YEAR + r"(?:的)?第?(?P<q>[1-4一二三四])个?(?:季度|季(?!节))",
         lambda m, t: quarter_of(year_in(m, t), count_of(m["q"]), t)),
        (OF_A_YEAR + r"q(?P<q>\d)" + WORD_END, lambda m, t: quarter_of(year_in(m, t), int(m["q"]), t)),
        (OF_A_YEAR + r"(?P<h>[上下])半年", lambda m, t: half_of(year_in(m, t), 1 if m["h"] == "上" else 2, t)),
        (OF_A_YEAR + rf"(?<![前近去后个])(?P<m>{_NUMBER})月(?:份|底)?", lambda m, t: month_of(year_in(m, t), count_of(m["m"]), t)),
        (rf"(?:从)?(?:年初(?:至今|到现在|以来)|(?:今年|本年){_SO_FAR}|截至目前今年)", lambda m, t: to_date(t, "year")),
        (rf"月初至今|(?:本月|这个月|当月){_SO_FAR}", lambda m, t: to_date(t, "month")),
        (rf"(?:本季度|这个季度|本季){_SO_FAR}", lambda m, t: to_date(t, "quarter")),
        (rf"(?:本周|这周){_SO_FAR}", lambda m, t: to_date(t, "week")),
        (r"(?:(?:二十|20)世纪)?(?P<y>\d0|[一二三四五六七八九]十)年代", lambda m, t: decade_of(f"{count_of(m['y']):02}", t)),
        (r"(?P<y>(?:1[5-9]|20)\d0)年代", lambda m, t: decade_of(m["y"], t)),
        (_YEAR, _a_year),
        (_RELATIVE_YEAR + r"(?:全年|一整年|一年|整年)?", _a_year),
        ("(?P<w>" + "|".join(_NAMED_DAYS) + ")", lambda m, t: shifted(t, "day", _NAMED_DAYS[m["w"]])),
        (_RECENT + "(?P<n>半|一|1)年" + _WITHIN, lambda m, t: last(t, "month", 6 if m["n"] == "半" else 12)),
        (_RECENT + "半个月" + _WITHIN, lambda m, t: last(t, "day", _HALF_A_MONTH)),
        (_RECENT + _COUNT + "个?" + _UNIT + _WITHIN, lambda m, t: last(t, _UNITS[m["u"]], count_of(m["n"]))),
        (r"(?:未来|今后|接下来|后)(?:的)?" + _COUNT + "个?" + _UNIT, lambda m, t: coming(t, _UNITS[m["u"]], count_of(m["n"]))),
        (r"(?<!\d)(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,7})个?" + _UNIT + "之?前",
         lambda m, t: shifted(t, _UNITS[m["u"]], -count_of(m["n"]))),
        ("(?P<w>" + "|".join(sorted(SHIFTS, key=len, reverse=True)) + r")(?P<u>周|星期|礼拜|月|季度|季)(?!报)",
         lambda m, t: shifted(t, _UNITS[m["u"]], SHIFTS[m["w"]])),
    ]
)  # fmt: skip

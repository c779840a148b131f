"""Dates are counted from Monday, 30 June 2025."""

from __future__ import annotations

from datetime import date

import pytest

from pipeline.errors import DateRangeError
from pipeline.planner.dates.find import find
from pipeline.planner.dates.periods import Period
from pipeline.planner.tokens import normalise

TODAY = date(2025, 6, 30)


def periods(text: str) -> list[Period]:
    return [mention.period for mention in find(normalise(text), TODAY)]


def said(text: str) -> str:
    """The periods of a text as ``from..to``, open ends blank."""
    return " ".join(f"{p.start or ''}..{p.end or ''}" for p in periods(text))


@pytest.mark.parametrize(
    ("english", "chinese", "days"),
    [
        ("2024", "2024年", "2024-01-01..2024-12-31"),
        ("FY 2024", "24年度", "2024-01-01..2024-12-31"),
        ("March 2024", "2024年3月", "2024-03-01..2024-03-31"),
        ("Feb 2024", "2024年二月份", "2024-02-01..2024-02-29"),
        ("2024-03", "二〇二四年三月", "2024-03-01..2024-03-31"),
        ("March 5, 2024", "2024年3月5日", "2024-03-05..2024-03-05"),
        ("the 5th of March 2024", "2024年3月5号", "2024-03-05..2024-03-05"),
        ("Q2 2024", "2024年第二季度", "2024-04-01..2024-06-30"),
        ("the first quarter of last year", "去年一季度", "2024-01-01..2024-03-31"),
        ("2024 Q3", "2024年Q3", "2024-07-01..2024-09-30"),
        ("H1 2024", "2024年上半年", "2024-01-01..2024-06-30"),
        ("second half of 2024", "2024年下半年", "2024-07-01..2024-12-31"),
        ("the 1990s", "1990年代", "1990-01-01..1999-12-31"),
        ("the '80s", "八十年代", "1980-01-01..1989-12-31"),
        ("the 10s", "10年代", "2010-01-01..2019-12-31"),
        ("today", "今天", "2025-06-30..2025-06-30"),
        ("yesterday", "昨日", "2025-06-29..2025-06-29"),
        ("the day before yesterday", "前天", "2025-06-28..2025-06-28"),
        ("this week", "本周", "2025-06-30..2025-07-06"),
        ("last week", "上周", "2025-06-23..2025-06-29"),
        ("last month", "上个月", "2025-05-01..2025-05-31"),
        ("this quarter", "本季度", "2025-04-01..2025-06-30"),
        ("last quarter", "上季度", "2025-01-01..2025-03-31"),
        ("this year", "今年", "2025-01-01..2025-12-31"),
        ("last year", "去年", "2024-01-01..2024-12-31"),
        ("the year before last", "前年", "2023-01-01..2023-12-31"),
        ("last 7 days", "近7天", "2025-06-23..2025-06-29"),
        ("past 3 months", "最近三个月", "2025-03-01..2025-05-31"),
        ("the last two weeks", "过去两周", "2025-06-16..2025-06-29"),
        ("past year", "近一年", "2024-06-01..2025-05-31"),
        ("past half year", "近半年", "2024-12-01..2025-05-31"),
        ("3 months ago", "3个月前", "2025-03-01..2025-03-31"),
        ("year to date", "今年以来", "2025-01-01..2025-06-30"),
        ("this month so far", "本月至今", "2025-06-01..2025-06-30"),
        ("next 2 months", "未来两个月", "2025-07-01..2025-08-31"),
    ],
)
def test_the_same_period_in_both_languages(english: str, chinese: str, days: str) -> None:
    assert said(english) == days
    assert said(chinese) == days


@pytest.mark.parametrize(
    ("english", "chinese", "days"),
    [
        ("since 2023", "2023年以来", "2023-01-01.."),
        ("after March 2024", "2024年3月之后", "2024-04-01.."),
        ("before 2024", "2024年以前", "..2023-12-31"),
        ("until June 2024", "截至2024年6月", "..2024-06-30"),
        ("from March to May 2024", "2024年3月到5月", "2024-03-01..2024-05-31"),
        ("between 2022 and 2024", "2022年至2024年", "2022-01-01..2024-12-31"),
        ("from November 2023 to February 2024", "2023年11月到2月", "2023-11-01..2024-02-29"),
        ("2024-03-05 to 2024-03-09", "2024年3月5日至2024年3月9日", "2024-03-05..2024-03-09"),
    ],
)
def test_ranges_and_open_ends(english: str, chinese: str, days: str) -> None:
    assert said(english) == days
    assert said(chinese) == days


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Q1, Q2 and Q3 2024", "2024-01-01..2024-03-31 2024-04-01..2024-06-30 2024-07-01..2024-09-30"),
        ("2023年1月、2月", "2023-01-01..2023-01-31 2023-02-01..2023-02-28"),
        ("2023 and 2024", "2023-01-01..2023-12-31 2024-01-01..2024-12-31"),
    ],
)
def test_a_list_names_its_year_once(text: str, days: str) -> None:
    assert said(text) == days
    assert all(p.year_given for p in periods(text))


@pytest.mark.parametrize(("text", "month"), [("in March", "2025-03"), ("8月", "2024-08"), ("Q4", "2024-10")])
def test_without_a_year_the_latest_that_has_begun_is_meant(text: str, month: str) -> None:
    [period] = periods(text)
    assert period.start is not None
    assert period.start.isoformat().startswith(month)
    assert not period.year_given


@pytest.mark.parametrize(
    "text",
    [
        "more than 2000 orders",
        "top 2000",
        "超过20年",
        "2000元",
        "they may order",
        "天气",
        "the march",
        "v2.0",
    ],
)
def test_not_every_number_or_month_name_is_a_time(text: str) -> None:
    assert periods(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "2024-02-30",
        "2024年2月30日",
        "2024年13月",
        "Q5 2024",
        "April 31",
        "from 2024 to 2022",
        "last 99999999 years",
    ],
)
def test_what_does_not_exist_is_refused_in_both_languages(text: str) -> None:
    with pytest.raises(DateRangeError) as refused:
        find(normalise(text), TODAY)
    assert refused.value.en.isascii()
    assert not refused.value.zh.isascii()


@pytest.mark.parametrize(
    ("english", "chinese", "days"),
    [
        ("fiscal year 2024", "2024财年", "2023-10-01..2024-09-30"),
        ("FY24", "24财年", "2023-10-01..2024-09-30"),
        ("this fiscal year", "本财年", "2024-10-01..2025-09-30"),
        ("the last fiscal year", "上财年", "2023-10-01..2024-09-30"),
        ("Q1 FY2024", "2024财年第一季度", "2023-10-01..2023-12-31"),
        ("the fourth quarter of fiscal 2024", "2024财年q4", "2024-07-01..2024-09-30"),
    ],
)
def test_fiscal_years_are_called_by_the_year_they_end_in(english: str, chinese: str, days: str) -> None:
    for text in (english, chinese):
        [mention] = find(normalise(text), TODAY, fiscal_start=10)
        assert f"{mention.period.start}..{mention.period.end}" == days


@pytest.mark.parametrize("text", ["FY2024", "fiscal 2024", "2024财年"])
def test_a_fiscal_year_that_begins_in_january_is_the_year(text: str) -> None:
    assert said(text) == "2024-01-01..2024-12-31"


@pytest.mark.parametrize(
    ("english", "chinese", "days"),
    [
        ("last Monday", "上周一", "2025-06-23..2025-06-23"),
        ("this Friday", "本周五", "2025-07-04..2025-07-04"),
        ("next Tuesday", "本周二", "2025-07-01..2025-07-01"),
        ("the first week of May 2024", "2024年5月第一周", "2024-05-01..2024-05-05"),
        ("the third week of May 2024", "2024年5月第三周", "2024-05-13..2024-05-19"),
        ("the last week of May 2024", "2024年5月最后一周", "2024-05-27..2024-05-31"),
    ],
)
def test_weekdays_and_the_weeks_of_a_month(english: str, chinese: str, days: str) -> None:
    assert [said(english), said(chinese)] == [days, days]


def test_a_weekend_is_two_days() -> None:
    assert said("上周末") == "2025-06-28..2025-06-29"


def test_a_week_that_a_month_has_not() -> None:
    with pytest.raises(DateRangeError, match="no such week"):
        periods("2021年2月第六周")


@pytest.mark.parametrize("text", ["上周一共有多少订单", "上周日均销售额", "上周五大客户", "上周三个品类"])
def test_what_begins_like_a_weekday_is_the_whole_week(text: str) -> None:
    assert said(text) == "2025-06-23..2025-06-29"

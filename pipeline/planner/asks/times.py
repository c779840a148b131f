"""When: which date a question is about, its ranges, the size of its buckets."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.catalog import Member
from pipeline.language import Text
from pipeline.planner.asks.ask import Made, Unanswerable
from pipeline.planner.asks.groups import full_title
from pipeline.planner.asks.measures import sense_cost
from pipeline.planner.asks.schema import Schema, cube_of
from pipeline.planner.clauses import Bucketed, Noun, When
from pipeline.planner.composing.measures import words_of
from pipeline.planner.composing.time_axis import _is_secondary
from pipeline.planner.dates.periods import Period
from pipeline.planner.readings import Role
from pipeline.planner.refused import CANNOT
from pipeline.query import Condition, Filter, Or, TimeDimension

_DAYS_SHOWN_BY_DAY = 62  # a trend over more days is shown by month, unless there are few of them
_YEARS_SHOWN_BY_YEAR = 10  # and over more years by year


def axis_for(
    s: Schema, made: Made, nouns: Sequence[Noun], words: frozenset[str], near: Sequence[str] = ()
) -> Member | None:
    """The date that the time of a question is about: one that it names, else the one that says when what is
    measured happened."""
    cubes = list(near) or made.cubes
    named: list[tuple[float, str]] = []
    for noun in nouns:
        for sense in noun.of(Role.DIMENSION):
            if s.type(sense.target) == "time":
                named.append((sense_cost(sense) + s.nearest(cubes, cube_of(sense.target)), sense.target))
    if named and min(named)[0] < 4:
        return s.member(min(named)[1])
    return _own_axis(s, made, cubes, words)


def _own_axis(s: Schema, made: Made, cubes: list[str], words: frozenset[str]) -> Member | None:
    times = [d for d in s.catalog.dimensions if d.type == "time" and d.alias_member not in s.catalog.members]
    if not cubes or not times:
        return None
    nearest = min(s.graph.distance(cubes[0], t.cube) for t in times)
    if nearest >= 1000:
        return None
    near = [t for t in times if s.graph.distance(cubes[0], t.cube) == nearest]
    sums = made.measures and s.member(made.measures[0]).agg_type in ("count", "sum", "countDistinct")
    measured = words_of(*s.member(made.measures[0]).titles) if sums else set()
    cube_words = words_of(*s.catalog.cubes[near[0].cube].titles)

    def fit(member: Member) -> tuple[bool, bool, int]:
        shared = bool((words_of(*member.titles, *member.synonyms) & measured) - cube_words)
        # Of what a row belongs to, that which there is more of is what happened: orders, not dishes.
        return (not shared, not shared and _is_secondary(member), -s.lexicon.things.get(member.cube, 0))

    axis = min(near, key=fit)
    rivals = [t for t in near if t is not axis and not _is_secondary(t)]
    if rivals or axis.cube != cubes[0]:
        title = full_title(s, axis)
        said = Text(f"Time refers to {title.en}.", f"时间按“{title.zh}”计算。")
        made.assume("date", 0.0, said, rivals=tuple(full_title(s, r) for r in rivals[:2]))
    return axis


def grain_for(s: Schema, axis: Member, periods: Sequence[Period], today: date) -> str:
    """The bucket size of a trend that names none."""
    held = s.lexicon.dates.get(axis.name)
    first = (periods[0].start if periods else None) or (held.first if held else None)
    last = (periods[-1].end if periods else None) or (held.last if held else today)
    if first is None:
        return "month"
    days = (last - first).days
    if days > _YEARS_SHOWN_BY_YEAR * 366:
        return "year"
    if days <= _DAYS_SHOWN_BY_DAY or (held is not None and held.few and not periods):
        return "day"
    return "month"


def times(
    s: Schema,
    whens: Sequence[When],
    buckets: Sequence[Bucketed],
    made: Made,
    today: date,
    words: frozenset[str],
    near: Sequence[str] = (),
) -> tuple[list[TimeDimension], list[Condition]]:
    """The time dimension of a question and the conditions on it that are no single range. Raises
    `Unanswerable` where there is no date.

    Args:
        near: the cubes that the time is about, where those are not the measures' or the groups'.
    """
    if not whens and not buckets:
        return [], []
    nouns = [w.noun for w in whens if w.noun] + [b.noun for b in buckets if b.noun]
    axis = axis_for(s, made, nouns, words, near)
    periods = sorted(
        {w.period for w in whens if not w.negated}, key=lambda p: (p.start or date.min, p.end or date.max)
    )
    if axis is None:
        return [], _on_years(s, periods, buckets, made)
    held = s.lexicon.dates.get(axis.name)
    if periods and all(p.start and p.start > today and not (held and held.last >= p.start) for p in periods):
        raise Unanswerable(*CANNOT["forecast"])
    grain = next((b.grain for b in buckets if b.grain), None)
    if grain is None and buckets:
        grain = grain_for(s, axis, periods, today)
        made.assume("grain", 0.0, Text(f"Shown by {grain}.", f"按{_GRAINS_ZH.get(grain, grain)}展示。"))
    guessed = next((p.start.year for p in periods if p.start and not p.year_given), None)
    if guessed:
        said = Text(f"No year was named; {guessed} was taken.", f"问题没有指明年份，按 {guessed} 年计算。")
        made.assume("year", 0.0, said)
    date_range, filters = ranges(axis.name, periods)
    for when in whens:
        if when.negated and when.period.start and when.period.end:
            values = [when.period.start.isoformat(), when.period.end.isoformat()]
            filters.append(Filter(member=axis.name, operator="notInDateRange", values=list(values)))
    if not (grain or date_range):
        return [], filters
    return [TimeDimension(dimension=axis.name, granularity=grain, date_range=date_range)], filters


_GRAINS_ZH = {"hour": "小时", "day": "天", "week": "周", "month": "月", "quarter": "季度", "year": "年"}


def _on_years(
    s: Schema, periods: Sequence[Period], buckets: Sequence[Bucketed], made: Made
) -> list[Condition]:
    """Conditions on a column of years where there is no date. Raises `Unanswerable`."""
    held = s.lexicon.held_grains
    cubes = made.cubes[:1]
    near = [
        m
        for m in s.catalog.dimensions
        if "year" in held[m.name] and cubes and s.apart(cubes[0], m.cube) < 0.9
    ]
    near.sort(key=lambda m: s.apart(cubes[0], m.cube))
    whole = all(p.grain == "year" for p in periods) and all(b.grain in (None, "year") for b in buckets)
    if not near or not whole:
        raise Unanswerable(
            "There is no date to which the time in the question could apply.",
            "数据中没有可用于该时间条件的日期字段。",
        )
    column = near[0].name
    if buckets:
        made.add_group(column)
    if not periods:
        return []
    edges = (("gte", periods[0].start), ("lte", periods[-1].end))
    return [Filter(member=column, operator=o, values=[str(day.year)]) for o, day in edges if day]


def ranges(axis: str, periods: Sequence[Period]) -> tuple[list[str] | None, list[Condition]]:
    """Periods as one date range where they are one, else as conditions."""
    if not periods:
        return None, []
    if len(periods) > 1 and not _touching(periods):
        return None, [Or(or_=[_inside(axis, p) for p in periods])]
    start, end = periods[0].start, periods[-1].end
    if start and end:
        return [start.isoformat(), end.isoformat()], []
    if start:
        return None, [Filter(member=axis, operator="afterOrOnDate", values=[start.isoformat()])]
    if end:
        return None, [Filter(member=axis, operator="beforeOrOnDate", values=[end.isoformat()])]
    return None, []


def _touching(periods: Sequence[Period]) -> bool:
    return all(
        a.end is not None and b.start is not None and b.start - a.end == timedelta(days=1)
        for a, b in itertools.pairwise(periods)
    )


def _inside(axis: str, period: Period) -> Filter:
    values = [(period.start or date.min).isoformat(), (period.end or date.max).isoformat()]
    return Filter(member=axis, operator="inDateRange", values=list(values))

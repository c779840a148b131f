"""The time of a question: which date it is about, which range, which bucket size."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from pipeline.catalog import Member
from pipeline.language import Text
from pipeline.planner.composing.composition import Composition, Unanswerable, cube_of
from pipeline.planner.composing.fit import distance, is_part_of, reachable
from pipeline.planner.composing.measures import words_of
from pipeline.planner.confidence import Doubt
from pipeline.planner.dates.periods import Period
from pipeline.planner.graph import AGAINST_JOINS, UNREACHABLE
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase
from pipeline.planner.words import SECONDARY_DATES, SECONDARY_DATES_ZH
from pipeline.query import Condition, Filter, Or, TimeDimension

_DAYS_SHOWN_BY_DAY = 62  # a trend over more days is shown by month, unless there are few of them
_YEARS_SHOWN_BY_YEAR = 10  # and over more years by year
_SHOWN = {
    "day": Text("Shown by day.", "按天展示。"),
    "month": Text("Shown by month.", "按月展示。"),
    "year": Text("Shown by year.", "按年展示。"),
}
_SECONDARY = frozenset(word for text in SECONDARY_DATES for word in phrase(text))


def choose_time(c: Composition) -> tuple[list[TimeDimension], list[Condition]]:
    """The time dimension of the question and the conditions on it that are no single range. Raises
    `Unanswerable` when there is no date to apply its time to."""
    draft = c.draft
    periods = sorted(draft.periods, key=lambda p: (p.start or date.min, p.end or date.max))
    implied = None if draft.grain else _implied_grain(c, periods)
    grain = draft.grain or implied
    if not (grain or periods or draft.not_periods):
        return [], []
    if grain == "year" and not c.time and (column := grouped_years(c)):
        return [], _by_column(c, column, periods)
    if column := _years_meant(c, grain, periods):
        return [], _by_column(c, column, periods)
    axis = time_axis(c)
    if axis is None:
        raise Unanswerable(
            "There is no date to which the time in the question could apply.",
            "数据中没有可用于该时间条件的日期字段。",
            c.offers,
        )
    _say_guessed_year(c, periods)
    date_range, filters = _ranges(axis.name, periods)
    filters += [_outside(axis.name, p) for p in draft.not_periods if p.start and p.end]
    if len(periods) > 1 and not grain:
        grain = "quarter" if periods[0].grain == "half" else periods[0].grain
    if c.listing and not c.measures:
        grain = None
    if grain in (None, "day", implied) and any(is_part_of(d, axis.name) for d in c.dimensions):
        grain = None  # the weekdays of a date are no course of time
        c.notes = [n for n in c.notes if n not in _SHOWN.values()]
    if not (grain or date_range):
        return [], filters
    if grain and grain == implied and (draft.dated or (draft.counting and not draft.trend)):
        c.doubts.append(Doubt.GRAIN)
    return [TimeDimension(dimension=axis.name, granularity=grain, date_range=date_range)], filters


def grouped_years(c: Composition) -> Member | None:
    """The column of years that is grouped by: of "founded each year" the year founded."""
    grouped = (c.catalog.members[d] for d in c.dimensions)
    return next((member for member in grouped if "year" in c.lexicon.held_grains[member.name]), None)


def _years_meant(c: Composition, grain: str | None, periods: Sequence[Period]) -> Member | None:
    """The column of years that the time is about where no date is, or none of what is measured itself."""
    named = [c.catalog.members.get(r.target) for choice in c.time for r in choice.readings[:1]]
    if told := next((member for member in named if member and member.type == "number"), None):
        return told
    axis = time_axis(c, tell=False)
    column = _time_column(c, grain or (periods[0].grain if periods else None))
    if column is None or axis is None:
        return column
    own = {cube_of(name) for name in (c.measures or c.dimensions)}
    whole = c.draft.grain in (None, "year") and all(p.grain == "year" for p in periods)
    return column if whole and not c.time and column.cube in own and axis.cube not in own else None


def _time_column(c: Composition, grain: str | None) -> Member | None:
    """The dimension that holds years, or months, where no date does: "Model year", 年份."""
    held = c.lexicon.held_grains
    cubes = c.cubes[:1]
    named = (m for m in c.catalog.dimensions if not held[m.name].isdisjoint((grain or "year", "year")))
    near = (m for m in named if cubes and c.graph.distance(cubes[0], m.cube) < AGAINST_JOINS)
    return next(near, None)


def _by_column(c: Composition, column: Member, periods: Sequence[Period]) -> list[Condition]:
    """Groups by a column of years and restricts it to the years of ``periods``."""
    c.notes = [n for n in c.notes if n not in _SHOWN.values()]
    if c.trend or c.draft.grain:
        c.add_dimension(column.name)
    if not periods:
        return []
    if any(p.grain != "year" for p in periods):
        raise Unanswerable(
            f"{column.titles.en} is the only time there is; it holds no smaller parts of a year.",
            f"只有“{column.titles.zh}”可用，没有更细的时间。",
            c.offers,
        )
    first, last = periods[0].start, periods[-1].end
    edges = (("gte", first), ("lte", last))
    return [Filter(member=column.name, operator=o, values=[str(day.year)]) for o, day in edges if day]


def _implied_grain(c: Composition, periods: Sequence[Period]) -> str | None:
    """The bucket size of a trend that names none."""
    if not c.trend or (not periods and not c.time and _is_course(c)):
        return None
    axis = time_axis(c, tell=False)
    held = c.lexicon.dates.get(axis.name) if axis else None
    first = (periods[0].start if periods else None) or (held.first if held else None)
    last = (periods[-1].end if periods else None) or (held.last if held else c.today)
    days = (last - first).days if first else None
    if days is None:
        grain = "month"
    elif days > _YEARS_SHOWN_BY_YEAR * 366:
        grain = "year"
    elif days <= _DAYS_SHOWN_BY_DAY or (held and held.few and not periods):
        grain = "day"
    else:
        grain = "month"
    c.notes.append(_SHOWN[grain])
    return grain


def _is_course(c: Composition) -> bool:
    """Whether what is grouped by is a course itself, of ages or seasons, along which a trend runs."""
    return bool(c.dimensions) and all(c.catalog.members[d].type == "number" for d in c.dimensions)


def _say_guessed_year(c: Composition, periods: Sequence[Period]) -> None:
    guessed = next((p.start for p in periods if p.start and not p.year_given), None)
    if guessed:
        year = guessed.year
        c.note(f"No year was named; {year} was taken.", f"问题没有指明年份，按 {year} 年计算。")


def _ranges(axis: str, periods: Sequence[Period]) -> tuple[list[str] | None, list[Condition]]:
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
    """Whether periods follow one another without a gap, so that one range holds them."""
    return all(
        a.end is not None and b.start is not None and b.start - a.end == timedelta(days=1)
        for a, b in itertools.pairwise(periods)
    )


def _inside(axis: str, period: Period) -> Filter:
    values = [(period.start or date.min).isoformat(), (period.end or date.max).isoformat()]
    return Filter(member=axis, operator="inDateRange", values=list(values))


def _outside(axis: str, period: Period) -> Filter:
    assert period.start
    assert period.end
    values = [period.start.isoformat(), period.end.isoformat()]
    return Filter(member=axis, operator="notInDateRange", values=list(values))


def time_axis(c: Composition, tell: bool = True) -> Member | None:
    """The time dimension that the question's time is about: the one it names, else the nearest one
    that says when a thing happened. Says which one where there is a choice, if it may ``tell``."""
    members = c.catalog.members
    cubes = [cube_of(n) for n in (c.measures or c.dimensions)] or c.anchors
    named = [r for choice in c.time for r in choice.readings if r.role is Role.DIMENSION]
    named = reachable(c, [r for r in named if members[r.target].type == "time"], cubes)
    if named:

        def directness(reading: Reading) -> tuple[int, float]:
            return (distance(c, reading, cubes), -reading.strength)

        return members[min(named, key=directness).target]
    times = [d for d in c.catalog.dimensions if d.type == "time"]
    if not cubes or not times:
        return None
    measured = words_of(*members[c.measures[0]].titles) if c.measures else set()

    def fit(member: Member) -> tuple[bool, bool]:
        shared = _shares_word(c, measured, member)
        return (not shared, not shared and _is_secondary(member))

    nearest = min(c.graph.distance(cubes[0], t.cube) for t in times)
    if nearest >= UNREACHABLE:
        return None
    axis = min((t for t in times if c.graph.distance(cubes[0], t.cube) == nearest), key=fit)
    rivals = [t for t in times if t.cube == axis.cube and not _is_secondary(t)]
    if tell and (len(rivals) > 1 or axis.cube != cubes[0]):
        title = c.full_title(axis)
        c.note(f"Time refers to {title.en}.", f"时间按“{title.zh}”计算。")
    return axis


def _shares_word(c: Composition, words: set[str], member: Member) -> bool:
    """Whether a date is named like what is measured: hires and the hire date."""
    own = words_of(*member.titles, *member.synonyms)
    return bool((own & words) - words_of(*c.catalog.cubes[member.cube].titles))


def _is_secondary(member: Member) -> bool:
    """Whether a date is of a thing's end or of another life, not of when it happened."""
    words = set(phrase(member.titles.en)) | set(phrase(member.name.split(".", 1)[1]))
    return bool(words & _SECONDARY) or any(word in member.titles.zh for word in SECONDARY_DATES_ZH)

"""What a question sets its measures against: 同比, month over month, growth, the same time last year.

A comparison says which time is asked about and how far back the other one lies; the columns that show
it are `pipeline.derived`'s.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import get_args

from dateutil.relativedelta import relativedelta

from pipeline.catalog import Catalog
from pipeline.derived import Change, Derived, First, Ratio, Running, Share, Unit
from pipeline.language import Text
from pipeline.planner.composing.composition import Composition
from pipeline.planner.confidence import Doubt
from pipeline.planner.dates.periods import GRAINS, Period, floor, shifted, span_of, to_date
from pipeline.planner.draft import Draft
from pipeline.query import Query

UNITS: tuple[Unit, ...] = get_args(Unit)
MEASURES_AT_MOST = 3  # each brings two columns


@dataclass(frozen=True)
class Comparison:
    """How far back the other time lies; without a unit, one bucket of the time axis."""

    unit: Unit | None = None
    n: int = 1


def compared(draft: Draft, today: date) -> tuple[Draft, Comparison | None]:
    """The draft with the time it asks about, and what that is set against, if anything."""
    periods = sorted(draft.periods, key=lambda p: (p.start or date.min, p.end or date.max))
    if len(periods) == 1 and draft.same_time and not (draft.against or draft.versus):
        return replace(draft, periods=[_so_far(periods[0], today)]), None
    alone = len(periods) == 1 and draft.versus and len(draft.values) < 2
    if alone and draft.against in (None, "growth") and _is_last(periods[0], today):
        now = to_date(today, periods[0].grain)
        return _asked(draft, now, "year" if now.grain == "year" or draft.same_time else "period", today)
    if len(periods) == 2 and (draft.against or draft.same_time):
        distance = _apart(periods[0], periods[1])
        if distance is None and draft.same_time:  # "last quarter against the same time last year"
            finer, coarser = sorted(periods, key=lambda p: GRAINS.index(p.grain))
            if _is_last(coarser, today):
                return replace(draft, periods=[_passed(finer, today)]), _length(coarser)
        if distance:
            return replace(draft, periods=[_passed(periods[1], today)]), distance
    if len(periods) == 2 and draft.versus and draft.grain is None:
        return draft, _apart(periods[0], periods[1])
    if draft.against is None:
        return draft, None
    if len(periods) == 1 and periods[0].start and periods[0].end:
        return _asked(draft, periods[0], draft.against, today)
    unit = draft.grain or draft.unit
    if draft.against == "year":
        return replace(draft, grain=draft.grain or "year"), Comparison("year")
    if draft.against == "period":
        return replace(draft, grain=unit or "month"), Comparison()
    return replace(draft, trend=True), Comparison()


def _asked(draft: Draft, period: Period, against: str, today: date) -> tuple[Draft, Comparison]:
    """One period that is asked about, whole or in its buckets."""
    now = _passed(period, today)
    changed = replace(draft, periods=[now])
    if against == "year":
        return changed, Comparison("year")
    if draft.grain or draft.trend:
        return changed, Comparison()
    if draft.unit and draft.unit != period.grain:
        return replace(changed, grain=draft.unit), Comparison()
    return changed, _length(period)


def _length(period: Period) -> Comparison:
    """As far back as ``period`` is long, so that the other one ends where it begins."""
    assert period.start
    assert period.end
    if period.grain == "half":
        return Comparison("month", 6)
    n, end = 0, period.start
    while end <= period.end:
        n, end = n + 1, period.start + span_of(period.grain, n + 1)
    return Comparison(period.grain, n)


def _apart(first: Period, second: Period) -> Comparison | None:
    """How far apart two periods of one size begin."""
    if not (first.start and second.start) or first.grain != second.grain:
        return None
    if first.start + span_of("year") == second.start:
        return Comparison("year")
    unit = "month" if first.grain == "half" else first.grain
    for n in range(1, 13):
        if first.start + span_of(unit, n) == second.start:
            return Comparison(unit, n)
    return None


def _is_last(period: Period, today: date) -> bool:
    return period == shifted(today, period.grain, -1)


def _passed(period: Period, today: date) -> Period:
    """What has passed of a period: half a year is not set against a whole one."""
    within = period.start and period.end and period.start <= today < period.end
    return replace(period, end=today) if within else period


def _so_far(period: Period, today: date) -> Period:
    """Of an earlier period the part that has passed of this one: 去年同期."""
    if period.start is None:
        return period
    begun = floor(today, period.grain)
    end = today - relativedelta(begun, period.start)
    return replace(period, end=min(end, period.end) if period.end else end)


def derived(c: Composition, query: Query, comparison: Comparison | None) -> tuple[Query, list[Derived]]:
    """The columns that follow from the rows of ``query``; the query without an order that only they
    can have."""
    found: list[Derived] = []
    if c.first:
        n, keys = c.first
        columns = {t.dimension: t.column for t in query.time_dimensions if t.granularity}
        found.append(First(n, tuple(columns.get(name, name) for name, _ in query.order[:keys])))
    if c.ratio and len(query.measures) == 2:
        rank = c.draft.rank if query.dimensions else None
        if comparison or c.draft.running:
            c.note(
                "Changes and running sums of a ratio are not computed here; the ratio itself is shown.",
                "这里不计算比值的变化或累计，只给出比值本身。",
                Doubt.IGNORED,
            )
        if rank:
            query = query.model_copy(update={"order": query.order[: c.first[1]] if c.first else []})
        return query, [*found, Ratio(query.measures[0], query.measures[1], rank)]
    filtered = any(x.member in query.measures for x in query.conditions())
    additive = [m for m in query.measures if c.catalog.members[m].additive]
    bucketed = next((t for t in query.time_dimensions if t.granularity), None)
    if c.draft.running and bucketed:
        found += [Running(m) for m in additive[:MEASURES_AT_MOST]]
    if c.draft.share:
        found += shares(query, c.catalog)
    if comparison is None or filtered or not query.measures:
        return query, found
    unit = comparison.unit or (bucketed.granularity if bucketed else None)
    if unit not in UNITS:
        return query, found
    rank = c.draft.rank if query.dimensions else None
    changes = [Change(m, unit, comparison.n, rank) for m in query.measures[:MEASURES_AT_MOST]]
    if rank:
        query = query.model_copy(update={"order": []})
    _say_against(c, query, changes[0])
    return query, [*found, *changes]


def shares(query: Query, catalog: Catalog) -> list[Share]:
    """What part of the whole each row of a query is, where its rows are all there are of it."""
    additive = [m for m in query.measures if catalog.members[m].additive]
    filtered = any(condition.member in query.measures for condition in query.conditions())
    bucketed = any(t.granularity for t in query.time_dimensions)
    if query.limit is not None or filtered or not (query.dimensions or bucketed):
        return []
    axes = [*query.dimensions, *(t.dimension for t in query.time_dimensions)]
    return [Share(m) for m in additive[:1] if not any(catalog.overlaps(m, axis) for axis in axes)]


def _say_against(c: Composition, query: Query, change: Change) -> None:
    """Says which time the measures are set against, where it is one."""
    time = next((t for t in query.time_dimensions if isinstance(t.date_range, list)), None)
    if time is None or time.granularity or not isinstance(time.date_range, list):
        return
    first, last = (date.fromisoformat(day) for day in time.date_range)
    back = span_of(change.unit, change.n)
    end = last - back
    if change.unit in ("month", "quarter", "year") and (last + timedelta(days=1)).day == 1:
        end = end + span_of("month") - timedelta(days=(end + span_of("month")).day)
    c.notes.append(
        Text(
            f"{first} to {last} is compared with {first - back} to {end}.",
            f"{first} 至 {last} 与 {first - back} 至 {end} 相比。",
        )
    )

"""A question that continues the one before it: 只看2024年, "and by region?", "top 3 only"."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Literal

from pipeline.cancellation import Cancellation
from pipeline.derived import Basis
from pipeline.language import Text
from pipeline.planner.carried import carried
from pipeline.planner.composing.compose import compose
from pipeline.planner.composing.composition import Composed, cube_of
from pipeline.planner.dates.periods import GRAINS, Grain, Period, shifted, whole
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.graph import JoinGraph
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import Reading, Role, aggregate_of
from pipeline.planner.titles import measure_of, nouns_of
from pipeline.planner.views import in_cubes, in_view
from pipeline.query import Condition, Direction, Filter, Query, TimeDimension


def follow(
    basis: Basis,
    draft: Draft,
    lexicon: Lexicon,
    graph: JoinGraph,
    today: date,
    cancellation: Cancellation | None = None,
) -> Composed | None:
    """The answer before changed by what ``draft`` says, or None when the draft asks afresh.

    A question that names a measure and what to do with it stands on its own; one that names only a
    restriction, a grouping, an order or a chart changes the query before it.
    """
    previous = in_cubes(basis.query, lexicon.catalog)
    draft = _with_another_aggregate(draft, previous, lexicon)
    draft = _against_the_time_before(draft, previous, today)
    stands_alone = bool(draft.measures) and not draft.follow_up
    if stands_alone or draft.unsupported or draft.unknown_key or not _changes_something(draft):
        return None
    if not (draft.measures or previous.measures or previous.dimensions):
        return None
    composed = compose(_completed(draft, previous), lexicon, graph, today, cancellation)
    if composed.query is None:
        return composed if composed.problem else None
    merged = _merged(in_cubes(composed.query, lexicon.catalog), previous, draft)
    if not graph.connects(cube_of(name) for name in merged.members()):
        merged = in_view(merged, lexicon.catalog) or merged
    if not graph.connects(cube_of(name) for name in merged.members()):
        return None  # what the question before restricted has nothing to do with this one
    composed.query, composed.derived = carried(basis, merged, composed.derived, draft, lexicon.catalog)
    composed.notes.insert(0, Text("Read as a change to the question before.", "按对上一个问题的修改理解。"))
    return composed


def _with_another_aggregate(draft: Draft, previous: Query, lexicon: Lexicon) -> Draft:
    """The draft with the measures of the question before in another aggregate, where it asks for no more:
    "what about the maximum?", 那最高呢."""
    wanted = draft.unbound[0] if draft.unbound else _EXTREMES.get(draft.rank or "")
    rest = replace(draft, unbound=[], rank=None, follow_up=False)
    if wanted is None or _changes_something(rest) or not previous.measures:
        return draft
    members = lexicon.catalog.members
    asked = [members[m] for m in previous.measures]
    extremes = draft.follow_up and {aggregate_of(m) for m in asked} <= {"avg", "min", "max"}
    if not (draft.unbound or extremes):
        return draft  # the highest of totals is one of them
    found = [measure_of(lexicon.catalog.cubes[m.cube], nouns_of(m), wanted) for m in asked]
    measures = [Choice("", [Reading(Role.MEASURE, m.name, aggregate=wanted)]) for m in found if m]
    if len(measures) < len(found):
        return draft
    return replace(rest, measures=measures, follow_up=True)


def _against_the_time_before(draft: Draft, previous: Query, today: date) -> Draft:
    """The draft with the time of the question before, set against the year or the time before that, where it
    says "compare with last year" of another year than this one."""
    ranges = [t.date_range for t in previous.time_dimensions if isinstance(t.date_range, list)]
    alone = len(draft.periods) == 1 and draft.versus and not (draft.against or draft.measures or draft.values)
    grain = draft.periods[0].grain if alone else "day"
    if not (ranges and grain in _AGAINST) or draft.periods[0] != shifted(today, grain, -1):
        return draft
    start, end = (date.fromisoformat(day) for day in (ranges[0][0], ranges[0][-1]))
    asked = next(
        (p for g in reversed(GRAINS) if (p := whole(start, g)).end == end), Period(start, end, "day")
    )
    return replace(draft, periods=[asked], versus=False, against=_AGAINST[grain])


_AGAINST: dict[Grain, Literal["year", "period"]] = {"year": "year", "quarter": "period", "month": "period"}
_EXTREMES = {"desc": "max", "asc": "min"}


def _changes_something(draft: Draft) -> bool:
    return bool(
        draft.measures or draft.groups or draft.qualifiers or draft.values or draft.bounds or draft.segments
        or draft.periods or draft.grain or draft.trend
        or draft.limit or draft.sort or draft.rank or draft.chart
    )  # fmt: skip


def _completed(draft: Draft, previous: Query) -> Draft:
    """The draft with the measures, groups and dates that it leaves to the question before."""
    times = previous.time_dimensions
    kept = [Choice("", [Reading(Role.MEASURE, m)]) for m in previous.measures]
    changed = replace(
        draft,
        measures=[*kept, *draft.measures] if draft.adds or not draft.measures else draft.measures,
        time=[*draft.time, *(_dimension(t.dimension) for t in times)],
        notes=[],
    )
    if not (draft.groups or draft.grain or draft.trend):
        changed.groups = [_dimension(d) for d in previous.dimensions]
        changed.grain = next((t.granularity for t in times if t.granularity), None)
    return changed


def _dimension(name: str) -> Choice:
    return Choice("", [Reading(Role.DIMENSION, name)])


def _merged(query: Query, previous: Query, draft: Draft) -> Query:
    """``query`` with the restrictions and the order that it leaves as they were."""
    update: dict[str, object] = {"filters": [*_kept_filters(query, previous), *query.filters]}
    if not draft.periods:
        update["time_dimensions"] = _kept_ranges(query, previous)
    if not draft.segments:
        update["segments"] = previous.segments
    regrouped = draft.groups or draft.grain or draft.trend
    if not (draft.rank or draft.sort or draft.sort_by or regrouped) and previous.order:
        update["order"] = _kept_order(query, previous)
    if draft.limit is None and not (draft.rank or regrouped):
        update["limit"] = previous.limit
    return query.model_copy(update=update)


def _kept_order(query: Query, previous: Query) -> list[tuple[str, Direction]]:
    """The order of the question before; what it was by of another measure it is by of the new one."""
    columns = {*query.columns, *(t.dimension for t in query.time_dimensions)}
    replaced = dict(zip(previous.measures, query.measures, strict=False))
    order = [(name if name in columns else replaced.get(name, name), way) for name, way in previous.order]
    return [(name, way) for name, way in dict(order).items() if name in columns]


def _kept_filters(query: Query, previous: Query) -> list[Condition]:
    said = {c.member for c in query.conditions()}
    return [
        c
        for c in previous.filters
        if not (isinstance(c, Filter) and c.member in said) and c not in query.filters
    ]


def _kept_ranges(query: Query, previous: Query) -> list[TimeDimension]:
    ranges = {t.dimension: t.date_range for t in previous.time_dimensions if t.date_range}
    times = [
        t.model_copy(update={"date_range": t.date_range or ranges.get(t.dimension)})
        for t in query.time_dimensions
    ]
    named = {t.dimension for t in times}
    times += [
        t.model_copy(update={"granularity": None})
        for t in previous.time_dimensions
        if t.date_range and t.dimension not in named
    ]
    return times

"""A question that continues the one before it: 只看2024年, "and by region?", "top 3 only"."""

from __future__ import annotations

from datetime import date

from pipeline.language import Text
from pipeline.planner.compose import Composed, Composer
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.graph import JoinGraph
from pipeline.planner.lexicon import Lexicon, Reading, Role
from pipeline.query import Condition, Filter, Query


def follow(previous: Query, draft: Draft, lexicon: Lexicon, graph: JoinGraph, today: date) -> Composed | None:
    """``previous`` changed by what ``draft`` says, or None when the draft asks afresh.

    A question that names a measure and what to do with it stands on its own; one that names only a
    restriction, a grouping, an order or a chart changes the query before it.
    """
    stands_alone = bool(draft.measures) and not draft.follow_up
    changes = bool(
        draft.measures or draft.groups or draft.qualifiers or draft.values or draft.periods or draft.bounds
        or draft.grain or draft.limit or draft.sort or draft.chart or draft.rank or draft.segments or draft.trend
    )  # fmt: skip
    if stands_alone or draft.unsupported or draft.unknown_key or not changes:
        return None
    measures = [Reading(Role.MEASURE, m, aggregate=None) for m in previous.measures]
    asked = draft.measures or [Choice("", [r]) for r in measures]
    if not asked and not previous.dimensions:
        return None
    changed = Draft(**{**vars(draft), "measures": asked, "notes": []})
    if not (draft.groups or draft.grain or draft.trend):
        changed.groups = [Choice("", [Reading(Role.DIMENSION, d)]) for d in previous.dimensions]
        changed.grain = next((t.granularity for t in previous.time_dimensions if t.granularity), None)
    changed.time = [
        *draft.time,
        *(Choice("", [Reading(Role.DIMENSION, t.dimension)]) for t in previous.time_dimensions),
    ]
    composed = Composer(changed, lexicon, graph, today).compose()
    if composed.query is None:
        return composed if composed.problem else None
    query = composed.query
    said = {c.member for c in query.conditions()}
    kept: list[Condition] = [
        c
        for c in previous.filters
        if not (isinstance(c, Filter) and c.member in said) and c not in query.filters
    ]
    update: dict[str, object] = {"filters": [*kept, *query.filters]}
    if not draft.periods:
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
        update["time_dimensions"] = times
    if not draft.segments:
        update["segments"] = previous.segments
    if not (draft.rank or draft.sort or draft.sort_by) and previous.order:
        columns = {*query.columns, *(t.dimension for t in query.time_dimensions)}
        update["order"] = [o for o in previous.order if o[0] in columns]
    if draft.limit is None and not draft.rank and not draft.groups:
        update["limit"] = previous.limit
    composed.query = query.model_copy(update=update)
    composed.notes.insert(0, Text("Read as a change to the question before.", "按对上一个问题的修改理解。"))
    return composed

"""What is computed from the rows: shares, running totals, changes and ratios."""

from __future__ import annotations

from pipeline.derived import Change, Derived, First, Ratio, Running, Unit
from pipeline.language import Text
from pipeline.planner import clauses as c
from pipeline.planner.asks.comparison import Comparison
from pipeline.planner.asks.draft import Draft
from pipeline.planner.composing.changes import shares
from pipeline.query import Query


def derive(
    d: Draft, query: Query, comparison: Comparison | None, first: tuple[int, list[str]] | None
) -> tuple[Query, list[Derived]]:
    p, s = d.p, d.s
    found: list[Derived] = []
    if first:
        found.append(First(first[0], tuple(first[1])))
    ranked = p.first(c.Ranked)
    if d.ratio and len(query.measures) == 2:
        rank = ranked.direction if ranked and query.dimensions else None
        if rank:
            query = query.model_copy(update={"order": []})
        return query, [*found, Ratio(query.measures[0], query.measures[1], rank)]
    bucketed = next((t for t in query.time_dimensions if t.granularity), None)
    additive = [m for m in query.measures if s.member(m).additive]
    if p.has(c.Running) and bucketed:
        found += [Running(m) for m in additive[:3]]
        if not additive and query.measures:
            title = s.member(query.measures[0]).titles
            said = Text(
                f"{title.en} cannot be added up over time; it is shown for each period.",
                f"“{title.zh}”不能跨期累加，按各期展示。",
            )
            d.made.assume("lost running", 1.0, said)
    if p.has(c.Shared):
        found += shares(query, s.catalog)
        found += [d.only] if d.only else []
    if comparison is None or not query.measures:
        return query, found
    unit = comparison.unit or (bucketed.granularity if bucketed else None)
    if unit not in ("day", "week", "month", "quarter", "year"):
        return query, found
    rank = ranked.direction if ranked and query.dimensions else None
    changes = [Change(m, _unit(unit), comparison.n, rank) for m in query.measures[:3]]
    if rank:
        query = query.model_copy(update={"order": []})
    return query, [*found, *changes]


def _unit(unit: str) -> Unit:
    return unit  # type: ignore[return-value]

"""The columns of an answer that a question which changes it keeps: a share stays one of other groups."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from pipeline.catalog import Catalog
from pipeline.derived import Basis, Change, Derived, First, Ratio, Running, Share
from pipeline.planner.composing.changes import MEASURES_AT_MOST, UNITS, shares
from pipeline.planner.dates.periods import GRAINS
from pipeline.planner.draft import Draft
from pipeline.query import Query


def carried(
    basis: Basis, query: Query, own: Sequence[Derived], draft: Draft, catalog: Catalog
) -> tuple[Query, list[Derived]]:
    """``query``, which changes the one of ``basis``, with its ``own`` columns and those that it keeps."""
    found = list(own)
    for one in basis.derived:
        if any(type(one) is type(other) for other in own):
            continue
        if isinstance(one, Ratio):
            query, kept = _ratio(one, query, draft)
        elif isinstance(one, First):
            query, kept = _first(one, basis.query, query, draft)
        else:
            kept = [*_of_measures(one, basis.query, query, catalog)]
        found += [column for column in kept if column not in found]
    return query, found


def _of_measures(one: Derived, before: Query, query: Query, catalog: Catalog) -> Iterator[Derived]:
    """The same of the measures that the query has now."""
    bucket = next((t.granularity for t in query.time_dimensions if t.granularity), None)
    additive = [m for m in query.measures if catalog.members[m].additive][:MEASURES_AT_MOST]
    if isinstance(one, Share):
        yield from shares(query, catalog)
    elif isinstance(one, Running) and bucket:
        yield from map(Running, additive)
    elif isinstance(one, Change):
        buckets = (t.granularity for t in before.time_dimensions if t.granularity)
        by_bucket = one.n == 1 and one.unit == next(buckets, None)
        unit = next((u for u in UNITS if by_bucket and u == bucket), one.unit)
        coarser = bucket in GRAINS and GRAINS.index(unit) < GRAINS.index(bucket)
        dated = bucket or any(t.date_range for t in query.time_dimensions)
        if dated and not coarser:
            measures = query.measures[:MEASURES_AT_MOST]
            yield from (replace(one, measure=m, unit=unit) for m in measures)


def _ratio(one: Ratio, query: Query, draft: Draft) -> tuple[Query, list[Derived]]:
    """The ratio, which is what a ranking ranks by, unless other measures are asked for."""
    if draft.measures or not {one.measure, one.over} <= set(query.measures):
        return query, []
    rank = draft.rank or draft.sort or one.rank
    if rank and query.dimensions:
        query = query.model_copy(update={"order": []})
    return query, [replace(one, rank=rank if query.dimensions else None)]


def _first(one: First, before: Query, query: Query, draft: Draft) -> tuple[Query, list[Derived]]:
    """The first rows of each group, of which there may be others now, while there are the same groups."""
    if draft.groups or not set(one.groups) <= {*query.columns, *(t.column for t in query.time_dimensions)}:
        return query, []
    order = [key for key in before.order if key[0] in {*query.columns, *query.members()}]
    query = query.model_copy(update={"order": order, "limit": None})
    return query, [replace(one, n=draft.limit or one.n)]

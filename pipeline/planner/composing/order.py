"""Order and limit: what a superlative ranks by, what a list is sorted by, how many rows."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.catalog import Member
from pipeline.planner.composing.composition import Composition
from pipeline.planner.composing.fit import best
from pipeline.planner.composing.time_axis import grouped_years
from pipeline.planner.readings import Role
from pipeline.query import Direction, TimeDimension

DEFAULT_TOP = 10
Order = list[tuple[str, Direction]]


def rank_key(c: Composition) -> Member | None:
    """What a superlative ranks by: what the question names, else the first measure."""
    if not c.draft.rank:
        return None
    if c.rank_by:
        reading = best(c, c.rank_by, c.cubes)
        return c.catalog.members[reading.target] if reading else None
    return c.catalog.members[c.measures[0]] if c.measures else None


def choose_order(
    c: Composition, times: Sequence[TimeDimension], key: Member | None
) -> tuple[Order, int | None]:
    """The order and the limit of the query; `Composition.known` is set where a ranking names things."""
    axes = [t.dimension for t in times if t.granularity]
    columns = (*c.measures, *c.dimensions, *axes)
    draft = c.draft
    by = key.name if key else next(iter(c.measures), None)
    if draft.rank and by and (c.dimensions or axes):
        each = _ranked_within(c, axes)
        if each:
            c.first = (draft.limit or (DEFAULT_TOP if draft.plural else 1), len(each))
            c.known = _ranked(c)
            c.note(
                f"Ranked within each group: the {_EXTREMES[draft.rank]} {c.first[0]} of each.",
                f"在每组内排名：各取{_EXTREMES_ZH[draft.rank]}的前 {c.first[0]} 个。",
            )
            ranked: Order = [(name, "asc") for name in c.known if name != by]
            return [*((name, "asc") for name in each), (by, draft.rank), *ranked], None
        if by in columns:
            limit = _rank_limit(c)
            if limit is not None:
                c.known = _ranked(c) or c.dimensions[:1]
            ties: Order = [(name, "asc") for name in c.dimensions if name != by] if limit is not None else []
            return [(by, draft.rank), *ties], limit
    if draft.sort or draft.sort_by:
        named = [r.target for r in draft.sort_by.readings] if draft.sort_by else []
        keys = draft.sort_by.readings[:1] if draft.sort_by else []
        by_name = bool(keys) and keys[0].role is not Role.MEASURE
        along = (*axes, *c.dimensions, *columns) if draft.sort_axis == "x" or by_name else columns
        sort_key = next((name for name in (*named, *along) if name in columns), None)
        if sort_key:
            return [(sort_key, draft.sort or "desc")], draft.limit
    if draft.spread and not axes and len(c.dimensions) == 1:
        return [(c.dimensions[0], "asc")], draft.limit
    if not axes and (years := grouped_years(c)):
        return [(years.name, "asc")], draft.limit  # as the buckets of a date would be
    return [], draft.limit


_EXTREMES: dict[Direction, str] = {"desc": "highest", "asc": "lowest"}
_EXTREMES_ZH: dict[Direction, str] = {"desc": "最高", "asc": "最低"}


def _ranked(c: Composition) -> list[str]:
    """The dimensions that are ranked: a row whose thing is unknown takes no place among them."""
    readings = [r for choice in c.draft.ranked for r in choice.readings]
    named = {c.label(r.target) if r.role is Role.ENTITY else r.target for r in readings}
    return [name for name in sorted(c.dimensions) if name in named]


def _ranked_within(c: Composition, axes: Sequence[str]) -> list[str]:
    """The groups within each of which something else is ranked: categories, or the buckets of a time
    that the question names."""
    ranked = _ranked(c)
    if not ranked:
        return []
    buckets = list(axes) if c.draft.grain else []
    return buckets + [d for d in c.dimensions if d not in ranked and c.draft.grouped]


def _rank_limit(c: Composition) -> int:
    if c.draft.limit is not None:
        return c.draft.limit
    if not c.draft.plural:
        return 1
    c.note(
        f"No number was named; the first {DEFAULT_TOP} are shown.",
        f"未指明数量，显示前 {DEFAULT_TOP} 个。",
    )
    return DEFAULT_TOP

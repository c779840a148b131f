"""Groups that meet a condition on a measure: how many they are, and which, where nothing else groups them."""

from __future__ import annotations

from pipeline.derived import Derived, Groups
from pipeline.planner import clauses as c
from pipeline.planner.asks.draft import Draft, say_by_name
from pipeline.planner.asks.schema import cube_of
from pipeline.planner.readings import Role
from pipeline.query import Filter, Query

_OF_A_TOTAL = 0.6  # what it costs to bound a total: there is only one, and it either is or is not so


def counted_groups(d: Draft, query: Query) -> tuple[Query, list[Derived]]:
    """ "How many customers have more than two orders" as the customers, grouped, with the number of them in
    the place of the rows; any other query as it is."""
    bounded = _bounded_measures(d, query)
    if not bounded or query.dimensions or any(t.granularity for t in query.time_dimensions):
        return query, []
    for cube in _counted_cubes(d, query):
        count, group = d.s.count(cube), d.s.identity(cube)
        if count and group and count not in bounded:
            say_by_name(d, cube)
            grouped = {"measures": bounded, "dimensions": [group], "order": [], "limit": None}
            return query.model_copy(update=grouped), [Groups(count)]
    d.made.assume("bound of a total", _OF_A_TOTAL)
    return query, []


def _counted_cubes(d: Draft, query: Query) -> list[str]:
    """The cubes whose things may be counted: those that are named, or else those that values are about."""
    named = [r.target for x in d.p.of(c.Counted) for r in x.noun.of(Role.ENTITY)]
    named = [cube for cube in named if d.s.count(cube) in query.measures]
    if named or not d.p.counts:
        return named
    return [cube_of(f.member) for f in query.filters if isinstance(f, Filter) and f.operator == "equals"]


def group_of_bounded(d: Draft) -> None:
    """Groups by the things that a condition on a measure is about, where only their number would be shown:
    "riders whose late share is above 28 %"."""
    s, made = d.s, d.made
    bounded = [f.member for f in d.filters if isinstance(f, Filter) and s.member(f.member).kind == "measure"]
    if not bounded or made.groups or d.p.counts or d.p.has(c.Bucketed):
        return
    for clause in d.p.clauses:
        if not isinstance(clause, c.Named | c.Asked | c.Measured):
            continue
        entity = next((r.target for r in clause.noun.of(Role.ENTITY)), None)
        label = (s.label(entity) or s.key(entity)) if entity else None
        counted = [d_.name for d_ in s.catalog.dimensions if _counts(d, clause.noun, d_.name)]
        group = label or next(iter(counted), None)
        if group and cube_of(group) not in {cube_of(b) for b in bounded if s.member(b).agg_type == "count"}:
            made.measures = [m for m in made.measures if m in bounded] or made.measures
            made.add_group(group)
            return


def _counts(d: Draft, noun: c.Noun, dimension: str) -> bool:
    """Whether what is named is the number of a dimension's values."""
    own = {r.target for r in noun.of(Role.MEASURE)}
    return bool(own) and d.s.distinct(dimension) in own


def _bounded_measures(d: Draft, query: Query) -> list[str]:
    names = [f.member for f in query.filters if isinstance(f, Filter)]
    return [name for name in dict.fromkeys(names) if d.s.member(name).kind == "measure"]

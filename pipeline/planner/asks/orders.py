"""Order and limit: what a superlative ranks, what a list is sorted by, how many rows."""

from __future__ import annotations

from collections.abc import Sequence

from pipeline.language import Text
from pipeline.planner import clauses as c
from pipeline.planner.asks.ask import Made
from pipeline.planner.asks.groups import dimension_for
from pipeline.planner.asks.measures import options
from pipeline.planner.asks.parts import Parts
from pipeline.planner.asks.schema import Schema
from pipeline.planner.readings import Role
from pipeline.query import Direction, TimeDimension

DEFAULT_TOP = 10
Order = list[tuple[str, Direction]]
_First = tuple[int, list[str]] | None


def order_and_limit(
    s: Schema, p: Parts, made: Made, times: Sequence[TimeDimension], listing: bool
) -> tuple[Order, int | None, _First, list[str]]:
    """The order, the limit, how many rows of each group, and the dimensions that may not be empty."""
    axes = [t.dimension for t in times if t.granularity]
    limit = next((x.n for x in p.of(c.Limited)), None)
    ranked = p.first(c.Ranked)
    if ranked and (made.groups or axes):
        return _ranking(s, p, made, times, ranked, limit)
    sorts = p.of(c.Sorted)
    if sorts:
        order = _sorted(s, sorts, made, axes)
        if order:
            return order, limit, None, []
    return [], limit, None, []


def _sorted(s: Schema, sorts: Sequence[c.Sorted], made: Made, axes: list[str]) -> Order:
    direction = next((x.direction for x in sorts if x.direction), None)
    if any(x.in_time for x in sorts):
        dates = [*axes, *(g for g in made.groups if s.type(g) == "time")] or _dates(s, made)
        return [(dates[0], direction or "asc")] if dates else []
    noun = next((x.by for x in sorts if x.by), None)
    columns = [*made.measures, *made.groups, *axes]
    if noun is None:
        by = made.measures[0] if made.measures else next(iter([*axes, *_ordered(s, made)]), None)
        if by and direction and any(x.judged for x in sorts):
            direction = judged(s, by, direction)
        return [(by, direction or "desc")] if by else []
    named = [o.member for o in options(s, c.Measured(noun))] if noun.of(Role.MEASURE) else []
    name = next((n for n in named if n in columns), None)
    if name is None:
        dimension = dimension_for(s, noun, made.cubes, Made())
        if dimension in columns:
            name = dimension
        elif named:
            name = named[0]
            made.add_measure(name)
        elif dimension and not made.measures:
            name = dimension
            made.add_group(dimension)
        else:
            name = dimension if dimension in columns else next(iter(columns), None)
    if name and direction and any(x.judged for x in sorts):
        direction = judged(s, name, direction)
    fallback: Direction = "desc" if name and name in made.measures and direction is None else "asc"
    return [(name, direction or fallback)] if name else []


def _dates(s: Schema, made: Made) -> list[str]:
    """The first date of the things that are listed, which is shown beside them."""
    cubes = made.cubes if not made.measures else []
    dates = [d.name for cube in cubes for d in s.catalog.cubes[cube].dimensions if d.type == "time"]
    for name in dates[:1]:
        made.add_group(name)
    return dates[:1]


def judged(s: Schema, name: str, direction: Direction) -> Direction:
    """Where the best of a member stands: of what does harm it is the lowest."""
    if not s.does_harm(name):
        return direction
    return "asc" if direction == "desc" else "desc"


def _ordered(s: Schema, made: Made) -> list[str]:
    """The groups that have an order of their own, then the others."""
    numbers = [g for g in made.groups if s.type(g) in ("number", "time") and not s.member(g).primary_key]
    return [*numbers, *made.groups]


def _ranking(
    s: Schema, p: Parts, made: Made, times: Sequence[TimeDimension], ranked: c.Ranked, limit: int | None
) -> tuple[Order, int | None, _First, list[str]]:
    axes = [t.dimension for t in times if t.granularity]
    key = _key(s, made, ranked)
    if key is None:
        return [], limit, None, []
    direction = judged(s, key, ranked.direction) if ranked.judged else ranked.direction
    n = ranked.n or limit
    if n is None:
        n = DEFAULT_TOP if _several(p, ranked) else 1
        if n > 1:
            said = Text(f"No number was named; the first {n} are shown.", f"未指明数量，显示前 {n} 个。")
            made.assume("limit", 0.0, said)
    within = _within(s, p, made, axes, ranked)
    things = [g for g in made.groups if g != key and g not in within]
    if within:
        columns = {t.dimension: t.column for t in times if t.granularity}
        order: Order = [*((g, "asc") for g in within), (key, direction), *((g, "asc") for g in things)]
        return order, None, (n, [columns.get(g, g) for g in within]), things
    ties: Order = [(g, "asc") for g in things]
    return [(key, direction), *ties], n, None, things if s.member(key).kind == "measure" else [key]


def _key(s: Schema, made: Made, ranked: c.Ranked) -> str | None:
    """What it is ranked by: what was chosen for it, else what is measured first."""
    if ranked.by is not None:
        senses = {r.target for r in ranked.by.senses}
        chosen = [n for n in (*made.measures, *made.groups) if n in senses]
        numeric = [n for n in chosen if s.member(n).kind == "measure" or s.type(n) in ("number", "time")]
        if numeric:
            return numeric[-1]
        found = [
            o.member
            for o in options(
                s, c.Counted(ranked.by) if ranked.counts else c.Measured(ranked.by, ranked.aggregate)
            )
        ]
        for name in found:
            if name in made.measures:
                return name
    if made.measures:
        return made.measures[-1] if ranked.by is not None else made.measures[0]
    return next((g for g in reversed(made.groups) if s.type(g) in ("number", "time")), None)


def _several(p: Parts, ranked: c.Ranked) -> bool:
    if ranked.plural:
        return True
    return ranked.thing is None and any(a.plural for a in p.of(c.Asked))


def _within(s: Schema, p: Parts, made: Made, axes: list[str], ranked: c.Ranked) -> list[str]:
    """The groups within each of which something else is ranked."""
    grouped = p.of(c.Grouped)
    things = ranked.thing or next((a.noun for a in p.of(c.Asked)), None)
    if things is None and not (grouped and len(made.groups) > 1):
        return []
    if not grouped and not (axes and things is not None):
        return []
    named = {r.target for r in things.of(Role.DIMENSION)} if things else set()
    named |= {s.label(r.target) or "" for r in things.of(Role.ENTITY)} if things else set()
    own = [g for g in made.groups if g in named]
    if not own:
        return []
    inner = set(own) | {
        k for g in own for k in s.lexicon.namesakes.values() if k.split(".")[0] == g.split(".")[0]
    }
    return [*axes, *(g for g in made.groups if g not in inner)]

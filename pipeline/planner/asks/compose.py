"""Clauses in, ask out: members are chosen so that they fit together, and what was assumed is said."""

from __future__ import annotations

from datetime import date

from pipeline.cancellation import Cancellation
from pipeline.derived import Groups
from pipeline.planner import clauses as c
from pipeline.planner.asks import conditions
from pipeline.planner.asks.absence import about_what_lacks, lacking, things_of
from pipeline.planner.asks.ask import Ask, Unanswerable
from pipeline.planner.asks.comparison import Comparison, compared, side_by_side
from pipeline.planner.asks.derive import derive
from pipeline.planner.asks.draft import Composed, Draft, words_of
from pipeline.planner.asks.having import counted_groups, group_of_bounded
from pipeline.planner.asks.measured import defaults, divide, extremes, flags_of_things, measure
from pipeline.planner.asks.orders import order_and_limit
from pipeline.planner.asks.parted import part_of_whole
from pipeline.planner.asks.parts import Parts, standing_alone
from pipeline.planner.asks.ranked import hint, rank_by, rank_counts
from pipeline.planner.asks.restricted import alternatives, restrict
from pipeline.planner.asks.schema import Schema, cube_of
from pipeline.planner.asks.things import things
from pipeline.planner.asks.times import times
from pipeline.planner.readings import Role
from pipeline.planner.views import in_view
from pipeline.query import Filter, Query, TimeDimension


def compose(
    s: Schema, p: Parts, today: date, cancellation: Cancellation, given: Query | None = None
) -> Composed:
    """The ask of one reading; ``given``: the query before, whose measures and groups it may leave unsaid.
    Raises `Cancelled`."""
    cancellation.check()
    p = p if given else standing_alone(p)
    d = Draft(s, p, today, words=words_of(p), given=given)
    try:
        ask = _ask(d)
    except Unanswerable as error:
        return Composed(None, d.made.cost + 3, tuple(d.made.assumptions), error.problem, error.offers)
    if ask is None:
        return Composed(None, d.made.cost + 5, tuple(d.made.assumptions))
    return Composed(ask, d.made.cost, tuple(d.made.assumptions))


def _ask(d: Draft) -> Ask | None:
    p, made = d.p, d.made
    p = d.p = extremes(flags_of_things(d.s, p))
    whens, comparison = compared(p, d.today)
    measure(d)
    rank_counts(d)
    hint(d)
    things(d)
    restrict(d)
    group_of_bounded(d)
    rank_by(d)
    defaults(d, bool(whens))
    divide(d)
    part_of_whole(d)
    buckets = _buckets(d, comparison)
    if p.has(c.Running) and not buckets and not made.groups:
        buckets = [c.Bucketed(None)]
    if grain := side_by_side(p):
        buckets = [c.Bucketed(grain)]
    if comparison and comparison.grain and not buckets:
        buckets = [c.Bucketed(comparison.grain)]
    about = about_what_lacks(d) if d.lacks else made
    time, on_time = times(d.s, whens, buckets, about, d.today, d.words, _happened(d))
    d.filters += on_time
    alternatives(d)
    listed = d.given is not None and bool(d.given.dimensions)
    if not (made.measures or made.groups or any(t.granularity for t in time) or listed):
        return None
    if d.listing and not made.measures:
        time = [t.model_copy(update={"granularity": None}) for t in time if t.date_range]
    own_groups = list(made.groups)
    if d.given and not (made.groups or any(t.granularity for t in time)):
        made.groups = list(d.given.dimensions)
    order, limit, first, known = order_and_limit(d.s, p, made, time or _given_times(d), d.listing)
    if d.given:
        made.groups = own_groups
    restricted = {f.member for f in d.filters if isinstance(f, Filter)}
    d.known += _joined_keys(d)
    d.filters += [
        Filter(member=n, operator="set") for n in dict.fromkeys([*known, *d.known]) if n not in restricted
    ]
    bare = not (made.measures or made.groups or any(t.granularity for t in time))
    query = Query(
        measures=made.measures,
        dimensions=list(d.given.dimensions) if d.given and bare else made.groups,
        time_dimensions=time,
        filters=conditions.merged(d.filters),
        segments=list(dict.fromkeys(d.segments)),
        order=order,
        limit=limit,
    )
    if d.lacks:
        found, lacks = lacking(d, query)
        count = d.s.count(things_of(d) or "") if d.p.counts else None
        return Ask(found, (lacks, Groups(count)) if count else (lacks,))
    query, groups = counted_groups(d, query)
    query = _joined(d, query)
    query, derived = derive(d, query, comparison, first)
    derived += groups
    if p.has(c.Columns):
        raise Unanswerable(
            "Two columns cannot be compared with each other here.", "这里还不能比较同一行的两列。"
        )
    if not d.given and any(x.how == "remove" for x in p.of(c.Changed)):
        made.assume("nothing to remove", 1.5)
    if p.has(c.Ranked) and not (order or derived):
        made.assume("rank of nothing", 1.0)
    chart = next((x.chart for x in p.of(c.Charted)), None)
    return Ask(query, tuple(derived), chart)


def _happened(d: Draft) -> list[str]:
    """The cubes of what happened to things that are listed, where a condition is on it: "hotels that had
    complaints about noise this month"."""
    if d.made.measures or d.lacks:
        return []
    own = d.made.cubes
    cubes = [cube_of(f.member) for f in d.filters if isinstance(f, Filter)]
    reach = d.s.graph.one_of_each
    return [x for x in cubes if x not in own and all(o in reach(x) for o in own)][:1] if own else []


def _given_times(d: Draft) -> list[TimeDimension]:
    return list(d.given.time_dimensions) if d.given else []


def _buckets(d: Draft, comparison: Comparison | None) -> list[c.Bucketed]:
    """The buckets of time; a date that is grouped by is one."""
    found = list(d.p.of(c.Bucketed))
    for clause in d.p.clauses:
        if isinstance(clause, c.Grouped | c.Named | c.Asked) and not d.listing:
            dates = [r for r in clause.noun.of(Role.DIMENSION) if d.s.type(r.target) == "time"]
            if isinstance(clause, c.Named) and any(r.shortened for r in dates):
                continue  # "songs released" are not those by date
            if dates and len(dates) == len(clause.noun.of(Role.DIMENSION)):
                grain = None
                if found and found[0].noun is None:
                    grain = found[0].grain
                    found = found[1:]
                found.insert(0, c.Bucketed(grain, clause.noun))
    if any(b.grain is None for b in found) and any(b.grain for b in found):
        found = [b for b in found if b.grain] + [b for b in found if not b.grain and b.noun]
    return found


def _joined_keys(d: Draft) -> list[str]:
    """The keys of other things that a measure is grouped by: what has none of them is in no group.

    "Employees of each department" are those who have one.
    """
    s, made = d.s, d.made
    own = {cube_of(m) for m in made.measures}
    if not own or not s.graph.connects({*own, *(cube_of(g) for g in made.groups)}):
        return []
    keys: list[str] = []
    for cube in dict.fromkeys(cube_of(g) for g in made.groups):
        if all(s.graph.every_row_has(o, cube) for o in own):
            continue
        key = s.key(cube)
        if cube not in own and key:
            keys.append(key)
        elif not any(cube in s.graph.one_of_each(o) for o in own):
            keys += [g for g in made.groups if cube_of(g) == cube]
    return keys


def _joined(d: Draft, query: Query) -> Query:
    """The query, or the same of a view that joins what no join leads to. Raises `Unanswerable`."""
    cubes = {cube_of(name) for name in query.members()}
    if d.s.graph.connects(cubes):
        return query
    if viewed := in_view(query, d.s.catalog):
        return viewed
    titles = [d.s.catalog.cubes[cube].titles for cube in sorted(cubes)]
    raise Unanswerable(
        "Nothing in the data connects " + " with ".join(t.en for t in titles) + ".",
        "数据中没有把" + "、".join(t.zh for t in titles) + "联系起来的关系。",
    )

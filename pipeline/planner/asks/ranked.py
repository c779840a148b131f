"""What a superlative ranks by, and what that says of which rows are meant."""

from __future__ import annotations

from pipeline.planner import clauses as c
from pipeline.planner.asks import measures
from pipeline.planner.asks.draft import Draft, other_senses
from pipeline.planner.asks.schema import cube_of
from pipeline.planner.readings import Role

_OF_ONE = 0.3  # the cheapest of several kinds is so on average


def rank_counts(d: Draft) -> None:
    """What a superlative counts: the papers of "the most papers", the rows of "the most common"."""
    s, made = d.s, d.made
    for ranked in d.p.of(c.Ranked):
        if not ranked.counts:
            continue
        if ranked.by is None:
            cubes = _cubes_of_things(d)
            if not made.measures and cubes and (count := s.count(cubes[0])):
                made.add_measure(count)
            continue
        others = other_senses(d.p)
        found = measures.options(s, c.Counted(ranked.by))
        if found:
            best = min(found, key=lambda o: o.cost + measures.from_others(s, cube_of(o.member), made, others))
            made.assume("rank", best.cost)
            made.add_measure(best.member)


def _cubes_of_things(d: Draft) -> list[str]:
    """The cubes whose rows say how often something occurs: those of named things, else of what is ranked."""
    nouns = [x.noun for x in d.p.clauses if isinstance(x, c.Named | c.Asked | c.Counted)]
    nouns += [x.thing for x in d.p.of(c.Ranked) if x.thing]
    things = [r.target for n in nouns for r in n.of(Role.ENTITY)]
    dimensions = [cube_of(r.target) for n in nouns for r in n.of(Role.DIMENSION)]
    return [*things, *dimensions]


def hint(d: Draft) -> None:
    """The cubes of what conditions and superlatives measure, near which groups lie."""
    s = d.s
    for bound in d.p.of(c.Bounded):
        if bound.noun is not None and (bound.counts or bound.noun.of(Role.MEASURE)):
            found = measures.options(s, c.Counted(bound.noun) if bound.counts else c.Measured(bound.noun))
            d.hints += [cube_of(o.member) for o in found[:1]]
    if any(not x.nouns for x in d.p.of(c.Listed)):
        d.hints += [cube_of(r.target) for x in d.p.of(c.Flagged) for r in x.noun.senses[:1]]
        d.hints += [cube_of(r.target) for x in d.p.of(c.Valued) for n in x.nouns[:1] for r in n.senses[:1]]
    for ranked in d.p.of(c.Ranked):
        if ranked.by is not None and not ranked.counts:
            d.hints += [cube_of(r.target) for r in ranked.by.senses[:1]]


def rank_by(d: Draft) -> None:
    """What a superlative ranks by is measured, or shown."""
    for ranked in d.p.of(c.Ranked):
        if ranked.by is not None and not ranked.counts:
            _rank_by_column(d, ranked)


def _rank_by_column(d: Draft, ranked: c.Ranked) -> None:
    s, made = d.s, d.made
    assert ranked.by is not None
    things = bool(made.groups) and (d.listing or not made.measures)
    options: list[tuple[float, str]] = []
    own = [cube_of(g) for g in made.groups]
    rows = {cube_of(g) for g in made.groups if s.tells_apart(g)}
    for sense in ranked.by.of(Role.DIMENSION):
        member = s.member(sense.target)
        if member.type == "time" and sense.shortened and ranked.by.of(Role.ENTITY):
            continue  # the most documents are not those of the latest date
        if member.type in ("number", "time") and not (member.primary_key or member.refers_to):
            cost = measures.sense_cost(sense) + s.nearest(own, cube_of(sense.target))
            each = things and cube_of(sense.target) in rows
            options.append((cost + (0.0 if each else 0.4), sense.target))
    options += _columns_behind(d, ranked, rows) if things else []
    if ranked.aggregate:
        options = []
    for option in measures.options(s, c.Measured(ranked.by, ranked.aggregate)):
        cost = option.cost + s.furthest(cube_of(option.member), own)
        cost -= _OF_ONE * (ranked.own and s.member(option.member).agg_type == "avg")
        options.append((cost + (0.15 if things else 0.0), option.member))
    if not options:
        made.assume("unranked", 1.5, words=ranked.by.text)
        return
    cost, name = min(options)
    made.assume("rank", cost)
    if s.member(name).kind == "measure":
        made.add_measure(name)
    else:
        made.add_group(name)


def _columns_behind(d: Draft, ranked: c.Ranked, rows: set[str]) -> list[tuple[float, str]]:
    """The columns of what stands in the rows whose measures a superlative names: the salary of a person."""
    s, found = d.s, []
    assert ranked.by is not None
    for sense in ranked.by.of(Role.MEASURE):
        member = s.member(sense.target)
        column = s.dimension_behind(member)
        if column and cube_of(column) in rows and member.agg_type in ("sum", "avg", "min", "max"):
            found.append((measures.sense_cost(sense) + 0.05, column))
    return found

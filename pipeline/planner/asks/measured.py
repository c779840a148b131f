"""What is measured: members that fit together, aggregates, defaults, and one divided by another."""

from __future__ import annotations

from dataclasses import replace

from pipeline.planner import clauses as c
from pipeline.planner.asks import measures
from pipeline.planner.asks.draft import Draft, other_senses, subject_of
from pipeline.planner.asks.in_units import measure_in
from pipeline.planner.asks.parts import Parts
from pipeline.planner.asks.schema import Schema, cube_of
from pipeline.planner.readings import Role
from pipeline.query import Filter

_END_BESIDE_WHICH = 0.5  # "which has the lowest" asks for the one that has it, not for the lowest of each


def extremes(p: Parts) -> Parts:
    """The clauses with a superlative of nothing as an aggregate: "the highest rank of all reviews"."""
    found: list[c.Clause] = []
    named = False
    grouped = p.has(c.Asked, c.Grouped) or any(not x.nouns for x in p.of(c.Listed))
    for clause in p.clauses:
        named = named or isinstance(clause, c.Named)
        alone = isinstance(clause, c.Ranked) and not (clause.counts or clause.thing or clause.n or grouped)
        if (
            alone
            and not named
            and isinstance(clause, c.Ranked)
            and clause.by is not None
            and not clause.aggregate
        ):
            found.append(c.Measured(clause.by, "min" if clause.direction == "asc" else "max"))
        else:
            found.append(clause)
    return Parts(tuple(found))


def flags_of_things(s: Schema, p: Parts) -> Parts:
    """The clauses with a boolean that stands for its things as a condition on them: 安全关键件有几种."""
    found: list[c.Clause] = []
    for clause in p.clauses:
        if isinstance(clause, c.Counted | c.Asked) and _is_flag(s, clause.noun):
            found.append(c.Flagged(clause.noun))
            found.append(c.Counting() if isinstance(clause, c.Counted) else c.Listed())
        else:
            found.append(clause)
    return Parts(tuple(found))


def _is_flag(s: Schema, noun: c.Noun) -> bool:
    if noun.of(Role.ENTITY, Role.MEASURE):
        return False
    return bool(noun.senses) and all(
        r.role is Role.SEGMENT or s.type(r.target) == "boolean" for r in noun.senses
    )


def _ranks(clause: c.Ranked) -> bool:
    """Whether a superlative says more than which value it means."""
    return bool(clause.counts or clause.thing or clause.n or clause.aggregate)


def measure(d: Draft) -> None:
    asked: list[c.Measured | c.Counted] = []
    alone = [x.aggregate for x in d.p.of(c.Aggregated)]
    for clause in d.p.clauses:
        if isinstance(clause, c.Measured | c.Counted):
            asked.append(clause)
    named = [a for a in asked if _is_only_named(a)] if len(asked) > 1 else []
    if len(named) < len(asked):
        d.p = Parts(
            tuple(c.Named(x.noun) if x in named and isinstance(x, c.Measured) else x for x in d.p.clauses)
        )
        asked = [a for a in asked if a not in named]
    if asked and _are_rows(d, asked):
        d.p = Parts((*(_as_named(x) for x in d.p.clauses), c.Listed()))
        return
    asked = asked or _named_measures(d)
    asked = _with_aggregates(asked, alone, d)
    if d.p.has(c.Listed) and not d.p.counts:
        asked = [a for a in asked if not _is_attribute(d, a)]
    if d.given and not asked:
        d.made.measures = list(d.given.measures)
    ends = [a for a in asked if isinstance(a, c.Measured) and a.aggregate in ("min", "max")]
    if ends and (d.p.has(c.Asked) or any(not x.nouns for x in d.p.of(c.Listed))):
        d.made.assume("end beside which", _END_BESIDE_WHICH)
    measures.choose(d.s, asked, d.made, other_senses(d.p))
    for clause in d.p.of(c.InUnit):
        if not measure_in(d.s, clause, d.made, other_senses(d.p)):
            d.made.assume("no such unit", 0.8, words=clause.text)
    if (
        any(not x.value for x in d.p.of(c.Counting))
        and d.made.measures
        and not any(isinstance(a, c.Counted) for a in asked)
    ):
        _count_beside(d)


def _count_beside(d: Draft) -> None:
    """Counts things beside what is measured of them: "how many, and how long on average"."""
    count = d.s.count(cube_of(d.made.measures[0]))
    counted = any(d.s.member(m).agg_type in ("count", "countDistinct") for m in d.made.measures)
    if count and not counted and not d.p.has(c.Aggregated, c.Shared):
        d.made.measures.insert(0, count)
        d.made.assume("counted beside", 0.1)


_NO_ROWS = (c.Grouped, c.Bucketed, c.Ranked, c.Shared, c.Charted, c.Counted, c.Counting, c.Asked, c.Compared)


def _are_rows(d: Draft, asked: list[c.Measured | c.Counted]) -> bool:
    """Whether things are only named, for what a number says of a column of theirs."""
    if d.given or d.p.has(*_NO_ROWS, c.Divided, c.Running) or not all(_is_only_named(a) for a in asked):
        return False
    things = {r.target for a in asked for r in a.noun.of(Role.ENTITY)}
    bounds = [b for b in d.p.of(c.Bounded) if b.noun is not None and not b.counts]
    columns = [r.target for b in bounds if b.noun for r in b.noun.of(Role.DIMENSION)]
    return bool(columns) and all(cube_of(name) in things for name in columns)


def _as_named(clause: c.Clause) -> c.Clause:
    return c.Named(clause.noun) if isinstance(clause, c.Measured) else clause


def _named_measures(d: Draft) -> list[c.Measured | c.Counted]:
    """What is only named and can be measured, where rows are asked for along something else: "what are the
    profits across states"."""
    p = d.p
    along = p.has(c.Grouped, c.Bucketed, c.Charted)
    if not along or (p.has(c.Valued) and not p.has(c.Grouped, c.Bucketed)):
        return []
    named = [x.noun for x in p.clauses if isinstance(x, c.Named | c.Asked)]
    found: list[c.Measured | c.Counted] = []
    found += [c.Measured(n) for n in named if not n.of(Role.ENTITY) and _is_figure(d, n)]
    return found[:2]


def _is_figure(d: Draft, noun: c.Noun) -> bool:
    """Whether something can be measured: a measure, or a column of numbers that tell nothing apart."""
    columns = [d.s.member(r.target) for r in noun.of(Role.DIMENSION)]
    numbers = [m for m in columns if m.type == "number" and not (m.primary_key or m.refers_to)]
    return bool(noun.of(Role.MEASURE) or numbers)


def _is_only_named(clause: c.Measured | c.Counted) -> bool:
    """Whether things are named beside something else that is measured: the procedures of "cost of
    procedures"."""
    if isinstance(clause, c.Counted) or clause.aggregate or clause.joined:
        return False
    return bool(clause.noun.of(Role.ENTITY))


def _with_aggregates(
    asked: list[c.Measured | c.Counted], alone: list[str], d: Draft
) -> list[c.Measured | c.Counted]:
    """Aggregates that stand by themselves belong to the noun that is measured: "average score, and also the
    lowest"."""
    measured = [a for a in asked if isinstance(a, c.Measured)]
    if not alone:
        return asked
    if not measured:
        d.made.assume("aggregate of nothing", 0.8)
        return asked
    last = measured[-1]
    if last.aggregate is None:
        asked = [
            replace(a, aggregate=alone[0]) if a is last and isinstance(a, c.Measured) else a for a in asked
        ]
        alone = alone[1:]
    return [*asked, *(c.Measured(last.noun, a) for a in alone)]


def _is_attribute(d: Draft, clause: c.Measured | c.Counted) -> bool:
    """Whether what looks like a measure is a column of the rows that are listed."""
    if isinstance(clause, c.Counted) or clause.aggregate:
        return False
    return bool(clause.noun.of(Role.DIMENSION))


def defaults(d: Draft, timed: bool) -> None:
    s, p, made = d.s, d.p, d.made
    if made.measures or (d.listing and made.groups) or d.given:
        return
    cubes = [x for x in [subject_of(d)] if x]
    cubes += [cube_of(g) for g in made.groups]
    cubes += [f.member.split(".")[0] for f in d.filters if isinstance(f, Filter)]
    cubes += [cube_of(x) for x in d.segments]
    dated = [x.noun for x in p.clauses if isinstance(x, c.Bucketed | c.When) and x.noun]
    cubes += [cube_of(r.target) for noun in dated for r in noun.of(Role.DIMENSION)]
    named = any(x.noun.of(Role.ENTITY) for x in p.clauses if isinstance(x, c.Named | c.Asked | c.Grouped))
    if not cubes:
        return
    measures.default_measure(s, made, list(dict.fromkeys(cubes)))
    if named or p.counts:
        made.assumptions = [replace(a, cost=0.05) if a.kind == "no measure" else a for a in made.assumptions]


def divide(d: Draft) -> None:
    """One measure divided by another, or by how many things there are."""
    s, made = d.s, d.made
    divided = d.p.first(c.Divided)
    if divided is None:
        return
    over = measures.options(s, c.Measured(divided.over)) if divided.over else []
    told = not divided.counts and divided.under.of(Role.MEASURE)
    below_it = c.Measured(divided.under) if told else c.Counted(divided.under)
    under = measures.options(s, below_it)
    if not (over and under):
        made.assume("undivided", 2.0)
        return
    top = over[0]
    below = min(under, key=lambda o: o.cost + s.apart(cube_of(top.member), cube_of(o.member)))
    if not s.member(top.member).additive:
        made.assume("ratio of an average", 1.0)
    made.measures = [top.member, below.member]
    made.assume("ratio", top.cost + below.cost + s.apart(cube_of(top.member), cube_of(below.member)))
    d.ratio = True

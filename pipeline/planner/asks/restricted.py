"""What restricts the rows: values, flags, blanks, bounds and rates."""

from __future__ import annotations

from pipeline.planner import clauses as c
from pipeline.planner.asks import conditions
from pipeline.planner.asks.absence import absences, lacks
from pipeline.planner.asks.draft import Draft, subject_of
from pipeline.planner.asks.rates import rate_for
from pipeline.planner.asks.schema import Schema, cube_of
from pipeline.planner.readings import Role
from pipeline.query import Filter, Or


def restrict(d: Draft) -> None:
    s, p, made = d.s, d.p, d.made
    subject = subject_of(d)
    cubes = made.cubes or ([subject] if subject else [])
    named = list(made.groups)
    rated = _rates(d, cubes)
    for clause in p.of(c.Valued):
        if clause in rated:
            continue
        found = conditions.value_filter(s, clause, cubes, named, made)
        if found is None:
            made.assume("lost value", 2.0, words=clause.nouns[0].text)
            continue
        if _are_all(s, clause, found):
            made.add_group(found.member)
            continue
        d.filters.append(found)
        d.told[clause] = found
        if len(clause.nouns) > 1 and (p.has(c.Compared) or not made.groups) and not clause.negated:
            d.shown.append(found.member)
    for flag in p.of(c.Flagged):
        if flag not in rated:
            add_flag(d, flag, cubes)
    _opposites(d)
    absent = absences(d)
    for blank in p.of(c.Blank):
        if blank in absent:
            continue
        if found := conditions.blank_filter(s, blank, cubes, made):
            d.filters.append(found)
        else:
            made.assume("lost blank", 2.0, words=blank.noun.text)
    for spelt in p.of(c.Spelt):
        if found := conditions.spelt_filter(s, spelt, cubes, made):
            d.filters.append(found)
        else:
            made.assume("lost letters", 2.0, words=spelt.text)
    listed = [subject] if subject and (d.listing or p.counts or not made.measures) else []
    for bound in p.of(c.Bounded):
        if bound in rated:
            continue
        if bound.noun is not None and _is_any(bound):
            there_is = c.Blank(bound.noun, True)
            if not (p.counts and lacks(d, there_is)):
                _present(d, bound.noun, cubes)
            continue
        d.filters += conditions.bound_filters(s, bound, made, listed, d.today)
    for name in d.shown:
        if p.has(c.Compared) or (not p.counts and not d.listing):
            made.add_group(name)


def _are_all(s: Schema, clause: c.Valued, condition: Filter) -> bool:
    """Whether all values of a dimension are named, each of which then has a row: 男女."""
    several = len(clause.nouns) > 1 and not clause.negated
    return several and s.cardinality(condition.member) == len(condition.values)


def _opposites(d: Draft) -> None:
    """Groups by a boolean that is asked for both ways: "with and without a coupon"."""
    asked = [f for f in d.filters if isinstance(f, Filter) and d.s.type(f.member) == "boolean"]
    for one in asked:
        if any(o.member == one.member and o.values != one.values for o in asked):
            d.filters = [f for f in d.filters if not (isinstance(f, Filter) and f.member == one.member)]
            d.made.add_group(one.member)


def _is_any(bound: c.Bounded) -> bool:
    """Whether a number only says that there is some: "at least one review"."""
    least = {"gte": 1, "gt": 0}.get(bound.operator)
    return bound.counts and least is not None and bound.value.value == least


def _present(d: Draft, noun: c.Noun, cubes: list[str]) -> None:
    """The condition that there is something; of what a condition is on already there is."""
    named = {cube_of(f.member) for f in d.filters if isinstance(f, Filter)}
    if any(cube_of(r.target) in named for r in noun.senses):
        return
    if found := conditions.blank_filter(d.s, c.Blank(noun, True), cubes, d.made):
        d.filters.append(found)


def add_flag(d: Draft, flag: c.Flagged, cubes: list[str]) -> None:
    told = conditions.flag_filter(d.s, flag, cubes, d.made)
    if isinstance(told, str):
        d.segments.append(told)
    elif told is not None:
        d.filters.append(told)
        d.told[flag] = told
    else:
        d.made.assume("lost flag", 2.0, words=flag.noun.text)


def _rates(d: Draft, cubes: list[str]) -> list[c.Clause]:
    """The clauses that together ask for a rate that the model has: "12 % of the contracts are terminated",
    "what share are key accounts"."""
    s, p, made = d.s, d.p, d.made
    told: list[tuple[c.Clause, c.Noun]] = [(x, x.noun) for x in p.of(c.Flagged) if not x.negated]
    told += [(x, x.nouns[0]) for x in p.of(c.Valued) if not x.negated and len(x.nouns) == 1]
    for bound in p.of(c.Bounded):
        if not bound.value.percent or bound.noun is None or bound.noun.of(Role.DIMENSION):
            continue
        if any(s.lexicon.is_fraction(r.target) for r in bound.noun.of(Role.MEASURE)):
            continue
        near = [r.target for r in bound.noun.of(Role.ENTITY)]
        near += [cube_of(r.target) for r in bound.noun.of(Role.MEASURE)]
        for clause, noun in told:
            if rate := rate_for(s, near, noun):
                made.add_measure(rate)
                d.filters.append(conditions.scaled_filter(s, rate, bound))
                return [bound, clause]
        if rate := rate_for(s, near, bound.noun):
            made.add_measure(rate)
            d.filters.append(conditions.scaled_filter(s, rate, bound))
            return [bound]
    rows = p.has(c.Grouped, c.Bucketed, c.Asked) or made.groups
    if p.has(c.Shared) and not rows and len(told) == 1:
        clause, noun = told[0]
        if rate := rate_for(s, cubes, noun):
            made.measures = [m for m in made.measures if p.has(c.Counted) or m != s.count(cube_of(rate))]
            made.add_measure(rate)
            return [clause]
    return []


def alternatives(d: Draft) -> None:
    """Conditions that "or" stands between, of different members, as alternatives."""
    kinds = (c.Valued, c.Flagged, c.Bounded, c.Blank, c.Spelt)
    if not d.p.has(c.Either):
        return
    order = [x for x in d.p.clauses if isinstance(x, (*kinds, c.Either))]
    at = next(i for i, x in enumerate(order) if isinstance(x, c.Either))
    between = 0 < at < len(order) - 1 and not isinstance(order[at + 1], c.Either)
    found = [f for f in d.filters if isinstance(f, Filter)]
    if not between or len(found) < 2 or len({f.member for f in found}) < 2:
        return
    if sum(isinstance(x, kinds) for x in order) == len(found) == 2:
        d.filters = [f for f in d.filters if f not in found] + [Or(or_=list(found))]
    else:
        d.made.assume("either", 0.8)

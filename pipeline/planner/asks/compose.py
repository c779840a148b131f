"""Clauses in, ask out: members are chosen so that they fit together, and what was assumed is said."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date

from pipeline.cancellation import Cancellation
from pipeline.derived import Change, Derived, First, Ratio, Running, Unit
from pipeline.language import Text
from pipeline.planner import clauses as c
from pipeline.planner.asks import conditions, measures
from pipeline.planner.asks.ask import Ask, Assumption, Made, Unanswerable
from pipeline.planner.asks.comparison import Comparison, compared
from pipeline.planner.asks.groups import (
    GROUPS_AT_MOST,
    dimension_for,
    name_of_referred,
    row_key,
    tell_namesakes_apart,
)
from pipeline.planner.asks.orders import order_and_limit
from pipeline.planner.asks.parts import Parts, standing_alone
from pipeline.planner.asks.rates import rate_for
from pipeline.planner.asks.schema import Schema, cube_of
from pipeline.planner.asks.times import times
from pipeline.planner.composing.changes import shares
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase
from pipeline.planner.views import in_view
from pipeline.query import Condition, Filter, Or, Query, TimeDimension


@dataclass(frozen=True)
class Composed:
    """An ask with what it cost and what was assumed, or the problem with the clauses."""

    ask: Ask | None = None
    cost: float = 0.0
    assumptions: tuple[Assumption, ...] = ()
    problem: Text | None = None
    offers: tuple[str, ...] = ()


@dataclass
class Draft:
    """One composition under way."""

    s: Schema
    p: Parts
    today: date
    made: Made = field(default_factory=Made)
    filters: list[Condition] = field(default_factory=list)
    segments: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    listing: bool = False
    known: list[str] = field(default_factory=list)
    first: tuple[int, list[str]] | None = None
    ratio: bool = False
    words: frozenset[str] = frozenset()
    given: Query | None = None
    hints: list[str] = field(default_factory=list)


def compose(
    s: Schema, p: Parts, today: date, cancellation: Cancellation, given: Query | None = None
) -> Composed:
    """The ask of one reading; ``given``: the query before, whose measures and groups it may leave unsaid.
    Raises `Cancelled`."""
    cancellation.check()
    p = p if given else standing_alone(p)
    d = Draft(s, p, today, words=_words(p), given=given)
    try:
        ask = _ask(d)
    except Unanswerable as error:
        return Composed(None, d.made.cost + 3, tuple(d.made.assumptions), error.problem, error.offers)
    if ask is None:
        return Composed(None, d.made.cost + 5, tuple(d.made.assumptions))
    return Composed(ask, d.made.cost, tuple(d.made.assumptions))


def _words(p: Parts) -> frozenset[str]:
    """The stems of all that the clauses name."""
    found: set[str] = set()
    for clause in p.clauses:
        for value in vars(clause).values():
            nouns = value if isinstance(value, tuple) else (value,)
            for noun in nouns:
                if isinstance(noun, c.Noun):
                    found |= set(phrase(noun.text))
    return frozenset(found)


def _ask(d: Draft) -> Ask | None:
    p, made = d.p, d.made
    p = d.p = _extremes(p)
    whens, comparison = compared(p, d.today)
    _measures(d)
    _ranked_counts(d)
    _hint(d)
    _things(d)
    _conditions(d)
    _ranked_by(d)
    _defaults(d, bool(whens))
    _divide(d)
    buckets = _buckets(d, comparison)
    if p.has(c.Running) and not buckets:
        buckets = [c.Bucketed(None)]
    if comparison and comparison.grain and not buckets:
        buckets = [c.Bucketed(comparison.grain)]
    time, on_time = times(d.s, whens, buckets, made, d.today, d.words)
    d.filters += on_time
    _alternatives(d)
    if not (made.measures or made.groups or any(t.granularity for t in time)):
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
    query = Query(
        measures=made.measures,
        dimensions=made.groups,
        time_dimensions=time,
        filters=conditions.merged(d.filters),
        segments=list(dict.fromkeys(d.segments)),
        order=order,
        limit=limit,
    )
    query = _joined(d, query)
    query, derived = _derived(d, query, comparison, first)
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


def _given_times(d: Draft) -> list[TimeDimension]:
    return list(d.given.time_dimensions) if d.given else []


def _extremes(p: Parts) -> Parts:
    """The clauses with a superlative of nothing as an aggregate: "the highest rank of all reviews"."""
    found: list[c.Clause] = []
    named = False
    grouped = p.has(c.Asked, c.Grouped)
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


def _ranks(clause: c.Ranked) -> bool:
    """Whether a superlative says more than which value it means."""
    return bool(clause.counts or clause.thing or clause.n or clause.aggregate)


# --- what is measured


def _measures(d: Draft) -> None:
    asked: list[c.Measured | c.Counted] = []
    alone = [x.aggregate for x in d.p.of(c.Aggregated)]
    for clause in d.p.clauses:
        if isinstance(clause, c.Measured | c.Counted):
            asked.append(clause)
    asked = [a for a in asked if len(asked) == 1 or not _is_only_named(a)]
    asked = asked or _named_measures(d)
    asked = _with_aggregates(asked, alone, d)
    if d.p.has(c.Listed) and not d.p.counts:
        asked = [a for a in asked if not _is_attribute(d, a)]
    if d.given and not asked:
        d.made.measures = list(d.given.measures)
    measures.choose(d.s, asked, d.made, _other_senses(d.p))


def _named_measures(d: Draft) -> list[c.Measured | c.Counted]:
    """What is only named and can be measured, where rows are asked for along something else: "what are the
    profits across states"."""
    p = d.p
    along = p.has(c.Grouped, c.Bucketed, c.Charted)
    if not along or (p.has(c.Valued) and not p.has(c.Grouped, c.Bucketed)):
        return []
    named = [x.noun for x in p.clauses if isinstance(x, c.Named | c.Asked)]
    found: list[c.Measured | c.Counted] = []
    found += [c.Measured(n) for n in named if n.of(Role.MEASURE) and not n.of(Role.ENTITY)]
    return found[:2]


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


def _other_senses(p: Parts) -> list[list[Reading]]:
    """The senses of each mention that is no measure."""
    found: list[list[Reading]] = []
    for clause in p.clauses:
        if isinstance(clause, c.Named | c.Asked | c.Grouped | c.Flagged | c.Blank):
            found.append(list(clause.noun.senses))
        elif isinstance(clause, c.Valued):
            found += [list(n.of(Role.VALUE)) for n in clause.nouns]
        elif isinstance(clause, c.When) and clause.noun:
            found.append(list(clause.noun.senses))
    return found


# --- what the rows are


def _things(d: Draft) -> None:
    """Groups, or the things that are listed with their attributes."""
    s, p, made = d.s, d.p, d.made
    subject = _subject(d)
    d.listing = _lists(d, subject)
    anchors = made.cubes or ([subject] if subject else d.hints)
    if d.listing and not made.measures:
        _list(d, subject)
        return
    for clause in p.clauses:
        if isinstance(clause, c.Grouped | c.Asked):
            _group(d, clause.noun, anchors)
        elif isinstance(clause, c.Named):
            _maybe_group(d, clause, anchors, subject)
    for ranked in p.of(c.Ranked):
        own = ranked.thing and any(r.target in made.cubes for r in ranked.thing.of(Role.ENTITY))
        if ranked.thing is not None and not (own and made.groups):
            _group(d, ranked.thing, anchors)
    tell_namesakes_apart(s, made)


def _subject(d: Draft) -> str | None:
    """The cube whose things the question is about: those that it names first, or counts."""
    anchors = d.made.cubes
    for clause in d.p.clauses:
        if isinstance(clause, c.Named | c.Asked):
            entities = clause.noun.of(Role.ENTITY)
            if entities:
                ranked = sorted(
                    entities, key=lambda r: measures.sense_cost(r) + d.s.nearest(anchors, r.target)
                )
                return ranked[0].target
    for ranked_clause in d.p.of(c.Ranked):
        if ranked_clause.thing and (things := ranked_clause.thing.of(Role.ENTITY)):
            return things[0].target
    return anchors[0] if anchors else None


def _lists(d: Draft, subject: str | None) -> bool:
    p = d.p
    if d.made.measures or p.counts or p.has(c.Grouped, c.Bucketed, c.Shared, c.Charted, c.Aggregated):
        return False
    if p.has(c.Listed, c.Asked):
        return True
    if any(r.by is not None and not r.counts for r in p.of(c.Ranked)):
        return True
    dimensions = [n for n in p.of(c.Named) if n.noun.of(Role.DIMENSION)]
    return bool(dimensions) and not p.has(c.Valued, c.Flagged) and len(dimensions) > 1


def _list(d: Draft, subject: str | None) -> None:
    """The things that are listed, each with what is asked of it."""
    s, made = d.s, d.made
    nouns = [x.noun for x in d.p.clauses if isinstance(x, c.Named | c.Asked)]
    nouns += [x.noun for x in d.p.of(c.Measured)]
    anchors = [subject] if subject else d.hints[:1] or _cube_of_one(nouns)
    chosen: list[tuple[c.Noun, str]] = []
    attributes = [n for n in nouns if n.of(Role.DIMENSION)]
    for noun in nouns:
        entity = bool(noun.of(Role.ENTITY))
        name = dimension_for(s, noun, anchors, made, d.words)
        if name is None:
            continue
        if entity and not noun.of(Role.DIMENSION) and attributes and len(nouns) > 1:
            continue  # "the names of students": the students are only whose names they are
        chosen.append((noun, name_of_referred(s, name, noun)))
        if not anchors:
            anchors = [cube_of(name)]
    for _, name in chosen:
        if s.type(name) == "time":
            made.add_group(name)
        else:
            made.add_group(name)
    if not made.groups and subject and (label := s.label(subject) or s.key(subject)):
        made.add_group(label)
    for ranked in d.p.of(c.Ranked):
        if ranked.thing and not made.groups:
            name = dimension_for(s, ranked.thing, anchors, made, d.words)
            if name:
                made.add_group(name)
    _key_of_rows(d, subject)


def _key_of_rows(d: Draft, subject: str | None) -> None:
    """Shows the key where rows of a list could otherwise fall into one."""
    made = d.made
    own = subject if subject and any(cube_of(g) == subject for g in made.groups) else None
    own = own or (cube_of(made.groups[0]) if made.groups else None)
    if own is None or d.p.has(c.Listed) is False:
        return
    if not any(n.noun.of(Role.ENTITY) for n in d.p.of(c.Named)) and len(made.groups) == 1:
        return  # "list the cities" are the different ones
    label = d.s.label(own)
    key = row_key(d.s, own)
    if (
        key
        and key not in made.groups
        and (label in made.groups or len(made.groups) > 1)
        and own in d.s.lexicon.namesakes
    ):
        made.add_group(key)


def _cube_of_one(nouns: list[c.Noun]) -> list[str]:
    """The cube of the first mention that only one has."""
    for noun in nouns:
        cubes = {cube_of(r.target) for r in noun.of(Role.DIMENSION, Role.ENTITY) if not r.partial}
        if len(cubes) == 1:
            return list(cubes)
    return []


def _group(d: Draft, noun: c.Noun, anchors: list[str]) -> None:
    listed = _grouped_things(d)
    hints = [] if listed else d.hints
    near = (d.made.cubes if d.made.measures else []) or hints or d.made.cubes or anchors
    name = dimension_for(d.s, noun, near, d.made, d.words, prefer=listed)
    if name is None:
        d.made.assume("ungrouped", 1.5, words=noun.text)
        return
    if d.s.type(name) == "time":
        return
    d.made.add_group(name_of_referred(d.s, name, noun))


def _is_counted(d: Draft) -> bool:
    """Whether things that are only named are what is counted along other groups: "all movies by type"."""
    return d.p.has(c.Grouped) and not d.made.measures and not d.given


def _grouped_things(d: Draft) -> frozenset[str]:
    """The cubes of the things that are grouped by, whose attributes an "id" or a "name" beside them is."""
    nouns = [x.noun for x in d.p.clauses if isinstance(x, c.Grouped | c.Asked)]
    if d.p.has(c.Listed):
        nouns += [x.noun for x in d.p.of(c.Named)]
    nouns += [x.thing for x in d.p.of(c.Ranked) if x.thing]
    return frozenset(r.target for n in nouns for r in n.of(Role.ENTITY))


def _maybe_group(d: Draft, clause: c.Named, anchors: list[str], subject: str | None) -> None:
    """Something that is only named beside a measure: what it is grouped by, or whose it is."""
    s, made, noun = d.s, d.made, clause.noun
    entities = [r.target for r in noun.of(Role.ENTITY)]
    if any(r.target in made.measures for r in noun.of(Role.MEASURE)) or (entities and _is_counted(d)):
        return
    whole = [r for r in noun.of(Role.DIMENSION) if not r.partial]
    if any(s.type(r.target) == "boolean" for r in noun.of(Role.DIMENSION)) and noun.of(Role.VALUE):
        adds = any(x.how == "also" for x in d.p.of(c.Changed))
        if not adds:
            _flag(d, c.Flagged(noun), made.cubes or anchors)
            return
    if d.given:
        if d.p.has(c.Changed) or not d.p.has(c.Valued, c.Flagged):
            _group(d, noun, anchors)
        return
    if entities and any(e in made.cubes for e in entities) and not (whole and d.p.has(c.Listed)):
        return
    grouped = d.p.has(c.Grouped, c.Bucketed)
    if entities and not whole:
        label = s.label(entities[0])
        ranked = d.p.has(c.Ranked) and not d.p.has(c.Asked)
        bounded = any(b.noun is not None for b in d.p.of(c.Bounded))
        few = label is not None and 1 < s.cardinality(label) <= GROUPS_AT_MOST
        if (
            made.measures
            and label
            and not d.p.has(c.Grouped)
            and (ranked or bounded or few)
            and not _restricted(d, entities[0])
        ):
            made.assume("named group", 0.15)
            _group(d, noun, anchors)
        else:
            made.assume("named thing", 0.1 if grouped or not made.measures else 0.2)
        return
    if noun.of(Role.DIMENSION):
        if any(s.type(r.target) == "boolean" for r in noun.of(Role.DIMENSION)) and noun.of(Role.VALUE):
            _flag(d, c.Flagged(noun), made.cubes or anchors)
            return
        if _is_restricted(d, noun):
            return
        made.assume("named group", 0.15)
        _group(d, noun, anchors)


def _is_restricted(d: Draft, noun: c.Noun) -> bool:
    """Whether a dimension is named for one of its values: "headquarters in Tokyo"."""
    named = {r.target for r in noun.of(Role.DIMENSION)}
    values = {r.target for x in d.p.of(c.Valued) for n in x.nouns for r in n.of(Role.VALUE)}
    return not named.isdisjoint(values)


def _restricted(d: Draft, cube: str) -> bool:
    """Whether a condition of the question is on things of a cube."""
    for clause in d.p.clauses:
        nouns = (
            clause.nouns
            if isinstance(clause, c.Valued)
            else (clause.noun,)
            if isinstance(clause, c.Flagged)
            else ()
        )
        if any(cube_of(r.target) == cube for n in nouns for r in n.senses):
            return True
    return False


# --- what restricts


def _conditions(d: Draft) -> None:
    s, p, made = d.s, d.p, d.made
    subject = _subject(d)
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
        d.filters.append(found)
        if len(clause.nouns) > 1 and (p.has(c.Compared) or not made.groups) and not clause.negated:
            d.shown.append(found.member)
    for flag in p.of(c.Flagged):
        if flag not in rated:
            _flag(d, flag, cubes)
    for blank in p.of(c.Blank):
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
            _present(d, bound.noun, cubes)
            continue
        d.filters += conditions.bound_filters(s, bound, made, listed, d.today)
    for name in d.shown:
        if p.has(c.Compared) or (not p.counts and not d.listing):
            made.add_group(name)


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


def _flag(d: Draft, flag: c.Flagged, cubes: list[str]) -> None:
    told = conditions.flag_filter(d.s, flag, cubes, d.made)
    if isinstance(told, str):
        d.segments.append(told)
    elif told is not None:
        d.filters.append(told)
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


def _alternatives(d: Draft) -> None:
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


# --- what it is ranked by


def _ranked_counts(d: Draft) -> None:
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
        others = _other_senses(d.p)
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


def _hint(d: Draft) -> None:
    """The cubes of what conditions and superlatives measure, near which groups lie."""
    s = d.s
    for bound in d.p.of(c.Bounded):
        if bound.noun is not None and (bound.counts or bound.noun.of(Role.MEASURE)):
            found = measures.options(s, c.Counted(bound.noun) if bound.counts else c.Measured(bound.noun))
            d.hints += [cube_of(o.member) for o in found[:1]]
    for ranked in d.p.of(c.Ranked):
        if ranked.by is not None and not ranked.counts:
            d.hints += [cube_of(r.target) for r in ranked.by.senses[:1]]


def _ranked_by(d: Draft) -> None:
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
    for sense in ranked.by.of(Role.DIMENSION):
        member = s.member(sense.target)
        if member.type == "time" and sense.shortened and ranked.by.of(Role.ENTITY):
            continue  # the most documents are not those of the latest date
        if member.type in ("number", "time") and not (member.primary_key or member.refers_to):
            cost = measures.sense_cost(sense) + s.nearest(own, cube_of(sense.target))
            each = things and cube_of(sense.target) in own
            options.append((cost + (0.0 if each else 0.4), sense.target))
    if ranked.aggregate:
        options = []
    for option in measures.options(s, c.Measured(ranked.by, ranked.aggregate)):
        cost = option.cost + s.furthest(cube_of(option.member), own)
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


# --- what goes without saying


def _defaults(d: Draft, timed: bool) -> None:
    s, p, made = d.s, d.p, d.made
    if made.measures or (d.listing and made.groups) or d.given:
        return
    cubes = [x for x in [_subject(d)] if x]
    cubes += [cube_of(g) for g in made.groups]
    cubes += [f.member.split(".")[0] for f in d.filters if isinstance(f, Filter)]
    cubes += [cube_of(x) for x in d.segments]
    named = any(x.noun.of(Role.ENTITY) for x in p.clauses if isinstance(x, c.Named | c.Asked | c.Grouped))
    if not cubes:
        return
    measures.default_measure(s, made, list(dict.fromkeys(cubes)))
    if named or p.counts:
        made.assumptions = [replace(a, cost=0.05) if a.kind == "no measure" else a for a in made.assumptions]


def _divide(d: Draft) -> None:
    """One measure divided by another, or by how many things there are."""
    s, made = d.s, d.made
    divided = d.p.first(c.Divided)
    if divided is None:
        return
    over = measures.options(s, c.Measured(divided.over)) if divided.over else []
    under = measures.options(s, c.Counted(divided.under))
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


# --- the query as a whole


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


def _derived(
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
    if p.has(c.Shared):
        found += shares(query, s.catalog)
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

"""What rules of any language make of their matches: the clauses of `pipeline.planner.clauses`.

The places that a builder looks at are called: ``n`` what is named, ``g`` what is grouped by, ``a`` an
aggregate, ``k`` a number, ``o`` a comparison, ``s`` a superlative, ``v`` values, ``f`` flags, ``p`` periods.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from decimal import Decimal

from pipeline.planner.clauses import (
    Aggregated,
    Asked,
    Blank,
    Bounded,
    Bucketed,
    Changed,
    Charted,
    Clause,
    Columns,
    Compared,
    Counted,
    Counting,
    Direction,
    Divided,
    Earlier,
    Either,
    Everything,
    Flagged,
    Grouped,
    InUnit,
    Limited,
    Listed,
    Measured,
    Named,
    Number,
    Ranked,
    Refused,
    Running,
    Shared,
    Sorted,
    Spelt,
    Valued,
    When,
)
from pipeline.planner.grammar.match import Match
from pipeline.planner.readings import Role

Clauses = Iterable[Clause] | None
_COLUMN = (Role.MEASURE, Role.DIMENSION)
_GROUP = (Role.DIMENSION, Role.ENTITY)


def grouped(m: Match) -> Clauses:
    return [Grouped(n) for n in m.nouns("g", *_GROUP)]


def grouped_within(m: Match) -> Clauses:
    return [Grouped(n, within=True) for n in m.nouns("g", *_GROUP)]


def bucketed(m: Match) -> Clauses:
    return [Bucketed(w.word.says or None, m.maybe("d")) for w in m.all("g") if w.word]


def grouped_and_bucketed(m: Match) -> Clauses:
    """Along things and along time: "by region and month"."""
    return [*(grouped(m) or ()), *(Bucketed(w.word.says or None) for w in m.all("b") if w.word)]


def trend(m: Match) -> Clauses:
    return [Bucketed(None)]


def measured_by(m: Match) -> Clauses:
    """What is measured, along what stands behind it: "mpg vs cylinders"."""
    return [*(Measured(n) for n in m.nouns("n", Role.MEASURE)), *(Grouped(n) for n in m.nouns("g", *_GROUP))]


def bucketed_when(m: Match) -> Clauses:
    """The buckets of a date within a period: "by order date in 2016"."""
    return [Bucketed(None, m.noun("d", Role.DIMENSION)), *(when(m) or ())]


def measured(m: Match) -> Clauses:
    return [Measured(n) for n in m.nouns("n", Role.MEASURE, Role.ENTITY)]


def measured_verb(m: Match) -> Clauses:
    """What a verb says is measured, where the data has it: 卖了多少."""
    noun = m.noun("n", Role.MEASURE)
    return [Measured(noun)] if noun.senses else None


def measured_several(m: Match) -> Clauses:
    nouns = m.nouns("n", Role.MEASURE)
    return [Measured(n, joined=True) for n in nouns] if len(nouns) > 1 else None


def aggregated(m: Match) -> Clauses:
    """Each aggregate of each noun."""
    said = [w.word.says for w in m.all("a") if w.word]
    return [Measured(n, a) for n in m.nouns("n", Role.MEASURE, Role.DIMENSION, Role.ENTITY) for a in said]


def aggregate_alone(m: Match) -> Clauses:
    return [Aggregated(w.word.says) for w in m.all("a") if w.word]


def counted(m: Match) -> Clauses:
    return [
        Counted(n, distinct=m.has("distinct"))
        for n in m.nouns("n", Role.ENTITY, Role.DIMENSION, Role.MEASURE)
    ]


def aggregated_along(m: Match) -> Clauses:
    """An aggregate along a number: "average mpg vs cylinders"."""
    return [*(aggregated(m) or ()), *(grouped(m) or ())]


def counted_along(m: Match) -> Clauses:
    return [*(counted(m) or ()), *(grouped(m) or ())]


def counted_heads(m: Match) -> Clauses:
    """A number of persons: of those that are named, or else of those that the data has."""
    if not m.has("n"):
        heads = m.noun("h")
        return [Counted(heads)] if heads.senses else [Counting()]
    persons, named = {r.target for r in m.noun("h").senses}, m.noun("n", Role.ENTITY)
    return [Counted(named)] if persons.intersection(r.target for r in named.senses) else None


def in_unit(m: Match) -> Clauses:
    said = m.get("u")
    return [InUnit(m.says("u"), said.text)] if said else None


def counting(m: Match) -> Clauses:
    return [Counting()]


def counting_or_value(m: Match) -> Clauses:
    """How many, where the words do not say of what: 多少, but not 多少个."""
    said = m.get("h")
    return [Counting(value=bool(said and said.word and said.word.says == "value"))]


def named(m: Match) -> Clauses:
    return [Named(n) for n in m.nouns("n", *_GROUP, Role.MEASURE)]


def asked(m: Match) -> Clauses:
    several = m.says("q") == "several"
    return [Asked(n, several or n.plural) for n in m.nouns("n", *_GROUP, Role.MEASURE)]


def asked_several(m: Match) -> Clauses:
    return [Asked(n, m.says("q") == "several") for n in m.nouns("n", *_GROUP)]


def listed(m: Match) -> Clauses:
    nouns = tuple(m.nouns("n", Role.ENTITY, Role.DIMENSION))
    return [Listed(nouns)]


def ranked(m: Match) -> Clauses:
    """A superlative: of what it ranks by (``b``), of what is ranked (``t``), how many (``k``)."""
    said, k = m.number("k"), m.get("k")
    if said and not any(c.isdigit() for c in said.text) and said.value == 1:
        return None  # "the highest one" is no number
    if k and k.cost:
        return None  # of a year or a day
    return [_rank(m)]


def ranked_periods(m: Match) -> Clauses:
    """A superlative of periods: "the three best months"."""
    if (k := m.get("k")) and k.cost:
        return None  # of a year or a day
    return [_rank(m), *(Bucketed(w.word.says) for w in m.all("g") if w.word)]


def sorted_in_time(m: Match) -> Clauses:
    direction: Direction = "asc" if m.says("s") == "asc" else "desc"
    return [Sorted(direction, None, in_time=True)]


def _rank(m: Match) -> Ranked:
    said = m.get("s")
    own = said.noun() if said and said.senses else None
    by = m.noun("b", *_COLUMN) if m.has("b") else own
    thing = m.noun("t", *_GROUP) if m.has("t") else None
    n = m.count("k")
    plural = bool(n and n > 1) or bool(thing and thing.plural) or m.says("q") == "several"
    direction: Direction = "asc" if m.says("s") in ("asc", "worst") else "desc"
    judged = m.says("s") in ("best", "worst")
    return Ranked(
        direction,
        by,
        m.has("counts"),
        n,
        thing,
        plural,
        m.has("time"),
        judged,
        m.says("a") or None,
        own=own is not None and not m.has("b"),
    )


def ranked_count(m: Match) -> Clauses:
    """A superlative of how many there are of ``b``."""
    rank = _rank(m)
    return [replace(rank, by=m.noun("b"), counts=True)]


def ranked_rows(m: Match) -> Clauses:
    """A superlative of how often something is the case."""
    return [replace(_rank(m), by=None, counts=True)]


def bounded(m: Match) -> Clauses:
    number = m.number("k")
    return [Bounded(m.noun("n", *_COLUMN) if m.has("n") else None, m.says("o"), number)] if number else None


def bounded_count(m: Match) -> Clauses:
    number = m.number("k")
    if number is None or (number.unit and number.told_in):
        return None  # so many days are no number of things
    counted = m.noun("n")
    values = counted.only(Role.VALUE)
    told: list[Clause] = []
    if values.senses and not counted.of(Role.ENTITY, Role.DIMENSION, Role.MEASURE):
        told = [Valued((values,))]  # "more than 20 breakdowns": stops whose reason is that
    return [*told, Bounded(counted, m.says("o"), number, counts=True)]


def bounded_between(m: Match) -> Clauses:
    low, high = m.number("k"), m.number("j")
    if low is None or high is None:
        return None
    if high.percent and not low.percent:
        low = replace(low, percent=True)
    return [Bounded(m.noun("n", *_COLUMN) if m.has("n") else None, "between", low, upper=high)]


def bounded_by_own(m: Match) -> Clauses:
    """A comparison that says what it compares: "older than 30"."""
    said, number = m.get("o"), m.number("k")
    return [Bounded(said.noun(), m.says("o"), number)] if said and said.senses and number else None


def signed(m: Match) -> Clauses:
    """What is below or above zero: "a negative profit", 亏损的."""
    said = m.get("o")
    noun = m.noun("n", *_COLUMN) if m.has("n") else said.noun() if said and said.senses else None
    return [Bounded(noun, m.says("o"), Number(Decimal(0), text="0"))] if noun else None


def valued(m: Match) -> Clauses:
    return _valued(m, False)


def valued_not(m: Match) -> Clauses:
    return _valued(m, True)


def _valued(m: Match, negated: bool) -> list[Clause]:
    """The condition; things that it stands beside are named as well: "Nest hotels"."""
    of = m.noun("n", *_GROUP) if m.has("n") else None
    made: list[Clause] = [Valued(tuple(m.nouns("v", Role.VALUE)), negated, of), *_only(m)]
    if of is not None and of.of(Role.ENTITY):
        made.append(Named(of))
    return made


def _only(m: Match) -> list[Clause]:
    return [Changed("only")] if m.has("only") else []


def flagged(m: Match) -> Clauses:
    return [*(Flagged(n) for n in m.nouns("f")), *_only(m)]


def flagged_not(m: Match) -> Clauses:
    return [Flagged(n, True) for n in m.nouns("f")]


def blank(m: Match) -> Clauses:
    return [Blank(n) for n in m.nouns("n")]


def present(m: Match) -> Clauses:
    return [Blank(n, True) for n in m.nouns("n")]


def spelt(m: Match) -> Clauses:
    said = m.get("x")
    noun = m.noun("n", *_GROUP) if m.has("n") else None
    return [Spelt(noun, m.says("o"), said.text)] if said else None


def columns(m: Match) -> Clauses:
    return [Columns(m.noun("n", *_COLUMN), m.says("o"), m.noun("b", *_COLUMN))]


def when(m: Match) -> Clauses:
    noun = m.noun("d", Role.DIMENSION) if m.has("d") else None
    return [When(x.period, noun, parts=x.parts) for x in m.all("p") if x.period]


def when_so_long(m: Match) -> Clauses:
    """A period with the word for how long it is: "in the year 2016"."""
    told = m.get("p")
    if m.has("g") and told and told.period and m.says("g") != told.period.grain:
        return None
    return when(m)


def when_not(m: Match) -> Clauses:
    return [When(mention.period, None, True) for mention in m.all("p") if mention.period]


def compared_years(m: Match) -> Clauses:
    return [Compared("year")]


def compared_periods(m: Match) -> Clauses:
    return [Compared("period", m.says("c") or None)]


def earlier(m: Match) -> Clauses:
    return [Earlier(m.says("e"))]


def growth(m: Match) -> Clauses:
    return [Compared("growth")]


def side_by_side(m: Match) -> Clauses:
    return [Compared("each")]


def sorted_by(m: Match) -> Clauses:
    direction = m.says("s") or None
    noun = m.noun("n", Role.MEASURE, Role.DIMENSION, Role.ENTITY) if m.has("n") else None
    end: Direction | None = "asc" if direction in ("asc", "worst") else "desc" if direction else None
    return [Sorted(end, noun, direction in ("best", "worst"))]


def sorted_things(m: Match) -> Clauses:
    """Things in an order of something: "rank regions by average price"."""
    things, by = m.noun("g", *_GROUP), m.noun("n", *_COLUMN)
    made: list[Clause] = [Named(things), *(sorted_by(m) or ())]
    return [*made, Measured(by, m.says("a"))] if m.has("a") else made


def limited(m: Match) -> Clauses:
    n = m.count("k")
    return [Limited(n)] if n and n > 0 else None


def shared(m: Match) -> Clauses:
    return [Shared()]


def spread(m: Match) -> Clauses:
    """How many there are of each: "distribution of cylinders"."""
    return [*(Grouped(n) for n in m.nouns("g", *_GROUP)), Counting()]


def running(m: Match) -> Clauses:
    return [Running()]


def divided(m: Match) -> Clauses:
    over = m.noun("n") if m.has("n") else None
    return [Divided(over, m.noun("u"))]


def attached(m: Match) -> Clauses:
    """What a mention says by itself."""
    return []


def charted(m: Match) -> Clauses:
    return [Charted(w.word.says) for w in m.all("c") if w.word]


def refused(m: Match) -> Clauses:
    return [Refused(w.word.says) for w in m.all("r") if w.word]


def data_changed(m: Match) -> Clauses:
    """What would have to be written: "set the price to 5"."""
    return [Refused("change_data")]


def ordered_to(m: Match) -> Clauses:
    """An order to do something to all of some things, at the beginning: "please close all overdue orders"."""
    return [Refused("change_data")] if m.first <= 1 else None


def either(m: Match) -> Clauses:
    return [Either()]


def everything(m: Match) -> Clauses:
    return [Everything(m.maybe("n"))]


def and_also(*builders: Callable[[Match], Clauses]) -> Callable[[Match], Clauses]:
    """A builder of all clauses that several make of one match."""

    def build(m: Match) -> Clauses:
        made: list[Clause] = []
        for one in builders:
            clauses = one(m)
            if clauses is None:
                return None
            made += clauses
        return made

    return build


def changed(how: str) -> Callable[[Match], Clauses]:
    """A builder of an edit to the answer before."""

    def build(m: Match) -> Clauses:
        nouns = m.nouns("n")
        return [Changed(how, noun) for noun in nouns] if nouns else [Changed(how)]

    return build

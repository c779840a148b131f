"""Spans in, draft out: which part of a question plays which role.

Roles are given in passes, the most certain first: function words, numbers with what they bound or
limit, aggregates with what they count, stored values, and last the nouns, by the words around them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import replace

from pipeline.planner.draft import Bound, Choice, Draft
from pipeline.planner.lexicon import Lexicon, Reading, Role, aggregate_of, without_aggregate
from pipeline.planner.numbers import plain
from pipeline.planner.spans import Span
from pipeline.planner.tokens import phrase
from pipeline.planner.words import ADJECTIVES, BY_TIME, Cue

_COMPARE_BEFORE = {
    Cue.MORE: "gt",
    Cue.LESS: "lt",
    Cue.AT_LEAST: "gte",
    Cue.AT_MOST: "lte",
    Cue.EXACTLY: "equals",
}
_COMPARE_AFTER = {Cue.OR_MORE: "gte", Cue.OR_LESS: "lte"}
_AGGREGATES = {Cue.COUNT: "count", Cue.SUM: "sum", Cue.AVG: "avg", Cue.MAX: "max", Cue.MIN: "min"}
_GROUPING = (Cue.BY, Cue.PER)
_ASKING = (Cue.WHICH, Cue.WHO)
_RANKING = (Cue.MOST, Cue.LEAST, Cue.TOP, Cue.BOTTOM)
_PLAIN = (Cue.OF, Cue.ALL, Cue.THAN)
# "the most orders" counts orders; "the best product" is one of the products
_COUNTING = ("most", "the most", "more", "least", "the least", "fewest", "fewer")
_OUTSIDE = re.compile(r"以?外的?|之外的?")
_PLURAL_WHICH = re.compile(r"哪些|哪几")
_TYPES_THAT_COUNT = frozenset({"number"})


class Reader:
    """Reads one question; see `read`."""

    def __init__(self, spans: Sequence[Span], lexicon: Lexicon) -> None:
        self._spans = list(spans)
        self._lexicon = lexicon
        self._catalog = lexicon.catalog
        self._used: set[int] = set()
        self._counted: dict[int, str] = {}  # span -> the aggregate that binds it
        self._draft = Draft()
        self._chinese = any(not s.text.isascii() for s in spans)

    def read(self) -> Draft:
        """The draft of the question."""
        for step in (
            self._read_flags,
            self._read_bounds,
            self._read_limit,
            self._read_aggregates,
            self._read_values,
            self._read_nouns,
            self._read_rank,
            self._read_unknown,
        ):
            step()
        return self._draft

    # --- neighbours

    def _is_plain(self, i: int) -> bool:
        """Whether a span only joins its neighbours."""
        span = self._spans[i]
        if span.is_noun or span.period or span.quantity is not None or span.is_unknown:
            return False
        return span.is_filler or span.is_cue(*_PLAIN)

    def _before(self, i: int, *also_skip: Cue) -> int | None:
        return self._neighbour(i, -1, also_skip)

    def _after(self, i: int, *also_skip: Cue) -> int | None:
        return self._neighbour(i, +1, also_skip)

    def _neighbour(self, i: int, step: int, also_skip: tuple[Cue, ...]) -> int | None:
        j = i + step
        while 0 <= j < len(self._spans):
            skipped = bool(also_skip) and self._cue_at(j, *also_skip)
            if not (skipped or self._is_plain(j)):
                return j
            j += step
        return None

    def _has(self, *cues: Cue) -> bool:
        return any(s.is_cue(*cues) and not s.is_noun for s in self._spans)

    def _asks(self, i: int | None) -> bool:
        """Whether a span is a question word; behind a noun it begins a relative clause."""
        return i is not None and self._cue_at(i, *_ASKING) and not (i and self._spans[i - 1].is_noun)

    def _cue_at(self, i: int | None, *cues: Cue) -> bool:
        """Whether a span is one of the cues, and not also a name of the catalog."""
        return i is not None and self._spans[i].is_cue(*cues) and not self._spans[i].is_noun

    # --- function words

    def _read_flags(self) -> None:
        draft = self._draft
        draft.follow_up = self._has(Cue.FOLLOW, Cue.ONLY) or (
            bool(self._spans) and self._spans[0].is_cue(Cue.AND)
        )
        for i, span in enumerate(self._spans):
            for reading in span.readings:
                if reading.role is Role.CHART and not span.is_noun:
                    draft.chart = reading.target
                elif reading.role is Role.UNSUPPORTED and not span.is_noun:
                    draft.unsupported.append(reading.target)
                elif reading.role is Role.GRAIN and not span.is_noun:
                    draft.grain = draft.grain or reading.target
                    if self._cue_at(self._before(i), *_ASKING) or self._cue_at(self._after(i), Cue.MOST):
                        draft.rank = draft.rank or None
            if span.period:
                negated = self._cue_at(self._before(i, Cue.IN), Cue.NOT)
                (draft.not_periods if negated else draft.periods).append(span.period)
            if span.is_cue(Cue.SHARE) and span.text == "share" and self._is_of_no_parts(i + 1):
                draft.unknown_key.append(f"{span.text} {self._spans[i + 1].text}")
        draft.future = self._has(Cue.WILL)
        draft.trend = self._has(Cue.TREND)
        draft.share = self._has(Cue.SHARE)
        draft.person = self._has(Cue.WHO) or any(s.text in ("人", "个人", "people") for s in self._spans)
        draft.versus = self._has(Cue.VERSUS)
        draft.either = self._has(Cue.OR)
        draft.listing = self._has(Cue.LIST)
        if self._has(Cue.DESCENDING):
            draft.sort = "desc"
        elif self._has(Cue.ASCENDING):
            draft.sort = "asc"

    def _is_of_no_parts(self, i: int) -> bool:
        """Whether a span measures what cannot be shared out: a share price is not a share."""
        measures = self._spans[i].of(Role.MEASURE) if i < len(self._spans) else []
        return bool(measures) and not any(r.aggregate in ("sum", "count") for r in measures)

    # --- numbers

    def _read_bounds(self) -> None:
        for i, span in enumerate(self._spans):
            if span.quantity is None or i in self._used:
                continue
            before = self._before(i, Cue.IN)
            after = self._after(i)
            second = self._second_of_range(i)
            if second is not None:
                self._bind(i, [("gte", i), ("lte", second)], edge=second)
                continue
            operator = self._comparison(before, _COMPARE_BEFORE)
            behind = self._comparison(after, _COMPARE_AFTER)
            if behind and after is not None:
                self._bind(i, [(behind, i)], edge=after)
            elif operator and before is not None:
                self._used.add(before)
                self._bind(i, [(operator, i)], edge=i, start=before)

    def _comparison(self, i: int | None, operators: dict[Cue, str]) -> str | None:
        if i is None:
            return None
        return next((operator for cue, operator in operators.items() if self._spans[i].is_cue(cue)), None)

    def _second_of_range(self, i: int) -> int | None:
        middle = self._after(i)
        if middle is None or not self._spans[middle].is_cue(Cue.TO, Cue.AND):
            return None
        second = self._after(middle)
        if second is None or self._spans[second].quantity is None:
            return None
        if self._spans[middle].is_cue(Cue.TO) or self._cue_at(self._before(i), Cue.BETWEEN):
            return second
        return None

    def _bind(self, i: int, bounds: list[tuple[str, int]], edge: int, start: int | None = None) -> None:
        """Gives number conditions their subject: what stands behind the number, or before the
        comparison."""
        start = i if start is None else start
        self._used |= {j for _, j in bounds} | {edge}
        unit = self._unit_behind(i)
        subject = self._dated(start) if unit else None
        if subject is None or unit is None:
            subject, unit = self._subject(start, edge), None
        if subject is None:
            self._draft.unknown_key.append(self._spans[i].text)
            return
        for operator, j in bounds:
            quantity = self._spans[j].quantity
            assert quantity is not None
            self._draft.bounds.append(Bound(subject, operator, plain(quantity), unit))

    def _unit_behind(self, i: int) -> str | None:
        """The unit of time that a number counts: 5年, 3 months."""
        following = self._after(i)
        if following is None or self._spans[following].is_noun:
            return None
        grains = self._spans[following].of(Role.GRAIN)
        return grains[0].target if grains else None

    def _dated(self, start: int) -> Choice | None:
        """The date that a length of time is counted from: 入职超过5年."""
        ahead = self._before(start, Cue.IN)
        if ahead is None or ahead in self._used or not self._only_time(self._spans[ahead]):
            return None
        self._used.add(ahead)
        self._draft.grain = None
        return Choice(self._spans[ahead].text, self._spans[ahead].of(Role.DIMENSION))

    def _subject(self, start: int, edge: int) -> Choice | None:
        behind = self._after(edge, Cue.IN)
        ahead = self._before(start, Cue.IN, Cue.BETWEEN, Cue.COUNT, Cue.NOT)
        adjective = self._adjective(start)
        if adjective:
            return adjective
        behind_counts = behind is not None and self._countable(behind)
        ahead_counts = ahead is not None and self._numeric(ahead)
        chinese = self._chinese
        if (
            chinese
            and behind is not None
            and any(self._spans[k].is_cue(Cue.OF) for k in range(edge + 1, behind))
        ):
            behind_counts = False  # 超过20次的客户: what stands behind 的 is not what is counted
        if behind is not None and behind_counts and not (chinese and ahead_counts) and self._bounds(behind):
            return self._take_subject(behind, counted=True)
        if ahead is not None and ahead_counts and self._bounds(ahead):
            return self._take_subject(ahead, counted=False)
        if ahead is not None and chinese and self._countable(ahead) and self._bounds(ahead):
            # 员工超过50人的部门: the noun in front is what is counted
            return self._take_subject(ahead, counted=True)
        return None

    def _bounds(self, i: int) -> bool:
        """Whether a number can be about a noun: how many there are says nothing about a thing
        itself ("products over 100"), only about what has them."""
        span = self._spans[i]
        counts_itself = span.of(Role.ENTITY) and not self._numbers(span)
        if not counts_itself or any(r.aggregate != "count" for r in span.of(Role.MEASURE) if not r.shortened):
            return True
        return any(
            (self._things(s) or s.of(Role.GRAIN)) and j != i
            for j, s in enumerate(self._spans)
            if j not in self._used
        )

    def _countable(self, i: int) -> bool:
        span = self._spans[i]
        names = span.of(Role.MEASURE) or span.of(Role.ENTITY) or self._numbers(span)
        return i not in self._used and bool(names or self._only_time(span))

    def _numeric(self, i: int) -> bool:
        span = self._spans[i]
        return i not in self._used and bool(span.of(Role.MEASURE) or self._numbers(span))

    def _numbers(self, span: Span) -> list[Reading]:
        members = self._catalog.members
        return [r for r in span.of(Role.DIMENSION) if members[r.target].type in _TYPES_THAT_COUNT]

    def _take_subject(self, i: int, counted: bool) -> Choice:
        span = self._spans[i]
        self._used.add(i)
        aggregate_at = self._before(i)
        aggregate = self._aggregate_cue(aggregate_at) if aggregate_at is not None else None
        if aggregate and aggregate_at is not None:
            self._used.add(aggregate_at)
        following = self._after(i)
        if following is not None and self._cue_at(following, Cue.COUNT) and not span.text.isascii():
            self._used.add(following)
            aggregate = "count"
        readings = self._measures(span, aggregate or ("count" if counted and span.of(Role.ENTITY) else None))
        if not readings and self._only_time(span):
            # 下单超过20次: the events of a date are counted
            readings = [r for d in span.of(Role.DIMENSION) for r in self.counts_of(d.target.split(".")[0])]
        numbers = [] if aggregate else self._numbers(span)
        return Choice(span.text, numbers + readings)

    def _adjective(self, i: int) -> Choice | None:
        """What "older than" compares."""
        text = self._spans[i].text
        for words, properties in ADJECTIVES.items():
            if text in words:
                found = [r for name in properties for r in self._lexicon.readings(phrase(name))]
                members = self._catalog.members
                numbers = [
                    r
                    for r in found
                    if r.role is Role.DIMENSION and members[r.target].type in _TYPES_THAT_COUNT
                ]
                readings = numbers + [r for r in found if r.role is Role.MEASURE]
                if readings:
                    return Choice(text, readings)
        return None

    def _read_limit(self) -> None:
        """A number left over beside a superlative, "top" or "list" is how many are wanted."""
        draft = self._draft
        ranks = [i for i, s in enumerate(self._spans) if s.is_cue(*_RANKING) and not s.is_noun]
        for i, span in enumerate(self._spans):
            if span.quantity is None or i in self._used:
                continue
            whole = span.quantity == span.quantity.to_integral_value() and 1 <= span.quantity <= 10_000
            beside = self._cue_at(self._before(i), Cue.TOP, Cue.BOTTOM) or self._cue_at(
                self._after(i), *_RANKING
            )
            if whole and draft.limit is None and (beside or ranks or draft.listing or draft.sort):
                draft.limit = int(span.quantity)
                self._used.add(i)
                neighbour = self._before(i)
                if neighbour is not None and self._cue_at(neighbour, Cue.TOP, Cue.BOTTOM):
                    draft.rank = "desc" if self._spans[neighbour].is_cue(Cue.TOP) else "asc"
                    self._used.add(neighbour)
        for i in ranks:
            span = self._spans[i]
            if span.is_cue(Cue.LEAST):
                draft.rank = "asc"
            elif span.is_cue(Cue.MOST) or (span.is_cue(Cue.TOP) and span.text not in ("first", "前")):
                draft.rank = draft.rank or "desc"
            elif span.is_cue(Cue.BOTTOM) and span.text == "bottom":
                draft.rank = draft.rank or "asc"

    # --- aggregates

    def _aggregate_cue(self, i: int) -> str | None:
        span = self._spans[i]
        if span.is_noun or i in self._used:
            return None
        return next((name for cue, name in _AGGREGATES.items() if span.is_cue(cue)), None)

    def _read_aggregates(self) -> None:
        for i, span in enumerate(self._spans):
            aggregate = self._aggregate_cue(i)
            if aggregate is None:
                continue
            if aggregate == "count":
                self._draft.counting = True
            target = self._aggregated(i, aggregate)
            if target is not None and target not in self._counted:
                self._counted[target] = aggregate
                self._used.add(i)
            elif aggregate == "count" and span.text.isascii():
                self._used.add(i)

    def _aggregated(self, i: int, aggregate: str) -> int | None:
        """The noun that an aggregate word belongs to: in English the next one, in Chinese the one
        right in front (员工数) or else the next one (多少员工)."""
        ahead = i - 1
        if not self._spans[i].text.isascii() and ahead >= 0 and self._can_be_measured(ahead, aggregate):
            return ahead
        j = i + 1
        while j < len(self._spans) and j <= i + 6:
            span = self._spans[j]
            if span.is_cue(*_GROUPING) and not span.is_noun and not span.is_cue(Cue.DISTINCT):
                break
            if self._can_be_measured(j, aggregate):
                return j
            # "how many female employees": values between the cue and what it counts are passed over
            if aggregate != "count" and not self._is_plain(j) and not span.is_cue(Cue.IN, Cue.DISTINCT):
                break
            j += 1
        if aggregate in ("count", "avg"):
            behind = [k for k in range(i - 1, -1, -1) if self._can_be_measured(k, aggregate)]
            fitting = [k for k in behind if any(r.aggregate == aggregate for r in self._spans[k].readings)]
            return next(iter(fitting if aggregate == "avg" else behind), None)
        return None

    def _can_be_measured(self, i: int, aggregate: str) -> bool:
        span = self._spans[i]
        if i in self._used or i in self._counted or self._cue_at(self._before(i), *_GROUPING):
            return False
        if aggregate == "count" and (span.of(Role.ENTITY) or span.of(Role.DIMENSION)):
            return not self._only_time(span)
        return bool(span.of(Role.MEASURE) or (aggregate != "count" and self._numbers(span)))

    def _only_time(self, span: Span) -> bool:
        kinds = {self._catalog.members[r.target].type for r in span.of(Role.DIMENSION)}
        return kinds == {"time"} and not span.of(Role.ENTITY)

    def _measures(self, span: Span, aggregate: str | None) -> list[Reading]:
        """The measures a noun can mean, under the aggregate that binds it."""
        readings = span.of(Role.MEASURE)
        if aggregate:
            fitting = [r for r in readings if r.aggregate == aggregate]
            # what a calculated measure aggregates is not known: an average rate is the rate
            fitting += [r for r in readings if r.aggregate is None and aggregate == "avg" and not fitting]
            if aggregate in ("count", "sum"):
                # "total employees" counts them; "how many units" sums them
                other = "sum" if aggregate == "count" else "count"
                fitting += [
                    r for r in readings if r.aggregate == other and not (aggregate == "count" and fitting)
                ]
            if aggregate == "count" and not fitting and not self._things(span):
                fitting = readings  # 多少利润: how much, not how many
            if aggregate == "count" and span.of(Role.ENTITY):
                fitting += [r for e in span.of(Role.ENTITY) for r in self.counts_of(e.target)]
            return sorted(_unique(fitting), key=lambda r: -r.strength)
        order = {"sum": 0.04, "count": 0.03, None: 0.02, "avg": 0.01}
        return sorted(
            readings, key=lambda r: -(r.strength + (order.get(r.aggregate, 0) if r.shortened else 0.05))
        )

    def counts_of(self, cube: str) -> list[Reading]:
        """The measure that counts the things of a cube, if it has one."""
        found = self._catalog.cubes.get(cube)
        counts = [m for m in found.measures if aggregate_of(m) == "count"] if found else []
        plainly = [m for m in counts if m.agg_type == "count"] or counts
        return [Reading(Role.MEASURE, m.name, strength=0.9, aggregate="count") for m in plainly[:1]]

    # --- values

    def _read_values(self) -> None:
        for i, span in enumerate(self._spans):
            values = span.of(Role.VALUE)
            if not values or i in self._used:
                continue
            others = [
                r
                for r in span.readings
                if r.role in (Role.MEASURE, Role.DIMENSION, Role.ENTITY, Role.SEGMENT)
            ]
            named = self._named_dimension(i, {r.target for r in values})
            if i in self._counted and others:
                continue
            if others and not (span.quoted or named is not None or self._value_place(i) or self._is_state(i)):
                continue
            if named is not None:
                values = [
                    r for r in values if r.target in {d.target for d in self._spans[named].of(Role.DIMENSION)}
                ]
                self._used.add(named)
            self._used.add(i)
            self._draft.values.append(Choice(span.text, values, negated=self._negated(i)))

    def _named_dimension(self, i: int, members: set[str]) -> int | None:
        """The span beside a value that names its dimension: "status cancelled", "Sales department"."""
        for j in (self._before(i, Cue.IN, Cue.EXACTLY, Cue.NOT), self._after(i)):
            if j is None or j in self._used:
                continue
            grouped = self._cue_at(self._before(j), *_GROUPING, *_ASKING)
            if not grouped and any(r.target in members for r in self._spans[j].of(Role.DIMENSION)):
                return j
        return None

    def _value_place(self, i: int) -> bool:
        """Whether a word that could also be a measure stands where only a value can: "in Sales"."""
        span_before = i - 1 if i else None
        place = self._cue_at(span_before, Cue.IN, Cue.NOT, Cue.EXACTLY, Cue.ONLY)
        measured = any(
            s.of(Role.MEASURE) for j, s in enumerate(self._spans) if j != i and j not in self._used
        )
        return place and measured

    def _is_state(self, i: int) -> bool:
        """Whether a word that is also a measure says which of the counted things are meant:
        "how many orders were cancelled"."""
        cubes = {r.target.split(".")[0] for r in self._spans[i].of(Role.VALUE)}
        return any(
            r.aggregate == "count" and r.target.split(".")[0] in cubes and not self._chains(*sorted((i, j)))
            for j, s in enumerate(self._spans)
            if j != i
            for r in s.of(Role.MEASURE)
        )

    def _negated(self, i: int) -> bool:
        """Whether a value is to be left out: a negation stands before it or before the values it is
        listed with, or 以外 behind it."""
        j = i - 1
        while j >= 0:
            span = self._spans[j]
            if span.is_cue(Cue.NOT, Cue.WITHOUT) and not span.is_noun:
                self._used.add(j)
                return True
            listed = span.is_cue(Cue.AND, Cue.OR, Cue.IN, Cue.EXACTLY) or self._is_plain(j)
            if not (listed or span.of(Role.VALUE) or (j in self._used and span.of(Role.DIMENSION))):
                break
            j -= 1
        k = i + 1
        while k < len(self._spans):
            span = self._spans[k]
            if span.is_cue(Cue.NOT) and _OUTSIDE.fullmatch(span.text):
                self._used.add(k)
                return True
            if not (span.is_cue(Cue.AND, Cue.OR) or span.of(Role.VALUE)):
                break
            k += 1
        return False

    # --- nouns

    def _read_nouns(self) -> None:
        nouns = [i for i, s in enumerate(self._spans) if s.is_noun and i not in self._used]
        chained: Callable[[Choice], None] | None = None
        last: int | None = None
        for i in nouns:
            role = self._role(i)
            if (
                role is None
                and chained
                and last is not None
                and self._chains(last, i)
                and self._things(self._spans[i])
            ):
                role = chained
            role = role or self._role_alone(i, nouns)
            siblings = self._siblings(i) if role in (self._measure, self._rank_key) else []
            if siblings:
                self._draft.rank = None
                self._draft.measures += siblings
            else:
                role(self._choice(i, role))
            self._used.add(i)
            chained, last = role, i

    def _chains(self, a: int, b: int) -> bool:
        between = range(a + 1, b)
        return (
            bool(between)
            and all(self._spans[k].is_cue(Cue.AND, Cue.OR) or self._is_plain(k) for k in between)
            and any(self._spans[k].is_cue(Cue.AND, Cue.OR) for k in between)
        )

    def _nouns_between(self, i: int, j: int) -> bool:
        first, last = sorted((i, j))
        return any(self._spans[k].is_noun for k in range(first + 1, last))

    def _things(self, span: Span) -> list[Reading]:
        return span.of(Role.DIMENSION) + span.of(Role.ENTITY)

    def _role(self, i: int) -> Callable[[Choice], None] | None:
        """The role that the words around a noun force on it, if they do."""
        span, draft = self._spans[i], self._draft
        before, after = self._before(i), self._after(i)
        things, measures = self._things(span), span.of(Role.MEASURE)
        if i in self._counted:
            return self._measure
        lead = before
        while lead is not None and (
            self._spans[lead].quantity is not None
            or (lead in self._used and self._spans[lead].of(Role.VALUE))
        ):
            lead = self._before(lead)
        if self._cue_at(before, Cue.WITHOUT) and things:
            return draft.missing.append
        if self._cue_at(before, Cue.NOT) and span.of(Role.SEGMENT):
            return None
        if self._cue_at(lead, Cue.SORT) and self._cue_at(after, Cue.BY) and things:
            return self._target
        if self._cue_at(lead, Cue.SORT) or (
            self._cue_at(before, Cue.BY) and self._cue_at(self._before(before or 0), Cue.SORT)
        ):
            return self._sort_key
        if (
            self._cue_at(after, *_RANKING)
            and not span.text.isascii()
            and measures
            and self._target_elsewhere(i)
        ):
            return self._rank_key
        if self._cue_at(before, Cue.MOST, Cue.LEAST) and measures and span.text.isascii():
            counts = self._spans[before].text in _COUNTING if before is not None else False
            if self._rankable(span) and (
                not counts or self._cue_at(after, Cue.BY) or self._is_limited(before)
            ):
                draft.plural |= _is_plural(span.text)
                return self._target
            return self._rank_key
        if self._cue_at(before, *_GROUPING) and span.of(Role.SEGMENT) and not (things or measures):
            return self._not_a_group
        if self._cue_at(before, *_GROUPING) and things:
            draft.grouped = True
            return draft.groups.append
        if self._cue_at(before, Cue.BY) and measures and draft.rank:
            return self._rank_key
        if self._cue_at(before, Cue.BY) and measures and draft.sort:
            return self._measure
        if self._asks(lead) and things:
            asked = self._spans[lead] if lead is not None else span
            draft.plural |= bool(_PLURAL_WHICH.search(asked.text)) or _is_plural(span.text)
            if asked.text in ("what", "whats", "什么") and measures and not self._asks_for_more(i):
                return None
            return self._target
        if (
            self._cue_at(lead, *_RANKING)
            and things
            and (draft.limit or self._cue_at(lead, Cue.TOP, Cue.BOTTOM))
        ):
            draft.plural |= _is_plural(span.text)
            return self._target
        if self._cue_at(lead, Cue.MOST, Cue.LEAST) and things and not span.text.isascii():
            return self._target
        if self._cue_at(lead, Cue.LIST) and things:
            return self._target
        return None

    def _role_alone(self, i: int, nouns: Sequence[int]) -> Callable[[Choice], None]:
        """The role of a noun that nothing around it decides."""
        span, draft = self._spans[i], self._draft
        measures, things = span.of(Role.MEASURE), self._things(span)
        if span.of(Role.SEGMENT) and (draft.listing or not measures or things):
            return draft.segments.append
        others = [j for j in nouns if j != i and self._spans[j].of(Role.MEASURE)]
        only_measures = [j for j in others if not self._things(self._spans[j]) or j in self._counted]
        listed = draft.listing and not draft.counting and not only_measures
        named_only = not (only_measures or draft.counting)
        if things and named_only and any(t.text in BY_TIME for t in self._spans):
            return self._time if self._only_time(span) else self._target
        if measures and not things:
            return self._measure
        if measures and any(
            self._chains(*sorted((i, j))) for j in only_measures if not self._nouns_between(i, j)
        ):
            return self._measure
        conditioned = any(
            b.subject.readings[0].role is Role.DIMENSION for b in draft.bounds if b.subject.readings
        )
        if (
            measures
            and span.of(Role.ENTITY)
            and conditioned
            and not (draft.counting or draft.measures or others)
        ):
            return self._entity  # "products with a price above 1000" are listed
        counted = any(b.subject.readings[0].role is Role.MEASURE for b in draft.bounds if b.subject.readings)
        if measures and things and counted and not (draft.counting or draft.measures):
            return self._target  # "departments with more than 20 employees"
        if self._only_time(span) and not measures:
            return self._time
        if self._only_time(span) and measures:
            told = others or draft.measures or draft.counting or draft.listing
            told = told or any(self._spans[j].of(Role.ENTITY) for j in nouns)
            return self._time if told and draft.periods else self._measure
        if measures and not (only_measures or draft.measures or self._counted or listed or self._is_owned(i)):
            return self._measure
        if not span.of(Role.DIMENSION):
            return self._target if listed else self._entity
        if span.of(Role.ENTITY):
            return self._target if listed else self._entity
        return self._target if listed else draft.groups.append

    def _is_limited(self, i: int | None) -> bool:
        """Whether a number stands before a superlative: the 5 best brands."""
        number = self._before(i) if i is not None else None
        return (
            number is not None and self._spans[number].quantity is not None and self._draft.limit is not None
        )

    def _is_owned(self, i: int) -> bool:
        """Whether another noun belongs to this one and is what is meant: 订单的状态."""
        return (
            not self._spans[i].text.isascii()
            and self._cue_at(i + 1 if i + 1 < len(self._spans) else None, Cue.OF)
            and any(s.is_noun for s in self._spans[i + 2 : i + 4])
        )

    def _asks_for_more(self, i: int) -> bool:
        return bool(self._draft.bounds) or any(
            s.of(Role.MEASURE) for j, s in enumerate(self._spans) if j != i and j not in self._used
        )

    def _target_elsewhere(self, i: int) -> bool:
        return any(
            (self._things(s) and j != i and j not in self._used) or s.of(Role.GRAIN)
            for j, s in enumerate(self._spans)
        )

    def _choice(self, i: int, role: Callable[[Choice], None]) -> Choice:
        span = self._spans[i]
        if role in (self._measure, self._rank_key):
            return self._measured(i)
        if role == self._draft.segments.append:
            return Choice(span.text, span.of(Role.SEGMENT), negated=self._negated(i))
        if role == self._sort_key:
            return Choice(span.text, span.of(Role.MEASURE) + self._things(span))
        if role == self._entity:
            return Choice(span.text, span.of(Role.ENTITY) + span.of(Role.DIMENSION))
        return Choice(span.text, _preferred(self._things(span)) or span.readings)

    def _measured(self, i: int) -> Choice:
        span = self._spans[i]
        aggregate = self._counted.get(i)
        readings = self._measures(span, aggregate)
        if not readings and aggregate == "count":
            readings = [r for d in span.of(Role.DIMENSION) for r in self._distinct(d.target)]
        if not readings and aggregate:
            # the aggregate asked for does not exist: the composer says so and offers what does
            readings = [replace(r, aggregate=None) for r in span.of(Role.MEASURE) + span.of(Role.DIMENSION)]
            return Choice(f"{aggregate}:{span.text}", readings)
        if not aggregate and self._draft.rank and self._superlative_of(i):
            best = "max" if self._draft.rank == "desc" else "min"
            extreme = [r for r in span.of(Role.MEASURE) if r.aggregate == best and r.shortened]
            if extreme and not self._is_ranking():
                self._draft.rank = None
                return Choice(span.text, extreme)
        return Choice(span.text, readings)

    def _superlative_of(self, i: int) -> bool:
        return self._cue_at(self._before(i), Cue.MOST, Cue.LEAST) or self._cue_at(
            self._after(i), Cue.MOST, Cue.LEAST
        )

    def _is_ranking(self) -> bool:
        """Whether the superlative ranks things rather than being an aggregate."""
        asked = any(s.is_cue(*_ASKING) and s.text not in ("what", "whats", "什么") for s in self._spans)
        targets = [
            j
            for j, s in enumerate(self._spans)
            if self._rankable(s)
            and j not in self._counted
            and not self._cue_at(self._before(j), *_GROUPING)
            and not self._cue_at(j - 1, Cue.OF)
            and not (s.of(Role.MEASURE) and not s.of(Role.ENTITY))
        ]
        return asked or self._draft.limit is not None or bool(targets)

    def _rankable(self, span: Span) -> bool:
        """Whether a span names things that can stand in a ranked list."""
        entities = [r for r in span.of(Role.ENTITY) if r.target in self._lexicon.labels]
        return bool(span.of(Role.DIMENSION) or entities)

    def _distinct(self, dimension: str) -> list[Reading]:
        """The measure that counts the different values of a dimension."""
        member = self._catalog.members[dimension]
        label = self._lexicon.labels.get(member.cube)
        if label and label.name == dimension:
            return self.counts_of(member.cube)
        words = {phrase(t) for t in (*member.titles, *member.synonyms)}
        for measure in self._catalog.cubes[member.cube].measures:
            if (measure.agg_type or "").startswith("count_distinct"):
                title = set(phrase(measure.titles.en)) | set(phrase(measure.titles.zh))
                if any(set(w) <= title for w in words):
                    return [Reading(Role.MEASURE, measure.name, aggregate="count")]
        return []

    # --- the roles

    def _measure(self, choice: Choice) -> None:
        self._draft.measures.append(choice)

    def _siblings(self, i: int) -> list[Choice]:
        """The measures of "lowest and highest price": several aggregates that share one noun."""
        span = self._spans[i]
        aggregates = self._shared_aggregates(i)
        if not aggregates:
            return []
        own = [r for r in span.of(Role.MEASURE) if not r.shortened and r.strength == 1]
        readings = span.of(Role.MEASURE)
        for rest, said in without_aggregate(phrase(span.text)):
            readings += [r for r in self._lexicon.readings(rest) if r.role is Role.MEASURE]
            aggregates.append(said)
        found = {a: [r for r in readings if r.aggregate == a] for a in dict.fromkeys(aggregates)}
        if len(found) < 2 or not all(found.values()) or (own and len(aggregates) < 2):
            return []
        return [Choice(span.text, rs) for rs in found.values()]

    def _shared_aggregates(self, i: int) -> list[str]:
        names = {Cue.MOST: "max", Cue.LEAST: "min", **_AGGREGATES}
        found: list[str] = []
        j = i - 1
        while j >= 0:
            span = self._spans[j]
            said = [name for cue, name in names.items() if span.is_cue(cue) and not span.is_noun]
            if said and said[0] != "count":
                found.append(said[0])
            elif not (span.is_cue(Cue.AND) or self._is_plain(j)):
                break
            j -= 1
        return list(dict.fromkeys(reversed(found)))

    def _rank_key(self, choice: Choice) -> None:
        self._draft.rank_by = self._draft.rank_by or choice
        self._draft.measures.append(choice)

    def _sort_key(self, choice: Choice) -> None:
        self._draft.sort_by = choice
        self._draft.sort = self._draft.sort or "desc"

    def _target(self, choice: Choice) -> None:
        self._draft.ranked.append(choice)
        self._draft.groups.append(choice)

    def _not_a_group(self, choice: Choice) -> None:
        self._draft.unknown_key.append(choice.text)

    def _time(self, choice: Choice) -> None:
        self._draft.time.append(choice)

    def _entity(self, choice: Choice) -> None:
        self._draft.qualifiers.append(choice)

    # --- what is left

    def _read_rank(self) -> None:
        draft = self._draft
        if any(s.text in BY_TIME and not s.is_noun for s in self._spans) and not draft.measures:
            draft.by_time = True
        for span in self._spans:
            if draft.rank and not draft.rank_by and span.is_cue(Cue.MOST, Cue.LEAST):
                for words, properties in ADJECTIVES.items():
                    if span.text in words:
                        readings = [r for name in properties for r in self._lexicon.readings(phrase(name))]
                        members = [r for r in readings if r.role in (Role.DIMENSION, Role.MEASURE)]
                        if members:
                            draft.rank_by = Choice(span.text, members)

    def _read_unknown(self) -> None:
        for i, span in enumerate(self._spans):
            if span.quantity is not None and i not in self._used:
                self._draft.unknown_key.append(span.text)
            if not span.is_unknown:
                continue
            place = self._before(i)
            key = span.quoted or self._cue_at(
                place, *_GROUPING, Cue.NOT, Cue.EXACTLY, Cue.WITHOUT, Cue.IN, Cue.ONLY
            )
            (self._draft.unknown_key if key else self._draft.unknown).append(span.text)


def _unique(readings: Sequence[Reading]) -> list[Reading]:
    seen: dict[str, Reading] = {}
    for reading in readings:
        known = seen.get(reading.target)
        if known is None or known.strength < reading.strength:
            seen[reading.target] = reading
    return list(seen.values())


def _preferred(readings: Sequence[Reading]) -> list[Reading]:
    return sorted(readings, key=lambda r: (r.role is Role.ENTITY, -r.strength))


def _is_plural(text: str) -> bool:
    return text.isascii() and text.endswith("s") and not text.endswith("ss")

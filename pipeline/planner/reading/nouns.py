"""Nouns of the catalog: what each is in the question, by the words around it."""

from __future__ import annotations

from operator import attrgetter
from typing import assert_never

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.measures import distinct_count, measured, sharing_noun
from pipeline.planner.reading.noun import Noun, Part, things_at
from pipeline.planner.reading.parts import forced_part
from pipeline.planner.reading.places import Places, ahead_of, at, behind, each, first, last
from pipeline.planner.reading.utterance import GROUPING, Utterance
from pipeline.planner.reading.values import is_negated
from pipeline.planner.readings import Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.tokens import is_plural
from pipeline.planner.words import BY_TIME

_STRENGTH = attrgetter("strength")
_DIVIDING = ("per", "平均每")
_OF_EACH_ONE = (*_DIVIDING, "each", "every", "for each", "每")


def read_nouns(u: Utterance, draft: Draft) -> None:
    """Gives every noun that is left a part in the question."""
    nouns = u.nouns & ~u.used.places
    before: int | None = None
    part: Part | None = None
    grouped: list[frozenset[str]] = []  # what `Draft.groups` mean, as far as that was asked for
    for i in each(nouns):
        noun = Noun.at(u, i)
        forced = forced_part(u, draft, noun)
        if forced is None and before is not None and u.chained(before, i) and noun.things:
            inherited = Part.TARGET if part is Part.ASKED else part  # "by region and channel"
            forced = inherited if part is not Part.MEASURE or noun.measures else None
        part, before = forced or _part_alone(u, draft, noun, nouns), i
        if part is Part.MEASURE and _is_said_again(u, draft, noun, grouped):
            part = Part.QUALIFIER
        if part in (Part.EACH, Part.TIME) and draft.per is None and (per := _each_one(u, noun)):
            divides = u.spans[noun.before or 0].text.startswith(_DIVIDING)
            draft.per, draft.divided = per, divides or _is_averaged_over(u, noun)
        siblings = sharing_noun(u, i) if part in (Part.MEASURE, Part.RANK_KEY) else []
        if siblings:
            draft.rank = None
            draft.measures += siblings
        else:
            _place(u, draft, noun, part)
        u.used.add(i)


def _each_one(u: Utterance, noun: Noun) -> Choice | None:
    """The things of each of which something may be told, with what counts them: "per customer", 每个客户; of
    a table that has no table of its own, by their numbers."""
    each = u.spans[noun.before].text if noun.before is not None else ""
    if _is_averaged_over(u, noun):
        each = _DIVIDING[1]
    if not each.startswith(_OF_EACH_ONE):
        return None
    if noun.span.of(Role.ENTITY):
        return Choice(noun.span.text, noun.things)
    numbers = [r for d in noun.span.of(Role.DIMENSION) for r in distinct_count(u, d.target)]
    return Choice(noun.span.text, noun.things + numbers) if numbers and each.startswith(_DIVIDING) else None


def _is_averaged_over(u: Utterance, noun: Noun) -> bool:
    """Whether an average is asked for of each of the things: 平均每个客户."""
    at = noun.before
    return at is not None and at > 0 and u.spans[at].text.startswith("每") and u.is_cue(at - 1, Cue.AVG)


def _is_said_again(u: Utterance, draft: Draft, noun: Noun, grouped: list[frozenset[str]]) -> bool:
    """Whether a noun only repeats what is grouped by already: "…in each city? Return the city and the
    count"."""
    own = frozenset(r.target for r in noun.things)
    if not own or noun.at_span in u.counted:
        return False
    grouped += [frozenset(r.target for r in group.readings) for group in draft.groups[len(grouped) :]]
    return own in grouped


def _part_alone(u: Utterance, draft: Draft, noun: Noun, nouns: Places) -> Part:
    """The part of a noun that nothing beside it decides."""
    span, measures, things = noun.span, noun.measures, noun.things
    others = nouns & u.having(Role.MEASURE) & ~at(noun.at_span)
    only_measures = others & (u.where_at(_is_no_thing) | u.bound)
    listed = draft.listing and not draft.counting and not only_measures
    measured_elsewhere = bool(only_measures or draft.measures)
    if span.of(Role.SEGMENT) and (draft.listing or not measures or things):
        return Part.SEGMENT
    if things and not (only_measures or draft.counting) and u.saying(BY_TIME):
        return Part.TIME if u.is_date(span) else Part.TARGET
    i = noun.at_span
    if _is_occasion(u, noun, others):
        return Part.QUALIFIER
    if measures and not things:
        return Part.MEASURE
    beside = (last(ahead_of(u.nouns, i)), first(behind(u.nouns, i)))
    if measures and any(j is not None and only_measures >> j & 1 and u.chained(i, j) for j in beside):
        return Part.MEASURE
    unmeasured = not (draft.counting or draft.measures or others)
    conditioned = bool(draft.texts) or _bounds_are(draft, Role.DIMENSION)
    if measures and span.of(Role.ENTITY) and unmeasured and conditioned:
        return Part.QUALIFIER  # "products with a price above 1000" are listed
    if measures and things and not (draft.counting or draft.measures) and _bounds_are(draft, Role.MEASURE):
        return Part.TARGET  # "departments with more than 20 employees"
    if u.is_date(span):
        merely_named = measured_elsewhere and all(r.shortened for r in things) and not u.chinese
        return (
            Part.QUALIFIER
            if merely_named and not draft.periods
            else _part_of_date(u, draft, noun, others, nouns)
        )
    owned = _is_owner(u, i)
    if measures and not (only_measures or draft.measures or u.counted or listed or owned):
        return Part.MEASURE
    if listed:
        return Part.TARGET
    if unmeasured and _is_counted_by_others(u, draft, noun):
        u.count(i, "count")
        return Part.MEASURE
    if measured_elsewhere and all(r.shortened for r in things):
        return Part.QUALIFIER  # "the average profit for orders", where only an order date is known
    if span.of(Role.SEGMENT) and not things:
        return Part.SEGMENT  # of "share of discounted orders" the orders are counted
    return Part.QUALIFIER if span.of(Role.ENTITY) or not span.of(Role.DIMENSION) else Part.GROUP


def _is_counted_by_others(u: Utterance, draft: Draft, noun: Noun) -> bool:
    """Whether things that have no table of their own are counted, by their numbers: "orders by region", the
    "share of orders with a discount", 订单占比."""
    keys = [r for r in noun.span.of(Role.DIMENSION) if r.shortened and not r.partial and not _is_time(u, r)]
    if noun.span.of(Role.ENTITY) or not any(distinct_count(u, r.target) for r in keys):
        return False
    if not noun.is_english:
        return u.is_cue(noun.at_span + 1, Cue.SHARE)
    grouped = behind(u.cues(*GROUPING) | u.having(Role.GRAIN), noun.at_span)
    return is_plural(noun.span.text) and (bool(grouped) or draft.share)


def _is_no_thing(u: Utterance, i: int) -> bool:
    """Whether nothing can be grouped or listed by a noun where it stands."""
    return u.spans[i].is_noun and not things_at(u, i)


def _is_occasion(u: Utterance, noun: Noun, others: Places) -> bool:
    """Whether a noun only says of what a value is, beside a measure named in full: the exams of
    期末考试平均分 are not counted."""
    i = noun.at_span
    counted = bool(noun.measures) and all(r.shortened and r.aggregate == "count" for r in noun.measures)
    valued = i > 0 and bool(u.spans[i - 1].of(Role.VALUE))
    return counted and valued and bool(others & u.where(_is_full_measure))


def _is_full_measure(span: Span) -> bool:
    return any(not r.shortened for r in span.of(Role.MEASURE))


def _part_of_date(u: Utterance, draft: Draft, noun: Noun, others: Places, nouns: Places) -> Part:
    """A date that is also a measure ("hires") is one unless something else is asked for."""
    if not noun.measures:
        return Part.TIME
    told = others or draft.measures or draft.counting or draft.listing
    told = told or nouns & u.having(Role.ENTITY)
    return Part.TIME if told and draft.periods else Part.MEASURE


def _bounds_are(draft: Draft, role: Role) -> bool:
    return any(b.subject.readings[0].role is role for b in draft.bounds if b.subject.readings)


def _is_owner(u: Utterance, i: int) -> bool:
    """Whether another noun belongs to this one and is what is meant: 订单的状态."""
    if u.spans[i].text.isascii() or not u.is_cue(i + 1, Cue.OF):
        return False
    return any(s.is_noun for s in u.spans[i + 2 : i + 4])


def _place(u: Utterance, draft: Draft, noun: Noun, part: Part) -> None:
    """Puts a noun where it belongs in the draft."""
    span, i = noun.span, noun.at_span
    match part:
        case Part.MEASURE:
            draft.measures.append(measured(u, draft, i))
        case Part.RANK_KEY:
            choice = measured(u, draft, i)
            draft.rank_by = draft.rank_by or choice
            draft.measures.append(choice)
        case Part.SORT_KEY:
            draft.sort_by = Choice(span.text, noun.measures + noun.things)
            draft.sort = draft.sort or "desc"
        case Part.SEGMENT:
            draft.segments.append(Choice(span.text, span.of(Role.SEGMENT), negated=is_negated(u, i)))
        case Part.QUALIFIER:
            readings = span.of(Role.ENTITY) + span.of(Role.DIMENSION)
            clause = any(s.text == "whose" for s in u.spans[i + 1 : i + 2])
            draft.qualifiers.append(Choice(span.text, readings, clause=clause))
        case Part.MISSING:
            draft.missing.append(_thing(u, noun))
        case Part.TIME:
            draft.time.append(_thing(u, noun))
        case Part.GROUP:
            draft.groups.append(_thing(u, noun))
        case Part.EACH:
            draft.groups.append(_thing(u, noun))
            draft.grouped = True
        case Part.TARGET | Part.ASKED:
            choice = _thing(u, noun)
            draft.ranked.append(choice)
            draft.groups.append(choice)
            draft.plural |= part is Part.ASKED and is_plural(span.text)
        case Part.NO_GROUP:
            draft.unknown_key.append(span.text)
        case _:
            assert_never(part)


def _thing(u: Utterance, noun: Noun) -> Choice:
    """The noun as what is grouped or listed by: its dimensions before the thing itself."""
    things = noun.things
    dated = any(map(u.is_date, u.spans[noun.at_span + 1 : noun.at_span + 2]))
    which = (len(things), things[0] if things else None, dated)
    return Choice(noun.span.text, u.once(noun.span, which, lambda: _most_direct(u, noun, dated)))


def _most_direct(u: Utterance, noun: Noun, dated: bool) -> list[Reading]:
    """What a noun can be grouped or listed by, the most direct first; ``dated`` where a date follows."""
    things = noun.things
    if not dated and any(r.role is Role.DIMENSION and not _is_time(u, r) for r in things):
        # "order" is rather the order's number than its date
        things = [r for r in things if not (r.shortened and _is_time(u, r))]
    things = sorted(things, key=_STRENGTH, reverse=True)
    entities = [r for r in things if r.role is Role.ENTITY]
    return [r for r in things if r.role is not Role.ENTITY] + entities or noun.span.readings


def _is_time(u: Utterance, reading: Reading) -> bool:
    return reading.role is Role.DIMENSION and u.catalog.members[reading.target].type == "time"

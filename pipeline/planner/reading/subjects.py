"""What a number condition is about: the noun beside it, or the property that its words compare by."""

from __future__ import annotations

from pipeline.planner.adjectives import PROPERTIES_OF
from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice
from pipeline.planner.reading.measures import aggregate_cue, counts_of, main_amount, measures_of
from pipeline.planner.reading.places import ahead_of, at, behind, each
from pipeline.planner.reading.utterance import Utterance
from pipeline.planner.readings import Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.tokens import phrase
from pipeline.planner.words import COUNTS_PEOPLE, VERBS


def subject_of(u: Utterance, start: int, edge: int, number: int) -> Choice | None:
    """What a number is about: in English what stands behind it, in Chinese rather what stands in
    front of the comparison, unless the comparison names it ("older than")."""
    adjective = _property_compared(u, start) or _verb_compared(u, start) or _split_verb(u, start)
    adjective = adjective or _by_title_word(u, start)
    if adjective:
        return adjective
    if u.spans[start].text in PROPERTIES_OF:  # of nothing that is counted: "older than 30"
        named = u.before(start, Cue.IN, Cue.NOT)
        is_property = named is not None and is_numeric(u, named) and not u.spans[named].of(Role.ENTITY)
        return take(u, named, counted=False) if named is not None and is_property else None
    aged = _age_compared(u, start, edge)
    if aged:
        return aged
    after = u.after(edge, Cue.IN)
    ahead = u.before(start, Cue.IN, Cue.BETWEEN, Cue.COUNT, Cue.NOT)
    measured_ahead = ahead is not None and is_numeric(u, ahead)
    prefers_ahead = u.chinese and (measured_ahead or (after is not None and _owner_between(u, edge, after)))
    # "level numbers greater than 5. Bin the dates": what follows is another clause
    prefers_ahead |= measured_ahead and ahead == start - 1 and after != edge + 1
    if after is not None and not prefers_ahead and _is_countable(u, after) and _can_be_bound(u, after):
        return take(u, after, counted=True)
    if ahead is not None and measured_ahead and _can_be_bound(u, ahead):
        return take(u, ahead, counted=False)
    if ahead is not None and u.chinese and _is_countable(u, ahead) and _can_be_bound(u, ahead):
        return take(u, ahead, counted=True)  # 员工超过50人的部门: the noun in front is counted
    if told := _by_unit(u, number) or _by_unit(u, edge):
        return told
    amount = _amount_of(u, ahead) if ahead is not None and ahead == start - 1 else None
    return amount or _count_of_all(u, start)


def _amount_of(u: Utterance, i: int) -> Choice | None:
    """The one amount that a thing has, where it is compared itself: "transactions over 1000"."""
    span = u.spans[i]
    counts = [r for r in span.of(Role.MEASURE) if r.aggregate == "count"]
    for name in dict.fromkeys(r.target.split(".")[0] for r in (*span.of(Role.ENTITY), *counts)):
        if amount := main_amount(u, name):
            return Choice(amount.titles.en, [Reading(Role.DIMENSION, amount.name)])
    return None


def _by_title_word(u: Utterance, start: int) -> Choice | None:
    """What a word that says little by itself means where one title has it: the amount of "with amount
    below 300", where there is an amount of the transaction."""
    ahead = start - 1
    if ahead < 0 or not u.spans[ahead].is_filler:
        return None
    words = phrase(u.spans[ahead].text)
    _, readings = u.lexicon.title_with(words[-1]) if words else ("", [])
    numbers = [r for r in readings if r.target in u.catalog.members]
    numbers = [r for r in numbers if u.catalog.members[r.target].type == "number"]
    if not numbers:
        return None
    u.used.add(ahead)
    return Choice(u.spans[ahead].text, numbers)


def _count_of_all(u: Utterance, start: int) -> Choice | None:
    """What is counted where nothing else can be: 人数超过50的部门, of the one thing there is."""
    ahead = start - 1
    counted = u.lexicon.counted_cubes
    if not u.is_cue(ahead, Cue.COUNT) or len(counted) != 1:
        return None
    u.used.add(ahead)
    return Choice(u.spans[ahead].text, counts_of(u, counted[0]))


def _verb_compared(u: Utterance, start: int) -> Choice | None:
    """What "that cost more than" compares."""
    ahead = u.before(start)
    if ahead is None or u.spans[ahead].of(Role.MEASURE):
        return None
    text = u.spans[ahead].text
    names = [name for verbs, names in VERBS.items() if text in verbs for name in names]
    found = [r for r in u.called(names) if r.role is Role.DIMENSION]
    numbers = [r for r in found if u.catalog.members[r.target].type == "number"]
    if not numbers:
        return None
    u.used.add(ahead)
    return Choice(text, numbers)


def _split_verb(u: Utterance, start: int) -> Choice | None:
    """What "shipments cost more than" compares, where that was taken as one noun; the things stay to be
    counted or listed."""
    ahead = u.before(start, Cue.BETWEEN)
    words = u.spans[ahead].text.split() if ahead is not None else []
    if ahead is None or len(words) < 2 or not any(words[-1] in verbs for verbs in VERBS):
        return None
    span = u.spans[ahead]
    things = [r for r in u.lexicon.readings(phrase(" ".join(words[:-1]))) if r.role is Role.ENTITY]
    numbers = u.numbers(span)
    if not (things and numbers):
        return None
    u.read_as(ahead, [*things, *(c for r in things for c in counts_of(u, r.target))])
    return Choice(words[-1], numbers)


def _age_compared(u: Utterance, start: int, edge: int) -> Choice | None:
    """The age that "people who are under 40" and "aged over 60" are about."""
    verb = u.spans[start - 1].text if start else ""
    closed = edge + 1 == len(u.spans) or not (u.spans[edge + 1].is_noun or u.spans[edge + 1].is_unknown)
    if verb not in ("are", "is", "were", "was", "aged") or not closed or start < 2:
        return None
    ages = [r for r in u.lexicon.readings(phrase("age")) if r.role is Role.DIMENSION]
    entities = ahead_of(u.having(Role.ENTITY), start - 1) if ages else 0
    of = {r.target for j in each(entities) for r in u.spans[j].of(Role.ENTITY)}
    ages = [r for r in ages if r.target.split(".")[0] in of]
    if not ages:
        return None
    u.used.add(start - 1)
    return Choice("age", ages)


def _by_unit(u: Utterance, i: int) -> Choice | None:
    """The dimension that is told in the unit behind a span: 30到40岁的员工."""
    behind = u.spans[i + 1 : i + 2]
    readings = u.lexicon.told_in(behind[0].text) if behind else []
    if not readings:
        return None
    u.used.add(i + 1)
    return Choice(behind[0].text, readings)


def _owner_between(u: Utterance, edge: int, noun: int) -> bool:
    """Whether 的 makes what stands behind the owner of the condition: 超过20次的客户."""
    return bool(ahead_of(behind(u.said_cues(Cue.OF), edge), noun))


def _can_be_bound(u: Utterance, i: int) -> bool:
    """Whether a number can be about a noun: how many there are says nothing about a thing itself
    ("products over 100"), only about what has them."""
    span = u.spans[i]
    measures = span.of(Role.MEASURE)
    counted = bool(measures) and all(r.aggregate == "count" for r in measures)
    keyed = all(r.shortened for r in u.numbers(span))  # a key is no amount
    counts_itself = (span.of(Role.ENTITY) or counted) and keyed
    if not counts_itself or any(r.aggregate != "count" for r in measures if not r.shortened):
        return True
    return bool((u.thinglike | u.having(Role.GRAIN)) & ~at(i) & ~u.used.places)


def _is_countable(u: Utterance, i: int) -> bool:
    span = u.spans[i]
    names = span.of(Role.MEASURE) or span.of(Role.ENTITY) or u.numbers(span)
    return i not in u.used and bool(names or u.is_date(span))


def is_numeric(u: Utterance, i: int) -> bool:
    span = u.spans[i]
    return i not in u.used and bool(span.of(Role.MEASURE) or u.numbers(span))


def take(u: Utterance, i: int, counted: bool) -> Choice:
    """The noun at ``i`` as the subject, with the aggregate word beside it."""
    span = u.spans[i]
    u.used.add(i)
    aggregate = _take_aggregate(u, i)
    readings = measures_of(u, span, aggregate or ("count" if counted and span.of(Role.ENTITY) else None))
    if not readings and u.is_date(span):
        # 下单超过20次: the events of a date are counted
        readings = _events(u, span)
    things = bool(span.of(Role.ENTITY))  # whose id is no number to be compared
    numbers = [] if aggregate else [r for r in u.numbers(span) if not (things and r.shortened)]
    return Choice(span.text, numbers + readings)


def _take_aggregate(u: Utterance, i: int) -> str | None:
    before, after = u.before(i), u.after(i)
    counts_people = before is not None and u.spans[before].text in COUNTS_PEOPLE  # 多少人工资超过2万
    aggregate = aggregate_cue(u, before) if before is not None and not counts_people else None
    if aggregate and before is not None:
        u.used.add(before)
    if after is not None and u.is_cue(after, Cue.COUNT) and not u.spans[i].text.isascii():
        u.used.add(after)
        aggregate = "count"
    return aggregate


def _events(u: Utterance, span: Span) -> list[Reading]:
    return [r for d in span.of(Role.DIMENSION) for r in counts_of(u, d.target.split(".")[0])]


def born_before(u: Utterance, i: int) -> Choice | None:
    """The date of birth that "older than" is about, where no age is known."""
    named = [r for r in u.called(PROPERTIES_OF.get(u.spans[i].text, ())) if r.role is Role.DIMENSION]
    dates = [r for r in named if u.catalog.members[r.target].type == "time"]
    return Choice(u.spans[i].text, dates) if dates and len(dates) == len(named) else None


def _property_compared(u: Utterance, i: int) -> Choice | None:
    """What "older than" compares."""
    text = u.spans[i].text
    found = u.called(PROPERTIES_OF.get(text, ()))
    members = u.catalog.members
    readings = [r for r in found if r.role is Role.DIMENSION and members[r.target].type == "number"]
    readings += [r for r in found if r.role is Role.MEASURE]
    return Choice(text, readings) if readings else None

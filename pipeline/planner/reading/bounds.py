"""Number conditions: "more than 20 orders", 单价在100到200之间, 入职超过5年."""

from __future__ import annotations

from pipeline.planner.adjectives import PROPERTIES_OF
from pipeline.planner.cues import Cue
from pipeline.planner.draft import Bound, Choice, Draft
from pipeline.planner.numbers import plain
from pipeline.planner.reading.measures import aggregate_cue, counts_of, measures_of
from pipeline.planner.reading.utterance import GROUPING, RANKING, Utterance
from pipeline.planner.reading.values import is_negated
from pipeline.planner.readings import Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.tokens import phrase
from pipeline.planner.words import EARLIER, LATER, VERBS

_IN_FRONT = {
    Cue.MORE: "gt",
    Cue.LESS: "lt",
    Cue.AT_LEAST: "gte",
    Cue.AT_MOST: "lte",
    Cue.EXACTLY: "equals",
}
_SIGNS = {
    **dict.fromkeys(("negative", "below zero", "负", "负的", "负数", "负值"), "lt"),
    **dict.fromkeys(("positive", "正", "正的", "正数", "正值"), "gt"),
}
_OR_IN_FRONT = {Cue.OR_MORE: "gt", Cue.OR_LESS: "lt"}
_BEHIND = {Cue.OR_MORE: "gte", Cue.OR_LESS: "lte"}


def read_bounds(u: Utterance, draft: Draft) -> None:
    """Reads every number that a comparison or a range binds."""
    for i, span in enumerate(u.spans):
        if operator := _SIGNS.get(span.text):
            _read_sign(u, draft, i, operator)
        if span.quantity is None or i in u.used:
            continue
        second = _end_of_range(u, i)
        if second is not None:
            _bind(u, draft, [("gte", i), ("lte", second)], start=i, edge=second)
            continue
        before, after = u.before(i, Cue.IN), u.after(i)
        behind = None if _begins_another(u, after) else _comparison(u, after, _BEHIND)
        in_front = _comparison(u, before, _IN_FRONT)
        if _begins_another(u, before):
            in_front, draft.either = _comparison(u, before, _OR_IN_FRONT), True
        if behind and after is not None:
            _bind(u, draft, [(behind, i)], start=i, edge=after)
        elif in_front and before is not None:
            u.used.add(before)
            _bind(u, draft, [(in_front, i)], start=before, edge=i)
        else:
            _read_equal(u, draft, i)


def _read_sign(u: Utterance, draft: Draft, i: int, operator: str) -> None:
    """Reads "negative profit" as profit below zero."""
    if u.spans[i].is_noun:
        return
    behind = i + 1
    while behind < len(u.spans) and u.spans[behind].is_cue(Cue.OF) and u.chinese:
        behind += 1
    for noun in (behind, u.before(i, Cue.IN)):  # "negative profit", 利润为负
        if noun is not None and noun < len(u.spans) and _is_numeric(u, noun) and u.numbers(u.spans[noun]):
            u.used.add(i)
            draft.bounds.append(Bound(_take(u, noun, counted=False), operator, "0"))
            return


def _begins_another(u: Utterance, i: int | None) -> bool:
    """Whether "or below" belongs to the number behind it and not to the one in front: "above 50 or
    below 20"."""
    if i is None or not u.spans[i].is_cue(*_OR_IN_FRONT):
        return False
    behind = u.after(i)
    return behind is not None and u.spans[behind].quantity is not None and u.spans[i].text.startswith("or")


def _read_equal(u: Utterance, draft: Draft, i: int) -> None:
    """Reads a number that stands right behind a column that holds it: "with quantity 1", "invoice
    number is 10", 楼层为3; or in front of a column of numbers: "with 8 cylinders"."""
    quantity = u.spans[i].quantity
    ahead = u.before(i, Cue.IN, Cue.EXACTLY)
    if quantity is None or _counts_rows(u, i):
        return
    if ahead is not None and ahead not in u.used and not u.is_cue(u.before(ahead), *RANKING, Cue.SORT):
        span, value = u.spans[ahead], plain(quantity)
        stored = [
            Reading(Role.VALUE, r.target, value, r.strength)
            for r in span.of(Role.DIMENSION)
            if value in u.lexicon.values.get(r.target, ())
        ]
        numbers = [r for r in u.numbers(span) if not r.shortened or r.partial or not span.of(Role.ENTITY)]
        if stored:
            draft.values.append(Choice(span.text, stored, negated=is_negated(u, i)))
        elif numbers and not _groups_by(u, ahead):
            operator = "notEquals" if is_negated(u, i) else "equals"
            draft.bounds.append(Bound(Choice(span.text, numbers), operator, value))
        if stored or (numbers and not _groups_by(u, ahead)):
            u.used |= {ahead, i}


def _groups_by(u: Utterance, i: int) -> bool:
    return u.is_cue(u.before(i), *GROUPING)


def _counts_rows(u: Utterance, i: int) -> bool:
    """Whether a number says how many rows are wanted: "top 5", 前十."""
    if u.is_cue(u.before(i), Cue.TOP, Cue.BOTTOM) or u.is_cue(u.after(i), *RANKING):
        return True
    behind = u.after(i)
    return behind is not None and (u.spans[behind].is_noun or bool(u.spans[behind].of(Role.GRAIN)))


def _comparison(u: Utterance, i: int | None, operators: dict[Cue, str]) -> str | None:
    if i is None:
        return None
    if operators is _IN_FRONT and u.spans[i].text in LATER | EARLIER:
        return "gt" if u.spans[i].text in LATER else "lt"
    return next((operator for cue, operator in operators.items() if u.spans[i].is_cue(cue)), None)


def _end_of_range(u: Utterance, i: int) -> int | None:
    """The second number of a range that begins with the number at ``i``."""
    middle = u.after(i)
    if middle is None or not u.spans[middle].is_cue(Cue.TO, Cue.AND):
        return None
    second = u.after(middle)
    if second is None or u.spans[second].quantity is None:
        return None
    ranged = u.spans[middle].is_cue(Cue.TO) or u.is_cue(u.before(i), Cue.BETWEEN)
    return second if ranged else None


def _bind(u: Utterance, draft: Draft, bounds: list[tuple[str, int]], start: int, edge: int) -> None:
    """Gives number conditions their subject.

    ``bounds`` are operators with the spans of their numbers; the whole condition stands between the
    spans ``start`` and ``edge``.
    """
    number = bounds[0][1]
    u.used |= {i for _, i in bounds} | {edge}
    unit = _unit_behind(u, number)
    subject = _date_in_front(u, draft, start) if unit else None
    if born := _born_before(u, start):
        subject, unit = born, "year"
    if subject is None:
        subject = _subject(u, start, edge, bounds[-1][1])
        if subject and unit and draft.grain == unit:
            draft.grain = _other_grain(u, number)  # "a delay of more than 2 days" runs along no axis
        unit = None
    joined = u.is_cue(u.before(start), Cue.OR, Cue.AND) or _begins_another(u, start)
    if subject is None and draft.bounds and joined:
        subject = draft.bounds[-1].subject  # "above 50 or below 20"
    if subject is None:
        draft.unknown_key.append(u.spans[number].text)
        return
    for operator, i in bounds:
        quantity = u.spans[i].quantity
        assert quantity is not None
        draft.bounds.append(Bound(subject, operator, plain(quantity), unit))


def _unit_behind(u: Utterance, i: int) -> str | None:
    """The unit of time that a number counts: 5年, 3 months."""
    following = u.after(i)
    if following is None or u.spans[following].is_noun:
        return None
    grains = u.spans[following].of(Role.GRAIN)
    return grains[0].target if grains else None


def _other_grain(u: Utterance, number: int) -> str | None:
    """The bucket size that is named elsewhere than in the unit behind a number."""
    behind = u.after(number)
    grains = (r for j, s in enumerate(u.spans) if j != behind for r in s.of(Role.GRAIN))
    return next((r.target for r in grains), None)


def _date_in_front(u: Utterance, draft: Draft, start: int) -> Choice | None:
    """The date that a length of time is counted from: 入职超过5年."""
    ahead = u.before(start, Cue.IN)
    if ahead is None or ahead in u.used or not u.is_date(u.spans[ahead]):
        return None
    u.used.add(ahead)
    draft.grain = None  # the unit of the length is no time axis
    return Choice(u.spans[ahead].text, u.spans[ahead].of(Role.DIMENSION))


def _subject(u: Utterance, start: int, edge: int, number: int) -> Choice | None:
    """What a number is about: in English what stands behind it, in Chinese rather what stands in
    front of the comparison, unless the comparison names it ("older than")."""
    adjective = _property_compared(u, start) or _verb_compared(u, start) or _by_title_word(u, start)
    if adjective:
        return adjective
    if u.spans[start].text in PROPERTIES_OF:  # of nothing that is counted: "older than 30"
        named = u.before(start, Cue.IN, Cue.NOT)
        is_property = named is not None and _is_numeric(u, named) and not u.spans[named].of(Role.ENTITY)
        return _take(u, named, counted=False) if named is not None and is_property else None
    aged = _age_compared(u, start, edge)
    if aged:
        return aged
    behind = u.after(edge, Cue.IN)
    ahead = u.before(start, Cue.IN, Cue.BETWEEN, Cue.COUNT, Cue.NOT)
    measured_ahead = ahead is not None and _is_numeric(u, ahead)
    prefers_ahead = u.chinese and (measured_ahead or (behind is not None and _owner_between(u, edge, behind)))
    # "level numbers greater than 5. Bin the dates": what follows is another clause
    prefers_ahead |= measured_ahead and ahead == start - 1 and behind != edge + 1
    if behind is not None and not prefers_ahead and _is_countable(u, behind) and _can_be_bound(u, behind):
        return _take(u, behind, counted=True)
    if ahead is not None and measured_ahead and _can_be_bound(u, ahead):
        return _take(u, ahead, counted=False)
    if ahead is not None and u.chinese and _is_countable(u, ahead) and _can_be_bound(u, ahead):
        return _take(u, ahead, counted=True)  # 员工超过50人的部门: the noun in front is counted
    return _by_unit(u, number) or _by_unit(u, edge) or _count_of_all(u, start)


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
    counted = [c.name for c in u.catalog.cubes.values() if any(m.agg_type == "count" for m in c.measures)]
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
    found = [r for name in names for r in u.lexicon.readings(phrase(name)) if r.role is Role.DIMENSION]
    numbers = [r for r in found if u.catalog.members[r.target].type == "number"]
    if not numbers:
        return None
    u.used.add(ahead)
    return Choice(text, numbers)


def _age_compared(u: Utterance, start: int, edge: int) -> Choice | None:
    """The age that "people who are under 40" and "aged over 60" are about."""
    verb = u.spans[start - 1].text if start else ""
    closed = edge + 1 == len(u.spans) or not (u.spans[edge + 1].is_noun or u.spans[edge + 1].is_unknown)
    if verb not in ("are", "is", "were", "was", "aged") or not closed or start < 2:
        return None
    of = [r.target for j in range(start - 1) for r in u.spans[j].of(Role.ENTITY)]
    ages = [
        r
        for r in u.lexicon.readings(phrase("age"))
        if r.role is Role.DIMENSION and r.target.split(".")[0] in of
    ]
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


def _owner_between(u: Utterance, edge: int, behind: int) -> bool:
    """Whether 的 makes what stands behind the owner of the condition: 超过20次的客户."""
    return any(u.spans[k].is_cue(Cue.OF) for k in range(edge + 1, behind))


def _can_be_bound(u: Utterance, i: int) -> bool:
    """Whether a number can be about a noun: how many there are says nothing about a thing itself
    ("products over 100"), only about what has them."""
    span = u.spans[i]
    counts_itself = span.of(Role.ENTITY) and not u.numbers(span)
    if not counts_itself or any(r.aggregate != "count" for r in span.of(Role.MEASURE) if not r.shortened):
        return True
    return any((u.things(s) or s.of(Role.GRAIN)) and j != i for j, s in enumerate(u.spans) if j not in u.used)


def _is_countable(u: Utterance, i: int) -> bool:
    span = u.spans[i]
    names = span.of(Role.MEASURE) or span.of(Role.ENTITY) or u.numbers(span)
    return i not in u.used and bool(names or u.is_date(span))


def _is_numeric(u: Utterance, i: int) -> bool:
    span = u.spans[i]
    return i not in u.used and bool(span.of(Role.MEASURE) or u.numbers(span))


def _take(u: Utterance, i: int, counted: bool) -> Choice:
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
    aggregate = aggregate_cue(u, before) if before is not None else None
    if aggregate and before is not None:
        u.used.add(before)
    if after is not None and u.is_cue(after, Cue.COUNT) and not u.spans[i].text.isascii():
        u.used.add(after)
        aggregate = "count"
    return aggregate


def _events(u: Utterance, span: Span) -> list[Reading]:
    return [r for d in span.of(Role.DIMENSION) for r in counts_of(u, d.target.split(".")[0])]


def _born_before(u: Utterance, i: int) -> Choice | None:
    """The date of birth that "older than" is about, where no age is known."""
    readings = [
        r for name in PROPERTIES_OF.get(u.spans[i].text, ()) for r in u.lexicon.readings(phrase(name))
    ]
    named = [r for r in readings if r.role is Role.DIMENSION]
    dates = [r for r in named if u.catalog.members[r.target].type == "time"]
    return Choice(u.spans[i].text, dates) if dates and len(dates) == len(named) else None


def _property_compared(u: Utterance, i: int) -> Choice | None:
    """What "older than" compares."""
    text = u.spans[i].text
    found = [r for name in PROPERTIES_OF.get(text, ()) for r in u.lexicon.readings(phrase(name))]
    members = u.catalog.members
    readings = [r for r in found if r.role is Role.DIMENSION and members[r.target].type == "number"]
    readings += [r for r in found if r.role is Role.MEASURE]
    return Choice(text, readings) if readings else None

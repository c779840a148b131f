"""Number conditions: "more than 20 orders", 单价在100到200之间, 入职超过5年."""

from __future__ import annotations

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Bound, Choice, Draft
from pipeline.planner.numbers import plain
from pipeline.planner.reading.places import at, each
from pipeline.planner.reading.subjects import born_before, is_numeric, subject_of, take
from pipeline.planner.reading.utterance import GROUPING, RANKING, Utterance
from pipeline.planner.reading.values import is_negated
from pipeline.planner.readings import Reading, Role
from pipeline.planner.words import EARLIER, LATER, PROFITS

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
# What makes a loss or a profit.
_RESULTS = {
    **dict.fromkeys(("亏损", "亏本", "亏钱", "unprofitable", "loss making", "loss-making"), "lt"),
    **dict.fromkeys(("盈利", "profitable"), "gt"),
}
_OR_IN_FRONT = {Cue.OR_MORE: "gt", Cue.OR_LESS: "lt"}
_BEHIND = {Cue.OR_MORE: "gte", Cue.OR_LESS: "lte"}


def read_bounds(u: Utterance, draft: Draft) -> None:
    """Reads every number that a comparison or a range binds."""
    for i, span in enumerate(u.spans):
        if operator := _SIGNS.get(span.text):
            _read_sign(u, draft, i, operator)
        elif (operator := _RESULTS.get(span.text)) and not span.is_noun:
            _read_result(u, draft, i, operator)
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
        if noun is not None and noun < len(u.spans) and is_numeric(u, noun) and u.numbers(u.spans[noun]):
            u.used.add(i)
            draft.bounds.append(Bound(take(u, noun, counted=False), operator, "0"))
            return


def _read_result(u: Utterance, draft: Draft, i: int, operator: str) -> None:
    """Reads 亏损的订单 as those whose profit is below zero."""
    found = u.called(PROFITS)
    numbers = [r for r in found if r.role is Role.DIMENSION and u.catalog.members[r.target].type == "number"]
    if readings := numbers + [r for r in found if r.role is Role.MEASURE]:
        u.used.add(i)
        draft.bounds.append(Bound(Choice(u.spans[i].text, readings), operator, "0"))


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
    if born := born_before(u, start):
        subject, unit = born, "year"
    if subject is None:
        subject = subject_of(u, start, edge, bounds[-1][1])
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
    elsewhere = u.having(Role.GRAIN) & ~(0 if behind is None else at(behind))
    grains = (r for j in each(elsewhere) for r in u.spans[j].of(Role.GRAIN))
    return next((r.target for r in grains), None)


def _date_in_front(u: Utterance, draft: Draft, start: int) -> Choice | None:
    """The date that a length of time is counted from: 入职超过5年."""
    ahead = u.before(start, Cue.IN)
    if ahead is None or ahead in u.used or not u.is_date(u.spans[ahead]):
        return None
    u.used.add(ahead)
    draft.grain = None  # the unit of the length is no time axis
    return Choice(u.spans[ahead].text, u.spans[ahead].of(Role.DIMENSION))

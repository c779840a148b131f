"""Aggregate words and the nouns they belong to: "average salary", 员工数, "how many orders"."""

from __future__ import annotations

from itertools import islice

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.measures import aggregate_cue, counts_of
from pipeline.planner.reading.places import ahead_of, at, each, each_back, last
from pipeline.planner.reading.utterance import GROUPING, Utterance
from pipeline.planner.readings import Role
from pipeline.planner.spans import Span
from pipeline.planner.words import COUNTS_PEOPLE, TIMES

_DATES = frozenset(("date", "dates"))
_THE = frozenset(("the",))
_FARTHEST = 6  # spans between an aggregate word and its noun
_FARTHEST_AHEAD = 30  # nouns in front of one that it may leave out to find its own


def read_aggregates(u: Utterance, draft: Draft) -> None:
    """Binds each aggregate word to its noun."""
    for i, span in enumerate(u.spans):
        repeated = _counts_what_was_named(u, i) or _says_count_again(u, i)
        if repeated or _counts_the_next(u, i):
            u.read_as(i, [r for r in span.readings if r.role is Role.CUE])  # and no measure called so
        aggregate = aggregate_cue(u, i)
        if aggregate is None:
            continue
        if aggregate == "count" and _groups_by_number(u, i):
            u.used.add(i)
            u.pass_over(i)
            continue
        if aggregate == "count" and _is_sort_key(u, i):
            draft.counting |= not u.spans[i].text.startswith("number")
            continue
        if aggregate == "count" and (group := _group_sorted_by(u, i)) is not None:
            draft.sort, draft.sort_axis = draft.sort or "desc", "y"
            u.used |= {i, group}
            continue
        if aggregate == "count":
            draft.counting = True
            draft.dated |= _counts_dates(u, i)
            if repeated:
                u.used.add(i)
                continue
        if aggregate == "count" and (people := _people_beside(u, i)):
            u.used.add(i)
            draft.measures += people
            continue
        noun = _noun_of(u, i, aggregate)
        if noun is not None and span.text in TIMES and not u.spans[noun].of(Role.ENTITY):
            u.used.add(i)
            continue
        if noun is not None:
            u.count(noun, aggregate)
            u.used.add(i)
        elif aggregate == "count" and span.text.isascii():
            u.used.add(i)
        elif aggregate in ("avg", "min", "max", "median") or not u.nouns:
            draft.unbound.append(aggregate)


def _people_beside(u: Utterance, i: int) -> list[Choice]:
    """The number of those of whom another figure is asked for: 各职位的平均月薪及人数."""
    named = bool((u.having(Role.ENTITY, Role.MEASURE)) << 1 & at(i))
    if u.spans[i].text not in COUNTS_PEOPLE or named or len(u.cubes_measured) != 1:
        return []
    return [Choice(u.spans[i].text, counts_of(u, *u.cubes_measured))]


def _is_period(span: Span) -> bool:
    return span.period is not None


def _is_sort_key(u: Utterance, i: int) -> bool:
    """Whether "by the total number" is an order and not a count."""
    by = u.before(i)
    ordered = (Cue.SORT, Cue.ASCENDING, Cue.DESCENDING, Cue.LIST)
    if u.spans[i].is_cue(Cue.Y_AXIS) and u.is_cue(u.after(i, Cue.IN), Cue.ASCENDING, Cue.DESCENDING):
        return True  # "order total number from low to high"
    if by is None or not (u.is_cue(by, Cue.BY) and u.spans[i].is_cue(Cue.Y_AXIS)):
        return False
    return u.has(*ordered)


def _group_sorted_by(u: Utterance, i: int) -> int | None:
    """The noun of "ranked by the number of countries", where how many there are is told of each country:
    no other number than the one that is measured."""
    by, noun = u.before(i), u.after(i)
    if by is None or noun is None or not u.spans[noun].of(Role.DIMENSION):
        return None
    ordering = (Cue.SORT, Cue.ASCENDING, Cue.DESCENDING)
    if not (u.is_cue(by, *ordering) or (u.is_cue(by, Cue.BY) and u.is_cue(u.before(by), *ordering))):
        return None
    own = {r.target for r in u.spans[noun].of(Role.DIMENSION)}
    named = each(u.having(Role.DIMENSION) & ~at(noun) & ~at(by))
    return noun if any(r.target in own for j in named for r in u.spans[j].of(Role.DIMENSION)) else None


def _counts_what_was_named(u: Utterance, i: int) -> bool:
    """ "…, and count them": what was named before is grouped by."""
    behind = u.spans[i + 1 : i + 2]
    return u.spans[i].text == "count" and bool(behind) and behind[0].text in ("them", "it", "each")


def _says_count_again(u: Utterance, i: int) -> bool:
    """Whether a bare "count" stands for the number that is asked for already: "return both the city and
    the count"."""
    behind = u.after(i)
    if u.spans[i].text != "count" or (behind is not None and u.spans[behind].is_noun):
        return False
    joint = last(ahead_of(u.everything & ~u.saying(_THE), i)) or 0
    return u.is_cue(joint, Cue.AND, Cue.LIST) and bool(ahead_of(u.cues(Cue.COUNT), joint))


def _counts_the_next(u: Utterance, i: int) -> bool:
    """Whether "count" is a verb: "count catalogs"."""
    behind = u.after(i)
    if u.spans[i].text != "count" or behind is None:
        return False
    things = {r.target for r in u.spans[behind].of(Role.ENTITY)}
    return bool(things & {r.target.split(".")[0] for r in u.spans[i].of(Role.MEASURE)})


def _groups_by_number(u: Utterance, i: int) -> bool:
    """Whether "by number of rooms" means a column of numbers and not a count."""
    behind = u.after(i)
    numeric = behind is not None and bool(u.numbers(u.spans[behind]))
    numeric = numeric and behind is not None and not u.spans[behind].of(Role.ENTITY)
    return numeric and u.spans[i].text.isascii() and u.is_cue(u.before(i), *GROUPING)


def _noun_of(u: Utterance, i: int, aggregate: str) -> int | None:
    """In English the next noun, in Chinese the one right in front (员工数) or else the next (多少员工)."""
    of_people = u.spans[i].text in COUNTS_PEOPLE
    if aggregate == "count" and _counts_dates(u, i):
        return u.after(i)
    front = i - 2 if u.is_cue(i - 1, Cue.OF) and aggregate != "count" else i - 1
    if not u.spans[i].text.isascii() and front >= 0 and _can_be_measured(u, front, aggregate, of_people):
        return front
    if _stands_behind(u, i, aggregate):
        return i - 1
    for j in range(i + 1, min(len(u.spans), i + _FARTHEST + 1)):
        if u.is_cue(j, *GROUPING) and not u.spans[j].is_cue(Cue.DISTINCT):
            break
        if aggregate == "count" and _restricts_the_next(u, j):
            continue
        if _can_be_measured(u, j, aggregate, of_people):
            return j + 1 if _owns_the_next(u, j, aggregate) else j
        # "how many female employees": values between the cue and what it counts are passed over
        passed_over = aggregate == "count" or u.is_plain(j) or u.spans[j].is_cue(Cue.IN, Cue.DISTINCT)
        if aggregate == "avg" and u.is_cue(j, Cue.COUNT) and _has_average(u, j + 1):
            u.used.add(j)  # "the average number of stars": the stars are a number themselves
            continue
        if not passed_over:
            break
    if aggregate not in ("count", "avg"):
        return None
    free = ahead_of(u.thinglike | u.having(Role.MEASURE), i) & ~u.used.places & ~u.bound
    in_front = (
        k for k in islice(each_back(free), _FARTHEST_AHEAD) if _can_be_measured(u, k, aggregate, of_people)
    )
    if aggregate == "avg":
        in_front = (k for k in in_front if any(r.aggregate == "avg" for r in u.spans[k].readings))
    return next(in_front, None)


def _restricts_the_next(u: Utterance, i: int) -> bool:
    """Whether a noun only says which of the things behind it are counted: "number of discounted orders"."""
    behind = u.spans[i + 1 : i + 2]
    return bool(u.spans[i].of(Role.SEGMENT) and behind and behind[0].of(Role.ENTITY))


def _stands_behind(u: Utterance, i: int, aggregate: str) -> bool:
    """Whether an English aggregate word follows its noun: "the gross sum of movies"."""
    ahead = u.spans[i - 1 : i] if u.spans[i].text.isascii() and i - 1 not in u.counted else []
    next_one = u.spans[i + 1 : i + 2]
    has, next_has = (
        [r for s in spans for r in s.of(Role.MEASURE) if r.aggregate == aggregate]
        for spans in (ahead, next_one)
    )
    return bool(has) and not next_has and aggregate != "count"


def _counts_dates(u: Utterance, i: int) -> bool:
    """Whether "the number of dates of birth" asks how many there are along those dates; of a period it is
    one number."""
    behind = u.after(i)
    if not u.spans[i].text.isascii() or behind is None or u.where(_is_period):
        return False
    return u.is_date(u.spans[behind]) and bool(_DATES.intersection(u.spans[behind].text.split()))


def _owns_the_next(u: Utterance, j: int, aggregate: str) -> bool:
    """Whether a thing only says whose number stands right behind it: "the average room price"."""
    if aggregate == "count":
        return _is_modifier(u, j)
    if not u.spans[j].of(Role.ENTITY) or not _can_be_measured(u, j + 1, aggregate):
        return False
    own, next_one = ({r.aggregate for r in u.spans[k].of(Role.MEASURE)} for k in (j, j + 1))
    return aggregate not in own and aggregate in next_one


def _is_modifier(u: Utterance, j: int) -> bool:
    """Whether a thing in the singular stands in front of the things that are counted: "movie reviews"."""
    behind = u.spans[j + 1 : j + 2]
    if not behind or u.spans[j].last != behind[0].first or u.spans[j].text.endswith("s"):
        return False
    both = u.spans[j].of(Role.ENTITY) and behind[0].of(Role.ENTITY)
    return bool(both) and u.spans[j].text.isascii() and behind[0].text.endswith("s")


def _has_average(u: Utterance, i: int) -> bool:
    return i < len(u.spans) and any(r.aggregate == "avg" for r in u.spans[i].of(Role.MEASURE))


def _can_be_measured(u: Utterance, i: int, aggregate: str, of_people: bool = False) -> bool:
    if i >= len(u.spans):
        return False
    span = u.spans[i]
    before = u.before(i)
    distinct = u.is_cue(before, Cue.DISTINCT) and u.is_cue(u.before(before or 0), Cue.COUNT)
    if i in u.used or i in u.counted or (u.is_cue(before, *GROUPING) and not distinct):
        return False
    if aggregate == "count" and u.things(span):
        countable = span.of(Role.ENTITY) or span.of(Role.MEASURE) or not of_people
        return bool(countable) and not u.is_date(span)
    return bool(span.of(Role.MEASURE) or (aggregate != "count" and u.numbers(span)))

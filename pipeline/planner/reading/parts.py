"""The parts that words beside a noun force on it, one rule after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import chain

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.measures import counts_of
from pipeline.planner.reading.noun import Noun, Part, is_amount, is_each, is_number_of
from pipeline.planner.reading.places import ahead_of, at, each, last
from pipeline.planner.reading.superlatives import (
    is_ranked_by,
    ranks_by_participle,
    superlative_behind,
    superlative_in_front,
    top,
    with_superlative,
)
from pipeline.planner.reading.utterance import GROUPING, Utterance
from pipeline.planner.readings import Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.tokens import phrase
from pipeline.planner.words import WHAT

_BEFORE_A_GRAIN = frozenset(("by", "per", "each", "every", "monthly", "yearly", "按", "每", "各", "分", "逐"))
_RATES = frozenset(("rate", "rates", "ratio", "率", "比率"))
_SPREAD = ("distribution", "histogram", "分布", "直方图")
_ALL_ZH = frozenset({"所有", "全部", "全体"})
_PLURAL_WHICH = re.compile(r"哪些|哪几")


def _all_values(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "show all majors and the number of students": grouped by, beside something that is counted."""
    counts = bool(u.counted) and noun.at_span not in u.counted
    if not (counts and noun.things and is_each(u, noun.at_span) and noun.is_english):
        return None
    return Part.QUALIFIER if _are_all_counted(u, draft, noun) else Part.EACH


def _are_all_counted(u: Utterance, draft: Draft, noun: Noun) -> bool:
    """Whether "all the loans" are what is counted: "the number of loans by kind of all the loans", "the
    number of loan dates for all the loans"."""
    if not u.spans[noun.at_span - 1].text.startswith("all"):
        return False
    words = phrase(noun.span.text)
    same = any(phrase(text) == words for text in {u.spans[i].text for i in u.counted})
    return same or (draft.dated and bool(noun.span.of(Role.ENTITY)))


def _done_by(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "letters approved by each physician": grouped by who did it, where a column says that."""
    told = noun.is_english and " by " in noun.span.text and bool(noun.span.of(Role.DIMENSION))
    return Part.EACH if told and (draft.measures or u.counted) else None


def _ends_a_rate(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "cancelled order rate": a rate of what is counted right in front is none of the rates there are."""
    i = noun.at_span
    ahead = u.spans[i - 1] if i else None
    counted = ahead is not None and ahead.is_noun and all(r.aggregate == "count" for r in ahead.readings)
    return Part.NO_GROUP if counted and noun.span.text in _RATES else None


def _all_numbered(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "profit of all orders": things that only their numbers tell apart are taken together."""
    ahead = u.spans[noun.at_span - 1].text.split() if noun.at_span else []
    together = bool(ahead) and ahead[-1] == "all" and not noun.span.of(Role.ENTITY)
    if not together or not (draft.measures or u.counted):
        return None
    numbered = any(r.shortened and is_number_of(u, r) for r in noun.span.of(Role.DIMENSION))
    return Part.QUALIFIER if numbered else None


def forced_part(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """The part that the words beside ``noun`` force on it; None when they leave it open."""
    if noun.at_span in u.counted:
        return Part.MEASURE
    return next((part for rule in _RULES if (part := rule(u, draft, noun))), None)


def _of_records(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "For those records from the orders and each order's customer, …" only says which tables."""
    begins = u.saying(_FROM) & u.saying(_RECORDS) << 1
    j = last(ahead_of(begins | u.saying(_COMMA), noun.at_span))
    if not (j and begins >> j & 1):
        return None
    draft.records = draft.records or Choice(noun.span.text, noun.span.of(Role.ENTITY))
    return Part.QUALIFIER


_FROM, _RECORDS, _COMMA = frozenset(("from",)), frozenset(("records", "rows")), frozenset((",",))


def _year_of_period(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "founded in 1957": the column of years that a period is about."""
    years = u.numbers(noun.span)
    if not years or len(years) < len(noun.span.readings) or u.is_cue(noun.before, *GROUPING):
        return None
    behind = u.after(noun.at_span, Cue.IN)
    return Part.TIME if behind is not None and u.spans[behind].period else None


def _divides(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "the ratio of cancelled orders to orders": the orders are counted."""
    counted = noun.measures or [r for e in noun.span.of(Role.ENTITY) for r in counts_of(u, e.target)]
    return Part.MEASURE if draft.ratio and counted and u.is_cue(noun.before, Cue.TO) else None


def _labels_value(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "that use 'Email' as the contact channel": what a value is of."""
    ahead = noun.before
    if ahead is None or ahead not in u.used or not u.spans[ahead].of(Role.VALUE):
        return None
    between = [s.text for s in u.spans[ahead + 1 : noun.at_span]]
    return Part.QUALIFIER if any(text.split()[0] == "as" for text in between) else None


def _is_verb(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "branches managed by …" only says how two things belong together, whatever a manager may be; the date
    of the order is none of "by ordered quantity"."""
    text, i = noun.span.text, noun.at_span
    if not text.endswith("ed") or " " in text or i + 1 >= len(u.spans):
        return None
    behind = u.spans[i + 1]
    if noun.span.of(Role.SEGMENT) and behind.of(Role.MEASURE):
        return Part.SEGMENT  # "the share of discounted orders"
    if behind.of(Role.VALUE) and all(r.partial for r in (*noun.things, *noun.measures)):
        return Part.QUALIFIER  # "orders shipped second class"
    if behind.of(Role.MEASURE) and all(r.shortened or r.role is Role.ENTITY for r in noun.things):
        return Part.QUALIFIER
    led = i > 0 and u.spans[i - 1].is_noun and behind.text == "by"
    return Part.QUALIFIER if led and all(r.partial for r in (*noun.things, *noun.measures)) else None


def _in_clause(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """What a clause says of the things before it is no group: the delegates of "all committees that have
    delegates"."""
    if not noun.is_english or not noun.things or noun.at_span in u.counted:
        return None
    begins = u.saying(_BEGIN_A_CLAUSE) & ~(u.cues(Cue.AND) << 1)
    ends = u.where(_ends_a_clause) | (u.nouns & ~u.used.places)
    j = last(ahead_of(begins | ends, noun.at_span))
    if j is None or j < 2 or not begins >> j & 1 or u.spans[j + 1].text in _SPEAKERS:
        return None  # "note that you should show the …"
    return Part.QUALIFIER if u.spans[j - 1].is_noun and bool(u.things(u.spans[j - 1])) else None


def _ends_a_clause(span: Span) -> bool:
    return span.is_cue(Cue.AND, Cue.BY, Cue.PER) or span.text == ","


_SPEAKERS = frozenset(("you", "i", "we"))
_BEGIN_A_CLAUSE = frozenset(("that", "who", "which", "whose"))


def _missing(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    if not u.is_cue(noun.before, Cue.WITHOUT):
        return None
    if all(r.partial for r in noun.things):  # "products with no sales": nothing of what is measured
        noun.things[:] = [Reading(Role.ENTITY, r.target.split(".")[0]) for r in noun.measures[:1]]
    return Part.MISSING if noun.things else None


def _sorted(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "rank brands by revenue", "sorted by revenue"."""
    if u.is_cue(noun.lead, Cue.SORT):
        return Part.TARGET if u.is_cue(noun.after, Cue.BY) and noun.things else Part.SORT_KEY
    if u.is_cue(noun.after, Cue.ASCENDING, Cue.DESCENDING) and _orders(draft, noun):
        return Part.SORT_KEY  # "…, and show names from low to high"
    by = noun.before
    ordered = (Cue.SORT, Cue.ASCENDING, Cue.DESCENDING)
    if by is not None and u.is_cue(by, Cue.BY) and u.is_cue(u.before(by), *ordered):
        return Part.SORT_KEY
    return None


def _orders(draft: Draft, noun: Noun) -> bool:
    """Whether a noun with an order behind it is what the answer holds anyway."""
    own = {r.target for r in (*noun.things, *noun.measures)}
    told = chain(draft.groups, draft.measures, draft.time)
    different = {(c.text, len(c.readings), *c.readings[:1]): c.readings for c in told}.values()
    return noun.span.text in ("name", "names") or any(r.target in own for rs in different for r in rs)


def _beside_in_chart(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "heat map of genre by country": in a chart of two groups, what could only be counted is one."""
    two = draft.chart in ("heatmap", "stacked_bar", "grouped_bar")
    counted = all(r.aggregate == "count" for r in noun.measures)
    things = bool(noun.span.of(Role.DIMENSION)) and not noun.span.of(Role.ENTITY)
    return Part.EACH if two and counted and things and not u.is_date(noun.span) else None


def _on_x_axis(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "the X-axis is the date": what runs along an axis is grouped by."""
    return Part.EACH if noun.things and u.is_cue(noun.before, Cue.X_AXIS) and not draft.sort_by else None


def _grouped(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    by = u.before(noun.before) if u.is_cue(noun.before, Cue.DISTINCT) and noun.before else noun.before
    if not (u.is_cue(noun.before, *GROUPING) or u.is_cue(by, *GROUPING)):
        return None
    if noun.span.of(Role.ENTITY) and (
        _all_of_them(u, noun) or _is_one_of_them(u, noun) or _dates_them(u, noun) or _owns_amount(u, noun)
    ):
        return Part.QUALIFIER
    if noun.things:
        return Part.RANK_KEY if is_ranked_by(u, draft, noun) else Part.EACH
    if noun.measures and u.is_cue(noun.before, Cue.BY):
        if draft.rank:
            return Part.RANK_KEY
        if draft.sort:
            return Part.MEASURE
    return Part.NO_GROUP if noun.span.of(Role.SEGMENT) and not noun.measures else None


def _beside_grain(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "by year and genre", 按月和地区: grouped by as the time is."""
    for j in range(noun.at_span - 1, -1, -1):
        if u.spans[j].of(Role.GRAIN) and not u.spans[j].is_noun:
            begins = (u.spans[j].text.split(" ")[0], u.spans[j].text[0])
            grouped = any(b in _BEFORE_A_GRAIN for b in begins) or u.is_cue(u.before(j), *GROUPING)
            names = bool(noun.things) and not u.is_date(noun.span)
            return Part.EACH if grouped and names and u.chained(j, noun.at_span) else None
        if u.spans[j].is_noun:
            return None
    return None


def _distributed(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "distribution of cylinders": how many there are of each, of a number that adds up to nothing."""
    beside = [u.spans[j].text for j in (noun.before, noun.after) if j is not None]
    if not any(text.startswith(_SPREAD) for text in beside):
        return None
    sums = noun.measures[:1] and noun.measures[0].aggregate == "sum"
    if not u.numbers(noun.span) or sums or noun.at_span in u.counted:
        return None
    if any(r.aggregate == "sum" for r in noun.measures) and _is_grouped_by_other(u, noun):
        return None  # "distribution of ratings by genre"
    draft.spread = True
    return Part.EACH


def _is_grouped_by_other(u: Utterance, noun: Noun) -> bool:
    others = u.having(Role.DIMENSION) & ~u.having(Role.ENTITY) & ~at(noun.at_span)
    return bool(u.cues(*GROUPING) | u.having(Role.GRAIN) | others)


def _is_one_of_them(u: Utterance, noun: Noun) -> bool:
    """Whether a value that stands behind a thing says which one it is: "by the customer with first
    name 'Ann'"."""
    if not noun.is_english or (noun.before is not None and "each" in u.spans[noun.before].text):
        return False
    if noun.span.of(Role.ENTITY) and any(s.text == "whose" for s in u.spans[noun.at_span + 1 :][:1]):
        return True  # "managed by heads whose …"
    cubes = {r.target for r in noun.span.of(Role.ENTITY)}
    for j in range(noun.at_span + 1, min(len(u.spans), noun.at_span + 5)):
        values = u.spans[j].of(Role.VALUE)
        if values and j in u.used:
            return any(r.target.split(".")[0] in cubes for r in values)
        if not (u.is_plain(j) or u.is_cue(j, Cue.IN) or j in u.used):
            return False
    return False


def _all_of_them(u: Utterance, noun: Noun) -> bool:
    """Whether things are taken together: "across all employees"."""
    between = range(noun.before if noun.before is not None else 0, noun.at_span)
    return any("all" in u.spans[j].text.split() or u.spans[j].text in _ALL_ZH for j in between)


def _dates_them(u: Utterance, noun: Noun) -> bool:
    """Whether a bucket of time stands right behind a thing, whose date it then is: "by payment day"."""
    behind = u.spans[noun.at_span + 1 : noun.at_span + 2]
    if not (noun.is_english and behind) or behind[0].text.split(" ")[0] in _BEFORE_A_GRAIN:
        return False  # "revenue by customer by month"
    return not behind[0].is_noun and bool(behind[0].of(Role.GRAIN))


def _owns_amount(u: Utterance, noun: Noun) -> bool:
    """Whether "each" only says whose number is measured, where what it is grouped by is said besides: "the
    total amount of each payment by method"."""
    each_of = noun.before
    if not each_of or u.spans[each_of].text not in ("of each", "of every"):
        return False
    cubes = {r.target for r in noun.span.of(Role.ENTITY)}
    amounts = [r for r in u.spans[each_of - 1].of(Role.MEASURE) if r.aggregate != "count"]
    owned = any(r.target.split(".")[0] in cubes for r in amounts)
    others = ahead_of(u.cues(*GROUPING) & ~at(each_of), len(u.spans) - 1)
    return owned and any(u.things(u.spans[(u.after(j) or j)]) for j in each(others))


def _owner_of_group(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "the number of people for different parties of people": whose parties they are."""
    i = noun.at_span
    if not (noun.is_english and noun.span.of(Role.ENTITY) and i > 1 and (u.counted or draft.share)):
        return None
    behind = [j for j in (i - 1, i - 2, i - 3) if j >= 0 and u.spans[j].of(Role.DIMENSION)]
    if not behind or not u.spans[behind[0] + 1].text.startswith("of") or draft.listing:
        return None
    owners = {r.target.split(".")[0] for r in u.spans[behind[0]].of(Role.DIMENSION)}
    return Part.QUALIFIER if owners & {r.target for r in noun.span.of(Role.ENTITY)} else None


def _asked(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "which brands", 哪些品牌; "what sales" may ask for the measure alone."""
    if noun.lead is None or not noun.things or not u.asks(noun.lead):
        return None
    asked = u.spans[noun.lead].text
    if u.is_cue(noun.lead, Cue.WHO) and noun.measures and is_amount(u, noun.span):
        return None  # 谁的工资最低
    if asked in WHAT and noun.measures and not _asks_for_more(u, draft, noun):
        return None
    draft.plural |= bool(_PLURAL_WHICH.search(asked))
    return Part.ASKED


def _asks_for_more(u: Utterance, draft: Draft, noun: Noun) -> bool:
    others = u.having(Role.MEASURE) & ~at(noun.at_span) & ~u.used.places
    if is_amount(u, noun.span):  # "what is the budget of films": the films are not counted
        others &= u.bound | ~u.having(Role.ENTITY)
    return bool(draft.bounds or others)


def _against(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "revenue vs region": what a measure is set against and is none itself groups it; of "budget vs gross"
    both are measured."""
    if u.is_cue(noun.before, Cue.VERSUS) and draft.measures and u.numbers(noun.span):
        return Part.MEASURE if any(r.aggregate == "sum" for r in noun.measures) else Part.EACH
    against = noun.things and not noun.measures and u.is_cue(noun.before, Cue.VERSUS)
    measured = draft.measures or u.counted
    return Part.EACH if against and measured and not noun.span.of(Role.VALUE) else None


def _listed(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    return Part.TARGET if noun.things and u.is_cue(noun.lead, Cue.LIST) else None


_Rule = Callable[[Utterance, Draft, Noun], Part | None]


_RULES: tuple[_Rule, ...] = (
    _ends_a_rate,
    _all_numbered,
    _of_records,
    _divides,
    _labels_value,
    _owner_of_group,
    _missing,
    _sorted,
    _year_of_period,
    superlative_behind,
    superlative_in_front,
    _distributed,
    _is_verb,
    _on_x_axis,
    ranks_by_participle,
    _grouped,
    _in_clause,
    _beside_grain,
    _asked,
    top,
    with_superlative,
    _done_by,
    _all_values,
    _against,
    _beside_in_chart,
    _listed,
)

"""The parts that words beside a noun force on it, one rule after the other."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.measures import counts_of, distinct_count
from pipeline.planner.reading.utterance import ASKING, GROUPING, RANKING, Utterance
from pipeline.planner.readings import Reading, Role
from pipeline.planner.spans import Span
from pipeline.planner.titles import NUMBERING
from pipeline.planner.tokens import phrase
from pipeline.planner.words import HOW_MANY_MOST, WHAT

_MOST_OF_THEM = ("最多", "最少")
_BEFORE_A_GRAIN = frozenset(("by", "per", "each", "every", "monthly", "yearly", "按", "每", "各", "分", "逐"))
_SPREAD = ("distribution", "histogram", "分布", "直方图")
_ALL_ZH = frozenset({"所有", "全部", "全体"})
_PLURAL_WHICH = re.compile(r"哪些|哪几")


class Part(Enum):
    """What a noun is in a question."""

    MEASURE = auto()
    RANK_KEY = auto()  # the measure that a superlative ranks by
    SORT_KEY = auto()
    EACH = auto()  # grouped by, behind a word of grouping
    GROUP = auto()  # grouped by, without one
    TARGET = auto()  # what is listed or ranked
    ASKED = auto()  # the same, and its plural asks for several
    QUALIFIER = auto()  # only says what the measure is about
    MISSING = auto()
    SEGMENT = auto()
    TIME = auto()
    NO_GROUP = auto()  # stands where a group must, and cannot be one


@dataclass(frozen=True)
class Noun:
    """A noun and its place.

    Attributes:
        before: the nearest span in front that is more than a joint; ``after`` the one behind.
        lead: as ``before``, numbers and values that are read passed over: "the top 5 online stores".
        things: what it can be grouped or listed by.
    """

    at_span: int
    span: Span
    before: int | None
    after: int | None
    lead: int | None
    things: list[Reading]
    measures: list[Reading]

    @classmethod
    def at(cls, u: Utterance, i: int) -> Noun:
        span = u.spans[i]
        before = lead = u.before(i)
        while lead is not None and (
            u.spans[lead].quantity is not None or (lead in u.used and u.spans[lead].of(Role.VALUE))
        ):
            lead = u.before(lead)
        things = u.things(span)
        if (
            _is_amount(u, span)
            and not _is_each(u, i)
            and not u.is_cue(before, *GROUPING, *ASKING, Cue.VERSUS, Cue.WITHOUT)
        ):
            things = []
        return cls(i, span, before, u.after(i), lead, things, span.of(Role.MEASURE))

    @property
    def is_english(self) -> bool:
        return self.span.text.isascii()


def _is_each(u: Utterance, i: int) -> bool:
    """Whether "all", "different" or "various" stands right in front: its values are meant."""
    if i == 0:
        return False
    ahead = u.spans[i - 1].text
    return ahead in ("all", "different", "various", "distinct", "all the") or ahead.endswith(" all")


def _all_values(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "show all majors and the number of students": grouped by, beside something that is counted."""
    counts = bool(u.counted) and noun.at_span not in u.counted
    return Part.EACH if counts and noun.things and _is_each(u, noun.at_span) and noun.is_english else None


def _all_numbered(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "profit of all orders": things that only their numbers tell apart are taken together."""
    numbers = [r for r in noun.span.of(Role.DIMENSION) if r.shortened and is_number_of(u, r)]
    ahead = u.spans[noun.at_span - 1].text.split() if noun.at_span else []
    together = bool(ahead) and ahead[-1] == "all" and not noun.span.of(Role.ENTITY)
    return Part.QUALIFIER if numbers and together and (draft.measures or u.counted) else None


def is_number_of(u: Utterance, reading: Reading) -> bool:
    """Whether a dimension holds the numbers that tell things apart: order IDs."""
    return phrase(u.catalog.members[reading.target].titles.en)[-1:] in NUMBERING


def _is_amount(u: Utterance, span: Span) -> bool:
    """Whether a noun is a number that adds up: what is measured, unless it is grouped by."""
    summed = any(r.aggregate == "sum" for r in span.of(Role.MEASURE))
    return summed and len(u.numbers(span)) == len(u.things(span)) > 0


def forced_part(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """The part that the words beside ``noun`` force on it; None when they leave it open."""
    if noun.at_span in u.counted:
        return Part.MEASURE
    return next((part for rule in _RULES if (part := rule(u, draft, noun))), None)


def is_plural(text: str) -> bool:
    """Whether an English noun looks plural."""
    return text.isascii() and text.endswith("s") and not text.endswith("ss")


def _of_records(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "For those records from the orders and each order's customer, …" only says which tables."""
    for j in range(noun.at_span - 1, 0, -1):
        if u.spans[j].text == ",":
            return None
        if u.spans[j].text == "from" and u.spans[j - 1].text in ("records", "rows"):
            draft.records = draft.records or Choice(noun.span.text, noun.span.of(Role.ENTITY))
            return Part.QUALIFIER
    return None


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
    text, at = noun.span.text, noun.at_span
    if not text.endswith("ed") or " " in text or at + 1 >= len(u.spans):
        return None
    behind = u.spans[at + 1]
    if behind.of(Role.VALUE) and all(r.partial for r in (*noun.things, *noun.measures)):
        return Part.QUALIFIER  # "orders shipped second class"
    if behind.of(Role.MEASURE) and all(r.shortened or r.role is Role.ENTITY for r in noun.things):
        return Part.QUALIFIER
    led = at > 0 and u.spans[at - 1].is_noun and behind.text == "by"
    return Part.QUALIFIER if led and all(r.partial for r in (*noun.things, *noun.measures)) else None


def _in_clause(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """What a clause says of the things before it is no group: the delegates of "all committees that have
    delegates"."""
    if not noun.is_english or not noun.things or noun.at_span in u.counted:
        return None
    for j in range(noun.at_span - 1, 1, -1):
        span = u.spans[j]
        if span.text in _BEGIN_A_CLAUSE and not u.is_cue(j - 1, Cue.AND):
            if u.spans[j + 1].text in _SPEAKERS:
                return None  # "note that you should show the …"
            return Part.QUALIFIER if u.spans[j - 1].is_noun and bool(u.things(u.spans[j - 1])) else None
        if span.is_cue(Cue.AND, Cue.BY, Cue.PER) or span.text == "," or (span.is_noun and j not in u.used):
            return None
    return None


_SPEAKERS = frozenset(("you", "i", "we"))
_BEGIN_A_CLAUSE = frozenset(("that", "who", "which", "whose"))


def _missing(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    return Part.MISSING if u.is_cue(noun.before, Cue.WITHOUT) and noun.things else None


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
    told = [r.target for choice in (*draft.groups, *draft.measures, *draft.time) for r in choice.readings]
    return noun.span.text in ("name", "names") or not own.isdisjoint(told)


def _superlative_behind(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """销售额最高的产品."""
    if noun.is_english or noun.after is None or not u.is_cue(noun.after, *RANKING):
        return None
    counted = bool(noun.span.of(Role.ENTITY)) and u.spans[noun.after].text.startswith(_MOST_OF_THEM)
    if not (noun.measures or counted):
        return None
    elsewhere = (counted and bool(draft.groups)) or any(
        (u.things(s) and j != noun.at_span and j not in u.used) or s.of(Role.GRAIN)
        for j, s in enumerate(u.spans)
    )
    return Part.RANK_KEY if elsewhere else None


def _ranks_by_participle(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "top 10 grossing films", "best rated films": ranked by what the participle names."""

    def ranks(i: int) -> bool:
        if i < 1 or i + 1 >= len(u.spans) or not u.spans[i].text.endswith(("ing", "ed", "able")):
            return False
        lead = u.before(i)
        while lead is not None and u.spans[lead].quantity is not None:
            lead = u.before(lead)
        measured = any(r.aggregate != "count" for r in u.spans[i].of(Role.MEASURE))
        return measured and u.is_cue(lead, *RANKING) and bool(u.things(u.spans[i + 1]))

    if not noun.is_english:
        return None
    if ranks(noun.at_span):
        noun.span.readings = [r for r in noun.measures if r.aggregate != "count"]
        return Part.RANK_KEY
    return Part.ASKED if ranks(noun.at_span - 1) else None


def _superlative_in_front(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "the most orders" ranks by their count; "the best products" are some of the products."""
    at = noun.before
    if at is None or not (noun.is_english and u.is_cue(at, Cue.MOST, Cue.LEAST)):
        return None
    if not noun.measures:
        if u.spans[at].text not in HOW_MANY_MOST:
            return Part.ASKED if u.is_rankable(noun.span) and is_plural(noun.span.text) else None
        if noun.span.of(Role.ENTITY):
            return Part.RANK_KEY
        asked = any(u.asks(j) or u.is_cue(j, Cue.BY, Cue.PER) for j in range(len(u.spans)))
        if asked and any(distinct_count(u, r.target) for r in noun.span.of(Role.DIMENSION)):
            u.counted[noun.at_span] = "count"  # "which city has the most products"
            return Part.RANK_KEY
        return None
    number = u.before(at)
    limited = number is not None and u.spans[number].quantity is not None and draft.limit is not None
    counts = u.spans[at].text in HOW_MANY_MOST
    if u.is_rankable(noun.span) and (not counts or limited or u.is_cue(noun.after, Cue.BY)):
        return Part.ASKED
    return Part.RANK_KEY


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
        return Part.RANK_KEY if _is_ranked_by(u, draft, noun) else Part.EACH
    if noun.measures and u.is_cue(noun.before, Cue.BY):
        if draft.rank:
            return Part.RANK_KEY
        if draft.sort:
            return Part.MEASURE
    return Part.NO_GROUP if noun.span.of(Role.SEGMENT) and not noun.measures else None


def _is_ranked_by(u: Utterance, draft: Draft, noun: Noun) -> bool:
    """Whether a number behind "by" ranks what else is named, where nothing is measured: "top 5 models
    by horsepower"."""
    numeric = len(u.numbers(noun.span)) == len(noun.things) and bool(noun.measures)
    if not (draft.rank and numeric and u.is_cue(noun.before, Cue.BY)):
        return False
    others = [s for j, s in enumerate(u.spans) if s.is_noun and j != noun.at_span]
    measured = draft.measures or draft.counting or u.counted or any(not u.things(s) for s in others)
    return not measured and any(len(u.numbers(s)) < len(u.things(s)) for s in others)


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
    grouped = any(u.is_cue(j, *GROUPING) or s.of(Role.GRAIN) for j, s in enumerate(u.spans))
    return grouped or any(
        u.things(s) for j, s in enumerate(u.spans) if j != noun.at_span and not s.of(Role.ENTITY)
    )


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
    at = noun.before
    if at is None or at == 0 or u.spans[at].text not in ("of each", "of every"):
        return False
    cubes = {r.target for r in noun.span.of(Role.ENTITY)}
    amounts = [r for r in u.spans[at - 1].of(Role.MEASURE) if r.aggregate != "count"]
    owned = any(r.target.split(".")[0] in cubes for r in amounts)
    others = (j for j in range(len(u.spans)) if j != at)
    return owned and any(
        u.is_cue(j, *GROUPING) and j + 1 < len(u.spans) and bool(u.things(u.spans[(u.after(j) or j)]))
        for j in others
    )


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
    if u.is_cue(noun.lead, Cue.WHO) and noun.measures and _is_amount(u, noun.span):
        return None  # 谁的工资最低
    if asked in WHAT and noun.measures and not _asks_for_more(u, draft, noun):
        return None
    draft.plural |= bool(_PLURAL_WHICH.search(asked))
    return Part.ASKED


def _asks_for_more(u: Utterance, draft: Draft, noun: Noun) -> bool:
    others = [j for j in range(len(u.spans)) if j != noun.at_span and j not in u.used]
    if _is_amount(u, noun.span):  # "what is the budget of films": the films are not counted
        others = [j for j in others if j in u.counted or not u.spans[j].of(Role.ENTITY)]
    return bool(draft.bounds) or any(u.spans[j].of(Role.MEASURE) for j in others)


def _top(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    if not noun.things or not u.is_cue(noun.lead, *RANKING):
        return None
    if draft.limit or u.is_cue(noun.lead, Cue.TOP, Cue.BOTTOM) or not noun.is_english:
        return Part.ASKED
    return None


def _with_superlative(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "products with the highest price"."""
    if not (noun.is_english and noun.span.of(Role.ENTITY)):
        return None
    for j in range(noun.at_span + 1, len(u.spans) - 1):
        if u.is_cue(j, Cue.MOST, Cue.LEAST):
            return Part.ASKED if u.spans[j + 1].is_noun else None
        if not (u.is_plain(j) or u.is_cue(j, Cue.IN)):
            return None
    return None


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
    _all_numbered,
    _of_records,
    _divides,
    _labels_value,
    _owner_of_group,
    _missing,
    _sorted,
    _year_of_period,
    _superlative_behind,
    _superlative_in_front,
    _distributed,
    _is_verb,
    _on_x_axis,
    _ranks_by_participle,
    _grouped,
    _in_clause,
    _beside_grain,
    _asked,
    _top,
    _with_superlative,
    _all_values,
    _against,
    _beside_in_chart,
    _listed,
)

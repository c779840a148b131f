"""Words and numbers that no other pass read."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from functools import partial

from pipeline.language import Text
from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft
from pipeline.planner.reading.places import ahead_of, behind, each, first
from pipeline.planner.reading.utterance import GROUPING, Utterance
from pipeline.planner.readings import CATALOG_ROLES, Role
from pipeline.planner.spans import Span
from pipeline.planner.tokens import is_plural, phrase
from pipeline.planner.words import MONEY, MOVING, UNITS_SAID

# Behind these a word restricts or groups: it may not be ignored.
_GIVES_WEIGHT = (*GROUPING, Cue.NOT, Cue.EXACTLY, Cue.WITHOUT, Cue.IN, Cue.ONLY, Cue.LIKE)
# Behind these it is what is measured.
_MEASURES = (Cue.SUM, Cue.AVG, Cue.MAX, Cue.MIN, Cue.MEDIAN, Cue.MOST, Cue.LEAST)


def read_leftover(u: Utterance, draft: Draft) -> None:
    """Reads a word that only one stored value contains as that value; the rest is unknown."""
    draft.unknown_key += _lost_negations(u, draft)
    for i, span in enumerate(u.spans):
        if span.quantity is not None and i not in u.used:
            draft.unknown_key.append(span.text)
        if not span.is_unknown or i in u.used:
            continue
        if span.text in UNITS_SAID and i and u.spans[i - 1].quantity is not None and i - 1 in u.used:
            if span.text not in MONEY and not _is_told_in(u, draft, span.text):
                draft.unknown.append(span.text)  # minutes may be what a duration is told in, or not;
                draft.verbs.append(span.text)  # which is no reason not to answer
            continue
        if _relates(u, i) or _says_kind_of_value(u, i) or (draft.trend and span.text in MOVING):
            draft.verbs.append(span.text)
            continue
        restricts = span.quoted or u.is_cue(u.before(i), *_GIVES_WEIGHT) or _names_a_place(u, i)
        reading = u.lexicon.value_with(span.text, sure=restricts)
        if reading and _says_what_they_are(u, i, reading.target):
            draft.unknown.append(span.text)
        elif reading and reading.value is not None:
            draft.values.append(Choice(span.text, [reading]))
            typed, value = span.text, reading.value
            draft.notes.append(Text(f'"{typed}" was read as "{value}".', f"“{typed}”按“{value}”理解。"))
        elif span.text in _KINDS and i > 0 and _has_kinds(u, i - 1) and not _ends_a_group(u, i):
            draft.verbs.append(span.text)
        elif restricts or u.is_cue(i - 1, *_MEASURES) or any(rule(u, i) for rule in _HEADS):
            draft.unknown_key.append(span.text)
        else:
            draft.unknown.append(span.text)


_IRREGULAR = ("own", "ght", "ade", "old", "eld", "ept", "eft", "uilt", "ent", "aid")  # ends of participles
_BEING = frozenset(("is", "are", "was", "were", "been"))
_HAVING = frozenset(("has", "have", "had"))
_AUXILIARIES = frozenset(("do", "does", "did", "has", "have", "had"))
_BEGIN_A_CLAUSE = frozenset((*_AUXILIARIES, "that", "who", "which"))
_PREPOSITIONS = frozenset(("by", "with", "for", "to", "from", "in", "on", "at", "of", "into"))


def _lost_negations(u: Utterance, draft: Draft) -> Iterator[str]:
    """What is negated and plays no part that can be: "products not sold in 2024" are not those of 2024."""
    mentioned = {choice.text for choice in draft.qualifiers}
    left_out = {c.text for c in (*draft.values, *draft.segments) if c.negated}
    left_out |= {c.text for c in draft.missing}
    for i in each(u.cues(Cue.NOT) & u.nouns >> 1):
        verb = u.spans[i + 1]
        if verb.text in mentioned and verb.text not in left_out and all(r.partial for r in verb.readings):
            yield f"{u.spans[i].text} {verb.text}"


def _says_what_they_are(u: Utterance, i: int, dimension: str) -> bool:
    """Whether a plural is a word for the things and not the part of one's name: the colleges of a table of
    universities, one of which is called a college."""
    label = u.lexicon.labels.get(dimension.split(".", 1)[0])
    several = is_plural(u.spans[i].text) and not u.spans[i].quoted
    return several and label is not None and label.name == dimension


def _is_told_in(u: Utterance, draft: Draft, unit: str) -> bool:
    """Whether the model says that what a number bounds is told in a unit."""
    known = {r.target for r in u.lexicon.told_in(unit)}
    return any(r.target in known for bound in draft.bounds for r in bound.subject.readings)


def _names_a_place(u: Utterance, i: int) -> bool:
    """Whether an unknown word says where something is from or goes: "shipments from Rotterdam"."""
    return i > 0 and u.spans[i - 1].text in ("from", "to", "at", "来自")


def _says_kind_of_value(u: Utterance, i: int) -> bool:
    """Whether an unknown word beside a value says of what it is one: of 微信支付, the 支付方式 is 微信."""
    stems = phrase(u.spans[i].text)
    for span in (*u.spans[max(0, i - 1) : i], *u.spans[i + 1 : i + 2]):
        titles = u.once(span, "titles", partial(_titles_of_values, u, span))
        if stems and any(title.issuperset(stems) for title in titles.get(stems[0], ())):
            return True
    return False


def _titles_of_values(u: Utterance, span: Span) -> dict[str, list[frozenset[str]]]:
    """What the values that a span can mean are values of: each stem -> the titles with it."""
    found: dict[str, list[frozenset[str]]] = defaultdict(list)
    for member in (u.catalog.members[r.target] for r in span.of(Role.VALUE)):
        for stems in (frozenset(phrase(title)) for title in (*member.titles, *member.synonyms)):
            for stem in stems:
                found[stem].append(stems)
    return found


def _relates(u: Utterance, i: int) -> bool:
    """Whether an unknown English word only says how two known things belong together: "students
    advised by each professor", "how many films did each director make"."""
    text = u.spans[i].text
    if not text.isascii() and i and (u.spans[i - 1].of(Role.GRAIN) or u.spans[i - 1].period):
        return u.is_cue(i + 1, Cue.OF)  # 每年签约的客户
    if not text.isascii() or not text.isalpha() or u.spans[i].quoted:
        return False
    if _says_relation(u, text):
        return True
    participle = text.endswith(("ed", "en", "ing", *_IRREGULAR))
    if participle and _leads_to_noun(u, i + 1) and ahead_of(u.nouns, i):
        return True
    being = i > 0 and u.spans[i - 1].text in _BEING and bool(ahead_of(u.nouns, i))
    if being and participle and (i + 1 == len(u.spans) or u.is_cue(i + 1, Cue.IN) or u.spans[i + 1].period):
        return True  # "how many products were sold"
    done = participle or (i > 0 and u.spans[i - 1].text not in _HAVING)
    if i and u.spans[i - 1].text in _BEGIN_A_CLAUSE and done and ahead_of(u.nouns, i - 1):
        return _leads_to_each(u, i + 1)
    subject = i - 1
    while subject > 0 and u.spans[subject].is_filler and u.spans[subject].text not in _AUXILIARIES:
        subject -= 1  # "does each physician take care of"
    behind_noun = subject >= 0 and u.spans[subject].is_noun and not u.spans[subject].of(Role.VALUE)
    if not behind_noun or (i + 1 < len(u.spans) and u.spans[i + 1].is_noun):
        return False
    asks = bool(ahead_of(u.saying(_AUXILIARIES), i))
    each = u.before(subject)
    told = each is not None and each > 0 and u.is_cue(each, *GROUPING) and u.spans[each - 1].text == "that"
    return asks or told  # "the stars that each reviewer awards"


def _leads_to_each(u: Utterance, i: int) -> bool:
    """Whether something of the catalog follows, each of it or all: the orders of "who have ordered each
    product"."""
    noun = first(behind(u.everything & ~(u.plain | u.cues(*GROUPING)), i - 1))
    if noun is None or not u.spans[noun].is_noun or u.spans[noun].of(Role.VALUE):
        return False
    return noun - i <= 2


def _leads_to_noun(u: Utterance, i: int) -> bool:
    """Whether a preposition and then something of the catalog follow."""
    if i >= len(u.spans) or u.spans[i].text.split(" ")[0] not in _PREPOSITIONS:
        return False
    if any(s.of(Role.GRAIN) for s in u.spans[i + 1 : i + 2]):
        return True  # "documents created in each year"
    noun = next((s for s in u.spans[i : i + 4] if s.is_noun or s.period), None)
    return noun is not None and noun.is_noun


def _qualifies(u: Utterance, i: int) -> bool:
    """Whether an unknown word belongs to a noun that is only half a name: the rate of "churn rate" is
    no other rate."""
    behind = u.spans[i + 1].readings if i + 1 < len(u.spans) else []
    named = [r for r in behind if r.role in CATALOG_ROLES]
    return bool(named) and all(r.partial for r in named)


def _says_something(span: Span) -> bool:
    return not span.is_filler


def _restricts_thing(u: Utterance, i: int) -> bool:
    """Whether an unknown word stands right in front of things, whose kind it then says: the customers of
    "loyal customers", 老年客户, or 流失的客户, are not all customers."""
    owner = u.is_cue(i + 1, Cue.OF)
    behind = u.spans[i + 2 if owner else i + 1] if i + 1 + owner < len(u.spans) else None
    if behind is None or u.spans[i].text.endswith(_SAYS_DOING):
        return False
    if u.spans[i].text.isascii():
        begun = bool(ahead_of(u.where(_says_something), i))
        return begun and not owner and bool(behind.of(Role.ENTITY)) and behind.text.isascii()
    counted = owner and any(r.aggregate == "count" for r in behind.of(Role.MEASURE))
    return bool(behind.of(Role.ENTITY) or counted) and not behind.period


def _says_relation(u: Utterance, text: str) -> bool:
    """Whether a participle is that of a table: "registered students" are those of the registrations."""
    stem = "".join(phrase(text))
    if not text.endswith("ed") or len(stem) < _A_STEM:
        return False
    return any(w[:_A_STEM] == stem[:_A_STEM] for w in u.lexicon.cube_stems)


def _ends_a_group(u: Utterance, i: int) -> bool:
    """Whether an unknown word ends the name of a group: "by product family" is not by product."""
    span = u.spans[i]
    if not span.text.isascii() or span.text.endswith(("ed", "ing")):
        return False
    if span.text in _KINDS and i > 0 and not u.spans[i - 1].of(Role.ENTITY):
        return False  # "by ship mode type" is by ship mode
    return i > 0 and u.spans[i - 1].is_noun and u.is_cue(u.before(i - 1), *GROUPING)


def _ends_a_measure(u: Utterance, i: int) -> bool:
    """Whether an unknown word ends the name of what is measured: a profit margin is no profit. Of "how
    profit varies" it is the verb."""
    text = u.spans[i].text
    if i == 0 or not u.spans[i - 1].of(Role.MEASURE) or ahead_of(u.saying(_HOW), i):
        return False
    if not text.isascii() or text.endswith(("ed", "ing", "ly", *_IRREGULAR)):
        return False
    return i + 1 == len(u.spans) or u.is_cue(i + 1, *GROUPING, Cue.IN, Cue.AND)


def _has_kinds(u: Utterance, i: int) -> bool:
    """Whether a noun can be told apart by kinds; an amount has no type."""
    return u.spans[i].is_noun and not any(r.aggregate == "sum" for r in u.spans[i].of(Role.MEASURE))


def _ends_an_average(u: Utterance, i: int) -> bool:
    """Whether an unknown word ends the name of what an aggregate is asked of: the value of "average order
    value"."""
    text = u.spans[i].text
    if i < 2 or not text.isascii() or not u.spans[i - 1].is_noun or text.endswith(("ed", "ing", *_IRREGULAR)):
        return False
    if any(r.aggregate != "count" for r in u.spans[i - 1].of(Role.MEASURE)):
        return False
    return u.is_cue(u.before(i - 1), Cue.SUM, Cue.AVG, Cue.MAX, Cue.MIN, Cue.MEDIAN)


def _owns(u: Utterance, i: int) -> bool:
    """Whether an unknown word is what is asked of a known thing: "loyalty of customers", 客户的满意度."""

    def noun_at(j: int) -> bool:
        return 0 <= j < len(u.spans) and u.spans[j].is_noun

    if u.spans[i].text.isascii():
        joint = u.spans[i + 1].text if i + 1 < len(u.spans) and not u.spans[i + 1].is_noun else ""
        return joint.split(" ")[-1] == "of" and noun_at(i + 2)
    return u.is_cue(i - 1, Cue.OF) and noun_at(i - 2) and not noun_at(i + 1)


_KINDS = frozenset(
    (
        "type",
        "types",
        "kind",
        "kinds",
        "item",
        "items",
        "category",
        "categories",
        "class",
        "group",
        "title",
        "titles",
        "time",
        "times",
        "name",
        "names",
    )
)
# Words for doing something join what they stand between: 购买过产品的客户.
_SAYS_DOING = ("过", "了", "着", "购买", "下单", "进行", "参加", "使用", "负责", "管理")
# What turns a question round may not be ignored.
_REVERSING = frozenset(("lose", "loses", "losing", "lost", "except", "opposite"))
_A_STEM = 5  # letters
_HOW = frozenset(("how",))


def _is_part_of_a_name(u: Utterance, i: int) -> bool:
    """Whether an unknown Chinese word stands right beside a measure, whose name it is then a part of: the 率
    of 回报率, the 客 of 客单价."""
    span = u.spans[i]
    if span.text.isascii() or len(span.text) > 1:
        return False
    behind, ahead = u.spans[i + 1 : i + 2], u.spans[max(0, i - 1) : i]
    beside = [s for s in behind if s.first == span.last] + [s for s in ahead if s.last == span.first]
    return any(s.of(Role.MEASURE) and not s.of(Role.ENTITY) and not s.text.isascii() for s in beside)


def _turns_round(u: Utterance, i: int) -> bool:
    return u.spans[i].text in _REVERSING


_HEADS = (
    _turns_round,
    _is_part_of_a_name,
    _qualifies,
    _restricts_thing,
    _ends_a_group,
    _ends_a_measure,
    _ends_an_average,
    _owns,
)

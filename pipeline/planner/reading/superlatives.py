"""The parts that superlatives force on nouns: 销售额最高的产品, "the most orders"."""

from __future__ import annotations

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Draft
from pipeline.planner.reading.measures import distinct_count
from pipeline.planner.reading.noun import Noun, Part
from pipeline.planner.reading.places import at
from pipeline.planner.reading.utterance import RANKING, Utterance
from pipeline.planner.readings import Role
from pipeline.planner.tokens import is_plural
from pipeline.planner.words import HOW_MANY_MOST

_MOST_OF_THEM = ("最多", "最少")


def superlative_behind(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """销售额最高的产品."""
    if noun.is_english or noun.after is None or not u.is_cue(noun.after, *RANKING):
        return None
    counted = bool(noun.span.of(Role.ENTITY)) and u.spans[noun.after].text.startswith(_MOST_OF_THEM)
    if not (noun.measures or counted):
        return None
    others = u.thinglike & ~at(noun.at_span) & ~u.used.places
    elsewhere = (counted and draft.groups) or others or u.having(Role.GRAIN)
    return Part.RANK_KEY if elsewhere else None


def ranks_by_participle(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
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
        u.read_as(noun.at_span, [r for r in noun.measures if r.aggregate != "count"])
        return Part.RANK_KEY
    return Part.ASKED if ranks(noun.at_span - 1) else None


def superlative_in_front(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "the most orders" ranks by their count; "the best products" are some of the products."""
    at = noun.before
    if at is None or not (noun.is_english and u.is_cue(at, Cue.MOST, Cue.LEAST)):
        return None
    if not noun.measures:
        if u.spans[at].text not in HOW_MANY_MOST:
            return Part.ASKED if u.is_rankable(noun.span) and is_plural(noun.span.text) else None
        if noun.span.of(Role.ENTITY):
            return Part.RANK_KEY
        asked = u.asking or u.cues(Cue.BY, Cue.PER)
        if asked and any(distinct_count(u, r.target) for r in noun.span.of(Role.DIMENSION)):
            u.count(noun.at_span, "count")  # "which city has the most products"
            return Part.RANK_KEY
        return None
    number = u.before(at)
    limited = number is not None and u.spans[number].quantity is not None and draft.limit is not None
    counts = u.spans[at].text in HOW_MANY_MOST
    if u.is_rankable(noun.span) and (not counts or limited or u.is_cue(noun.after, Cue.BY)):
        return Part.ASKED
    return Part.RANK_KEY


def is_ranked_by(u: Utterance, draft: Draft, noun: Noun) -> bool:
    """Whether a number behind "by" ranks what else is named, where nothing is measured: "top 5 models
    by horsepower"."""
    numeric = len(u.numbers(noun.span)) == len(noun.things) and bool(noun.measures)
    if not (draft.rank and numeric and u.is_cue(noun.before, Cue.BY)):
        return False
    others = u.nouns & ~at(noun.at_span)
    measured = draft.measures or draft.counting or u.counted or others & ~u.thinglike
    return not measured and bool(others & u.where_at(_is_no_number))


def _is_no_number(u: Utterance, i: int) -> bool:
    return len(u.numbers(u.spans[i])) < len(u.things(u.spans[i]))


def top(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    if not noun.things or not u.is_cue(noun.lead, *RANKING):
        return None
    if draft.limit or u.is_cue(noun.lead, Cue.TOP, Cue.BOTTOM) or not noun.is_english:
        return Part.ASKED
    return None


def with_superlative(u: Utterance, draft: Draft, noun: Noun) -> Part | None:
    """ "products with the highest price"."""
    if not (noun.is_english and noun.span.of(Role.ENTITY)):
        return None
    for j in range(noun.at_span + 1, len(u.spans) - 1):
        if u.is_cue(j, Cue.MOST, Cue.LEAST):
            return Part.ASKED if u.spans[j + 1].is_noun else None
        if not (u.is_plain(j) or u.is_cue(j, Cue.IN)):
            return None
    return None

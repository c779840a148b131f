"""Conditions on the letters of a name: "whose name contains 'tea'", 以“上”开头的城市."""

from __future__ import annotations

import re

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft, TextBound
from pipeline.planner.reading.places import ahead_of, behind, each, first, last
from pipeline.planner.reading.utterance import Utterance
from pipeline.planner.readings import Reading, Role
from pipeline.planner.titles import NAMING
from pipeline.planner.tokens import phrase

_OPERATORS = {Cue.LIKE: "contains", Cue.STARTS: "startsWith", Cue.ENDS: "endsWith"}
_SURNAME = re.compile(r"姓([㐀-鿿]{1,2})")
_NOT_CONTAINING = frozenset(("不含", "不包含", "不含有"))
_HELPING = frozenset(("do", "does", "did", "that", "which"))
_NEGATED = {"contains": "notContains", "startsWith": "notStartsWith", "endsWith": "notEndsWith"}


def read_texts(u: Utterance, draft: Draft) -> None:
    """Binds each condition to the name in front of it. One that has no letters or no name may not be
    ignored; 包含 between members is only a word for "with"."""
    persons = _persons(u)
    for i, span in enumerate(u.spans):
        if persons and span.is_unknown and (surname := _SURNAME.fullmatch(span.text)):
            u.used.add(i)
            draft.texts.append(TextBound(persons, "startsWith", surname[1]))
            continue
        operator = next((name for cue, name in _OPERATORS.items() if u.is_cue(i, cue)), None)
        if span.text in _NOT_CONTAINING and _is_of_a_name(u, i):
            operator = "notContains"
        if operator is None:
            continue
        letters = _letters(u, i)
        subject = _subject(u, i) if letters is not None else None
        if letters is not None and subject is not None:
            ahead = u.before(min(i, letters))
            if ahead is not None and u.spans[ahead].text == "以":
                ahead = u.before(ahead)
            if u.is_cue(ahead, Cue.NOT):
                operator = _NEGATED.get(operator, operator)
            u.used |= {i, letters}
            if not u.spans[subject].of(Role.ENTITY):
                u.used.add(subject)
            text = u.spans[letters].text
            if letters < i and not text.isascii():
                text = text.removeprefix("以")  # 以王开头
            draft.texts.append(TextBound(_names(u, subject), operator, text))
        elif operator != "contains" or letters is not None:
            draft.unknown_key.append(span.text)


def _persons(u: Utterance) -> Choice | None:
    """What the only persons that the question can be about are called."""
    cubes = u.lexicon.persons
    entities = {r.target for i in each(u.having(Role.ENTITY)) for r in u.spans[i].of(Role.ENTITY)}
    named = [cube for cube in cubes if cube in entities]
    cube = next(iter(named or cubes), None) if len(named or cubes) == 1 else None
    return Choice("姓名", [Reading(Role.DIMENSION, u.lexicon.labels[cube].name)]) if cube else None


def _letters(u: Utterance, i: int) -> int | None:
    """The word that the condition is about: behind it, or for 开头 and 结尾 in front of it."""
    for j in (i + 1, i + 2, i - 1):
        if not 0 <= j < len(u.spans) or u.is_cue(j, Cue.IN, Cue.BY, Cue.NOT):
            continue
        span = u.spans[j]
        if span.quoted or (span.is_unknown and not u.is_cue(i, Cue.LIKE)):
            return j
        if j == i + 1 and _is_of_a_name(u, i) and (span.is_unknown or span.of(Role.VALUE) or _ends(u, j)):
            return j
        bare = span.text.isascii() and span.text.isalpha() and not span.is_noun
        if j == i - 1 and (bare or (i > 1 and u.spans[i - 2].text == "以")):
            return j  # 以A开头, 以钱开头
    return None


def _is_of_a_name(u: Utterance, i: int) -> bool:
    """Whether a name stands right in front of a condition, which then is about its letters: "first name
    contains Roy"; 包含 behind things says what they have."""
    ahead = last(ahead_of(u.everything & ~(u.cues(Cue.NOT, Cue.IN) | u.saying(_HELPING)), i))
    if ahead is None:
        return False
    named = bool(_names(u, ahead).readings) and not u.spans[ahead].of(Role.ENTITY)
    return named or phrase(u.spans[ahead].text) in NAMING


def _ends(u: Utterance, i: int) -> bool:
    """Whether a word ends what is said, and so is no article of what follows: "names starting with A"."""
    return u.spans[i].is_filler and (i + 1 == len(u.spans) or u.spans[i + 1].text in ",.;?!，。")


def _subject(u: Utterance, i: int) -> int | None:
    """The nearest name in front, or else behind."""
    named = u.where_at(_is_name)
    ahead = last(ahead_of(named, i))
    return first(behind(named, i)) if ahead is None else ahead


def _is_name(u: Utterance, j: int) -> bool:
    return not u.spans[j].quoted and bool(_names(u, j).readings)


def _names(u: Utterance, j: int) -> Choice:
    """The text dimensions that a span means, its things by what they are called."""
    span, members = u.spans[j], u.catalog.members
    named = [r for r in span.of(Role.DIMENSION) if members[r.target].type == "string"]
    labels = [u.lexicon.labels[e.target] for e in span.of(Role.ENTITY) if e.target in u.lexicon.labels]
    return Choice(span.text, named or [Reading(Role.DIMENSION, label.name) for label in labels])

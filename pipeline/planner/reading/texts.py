"""Conditions on the letters of a name: "whose name contains 'tea'", 以“上”开头的城市."""

from __future__ import annotations

from pipeline.planner.cues import Cue
from pipeline.planner.draft import Choice, Draft, TextBound
from pipeline.planner.reading.utterance import Utterance
from pipeline.planner.readings import Reading, Role

_OPERATORS = {Cue.LIKE: "contains", Cue.STARTS: "startsWith", Cue.ENDS: "endsWith"}
_NEGATED = {"contains": "notContains", "startsWith": "notStartsWith", "endsWith": "notEndsWith"}


def read_texts(u: Utterance, draft: Draft) -> None:
    """Binds each condition to the name in front of it. One that has no letters or no name may not be
    ignored; 包含 between members is only a word for "with"."""
    for i, span in enumerate(u.spans):
        operator = next((name for cue, name in _OPERATORS.items() if u.is_cue(i, cue)), None)
        if operator is None:
            continue
        letters = _letters(u, i)
        subject = _subject(u, i) if letters is not None else None
        if letters is not None and subject is not None:
            if u.is_cue(u.before(i), Cue.NOT):
                operator = _NEGATED[operator]
            u.used |= {i, letters}
            if not u.spans[subject].of(Role.ENTITY):
                u.used.add(subject)
            draft.texts.append(TextBound(_names(u, subject), operator, u.spans[letters].text))
        elif operator != "contains" or letters is not None:
            draft.unknown_key.append(span.text)


def _letters(u: Utterance, i: int) -> int | None:
    """The word that the condition is about: behind it, or for 开头 and 结尾 in front of it."""
    for j in (i + 1, i + 2, i - 1):
        if not 0 <= j < len(u.spans) or u.is_cue(j, Cue.IN, Cue.BY, Cue.NOT):
            continue
        span = u.spans[j]
        if span.quoted or (span.is_unknown and not u.is_cue(i, Cue.LIKE)):
            return j
    return None


def _subject(u: Utterance, i: int) -> int | None:
    """The nearest name in front, or else behind."""
    places: list[int] = [*range(i - 1, -1, -1), *range(i + 1, len(u.spans))]
    for j in places:
        if not u.spans[j].quoted and _names(u, j).readings:
            return j
    return None


def _names(u: Utterance, j: int) -> Choice:
    """The text dimensions that a span means, its things by what they are called."""
    span, texts = u.spans[j], {m.name for m in u.catalog.dimensions if m.type == "string"}
    named = [r for r in span.of(Role.DIMENSION) if r.target in texts]
    labels = [u.lexicon.labels[e.target] for e in span.of(Role.ENTITY) if e.target in u.lexicon.labels]
    return Choice(span.text, named or [Reading(Role.DIMENSION, label.name) for label in labels])

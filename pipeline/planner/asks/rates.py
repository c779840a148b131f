"""Shares that a model measures already: its termination rate, for the contracts that got terminated."""

from __future__ import annotations

from collections.abc import Iterable

from pipeline.planner.asks.schema import Schema
from pipeline.planner.clauses import Noun
from pipeline.planner.composing.measures import words_of
from pipeline.planner.readings import Role


def rate_for(s: Schema, cubes: Iterable[str], condition: Noun) -> str | None:
    """The rate of ``cubes`` that says what part meets a condition, by the words that they have in common."""
    words = words_of(condition.text)
    for sense in condition.of(Role.VALUE, Role.SEGMENT):
        member = s.member(sense.target)
        if sense.role is Role.SEGMENT or s.type(sense.target) == "boolean":
            words |= words_of(*member.titles, *member.synonyms)
        told = member.values.get(sense.value or "")
        if told is not None:
            words |= words_of(*told.titles, *told.synonyms)
        words |= words_of(sense.value or "")
    best: tuple[int, str] | None = None
    for cube in dict.fromkeys(cubes):
        things = words_of(*s.catalog.cubes[cube].titles)
        for measure in s.catalog.cubes[cube].measures:
            if not s.lexicon.is_fraction(measure.name):
                continue
            shared = words & (words_of(*measure.titles, *measure.synonyms) - things)
            if shared and (best is None or len(shared) > best[0]):
                best = len(shared), measure.name
    return best[1] if best else None

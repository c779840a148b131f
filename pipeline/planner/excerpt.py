"""The part of a catalog that a question is about, as text for a model.

A catalog may hold thousands of members and a model reads a few pages, so members are ranked by how
much of their names stands in the question: a word counts more the fewer members have it.
"""

from __future__ import annotations

import json
import math
from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from pipeline.catalog import Cube, Member
from pipeline.errors import QueryError
from pipeline.language import Language, detect
from pipeline.markdown import shorten
from pipeline.planner.base import Question
from pipeline.planner.cut import cut
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import CATALOG_ROLES, Role
from pipeline.planner.tokens import normalise, phrase

_LENGTH = 6_000  # characters of described members; with instructions and names about 3,000 tokens
_SYNONYMS = 5
_VALUES = 12
_SAMPLE = 3
_NAMED = 4.0  # what a whole phrase of the question adds to the members it names
_OF_CUBE = 0.3  # how much of a cube's likeness its other members have
_OF_KEY = 0.8  # and its dates and names, which many questions need without a word for them
_OF_JOINED = 0.7  # and the cubes it is joined to


class Excerpts:
    """Makes the excerpts of one catalog."""

    def __init__(self, lexicon: Lexicon, length: int = _LENGTH) -> None:
        self._lexicon = lexicon
        self._catalog = lexicon.catalog
        self._length = length
        self._members = [
            m for m in self._catalog.members.values() if m.alias_member not in self._catalog.members
        ]
        self._holders: dict[str, dict[str, float]] = defaultdict(dict)
        for member in self._members:
            for stem, weight in _stems(member, self._catalog.cubes[member.cube]):
                known = self._holders[stem].get(member.name, 0.0)
                self._holders[stem][member.name] = max(known, weight)

    def of(self, question: Question, today: date) -> str:
        """The members that are like the question, cube by cube, with the values it names."""
        scores, values = self._scores(question, today)
        by_cube: dict[str, float] = defaultdict(float)
        for name, score in sorted(scores.items(), key=lambda item: -item[1]):
            cube = self._catalog.cubes[name.split(".", 1)[0]]
            by_cube[cube.name] = max(by_cube[cube.name], score)
            for joined in cube.joins:
                by_cube[joined] = max(by_cube[joined], _OF_JOINED * score)
        labels = {label.name for label in self._lexicon.labels.values()}

        def likeness(member: Member) -> float:
            part = _OF_KEY if member.type == "time" or member.name in labels else _OF_CUBE
            return scores.get(member.name, 0.0) + part * by_cube.get(member.cube, 0.0)

        ranked = sorted(self._members, key=likeness, reverse=True)
        lines: dict[str, list[tuple[str, str]]] = defaultdict(list)
        left = self._length
        described = 0
        for member in ranked:
            line = self._line(member, question.language, values.get(member.name, ()), member.name in scores)
            head = 0 if lines[member.cube] else len(self._head(self._catalog.cubes[member.cube]))
            if len(line) + head > left:
                break
            left -= len(line) + head
            lines[member.cube].append((member.kind, line))
            described += 1
        cubes = [self._cube(self._catalog.cubes[name], of) for name, of in lines.items() if of]
        return "\n".join([*cubes, *_named(ranked[described:], self._length // 3)])

    def _scores(self, question: Question, today: date) -> tuple[dict[str, float], dict[str, list[str]]]:
        """How like the question each member is, and the values of it that the question names."""
        scores: dict[str, float] = defaultdict(float)
        values: dict[str, list[str]] = defaultdict(list)
        for stem in set(phrase(question.text)):
            holders = self._holders.get(stem, {})
            rarity = math.log(1 + len(self._members) / (1 + len(holders)))
            for name, weight in holders.items():
                scores[name] += weight * rarity
        try:
            spans = cut(normalise(question.text), self._lexicon, today).spans
        except QueryError:  # a date that does not exist is for the query to fail on
            spans = []
        for reading in (r for span in spans for r in span.readings if r.role in CATALOG_ROLES):
            if reading.role is Role.ENTITY:
                for member in self._catalog.cubes[reading.target].members:
                    scores[member.name] += 1.0
                continue
            scores[reading.target] += _NAMED * reading.strength
            if reading.value is not None:
                values[reading.target].append(reading.value)
        for name in question.previous.query.members() if question.previous else ():
            if name in self._catalog:
                scores[name] += _NAMED
        return scores, values

    def _cube(self, cube: Cube, lines: Iterable[tuple[str, str]]) -> str:
        kinds: dict[str, list[str]] = {"measure": [], "dimension": [], "segment": []}
        for kind, line in lines:
            kinds[kind].append(line)
        listed = "".join(f"  {kind}s:\n{''.join(of)}" for kind, of in kinds.items() if of)
        return self._head(cube) + listed

    def _head(self, cube: Cube) -> str:
        joins = f"; joins: {', '.join(cube.joins)}" if cube.joins else ""
        about = _short(f"{cube.description} {cube.ai_context}", 400)
        return f"{cube.type} {cube.name} ({_titles(cube.titles)}){joins}{about}\n"

    def _line(self, member: Member, language: Language, named: Iterable[str], is_like: bool) -> str:
        parts = [member.name, _titles(member.titles)]
        parts.append(f"{member.agg_type or 'number'}" if member.kind == "measure" else member.type)
        if member.unit:
            parts.append(f"in {member.unit.said(language)}")
        own = [s for s in member.synonyms if detect(s, language) == language]
        if own:
            parts.append("also: " + ", ".join(own[:_SYNONYMS]))
        if values := self._values(member, named, is_like):
            parts.append("values: " + ", ".join(values))
        return f"  - {_one_line(' | '.join(parts))}{_short(member.description, 120)}\n"

    def _values(self, member: Member, named: Iterable[str], is_like: bool) -> list[str]:
        """The values a question needs to see: those it names, all of a few, a sample of many."""
        if member.kind != "dimension" or member.type not in ("string", "boolean"):
            return []
        stored = self._lexicon.values.get(member.alias_member or member.name, ())
        known = list(dict.fromkeys([*member.values, *stored]))
        sample = known if len(known) <= _VALUES or member.values else known[: _SAMPLE if is_like else 0]
        listed = list(dict.fromkeys([*named, *sample]))[:_VALUES]
        return [_value(member, v) for v in listed] + ["…"] * (0 < len(listed) < len(known))


def _named(members: Iterable[Member], length: int) -> Iterator[str]:
    """The names of members, kind by kind, in about ``length`` characters."""
    names: dict[str, list[str]] = defaultdict(list)
    for member in members:
        length -= len(member.name) + 2
        if length < 0:
            break
        names[member.kind].append(member.name)
    for kind, some in names.items():
        yield f"other {kind}s, by name alone: {', '.join(some)}"


def _stems(member: Member, cube: Cube) -> Iterator[tuple[str, float]]:
    """The stems a member is found by, each with the part it is of the member's name."""
    names = [*member.titles, *member.synonyms, member.name.split(".", 1)[1]]
    for name in names:
        stems = set(phrase(name))
        yield from ((stem, 1.0 / len(stems) ** 0.5) for stem in stems)
    for text in (member.description, *cube.titles, *cube.synonyms):
        yield from ((stem, 0.2) for stem in set(phrase(text)))


def _value(member: Member, value: str) -> str:
    words = member.values.get(value)
    spelt = json.dumps(shorten(value, 40), ensure_ascii=False)
    return f"{spelt} ({_titles(words.titles)})" if words else spelt


def _titles(titles: Iterable[str]) -> str:
    return _one_line(" / ".join(dict.fromkeys(titles)))


def _short(text: str, most: int) -> str:
    text = shorten(_one_line(text), most)
    return f" | {text}" if text else ""


def _one_line(text: str) -> str:
    # A title or value with line breaks could pass for a part of the prompt.
    return " ".join(text.split())

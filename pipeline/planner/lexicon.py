"""The words of a catalog: which phrases mean which member, cube or value, and what half of one may mean."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import replace
from functools import cached_property

from pipeline.catalog import Cube
from pipeline.planner.phrasebook import PARTIAL, PhraseBook
from pipeline.planner.readings import CATALOG_ROLES, Reading, Role
from pipeline.planner.titles import Phrase, is_of_persons, is_short_for
from pipeline.planner.tokens import normalise, phrase, tokenize
from pipeline.planner.words import GRAINS, PEOPLE, PERSONS

_FEW_VALUES = 50  # a dimension with no more is one of kinds, whose values are called by half their name
_OF_EACH = "每按各逐分历"  # 每年 ends no title; 温度 is no 年度
_PERSONS = frozenset(phrase(word) for word in PERSONS)


class Lexicon(PhraseBook):
    """What the words of a question can mean, whole phrases and halves of them."""

    def half_names(self, stems: Phrase) -> list[Reading]:
        """The dimensions that ``stems`` are only a part of the name of."""
        found = self._phrases.get(stems, {}).values()
        return [r for r in found if r.partial and r.role is Role.DIMENSION]

    @property
    def longest(self) -> int:
        """The tokens of its longest phrase."""
        return self._longest

    def reach(self, stem: str, word: str) -> tuple[int, int]:
        """The most stems of a phrase that begins with ``stem``, and the most words of one of the closed
        classes that begins with ``word``."""
        return self._reach.get(stem, 1), self._spoken_reach.get(word, 1)

    def is_function_word(self, words: Phrase) -> bool:
        """Whether the phrase belongs to the closed classes: a cue, a grain, a filler."""
        return words in self._closed

    def title_with(self, stem: str) -> tuple[str, list[Reading]]:
        """The title of the one dimension, or else the one cube, that has a word of this ``stem`` in its
        title, and what that title can mean; nothing where several have it."""
        holders = self._title_words.get(stem, {})
        if len(holders) != 1:
            return self._thing_with(stem)
        words, title = next(iter(holders.items()))
        return title, [
            replace(r, strength=PARTIAL * r.strength, shortened=True, partial=True)
            for r in self._phrases[words].values()
            if r.role in (Role.DIMENSION, Role.MEASURE)
        ]

    def _thing_with(self, stem: str) -> tuple[str, list[Reading]]:
        """The same for the one cube whose title has such a word: the tests of "tests taken"."""
        cubes = self._called_with.get(stem, [])
        if len(cubes) != 1:
            return "", []
        return cubes[0].titles.en, [Reading(Role.ENTITY, cubes[0].name, strength=PARTIAL, partial=True)]

    @cached_property
    def _called_with(self) -> dict[str, list[Cube]]:
        """The stem of each word of longer titles -> the cubes in whose title it is."""
        found: dict[str, list[Cube]] = defaultdict(list)
        for cube in self.catalog.cubes.values():
            words = phrase(cube.titles.en) if cube.type == "cube" else ()
            for word in set(words) if len(words) > 1 else ():
                found[word].append(cube)
        return found

    @cached_property
    def called_in_short(self) -> dict[str, list[str]]:
        """The last Han character of what things are called -> the cubes that are: 店 of 酒店 or 门店."""
        found: dict[str, list[str]] = defaultdict(list)
        for cube in self.catalog.cubes.values():
            names = [t for t in (cube.titles.zh, *cube.synonyms) if len(t) > 1 and not t.isascii()]
            for character in {name[-1] for name in names if cube.type == "cube"}:
                found[character].append(cube.name)
        return found

    @cached_property
    def cube_stems(self) -> frozenset[str]:
        """The stems of the words in the titles of cubes."""
        return frozenset(w for cube in self.catalog.cubes.values() for w in phrase(cube.titles.en))

    @cached_property
    def shared_titles(self) -> frozenset[str]:
        """The English titles that several members have."""
        members = self.catalog.members
        own = (m for m in members.values() if m.alias_member not in members)
        return frozenset(title for title, n in Counter(m.titles.en for m in own).items() if n > 1)

    @cached_property
    def held_grains(self) -> dict[str, frozenset[str]]:
        """Each dimension -> the sizes of buckets that it is called by, where it is no date: "Model year"."""
        words = {g: {phrase(t)[-1] for t in said if t.isascii()} for g, said in GRAINS.items()}
        endings = {
            g: tuple(t for t in said if not t.isascii() and t[0] not in _OF_EACH)
            for g, said in GRAINS.items()
        }
        found: dict[str, frozenset[str]] = {}
        for dimension in self.catalog.dimensions:
            texts = (*dimension.titles, *dimension.synonyms) if dimension.type != "time" else ()
            last_words = {w for t in texts for w in phrase(t)[-1:]}
            found[dimension.name] = frozenset(
                g for g in GRAINS if last_words & words[g] or any(t.endswith(endings[g]) for t in texts)
            )
        return found

    @cached_property
    def label_names(self) -> frozenset[str]:
        """The dimensions that things are called by."""
        return frozenset(label.name for label in self.labels.values())

    @cached_property
    def counted_cubes(self) -> list[str]:
        """The cubes whose things a measure counts."""
        cubes = self.catalog.cubes.values()
        return [c.name for c in cubes if any(m.agg_type == "count" for m in c.measures)]

    @cached_property
    def persons(self) -> list[str]:
        """The cubes of persons that have a name."""
        return [name for name in self.labels if is_of_persons(self.catalog.cubes[name])]

    @cached_property
    def _unnamed_persons(self) -> list[Cube]:
        """The cubes of persons whose title does not say what they are to whom keeps the data."""
        known = {phrase(word) for word in PERSONS | PEOPLE}
        return [
            cube
            for cube in map(self.catalog.cubes.__getitem__, self.persons)
            if cube.type == "cube"
            and not any(phrase(t)[-n:] in known for t in (*cube.titles, *cube.synonyms) for n in (1, 2, 3))
        ]

    def persons_called(self, text: str) -> tuple[str, list[Reading]]:
        """The title of the one kind of persons that the data has and does not name, where ``text`` is a word
        for persons: the guests of a hotel's reservations, or 顾客数, the number of them."""
        counted = text.removesuffix("数")
        if phrase(counted) not in _PERSONS or len(self._unnamed_persons) != 1:
            return "", []
        [cube] = self._unnamed_persons
        if counted == text:
            return cube.titles.en, [Reading(Role.ENTITY, cube.name, strength=PARTIAL, partial=True)]
        counts = (m.name for m in cube.measures if m.agg_type == "count")
        return cube.titles.en, [Reading(Role.MEASURE, name, aggregate="count") for name in counts]

    def abbreviated(self, short: str, readings: Iterable[Reading]) -> list[Reading]:
        """Those of the ``readings`` of half a name whose other half ``short`` is short for: the gross of
        "ww gross" is the worldwide gross."""
        named = [r for r in readings if r.role in CATALOG_ROLES]
        if not short.isascii() or len(short) < 2 or not all(r.partial for r in named):
            return []

        def is_meant(reading: Reading) -> bool:
            member = self.catalog.members.get(reading.target)
            words = tokenize(normalise(member.titles.en)) if member else []
            return any(is_short_for(short, t.text) for t in words)

        return [replace(r, partial=False) for r in named if is_meant(r)]

    def value_with(self, text: str, sure: bool) -> Reading | None:
        """The one value that has ``text`` among its words: "online" of "Online shop".

        Unless it is ``sure`` that a value is meant, only dimensions with few of them count: among
        many names any word is a part of one.
        """
        words = phrase(text)
        if len(words) != 1 or words[0] in self._verbs:
            return None
        found = {(r.target, r.value): r for r in self._value_words.get(words, ())}
        if not sure:
            found = {k: r for k, r in found.items() if self.cardinality.get(r.target, 0) <= _FEW_VALUES}
        return next(iter(found.values())) if len(found) == 1 else None

    def told_in(self, unit: str) -> list[Reading]:
        """The numeric dimensions whose values are told in a unit, unless it is one of many."""
        found = self._told_in.get(phrase(unit), [])
        return found if len(found) == 1 else []

    @cached_property
    def _told_in(self) -> dict[Phrase, list[Reading]]:
        """Each unit -> the numeric dimensions whose values are told in it."""
        found: dict[Phrase, list[Reading]] = defaultdict(list)
        for dimension in self.catalog.dimensions:
            unit = dimension.unit if dimension.type == "number" else None
            for words in {phrase(unit.en), phrase(unit.zh)} - {()} if unit else ():
                found[words].append(Reading(Role.DIMENSION, dimension.name, strength=0.8))
        return found

    def is_fraction(self, member: str) -> bool:
        """Whether percentages of a member are kept from 0 to 1, as far as the data tells."""
        return member in self.fractions

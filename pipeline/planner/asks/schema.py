"""What composing an ask knows of a catalog and its data: counts, names, aggregates, ways of joins."""

from __future__ import annotations

from functools import lru_cache

from pipeline.catalog import Catalog, Member
from pipeline.planner.graph import AGAINST_JOINS, UNREACHABLE, JoinGraph
from pipeline.planner.lexicon import Lexicon
from pipeline.planner.readings import aggregate_of
from pipeline.planner.titles import measure_of, measure_of_values, nouns_of, without_aggregate
from pipeline.planner.tokens import phrase

_NEARLY = 0.7  # of a cube's things have a name that no other has, where their names tell them apart
_A_JOIN, _AGAINST, _APART = 0.12, 0.9, 8.0  # what each costs


class Schema:
    """One engine's catalog with what its data is known to hold. Safe to share between threads."""

    def __init__(self, lexicon: Lexicon, graph: JoinGraph, harm: frozenset[str] = frozenset()) -> None:
        """``harm``: words of what is better the less there is of it."""
        self.lexicon = lexicon
        self._harm = harm
        self.graph = graph
        self.catalog: Catalog = lexicon.catalog
        self.count = lru_cache(maxsize=None)(self._count)

    def member(self, name: str) -> Member:
        return self.catalog.members[name]

    def type(self, name: str) -> str:
        return self.member(name).type

    def label(self, cube: str) -> str | None:
        """The dimension that a cube's things are called by."""
        label = self.lexicon.labels.get(cube)
        return label.name if label else None

    def key(self, cube: str) -> str | None:
        """The dimension that tells a cube's things apart."""
        keys = [d.name for d in self.catalog.cubes[cube].dimensions if d.primary_key]
        return keys[0] if len(keys) == 1 else None

    def identity(self, cube: str) -> str | None:
        """The dimension that stands for a cube's things: their key, or what they are called by where the
        model shows no key."""
        return self.key(cube) or self.label(cube)

    def amount_of(self, cube: str) -> str | None:
        """The sum that a cube is called by where it is no number of things: the minutes of downtime."""
        title = phrase(self.catalog.cubes[cube].titles.en)
        sums = [m for m in self.catalog.cubes[cube].measures if m.agg_type == "sum"]
        called = [m.name for m in sums if phrase(m.titles.en)[: len(title)] == title]
        return called[0] if title and len(called) == 1 else None

    def adds_up(self, member: Member) -> bool:
        """Whether weights are summed by the model, before they are averaged: of parcels, not of persons."""
        behind = member.name if member.kind == "dimension" else self.dimension_behind(member)
        own = [
            m
            for m in self.catalog.cubes[member.cube].measures
            if behind and self.dimension_behind(m) == behind
        ]
        first = next((m.agg_type for m in own if m.agg_type in ("sum", "avg")), member.agg_type)
        return first == "sum"

    def is_exact(self, cube: str) -> bool:
        """Whether no two of a cube's things have one `identity`."""
        return self.key(cube) is not None or cube in self.lexicon.unique_names

    def tells_apart(self, dimension: str) -> bool:
        """Whether a dimension's values tell a cube's things apart, or nearly: its key, names of which few
        are alike. Where nothing is known of them, what the things are called by does."""
        member = self.member(dimension)
        if member.primary_key:
            return True
        things, values = self.lexicon.things.get(member.cube), self.lexicon.cardinality.get(dimension)
        called = self.label(member.cube) == dimension
        if not things or values is None or (called and member.cube in self.lexicon.persons):
            return called
        return values >= _NEARLY * things

    def _count(self, cube: str) -> str | None:
        """The measure that counts all things of a cube."""
        counts = [m for m in self.catalog.cubes[cube].measures if m.agg_type == "count"]
        titles = {phrase(t) for t in (*self.catalog.cubes[cube].titles, *self.catalog.cubes[cube].synonyms)}

        def likely(measure: Member) -> tuple[bool, bool]:
            own = {rest for t in measure.titles for rest, _ in without_aggregate(phrase(t))}
            return not own & titles, measure.name.split(".", 1)[1] != "count"

        return min(counts, key=likely).name if counts else None

    def distinct(self, dimension: str) -> str | None:
        """The measure that counts the different values of a dimension."""
        member = self.member(dimension)
        found = measure_of_values(self.catalog.cubes[member.cube], member)
        return found.name if found else None

    def aggregate(self, name: str, wanted: str) -> str | None:
        """The measure that is ``wanted`` of what a measure or a numeric dimension is of."""
        member = self.member(name)
        cube = self.catalog.cubes[member.cube]
        if member.kind == "dimension":
            if (name, wanted) in self.lexicon.aggregates:
                return self.lexicon.aggregates[name, wanted]
            nouns = {phrase(t) for t in (*member.titles, *member.synonyms)}
            found = measure_of(cube, nouns, wanted) or self._by_chinese(member, wanted)
            return found.name if found else None
        if aggregate_of(member) == wanted or said_in(member) == wanted:
            return name
        nouns = nouns_of(member) or {phrase(member.titles.en)}
        found = measure_of(cube, nouns, wanted) or self._by_chinese(member, wanted)
        if found:
            return found.name
        behind = self.dimension_behind(member)
        return self.lexicon.aggregates.get((behind, wanted)) if behind else None

    def _by_chinese(self, member: Member, wanted: str) -> Member | None:
        own = {rest for rest, _ in without_aggregate(phrase(member.titles.zh))} | {phrase(member.titles.zh)}
        for measure in self.catalog.cubes[member.cube].measures:
            said = dict(without_aggregate(phrase(measure.titles.zh)))
            if wanted in (aggregate_of(measure), *said.values()) and not own.isdisjoint(said):
                return measure
        return None

    def dimension_behind(self, measure: Member) -> str | None:
        """The numeric dimension that a measure aggregates, as far as the model, its name or title tells."""
        if measure.aggregates in self.catalog.members:
            return measure.aggregates
        nouns = nouns_of(measure) | {phrase(measure.titles.en)}
        for dimension in self.catalog.cubes[measure.cube].dimensions:
            numeric = dimension.type == "number" and not dimension.primary_key
            if numeric and phrase(dimension.titles.en) in nouns:
                return dimension.name
        return None

    def apart(self, cube: str, other: str) -> float:
        """What it costs to have members of both in one query."""
        distance = self.graph.distance(cube, other)
        if distance >= UNREACHABLE:
            return _APART
        if distance >= AGAINST_JOINS:
            return _AGAINST + _A_JOIN * (distance - AGAINST_JOINS)
        return _A_JOIN * distance

    def nearest(self, cubes: list[str], other: str) -> float:
        """What it costs to have ``other`` beside the nearest of ``cubes``."""
        return min((self.apart(cube, other) for cube in cubes), default=0.0)

    def furthest(self, cube: str, others: list[str]) -> float:
        """What it costs to group or restrict a measure of ``cube`` by the farthest of ``others``."""
        return max((self.apart(cube, other) for other in others), default=0.0)

    def does_harm(self, name: str) -> bool:
        """Whether a member is called by a word for what is better the less there is of it."""
        titles = self.member(name).titles
        words = titles.en.lower().split()
        return any(w in self._harm for w in words) or any(
            h in titles.zh for h in self._harm if not h.isascii()
        )

    def cardinality(self, dimension: str) -> int:
        """How many values a dimension has, as far as that is known; 0 where it is not."""
        return self.lexicon.cardinality.get(dimension, 0)


def said_in(measure: Member) -> str | None:
    """The aggregate that a measure's title says."""
    for title in measure.titles:
        for _, aggregate in without_aggregate(phrase(title)):
            return aggregate
    return None


def cube_of(member: str) -> str:
    """The cube of a member's name, or a cube's own name."""
    return member.split(".", 1)[0]

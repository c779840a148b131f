"""Patterns over mentions: which sequences a rule takes, and what stood in its places."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from pipeline.planner.clauses import Noun, Number
from pipeline.planner.dates.periods import Period
from pipeline.planner.grammar.mention import Mention
from pipeline.planner.readings import Role

_MOST_LISTED = 8


@dataclass(frozen=True)
class Element:
    """One place of a pattern."""

    kinds: frozenset[str]
    name: str = ""
    optional: bool = False
    several: bool = False


@cache
def elements(pattern: str, language: str) -> tuple[Element, ...]:
    """The places of a pattern as `pipeline.planner.languages.base.Rule` spells them; words are those of one
    language."""
    return tuple(_element(written, language) for written in pattern.split())


def _element(written: str, language: str) -> Element:
    optional, several = written.endswith("?"), written.endswith("+")
    body = written[:-1] if optional or several else written
    name, _, kinds = body.rpartition(":")
    if kinds.startswith("<"):
        found = frozenset(f"<{language}:{one}>" for one in kinds[1:-1].split("|"))
    else:
        found = frozenset(kinds.split("|"))
    return Element(found, name, optional, several)


@dataclass(frozen=True, eq=False)
class Match:
    """What stood in the places of a pattern."""

    first: int
    last: int
    found: tuple[tuple[str, Mention], ...]
    cost: float = 0.0

    def all(self, name: str) -> list[Mention]:
        return [mention for called, mention in self.found if called == name]

    def get(self, name: str) -> Mention | None:
        return next(iter(self.all(name)), None)

    def has(self, name: str) -> bool:
        return self.get(name) is not None

    def noun(self, name: str, *roles: Role) -> Noun:
        """What is called ``name``, with its senses of these roles, or of all. Raises `KeyError`."""
        mention = self.get(name)
        if mention is None:
            raise KeyError(name)
        noun = mention.noun()
        return noun.only(*roles) if roles else noun

    def maybe(self, name: str, *roles: Role) -> Noun | None:
        return self.noun(name, *roles) if self.has(name) else None

    def nouns(self, name: str, *roles: Role) -> list[Noun]:
        return [m.noun().only(*roles) if roles else m.noun() for m in self.all(name)]

    def says(self, name: str) -> str:
        """What the word called ``name`` says in its class; "" where there is none."""
        mention = self.get(name)
        return mention.word.says if mention and mention.word else ""

    def number(self, name: str) -> Number | None:
        mention = self.get(name)
        return mention.number if mention else None

    def count(self, name: str) -> int | None:
        """The whole number called ``name``."""
        number = self.number(name)
        return int(number.value) if number and number.value == number.value.to_integral_value() else None

    def period(self, name: str) -> Period:
        mention = self.get(name)
        assert mention
        assert mention.period
        return mention.period


class Lattice:
    """The mentions of a question by where they begin, with what may be passed over between them."""

    def __init__(
        self, length: int, mentions: Sequence[Mention], passed: Sequence[int], joined: frozenset[str]
    ) -> None:
        """``passed``: for each place the next one behind words without meaning (itself where there is
        none); ``joined``: the kinds that join the parts of a list."""
        self.length = length
        self.passed = passed
        self._joined = joined
        self.at: list[list[Mention]] = [[] for _ in range(length + 1)]
        for mention in mentions:
            self.at[mention.first].append(mention)
        self.kinds = [frozenset(k for m in here for k in m.kinds) for here in self.at]

    def matches(self, places: Sequence[Element], first: int) -> Iterator[Match]:
        """Every way in which a pattern stands at ``first``."""
        for last, found, cost in self._from(places, 0, first, True):
            if last > first:
                yield Match(first, last, found, cost)

    def _from(
        self, places: Sequence[Element], at: int, position: int, starts: bool
    ) -> Iterator[tuple[int, tuple[tuple[str, Mention], ...], float]]:
        if at == len(places):
            yield position, (), 0.0
            return
        place = places[at]
        if place.optional:
            yield from self._from(places, at + 1, position, starts)
        begin = position if starts else self.passed[position]
        for here in dict.fromkeys((position, begin)):
            if here >= self.length or self.kinds[here].isdisjoint(place.kinds):
                continue
            for mention in self.at[here]:
                if mention.kinds.isdisjoint(place.kinds):
                    continue
                own = (place.name, mention)
                for last, found, cost in self._from(places, at + 1, mention.last, False):
                    yield last, (own, *found), cost + mention.cost
                if place.several:
                    for end, more, cost in self._list(place, mention.last, _MOST_LISTED):
                        for last, found, rest in self._from(places, at + 1, end, False):
                            yield last, (own, *more, *found), mention.cost + cost + rest

    def _list(
        self, place: Element, position: int, most: int
    ) -> Iterator[tuple[int, tuple[tuple[str, Mention], ...], float]]:
        """What is joined to a list that ends at ``position``."""
        if most == 0:
            return
        for begin in self._behind_joints(position):
            if begin >= self.length or self.kinds[begin].isdisjoint(place.kinds):
                continue
            for mention in self.at[begin]:
                if mention.kinds.isdisjoint(place.kinds):
                    continue
                own = ((place.name, mention),)
                yield mention.last, own, mention.cost
                for end, more, cost in self._list(place, mention.last, most - 1):
                    yield end, own + more, mention.cost + cost

    def _behind_joints(self, position: int) -> Iterator[int]:
        """Where the next part of a list may begin: behind one or two joints."""
        here = self.passed[position]
        seen = set()
        frontier = [position, here]
        for _ in range(2):
            further = []
            for start in dict.fromkeys(frontier):
                for mention in self.at[start] if start < self.length else ():
                    if not mention.kinds.isdisjoint(self._joined) and mention.last not in seen:
                        seen.add(mention.last)
                        further += [mention.last, self.passed[mention.last]]
            yield from dict.fromkeys(further)
            frontier = further

"""Readings of a question: clauses that do not overlap and together cover it, the cheapest ones.

A shortest-path search over the tokens that keeps several paths: an edge is a match of a rule with the clauses
it makes, or words left without one, which cost by what they could have meant.
"""

from __future__ import annotations

import heapq
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from pipeline.cancellation import Cancellation
from pipeline.planner.clauses import Clause, Left
from pipeline.planner.grammar.match import elements
from pipeline.planner.grammar.sheet import Found
from pipeline.planner.languages.base import Language, Rule

_MOST = 10  # readings kept at each place
_NOISE = 0.02
_UNKNOWN, _UNKNOWN_HAN = 3.0, 1.6  # a word, a Han character
_LOST = {  # what leaving a closed word without a clause costs
    "not": 2.2, "except": 2.2, "without": 2.2, "never": 2.2, "left_out": 1.5, "o": 2.2, "behind": 1.8,
    "without_behind": 2.2, "more_than": 1.5, "than": 0.8, "exactly": 0.6, "time_order": 1.2,
    "like_behind": 1.8,
    "judge": 1.6, "most": 1.6, "judged_order": 1.2,
    "s": 1.6, "top": 1.0, "s_own": 2.0, "o_own": 2.2, "between": 0.6, "like": 1.8, "agg": 1.2, "count": 1.0,
    "on_year": 2.0, "on_period": 2.0, "refuse": 2.0, "chart": 1.2, "running": 1.8, "ratio": 1.2, "share": 1.0,
    "often": 1.5, "latest": 0.9, "count_rows": 1.0, "how_many": 1.0, "count_distinct": 1.2, "growth": 0.9,
    "trend": 0.8, "distinct": 0.3, "avg": 1.2, "each": 0.6, "by": 0.5, "versus": 0.4,
    "who": 1.5, "order": 1.2, "unit": 0.8, "percent": 1.0, "every_grain": 1.0, "grain": 0.9, "remove": 1.0,
}  # fmt: skip
_LOST_OTHERWISE = 0.35
_LOST_NUMBER = 2.5
_NAME = 1.3  # what passing over a name of the catalog costs that may also carry no meaning
_RELATES = 0.35  # a verb between two names
_COULD_BE_MEANT = 0.4  # of what it costs to lose a word that may also carry no meaning


@dataclass(frozen=True)
class Told:
    """A clause, the rule that made it, and the tokens it stands on."""

    clause: Clause
    rule: str
    first: int
    last: int
    text: str
    cost: float


@dataclass(frozen=True)
class Reading:
    """Clauses that cover a question.

    Attributes:
        cost: what the words cost; 0 is a question that says everything as the model does.
    """

    told: tuple[Told, ...]
    cost: float

    @property
    def clauses(self) -> list[Clause]:
        return [one.clause for one in self.told]

    @property
    def left(self) -> list[str]:
        """The words that nothing explains."""
        return [t.clause.text for t in self.told if isinstance(t.clause, Left) and t.clause.place != "verb"]


@dataclass(frozen=True, eq=False)
class _Edge:
    last: int
    cost: float
    told: tuple[Told, ...]


@dataclass(frozen=True, eq=False)
class _Path:
    cost: float
    edge: _Edge | None
    before: _Path | None

    @cached_property
    def key(self) -> tuple[object, ...]:
        return tuple(repr(t.clause) for t in self.told())

    def told(self) -> tuple[Told, ...]:
        parts: list[tuple[Told, ...]] = []
        path: _Path | None = self
        while path is not None and path.edge is not None:
            parts.append(path.edge.told)
            path = path.before
        return tuple(t for part in reversed(parts) for t in part)


def readings(found: Found, languages: Sequence[Language], cancellation: Cancellation) -> list[Reading]:
    """The cheapest readings of a question, the best one first. Raises `Cancelled`."""
    n = len(found.tokens)
    paths: list[list[_Path]] = [[] for _ in range(n + 1)]
    paths[0] = [_Path(0.0, None, None)]
    rules = _by_kind(languages)
    for first in range(n):
        cancellation.check()
        here = _best(paths[first])
        paths[first] = here
        if not here:
            continue
        for edge in _edges(found, rules, first):
            for path in here:
                paths[edge.last].append(_Path(path.cost + edge.cost, edge, path))
    return [Reading(path.told(), path.cost) for path in _best(paths[n])]


def _best(paths: Sequence[_Path]) -> list[_Path]:
    """The cheapest of the paths to one place, of those that say the same the first."""
    kept: dict[tuple[object, ...], _Path] = {}
    for path in heapq.nsmallest(_MOST * 4, paths, key=lambda p: p.cost):
        kept.setdefault(path.key, path)
        if len(kept) == _MOST:
            break
    return list(kept.values())


_Rules = dict[str, list[tuple[Rule, str]]]


def _by_kind(languages: Sequence[Language]) -> _Rules:
    """The rules by the kinds of mention that they may begin with."""
    found: _Rules = {}
    for language in languages:
        for rule in language.rules:
            kinds: set[str] = set()
            for place in elements(rule.pattern, language.code):
                kinds |= place.kinds
                if not place.optional:
                    break
            for kind in kinds:
                found.setdefault(kind, []).append((rule, language.code))
    return found


def _edges(found: Found, rules: _Rules, first: int) -> Iterator[_Edge]:
    lattice = found.lattice
    # Sorted, so that of two readings that cost the same it is the same one that is taken every time.
    begun = [entry for kind in sorted(lattice.kinds[first]) for entry in rules.get(kind, ())]
    for rule, language in dict.fromkeys(begun):
        for match in lattice.matches(elements(rule.pattern, language), first):
            clauses = rule.build(match)
            if clauses is None:
                continue
            clauses = [*clauses, *(a for _, mention in match.found for a in mention.attached)]
            cost = rule.cost + match.cost
            text = found.text[found.tokens[first].start : found.tokens[match.last - 1].end]
            told = tuple(Told(c, rule.name, first, match.last, text, cost) for c in clauses)
            yield _Edge(match.last, cost, told)
    meant = max((_LOST.get(m.word.kind, _LOST_OTHERWISE) for m in lattice.at[first] if m.word), default=0.0)
    named = max((_NAME - 2 * m.cost for m in lattice.at[first] if m.senses and not m.word), default=0.0)
    refused = any(m.word.kind == "refuse" for m in lattice.at[first] if m.word)
    lost = meant if refused else _COULD_BE_MEANT * meant
    for last in found.noise[first]:
        yield _Edge(last, _NOISE * (last - first) + max(lost, named, 0.0), ())
    if found.relates[first]:
        yield _Edge(first + 1, _RELATES, (_left(found, first, first + 1, "verb", _RELATES),))
    token = found.tokens[first]
    words: dict[int, tuple[float, str]] = {}
    for mention in lattice.at[first]:
        if mention.word:
            cost = _LOST.get(mention.word.kind, _LOST_OTHERWISE)
            words[mention.last] = max(words.get(mention.last, (0.0, "")), (cost, mention.word.kind))
    for last, (cost, kind) in words.items():
        cost = max(cost, named if last == first + 1 else 0.0)
        left = (_left(found, first, last, kind, cost),) if cost > 1 else ()
        yield _Edge(last, cost, left)
    for mention in lattice.at[first]:
        if mention.number:
            yield _Edge(
                mention.last, _LOST_NUMBER, (_left(found, first, mention.last, "number", _LOST_NUMBER),)
            )
    if token.kind == "mark":
        yield _Edge(first + 1, 0.0, ())
    else:
        cost = max(_UNKNOWN_HAN if token.kind == "han" else _UNKNOWN, meant)
        yield _Edge(first + 1, cost, (_left(found, first, first + 1, "unknown", cost),))


def _left(found: Found, first: int, last: int, place: str, cost: float) -> Told:
    text = found.text[found.tokens[first].start : found.tokens[last - 1].end]
    return Told(Left(text, place), "left", first, last, text, cost)

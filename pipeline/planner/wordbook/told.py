"""Which words of a reading were found by the dictionary, and as what: they are said, and cost confidence."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, is_dataclass

from pipeline.planner.clauses import Clause, Noun
from pipeline.planner.grammar.mention import Mention
from pipeline.planner.grammar.sheet import Found


def looked_up(found: Found, clauses: Iterable[Clause]) -> list[Mention]:
    """The mentions by translation or by synonym that the clauses stand on, one of each words: the nearest."""
    nouns = [noun for clause in clauses for noun in _nouns(clause)]
    nearest: dict[str, Mention] = {}
    for mention in (m for here in found.lattice.at for m in here if m.taken_for):
        for noun in nouns:
            if noun.text == mention.text and noun.senses and set(noun.senses) <= set(mention.senses):
                known = nearest.get(mention.text)
                nearest[mention.text] = mention if known is None else min(known, mention, key=_cost)
    return list(nearest.values())


def _cost(mention: Mention) -> float:
    return mention.cost


def _nouns(value: object) -> Iterator[Noun]:
    """The names in a clause, however deep."""
    if isinstance(value, Noun):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from _nouns(one)
    elif is_dataclass(value):
        for one in fields(value):
            yield from _nouns(getattr(value, one.name))

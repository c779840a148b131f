"""One composition under way: what its steps read and what they add to."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from pipeline.derived import Only
from pipeline.language import Text
from pipeline.planner import clauses as c
from pipeline.planner.asks import measures
from pipeline.planner.asks.ask import Ask, Assumption, Made
from pipeline.planner.asks.parts import Parts
from pipeline.planner.asks.schema import Schema
from pipeline.planner.readings import Reading, Role
from pipeline.planner.tokens import phrase
from pipeline.query import Condition, Filter, Query


@dataclass(frozen=True)
class Composed:
    """An ask with what it cost and what was assumed, or the problem with the clauses."""

    ask: Ask | None = None
    cost: float = 0.0
    assumptions: tuple[Assumption, ...] = ()
    problem: Text | None = None
    offers: tuple[str, ...] = ()


@dataclass
class Draft:
    """One composition under way."""

    s: Schema
    p: Parts
    today: date
    made: Made = field(default_factory=Made)
    filters: list[Condition] = field(default_factory=list)
    segments: list[str] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    listing: bool = False
    known: list[str] = field(default_factory=list)
    first: tuple[int, list[str]] | None = None
    ratio: bool = False
    words: frozenset[str] = frozenset()
    given: Query | None = None
    hints: list[str] = field(default_factory=list)
    lacks: c.Blank | None = None
    told: dict[c.Clause, Filter] = field(default_factory=dict)
    only: Only | None = None


def words_of(p: Parts) -> frozenset[str]:
    """The stems of all that the clauses name."""
    found: set[str] = set()
    for clause in p.clauses:
        for value in vars(clause).values():
            nouns = value if isinstance(value, tuple) else (value,)
            for noun in nouns:
                if isinstance(noun, c.Noun):
                    found |= set(phrase(noun.text))
    return frozenset(found)


def other_senses(p: Parts) -> list[list[Reading]]:
    """The senses of each mention that is no measure."""
    found: list[list[Reading]] = []
    for clause in p.clauses:
        if isinstance(clause, c.Named | c.Asked | c.Grouped | c.Flagged | c.Blank):
            found.append(list(clause.noun.senses))
        elif isinstance(clause, c.Valued):
            found += [list(n.of(Role.VALUE)) for n in clause.nouns]
        elif isinstance(clause, c.When) and clause.noun:
            found.append(list(clause.noun.senses))
    return found


def say_by_name(d: Draft, cube: str) -> None:
    """Says that things are told apart by their names, where that may take two for one."""
    if d.s.is_exact(cube):
        return
    title = d.s.catalog.cubes[cube].titles
    said = Text(
        f"{title.en} are told apart by their names: those of one name count as one.",
        f"{title.zh}按名称区分，同名的算作一个。",
    )
    d.made.assume("by name", 0.3, said)


def subject_of(d: Draft) -> str | None:
    """The cube whose things the question is about: those that it names first, or counts."""
    anchors = d.made.cubes
    for clause in d.p.clauses:
        if isinstance(clause, c.Named | c.Asked):
            entities = clause.noun.of(Role.ENTITY)
            if entities:
                ranked = sorted(
                    entities, key=lambda r: measures.sense_cost(r) + d.s.nearest(anchors, r.target)
                )
                return ranked[0].target
    for ranked_clause in d.p.of(c.Ranked):
        if ranked_clause.thing and (things := ranked_clause.thing.of(Role.ENTITY)):
            return things[0].target
    return anchors[0] if anchors else None

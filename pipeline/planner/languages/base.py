"""What a language gives to the planner: its closed classes of words, its rules, its dates and numbers.

The core knows no language. A language is a value: words by class, and rules that say which sequences of
words and mentions make which clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields
from datetime import date
from typing import Any

from pipeline.planner.clauses import Clause
from pipeline.planner.dates.patterns import Pattern
from pipeline.planner.grammar.match import Match
from pipeline.planner.words import Quotient

Build = Callable[[Match], Iterable[Clause] | None]


@dataclass(frozen=True)
class Rule:
    """A sequence of words and mentions, and the clauses it makes.

    Attributes:
        pattern: elements between blanks. ``<by>`` is a word of that class; ``g:GROUP`` a mention of that
            kind, called ``g``; ``?`` behind an element lets it be left out, ``+`` lets several stand there,
            joined by words of the class ``and`` or by commas.
        build: makes the clauses of a match; None where it does not hold after all.
        examples: questions about the demo data that are read otherwise without this rule.
        counter_examples: questions that it must leave alone.
        cost: what reading by it costs, beside what its mentions cost.
    """

    name: str
    pattern: str
    build: Build
    examples: tuple[str, ...] = ()
    counter_examples: tuple[str, ...] = ()
    cost: float = 0.2


@dataclass(frozen=True)
class SmallWords:
    """Words, and endings of words, that say how others stand together.

    Attributes:
        articles: what is passed over inside a name.
        joints: what joins a condition to the thing behind it.
        prepositions: what no pattern passes over, though it can carry no meaning.
        restricting: what stands before the name of what a question is restricted to.
        before_names: what names of persons and places stand behind.
        auxiliaries: what verbs stand behind.
        supports: those of them that send the verb to the end.
        participles: how forms of verbs end.
        behind_verbs: what stands between a verb and its object.
        manner: how words end that only say in which way.
        here: what says that all of the data is meant: "in this shop".
        agents: what stands before whoever does something.
        of: what stands between a thing's property and the thing.
        every: what may stand between ``of`` and the things whose name or number is meant.
        one: what may stand between ``of`` and one thing.
        determiners: what values do not begin with.
        quantities: what "of" is no property behind: "number of flights" is no flight number.
        properties: words of closed classes that are properties too.
        short: values of one character that are understood where only a part of a value has them.
    """

    articles: frozenset[str] = frozenset()
    joints: frozenset[str] = frozenset()
    prepositions: frozenset[str] = frozenset()
    restricting: frozenset[str] = frozenset()
    before_names: frozenset[str] = frozenset()
    auxiliaries: frozenset[str] = frozenset()
    supports: frozenset[str] = frozenset()
    participles: tuple[str, ...] = ()
    behind_verbs: frozenset[str] = frozenset()
    manner: tuple[str, ...] = ()
    here: frozenset[str] = frozenset()
    agents: frozenset[str] = frozenset()
    of: frozenset[str] = frozenset()
    every: frozenset[str] = frozenset()
    one: frozenset[str] = frozenset()
    determiners: frozenset[str] = frozenset()
    quantities: frozenset[str] = frozenset()
    properties: frozenset[str] = frozenset()
    short: frozenset[str] = frozenset()

    def __or__(self, other: SmallWords) -> SmallWords:
        """Those of two languages together."""
        return SmallWords(
            **{f.name: _both(getattr(self, f.name), getattr(other, f.name)) for f in fields(self)}
        )


def _both(one: Any, other: Any) -> Any:
    return one + other if isinstance(one, tuple) else one | other


@dataclass(frozen=True)
class Language:
    """One language.

    Attributes:
        words: class -> what it says -> the phrases that say it. What a class of one meaning says is "".
        noise: phrases that carry no meaning in a question about data.
        properties: words that rank or compare by a property -> (class, what it says, names of the property).
        rules: see `Rule`.
        dates: patterns of periods.
        numbers: number words.
        harm: words of what is better the less there is of it.
        small: see `SmallWords`.
        quotients: names of figures that are one measure divided by another, or by how many things there are.
    """

    code: str
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    noise: tuple[str, ...]
    rules: tuple[Rule, ...]
    properties: Mapping[str, tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    dates: tuple[Pattern, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    harm: tuple[str, ...] = ()
    small: SmallWords = SmallWords()
    quotients: Mapping[str, Quotient] = field(default_factory=dict)


Today = date

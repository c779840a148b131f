"""What a language gives to the planner: its closed classes of words, its rules, its dates and numbers.

The core knows no language. A language is a value: words by class, and rules that say which sequences of
words and mentions make which clauses.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

from pipeline.planner.clauses import Clause
from pipeline.planner.dates.patterns import Pattern
from pipeline.planner.grammar.match import Match

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
    """

    code: str
    words: Mapping[str, Mapping[str, tuple[str, ...]]]
    noise: tuple[str, ...]
    rules: tuple[Rule, ...]
    properties: Mapping[str, tuple[str, str, tuple[str, ...]]] = field(default_factory=dict)
    dates: tuple[Pattern, ...] = ()
    numbers: Mapping[str, int] = field(default_factory=dict)
    harm: tuple[str, ...] = ()


Today = date

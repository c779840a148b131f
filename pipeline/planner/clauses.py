"""What a question says, as small values: what is measured, grouped, restricted, when, compared, ranked.

A clause names things of the catalog by `Noun`: the words, with every sense that they may have there.
Which of them is meant is decided when the clauses become an ask.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from pipeline.planner.dates.periods import Period
from pipeline.planner.readings import Reading, Role

Direction = Literal["asc", "desc"]


@dataclass(frozen=True)
class Number:
    """A number that was said.

    Attributes:
        percent: with a sign or a word for percent behind it.
        unit: the unit of time it is told in, if any; ``told_in``: any unit, as it is written.
    """

    value: Decimal
    percent: bool = False
    unit: str | None = None
    text: str = ""
    told_in: str = ""


@dataclass(frozen=True, eq=False)
class Noun:
    """Words that name something of the catalog."""

    text: str
    senses: tuple[Reading, ...]
    plural: bool = False

    def of(self, *roles: Role) -> tuple[Reading, ...]:
        return tuple(s for s in self.senses if s.role in roles)

    def only(self, *roles: Role) -> Noun:
        """The same words with their senses of these roles alone."""
        return Noun(self.text, self.of(*roles), self.plural)

    def __repr__(self) -> str:
        return self.text


@dataclass(frozen=True)
class Measured:
    """Something is measured; ``aggregate`` where the question names one, ``joined`` where several are."""

    noun: Noun
    aggregate: str | None = None
    joined: bool = False


@dataclass(frozen=True)
class Counted:
    """Things, or different values, are counted."""

    noun: Noun
    distinct: bool = False


@dataclass(frozen=True)
class Named:
    """Something is named without a word that says what it is there for."""

    noun: Noun


@dataclass(frozen=True)
class Asked:
    """A question word asks which things: "which regions", 哪个城市. ``plural``: for several of them."""

    noun: Noun
    plural: bool = False


@dataclass(frozen=True)
class Grouped:
    """The answer has a row for each of these. ``within``: each of them has its own ranking."""

    noun: Noun
    within: bool = False


@dataclass(frozen=True)
class Bucketed:
    """The answer has a row for each period of a size; ``grain`` None where it is not said."""

    grain: str | None
    noun: Noun | None = None


@dataclass(frozen=True)
class Valued:
    """Values of a dimension restrict the rows."""

    nouns: tuple[Noun, ...]
    negated: bool = False
    of: Noun | None = None


@dataclass(frozen=True)
class Flagged:
    """A boolean or a segment restricts the rows."""

    noun: Noun
    negated: bool = False


@dataclass(frozen=True)
class Blank:
    """Something is missing, or, where ``negated``, is there."""

    noun: Noun
    negated: bool = False


@dataclass(frozen=True)
class Bounded:
    """A number bounds a measure, a numeric dimension or a count of things; ``noun`` None where what it
    bounds is not said."""

    noun: Noun | None
    operator: str
    value: Number
    counts: bool = False
    upper: Number | None = None


@dataclass(frozen=True)
class Spelt:
    """The letters of a text restrict the rows."""

    noun: Noun | None
    operator: str
    text: str


@dataclass(frozen=True)
class Columns:
    """Two columns are compared row by row."""

    left: Noun
    operator: str
    right: Noun


@dataclass(frozen=True)
class When:
    """A period restricts the rows; ``noun``: the date it is about; ``parts``: of a range its two ends."""

    period: Period
    noun: Noun | None = None
    negated: bool = False
    parts: tuple[Period, ...] = ()


@dataclass(frozen=True)
class Compared:
    """Values are set against the year before, the period before, or either; as growth, or side by side."""

    against: Literal["year", "period", "growth", "each"]
    unit: str | None = None


@dataclass(frozen=True)
class InUnit:
    """How much there is in a unit: "how many minutes", 多少钱. ``unit``: of time, ``money``, or as it is
    written in ``text``."""

    unit: str
    text: str


@dataclass(frozen=True)
class Earlier:
    """The time one ``unit`` earlier than the one before: 去年同期, "and the month before"."""

    unit: str


@dataclass(frozen=True)
class Ranked:
    """The first by an order.

    Attributes:
        by: what it ranks by; None for what is measured.
        counts: it ranks by how many of ``by`` there are.
        n: how many; None where it is not said.
        plural: several are asked for.
        thing: what is ranked, where it is named with it.
        time: it ranks by the course of time: the latest.
        aggregate: which aggregate of ``by`` it ranks by, where that is said.
        own: the superlative says itself what it ranks by: the cheapest.
        judged: it ranks from the best or the worst, which of a loss is the other end than of a gain.
    """

    direction: Direction
    by: Noun | None = None
    counts: bool = False
    n: int | None = None
    thing: Noun | None = None
    plural: bool = False
    time: bool = False
    judged: bool = False
    aggregate: str | None = None
    own: bool = False


@dataclass(frozen=True)
class Sorted:
    """An order of the rows, nothing left out."""

    direction: Direction | None
    by: Noun | None = None
    judged: bool = False
    in_time: bool = False


@dataclass(frozen=True)
class Limited:
    """So many rows."""

    n: int


@dataclass(frozen=True)
class Shared:
    """Parts of a whole."""


@dataclass(frozen=True)
class Running:
    """Sums up to each period."""


@dataclass(frozen=True)
class Divided:
    """One figure is divided by another, or by how many things there are."""

    over: Noun | None
    under: Noun
    counts: bool = False


@dataclass(frozen=True)
class Listed:
    """Rows are asked for, not a number."""

    nouns: tuple[Noun, ...] = ()


@dataclass(frozen=True)
class Aggregated:
    """An aggregate whose noun stands elsewhere: "average", "the maximum"."""

    aggregate: str


@dataclass(frozen=True)
class Counting:
    """A number of things is asked for that stand elsewhere. ``value``: it may as well be how much there is
    of something: 是多少."""

    value: bool = False


@dataclass(frozen=True)
class Charted:
    """A chart is asked for by its name."""

    chart: str


@dataclass(frozen=True)
class Refused:
    """What no query says: a forecast, a cause."""

    reason: str


@dataclass(frozen=True)
class Changed:
    """A follow-up says how it changes what was asked before: ``only``, ``without``, ``instead``, ``also``,
    ``all``, ``remove``, ``about``."""

    how: str
    noun: Noun | None = None


@dataclass(frozen=True)
class Everything:
    """All of these: nothing is left out. ``noun`` says of what."""

    noun: Noun | None = None


@dataclass(frozen=True)
class Either:
    """The condition before holds, or the one behind."""


@dataclass(frozen=True)
class Left:
    """Words that nothing explains."""

    text: str
    place: str = ""


Clause = (
    Measured | Counted | Named | Asked | Grouped | Bucketed | Valued | Flagged | Blank | Bounded | Spelt
    | Columns | When | Compared | Ranked | Sorted | Limited | Shared | Running | Divided | Listed | Aggregated
    | Counting | InUnit | Earlier | Charted | Refused | Changed | Everything | Either | Left
)  # fmt: skip

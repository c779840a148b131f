"""What is executed: a query, derived columns, a chart; and what was assumed to get there."""

from __future__ import annotations

from dataclasses import dataclass, field

from pipeline.derived import Derived
from pipeline.language import Text
from pipeline.query import Query


@dataclass(frozen=True)
class Ask:
    """A query with its derived columns and the chart that was asked for, if any."""

    query: Query
    derived: tuple[Derived, ...] = ()
    chart: str | None = None


@dataclass(frozen=True)
class Assumption:
    """What was taken to be meant.

    Attributes:
        kind: what kind of assumption it is: ``rival``, ``aggregate``, ``measure``, ``date`` …; the features
            that confidence is told by.
        said: the sentence for people.
        words: the words of the question that it is about, with ``rivals``: titles of what else they may mean.
        cost: what the assumption costs.
    """

    kind: str
    said: Text | None = None
    words: str = ""
    rivals: tuple[Text, ...] = ()
    cost: float = 0.0


@dataclass
class Made:
    """An ask in the making: members, conditions, order, with what was assumed."""

    measures: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    assumptions: list[Assumption] = field(default_factory=list)

    def assume(
        self,
        kind: str,
        cost: float = 0.0,
        said: Text | None = None,
        words: str = "",
        rivals: tuple[Text, ...] = (),
    ) -> None:
        self.assumptions.append(Assumption(kind, said, words, rivals, cost))

    def add_measure(self, name: str) -> None:
        if name not in self.measures:
            self.measures.append(name)

    def add_group(self, name: str) -> None:
        if name not in self.groups:
            self.groups.append(name)

    @property
    def cubes(self) -> list[str]:
        """The cubes of its measures, or else of its groups."""
        return list(dict.fromkeys(n.split(".", 1)[0] for n in (self.measures or self.groups)))

    @property
    def cost(self) -> float:
        return sum(a.cost for a in self.assumptions)


class Unanswerable(Exception):
    """No query says what was asked; carries the sentence for the user, and members to offer instead."""

    def __init__(self, en: str, zh: str, offers: tuple[str, ...] = ()) -> None:
        super().__init__(en)
        self.problem = Text(en, zh)
        self.offers = offers

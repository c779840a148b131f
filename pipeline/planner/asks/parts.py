"""The clauses of one reading, by kind."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TypeVar

from pipeline.planner import clauses as c
from pipeline.planner.readings import Role

T = TypeVar("T")


@dataclass(frozen=True)
class Parts:
    """The clauses of one reading, by kind, in the order of the question."""

    clauses: tuple[c.Clause, ...]

    def of(self, kind: type[T]) -> list[T]:
        return [one for one in self.clauses if isinstance(one, kind)]

    def first(self, kind: type[T]) -> T | None:
        return next(iter(self.of(kind)), None)

    def has(self, *kinds: type) -> bool:
        return any(isinstance(one, kinds) for one in self.clauses)

    @property
    def lists(self) -> bool:
        """Whether rows are asked for: with a verb of listing, or a question word for which ones."""
        return self.has(c.Listed, c.Asked)

    @property
    def counts(self) -> bool:
        return self.has(c.Counted, c.Counting)


def standing_alone(p: Parts) -> Parts:
    """The clauses of a question without one before: "all tracks" names the tracks, "all directors" are those
    of the employees who are directors."""
    return Parts(tuple(_alone(one) for one in p.clauses))


def _alone(clause: c.Clause) -> c.Clause:
    if isinstance(clause, c.Earlier):
        return c.Compared("year" if clause.unit == "year" else "period", clause.unit)
    if not isinstance(clause, c.Everything) or clause.noun is None:
        return clause
    if clause.noun.of(Role.VALUE) and not clause.noun.of(Role.ENTITY, Role.DIMENSION):
        return c.Valued((clause.noun.only(Role.VALUE),))
    return c.Named(clause.noun)


def parts(clauses: Iterable[c.Clause]) -> Parts:
    return Parts(tuple(clauses))

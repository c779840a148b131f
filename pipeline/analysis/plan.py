"""Which sentences a text has, in which order: the same in every language.

A voice has one method for each kind of sentence; a plan calls them. Sentences about what is
incomplete are always said, the others while there is room.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterator, Sequence
from typing import TypeVar

from pipeline.analysis import facts as f
from pipeline.analysis.speech import Speech

MOST_SENTENCES = 6

F = TypeVar("F", bound=f.Fact)


class Voice(ABC):
    """Sentences of one language about a list of facts."""

    def __init__(self, say: Speech, found: Sequence[f.Fact]) -> None:
        self.say = say
        self.found = found

    def sentences(self) -> Iterator[str]:
        """Three to six sentences; fewer where nothing more can be said truthfully."""
        caveats = [s for fact in self.found for s in self._caveat(fact)][: MOST_SENTENCES - 2]
        telling = list(self._telling())[: MOST_SENTENCES - len(caveats)]
        if not telling:  # nothing to compare: how much there is can still be said
            telling = [self.rows(f.Rows(len(self.say.result), ()))]
        yield from telling
        yield from caveats

    def all(self, kind: type[F]) -> list[F]:
        return [fact for fact in self.found if isinstance(fact, kind)]

    def first(self, kind: type[F], measure: str | None = None) -> F | None:
        """The first fact of a kind, of a measure when given."""
        for fact in self.all(kind):
            if measure is None or getattr(fact, "measure", None) == measure:
                return fact
        return None

    def _telling(self) -> Iterator[str]:
        result = self.say.result
        if empty := self.first(f.Empty):
            yield self.empty(empty)
        elif rows := self.first(f.Rows):
            yield self.rows(rows)
            yield from self._covers()
        elif compared := self.all(f.Compared):
            yield from (self.compared(fact) for fact in compared)
            yield from self._covers()
        elif values := self.all(f.Value):
            yield self.values(values)
            yield from (self.since(fact) for fact in self.all(f.Since))
            yield self.covers()
        else:
            measures = [measure.column for measure in result.measures]
            if measures:
                sentences = self._of(measures[0])
                opening = next(sentences, "")
                asked = [self.correlation(c) for c in self.all(f.Correlation) if c.asked]
                yield from asked
                if opening:
                    yield self.scope() + opening
                yield from (self.since(s) for s in self.all(f.Since) if s.measure == measures[0])
                others = [s for m in measures[1:] if (s := next(self._of(m), ""))]
                together = [self.correlation(c) for c in self.all(f.Correlation) if not c.asked]
                together += [self.opposite(o) for o in self.all(f.Opposite)]
                yield from (together + others)[:3]
                yield from sentences

    def _covers(self) -> Iterator[str]:
        if self.scope():
            yield self.covers()

    def _of(self, measure: str) -> Iterator[str]:
        """The sentences about one measure, the most telling first."""
        total = self.first(f.Total, measure)
        leader, last = self.first(f.Leader, measure), self.first(f.Last, measure)
        change = self.first(f.Change, measure)
        if equal := self.first(f.AllEqual, measure):
            yield self.all_equal(equal)
        if leader:
            yield self.leader(leader, total)
        if largest := self.first(f.LargestCombination, measure):
            yield self.largest(largest, total)
        if change:
            yield self.change(change)
        if (latest := self.first(f.Latest, measure)) and (latest.previous is not None or not change):
            yield self.latest(latest)
        margins = [m for m in self.all(f.Margin) if m.measure == measure]
        yield from (self.margin(margin) for margin in margins)
        if growth := self.first(f.SeriesGrowth, measure):
            yield self.growth(growth)
        if extremes := self.first(f.Extremes, measure):
            yield self.extremes(extremes)
        if last and not (leader and leader.groups == 2 and leader.second is not None):
            yield self.last(last)
        outliers = [o for o in self.all(f.Outlier) if o.measure == measure]
        yield from (self.outlier(o, leader) for o in outliers[:1])
        if odd := self.first(f.OddPeriod, measure):
            yield self.odd_period(odd)
        if concentration := self.first(f.Concentration, measure):
            yield from self._concentration(concentration)
        if leads := self.first(f.LeadsMost, measure):
            yield self.leads_most(leads)
        if streak := self.first(f.Streak, measure):
            yield self.streak(streak)
        elif trend := self.first(f.Trend, measure):
            yield self.trend(trend)
        if total and not leader and not self.first(f.LargestCombination, measure):
            yield self.total(total)

    def _concentration(self, fact: f.Concentration) -> Iterator[str]:
        if fact.most * 2 <= fact.groups:
            yield self.concentrated(fact)
        elif fact.groups >= 2 * fact.top:
            yield self.spread(fact)

    def _caveat(self, fact: f.Fact) -> Iterator[str]:
        first = self.say.result.measures[0].column if self.say.result.measures else ""
        if getattr(fact, "measure", first) != first and not isinstance(fact, f.SmallGroup):
            return
        match fact:
            case f.NoName():
                yield self.no_name(fact)
            case f.Missing():
                yield self.missing(fact)
            case f.SmallGroup():
                yield self.small_group(fact)
            case f.Unfinished():
                yield self.unfinished(fact)
            case f.Gaps():
                yield self.gaps(fact)
            case f.Cut():
                yield self.cut(fact)

    @abstractmethod
    def scope(self) -> str:
        """What the query covers, as the opening of a sentence; empty when it covers everything."""

    @abstractmethod
    def covers(self) -> str: ...
    @abstractmethod
    def empty(self, fact: f.Empty) -> str: ...
    @abstractmethod
    def rows(self, fact: f.Rows) -> str: ...
    @abstractmethod
    def compared(self, fact: f.Compared) -> str: ...
    @abstractmethod
    def values(self, facts: list[f.Value]) -> str: ...
    @abstractmethod
    def since(self, fact: f.Since) -> str: ...
    @abstractmethod
    def all_equal(self, fact: f.AllEqual) -> str: ...
    @abstractmethod
    def leader(self, fact: f.Leader, total: f.Total | None) -> str: ...
    @abstractmethod
    def last(self, fact: f.Last) -> str: ...
    @abstractmethod
    def outlier(self, fact: f.Outlier, leader: f.Leader | None) -> str: ...
    @abstractmethod
    def concentrated(self, fact: f.Concentration) -> str: ...
    @abstractmethod
    def spread(self, fact: f.Concentration) -> str: ...
    @abstractmethod
    def total(self, fact: f.Total) -> str: ...
    @abstractmethod
    def change(self, fact: f.Change) -> str: ...
    @abstractmethod
    def latest(self, fact: f.Latest) -> str: ...
    @abstractmethod
    def extremes(self, fact: f.Extremes) -> str: ...
    @abstractmethod
    def odd_period(self, fact: f.OddPeriod) -> str: ...
    @abstractmethod
    def trend(self, fact: f.Trend) -> str: ...
    @abstractmethod
    def streak(self, fact: f.Streak) -> str: ...
    @abstractmethod
    def largest(self, fact: f.LargestCombination, total: f.Total | None) -> str: ...
    @abstractmethod
    def margin(self, fact: f.Margin) -> str: ...
    @abstractmethod
    def growth(self, fact: f.SeriesGrowth) -> str: ...
    @abstractmethod
    def leads_most(self, fact: f.LeadsMost) -> str: ...
    @abstractmethod
    def correlation(self, fact: f.Correlation) -> str: ...
    @abstractmethod
    def opposite(self, fact: f.Opposite) -> str: ...
    @abstractmethod
    def no_name(self, fact: f.NoName) -> str: ...
    @abstractmethod
    def missing(self, fact: f.Missing) -> str: ...
    @abstractmethod
    def small_group(self, fact: f.SmallGroup) -> str: ...
    @abstractmethod
    def unfinished(self, fact: f.Unfinished) -> str: ...
    @abstractmethod
    def gaps(self, fact: f.Gaps) -> str: ...
    @abstractmethod
    def cut(self, fact: f.Cut) -> str: ...

"""What travels through the five steps."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date

from pipeline.analysis.base import Analyst, RulesAnalyst
from pipeline.answer import Answer
from pipeline.cancellation import Cancellation
from pipeline.catalog import Catalog
from pipeline.derived import Derived, fetched, shown_as
from pipeline.engines.base import Compiled, Engine
from pipeline.events import Event
from pipeline.planner.base import Plan, Planner, Question
from pipeline.query import DEFAULT_LIMIT, Query


@dataclass
class Work:
    """One question on its way to an answer: what a step may use, and what the steps before it made.

    Attributes:
        today: what relative dates count from.
        page_rows: how many rows of the result an event carries.
        max_rows: how many rows the engine returns at most.
        answer: filled by the steps as far as they come.
        raised: what ended the work, if a step raised it.
    """

    question: Question
    planner: Planner
    engine: Engine
    catalog: Catalog
    today: date
    cancellation: Cancellation
    page_rows: int
    max_rows: int
    answer: Answer
    analyst: Analyst = field(default_factory=RulesAnalyst)
    plan: Plan | None = None
    compiled: Compiled | None = None
    raised: BaseException | None = None

    @property
    def query(self) -> Query:
        """The query that the generate step made; the steps after it run only when there is one."""
        assert self.answer.query is not None
        return self.answer.query

    @property
    def derived(self) -> tuple[Derived, ...]:
        """The columns that follow from the rows."""
        return self.plan.derived if self.plan else ()

    @property
    def fetched(self) -> Query:
        """What the engine is asked: `query`, with the time that it is compared with."""
        return fetched(self.query, self.derived)

    @property
    def bounded(self) -> Query:
        """`query` with the limit that the engine kept to, where that is lower than its own."""
        asked = DEFAULT_LIMIT if self.query.limit is None else self.query.limit
        if asked <= self.max_rows:
            return self.query
        return self.query.model_copy(update={"limit": self.max_rows})

    @property
    def shown(self) -> Query:
        """The query as the chart and the analysis read the rows that are there."""
        rows = 0 if self.answer.table is None else len(self.answer.table)
        return shown_as(self.bounded, self.derived, rows)

    @property
    def titled(self) -> Catalog:
        """The catalog in which the columns of the result have titles of their own."""
        return self.catalog.telling_apart(self.shown.columns)


Step = Callable[[Work], Iterator[Event]]

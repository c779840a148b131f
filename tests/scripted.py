"""A planner that does what a test tells it to; everything behind it is real."""

from __future__ import annotations

import threading
from collections.abc import Callable, Generator

from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.planner.base import Plan, Question
from pipeline.query import Query

QUERY = Query(measures=["employees.total_employees"])


def answering(query: Query = QUERY, **more: object) -> Plan:
    return Plan(Outcome.ANSWERED, query, **more)  # type: ignore[arg-type]


class Scripted:
    """Says ``pieces``, then returns ``plan``, or raises it when it is an exception."""

    def __init__(
        self, plan: Plan | BaseException, *pieces: str, before: Callable[[Cancellation], None] | None = None
    ) -> None:
        self._plan, self._pieces, self._before = plan, pieces, before

    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        if self._before:
            self._before(cancellation)
        yield from self._pieces
        if isinstance(self._plan, BaseException):
            raise self._plan
        return self._plan


class Gate:
    """Holds a planner until it is opened or the run is stopped."""

    def __init__(self) -> None:
        self.reached = threading.Event()
        self._opened = threading.Event()

    @property
    def is_open(self) -> bool:
        return self._opened.is_set()

    def open(self) -> None:
        self._opened.set()

    def __call__(self, cancellation: Cancellation) -> None:
        self.reached.set()
        with cancellation.interrupting(self._opened.set):
            assert self._opened.wait(30)
        cancellation.check()

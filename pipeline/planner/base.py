"""What a planner is: a question in, a plan out."""

from __future__ import annotations

from collections.abc import Callable, Generator
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from pipeline.answer import Outcome
from pipeline.cancellation import Cancellation
from pipeline.derived import Basis, Derived
from pipeline.language import Language
from pipeline.query import Query

# The day that relative dates count from; asked for each question, because servers live past midnight.
Clock = Callable[[], date]


@dataclass(frozen=True)
class Question:
    """What was asked, in which language, and what it may follow up on."""

    text: str
    language: Language
    previous: Basis | None = None


@dataclass(frozen=True)
class Plan:
    """What a planner makes of a question; every text is in the question's language.

    Attributes:
        outcome: ``answered`` (``query`` is set), ``clarify`` or ``declined`` (``message`` says why
            and ``suggestions`` what would work).
        understood: what was read from the question, one phrase each.
        assumptions: what was assumed or ignored, one sentence each.
        chart: a chart type that the question named.
        derived: columns that follow from the rows of ``query``.
        confidence: from 0 to 1, how sure the reading is (`pipeline.planner.confidence`); 1 where nobody
            says.
    """

    outcome: Outcome
    query: Query | None = None
    understood: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    suggestions: tuple[str, ...] = ()
    message: str = ""
    chart: str | None = None
    derived: tuple[Derived, ...] = ()
    confidence: float = 1.0


class Planner(Protocol):
    def plan(self, question: Question, cancellation: Cancellation) -> Generator[str, None, Plan]:
        """Yields Markdown while it thinks and returns the plan. Raises `Cancelled`."""
        ...

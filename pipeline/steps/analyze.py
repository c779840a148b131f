"""Step 5: what the result says, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline.analysis.base import Subject
from pipeline.derived import First
from pipeline.events import AnalysisMade, Event, TextAdded
from pipeline.steps import say
from pipeline.steps.work import Work


def analyze(work: Work) -> Iterator[Event]:
    language, answer = work.question.language, work.answer
    assert answer.table is not None
    yield TextAdded(text=f"{say.ANALYSIS.said(language)}\n\n")
    related = work.plan is not None and work.plan.chart == "scatter"
    each = any(isinstance(d, First) for d in work.derived)
    subject = Subject(
        work.question.text, language, work.shown, answer.table, work.titled, work.today, related, each
    )
    for piece in work.analyst.analyze(subject, work.cancellation):
        answer.analysis += piece
        yield TextAdded(text=piece)
    yield TextAdded(text="\n")
    yield AnalysisMade(analysis=answer.analysis)

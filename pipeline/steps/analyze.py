"""Step 5: what the result says, in sentences."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import analysis
from pipeline.events import AnalysisMade, Event, TextAdded
from pipeline.steps import say
from pipeline.steps.work import Work


def analyze(work: Work) -> Iterator[Event]:
    language, answer = work.question.language, work.answer
    assert answer.table is not None
    yield TextAdded(text=f"{say.ANALYSIS.said(language)}\n\n")
    for sentence in analysis.write(work.query, answer.table, work.catalog, language, work.today):
        answer.analysis += sentence
        yield TextAdded(text=sentence)
    yield TextAdded(text="\n")
    yield AnalysisMade(analysis=answer.analysis)

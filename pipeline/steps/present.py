"""Step 4: the rows become a table to read and a chart."""

from __future__ import annotations

from collections.abc import Iterator

from pipeline import markdown
from pipeline.events import ChartMade, Event, TextAdded
from pipeline.steps import say
from pipeline.steps.work import Work


def present(work: Work) -> Iterator[Event]:
    language, answer = work.question.language, work.answer
    assert answer.table is not None
    yield TextAdded(text=f"{say.RESULT.said(language)}\n\n")
    if answer.table.empty:
        yield TextAdded(text=f"{say.NO_ROWS.said(language)}\n\n")
    else:
        yield from say.pieces(f"{markdown.table(answer.table, work.catalog, language)}\n\n", size=1_000)
    yield ChartMade(chart_type="none")

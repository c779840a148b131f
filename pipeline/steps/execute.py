"""Step 3: the engine executes the query."""

from __future__ import annotations

import time
from collections.abc import Iterator, Sequence

from pipeline import format
from pipeline.answer import rows_of
from pipeline.derived import Lacking, Links, completed
from pipeline.events import Event, TableMade, TextAdded
from pipeline.query import DEFAULT_LIMIT
from pipeline.steps import say
from pipeline.steps.work import Work


def execute(work: Work) -> Iterator[Event]:
    language, answer = work.question.language, work.answer
    yield TextAdded(text=f"{say.EXECUTED.said(language)}\n\n")
    started = time.perf_counter()
    table = work.engine.execute(work.fetched, work.cancellation)
    seconds = time.perf_counter() - started
    if work.derived:
        others = [work.engine.execute(one.other, work.cancellation) for one in _lacking(work)]
        table = completed(table, work.query, work.derived, work.catalog, others)
    answer.table = table
    answer.headers = format.headers(list(table.columns), work.catalog, language)
    answer.assumptions += _links_shown(work, list(table.columns))

    rows = say.ROW if len(table) == 1 else say.ROWS
    text = say.ROWS_IN.said(language).format(
        rows=rows.said(language).format(count=len(table)), seconds=f"{seconds:.2f}"
    )
    most = DEFAULT_LIMIT if work.bounded.limit is None else work.bounded.limit
    if len(table) >= most != work.query.limit:
        cut = say.CUT.said(language).format(count=len(table))
        answer.assumptions.append(cut)
        text += f" {cut}"
    yield TextAdded(text=f"{text}\n\n")
    yield TableMade(
        columns=list(table.columns),
        headers=answer.headers,
        rows=rows_of(table, work.page_rows),
        row_count=len(table),
    )


def _lacking(work: Work) -> list[Lacking]:
    return [one for one in work.derived if isinstance(one, Lacking)]


def _links_shown(work: Work, columns: Sequence[str]) -> list[str]:
    """Says what a number of links is, where it stands beside the number of things."""
    language = work.question.language
    shown = [d.measure for d in work.derived if isinstance(d, Links) and d.measure in columns]
    named = [format.headers([work.query.measures[0], links], work.catalog, language) for links in shown]
    return [say.LINKS.said(language).format(measure=measure, links=links) for measure, links in named]

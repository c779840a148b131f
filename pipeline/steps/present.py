"""Step 4: the rows become a table to read and a chart."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from pipeline import charts, markdown
from pipeline.answer import figure_json
from pipeline.derived import Share, drawn_as
from pipeline.events import ChartMade, Event, TextAdded
from pipeline.steps import say
from pipeline.steps.work import Work


def present(work: Work) -> Iterator[Event]:
    language, answer = work.question.language, work.answer
    assert answer.table is not None
    assert work.plan is not None
    yield TextAdded(text=f"{say.RESULT.said(language)}\n\n")
    if answer.table.empty:
        yield TextAdded(text=f"{say.NO_ROWS.said(language)}\n\n")
    else:
        yield from say.pieces(f"{markdown.table(answer.table, work.catalog, language)}\n\n", size=1_000)

    asked = next((known for known in get_args(charts.ChartType) if known == work.plan.chart), None)
    drawn, catalog = drawn_as(work.shown, work.derived), work.titled
    choice = charts.choose(drawn, answer.table, catalog, asked)
    if asked is None and any(isinstance(one, Share) for one in work.derived):
        parts = charts.choose(drawn, answer.table, catalog, "pie")
        choice = parts if parts == charts.Choice("pie") else choice  # nobody asked for one of many parts
    answer.chart_type = choice.type
    answer.figure = charts.draw(choice.type, drawn, answer.table, catalog, language, work.today)
    if choice.note:
        note = choice.note.said(language)
        answer.assumptions.append(note)
        yield TextAdded(text=f"{markdown.escape(note)}\n\n")
    if answer.figure is not None:
        chart = say.CHARTS[choice.type].said(language)
        yield TextAdded(text=f"{say.CHART.said(language).format(chart=chart)}\n\n")
    yield ChartMade(chart_type=choice.type, figure=figure_json(answer.figure))

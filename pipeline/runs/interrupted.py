"""What is left of a run when only its events are: its answer so far, and an end for it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
import plotly.graph_objects as go

from pipeline.answer import Answer, Outcome
from pipeline.errors import RunInterrupted
from pipeline.events import (
    AnalysisMade,
    ChartMade,
    ErrorRaised,
    Event,
    Progress,
    QueryMade,
    RunEnded,
    RunStarted,
    SqlMade,
    StepEnded,
    StepStarted,
    TableMade,
    TextAdded,
)
from pipeline.query import Query
from pipeline.runs.log import placed


def so_far(events: Iterable[Event]) -> Answer:
    """The answer as far as ``events``, which begin with the run's first, tell it."""
    answer = Answer("")
    for event in events:
        match event:
            case RunStarted():
                answer.question, answer.language, answer.run_id = event.question, event.language, event.run_id
            case TextAdded():
                answer.content += event.text
            case QueryMade():
                answer.query, answer.assumptions = Query.parse(event.query), event.assumptions
            case SqlMade():
                answer.sql, answer.params = event.sql, event.params
            case TableMade():
                answer.table = pd.DataFrame(event.rows, columns=event.columns, dtype=object)
                answer.headers = event.headers
            case ChartMade():
                answer.chart_type = event.chart_type
                answer.figure = None if event.figure is None else go.Figure(event.figure)
            case AnalysisMade():
                answer.analysis = event.analysis
            case StepEnded():
                answer.timings[event.step] = event.seconds
            case ErrorRaised():
                answer.error = {"code": event.code, "message": event.message}
    return answer


def interrupted(events: Sequence[Event]) -> Iterator[Event]:
    """The events that end a run whose process is no more, after all that it said."""
    answer = so_far(events)
    error = RunInterrupted()
    message = error.message(answer.language)
    closing: list[Event] = [
        TextAdded(text="\n\n"),
        ErrorRaised(code=error.code, message=message),
        TextAdded(text=f"Error: {message}"),
    ]
    steps = [event for event in events if isinstance(event, StepStarted | StepEnded)]
    if steps and isinstance(begun := steps[-1], StepStarted):
        seconds = (events[-1].at - begun.at).total_seconds()
        closing.append(StepEnded(step=begun.step, index=begun.index, seconds=seconds))
    answer = so_far([*events, *closing])
    answer.outcome = Outcome.FAILED
    closing += [
        Progress(fraction=1.0, seconds_left=0.0),
        RunEnded(outcome=answer.outcome.value, answer=answer.to_json()),
    ]
    for seq, event in enumerate(closing, events[-1].seq + 1):
        yield placed(event, events[-1].run_id, seq)
